#include "runtimeclass.h"

#include "../refusals.h"
#include "../resources.h"

#include "api/goformat.h"
#include "api/types/core-pod.h"
#include "api/types/node.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

constexpr const char* otherOverhead = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

const api::Kind& classKind()
{
    static const api::Kind& kind = *api::findKind("node.k8s.io", "v1", "RuntimeClass");
    return kind;
}

const api::Pod* newPod(const Attributes& attributes, const api::ObjectPtr& object)
{
    return attributes.request.subresource.empty() && creates(attributes) ? object.as<api::Pod>() : nullptr;
}

api::ObjectPtr classOf(const State& state, const api::Pod& pod)
{
    return pod.spec->runtimeClassName.empty() ? api::ObjectPtr()
                                              : state.store.find(keyOf(classKind(), {}, pod.spec->runtimeClassName));
}

// Whether whatever `other` tolerates is tolerated already.
bool covers(const api::Toleration& one, const api::Toleration& other)
{
    const bool isForAll = one.operator_ == "Exists";
    if (one == other)
        return true;
    if (!(one.key == other.key) && !(one.key.empty() && isForAll))
        return false;
    if (!(one.effect == other.effect) && !one.effect.empty())
        return false;
    if (one.tolerationSeconds && (!other.tolerationSeconds || *one.tolerationSeconds < *other.tolerationSeconds))
        return false;
    return isForAll || (other.operator_ != "Exists" && one.value == other.value);
}

void addTolerations(api::PodSpec& spec, const api::List<api::Toleration>& more)
{
    for (const api::Toleration& toleration : more) {
        const bool isCovered = std::any_of(spec.tolerations.begin(), spec.tolerations.end(),
            [&](const api::Toleration& one) { return covers(one, toleration); });
        if (isCovered)
            continue;
        spec.tolerations.eraseIf([&](const api::Toleration& one) { return covers(toleration, one); });
        spec.tolerations.push_back(toleration);
    }
}

// What both say differently; empty if they agree.
std::string mergeSelector(api::PodSpec& spec, const api::Map<api::Text>& selector)
{
    for (const auto& [key, value] : selector) {
        const api::Text* const said = spec.nodeSelector.find(key);
        if (said && !(*said == value))
            return "conflict: runtimeClass.scheduling.nodeSelector[" + key.str() + "] = " + value.str()
                + "; pod.spec.nodeSelector[" + key.str() + "] = " + said->str();
        spec.nodeSelector.set(key, value);
    }
    return {};
}

} // namespace

std::optional<api::Status> RuntimeClassAdmission::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    const api::Pod* const pod = newPod(attributes, object);
    if (!pod || pod->spec->runtimeClassName.empty())
        return std::nullopt;
    const auto refused = [&](const std::string& why) {
        return refusals::forbidden(attributes.kind, nameOf(attributes, object), why);
    };
    const api::ObjectPtr found = classOf(attributes.state, *pod);
    if (!found)
        return refused(
            "pod rejected: RuntimeClass " + api::goQuoted(pod->spec->runtimeClassName.view()) + " not found");
    const api::RuntimeClass& runtime = *found.as<api::RuntimeClass>();
    if (runtime.overhead) {
        if (!pod->spec->overhead.empty() && !(pod->spec->overhead == runtime.overhead->podFixed))
            return refused(otherOverhead);
        object.editAs<api::Pod>().spec.edit().overhead = runtime.overhead->podFixed;
    }
    if (runtime.scheduling) {
        api::PodSpec& spec = object.editAs<api::Pod>().spec.edit();
        if (const std::string conflict = mergeSelector(spec, runtime.scheduling->nodeSelector); !conflict.empty())
            return refused(conflict);
        addTolerations(spec, runtime.scheduling->tolerations);
    }
    return std::nullopt;
}

std::optional<api::Status> RuntimeClassAdmission::validate(
    const Attributes& attributes, const api::ObjectPtr& object) const
{
    const api::Pod* const pod = newPod(attributes, object);
    if (!pod)
        return std::nullopt;
    const auto refused = [&](const char* why) {
        return refusals::forbidden(attributes.kind, nameOf(attributes, object), why);
    };
    const api::ObjectPtr found = classOf(attributes.state, *pod);
    const bool hasOverhead = found && found.as<api::RuntimeClass>()->overhead;
    if (hasOverhead && !(pod->spec->overhead == found.as<api::RuntimeClass>()->overhead->podFixed))
        return refused(otherOverhead);
    if (!hasOverhead && !pod->spec->overhead.empty())
        return refused("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    return std::nullopt;
}

} // namespace kubarium::apiserver
