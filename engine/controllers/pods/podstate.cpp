#include "podstate.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

bool conditionsDiffer(const api::Pod& before, const api::Pod& now)
{
    const auto& a = before.status->conditions;
    const auto& b = now.status->conditions;
    if (a.sameStorage(b))
        return false;
    return !std::equal(
        a.begin(), a.end(), b.begin(), b.end(), [](const api::PodCondition& one, const api::PodCondition& other) {
            return one.type == other.type && one.status == other.status && one.reason == other.reason
                && one.lastTransitionTime == other.lastTransitionTime;
        });
}

} // namespace

bool isFinished(const api::Pod& pod)
{
    return pod.status->phase == "Succeeded" || pod.status->phase == "Failed";
}

bool isActive(const api::Pod& pod)
{
    return !isFinished(pod) && !pod.metadata.deletionTimestamp;
}

const api::PodCondition* conditionOf(const api::Pod& pod, std::string_view type)
{
    const auto& conditions = pod.status->conditions;
    const auto* const found = std::find_if(conditions.begin(), conditions.end(),
        [&](const api::PodCondition& condition) { return condition.type == type; });
    return found == conditions.end() ? nullptr : found;
}

bool isReady(const api::Pod& pod)
{
    const api::PodCondition* const ready = conditionOf(pod, "Ready");
    return ready && ready->status == "True";
}

bool isAvailable(const api::Pod& pod, std::int32_t minReadySeconds, api::Time now)
{
    return isReady(pod) && !availableFrom(pod, minReadySeconds, now);
}

std::optional<api::Time> availableFrom(const api::Pod& pod, std::int32_t minReadySeconds, api::Time now)
{
    const api::PodCondition* const ready = conditionOf(pod, "Ready");
    if (!ready || !(ready->status == "True") || minReadySeconds == 0)
        return std::nullopt;
    const api::Time from = ready->lastTransitionTime + std::chrono::seconds(minReadySeconds);
    return from > now ? std::optional(from) : std::nullopt;
}

bool isNews(const api::Pod& before, const api::Pod& now)
{
    const api::ObjectMeta& was = before.metadata;
    const api::ObjectMeta& is = now.metadata;
    return !was.deletionTimestamp != !is.deletionTimestamp || !(was.labels == is.labels)
        || !(was.ownerReferences == is.ownerReferences) || !(before.spec->nodeName == now.spec->nodeName)
        || !(before.status->phase == now.status->phase) || !(before.status->podIPs == now.status->podIPs)
        || conditionsDiffer(before, now);
}

const api::OwnerReference* controllerOf(const api::ObjectMeta& meta)
{
    const auto& owners = meta.ownerReferences;
    const auto* const found = std::find_if(
        owners.begin(), owners.end(), [](const api::OwnerReference& owner) { return owner.controller.valueOr(false); });
    return found == owners.end() ? nullptr : found;
}

bool isControlledBy(const api::ObjectMeta& meta, const api::ObjectMeta& owner)
{
    const api::OwnerReference* const controller = controllerOf(meta);
    return controller && controller->uid == owner.uid;
}

api::OwnerReference controllerReference(const api::ObjectPtr& owner)
{
    api::OwnerReference reference;
    reference.apiVersion = owner.type().apiVersion;
    reference.kind = owner.type().kind;
    reference.name = owner.meta().name;
    reference.uid = owner.meta().uid;
    reference.controller = true;
    reference.blockOwnerDeletion = true;
    return reference;
}

} // namespace kubarium::controllers
