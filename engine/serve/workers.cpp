#include "workers.h"

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

void Workers::post(std::function<void()> work)
{
    {
        const std::lock_guard lock(d->mutex);
        d->work.push_back(std::move(work));
    }
    d->wake.notify_one();
}

} // namespace kubarium::serve
