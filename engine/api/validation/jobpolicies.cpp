#include "jobpolicies.h"

#include "gojson.h"
#include "jobindexes.h"

#include "api/types/batch.h"
#include "api/types/core-pod.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::size_t mostRules = 20;
constexpr std::size_t mostExitCodes = 255;
constexpr std::size_t mostConditions = 20;
constexpr std::size_t longestIndexes = 64 * 1024;

bool contains(std::span<const std::string_view> words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

// One of these words: `Required value: valid values: ["In" "NotIn"]` if there is none.
void checkWord(FieldErrors& errors, const Text& word, std::span<const std::string_view> sorted, const FieldPath& path)
{
    if (word.empty()) {
        std::string all;
        for (const std::string_view known : sorted)
            all += (all.empty() ? "" : " ") + shown(known);
        errors.push_back(required(path, "valid values: [" + all + "]"));
    } else if (!contains(sorted, word)) {
        errors.push_back(notSupported(path, word, sorted));
    }
}

std::string shownCodes(const List<std::int32_t>& codes)
{
    std::string all;
    for (const std::int32_t code : codes)
        all += (all.empty() ? "" : ",") + std::to_string(code);
    return codes.empty() ? "null" : "[" + all + "]";
}

void checkExitCodeValues(
    FieldErrors& errors, const PodFailurePolicyOnExitCodesRequirement& codes, const FieldPath& path)
{
    if (codes.values.empty())
        errors.push_back(invalidShown(path, shownCodes(codes.values), "at least one value is required"));
    else if (codes.values.size() > mostExitCodes)
        errors.push_back(tooMany(path, static_cast<std::int64_t>(codes.values.size()), mostExitCodes));
    std::set<std::int32_t> seen;
    for (std::size_t i = 0; i < codes.values.size(); ++i) {
        const std::int32_t code = codes.values[i];
        if (code == 0 && codes.operator_ == PodFailurePolicyOnExitCodesOperator::In)
            errors.push_back(invalid(path.index(i), code, "must not be 0 for the In operator"));
        if (!seen.insert(code).second)
            errors.push_back(duplicate(path.index(i), code));
    }
    if (!std::is_sorted(codes.values.begin(), codes.values.end()))
        errors.push_back(invalidShown(path, shownCodes(codes.values), "must be ordered"));
}

void checkExitCodes(FieldErrors& errors, const PodFailurePolicyOnExitCodesRequirement& codes,
    const std::set<std::string_view>& containers, const FieldPath& path)
{
    static constexpr std::string_view operators[] = {"In", "NotIn"};
    checkWord(errors, codes.operator_, operators, path.child("operator"));
    if (codes.containerName && !containers.contains(codes.containerName)) {
        errors.push_back(invalid(path.child("containerName"), codes.containerName,
            "must be one of the container or initContainer names in the pod template"));
    }
    checkExitCodeValues(errors, codes, path.child("values"));
}

void checkConditions(
    FieldErrors& errors, const List<PodFailurePolicyOnPodConditionsPattern>& patterns, const FieldPath& path)
{
    static constexpr std::string_view states[] = {"False", "True", "Unknown"};
    if (patterns.size() > mostConditions)
        errors.push_back(tooMany(path, static_cast<std::int64_t>(patterns.size()), mostConditions));
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        const FieldPath type = path.index(i).child("type");
        appendInvalid(errors, type, patterns[i].type, isQualifiedName(patterns[i].type));
        checkWord(errors, patterns[i].status, states, path.index(i).child("status"));
    }
}

void checkFailureRule(FieldErrors& errors, const JobSpec& spec, const PodFailurePolicyRule& rule,
    const std::set<std::string_view>& containers, const FieldPath& path)
{
    static constexpr std::string_view actions[] = {"Count", "FailIndex", "FailJob", "Ignore"};
    checkWord(errors, rule.action, actions, path.child("action"));
    if (rule.action == PodFailurePolicyAction::FailIndex && !spec.backoffLimitPerIndex)
        errors.push_back(invalid(path.child("action"), rule.action, "requires the backoffLimitPerIndex to be set"));
    if (rule.onExitCodes)
        checkExitCodes(errors, *rule.onExitCodes, containers, path.child("onExitCodes"));
    if (!rule.onPodConditions.empty())
        checkConditions(errors, rule.onPodConditions, path.child("onPodConditions"));
    const bool hasConditions = !rule.onPodConditions.empty();
    if (rule.onExitCodes && hasConditions) {
        errors.push_back(invalidShown(path, {}, "specifying both OnExitCodes and OnPodConditions is not supported"));
    } else if (!rule.onExitCodes && !hasConditions) {
        errors.push_back(invalidShown(path, {}, "specifying one of OnExitCodes and OnPodConditions is required"));
    }
}

