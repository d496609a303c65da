#include "downwardapi.h"
#include "meta.h"
#include "podparts.h"

#include <array>

namespace kubarium::api {

namespace {

constexpr std::array<std::string_view, 9> fieldsOfVariables = {"metadata.name", "metadata.namespace", "metadata.uid",
    "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"};

// A ConfigMap's and a Secret's.
template <class Selector> void checkKeySelector(FieldErrors& errors, const Selector& selector, const FieldPath& path)
{
    appendInvalid(errors, path.child("name"), selector.name, subdomainName(selector.name, false));
    if (selector.key.empty())
        errors.push_back(required(path.child("key")));
    else
        appendInvalid(errors, path.child("key"), selector.key, isConfigMapKey(selector.key));
}

void checkValueFrom(FieldErrors& errors, const EnvVar& variable, const FieldPath& path)
{
    const EnvVarSource& source = *variable.valueFrom;
    std::size_t sources = 0;
    if (source.fieldRef) {
        ++sources;
        checkFieldRef(errors, *source.fieldRef, fieldsOfVariables, path.child("fieldRef"));
    }
    if (source.resourceFieldRef) {
        ++sources;
        checkResourceFieldRef(errors, *source.resourceFieldRef, false, path.child("resourceFieldRef"));
    }
    if (source.configMapKeyRef) {
        ++sources;
        checkKeySelector(errors, *source.configMapKeyRef, path.child("configMapKeyRef"));
    }
    if (source.secretKeyRef) {
        ++sources;
        checkKeySelector(errors, *source.secretKeyRef, path.child("secretKeyRef"));
    }

    if (sources == 0)
        errors.push_back(invalid(
            path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"));
    else if (!variable.value.empty())
        errors.push_back(invalid(path, "", "may not be specified when `value` is not empty"));
    else if (sources > 1)
        errors.push_back(invalid(path, "", "may not have more than one field specified at a time"));
}

// The name is judged as a generated one: a dash at its end is let pass, as it always was here.
void checkSourceName(FieldErrors& errors, const Text& name, const FieldPath& path)
{
    if (name.empty())
        errors.push_back(required(path));
    else
        appendInvalid(errors, path, name, subdomainName(name, true));
}

} // namespace

void checkEnv(FieldErrors& errors, const List<EnvVar>& variables, const FieldPath& path)
{
    for (std::size_t i = 0; i < variables.size(); ++i) {
        const FieldPath at = path.index(i);
        const EnvVar& variable = variables[i];
        if (variable.name.empty())
            errors.push_back(required(at.child("name")));
        else
            appendInvalid(errors, at.child("name"), variable.name, isRelaxedEnvVarName(variable.name));
        if (variable.valueFrom)
            checkValueFrom(errors, variable, at.child("valueFrom"));
    }
}

void checkEnvFrom(FieldErrors& errors, const List<EnvFromSource>& sources, const FieldPath& path)
{
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const FieldPath at = path.index(i);
        const EnvFromSource& source = sources[i];
        if (!source.prefix.empty())
            appendInvalid(errors, at.child("prefix"), source.prefix, isRelaxedEnvVarName(source.prefix));
        if (source.configMapRef)
            checkSourceName(errors, source.configMapRef->name, at.child("configMapRef").child("name"));
        if (source.secretRef)
            checkSourceName(errors, source.secretRef->name, at.child("secretRef").child("name"));

        // Said of the list, not of the entry: so the server does.
        if (!source.configMapRef && !source.secretRef)
            errors.push_back(invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"));
        else if (source.configMapRef && source.secretRef)
            errors.push_back(invalid(path, "", "may not have more than one field specified at a time"));
    }
}

} // namespace kubarium::api
