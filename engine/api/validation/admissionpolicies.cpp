#include "admissionrules.h"
#include "cel.h"
#include "conditions.h"
#include "extensions.h"
#include "gojson.h"
#include "meta.h"
#include "shown.h"

#include "api/types/admissionregistration.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::size_t mostAuditAnnotations = 20;
constexpr std::size_t longestAuditExpression = 5 * 1024;

std::string joined(const Objections& objections)
{
    std::string out;
    for (const std::string& objection : objections)
        out += (out.empty() ? "" : ",") + objection;
    return out;
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

void checkParamKind(FieldErrors& errors, const ParamKind& kind, const FieldPath& path)
{
    const FieldPath at = path.child("apiVersion");
    const std::string_view apiVersion = kind.apiVersion;
    const std::size_t slash = apiVersion.find('/');
    const std::string_view group = slash == std::string_view::npos ? "" : apiVersion.substr(0, slash);
    const std::string_view version = slash == std::string_view::npos ? apiVersion : apiVersion.substr(slash + 1);
    if (apiVersion.empty()) {
        errors.push_back(required(at));
    } else if (version.find('/') != std::string_view::npos) {
        errors.push_back(invalid(at, kind.apiVersion, "unexpected GroupVersion string: " + std::string(apiVersion)));
    } else {
        if (const Objections objections = isDns1123Subdomain(group); !group.empty() && !objections.empty())
            errors.push_back(invalid(at, group, joined(objections)));
        if (version.empty())
            errors.push_back(invalid(at, kind.apiVersion, "version must be specified"));
        else if (const Objections objections = isDns1035Label(version); !objections.empty())
            errors.push_back(invalid(at, version, joined(objections)));
    }
    if (kind.kind.empty()) {
        errors.push_back(required(path.child("kind")));
    } else if (const Objections objections = isDns1035Label(lowered(kind.kind)); !objections.empty()) {
        errors.push_back(invalid(
            path.child("kind"), kind.kind, "may have mixed case, but should otherwise match: " + joined(objections)));
    }
}

void checkMatchResources(FieldErrors& errors, const MatchResources& match, const FieldPath& path)
{
    if (match.matchPolicy)
        checkSupported(errors, match.matchPolicy, MatchPolicyType::values, path.child("matchPolicy"));
    else
        errors.push_back(required(path.child("matchPolicy")));

    const auto checkSelector = [&](const Box<LabelSelector>& selector, std::string_view name) {
        if (selector)
            checkLabelSelector(errors, *selector, path.child(name));
        else
            errors.push_back(required(path.child(name)));
    };
    checkSelector(match.namespaceSelector, "namespaceSelector");
    checkSelector(match.objectSelector, "objectSelector");
    for (std::size_t i = 0; i < match.resourceRules.size(); ++i)
        checkRule(errors, match.resourceRules[i], path.child("resourceRules").index(i));
    for (std::size_t i = 0; i < match.excludeResourceRules.size(); ++i)
        checkRule(errors, match.excludeResourceRules[i], path.child("excludeResourceRules").index(i));
}

void checkVariable(FieldErrors& errors, const Variable& variable, const FieldPath& path)
{
    if (isBlank(variable.name))
        errors.push_back(required(path.child("name"), "name is not specified"));
    else if (!isCelIdentifier(variable.name))
        errors.push_back(invalid(path.child("name"), variable.name, "name is not a valid CEL identifier"));
    if (isBlank(variable.expression))
        errors.push_back(required(path.child("expression"), "expression is not specified"));
}

void checkValidation(FieldErrors& errors, const Validation& validation, const FieldPath& path)
{
    // The field's description promises Unauthorized as well; the server does not take it.
    static constexpr std::string_view reasons[] = {"Forbidden", "Invalid", "RequestEntityTooLarge"};

    if (isBlank(validation.expression))
        errors.push_back(required(path.child("expression"), "expression is not specified"));
    if (!validation.messageExpression.empty() && isBlank(validation.messageExpression)) {
        errors.push_back(
            invalid(path.child("messageExpression"), validation.messageExpression, "must be non-empty if specified"));
    }
    if (!validation.message.empty() && isBlank(validation.message)) {
        errors.push_back(invalid(path.child("message"), validation.message, "message must be non-empty if specified"));
    } else if (hasLineBreak(trimmed(validation.message))) {
        errors.push_back(invalid(path.child("message"), validation.message, "message must not contain line breaks"));
    }
    if (validation.reason)
        checkSupported(errors, validation.reason, reasons, path.child("reason"));
}

// An annotation is known in the audit log as <policy>/<key>.
void checkAuditAnnotation(
    FieldErrors& errors, const AuditAnnotation& annotation, const Text& policy, const FieldPath& path)
{
    if (policy.empty()) {
        errors.push_back(invalid(path.child("key"), annotation.key, "requires metadata.name be non-empty"));
    } else {
        const std::string key = policy.str() + "/" + annotation.key.str();
        appendInvalid(errors, path.child("key"), key, isQualifiedName(key));
    }
    const std::string_view expression = trimmed(annotation.valueExpression);
    if (expression.empty()) {
        errors.push_back(required(path.child("valueExpression"), "valueExpression is not specified"));
    } else if (expression.size() > longestAuditExpression) {
        errors.push_back(required(path.child("valueExpression"),
            "must not exceed " + std::to_string(longestAuditExpression) + " bytes in length"));
    }
}

void checkAuditAnnotations(
    FieldErrors& errors, const List<AuditAnnotation>& annotations, const Text& policy, const FieldPath& path)
{
    if (annotations.size() > mostAuditAnnotations) {
        std::string all;
        for (const AuditAnnotation& annotation : annotations)
            all += (all.empty() ? "[" : ",") + goJson(annotation);
        errors.push_back(invalidShown(
            path, all + "]", "must not have more than " + std::to_string(mostAuditAnnotations) + " auditAnnotations"));
    }
    std::set<std::string_view> keys;
    for (std::size_t i = 0; i < annotations.size(); ++i) {
        checkAuditAnnotation(errors, annotations[i], policy, path.index(i));
        if (!keys.insert(annotations[i].key).second)
            errors.push_back(duplicate(path.index(i).child("key"), annotations[i].key));
    }
}

FieldErrors validatePolicy(const ValidatingAdmissionPolicy& policy, bool conditionsAreOld)
{
    FieldErrors errors = validateObjectMeta(policy.metadata, false, subdomainName, FieldPath("metadata"));
    const FieldPath path("spec");
    const ValidatingAdmissionPolicySpec& spec = *policy.spec;
    if (spec.failurePolicy)
        checkSupported(errors, spec.failurePolicy, FailurePolicyType::values, path.child("failurePolicy"));
    else
        errors.push_back(required(path.child("failurePolicy")));
    if (spec.paramKind)
        checkParamKind(errors, *spec.paramKind, path.child("paramKind"));
    if (spec.matchConstraints) {
        checkMatchResources(errors, *spec.matchConstraints, path.child("matchConstraints"));
        // Without a resource nobody could tell the types that the expressions work with.
        if (spec.matchConstraints->resourceRules.empty())
            errors.push_back(required(path.child("matchConstraints").child("resourceRules")));
    } else {
        errors.push_back(required(path.child("matchConstraints")));
    }
    if (!conditionsAreOld)
        checkMatchConditions(errors, spec.matchConditions, path.child("matchConditions"));
    for (std::size_t i = 0; i < spec.variables.size(); ++i)
        checkVariable(errors, spec.variables[i], path.child("variables").index(i));
    if (spec.validations.empty() && spec.auditAnnotations.empty()) {
        for (const std::string_view name : {"validations", "auditAnnotations"}) {
            errors.push_back(
                required(path.child(name), "validations or auditAnnotations must contain at least one item"));
        }
        return errors;
    }
    for (std::size_t i = 0; i < spec.validations.size(); ++i)
        checkValidation(errors, spec.validations[i], path.child("validations").index(i));
    checkAuditAnnotations(errors, spec.auditAnnotations, policy.metadata.name, path.child("auditAnnotations"));
    return errors;
}

void checkParamRef(FieldErrors& errors, const ParamRef& param, const FieldPath& path)
{
    static constexpr std::string_view actions[] = {"Deny", "Allow"}; // in the server's order
    constexpr std::string_view exclusive = "name and selector are mutually exclusive";
    if (!param.name.empty()) {
        appendInvalid(errors, path.child("name"), param.name, isPathSegmentName(param.name));
        if (param.selector)
            errors.push_back(forbidden(path.child("name"), exclusive));
    }
    if (param.selector) {
        checkLabelSelector(errors, *param.selector, path.child("selector"));
        if (!param.name.empty())
            errors.push_back(forbidden(path.child("selector"), exclusive));
    }
    if (param.name.empty() && !param.selector)
        errors.push_back(required(path, "one of name or selector must be specified"));
    const Text& action = param.parameterNotFoundAction;
    if (action.empty())
        errors.push_back(required(path.child("parameterNotFoundAction")));
    else if (!(action == actions[0] || action == actions[1]))
        errors.push_back(notSupported(path.child("parameterNotFoundAction"), action, actions));
}

void checkActions(FieldErrors& errors, const List<Text>& actions, const FieldPath& path)
{
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        checkSupported(errors, actions[i], ValidationAction::values, path.index(i));
        if (!seen.insert(actions[i]).second)
            errors.push_back(duplicate(path.index(i), actions[i]));
    }
    if (seen.contains(ValidationAction::Deny) && seen.contains(ValidationAction::Warn)) {
        errors.push_back(invalidShown(path, shownList(actions),
            "must not contain both Deny and Warn (repeating the same validation failure information in the API "
            "response and headers serves no purpose)"));
    }
    if (actions.empty())
        errors.push_back(required(path, "at least one validation action is required"));
}

} // namespace

