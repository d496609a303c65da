#include "meta.h"
#include "nodeselector.h"
#include "podparts.h"

#include <array>
#include <set>

namespace kubarium::api {

namespace {

constexpr std::string_view notPositive = "must be greater than zero";
constexpr std::string_view inBothSelectors = "exists in both matchLabelKeys and labelSelector";

void checkWeight(FieldErrors& errors, std::int32_t weight, const FieldPath& path)
{
    if (weight <= 0 || weight > 100)
        errors.push_back(invalid(path, weight, "must be in the range 1-100"));
}

void checkKeys(FieldErrors& errors, const List<Text>& keys, bool hasSelector, const FieldPath& path)
{
    if (keys.empty())
        return;
    if (!hasSelector) {
        errors.push_back(forbidden(path, "must not be specified when labelSelector is not set"));
        return;
    }
    for (std::size_t i = 0; i < keys.size(); ++i)
        checkLabelKey(errors, keys[i], path.index(i));
}

// By now the pod's own values for matchLabelKeys stand in the selector as its last expressions. A key that occurs there
// twice was chosen twice: by hand and by matchLabelKeys.
void checkMatchLabelKeys(FieldErrors& errors, const List<Text>& match, const List<Text>& mismatch,
    const Box<LabelSelector>& selector, const FieldPath& path)
{
    checkKeys(errors, match, bool(selector), path.child("matchLabelKeys"));
    checkKeys(errors, mismatch, bool(selector), path.child("mismatchLabelKeys"));

    std::set<std::string_view> seen;
    for (const auto& [key, value] : selector->matchLabels)
        seen.insert(key);
    for (const LabelSelectorRequirement& requirement : selector->matchExpressions) {
        const auto place = std::find(match.begin(), match.end(), requirement.key);
        if (place != match.end() && seen.contains(requirement.key))
            errors.push_back(
                invalid(path.index(static_cast<std::size_t>(place - match.begin())), requirement.key, inBothSelectors));
        seen.insert(requirement.key);
    }
    for (std::size_t i = 0; i < match.size(); ++i) {
        if (std::find(mismatch.begin(), mismatch.end(), match[i]) != mismatch.end())
            errors.push_back(invalid(path.child("matchLabelKeys").index(i), match[i],
                "exists in both matchLabelKeys and mismatchLabelKeys"));
    }
}

void checkTerm(FieldErrors& errors, const PodAffinityTerm& term, const FieldPath& path)
{
    checkLabelSelector(errors, *term.labelSelector, path.child("labelSelector"));
    checkLabelSelector(errors, *term.namespaceSelector, path.child("namespaceSelector"));
    for (const Text& space : term.namespaces)
        appendInvalid(errors, path.child("namespace"), space, labelName(space, false));
    checkMatchLabelKeys(errors, term.matchLabelKeys, term.mismatchLabelKeys, term.labelSelector, path);
    if (term.topologyKey.empty())
        errors.push_back(required(path.child("topologyKey"), "can not be empty"));
    checkLabelKey(errors, term.topologyKey, path.child("topologyKey"));
}

// Affinity and anti-affinity have the same form.
template <class PodAffinityOrAnti>
void checkTerms(FieldErrors& errors, const PodAffinityOrAnti& affinity, const FieldPath& path)
{
    const FieldPath musts = path.child("requiredDuringSchedulingIgnoredDuringExecution");
    for (std::size_t i = 0; i < affinity.requiredDuringSchedulingIgnoredDuringExecution.size(); ++i)
        checkTerm(errors, affinity.requiredDuringSchedulingIgnoredDuringExecution[i], musts.index(i));
    const FieldPath wishes = path.child("preferredDuringSchedulingIgnoredDuringExecution");
    for (std::size_t i = 0; i < affinity.preferredDuringSchedulingIgnoredDuringExecution.size(); ++i) {
        const WeightedPodAffinityTerm& wish = affinity.preferredDuringSchedulingIgnoredDuringExecution[i];
        checkWeight(errors, wish.weight, wishes.index(i).child("weight"));
        checkTerm(errors, wish.podAffinityTerm, wishes.index(i).child("podAffinityTerm"));
    }
}

void checkNodeAffinity(FieldErrors& errors, const NodeAffinity& affinity, const FieldPath& path)
{
    if (affinity.requiredDuringSchedulingIgnoredDuringExecution) {
        checkNodeSelector(errors, *affinity.requiredDuringSchedulingIgnoredDuringExecution,
            path.child("requiredDuringSchedulingIgnoredDuringExecution"));
    }
    const FieldPath wishes = path.child("preferredDuringSchedulingIgnoredDuringExecution");
    for (std::size_t i = 0; i < affinity.preferredDuringSchedulingIgnoredDuringExecution.size(); ++i) {
        const PreferredSchedulingTerm& wish = affinity.preferredDuringSchedulingIgnoredDuringExecution[i];
        checkWeight(errors, wish.weight, wishes.index(i).child("weight"));
        // A value that no label can have only makes the wish vain: it is warned of, see podwarnings.cpp.
        checkNodeSelectorTerm(
            errors, wish.preference, wishes.index(i).child("preference"), {.allowInvalidLabelValues = true});
    }
}

void checkMinDomains(FieldErrors& errors, const TopologySpreadConstraint& constraint, const FieldPath& path)
{
    if (!constraint.minDomains)
        return;
    if (*constraint.minDomains <= 0)
        errors.push_back(invalid(path, *constraint.minDomains, notPositive));
    if (constraint.whenUnsatisfiable != UnsatisfiableConstraintAction::DoNotSchedule) {
        errors.push_back(invalid(path, *constraint.minDomains,
            "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + constraint.whenUnsatisfiable.str()));
    }
}

void checkInclusionPolicy(FieldErrors& errors, const Text& policy, const FieldPath& path)
{
    if (policy.has_value())
        checkSupported(errors, policy, NodeInclusionPolicy::values, path);
}

// One constraint per topology key and way of dealing with it; the server calls the pair a field.
void checkUnique(
    FieldErrors& errors, const List<TopologySpreadConstraint>& constraints, std::size_t index, const FieldPath& path)
{
    const TopologySpreadConstraint& constraint = constraints[index];
    for (std::size_t i = index + 1; i < constraints.size(); ++i) {
        if (constraints[i].topologyKey == constraint.topologyKey
            && constraints[i].whenUnsatisfiable == constraint.whenUnsatisfiable) {
            const std::string pair =
                "{" + constraint.topologyKey.str() + ", " + constraint.whenUnsatisfiable.str() + "}";
            errors.push_back(duplicate(path.child("{topologyKey, whenUnsatisfiable}"), std::string_view(pair)));
            return;
        }
    }
}

} // namespace

void checkAffinity(FieldErrors& errors, const Affinity& affinity, const FieldPath& path)
{
    if (affinity.nodeAffinity)
        checkNodeAffinity(errors, *affinity.nodeAffinity, path.child("nodeAffinity"));
    if (affinity.podAffinity)
        checkTerms(errors, *affinity.podAffinity, path.child("podAffinity"));
    if (affinity.podAntiAffinity)
        checkTerms(errors, *affinity.podAntiAffinity, path.child("podAntiAffinity"));
}

void checkTopologySpread(FieldErrors& errors, const List<TopologySpreadConstraint>& constraints, const FieldPath& path)
{
    for (std::size_t i = 0; i < constraints.size(); ++i) {
        const FieldPath at = path.index(i);
        const TopologySpreadConstraint& constraint = constraints[i];
        if (constraint.maxSkew <= 0)
            errors.push_back(invalid(at.child("maxSkew"), constraint.maxSkew, notPositive));
        if (constraint.topologyKey.empty())
            errors.push_back(required(at.child("topologyKey"), "can not be empty"));
        checkSupported(
            errors, constraint.whenUnsatisfiable, UnsatisfiableConstraintAction::values, at.child("whenUnsatisfiable"));
        checkUnique(errors, constraints, i, at);
        checkMinDomains(errors, constraint, at.child("minDomains"));
        checkInclusionPolicy(errors, constraint.nodeAffinityPolicy, at.child("nodeAffinityPolicy"));
        checkInclusionPolicy(errors, constraint.nodeTaintsPolicy, at.child("nodeTaintsPolicy"));
        checkMatchLabelKeys(errors, constraint.matchLabelKeys, {}, constraint.labelSelector, at);
        checkLabelSelector(errors, *constraint.labelSelector, at.child("labelSelector"));
    }
}

FieldErrors validateTolerations(const List<Toleration>& tolerations, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 2> operators = {"Equal", "Exists"};
    static constexpr std::array<std::string_view, 3> effects = {"NoSchedule", "PreferNoSchedule", "NoExecute"};
    FieldErrors errors;
    for (std::size_t i = 0; i < tolerations.size(); ++i) {
        const FieldPath at = path.index(i);
        const Toleration& toleration = tolerations[i];
        const bool exists = toleration.operator_ == TolerationOperator::Exists;
        const bool equals = toleration.operator_ == TolerationOperator::Equal || toleration.operator_.empty();
        if (!toleration.key.empty())
            checkLabelKey(errors, toleration.key, at.child("key"));
        else if (!exists) {
            errors.push_back(invalid(at.child("operator"), toleration.operator_,
                "operator must be Exists when `key` is empty, which means \"match all values and all keys\""));
        }
        if (toleration.tolerationSeconds && toleration.effect != "NoExecute")
            errors.push_back(invalid(
                at.child("effect"), toleration.effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));

        if (equals) {
            std::string objections;
            for (const std::string& sentence : isLabelValue(toleration.value))
                objections += (objections.empty() ? "" : ";") + sentence;
            if (!objections.empty())
                errors.push_back(invalid(at.child("operator"), toleration.value, objections));
        } else if (!exists) {
            errors.push_back(notSupported(at.child("operator"), toleration.operator_, operators));
        } else if (!toleration.value.empty()) {
            errors.push_back(
                invalid(at.child("operator"), toleration.value, "value must be empty when `operator` is 'Exists'"));
        }
        if (!toleration.effect.empty()
            && std::find(effects.begin(), effects.end(), toleration.effect.view()) == effects.end())
            errors.push_back(notSupported(at.child("effect"), toleration.effect, effects));
    }
    return errors;
}

} // namespace kubarium::api
