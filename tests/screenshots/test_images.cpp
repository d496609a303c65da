// Draws the window as a user would, with `kubarium --screenshot`, and compares it with the golden images in
// tests/screenshots/qt<version>/. Qt's own widgets look a little different in each of its versions, hence one set
// for each. KUBARIUM_UPDATE_SCREENSHOTS=1 writes those that differ anew; look at each before it is committed.
#include "images.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace kubarium::gui;

class TestImages : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void looksAsExpected_data();
    void looksAsExpected();

private:
    QString m_program = qEnvironmentVariable("KUBARIUM");
    QDir m_results{qEnvironmentVariable("KUBARIUM_SCREENSHOT_DIR")};
    QDir m_golden{QStringLiteral(KUBARIUM_SOURCE_DIR "/tests/screenshots/qt%1")
                      .arg(QString::fromLatin1(qVersion()).section(QLatin1Char('.'), 0, 1))};
    bool m_update = qEnvironmentVariableIntValue("KUBARIUM_UPDATE_SCREENSHOTS") != 0;
};

void TestImages::initTestCase()
{
    QVERIFY2(!m_program.isEmpty() && m_results.path() != QLatin1String("."), "Run this with ctest, which says where the program is.");
    QVERIFY(m_results.mkpath(QStringLiteral(".")));
    if (m_update)
        QVERIFY(m_golden.mkpath(QStringLiteral(".")));
    else if (!m_golden.exists()) {
        QSKIP(qPrintable(QStringLiteral("There are no golden images for Qt %1. To draw them: ./dev test --update-screenshots")
                             .arg(QString::fromLatin1(qVersion()))));
    }
}

void TestImages::looksAsExpected_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("shade");
    QTest::addColumn<int>("pixels");
    for (const GoldenImage& image : goldenImages) {
        for (const char* language : {"en", "ko"}) {
            for (const char* theme : {"light", "dark"}) {
                const QString name = QStringLiteral("%1-%2-%3").arg(image.name, language, theme);
                QTest::newRow(qPrintable(name))
                    << name << image.arguments + QStringList{"--lang", language, "--theme", theme}
                    << image.tolerance.shade << image.tolerance.pixels;
            }
        }
    }
}

void TestImages::looksAsExpected()
{
    QFETCH(QString, name);
    QFETCH(QStringList, arguments);
    QFETCH(int, shade);
    QFETCH(int, pixels);
    const QString file = m_results.filePath(name + QStringLiteral(".png"));
    const QString sheet = m_results.filePath(name + QStringLiteral(".difference.png"));
    const QString golden = m_golden.filePath(name + QStringLiteral(".png"));
    QFile::remove(file);
    QFile::remove(sheet);

    QProcess program;
    program.start(m_program, arguments + QStringList{"--screenshot", file});
    QVERIFY2(program.waitForFinished(), qPrintable(program.errorString()));
    QVERIFY2(program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0, program.readAllStandardError().constData());
    const QImage actual(file);
    QVERIFY(!actual.isNull());

    const QImage expected(golden);
    const Comparison comparison = compared(actual, expected, {shade, pixels});
    if (m_update && !comparison.same) {
        QFile::remove(golden);
        QVERIFY(QFile::copy(file, golden));
        qInfo().noquote() << "Written:" << golden;
        return;
    }
    QVERIFY2(!expected.isNull(), qPrintable(golden + " is missing. To draw it: ./dev test --update-screenshots"));
    if (!comparison.same) {
        comparison.sheet.save(sheet);
        QFAIL(qPrintable(comparison.verdict + ". Actual, expected and difference: " + sheet));
    }
}

QTEST_GUILESS_MAIN(TestImages)
#include "test_images.moc"
