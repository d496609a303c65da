// Room for what a pod requests, and nodes ranked by what would be left.
#include "fleet.h"

#include "scheduler/plugins/noderesourcesfit.h"

using namespace kubarium;

Q_DECLARE_METATYPE(scheduler::NodeResourcesFit::Options)

class TestNodeResourcesFit : public QObject {
    Q_OBJECT
private slots:
    void filter_data();
    void filter();
    void score_data();
    void score();
    void strategies_data();
    void strategies();
    void curves();
};

void TestNodeResourcesFit::filter_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("verdicts");
    QTest::newRow("who requests nothing fits where a pod may still come")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '1'")}
        << pod("a")
        << "n1";
    QTest::newRow("so many pods and no more")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '1'"), pod("b", "n1")}
        << pod("a")
        << "n1[the node runs 1 of at most 1 pods]";
    QTest::newRow("what is left just suffices")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9'"), pod("b", "n1", "", requests("cpu: 600m"))}
        << pod("a", "", "", requests("cpu: 400m"))
        << "n1";
    QTest::newRow("what is left does not suffice")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9'"), pod("b", "n1", "", requests("cpu: 600m"))}
        << pod("a", "", "", requests("cpu: 401m"))
        << "n1[cpu: 401m requested, 400m of 1 left]";
    QTest::newRow("everything that is short is named")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9'")}
        << pod("a", "", "", requests("cpu: '2', memory: 3Gi, example.com/gpu: '1'"))
        << "n1[cpu: 2 requested, 1 of 1 left; memory: 3Gi requested, 1Gi of 1Gi left; example.com/gpu: 1 requested, 0 of 0 left]";
    QTest::newRow("a pod that has ended leaves room")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9'"), pod("b", "n1", "", requests("cpu: 600m")).replace("spec:", "status: {phase: Succeeded}, spec:")}
        << pod("a", "", "", requests("cpu: 800m"))
        << "n1";
    QTest::newRow("a pod that is ending takes room still")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9'"), pod("b", "n1", "", requests("cpu: 600m"), "default", "deletionTimestamp: '2026-01-01T00:00:00Z'")}
        << pod("a", "", "", requests("cpu: 800m"))
        << "n1[cpu: 800m requested, 400m of 1 left]";
    QTest::newRow("init containers run before the others: the larger of both counts")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9'")}
        << pod("a", "", "", requests("cpu: 900m") + ", initContainers: [{name: i, image: x, resources: {requests: {cpu: '1'}}}]")
        << "n1";
    QTest::newRow("a sidecar runs beside them: both count")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9'")}
        << pod("a", "", "", requests("cpu: 900m") + ", initContainers: [{name: i, image: x, restartPolicy: Always, resources: {requests: {cpu: 200m}}}]")
        << "n1[cpu: 1100m requested, 1 of 1 left]";
    QTest::newRow("overhead comes on top")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9'")}
        << pod("a", "", "", requests("cpu: 900m") + ", overhead: {cpu: 200m}")
        << "n1[cpu: 1100m requested, 1 of 1 left]";
    QTest::newRow("what a pod says as a whole goes before its containers")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9'")}
        << pod("a", "", "", requests("cpu: 200m") + ", resources: {requests: {cpu: '3'}}")
        << "n1[cpu: 3 requested, 1 of 1 left]";
    QTest::newRow("extended resources are counted")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '9', example.com/gpu: '2'"), pod("b", "n1", "", requests("example.com/gpu: '2'"))}
        << pod("a", "", "", requests("example.com/gpu: '1'"))
        << "n1[example.com/gpu: 1 requested, 0 of 2 left]";
}

void TestNodeResourcesFit::filter()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, verdicts);
    QCOMPARE(Fleet(fleet).verdicts(newcomer), verdicts);
}

