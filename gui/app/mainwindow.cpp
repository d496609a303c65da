#include "app/mainwindow.h"

#include "app/topbar.h"
#include "app/workbench.h"
#include "bridge/words.h"
#include "kubarium/version.h"
#include "theme/icons.h"
#include "theme/style.h"
#include "timeline/timebar.h"
#include "views/kinds.h"
#include "views/objectview.h"

#include <QEvent>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QVBoxLayout>

namespace kubarium::gui {

namespace {

const api::Kind& firstKind(const QString& view)
{
    const api::Kind* const named = kindCalled(view);
    return named ? *named : *api::findKind("", "v1", "Node");
}

} // namespace

MainWindow::MainWindow(Appearance& appearance, LabBridge& lab, const QString& view, QWidget* parent)
    : QWidget(parent),
      m_selection(firstKind(view)),
      m_views(kindCalled(view) ? View::List : View::Cluster),
      m_controls(lab),
      m_workbench(new Workbench(lab, m_selection, m_views, this)),
      m_panels(new QAction(this)),
      m_about(new QAction(this))
{
    setWindowTitle(QStringLiteral("Kubarium"));
    setMinimumSize(960, 600);

    auto* panels = new QMenu(this);
    panels->addActions(m_workbench->layoutActions());
    m_panels->setMenu(panels);
    m_about->setShortcut(QKeySequence::HelpContents);
    connect(m_about, &QAction::triggered, this, &MainWindow::showAbout);
    auto* quit = new QAction(this);
    quit->setShortcut(QKeySequence::Quit);
    connect(quit, &QAction::triggered, this, &MainWindow::close);
    addActions({m_about, quit});
    addActions(m_controls.actions());
    addActions(m_views.actions());
    recolour(); // gives the actions their icons, which the bar looks at

    constexpr int gap = Style::gap;
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new TopBar(
        m_views.actions(), {m_panels, appearance.switchLanguage(), appearance.switchScheme(), m_about}, this));
    auto* below = new QVBoxLayout;
    below->setContentsMargins(gap, gap, gap, gap);
    below->setSpacing(gap);
    below->addWidget(m_workbench, 1);
    below->addWidget(new TimeBar(lab, m_controls, this));
    layout->addLayout(below);

    m_workbench->show(m_views.view());
    connect(&m_selection, &Selection::kindChanged, this, [this] { m_views.show(View::List); });
    connect(&lab, &LabBridge::changed, m_workbench->objects(), &ObjectView::chooseFirst);
    retranslate();
}

void MainWindow::keepLayout(QSettings& settings) const
{
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/docks"), m_workbench->saveState());
}

void MainWindow::restoreLayout(const QSettings& settings)
{
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_workbench->bringBack(settings.value(QStringLiteral("window/docks")).toByteArray());
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange)
        recolour();
    QWidget::changeEvent(event);
}

void MainWindow::retranslate()
{
    m_views.retranslate();
    m_panels->setText(tr("Panels"));
    m_about->setText(tr("About Kubarium"));
}

void MainWindow::recolour()
{
    const Theme theme(palette());
    m_panels->setIcon(icon(QStringLiteral("panels"), theme.muted));
    m_views.recolour(theme.muted);
    m_about->setIcon(icon(QStringLiteral("about"), theme.muted));
}

void MainWindow::showAbout()
{
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Kubarium"));
    box->setIconPixmap(applicationIcon().pixmap(64));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Kubarium %1: a Kubernetes cluster in a glass box").arg(words(version)));
    box->setInformativeText(
        tr("The Kubernetes API it knows is that of %1.\n\n"
           "The sources of Kubarium are under the Apache License 2.0. The program as a whole is under the GNU General "
           "Public License 3, because it is linked with Qt Charts and QScintilla. The Nanum fonts are under the SIL "
           "Open Font License 1.1.")
            .arg(words(kubernetesVersion)));
    box->open();
}

} // namespace kubarium::gui
