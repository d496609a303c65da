// The one bridge between the lab's thread and the window's.
//
//   lab's thread     step  step  step          step                what changed is gathered in an inbox
//   window's thread        |---- changed ----| ---- changed ----   handed on once a frame, nothing lost
//
// Everything here is called from the window's thread, and nothing here waits: what is asked for is done in the lab's thread,
// and its answer comes back as a call, after the changes that it caused. The bridge owns the lab's thread and outlives it.
#pragma once

#include "lab/labthread.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace kubarium::gui {

// How fast virtual time runs beside the wall clock.
struct Pace {
    bool paused = false;
    double speed = 1.0; // 0: as fast as it can
    friend bool operator==(const Pace&, const Pace&) = default;
};

class LabBridge : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds frame{16};
    // How much of the past a rewound batch brings along.
    static constexpr store::Revision tail = 2'000;

    // `make` is called in the lab's thread. Time stands still until setPace().
    explicit LabBridge(std::function<std::unique_ptr<lab::Lab>()> make, QObject* parent = nullptr);
    ~LabBridge() override;

    // What was handed on last; the empty state before the first batch.
    const lab::Batch& latest() const { return *m_latest; }

    const lab::BatchPtr& latestBatch() const { return m_latest; }

    bool isRunning() const { return m_latest->branch != noBranch; }

    api::Time beginning() const { return m_beginning; } // of virtual time; known with the first batch

    // What was asked for last, or what somebody else has made of the Clock object since.
    Pace pace() const { return m_pace; }

    void setPace(Pace pace);
    // One event, write or reconcile; time is paused first, or the wall clock would run on at once.
    void step(lab::StepBy by);
    // Runs time forward as fast as it can, which needs a clock that stands still. `done` is called here, unless `context` is
    // gone by then, and told whether the whole span has passed.
    void advance(api::Microseconds span, QObject* context, std::function<void(bool)> done);

    void post(std::function<void(lab::Lab&)> work);
    // The next batch tells of the whole world, as if it had been rewound to now.
    void tellAnew();

    // Does `work` in the lab's thread and hands its result to `answer` here, unless `context` is gone by then.
    template <class Work, class Answer> void ask(Work work, QObject* context, Answer answer)
    {
        post([this, work = std::move(work), context = QPointer<QObject>(context), answer = std::move(answer)](
                 lab::Lab& lab) {
            if constexpr (std::is_void_v<std::invoke_result_t<Work, lab::Lab&>>) {
                work(lab);
                bring([context, answer] {
                    if (context)
                        answer();
                });
            } else {
                bring([context, answer, result = work(lab)] {
                    if (context)
                        answer(result);
                });
            }
        });
    }

signals:
    // At most once a frame. The first batch, and one after a rewind, says `rewound`: the snapshot is all there is to know, and
    // `changes` tells how it came to it, a tail of them at most.
    void changed(const kubarium::lab::BatchPtr& batch);
    void paceChanged(kubarium::gui::Pace pace);

private:
    static constexpr std::uint64_t noBranch = ~std::uint64_t{0};

    // In the lab's thread.
    void gather(const lab::Lab& lab, const lab::Batch& batch);
    void bring(std::function<void()> answer);
    // In the window's.
    void wait();
    void handOn();
    void follow(const lab::Clock& clock);

    struct Inbox {
        std::shared_ptr<lab::Batch> batch;
        std::vector<std::function<void()>> answers;
        api::Time beginning; // with the first batch
        bool announced = false; // the window knows that something is in here
    };

    std::mutex m_mutex; // guards the inbox
    Inbox m_inbox;

    lab::BatchPtr m_latest;
    api::Time m_beginning;
    Pace m_pace{true, 1.0};
    int m_asked = 0; // changes of pace that the lab has not answered yet
    QElapsedTimer m_sinceLast;
    QTimer m_frame;
    // Last, so that it ends first: its slot uses all of the above.
    std::unique_ptr<lab::LabThread> m_thread;
};

} // namespace kubarium::gui
