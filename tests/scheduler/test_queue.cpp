// When a pod that every node refused is tried again.
#include "scheduler/queue.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::scheduler;
using std::chrono_literals::operator""s;

class TestQueue : public QObject {
    Q_OBJECT
private slots:
    void backOff_data();
    void backOff();
    void onlyHelpfulNewsMovesPods();
    void whoWaitedLongEnoughIsActiveAtOnce();
    void importantOnesGoFirst();
    void nobodyIsForgotten();
};

namespace {

const api::Time begin = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600));
constexpr Refusers byTaint = 1U << 2;
constexpr Refusers byRoom = 1U << 5;
const sim::Cause someCause = sim::Cause::revision(7);

PodKey key(const char* name)
{
    return {"default", name};
}

} // namespace

void TestQueue::backOff_data()
{
    QTest::addColumn<int>("attempts");
    QTest::addColumn<int>("seconds");
    QTest::newRow("the first refusal") << 1 << 1;
    QTest::newRow("the second") << 2 << 2;
    QTest::newRow("the third") << 3 << 4;
    QTest::newRow("the fourth") << 4 << 8;
    QTest::newRow("no longer than ten seconds") << 5 << 10;
    QTest::newRow("however often") << 1000 << 10;
}

void TestQueue::backOff()
{
    QFETCH(int, attempts);
    QFETCH(int, seconds);
    QCOMPARE(backOffAfter(static_cast<std::uint32_t>(attempts)).count(), seconds * 1'000'000LL);
}

void TestQueue::onlyHelpfulNewsMovesPods()
{
    SchedulingQueue queue;
    queue.refuse(key("tainted"), 0, byTaint, begin);
    queue.refuse(key("large"), 0, byRoom, begin);
    QVERIFY(!queue.awaits(News::PodArrived));
    QVERIFY(queue.hear(News::PodArrived, begin, someCause).empty());
    QVERIFY(queue.awaits(News::PodLeft));
    const std::vector<PodKey> waiting = queue.hear(News::PodLeft, begin, someCause);
    QCOMPARE(waiting.size(), std::size_t(1)); // its back-off is not over
    QVERIFY(waiting.front() == key("large"));
    QVERIFY(!queue.next());
    QCOMPARE(queue.find(key("tainted"))->place, QueuePlace::Unschedulable);
    QCOMPARE(queue.find(key("large"))->place, QueuePlace::BackingOff);
    QVERIFY(queue.find(key("large"))->cause == someCause);
    QVERIFY(queue.find(key("large"))->backOffEnds() == begin + 1s);
    queue.endBackOff(key("large"), someCause);
    QVERIFY(queue.next() && *queue.next() == key("large"));
}

void TestQueue::whoWaitedLongEnoughIsActiveAtOnce()
{
    SchedulingQueue queue;
    queue.refuse(key("a"), 0, byRoom, begin);
    queue.refuse(key("a"), 0, byRoom, begin + 2s); // twice: two seconds
    QVERIFY(!queue.hear(News::NodeAdded, begin + 3s, someCause).empty());
    queue.remove(key("a"));
    queue.refuse(key("b"), 0, byRoom, begin);
    QVERIFY(queue.hear(News::NodeAdded, begin + 3s, someCause).empty());
    QVERIFY(queue.next() && *queue.next() == key("b"));
}

void TestQueue::importantOnesGoFirst()
{
    SchedulingQueue queue;
    queue.refuse(key("late"), 5, byRoom, begin + 1s);
    queue.refuse(key("early"), 5, byRoom, begin);
    queue.refuse(key("important"), 9, byRoom, begin + 2s);
    queue.hear(News::NodeAdded, begin + 60s, someCause);
    QStringList order;
    while (const PodKey* const next = queue.next()) {
        order << QString::fromStdString(next->name.str());
        queue.remove(PodKey(*next));
    }
    QCOMPARE(order, QStringList({"important", "early", "late"}));
    QVERIFY(queue.pods().empty());
}

// News can be missed; so after five minutes a pod is tried without any.
void TestQueue::nobodyIsForgotten()
{
    SchedulingQueue queue;
    queue.refuse(key("a"), 0, byTaint, begin);
    queue.flush(begin + 299s, someCause);
    QVERIFY(!queue.next());
    queue.flush(begin + 300s, someCause);
    QVERIFY(queue.next());
    queue.fail(key("b"), 0, begin); // it waits for nothing but its back-off
    QCOMPARE(queue.find(key("b"))->place, QueuePlace::BackingOff);
    QVERIFY(!queue.hasUnschedulable());
}

QTEST_GUILESS_MAIN(TestQueue)
#include "test_queue.moc"
