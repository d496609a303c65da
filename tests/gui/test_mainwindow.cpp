#include "app/mainwindow.h"

#include "app/dock.h"
#include "testlab.h"
#include "views/cluster/clusterview.h"
#include "views/kinds.h"
#include "views/objectview.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QSettings>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextEdit>
#include <QToolButton>

using namespace kubarium;
using namespace kubarium::gui;

class TestMainWindow : public QObject {
    Q_OBJECT
private slots:
    void itShowsTheRunningCluster();
    void switchingTheLanguageChangesEverySentence();
    void nothingIsCutOff_data();
    void nothingIsCutOff();
    void everythingIsReachedByKeyboard();
    void aKindIsChosenByKeyboardAndItsObjectsAreShown();
    void aClickOnTheCanvasChoosesForAllViews();
    void viewsAreSwitchedByKeyAndByKind();
    void theInspectorFollowsItsObjectToTheEnd();
    void aLineOfTheChangesLeadsToItsObject();
    void docksHideAndComeBack();
    void theLayoutIsKept();
    void aboutSaysTheLicence();
};

namespace {

QStringList sentences(const QWidget& window)
{
    QCoreApplication::processEvents(); // Qt tells widgets of a new language by a posted event
    QStringList found;
    for (const QLabel* label : window.findChildren<QLabel*>())
        found << label->text();
    for (const QToolButton* button : window.findChildren<QToolButton*>())
        found << button->text();
    for (const QWidget* widget : window.findChildren<QWidget*>())
        found << widget->accessibleName();
    for (const QAbstractItemView* view : window.findChildren<QAbstractItemView*>()) {
        const QAbstractItemModel* const model = view->model();
        for (int column = 0; model && column < model->columnCount(); ++column)
            found << model->headerData(column, Qt::Horizontal).toString();
    }
    return found;
}

// A window over a running lab, with nothing to wait for.
struct Shown {
    explicit Shown(Language language = Language::English, QSize size = {1440, 900}, const QString& view = {})
        : appearance(Scheme::Light, language), lab(newLab), window(appearance, lab, view)
    {
        window.resize(size);
        window.show();
        settle(lab);
    }

    Appearance appearance;
    LabBridge lab;
    MainWindow window;
};

template <class View>
View* viewNamed(const QWidget& window, const QString& name)
{
    for (View* view : window.findChildren<View*>()) {
        if (view->accessibleName() == name)
            return view;
    }
    return nullptr;
}

QStringList nodesOn(const ClusterView& view)
{
    QStringList names;
    for (const Group& group : view.cluster().scene().groups) {
        if (group.object)
            names << words(group.object->name);
    }
    return names;
}

} // namespace

void TestMainWindow::itShowsTheRunningCluster()
{
    const Shown shown;
    auto* canvas = shown.window.findChild<Canvas*>();
    QVERIFY(canvas->isVisible()); // the window begins with the cluster
    QCOMPARE(nodesOn(*shown.window.findChild<ClusterView*>()), (QStringList{"master-1", "node-1", "node-2", "node-3"}));
    const auto* table = viewNamed<QTableView>(shown.window, "Nodes");
    QVERIFY(table && !table->isVisible()); // behind it
    QCOMPARE(table->model()->rowCount(), 4);
    QCOMPARE(table->currentIndex().row(), 0); // the first is chosen, and inspected
    const auto* text = viewNamed<QTextEdit>(shown.window, "The object as YAML");
    QVERIFY(text->toPlainText().startsWith("apiVersion: v1\nkind: Node\nmetadata:\n"));
    QVERIFY(text->toPlainText().contains("  name: master-1\n"));
    const auto* changes = viewNamed<QTableView>(shown.window, "Changes");
    QCOMPARE(changes->model()->rowCount(), int(shown.lab.latest().snapshot.revision));
    QVERIFY(sentences(shown.window).contains("00:00:00.000"));
}

void TestMainWindow::switchingTheLanguageChangesEverySentence()
{
    Shown shown;
    QVERIFY(sentences(shown.window).contains("Nodes"));
    const QStringList english = sentences(shown.window);

    shown.appearance.setLanguage(Language::Korean);
    const QStringList korean = sentences(shown.window);
    for (const char* word : {"노드", "종류", "상세 정보", "변경 내역", "일시 정지", "오브젝트", "이름으로 찾기"})
        QVERIFY2(korean.contains(QString::fromUtf8(word)), word);
    const QStringList left {"Nodes", "Kinds", "Inspector", "Changes", "Paused", "Filter by name"};
    for (const QString& word : left)
        QVERIFY2(!korean.contains(word), qPrintable(word));

    shown.appearance.setLanguage(Language::English);
    QCOMPARE(sentences(shown.window), english);
}

void TestMainWindow::nothingIsCutOff_data()
{
    QTest::addColumn<Language>("language");
    QTest::addColumn<QSize>("size");
    for (const QSize size : {QSize(960, 600), QSize(1024, 700), QSize(1440, 900)}) {
        QTest::addRow("English, %d wide", size.width()) << Language::English << size;
        QTest::addRow("Korean, %d wide", size.width()) << Language::Korean << size;
    }
}

