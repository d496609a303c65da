// A lab in a thread of its own, with several threads that want something of it.
#include "lab/labthread.h"

#include <QtTest/QtTest>

#include <atomic>
#include <thread>

using namespace kubarium;

class TestLabThread : public QObject {
    Q_OBJECT
private slots:
    void workIsDoneInOrder();
    void manyThreadsMayPost();
    void aManualClockStandsStill();
    void aFixedClockRuns();
};

namespace {

std::unique_ptr<lab::Lab> newLab() { return std::make_unique<lab::Lab>(lab::ClusterFile::standard()); }

void createMap(lab::Lab& lab, const std::string& name)
{
    apiserver::Request request;
    request.verb = apiserver::Verb::Create;
    request.kind = api::findKind("", "v1", "ConfigMap");
    request.namespace_ = "default";
    request.identity = std::make_shared<const apiserver::Identity>(apiserver::Identity{"admin", "", {"system:masters"}, {}});
    request.body = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name + "\"}}";
    request.bodyFormat = apiserver::BodyFormat::Json;
    lab.submit(request);
}

} // namespace

void TestLabThread::workIsDoneInOrder()
{
    std::vector<int> done;
    {
        lab::LabThread thread(newLab);
        for (int i = 0; i < 100; ++i)
            thread.post([&done, i](lab::Lab&) { done.push_back(i); });
    } // what was posted is done before the thread ends
    QCOMPARE(done.size(), std::size_t{100});
    QVERIFY(std::is_sorted(done.begin(), done.end()));
}

void TestLabThread::manyThreadsMayPost()
{
    lab::LabThread thread(newLab);
    std::atomic<std::uint64_t> told = 0;
    boost::signals2::scoped_connection listening;
    thread.run([&](lab::Lab& lab) {
        listening = lab.changes().connect([&](const lab::BatchPtr& batch) { told += batch->changes.size(); });
    });
    std::vector<std::thread> writers;
    std::atomic<int> answered = 0;
    for (int writer = 0; writer < 4; ++writer) {
        writers.emplace_back([&, writer] {
            for (int i = 0; i < 50; ++i)
                thread.post([&, writer, i](lab::Lab& lab) {
                    createMap(lab, "w" + std::to_string(writer) + "-" + std::to_string(i));
                    ++answered;
                });
        });
    }
    // Snapshots may be read from any thread while the lab goes on.
    store::Snapshot snapshot;
    thread.run([&](lab::Lab& lab) { snapshot = lab.snapshot(); });
    std::size_t objects = 0;
    snapshot.tree(0).visit([&](const api::ObjectPtr&) { return ++objects > 0; });
    for (std::thread& writer : writers)
        writer.join();
    std::size_t inputs = 0;
    thread.run([&](lab::Lab& lab) {
        inputs = lab.inputs().size();
        listening.disconnect();
    });
    QCOMPARE(answered.load(), 200);
    QCOMPARE(inputs, std::size_t{200});
    QCOMPARE(told.load(), std::uint64_t{200});
}

void TestLabThread::aManualClockStandsStill()
{
    lab::LabThread thread(newLab);
    thread.run([](lab::Lab& lab) { lab.setClock({lab::Clock::Mode::Manual, 1.0, false}); });
    api::Time first;
    api::Time second;
    thread.run([&](lab::Lab& lab) { first = lab.now(); });
    thread.run([&](lab::Lab& lab) {
        createMap(lab, "c"); // a write is admitted at this instant
        second = lab.now();
    });
    QVERIFY(first == second);
}

void TestLabThread::aFixedClockRuns()
{
    lab::LabThread thread(newLab);
    api::Time start;
    thread.run([&](lab::Lab& lab) { start = lab.now(); });
    thread.run([](lab::Lab& lab) { lab.setClock({lab::Clock::Mode::Fixed, 1000.0, false}); });
    const auto passed = [&] {
        api::Time now;
        thread.run([&](lab::Lab& lab) { now = lab.now(); });
        return now - start;
    };
    QTRY_VERIFY(passed() > std::chrono::minutes(2)); // two system checks are behind it
    thread.run([](lab::Lab& lab) { lab.setClock({lab::Clock::Mode::Fixed, 1000.0, true}); });
    const auto stopped = passed();
    QCOMPARE(passed().count(), stopped.count());
}

QTEST_GUILESS_MAIN(TestLabThread)
#include "test_labthread.moc"
