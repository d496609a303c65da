// Which Jobs a CronJob makes, and when. The world begins on Thursday, 2026-01-01, at midnight UTC.
#include "controllers/jobs.h"

using namespace kubarium;
using namespace kubarium::controllers;
using std::chrono::minutes;
using std::chrono::seconds;

class TestCronJob : public QObject {
    Q_OBJECT
private slots:
    void starts_data();
    void starts();
    void theJobThatIsMade();
    void concurrency_data();
    void concurrency();
    void history_data();
    void history();
    void events_data();
    void events();
    void whatIsOverIsSeen();
    void whatWentMissingIsForgotten();
    void suspended();
    void missedStarts_data();
    void missedStarts();
    void anotherScheduleHoldsFromItsNextTime();
    void whatCannotBeMadeIsTriedAgain();
    void aJobOfThatNameStandsInTheWay();
    void aScheduleDoesNotKeepTheWorldFromBeingQuiet();
    void whoIsDeletedStartsNothing();
};

namespace {

class CronCluster : public JobCluster {
public:
    // `job`: of the spec of its Jobs, without their template; their pods fit on no node.
    apiserver::Response createCron(
        const QByteArray& spec, const QByteArray& job = {}, const QByteArray& name = "tick", const QByteArray& account = {})
    {
        return create("apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: " + name + "}\nspec:\n  {" + spec
            + ", jobTemplate: {metadata: {labels: {made: by-cron}, annotations: {note: a}}, spec: {" + job
            + (job.isEmpty() ? "" : ", ") + "template: {spec: {restartPolicy: Never, nodeSelector: {never: here}, "
            + account + "containers: [{name: main, image: busybox}]}}}}}\n");
    }

    const api::CronJobStatus& status(const QByteArray& name = "tick")
    {
        return *find("CronJob", name).as<api::CronJob>()->status;
    }

    template <class Change> apiserver::Response changeCron(Change change)
    {
        return this->change("CronJob", "tick",
            [&](api::ObjectPtr& object) { change(object.editAs<api::CronJob>().spec.edit()); });
    }

    QStringList jobs()
    {
        const QString all = left({"Job"});
        return all.split(' ', Qt::SkipEmptyParts);
    }

    // "00:01 00:02": when the Jobs that are there were due.
    QString dueTimes()
    {
        QStringList times;
        for (const QString& job : jobs())
            times << timeOf(job);
        return times.join(' ');
    }

    static QString timeOf(const QString& job)
    {
        const auto time = api::Time::sinceEpoch(minutes(job.section('-', -1).toLongLong()));
        return QString::fromStdString(time.text()).mid(11, 5);
    }

    // Goes on to that time of the first day.
    void to(const char* time)
    {
        const auto moment = api::Time::parse(std::string("2026-01-01T") + time + "Z");
        lab().runFor(*moment - lab().now());
    }
};

QByteArray lastJob(CronCluster& cluster)
{
    return cluster.jobs().isEmpty() ? QByteArray() : cluster.jobs().back().toUtf8();
}

} // namespace

void TestCronJob::starts_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("until");
    QTest::addColumn<QString>("due");
    QTest::newRow("each minute") << QByteArray("schedule: '* * * * *'") << QByteArray("00:03:30") << "00:01 00:02 00:03";
    QTest::newRow("each quarter of an hour") << QByteArray("schedule: '*/15 * * * *'") << QByteArray("00:50:00")
        << "00:15 00:30 00:45";
    QTest::newRow("each hour, by its word") << QByteArray("schedule: '@hourly'") << QByteArray("02:30:00") << "01:00 02:00";
    QTest::newRow("not before its time") << QByteArray("schedule: '5 0 * * *'") << QByteArray("00:05:00") << "";
    QTest::newRow("a moment after it has come") << QByteArray("schedule: '5 0 * * *'") << QByteArray("00:05:01") << "00:05";
    QTest::newRow("at midday in Seoul") << QByteArray("schedule: '0 12 * * *', timeZone: Asia/Seoul")
        << QByteArray("12:30:00") << "03:00";
    QTest::newRow("on Sundays only") << QByteArray("schedule: '* * * * sun'") << QByteArray("12:00:00") << "";
    QTest::newRow("suspended") << QByteArray("schedule: '* * * * *', suspend: true") << QByteArray("00:10:00") << "";
}

void TestCronJob::starts()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, until);
    CronCluster cluster;
    const apiserver::Response made = cluster.createCron(spec);
    QVERIFY2(made.ok(), made.status.message.c_str());
    cluster.to(until.constData());
    QTEST(cluster.dueTimes(), "due");
}

