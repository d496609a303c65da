#include "gojson.h"
#include "meta.h"
#include "podparts.h"
#include "workload.h"

#include "api/types/core-meta.h"

#include <array>
#include <limits>

namespace kubarium::api {

namespace {

constexpr std::string_view changeable =
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";

// A pod's life can be made shorter, never longer. False: the server looks no further.
bool checkDeadline(FieldErrors& errors, const PodSpec& now, const PodSpec& old, const FieldPath& path)
{
    constexpr std::int64_t longest = std::numeric_limits<std::int32_t>::max();
    if (!now.activeDeadlineSeconds) {
        if (old.activeDeadlineSeconds)
            errors.push_back(invalid(path, "null", "must not update from a positive integer to nil value"));
        return true;
    }
    const std::int64_t deadline = *now.activeDeadlineSeconds;
    if (deadline < 0 || deadline > longest) {
        errors.push_back(invalid(path, deadline, rangeSentence(0, longest)));
        return false;
    }
    if (old.activeDeadlineSeconds && *old.activeDeadlineSeconds < deadline) {
        errors.push_back(invalid(path, deadline, "must be less than or equal to previous value"));
        return false;
    }
    return true;
}

// Tolerations may be added, and how long they last may change.
void checkTolerationUpdates(
    FieldErrors& errors, const List<Toleration>& now, const List<Toleration>& old, const FieldPath& path)
{
    const auto survives = [&](Toleration before) {
        return std::any_of(now.begin(), now.end(), [&](const Toleration& after) {
            before.tolerationSeconds = after.tolerationSeconds;
            return before == after;
        });
    };
    if (!std::all_of(old.begin(), old.end(), survives)) {
        errors.push_back(forbidden(path, "existing toleration can not be modified except its tolerationSeconds"));
        return;
    }
    append(errors, validateTolerations(now, path));
}

void checkGateUpdates(
    FieldErrors& errors, const List<PodSchedulingGate>& now, const List<PodSchedulingGate>& old, const FieldPath& path)
{
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (std::find(old.begin(), old.end(), now[i]) == old.end())
            errors.push_back(forbidden(path.index(i).child("name"),
                "only deletion is allowed, but found new scheduling gate '" + now[i].name.str() + "'"));
    }
}

std::string shownTerms(const List<NodeSelectorTerm>& terms)
{
    if (terms.empty())
        return "null";
    std::string out = "[";
    for (const NodeSelectorTerm& term : terms)
        out += (out.size() > 1 ? "," : "") + goJson(term);
    return out + "]";
}

bool onlyAdds(const List<NodeSelectorRequirement>& now, const List<NodeSelectorRequirement>& old)
{
    return now.size() >= old.size() && std::equal(old.begin(), old.end(), now.begin());
}

// The choice of nodes may become narrower as long as nobody chooses yet.
void checkNodeAffinityUpdates(
    FieldErrors& errors, const NodeAffinity& now, const NodeAffinity& old, const FieldPath& path)
{
    const List<NodeSelectorTerm>& before = old.requiredDuringSchedulingIgnoredDuringExecution->nodeSelectorTerms;
    const List<NodeSelectorTerm>& after = now.requiredDuringSchedulingIgnoredDuringExecution->nodeSelectorTerms;
    const FieldPath terms = path.child("requiredDuringSchedulingIgnoredDuringExecution").child("nodeSelectorTerms");
    if (before.empty())
        return;
    if (before.size() != after.size()) {
        errors.push_back(invalidShown(
            terms, shownTerms(after), "no additions/deletions to non-empty NodeSelectorTerms list are allowed"));
        return;
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        const bool wasEmpty = before[i].matchExpressions.empty() && before[i].matchFields.empty();
        const bool isEmpty = after[i].matchExpressions.empty() && after[i].matchFields.empty();
        // An empty term chooses no node at all: with a condition it would choose more.
        if ((wasEmpty && !isEmpty) || !onlyAdds(after[i].matchExpressions, before[i].matchExpressions)
            || !onlyAdds(after[i].matchFields, before[i].matchFields))
            errors.push_back(invalidShown(
                terms.index(i), goJson(after[i]), "only additions are allowed (no mutations or deletions)"));
    }
}

// What a pod may still change while its gates keep it from being scheduled. `compared` gets the old values of it.
void checkGatedUpdates(FieldErrors& errors, PodSpec& compared, const PodSpec& old, const FieldPath& path)
{
    const bool keepsAll = std::all_of(old.nodeSelector.begin(), old.nodeSelector.end(), [&](const auto& entry) {
        const Text* const value = compared.nodeSelector.find(entry.key);
        return value && *value == entry.value;
    });
    if (!keepsAll) {
        errors.push_back(invalidShown(path.child("nodeSelector"), shownLabels(compared.nodeSelector),
            "only additions to spec.nodeSelector are allowed (no mutations or deletions)"));
    }
    compared.nodeSelector = old.nodeSelector;

    const Box<NodeAffinity>& before = old.affinity->nodeAffinity;
    const Box<NodeAffinity>& after = compared.affinity->nodeAffinity;
    if (after == before)
        return;
    checkNodeAffinityUpdates(errors, *after, *before, path.child("affinity").child("nodeAffinity"));
    const bool isOnlyNodeAffinity = !compared.affinity->podAffinity && !compared.affinity->podAntiAffinity;
    if (!old.affinity && isOnlyNodeAffinity)
        compared.affinity.reset();
    else
        compared.affinity.edit().nodeAffinity = before;
}

// The new spec with the old values of everything that may change: what then still differs, may not.
PodSpec withoutChangeable(const PodSpec& now, const PodSpec& old)
{
    PodSpec compared = now;
    for (std::size_t i = 0; i < now.containers.size(); ++i)
        compared.containers.edit(i).image = old.containers[i].image;
    for (std::size_t i = 0; i < now.initContainers.size(); ++i)
        compared.initContainers.edit(i).image = old.initContainers[i].image;
    compared.activeDeadlineSeconds = old.activeDeadlineSeconds;
    compared.schedulingGates = old.schedulingGates;
    compared.tolerations = old.tolerations;
    if (old.terminationGracePeriodSeconds.valueOr(0) < 0 && now.terminationGracePeriodSeconds.valueOr(0) == 1)
        compared.terminationGracePeriodSeconds = old.terminationGracePeriodSeconds;
    return compared;
}

// The server's own form of a spec, in which the security context also holds what it shares with the node.
std::string goJsonOf(const PodSpec& spec)
{
    static constexpr std::array<std::string_view, 12> before = {"volumes", "initContainers", "containers",
        "ephemeralContainers", "restartPolicy", "terminationGracePeriodSeconds", "activeDeadlineSeconds", "dnsPolicy",
        "nodeSelector", "serviceAccountName", "automountServiceAccountToken", "nodeName"};
    static constexpr std::array<std::string_view, 5> shared = {
        "hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers"};
    static constexpr std::array<std::string_view, 13> security = {"seLinuxOptions", "windowsOptions", "runAsUser",
        "runAsGroup", "runAsNonRoot", "supplementalGroups", "supplementalGroupsPolicy", "fsGroup",
        "fsGroupChangePolicy", "sysctls", "seccompProfile", "appArmorProfile", "seLinuxChangePolicy"};
    static constexpr std::array<std::string_view, 22> behind = {"imagePullSecrets", "hostname", "subdomain",
        "setHostnameAsFQDN", "affinity", "schedulerName", "tolerations", "hostAliases", "priorityClassName", "priority",
        "preemptionPolicy", "dnsConfig", "readinessGates", "runtimeClassName", "overhead", "enableServiceLinks",
        "topologySpreadConstraints", "os", "schedulingGates", "resourceClaims", "resources", "hostnameOverride"};
    const auto members = [](std::string json) { return json.substr(1, json.size() - 2); };
    return '{' + members(goJson(tables::PodSpec, &spec, before)) + ",\"SecurityContext\":{"
        + members(goJson(tables::PodSpec, &spec, shared)) + ','
        + members(goJson(tables::PodSecurityContext, &*spec.securityContext, security)) + "},"
        + members(goJson(tables::PodSpec, &spec, behind)) + '}';
}

} // namespace

