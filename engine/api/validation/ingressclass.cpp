#include "meta.h"
#include "network.h"

#include "api/types/networking.h"

namespace kubarium::api {

namespace {

constexpr std::size_t longestController = 250;

void checkScope(FieldErrors& errors, const IngressClassParametersReference& parameters, const FieldPath& path)
{
    static constexpr std::string_view scopes[] = {"Cluster", "Namespace"};
    const FieldPath space = path.child("namespace");
    if (!parameters.scope) {
        errors.push_back(required(path.child("scope")));
        return;
    }
    checkSupported(errors, parameters.scope, scopes, path.child("scope"));
    if (parameters.scope == "Namespace") {
        if (parameters.namespace_)
            appendInvalid(errors, space, parameters.namespace_, labelName(parameters.namespace_, false));
        else
            errors.push_back(required(space, "`parameters.scope` is set to 'Namespace'"));
    }
    if (parameters.scope == "Cluster" && parameters.namespace_)
        errors.push_back(forbidden(space, "`parameters.scope` is set to 'Cluster'"));
}

void checkParameters(FieldErrors& errors, const IngressClassParametersReference& parameters, const FieldPath& path)
{
    if (parameters.apiGroup) {
        appendInvalid(errors, path.child("apiGroup"), parameters.apiGroup, isDns1123Subdomain(parameters.apiGroup));
    }
    checkPathSegment(errors, parameters.kind, path.child("kind"));
    checkPathSegment(errors, parameters.name, path.child("name"));
    checkScope(errors, parameters, path);
}

} // namespace

FieldErrors validate(const IngressClass& ingressClass)
{
    FieldErrors errors = validateObjectMeta(ingressClass.metadata, false, subdomainName, FieldPath("metadata"));
    const IngressClassSpec& spec = *ingressClass.spec;
    const FieldPath controller = FieldPath("spec").child("controller");
    if (spec.controller.size() > longestController)
        errors.push_back(tooLong(controller, longestController));
    append(errors, checkDomainPrefixedPath(controller, spec.controller));
    if (spec.parameters)
        checkParameters(errors, *spec.parameters, FieldPath("spec").child("parameters"));
    return errors;
}

FieldErrors validateUpdate(const IngressClass& now, const IngressClass& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkImmutable(errors, now.spec->controller, old.spec->controller, FieldPath("spec").child("controller"));
    append(errors, validate(now));
    return errors;
}

} // namespace kubarium::api
