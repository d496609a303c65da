// Nodes whose CPU and memory would be used up evenly.
#include "fleet.h"

using namespace kubarium;

class TestBalancedAllocation : public QObject {
    Q_OBJECT
private slots:
    void score_data();
    void score();
};

void TestBalancedAllocation::score_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("scores"); // raw, and brought to 0 … 100
    QTest::newRow("who requests nothing changes no balance")
        << QList<QByteArray>{node("n1")}
        << pod("a")
        << "n1";
    QTest::newRow("even use is best")
        << QList<QByteArray>{node("n1")}
        << pod("a", "", "", requests("cpu: '1', memory: 2Gi"))
        << "n1=100/100";
    QTest::newRow("the more uneven, the worse")
        << QList<QByteArray>{node("n1"), node("n2"), pod("b", "n1", "", requests("cpu: '2'"))}
        << pod("a", "", "", requests("cpu: '1', memory: 2Gi"))
        << "n1=75/75 n2=100/100";
    QTest::newRow("a pod can mend the balance")
        << QList<QByteArray>{node("n1"), pod("b", "n1", "", requests("cpu: '2'"))}
        << pod("a", "", "", requests("memory: 4Gi"))
        << "n1=100/100";
    QTest::newRow("only requests count, not what stands in for them")
        << QList<QByteArray>{node("n1"), pod("b", "n1")}
        << pod("a", "", "", requests("cpu: '1', memory: 2Gi"))
        << "n1=100/100";
}

void TestBalancedAllocation::score()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, scores);
    QCOMPARE(Fleet(fleet).scores(newcomer, "NodeResourcesBalancedAllocation"), scores);
}

QTEST_GUILESS_MAIN(TestBalancedAllocation)
#include "test_noderesourcesbalancedallocation.moc"
