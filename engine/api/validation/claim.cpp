#include "claim.h"

#include "gojson.h"
#include "meta.h"
#include "resources.h"
#include "shown.h"
#include "volumes.h"

#include "api/types/core-meta.h"
#include "api/types/core-volumes.h"

#include <array>

namespace kubarium::api {

namespace {

constexpr std::string_view storage = "storage";

// What an older release let pass may stay as it is.
struct ClaimOptions {
    bool allowInvalidSelectorValues = false;
    bool allowInvalidApiGroup = false;
};

ClaimOptions optionsFor(const PersistentVolumeClaimSpec& old)
{
    ClaimOptions options;
    options.allowInvalidApiGroup = old.dataSource->apiGroup || old.dataSourceRef->apiGroup;
    if (old.selector) {
        FieldErrors errors;
        checkLabelSelector(errors, *old.selector, FieldPath());
        options.allowInvalidSelectorValues = !errors.empty();
    }
    return options;
}

template <class Reference>
void checkDataSource(FieldErrors& errors, const Reference& source, const ClaimOptions& options, const FieldPath& path)
{
    if (source.name.empty())
        errors.push_back(required(path.child("name")));
    if (source.kind.empty())
        errors.push_back(required(path.child("kind")));
    if (source.apiGroup.empty() && source.kind != "PersistentVolumeClaim")
        errors.push_back(
            invalid(path, source.kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
    if (!source.apiGroup.empty() && !options.allowInvalidApiGroup)
        appendInvalid(errors, path.child("apiGroup"), source.apiGroup, isDns1123Subdomain(source.apiGroup));
}

void checkDataSources(
    FieldErrors& errors, const PersistentVolumeClaimSpec& spec, const ClaimOptions& options, const FieldPath& path)
{
    const TypedObjectReference& reference = *spec.dataSourceRef;
    if (spec.dataSource)
        checkDataSource(errors, *spec.dataSource, options, path.child("dataSource"));
    if (spec.dataSourceRef) {
        checkDataSource(errors, reference, options, path.child("dataSourceRef"));
        if (!reference.namespace_.empty())
            appendInvalid(errors, path.child("dataSourceRef").child("namespace"), reference.namespace_,
                labelName(reference.namespace_, false));
    }
    if (!spec.dataSource || !spec.dataSourceRef)
        return;
    // The value shown is a path of the server's own, which has no JSON.
    if (!reference.namespace_.empty())
        errors.push_back(invalidShown(path, "{}", "may not be specified when dataSourceRef.namespace is specified"));
    else if (spec.dataSource->apiGroup.has_value() != reference.apiGroup.has_value()
        || spec.dataSource->apiGroup != reference.apiGroup || spec.dataSource->kind != reference.kind
        || spec.dataSource->name != reference.name)
        errors.push_back(invalidShown(path, "{}", "must match dataSourceRef"));
}

FieldErrors validateSpec(const PersistentVolumeClaimSpec& spec, const ClaimOptions& options, const FieldPath& path)
{
    FieldErrors errors;
    if (spec.accessModes.empty())
        errors.push_back(required(path.child("accessModes"), "at least 1 access mode is required"));
    if (spec.selector)
        checkLabelSelector(errors, *spec.selector, path.child("selector"),
            {.allowInvalidLabelValues = options.allowInvalidSelectorValues});
    checkAccessModes(errors, spec.accessModes, path.child("accessModes"));

    const FieldPath size = path.child("resources").key(storage);
    const Quantity* const requested = spec.resources.requests.find(storage);
    if (!requested)
        errors.push_back(required(size));
    else if (requested->sign() <= 0)
        errors.push_back(invalid(size, *requested, "must be greater than zero"));

    if (!spec.storageClassName.empty())
        appendInvalid(
            errors, path.child("storageClassName"), spec.storageClassName, subdomainName(spec.storageClassName, false));
    if (spec.volumeMode)
        checkSupported(errors, spec.volumeMode, PersistentVolumeMode::values, path.child("volumeMode"));
    checkDataSources(errors, spec, options, path);
    if (!spec.volumeAttributesClassName.empty())
        appendInvalid(errors, path.child("volumeAttributesClassName"), spec.volumeAttributesClassName,
            subdomainName(spec.volumeAttributesClassName, false));
    return errors;
}

FieldErrors validate(const PersistentVolumeClaim& claim, const ClaimOptions& options)
{
    FieldErrors errors = validateObjectMeta(claim.metadata, true, subdomainName, FieldPath("metadata"));
    append(errors, validateSpec(*claim.spec, options, FieldPath("spec")));
    return errors;
}

// The class was an annotation once, and absent where there was no default: it may be written down in the spec later.
void checkClass(FieldErrors& errors, const PersistentVolumeClaim& now, const PersistentVolumeClaim& old,
    PersistentVolumeClaimSpec& compared)
{
    const Text* const oldNote = old.metadata.annotations.find(betaStorageClassAnnotation);
    const Text* const newNote = now.metadata.annotations.find(betaStorageClassAnnotation);
    const Text& className = now.spec->storageClassName;
    const bool firstNamed = className && !old.spec->storageClassName;
    if (oldNote && firstNamed && className == *oldNote && (!newNote || *newNote == *oldNote)) {
        compared.storageClassName = Text();
        return;
    }
    const Text oldClass = oldNote ? *oldNote : Text();
    const Text newClass = newNote ? *newNote : Text();
    if (newClass != oldClass)
        errors.push_back(invalid(FieldPath("metadata").child("annotations").child(betaStorageClassAnnotation), newClass,
            messages::immutable));
    if (firstNamed && (!oldNote || className == *oldNote))
        compared.storageClassName = Text();
}

// Everything else stays as it was created: a quota counted it.
void checkSpecUpdate(FieldErrors& errors, const PersistentVolumeClaim& now, const PersistentVolumeClaim& old)
{
    PersistentVolumeClaimSpec was = *old.spec;
    PersistentVolumeClaimSpec is = *now.spec;
    if (was.volumeName.empty())
        was.volumeName = is.volumeName; // binding happens once
    checkClass(errors, now, old, is);
    if (old.status->phase == PersistentVolumeClaimPhase::Bound) {
        if (!is.resources.requests.empty())
            is.resources.requests.set(storage, was.resources.requests.valueOr(storage, Quantity()));
        is.volumeAttributesClassName = was.volumeAttributesClassName;
    }
    if (!(is == was))
        errors.push_back(forbidden(FieldPath("spec"),
            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
                + goDiff(was, is)));
}

} // namespace

void checkAccessModes(FieldErrors& errors, const List<Text>& modes, const FieldPath& path)
{
    bool forOnePod = false;
    bool forMore = false;
    for (const Text& mode : modes) {
        const std::size_t before = errors.size();
        checkSupported(errors, mode, PersistentVolumeAccessMode::values, path);
        const bool isForOnePod = mode == PersistentVolumeAccessMode::ReadWriteOncePod;
        forOnePod = forOnePod || isForOnePod;
        forMore = forMore || (!isForOnePod && errors.size() == before);
    }
    if (forOnePod && forMore)
        errors.push_back(forbidden(path, "may not use ReadWriteOncePod with other access modes"));
}

FieldErrors validateClaimSpec(const PersistentVolumeClaimSpec& spec, const FieldPath& path)
{
    return validateSpec(spec, {}, path);
}

FieldErrors validate(const PersistentVolumeClaim& claim)
{
    return validate(claim, ClaimOptions());
}

FieldErrors validateUpdate(const PersistentVolumeClaim& now, const PersistentVolumeClaim& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now, optionsFor(*old.spec)));
    checkSpecUpdate(errors, now, old);

