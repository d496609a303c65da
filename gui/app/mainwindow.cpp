#include "app/mainwindow.h"

#include "app/emptybox.h"
#include "app/topbar.h"
#include "kubarium/version.h"
#include "theme/icons.h"

#include <QEvent>
#include <QLabel>
#include <QMessageBox>
#include <QStatusBar>
#include <QVBoxLayout>

namespace kubarium::gui {

namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace

MainWindow::MainWindow(Appearance& appearance, QWidget* parent)
    : QMainWindow(parent),
      m_about(new QAction(this)),
      m_state(new QLabel(this)),
      m_version(new QLabel(this))
{
    setWindowTitle(QStringLiteral("Kubarium"));
    setMinimumSize(640, 480);

    m_about->setShortcut(QKeySequence::HelpContents);
    connect(m_about, &QAction::triggered, this, &MainWindow::showAbout);
    auto* quit = new QAction(this);
    quit->setShortcut(QKeySequence::Quit);
    connect(quit, &QAction::triggered, this, &MainWindow::close);
    addActions({m_about, quit});
    recolour(); // gives m_about its icon, which the bar looks at

    auto* middle = new QWidget(this);
    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new TopBar({appearance.switchLanguage(), appearance.switchScheme(), m_about}, this));
    layout->addWidget(new EmptyBox(this), 1);
    setCentralWidget(middle);

    m_state->setContentsMargins(10, 0, 0, 0);
    m_version->setContentsMargins(0, 0, 14, 0);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setFixedHeight(32);
    statusBar()->addWidget(m_state);
    statusBar()->addPermanentWidget(m_version);
    retranslate();
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange)
        recolour();
    QMainWindow::changeEvent(event);
}

void MainWindow::retranslate()
{
    m_about->setText(tr("About Kubarium"));
    m_state->setText(tr("No cluster"));
    m_version->setText(tr("Kubarium %1 · Kubernetes %2 API").arg(text(version), text(kubernetesVersion)));
}

void MainWindow::recolour()
{
    const Theme theme(palette());
    m_about->setIcon(icon(QStringLiteral("about"), theme.muted));
    for (QLabel* label : {m_state, m_version}) {
        QPalette quiet = palette();
        quiet.setColor(QPalette::WindowText, theme.muted);
        label->setPalette(quiet);
    }
}

void MainWindow::showAbout()
{
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Kubarium"));
    box->setIconPixmap(applicationIcon().pixmap(64));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Kubarium %1: a Kubernetes cluster in a glass box").arg(text(version)));
    box->setInformativeText(
        tr("The Kubernetes API it knows is that of %1.\n\n"
           "The sources of Kubarium are under the Apache License 2.0. The program as a whole is under the GNU General "
           "Public License 3, because it is linked with Qt Charts and QScintilla. The Nanum fonts are under the SIL "
           "Open Font License 1.1.")
            .arg(text(kubernetesVersion)));
    box->open();
}

} // namespace kubarium::gui
