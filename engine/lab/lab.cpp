#include "lab.h"

#include "clockobject.h"
#include "components.h"
#include "history.h"

#include "apiserver/resources.h"

#include <algorithm>
#include <deque>

namespace kubarium::lab {

using apiserver::Request;
using apiserver::Response;

namespace {

constexpr std::size_t keptTraces = 4'096;

// What was left behind when the lab went back in time.
struct Branch {
    std::uint64_t number;
    History history;
    api::Time head;
};

std::vector<store::Change> changesBetween(const store::Store& store, store::Revision told)
{
    std::vector<store::Change> changes;
    for (store::Revision revision = std::max(told + 1, store.oldestChange()); revision <= store.revision(); ++revision)
        changes.push_back(*store.change(revision));
    return changes;
}

// Clients may go back for the last few thousand revisions; the lab itself for as many as its memory allows.
void trim(store::Store& store, store::Revision kept)
{
    if (store.revision() > store.oldestChange() + kept)
        store.forget(store.revision() - kept);
    if (store.revision() > store::Store::keptForApi)
        store.compact(store.revision() - store::Store::keptForApi);
}

} // namespace

struct Lab::Private {
    Private(const ClusterFile& cluster, const Options& chosen)
        : options(chosen),
          simulation(cluster, chosen.seed, chosen.epoch, chosen.clusterCa),
          history(chosen.keyframeEvery),
          clock(chosen.epoch)
    {
        history.begin(simulation);
        told = world().state.store.revision();
        labTold = world().labState.store.revision();
    }

    // A fork: the same world, the same past, nobody listening.
    Private(const Private& other)
        : options(other.options),
          simulation(other.simulation),
          history(other.history),
          branches(other.branches),
          branch(other.branch),
          lastBranch(other.lastBranch),
          traces(other.traces),
          clock(other.clock),
          told(other.told),
          labTold(other.labTold)
    {
    }

    World& world() { return simulation.world; }

    const World& world() const { return simulation.world; }

    Response submit(const Request& request)
    {
        if (isClock(*request.kind)) {
            if (auto refusal = simulation.refusalByRights(request))
                return std::move(*refusal);
            Response response = clock.handle(simulation.labServer(), request, reading());
            if (response.revision != 0)
                tell();
            return response;
        }
        if (!isInput(request))
            return simulation.handle(request);
        const Input& input = history.add(simulation, request);
        ++world().inputs;
        Response response = simulation.handle(input.request);
        traces.emplace_back(input.number, response.trace);
        if (traces.size() > keptTraces)
            traces.pop_front();
        history.watch(simulation);
        tell();
        return response;
    }

    void runEvent()
    {
        simulation.runEvent();
        history.watch(simulation);
    }

    ClockReading reading() const
    {
        ClockReading reading{world().state.now, world().epoch, world().eventsRun, branch, std::nullopt};
        if (const auto next = world().queue.upcoming(1); !next.empty())
            reading.next = {next.front().due, components()[next.front().component]->describe(next.front())};
        return reading;
    }

    // The world has become another one: what lay ahead is kept as a branch.
    void exchange(Simulation other)
    {
        branches.push_back({branch, history, world().state.now});
        branch = ++lastBranch;
        simulation = std::move(other);
        history.cut(simulation);
        std::erase_if(traces, [&](const auto& trace) { return trace.first > world().inputs; });
        told = world().state.store.revision();
        labTold = world().labState.store.revision();
        clock.record(reading());
        tell(true);
    }