    // A request may come down again after a resize that failed, but not to what the volume has already.
    const Quantity size = now.spec->resources.requests.valueOr(storage, Quantity());
    const Quantity oldSize = old.spec->resources.requests.valueOr(storage, Quantity());
    if (size < oldSize && size <= old.status->capacity.valueOr(storage, Quantity()))
        errors.push_back(forbidden(FieldPath("spec").child("resources").child("requests").child(storage),
            "field can not be less than status.capacity"));

    if (now.spec->volumeMode != old.spec->volumeMode)
        errors.push_back(
            invalidShown(FieldPath("volumeMode"), shownPointer(now.spec->volumeMode), messages::immutable));

    // A class that was applied can be exchanged, not taken away.
    const Text& attributes = now.spec->volumeAttributesClassName;
    const bool changed = attributes.has_value() != old.spec->volumeAttributesClassName.has_value()
        || attributes != old.spec->volumeAttributesClassName;
    if (changed && old.status->currentVolumeAttributesClassName && attributes.empty())
        errors.push_back(forbidden(FieldPath("spec").child("volumeAttributesClassName"),
            std::string(attributes ? "update to empty string" : "update to nil")
                + " is forbidden when status.currentVolumeAttributesClassName is not nil"));
    return errors;
}

FieldErrors validateStatusUpdate(const PersistentVolumeClaim& now, const PersistentVolumeClaim& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    if (now.metadata.resourceVersion.empty())
        errors.push_back(required(FieldPath("resourceVersion")));
    if (now.spec->accessModes.empty())
        errors.push_back(required(FieldPath("Spec").child("accessModes")));

    const FieldPath status("status");
    const auto checkAmount = [&](const Quantity& amount, const FieldPath& path) {
        if (amount.units() < 0)
            errors.push_back(invalid(path, amount.units(), "must be a valid resource quantity"));
        return amount.units() >= 0;
    };
    const auto checkName = [&](const Text& name, const FieldPath& path) {
        static constexpr std::array<std::string_view, 1> ownName = {storage};
        const std::size_t before = errors.size();
        appendInvalid(errors, path, name, isQualifiedName(name));
        if (errors.size() == before && isNativeResource(name) && name != storage)
            errors.push_back(notSupported(path, name, ownName));
        return errors.size() == before;
    };
    for (const auto& [name, amount] : now.status->capacity)
        checkAmount(amount, status.child("capacity").key(name));
    for (const auto& [name, state] : now.status->allocatedResourceStatuses) {
        const FieldPath path = status.child("allocatedResourceStatuses");
        checkName(name, path);
        const auto& states = ClaimResourceStatus::values;
        if (std::find(std::begin(states), std::end(states), state.view()) == std::end(states)) {
            std::vector<std::string_view> sorted(std::begin(states), std::end(states));
            std::sort(sorted.begin(), sorted.end());
            errors.push_back(notSupported(path, name, sorted)); // the server shows the name, not the state
        }
    }
    for (const auto& [name, amount] : now.status->allocatedResources) {
        const FieldPath path = status.child("allocatedResources");
        if (checkName(name, path) && checkAmount(amount, path.key(name)))
            checkResourceQuantity(errors, storage, amount, path.key(name));
    }
    return errors;
}

std::vector<std::string> claimSpecWarnings(const PersistentVolumeClaimSpec& spec, const FieldPath& path)
{
    std::vector<std::string> warnings;
    const auto warn = [&](const Map<Quantity>& amounts, std::string_view list) {
        const Quantity* const amount = amounts.find(storage);
        if (amount && amount->milli() % 1000 != 0)
            warnings.push_back(path.child("resources").child(list).key(storage).text() + ": fractional byte value "
                + shown(*amount) + " is invalid, must be an integer");
    };
    warn(spec.resources.requests, "requests");
    warn(spec.resources.limits, "limits");
    return warnings;
}

std::vector<std::string> warnings(const PersistentVolumeClaim& claim)
{
    std::vector<std::string> all;
    if (claim.metadata.annotations.contains(betaStorageClassAnnotation))
        all.push_back(FieldPath("metadata").child("annotations").key(betaStorageClassAnnotation).text() + ": "
            + std::string(betaStorageClassSentence));
    for (std::string& warning : claimSpecWarnings(*claim.spec, FieldPath("spec")))
        all.push_back(std::move(warning));
    return all;
}

} // namespace kubarium::api
