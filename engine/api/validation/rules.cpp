#include "rules.h"

#include "api/types/meta.h"

namespace kubarium::api {

namespace {

constexpr std::size_t longestAnnotations = 256 * 1024;

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

} // namespace

void appendInvalid(
    FieldErrors& errors, const FieldPath& path, std::string_view value, const std::vector<std::string>& sentences)
{
    for (const std::string& sentence : sentences)
        errors.push_back(invalid(path, value, sentence));
}

void checkSupported(
    FieldErrors& errors, const Text& value, std::span<const std::string_view> values, const FieldPath& path)
{
    if (std::find(values.begin(), values.end(), value.view()) != values.end())
        return;
    std::vector<std::string_view> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    errors.push_back(notSupported(path, value, sorted));
}

void checkLabelKey(FieldErrors& errors, std::string_view key, const FieldPath& path)
{
    appendInvalid(errors, path, key, isQualifiedName(key));
}

void checkLabels(FieldErrors& errors, const Map<Text>& labels, const FieldPath& path)
{
    for (const auto& [key, value] : labels) {
        checkLabelKey(errors, key, path);
        appendInvalid(errors, path, value, isLabelValue(value));
    }
}

void checkAnnotations(FieldErrors& errors, const Map<Text>& annotations, const FieldPath& path)
{
    std::size_t total = 0;
    for (const auto& [key, value] : annotations) {
        // Keys may hold capitals; apart from that they are label keys.
        appendInvalid(errors, path, key, isQualifiedName(lowered(key)));
        total += key.size() + value.size();
    }
    if (total > longestAnnotations)
        errors.push_back(tooLong(path, longestAnnotations));
}

bool isEmptySelector(const LabelSelector& selector)
{
    return selector.matchLabels.empty() && selector.matchExpressions.empty();
}

void checkLabelSelector(
    FieldErrors& errors, const LabelSelector& selector, const FieldPath& path, LabelSelectorOptions options)
{
    checkLabels(errors, selector.matchLabels, path.child("matchLabels"));
    for (std::size_t i = 0; i < selector.matchExpressions.size(); ++i) {
        const LabelSelectorRequirement& requirement = selector.matchExpressions[i];
        const FieldPath at = path.child("matchExpressions").index(i);
        const std::string_view op = requirement.operator_;
        if (op == "In" || op == "NotIn") {
            if (requirement.values.empty())
                errors.push_back(required(at.child("values"), "must be specified when `operator` is 'In' or 'NotIn'"));
        } else if (op == "Exists" || op == "DoesNotExist") {
            if (!requirement.values.empty())
                errors.push_back(forbidden(
                    at.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
        } else {
            errors.push_back(invalid(at.child("operator"), requirement.operator_, "not a valid selector operator"));
        }
        checkLabelKey(errors, requirement.key, at.child("key"));
        if (options.allowInvalidLabelValues)
            continue;
        for (std::size_t j = 0; j < requirement.values.size(); ++j)
            appendInvalid(
                errors, at.child("values").index(j), requirement.values[j], isLabelValue(requirement.values[j]));
    }
}

} // namespace kubarium::api
