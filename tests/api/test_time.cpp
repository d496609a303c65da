#include "api/time.h"

#include <QtTest/QtTest>

using namespace std::chrono_literals;
using kubarium::api::Microseconds;
using kubarium::api::Time;

class TestTime : public QObject {
    Q_OBJECT

private slots:
    void read_data();
    void read();
    void refused_data();
    void refused();
    void micro_data();
    void micro();
    void microRefused_data();
    void microRefused();
    void everyDayOfFourCenturies();
    void arithmetic();
    void notSet();
};

void TestTime::read_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<qint64>("micros"); // since 1970
    QTest::addColumn<QString>("printed");

    const qint64 second = 1'000'000;
    QTest::newRow("the epoch of Unix") << "1970-01-01T00:00:00Z" << qint64{0} << "1970-01-01T00:00:00Z";
    QTest::newRow("the epoch of the lab") << "2026-01-01T00:00:00Z" << 1767225600 * second << "2026-01-01T00:00:00Z";
    QTest::newRow("before the epoch") << "1969-12-31T23:59:59Z" << -second << "1969-12-31T23:59:59Z";
    QTest::newRow("the first moment there is") << "0001-01-01T00:00:00Z" << -62135596800 * second << "0001-01-01T00:00:00Z";
    QTest::newRow("the last second of year 9999") << "9999-12-31T23:59:59Z" << 253402300799 * second << "9999-12-31T23:59:59Z";

    QTest::newRow("a leap day") << "2024-02-29T12:00:00Z" << 1709208000 * second << "2024-02-29T12:00:00Z";
    QTest::newRow("2000 was a leap year") << "2000-02-29T00:00:00Z" << 951782400 * second << "2000-02-29T00:00:00Z";

    QTest::newRow("an offset to the east is taken off") << "2026-01-01T09:00:00+09:00" << 1767225600 * second << "2026-01-01T00:00:00Z";
    QTest::newRow("an offset to the west is added") << "2025-12-31T16:30:00-07:30" << 1767225600 * second << "2026-01-01T00:00:00Z";
    QTest::newRow("an offset of zero") << "2026-01-01T00:00:00+00:00" << 1767225600 * second << "2026-01-01T00:00:00Z";
    QTest::newRow("an unknown offset, written -00:00") << "2026-01-01T00:00:00-00:00" << 1767225600 * second << "2026-01-01T00:00:00Z";
    QTest::newRow("Go lets an offset of 24 hours pass") << "2026-01-02T00:00:00+24:00" << 1767225600 * second << "2026-01-01T00:00:00Z";
    QTest::newRow("and one of 60 minutes") << "2026-01-01T01:00:00+00:60" << 1767225600 * second << "2026-01-01T00:00:00Z";
    QTest::newRow("an offset may lead into the year before") << "0001-01-01T00:00:00+01:00" << (-62135596800 - 3600) * second << "0000-12-31T23:00:00Z";

    QTest::newRow("a fraction is read and not printed") << "2026-01-01T00:00:00.5Z" << 1767225600 * second + 500000 << "2026-01-01T00:00:00Z";
    QTest::newRow("microseconds") << "2026-01-01T00:00:00.123456Z" << 1767225600 * second + 123456 << "2026-01-01T00:00:00Z";
    QTest::newRow("what is finer is cut") << "2026-01-01T00:00:00.123456999999Z" << 1767225600 * second + 123456 << "2026-01-01T00:00:00Z";
    QTest::newRow("a fraction before the epoch") << "1969-12-31T23:59:59.75Z" << qint64{-250000} << "1969-12-31T23:59:59Z";
    QTest::newRow("Go lets a comma pass") << "2026-01-01T00:00:00,5Z" << 1767225600 * second + 500000 << "2026-01-01T00:00:00Z";
    QTest::newRow("and an hour of one digit") << "2026-01-01T3:00:00Z" << (1767225600 + 3 * 3600) * second << "2026-01-01T03:00:00Z";
}

