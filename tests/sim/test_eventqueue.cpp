#include "sim/eventqueue.h"

#include <QtTest/QtTest>

using namespace kubarium;

class TestEventQueue : public QObject {
    Q_OBJECT
private slots:
    void eventsRunByTimeThenInTheOrderScheduled();
    void whatIsCancelledNeverRuns();
    void workOnAnObjectIsPendingOnce();
    void periodicEventsAreBackground();
    void comingEventsAreToldInOrder();
    void aCopyHasTheSameFuture();
};

namespace {

sim::Event at(int second, int number, bool periodic = false)
{
    sim::Event event;
    event.due = api::Time::sinceEpoch(std::chrono::seconds(second));
    event.number = number;
    event.periodic = periodic;
    return event;
}

QString drained(sim::EventQueue queue)
{
    QStringList numbers;
    while (!queue.empty())
        numbers << QString::number(queue.take().number);
    return numbers.join(' ');
}

} // namespace

void TestEventQueue::eventsRunByTimeThenInTheOrderScheduled()
{
    sim::EventQueue queue;
    for (const auto& [second, number] : {std::pair(5, 1), {3, 2}, {5, 3}, {1, 4}, {3, 5}})
        queue.schedule(at(second, number));
    QCOMPARE(drained(queue), QString("4 2 5 1 3"));
}

void TestEventQueue::whatIsCancelledNeverRuns()
{
    sim::EventQueue queue;
    const auto first = queue.schedule(at(1, 1));
    const auto last = queue.schedule(at(3, 3));
    queue.schedule(at(2, 2));
    QVERIFY(queue.cancel(last));
    QVERIFY(queue.cancel(first)); // the one at the top
    QVERIFY(!queue.cancel(first));
    QVERIFY(!queue.cancel(12345));
    QCOMPARE(queue.size(), std::size_t{1});
    QCOMPARE(queue.next().number, std::int64_t{2});
    QCOMPARE(drained(queue), QString("2"));
}

void TestEventQueue::workOnAnObjectIsPendingOnce()
{
    const auto work = [](int second, int number, std::uint64_t revision, const char* name = "web") {
        sim::Event event = at(second, number);
        event.name = name;
        event.cause = sim::Cause::revision(revision);
        return event;
    };
    sim::EventQueue queue;
    queue.scheduleOnce(work(5, 1, 10));
    queue.scheduleOnce(work(7, 4, 11)); // later: only its cause and number count
    queue.scheduleOnce(work(6, 2, 12, "db"));
    QCOMPARE(queue.size(), std::size_t{2});
    sim::EventQueue copy = queue;
    const sim::Event web = queue.take();
    QCOMPARE(web.due, at(5, 0).due);
    QCOMPARE(web.number, std::int64_t{4});
    QCOMPARE(web.cause, sim::Cause::revision(11));
    queue.scheduleOnce(work(9, 0, 13)); // it was taken, so this is new work
    QCOMPARE(queue.size(), std::size_t{2});
    QCOMPARE(queue.foreground(), std::size_t{2});

    copy.scheduleOnce(work(3, 0, 14)); // earlier: it moves ahead
    QCOMPARE(copy.size(), std::size_t{2});
    QCOMPARE(copy.foreground(), std::size_t{2});
    QCOMPARE(copy.next().due, at(3, 0).due);
    QCOMPARE(copy.take().number, std::int64_t{4});
    QCOMPARE(copy.take().name.str(), std::string("db"));
    QVERIFY(copy.empty());
}

void TestEventQueue::periodicEventsAreBackground()
{
    sim::EventQueue queue;
    queue.schedule(at(1, 1, true));
    QCOMPARE(queue.foreground(), std::size_t{0});
    const auto work = queue.schedule(at(2, 2));
    QCOMPARE(queue.foreground(), std::size_t{1});
    queue.cancel(work);
    QCOMPARE(queue.foreground(), std::size_t{0});
    queue.take();
    QVERIFY(queue.empty());
}

void TestEventQueue::comingEventsAreToldInOrder()
{
    sim::EventQueue queue;
    for (int i = 20; i > 0; --i)
        queue.schedule(at(i, i));
    queue.cancel(19); // the event of second 2
    QStringList coming;
    for (const sim::Event& event : queue.upcoming(4))
        coming << QString::number(event.number);
    QCOMPARE(coming.join(' '), QString("1 3 4 5"));
    QCOMPARE(queue.size(), std::size_t{19}); // looking changes nothing
}

void TestEventQueue::aCopyHasTheSameFuture()
{
    sim::EventQueue queue;
    for (int i = 0; i < 200; ++i)
        queue.schedule(at((i * 7919) % 50, i));
    sim::EventQueue copy = queue;
    QCOMPARE(drained(copy), drained(queue));
    QCOMPARE(copy.schedule(at(1, 1)), queue.schedule(at(1, 1)));
}

QTEST_GUILESS_MAIN(TestEventQueue)
#include "test_eventqueue.moc"
