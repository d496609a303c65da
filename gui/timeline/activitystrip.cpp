#include "timeline/activitystrip.h"

#include "bridge/coalesce.h"
#include "bridge/labbridge.h"
#include "theme/fonts.h"
#include "timeline/timetext.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace kubarium::gui {

namespace {

constexpr qreal margin = 6;
constexpr qreal shortest = 4;
constexpr qreal tallest = 14;

// Ten times as much is one step taller, so that a rollout does not flatten everything else.
qreal heightOf(std::uint32_t count)
{
    return count == 0 ? 0 : std::min(tallest, shortest + 3.2 * std::log10(qreal(count)));
}

} // namespace

ActivityStrip::ActivityStrip(LabBridge& lab, QWidget* parent) : QWidget(parent), m_lab(lab), m_theme(palette())
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&lab, &LabBridge::changed, this, [this](const lab::BatchPtr& batch) { update(*batch); });
    update(lab.latest());
}

void ActivityStrip::update(const lab::Batch& batch)
{
    if (batch.rewound)
        m_activity = Activity(m_lab.beginning());
    for (const store::Change& change : inOrder(batch))
        m_activity.add(change);
    m_activity.reach(batch.now);
    m_now = batch.now;
    QWidget::update();
}

QRectF ActivityStrip::line() const
{
    return QRectF(rect()).adjusted(margin, 0, -margin, 0);
}

void ActivityStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF where = line();
    const qreal middle = std::floor(where.center().y()) + 0.5;
    const qreal perSlot = where.width() / qreal(Activity::slotCount);
    const qreal now = where.left()
        + where.width() * (qreal((m_now - m_activity.beginning()).count()) / qreal(m_activity.span().count()));

    painter.setPen(QPen(m_theme.border, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(where.left(), middle), QPointF(where.right(), middle));
    painter.setPen(QPen(blended(m_theme.panel, m_theme.accent, 0.45), 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(where.left(), middle), QPointF(std::clamp(now, where.left(), where.right()), middle));

    for (std::size_t i = 0; i < Activity::slotCount; ++i) {
        const Activity::Slot& slot = m_activity.slot(i);
        if (slot.all() == 0)
            continue;
        const qreal x = std::floor(where.left() + (qreal(i) + 0.5) * perSlot) + 0.5;
        const auto tick = [&](qreal from, qreal to, const QColor& colour) {
            painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(QPointF(x, middle + from), QPointF(x, middle + to));
        };
        if (const qreal height = heightOf(slot.changed) / 2)
            tick(-height, height, m_theme.accent);
        if (const qreal height = heightOf(slot.created))
            tick(-height, -1.5, m_theme.good);
        if (const qreal height = heightOf(slot.deleted))
            tick(1.5, height, m_theme.bad);
    }
    painter.setPen(QPen(m_theme.panel, 2));
    painter.setBrush(m_theme.accent);
    painter.drawEllipse(QPointF(std::clamp(now, where.left(), where.right()), middle), 6, 6);
}

void ActivityStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_theme = Theme(palette());
        QWidget::update();
    }
    QWidget::changeEvent(event);
}

bool ActivityStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const qreal share = (help->pos().x() - line().left()) / line().width();
    const auto index = std::size_t(std::clamp(share, 0.0, 0.9999) * qreal(Activity::slotCount));
    const Activity::Slot& slot = m_activity.slot(index);
    const QString when = sinceText(m_activity.slotLength() * std::int64_t(index));
    QToolTip::showText(help->globalPos(),
        tr("%1: %2 created, %3 changed, %4 deleted").arg(when).arg(slot.created).arg(slot.changed).arg(slot.deleted),
        this);
    return true;
}

} // namespace kubarium::gui
