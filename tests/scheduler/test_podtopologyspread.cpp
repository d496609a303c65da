// Pods spread over domains: as a must, and as a wish.
#include "fleet.h"

#include "scheduler/plugins/podtopologyspread.h"

#include <cmath>

using namespace kubarium;

class TestPodTopologySpread : public QObject {
    Q_OBJECT
private slots:
    void filter_data();
    void filter();
    void score_data();
    void score();
    void logarithms();
};

void TestPodTopologySpread::filter_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("verdicts");
    QTest::newRow("no domain has more than maxSkew more than the emptiest")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b"), node("n3", "zone: c"), pod("w1", "n1", "app: web"), pod("w2", "n2", "app: web")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
        << "n1[zone=a has 1 such pod, with this one 2; the emptiest domain has 0, and maxSkew is 1] n2[zone=b has 1 such pod, with this one 2; the emptiest domain has 0, and maxSkew is 1] n3";
    QTest::newRow("a larger skew is tolerated")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b"), node("n3", "zone: c"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
        << "n1 n2 n3";
    QTest::newRow("who is not counted adds nothing")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b"), node("n3", "zone: c"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: other", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
        << "n1 n2 n3";
    QTest::newRow("a node without the label takes nobody")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
        << "n1 n2[the node has no label zone]";
    QTest::newRow("pods that are ending do not count")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b"), node("n3", "zone: c"), pod("w1", "n1", "app: web", "", "default", "deletionTimestamp: '2026-01-01T00:00:00Z'")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
        << "n1 n2 n3";
    QTest::newRow("pods of other namespaces do not count")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b"), node("n3", "zone: c"), pod("w1", "n1", "app: web", "", "other")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
        << "n1 n2 n3";
    QTest::newRow("domains that the pod itself rules out do not count")
        << QList<QByteArray>{node("n1", "zone: a, disk: ssd"), node("n2", "zone: b"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web", "nodeSelector: {disk: ssd}, topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
        << "n1 n2[nodeSelector asks for disk=ssd, the node has no label disk]";
    QTest::newRow("unless it says so")
        << QList<QByteArray>{node("n1", "zone: a, disk: ssd"), node("n2", "zone: b"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web", "nodeSelector: {disk: ssd}, topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}, nodeAffinityPolicy: Ignore}]")
        << "n1[zone=a has 1 such pod, with this one 2; the emptiest domain has 0, and maxSkew is 1] n2[nodeSelector asks for disk=ssd, the node has no label disk]";
    QTest::newRow("tainted domains count")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b", "taints: [{key: t, effect: NoSchedule}]"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
        << "n1[zone=a has 1 such pod, with this one 2; the emptiest domain has 0, and maxSkew is 1] n2[no toleration for the taint t:NoSchedule]";
    QTest::newRow("unless taints are honoured")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b", "taints: [{key: t, effect: NoSchedule}]"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}, nodeTaintsPolicy: Honor}]")
        << "n1 n2[no toleration for the taint t:NoSchedule]";
    QTest::newRow("too few domains: the missing ones count as empty")
        << QList<QByteArray>{node("n1", "zone: a"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}, minDomains: 2}]")
        << "n1[zone=a has 1 such pod, with this one 2; the emptiest domain has 0, and maxSkew is 1 (of 2 domains that minDomains asks for, there are only 1: those that are missing count as empty)]";
    QTest::newRow("matchLabelKeys: only pods of the same revision")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b"), pod("w1", "n1", "app: web, hash: old")}
        << pod("a", "", "app: web, hash: new", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}, matchLabelKeys: [hash]}]")
        << "n1 n2";
    QTest::newRow("several constraints: all of them")
        << QList<QByteArray>{node("n1", "zone: a, rack: r1"), node("n2", "zone: b, rack: r1"), node("n3", "zone: b, rack: r2"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}, {maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
        << "n1[zone=a has 1 such pod, with this one 2; the emptiest domain has 0, and maxSkew is 1] n2[rack=r1 has 1 such pod, with this one 2; the emptiest domain has 0, and maxSkew is 1] n3";
}

void TestPodTopologySpread::filter()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, verdicts);
    QCOMPARE(Fleet(fleet).verdicts(newcomer), verdicts);
}

void TestPodTopologySpread::score_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("scores"); // raw, and brought to 0 … 100
    QTest::newRow("without constraints and replicas no node is ranked")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b"), node("n3", "zone: c")}
        << pod("a")
        << "n1 n2 n3";
    QTest::newRow("the emptier domain is better")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b"), node("n3", "zone: c"), pod("w1", "n1", "app: web"), pod("w2", "n1", "app: web"), pod("w3", "n2", "app: web")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]")
        << "n1=3/0 n2=2/33 n3=0/100";
    QTest::newRow("a node without the label comes last")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2")}
        << pod("a", "", "app: web", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]")
        << "n1=0/100 n2=-1/0";
    QTest::newRow("replicas of a Service are spread over hosts by themselves")
        << QList<QByteArray>{"{apiVersion: v1, kind: Service, metadata: {name: s, namespace: default}, spec: {selector: {app: web}, ports: [{port: 80}]}}", node("n1", "kubernetes.io/hostname: n1"), node("n2", "kubernetes.io/hostname: n2"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web")
        << "n1=3/66 n2=2/100";
    QTest::newRow("and over zones")
        << QList<QByteArray>{"{apiVersion: v1, kind: Service, metadata: {name: s, namespace: default}, spec: {selector: {app: web}, ports: [{port: 80}]}}", node("n1", "topology.kubernetes.io/zone: a"), node("n2", "topology.kubernetes.io/zone: a"), node("n3", "topology.kubernetes.io/zone: b"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web")
        << "n1=5/80 n2=5/80 n3=4/100";
    QTest::newRow("replicas of a ReplicaSet, too")
        << QList<QByteArray>{"{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: rs, namespace: default}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}}", node("n1", "kubernetes.io/hostname: n1"), node("n2", "kubernetes.io/hostname: n2"), pod("w1", "n1", "app: web")}
        << pod("a", "", "app: web", "", "default", "ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: rs, uid: u, controller: true}]")
        << "n1=3/66 n2=2/100";
}

void TestPodTopologySpread::score()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, scores);
    QCOMPARE(Fleet(fleet).scores(newcomer, "PodTopologySpread"), scores);
}

// The scheduler's weights are logarithms; ours are worked out the same on every machine, and must be as good.
void TestPodTopologySpread::logarithms()
{
    for (std::size_t n = 2; n < 20'000; n += n < 200 ? 1 : 97)
        QVERIFY(std::abs(scheduler::naturalLogarithm(n) - std::log(static_cast<double>(n))) < 1e-13);
}

QTEST_GUILESS_MAIN(TestPodTopologySpread)
#include "test_podtopologyspread.moc"