    // Tells the listeners what has happened since they were last told.
    void tell(bool rewound = false)
    {
        if (!changes.empty()) {
            auto batch = std::make_shared<Batch>();
            batch->snapshot = simulation.etcd().snapshot();
            batch->changes = changesBetween(simulation.etcd(), told);
            batch->labSnapshot = world().labState.store.snapshot();
            batch->labChanges = changesBetween(world().labState.store, labTold);
            batch->clock = clock.clock();
            batch->now = world().state.now;
            batch->branch = branch;
            batch->rewound = rewound;
            told = simulation.etcd().revision();
            labTold = world().labState.store.revision();
            changes(batch);
        }
        told = simulation.etcd().revision();
        labTold = world().labState.store.revision();
        if (simulation.etcd().revision() > simulation.etcd().oldestChange() + options.keptRevisions)
            world().history.catchUp(simulation.etcd()); // before the log forgets them
        trim(simulation.etcd(), options.keptRevisions);
        trim(world().labState.store, options.keptRevisions);
    }

    Options options;
    Simulation simulation;
    History history;
    std::vector<Branch> branches;
    std::uint64_t branch = 0;
    std::uint64_t lastBranch = 0;
    std::deque<std::pair<std::uint64_t, apiserver::Trace>> traces;
    ClockObject clock;
    store::Revision told = 0; // listeners know everything up to here
    store::Revision labTold = 0;
    ChangeFeed changes;
};

api::Time Lab::Options::defaultEpoch()
{
    return api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600));
}

Lab::Lab(const ClusterFile& cluster, Options options) : d(std::make_unique<Private>(cluster, options)) { }

Lab::Lab(std::unique_ptr<Private> copied) : d(std::move(copied)) { }

Lab::~Lab() = default;

Response Lab::submit(const Request& request)
{
    return d->submit(request);
}

api::Result<apiserver::Watch> Lab::watch(const Request& request) const
{
    if (!isClock(*request.kind))
        return d->simulation.watch(request);
    if (const auto refusal = d->simulation.refusalByRights(request))
        return refusal->status;
    return d->clock.watch(d->simulation.labServer(), request);
}

apiserver::Authorizers::Answer Lab::decide(const apiserver::AccessQuestion& question) const
{
    return d->simulation.decide(question);
}

std::vector<apiserver::Looked> Lab::lookedAt(const apiserver::AccessQuestion& question) const
{
    return apiserver::lookedAt(d->world().state, question);
}

const store::Store& Lab::store() const
{
    return d->world().state.store;
}

const store::Store& Lab::store(const api::Kind& kind) const
{
    return isClock(kind) ? d->clock.store() : d->simulation.store(kind);
}

apiserver::ApiServer& Lab::server()
{
    return d->simulation.server();
}

api::Time Lab::now() const
{
    return d->world().state.now;
}

void Lab::runFor(api::Microseconds span)
{
    do
        span = runFor(span, ~std::uint64_t{0});
    while (span.count() > 0);
}

api::Microseconds Lab::runFor(api::Microseconds span, std::uint64_t events)
{
    const api::Time target = now() + span;
    sim::EventQueue& queue = d->world().queue;
    for (std::uint64_t run = 0; !queue.empty() && queue.next().due <= target; ++run) {
        if (run == events) {
            d->tell();
            return target - now();
        }
        d->runEvent();
    }
    const bool moved = target > now();
    d->simulation.setNow(target);
    if (moved || d->told < store().revision())
        d->tell();
    return api::Microseconds(0);
}

bool Lab::runUntilQuiet(std::uint64_t limit)
{
    for (std::uint64_t run = 0; d->world().queue.foreground() > 0; ++run) {
        if (run == limit)
            return false;
        d->runEvent();
    }
    d->tell();
    return true;
}

bool Lab::runUntil(const std::function<bool(const Lab&)>& condition, api::Microseconds atMost)
{
    const api::Time limit = now() + atMost;
    while (!condition(*this)) {
        sim::EventQueue& queue = d->world().queue;
        if (queue.empty() || queue.next().due > limit) {
            d->simulation.setNow(limit);
            d->tell();
            return condition(*this);
        }
        d->runEvent();
        d->tell();
    }
    return true;
}

bool Lab::step(StepBy by)
{
    const store::Revision before = store().revision();
    bool stepped = false;
    while (!stepped && !d->world().queue.empty()) {
        d->runEvent();
        stepped = by != StepBy::Write || store().revision() > before;
    }
    d->tell();
    return stepped;
}

