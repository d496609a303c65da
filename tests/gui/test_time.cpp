// Virtual time in the window: how it is written, what is offered for its speed, what happened along it.
#include "timeline/activity.h"
#include "timeline/timecontrols.h"
#include "timeline/timetext.h"

#include "testlab.h"

#include <QApplication>
#include <QTest>

using namespace kubarium;
using namespace kubarium::gui;

class TestTime : public QObject {
    Q_OBJECT
private slots:
    void spansAreWritten_data();
    void spansAreWritten();
    void datesAreWritten();
    void speedsAreWritten();
    void theActionsMoveTheClock();
    void theSpeedEndsAtBothEnds();
    void activityKeepsEveryWriteHoweverLongItLasts();
};

void TestTime::spansAreWritten_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("the beginning") << qint64(0) << "00:00:00.000";
    QTest::newRow("a moment later") << qint64(7) << "00:00:00.007";
    QTest::newRow("minutes") << qint64(462'310) << "00:07:42.310";
    QTest::newRow("the last moment of a day") << qint64(86'399'999) << "23:59:59.999";
    QTest::newRow("days") << qint64(2 * 86'400'000 + 3 * 3'600'000) << "2d 03:00:00.000";
    QTest::newRow("before the beginning there is nothing") << qint64(-5) << "00:00:00.000";
}

void TestTime::spansAreWritten()
{
    QFETCH(qint64, milliseconds);
    QFETCH(QString, text);
    QCOMPARE(sinceText(std::chrono::milliseconds(milliseconds)), text);
}

void TestTime::datesAreWritten()
{
    QCOMPARE(dateText(lab::Lab::Options::defaultEpoch() + std::chrono::milliseconds(462'310)), QStringLiteral("2026-01-01 00:07:42 UTC"));
}

void TestTime::speedsAreWritten()
{
    QCOMPARE(TimeControls::speedText(1), QStringLiteral("×1"));
    QCOMPARE(TimeControls::speedText(0.25), QStringLiteral("×0.25"));
    QCOMPARE(TimeControls::speedText(1000), QStringLiteral("×1000"));
    QCOMPARE(TimeControls::speedText(0), QStringLiteral("max"));
}

void TestTime::theActionsMoveTheClock()
{
    LabBridge lab(newLab);
    TimeControls controls(lab);
    settle(lab);
    QCOMPARE(controls.pauseAction()->text(), QStringLiteral("Run"));
    controls.pauseAction()->trigger();
    QCOMPARE(controls.pauseAction()->text(), QStringLiteral("Pause"));
    controls.fasterAction()->trigger();
    QCOMPARE(lab.pace(), (Pace {false, 2}));
    settle(lab);
    QCOMPARE(lab.latest().clock.speed, 2.0);
    QVERIFY(!lab.latest().clock.paused);
    controls.stepAction()->trigger();
    QCOMPARE(lab.pace(), (Pace {true, 2}));
    QCOMPARE(controls.pauseAction()->text(), QStringLiteral("Run"));
}

void TestTime::theSpeedEndsAtBothEnds()
{
    LabBridge lab(newLab);
    TimeControls controls(lab);
    controls.setSpeedIndex(-3);
    QCOMPARE(controls.speedIndex(), 0);
    QVERIFY(!controls.slowerAction()->isEnabled());
    controls.setSpeedIndex(99);
    QCOMPARE(lab.pace().speed, 0.0); // as fast as it can
    QVERIFY(!controls.fasterAction()->isEnabled());
    QVERIFY(controls.slowerAction()->isEnabled());
    lab.setPace({true, 7}); // not among those on offer: the nearest one is shown
    QCOMPARE(TimeControls::speeds()[std::size_t(controls.speedIndex())], 5.0);
}

void TestTime::activityKeepsEveryWriteHoweverLongItLasts()
{
    const api::Time beginning = lab::Lab::Options::defaultEpoch();
    Activity activity(beginning);
    const auto add = [&](api::Microseconds since, store::ChangeType type) {
        store::Change change;
        change.type = type;
        change.origin.time = beginning + since;
        activity.add(change);
    };
    add(api::Microseconds(0), store::ChangeType::Created);
    add(std::chrono::seconds(1), store::ChangeType::Updated);
    QCOMPARE(activity.slot(0), (Activity::Slot {1, 0, 0}));
    QCOMPARE(activity.slot(8), (Activity::Slot {0, 1, 0})); // eight slots a second at first
    add(std::chrono::hours(1), store::ChangeType::Deleted);
    QVERIFY(activity.span() > std::chrono::hours(1));
    QVERIFY(activity.span() <= std::chrono::hours(2) + std::chrono::minutes(10));
    QCOMPARE(activity.slot(0), (Activity::Slot {1, 1, 0}));
    Activity::Slot sum;
    for (std::size_t i = 0; i < Activity::slotCount; ++i) {
        sum.created += activity.slot(i).created;
        sum.changed += activity.slot(i).changed;
        sum.deleted += activity.slot(i).deleted;
    }
    QCOMPARE(sum, (Activity::Slot {1, 1, 1}));
    QCOMPARE(activity.busiest(), 2U);
}

QTEST_MAIN(TestTime)
#include "test_time.moc"
