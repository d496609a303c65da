#include "api/duration.h"

#include <QtTest/QtTest>

using namespace std::chrono_literals;
using kubarium::api::age;
using kubarium::api::durationError;
using kubarium::api::durationText;
using kubarium::api::humanDuration;
using kubarium::api::Nanoseconds;
using kubarium::api::parseDuration;
using kubarium::api::shortHumanDuration;
using kubarium::api::Time;

class TestDuration : public QObject {
    Q_OBJECT

private slots:
    void read_data();
    void read();
    void refused_data();
    void refused();
    void human_data();
    void human();
    void ages();
};

void TestDuration::read_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<qint64>("nanoseconds");
    QTest::addColumn<QString>("printed");

    const qint64 second = 1'000'000'000;
    QTest::newRow("zero needs no unit") << "0" << qint64{0} << "0s";
    QTest::newRow("with a sign neither") << "-0" << qint64{0} << "0s";
    QTest::newRow("seconds") << "30s" << 30 * second << "30s";
    QTest::newRow("a minute prints its seconds, too") << "1m" << 60 * second << "1m0s";
    QTest::newRow("an hour prints both") << "1h" << 3600 * second << "1h0m0s";
    QTest::newRow("several units") << "1h2m3.5s" << 3723 * second + second / 2 << "1h2m3.5s";
    QTest::newRow("units in any order") << "3s1h" << 3603 * second << "1h0m3s";
    QTest::newRow("the same unit twice") << "20s20s" << 40 * second << "40s";
    QTest::newRow("a fraction of an hour") << "1.5h" << 5400 * second << "1h30m0s";
    QTest::newRow("a fraction without a whole") << ".5s" << second / 2 << "500ms";
    QTest::newRow("a point at the end of the number") << "5.s" << 5 * second << "5s";
    QTest::newRow("milliseconds") << "1500ms" << 1500 * (second / 1000) << "1.5s";
    QTest::newRow("microseconds") << "1500us" << qint64{1'500'000} << "1.5ms";
    QTest::newRow("microseconds with the micro sign") << "10\u00b5s" << qint64{10'000} << "10\u00b5s";
    QTest::newRow("microseconds with the Greek letter") << "10\u03bcs" << qint64{10'000} << "10\u00b5s";
    QTest::newRow("nanoseconds") << "999ns" << qint64{999} << "999ns";
    QTest::newRow("less than nothing") << "-1.5h" << -5400 * second << "-1h30m0s";
    QTest::newRow("a plus") << "+5s" << 5 * second << "5s";
    QTest::newRow("days have to be written in hours") << "48h" << 172800 * second << "48h0m0s";
    QTest::newRow("the longest") << "9223372036854775807ns" << std::numeric_limits<qint64>::max() << "2562047h47m16.854775807s";
    QTest::newRow("the longest below zero") << "-9223372036854775808ns" << std::numeric_limits<qint64>::min() << "-2562047h47m16.854775808s";
    QTest::newRow("a third of an hour is not exact") << "0.3333333333333333333h" << 1200 * second << "20m0s";
    QTest::newRow("digits beyond 64 bits are passed over") << "9007199254.7409930123456789012345678901234567890ms" << qint64{9007199254740993} << "2501h59m59.254740993s";
}

void TestDuration::read()
{
    QFETCH(QString, written);
    QFETCH(qint64, nanoseconds);
    QFETCH(QString, printed);
    const std::optional<Nanoseconds> span = parseDuration(written.toStdString());
    QVERIFY(span);
    QCOMPARE(qint64{span->count()}, nanoseconds);
    QCOMPARE(QString::fromStdString(durationText(*span)), printed);
    QCOMPARE(parseDuration(printed.toStdString()), span);
    QVERIFY(durationError(written.toStdString()).empty());
}

void TestDuration::refused_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("nothing") << "" << "time: invalid duration \"\"";
    QTest::newRow("a number without a unit") << "5" << "time: missing unit in duration \"5\"";
    QTest::newRow("days are no unit of Go") << "1d" << "time: unknown unit \"d\" in duration \"1d\"";
    QTest::newRow("units are short") << "5 minutes" << "time: unknown unit \" minutes\" in duration \"5 minutes\"";
    QTest::newRow("a unit without a number") << "s" << "time: invalid duration \"s\"";
    QTest::newRow("a sign alone") << "-" << "time: invalid duration \"-\"";
    QTest::newRow("a point alone") << ".s" << "time: invalid duration \".s\"";
    QTest::newRow("two points") << "1..5s" << "time: missing unit in duration \"1..5s\"";
    QTest::newRow("the second number lacks its unit") << "1h30" << "time: missing unit in duration \"1h30\"";
    QTest::newRow("a sign inside") << "1h-30m" << "time: unknown unit \"h-\" in duration \"1h-30m\"";
    QTest::newRow("longer than 292 years") << "2562048h" << "time: invalid duration \"2562048h\"";
    QTest::newRow("the size of the smallest, without its sign")
        << "9223372036854775808ns" << "time: invalid duration \"9223372036854775808ns\"";
    QTest::newRow("a number beyond 64 bits") << "99999999999999999999s" << "time: invalid duration \"99999999999999999999s\"";
}

