// What the schema of a definition asks for is said in the words of schemas: what is missing first, then each field in
// the order of the definition.
#include "meta.h"
#include "scaling.h"

#include "api/types/autoscaling-vpa.h"
#include "api/types/autoscaling.h"

namespace kubarium::api {

namespace {

void checkThere(FieldErrors& errors, const Text& text, const FieldPath& path)
{
    if (!text)
        errors.push_back(required(path));
}

// In the order of the definition, not sorted as the built-in kinds' are.
void checkOneOf(FieldErrors& errors, const Text& word, std::span<const std::string_view> words, const FieldPath& path)
{
    if (word && std::find(words.begin(), words.end(), word.view()) == words.end())
        errors.push_back(notSupported(path, word, words));
}

void checkBoost(FieldErrors& errors, const Box<StartupBoost>& boost, const FieldPath& path)
{
    if (!boost->cpu)
        return;
    const FieldPath type = path.child("cpu").child("type");
    checkThere(errors, boost->cpu->type, type);
    checkOneOf(errors, boost->cpu->type, StartupBoostType::values, type);
}

void checkContainer(FieldErrors& errors, const ContainerResourcePolicy& policy, const FieldPath& path)
{
    checkOneOf(errors, policy.controlledValues, ContainerControlledValues::values, path.child("controlledValues"));
    checkOneOf(errors, policy.mode, ContainerScalingMode::values, path.child("mode"));
    checkBoost(errors, policy.startupBoost, path.child("startupBoost"));
}

void checkEvictionRequirement(FieldErrors& errors, const EvictionRequirement& requirement, const FieldPath& path)
{
    const FieldPath change = path.child("changeRequirement");
    checkThere(errors, requirement.changeRequirement, change);
    if (requirement.resources.empty())
        errors.push_back(required(path.child("resources")));
    checkOneOf(errors, requirement.changeRequirement, EvictionChangeRequirement::values, change);
}

void checkUpdatePolicy(FieldErrors& errors, const PodUpdatePolicy& policy, const FieldPath& path)
{
    const FieldPath requirements = path.child("evictionRequirements");
    for (std::size_t i = 0; i < policy.evictionRequirements.size(); ++i)
        checkEvictionRequirement(errors, policy.evictionRequirements[i], requirements.index(i));
    checkOneOf(errors, policy.updateMode, UpdateMode::values, path.child("updateMode"));
}

void checkSpec(FieldErrors& errors, const VerticalPodAutoscalerSpec& spec, const FieldPath& path)
{
    const FieldPath target = path.child("targetRef");
    if (!spec.targetRef)
        errors.push_back(required(target));
    const FieldPath recommenders = path.child("recommenders");
    for (std::size_t i = 0; i < spec.recommenders.size(); ++i)
        checkThere(errors, spec.recommenders[i].name, recommenders.index(i).child("name"));
    const List<ContainerResourcePolicy>& containers = spec.resourcePolicy->containerPolicies;
    for (std::size_t i = 0; i < containers.size(); ++i)
        checkContainer(errors, containers[i], path.child("resourcePolicy").child("containerPolicies").index(i));
    checkBoost(errors, spec.startupBoost, path.child("startupBoost"));
    if (spec.targetRef) {
        checkThere(errors, spec.targetRef->kind, target.child("kind"));
        checkThere(errors, spec.targetRef->name, target.child("name"));
    }
    checkUpdatePolicy(errors, *spec.updatePolicy, path.child("updatePolicy"));
}

void checkStatus(FieldErrors& errors, const VerticalPodAutoscalerStatus& status, const FieldPath& path)
{
    for (std::size_t i = 0; i < status.conditions.size(); ++i) {
        const FieldPath condition = path.child("conditions").index(i);
        checkThere(errors, status.conditions[i].status, condition.child("status"));
        checkThere(errors, status.conditions[i].type, condition.child("type"));
    }
    const FieldPath recommendations = path.child("recommendation").child("containerRecommendations");
    const List<RecommendedContainerResources>& containers = status.recommendation->containerRecommendations;
    for (std::size_t i = 0; i < containers.size(); ++i) {
        if (containers[i].target.empty())
            errors.push_back(required(recommendations.index(i).child("target")));
    }
}

void checkSchema(FieldErrors& errors, const VerticalPodAutoscaler& autoscaler)
{
    if (autoscaler.spec)
        checkSpec(errors, *autoscaler.spec, FieldPath("spec"));
    else
        errors.push_back(required(FieldPath("spec")));
    checkStatus(errors, *autoscaler.status, FieldPath("status"));
}

} // namespace

FieldErrors validate(const VerticalPodAutoscaler& autoscaler)
{
    FieldErrors errors = validateObjectMeta(autoscaler.metadata, true, subdomainName, FieldPath("metadata"));
    checkSchema(errors, autoscaler);
    return errors;
}

FieldErrors validateUpdate(const VerticalPodAutoscaler& now, const VerticalPodAutoscaler& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkSchema(errors, now);
    return errors;
}

FieldErrors validateStatusUpdate(const VerticalPodAutoscaler& now, const VerticalPodAutoscaler& old)
{
    return validateUpdate(now, old);
}

FieldErrors validate(const VerticalPodAutoscalerCheckpoint& checkpoint)
{
    return validateObjectMeta(checkpoint.metadata, true, subdomainName, FieldPath("metadata"));
}

FieldErrors validateUpdate(const VerticalPodAutoscalerCheckpoint& now, const VerticalPodAutoscalerCheckpoint& old)
{
    return validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
}

} // namespace kubarium::api
