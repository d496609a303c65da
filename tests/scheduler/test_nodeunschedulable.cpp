// A cordoned node takes no more pods.
#include "fleet.h"

using namespace kubarium;

class TestNodeUnschedulable : public QObject {
    Q_OBJECT
private slots:
    void filter_data();
    void filter();
};

void TestNodeUnschedulable::filter_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("verdicts");
    QTest::newRow("a cordoned node refuses")
        << QList<QByteArray>{node("n1", "", "unschedulable: true"), node("n2")}
        << pod("a")
        << "n1[the node is cordoned (spec.unschedulable)] n2";
    QTest::newRow("who tolerates just that may come, as pods of DaemonSets do")
        << QList<QByteArray>{node("n1", "", "unschedulable: true")}
        << pod("a", "", "", "tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists, effect: NoSchedule}]")
        << "n1";
    QTest::newRow("who tolerates something else may not")
        << QList<QByteArray>{node("n1", "", "unschedulable: true")}
        << pod("a", "", "", "tolerations: [{key: gpu, operator: Exists}]")
        << "n1[the node is cordoned (spec.unschedulable)]";
}

void TestNodeUnschedulable::filter()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, verdicts);
    QCOMPARE(Fleet(fleet).verdicts(newcomer), verdicts);
}

QTEST_GUILESS_MAIN(TestNodeUnschedulable)
#include "test_nodeunschedulable.moc"
