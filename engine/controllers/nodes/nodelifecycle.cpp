#include "nodelifecycle.h"

#include "nodetaints.h"
#include "zones.h"

#include "api/types/coordination.h"
#include "api/types/core-pod.h"
#include "api/wholesecond.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "controllers/eventrecorder.h"
#include "controllers/pods/podstate.h"
#include "sim/latency.h"

#include <algorithm>
#include <map>

namespace kubarium::controllers {

namespace {

using std::chrono_literals::operator""s;

constexpr std::string_view component = "node-controller";
constexpr api::Microseconds interval = 5s;
constexpr api::Microseconds grace = 50s; // of a kubelet that has spoken before
constexpr api::Microseconds startGrace = 60s; // of one that has not
constexpr std::string_view silent = "Kubelet stopped posting node status.";
constexpr std::string_view neverHeard = "Kubelet never posted node status.";
constexpr std::string_view reported[] = {"MemoryPressure", "DiskPressure", "PIDPressure", "Ready"};

const api::Node& as(const api::ObjectPtr& node)
{
    return *node.as<api::Node>();
}

api::Microseconds untilNextLook(api::Time now)
{
    return interval - now.sinceEpoch() % interval;
}

// Whether what this controller looks at differs.
bool isNews(const api::Node& before, const api::Node& now)
{
    if (before.spec->unschedulable != now.spec->unschedulable || !(before.spec->taints == now.spec->taints))
        return true;
    const auto& was = before.status->conditions;
    const auto& is = now.status->conditions;
    return !was.sameStorage(is)
        && !std::equal(
            was.begin(), was.end(), is.begin(), is.end(), [](const api::NodeCondition& a, const api::NodeCondition& b) {
                return a.type == b.type && a.status == b.status;
            });
}

// Signs of life

bool isSilent(const apiserver::Client& client, const api::Node& node)
{
    api::Time last = node.metadata.creationTimestamp;
    const api::NodeCondition* const ready = conditionOf(node, "Ready");
    if (ready)
        last = std::max(last, ready->lastHeartbeatTime);
    const api::ObjectPtr lease = client.find(apiserver::leaseKind(), "kube-node-lease", node.metadata.name);
    if (lease)
        last = std::max(last, lease.as<api::Lease>()->spec->renewTime);
    return client.now() - last > (ready ? grace : startGrace);
}

// With all that the kubelet reported being unknown now.
api::ObjectPtr unknown(const api::ObjectPtr& node, api::Time now)
{
    api::ObjectPtr marked = node;
    api::List<api::NodeCondition>& conditions = marked.editAs<api::Node>().status.edit().conditions;
    for (const std::string_view type : reported) {
        const auto found = std::find_if(conditions.begin(), conditions.end(),
            [&](const api::NodeCondition& condition) { return condition.type == type; });
        const bool isKnown = found != conditions.end();
        if (isKnown && found->status == "Unknown")
            continue;
        api::NodeCondition& condition =
            isKnown ? conditions.edit(static_cast<std::size_t>(found - conditions.begin())) : conditions.push_back({});
        condition.type = type;
        condition.status = "Unknown";
        condition.reason = isKnown ? "NodeStatusUnknown" : "NodeStatusNeverUpdated";
        condition.message = isKnown ? silent : neverHeard;
        condition.lastTransitionTime = api::wholeSecond(now);
        if (!isKnown)
            condition.lastHeartbeatTime = node.meta().creationTimestamp;
    }
    return marked;
}

// Nobody should be sent to pods of which nobody knows anything.
void markPodsNotReady(apiserver::Client& client, const api::Text& node)
{
    std::vector<api::ObjectPtr> ready;
    client.state().pods.visitOnNode(client.state().store, node, [&](const api::ObjectPtr& pod) {
        if (isReady(*pod.as<api::Pod>()))
            ready.push_back(pod);
        return true;
    });
    for (const api::ObjectPtr& pod : ready) {
        api::ObjectPtr marked = pod;
        for (api::PodCondition& condition : marked.editAs<api::Pod>().status.edit().conditions.edit()) {
            if (condition.type != "Ready")
                continue;
            condition.status = "False";
            condition.lastTransitionTime = api::wholeSecond(client.now());
        }
        if (client.updateStatus(apiserver::podKind(), std::move(marked)).ok())
            recordEvent(client, component, pod, EventType::Warning, "NodeNotReady", "Node is not ready");
    }
}

void lookForSigns(apiserver::Client& client, const api::ObjectPtr& node)
{
    if (isSilent(client, as(node))) {
        api::ObjectPtr marked = unknown(node, client.now());
        if (!marked.sameStorage(node) && client.updateStatus(apiserver::nodeKind(), std::move(marked)).ok()
            && isReady(as(node)))
            recordEvent(client, component, node, EventType::Normal, "NodeNotReady",
                "Node " + node.meta().name.str() + " status is now: NodeNotReady");
        markPodsNotReady(client, node.meta().name);
    }
}

// In the first look after it has come.
bool isNew(const api::Node& node, api::Time now)
{
    const api::Time look = now - now.sinceEpoch() % interval;
    return look == now && node.metadata.creationTimestamp < look && node.metadata.creationTimestamp >= look - interval;
}

void tellOf(apiserver::Client& client, const api::ObjectPtr& node, std::string_view reason, const std::string& what)
{
    recordEvent(
        client, component, node, EventType::Normal, reason, "Node " + node.meta().name.str() + " event: " + what);
}

// Driving pods out

struct Place {
    Zone zone;
    api::Time lastEviction;
    std::vector<api::ObjectPtr> unready; // those that should drive their pods out and do not yet
};

using Places = std::map<std::string, Place>;

void take(Places& places, const api::ObjectPtr& object)
{
    const api::Node& node = as(object);
    Place& place = places[zoneOf(node)];
    ++(isReady(node) ? place.zone.ready : place.zone.notReady);
    const api::Taint* const taint = drivingOutNow(node);
    if (taint)
        place.lastEviction = std::max(place.lastEviction, taint->timeAdded);
    else if (!drivingOut(node).empty())
        place.unready.push_back(object);
}

bool noneIsReady(const Places& places)
{
    return !places.empty() && std::all_of(places.begin(), places.end(), [](const auto& entry) {
        return disruptionOf(entry.second.zone) == Disruption::Full;
    });
}

// Who has been unready for longest is the first.
void driveOut(apiserver::Client& client, Place& place)
{
    const auto pause = timeBetweenEvictions(place.zone);
    if (!pause || (place.lastEviction && client.now() - place.lastEviction < *pause) || place.unready.empty())
        return;
    const auto since = [](const api::ObjectPtr& node) { return conditionOf(as(node), "Ready")->lastTransitionTime; };
    const auto first = std::min_element(place.unready.begin(), place.unready.end(),
        [&](const api::ObjectPtr& a, const api::ObjectPtr& b) { return since(a) < since(b); });
    api::ObjectPtr tainted = withTaintsKeepingAway(*first, client.now());
    client.update(apiserver::nodeKind(), withTaintDrivingOut(tainted, drivingOut(as(*first)), client.now()));
}

void letStay(apiserver::Client& client, const api::ObjectPtr& node)
{
    if (drivingOutNow(as(node)))
        client.update(apiserver::nodeKind(), withTaintDrivingOut(node, {}, client.now()));
}

template <class Visit> void visitNodes(apiserver::Client& client, Visit&& visit)
{
    std::vector<api::ObjectPtr> all;
    const store::ObjectTree& tree = client.state().store.tree(apiserver::resourceId(apiserver::nodeKind()));
    all.reserve(tree.size());
    tree.visit([&](const api::ObjectPtr& node) {
        all.push_back(node);
        return true;
    });
    for (const api::ObjectPtr& node : all)
        visit(node);
}

void look(apiserver::Client& client)
{
    visitNodes(client, [&](const api::ObjectPtr& node) {
        if (isNew(as(node), client.now()))
            tellOf(client, node, "RegisteredNode", "Registered Node " + node.meta().name.str() + " in Controller");
        lookForSigns(client, node);
    });
    Places places;
    visitNodes(client, [&](const api::ObjectPtr& node) { take(places, node); });
    if (noneIsReady(places)) {
        visitNodes(client, [&](const api::ObjectPtr& node) { letStay(client, node); });
        return;
    }
    for (auto& [zone, place] : places)
        driveOut(client, place);
}

// A key of a node that is gone has its uid in place of a namespace.
void tellOfEnd(apiserver::Client& client, const ObjectKey& key)
{
    api::Box<api::Node> gone;
    gone.edit().metadata.name = key.name;
    gone.edit().metadata.uid = key.namespace_;
    tellOf(client, gone, "RemovingNode", "Removing Node " + key.name.str() + " from Controller");
}

} // namespace

void NodeLifecycle::start(apiserver::Runtime& runtime) const
{
    sim::Event first;
    first.kind = apiserver::resourceId(apiserver::nodeKind());
    first.periodic = true;
    runtime.scheduleOnce(std::move(first), untilNextLook(runtime.now()));
}

bool NodeLifecycle::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::nodeKind();
}