void checkSuccessRule(
    FieldErrors& errors, const SuccessPolicyRule& rule, std::int32_t completions, const FieldPath& path)
{
    if (!rule.succeededCount && !rule.succeededIndexes) {
        errors.push_back(required(path, "at least one of succeededCount or succeededIndexes must be specified"));
    }
    std::int32_t named = 0;
    if (rule.succeededIndexes) {
        const FieldPath indexes = path.child("succeededIndexes");
        if (rule.succeededIndexes.size() > longestIndexes)
            errors.push_back(tooLong(indexes, longestIndexes));
        const Parsed<std::int32_t> count = countIndexes(rule.succeededIndexes, completions);
        if (count)
            named = *count;
        else
            errors.push_back(
                invalid(indexes, rule.succeededIndexes, "error parsing succeededIndexes: " + count.error()));
    }
    if (!rule.succeededCount)
        return;
    const FieldPath count = path.child("succeededCount");
    checkNotNegative(errors, rule.succeededCount, count);
    const auto checkAtMost = [&](std::int32_t limit, std::string_view what) {
        if (*rule.succeededCount > limit) {
            errors.push_back(invalid(count, *rule.succeededCount,
                "must be less than or equal to " + std::to_string(limit) + " (" + std::string(what) + ")"));
        }
    };
    checkAtMost(completions, "the number of specified completions");
    if (rule.succeededIndexes)
        checkAtMost(named, "the number of indexes in the specified succeededIndexes field");
}

} // namespace

void checkPodFailurePolicy(FieldErrors& errors, const JobSpec& spec, const FieldPath& path)
{
    const List<PodFailurePolicyRule>& rules = spec.podFailurePolicy->rules;
    const FieldPath rulesPath = path.child("rules");
    if (rules.size() > mostRules)
        errors.push_back(tooMany(rulesPath, static_cast<std::int64_t>(rules.size()), mostRules));
    std::set<std::string_view> containers;
    for (const Container& container : spec.template_->spec->containers)
        containers.insert(container.name);
    for (const Container& container : spec.template_->spec->initContainers)
        containers.insert(container.name);
    for (std::size_t i = 0; i < rules.size(); ++i)
        checkFailureRule(errors, spec, rules[i], containers, rulesPath.index(i));
}

void checkSuccessPolicy(FieldErrors& errors, const JobSpec& spec, const FieldPath& path)
{
    if (spec.completionMode != CompletionMode::Indexed) {
        errors.push_back(invalidShown(path, goJson(*spec.successPolicy), "requires indexed completion mode"));
        return;
    }
    const List<SuccessPolicyRule>& rules = spec.successPolicy->rules;
    const FieldPath rulesPath = path.child("rules");
    if (rules.empty())
        errors.push_back(
            required(rulesPath, "at least one rules must be specified when the successPolicy is specified"));
    if (rules.size() > mostRules)
        errors.push_back(tooMany(rulesPath, static_cast<std::int64_t>(rules.size()), mostRules));
    for (std::size_t i = 0; i < rules.size(); ++i)
        checkSuccessRule(errors, rules[i], spec.completions.valueOr(0), rulesPath.index(i));
}

// While failures are judged by rules, a pod is replaced only when it has failed for good and can be judged.
void checkPodReplacementPolicy(FieldErrors& errors, const JobSpec& spec, const FieldPath& path)
{
    static constexpr std::string_view all[] = {PodReplacementPolicy::Failed, PodReplacementPolicy::TerminatingOrFailed};
    if (!spec.podReplacementPolicy)
        return;
    const std::span<const std::string_view> allowed = std::span(all).first(spec.podFailurePolicy ? 1 : 2);
    if (!contains(allowed, spec.podReplacementPolicy))
        errors.push_back(notSupported(path, spec.podReplacementPolicy, allowed));
}

} // namespace kubarium::api
