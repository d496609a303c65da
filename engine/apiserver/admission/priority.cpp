#include "priority.h"

#include "../refusals.h"
#include "../resources.h"

#include "api/types/core-pod.h"
#include "api/types/scheduling.h"

namespace kubarium::apiserver {

namespace {

const api::Kind& classKind()
{
    static const api::Kind& kind = *api::findKind("scheduling.k8s.io", "v1", "PriorityClass");
    return kind;
}

struct Rank {
    std::string className;
    std::int32_t value = 0;
    std::string preemption = "PreemptLowerPriority";
};

Rank rankOf(const api::ObjectPtr& object)
{
    const auto& found = *object.as<api::PriorityClass>();
    return {found.metadata.name.str(), found.value, found.preemptionPolicy.str()};
}

// Of several defaults, which only a race of old could have left behind, the lowest counts.
std::optional<Rank> defaultRank(const State& state)
{
    std::optional<Rank> lowest;
    state.store.tree(resourceId(classKind())).visit([&](const api::ObjectPtr& object) {
        const auto& one = *object.as<api::PriorityClass>();
        if (one.globalDefault && (!lowest || one.value < lowest->value))
            lowest = rankOf(object);
        return true;
    });
    return lowest;
}

std::optional<api::Status> rank(const Attributes& attributes, api::ObjectPtr& object)
{
    const api::PodSpec& spec = *object.as<api::Pod>()->spec;
    const auto refused = [&](const std::string& why) {
        return refusals::forbidden(attributes.kind, nameOf(attributes, object), why);
    };
    Rank wanted;
    if (spec.priorityClassName.empty()) {
        wanted = defaultRank(attributes.state).value_or(Rank());
    } else {
        const api::ObjectPtr found = attributes.state.store.find(keyOf(classKind(), {}, spec.priorityClassName));
        if (!found)
            return refused("no PriorityClass with name " + spec.priorityClassName.str() + " was found");
        wanted = rankOf(found);
    }
    if (spec.priority && *spec.priority != wanted.value)
        return refused("the integer value of priority (" + std::to_string(*spec.priority)
            + ") must not be provided in pod spec; priority admission controller computed "
            + std::to_string(wanted.value) + " from the given PriorityClass name");
    if (!spec.preemptionPolicy.empty() && spec.preemptionPolicy != wanted.preemption)
        return refused("the string value of PreemptionPolicy (" + spec.preemptionPolicy.str()
            + ") must not be provided in pod spec; priority admission controller computed " + wanted.preemption
            + " from the given PriorityClass name");
    api::PodSpec& ranked = object.editAs<api::Pod>().spec.edit();
    if (!wanted.className.empty())
        ranked.priorityClassName = wanted.className;
    ranked.priority = wanted.value;
    ranked.preemptionPolicy = wanted.preemption;
    return std::nullopt;
}

// What a client leaves out of an update is not taken away: it was not his.
void keepRank(api::ObjectPtr& now, const api::ObjectPtr& old)
{
    const api::PodSpec& before = *old.as<api::Pod>()->spec;
    const api::PodSpec& after = *now.as<api::Pod>()->spec;
    if (!after.priority && before.priority)
        now.editAs<api::Pod>().spec.edit().priority = before.priority;
    if (after.preemptionPolicy.empty() && !before.preemptionPolicy.empty())
        now.editAs<api::Pod>().spec.edit().preemptionPolicy = before.preemptionPolicy;
}

} // namespace

bool PriorityAdmission::handles(Verb verb) const
{
    return verb == Verb::Create || verb == Verb::Update || verb == Verb::Patch;
}

std::optional<api::Status> PriorityAdmission::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    if (!object.as<api::Pod>() || !attributes.request.subresource.empty())
        return std::nullopt;
    if (creates(attributes))
        return rank(attributes, object);
    keepRank(object, attributes.old);
    return std::nullopt;
}

std::optional<api::Status> PriorityAdmission::validate(const Attributes& attributes, const api::ObjectPtr& object) const
{
    const auto* const priority = object.as<api::PriorityClass>();
    if (!priority || !priority->globalDefault)
        return std::nullopt;
    const std::optional<Rank> other = defaultRank(attributes.state);
    if (!other || (!creates(attributes) && priority->metadata.name == other->className))
        return std::nullopt;
    return refusals::forbidden(attributes.kind, nameOf(attributes, object),
        "PriorityClass " + other->className + " is already marked as default. Only one default can exist");
}

} // namespace kubarium::apiserver
