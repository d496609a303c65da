// A port of a node is held by one pod at a time.
#include "fleet.h"

using namespace kubarium;

class TestNodePorts : public QObject {
    Q_OBJECT
private slots:
    void filter_data();
    void filter();
};

void TestNodePorts::filter_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("verdicts");
    QTest::newRow("a pod without host ports fits anywhere")
        << QList<QByteArray>{node("n1"), pod("b", "n1", "", "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80}]}]")}
        << pod("a")
        << "n1";
    QTest::newRow("a held port is refused, its holder named")
        << QList<QByteArray>{node("n1"), node("n2"), pod("b", "n1", "", "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80}]}]")}
        << pod("a", "", "", "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80}]}]")
        << "n1[port 80/TCP is held by default/b] n2";
    QTest::newRow("TCP and UDP do not collide")
        << QList<QByteArray>{node("n1"), pod("b", "n1", "", "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80, protocol: UDP}]}]")}
        << pod("a", "", "", "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80}]}]")
        << "n1";
    QTest::newRow("two addresses of a node do not collide")
        << QList<QByteArray>{node("n1"), pod("b", "n1", "", "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80, hostIP: 10.0.0.1}]}]")}
        << pod("a", "", "", "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80, hostIP: 10.0.0.2}]}]")
        << "n1";
    QTest::newRow("all addresses collide with each")
        << QList<QByteArray>{node("n1"), pod("b", "n1", "", "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80, hostIP: 10.0.0.1}]}]")}
        << pod("a", "", "", "containers: [{name: c, image: nginx, ports: [{containerPort: 80, hostPort: 80}]}]")
        << "n1[port 80/TCP is held by default/b]";
}

void TestNodePorts::filter()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, verdicts);
    QCOMPARE(Fleet(fleet).verdicts(newcomer), verdicts);
}

QTEST_GUILESS_MAIN(TestNodePorts)
#include "test_nodeports.moc"
