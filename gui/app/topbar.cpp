#include "app/topbar.h"

#include "theme/fonts.h"
#include "theme/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace kubarium::gui {

namespace {

constexpr int barHeight = 44;
constexpr int markSize = 24;
constexpr int margin = 16;

} // namespace

TopBar::TopBar(const QList<QAction*>& views, const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent),
      m_theme(palette())
{
    setFixedHeight(barHeight);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(margin, 0, margin - 6, 1);
    layout->setSpacing(4);
    layout->addStretch();
    for (QAction* view : views) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(view);
        button->setAutoRaise(true);
        button->setIconSize(QSize(16, 16));
        button->setMinimumSize(84, 30);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        layout->addWidget(button);
    }
    layout->addStretch();
    for (QAction* action : actions) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setIconSize(QSize(20, 20));
        button->setMinimumSize(32, 32);
        button->setFocusPolicy(Qt::TabFocus);
        button->setPopupMode(QToolButton::InstantPopup); // of those with a menu
        button->setToolButtonStyle(action->icon().isNull() ? Qt::ToolButtonTextOnly : Qt::ToolButtonIconOnly);
        layout->addWidget(button);
    }
}

void TopBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.border);
    paintApplicationMark(painter, QRectF(margin, (barHeight - markSize) / 2.0, markSize, markSize));
    painter.setFont(textFont(16, QFont::Bold));
    painter.setPen(m_theme.accent);
    painter.drawText(QRect(margin + markSize + 8, 0, width(), barHeight - 1), Qt::AlignVCenter | Qt::AlignLeft,
        QStringLiteral("Kubarium"));
}

void TopBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_theme = Theme(palette());
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace kubarium::gui
