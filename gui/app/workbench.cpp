#include "app/workbench.h"

#include "bridge/labbridge.h"
#include "inspector/inspector.h"
#include "views/changelist.h"
#include "views/cluster/clusterview.h"
#include "views/kindlist.h"
#include "views/objectview.h"

#include <QAction>
#include <QEvent>
#include <QStackedWidget>

namespace kubarium::gui {

Workbench::Workbench(LabBridge& lab, Selection& selection, ViewSwitch& views, QWidget* parent)
    : QMainWindow(parent),
      m_centre(new QStackedWidget(this)),
      m_cluster(new ClusterView(lab, selection, this)),
      m_objects(new ObjectView(lab, selection, this)),
      m_kindList(new KindList(lab, selection)),
      m_kinds(new Dock(QStringLiteral("kinds"), m_kindList, this)),
      m_inspector(new Dock(QStringLiteral("inspector"), new Inspector(lab, selection), this)),
      m_changes(new Dock(QStringLiteral("changes"), new ChangeList(lab, selection), this)),
      m_reset(new QAction(this))
{
    setWindowFlags(Qt::Widget); // a part of the window, not one of its own
    setContextMenuPolicy(Qt::NoContextMenu);
    setDockNestingEnabled(true);
    m_centre->addWidget(m_cluster);
    m_centre->addWidget(m_objects);
    setCentralWidget(m_centre);
    show(views.view());
    connect(&views, &ViewSwitch::viewChanged, this, &Workbench::show);
    connect(m_kindList, &KindList::listWanted, &views, [&views] { views.show(View::List); });
    // The list of kinds is long and goes all the way down; lines of changes are wide.
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_centre->setMinimumSize(320, 160);
    m_kinds->setMinimumWidth(180);
    m_inspector->setMinimumWidth(240);
    m_changes->setMinimumHeight(110);
    layOut();
    connect(m_reset, &QAction::triggered, this, &Workbench::layOut);
    retranslate();
}

void Workbench::show(View view)
{
    QWidget* const shown = view == View::Cluster ? static_cast<QWidget*>(m_cluster) : m_objects;
    m_centre->setCurrentWidget(shown);
    shown->setFocus();
}

QList<QAction*> Workbench::layoutActions()
{
    auto* line = new QAction(this);
    line->setSeparator(true);
    return {m_kinds->toggleViewAction(), m_inspector->toggleViewAction(), m_changes->toggleViewAction(), line, m_reset};
}

void Workbench::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

void Workbench::layOut()
{
    for (Dock* dock : {m_kinds, m_inspector, m_changes}) {
        dock->setFloating(false);
        dock->show();
    }
    addDockWidget(Qt::LeftDockWidgetArea, m_kinds);
    addDockWidget(Qt::RightDockWidgetArea, m_inspector);
    addDockWidget(Qt::BottomDockWidgetArea, m_changes);
    shareRoom();
}

// In a small window the sides give way, since the centre is what one works in.
void Workbench::shareRoom()
{
    const int kinds = std::clamp(width() / 6, 194, 216);
    const int inspector = std::clamp(240 + (width() - 1008) * 30 / 100, 240, 420);
    resizeDocks({m_kinds, m_inspector}, {kinds, inspector}, Qt::Horizontal);
    resizeDocks({m_changes}, {std::clamp(height() / 4, 150, 240)}, Qt::Vertical);
}

void Workbench::bringBack(const QByteArray& state)
{
    m_shared = restoreState(state) || m_shared;
}

void Workbench::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (!std::exchange(m_shared, true))
        shareRoom();
}

void Workbench::retranslate()
{
    m_kinds->setTitle(tr("Kinds"));
    m_inspector->setTitle(tr("Inspector"));
    m_changes->setTitle(tr("Changes"));
    m_reset->setText(tr("Reset layout"));
}

} // namespace kubarium::gui