void TestTime::read()
{
    QFETCH(QString, written);
    QFETCH(qint64, micros);
    QFETCH(QString, printed);
    const std::optional<Time> time = Time::parse(written.toStdString());
    QVERIFY(time);
    QCOMPARE(qint64{time->sinceEpoch().count()}, micros);
    QCOMPARE(QString::fromStdString(time->text()), printed);
    QVERIFY(Time::sinceEpoch(Microseconds(micros)) == *time);
    QVERIFY(Time::parseError(written.toStdString()).empty());
}

void TestTime::refused_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("sentence");

    const auto cannot = [](const char* text, const char* met, const char* piece) {
        return QStringLiteral("parsing time \"%1\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"%2\" as \"%3\"")
            .arg(QLatin1String(text), QLatin1String(met), QLatin1String(piece));
    };
    QTest::newRow("a word") << "yesterday" << cannot("yesterday", "yesterday", "2006");
    QTest::newRow("nothing") << "" << cannot("", "", "2006");
    QTest::newRow("a date without a time") << "2026-01-01" << cannot("2026-01-01", "", "T");
    QTest::newRow("a space instead of the T") << "2026-01-01 00:00:00Z" << cannot("2026-01-01 00:00:00Z", " 00:00:00Z", "T");
    QTest::newRow("a small t") << "2026-01-01t00:00:00Z" << cannot("2026-01-01t00:00:00Z", "t00:00:00Z", "T");
    QTest::newRow("a small z") << "2026-01-01T00:00:00z" << cannot("2026-01-01T00:00:00z", "z", "Z07:00");
    QTest::newRow("no zone") << "2026-01-01T00:00:00" << cannot("2026-01-01T00:00:00", "", "Z07:00");
    QTest::newRow("an offset without a colon")
        << "2026-01-01T00:00:00+0900" << cannot("2026-01-01T00:00:00+0900", "+0900", "Z07:00");
    QTest::newRow("a month of one digit") << "2026-1-01T00:00:00Z" << cannot("2026-1-01T00:00:00Z", "1-01T00:00:00Z", "01");
    QTest::newRow("a minute of one digit")
        << "2026-01-01T00:0:00Z" << cannot("2026-01-01T00:0:00Z", "0:00Z", "04");
    QTest::newRow("a year of three digits") << "999-01-01T00:00:00Z" << cannot("999-01-01T00:00:00Z", "999-01-01T00:00:00Z", "2006");
    QTest::newRow("a point without digits")
        << "2026-01-01T00:00:00.Z" << cannot("2026-01-01T00:00:00.Z", ".Z", "Z07:00");

    QTest::newRow("a thirteenth month")
        << "2026-13-01T00:00:00Z" << "parsing time \"2026-13-01T00:00:00Z\": month out of range";
    QTest::newRow("a month zero") << "2026-00-01T00:00:00Z" << "parsing time \"2026-00-01T00:00:00Z\": month out of range";
    QTest::newRow("the 30th of February")
        << "2024-02-30T00:00:00Z" << "parsing time \"2024-02-30T00:00:00Z\": day out of range";
    QTest::newRow("a leap day in 2100") << "2100-02-29T00:00:00Z" << "parsing time \"2100-02-29T00:00:00Z\": day out of range";
    QTest::newRow("a day zero") << "2026-01-00T00:00:00Z" << "parsing time \"2026-01-00T00:00:00Z\": day out of range";
    QTest::newRow("hour 24") << "2026-01-01T24:00:00Z" << "parsing time \"2026-01-01T24:00:00Z\": hour out of range";
    QTest::newRow("minute 60") << "2026-01-01T00:60:00Z" << "parsing time \"2026-01-01T00:60:00Z\": minute out of range";
    QTest::newRow("a leap second") << "2016-12-31T23:59:60Z" << "parsing time \"2016-12-31T23:59:60Z\": second out of range";
    QTest::newRow("an offset beyond a day") << "2026-01-01T00:00:00+25:00"
                                            << "parsing time \"2026-01-01T00:00:00+25:00\": time zone offset hour out of range";
    QTest::newRow("text behind it") << "2026-01-01T00:00:00Z!"
                                    << "parsing time \"2026-01-01T00:00:00Z!\": extra text: \"!\"";
    QTest::newRow("letters beyond ASCII are shown as bytes")
        << "어제" << "parsing time \"\\xec\\x96\\xb4\\xec\\xa0\\x9c\" as \"2006-01-02T15:04:05Z07:00\": cannot parse "
                    "\"\\xec\\x96\\xb4\\xec\\xa0\\x9c\" as \"2006\"";
}

