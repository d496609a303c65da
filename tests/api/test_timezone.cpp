#include "api/timezone.h"

#include "api/civil.h"

#include <QtTest/QtTest>

#include <thread>

using kubarium::api::civilFromDays;
using kubarium::api::civilFromSeconds;
using kubarium::api::CivilTime;
using kubarium::api::daysFromCivil;
using kubarium::api::daysInMonth;
using kubarium::api::isTimeZoneName;
using kubarium::api::Parsed;
using kubarium::api::Seconds;
using kubarium::api::secondsFromCivil;
using kubarium::api::Time;
using kubarium::api::TimeZone;
using kubarium::api::TimeZoneDatabase;
using kubarium::api::weekdayFromDays;

namespace {

TimeZoneDatabase& facts()
{
    static TimeZoneDatabase database({KUBARIUM_SOURCE_DIR "/tests/facts/zoneinfo"});
    return database;
}

const TimeZone& zone(const QString& name)
{
    return **facts().load(name.toStdString());
}

Time at(const QString& text)
{
    return Time::parse(text.toStdString()).value();
}

// What a wall clock shows, as seconds: "2026-03-29T02:30:00"
Seconds onTheWall(const QString& text)
{
    return std::chrono::floor<Seconds>(at(text + "Z").sinceEpoch());
}

} // namespace

class TestTimeZone : public QObject {
    Q_OBJECT

private slots:
    void wallClock_data();
    void wallClock();
    void moment_data();
    void moment();
    void spans_data();
    void spans();
    void refused_data();
    void refused();
    void damaged_data();
    void damaged();
    void spelling_data();
    void spelling();
    void slimAndFatFilesAgree();
    void isReadOnce();
    void isSharedByThreads();
    void withoutDatabase();
    void ofThisMachine();
    void civilDates();
};

void TestTimeZone::wallClock_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("moment");
    QTest::addColumn<QString>("wall");
    QTest::addColumn<QString>("abbreviation");

    QTest::newRow("UTC shows the moment itself") << "UTC" << "2026-07-01T12:00:00Z" << "2026-07-01T12:00:00Z" << "UTC";
    QTest::newRow("an empty name is UTC") << "" << "2026-07-01T12:00:00Z" << "2026-07-01T12:00:00Z" << "UTC";
    QTest::newRow("Berlin in winter") << "Europe/Berlin" << "2026-01-01T00:00:00Z" << "2026-01-01T01:00:00+01:00" << "CET";
    QTest::newRow("Berlin in summer") << "Europe/Berlin" << "2026-07-01T12:00:00Z" << "2026-07-01T14:00:00+02:00" << "CEST";
    QTest::newRow("the last second before summer time")
        << "Europe/Berlin" << "2026-03-29T00:59:59Z" << "2026-03-29T01:59:59+01:00" << "CET";
    QTest::newRow("the first second of summer time")
        << "Europe/Berlin" << "2026-03-29T01:00:00Z" << "2026-03-29T03:00:00+02:00" << "CEST";
    QTest::newRow("the last second of summer time")
        << "Europe/Berlin" << "2026-10-25T00:59:59Z" << "2026-10-25T02:59:59+02:00" << "CEST";
    QTest::newRow("and the hour is shown again") << "Europe/Berlin" << "2026-10-25T01:00:00Z" << "2026-10-25T02:00:00+01:00" << "CET";
    QTest::newRow("the rule goes on beyond the list") << "Europe/Berlin" << "2095-07-01T12:00:00Z" << "2095-07-01T14:00:00+02:00" << "CEST";
    QTest::newRow("and for the end of a leap year") << "Europe/Berlin" << "2096-12-31T23:30:00Z" << "2097-01-01T00:30:00+01:00" << "CET";
    QTest::newRow("New York is west") << "America/New_York" << "2026-01-01T00:00:00Z" << "2025-12-31T19:00:00-05:00" << "EST";
    QTest::newRow("Seoul has no summer time") << "Asia/Seoul" << "2026-07-01T12:00:00Z" << "2026-07-01T21:00:00+09:00" << "KST";
    QTest::newRow("but had one for the Olympic games") << "Asia/Seoul" << "1988-07-01T12:00:00Z" << "1988-07-01T22:00:00+10:00" << "KDT";
    QTest::newRow("Nepal is three quarters of an hour off")
        << "Asia/Kathmandu" << "2026-01-01T00:00:00Z" << "2026-01-01T05:45:00+05:45" << "+0545";
    QTest::newRow("Lord Howe moves its clocks by half an hour")
        << "Australia/Lord_Howe" << "2026-01-01T00:00:00Z" << "2026-01-01T11:00:00+11:00" << "+11";
    QTest::newRow("a year of the south begins in summer and is winter in its middle")
        << "Australia/Lord_Howe" << "2050-07-01T00:00:00Z" << "2050-07-01T10:30:00+10:30" << "+1030";
    QTest::newRow("Ireland calls its summer standard time")
        << "Europe/Dublin" << "2026-07-01T12:00:00Z" << "2026-07-01T13:00:00+01:00" << "IST";
    QTest::newRow("Morocco goes back for Ramadan") << "Africa/Casablanca" << "2026-03-01T12:00:00Z" << "2026-03-01T12:00:00Z" << "+00";
    QTest::newRow("Greenland changes its clocks in the evening before")
        << "America/Nuuk" << "2040-03-25T01:00:00Z" << "2040-03-25T00:00:00-01:00" << "-01";
    QTest::newRow("Egypt changes its clocks at midnight of a Friday")
        << "Africa/Cairo" << "2026-04-23T22:00:00Z" << "2026-04-24T01:00:00+03:00" << "EEST";
    QTest::newRow("before the first known change clocks went by the sun")
        << "Europe/Berlin" << "1890-01-01T00:00:00Z" << "1890-01-01T00:53:28+00:53" << "LMT";
}