void TestCronJob::theJobThatIsMade()
{
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '1 9 * * *', timeZone: Asia/Seoul", "backoffLimit: 3").ok());
    cluster.to("00:01:01");
    QCOMPARE(cluster.jobs(), QStringList{"tick-29453761"});
    const api::ObjectPtr job = cluster.find("Job", "tick-29453761");
    const api::ObjectMeta& meta = job.meta();
    QCOMPARE(meta.labels.find("made")->str(), std::string("by-cron"));
    QCOMPARE(meta.annotations.find("note")->str(), std::string("a"));
    QCOMPARE(meta.annotations.find("batch.kubernetes.io/cronjob-scheduled-timestamp")->str(),
        std::string("2026-01-01T09:01:00+09:00"));
    QCOMPARE(meta.ownerReferences.size(), std::size_t{1});
    QCOMPARE(meta.ownerReferences[0].kind.str(), std::string("CronJob"));
    QVERIFY(meta.ownerReferences[0].controller.valueOr(false));
    QCOMPARE(job.as<api::Job>()->spec->backoffLimit.valueOr(0), 3);
    QCOMPARE(job.as<api::Job>()->spec->completions.valueOr(0), 1); // as any Job that is made
    const api::CronJobStatus& status = cluster.status();
    QCOMPARE(status.active.size(), std::size_t{1});
    QCOMPARE(status.active[0].name.str() + " " + status.active[0].uid.str(), "tick-29453761 " + meta.uid.str());
    QCOMPARE(status.lastScheduleTime.text(), std::string("2026-01-01T00:01:00Z"));
    QVERIFY(!status.lastSuccessfulTime);
}

void TestCronJob::concurrency_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<bool>("succeeds"); // the first Job, before the second is due
    QTest::addColumn<QString>("due");
    QTest::addColumn<QString>("event");
    QTest::newRow("they may run together") << QByteArray("Allow") << false << "00:01 00:02" << "";
    QTest::newRow("the second is not started") << QByteArray("Forbid") << false << "00:01"
        << "Normal JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid";
    QTest::newRow("the first makes room") << QByteArray("Replace") << false << "00:02"
        << "Normal SuccessfulDelete Deleted job tick-29453761";
    QTest::newRow("who is done is in nobody's way") << QByteArray("Forbid") << true << "00:01 00:02" << "";
    QTest::newRow("who is done need not make room") << QByteArray("Replace") << true << "00:01 00:02" << "";
}

void TestCronJob::concurrency()
{
    QFETCH(QByteArray, policy);
    QFETCH(bool, succeeds);
    QFETCH(QString, event);
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '* * * * *', concurrencyPolicy: " + policy).ok());
    cluster.to("00:01:10");
    if (succeeds)
        QVERIFY(cluster.play("succeed", lastJob(cluster)));
    cluster.to("00:02:10");
    QTEST(cluster.dueTimes(), "due");
    const QStringList events = cluster.events("tick");
    const bool isTold = events.contains(event);
    QVERIFY2(event.isEmpty() || isTold, qPrintable(events.join('\n')));
    if (policy == "Forbid" && !succeeds) { // what was held back is made up for
        QVERIFY(cluster.play("succeed", "tick-29453761"));
        QCOMPARE(cluster.dueTimes(), QString("00:01 00:02"));
    }
}

void TestCronJob::history_data()
{
    QTest::addColumn<QByteArray>("limits");
    QTest::addColumn<QString>("ends"); // s or f, one after the other
    QTest::addColumn<QString>("left");
    QTest::newRow("three that succeeded are kept") << QByteArray() << "sssss" << "00:03 00:04 00:05";
    QTest::newRow("one that failed") << QByteArray() << "fff" << "00:03";
    QTest::newRow("each for itself") << QByteArray() << "fsfss" << "00:02 00:03 00:04 00:05";
    QTest::newRow("more of them") << QByteArray(", failedJobsHistoryLimit: 2, successfulJobsHistoryLimit: 1") << "ffsfs"
        << "00:02 00:04 00:05";
    QTest::newRow("none") << QByteArray(", failedJobsHistoryLimit: 0, successfulJobsHistoryLimit: 0") << "sfs" << "";
}