FieldErrors validate(const ValidatingAdmissionPolicy& policy)
{
    return validatePolicy(policy, false);
}

FieldErrors validateUpdate(const ValidatingAdmissionPolicy& now, const ValidatingAdmissionPolicy& old)
{
    return validatePolicy(
        now, now.spec->paramKind == old.spec->paramKind && now.spec->matchConditions == old.spec->matchConditions);
}

FieldErrors validateStatusUpdate(const ValidatingAdmissionPolicy& now, const ValidatingAdmissionPolicy& /*old*/)
{
    FieldErrors errors;
    const FieldPath path("status");
    const List<ExpressionWarning>& warnings = now.status->typeChecking->expressionWarnings;
    for (std::size_t i = 0; i < warnings.size(); ++i) {
        const FieldPath at = path.child("typeChecking").child("expressionWarnings").index(i);
        if (warnings[i].warning.empty())
            errors.push_back(required(at.child("warning")));
        if (isBlank(warnings[i].fieldRef))
            errors.push_back(required(at.child("fieldRef")));
    }
    checkConditions(errors, now.status->conditions, path.child("conditions"));
    return errors;
}

FieldErrors validate(const ValidatingAdmissionPolicyBinding& binding)
{
    FieldErrors errors = validateObjectMeta(binding.metadata, false, subdomainName, FieldPath("metadata"));
    const FieldPath path("spec");
    const ValidatingAdmissionPolicyBindingSpec& spec = *binding.spec;
    if (spec.policyName.empty())
        errors.push_back(required(path.child("policyName")));
    else
        appendInvalid(errors, path.child("policyName"), spec.policyName, isDns1123Subdomain(spec.policyName));
    if (spec.paramRef)
        checkParamRef(errors, *spec.paramRef, path.child("paramRef"));
    if (spec.matchResources)
        checkMatchResources(errors, *spec.matchResources, path.child("matchResouces")); // misspelt by the server
    checkActions(errors, spec.validationActions, path.child("validationActions"));
    return errors;
}

FieldErrors validateUpdate(const ValidatingAdmissionPolicyBinding& now, const ValidatingAdmissionPolicyBinding& /*old*/)
{
    return validate(now);
}

} // namespace kubarium::api
