// The canvas under real clicks, wheels and keys.
#include "canvas/canvas.h"

#include "somescene.h"
#include "theme/fonts.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace kubarium;
using namespace kubarium::gui;

class TestCanvas : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void aClickChoosesWhatIsUnderIt_data();
    void aClickChoosesWhatIsUnderIt();
    void aDragMovesAndChoosesNothing();
    void theWheelZoomsToThePointer();
    void aWheelThatTiltsMoves();
    void arrowsWalkAndEscapeForgets();
    void enterLooksCloser();
    void plusAndMinusZoomAndFShowsAll();
    void allOfItStaysInViewUntilSomebodyMoves();
    void whatIsChosenElsewhereComesIntoView();
    void theMinimapLeadsTo();
    void theLegendIsOneKeyAway();
    void aSceneThatShrinksLeavesNothingBehind();
    void wordsAppearAsOneComesNearer();
    void aDenseScreenShowsTheSame();
};

namespace {

Caption nameOf(const Token& token)
{
    return {words(token.object.meta().name), QStringLiteral("1/1 Running")};
}

struct Shown {
    explicit Shown(QSize size = {632, 332}) // the whole scene at its own size
    {
        canvas.setAnimated(false);
        canvas.setScene(&scene, nameOf);
        canvas.resize(size);
        canvas.show();
        canvas.setFocus();
        QCoreApplication::processEvents();
    }

    QPoint at(const QPoint& point) const { return canvas.camera().toView(QPointF(point)).toPoint(); }

    QString selected() const { return canvas.selected() ? words(canvas.selected()->name) : QStringLiteral("nothing"); }

    void turnWheel(QPoint at, QPoint angle)
    {
        QWheelEvent event(at, canvas.mapToGlobal(at), {}, angle, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&canvas, &event);
    }

    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(&canvas, Qt::LeftButton, {}, from);
        for (const QPoint& way : {from + (to - from) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, way, canvas.mapToGlobal(way), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(&canvas, &move);
        }
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, to);
    }

    Scene scene = someScene();
    Canvas canvas;
};

bool isNear(QPointF a, QPointF b)
{
    return (a - b).manhattanLength() < 0.01;
}

} // namespace

void TestCanvas::initTestCase()
{
    loadFonts();
}

void TestCanvas::aClickChoosesWhatIsUnderIt_data()
{
    QTest::addColumn<QPoint>("point");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("a pod") << QPoint(30, 170) << "a";
    QTest::newRow("a node, beside its pods") << QPoint(200, 280) << "left";
    QTest::newRow("what is no object cannot be chosen") << QPoint(300, 30) << "nothing";
    QTest::newRow("nothing") << QPoint(290, 200) << "nothing";
}

void TestCanvas::aClickChoosesWhatIsUnderIt()
{
    QFETCH(QPoint, point);
    QFETCH(QString, chosen);
    Shown shown;
    QStringList told;
    connect(&shown.canvas, &Canvas::chosen, this, [&](const store::Key& key) { told << words(key.name); });
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at(point));
    QCOMPARE(shown.selected(), chosen);
    QCOMPARE(told, chosen == "nothing" ? QStringList() : QStringList{chosen});
    QTest::mouseClick(&shown.canvas, Qt::MiddleButton, {}, shown.at({150, 170}));
    QCOMPARE(shown.selected(), chosen); // only the left button chooses
}

void TestCanvas::aDragMovesAndChoosesNothing()
{
    Shown shown;
    const QPoint from = shown.at({30, 170});
    const QPointF under = shown.canvas.camera().toScene(from);
    shown.drag(from, from + QPoint(70, 30));
    QVERIFY(isNear(shown.canvas.camera().toView(under), from + QPoint(70, 30)));
    QCOMPARE(shown.selected(), QString("nothing"));
    QVERIFY(shown.canvas.cursor().shape() != Qt::ClosedHandCursor);

    // A hand that trembles still clicks.
    const QPoint pod = shown.at({30, 170});
    shown.drag(pod, pod + QPoint(2, 1));
    QCOMPARE(shown.selected(), QString("a"));
}

