#include "daemonset.h"

#include "eventrecorder.h"

#include "daemonset/daemonhistory.h"
#include "daemonset/daemonplan.h"
#include "pods/claims.h"
#include "pods/endingnamespace.h"
#include "pods/podcontrol.h"
#include "pods/podnews.h"
#include "pods/podstate.h"

#include "api/labelselector.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::string_view component = "daemonset-controller"; // in whose name Events are written
constexpr std::size_t mostAtOnce = 250; // pods made or removed before the set is looked at again

const api::Kind& daemonSets()
{
    static const api::Kind& kind = *api::findKind("apps", "v1", "DaemonSet");
    return kind;
}

std::optional<api::LabelMatcher> selectorOf(const api::ObjectPtr& set)
{
    api::Result<api::LabelMatcher> selector = api::toMatcher(*set.as<api::DaemonSet>()->spec->selector);
    if (!selector || selector->matchesEverything())
        return std::nullopt; // validation lets neither pass
    return std::move(*selector);
}

bool hasPodOf(const apiserver::State& state, const api::ObjectMeta& set, std::string_view node)
{
    bool has = false;
    state.pods.visitOnNode(state.store, node, [&](const api::ObjectPtr& pod) {
        has = isControlledBy(pod.meta(), set);
        return !has;
    });
    return has;
}

// News of a node matters to a set where a pod has to be made or removed, and to one that says pods are out of place. So a
// pod on a node that is tainted later goes on counting as wanted, until the set is looked at for another reason.
void keysOfNode(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys)
{
    const api::Node& now = *change.now.as<api::Node>();
    if (change.type == store::ChangeType::Deleted)
        return; // its pods go one by one, and that is news
    if (const api::Node* const before = change.before.as<api::Node>();
        before && before->metadata.labels == now.metadata.labels && before->spec->taints == now.spec->taints)
        return;
    state.store.tree(apiserver::resourceId(daemonSets())).visit([&](const api::ObjectPtr& set) {
        const Belonging belonging = DaemonPods(set).on(now);
        const bool has = hasPodOf(state, set.meta(), now.metadata.name);
        const bool saysMisscheduled = set.as<api::DaemonSet>()->status->numberMisscheduled > 0;
        if (has ? !belonging.shouldContinue || saysMisscheduled : belonging.shouldRun)
            keys.push_back({&daemonSets(), set.meta().namespace_, set.meta().name});
        return true;
    });
}

std::vector<api::ObjectPtr> allNodes(const apiserver::State& state)
{
    std::vector<api::ObjectPtr> nodes;
    state.store.tree(apiserver::resourceId(apiserver::nodeKind())).visit([&](const api::ObjectPtr& node) {
        nodes.push_back(node);
        return true;
    });
    return nodes;
}

// Makes and removes what a plan says; whatever is refused, the rest of it is tried. Answers the first refusal.
api::Status carryOut(apiserver::Client& client, const api::ObjectPtr& set, const DaemonPods& daemons,
    std::string_view revision, const DaemonPlan& plan)
{
    PodControl control(client, component);
    api::Status failure = slowStart(static_cast<int>(std::min(plan.nodes.size(), mostAtOnce)), [&](int i) {
        return control.create(daemons.podFor(plan.nodes[static_cast<std::size_t>(i)], revision), set).status;
    }).failure;
    for (std::size_t i = 0; i < std::min(plan.pods.size(), mostAtOnce); ++i) {
        if (const api::Status status = control.remove(plan.pods[i], set).status; !status.ok() && failure.ok())
            failure = status;
    }
    return failure;
}

void tellOfEnded(apiserver::Client& client, const api::ObjectPtr& set, const DaemonPlan& plan)
{
    for (const api::ObjectPtr& object : plan.ended) {
        const api::Pod& pod = *object.as<api::Pod>();
        const bool isFailed = pod.status->phase == "Failed";
        const std::string which = "daemon pod " + pod.metadata.namespace_.str() + "/" + pod.metadata.name.str()
            + " on node " + targetNode(pod).str();
        if (isFailed) {
            recordEvent(client, component, set, EventType::Warning, "FailedDaemonPod",
                "Found failed " + which + ", will try to kill it");
        } else {
            recordEvent(client, component, set, EventType::Normal, "SucceededDaemonPod",
                "Found succeeded " + which + ", will try to delete it");
        }
    }
}

