#include "lab.h"

#include "apiserver/component.h"
#include "apiserver/resources.h"
#include "apiserver/systemnamespaces.h"

#include <algorithm>
#include <array>
#include <deque>

namespace kubarium::lab {

namespace {

using apiserver::Request;
using apiserver::Response;
using apiserver::Verb;

constexpr std::size_t keptTraces = 4'096;
constexpr std::size_t mostKeyframes = 128;

// Components in the order of their numbers; events carry the number, so new ones are added at the end.
std::span<const apiserver::Component* const> components()
{
    static const apiserver::SystemNamespaces systemNamespaces;
    static const std::array<const apiserver::Component*, 1> all = {&systemNamespaces};
    return all;
}

// Who sets up a cluster: the file it begins with is nobody's request, but it goes the same way.
apiserver::IdentityPtr setUp()
{
    static const auto identity = std::make_shared<const apiserver::Identity>(apiserver::Identity{"system:lab", "", {"system:masters", "system:authenticated"}});
    return identity;
}

// A moment from which the world can be run again.
struct Keyframe {
    World world;
    std::size_t inputs; // how many had come in
};

struct Branch {
    std::uint64_t number;
    std::vector<Input> inputs;
    api::Time head;
};

} // namespace

struct Lab::Private {
    Private(const ClusterFile& cluster, Options chosen) : options(chosen), world(chosen.seed, chosen.epoch), server(std::make_shared<apiserver::ApiServer>())
    {
        for (sim::ComponentId id = 0; id < components().size(); ++id) {
            apiserver::Runtime runtime = runtimeOf(id);
            components()[id]->start(runtime);
        }
        for (const api::ObjectPtr& object : cluster.objects)
            place(object);
        keyframes.push_back({world, 0});
        told = world.state.store.revision();
    }

    // A fork: the same world, the same past, nobody listening.
    Private(const Private& other)
        : options(other.options), world(other.world), server(other.server), inputs(other.inputs), keyframes(other.keyframes), branches(other.branches),
          branch(other.branch), lastBranch(other.lastBranch), traces(other.traces), told(other.told)
    {
    }

    apiserver::Runtime runtimeOf(sim::ComponentId id) { return {world.state, world.queue, *server, id}; }

    // Puts an object of the cluster file where it belongs, its status too: there is no kubelet yet to report it.
    void place(const api::ObjectPtr& object)
    {
        Request request;
        request.verb = Verb::Create;
        request.kind = api::findKindByApiVersion(object.type().apiVersion, object.type().kind);
        request.namespace_ = object.meta().namespace_.str();
        request.identity = setUp();
        request.object = object;
        const Response created = server->handle(world.state, request);
        const api::Field* const status = object.type().field("status");
        if (!created.ok() || !status)
            return;
        request.verb = Verb::Update;
        request.subresource = "status";
        request.name = created.object.meta().name.str();
        request.object = object;
        request.object.editMeta() = created.object.meta();
        server->handle(world.state, request);
    }

    void runEvent()
    {
        const sim::Event event = world.queue.take();
        world.state.now = std::max(world.state.now, event.due);
        ++world.eventsRun;
        apiserver::Runtime runtime = runtimeOf(event.component);
        runtime.handling(event.cause);
        components()[event.component]->handle(runtime, event);
    }

    // Called after each live step, never while replaying: the keyframes of that stretch exist.
    void keepKeyframe()
    {
        const Keyframe& last = keyframes.back();
        if (world.eventsRun + inputs.size() < last.world.eventsRun + last.inputs + options.keyframeEvery)
            return;
        keyframes.push_back({world, inputs.size()});
        if (keyframes.size() <= mostKeyframes)
            return;
        // Every second one of the older half goes: the past stays reachable, its older parts by a longer replay.
        std::size_t kept = 1;
        for (std::size_t i = 1; i < keyframes.size(); ++i) {
            if (i > keyframes.size() / 2 || i % 2 == 0)
                keyframes[kept++] = keyframes[i];
        }
        keyframes.erase(keyframes.begin() + static_cast<std::ptrdiff_t>(kept), keyframes.end());
    }

    // Does again, in this world, what an input once did.
    Response apply(const Input& input)
    {
        ++world.inputs;
        Request request = input.request;
        request.cause = sim::Cause::input(input.number);
        if (input.body.empty())
            return server->handle(world.state, request);
        std::optional<api::Document> document = documentOf(input);
        if (!document) {
            Response refused;
            refused.status = api::badRequest("the body of the request cannot be read");
            return refused;
        }
        request.document = &*document;
        return server->handle(world.state, request);
    }

