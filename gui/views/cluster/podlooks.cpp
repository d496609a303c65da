#include "views/cluster/podlooks.h"

#include "bridge/words.h"

#include <algorithm>

namespace kubarium::gui {

namespace {

constexpr std::string_view hash = "pod-template-hash";

// Reasons of waiting that do not pass by themselves.
bool isTrouble(std::string_view reason)
{
    return reason.ends_with("BackOff") || reason.starts_with("Err") || reason.ends_with("Error")
        || reason == "InvalidImageName";
}

bool isReady(const api::Pod& pod)
{
    const auto& conditions = pod.status->conditions;
    return std::any_of(conditions.begin(), conditions.end(),
        [](const api::PodCondition& condition) { return condition.type == "Ready" && condition.status == "True"; });
}

bool anyTrouble(const api::List<api::ContainerStatus>& containers)
{
    return std::any_of(containers.begin(), containers.end(), [](const api::ContainerStatus& container) {
        return container.state.waiting && isTrouble(container.state.waiting->reason);
    });
}

} // namespace

Mood moodOf(const api::Pod& pod)
{
    const api::PodStatus& status = *pod.status;
    if (pod.metadata.deletionTimestamp)
        return Mood::Leaving;
    if (status.phase == "Succeeded")
        return Mood::Finished;
    if (status.phase == "Failed" || anyTrouble(status.containerStatuses) || anyTrouble(status.initContainerStatuses))
        return Mood::Failing;
    if (pod.spec->nodeName.empty())
        return Mood::Waiting;
    if (status.phase == "Unknown")
        return Mood::Unknown;
    if (isReady(pod))
        return Mood::Well;
    const bool wasStarted = std::any_of(status.containerStatuses.begin(), status.containerStatuses.end(),
        [](const api::ContainerStatus& container) { return container.restartCount > 0; });
    return wasStarted ? Mood::Unwell : Mood::Starting;
}

Mood moodOf(const api::Node& node)
{
    for (const api::NodeCondition& condition : node.status->conditions) {
        if (condition.type == "Ready" && !(condition.status == "True"))
            return condition.status == "Unknown" ? Mood::Unknown : Mood::Failing;
        if (!(condition.type == "Ready") && condition.status == "True")
            return Mood::Unwell;
    }
    return node.spec->unschedulable ? Mood::Unwell : Mood::Well;
}

Caption captionOf(const api::ObjectPtr& pod, api::Time now)
{
    const api::Kind& kind = *api::findKind("", "v1", "Pod");
    const std::vector<api::Value> cells = lab::cellsOf(kind, pod, now); // NAME READY STATUS …
    const auto cell = [&](std::size_t i) { return i < cells.size() ? words(cells[i].text()) : QString(); };
    return {cell(0), cell(1) + QLatin1Char(' ') + cell(2)};
}

std::string ownerOf(const api::Pod& pod)
{
    for (const api::OwnerReference& owner : pod.metadata.ownerReferences) {
        if (!owner.controller.valueOr(false))
            continue;
        const std::string name = owner.name.str();
        const api::Text* const suffix = pod.metadata.labels.find(hash);
        const bool isOfDeployment = suffix && owner.kind == "ReplicaSet" && name.ends_with("-" + suffix->str());
        return pod.metadata.namespace_.str() + "/"
            + (isOfDeployment ? name.substr(0, name.size() - suffix->size() - 1) : name);
    }
    return pod.metadata.namespace_.str() + "/" + pod.metadata.name.str();
}

bool isControlPlane(const api::Node& node)
{
    return node.metadata.labels.contains("node-role.kubernetes.io/control-plane")
        || std::any_of(node.spec->taints.begin(), node.spec->taints.end(),
            [](const api::Taint& taint) { return taint.key == "node-role.kubernetes.io/control-plane"; });
}

} // namespace kubarium::gui
