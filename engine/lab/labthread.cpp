#include "labthread.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace kubarium::lab {

namespace {

using Wall = std::chrono::steady_clock;

constexpr std::chrono::milliseconds slice{4}; // between two looks at what was posted
constexpr std::uint64_t eventsAtOnce = 50; // between two looks at the wall clock
constexpr std::chrono::milliseconds longestSleep{100}; // so that the clock is seen to go on
constexpr double asFastAsItCan = 1e6;

struct Advance {
    api::Microseconds left;
    LabThread::AdvanceDone done;
};

} // namespace

struct LabThread::Private {
    void loop(const std::function<std::unique_ptr<Lab>()>& make)
    {
        lab = make();
        startFollowing();
        while (true) {
            std::unique_lock lock(mutex);
            if (work.empty() && !ending && advances.empty() && !isBehind())
                wake.wait_for(lock, untilNext(), [&] { return !work.empty() || ending; });
            if (work.empty() && ending)
                break;
            const std::deque<std::function<void(Lab&)>> posted = std::exchange(work, {});
            lock.unlock();
            follow(); // time first, so that a request meets the world of the moment it came in
            for (const auto& task : posted) {
                task(*lab);
                lab->runFor(api::Microseconds(0)); // what is due at this very instant happens, paused or not
            }
            if (lab->branchChanges() != branchChanges) { // whoever waits for time to go on, waits on another branch
                for (const Advance& advance : std::exchange(advances, {}))
                    advance.done(*lab, Advanced::Interrupted);
                startFollowing();
            } else if (lab->clock() != clock) {
                startFollowing();
            }
            goOn();
        }
        for (const Advance& advance : std::exchange(advances, {}))
            advance.done(*lab, Advanced::Interrupted);
        lab.reset();
    }

    // Virtual and wall time are matched anew.
    void startFollowing()
    {
        clock = lab->clock();
        branchChanges = lab->branchChanges();
        virtualStart = lab->now();
        wallStart = Wall::now();
    }

    api::Time targetTime() const
    {
        const std::chrono::duration<double> passed = Wall::now() - wallStart;
        return virtualStart + std::chrono::duration_cast<api::Microseconds>(passed * factor());
    }

    double factor() const
    {
        const double speed = clock.mode == Clock::Mode::Realtime ? 1.0 : clock.speed;
        return speed > 0 ? speed : asFastAsItCan;
    }

    bool isBehind() const { return !clock.standsStill() && lab->nextDue() && *lab->nextDue() <= targetTime(); }

    void follow()
    {
        if (clock.standsStill())
            return;
        const api::Time target = targetTime();
        if (target > lab->now() && run(target - lab->now()).count() > 0 && factor() >= asFastAsItCan)
            startFollowing(); // as fast as it can is not as fast as one would wish
    }

    // The first of those who wait for time to go on gets a slice of it.
    void goOn()
    {
        if (advances.empty())
            return;
        Advance& first = advances.front();
        if (!clock.standsStill()) { // somebody has set it going
            finish(Advanced::Interrupted);
            return;
        }
        first.left = run(first.left);
        if (first.left.count() == 0)
            finish(Advanced::Done);
    }

    void finish(Advanced how)
    {
        const Advance finished = std::move(advances.front());
        advances.pop_front();
        lab->showClock();
        finished.done(*lab, how);
    }

    // Runs the lab for a span, or for as much of it as fits into a slice of wall time; answers what is left.
    api::Microseconds run(api::Microseconds span) const
    {
        const Wall::time_point end = Wall::now() + slice;
        do
            span = lab->runFor(span, eventsAtOnce);
        while (span.count() > 0 && Wall::now() < end);
        return span;
    }

    std::chrono::nanoseconds untilNext() const
    {
        const auto due = lab->nextDue();
        if (clock.standsStill() || !due)
            return longestSleep;
        const std::chrono::duration<double, std::micro> left = *due - targetTime();
        const auto wall = std::chrono::duration_cast<std::chrono::nanoseconds>(left / factor());
        return std::clamp<std::chrono::nanoseconds>(wall, std::chrono::milliseconds(1), longestSleep);
    }

    std::mutex mutex; // guards the next three
    std::condition_variable wake;
    std::deque<std::function<void(Lab&)>> work;
    bool ending = false;

    // The rest belongs to the thread alone.
    std::unique_ptr<Lab> lab;
    std::deque<Advance> advances;
    Clock clock;
    std::uint64_t branchChanges = 0;
    api::Time virtualStart;
    Wall::time_point wallStart;
    std::thread thread;
};

LabThread::LabThread(std::function<std::unique_ptr<Lab>()> make) : d(std::make_unique<Private>())
{
    d->thread = std::thread([this, make = std::move(make)] { d->loop(make); });
}

LabThread::~LabThread()
{
    {
        const std::lock_guard lock(d->mutex);
        d->ending = true;
    }
    d->wake.notify_all();
    d->thread.join();
}

bool LabThread::post(std::function<void(Lab&)> work)
{
    {
        const std::lock_guard lock(d->mutex);
        if (d->ending)
            return false;
        d->work.push_back(std::move(work));
    }
    d->wake.notify_all();
    return true;
}

void LabThread::run(const std::function<void(Lab&)>& work)
{
    std::mutex done;
    std::condition_variable finished;
    bool ready = false;
    const bool posted = post([&](Lab& lab) {
        work(lab);
        const std::lock_guard lock(done); // held while notifying: the waiter owns what is notified
        ready = true;
        finished.notify_one();
    });
    std::unique_lock lock(done);
    if (posted)
        finished.wait(lock, [&] { return ready; });
}

void LabThread::advance(api::Microseconds span, AdvanceDone done)
{
    post([this, span, done = std::move(done)](Lab& lab) {
        if (lab.clock().standsStill())
            d->advances.push_back({span, done});
        else
            done(lab, Advanced::Refused);
    });
}

} // namespace kubarium::lab