api::Status tell(apiserver::Client& client, const api::ObjectPtr& set, const DaemonCounts& counts,
    api::Optional<std::int32_t> collisions)
{
    api::Box<api::DaemonSetStatus> told = set.as<api::DaemonSet>()->status;
    api::DaemonSetStatus& status = told.edit();
    status.desiredNumberScheduled = counts.desired;
    status.currentNumberScheduled = counts.current;
    status.numberMisscheduled = counts.misscheduled;
    status.numberReady = counts.ready;
    status.numberAvailable = counts.available;
    status.numberUnavailable = counts.desired - counts.available;
    status.updatedNumberScheduled = counts.updated;
    status.observedGeneration = set.meta().generation;
    status.collisionCount = collisions;
    if (told == set.as<api::DaemonSet>()->status)
        return {};
    api::ObjectPtr changed = set;
    changed.editAs<api::DaemonSet>().status = std::move(told);
    api::Status written = client.updateStatus(daemonSets(), std::move(changed)).status;
    return written.code == 404 ? api::Status() : written;
}

// When a pod that is ready becomes available.
void expectAvailable(std::optional<api::Time>& next, std::span<const DaemonNode> nodes, const DaemonRules& rules)
{
    if (rules.minReadySeconds == 0)
        return;
    for (const DaemonNode& node : nodes) {
        for (const api::ObjectPtr& pod : node.pods) {
            const auto from = availableFrom(*pod.as<api::Pod>(), rules.minReadySeconds, rules.now);
            if (from && (!next || *from < *next))
                next = from;
        }
    }
}

} // namespace

bool DaemonSetController::watches(const api::Kind& kind) const
{
    return &kind == &daemonSets() || &kind == &apiserver::podKind() || &kind == &apiserver::nodeKind();
}

void DaemonSetController::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.now.as<api::Pod>())
        keysOfPod(state, change, daemonSets(), selectorOf, keys);
    else if (change.now.as<api::Node>())
        keysOfNode(state, change, keys);
    else if (change.type == store::ChangeType::Created
        || (change.type == store::ChangeType::Updated && !isWrittenBy(change, name())))
        keys.push_back({&daemonSets(), change.now.meta().namespace_, change.now.meta().name});
}

api::Microseconds DaemonSetController::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey& key) const
{
    if (change.now.as<api::DaemonSet>())
        return sim::latency::controller;
    const api::ObjectPtr set = state.store.find(apiserver::keyOf(daemonSets(), key.namespace_, key.name));
    const std::int32_t nodes = set ? set.as<api::DaemonSet>()->status->desiredNumberScheduled : 0;
    return sim::latency::bundled(static_cast<std::size_t>(std::max(0, nodes)));
}

Outcome DaemonSetController::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr set = client.find(daemonSets(), key.namespace_, key.name);
    if (!set || set.meta().deletionTimestamp)
        return Outcome::done(); // the garbage collector takes its pods, and its revisions
    const std::optional<api::LabelMatcher> selector = selectorOf(set);
    if (!selector)
        return Outcome::done();
    const api::DaemonSetSpec& spec = *set.as<api::DaemonSet>()->spec;

    const api::Result<DaemonHistory> history = daemonHistory(client, set, *selector);
    if (!history)
        return Outcome::of(history.status());
    const Claims claims = claimedPods(client, set, *selector);
    if (!claims.failure.ok())
        return Outcome::of(claims.failure);
    const DaemonPods daemons(set);
    const std::vector<DaemonNode> nodes = daemonNodes(allNodes(client.state()), daemons, claims.objects);
    DaemonRules rules{history->hash(), spec.minReadySeconds, allowsSurge(spec), client.now()};
    rules.retryFrom = [&](const api::Text& node) {
        return client.state().failedDaemons.retryFrom(set.meta().uid, node);
    };
    const DaemonCounts counts = counted(nodes, rules.revision, rules.minReadySeconds, rules.now);

    // What has to be mended comes first; a rollout goes on when nothing has.
    DaemonPlan plan = upkeep(nodes, rules);
    std::optional<api::Time> next = plan.next;
    if (plan.empty() && spec.updateStrategy.type == api::DaemonSetUpdateStrategyType::RollingUpdate)
        plan = rollout(nodes, rollingLimits(spec, counts.desired), rules);
    tellOfEnded(client, set, plan);
    api::Status done = carryOut(client, set, daemons, rules.revision, plan);
    if (isOfEndingNamespace(done))
        return Outcome::done();
    if (done.ok())
        done = cleanUp(client, *history, spec.revisionHistoryLimit.valueOr(10), claims.objects);

    const api::Status told = tell(client, set, counts, history->collisions);
    if (!done.ok() || !told.ok())
        return Outcome::of(done.ok() ? told : done);
    if (std::max(plan.nodes.size(), plan.pods.size()) > mostAtOnce)
        return Outcome::after(sim::latency::controller);
    expectAvailable(next, nodes, rules);
    return next ? Outcome::after(*next - client.now()) : Outcome::done();
}

} // namespace kubarium::controllers