std::vector<ComingEvent> Lab::coming(std::size_t limit) const
{
    std::vector<ComingEvent> list;
    for (const sim::Event& event : d->world().queue.upcoming(limit))
        list.push_back({event.due, components()[event.component]->describe(event), event.periodic});
    return list;
}

std::optional<api::Time> Lab::nextDue() const
{
    sim::EventQueue& queue = d->world().queue;
    return queue.empty() ? std::nullopt : std::optional(queue.next().due);
}

Clock Lab::clock() const
{
    return d->clock.clock();
}

void Lab::setClock(const Clock& clock)
{
    d->clock.setClock(clock, d->reading());
    d->tell();
}

void Lab::showClock()
{
    d->clock.record(d->reading());
    d->tell();
}

store::Snapshot Lab::snapshot() const
{
    return store().snapshot();
}

std::optional<store::Snapshot> Lab::snapshotAt(api::Time time) const
{
    if (time < d->world().epoch || time > now())
        return std::nullopt;
    const store::Revision revision = store().revisionAt(time);
    if (auto kept = store().at(revision))
        return kept;
    return d->history.at(time).etcd().snapshot(); // the log no longer reaches back, but a replay does
}

bool Lab::rewind(api::Time time)
{
    if (time < d->world().epoch || time > now())
        return false;
    d->exchange(d->history.at(time));
    return true;
}

bool Lab::undo()
{
    if (inputs().empty())
        return false;
    d->exchange(d->history.before(*inputs().back()));
    return true;
}

std::unique_ptr<Lab> Lab::fork() const
{
    return std::unique_ptr<Lab>(new Lab(std::make_unique<Private>(*d)));
}

std::uint64_t Lab::branch() const
{
    return d->branch;
}

std::string Lab::historyHash()
{
    d->world().history.catchUp(store());
    return d->world().history.hex();
}

const std::vector<std::shared_ptr<const Input>>& Lab::inputs() const
{
    return d->history.inputs();
}

Response Lab::again(const Input& input)
{
    while (d->world().eventsRun < input.eventsRun && !d->world().queue.empty())
        d->runEvent();
    d->simulation.setNow(input.time);
    return submit(input.request);
}

std::vector<CauseLink> Lab::why(const store::Key& key) const
{
    std::vector<CauseLink> chain;
    const api::ObjectPtr object = store().find(key);
    if (!object)
        return chain;
    sim::Cause cause = sim::Cause::revision(store::revisionOf(object));
    while (cause.kind != sim::Cause::Kind::None) {
        if (cause.kind == sim::Cause::Kind::Input) {
            const Input& input = *inputs()[cause.number - 1];
            chain.push_back({cause, input.time, input.request.identity ? input.request.identity->user : std::string(),
                std::string(text(input.request.verb)) + " " + std::string(input.request.kind->kind) + " "
                    + input.request.name});
            break;
        }
        const store::Change* const change = store().change(cause.number);
        if (!change)
            break; // older than the log
        static constexpr std::string_view done[] = {"created", "changed", "deleted"};
        const api::ObjectMeta& meta = change->now.meta();
        chain.push_back({cause, change->origin.time, change->origin.actor.str(),
            std::string(done[static_cast<std::size_t>(change->type)]) + " " + std::string(change->now.type().kind) + " "
                + (meta.namespace_.empty() ? "" : meta.namespace_.str() + "/") + meta.name.str()});
        cause = change->origin.cause;
    }
    return chain;
}

std::optional<apiserver::Trace> Lab::trace(std::uint64_t input) const
{
    const auto found =
        std::find_if(d->traces.begin(), d->traces.end(), [&](const auto& trace) { return trace.first == input; });
    return found == d->traces.end() ? std::nullopt : std::optional(found->second);
}

ChangeFeed& Lab::changes()
{
    return d->changes;
}

} // namespace kubarium::lab