void TestMainWindow::nothingIsCutOff()
{
    QFETCH(Language, language);
    QFETCH(QSize, size);
    Shown shown(language, size);
    QVERIFY(QTest::qWaitForWindowExposed(&shown.window));
    QCOMPARE(shown.window.size(), size);
    // The longest that is shown: a namespaced kind brings its list of namespaces.
    for (const char* kind : {"nodes", "pvc", "hpa"}) {
        shown.window.selection().chooseKind(*kindCalled(kind));
        QCoreApplication::processEvents();
        for (const QLabel* label : shown.window.findChildren<QLabel*>()) {
            if (!label->isVisible())
                continue;
            const int needed = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
            QVERIFY2(label->height() >= needed, qPrintable(label->text()));
            QVERIFY2(label->wordWrap() || label->width() >= label->sizeHint().width(), qPrintable(label->text()));
            QVERIFY2(shown.window.rect().contains(QRect(label->mapTo(&shown.window, QPoint()), label->size())), qPrintable(label->text()));
        }
    }
    // The words of the nodes' table stand in whole columns.
    shown.window.selection().chooseKind(*kindCalled("nodes"));
    QCoreApplication::processEvents();
    const auto tables = shown.window.findChildren<QTableView*>();
    for (QTableView* table : tables) {
        const QAbstractItemView& view = *table;
        for (int column = 0; column < table->model()->columnCount(); ++column) {
            if (table->model()->rowCount() > 0 && table->model()->columnCount() == 5)
                QVERIFY(table->columnWidth(column) >= view.sizeHintForColumn(column));
        }
    }
}

void TestMainWindow::everythingIsReachedByKeyboard()
{
    const Shown shown;
    for (const QToolButton* button : shown.window.findChildren<QToolButton*>()) {
        if (qobject_cast<QLineEdit*>(button->parentWidget()))
            continue; // the cross in the filter; Delete does the same
        QVERIFY2(button->focusPolicy() & Qt::TabFocus, qPrintable(button->text()));
        QVERIFY(!button->text().isEmpty()); // what a screen reader says
    }
    for (const QWidget* widget : shown.window.findChildren<QWidget*>()) {
        const bool isControl = qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QSlider*>(widget)
            || qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QComboBox*>(widget) || qobject_cast<const QTextEdit*>(widget);
        const bool isPart = qobject_cast<const QHeaderView*>(widget) || qobject_cast<const QComboBox*>(widget->parentWidget())
            || QByteArray(widget->metaObject()->className()).contains("Private");
        if (!isControl || isPart || widget->window() != &shown.window)
            continue;
        QVERIFY2(widget->focusPolicy() & Qt::TabFocus, widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
}

void TestMainWindow::aKindIsChosenByKeyboardAndItsObjectsAreShown()
{
    Shown shown;
    auto* kinds = viewNamed<QListView>(shown.window, "Kinds");
    QVERIFY(kinds);
    kinds->setFocus();
    QTest::keyClick(kinds, Qt::Key_Down);
    QCOMPARE(shown.window.selection().kind().resource, std::string_view("namespaces"));
    const auto* table = viewNamed<QTableView>(shown.window, "Namespaces");
    QVERIFY(table);
    QVERIFY(table->isVisible()); // in front of the canvas
    QCOMPARE(table->model()->rowCount(), 4);
    QTest::keyClick(kinds, Qt::Key_Down); // events
    QTest::keyClick(kinds, Qt::Key_Down); // leases
    QTest::keyClick(kinds, Qt::Key_Down); // over the heading
    QCOMPARE(shown.window.selection().kind().resource, std::string_view("pods"));
    QVERIFY(sentences(shown.window).contains("None in this cluster"));
}

void TestMainWindow::aClickOnTheCanvasChoosesForAllViews()
{
    Shown shown;
    auto& view = *shown.window.findChild<ClusterView*>();
    Canvas& canvas = view.canvas();
    const std::optional<Spot> spot = spotOf(view.cluster().scene(), lab::keyOf(*kindCalled("nodes"), {}, "node-2"));
    QVERIFY(spot);
    const QRectF tile = canvas.camera().toView(QRectF(rectOf(view.cluster().scene(), *spot)));
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, tile.center().toPoint());
    QCOMPARE(words(shown.window.selection().object()->name), QString("node-2"));
    const auto* text = viewNamed<QTextEdit>(shown.window, "The object as YAML");
    QVERIFY(text->toPlainText().contains("  name: node-2\n"));
    QVERIFY(canvas.isVisible());
    QCOMPARE(viewNamed<QTableView>(shown.window, "Nodes")->currentIndex().row(), 2);

    // And the other way: a row of the list is marked on the canvas.
    viewNamed<QTableView>(shown.window, "Nodes")->selectRow(3);
    QCOMPARE(words(canvas.selected()->name), QString("node-3"));
}

void TestMainWindow::viewsAreSwitchedByKeyAndByKind()
{
    Shown shown;
    const Canvas& canvas = *shown.window.findChild<Canvas*>();
    shown.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&shown.window));
    QTest::keyClick(&shown.window, Qt::Key_2, Qt::ControlModifier);
    QVERIFY(!canvas.isVisible());
    QTest::keyClick(&shown.window, Qt::Key_1, Qt::ControlModifier);
    QVERIFY(canvas.isVisible() && canvas.hasFocus());
    // The kind that is chosen already leads to its list, too.
    auto* kinds = viewNamed<QListView>(shown.window, "Kinds");
    QTest::mouseClick(kinds->viewport(), Qt::LeftButton, {}, kinds->visualRect(kinds->currentIndex()).center());
    QVERIFY(!canvas.isVisible());
    QVERIFY(viewNamed<QTableView>(shown.window, "Nodes")->isVisible());
    QCOMPARE(shown.window.views().view(), View::List);
}

