#include "theme/style.h"

#include "theme/fonts.h"
#include "theme/theme.h"

#include <QPainter>
#include <QSlider>
#include <QStyleFactory>
#include <QStyleOption>

namespace kubarium::gui {

namespace {

constexpr int scrollBarWidth = 10;

QColor handleColour(const Theme& theme, QStyle::State state)
{
    if (state & QStyle::State_Sunken)
        return blended(theme.panel, theme.muted, 0.75);
    return blended(theme.panel, theme.muted, state & QStyle::State_MouseOver ? 0.55 : 0.32);
}

void drawScrollBar(const QStyleOptionSlider& option, QRect handle, QPainter& painter)
{
    if (option.minimum == option.maximum)
        return; // nothing to scroll, nothing to see
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const bool onHandle = option.activeSubControls & QStyle::SC_ScrollBarSlider;
    painter.setBrush(handleColour(Theme(option.palette), onHandle ? option.state : QStyle::State_None));
    handle = handle.marginsRemoved({2, 2, 2, 2});
    const qreal radius = std::min(handle.width(), handle.height()) / 2.0;
    painter.drawRoundedRect(handle, radius, radius);
    painter.restore();
}

// A thin line, filled up to a round handle.
void drawSlider(const QStyleOptionSlider& option, const QRect& handle, QPainter& painter)
{
    const Theme theme(option.palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre = QRectF(handle).center();
    const qreal left = option.rect.left() + 2;
    const qreal right = option.rect.right() - 1;
    painter.setPen(QPen(theme.border, 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(left, centre.y()), QPointF(right, centre.y()));
    painter.setPen(QPen(theme.accent, 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(left, centre.y()), centre);
    if (option.state & QStyle::State_HasFocus) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(blended(theme.panel, theme.accent, 0.3));
        painter.drawEllipse(centre, 9, 9);
    }
    painter.setPen(QPen(theme.panel, 2));
    painter.setBrush(theme.accent);
    painter.drawEllipse(centre, 7, 7);
    painter.restore();
}

void drawHeader(const QStyleOptionHeader& option, QPainter& painter)
{
    const Theme theme(option.palette);
    painter.save();
    painter.fillRect(option.rect, theme.panel);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.border);
    painter.setFont(textFont(12));
    painter.setPen(theme.muted);
    const QRect where = option.rect.adjusted(Style::cellBegin, 0, -Style::cellEnd, -1);
    const Qt::Alignment alignment = option.textAlignment ? option.textAlignment : Qt::AlignLeft | Qt::AlignVCenter;
    painter.drawText(
        where, int(alignment), painter.fontMetrics().elidedText(option.text, Qt::ElideRight, where.width()));
    painter.restore();
}

// The surface of a field or a button that opens a list.
void drawField(const QStyleOption& option, QPainter& painter, const QColor& inside)
{
    const Theme theme(option.palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = option.state & QStyle::State_HasFocus;
    painter.setPen(QPen(focused ? theme.accent : blended(theme.border, theme.muted, 0.25), 1));
    painter.setBrush(inside);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.restore();
}

void drawComboBox(const QStyleOptionComboBox& option, QPainter& painter)
{
    const Theme theme(option.palette);
    const bool hovered = option.state & QStyle::State_MouseOver;
    drawField(option, painter, hovered ? theme.sunken : theme.panel);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.muted, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF tip(option.rect.right() - 12.5, option.rect.center().y() + 2.5);
    painter.drawPolyline(QPolygonF({tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)}));
    painter.restore();
}

// The bar at the left says "selected" to an eye that does not see the tint.
void drawItemPanel(const QStyleOptionViewItem& option, QPainter& painter)
{
    const Theme theme(option.palette);
    if (option.state & QStyle::State_Selected) {
        // Of several lists the one that the keyboard is in is the coloured one.
        const bool focused = !option.widget || option.widget->hasFocus();
        painter.fillRect(option.rect, focused ? theme.accentSoft : blended(theme.panel, theme.accentSoft, 0.7));
        if (option.index.column() <= 0) // of a row the first cell, of a list every one
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                focused ? theme.accent : blended(theme.panel, theme.muted, 0.5));
    } else if (option.state & QStyle::State_MouseOver)
        painter.fillRect(option.rect, theme.sunken);
}

// A flat button: nothing at rest, a tint under the pointer, and a stronger one when it is on or pressed.
void drawToolButton(const QStyleOption& option, QPainter& painter)
{
    const Theme theme(option.palette);
    const bool on = option.state & (QStyle::State_On | QStyle::State_Sunken);
    const bool hovered = option.state & QStyle::State_MouseOver;
    if (!on && !hovered)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(on ? QPen(blended(theme.panel, theme.accent, 0.35), 1) : QPen(Qt::NoPen));
    painter.setBrush(on ? theme.accentSoft : theme.sunken);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.restore();
}

} // namespace

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) { }

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_DockWidgetSeparatorExtent:
        return gap;
    case PM_ScrollBarExtent:
        return scrollBarWidth;
    case PM_DockWidgetFrameWidth:
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const
{
    if (hint == SH_ScrollView_FrameOnlyAroundContents || hint == SH_ItemView_ShowDecorationSelected)
        return hint == SH_ItemView_ShowDecorationSelected ? 1 : 0;
    return QProxyStyle::styleHint(hint, option, widget, data);
}