void TestCanvas::theWheelZoomsToThePointer()
{
    Shown shown;
    const QPoint pointer = shown.at({150, 170});
    const QPointF under = shown.canvas.camera().toScene(pointer);
    shown.turnWheel(pointer, {0, 240});
    QVERIFY(shown.canvas.camera().scale() > 1.4);
    QVERIFY(isNear(shown.canvas.camera().toView(under), pointer));
    shown.turnWheel(pointer, {0, -240});
    QVERIFY(qAbs(shown.canvas.camera().scale() - 1) < 1e-9);
}

void TestCanvas::aWheelThatTiltsMoves()
{
    Shown shown;
    const QPointF before = shown.canvas.camera().toView(QPointF(0, 0));
    shown.turnWheel({100, 100}, {-120, 0});
    QCOMPARE(shown.canvas.camera().scale(), 1.0);
    QVERIFY(isNear(shown.canvas.camera().toView(QPointF(0, 0)), before - QPointF(120, 0)));
}

void TestCanvas::arrowsWalkAndEscapeForgets()
{
    Shown shown;
    QStringList way;
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Down, Qt::Key_Right, Qt::Key_Up, Qt::Key_Right, Qt::Key_Right}) {
        QTest::keyClick(&shown.canvas, key);
        way << shown.selected();
    }
    QCOMPARE(way, (QStringList{"left", "a", "b", "left", "right", "right"}));
    QCOMPARE(shown.canvas.accessibleDescription(), QString("right")); // what a screen reader says
    QTest::keyClick(&shown.canvas, Qt::Key_Escape);
    QCOMPARE(shown.selected(), QString("nothing"));
}

void TestCanvas::enterLooksCloser()
{
    Shown shown({320, 170});
    QVERIFY(shown.canvas.camera().scale() < 0.6);
    QSignalSpy opened(&shown.canvas, &Canvas::opened);
    shown.canvas.select(podKey("c"), false);
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QVERIFY(shown.canvas.camera().scale() >= 0.9);
    QVERIFY(shown.canvas.camera().visible().contains(QRectF(12, 200, 120, 40)));
    QCOMPARE(opened.count(), 1);
    shown.canvas.fit();
    QTest::mouseDClick(&shown.canvas, Qt::LeftButton, {}, shown.at({170, 170}));
    QVERIFY(shown.canvas.camera().visible().contains(QRectF(148, 150, 120, 40)));
    QCOMPARE(opened.count(), 2);
    shown.canvas.fit();
    QTest::mouseDClick(&shown.canvas, Qt::RightButton, {}, shown.at({170, 170}));
    QCOMPARE(opened.count(), 2);
}

void TestCanvas::plusAndMinusZoomAndFShowsAll()
{
    Shown shown;
    QTest::keyClick(&shown.canvas, Qt::Key_Plus);
    QVERIFY(shown.canvas.camera().scale() > 1.2);
    QTest::keyClick(&shown.canvas, Qt::Key_Minus);
    QTest::keyClick(&shown.canvas, Qt::Key_Minus);
    QVERIFY(shown.canvas.camera().scale() < 0.9);
    QTest::keyClick(&shown.canvas, Qt::Key_F);
    QCOMPARE(shown.canvas.camera().scale(), 1.0);
    QVERIFY(shown.canvas.camera().visible().contains(shown.scene.bounds));
}

void TestCanvas::allOfItStaysInViewUntilSomebodyMoves()
{
    Shown shown;
    shown.scene.bounds = {0, 0, 1200, 600};
    shown.canvas.refresh();
    QCOMPARE(shown.canvas.camera().scale(), 0.5);
    shown.canvas.resize(332, 332);
    QCoreApplication::processEvents();
    QCOMPARE(shown.canvas.camera().scale(), 0.25);
    shown.turnWheel({100, 100}, {0, 120});
    const Camera camera = shown.canvas.camera();
    shown.scene.bounds = {0, 0, 4000, 3000};
    shown.canvas.refresh();
    QCOMPARE(shown.canvas.camera(), camera);
}

