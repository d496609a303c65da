#include "app/dock.h"

#include "theme/fonts.h"
#include "theme/icons.h"
#include "theme/panel.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace kubarium::gui {

namespace {

QToolButton* smallButton(QAction* action, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setIconSize(QSize(14, 14));
    button->setFixedSize(22, 22);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

Dock::Dock(const QString& name, QWidget* content, QWidget* parent)
    : QDockWidget(parent),
      m_float(new QAction(this)),
      m_close(new QAction(this))
{
    setObjectName(name);
    auto* bar = new Panel(Panel::Shape::Top, this);
    m_title = new QLabel(bar);
    m_title->setFont(textFont(13, QFont::Bold));
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(14, 4, 6, 2);
    layout->setSpacing(0);
    layout->addWidget(m_title, 1);
    layout->addWidget(smallButton(m_float, bar));
    layout->addWidget(smallButton(m_close, bar));
    setTitleBarWidget(bar);
    setWidget(content);

    connect(m_float, &QAction::triggered, this, [this] { setFloating(!isFloating()); });
    connect(m_close, &QAction::triggered, this, &Dock::close);
    connect(this, &QDockWidget::topLevelChanged, this, &Dock::retranslate);
    retranslate();
}

void Dock::setTitle(const QString& title)
{
    setWindowTitle(title);
    m_title->setText(title);
    retranslate();
}

void Dock::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QDockWidget::changeEvent(event);
}

void Dock::retranslate()
{
    const Theme theme(palette());
    m_float->setText(isFloating() ? tr("Dock “%1”").arg(windowTitle()) : tr("Undock “%1”").arg(windowTitle()));
    m_float->setIcon(icon(QStringLiteral("float"), theme.muted));
    m_close->setText(tr("Hide “%1”").arg(windowTitle()));
    m_close->setIcon(icon(QStringLiteral("close"), theme.muted));
}

} // namespace kubarium::gui
