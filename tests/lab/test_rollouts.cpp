// Rollouts as data: what the Rollout view and the inspector show of a Deployment.
#include "controllers/rolling.h"

#include "lab/rollouts.h"

using namespace kubarium;
using lab::RolloutState;
using std::chrono::seconds;

Q_DECLARE_METATYPE(kubarium::lab::RolloutState)

class TestRollouts : public QObject {
    Q_OBJECT
private slots:
    void whatComesNext_data();
    void whatComesNext();
    void whatIsRefused();
    void limitsAreExplained_data();
    void limitsAreExplained();
    void theStepThatIsToldIsTheStepThatIsTaken();
    void lanesAreRevisions();
    void thePastIsTheSameThing();
    void stepsThatWereTaken();
    void stepsByOthers();
    void nothingIsToldOfWhatIsNot();
};

namespace {

lab::Rollout rollout(Rolling& cluster)
{
    return *lab::rolloutOf(cluster.lab(), "default", "web");
}

// "1:0→3 2:0→1", each with the revision.
QString told(const std::vector<lab::TakenStep>& steps)
{
    QStringList list;
    for (const lab::TakenStep& step : steps)
        list << QString("%1:%2→%3").arg(step.revision).arg(step.from).arg(step.to);
    return list.join(' ');
}

} // namespace

void TestRollouts::whatComesNext_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("actions"); // with ! at the end: before anybody has looked
    QTest::addColumn<RolloutState>("state");
    QTest::addColumn<QString>("next");
    const auto row = [](const char* name, const QByteArray& spec, const QStringList& actions, RolloutState state,
                         const char* next) { QTest::newRow(name) << spec << actions << state << QString(next); };
    row("all serve", "replicas: 3", {"ready 1 3"}, RolloutState::Complete, "");
    row("of none, all serve", "replicas: 0", {}, RolloutState::Complete, "");
    row("the first pods come", "replicas: 3", {}, RolloutState::Waiting, "when 3 more pods of web-1 are available");
    row("a new pod must serve first", "replicas: 3", {"ready 1 3", "image b"}, RolloutState::Waiting,
        "when 1 more pod of web-2 is available, web-1 goes from 3 to 2");
    row("the last old pod goes", "replicas: 2", {"ready 1 2", "image b", "ready 2 1"}, RolloutState::Waiting,
        "when 1 more pod of web-2 is available, web-1 goes from 1 to 0");
    row("only new ones are left, and do not serve", "replicas: 1; strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}",
        {"ready 1 1", "image b"}, RolloutState::Waiting, "when 1 more pod of web-2 is available");
    row("nobody has looked yet", "replicas: 3", {"ready 1 3", "image b!"}, RolloutState::Moving,
        "a new ReplicaSet goes from 0 to 1");
    row("a larger size that nobody has looked at", "replicas: 3", {"ready 1 3", "scale 5!"}, RolloutState::Moving,
        "web-1 goes from 3 to 5");
    row("a larger size is shared", "replicas: 10; strategy: {rollingUpdate: {maxSurge: 3, maxUnavailable: 2}}",
        {"ready 1 10", "image b", "scale 15!"}, RolloutState::Moving, "web-1 goes from 8 to 11, web-2 goes from 5 to 7");
    row("an old template again", "replicas: 3", {"ready 1 3", "image b", "image a!"}, RolloutState::Moving,
        "web-2 goes from 1 to 0");
    row("a pause holds a template back", "replicas: 2", {"ready 1 2", "pause", "image b"}, RolloutState::Paused,
        "when it is resumed, a new ReplicaSet goes from 0 to 1");
    row("a pause holds nothing back", "replicas: 2", {"ready 1 2", "pause"}, RolloutState::Paused, "");
    row("it takes too long", "replicas: 2; progressDeadlineSeconds: 10", {"ready 1 2", "image b", "wait 20"},
        RolloutState::Overdue, "when 1 more pod of web-2 is available, web-1 goes from 2 to 1");
    row("old pods go before any new one comes", "replicas: 2; strategy: {type: Recreate}", {"ready 1 2", "image b!"},
        RolloutState::Moving, "web-1 goes from 2 to 0");
    row("recreated pods come", "replicas: 2; strategy: {type: Recreate}", {"ready 1 2", "image b"}, RolloutState::Waiting,
        "when 2 more pods of web-2 are available");
    row("recreated pods wait for the old ones", "replicas: 2; strategy: {type: Recreate}", {"hold", "image b"},
        RolloutState::Waiting, "when 2 pods of old ReplicaSets are gone, a new ReplicaSet goes from 0 to 2");
}

