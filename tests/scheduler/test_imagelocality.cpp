// Nodes that have a pod's images already.
#include "fleet.h"

using namespace kubarium;

class TestImageLocality : public QObject {
    Q_OBJECT
private slots:
    void score_data();
    void score();
};

void TestImageLocality::score_data()
{
    QTest::addColumn<QList<QByteArray>>("fleet");
    QTest::addColumn<QByteArray>("newcomer");
    QTest::addColumn<QString>("scores"); // raw, and brought to 0 … 100
    QTest::newRow("no node has the image")
        << QList<QByteArray>{node("n1"), node("n2")}
        << pod("a")
        << "n1 n2";
    QTest::newRow("one of two has it: its size counts half")
        << QList<QByteArray>{node("n1", "", "", "cpu: '4', memory: 8Gi, pods: '110'", "{names: ['nginx:latest'], sizeBytes: 1048576000}"), node("n2")}
        << pod("a")
        << "n1=48/48 n2=0/0";
    QTest::newRow("all have it")
        << QList<QByteArray>{node("n1", "", "", "cpu: '4', memory: 8Gi, pods: '110'", "{names: ['nginx:latest'], sizeBytes: 1048576000}"), node("n2", "", "", "cpu: '4', memory: 8Gi, pods: '110'", "{names: ['nginx:latest'], sizeBytes: 1048576000}")}
        << pod("a")
        << "n1=100/100 n2=100/100";
    QTest::newRow("a small one does not matter")
        << QList<QByteArray>{node("n1", "", "", "cpu: '4', memory: 8Gi, pods: '110'", "{names: ['nginx:latest'], sizeBytes: 20971520}")}
        << pod("a")
        << "n1=0/0";
    QTest::newRow("another tag is another image")
        << QList<QByteArray>{node("n1", "", "", "cpu: '4', memory: 8Gi, pods: '110'", "{names: ['nginx:1.25'], sizeBytes: 1048576000}")}
        << pod("a")
        << "n1";
    QTest::newRow("each container may find its own")
        << QList<QByteArray>{node("n1", "", "", "cpu: '4', memory: 8Gi, pods: '110'", "{names: ['nginx:latest'], sizeBytes: 524288000}, {names: ['redis:7'], sizeBytes: 524288000}")}
        << pod("a", "", "", "containers: [{name: c, image: nginx}, {name: d, image: 'redis:7'}]")
        << "n1=49/49";
}

void TestImageLocality::score()
{
    QFETCH(QList<QByteArray>, fleet);
    QFETCH(QByteArray, newcomer);
    QFETCH(QString, scores);
    QCOMPARE(Fleet(fleet).scores(newcomer, "ImageLocality"), scores);
}

QTEST_GUILESS_MAIN(TestImageLocality)
#include "test_imagelocality.moc"
