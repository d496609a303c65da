// The bridge between the lab's thread and the window's: nothing lost, one batch a frame, no call after the end.
#include "bridge/labbridge.h"

#include "api/types/core-config.h"
#include "testlab.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace kubarium;
using namespace kubarium::gui;

class TestLabBridge : public QObject {
    Q_OBJECT
private slots:
    void theFirstBatchIsTheWholeWorldAndHowItCameAbout();
    void nothingIsLostAndBatchesKeepToTheFrame();
    void anAnswerComesAfterTheChangesItCaused();
    void whoIsGoneIsNotAnswered();
    void aRewoundWorldIsToldWholeWithItsPast();
    void thePaceFollowsTheClockWhoeverSetsIt();
    void aStepPausesFirst();
    void anAdvanceNeedsAClockThatStandsStill();
    void theWindowNeverWaitsForTheLab();
    void afterTheEndNobodyIsCalled();
};

namespace {

// Listens from the first batch on.
struct Listener {
    explicit Listener(LabBridge& lab)
    {
        QObject::connect(&lab, &LabBridge::changed, &lab, [this](const lab::BatchPtr& batch) { batches.push_back(batch); });
    }

    std::vector<lab::BatchPtr> batches;
};

} // namespace

void TestLabBridge::theFirstBatchIsTheWholeWorldAndHowItCameAbout()
{
    LabBridge lab(newLab);
    QVERIFY(!lab.isRunning());
    const Listener heard(lab);
    settle(lab);
    QVERIFY(lab.isRunning());
    QCOMPARE(heard.batches.size(), std::size_t {1});
    const lab::Batch& first = *heard.batches.front();
    QVERIFY(first.rewound);
    QVERIFY(first.snapshot.revision > 0);
    QCOMPARE(first.changes.size(), std::size_t(first.snapshot.revision));
    QCOMPARE(first.changes.front().revision, store::Revision {1});
    QCOMPARE(lab.beginning(), lab::Lab::Options::defaultEpoch());
}

void TestLabBridge::nothingIsLostAndBatchesKeepToTheFrame()
{
    constexpr int maps = 400;
    LabBridge lab(newLab);
    settle(lab);
    const store::Revision before = lab.latest().snapshot.revision;

    std::vector<store::Revision> revisions;
    std::vector<qint64> moments;
    QElapsedTimer clock;
    clock.start();
    connect(&lab, &LabBridge::changed, this, [&](const lab::BatchPtr& batch) {
        moments.push_back(clock.nsecsElapsed());
        for (const store::Change& change : batch->changes)
            revisions.push_back(change.revision);
        QCOMPARE(batch->changes.empty() ? batch->snapshot.revision : batch->changes.back().revision, batch->snapshot.revision);
    });
    // Each is posted on its own, so that the lab speaks up four hundred times, over several frames.
    for (int i = 0; i < maps; ++i) {
        lab.post([i](lab::Lab& there) { QVERIFY(createRange(there, "range-" + std::to_string(i))); });
        if (i % 20 == 0)
            QTest::qWait(3);
    }
    settle(lab);

    QCOMPARE(revisions.size(), std::size_t {maps});
    for (std::size_t i = 0; i < revisions.size(); ++i)
        QCOMPARE(revisions[i], before + 1 + i);
    QVERIFY(moments.size() < maps / 4); // they were gathered
    // The timer counts whole milliseconds.
    for (std::size_t i = 1; i < moments.size(); ++i)
        QVERIFY2(moments[i] - moments[i - 1] >= 15'000'000, qPrintable(QString::number(moments[i] - moments[i - 1])));
}

void TestLabBridge::anAnswerComesAfterTheChangesItCaused()
{
    LabBridge lab(newLab);
    settle(lab);
    bool answered = false;
    const store::Key key = apiserver::keyOf(limitRanges(), "default", "a");
    lab.ask([](lab::Lab& there) { return createRange(there, "a"); }, this, [&](bool created) {
        answered = true;
        QVERIFY(created);
        QVERIFY(lab.latest().snapshot.find(key));
    });
    QVERIFY(!answered); // nobody has waited
    QTRY_VERIFY(answered);
}

void TestLabBridge::whoIsGoneIsNotAnswered()
{
    LabBridge lab(newLab);
    bool answered = false;
    auto who = std::make_unique<QObject>();
    lab.ask([](lab::Lab&) { return 1; }, who.get(), [&](int) { answered = true; });
    who.reset();
    settle(lab);
    QVERIFY(!answered);
}

