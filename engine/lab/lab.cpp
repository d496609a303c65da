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
constexpr std::chrono::hours farthestWrite{1}; // that a step is ready to go
constexpr std::size_t mostBranchesShown = 100;
constexpr std::uint64_t eventsBetweenChecks = 500; // of a replay: hashes are compared, and the log is cut

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

// Tried in a copy: a step that leads nowhere must not move the clock either.
bool writesWithin(Simulation simulation, api::Microseconds span)
{
    const store::Revision before = simulation.etcd().revision();
    const api::Time end = simulation.world.state.now + span;
    while (!simulation.world.queue.empty() && simulation.world.queue.next().due <= end) {
        simulation.runEvent();
        if (simulation.etcd().revision() > before)
            return true;
    }
    return false;
}

} // namespace

struct Lab::Private {
    Private(Simulation begun, const Options& chosen, std::uint64_t firstBranch)
        : options(chosen),
          simulation(std::move(begun)),
          history(chosen.keyframeEvery, chosen.keyframeBytes, simulation),
          branches(history, momentOf(simulation), firstBranch),
          clock(simulation.world.state.now)
    {
        told = world().state.store.revision();
        labTold = world().labState.store.revision();
    }

    // A fork: the same world, the same past, nobody listening.
    Private(const Private& other)
        : options(other.options),
          simulation(other.simulation),
          history(other.history),
          branches(other.branches),
          family(other.family),
          forkedFrom(other.branches.current()),
          forkedAt(momentOf(other.simulation)),
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
        note(input, response.trace);
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
        ClockReading reading{world().state.now, world().epoch, world().eventsRun,
            branches.find(branches.current())->name, shownBranches(), std::nullopt};
        if (const auto next = world().queue.upcoming(1); !next.empty())
            reading.next = {next.front().due, components()[next.front().component]->describe(next.front())};
        return reading;
    }

    // The newest ones: a clock is no place for thousands.
    std::vector<ShownBranch> shownBranches() const
    {
        std::vector<ShownBranch> shown;
        for (const Branch& branch : branches.list(momentOf(simulation))) {
            const bool first = branch.parent == branch.number;
            shown.push_back({branch.name, first ? std::string() : branches.find(branch.parent)->name, branch.begin.time,
                branch.head.time});
        }
        if (shown.size() > mostBranchesShown)
            shown.erase(shown.begin(), shown.end() - static_cast<std::ptrdiff_t>(mostBranchesShown));
        return shown;
    }

    // Goes back on the line one is on: a new branch begins there, what lay ahead is kept.
    void goBack(Simulation past, const std::string& name)
    {
        const Moment moment = momentOf(past);
        if (isLater(forkedAt, moment))
            forkedAt = moment;
        branches.keep(history, momentOf(simulation));
        History line = history;
        line.cut(moment);
        branches.begin(branches.current(), moment, name);
        move(std::move(past), std::move(line));
    }

    // The world has become another one.
    void move(Simulation other, History line)
    {
        const std::size_t shorter = std::min(history.inputs().size(), line.inputs().size());
        std::size_t common = 0;
        while (common < shorter && history.inputs()[common] == line.inputs()[common])
            ++common;
        std::erase_if(traces, [&](const auto& trace) { return trace.first > common; });
        simulation = std::move(other);
        history = std::move(line);
        told = world().state.store.revision();
        labTold = world().labState.store.revision();
        clock.record(reading());
        tell(true);
    }

    void note(const Input& input, const apiserver::Trace& trace)
    {
        traces.emplace_back(input.number, trace);
        if (traces.size() > keptTraces)
            traces.pop_front();
    }

    // The replayed world takes the place of the one that stands at its beginning, or nothing changes.
    std::string restore(const Past& past, std::span<const Checkpoint> hashes);

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
            batch->branch = branches.current();
            batch->rewound = rewound;
            told = simulation.etcd().revision();
            labTold = world().labState.store.revision();
            changes(batch);
        }
        told = simulation.etcd().revision();
        labTold = world().labState.store.revision();
        trim(simulation.etcd(), options.keptRevisions);
        trim(world().labState.store, options.keptRevisions);
    }

    Options options;
    Simulation simulation;
    History history;
    Branches branches;
    std::shared_ptr<const char> family = std::make_shared<const char>(); // the same in all forks of a lab
    std::uint64_t forkedFrom = 0; // of a fork: the branch
    Moment forkedAt; // and the last moment that it has in common with it
    std::deque<std::pair<std::uint64_t, apiserver::Trace>> traces;
    ClockObject clock;
    store::Revision told = 0; // listeners know everything up to here
    store::Revision labTold = 0;
    ChangeFeed changes;
};

