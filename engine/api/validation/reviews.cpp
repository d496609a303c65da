#include "access.h"
#include "gojson.h"
#include "shown.h"

#include "api/types/authentication.h"
#include "api/types/authorization.h"

namespace kubarium::api {

namespace {

constexpr std::int64_t shortestToken = 10 * 60;
constexpr std::int64_t longestToken = std::int64_t(1) << 32;

std::string shownAttributes(const Box<NonResourceAttributes>& attributes)
{
    return attributes ? goJson(*attributes) : shown("null");
}

// What selectors of fields and of labels have in common: a text or a list, never both.
template <class Selector> void checkForm(FieldErrors& errors, const Selector& selector, const FieldPath& path)
{
    if (!selector.rawSelector.empty() && !selector.requirements.empty()) {
        errors.push_back(invalid(path.child("rawSelector"), selector.rawSelector,
            "may not specified at the same time as requirements")); // as the server has it
    }
    if (selector.rawSelector.empty() && selector.requirements.empty()) {
        errors.push_back(required(path.child("requirements"),
            "when " + path.text() + " is specified, requirements or rawSelector is required"));
    }
}

// An operator nobody knows passes: a newer client may know more than the server does.
void checkValueCount(FieldErrors& errors, std::string_view op, const List<Text>& values, const FieldPath& path)
{
    if ((op == "In" || op == "NotIn") && values.empty())
        errors.push_back(required(path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'"));
    if ((op == "Exists" || op == "DoesNotExist") && !values.empty()) {
        errors.push_back(
            forbidden(path.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    }
}

void checkSelectors(FieldErrors& errors, const ResourceAttributes& attributes, const FieldPath& path)
{
    if (attributes.fieldSelector) {
        const FieldPath at = path.child("fieldSelector");
        checkForm(errors, *attributes.fieldSelector, at);
        for (std::size_t i = 0; i < attributes.fieldSelector->requirements.size(); ++i) {
            const FieldSelectorRequirement& requirement = attributes.fieldSelector->requirements[i];
            const FieldPath place = at.child("requirements").index(i);
            if (requirement.key.empty())
                errors.push_back(required(place.child("key"), "must be specified"));
            checkValueCount(errors, requirement.operator_, requirement.values, place);
        }
    }
    if (attributes.labelSelector) {
        const FieldPath at = path.child("labelSelector");
        checkForm(errors, *attributes.labelSelector, at);
        for (std::size_t i = 0; i < attributes.labelSelector->requirements.size(); ++i) {
            const LabelSelectorRequirement& requirement = attributes.labelSelector->requirements[i];
            const FieldPath place = at.child("requirements").index(i);
            checkValueCount(errors, requirement.operator_, requirement.values, place);
            checkLabelKey(errors, requirement.key, place.child("key"));
            for (std::size_t j = 0; j < requirement.values.size(); ++j) {
                const Text& value = requirement.values[j];
                appendInvalid(errors, place.child("values").index(j), value, isLabelValue(value));
            }
        }
    }
}

// A review asks about one thing: an object or a bare path.
template <class Spec> void checkOneSubject(FieldErrors& errors, const Spec& spec)
{
    const FieldPath path("spec");
    if (spec.resourceAttributes && spec.nonResourceAttributes) {
        errors.push_back(invalidShown(path.child("nonResourceAttributes"), shownAttributes(spec.nonResourceAttributes),
            "cannot be specified in combination with resourceAttributes"));
    }
    if (!spec.resourceAttributes && !spec.nonResourceAttributes) {
        errors.push_back(invalidShown(path.child("resourceAttributes"), shown("null"),
            "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
    }
}

void checkSpec(FieldErrors& errors, const SubjectAccessReviewSpec& spec)
{
    checkOneSubject(errors, spec);
    if (spec.user.empty() && spec.groups.empty()) {
        errors.push_back(
            invalid(FieldPath("spec").child("user"), spec.user, "at least one of user or group must be specified"));
    }
    checkSelectors(errors, *spec.resourceAttributes, FieldPath("spec").child("resourceAttributes"));
}

// A review is no object: it has no name, no labels, nothing to be found by.
void checkEmptyMeta(FieldErrors& errors, const ObjectMeta& meta, bool namespaced)
{
    ObjectMeta rest = meta;
    rest.managedFields.clear();
    if (namespaced)
        rest.namespace_ = Text();
    if (!(rest == ObjectMeta())) {
        errors.push_back(
            invalid(FieldPath("metadata"), meta, namespaced ? "must be empty except for namespace" : "must be empty"));
    }
}

} // namespace

// Without a token the request is refused before anything is validated.
FieldErrors validate(const TokenReview& /*review*/)
{
    return {};
}

FieldErrors validate(const TokenRequest& request)
{
    FieldErrors errors;
    const FieldPath path("spec");
    const std::int64_t seconds = request.spec->expirationSeconds.valueOr(0);
    if (seconds < shortestToken) {
        errors.push_back(
            invalid(path.child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"));
    }
    if (seconds > longestToken) {
        errors.push_back(
            invalid(path.child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds"));
    }
    return errors;
}

FieldErrors validate(const SelfSubjectReview& /*review*/)
{
    return {};
}

FieldErrors validate(const SubjectAccessReview& review)
{
    FieldErrors errors;
    checkSpec(errors, *review.spec);
    checkEmptyMeta(errors, review.metadata, false);
    return errors;
}

FieldErrors validate(const SelfSubjectAccessReview& review)
{
    FieldErrors errors;
    checkOneSubject(errors, *review.spec);
    checkSelectors(errors, *review.spec->resourceAttributes, FieldPath("spec").child("resourceAttributes"));
    checkEmptyMeta(errors, review.metadata, false);
    return errors;
}

FieldErrors validate(const LocalSubjectAccessReview& review)
{
    FieldErrors errors;
    const SubjectAccessReviewSpec& spec = *review.spec;
    checkSpec(errors, spec);
    checkEmptyMeta(errors, review.metadata, true);
    if (spec.resourceAttributes && !(spec.resourceAttributes->namespace_ == review.metadata.namespace_)) {
        errors.push_back(invalid(FieldPath("spec").child("resourceAttributes").child("namespace"),
            spec.resourceAttributes->namespace_, "must match metadata.namespace"));
    }
    if (spec.nonResourceAttributes) {
        errors.push_back(invalidShown(FieldPath("spec").child("nonResourceAttributes"),
            shownAttributes(spec.nonResourceAttributes), "disallowed on this kind of request"));
    }
    return errors;
}

FieldErrors validate(const SelfSubjectRulesReview& /*review*/)
{
    return {};
}

} // namespace kubarium::api