FieldErrors validateUpdate(const Pod& now, const Pod& old)
{
    const FieldPath specPath("spec");
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validateWholePod(now));
    checkPodAnnotationUpdates(errors, now, old, FieldPath("metadata").child("annotations"));
    if (!checkContainerUpdates(errors, now.spec->containers, old.spec->containers, specPath.child("containers"))
        || !checkContainerUpdates(
            errors, now.spec->initContainers, old.spec->initContainers, specPath.child("initContainers"))
        || !checkDeadline(errors, *now.spec, *old.spec, specPath.child("activeDeadlineSeconds")))
        return errors;
    checkTolerationUpdates(errors, now.spec->tolerations, old.spec->tolerations, specPath.child("tolerations"));
    checkGateUpdates(errors, now.spec->schedulingGates, old.spec->schedulingGates, specPath.child("schedulingGates"));
    if (now.spec == old.spec)
        return errors;

    PodSpec compared = withoutChangeable(*now.spec, *old.spec);
    if (!old.spec->schedulingGates.empty())
        checkGatedUpdates(errors, compared, *old.spec, specPath);
    if (!(compared == *old.spec))
        errors.push_back(
            forbidden(specPath, std::string(changeable) + jsonDiff(goJsonOf(*old.spec), goJsonOf(compared))));
    return errors;
}

FieldErrors validateEphemeralContainersUpdate(const Pod& now, const Pod& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validateWholePod(now));
    checkPodAnnotationUpdates(errors, now, old, FieldPath("metadata").child("annotations"));
    if (old.metadata.annotations.contains(mirrorPodAnnotation))
        return {forbidden(FieldPath(""), "static pods do not support ephemeral containers")};

    const FieldPath path = FieldPath("spec").child("ephemeralContainers");
    const List<EphemeralContainer>& containers = now.spec->ephemeralContainers;
    for (const EphemeralContainer& before : old.spec->ephemeralContainers) {
        const auto after = std::find_if(containers.begin(), containers.end(),
            [&](const EphemeralContainer& container) { return container.name == before.name; });
        if (after == containers.end())
            errors.push_back(
                forbidden(path, "existing ephemeral containers " + shown(before.name) + " may not be removed\n"));
        else if (!(*after == before))
            errors.push_back(forbidden(path,
                "existing ephemeral containers " + shown(before.name) + " may not be changed\n"
                    + goDiff(before, *after)));
    }
    return errors;
}

} // namespace kubarium::api
