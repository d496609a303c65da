// A pod that names its node goes there and nowhere else.
#include "fleet.h"

using namespace kubarium;

class TestNodeName : public QObject {
    Q_OBJECT
private slots:
    void filter_data();
    void filter();
};

void TestNodeName::filter_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("verdicts");
    QTest::newRow("who names no node may go anywhere")
        << QList<QByteArray>{node("n1"), node("n2")}
        << pod("a")
        << "n1 n2";
    QTest::newRow("who names one goes there")
        << QList<QByteArray>{node("n1"), node("n2")}
        << pod("a", "n2")
        << "n1[the pod names the node n2] n2";
    QTest::newRow("a node that is not there takes nobody")
        << QList<QByteArray>{node("n1")}
        << pod("a", "n7")
        << "n1[the pod names the node n7]";
}

void TestNodeName::filter()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, verdicts);
    QCOMPARE(Fleet(fleet).verdicts(newcomer), verdicts);
}

QTEST_GUILESS_MAIN(TestNodeName)
#include "test_nodename.moc"
