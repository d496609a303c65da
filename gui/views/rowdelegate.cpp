#include "views/rowdelegate.h"

#include "theme/style.h"
#include "theme/theme.h"
#include "views/columns.h"

#include <QApplication>
#include <QPainter>

namespace kubarium::gui {

namespace {

constexpr int dotRoom = 16;
constexpr qreal dotRadius = 4;

void paintTone(QPainter& painter, const QPointF& centre, Tone tone, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = tone == Tone::Good ? theme.good : tone == Tone::Bad ? theme.bad : theme.warning;
    if (tone == Tone::Waiting) {
        painter.setPen(QPen(colour, 1.8));
        painter.drawEllipse(centre, dotRadius - 0.9, dotRadius - 0.9);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(centre, dotRadius, dotRadius);
    }
    if (tone == Tone::Bad) {
        painter.setPen(QPen(theme.panel, 1.6));
        painter.drawLine(centre - QPointF(2.4, 0), centre + QPointF(2.4, 0));
    }
    painter.restore();
}

} // namespace

RowDelegate::RowDelegate(int toneRole, QObject* parent) : QStyledItemDelegate(parent), m_toneRole(toneRole) { }

void RowDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    // A tinted row keeps its text as it is.
    option->palette.setColor(QPalette::HighlightedText, option->palette.color(QPalette::Text));
    option->textElideMode = Qt::ElideRight;
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem shown = option;
    initStyleOption(&shown, index);
    const QStyle* const style = shown.widget ? shown.widget->style() : QApplication::style();
    const QString text = std::exchange(shown.text, QString());
    shown.state &= ~QStyle::State_HasFocus; // the row is what is chosen, not the cell
    style->drawControl(QStyle::CE_ItemViewItem, &shown, painter, shown.widget);

    const Theme theme(shown.palette);
    QRect where = shown.rect.adjusted(Style::cellBegin, 0, -Style::cellEnd, 0);
    const auto tone = Tone(index.data(m_toneRole).toInt());
    if (tone != Tone::None) {
        paintTone(*painter, QPointF(where.left() + dotRadius + 0.5, where.center().y() + 0.5), tone, theme);
        where.setLeft(where.left() + dotRoom);
    }
    const QVariant foreground = index.data(Qt::ForegroundRole);
    painter->save();
    painter->setFont(shown.font);
    painter->setPen(foreground.isValid() ? foreground.value<QBrush>().color() : shown.palette.color(QPalette::Text));
    painter->drawText(
        where, int(shown.displayAlignment), shown.fontMetrics.elidedText(text, Qt::ElideRight, where.width()));
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem shown = option;
    initStyleOption(&shown, index);
    const int dot = index.data(m_toneRole).toInt() == int(Tone::None) ? 0 : dotRoom;
    return {shown.fontMetrics.horizontalAdvance(shown.text) + Style::cellBegin + Style::cellEnd + dot + 2, rowHeight};
}

} // namespace kubarium::gui
