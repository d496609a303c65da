// When Jobs that are over go by themselves.
#include "controllers/jobs.h"

using namespace kubarium;
using namespace kubarium::controllers;

class TestTtlAfterFinished : public QObject {
    Q_OBJECT
private slots:
    void lives_data();
    void lives();
    void aTtlMayComeLater();
    void whatHoldsAJobHoldsItStill();
};

void TestTtlAfterFinished::lives_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("script"); // until which it must be there; two more seconds pass at its end
    QTest::addColumn<int>("more"); // seconds, after which it must be gone; -1: it is never
    QTest::newRow("without a ttl it stays for good") << QByteArray() << "succeed wait:100000" << -1;
    QTest::newRow("so long after its success") << QByteArray("ttlSecondsAfterFinished: 30") << "succeed wait:25" << 5;
    QTest::newRow("so long after its failure") << QByteArray("ttlSecondsAfterFinished: 30, backoffLimit: 0")
        << "fail wait:25" << 5;
    QTest::newRow("not while it works, however long") << QByteArray("ttlSecondsAfterFinished: 5") << "wait:1000" << -1;
    QTest::newRow("not while it is suspended") << QByteArray("ttlSecondsAfterFinished: 5, suspend: true") << "wait:1000" << -1;
    QTest::newRow("at once") << QByteArray("ttlSecondsAfterFinished: 0, completions: 2") << "succeed" << 13;
}

void TestTtlAfterFinished::lives()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, script);
    QFETCH(int, more);
    JobCluster cluster;
    QVERIFY(cluster.createJob(spec).ok());
    QVERIFY(cluster.play(script));
    QVERIFY(cluster.find("Job", "j"));
    if (more < 0)
        return;
    if (cluster.firstActive())
        QVERIFY(cluster.play("succeed"));
    cluster.wait(more);
    QVERIFY(!cluster.find("Job", "j"));
    QCOMPARE(cluster.left({"Pod"}), QString()); // its pods go with it
}

void TestTtlAfterFinished::aTtlMayComeLater()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("").ok());
    QVERIFY(cluster.play("succeed wait:100"));
    QVERIFY(cluster.changeJob([](api::JobSpec& spec) { spec.ttlSecondsAfterFinished = 200; }).ok());
    cluster.wait(90);
    QVERIFY(cluster.find("Job", "j"));
    QVERIFY(cluster.changeJob([](api::JobSpec& spec) { spec.ttlSecondsAfterFinished = 10; }).ok());
    cluster.wait(1); // that time is over already
    QVERIFY(!cluster.find("Job", "j"));
}

void TestTtlAfterFinished::whatHoldsAJobHoldsItStill()
{
    JobCluster cluster;
    QVERIFY(cluster.createJob("ttlSecondsAfterFinished: 3").ok());
    QVERIFY(cluster.play("succeed"));
    QVERIFY(cluster.change("Job", "j", [](api::ObjectPtr& job) {
        job.editMeta().finalizers.push_back("example.com/keep");
    }).ok());
    cluster.wait(60);
    QVERIFY(cluster.find("Job", "j").meta().deletionTimestamp);
    QVERIFY(cluster.change("Job", "j", [](api::ObjectPtr& job) {
        job.editMeta().finalizers.eraseIf([](const api::Text& finalizer) { return finalizer == "example.com/keep"; });
    }).ok());
    cluster.wait(1);
    QVERIFY(!cluster.find("Job", "j"));
}

QTEST_GUILESS_MAIN(TestTtlAfterFinished)
#include "test_ttlafterfinished.moc"