    static std::optional<api::Document> documentOf(const Input& input)
    {
        if (input.bodyIsJson) {
            api::ParsedJson json = api::parseJson(input.body);
            return json.error ? std::nullopt : std::optional(std::move(json.document));
        }
        api::ParsedStream yaml = api::parseYaml(input.body);
        if (yaml.error || yaml.documents.size() != 1)
            return std::nullopt;
        return std::move(yaml.documents.front());
    }

    // From the nearest keyframe to where `stop` says, doing again what came in; answers how many inputs that were.
    template <class Stop>
    std::size_t replay(const Keyframe& from, const Stop& stop)
    {
        world = from.world;
        std::size_t done = from.inputs;
        while (done < inputs.size() && !stop(inputs[done])) {
            const Input& next = inputs[done];
            while (world.eventsRun < next.eventsRun)
                runEvent();
            world.state.now = next.time;
            apply(next);
            ++done;
        }
        return done;
    }

    void runDue(api::Time until)
    {
        while (!world.queue.empty() && world.queue.next().due <= until)
            runEvent();
    }

    // The world has become another one: what lay ahead is kept as a branch.
    void beginBranch(std::size_t kept, api::Time head)
    {
        branches.push_back({branch, inputs, head});
        branch = ++lastBranch;
        inputs.resize(kept);
        std::erase_if(keyframes, [&](const Keyframe& keyframe) {
            return keyframe.inputs > kept || keyframe.world.state.now > world.state.now || keyframe.world.eventsRun > world.eventsRun;
        });
        std::erase_if(traces, [&](const auto& trace) { return trace.first > kept; });
        told = world.state.store.revision();
        emit(true);
    }

    void emit(bool rewound = false)
    {
        store::Store& store = world.state.store;
        if (store.revision() > store.oldestChange() + options.keptRevisions) {
            world.history.catchUp(store);
            store.forget(store.revision() - options.keptRevisions);
        }
        if (store.revision() > store::Store::keptForApi)
            store.compact(store.revision() - store::Store::keptForApi);
        if (changes.empty()) {
            told = store.revision();
            return;
        }
        auto batch = std::make_shared<Batch>();
        batch->snapshot = store.snapshot();
        for (store::Revision revision = told + 1; revision <= store.revision(); ++revision)
            batch->changes.push_back(*store.change(revision));
        told = store.revision();
        batch->now = world.state.now;
        batch->branch = branch;
        batch->rewound = rewound;
        changes(batch);
    }

    Response submit(Input input)
    {
        if (!isInput(input.request)) {
            const Request& request = input.request;
            if (input.body.empty())
                return server->handle(world.state, request);
            return apply(input, request);
        }
        input.number = inputs.size() + 1;
        input.time = world.state.now;
        input.eventsRun = world.eventsRun;
        input.request.document = nullptr;
        input.request.traced = true;
        inputs.push_back(std::move(input));
        Response response = apply(inputs.back());
        traces.emplace_back(inputs.back().number, response.trace);
        if (traces.size() > keptTraces)
            traces.pop_front();
        keepKeyframe();
        emit();
        return response;
    }

    // A dry run with a document: answered, not remembered.
    Response apply(const Input& input, const Request& request)
    {
        std::optional<api::Document> document = documentOf(input);
        if (!document) {
            Response refused;
            refused.status = api::badRequest("the body of the request cannot be read");
            return refused;
        }
        Request whole = request;
        whole.document = &*document;
        return server->handle(world.state, whole);
    }

    Options options;
    World world;
    std::shared_ptr<apiserver::ApiServer> server;
    std::vector<Input> inputs;
    std::vector<Keyframe> keyframes;
    std::vector<Branch> branches;
    std::uint64_t branch = 0;
    std::uint64_t lastBranch = 0;
    std::deque<std::pair<std::uint64_t, apiserver::Trace>> traces;
    store::Revision told = 0; // listeners know everything up to here
    ChangeFeed changes;
};

api::Time Lab::Options::defaultEpoch() { return api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600)); }

Lab::Lab(const ClusterFile& cluster, Options options) : d(std::make_unique<Private>(cluster, options)) {}
Lab::~Lab() = default;

Response Lab::submit(const Request& request)
{
    Input input;
    input.request = request;
    return d->submit(std::move(input));
}

Response Lab::submit(const Request& request, std::string body, bool bodyIsJson)
{
    Input input;
    input.request = request;
    input.body = std::move(body);
    input.bodyIsJson = bodyIsJson;
    return d->submit(std::move(input));
}

api::Result<apiserver::Watch> Lab::watch(const Request& request) const { return d->server->watch(d->world.state, request); }
const store::Store& Lab::store() const { return d->world.state.store; }
apiserver::ApiServer& Lab::server() { return *d->server; }
api::Time Lab::now() const { return d->world.state.now; }

void Lab::runFor(api::Microseconds span)
{
    while (span.count() > 0)
        span = runFor(span, ~std::uint64_t{0});
}