QSize Style::sizeFromContents(
    ContentsType type, const QStyleOption* option, const QSize& contents, const QWidget* widget) const
{
    const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
    if (type != CT_HeaderSection || !header)
        return size;
    return {QFontMetrics(textFont(12)).horizontalAdvance(header->text) + cellBegin + cellEnd + 1, size.height()};
}

QRect Style::subControlRect(
    ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const
{
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, part, widget);

    // Without arrows the handle has the whole length.
    constexpr int shortest = 28;
    const bool upright = bar->orientation == Qt::Vertical;
    const int length = upright ? bar->rect.height() : bar->rect.width();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const int size = range > 0
        ? std::clamp(int(qint64(bar->pageStep) * length / (range + bar->pageStep)), std::min(shortest, length), length)
        : length;
    const int start =
        sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - size, bar->upsideDown);
    const auto stretch = [&](int from, int extent) {
        return upright ? QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), extent)
                       : QRect(bar->rect.left() + from, bar->rect.top(), extent, bar->rect.height());
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return bar->rect;
    case SC_ScrollBarSlider:
        return stretch(start, size);
    case SC_ScrollBarSubPage:
        return stretch(0, start);
    case SC_ScrollBarAddPage:
        return stretch(start + size, length - start - size);
    default:
        return {};
    }
}

void Style::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (control == CC_Slider && bar && bar->orientation == Qt::Horizontal && bar->tickPosition == QSlider::NoTicks)
        drawSlider(*bar, subControlRect(control, option, SC_SliderHandle, widget), *painter);
    else if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
             control == CC_ComboBox && combo)
        drawComboBox(*combo, *painter);
    else if (control == CC_ScrollBar && bar)
        drawScrollBar(*bar, subControlRect(control, option, SC_ScrollBarSlider, widget), *painter);
    else
        QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void Style::drawControl(
    ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
    if (element == CE_Header && header)
        drawHeader(*header, *painter);
    else if (element == CE_HeaderEmptyArea) {
        const Theme theme(option->palette);
        painter->fillRect(option->rect, theme.panel);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), theme.border);
    } else
        QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    if (element == PE_PanelItemViewItem && item)
        drawItemPanel(*item, *painter);
    else if (element == PE_PanelLineEdit && frame && frame->lineWidth > 0)
        drawField(*frame, *painter, Theme(frame->palette).sunken);
    else if (element == PE_PanelButtonTool)
        drawToolButton(*option, *painter);
    else if (element == PE_PanelItemViewRow || element == PE_PanelScrollAreaCorner
        || element == PE_IndicatorDockWidgetResizeHandle || element == PE_FrameStatusBarItem)
        return; // rows are painted cell by cell, gaps stay gaps
    else
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace kubarium::gui