void TestCronJob::history()
{
    QFETCH(QByteArray, limits);
    QFETCH(QString, ends);
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '* * * * *'" + limits, "backoffLimit: 0").ok());
    for (const QChar end : ends) {
        cluster.lab().runFor(seconds(50)); // a minute in all
        const auto before = cluster.lab().now();
        while (!cluster.firstActive(lastJob(cluster)) && cluster.lab().now() - before < seconds(60))
            cluster.wait(1);
        QVERIFY(cluster.play(end == 's' ? "succeed" : "fail", lastJob(cluster)));
    }
    cluster.wait(3);
    QTEST(cluster.dueTimes(), "left");
    QVERIFY(cluster.status().active.empty());
}

void TestCronJob::events_data()
{
    QTest::addColumn<QString>("end");
    QTest::addColumn<QString>("event");
    QTest::newRow("success") << "succeed" << "Normal SawCompletedJob Saw completed job: tick-29453761, condition: Complete";
    QTest::newRow("failure") << "fail" << "Normal SawCompletedJob Saw completed job: tick-29453761, condition: Failed";
}

void TestCronJob::events()
{
    QFETCH(QString, end);
    QFETCH(QString, event);
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '1 0 * * *'", "backoffLimit: 0").ok());
    cluster.to("00:01:01");
    QVERIFY(cluster.play(end, lastJob(cluster)));
    QCOMPARE(cluster.events("tick"), (QStringList{"Normal SuccessfulCreate Created job tick-29453761", event}));
}

void TestCronJob::whatIsOverIsSeen()
{
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '1 0 * * *'").ok());
    cluster.to("00:01:01");
    QVERIFY(cluster.play("succeed", lastJob(cluster)));
    QVERIFY(cluster.status().active.empty());
    QCOMPARE(cluster.status().lastSuccessfulTime, cluster.job("tick-29453761").status->completionTime);

    // A Job that somebody gives it is not taken for one of its own.
    const std::string owner = "ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: tick, controller: true, uid: "
        + cluster.find("CronJob", "tick").meta().uid.str() + "}]";
    QVERIFY(cluster.create(QByteArray::fromStdString("apiVersion: batch/v1\nkind: Job\nmetadata: {name: guest, " + owner
        + "}\nspec: {template: {spec: {restartPolicy: Never, nodeSelector: {never: here}, containers: [{name: c, image: "
          "busybox}]}}}\n")).ok());
    cluster.lab().runFor(std::chrono::milliseconds(100));
    QVERIFY(cluster.events("tick").join('\n').contains(
        "Warning UnexpectedJob Saw a job that the controller did not create or forgot: guest"));
    QVERIFY(cluster.status().active.empty());
}

void TestCronJob::whatWentMissingIsForgotten()
{
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '1 0 * * *', concurrencyPolicy: Forbid").ok());
    cluster.to("00:01:01");
    QVERIFY(cluster.remove("Job", "tick-29453761", "Background").ok());
    cluster.wait(5);
    QVERIFY(cluster.status().active.empty());
    QVERIFY(cluster.events("tick").contains("Normal MissingJob Active job went missing: tick-29453761"));
    QVERIFY(cluster.jobs().isEmpty()); // it was started once already
}

void TestCronJob::suspended()
{
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '*/5 * * * *'").ok());
    cluster.to("00:06:00");
    QVERIFY(cluster.changeCron([](api::CronJobSpec& spec) { spec.suspend = true; }).ok());
    cluster.to("00:21:00");
    QCOMPARE(cluster.dueTimes(), QString("00:05"));
    QVERIFY(cluster.changeCron([](api::CronJobSpec& spec) { spec.suspend = false; }).ok());
    cluster.wait(1);
    QCOMPARE(cluster.dueTimes(), QString("00:05 00:20")); // the last one that was missed, at once
    cluster.to("00:26:00");
    QCOMPARE(cluster.dueTimes(), QString("00:05 00:20 00:25"));
}

void TestCronJob::missedStarts_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("until"); // suspended until then
    QTest::addColumn<QString>("due");
    QTest::addColumn<QString>("event"); // "" if none but of Jobs
    QTest::newRow("within the deadline") << QByteArray("schedule: '0 * * * *', startingDeadlineSeconds: 600")
        << QByteArray("02:05:00") << "02:00" << "";
    QTest::newRow("after the deadline") << QByteArray("schedule: '0 * * * *', startingDeadlineSeconds: 60")
        << QByteArray("02:05:00") << "" << "";
    QTest::newRow("many were missed, the last is made up for") << QByteArray("schedule: '* * * * *'") << QByteArray("02:00:30")
        << "02:00"
        << "Warning TooManyMissedTimes too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check "
           "clock skew";
    QTest::newRow("a deadline keeps them few") << QByteArray("schedule: '* * * * *', startingDeadlineSeconds: 90")
        << QByteArray("02:00:30") << "02:00" << "";
}