api::Microseconds Lab::runFor(api::Microseconds span, std::uint64_t events)
{
    const api::Time target = now() + span;
    for (std::uint64_t run = 0; !d->world.queue.empty() && d->world.queue.next().due <= target; ++run) {
        if (run == events) {
            d->emit();
            return target - now();
        }
        d->runEvent();
        d->keepKeyframe();
    }
    d->world.state.now = target;
    d->emit();
    return api::Microseconds(0);
}

bool Lab::runUntilQuiet(std::uint64_t limit)
{
    for (std::uint64_t run = 0; d->world.queue.foreground() > 0; ++run) {
        if (run == limit)
            return false;
        d->runEvent();
        d->keepKeyframe();
    }
    d->emit();
    return true;
}

bool Lab::runUntil(const std::function<bool(const Lab&)>& condition, api::Microseconds atMost)
{
    const api::Time limit = now() + atMost;
    while (!condition(*this)) {
        if (d->world.queue.empty() || d->world.queue.next().due > limit) {
            d->world.state.now = limit;
            d->emit();
            return condition(*this);
        }
        d->runEvent();
        d->keepKeyframe();
        d->emit();
    }
    return true;
}

bool Lab::step(StepBy by)
{
    const store::Revision before = store().revision();
    while (!d->world.queue.empty()) {
        d->runEvent();
        d->keepKeyframe();
        if (by != StepBy::Write || store().revision() > before) {
            d->emit();
            return true;
        }
    }
    d->emit();
    return false;
}

std::vector<ComingEvent> Lab::coming(std::size_t limit) const
{
    std::vector<ComingEvent> list;
    for (const sim::Event& event : d->world.queue.upcoming(limit))
        list.push_back({event.due, components()[event.component]->describe(event), event.periodic});
    return list;
}

store::Snapshot Lab::snapshot() const { return store().snapshot(); }

std::optional<store::Snapshot> Lab::snapshotAt(api::Time time) const
{
    if (time < d->world.epoch || time > now())
        return std::nullopt;
    return store().at(store().revisionAt(time));
}

bool Lab::rewind(api::Time time)
{
    if (time < d->world.epoch || time > now())
        return false;
    const api::Time head = now();
    const auto later = std::find_if(d->keyframes.begin(), d->keyframes.end(), [&](const Keyframe& keyframe) { return keyframe.world.state.now > time; });
    const Keyframe from = *std::prev(later);
    const std::size_t kept = d->replay(from, [&](const Input& input) { return input.time > time; });
    d->runDue(time);
    d->world.state.now = time;
    d->beginBranch(kept, head);
    return true;
}

bool Lab::undo()
{
    if (d->inputs.empty())
        return false;
    const api::Time head = now();
    const Input last = d->inputs.back();
    const std::size_t before = d->inputs.size() - 1;
    const auto later = std::find_if(d->keyframes.begin(), d->keyframes.end(), [&](const Keyframe& keyframe) {
        return keyframe.inputs > before || keyframe.world.eventsRun > last.eventsRun;
    });
    const Keyframe from = *std::prev(later);
    d->replay(from, [&](const Input& input) { return input.number == last.number; });
    while (d->world.eventsRun < last.eventsRun)
        d->runEvent();
    d->world.state.now = last.time;
    d->beginBranch(before, head);
    return true;
}

std::unique_ptr<Lab> Lab::fork() const
{
    return std::unique_ptr<Lab>(new Lab(std::make_unique<Private>(*d)));
}

Lab::Lab(std::unique_ptr<Private> copied) : d(std::move(copied)) {}

std::uint64_t Lab::branch() const { return d->branch; }

std::string Lab::historyHash()
{
    d->world.history.catchUp(d->world.state.store);
    return d->world.history.hex();
}

const std::vector<Input>& Lab::inputs() const { return d->inputs; }

std::vector<CauseLink> Lab::why(const store::Key& key) const
{
    std::vector<CauseLink> chain;
    const api::ObjectPtr object = store().find(key);
    if (!object)
        return chain;
    sim::Cause cause = sim::Cause::revision(store::revisionOf(object));
    while (cause.kind != sim::Cause::Kind::None) {
        if (cause.kind == sim::Cause::Kind::Input) {
            const Input& input = d->inputs[cause.number - 1];
            chain.push_back({cause, input.time, input.request.identity ? input.request.identity->user : std::string(),
                             std::string(text(input.request.verb)) + " " + std::string(input.request.kind->kind) + " " + input.request.name});
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
    const auto found = std::find_if(d->traces.begin(), d->traces.end(), [&](const auto& trace) { return trace.first == input; });
    return found == d->traces.end() ? std::nullopt : std::optional(found->second);
}

ChangeFeed& Lab::changes() { return d->changes; }

} // namespace kubarium::lab