void TestTimeZone::wallClock()
{
    QFETCH(QString, name);
    QFETCH(QString, moment);
    QFETCH(QString, wall);
    QFETCH(QString, abbreviation);
    const TimeZone& here = zone(name);
    QCOMPARE(QString::fromStdString(here.text(at(moment))), wall);
    const auto span = here.spanAt(std::chrono::floor<Seconds>(at(moment).sinceEpoch()));
    QCOMPARE(QString::fromUtf8(span.abbreviation.data(), qsizetype(span.abbreviation.size())), abbreviation);
    QCOMPARE(here.offsetAt(at(moment)).count(), span.offset.count());
}

void TestTimeZone::moment_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("wall");
    QTest::addColumn<QString>("moment");

    QTest::newRow("noon in Seoul") << "Asia/Seoul" << "2026-01-01T12:00:00" << "2026-01-01T03:00:00Z";
    QTest::newRow("noon in New York") << "America/New_York" << "2026-07-01T12:00:00" << "2026-07-01T16:00:00Z";
    QTest::newRow("an hour that Berlin skips is read in winter time, which is later")
        << "Europe/Berlin" << "2026-03-29T02:30:00" << "2026-03-29T01:30:00Z";
    QTest::newRow("an hour that New York skips is read in summer time, which is earlier")
        << "America/New_York" << "2026-03-08T02:30:00" << "2026-03-08T06:30:00Z";
    QTest::newRow("an hour that Berlin shows twice is the second one")
        << "Europe/Berlin" << "2026-10-25T02:30:00" << "2026-10-25T01:30:00Z";
    QTest::newRow("an hour that New York shows twice is the first one")
        << "America/New_York" << "2026-11-01T01:30:00" << "2026-11-01T05:30:00Z";
    QTest::newRow("the day that Samoa left out when it crossed the date line")
        << "Pacific/Apia" << "2011-12-30T12:00:00" << "2011-12-30T22:00:00Z";
    QTest::newRow("local mean time") << "Europe/Berlin" << "1890-01-01T00:00:00" << "1889-12-31T23:06:32Z";
}

void TestTimeZone::moment()
{
    QFETCH(QString, name);
    QFETCH(QString, wall);
    QFETCH(QString, moment);
    const Time found = Time::sinceEpoch(zone(name).momentOf(onTheWall(wall)));
    QCOMPARE(QString::fromStdString(found.text()), moment);
}

void TestTimeZone::spans_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("with a rule for the north") << "Europe/Berlin";
    QTest::newRow("with a rule for the south") << "Australia/Lord_Howe";
    QTest::newRow("with summer as the standard") << "Europe/Dublin";
    QTest::newRow("with a list that ends") << "Africa/Casablanca";
    QTest::newRow("with a rule that reaches into the day before") << "America/Nuuk";
    QTest::newRow("without any change") << "UTC";
}

