// Where the tiles of a cluster stand: nothing overlaps, nothing lies outside, and a pod that comes moves nothing.
#include "views/cluster/clustergrid.h"

#include <QTest>

#include <vector>

using namespace kubarium::gui;

class TestClusterGrid : public QObject {
    Q_OBJECT
private slots:
    void nothingOverlaps_data();
    void nothingOverlaps();
    void onePodMoreMovesNothingWhileThereIsRoom();
    void tilesFillTheScreen_data();
    void tilesFillTheScreen();
};

namespace {

std::vector<QRect> tilesOf(const ClusterGrid& grid)
{
    std::vector<QRect> tiles{grid.waiting()};
    for (int i = 0; i < grid.size().masters; ++i)
        tiles.push_back(grid.master(i));
    for (int i = 0; i < grid.size().workers; ++i)
        tiles.push_back(grid.worker(i));
    return tiles;
}

void verifyApart(const std::vector<QRect>& rects, const QRect& inside, int least)
{
    for (std::size_t i = 0; i < rects.size(); ++i) {
        if (!inside.contains(rects[i]))
            QFAIL(qPrintable(QStringLiteral("rectangle %1 sticks out").arg(i)));
        const QRect near = rects[i].adjusted(-least, -least, least, least);
        for (std::size_t j = 0; j < i; ++j) {
            if (near.intersects(rects[j]))
                QFAIL(qPrintable(QStringLiteral("%1 and %2 are too near").arg(j).arg(i)));
        }
    }
}

} // namespace

void TestClusterGrid::nothingOverlaps_data()
{
    QTest::addColumn<int>("workers");
    QTest::addColumn<int>("pods");
    QTest::addColumn<int>("masters");
    QTest::addColumn<int>("podsOnMaster");
    for (const int workers : {0, 1, 2, 3, 7, 20, 101}) {
        for (const int pods : {0, 1, 6, 7, 30, 110, 400, 700}) {
            for (const int masters : {0, 1, 3, 5}) {
                if ((workers + pods + masters) % 2 == 0 || workers < 4)
                    QTest::addRow("%d workers with %d pods, %d masters", workers, pods, masters)
                        << workers << pods << masters << pods / 8;
            }
        }
    }
}

void TestClusterGrid::nothingOverlaps()
{
    QFETCH(int, workers);
    QFETCH(int, pods);
    QFETCH(int, masters);
    QFETCH(int, podsOnMaster);
    const ClusterGrid grid({workers, pods, masters, podsOnMaster});
    verifyApart(tilesOf(grid), grid.bounds(), ClusterGrid::between - 1);
    QVERIFY(grid.slotsOfWorker() >= pods);
    QVERIFY(grid.slotsOfMaster() >= podsOnMaster);
    QVERIFY(grid.slotsOfWaiting() >= 1);

    const auto cardsIn = [](int many, const auto& slot) {
        std::vector<QRect> cards;
        for (int i = 0; i < many; ++i)
            cards.push_back(slot(i));
        return cards;
    };
    if (workers > 0) {
        const int last = workers - 1;
        const QRect room = grid.worker(last).adjusted(ClusterGrid::inset, ClusterGrid::head, -ClusterGrid::inset, -ClusterGrid::inset);
        verifyApart(cardsIn(grid.slotsOfWorker(), [&](int i) { return grid.slotOfWorker(last, i); }), room, ClusterGrid::gap - 1);
    }
    if (masters > 0) {
        const QRect room = grid.master(0).adjusted(ClusterGrid::inset, ClusterGrid::head, -ClusterGrid::inset, -ClusterGrid::inset);
        verifyApart(cardsIn(grid.slotsOfMaster(), [&](int i) { return grid.slotOfMaster(0, i); }), room, ClusterGrid::gap - 1);
    }
    const QRect room = grid.waiting().adjusted(ClusterGrid::inset, ClusterGrid::smallHead, -ClusterGrid::inset, -ClusterGrid::inset);
    verifyApart(cardsIn(grid.slotsOfWaiting(), [&](int i) { return grid.slotOfWaiting(i); }), room, ClusterGrid::gap - 1);
}

void TestClusterGrid::onePodMoreMovesNothingWhileThereIsRoom()
{
    int moves = 0;
    ClusterGrid before({12, 0, 3, 0});
    for (int pods = 1; pods <= 110; ++pods) {
        const ClusterGrid grid({12, pods, 3, 0});
        if (pods <= before.slotsOfWorker())
            QVERIFY(tilesOf(grid) == tilesOf(before));
        else
            ++moves;
        before = grid;
    }
    QVERIFY2(moves > 0 && moves <= 7, qPrintable(QString::number(moves))); // steps, each larger than the one before
}

void TestClusterGrid::tilesFillTheScreen_data()
{
    QTest::addColumn<int>("workers");
    for (const int workers : {9, 40, 100, 1000, 5000})
        QTest::addRow("%d workers", workers) << workers;
}

void TestClusterGrid::tilesFillTheScreen()
{
    QFETCH(int, workers);
    const QSize all = ClusterGrid({workers, 30, 1, 5}).bounds().size();
    const double shape = double(all.width()) / all.height();
    QVERIFY2(shape > 0.7 && shape < 3.2, qPrintable(QString::number(shape)));
}

QTEST_GUILESS_MAIN(TestClusterGrid)
#include "test_clustergrid.moc"
