// What the workloads have in common: a selector, a template that it chooses, amounts as numbers or percentages.
#pragma once

#include "../labelselector.h"
#include "rules.h"

#include "api/types/core-pod.h"

#include <optional>

namespace kubarium::api {

// The pods that a workload's selector chooses: none if it has no selector, no answer if its selector is not valid.
std::optional<LabelMatcher> podsChosenBy(const Box<LabelSelector>& selector);

// A selector that must be there and choose something; `empty` is the kind's own sentence for one that does not.
void checkRequiredSelector(
    FieldErrors& errors, const Box<LabelSelector>& selector, std::string_view empty, const FieldPath& path);

// The pods made from a template must be found by the selector of the workload that makes them.
void checkChooses(
    FieldErrors& errors, const LabelMatcher& chosen, const PodTemplateSpec& pod, const FieldPath& templatePath);

// Such pods run until they are deleted; `kind` is whose template it is.
void checkRunsForever(FieldErrors& errors, const PodSpec& pod, std::string_view kind, const FieldPath& templatePath);

// 3 or 25%.
void checkIntOrPercent(FieldErrors& errors, const IntOrString& amount, const FieldPath& path);
void checkAtMost100Percent(FieldErrors& errors, const IntOrString& amount, const FieldPath& path);
// The number in front of the percent sign, or the number: enough to tell nothing from something.
std::int64_t amountOf(const IntOrString& amount);

// Counts of a status.
void checkNotMoreThan(
    FieldErrors& errors, std::int32_t part, std::int32_t whole, std::string_view sentence, const FieldPath& path);
void checkCollisionCount(
    FieldErrors& errors, const Optional<std::int32_t>& now, const Optional<std::int32_t>& old, const FieldPath& path);

// {"app":"web"}, or null if there are none.
std::string shownLabels(const Map<Text>& labels);

// The pods of most workloads are named after them, and a pod's name is its host name.
void warnOfName(std::vector<std::string>& warnings, std::string_view name);
void warnOfTemplate(std::vector<std::string>& warnings, const PodTemplateSpec& pod, const FieldPath& path);

} // namespace kubarium::api