// Spans are what lets a search look a zone up once in half a year: they touch, and say the same everywhere in them.
void TestTimeZone::spans()
{
    QFETCH(QString, name);
    const TimeZone& here = zone(name);
    Seconds moment = std::chrono::floor<Seconds>(at("1960-01-01T00:00:00Z").sinceEpoch());
    const Seconds end = std::chrono::floor<Seconds>(at("2110-01-01T00:00:00Z").sinceEpoch());
    while (moment < end) {
        const TimeZone::Span span = here.spanAt(moment);
        QVERIFY(span.contains(moment));
        QVERIFY(span.begin < span.end);
        const Seconds inTheMiddle = moment + (std::min(span.end, end) - moment) / 2;
        QCOMPARE(here.spanAt(inTheMiddle).offset.count(), span.offset.count());
        QCOMPARE(here.spanAt(std::min(span.end, end) - Seconds(1)).offset.count(), span.offset.count());
        moment = span.end;
    }
}

void TestTimeZone::refused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("a zone that does not exist") << QByteArray("Mars/Olympus") << "unknown time zone Mars/Olympus";
    QTest::newRow("names are case sensitive") << QByteArray("europe/berlin") << "unknown time zone europe/berlin";
    QTest::newRow("the zone of the machine means nothing here") << QByteArray("Local") << "unknown time zone Local";
    QTest::newRow("a way up the folders") << QByteArray("../facts/zoneinfo/UTC") << "time: invalid location name";
    QTest::newRow("two dots anywhere") << QByteArray("Europe/Ber..lin") << "time: invalid location name";
    QTest::newRow("an absolute path") << QByteArray("/etc/localtime") << "time: invalid location name";
    QTest::newRow("an absolute path of another system") << QByteArray("\\windows") << "time: invalid location name";
    QTest::newRow("a region alone") << QByteArray("Europe") << "is a directory";
    QTest::newRow("a place below a place") << QByteArray("Europe/Berlin/Mitte") << "not a directory";
    QTest::newRow("a file that is no zone") << QByteArray("not-a-zone") << "malformed time zone information";
    QTest::newRow("a zero byte") << QByteArray("Europe/Berlin\0", 14) << "invalid argument";
}

void TestTimeZone::refused()
{
    QFETCH(QByteArray, name);
    QFETCH(QString, sentence);
    const Parsed<const TimeZone*> loaded = facts().load(name.toStdString());
    QVERIFY(!loaded);
    QCOMPARE(QString::fromStdString(loaded.error()), sentence);
}

void TestTimeZone::damaged_data()
{
    QTest::addColumn<int>("at");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("readable");

    QTest::newRow("untouched it can be read") << 0 << QByteArray("T") << true;
    QTest::newRow("another kind of file") << 0 << QByteArray("X") << false;
    QTest::newRow("a version from the future") << 4 << QByteArray("9") << false;
    constexpr int second = 51; // header, behind the first one and its block of a single kind of time
    QTest::newRow("without the block of newer programs") << second << QByteArray("X") << false;
    QTest::newRow("more changes than the file holds") << second + 32 << QByteArray("\x7f\xff\xff\xff") << false;
    QTest::newRow("no kind of time at all") << second + 36 << QByteArray("\0\0\0\0", 4) << false;
    QTest::newRow("a change to a kind of time that is not there") << second + 44 + 60 * 8 << QByteArray("\x09") << false;
    QTest::newRow("changes out of order") << second + 44 << QByteArray("\x7f") << false;
    QTest::newRow("a rule that cannot be read leaves the last known time") << 705 - 5 << QByteArray("?") << true;
}

void TestTimeZone::damaged()
{
    QFETCH(int, at);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, readable);
    QFile file(KUBARIUM_SOURCE_DIR "/tests/facts/zoneinfo/Europe/Berlin");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray content = file.readAll();
    QCOMPARE(content.size(), 705);
    content.replace(at, bytes.size(), bytes);
    const auto read = TimeZone::fromTzif("x", std::string_view(content.constData(), std::size_t(content.size())));
    QCOMPARE(bool(read), readable);
    if (!readable) {
        QCOMPARE(QString::fromStdString(read.error()), "malformed time zone information");
        return;
    }
    for (int size = 0; size < content.size(); ++size) // cut anywhere it is refused, or read without its rule
        TimeZone::fromTzif("x", std::string_view(content.constData(), std::size_t(size)));
}

void TestTimeZone::spelling_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("accepted");

    QTest::newRow("a region and a place") << "Europe/Berlin" << true;
    QTest::newRow("three parts") << "America/Argentina/Buenos_Aires" << true;
    QTest::newRow("fourteen characters a part") << "America/Argentina/ComodRivadavia" << true;
    QTest::newRow("fifteen are too many") << "Abcdefghijklmno" << false;
    QTest::newRow("digits and signs of old names") << "Etc/GMT+12" << true;
    QTest::newRow("a part that begins with a hyphen") << "Etc/-12" << false;
    QTest::newRow("the folder itself") << "Europe/./Berlin" << false;
    QTest::newRow("the folder above") << "Europe/../Berlin" << false;
    QTest::newRow("a slash at the end") << "Europe/" << false;
    QTest::newRow("a slash in front") << "/Europe" << false;
    QTest::newRow("a blank") << "Europe/Ber lin" << false;
    QTest::newRow("letters beyond ASCII") << "유럽/베를린" << false;
    QTest::newRow("nothing") << "" << false;
}

