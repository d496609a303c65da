#include "workload.h"

#include "../encode.h"
#include "pod.h"

#include <charconv>

namespace kubarium::api {

namespace {

constexpr std::string_view mismatch = "`selector` does not match template `labels`";

// Stricter than the arithmetic elsewhere: no sign, no blank.
std::optional<std::int32_t> wholePercent(const IntOrString& amount)
{
    return amount.isString() && isPercent(amount.text()).empty() ? amount.percent() : std::nullopt;
}

} // namespace

std::optional<LabelMatcher> podsChosenBy(const Box<LabelSelector>& selector)
{
    if (!selector)
        return LabelMatcher::nothing();
    Result<LabelMatcher> matcher = toMatcher(*selector);
    return matcher ? std::optional(std::move(*matcher)) : std::nullopt;
}

void checkRequiredSelector(
    FieldErrors& errors, const Box<LabelSelector>& selector, std::string_view empty, const FieldPath& path)
{
    if (!selector) {
        errors.push_back(required(path));
        return;
    }
    checkLabelSelector(errors, *selector, path);
    if (isEmptySelector(*selector))
        errors.push_back(invalid(path, *selector, empty));
}

void checkChooses(
    FieldErrors& errors, const LabelMatcher& chosen, const PodTemplateSpec& pod, const FieldPath& templatePath)
{
    const Map<Text>& labels = pod.metadata.labels;
    if (!chosen.matches(labels))
        errors.push_back(invalidShown(templatePath.child("metadata").child("labels"), shownLabels(labels), mismatch));
}

void checkRunsForever(FieldErrors& errors, const PodSpec& pod, std::string_view kind, const FieldPath& templatePath)
{
    static constexpr std::string_view always[] = {RestartPolicy::Always};
    const FieldPath spec = templatePath.child("spec");
    if (pod.restartPolicy != RestartPolicy::Always)
        errors.push_back(notSupported(spec.child("restartPolicy"), pod.restartPolicy, always));
    if (pod.activeDeadlineSeconds) {
        errors.push_back(forbidden(spec.child("activeDeadlineSeconds"),
            "activeDeadlineSeconds in " + std::string(kind) + " is not Supported"));
    }
}

void checkIntOrPercent(FieldErrors& errors, const IntOrString& amount, const FieldPath& path)
{
    if (!amount.isString()) {
        checkNotNegative(errors, amount.number(), path);
        return;
    }
    for (const std::string& sentence : isPercent(amount.text()))
        errors.push_back(invalid(path, amount, sentence));
}

void checkAtMost100Percent(FieldErrors& errors, const IntOrString& amount, const FieldPath& path)
{
    if (wholePercent(amount).value_or(0) > 100)
        errors.push_back(invalid(path, amount, "must not be greater than 100%"));
}

std::int64_t amountOf(const IntOrString& amount)
{
    if (!amount.isString())
        return amount.number();
    if (const std::optional<std::int32_t> percent = wholePercent(amount))
        return *percent;
    // A number in quotes was refused already; as far as nothing and something go it counts as the number.
    const std::string_view text = amount.text();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

void checkNotMoreThan(
    FieldErrors& errors, std::int32_t part, std::int32_t whole, std::string_view sentence, const FieldPath& path)
{
    if (part > whole)
        errors.push_back(invalid(path, part, sentence));
}

void checkCollisionCount(
    FieldErrors& errors, const Optional<std::int32_t>& now, const Optional<std::int32_t>& old, const FieldPath& path)
{
    if (old && (!now || *now < *old))
        errors.push_back(invalid(path, now.valueOr(0), "cannot be decremented"));
}

std::string shownLabels(const Map<Text>& labels)
{
    if (labels.empty())
        return "null";
    std::string out = "{";
    for (const auto& [key, value] : labels) {
        if (out.size() > 1)
            out += ',';
        appendJsonString(out, key);
        out += ':';
        appendJsonString(out, value);
    }
    return out + "}";
}

void warnOfName(std::vector<std::string>& warnings, std::string_view name)
{
    const Objections objections = isDns1123Label(name);
    if (objections.empty())
        return;
    std::string listed;
    for (const std::string& objection : objections)
        listed += (listed.empty() ? "" : " ") + objection;
    warnings.push_back("metadata.name: this is used in Pod names and hostnames, which can result in surprising "
                       "behavior; a DNS label is recommended: ["
        + listed + "]");
}

void warnOfTemplate(std::vector<std::string>& warnings, const PodTemplateSpec& pod, const FieldPath& path)
{
    for (std::string& warning : podWarnings(*pod.spec, pod.metadata, path, true))
        warnings.push_back(std::move(warning));
}

} // namespace kubarium::api
