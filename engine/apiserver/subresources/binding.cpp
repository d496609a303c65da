#include "binding.h"

#include "../refusals.h"

#include "api/fielderror.h"
#include "api/types/core-meta.h"
#include "api/types/core-pod.h"

#include <algorithm>

namespace kubarium::apiserver {

api::Result<Deed> bindPod(const Task& task)
{
    const api::ObjectPtr& pod = task.object;
    const api::Kind& podKind = *api::findKind("", "v1", "Pod");
    const api::Kind& bindingKind = *api::findKind("", "v1", "Binding");
    const api::Binding& wish = *task.body.as<api::Binding>();
    const api::Pod& before = *pod.as<api::Pod>();
    const std::string name = pod.meta().name.str();

    api::FieldErrors errors;
    const api::FieldPath target("target");
    if (!wish.target.kind.empty() && wish.target.kind != "Node") {
        static constexpr std::string_view kinds[] = {"Node", "<empty>"};
        errors.push_back(api::notSupported(target.child("kind"), wish.target.kind, kinds));
    }
    if (wish.target.name.empty())
        errors.push_back(api::required(target.child("name")));
    if (!errors.empty())
        return refusals::invalid(bindingKind, wish.metadata.name, errors);
    if (before.metadata.deletionTimestamp)
        return refusals::conflict(podKind, name, "pod " + name + " is being deleted, cannot be assigned to a host");
    if (!before.spec->nodeName.empty())
        return refusals::conflict(
            podKind, name, "pod " + name + " is already assigned to node \"" + before.spec->nodeName.str() + "\"");
    if (!before.spec->schedulingGates.empty())
        return refusals::conflict(podKind, name, "pod " + name + " has non-empty .spec.schedulingGates");

    api::ObjectPtr bound = pod;
    api::Pod& after = bound.editAs<api::Pod>();
    after.spec.edit().nodeName = wish.target.name;
    for (const auto& [key, value] : wish.metadata.annotations)
        after.metadata.annotations.set(key, value);
    api::List<api::PodCondition>& conditions = after.status.edit().conditions;
    const auto scheduled = std::find_if(conditions.begin(), conditions.end(),
        [](const api::PodCondition& condition) { return condition.type == "PodScheduled"; });
    api::PodCondition& condition = scheduled == conditions.end()
        ? conditions.push_back({})
        : conditions.edit(static_cast<std::size_t>(scheduled - conditions.begin()));
    if (condition.status != "True")
        condition.lastTransitionTime = task.state.now;
    condition.type = "PodScheduled";
    condition.status = "True";
    condition.reason = {};
    condition.message = {};
    return Deed{std::move(bound), {}, {}};
}

} // namespace kubarium::apiserver
