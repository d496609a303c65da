#include "bridge/labbridge.h"

#include "bridge/coalesce.h"

#include <utility>

namespace kubarium::gui {

namespace {

const store::Store& labObjects(const lab::Lab& lab)
{
    return lab.store(*api::findKind("lab.kubarium.dev", "v1", "Fault"));
}

lab::Batch wholeWorld(const lab::Lab& lab)
{
    lab::Batch batch;
    batch.snapshot = lab.snapshot();
    batch.labSnapshot = labObjects(lab).snapshot();
    batch.clock = lab.clock();
    batch.now = lab.now();
    batch.branch = lab.branch();
    batch.rewound = true;
    return batch;
}

std::vector<store::Change> pastOf(const store::Store& store)
{
    std::vector<store::Change> past;
    const store::Revision newest = store.revision();
    const store::Revision oldest = newest > LabBridge::tail ? newest - LabBridge::tail + 1 : 1;
    for (store::Revision revision = std::max(oldest, store.oldestChange()); revision <= newest; ++revision) {
        if (const store::Change* const change = store.change(revision))
            past.push_back(*change);
    }
    return past;
}

} // namespace

LabBridge::LabBridge(std::function<std::unique_ptr<lab::Lab>()> make, QObject* parent) : QObject(parent)
{
    auto nothingYet = std::make_shared<lab::Batch>();
    nothingYet->branch = noBranch;
    m_latest = std::move(nothingYet);
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &LabBridge::handOn);

    m_thread = std::make_unique<lab::LabThread>([this, make = std::move(make)] {
        std::unique_ptr<lab::Lab> lab = make();
        {
            const std::lock_guard lock(m_mutex);
            m_inbox.beginning = lab->now();
        }
        // The lab, and its feed with it, ends with the thread: nothing is left to disconnect.
        lab->changes().connect([this, &lab = *lab](const lab::BatchPtr& batch) { gather(lab, *batch); });
        gather(*lab, wholeWorld(*lab));
        return lab;
    });
}

LabBridge::~LabBridge()
{
    m_thread.reset();
}

void LabBridge::setPace(Pace pace)
{
    if (pace == m_pace)
        return;
    m_pace = pace;
    ++m_asked;
    const auto mode = pace.speed == 1.0 ? lab::Clock::Mode::Realtime : lab::Clock::Mode::Fixed;
    const lab::Clock clock{mode, pace.speed, pace.paused};
    ask([clock](lab::Lab& lab) { lab.setClock(clock); }, this, [this] { --m_asked; });
    emit paceChanged(pace);
}

void LabBridge::step(lab::StepBy by)
{
    setPace({true, m_pace.speed});
    post([by](lab::Lab& lab) { lab.step(by); });
}

void LabBridge::advance(api::Microseconds span, QObject* context, std::function<void(bool)> done)
{
    m_thread->advance(span,
        [this, context = QPointer<QObject>(context), done = std::move(done)](lab::Lab&, lab::LabThread::Advanced how) {
            bring([context, done, whole = how == lab::LabThread::Advanced::Done] {
                if (context)
                    done(whole);
            });
        });
}

void LabBridge::post(std::function<void(lab::Lab&)> work)
{
    m_thread->post(std::move(work));
}

void LabBridge::tellAnew()
{
    m_thread->post([this](lab::Lab& lab) { gather(lab, wholeWorld(lab)); });
}

void LabBridge::gather(const lab::Lab& lab, const lab::Batch& batch)
{
    bool announce = false;
    {
        lab::Batch whole;
        const lab::Batch* next = &batch;
        if (batch.rewound) {
            whole = batch;
            whole.changes = pastOf(lab.store());
            whole.labChanges = pastOf(labObjects(lab));
            next = &whole;
        }
        const std::lock_guard lock(m_mutex);
        if (m_inbox.batch)
            coalesce(*m_inbox.batch, *next);
        else
            m_inbox.batch = std::make_shared<lab::Batch>(*next);
        announce = !std::exchange(m_inbox.announced, true);
    }
    if (announce)
        QMetaObject::invokeMethod(this, &LabBridge::wait, Qt::QueuedConnection);
}

void LabBridge::bring(std::function<void()> answer)
{
    bool announce = false;
    {
        const std::lock_guard lock(m_mutex);
        m_inbox.answers.push_back(std::move(answer));
        announce = !std::exchange(m_inbox.announced, true);
    }
    if (announce)
        QMetaObject::invokeMethod(this, &LabBridge::wait, Qt::QueuedConnection);
}

void LabBridge::wait()
{
    const std::chrono::milliseconds passed(m_sinceLast.isValid() ? m_sinceLast.elapsed() : frame.count());
    if (passed >= frame)
        handOn();
    else
        m_frame.start(frame - passed);
}

void LabBridge::handOn()
{
    Inbox inbox;
    {
        const std::lock_guard lock(m_mutex);
        inbox = std::exchange(m_inbox, {});
    }
    if (!isRunning())
        m_beginning = inbox.beginning;
    if (inbox.batch) {
        m_latest = std::move(inbox.batch);
        emit changed(m_latest);
    }
    for (const auto& answer : inbox.answers)
        answer();
    follow(m_latest->clock);
    m_sinceLast.start(); // from here, so that the window has a frame's time for itself however long all this took
}

// The clock has other masters beside the window. While an answer is on its way, the window's last word stands.
void LabBridge::follow(const lab::Clock& clock)
{
    // Without a speed of its own (Manual) a clock leaves the one to go on with as it was.
    const double speed = clock.mode == lab::Clock::Mode::Manual ? m_pace.speed
        : clock.mode == lab::Clock::Mode::Fixed                 ? clock.speed
                                                                : 1.0;
    const Pace pace{clock.standsStill(), speed};
    if (m_asked > 0 || !isRunning() || pace == m_pace)
        return;
    m_pace = pace;
    emit paceChanged(m_pace);
}

} // namespace kubarium::gui
