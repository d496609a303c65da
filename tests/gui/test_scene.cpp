// What lies under a point, where an object stands, and where an arrow key leads.
#include "somescene.h"

#include <QTest>

using namespace kubarium;
using namespace kubarium::gui;

class TestScene : public QObject {
    Q_OBJECT
private slots:
    void aPointHasSomethingUnderIt_data();
    void aPointHasSomethingUnderIt();
    void anObjectIsFoundWhereItStands();
    void anArrowLeadsToTheNearest_data();
    void anArrowLeadsToTheNearest();
    void walkingBeginsAtTheFirstObject();
    void everythingIsReachedByArrows();
};

void TestScene::aPointHasSomethingUnderIt_data()
{
    QTest::addColumn<QPointF>("point");
    QTest::addColumn<QString>("found");
    QTest::newRow("a pod") << QPointF(20, 160) << "a";
    QTest::newRow("the first pixel of a pod") << QPointF(148, 150) << "b";
    QTest::newRow("just beside a pod is its node") << QPointF(132, 160) << "left";
    QTest::newRow("the head of a node") << QPointF(5, 105) << "left";
    QTest::newRow("a node without pods") << QPointF(400, 250) << "right";
    QTest::newRow("a tile that is no object") << QPointF(400, 20) << "waiting, no object";
    QTest::newRow("between the tiles") << QPointF(290, 150) << "nothing";
    QTest::newRow("a hair left of everything") << QPointF(-0.25, 150) << "nothing";
}

void TestScene::aPointHasSomethingUnderIt()
{
    QFETCH(QPointF, point);
    const Scene scene = someScene();
    QTEST(nameAt(scene, spotAt(scene, point)), "found");
}

void TestScene::anObjectIsFoundWhereItStands()
{
    const Scene scene = someScene();
    QCOMPARE(spotOf(scene, podKey("c")), (Spot{1, 2}));
    QCOMPARE(spotOf(scene, nodeKey("right")), (Spot{2, std::nullopt}));
    QCOMPARE(rectOf(scene, Spot{1, 2}), QRect(12, 200, 120, 40));
    QVERIFY(!spotOf(scene, podKey("d")));
    QVERIFY(!spotOf(scene, podKey("left"))); // a pod of the node's name
    QVERIFY(!spotOf(scene, {podsOfScene, "other", "a"}));
    for (std::size_t i = 0; i < scene.groups.size(); ++i) {
        if (scene.groups[i].object)
            QCOMPARE(spotOf(scene, *keyAt(scene, Spot{i, std::nullopt})), (Spot{i, std::nullopt}));
    }
}

void TestScene::anArrowLeadsToTheNearest_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QPoint>("arrow");
    QTest::addColumn<QString>("to");
    const QPoint left(-1, 0);
    const QPoint right(1, 0);
    const QPoint up(0, -1);
    const QPoint down(0, 1);
    QTest::newRow("to the pod at its right") << "a" << right << "b";
    QTest::newRow("to the pod below") << "a" << down << "c";
    QTest::newRow("back up") << "c" << up << "a";
    QTest::newRow("from the uppermost pod to its node") << "b" << up << "left";
    QTest::newRow("from a node down to its pods") << "left" << down << "a";
    QTest::newRow("from node to node") << "left" << right << "right";
    QTest::newRow("and back, over what is no object") << "right" << left << "left";
    QTest::newRow("at the edge there is nothing") << "c" << down << "nothing";
    QTest::newRow("what is no object is passed over") << "left" << up << "nothing";
}

void TestScene::anArrowLeadsToTheNearest()
{
    QFETCH(QString, from);
    QFETCH(QPoint, arrow);
    const Scene scene = someScene();
    const std::string name = from.toStdString();
    std::optional<Spot> start = spotOf(scene, podKey(name.c_str()));
    if (!start)
        start = spotOf(scene, nodeKey(name.c_str()));
    QVERIFY(start);
    QTEST(nameAt(scene, neighbour(scene, *start, arrow)), "to");
}

void TestScene::walkingBeginsAtTheFirstObject()
{
    const Scene scene = someScene();
    QCOMPARE(nameAt(scene, firstSpot(scene)), QString("left"));
    QVERIFY(!firstSpot(Scene()));
}

void TestScene::everythingIsReachedByArrows()
{
    const Scene scene = someScene();
    QStringList seen{nameAt(scene, firstSpot(scene))};
    std::vector<Spot> open{*firstSpot(scene)};
    while (!open.empty()) {
        const Spot from = open.back();
        open.pop_back();
        for (const QPoint arrow : {QPoint(-1, 0), QPoint(1, 0), QPoint(0, -1), QPoint(0, 1)}) {
            const std::optional<Spot> to = neighbour(scene, from, arrow);
            if (!to || seen.contains(nameAt(scene, to)))
                continue;
            seen << nameAt(scene, to);
            open.push_back(*to);
        }
    }
    seen.sort();
    QCOMPARE(seen, (QStringList{"a", "b", "c", "left", "right"}));
}

QTEST_GUILESS_MAIN(TestScene)
#include "test_scene.moc"
