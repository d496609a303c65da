#include "core.h"

#include "meta.h"
#include "table.h"

#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-service.h"

namespace kubarium::api {

namespace {

constexpr std::size_t mostData = 1024 * 1024; // of a ConfigMap, all values together
constexpr std::string_view enforceMountable = "kubernetes.io/enforce-mountable-secrets";
constexpr std::string_view immutableData = "field is immutable when `immutable` is set";

void checkDataKey(FieldErrors& errors, const Text& key, const FieldPath& path)
{
    appendInvalid(errors, path.key(key), key, isConfigMapKey(key));
}

void checkFinalizer(FieldErrors& errors, const Text& finalizer, const FieldPath& path)
{
    appendInvalid(errors, path, finalizer, isQualifiedName(finalizer));
    const bool isStandard = finalizer == "kubernetes" || finalizer == "orphan" || finalizer == "foregroundDeletion";
    if (finalizer.view().find('/') == std::string_view::npos && !isStandard)
        errors.push_back(
            invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified"));
}

} // namespace

FieldErrors validate(const Namespace& space)
{
    FieldErrors errors = validateObjectMeta(space.metadata, false, labelName, FieldPath("metadata"));
    for (const Text& finalizer : space.spec->finalizers)
        checkFinalizer(errors, finalizer, FieldPath("spec").child("finalizers"));
    return errors;
}

FieldErrors validateUpdate(const Namespace& now, const Namespace& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    return errors;
}

FieldErrors validateStatusUpdate(const Namespace& now, const Namespace& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    const bool isGoing = !now.metadata.deletionTimestamp.isZero();
    const std::string_view phase = isGoing ? NamespacePhase::Terminating : NamespacePhase::Active;
    if (now.status->phase != phase) {
        errors.push_back(invalid(FieldPath("status").child("Phase"), now.status->phase,
            isGoing ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
                    : "may only be 'Active' if `deletionTimestamp` is empty"));
    }
    return errors;
}

FieldErrors validateFinalize(const Namespace& now, const Namespace& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    for (std::size_t i = 0; i < now.spec->finalizers.size(); ++i)
        checkFinalizer(errors, now.spec->finalizers[i], FieldPath("spec").child("finalizers").index(i));
    return errors;
}

FieldErrors validate(const ConfigMap& config)
{
    FieldErrors errors = validateObjectMeta(config.metadata, true, subdomainName, FieldPath("metadata"));
    std::size_t size = 0;
    const FieldPath data("data");
    for (const auto& [key, value] : config.data) {
        checkDataKey(errors, key, data);
        if (config.binaryData.contains(key))
            errors.push_back(invalid(data.key(key), key, "duplicate of key present in binaryData"));
        size += value.size();
    }
    for (const auto& [key, value] : config.binaryData) {
        checkDataKey(errors, key, FieldPath("binaryData"));
        size += value.size();
    }
    if (size > mostData)
        errors.push_back(tooLong(FieldPath(""), mostData)); // the object as a whole, which the server writes as []
    return errors;
}

FieldErrors validateUpdate(const ConfigMap& now, const ConfigMap& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    if (old.immutable.valueOr(false)) { // for good, the mark itself included
        if (!now.immutable.valueOr(false))
            errors.push_back(forbidden(FieldPath("immutable"), immutableData));
        if (!(now.data == old.data))
            errors.push_back(forbidden(FieldPath("data"), immutableData));
        if (!(now.binaryData == old.binaryData))
            errors.push_back(forbidden(FieldPath("binaryData"), immutableData));
    }
    append(errors, validate(now));
    return errors;
}

FieldErrors validate(const ServiceAccount& account)
{
    return validateObjectMeta(account.metadata, true, subdomainName, FieldPath("metadata"));
}

FieldErrors validateUpdate(const ServiceAccount& now, const ServiceAccount& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    return errors;
}

std::vector<std::string> warnings(const ServiceAccount& account)
{
    if (!account.metadata.annotations.contains(enforceMountable))
        return {};
    return {"metadata.annotations[" + std::string(enforceMountable)
        + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"};
}

// Made up for each reader, written by nobody.
FieldErrors validate(const ComponentStatus& component)
{
    return validateObjectMeta(component.metadata, false, subdomainName, FieldPath("metadata"));
}

FieldErrors validateUpdate(const ComponentStatus& now, const ComponentStatus& old)
{
    return validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
}

std::span<const Rules> coreRules()
{
    static constexpr Rules rules[] = {
        rulesOf<Namespace>(),
        rulesOf<Node>(),
        rulesOf<Service>(),
        rulesOf<Endpoints>(),
        rulesOf<ConfigMap>(),
        rulesOf<Secret>(),
        rulesOf<ServiceAccount>(),
        rulesOf<ResourceQuota>(),
        rulesOf<LimitRange>(),
        rulesOf<Event>(),
        rulesOf<ComponentStatus>(),
    };
    return rules;
}

} // namespace kubarium::api
