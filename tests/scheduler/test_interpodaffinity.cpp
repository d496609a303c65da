// Near to some pods, apart from others.
#include "fleet.h"

using namespace kubarium;

class TestInterPodAffinity : public QObject {
    Q_OBJECT
private slots:
    void filter_data();
    void filter();
    void score_data();
    void score();
};

void TestInterPodAffinity::filter_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("verdicts");
    QTest::newRow("near a pod means in its domain")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4"), pod("db", "n1", "app: db")}
        << pod("a", "", "", "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: db}}, topologyKey: zone}]}}")
        << "n1 n2 n3[no pod that it must be near to runs in zone=b] n4[the node has no label zone]";
    QTest::newRow("nobody to be near to")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4")}
        << pod("a", "", "", "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: db}}, topologyKey: zone}]}}")
        << "n1[no pod that it must be near to runs in zone=a] n2[no pod that it must be near to runs in zone=a] n3[no pod that it must be near to runs in zone=b] n4[the node has no label zone]";
    QTest::newRow("the first of its kind may go anywhere that has the label")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4")}
        << pod("a", "", "app: db", "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: db}}, topologyKey: zone}]}}")
        << "n1 n2 n3 n4[the node has no label zone]";
    QTest::newRow("all terms must be met by the same pod")
        << QList<QByteArray>{node("n1", "zone: a, rack: r1"), node("n2", "zone: a, rack: r2"), pod("db", "n1", "app: db")}
        << pod("a", "", "", "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: db}}, topologyKey: zone}, {labelSelector: {matchLabels: {app: db}}, topologyKey: rack}]}}")
        << "n1 n2[no pod that it must be near to runs in rack=r2]";
    QTest::newRow("apart from a pod means in another domain")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4"), pod("db", "n1", "app: db")}
        << pod("a", "", "", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: db}}, topologyKey: zone}]}}")
        << "n1[a pod that it must be apart from runs in zone=a] n2[a pod that it must be apart from runs in zone=a] n3 n4";
    QTest::newRow("one a node")
        << QList<QByteArray>{node("n1", "kubernetes.io/hostname: n1"), node("n2", "kubernetes.io/hostname: n2"), pod("x", "n1", "app: web")}
        << pod("a", "", "app: web", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: web}}, topologyKey: kubernetes.io/hostname}]}}")
        << "n1[a pod that it must be apart from runs in kubernetes.io/hostname=n1] n2";
    QTest::newRow("who is there keeps others away")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4"), pod("shy", "n3", "", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: web}}, topologyKey: zone}]}}")}
        << pod("a", "", "app: web")
        << "n1 n2 n3[a pod that must be apart from it runs in zone=b] n4";
    QTest::newRow("it keeps away only whom it means")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4"), pod("shy", "n3", "", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: web}}, topologyKey: zone}]}}")}
        << pod("a", "", "app: db")
        << "n1 n2 n3 n4";
    QTest::newRow("pods of other namespaces are not meant")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4"), "{apiVersion: v1, kind: Namespace, metadata: {name: other, labels: {team: t}}}", pod("db", "n1", "app: db", "", "other")}
        << pod("a", "", "", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: db}}, topologyKey: zone}]}}")
        << "n1 n2 n3 n4";
    QTest::newRow("unless they are named")
        << QList<QByteArray>{node("n1", "zone: a"), "{apiVersion: v1, kind: Namespace, metadata: {name: other, labels: {team: t}}}", pod("db", "n1", "app: db", "", "other")}
        << pod("a", "", "", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: db}}, topologyKey: zone, namespaces: [other]}]}}")
        << "n1[a pod that it must be apart from runs in zone=a]";
    QTest::newRow("or chosen by their labels")
        << QList<QByteArray>{node("n1", "zone: a"), "{apiVersion: v1, kind: Namespace, metadata: {name: other, labels: {team: t}}}", pod("db", "n1", "app: db", "", "other")}
        << pod("a", "", "", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: db}}, topologyKey: zone, namespaceSelector: {matchLabels: {team: t}}}]}}")
        << "n1[a pod that it must be apart from runs in zone=a]";
    QTest::newRow("an empty namespaceSelector means all of them")
        << QList<QByteArray>{node("n1", "zone: a"), "{apiVersion: v1, kind: Namespace, metadata: {name: other, labels: {team: t}}}", pod("db", "n1", "app: db", "", "other")}
        << pod("a", "", "", "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: db}}, topologyKey: zone, namespaceSelector: {}}]}}")
        << "n1";
}

void TestInterPodAffinity::filter()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, verdicts);
    QCOMPARE(Fleet(fleet).verdicts(newcomer), verdicts);
}

void TestInterPodAffinity::score_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("scores"); // raw, and brought to 0 … 100
    QTest::newRow("without anybody who wishes something no node is ranked")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4")}
        << pod("a")
        << "n1 n2 n3 n4";
    QTest::newRow("wishes to be near")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4"), pod("db", "n1", "app: db")}
        << pod("a", "", "", "affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 20, podAffinityTerm: {labelSelector: {matchLabels: {app: db}}, topologyKey: zone}}]}}")
        << "n1=20/100 n2=20/100 n3=0/0 n4=0/0";
    QTest::newRow("and to be apart: the more of them, the worse")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4"), pod("db", "n1", "app: db"), pod("db2", "n2", "app: db"), pod("db3", "n3", "app: db")}
        << pod("a", "", "", "affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 20, podAffinityTerm: {labelSelector: {matchLabels: {app: db}}, topologyKey: zone}}]}}")
        << "n1=-40/0 n2=-40/0 n3=-20/50 n4=0/100";
    QTest::newRow("others wish, too")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4"), pod("fan", "n3", "", "affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 7, podAffinityTerm: {labelSelector: {matchLabels: {app: web}}, topologyKey: zone}}]}}")}
        << pod("a", "", "app: web")
        << "n1=0/0 n2=0/0 n3=7/100 n4=0/0";
    QTest::newRow("what others require counts as a small wish")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: a"), node("n3", "zone: b"), node("n4"), pod("web", "n3", "app: web"), pod("fan", "n3", "", "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: web}}, topologyKey: zone}]}}")}
        << pod("a", "", "app: web")
        << "n1=0/0 n2=0/0 n3=1/100 n4=0/0";
}

void TestInterPodAffinity::score()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, scores);
    QCOMPARE(Fleet(fleet).scores(newcomer, "InterPodAffinity"), scores);
}

QTEST_GUILESS_MAIN(TestInterPodAffinity)
#include "test_interpodaffinity.moc"
