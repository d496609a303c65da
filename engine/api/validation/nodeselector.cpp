#include "nodeselector.h"

#include "meta.h"

#include "api/types/core-meta.h"
#include "api/types/meta.h"

#include <array>

namespace kubarium::api {

namespace {

struct OldLabel {
    std::string_view key;
    std::string_view sentence;
    std::string_view stable; // under which a volume may go on saying the same
};

constexpr std::array<OldLabel, 8> oldLabels{{
    {"beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead", "kubernetes.io/arch"},
    {"beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead", "kubernetes.io/os"},
    {"failure-domain.beta.kubernetes.io/region",
        "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead", "topology.kubernetes.io/region"},
    {"failure-domain.beta.kubernetes.io/zone", "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        "topology.kubernetes.io/zone"},
    {"beta.kubernetes.io/instance-type", "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
        "node.kubernetes.io/instance-type"},
    {"app.kubernetes.io/created-by", "deprecated since v1.9", ""},
    {"scheduler.alpha.kubernetes.io/preferAvoidPods", "deprecated since v1.22; use Taints and Tolerations instead", ""},
    {"node-role.kubernetes.io/master", "use \"node-role.kubernetes.io/control-plane\" instead", ""},
}};

const OldLabel& oldLabel(std::string_view key)
{
    static constexpr OldLabel none{};
    const auto found =
        std::find_if(oldLabels.begin(), oldLabels.end(), [&](const OldLabel& label) { return label.key == key; });
    return found != oldLabels.end() ? *found : none;
}

void checkExpression(
    FieldErrors& errors, const NodeSelectorRequirement& requirement, const FieldPath& path, NodeSelectorOptions options)
{
    const std::string_view op = requirement.operator_;
    const FieldPath values = path.child("values");
    if (op == "In" || op == "NotIn") {
        if (requirement.values.empty())
            errors.push_back(required(values, "must be specified when `operator` is 'In' or 'NotIn'"));
    } else if (op == "Exists" || op == "DoesNotExist") {
        if (!requirement.values.empty())
            errors.push_back(forbidden(values, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    } else if (op == "Gt" || op == "Lt") {
        if (requirement.values.size() != 1)
            errors.push_back(required(values, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
    } else {
        errors.push_back(invalid(path.child("operator"), requirement.operator_, "not a valid selector operator"));
    }
    checkLabelKey(errors, requirement.key, path.child("key"));
    if (options.allowInvalidLabelValues)
        return;
    for (std::size_t i = 0; i < requirement.values.size(); ++i)
        appendInvalid(errors, values.index(i), requirement.values[i], isLabelValue(requirement.values[i]));
}

// Of the fields of a node only its name can be selected by.
void checkField(FieldErrors& errors, const NodeSelectorRequirement& requirement, const FieldPath& path)
{
    const FieldPath values = path.child("values");
    if (requirement.operator_ != "In" && requirement.operator_ != "NotIn")
        errors.push_back(invalid(path.child("operator"), requirement.operator_, "not a valid selector operator"));
    else if (requirement.values.size() != 1)
        errors.push_back(
            required(values, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
    if (requirement.key != "metadata.name") {
        errors.push_back(invalid(path.child("key"), requirement.key, "not a valid field selector key"));
        return;
    }
    for (std::size_t i = 0; i < requirement.values.size(); ++i)
        appendInvalid(errors, values.index(i), requirement.values[i], subdomainName(requirement.values[i], false));
}

} // namespace

void checkNodeSelectorTerm(
    FieldErrors& errors, const NodeSelectorTerm& term, const FieldPath& path, NodeSelectorOptions options)
{
    for (std::size_t i = 0; i < term.matchExpressions.size(); ++i)
        checkExpression(errors, term.matchExpressions[i], path.child("matchExpressions").index(i), options);
    for (std::size_t i = 0; i < term.matchFields.size(); ++i)
        checkField(errors, term.matchFields[i], path.child("matchFields").index(i));
}

void checkNodeSelector(
    FieldErrors& errors, const NodeSelector& selector, const FieldPath& path, NodeSelectorOptions options)
{
    const FieldPath terms = path.child("nodeSelectorTerms");
    if (selector.nodeSelectorTerms.empty())
        errors.push_back(required(terms, "must have at least one node selector term"));
    for (std::size_t i = 0; i < selector.nodeSelectorTerms.size(); ++i)
        checkNodeSelectorTerm(errors, selector.nodeSelectorTerms[i], terms.index(i), options);
}

bool hasInvalidLabelValues(const NodeSelector& selector)
{
    for (const NodeSelectorTerm& term : selector.nodeSelectorTerms) {
        for (const NodeSelectorRequirement& requirement : term.matchExpressions) {
            if (std::any_of(requirement.values.begin(), requirement.values.end(),
                    [](const Text& value) { return !isLabelValue(value).empty(); }))
                return true;
        }
    }
    return false;
}

std::string_view deprecatedNodeLabel(std::string_view key)
{
    return oldLabel(key).sentence;
}

std::string_view stableNodeLabel(std::string_view betaKey)
{
    return oldLabel(betaKey).stable;
}

void warnOfNodeSelectorTerm(std::vector<std::string>& warnings, const NodeSelectorTerm& term, const FieldPath& path)
{
    for (std::size_t i = 0; i < term.matchExpressions.size(); ++i) {
        const std::string_view key = term.matchExpressions[i].key;
        if (const std::string_view sentence = deprecatedNodeLabel(key); !sentence.empty())
            warnings.push_back(path.child("matchExpressions").index(i).child("key").text() + ": " + std::string(key)
                + " is " + std::string(sentence));
    }
}

void warnOfNodeLabels(std::vector<std::string>& warnings, const LabelSelector& selector, const FieldPath& path)
{
    for (std::size_t i = 0; i < selector.matchExpressions.size(); ++i) {
        const std::string_view key = selector.matchExpressions[i].key;
        if (const std::string_view sentence = deprecatedNodeLabel(key); !sentence.empty())
            warnings.push_back(path.child("matchExpressions").index(i).child("key").text() + ": " + std::string(key)
                + " is " + std::string(sentence));
    }
    for (const auto& [key, value] : selector.matchLabels) {
        if (const std::string_view sentence = deprecatedNodeLabel(key); !sentence.empty())
            warnings.push_back(path.child("matchLabels").child(key).text() + ": " + std::string(sentence));
    }
}

} // namespace kubarium::api
