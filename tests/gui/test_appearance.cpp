#include "theme/appearance.h"
#include "theme/fonts.h"
#include "theme/icons.h"

#include <QApplication>
#include <QFontInfo>
#include <QFontMetrics>
#include <QTest>

using namespace kubarium::gui;

class TestAppearance : public QObject {
    Q_OBJECT
private slots:
    void textIsSetInTheBundledFont_data();
    void textIsSetInTheBundledFont();
    void theSchemeButtonLeadsThereAndBack();
    void theLanguageButtonNamesEachLanguageInItsOwnWords();
    void theApplicationIconIsSharpAtEverySize();
};

void TestAppearance::textIsSetInTheBundledFont_data()
{
    QTest::addColumn<QFont>("font");
    QTest::addColumn<QString>("family");
    QTest::addColumn<QString>("text");
    const QString sentence = QStringLiteral("Pods of v1.34 · 25 % → 3/4 — “ready”… 쿠버네티스 뷁");
    QTest::newRow("text has Latin, Korean and our punctuation") << textFont() << "NanumSquare" << sentence;
    QTest::newRow("so has bold text") << textFont(13, QFont::Bold) << "NanumSquare" << sentence;
    QTest::newRow("code has Latin and Korean") << codeFont() << "NanumGothicCoding" << "kubectl get po -A | grep '파드'";
}

void TestAppearance::textIsSetInTheBundledFont()
{
    QFETCH(QFont, font);
    QFETCH(QString, family);
    QFETCH(QString, text);
    const Appearance appearance(Scheme::Light, Language::English);
    QCOMPARE(QFontInfo(font).family(), family);
    QCOMPARE(QFontInfo(font).bold(), font.bold());
    const QFontMetrics metrics(font);
    for (const QChar letter : text)
        QVERIFY2(metrics.inFont(letter), qPrintable(QStringLiteral("%1 lacks %2").arg(family, letter)));
}

void TestAppearance::theSchemeButtonLeadsThereAndBack()
{
    Appearance appearance(Scheme::Light, Language::English);
    QCOMPARE(appearance.switchScheme()->text(), QStringLiteral("Dark theme"));
    appearance.switchScheme()->trigger();
    QCOMPARE(appearance.scheme(), Scheme::Dark);
    QCOMPARE(schemeOf(QApplication::palette()), Scheme::Dark);
    QCOMPARE(appearance.switchScheme()->text(), QStringLiteral("Light theme"));
    appearance.switchScheme()->trigger();
    QCOMPARE(schemeOf(QApplication::palette()), Scheme::Light);
}

void TestAppearance::theLanguageButtonNamesEachLanguageInItsOwnWords()
{
    Appearance appearance(Scheme::Light, Language::English);
    QCOMPARE(appearance.switchLanguage()->text(), QStringLiteral("한국어"));
    appearance.switchLanguage()->trigger();
    QCOMPARE(appearance.language(), Language::Korean);
    QCOMPARE(appearance.switchLanguage()->text(), QStringLiteral("English"));
    QCOMPARE(appearance.switchScheme()->text(), QStringLiteral("어두운 테마"));
}

void TestAppearance::theApplicationIconIsSharpAtEverySize()
{
    for (const int size : {16, 24, 32, 48, 64, 128, 256})
        QVERIFY(applicationIcon().availableSizes().contains(QSize(size, size)));
}

QTEST_MAIN(TestAppearance)
#include "test_appearance.moc"