void TestTime::refused()
{
    QFETCH(QString, written);
    QFETCH(QString, sentence);
    QVERIFY(!Time::parse(written.toStdString()));
    QCOMPARE(QString::fromStdString(Time::parseError(written.toStdString())), sentence);
}

void TestTime::micro_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("printed");

    QTest::newRow("the renewal of a lease") << "2026-01-01T00:00:10.123456Z" << "2026-01-01T00:00:10.123456Z";
    QTest::newRow("six digits, be they zeros") << "2026-01-01T00:00:10.000000Z" << "2026-01-01T00:00:10.000000Z";
    QTest::newRow("moved to UTC") << "2026-01-01T09:00:10.000001+09:00" << "2026-01-01T00:00:10.000001Z";
    QTest::newRow("before the epoch") << "1969-12-31T23:59:59.999999Z" << "1969-12-31T23:59:59.999999Z";
}

void TestTime::micro()
{
    QFETCH(QString, written);
    QFETCH(QString, printed);
    const std::optional<Time> time = Time::parseMicro(written.toStdString());
    QVERIFY(time);
    QCOMPARE(QString::fromStdString(time->microText()), printed);
}

void TestTime::microRefused_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("met");
    QTest::addColumn<QString>("piece");

    QTest::newRow("a MicroTime has a fraction") << "2026-01-01T00:00:00Z" << "Z" << ".000000";
    QTest::newRow("of six digits, not of three") << "2026-01-01T00:00:00.123Z" << ".123Z" << ".000000";
    QTest::newRow("nor of nine") << "2026-01-01T00:00:00.123456789Z" << "789Z" << "Z07:00";
}

void TestTime::microRefused()
{
    QFETCH(QString, written);
    QFETCH(QString, met);
    QFETCH(QString, piece);
    QVERIFY(!Time::parseMicro(written.toStdString()));
    QCOMPARE(QString::fromStdString(Time::microParseError(written.toStdString())),
        "parsing time \"" + written + "\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"" + met + "\" as \"" + piece + "\"");
}

void TestTime::everyDayOfFourCenturies()
{
    QDate day(1800, 1, 1);
    Time time = Time::parse("1800-01-01T00:00:00Z").value();
    for (; day.year() < 2200; day = day.addDays(1), time = time + 24h) {
        const QString expected = day.toString(Qt::ISODate) + "T00:00:00Z";
        if (QString::fromStdString(time.text()) != expected || Time::parse(expected.toStdString()) != time)
            QCOMPARE(QString::fromStdString(time.text()), expected);
    }
}

void TestTime::arithmetic()
{
    const Time start = Time::parse("2026-02-28T23:59:59Z").value();
    QCOMPARE(QString::fromStdString((start + 1s).text()), "2026-03-01T00:00:00Z");
    QCOMPARE(QString::fromStdString((start - 365 * 24h).text()), "2025-02-28T23:59:59Z");
    QVERIFY(start + 90s - start == 90s);
    QVERIFY(start < start + Microseconds(1));
}

void TestTime::notSet()
{
    QVERIFY(!Time());
    QVERIFY(Time().isZero());
    QCOMPARE(QString::fromStdString(Time().text()), "0001-01-01T00:00:00Z");
    QVERIFY(Time::parse("0001-01-01T00:00:00Z")->isZero());
    QVERIFY(Time::sinceEpoch(Microseconds(0)));
}

QTEST_GUILESS_MAIN(TestTime)
#include "test_time.moc"
