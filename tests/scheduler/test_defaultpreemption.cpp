// Who has to go for a pod that finds no room, and what is said where nobody can.
#include "fleet.h"

using namespace kubarium;

class TestDefaultPreemption : public QObject {
    Q_OBJECT
private slots:
    void victims_data();
    void victims();
    void leavesNoTrace();
    void messages_data();
    void messages();
};

namespace {

// A pod of a priority that requests so much CPU, on a node.
QByteArray rank(const QByteArray& name, const QByteArray& on, int priority, const QByteArray& cpu, const QByteArray& labels = {}, const QByteArray& start = {})
{
    QByteArray text = pod(name, on, labels, "priority: " + QByteArray::number(priority) + ", " + requests("cpu: " + cpu));
    if (!start.isEmpty())
        text.replace("spec: {priority", "status: {startTime: '2026-01-01T00:00:" + start + "Z'}, spec: {priority");
    return text;
}

QByteArray budget(const QByteArray& app, int allowed)
{
    return "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: " + app + ", namespace: default}, spec: {minAvailable: 1, selector: "
           "{matchLabels: {app: " + app + "}}}, status: {disruptionsAllowed: " + QByteArray::number(allowed) + "}}";
}

const QByteArray important = rank("new", "", 100, "'3'");

} // namespace

void TestDefaultPreemption::victims_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("outcome"); // the node, and who goes
    QTest::newRow("where there is room nobody goes") << QList<QByteArray>{node("n1")} << important << "fits";
    QTest::newRow("a less important pod goes") << QList<QByteArray>{node("n1"), rank("a", "n1", 0, "'2'")} << important << "n1: a";
    QTest::newRow("one of the same priority stays") << QList<QByteArray>{node("n1"), rank("a", "n1", 100, "'2'")} << important << ": ";
    QTest::newRow("no more go than have to") << QList<QByteArray>{node("n1"), rank("a", "n1", 0, "'2'"), rank("b", "n1", 0, "'1'")} << important << "n1: a";
    QTest::newRow("the more important ones are let back first")
        << QList<QByteArray>{node("n1"), rank("a", "n1", 0, "'1'"), rank("b", "n1", 50, "'1'"), rank("c", "n1", 10, "'1'")} << important << "n1: c a";
    QTest::newRow("of equals, those that ran longer")
        << QList<QByteArray>{node("n1"), rank("a", "n1", 0, "'2'", "", "30"), rank("b", "n1", 0, "'2'", "", "10")} << rank("new", "", 100, "'2'") << "n1: a";
    QTest::newRow("the node whose most important victim is the least important")
        << QList<QByteArray>{node("n1"), node("n2"), rank("a", "n1", 20, "'2'"), rank("b", "n2", 10, "'1'"), rank("c", "n2", 10, "'1'")} << important << "n2: c";
    QTest::newRow("the node where fewer go") << QList<QByteArray>{node("n1"), node("n2"), rank("a", "n1", 10, "'1'"), rank("b", "n1", 10, "'1'"),
        rank("c", "n1", 10, "'1'"), rank("d", "n2", 10, "'4'")} << rank("new", "", 100, "'4'") << "n2: d";
    QTest::newRow("the node whose victims started later")
        << QList<QByteArray>{node("n1"), node("n2"), rank("a", "n1", 10, "'2'", "", "10"), rank("b", "n2", 10, "'2'", "", "40")} << important << "n2: b";
    QTest::newRow("rather not those that a budget protects, even if they are less important")
        << QList<QByteArray>{node("n1"), node("n2"), rank("a", "n1", 0, "'2'", "app: db"), rank("b", "n2", 50, "'2'"), budget("db", 0)} << important << "n2: b";
    QTest::newRow("on one node as well")
        << QList<QByteArray>{node("n1"), rank("a", "n1", 0, "'2'", "app: db"), rank("b", "n1", 50, "'2'"), budget("db", 0)} << rank("new", "", 100, "'2'") << "n1: b";
    QTest::newRow("what a budget allows may go")
        << QList<QByteArray>{node("n1"), rank("a", "n1", 0, "'2'", "app: db"), rank("b", "n1", 50, "'2'"), budget("db", 1)} << rank("new", "", 100, "'2'") << "n1: a";
    QTest::newRow("if there is no other way, a budget does not help") << QList<QByteArray>{node("n1"), rank("a", "n1", 0, "'2'", "app: db"), budget("db", 0)} << important << "n1: a";
    QTest::newRow("nobody goes from a node where it would be of no use")
        << QList<QByteArray>{node("n1", "", "taints: [{key: t, effect: NoSchedule}]"), rank("a", "n1", 0, "'2'")} << important << ": ";
    QTest::newRow("nor where the pod would not fit even so") << QList<QByteArray>{node("n1"), rank("a", "n1", 0, "'1'"), rank("b", "n1", 200, "'2'")} << important << ": ";
    QTest::newRow("a pod that it must be apart from goes")
        << QList<QByteArray>{node("n1", "zone: a"), rank("a", "n1", 0, "'1'", "app: db")}
        << pod("new", "", "", "priority: 100, affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {matchLabels: {app: db}}}]}}")
        << "n1: a";
    QTest::newRow("a held port is freed")
        << QList<QByteArray>{node("n1"), pod("a", "n1", "", "priority: 0, " + QByteArray("containers: [{name: c, image: x, ports: [{containerPort: 80, hostPort: 80}]}]"))}
        << pod("new", "", "", "priority: 100, containers: [{name: c, image: x, ports: [{containerPort: 80, hostPort: 80}]}]") << "n1: a";
}

