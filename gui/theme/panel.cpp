#include "theme/panel.h"

#include <QEvent>
#include <QPainter>

namespace kubarium::gui {

Panel::Panel(Shape shape, QWidget* parent) : QWidget(parent), m_shape(shape), m_theme(palette()) { }

void Panel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.border, 1));
    painter.setBrush(m_theme.panel);
    QRectF card = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    // The piece that is missing lies outside of the widget, and its rounded corners with it.
    if (m_shape == Shape::Top)
        card.setBottom(card.bottom() + radius + 2);
    if (m_shape == Shape::Bottom)
        card.setTop(card.top() - radius - 2);
    painter.drawRoundedRect(card, radius, radius);
}

void Panel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_theme = Theme(palette());
        update();
        emit themeChanged();
    }
    QWidget::changeEvent(event);
}

} // namespace kubarium::gui