void TestCronJob::missedStarts()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, until);
    QFETCH(QString, event);
    CronCluster cluster;
    QVERIFY(cluster.createCron("suspend: true, " + spec).ok());
    cluster.to(until.constData());
    QVERIFY(cluster.changeCron([](api::CronJobSpec& changed) { changed.suspend = false; }).ok());
    cluster.wait(1);
    QTEST(cluster.dueTimes(), "due");
    QCOMPARE(cluster.events("tick").filter("Warning").join('\n'), event);
}

void TestCronJob::anotherScheduleHoldsFromItsNextTime()
{
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '0 12 * * *'").ok());
    cluster.to("01:30:30");
    QVERIFY(cluster.changeCron([](api::CronJobSpec& spec) { spec.schedule = "*/10 * * * *"; }).ok());
    cluster.wait(60);
    QCOMPARE(cluster.dueTimes(), QString()); // 01:30 was not yet its time
    cluster.to("01:40:01");
    QCOMPARE(cluster.dueTimes(), QString("01:40"));
}

void TestCronJob::whatCannotBeMadeIsTriedAgain()
{
    CronCluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {count/jobs.batch: \"0\"}}\n").ok());
    QVERIFY(cluster.createCron("schedule: '1 0 * * *'").ok());
    cluster.to("00:01:30");
    QCOMPARE(cluster.dueTimes(), QString());
    const QStringList events = cluster.events("tick");
    QVERIFY2(events.size() == 1 && events[0].startsWith("Warning FailedCreate Error creating job: jobs.batch \"tick-29453761\" is forbidden: exceeded quota"),
        qPrintable(events.join('\n')));
    const int attempts = QRegularExpression(" x(\\d+)$").match(events[0]).captured(1).toInt();
    QVERIFY2(attempts > 3 && attempts < 20, qPrintable(events[0])); // later and later
    QVERIFY(cluster.remove("ResourceQuota", "q").ok());
    cluster.to("00:03:00");
    QCOMPARE(cluster.dueTimes(), QString("00:01"));
}

void TestCronJob::aJobOfThatNameStandsInTheWay()
{
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '* * * * *'").ok());
    QVERIFY(cluster.createJob("", "tick-29453761").ok());
    cluster.to("00:01:30");
    QVERIFY(cluster.status().active.empty());
    QVERIFY(!controllerOf(cluster.find("Job", "tick-29453761").meta()));
    cluster.to("00:02:30");
    QCOMPARE(cluster.dueTimes(), QString("00:01 00:02"));
    QCOMPARE(cluster.status().active.size(), std::size_t{1});
}

void TestCronJob::aScheduleDoesNotKeepTheWorldFromBeingQuiet()
{
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '0 0 1 6 *'").ok());
    QVERIFY(cluster.lab().runUntilQuiet());
    QVERIFY(cluster.changeCron([](api::CronJobSpec& spec) { spec.schedule = "0 0 1 7 *"; }).ok());
    QVERIFY(cluster.lab().runUntilQuiet());
    QVERIFY(cluster.lab().now() - lab::Lab::Options::defaultEpoch() < std::chrono::hours(1));

    // One that never comes is said to be wrong, once.
    QVERIFY(cluster.createCron("schedule: '0 0 31 2 *'", {}, "never").ok());
    cluster.wait(600);
    QCOMPARE(cluster.events("never"),
        QStringList{"Warning InvalidSchedule invalid schedule: 0 0 31 2 * : time difference between two schedules is less than 1 second"});
}

void TestCronJob::whoIsDeletedStartsNothing()
{
    CronCluster cluster;
    QVERIFY(cluster.createCron("schedule: '* * * * *'").ok());
    cluster.to("00:01:30");
    QVERIFY(cluster.change("CronJob", "tick", [](api::ObjectPtr& cron) {
        cron.editMeta().finalizers.push_back("example.com/keep");
    }).ok());
    QVERIFY(cluster.remove("CronJob", "tick").ok());
    cluster.to("00:05:30");
    QCOMPARE(cluster.dueTimes(), QString("00:01"));
    QVERIFY(cluster.change("CronJob", "tick", [](api::ObjectPtr& cron) { cron.editMeta().finalizers.clear(); }).ok());
    cluster.wait(5);
    QVERIFY(cluster.jobs().isEmpty()); // its Jobs go with it
    QCOMPARE(cluster.left({"Pod"}), QString());
}

QTEST_GUILESS_MAIN(TestCronJob)
#include "test_cronjob.moc"