void TestMainWindow::theInspectorFollowsItsObjectToTheEnd()
{
    Shown shown(Language::English, {1440, 900}, "limitranges");
    const auto* text = viewNamed<QTextEdit>(shown.window, "The object as YAML");
    shown.lab.post([](lab::Lab& lab) { createRange(lab, "settings"); });
    settle(shown.lab);
    QVERIFY(text->toPlainText().contains("  name: settings\n"));
    QVERIFY(text->extraSelections().isEmpty());

    shown.lab.post([](lab::Lab& lab) { changeRange(lab, "settings", "blue"); });
    settle(shown.lab);
    QVERIFY(text->toPlainText().contains("    value: blue\n"));
    QStringList tinted;
    for (const QTextEdit::ExtraSelection& line : text->extraSelections())
        tinted << line.cursor.block().text().trimmed().section(QLatin1Char(':'), 0, 0);
    QCOMPARE(tinted, (QStringList {"labels", "value", "resourceVersion"}));

    shown.lab.post([](lab::Lab& lab) { deleteRange(lab, "settings"); });
    settle(shown.lab);
    QVERIFY(text->toPlainText().contains("    value: blue\n"));
    QVERIFY(sentences(shown.window).contains("Deleted; this is how it was last."));

    // Another one of the same name is another object.
    shown.lab.post([](lab::Lab& lab) { createRange(lab, "settings"); });
    settle(shown.lab);
    QVERIFY(!text->toPlainText().contains("    value: blue\n"));
    QVERIFY(text->extraSelections().isEmpty());
}

void TestMainWindow::aLineOfTheChangesLeadsToItsObject()
{
    Shown shown;
    auto* changes = viewNamed<QTableView>(shown.window, "Changes");
    shown.lab.post([](lab::Lab& lab) { createRange(lab, "settings"); });
    settle(shown.lab);
    const QModelIndex last = changes->model()->index(changes->model()->rowCount() - 1, 0);
    changes->setCurrentIndex(last);
    QTest::keyClick(changes, Qt::Key_Return);
    QCOMPARE(shown.window.selection().kind().resource, std::string_view("limitranges"));
    QCOMPARE(words(shown.window.selection().object()->name), QString("settings"));
    QCOMPARE(viewNamed<QTableView>(shown.window, "LimitRanges")->currentIndex().row(), 0);
}

void TestMainWindow::docksHideAndComeBack()
{
    Shown shown;
    const QList<Dock*> docks = shown.window.findChildren<Dock*>();
    QCOMPARE(docks.size(), 3);
    for (Dock* dock : docks) {
        QVERIFY(dock->isVisible());
        dock->toggleViewAction()->trigger();
        QVERIFY(!dock->isVisible());
        dock->toggleViewAction()->trigger();
        QVERIFY(dock->isVisible());
        dock->setFloating(true);
        QVERIFY(dock->isWindow());
        dock->setFloating(false);
    }
}

void TestMainWindow::theLayoutIsKept()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath("layout.ini"), QSettings::IniFormat);
    {
        Shown shown;
        shown.window.findChild<Dock*>("changes")->close();
        shown.window.resize(1200, 800);
        shown.window.keepLayout(settings);
    }
    Appearance appearance(Scheme::Light, Language::English);
    LabBridge lab(newLab);
    MainWindow window(appearance, lab);
    window.restoreLayout(settings);
    window.show();
    QCOMPARE(window.size(), QSize(1200, 800));
    QVERIFY(!window.findChild<Dock*>("changes")->isVisible());
    QVERIFY(window.findChild<Dock*>("kinds")->isVisible());
}

void TestMainWindow::aboutSaysTheLicence()
{
    const Shown shown;
    for (QToolButton* button : shown.window.findChildren<QToolButton*>()) {
        if (button->text() == QLatin1String("About Kubarium"))
            button->click();
    }
    const auto* box = shown.window.findChild<QMessageBox*>();
    QVERIFY(box);
    QVERIFY(box->informativeText().contains(QStringLiteral("Apache License 2.0")));
    QVERIFY(box->informativeText().contains(QStringLiteral("GNU General Public License 3")));
}

QTEST_MAIN(TestMainWindow)
#include "test_mainwindow.moc"