void NodeLifecycle::keysOf(const apiserver::State&, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const api::ObjectMeta& meta = change.now.meta();
    if (change.type == store::ChangeType::Deleted)
        keys.push_back({&apiserver::nodeKind(), meta.uid, meta.name});
    else if (!change.before || isNews(as(change.before), as(change.now)))
        keys.push_back({&apiserver::nodeKind(), {}, meta.name});
}

// All nodes, if the key has no name.
Outcome NodeLifecycle::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    if (key.name.empty()) {
        look(client);
        return Outcome::inBackground(untilNextLook(client.now()));
    }
    if (!key.namespace_.empty()) {
        tellOfEnd(client, key);
        return Outcome::done();
    }
    const api::ObjectPtr node = client.find(apiserver::nodeKind(), {}, key.name);
    if (!node)
        return Outcome::done();
    api::ObjectPtr tainted = withTaintsKeepingAway(node, client.now());
    if (drivingOutNow(as(node)))
        tainted = withTaintDrivingOut(tainted, drivingOut(as(node)), client.now());
    return tainted.sameStorage(node) ? Outcome::done()
                                     : Outcome::of(client.update(apiserver::nodeKind(), std::move(tainted)).status);
}

api::Microseconds NodeLifecycle::latency(const apiserver::State&, const store::Change&, const ObjectKey&) const
{
    return sim::latency::node;
}

std::string NodeLifecycle::describe(const sim::Event& event) const
{
    return event.name.empty() ? "node-controller looks for nodes that have fallen silent" : Controller::describe(event);
}

} // namespace kubarium::controllers
