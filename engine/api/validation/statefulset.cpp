#include "claim.h"
#include "gojson.h"
#include "meta.h"
#include "pod.h"
#include "volumes.h"
#include "workload.h"
#include "workloads.h"

#include "api/types/apps.h"
#include "api/types/core-volumes.h"

#include <set>

namespace kubarium::api {

namespace {

// What an update leaves alone, because it cannot be changed and may be older than the rule.
struct Leniency {
    bool serviceName = false;
    bool claimTemplates = false;
    bool podTemplate = false;
};

std::string either(std::string_view one, std::string_view other)
{
    return "must be '" + std::string(one) + "' or '" + std::string(other) + "'";
}

void checkManagementPolicy(FieldErrors& errors, const Text& policy, const FieldPath& path)
{
    using namespace PodManagementPolicyType;
    if (policy.empty())
        errors.push_back(required(path));
    else if (policy != OrderedReady && policy != Parallel)
        errors.push_back(invalid(path, policy, either(OrderedReady, Parallel)));
}

void checkRollingUpdate(FieldErrors& errors, const RollingUpdateStatefulSetStrategy& update, const FieldPath& path)
{
    checkNotNegative(errors, update.partition, path.child("partition"));
    if (!update.maxUnavailable)
        return;
    const FieldPath maxUnavailable = path.child("maxUnavailable");
    checkIntOrPercent(errors, *update.maxUnavailable, maxUnavailable);
    if (amountOf(*update.maxUnavailable) == 0)
        errors.push_back(invalid(maxUnavailable, *update.maxUnavailable, "cannot be 0"));
    checkAtMost100Percent(errors, *update.maxUnavailable, maxUnavailable);
}

// Inside the server a partition is always a number.
RollingUpdateStatefulSetStrategy withPartition(RollingUpdateStatefulSetStrategy update)
{
    update.partition = update.partition.valueOr(0);
    return update;
}

std::string shownStrategy(StatefulSetUpdateStrategy strategy)
{
    if (strategy.rollingUpdate)
        strategy.rollingUpdate = withPartition(*strategy.rollingUpdate);
    return goJson(strategy);
}

void checkUpdateStrategy(FieldErrors& errors, const StatefulSetUpdateStrategy& strategy, const FieldPath& path)
{
    using namespace StatefulSetUpdateStrategyType;
    const FieldPath rollingUpdate = path.child("rollingUpdate");
    if (strategy.type.empty()) {
        errors.push_back(required(path));
    } else if (strategy.type == OnDelete) {
        if (strategy.rollingUpdate) {
            errors.push_back(invalidShown(rollingUpdate, goJson(withPartition(*strategy.rollingUpdate)),
                "only allowed for updateStrategy 'RollingUpdate'"));
        }
    } else if (strategy.type == RollingUpdate) {
        if (strategy.rollingUpdate)
            checkRollingUpdate(errors, *strategy.rollingUpdate, rollingUpdate);
    } else {
        errors.push_back(invalidShown(path, shownStrategy(strategy), either(RollingUpdate, OnDelete)));
    }
}

void checkRetention(
    FieldErrors& errors, const StatefulSetPersistentVolumeClaimRetentionPolicy& policy, const FieldPath& path)
{
    const auto check = [&](const Text& what, std::string_view when) {
        const auto& known = PersistentVolumeClaimRetentionPolicyType::values;
        if (std::find(std::begin(known), std::end(known), what.view()) == std::end(known))
            errors.push_back(notSupported(path.child(when), what, known));
    };
    check(policy.whenDeleted, "whenDeleted");
    check(policy.whenScaled, "whenScaled");
}

// The template as its pods will have it: named and placed in DNS by the controller, the claims among its volumes. The
// claims come first, so a volume is complained about under another number than it was written with.
PodTemplateSpec templateWithClaims(const StatefulSetSpec& spec)
{
    PodTemplateSpec pod = *spec.template_;
    PodSpec& podSpec = pod.spec.edit();
    podSpec.subdomain = Text();
    podSpec.hostname = Text();
    if (spec.volumeClaimTemplates.empty())
        return pod;

    List<Volume> volumes;
    std::set<std::string_view> claims;
    for (const PersistentVolumeClaim& claim : spec.volumeClaimTemplates) {
        if (!claims.insert(claim.metadata.name).second)
            continue;
        Volume& volume = volumes.push_back(Volume());
        volume.name = claim.metadata.name;
        volume.persistentVolumeClaim.edit().claimName = claim.metadata.name;
    }
    for (const Volume& volume : podSpec.volumes) {
        if (!claims.contains(volume.name))
            volumes.push_back(volume);
    }
    podSpec.volumes = volumes;
    return pod;
}

void checkTemplate(FieldErrors& errors, const StatefulSetSpec& spec, const LabelMatcher& chosen,
    const Leniency& leniency, const FieldPath& path)
{
    const PodTemplateSpec pod = templateWithClaims(spec);
    checkChooses(errors, chosen, pod, path);
    if (!leniency.podTemplate)
        append(errors, validatePodTemplateSpec(pod, path));
    // These two are looked at once more: for years they were all that was looked at.
    checkLabels(errors, pod.metadata.labels, path.child("labels"));
    checkAnnotations(errors, pod.metadata.annotations, path.child("annotations"));
}

FieldErrors validateSpec(const StatefulSetSpec& spec, const Leniency& leniency, const FieldPath& path)
{
    FieldErrors errors;
    checkManagementPolicy(errors, spec.podManagementPolicy, path.child("podManagementPolicy"));
    checkUpdateStrategy(errors, spec.updateStrategy, path.child("updateStrategy"));
    const FieldPath retention = path.child("persistentVolumeClaimRetentionPolicy");
    if (spec.persistentVolumeClaimRetentionPolicy)
        checkRetention(errors, *spec.persistentVolumeClaimRetentionPolicy, retention);
    for (std::size_t i = 0; i < spec.volumeClaimTemplates.size() && !leniency.claimTemplates; ++i) {
        const FieldPath claim = path.child("volumeClaimTemplates").index(i).child("spec");
        append(errors, validateClaimSpec(*spec.volumeClaimTemplates[i].spec, claim));
    }
    checkNotNegative(errors, spec.replicas, path.child("replicas"));
    checkNotNegative(errors, spec.minReadySeconds, path.child("minReadySeconds"));
    if (spec.ordinals)
        checkNotNegative(errors, spec.ordinals->start, path.child("ordinals.start"));
    if (!leniency.serviceName && !spec.serviceName.empty())
        appendInvalid(errors, path.child("serviceName"), spec.serviceName, isDns1123Label(spec.serviceName));
    checkRequiredSelector(errors, spec.selector, "empty selector is invalid for statefulset", path.child("selector"));
    const FieldPath templatePath = path.child("template");
    if (const std::optional<LabelMatcher> chosen = podsChosenBy(spec.selector))
        checkTemplate(errors, spec, *chosen, leniency, templatePath);
    else
        errors.push_back(invalid(path.child("selector"), *spec.selector, ""));
    checkRunsForever(errors, *spec.template_->spec, "StatefulSet", templatePath);
    return errors;
}

} // namespace

// Its pods get a name with a number behind it, which has to be a label: so has its own.
FieldErrors validate(const StatefulSet& set)
{
    FieldErrors errors = validateObjectMeta(set.metadata, true, labelName, FieldPath("metadata"));
    append(errors, validateSpec(*set.spec, {}, FieldPath("spec")));
    return errors;
}

FieldErrors validateUpdate(const StatefulSet& now, const StatefulSet& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    Leniency leniency{.serviceName = true, .claimTemplates = true};
    // A template that was stored before templates were judged may stay as it is.
    leniency.podTemplate = !validateSpec(*old.spec, leniency, FieldPath()).empty();
    append(errors, validateSpec(*now.spec, leniency, FieldPath("spec")));

    StatefulSetSpec unchanged = *now.spec;
    unchanged.replicas = old.spec->replicas;
    unchanged.template_ = old.spec->template_;
    unchanged.updateStrategy = old.spec->updateStrategy;
    unchanged.minReadySeconds = old.spec->minReadySeconds;
    unchanged.ordinals = old.spec->ordinals;
    unchanged.revisionHistoryLimit = old.spec->revisionHistoryLimit;
    unchanged.persistentVolumeClaimRetentionPolicy = old.spec->persistentVolumeClaimRetentionPolicy;
    if (!(unchanged == *old.spec)) {
        errors.push_back(forbidden(FieldPath("spec"),
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
            "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
    }
    return errors;
}

FieldErrors validateStatusUpdate(const StatefulSet& now, const StatefulSet& old)
{
    constexpr std::string_view moreThanAll = "cannot be greater than status.replicas";
    FieldErrors errors;
    const StatefulSetStatus& status = *now.status;
    const FieldPath path("status");
    const FieldPath ready = path.child("readyReplicas");
    const FieldPath current = path.child("currentReplicas");
    const FieldPath updated = path.child("updatedReplicas");
    const FieldPath available = path.child("availableReplicas");
    checkNotNegative(errors, status.replicas, path.child("replicas"));
    checkNotNegative(errors, status.readyReplicas, ready);
    checkNotNegative(errors, status.currentReplicas, current);
    checkNotNegative(errors, status.updatedReplicas, updated);
    checkNotNegative(errors, status.availableReplicas, available);
    checkNotNegative(errors, status.observedGeneration, path.child("observedGeneration"));
    checkNotNegative(errors, status.collisionCount, path.child("collisionCount"));
    checkNotMoreThan(errors, status.readyReplicas, status.replicas, moreThanAll, ready);
    checkNotMoreThan(errors, status.currentReplicas, status.replicas, moreThanAll, current);
    checkNotMoreThan(errors, status.updatedReplicas, status.replicas, moreThanAll, updated);
    checkNotMoreThan(errors, status.availableReplicas, status.replicas, moreThanAll, available);
    checkNotMoreThan(errors, status.availableReplicas, status.readyReplicas,
        "cannot be greater than status.readyReplicas", available);
    append(errors, validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata")));
    checkCollisionCount(errors, status.collisionCount, old.status->collisionCount, path.child("collisionCount"));
    return errors;
}

std::vector<std::string> warnings(const StatefulSet& set)
{
    std::vector<std::string> warnings;
    const StatefulSetSpec& spec = *set.spec;
    const FieldPath path("spec");
    warnOfTemplate(warnings, *spec.template_, path.child("template"));
    for (std::size_t i = 0; i < spec.volumeClaimTemplates.size(); ++i) {
        const FieldPath claim = path.child("volumeClaimTemplates").index(i);
        for (std::string& warning : claimSpecWarnings(*spec.volumeClaimTemplates[i].spec, claim))
            warnings.push_back(std::move(warning));
    }
    if (spec.revisionHistoryLimit.valueOr(0) < 0) {
        warnings.emplace_back(
            "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 "
            "is recommended");
    }
    return warnings;
}

} // namespace kubarium::api
