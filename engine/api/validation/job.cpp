#include "gojson.h"
#include "jobpolicies.h"
#include "meta.h"
#include "pod.h"
#include "workload.h"
#include "workloads.h"

#include "api/types/batch.h"

namespace kubarium::api {

namespace {

// Limits that keep the list of completed and failed indexes short enough to be stored.
constexpr std::int32_t mostParallel = 100'000;
constexpr std::int32_t mostFailedIndexes = 100'000;
constexpr std::int32_t manyCompletions = 100'000;
constexpr std::int32_t mostWithManyCompletions = 10'000; // pods at once, and failed indexes

constexpr std::size_t longestManagedBy = 63;

constexpr std::string_view controllerUid = "batch.kubernetes.io/controller-uid";
constexpr std::string_view jobName = "batch.kubernetes.io/job-name";
constexpr std::string_view oldControllerUid = "controller-uid"; // from before labels had prefixes
constexpr std::string_view oldJobName = "job-name";

bool isIndexed(const JobSpec& spec)
{
    return spec.completionMode == CompletionMode::Indexed;
}

std::string atMost(std::int32_t limit)
{
    return "must be less than or equal to " + std::to_string(limit);
}

void checkManagedBy(FieldErrors& errors, const Text& managedBy, const FieldPath& path)
{
    if (!managedBy)
        return;
    append(errors, checkDomainPrefixedPath(path, managedBy));
    if (managedBy.size() > longestManagedBy)
        errors.push_back(tooLong(path, longestManagedBy));
}

// Above a hundred thousand completions an index that may fail by itself is expensive to remember.
void checkManyCompletions(FieldErrors& errors, const JobSpec& spec, const FieldPath& path)
{
    const std::string sentence = atMost(mostWithManyCompletions) + " when completions are above "
        + std::to_string(manyCompletions) + " and used with backoff limit per index";
    if (!spec.maxFailedIndexes) {
        errors.push_back(required(path.child("maxFailedIndexes"),
            "must be specified when completions is above " + std::to_string(manyCompletions)));
    }
    if (spec.parallelism.valueOr(0) > mostWithManyCompletions)
        errors.push_back(invalid(path.child("parallelism"), *spec.parallelism, sentence));
    if (spec.maxFailedIndexes.valueOr(0) > mostWithManyCompletions)
        errors.push_back(invalid(path.child("maxFailedIndexes"), *spec.maxFailedIndexes, sentence));
}

void checkIndexed(FieldErrors& errors, const JobSpec& spec, const FieldPath& path)
{
    if (!spec.completions)
        errors.push_back(required(path.child("completions"), "when completion mode is Indexed"));
    if (spec.parallelism.valueOr(0) > mostParallel) {
        errors.push_back(invalid(
            path.child("parallelism"), *spec.parallelism, atMost(mostParallel) + " when completion mode is Indexed"));
    }
    const FieldPath maxFailed = path.child("maxFailedIndexes");
    if (spec.completions && spec.maxFailedIndexes && *spec.maxFailedIndexes > *spec.completions)
        errors.push_back(invalid(maxFailed, *spec.maxFailedIndexes, "must be less than or equal to completions"));
    if (spec.maxFailedIndexes.valueOr(0) > mostFailedIndexes)
        errors.push_back(invalid(maxFailed, *spec.maxFailedIndexes, atMost(mostFailedIndexes)));
    if (spec.completions.valueOr(0) > manyCompletions && spec.backoffLimitPerIndex)
        checkManyCompletions(errors, spec, path);
}

void checkCompletionMode(FieldErrors& errors, const JobSpec& spec, const FieldPath& path)
{
    constexpr std::string_view onlyIndexed = "requires indexed completion mode";
    const auto& modes = CompletionMode::values;
    if (spec.completionMode
        && std::find(std::begin(modes), std::end(modes), spec.completionMode.view()) == std::end(modes))
        errors.push_back(notSupported(path.child("completionMode"), spec.completionMode, modes));
    if (isIndexed(spec))
        checkIndexed(errors, spec, path);
    if (spec.completionMode && spec.completionMode != CompletionMode::NonIndexed)
        return;
    if (spec.backoffLimitPerIndex)
        errors.push_back(invalid(path.child("backoffLimitPerIndex"), *spec.backoffLimitPerIndex, onlyIndexed));
    if (spec.maxFailedIndexes)
        errors.push_back(invalid(path.child("maxFailedIndexes"), *spec.maxFailedIndexes, onlyIndexed));
}

// A pod of a Job comes to an end, so it says itself what shall happen then; Always, the default, will not do.
void checkRestartPolicy(FieldErrors& errors, const JobSpec& spec, const FieldPath& path)
{
    static constexpr std::string_view ending[] = {RestartPolicy::OnFailure, RestartPolicy::Never};
    const Text& policy = spec.template_->spec->restartPolicy;
    if (policy.empty() || policy == RestartPolicy::Always) {
        errors.push_back(required(path, "valid values: \"OnFailure\", \"Never\""));
    } else if (policy != RestartPolicy::OnFailure && policy != RestartPolicy::Never) {
        errors.push_back(notSupported(path, policy, ending));
    } else if (spec.podFailurePolicy && policy != RestartPolicy::Never) {
        errors.push_back(invalid(path, policy, "only \"Never\" is supported when podFailurePolicy is specified"));
    }
}

void checkGeneratedLabel(FieldErrors& errors, const Job& job, std::string_view key, std::string_view value)
{
    const Map<Text>& labels = job.spec->template_->metadata.labels;
    const FieldPath path = FieldPath("spec").child("template").child("metadata").child("labels").key(key);
    const std::string sentence = "must be '" + std::string(value) + "'";
    const Text* const found = labels.find(key);
    if (!found)
        errors.push_back(required(path, sentence));
    else if (*found != value)
        errors.push_back(invalidShown(path, shownLabels(labels), sentence));
}

// Unless the user chose otherwise, a Job finds its pods by its own uid. A template that brings such labels along can
// spoil that, and a selector that was written by hand.
void checkGeneratedSelector(FieldErrors& errors, const Job& job, bool prefixedLabels)
{
    if (job.spec->manualSelector.valueOr(false) || !job.spec->selector)
        return;
    const std::string_view uid = job.metadata.uid;
    const std::string_view name = job.metadata.name;
    if (uid.empty())
        errors.push_back(required(FieldPath("metadata").child("uid")));
    Map<Text> generated{{oldControllerUid, uid}, {oldJobName, name}};
    checkGeneratedLabel(errors, job, oldControllerUid, uid);
    checkGeneratedLabel(errors, job, oldJobName, name);
    if (prefixedLabels) {
        checkGeneratedLabel(errors, job, controllerUid, uid);
        checkGeneratedLabel(errors, job, jobName, name);
        generated.set(controllerUid, uid);
        generated.set(jobName, name);
    }
    const std::optional<LabelMatcher> chosen = podsChosenBy(job.spec->selector);
    if (chosen && !chosen->matches(generated))
        errors.push_back(
            invalid(FieldPath("spec").child("selector"), *job.spec->selector, "`selector` not auto-generated"));
}

void checkSpecWithSelector(FieldErrors& errors, const JobSpec& spec, const FieldPath& path)
{
    append(errors, validateJobSpec(spec, path));
    if (spec.selector)
        checkLabelSelector(errors, *spec.selector, path.child("selector"));
    else
        errors.push_back(required(path.child("selector")));
    if (const std::optional<LabelMatcher> chosen = podsChosenBy(spec.selector))
        checkChooses(errors, *chosen, *spec.template_, path.child("template"));
}

FieldErrors validateWhole(const Job& job, bool prefixedLabels)
{
    FieldErrors errors = validateObjectMeta(job.metadata, true, subdomainName, FieldPath("metadata"));
    checkGeneratedSelector(errors, job, prefixedLabels);
    checkSpecWithSelector(errors, *job.spec, FieldPath("spec"));
    if (isIndexed(*job.spec) && job.spec->completions.valueOr(0) > 0) {
        // The index becomes part of each pod's host name; the last one is the longest.
        const std::string hostname = job.metadata.name.str() + "-" + std::to_string(*job.spec->completions - 1);
        if (!isDns1123Label(hostname).empty()) {
            errors.push_back(invalid(FieldPath("metadata").child("name"), job.metadata.name,
                "will not able to create pod with invalid DNS label: " + hostname));
        }
    }
    return errors;
}

template <class T> std::string shownPointer(const Optional<T>& value)
{
    return value ? shown(*value) : shown("null");
}

template <class T> std::string shownPointer(const Box<T>& value)
{
    return value ? goJson(*value) : shown("null");
}

std::string shownPointer(const Text& value)
{
    return value ? shown(value) : shown("null");
}

template <class T> void checkStays(FieldErrors& errors, const T& now, const T& old, const FieldPath& path)
{
    if (!(now == old))
        errors.push_back(invalidShown(path, shownPointer(now), messages::immutable));
}

// An indexed Job may grow and shrink, all its pods at once.
void checkCompletionsChange(FieldErrors& errors, const JobSpec& now, const JobSpec& old, const FieldPath& path)
{
    if (!isIndexed(now)) {
        checkStays(errors, now.completions, old.completions, path);
    } else if (now.completions && !(now.completions == old.completions)
        && *now.completions != now.parallelism.valueOr(0)) {
        errors.push_back(invalid(path, *now.completions, "can only be modified in tandem with spec.parallelism"));
    }
}

// A suspended Job that has not begun may still be told where its pods shall run. Everything that says so is taken over
// into the old template, so that what differs afterwards is what may not.
void allowSchedulingDirectives(PodTemplateSpec& old, const PodTemplateSpec& now)
{
    PodSpec& spec = old.spec.edit();
    const PodSpec& wanted = *now.spec;
    if (wanted.affinity) {
        spec.affinity.edit().nodeAffinity = wanted.affinity->nodeAffinity;
    } else if (spec.affinity) {
        spec.affinity.edit().nodeAffinity.reset();
        if (*spec.affinity == Affinity())
            spec.affinity.reset();
    }
    spec.nodeSelector = wanted.nodeSelector;
    spec.tolerations = wanted.tolerations;
    spec.schedulingGates = wanted.schedulingGates;
    old.metadata.annotations = now.metadata.annotations;
    old.metadata.labels = now.metadata.labels;
}

// Metadata stands beside Spec in the server's own template, without a name of its own.
std::string shownTemplate(const PodTemplateSpec& pod)
{
    std::string out = goJson(pod.metadata);
    out.pop_back();
    out += out.size() > 1 ? "," : "";
    return out + "\"Spec\":" + goJson(*pod.spec) + "}";
}

void checkTemplateChange(FieldErrors& errors, const Job& now, const Job& old, const FieldPath& path)
{
    PodTemplateSpec allowed = *old.spec->template_;
    if (old.spec->suspend.valueOr(false) && old.status->startTime.isZero())
        allowSchedulingDirectives(allowed, *now.spec->template_);
    if (!(*now.spec->template_ == allowed))
        errors.push_back(invalidShown(path, shownTemplate(*now.spec->template_), messages::immutable));
}

} // namespace

FieldErrors validateJobSpec(const JobSpec& spec, const FieldPath& path)
{
    FieldErrors errors;
    checkNotNegative(errors, spec.parallelism, path.child("parallelism"));
    checkNotNegative(errors, spec.completions, path.child("completions"));
    checkNotNegative(errors, spec.activeDeadlineSeconds, path.child("activeDeadlineSeconds"));
    checkNotNegative(errors, spec.backoffLimit, path.child("backoffLimit"));
    checkNotNegative(errors, spec.ttlSecondsAfterFinished, path.child("ttlSecondsAfterFinished"));
    checkNotNegative(errors, spec.backoffLimitPerIndex, path.child("backoffLimitPerIndex"));
    checkNotNegative(errors, spec.maxFailedIndexes, path.child("maxFailedIndexes"));
    if (spec.maxFailedIndexes && !spec.backoffLimitPerIndex)
        errors.push_back(required(path.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified"));
    checkManagedBy(errors, spec.managedBy, path.child("managedBy"));
    checkCompletionMode(errors, spec, path);
    if (spec.podFailurePolicy)
        checkPodFailurePolicy(errors, spec, path.child("podFailurePolicy"));
    if (spec.successPolicy)
        checkSuccessPolicy(errors, spec, path.child("successPolicy"));
    checkPodReplacementPolicy(errors, spec, path.child("podReplacementPolicy"));
    append(errors, validatePodTemplateSpec(*spec.template_, path.child("template")));
    checkRestartPolicy(errors, spec, path.child("template").child("spec").child("restartPolicy"));
    return errors;
}

void warnOfJobSpec(std::vector<std::string>& warnings, const JobSpec& spec, const FieldPath& path)
{
    if (isIndexed(spec) && spec.completions.valueOr(0) > manyCompletions
        && spec.parallelism.valueOr(0) > mostWithManyCompletions) {
        warnings.emplace_back(
            "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than "
            "10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes "
            "fail");
    }
    warnOfTemplate(warnings, *spec.template_, path.child("template"));
}

FieldErrors validate(const Job& job)
{
    return validateWhole(job, true);
}

FieldErrors validateUpdate(const Job& now, const Job& old)
{
    const Map<Text>& oldLabels = old.spec->template_->metadata.labels;
    FieldErrors errors = validateWhole(now, oldLabels.contains(jobName) && oldLabels.contains(controllerUid));
    append(errors, validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata")));
    const JobSpec& spec = *now.spec;
    const JobSpec& before = *old.spec;
    const FieldPath path("spec");
    checkSpecWithSelector(errors, spec, path);
    checkCompletionsChange(errors, spec, before, path.child("completions"));
    checkStays(errors, spec.selector, before.selector, path.child("selector"));
    checkTemplateChange(errors, now, old, path.child("template"));
    checkStays(errors, spec.completionMode, before.completionMode, path.child("completionMode"));
    checkStays(errors, spec.podFailurePolicy, before.podFailurePolicy, path.child("podFailurePolicy"));
    checkStays(errors, spec.backoffLimitPerIndex, before.backoffLimitPerIndex, path.child("backoffLimitPerIndex"));
    checkStays(errors, spec.managedBy, before.managedBy, path.child("managedBy"));
    checkStays(errors, spec.successPolicy, before.successPolicy, path.child("successPolicy"));
    return errors;
}

std::vector<std::string> warnings(const Job& job)
{
    std::vector<std::string> warnings;
    warnOfName(warnings, job.metadata.name);
    warnOfJobSpec(warnings, *job.spec, FieldPath("spec"));
    return warnings;
}

} // namespace kubarium::api