void TestDefaultPreemption::victims()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, outcome);
    const scheduler::Decision decision = Fleet(fleet).decide(newcomer);
    QStringList victims;
    for (const api::ObjectPtr& victim : decision.victims)
        victims << Fleet::text(victim.meta().name);
    QCOMPARE(decision.best.empty() ? Fleet::text(decision.preemptsOn) + ": " + victims.join(' ') : QString("fits"), outcome);
}

// Pods are only thought away: afterwards the columns are as before, and so are the counts of other pods.
void TestDefaultPreemption::leavesNoTrace()
{
    const QByteArray apart = "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, "
                             "labelSelector: {matchLabels: {app: db}}}]}}";
    Fleet fleet({node("n1", "zone: a"), node("n2", "zone: b"), rank("a", "n1", 0, "'2'", "app: db"), rank("b", "n1", 7, "'1'"),
        rank("c", "n2", 0, "'4'", "app: db"), rank("d", "n2", 50, "0")});
    scheduler::NodeColumns nodes;
    nodes.rebuild(fleet.store().snapshot());
    const api::ObjectPtr newcomer = objectOf(pod("new", "", "", "priority: 100, " + apart + ", " + requests("cpu: '2'")));
    scheduler::Cycle cycle(scheduler::PodInfo(newcomer, nodes, [](const store::Key&) { return api::ObjectPtr(); }), nodes);
    const scheduler::NominatedPods nominated(newcomer, cycle, nodes);
    const auto look = [&] {
        const scheduler::Diagnosis diagnosis = scheduler::diagnose(cycle, nominated);
        return QString("%1 %2 %3 %4 %5 %6").arg(QString::fromStdString(diagnosis.message())).arg(nodes.requested().cpu[0])
            .arg(nodes.requested().cpu[1]).arg(nodes.requested().pods[0]).arg(nodes.rankedCpu()[1]).arg(cycle.affinity().apart()[0].total());
    };
    const QString before = look();
    const scheduler::Preemption preemption = scheduler::preempt(
        {newcomer, {}, {}}, cycle, nodes, scheduler::diagnose(cycle, nominated), nominated, sim::RandomStream(1));
    QVERIFY(preemption.node != scheduler::noNode);
    QCOMPARE(look(), before);
}

void TestDefaultPreemption::messages_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("message");
    const QByteArray small = "cpu: '1', memory: 1Gi, pods: '9'";
    const QByteArray tainted = node("n3", "", "taints: [{key: t, effect: NoSchedule}]");
    QTest::newRow("no node at all") << QList<QByteArray>{} << pod("new") << "no nodes available to schedule pods";
    QTest::newRow("too large for any node")
        << QList<QByteArray>{node("n1", "", "", small), node("n2", "", "", small), tainted} << pod("new", "", "", requests("cpu: '2'"))
        << "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    QTest::newRow("no room left, and nobody less important")
        << QList<QByteArray>{node("n1", "", "", small), node("n2", "", "", small), tainted, rank("a", "n1", 0, "800m"), rank("b", "n2", 0, "800m")}
        << pod("new", "", "", requests("cpu: 500m"))
        << "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.";
    QTest::newRow("less important ones are too small")
        << QList<QByteArray>{node("n1", "", "", small), rank("a", "n1", 200, "800m"), rank("b", "n1", 0, "100m")} << rank("new", "", 100, "500m")
        << "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Insufficient cpu.";
    QTest::newRow("a node may be short of several things")
        << QList<QByteArray>{node("n1", "", "", "cpu: '1', memory: 1Gi, pods: '0'")} << pod("new", "", "", requests("cpu: 500m, memory: 2Gi"))
        << "0/1 nodes are available: 1 Insufficient memory, 1 Too many pods. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
    QTest::newRow("who may push out nobody") << QList<QByteArray>{node("n1", "", "", small), rank("a", "n1", 0, "800m")}
        << rank("new", "", 100, "500m").replace("spec: {", "spec: {preemptionPolicy: Never, ")
        << "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.";
    QTest::newRow("who pushes out somebody says nothing of it") << QList<QByteArray>{node("n1", "", "", small), rank("a", "n1", 0, "800m")} << rank("new", "", 100, "500m")
        << "0/1 nodes are available: 1 Insufficient cpu.";
    QTest::newRow("pods of DaemonSets: the other nodes are passed over")
        << QList<QByteArray>{node("n1", "", "", small), node("n2", "", "", small), rank("a", "n1", 0, "800m")}
        << pod("new", "", "", "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [n1]}]}]}}}, "
               + requests("cpu: 500m"))
        << "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.";
    QTest::newRow("terms that contradict each other") << QList<QByteArray>{node("n1")}
        << pod("new", "", "", "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [n1]}, "
               "{key: metadata.name, operator: In, values: [n2]}]}]}}}")
        << "0/1 nodes are available: pod affinity terms conflict. not found";
    QList<QByteArray> many;
    for (int i = 0; i < 12; ++i)
        many << node("m" + QByteArray::number(i), "", i < 10 ? "unschedulable: true" : "taints: [{key: t, effect: NoSchedule}]");
    QTest::newRow("counts are sorted as texts: 10 comes before 2") << many << pod("new")
        << "0/12 nodes are available: 10 node(s) were unschedulable, 2 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/12 nodes are available: 12 Preemption is not helpful for scheduling.";
}

void TestDefaultPreemption::messages()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, message);
    QCOMPARE(Fleet(fleet).message(newcomer), message);
}

QTEST_GUILESS_MAIN(TestDefaultPreemption)
#include "test_defaultpreemption.moc"
