// Which nodes a pod asks for, and which it would like. (What matches what: tests/api/test_nodeaffinity.cpp.)
#include "fleet.h"

using namespace kubarium;

class TestNodeAffinity : public QObject {
    Q_OBJECT
private slots:
    void filter_data();
    void filter();
    void score_data();
    void score();
};

void TestNodeAffinity::filter_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("verdicts");
    QTest::newRow("nodeSelector: a label that is missing")
        << QList<QByteArray>{node("n1"), node("n2", "disk: ssd")}
        << pod("a", "", "", "nodeSelector: {disk: ssd}")
        << "n1[nodeSelector asks for disk=ssd, the node has no label disk] n2";
    QTest::newRow("nodeSelector: another value")
        << QList<QByteArray>{node("n1", "disk: hdd")}
        << pod("a", "", "", "nodeSelector: {disk: ssd}")
        << "n1[nodeSelector asks for disk=ssd, the node has disk=hdd]";
    QTest::newRow("required terms")
        << QList<QByteArray>{node("n1", "zone: a"), node("n2", "zone: b")}
        << pod("a", "", "", "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [b]}]}]}}}")
        << "n1[the node meets no term of the pod's required node affinity] n2";
    QTest::newRow("named nodes: the others are not looked at")
        << QList<QByteArray>{node("n1"), node("n2")}
        << pod("a", "", "", "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [n2]}]}]}}}")
        << "n1[the pod's node affinity names other nodes] n2";
}

void TestNodeAffinity::filter()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, verdicts);
    QCOMPARE(Fleet(fleet).verdicts(newcomer), verdicts);
}

void TestNodeAffinity::score_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("scores"); // raw, and brought to 0 … 100
    QTest::newRow("without preferences no node is ranked")
        << QList<QByteArray>{node("n1"), node("n2")}
        << pod("a")
        << "n1 n2";
    QTest::newRow("weights of the terms that a node meets")
        << QList<QByteArray>{node("n1", "zone: a, disk: ssd"), node("n2", "zone: a"), node("n3")}
        << pod("a", "", "", "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 10, preference: {matchExpressions: [{key: zone, operator: Exists}]}}, {weight: 30, preference: {matchExpressions: [{key: disk, operator: Exists}]}}]}}")
        << "n1=40/100 n2=10/25 n3=0/0";
}

void TestNodeAffinity::score()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, scores);
    QCOMPARE(Fleet(fleet).scores(newcomer, "NodeAffinity"), scores);
}

QTEST_GUILESS_MAIN(TestNodeAffinity)
#include "test_nodeaffinity.moc"
