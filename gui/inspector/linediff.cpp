#include "inspector/linediff.h"

#include <algorithm>

namespace kubarium::gui {

namespace {

constexpr std::size_t mostCompared = 400'000; // pairs of lines

} // namespace

std::vector<bool> newLines(const QStringList& before, const QStringList& after)
{
    const auto [begin, beginAfter] = std::ranges::mismatch(before, after);
    const auto head = std::size_t(begin - before.begin());
    std::size_t tail = 0;
    const std::size_t shorter = std::size_t(std::min(before.size(), after.size()));
    while (tail < shorter - head
        && before[before.size() - 1 - qsizetype(tail)] == after[after.size() - 1 - qsizetype(tail)])
        ++tail;

    const std::size_t rows = std::size_t(before.size()) - head - tail;
    const std::size_t columns = std::size_t(after.size()) - head - tail;
    std::vector<bool> isNew(std::size_t(after.size()), false);
    std::fill_n(isNew.begin() + std::ptrdiff_t(head), columns, true);
    if (rows == 0 || columns == 0 || rows * columns > mostCompared)
        return isNew;

    // common[i][j]: how many lines the rest of `before` from i and the rest of `after` from j have in common.
    std::vector<std::uint16_t> common((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint16_t& { return common[i * (columns + 1) + j]; };
    const auto same = [&](std::size_t i, std::size_t j) {
        return before[qsizetype(head + i)] == after[qsizetype(head + j)];
    };
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;)
            at(i, j) = same(i, j) ? std::uint16_t(at(i + 1, j + 1) + 1) : std::max(at(i + 1, j), at(i, j + 1));
    }
    for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
        if (same(i, j)) {
            isNew[head + j] = false;
            ++i;
            ++j;
        } else if (at(i + 1, j) >= at(i, j + 1))
            ++i;
        else
            ++j;
    }
    return isNew;
}

} // namespace kubarium::gui
