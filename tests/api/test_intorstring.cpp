#include "api/intorstring.h"

#include <QtTest/QtTest>

using kubarium::api::IntOrString;

Q_DECLARE_METATYPE(IntOrString)

class TestIntOrString : public QObject {
    Q_OBJECT

private slots:
    void scaled_data();
    void scaled();
    void percent_data();
    void percent();
    void held();
};

void TestIntOrString::scaled_data()
{
    QTest::addColumn<IntOrString>("value");
    QTest::addColumn<int>("total");
    QTest::addColumn<int>("up");   // as maxSurge and minAvailable are rounded
    QTest::addColumn<int>("down"); // as maxUnavailable is

    QTest::newRow("a number is itself, whatever the total") << IntOrString(3) << 10 << 3 << 3;
    QTest::newRow("25% of 10: one more pod, two fewer") << IntOrString("25%") << 10 << 3 << 2;
    QTest::newRow("25% of 4 is one, without rounding") << IntOrString("25%") << 4 << 1 << 1;
    QTest::newRow("25% of 1: one more pod, none fewer") << IntOrString("25%") << 1 << 1 << 0;
    QTest::newRow("0% is none") << IntOrString("0%") << 100 << 0 << 0;
    QTest::newRow("100% is all") << IntOrString("100%") << 7 << 7 << 7;
    QTest::newRow("more than all") << IntOrString("150%") << 3 << 5 << 4;
    QTest::newRow("33% of 3 is almost one") << IntOrString("33%") << 3 << 1 << 0;
    QTest::newRow("of nothing there is nothing") << IntOrString("50%") << 0 << 0 << 0;
    QTest::newRow("below zero up is towards zero") << IntOrString("-25%") << 10 << -2 << -3;
    QTest::newRow("a plus is read") << IntOrString("+50%") << 2 << 1 << 1;
    QTest::newRow("a result beyond 32 bits is the largest number")
        << IntOrString("2000000000%") << 2000000000 << std::numeric_limits<int>::max() << std::numeric_limits<int>::max();
}

void TestIntOrString::scaled()
{
    QFETCH(IntOrString, value);
    QFETCH(int, total);
    QFETCH(int, up);
    QFETCH(int, down);
    QCOMPARE(value.scaled(total, true), std::optional<std::int32_t>(up));
    QCOMPARE(value.scaled(total, false), std::optional<std::int32_t>(down));
}

void TestIntOrString::percent_data()
{
    QTest::addColumn<IntOrString>("value");
    QTest::addColumn<bool>("is");
    QTest::addColumn<int>("percent");

    QTest::newRow("25%") << IntOrString("25%") << true << 25;
    QTest::newRow("a number is no percentage") << IntOrString(25) << false << 0;
    QTest::newRow("nor is a number in quotes") << IntOrString("25") << false << 0;
    QTest::newRow("nor the name of a port") << IntOrString("http") << false << 0;
    QTest::newRow("the sign alone is none") << IntOrString("%") << false << 0;
    QTest::newRow("parts of a percent do not exist") << IntOrString("2.5%") << false << 0;
    QTest::newRow("a space does not belong there") << IntOrString("25 %") << false << 0;
    QTest::newRow("two signs do not") << IntOrString("25%%") << false << 0;
    QTest::newRow("nor do two of the other kind") << IntOrString("+-25%") << false << 0;
    QTest::newRow("an empty string") << IntOrString("") << false << 0;
    QTest::newRow("a number beyond 32 bits") << IntOrString("9999999999%") << true << std::numeric_limits<int>::max();
    QTest::newRow("a number beyond 64 bits") << IntOrString("99999999999999999999%") << false << 0;
}

void TestIntOrString::percent()
{
    QFETCH(IntOrString, value);
    QFETCH(bool, is);
    QFETCH(int, percent);
    QCOMPARE(value.percent().has_value(), is);
    QCOMPARE(value.percent().value_or(0), percent);
    QCOMPARE(value.scaled(100, true).has_value(), is || !value.isString());
}

void TestIntOrString::held()
{
    QVERIFY(!IntOrString().isString());
    QCOMPARE(IntOrString().number(), 0);
    QCOMPARE(QString::fromStdString(IntOrString(8080).str()), "8080");
    QCOMPARE(QString::fromStdString(IntOrString("http").str()), "http");
    QVERIFY(IntOrString("").isString());
    QVERIFY(IntOrString("80") != IntOrString(80));
    QVERIFY(IntOrString("80") == IntOrString("80"));
}

QTEST_GUILESS_MAIN(TestIntOrString)
#include "test_intorstring.moc"
