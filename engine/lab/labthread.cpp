#include "labthread.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace kubarium::lab {

namespace {

using Wall = std::chrono::steady_clock;

constexpr std::uint64_t eventsInASlice = 500;           // between two looks at what was posted: well under 5 ms
constexpr std::chrono::milliseconds longestSleep{100};  // so that the clock is seen to go on

} // namespace

struct LabThread::Private {
    void loop(const std::function<std::unique_ptr<Lab>()>& make)
    {
        const std::unique_ptr<Lab> lab = make();
        virtualStart = lab->now();
        wallStart = Wall::now();
        std::unique_lock lock(mutex);
        while (true) {
            const bool behind = follows() && lab->now() < targetTime();
            if (!behind && work.empty() && !ending)
                wake.wait_for(lock, follows() ? untilNext(*lab) : std::chrono::nanoseconds(longestSleep));
            if (work.empty() && ending)
                return;
            const std::deque<std::function<void(Lab&)>> posted = std::exchange(work, {});
            const bool moving = follows();
            const api::Time target = moving ? targetTime() : lab->now();
            lock.unlock();
            // Time first, so that a request meets the world of the moment it came in.
            if (target > lab->now())
                lab->runFor(target - lab->now(), eventsInASlice);
            for (const auto& task : posted) {
                task(*lab);
                lab->runFor(api::Microseconds(0)); // what is due at this very instant happens, paused or not
            }
            lock.lock();
            if (restarted) {
                restarted = false;
                virtualStart = lab->now();
                wallStart = Wall::now();
            }
        }
    }

    bool follows() const { return clock.mode != Clock::Mode::Manual && !clock.paused; }

    double speed() const { return clock.mode == Clock::Mode::Realtime ? 1.0 : clock.speed; }

    api::Time targetTime() const
    {
        const std::chrono::duration<double> passed = Wall::now() - wallStart;
        const double factor = speed() > 0 ? speed() : asFastAsItCan;
        return virtualStart + std::chrono::duration_cast<api::Microseconds>(passed * factor);
    }

    std::chrono::nanoseconds untilNext(const Lab& lab) const
    {
        const auto coming = lab.coming(1);
        if (coming.empty() || speed() <= 0)
            return longestSleep;
        const std::chrono::duration<double, std::micro> left = coming.front().due - lab.now();
        const auto wall = std::chrono::duration_cast<std::chrono::nanoseconds>(left / speed());
        return std::clamp<std::chrono::nanoseconds>(wall, std::chrono::milliseconds(1), longestSleep);
    }

    static constexpr double asFastAsItCan = 1e6;

    mutable std::mutex mutex; // guards everything below
    std::condition_variable wake;
    std::deque<std::function<void(Lab&)>> work;
    Clock clock;
    bool ending = false;
    bool restarted = true; // the clock was set: virtual and wall time are matched anew
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

void LabThread::setClock(Clock clock)
{
    {
        const std::lock_guard lock(d->mutex);
        d->clock = clock;
        d->restarted = true;
    }
    d->wake.notify_all();
}

Clock LabThread::clock() const
{
    const std::lock_guard lock(d->mutex);
    return d->clock;
}

} // namespace kubarium::lab