void TestRollouts::whatComesNext()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, actions);
    Rolling cluster;
    cluster.make(Rolling::manifest(spec));
    for (const QString& action : actions) {
        if (action == "hold") { // pods that stay for a while when they are deleted
            for (const api::ObjectPtr& pod : cluster.podsOf("1"))
                cluster.change("Pod", QByteArray::fromStdString(pod.meta().name.str()),
                    [](api::ObjectPtr& held) { held.editMeta().finalizers.push_back("example.com/stay"); });
        } else {
            cluster.act(QString(action).remove('!'), !action.endsWith('!'));
        }
    }
    const lab::Rollout found = rollout(cluster);
    QTEST(cluster.named(QString::fromStdString(lab::nextText(found))), "next");
    QTEST(found.state, "state");
}

void TestRollouts::whatIsRefused()
{
    Rolling cluster;
    const Refused pods(cluster, "Pod");
    cluster.make(Rolling::manifest("replicas: 2"));
    lab::Rollout found = rollout(cluster);
    QCOMPARE(found.state, RolloutState::Failing);
    QVERIFY(found.reason == "FailedCreate");
    QVERIFY(Rolling::text(found.obstacle).endsWith("is not wanted"));
    *pods.stands = false;

    const Refused sets(cluster, "ReplicaSet");
    cluster.act("image b");
    found = rollout(cluster);
    QCOMPARE(found.state, RolloutState::Failing);
    QCOMPARE(QString::fromStdString(lab::nextText(found)), "a new ReplicaSet goes from 0 to 1");
}

void TestRollouts::limitsAreExplained_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("limits");
    QTest::addColumn<QString>("surge");
    QTest::addColumn<QString>("unavailable");
    QTest::addColumn<bool>("isLeast");
    QTest::newRow("the defaults") << QByteArray("replicas: 10") << "8..13" << "25% of 10 = 2.5, rounded up to 3"
                                  << "25% of 10 = 2.5, rounded down to 2" << false;
    QTest::newRow("numbers") << QByteArray("replicas: 4; strategy: {rollingUpdate: {maxSurge: 2, maxUnavailable: 1}}")
                             << "3..6" << "2" << "1" << false;
    QTest::newRow("both come to nothing") << QByteArray("replicas: 2; strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1%}}")
                                          << "1..2" << "0" << "1% of 2 = 0.02, rounded down to 0" << true;
    QTest::newRow("Recreate has none") << QByteArray("replicas: 3; strategy: {type: Recreate}") << "3..3" << "-" << "-" << false;
}

void TestRollouts::limitsAreExplained()
{
    QFETCH(QByteArray, spec);
    Rolling cluster;
    cluster.make(Rolling::manifest(spec));
    const lab::Rollout found = rollout(cluster);
    const auto how = [](const std::optional<lab::RolloutLimit>& limit) {
        return limit ? QString::fromStdString(limit->how) : QString("-");
    };
    QTEST(QString("%1..%2").arg(found.limits.minAvailable()).arg(found.limits.maxTotal()), "limits");
    QTEST(how(found.maxSurge), "surge");
    QTEST(how(found.maxUnavailable), "unavailable");
    QTEST(found.isLeastUnavailable, "isLeast");
}

void TestRollouts::theStepThatIsToldIsTheStepThatIsTaken()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 7; strategy: {rollingUpdate: {maxSurge: 2, maxUnavailable: 1}}"));
    cluster.act("ready 1 7");
    cluster.act("image b");
    int steps = 0;
    for (lab::Rollout before = rollout(cluster); before.state == RolloutState::Waiting && !before.next.empty();
         before = rollout(cluster)) {
        const store::Revision written = cluster.lab().store().revision();
        cluster.act(QString("ready 2 %1").arg(before.waitFor));
        const std::vector<lab::TakenStep> taken = lab::takenSteps(cluster.lab(), "default", "web", written);
        QVERIFY(taken.size() >= before.next.size());
        for (std::size_t i = 0; i < before.next.size(); ++i) {
            QVERIFY(taken[i].replicaSet == before.next[i].replicaSet);
            QCOMPARE(taken[i].to, before.next[i].to);
        }
        ++steps;
    }
    QVERIFY(steps >= 4);
    QVERIFY(rollout(cluster).next.empty());
    cluster.act(QString("ready 2 %1").arg(rollout(cluster).waitFor));
    QCOMPARE(rollout(cluster).state, RolloutState::Complete);
}