void TestCanvas::whatIsChosenElsewhereComesIntoView()
{
    Shown shown;
    QTest::keyClick(&shown.canvas, Qt::Key_Plus);
    shown.drag({10, 300}, {610, 20}); // the beginning of the scene, far away
    shown.drag({10, 20}, {610, 20});
    QVERIFY(!shown.canvas.camera().visible().intersects(QRectF(12, 200, 120, 40)));
    const double scale = shown.canvas.camera().scale();
    shown.canvas.select(podKey("c"), true);
    QVERIFY(shown.canvas.camera().visible().contains(QRectF(12, 200, 120, 40)));
    QCOMPARE(shown.canvas.camera().scale(), scale);
    const Camera camera = shown.canvas.camera();
    shown.canvas.select(podKey("nobody"), true);
    QCOMPARE(shown.canvas.camera(), camera);
}

void TestCanvas::theMinimapLeadsTo()
{
    Shown shown;
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(&shown.canvas, Qt::Key_Plus);
    const QPoint corner(632 - 16 - 4, 332 - 16 - 4); // of the map: the end of the scene
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, corner);
    QVERIFY(shown.canvas.camera().visible().contains(QPointF(560, 280)));
    shown.drag(corner, corner - QPoint(150, 70));
    QVERIFY(shown.canvas.camera().visible().contains(QPointF(40, 30)));
    QCOMPARE(shown.selected(), QString("nothing"));
}

void TestCanvas::theLegendIsOneKeyAway()
{
    Shown shown;
    QSignalSpy told(&shown.canvas, &Canvas::legendShown);
    QTest::keyClick(&shown.canvas, Qt::Key_Question);
    QVERIFY(shown.canvas.showsLegend());
    const auto* legend = shown.canvas.findChild<Legend*>();
    QVERIFY(legend->isVisible());
    QVERIFY(shown.canvas.rect().contains(legend->geometry()));
    for (int mood = 0; mood < moods; ++mood)
        QVERIFY(legend->accessibleDescription().contains(Legend::wordFor(Mood(mood))));
    QTest::keyClick(&shown.canvas, Qt::Key_Escape);
    QVERIFY(!shown.canvas.showsLegend());
    QCOMPARE(told.count(), 2);
}

void TestCanvas::aSceneThatShrinksLeavesNothingBehind()
{
    Shown shown;
    QTest::mouseMove(&shown.canvas, shown.at({30, 220}));
    shown.canvas.select(podKey("c"), false);
    shown.scene.groups.resize(1);
    shown.canvas.refresh();
    QVERIFY(!shown.canvas.grab().isNull());
    QTest::keyClick(&shown.canvas, Qt::Key_Left); // nowhere to go
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QCOMPARE(shown.selected(), QString("c")); // and chosen again when it comes back
    shown.scene = someScene();
    shown.canvas.refresh();
    QTest::keyClick(&shown.canvas, Qt::Key_Up);
    QCOMPARE(shown.selected(), QString("a"));
}

void TestCanvas::wordsAppearAsOneComesNearer()
{
    int described = 0;
    Shown shown;
    shown.canvas.setScene(&shown.scene, [&described](const Token& token) {
        ++described;
        return nameOf(token);
    });
    shown.canvas.grab();
    QCOMPARE(described, 3);
    for (int i = 0; i < 6; ++i)
        QTest::keyClick(&shown.canvas, Qt::Key_Minus);
    described = 0;
    shown.canvas.grab();
    QCOMPARE(described, 0);
    QVERIFY(shown.canvas.camera().scale() < 0.2);
}

void TestCanvas::aDenseScreenShowsTheSame()
{
    Shown shown;
    Sprites sprites{Looks(Theme(paletteFor(Scheme::Light)))};
    const Describe describe = nameOf;
    const auto painted = [&](double ratio) {
        QImage frame((QSizeF(632, 332) * ratio).toSize(), QImage::Format_RGB32);
        ScenePainter(sprites, describe).paint(shown.scene, shown.canvas.camera(), ratio, frame);
        return frame;
    };
    const QImage once = painted(1);
    const QImage twice = painted(2);
    for (const QPoint& point : {QPoint(290, 200), QPoint(200, 290), QPoint(80, 195), QPoint(590, 20)}) {
        const QPoint at = shown.at(point);
        QCOMPARE(twice.pixel(at * 2), once.pixel(at));
    }
}

QTEST_MAIN(TestCanvas)
#include "test_canvas.moc"