std::string Lab::Private::restore(const Past& past, std::span<const Checkpoint> hashes)
{
    if (std::string flaw = past.flaw(); !flaw.empty())
        return flaw;
    if (!history.inputs().empty() || past.branches.front().branch.begin != momentOf(simulation))
        return "the beginning is another one";
    Branches kept(history, past);
    const std::vector<std::uint64_t> path = kept.path(past.current);
    const auto isOnTheWay = [&](const Checkpoint& checkpoint) {
        const auto at = std::find(path.begin(), path.end(), checkpoint.branch);
        return at != path.end()
            && (at + 1 == path.end() || checkpoint.revision <= kept.find(*(at + 1))->begin.revision);
    };

    const History planned = kept.line(past.current);
    History line = history;
    Simulation replayed = simulation;
    std::deque<std::pair<std::uint64_t, apiserver::Trace>> heard;
    auto checkpoint = hashes.begin();
    const auto agrees = [&] {
        const store::Store& etcd = replayed.etcd();
        for (; checkpoint != hashes.end(); ++checkpoint) {
            if (!isOnTheWay(*checkpoint) || checkpoint->revision < replayed.world.history.revision())
                continue;
            if (checkpoint->revision > etcd.revision())
                break;
            replayed.world.history.catchUp(etcd, checkpoint->revision);
            if (replayed.world.history.hex() != checkpoint->hash)
                return false;
        }
        if (etcd.revision() > etcd.oldestChange() + options.keptRevisions)
            replayed.world.history.catchUp(etcd);
        trim(replayed.etcd(), options.keptRevisions);
        return true;
    };
    const auto runTo = [&](std::uint64_t eventsRun, api::Time time) {
        sim::EventQueue& queue = replayed.world.queue;
        while (replayed.world.eventsRun < eventsRun && !queue.empty() && queue.next().due <= time) {
            replayed.runEvent();
            line.watch(replayed);
            if (replayed.world.eventsRun % eventsBetweenChecks == 0 && !agrees())
                return false;
        }
        replayed.setNow(time);
        return replayed.world.eventsRun == eventsRun;
    };
    const auto differs = [&] { return "from " + replayed.world.state.now.text() + " on the replay goes another way"; };

    for (const InputPtr& input : planned.inputs()) {
        if (!runTo(input->eventsRun, input->time))
            return differs();
        line.append({input}, {});
        ++replayed.world.inputs;
        heard.emplace_back(input->number, replayed.handle(input->request).trace);
        if (heard.size() > keptTraces)
            heard.pop_front();
        line.watch(replayed);
    }
    const Moment& head = kept.find(past.current)->head;
    const bool known = head.revision != 0; // not of a head that is an input, after which nothing was noted any more
    if (!runTo(head.eventsRun, head.time) || !agrees() || (known && momentOf(replayed) != head))
        return differs();
    branches = std::move(kept);
    move(std::move(replayed), std::move(line));
    traces = std::move(heard);
    return {};
}

api::Time Lab::Options::defaultEpoch()
{
    return api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600));
}

Lab::Lab(const ClusterFile& cluster, Options options)
    : d(std::make_unique<Private>(Simulation(cluster, options.seed, options.epoch, options.secret), options, 0))
{
}

Lab::Lab(const Head& head, Options options)
    : d(std::make_unique<Private>(Simulation(head, options.seed, options.epoch, options.secret), options, head.branch))
{
}

