// PEM blocks, found as Go finds them: what is damaged is passed over without a word.
#include "api/pem.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestPem : public QObject {
    Q_OBJECT

private slots:
    void blocks_data();
    void blocks();
    void whatIsLeftBeginsBehindTheBlock();
};

void TestPem::blocks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("found"); // type:bytes, and a star where there are headers
    const auto row = [](const char* name, const char* text, const QStringList& found) { QTest::newRow(name) << QByteArray(text) << found; };
    row("one", "-----BEGIN A-----\naGVsbG8=\n-----END A-----\n", {"A:hello"});
    row("two, with words around", "first\n-----BEGIN A-----\naGVs\nbG8=\n-----END A-----\nthen\n-----BEGIN B C-----\neQ==\n-----END B C-----", {"A:hello", "B C:y"});
    row("lines may end as Windows ends them", "-----BEGIN A-----\r\naGVsbG8=\r\n-----END A-----\r\n", {"A:hello"});
    row("blanks inside do not matter", "-----BEGIN A-----\n aGVs bG8=\n-----END A-----", {"A:hello"});
    row("headers stand in front", "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\naGVsbG8=\n-----END A-----", {"A:hello*"});
    row("an empty block", "-----BEGIN A-----\n-----END A-----", {"A:"});
    row("no block", "hello", {});
    row("a block begins a line", "x-----BEGIN A-----\naGVsbG8=\n-----END A-----", {});
    row("a block that never ends", "-----BEGIN A-----\naGVsbG8=\n", {});
    row("a block that ends as another", "-----BEGIN A-----\naGVsbG8=\n-----END B-----\n-----BEGIN C-----\neQ==\n-----END C-----", {"C:y"});
    row("what is no base64 is passed over", "-----BEGIN A-----\n!\n-----END A-----\n-----BEGIN C-----\neQ==\n-----END C-----", {"C:y"});
}

void TestPem::blocks()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, found);
    const std::string all = text.toStdString();
    std::string_view rest = all;
    QStringList blocks;
    while (const std::optional<PemBlock> block = nextPemBlock(rest))
        blocks << QString::fromStdString(block->type + ":" + block->bytes + (block->hasHeaders ? "*" : ""));
    QCOMPARE(blocks, found);
}

void TestPem::whatIsLeftBeginsBehindTheBlock()
{
    std::string_view text = "-----BEGIN A-----\neQ==\n-----END A-----\nrest";
    QVERIFY(nextPemBlock(text));
    QCOMPARE(QByteArray(text.data(), static_cast<int>(text.size())), QByteArray("rest"));
    QVERIFY(!nextPemBlock(text));
    QCOMPARE(text.size(), std::size_t(4));
}

QTEST_GUILESS_MAIN(TestPem)
#include "test_pem.moc"
