#include "podgc.h"

#include "nodetaints.h"

#include "api/types/core-pod.h"
#include "api/wholesecond.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "controllers/pods/podstate.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

using std::chrono_literals::operator""s;

constexpr api::Microseconds interval = 20s;
constexpr api::Microseconds quarantine = 40s; // a node that comes back soon finds its pods

const api::Pod& as(const api::ObjectPtr& pod)
{
    return *pod.as<api::Pod>();
}

api::ObjectPtr nodeNamed(const apiserver::State& state, const api::Text& name)
{
    return state.store.find(apiserver::keyOf(apiserver::nodeKind(), {}, name));
}

// Whether people have said that nothing runs there any more, and nothing says otherwise.
bool isOutOfService(const api::Node& node)
{
    const auto& list = node.spec->taints;
    return !isReady(node) && std::any_of(list.begin(), list.end(), [](const api::Taint& taint) {
        return taint.key == taints::outOfService;
    });
}

bool neverHadANode(const api::Pod& pod)
{
    return pod.spec->nodeName.empty() && pod.metadata.deletionTimestamp;
}

enum class Why : std::uint8_t { NodeIsGone, Other };

// It has failed, whoever counts such pods should know, and then it goes at once.
api::Status sweep(apiserver::Client& client, const api::ObjectPtr& pod, Why why)
{
    if (!isFinished(as(pod))) {
        std::string patch = R"({"status":{"phase":"Failed")";
        if (why == Why::NodeIsGone) {
            const api::Time now = api::wholeSecond(client.now());
            patch += R"(,"conditions":[{"type":"DisruptionTarget","status":"True","reason":"DeletionByPodGC",)"
                     R"("message":"PodGC: node no longer exists","lastTransitionTime":")"
                + now.text() + R"(","observedGeneration":)" + std::to_string(pod.meta().generation) + "}]";
        }
        patch += "}}";
        // It may patch the status of pods, and not replace it.
        const api::Status answer =
            client.patch(apiserver::podKind(), pod.meta(), apiserver::PatchType::Strategic, std::move(patch), "status")
                .status;
        if (!answer.ok())
            return answer;
    }
    apiserver::DeleteOptions options;
    options.gracePeriodSeconds = 0;
    return client.remove(apiserver::podKind(), pod, std::move(options)).status;
}

Outcome outcomeOf(const api::Status& failure)
{
    return failure.ok() || failure.code == 404 ? Outcome::done() : Outcome::again();
}

template <class Fits> Outcome sweepNode(apiserver::Client& client, const api::Text& node, Why why, Fits&& fits)
{
    std::vector<api::ObjectPtr> list;
    client.state().pods.visitOnNode(client.state().store, node, [&](const api::ObjectPtr& pod) {
        if (fits(as(pod)))
            list.push_back(pod);
        return true;
    });
    api::Status failure;
    for (const api::ObjectPtr& pod : list) {
        const api::Status answer = sweep(client, pod, why);
        if (failure.ok() || failure.code == 404)
            failure = answer;
    }
    return outcomeOf(failure);
}

// Nothing more can come of a pod that waits for a finalizer only.
bool isSwept(const api::Pod& pod)
{
    return isFinished(pod) && pod.metadata.deletionTimestamp && pod.metadata.deletionGracePeriodSeconds.valueOr(0) == 0;
}

Outcome lookAt(apiserver::Client& client, const api::Text& node)
{
    const api::ObjectPtr object = nodeNamed(client.state(), node);
    if (!object)
        return sweepNode(client, node, Why::NodeIsGone, [](const api::Pod& pod) { return !isSwept(pod); });
    if (isOutOfService(*object.as<api::Node>()))
        return sweepNode(client, node, Why::Other,
            [](const api::Pod& pod) { return pod.metadata.deletionTimestamp && !isSwept(pod); });
    return Outcome::done();
}

Outcome keepOnly(apiserver::Client& client, std::size_t kept)
{
    const store::ObjectTree& tree = client.state().store.tree(apiserver::resourceId(apiserver::podKind()));
    if (tree.size() <= kept)
        return Outcome::done();
    std::vector<api::ObjectPtr> ended;
    tree.visit([&](const api::ObjectPtr& pod) {
        if (isFinished(as(pod)))
            ended.push_back(pod);
        return true;
    });
    if (ended.size() <= kept)
        return Outcome::done();
    const auto isEvicted = [](const api::ObjectPtr& pod) { return as(pod).status->reason == "Evicted"; };
    std::stable_sort(ended.begin(), ended.end(), [&](const api::ObjectPtr& a, const api::ObjectPtr& b) {
        if (isEvicted(a) != isEvicted(b))
            return isEvicted(a);
        return a.meta().creationTimestamp < b.meta().creationTimestamp;
    });
    ended.resize(ended.size() - kept);
    api::Status failure;
    for (const api::ObjectPtr& pod : ended) {
        const api::Status answer = sweep(client, pod, Why::Other);
        if (failure.ok() || failure.code == 404)
            failure = answer;
    }
    return outcomeOf(failure);
}

} // namespace

bool PodGc::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::nodeKind() || &kind == &apiserver::podKind();
}

void PodGc::lookAtNode(const apiserver::State&, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const bool isGone = change.type == store::ChangeType::Deleted;
    if (isGone || isOutOfService(*change.now.as<api::Node>()))
        keys.push_back({&apiserver::nodeKind(), {}, change.now.meta().name});
}

void PodGc::lookAtPod(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const api::Pod& pod = as(change.now);
    const auto* const before = change.before.as<api::Pod>();
    const api::Text& node = pod.spec->nodeName;
    const bool hasMoved = !before || !(before->spec->nodeName == node);
    const bool isGoing = pod.metadata.deletionTimestamp && (!before || !before->metadata.deletionTimestamp);
    if (neverHadANode(pod) && !isSwept(pod) && isGoing)
        keys.push_back({&apiserver::podKind(), pod.metadata.namespace_, pod.metadata.name});
    if (!node.empty() && (hasMoved || isGoing)) {
        const api::ObjectPtr there = nodeNamed(state, node);
        if (!there || (isGoing && isOutOfService(*there.as<api::Node>())))
            keys.push_back({&apiserver::nodeKind(), {}, node});
    }
    const bool hasEnded = isFinished(pod) && (!before || !isFinished(*before));
    if (hasEnded && state.store.tree(apiserver::resourceId(apiserver::podKind())).size() > m_kept)
        keys.push_back({&apiserver::podKind(), {}, {}});
}

void PodGc::keysOf(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.now.as<api::Node>())
        lookAtNode(state, change, keys);
    else if (change.type != store::ChangeType::Deleted)
        lookAtPod(state, change, keys);
}

// All pods that have ended, if the key has no name.
Outcome PodGc::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    if (key.kind == &apiserver::nodeKind())
        return lookAt(client, key.name);
    if (key.name.empty())
        return keepOnly(client, m_kept);
    const api::ObjectPtr pod = client.find(apiserver::podKind(), key.namespace_, key.name);
    if (!pod || !neverHadANode(as(pod)) || isSwept(as(pod)))
        return Outcome::done();
    return outcomeOf(sweep(client, pod, Why::Other));
}

// Until the next round; a node that is gone may come back before.
api::Microseconds PodGc::latency(const apiserver::State& state, const store::Change&, const ObjectKey& key) const
{
    const bool mayComeBack = key.kind == &apiserver::nodeKind() && !nodeNamed(state, key.name);
    const api::Time from = state.now + (mayComeBack ? quarantine : api::Microseconds::zero());
    return from - state.now + interval - from.sinceEpoch() % interval;
}

} // namespace kubarium::controllers