Lab::Lab(std::unique_ptr<Private> copied) : d(std::move(copied)) { }

Lab::~Lab() = default;

const std::vector<std::string>& Lab::refusals() const
{
    return d->simulation.refusals();
}

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

apiserver::Asker Lab::asker(const apiserver::Credentials& credentials) const
{
    return d->simulation.asker(credentials);
}

const apiserver::SessionKeys& Lab::keys() const
{
    return *d->world().state.keys;
}

apiserver::Authorizers::Answer Lab::decide(const apiserver::AccessQuestion& question) const
{
    return d->simulation.decide(question);
}

std::vector<apiserver::Looked> Lab::lookedAt(const apiserver::AccessQuestion& question) const
{
    return apiserver::lookedAt(d->world().state, question);
}

ServiceEndpoints Lab::endpoints(std::string_view namespace_, std::string_view service) const
{
    return endpointsOf(d->world().state, namespace_, service);
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
    if (by == StepBy::Write && !writesWithin(d->simulation, farthestWrite))
        return false;
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
    if (time < beginning() || time > now())
        return std::nullopt;
    const store::Revision revision = store().revisionAt(time);
    if (auto kept = store().at(revision))
        return kept;
    return d->history.at(time).etcd().snapshot(); // the log no longer reaches back, but a replay does
}

bool Lab::rewind(api::Time time, const std::string& name)
{
    if (time < beginning() || time > now() || (!name.empty() && !(isBranchName(name) && d->branches.isFree(name))))
        return false;
    d->goBack(d->history.at(time), name);
    return true;
}

bool Lab::undo()
{
    if (inputs().empty())
        return false;
    d->goBack(d->history.before(*inputs().back()), {});
    return true;
}

std::unique_ptr<Lab> Lab::fork() const
{
    return std::unique_ptr<Lab>(new Lab(std::make_unique<Private>(*d)));
}

bool Lab::adopt(const Lab& fork)
{
    const Private& other = *fork.d;
    if (&fork == this || other.family != d->family || !d->branches.find(other.forkedFrom))
        return false;
    d->branches.keep(d->history, moment());
    d->branches.begin(other.forkedFrom, other.forkedAt, {});
    d->move(other.simulation, other.history);
    for (const auto& [number, trace] : other.traces) {
        if (number > other.forkedAt.inputs)
            d->traces.emplace_back(number, trace);
    }
    return true;
}

std::uint64_t Lab::branch() const
{
    return d->branches.current();
}

std::vector<Branch> Lab::branches() const
{
    return d->branches.list(moment());
}

const Branch* Lab::findBranch(std::string_view name) const
{
    return d->branches.find(name);
}

bool Lab::switchTo(std::uint64_t branch)
{
    if (!d->branches.find(branch))
        return false;
    if (branch == d->branches.current())
        return true;
    d->branches.keep(d->history, moment());
    History line = d->branches.line(branch);
    Simulation head = line.at(d->branches.find(branch)->head);
    d->forkedFrom =
        d->branches.first().number; // a fork that goes elsewhere shares no more than the beginning for certain
    d->forkedAt = d->branches.first().begin;
    d->branches.enter(branch);
    d->move(std::move(head), std::move(line));
    return true;
}

bool Lab::renameBranch(std::uint64_t branch, const std::string& name)
{
    if (!d->branches.rename(branch, name))
        return false;
    showClock();
    return true;
}

std::uint64_t Lab::branchChanges() const
{
    return d->branches.changes();
}

api::Time Lab::beginning() const
{
    return d->history.beginning();
}

Moment Lab::moment() const
{
    return momentOf(d->simulation);
}

Past Lab::past() const
{
    return d->branches.past(d->history, moment());
}

std::string Lab::restore(const Past& past, std::span<const Checkpoint> hashes)
{
    return d->restore(past, hashes);
}

std::string Lab::historyHash()
{
    HistoryHash& hash = d->world().history;
    if (hash.reaches(store()))
        hash.catchUp(store());
    else
        hash = d->history.hashAt(moment());
    return hash.hex();
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
