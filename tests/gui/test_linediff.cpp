// Which lines of an object the last change wrote, and where the keys of its YAML are.
#include "inspector/linediff.h"
#include "inspector/yamlhighlighter.h"

#include <QTest>

using namespace kubarium::gui;

class TestLineDiff : public QObject {
    Q_OBJECT
private slots:
    void newLinesAreFound_data();
    void newLinesAreFound();
    void aHugeChangeIsNotComparedLineByLine();
    void keysAreFound_data();
    void keysAreFound();
};

void TestLineDiff::newLinesAreFound_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("marked"); // the new lines of `after`
    QTest::newRow("nothing changed") << "a b c" << "a b c" << "";
    QTest::newRow("a value") << "a b c" << "a x c" << "x";
    QTest::newRow("lines in the middle") << "a d" << "a b c d" << "b c";
    QTest::newRow("lines at the end") << "a" << "a b" << "b";
    QTest::newRow("lines that went leave no mark") << "a b c" << "a c" << "";
    QTest::newRow("two places, what lies between is old") << "a b c d e" << "a x c y e" << "x y";
    QTest::newRow("a repeated line is new once") << "a b" << "a b b" << "b";
    QTest::newRow("everything") << "a b" << "x y" << "x y";
    QTest::newRow("from nothing") << "" << "x y" << "x y";
}

void TestLineDiff::newLinesAreFound()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, marked);
    const auto lines = [](const QString& text) { return text.split(QLatin1Char(' '), Qt::SkipEmptyParts); };
    const QStringList now = lines(after);
    const std::vector<bool> isNew = newLines(lines(before), now);
    QCOMPARE(qsizetype(isNew.size()), now.size());
    QStringList found;
    for (qsizetype i = 0; i < now.size(); ++i) {
        if (isNew[std::size_t(i)])
            found << now[i];
    }
    QCOMPARE(found.join(QLatin1Char(' ')), marked);
}

void TestLineDiff::aHugeChangeIsNotComparedLineByLine()
{
    QStringList before {"begin"};
    QStringList after {"begin"};
    for (int i = 0; i < 5000; ++i) {
        before << QString::number(i);
        after << QString::number(-i - 1);
    }
    before << "end";
    after << "end";
    const std::vector<bool> isNew = newLines(before, after);
    QCOMPARE(std::count(isNew.begin(), isNew.end(), true), 5000);
    QVERIFY(!isNew.front());
    QVERIFY(!isNew.back());
}

void TestLineDiff::keysAreFound_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("a key and a value") << "name: web" << "name" << "web";
    QTest::newRow("a key alone") << "metadata:" << "metadata" << "";
    QTest::newRow("one that is set in") << "    image: shop/web:v2" << "image" << "shop/web:v2";
    QTest::newRow("the first of an element") << "  - name: web" << "name" << "web";
    QTest::newRow("an element that is a value") << "  - kubernetes" << "" << "kubernetes";
    QTest::newRow("a label") << "  kubernetes.io/hostname: node-1" << "kubernetes.io/hostname" << "node-1";
    QTest::newRow("a field of managedFields") << "    f:spec:" << "f:spec" << "";
    QTest::newRow("a colon in a value") << "  - http://shop:80/" << "" << "http://shop:80/";
    QTest::newRow("a quoted value") << "  message: \"a: b\"" << "message" << "\"a: b\"";
    QTest::newRow("a quoted key") << "  \"on\": \"1\"" << "\"on\"" << "\"1\"";
    QTest::newRow("an empty line") << "" << "" << "";
}

void TestLineDiff::keysAreFound()
{
    QFETCH(QString, line);
    QFETCH(QString, key);
    QFETCH(QString, value);
    const YamlLine parts = partsOf(line);
    QCOMPARE(line.mid(parts.keyBegin, parts.keyEnd - parts.keyBegin), key);
    QCOMPARE(line.mid(parts.valueBegin), value);
}

QTEST_GUILESS_MAIN(TestLineDiff)
#include "test_linediff.moc"
