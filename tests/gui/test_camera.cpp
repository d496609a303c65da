// Where one looks: points to and fro, zooming to the pointer, fitting, coming closer.
#include "canvas/camera.h"

#include <QTest>

using namespace kubarium::gui;

class TestCamera : public QObject {
    Q_OBJECT
private slots:
    void pointsGoToTheViewAndBack();
    void zoomingKeepsWhatIsUnderThePointer_data();
    void zoomingKeepsWhatIsUnderThePointer();
    void fittingShowsAllOfIt_data();
    void fittingShowsAllOfIt();
    void panningMovesBySoManyPixels();
    void revealingMovesNoFurtherThanNeeded_data();
    void revealingMovesNoFurtherThanNeeded();
    void betweenTwoCamerasLiesAStraightFlight();
};

namespace {

Camera looking(QSizeF view, const QRectF& scene)
{
    Camera camera;
    camera.resize(view);
    camera.fit(scene, 0);
    return camera;
}

bool isNear(QPointF a, QPointF b)
{
    return (a - b).manhattanLength() < 1e-6;
}

} // namespace

void TestCamera::pointsGoToTheViewAndBack()
{
    const Camera camera = looking({800, 600}, {100, 50, 3200, 1000});
    QCOMPARE(camera.scale(), 0.25);
    QVERIFY(isNear(camera.toView(QPointF(100 + 1600, 50 + 500)), {400, 300}));
    for (const QPointF point : {QPointF(0, 0), QPointF(13, 599), QPointF(800, 1)})
        QVERIFY(isNear(camera.toView(camera.toScene(point)), point));
}

void TestCamera::zoomingKeepsWhatIsUnderThePointer_data()
{
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("scale");
    QTest::newRow("nearer") << 2.0 << 1.0;
    QTest::newRow("farther") << 0.5 << 0.25;
    QTest::newRow("no nearer than the largest scale") << 1e6 << Camera::largest;
    QTest::newRow("no farther than the smallest scale") << 1e-6 << Camera::smallest;
}

void TestCamera::zoomingKeepsWhatIsUnderThePointer()
{
    QFETCH(double, factor);
    QFETCH(double, scale);
    Camera camera = looking({800, 600}, {0, 0, 1600, 1200});
    const QPointF pointer(700, 80);
    const QPointF under = camera.toScene(pointer);
    camera.zoomBy(factor, pointer);
    QCOMPARE(camera.scale(), scale);
    QVERIFY(isNear(camera.toView(under), pointer));
}

void TestCamera::fittingShowsAllOfIt_data()
{
    QTest::addColumn<QSizeF>("view");
    QTest::addColumn<QRectF>("scene");
    QTest::addColumn<double>("scale");
    QTest::newRow("a wide scene in a square view") << QSizeF(400, 400) << QRectF(0, 0, 800, 100) << 0.5;
    QTest::newRow("a high scene beside the origin") << QSizeF(400, 400) << QRectF(-50, 70, 100, 1600) << 0.25;
    QTest::newRow("a small scene is not blown up") << QSizeF(400, 400) << QRectF(10, 10, 20, 20) << 1.0;
    QTest::newRow("an empty scene") << QSizeF(400, 400) << QRectF() << 1.0;
}

void TestCamera::fittingShowsAllOfIt()
{
    QFETCH(QSizeF, view);
    QFETCH(QRectF, scene);
    QFETCH(double, scale);
    const Camera camera = looking(view, scene);
    QCOMPARE(camera.scale(), scale);
    QVERIFY(isNear(camera.visible().center(), scene.center()));
    QVERIFY(camera.visible().adjusted(-1, -1, 1, 1).contains(scene) || scene.isEmpty());
}

void TestCamera::panningMovesBySoManyPixels()
{
    Camera camera = looking({400, 400}, {0, 0, 1600, 1600});
    const QPointF before = camera.toView(QPointF(10, 20));
    camera.panBy({30, -12});
    QVERIFY(isNear(camera.toView(QPointF(10, 20)), before + QPointF(30, -12)));
}

void TestCamera::revealingMovesNoFurtherThanNeeded_data()
{
    QTest::addColumn<QRectF>("wanted");
    QTest::addColumn<double>("leastScale");
    QTest::addColumn<QPointF>("centre");
    QTest::addColumn<double>("scale");
    QTest::newRow("what is in view stays where it is") << QRectF(20, 20, 50, 50) << 0.5 << QPointF(200, 200) << 1.0;
    QTest::newRow("what is beyond the right edge comes to it") << QRectF(450, 20, 50, 50) << 0.5 << QPointF(300, 200) << 1.0;
    QTest::newRow("what is above comes to the upper edge") << QRectF(20, -80, 50, 50) << 0.5 << QPointF(200, 120) << 1.0;
    QTest::newRow("of what is too large the beginning shows") << QRectF(100, 0, 900, 50) << 0.5 << QPointF(300, 200) << 1.0;
    QTest::newRow("what is too small to be read comes nearer") << QRectF(300, 300, 20, 20) << 2.0 << QPointF(310, 310) << 2.0;
}

void TestCamera::revealingMovesNoFurtherThanNeeded()
{
    QFETCH(QRectF, wanted);
    QFETCH(double, leastScale);
    QFETCH(QPointF, centre);
    QFETCH(double, scale);
    Camera camera = looking({400, 400}, {0, 0, 400, 400});
    camera.reveal(wanted, leastScale);
    QCOMPARE(camera.scale(), scale);
    QVERIFY(isNear(camera.visible().center(), centre));
}

void TestCamera::betweenTwoCamerasLiesAStraightFlight()
{
    const Camera far = looking({400, 400}, {0, 0, 6400, 6400});
    Camera near = far;
    near.reveal({100, 100, 10, 10}, 1);
    QCOMPARE(far.towards(near, 0), far);
    QCOMPARE(far.towards(near, 1), near);
    const Camera half = far.towards(near, 0.5);
    QCOMPARE(half.scale(), 0.25); // as many times nearer as there is left to go
    QVERIFY(isNear(half.visible().center(), (far.visible().center() + near.visible().center()) / 2));
}

QTEST_GUILESS_MAIN(TestCamera)
#include "test_camera.moc"