void TestLabBridge::aRewoundWorldIsToldWholeWithItsPast()
{
    LabBridge lab(newLab);
    settle(lab);
    const store::Key key = apiserver::keyOf(limitRanges(), "default", "later");
    bool advanced = false;
    lab.advance(std::chrono::seconds(10), this, [&](bool whole) { advanced = whole; });
    QTRY_VERIFY(advanced);
    lab.post([](lab::Lab& there) { QVERIFY(createRange(there, "later")); });
    settle(lab);
    QVERIFY(lab.latest().snapshot.find(key));

    const Listener heard(lab);
    lab.post([](lab::Lab& there) {
        QVERIFY(there.rewind(there.now() - std::chrono::seconds(5)));
        createRange(there, "other");
    });
    settle(lab);
    QCOMPARE(heard.batches.size(), std::size_t {1});
    const lab::Batch& told = *heard.batches.front();
    QVERIFY(told.rewound);
    QVERIFY(!told.snapshot.find(key));
    QVERIFY(told.snapshot.find(apiserver::keyOf(limitRanges(), "default", "other")));
    QCOMPARE(told.changes.front().revision, store::Revision {1});
    QCOMPARE(told.changes.back().revision, told.snapshot.revision);
    QCOMPARE(told.changes.size(), std::size_t(told.snapshot.revision)); // the other future is not among them
}

void TestLabBridge::thePaceFollowsTheClockWhoeverSetsIt()
{
    LabBridge lab(newLab);
    settle(lab);
    QVERIFY(lab.pace().paused);
    QSignalSpy changes(&lab, &LabBridge::paceChanged);

    lab.setPace({false, 10});
    QCOMPARE(lab.pace(), (Pace {false, 10})); // at once, so that a second press counts from here
    settle(lab);
    QCOMPARE(lab.pace(), (Pace {false, 10}));
    QCOMPARE(lab.latest().clock.mode, lab::Clock::Mode::Fixed);
    QCOMPARE(changes.size(), 1);

    lab.post([](lab::Lab& there) { there.setClock({lab::Clock::Mode::Realtime, 1, false}); });
    settle(lab);
    QCOMPARE(lab.pace(), (Pace {false, 1}));
    lab.post([](lab::Lab& there) { there.setClock({lab::Clock::Mode::Manual, 1, false}); });
    settle(lab);
    QVERIFY(lab.pace().paused);
    QCOMPARE(changes.size(), 3);
}

void TestLabBridge::aStepPausesFirst()
{
    LabBridge lab(newLab);
    lab.setPace({false, 1});
    settle(lab);
    const api::Time before = lab.latest().now;
    lab.step(lab::StepBy::Event);
    settle(lab);
    QVERIFY(lab.pace().paused);
    QVERIFY(lab.latest().now > before + std::chrono::seconds(1)); // the next event is a look at namespaces, far ahead
    const api::Time stepped = lab.latest().now;
    QTest::qWait(150);
    settle(lab);
    QCOMPARE(lab.latest().now, stepped);
}

void TestLabBridge::anAdvanceNeedsAClockThatStandsStill()
{
    LabBridge lab(newLab);
    QStringList told;
    const auto note = [&told](bool whole) { told << (whole ? "passed" : "refused"); };
    lab.advance(std::chrono::seconds(30), this, note);
    QTRY_COMPARE(told, QStringList {"passed"});
    QCOMPARE(lab.latest().now, lab.beginning() + std::chrono::seconds(30));
    lab.setPace({false, 1});
    settle(lab);
    lab.advance(std::chrono::seconds(30), this, note);
    QTRY_COMPARE(told, (QStringList {"passed", "refused"}));
}

void TestLabBridge::theWindowNeverWaitsForTheLab()
{
    LabBridge lab(newLab);
    settle(lab);
    std::atomic<bool> go = false;
    lab.post([&go](lab::Lab&) {
        while (!go)
            QThread::msleep(1);
    });
    // The lab is busy for as long as we like; every door still opens at once.
    lab.setPace({false, 5});
    lab.post([](lab::Lab&) { });
    lab.step(lab::StepBy::Event);
    lab.advance(std::chrono::seconds(1), this, [](bool) { });
    QVERIFY(lab.isRunning());
    QVERIFY(lab.latest().snapshot.revision > 0);
    go = true;
    settle(lab);
}

void TestLabBridge::afterTheEndNobodyIsCalled()
{
    int calls = 0;
    {
        LabBridge lab(newLab);
        connect(&lab, &LabBridge::changed, this, [&](const lab::BatchPtr&) { ++calls; });
        for (int i = 0; i < 50; ++i)
            lab.ask([i](lab::Lab& there) { return createRange(there, "range-" + std::to_string(i)); }, this, [&](bool) { ++calls; });
        lab.advance(std::chrono::hours(1), this, [&](bool) { ++calls; });
    } // what was posted is still done, with the bridge alive
    const int atTheEnd = calls;
    QTest::qWait(50);
    QCOMPARE(calls, atTheEnd);
    QCOMPARE(atTheEnd, 0); // the window's thread was never free to be told
}

QTEST_GUILESS_MAIN(TestLabBridge)
#include "test_labbridge.moc"
