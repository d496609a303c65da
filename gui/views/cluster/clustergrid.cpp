#include "views/cluster/clustergrid.h"

#include <algorithm>
#include <array>

namespace kubarium::gui {

namespace {

constexpr double screen = 1.6; // width to height of what it is looked at in

struct Step {
    int columns;
    int rows;
};

constexpr std::array steps{Step{2, 1}, Step{2, 2}, Step{2, 3}, Step{2, 5}, Step{3, 5}, Step{3, 8}, Step{5, 10},
    Step{8, 14}, Step{16, 16}, Step{24, 22}};
constexpr int fewestOfWorker = 6; // an empty cluster should look like one that waits for pods

} // namespace

ClusterGrid::Cards ClusterGrid::cardsFor(int pods)
{
    const auto step = std::ranges::find_if(steps, [&](const Step& one) { return one.columns * one.rows >= pods; });
    if (step != steps.end())
        return {step->columns, step->rows};
    return {steps.back().columns, (pods + steps.back().columns - 1) / steps.back().columns};
}

ClusterGrid::ClusterGrid(const Size& size)
    : m_size(size),
      m_worker(cardsFor(std::max(fewestOfWorker, size.podsOnWorker))),
      m_master(cardsFor(size.podsOnMaster))
{
    // Wider shows more of one row and less of the column: where both fill the screen, most is seen.
    double best = 0;
    const int fewest = std::clamp(size.masters + 1, 1, std::max(1, size.workers));
    for (int across = fewest; across <= std::max(1, size.workers); ++across) {
        const QRect all = boundsWith(across);
        const double scale = std::min(screen / all.width(), 1.0 / all.height());
        if (scale > best * 1.0001) {
            best = scale;
            m_across = across;
        }
    }
}

QSize ClusterGrid::tile(const Cards& cards, int top) const
{
    return {2 * inset + cards.columns * card.width() + (cards.columns - 1) * gap,
        top + cards.rows * card.height() + (cards.rows - 1) * gap + inset};
}

QRect ClusterGrid::slotIn(const QRect& tile, int columns, int top, int slot) const
{
    return {tile.left() + inset + slot % columns * (card.width() + gap),
        tile.top() + top + slot / columns * (card.height() + gap), card.width(), card.height()};
}

QRect ClusterGrid::master(int index) const
{
    const QSize size = tile(m_master, head);
    return {QPoint(index * (size.width() + between), 0), size};
}

QRect ClusterGrid::waiting() const
{
    const int left = m_size.masters == 0 ? 0 : master(m_size.masters - 1).right() + 1 + between;
    const int width = m_across * (tile(m_worker, head).width() + between) - between;
    const int least = tile({2, 1}, smallHead).width();
    return {left, 0, std::max(least, width - left), tile(m_master, head).height()};
}

int ClusterGrid::waitingColumns() const
{
    return std::max(1, (waiting().width() - 2 * inset + gap) / (card.width() + gap));
}

int ClusterGrid::slotsOfWaiting() const
{
    const int rows = (waiting().height() - smallHead - inset + gap) / (card.height() + gap);
    return waitingColumns() * std::max(1, rows);
}

QRect ClusterGrid::worker(int index) const
{
    const QSize size = tile(m_worker, head);
    const int top = tile(m_master, head).height() + between;
    return {
        QPoint(index % m_across * (size.width() + between), top + index / m_across * (size.height() + between)), size};
}

QRect ClusterGrid::slotOfWorker(int index, int slot) const
{
    return slotIn(worker(index), m_worker.columns, head, slot);
}

QRect ClusterGrid::slotOfMaster(int index, int slot) const
{
    return slotIn(master(index), m_master.columns, head, slot);
}

QRect ClusterGrid::slotOfWaiting(int slot) const
{
    return slotIn(waiting(), waitingColumns(), smallHead, slot);
}

QRect ClusterGrid::boundsWith(int across) const
{
    ClusterGrid other = *this;
    other.m_across = across;
    return other.bounds();
}

QRect ClusterGrid::bounds() const
{
    QRect all = waiting();
    if (m_size.masters > 0)
        all |= master(0);
    if (m_size.workers > 0)
        all |= worker(0) | worker(std::min(m_across, m_size.workers) - 1) | worker(m_size.workers - 1);
    return all;
}

} // namespace kubarium::gui
