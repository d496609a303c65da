#include "scheduler.h"

#include "api/nodeaffinity.h"
#include "api/podresources.h"
#include "api/taints.h"
#include "apiserver/client.h"
#include "apiserver/resources.h"
#include "controllers/eventrecorder.h"
#include "controllers/pods/podstate.h"
#include "sim/latency.h"

namespace kubarium::scheduler {

namespace {

using std::chrono_literals::operator""s;

const api::Kind& podKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Pod");
    return kind;
}

const api::Kind& nodeKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Node");
    return kind;
}

apiserver::IdentityPtr identity()
{
    static const auto scheduler = std::make_shared<const apiserver::Identity>(
        apiserver::Identity{"system:kube-scheduler", "", {"system:authenticated"}, {}});
    return scheduler;
}

bool isWaiting(const api::Pod& pod)
{
    return pod.spec->nodeName.empty() && pod.spec->schedulerName == defaultScheduler
        && pod.spec->schedulingGates.empty() && !pod.metadata.deletionTimestamp && controllers::isActive(pod);
}

bool hasRoom(const apiserver::State& state, const api::Node& node, const api::PodSpec& pod, std::int64_t& pods)
{
    api::Map<api::Quantity> left = node.status->allocatable;
    pods = 0;
    state.pods.visitOnNode(state.store, node.metadata.name, [&](const api::ObjectPtr& object) {
        const api::Pod& other = *object.as<api::Pod>();
        if (!controllers::isFinished(other)) {
            ++pods;
            for (const auto& [name, amount] : api::containersRequests(*other.spec))
                left.set(name, left.valueOr(name, {}) - amount);
        }
        return true;
    });
    if (left.valueOr("pods", {}).units() <= pods)
        return false;
    for (const auto& [name, amount] : api::containersRequests(pod)) {
        if (!amount.isZero() && left.valueOr(name, {}) < amount)
            return false;
    }
    return true;
}

} // namespace

bool Scheduler::watches(const api::Kind& kind) const
{
    return &kind == &podKind();
}

void Scheduler::notice(apiserver::Runtime& runtime, const store::Change& change) const
{
    const api::Pod& pod = *change.now.as<api::Pod>();
    if (change.type == store::ChangeType::Deleted || !isWaiting(pod))
        return;
    sim::Event event;
    event.namespace_ = pod.metadata.namespace_;
    event.name = pod.metadata.name;
    runtime.scheduleOnce(std::move(event), sim::latency::controller);
}

void Scheduler::handle(apiserver::Runtime& runtime, const sim::Event& event) const
{
    apiserver::Client client(runtime, identity(), "kube-scheduler");
    const api::ObjectPtr object = client.find(podKind(), event.namespace_, event.name);
    if (!object || !isWaiting(*object.as<api::Pod>()))
        return;
    const api::Pod& pod = *object.as<api::Pod>();
    const apiserver::State& state = client.state();
    api::ObjectPtr chosen;
    std::int64_t fewest = 0;
    state.store.tree(apiserver::resourceId(nodeKind())).visit([&](const api::ObjectPtr& candidate) {
        const api::Node& node = *candidate.as<api::Node>();
        std::int64_t pods = 0;
        const bool isOpen = !node.spec->unschedulable
            && !api::untoleratedTaint(
                node.spec->taints, pod.spec->tolerations, {api::TaintEffect::NoSchedule, api::TaintEffect::NoExecute});
        if (isOpen && api::matchesNode(*pod.spec, node) && hasRoom(state, node, *pod.spec, pods)
            && (!chosen || pods < fewest)) {
            chosen = candidate;
            fewest = pods;
        }
        return true;
    });
    if (!chosen) {
        sim::Event again;
        again.namespace_ = event.namespace_;
        again.name = event.name;
        again.periodic = true;
        runtime.scheduleOnce(std::move(again), 5s);
        return;
    }
    api::Box<api::Binding> binding;
    binding.edit().metadata.namespace_ = pod.metadata.namespace_;
    binding.edit().metadata.name = pod.metadata.name;
    binding.edit().metadata.uid = pod.metadata.uid;
    binding.edit().target.kind = "Node";
    binding.edit().target.name = chosen.meta().name;
    if (!client.post(podKind(), pod.metadata, "binding", binding).ok())
        return;
    controllers::recordEvent(client, defaultScheduler, object, controllers::EventType::Normal, "Scheduled",
        "Successfully assigned " + pod.metadata.namespace_.str() + "/" + pod.metadata.name.str() + " to "
            + chosen.meta().name.str());
}

std::string Scheduler::describe(const sim::Event& event) const
{
    return "scheduler looks for a node for Pod " + event.namespace_.str() + "/" + event.name.str();
}

} // namespace kubarium::scheduler