void TestRollouts::lanesAreRevisions()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 2", ", annotations: {kubernetes.io/change-cause: first}"));
    cluster.act("ready 1 2");
    cluster.act("image b");
    const lab::Rollout found = rollout(cluster);
    QCOMPARE(found.sets.size(), 2U);
    const std::string one = cluster.setName("1").toStdString();
    const std::string two = cluster.setName("2").toStdString();
    QVERIFY(found.sets[0] == (lab::RolloutSet{one, 1, false, 2, 2, 2, 2, "first"}));
    QVERIFY(found.sets[1] == (lab::RolloutSet{two, 2, true, 1, 1, 0, 0, "first"}));
    QCOMPARE(found.total(), 3);
    QCOMPARE(found.available(), 2);
    QVERIFY(found.strategy == "RollingUpdate");
    QVERIFY(found.deadline && *found.deadline > cluster.lab().now() + seconds(500));
}

void TestRollouts::thePastIsTheSameThing()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 3"));
    cluster.act("ready 1 3");
    cluster.act("image b");
    const api::Time then = cluster.lab().now();
    const std::string next = lab::nextText(rollout(cluster));
    cluster.act("ready 2 1");
    cluster.act("ready 2 1");
    const auto snapshot = cluster.lab().snapshotAt(then);
    QVERIFY(snapshot.has_value());
    const auto found = lab::rolloutOf(*snapshot, "default", "web");
    QVERIFY(found.has_value());
    QCOMPARE(lab::nextText(*found), next);
    QVERIFY(lab::nextText(rollout(cluster)) != next);
}

void TestRollouts::stepsThatWereTaken()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 2"));
    for (const char* action : {"ready 1 2", "image b", "ready 2 1", "ready 2 1"})
        cluster.act(action);
    const std::vector<lab::TakenStep> steps = lab::takenSteps(cluster.lab(), "default", "web");
    QCOMPARE(told(steps), "1:0→2 2:0→1 1:2→1 2:1→2 1:1→0");
    for (std::size_t i = 1; i < steps.size(); ++i)
        QVERIFY(steps[i - 1].written < steps[i].written && steps[i - 1].time <= steps[i].time);
    QVERIFY(steps[0].actor == "system:serviceaccount:kube-system:deployment-controller");
    QVERIFY(steps[0].cause.kind == sim::Cause::Kind::Revision);
    QCOMPARE(cluster.lab().store().change(steps[0].cause.number)->now.meta().name.str(), std::string("web"));
    QCOMPARE(told(lab::takenSteps(cluster.lab(), "default", "web", steps[2].written)), "2:1→2 1:1→0");
}

void TestRollouts::stepsByOthers()
{
    Rolling cluster;
    cluster.make(Rolling::manifest("replicas: 2"));
    cluster.act("hand 1 5");
    cluster.act("delete 1");
    const std::vector<lab::TakenStep> steps = lab::takenSteps(cluster.lab(), "default", "web");
    QCOMPARE(told(steps), "1:0→2 1:2→5 1:5→2 1:2→0 1:0→2");
    QVERIFY(steps[1].actor == "admin");
    QVERIFY(steps[2].actor == "system:serviceaccount:kube-system:deployment-controller");
}

void TestRollouts::nothingIsToldOfWhatIsNot()
{
    Rolling cluster;
    QVERIFY(!lab::rolloutOf(cluster.lab(), "default", "web"));
    QVERIFY(lab::takenSteps(cluster.lab(), "default", "web").empty());
    cluster.make(Rolling::manifest("replicas: 1"));
    QVERIFY(!lab::rolloutOf(cluster.lab(), "other", "web"));
    // One that was deleted and made anew has no part in the steps of the first.
    QVERIFY(cluster.remove("Deployment", "web").ok());
    cluster.settle();
    cluster.make(Rolling::manifest("replicas: 2"));
    QCOMPARE(told(lab::takenSteps(cluster.lab(), "default", "web")), "1:0→2");
}

QTEST_GUILESS_MAIN(TestRollouts)
#include "test_rollouts.moc"
