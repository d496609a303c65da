#include "app/mainwindow.h"

#include <QLabel>
#include <QMessageBox>
#include <QTest>
#include <QToolButton>

using namespace kubarium::gui;

class TestMainWindow : public QObject {
    Q_OBJECT
private slots:
    void switchingTheLanguageChangesEverySentence();
    void nothingIsCutOffInTheSmallestWindow_data();
    void nothingIsCutOffInTheSmallestWindow();
    void everyButtonIsReachedByKeyboard();
    void aboutSaysTheLicence();
};

namespace {

QStringList sentences(const QWidget& window)
{
    QCoreApplication::processEvents(); // Qt tells widgets of a new language by a posted event
    QStringList found;
    for (const QLabel* label : window.findChildren<QLabel*>())
        found << label->text();
    return found;
}

} // namespace

void TestMainWindow::switchingTheLanguageChangesEverySentence()
{
    Appearance appearance(Scheme::Light, Language::English);
    MainWindow window(appearance);
    QVERIFY(sentences(window).contains(QStringLiteral("A Kubernetes cluster in a glass box")));
    const QStringList english = sentences(window);

    appearance.setLanguage(Language::Korean);
    QVERIFY(sentences(window).contains(QStringLiteral("유리 상자 속의 쿠버네티스 클러스터")));

    appearance.setLanguage(Language::English);
    QCOMPARE(sentences(window), english);
}

void TestMainWindow::nothingIsCutOffInTheSmallestWindow_data()
{
    QTest::addColumn<Language>("language");
    QTest::newRow("English") << Language::English;
    QTest::newRow("Korean") << Language::Korean;
}

void TestMainWindow::nothingIsCutOffInTheSmallestWindow()
{
    QFETCH(Language, language);
    Appearance appearance(Scheme::Light, language);
    MainWindow window(appearance);
    window.resize(window.minimumSize());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QCOMPARE(window.size(), window.minimumSize());
    for (const QLabel* label : window.findChildren<QLabel*>())
        QVERIFY2(label->width() >= label->sizeHint().width() && label->height() >= label->sizeHint().height(), qPrintable(label->text()));
}

void TestMainWindow::everyButtonIsReachedByKeyboard()
{
    Appearance appearance(Scheme::Light, Language::English);
    MainWindow window(appearance);
    const QList<QToolButton*> buttons = window.findChildren<QToolButton*>();
    QCOMPARE(buttons.size(), 3);
    for (const QToolButton* button : buttons) {
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
        QVERIFY(!button->text().isEmpty()); // what a screen reader says
    }
}

void TestMainWindow::aboutSaysTheLicence()
{
    Appearance appearance(Scheme::Light, Language::English);
    MainWindow window(appearance);
    window.show();
    for (QToolButton* button : window.findChildren<QToolButton*>()) {
        if (button->text() == QLatin1String("About Kubarium"))
            button->click();
    }
    const auto* box = window.findChild<QMessageBox*>();
    QVERIFY(box);
    QVERIFY(box->informativeText().contains(QStringLiteral("Apache License 2.0")));
    QVERIFY(box->informativeText().contains(QStringLiteral("GNU General Public License 3")));
}

QTEST_MAIN(TestMainWindow)
#include "test_mainwindow.moc"
