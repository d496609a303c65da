#include "cluster.h"

#include "core.h"
#include "meta.h"
#include "pod.h"
#include "resources.h"
#include "table.h"

#include "api/types/coordination.h"
#include "api/types/core-pod.h"
#include "api/types/events.h"
#include "api/types/lab.h"
#include "api/types/metrics.h"
#include "api/types/node.h"
#include "api/types/scheduling.h"

#include <algorithm>
#include <map>

namespace kubarium::api {

namespace {

constexpr std::int32_t highestOfUsers = 1'000'000'000;

// Classes whose names begin with system- are the cluster's own, and are what they are.
void checkSystemClass(FieldErrors& errors, const PriorityClass& priority)
{
    static const std::map<std::string_view, std::int32_t> known = {
        {"system-cluster-critical", 2'000'000'000}, {"system-node-critical", 2'000'001'000}};
    const std::string name = priority.metadata.name.str();
    const auto found = known.find(name);
    std::string objection;
    if (found == known.end())
        objection = name + " is not a known system priority class";
    else if (priority.value != found->second)
        objection = "value of " + name + " PriorityClass must be " + std::to_string(found->second);
    else if (priority.globalDefault)
        objection = "globalDefault of " + name + " PriorityClass must be false";
    if (!objection.empty()) {
        errors.push_back(forbidden(FieldPath("metadata").child("name"),
            "priority class names with 'system-' prefix are reserved for system use only. error: " + objection));
    }
}

void checkLeaseSpec(FieldErrors& errors, const LeaseSpec& spec)
{
    const FieldPath path("spec");
    if (spec.leaseDurationSeconds && *spec.leaseDurationSeconds <= 0) {
        errors.push_back(
            invalid(path.child("leaseDurationSeconds"), *spec.leaseDurationSeconds, "must be greater than 0"));
    }
    checkNotNegative(errors, spec.leaseTransitions, path.child("leaseTransitions"));
    // strategy and preferredHolder were dropped before: see the defaults.
}

constexpr std::pair<std::string_view, std::string_view> oldNodeLabels[] = {
    {"app.kubernetes.io/created-by", "deprecated since v1.9"},
    {"beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead"},
    {"beta.kubernetes.io/instance-type", "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"},
    {"beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead"},
    {"failure-domain.beta.kubernetes.io/region",
        "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"},
    {"failure-domain.beta.kubernetes.io/zone", "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"},
    {"node-role.kubernetes.io/master", "use \"node-role.kubernetes.io/control-plane\" instead"},
    {"scheduler.alpha.kubernetes.io/preferAvoidPods", "deprecated since v1.22; use Taints and Tolerations instead"},
};

} // namespace

FieldErrors validate(const PriorityClass& priority)
{
    FieldErrors errors = validateObjectMeta(priority.metadata, false, subdomainName, FieldPath("metadata"));
    if (priority.metadata.name.view().starts_with("system-")) {
        checkSystemClass(errors, priority);
    } else if (priority.value > highestOfUsers) {
        errors.push_back(forbidden(FieldPath("value"),
            "maximum allowed value of a user defined priority is " + std::to_string(highestOfUsers)));
    }
    const FieldPath policy("preemptionPolicy");
    static constexpr std::string_view policies[] = {PreemptionPolicy::PreemptLowerPriority, PreemptionPolicy::Never};
    if (priority.preemptionPolicy && priority.preemptionPolicy.empty())
        errors.push_back(required(policy));
    else if (priority.preemptionPolicy && std::ranges::find(policies, *priority.preemptionPolicy) == std::end(policies))
        errors.push_back(notSupported(policy, priority.preemptionPolicy, policies));
    return errors;
}

FieldErrors validateUpdate(const PriorityClass& now, const PriorityClass& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    if (now.value != old.value)
        errors.push_back(forbidden(FieldPath("value"), "may not be changed in an update."));
    checkImmutable(errors, now.preemptionPolicy, old.preemptionPolicy, FieldPath("preemptionPolicy"));
    return errors;
}

FieldErrors validate(const Lease& lease)
{
    FieldErrors errors = validateObjectMeta(lease.metadata, true, subdomainName, FieldPath("metadata"));
    checkLeaseSpec(errors, *lease.spec);
    return errors;
}

FieldErrors validateUpdate(const Lease& now, const Lease& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkLeaseSpec(errors, *now.spec);
    return errors;
}

FieldErrors validate(const RuntimeClass& runtime)
{
    FieldErrors errors = validateObjectMeta(runtime.metadata, false, subdomainName, FieldPath("metadata"));
    appendInvalid(errors, FieldPath("handler"), runtime.handler, isDns1123Label(runtime.handler));
    if (runtime.overhead) {
        ResourceRequirements asLimits; // the rules of limits, and their path
        asLimits.limits = runtime.overhead->podFixed;
        append(errors, validateContainerResources(asLimits, {}, FieldPath("overhead")));
    }
    const FieldPath scheduling("scheduling");
    checkLabels(errors, runtime.scheduling->nodeSelector, scheduling.child("nodeSelector"));
    append(errors, validateTolerations(runtime.scheduling->tolerations, scheduling.child("tolerations")));
    return errors;
}

FieldErrors validateUpdate(const RuntimeClass& now, const RuntimeClass& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    checkImmutable(errors, now.handler, old.handler, FieldPath("handler"));
    return errors;
}

std::vector<std::string> warnings(const RuntimeClass& runtime)
{
    std::vector<std::string> all;
    for (const auto& [label, sentence] : oldNodeLabels) {
        if (runtime.scheduling->nodeSelector.contains(label))
            all.push_back("scheduling.nodeSelector: " + std::string(sentence));
    }
    return all;
}

// Measured for each reader, written by nobody.
FieldErrors validate(const NodeMetrics& metrics)
{
    return validateObjectMeta(metrics.metadata, false, subdomainName, FieldPath("metadata"));
}

FieldErrors validateUpdate(const NodeMetrics& now, const NodeMetrics& old)
{
    return validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
}

FieldErrors validate(const PodMetrics& metrics)
{
    return validateObjectMeta(metrics.metadata, true, subdomainName, FieldPath("metadata"));
}

FieldErrors validateUpdate(const PodMetrics& now, const PodMetrics& old)
{
    return validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
}

std::span<const Rules> clusterRules()
{
    static constexpr Rules rules[] = {
        rulesOf<PriorityClass>(),
        rulesOf<Lease>(),
        rulesOf<RuntimeClass>(),
        rulesOf<EventsEvent>(),
        rulesOf<NodeMetrics>(),
        rulesOf<PodMetrics>(),
        rulesOf<Clock>(),
        rulesOf<Fault>(),
        rulesOf<Traffic>(),
        rulesOf<Image>(),
    };
    return rules;
}

} // namespace kubarium::api
