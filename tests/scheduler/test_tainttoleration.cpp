// Taints that a pod does not tolerate keep it away, or make a node less welcome.
#include "fleet.h"

using namespace kubarium;

class TestTaintToleration : public QObject {
    Q_OBJECT
private slots:
    void filter_data();
    void filter();
    void score_data();
    void score();
};

void TestTaintToleration::filter_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("verdicts");
    QTest::newRow("NoSchedule keeps away")
        << QList<QByteArray>{node("n1", "", "taints: [{key: gpu, value: 'yes', effect: NoSchedule}]"), node("n2")}
        << pod("a")
        << "n1[no toleration for the taint gpu=yes:NoSchedule] n2";
    QTest::newRow("so does NoExecute")
        << QList<QByteArray>{node("n1", "", "taints: [{key: gpu, value: 'yes', effect: NoExecute}]")}
        << pod("a")
        << "n1[no toleration for the taint gpu=yes:NoExecute]";
    QTest::newRow("PreferNoSchedule does not")
        << QList<QByteArray>{node("n1", "", "taints: [{key: gpu, value: 'yes', effect: PreferNoSchedule}]")}
        << pod("a")
        << "n1";
    QTest::newRow("a toleration lets in")
        << QList<QByteArray>{node("n1", "", "taints: [{key: gpu, value: 'yes', effect: NoSchedule}]")}
        << pod("a", "", "", "tolerations: [{key: gpu, operator: Exists}]")
        << "n1";
    QTest::newRow("all taints must be tolerated, and the first that is not is named")
        << QList<QByteArray>{node("n1", "", "taints: [{key: gpu, effect: NoSchedule}, {key: spot, effect: NoExecute}]")}
        << pod("a", "", "", "tolerations: [{key: gpu, operator: Exists}]")
        << "n1[no toleration for the taint spot:NoExecute]";
}

void TestTaintToleration::filter()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, verdicts);
    QCOMPARE(Fleet(fleet).verdicts(newcomer), verdicts);
}

void TestTaintToleration::score_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("scores"); // raw, and brought to 0 … 100
    QTest::newRow("without taints all are as good as can be")
        << QList<QByteArray>{node("n1"), node("n2")}
        << pod("a")
        << "n1=0/100 n2=0/100";
    QTest::newRow("the fewer taints, the better")
        << QList<QByteArray>{node("n1", "", "taints: [{key: a, effect: PreferNoSchedule}, {key: b, effect: PreferNoSchedule}]"), node("n2", "", "taints: [{key: a, effect: PreferNoSchedule}]"), node("n3")}
        << pod("a")
        << "n1=2/0 n2=1/50 n3=0/100";
    QTest::newRow("tolerated ones do not count")
        << QList<QByteArray>{node("n1", "", "taints: [{key: a, effect: PreferNoSchedule}]"), node("n2", "", "taints: [{key: b, effect: PreferNoSchedule}]")}
        << pod("a", "", "", "tolerations: [{key: a, operator: Exists}]")
        << "n1=0/100 n2=1/0";
}

void TestTaintToleration::score()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, scores);
    QCOMPARE(Fleet(fleet).scores(newcomer, "TaintToleration"), scores);
}

QTEST_GUILESS_MAIN(TestTaintToleration)
#include "test_tainttoleration.moc"