void TestDuration::refused()
{
    QFETCH(QString, written);
    QFETCH(QString, sentence);
    QVERIFY(!parseDuration(written.toStdString()));
    QCOMPARE(QString::fromStdString(durationError(written.toStdString())), sentence);
}

void TestDuration::human_data()
{
    QTest::addColumn<QString>("span");
    QTest::addColumn<QString>("age");
    QTest::addColumn<QString>("shortAge");

    QTest::newRow("just now") << "0s" << "0s" << "0s";
    QTest::newRow("less than a second ago") << "999ms" << "0s" << "0s";
    QTest::newRow("seconds") << "5s" << "5s" << "5s";
    QTest::newRow("119 seconds are still seconds") << "119s" << "119s" << "1m";
    QTest::newRow("from two minutes on there are minutes") << "2m" << "2m" << "2m";
    QTest::newRow("and seconds below ten of them") << "3m20s" << "3m20s" << "3m";
    QTest::newRow("the last with seconds") << "9m59s" << "9m59s" << "9m";
    QTest::newRow("from ten minutes on none") << "10m59s" << "10m" << "10m";
    QTest::newRow("minutes up to three hours") << "2h59m" << "179m" << "2h";
    QTest::newRow("from three hours on there are hours") << "3h" << "3h" << "3h";
    QTest::newRow("and minutes below eight of them") << "7h59m" << "7h59m" << "7h";
    QTest::newRow("hours up to two days") << "47h59m" << "47h" << "1d";
    QTest::newRow("from two days on there are days") << "48h" << "2d" << "2d";
    QTest::newRow("and hours below eight of them") << "53h" << "2d5h" << "2d";
    QTest::newRow("the last with hours") << "191h" << "7d23h" << "7d";
    QTest::newRow("from eight days on none") << "193h" << "8d" << "8d";
    QTest::newRow("days up to two years") << "17519h" << "729d" << "1y";
    QTest::newRow("from two years on there are years") << "17520h" << "2y" << "2y";
    QTest::newRow("and days below eight of them") << "26616h" << "3y14d" << "3y";
    QTest::newRow("years alone from eight on") << "70104h" << "8y" << "8y";
    QTest::newRow("clocks may differ by a second") << "-1s" << "0s" << "0s";
    QTest::newRow("and by a little more") << "-1.9s" << "0s" << "0s";
    QTest::newRow("but not by two") << "-2s" << "<invalid>" << "<invalid>";
}

void TestDuration::human()
{
    QFETCH(QString, span);
    QFETCH(QString, age);
    QFETCH(QString, shortAge);
    const Nanoseconds parsed = parseDuration(span.toStdString()).value();
    QCOMPARE(QString::fromStdString(humanDuration(parsed)), age);
    QCOMPARE(QString::fromStdString(shortHumanDuration(parsed)), shortAge);
}

void TestDuration::ages()
{
    const Time now = Time::parse("2026-01-01T00:03:20Z").value();
    QCOMPARE(QString::fromStdString(age(now - 200s, now)), "3m20s");
    QCOMPARE(QString::fromStdString(age(Time(), now)), "<unknown>");
}

QTEST_GUILESS_MAIN(TestDuration)
#include "test_duration.moc"