void TestNodeResourcesFit::score_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("scores"); // raw, and brought to 0 … 100
    QTest::newRow("the emptier node is better")
        << QList<QByteArray>{node("n1"), node("n2"), pod("b", "n1", "", requests("cpu: '2', memory: 4Gi"))}
        << pod("a", "", "", requests("cpu: '1', memory: 2Gi"))
        << "n1=25/25 n2=75/75";
    QTest::newRow("a container that requests nothing counts as 100m and 200Mi")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 2000Mi, pods: '9'")}
        << pod("a")
        << "n1=90/90";
    QTest::newRow("the larger node is emptier")
        << QList<QByteArray>{node("n1", "", "", "cpu: '2', memory: 4Gi, pods: '9'"), node("n2", "", "", "cpu: '8', memory: 16Gi, pods: '9'")}
        << pod("a", "", "", requests("cpu: '1', memory: 2Gi"))
        << "n1=50/50 n2=87/87";
}

void TestNodeResourcesFit::score()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, scores);
    QCOMPARE(Fleet(fleet).scores(newcomer, "NodeResourcesFit"), scores);
}

void TestNodeResourcesFit::strategies_data()
{
    using scheduler::ScoringStrategy;
    QTest::addColumn<scheduler::NodeResourcesFit::Options>("options");
    QTest::addColumn<QString>("scores");
    QTest::newRow("LeastAllocated spreads") << scheduler::NodeResourcesFit::Options{} << "n1=25 n2=75";
    QTest::newRow("MostAllocated packs") << scheduler::NodeResourcesFit::Options{ScoringStrategy::MostAllocated, {{"cpu", 1}, {"memory", 1}}, {}} << "n1=75 n2=25";
    QTest::newRow("weights") << scheduler::NodeResourcesFit::Options{ScoringStrategy::MostAllocated, {{"cpu", 3}, {"example.com/gpu", 5}}, {}} << "n1=75 n2=25";
    QTest::newRow("RequestedToCapacityRatio: as a curve says")
        << scheduler::NodeResourcesFit::Options{ScoringStrategy::RequestedToCapacityRatio, {{"cpu", 1}, {"memory", 1}}, {{0, 0}, {50, 10}, {100, 0}}} << "n1=50 n2=50";
    QTest::newRow("RequestedToCapacityRatio: the fuller, the better")
        << scheduler::NodeResourcesFit::Options{ScoringStrategy::RequestedToCapacityRatio, {{"cpu", 1}}, {{0, 0}, {100, 10}}} << "n1=75 n2=25";
}

void TestNodeResourcesFit::strategies()
{
    QFETCH(scheduler::NodeResourcesFit::Options, options);
    QFETCH(QString, scores);
    Fleet fleet({node("n1"), node("n2"), pod("b", "n1", "", requests("cpu: '2', memory: 4Gi"))});
    scheduler::NodeColumns nodes;
    nodes.rebuild(fleet.store().snapshot());
    const api::ObjectPtr newcomer = objectOf(pod("a", "", "", requests("cpu: '1', memory: 2Gi")));
    const scheduler::Cycle cycle(scheduler::PodInfo(newcomer, nodes, [](const store::Key&) { return api::ObjectPtr(); }), nodes);
    const scheduler::NodeResourcesFit plugin(options);
    QCOMPARE(QString("n1=%1 n2=%2").arg(plugin.score(cycle, 0)).arg(plugin.score(cycle, 1)), scores);
}

void TestNodeResourcesFit::curves()
{
    const std::vector<scheduler::ShapePoint> shape{{20, 0}, {60, 40}, {100, 10}};
    QCOMPARE(scheduler::atCurve(shape, 0), 0);
    QCOMPARE(scheduler::atCurve(shape, 20), 0);
    QCOMPARE(scheduler::atCurve(shape, 40), 20);
    QCOMPARE(scheduler::atCurve(shape, 60), 40);
    QCOMPARE(scheduler::atCurve(shape, 80), 25);
    QCOMPARE(scheduler::atCurve(shape, 100), 10);
}

QTEST_GUILESS_MAIN(TestNodeResourcesFit)
#include "test_noderesourcesfit.moc"
