#include "workers.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace kubarium::serve {

struct Workers::Private {
    void loop()
    {
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [&] { return !work.empty() || ending; });
            if (work.empty())
                return;
            const std::function<void()> next = std::move(work.front());
            work.pop_front();
            lock.unlock();
            next();
            lock.lock();
        }
    }

    std::mutex mutex; // guards what follows
    std::condition_variable wake;
    std::deque<std::function<void()>> work;
    bool ending = false;
    std::vector<std::thread> threads;
};

Workers::Workers(unsigned threads) : d(std::make_unique<Private>())
{
    for (unsigned i = 0; i < threads; ++i)
        d->threads.emplace_back([this] { d->loop(); });
}

Workers::~Workers()
{
    {
        const std::lock_guard lock(d->mutex);
        d->ending = true;
    }
    d->wake.notify_all();
    for (std::thread& thread : d->threads)
        thread.join();
}

namespace {

// Numbers that several threads take one after the other.
struct Shared {
    const std::function<void(std::size_t)>& each;
    const std::size_t count;
    std::atomic<std::size_t> next = 0;
    std::mutex mutex; // guards the number of those that are done
    std::condition_variable finished;
    std::size_t done = 0;

    void take()
    {
        for (std::size_t number = next++; number < count; number = next++) {
            each(number);
            const std::lock_guard lock(mutex);
            if (++done == count)
                finished.notify_all();
        }
    }
};

} // namespace

void Workers::forEach(std::size_t count, const std::function<void(std::size_t)>& each)
{
    const auto shared = std::shared_ptr<Shared>(new Shared{each, count});
    // A helper that comes too late finds no number left, and does not look at `each` any more.
    for (std::size_t helper = 1; helper < std::min(d->threads.size(), count); ++helper)
        post([shared] { shared->take(); });
    shared->take();
    std::unique_lock lock(shared->mutex);
    shared->finished.wait(lock, [&] { return shared->done == count; });
}

void Workers::post(std::function<void()> work)
{
    {
        const std::lock_guard lock(d->mutex);
        d->work.push_back(std::move(work));
    }
    d->wake.notify_one();
}

} // namespace kubarium::serve