void TestTimeZone::spelling()
{
    QFETCH(QString, name);
    QFETCH(bool, accepted);
    QCOMPARE(isTimeZoneName(name.toStdString()), accepted);
}

// Old programs get files that list every change up to 2037, newer ones only what the rule does not say.
void TestTimeZone::slimAndFatFilesAgree()
{
    const TimeZone& slim = zone("Europe/Berlin");
    const TimeZone& fat = zone("fat/Europe/Berlin");
    for (Seconds moment(-3'000'000'000); moment < Seconds(4'000'000'000); moment += Seconds(86'400 * 5 + 1'234)) {
        QCOMPARE(fat.spanAt(moment).offset.count(), slim.spanAt(moment).offset.count());
        QCOMPARE(fat.momentOf(moment).count(), slim.momentOf(moment).count());
    }
}

void TestTimeZone::isReadOnce()
{
    QCOMPARE(&zone("Asia/Seoul"), &zone("Asia/Seoul"));
    QCOMPARE(&zone("UTC"), &TimeZone::utc());
    QCOMPARE(QString::fromStdString(zone("Asia/Seoul").name()), "Asia/Seoul");
}

void TestTimeZone::isSharedByThreads()
{
    TimeZoneDatabase database({KUBARIUM_SOURCE_DIR "/tests/facts/zoneinfo"});
    constexpr std::size_t count = 4;
    std::array<const TimeZone*, count> found{};
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < count; ++i) {
            threads.emplace_back([&database, &place = found[i]] {
                for (int round = 0; round < 100; ++round)
                    place = *database.load(round % 2 == 0 ? "Asia/Seoul" : "Europe/Berlin");
            });
        }
    }
    for (const TimeZone* const each : found)
        QCOMPARE(each, found[0]);
    QCOMPARE(QString::fromStdString(found[0]->name()), "Europe/Berlin");
}

void TestTimeZone::withoutDatabase()
{
    TimeZoneDatabase database({KUBARIUM_SOURCE_DIR "/tests/facts/no-such-folder"});
    QVERIFY(!database.isPresent());
    QCOMPARE(QString::fromStdString(database.load("Europe/Berlin").error()), "unknown time zone Europe/Berlin");
    QVERIFY(database.load("UTC"));
    QVERIFY(facts().isPresent());
}

void TestTimeZone::ofThisMachine()
{
    TimeZoneDatabase& machine = TimeZoneDatabase::system();
    if (!machine.isPresent())
        QSKIP("this machine has no time zones");
    const Parsed<const TimeZone*> seoul = machine.load("Asia/Seoul");
    QVERIFY2(seoul, seoul.error().c_str());
    QCOMPARE(QString::fromStdString((*seoul)->text(at("2026-01-01T00:00:00Z"))), "2026-01-01T09:00:00+09:00");
}

void TestTimeZone::civilDates()
{
    QCOMPARE(daysFromCivil({1970, 1, 1}), 0);
    QCOMPARE(daysFromCivil({1, 1, 1}), -719'162);
    QCOMPARE(weekdayFromDays(daysFromCivil({2026, 1, 1})), 4); // a Thursday
    QCOMPARE(daysInMonth(2024, 2), 29);
    QCOMPARE(daysInMonth(2100, 2), 28);
    QCOMPARE(daysInMonth(2000, 2), 29);
    QCOMPARE(daysFromCivil({2026, 2, 31}), daysFromCivil({2026, 3, 3})); // days beyond a month count on
    QVERIFY((civilFromSeconds(-1) == CivilTime{{1969, 12, 31}, 23, 59, 59}));
    for (std::int64_t day = daysFromCivil({-5, 1, 1}); day < daysFromCivil({2405, 1, 1}); ++day)
        QCOMPARE(daysFromCivil(civilFromDays(day)), day);
    for (const std::int64_t moment : {-62'135'596'800LL, -1LL, 0LL, 951'782'400LL, 4'102'444'800LL})
        QCOMPARE(secondsFromCivil(civilFromSeconds(moment)), moment);
}

QTEST_GUILESS_MAIN(TestTimeZone)
#include "test_timezone.moc"
