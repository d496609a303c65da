#include "compare.h"

#include <QTest>

using namespace kubarium::gui;

class TestCompare : public QObject {
    Q_OBJECT
private slots:
    void verdict_data();
    void verdict();
    void theSheetShowsAllThree();
};

namespace {

QImage grey(QSize size = QSize(40, 30))
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(QColor(100, 100, 100));
    return image;
}

// `count` pixels from the upper left, row by row, `by` brighter in one channel.
QImage greyBut(int count, int by)
{
    QImage image = grey();
    for (int i = 0; i < count; ++i)
        image.setPixel(i % image.width(), i / image.width(), qRgb(100, 100 + by, 100));
    return image;
}

} // namespace

void TestCompare::verdict_data()
{
    QTest::addColumn<QImage>("actual");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("the same picture is the same") << grey() << "";
    QTest::newRow("every pixel may differ a little") << greyBut(1200, 6) << "";
    QTest::newRow("a few may differ much") << greyBut(5, 155) << "";
    QTest::newRow("one more is too many, and its place is told")
        << greyBut(6, 155) << "6 pixels differ, by up to 155 of 255, between (0, 0) and (5, 0)";
    QTest::newRow("another size is told as such")
        << grey(QSize(40, 31)) << "it is 40 by 31 pixels, not 40 by 30";
}

void TestCompare::verdict()
{
    QFETCH(QImage, actual);
    QFETCH(QString, verdict);
    const Comparison comparison = compared(actual, grey(), {.shade = 6, .pixels = 5});
    QCOMPARE(comparison.verdict, verdict);
    QCOMPARE(comparison.same, verdict.isEmpty());
    QCOMPARE(comparison.sheet.isNull(), verdict.isEmpty());
}

void TestCompare::theSheetShowsAllThree()
{
    const QImage actual = greyBut(40, 155);
    const QImage sheet = compared(actual, grey(), {.shade = 6, .pixels = 5}).sheet;
    QCOMPARE(sheet.size(), QSize(3 * 40 + 4 * 12, 30 + 2 * 12));
    QCOMPARE(sheet.pixelColor(12, 12), QColor(100, 255, 100)); // actual
    QCOMPARE(sheet.pixelColor(12 + 52, 12), QColor(100, 100, 100)); // expected
    QCOMPARE(sheet.pixelColor(12 + 104, 12), QColor(220, 0, 40)); // different here …
    QVERIFY(sheet.pixelColor(12 + 104, 13).lightness() > 200); // … and not there
}

QTEST_GUILESS_MAIN(TestCompare)
#include "test_compare.moc"
