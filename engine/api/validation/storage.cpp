#include "storage.h"

#include "claim.h"
#include "meta.h"
#include "nodeselector.h"
#include "persistentvolume.h"
#include "shown.h"
#include "table.h"

#include "api/types/core-meta.h"
#include "api/types/core-volumes.h"
#include "api/types/storage.h"

#include <array>
#include <map>
#include <set>

namespace kubarium::api {

namespace {

void checkProvisioner(FieldErrors& errors, const Text& provisioner, const FieldPath& path)
{
    if (provisioner.empty()) {
        errors.push_back(required(path));
        return;
    }
    std::string lower = provisioner.str(); // capitals may stand in it, yet the sentence shows it without
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    appendInvalid(errors, path, lower, isQualifiedName(lower));
}

enum class Emptiness : std::uint8_t { Allowed, Refused };

void checkParameters(FieldErrors& errors, const Map<Text>& parameters, Emptiness emptiness, const FieldPath& path)
{
    constexpr std::size_t most = 512;
    constexpr std::size_t largest = 256 * 1024;
    if (parameters.size() > most) {
        errors.push_back(tooLong(path, most));
        return;
    }
    std::size_t total = 0;
    for (const auto& [key, value] : parameters) {
        if (key.empty())
            errors.push_back(invalid(path, key, "field can not be empty."));
        total += key.size() + value.size();
    }
    if (total > largest)
        errors.push_back(tooLong(path, largest));
    if (emptiness == Emptiness::Refused && parameters.empty())
        errors.push_back(required(path, "must contain at least one key/value pair"));
}

using Topology = std::map<std::string_view, std::set<std::string_view>>;

Topology checkTopology(FieldErrors& errors, const TopologySelectorTerm& term, const FieldPath& path)
{
    Topology topology;
    for (std::size_t i = 0; i < term.matchLabelExpressions.size(); ++i) {
        const TopologySelectorLabelRequirement& requirement = term.matchLabelExpressions[i];
        const FieldPath at = path.child("matchLabelExpressions").index(i);
        if (requirement.values.empty())
            errors.push_back(required(at.child("values")));
        std::set<std::string_view> values;
        for (std::size_t j = 0; j < requirement.values.size(); ++j) {
            if (!values.insert(requirement.values[j]).second)
                errors.push_back(duplicate(at.child("values").index(j), requirement.values[j]));
        }
        checkLabelKey(errors, requirement.key, at.child("key"));
        if (topology.contains(requirement.key))
            errors.push_back(duplicate(at.child("key"), requirement.key));
        topology[requirement.key] = std::move(values);
    }
    return topology;
}

void checkTopologies(FieldErrors& errors, const List<TopologySelectorTerm>& terms, const FieldPath& path)
{
    // The server compares with as many empty terms as there are terms: an empty one is a duplicate even when it is alone.
    std::vector<Topology> seen(terms.size());
    for (std::size_t i = 0; i < terms.size(); ++i) {
        Topology topology = checkTopology(errors, terms[i], path.index(i));
        for (const Topology& other : seen) {
            if (other == topology)
                errors.push_back(duplicate(path.index(i).child("matchLabelExpressions"), ""));
        }
        seen.push_back(std::move(topology));
    }
}

FieldErrors validate(const CSIStorageCapacity& capacity, LabelSelectorOptions options)
{
    FieldErrors errors = validateObjectMeta(capacity.metadata, true, subdomainName, FieldPath("metadata"));
    if (capacity.nodeTopology)
        checkLabelSelector(errors, *capacity.nodeTopology, FieldPath("nodeTopology"), options);
    appendInvalid(errors, FieldPath("storageClassName"), capacity.storageClassName,
        subdomainName(capacity.storageClassName, false));
    if (capacity.capacity && capacity.capacity->sign() < 0)
        errors.push_back(invalid(FieldPath("capacity"), *capacity.capacity, messages::notNegative));
    return errors;
}

} // namespace

FieldErrors validate(const StorageClass& storageClass)
{
    static constexpr std::array<std::string_view, 2> policies = {
        "Delete", "Retain"}; // Recycle is for volumes made by hand
    FieldErrors errors = validateObjectMeta(storageClass.metadata, false, subdomainName, FieldPath("metadata"));
    checkProvisioner(errors, storageClass.provisioner, FieldPath("provisioner"));
    checkParameters(errors, storageClass.parameters, Emptiness::Allowed, FieldPath("parameters"));
    if (!storageClass.reclaimPolicy.empty())
        checkSupported(errors, storageClass.reclaimPolicy, policies, FieldPath("reclaimPolicy"));
    if (storageClass.volumeBindingMode)
        checkSupported(
            errors, storageClass.volumeBindingMode, VolumeBindingMode::values, FieldPath("volumeBindingMode"));
    else
        errors.push_back(required(FieldPath("volumeBindingMode")));
    checkTopologies(errors, storageClass.allowedTopologies, FieldPath("allowedTopologies"));
    return errors;
}

FieldErrors validateUpdate(const StorageClass& now, const StorageClass& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    if (!(now.parameters == old.parameters))
        errors.push_back(forbidden(FieldPath("parameters"), "updates to parameters are forbidden."));
    if (now.provisioner != old.provisioner)
        errors.push_back(forbidden(FieldPath("provisioner"), "updates to provisioner are forbidden."));
    if (now.reclaimPolicy != old.reclaimPolicy)
        errors.push_back(forbidden(FieldPath("reclaimPolicy"), "updates to reclaimPolicy are forbidden."));
    if (now.volumeBindingMode != old.volumeBindingMode)
        errors.push_back(
            invalidShown(FieldPath("volumeBindingMode"), shownPointer(now.volumeBindingMode), messages::immutable));
    return errors;
}

std::vector<std::string> warnings(const StorageClass& storageClass)
{
    std::vector<std::string> all;
    for (std::size_t i = 0; i < storageClass.allowedTopologies.size(); ++i) {
        const auto& expressions = storageClass.allowedTopologies[i].matchLabelExpressions;
        for (std::size_t j = 0; j < expressions.size(); ++j) {
            const std::string_view sentence = deprecatedNodeLabel(expressions[j].key);
            const FieldPath at =
                FieldPath("allowedTopologies").index(i).child("matchLabelExpressions").index(j).child("key");
            if (!sentence.empty())
                all.push_back(at.text() + ": " + std::string(sentence));
        }
    }
    return all;
}

FieldErrors validate(const VolumeAttributesClass& attributes)
{
    FieldErrors errors = validateObjectMeta(attributes.metadata, false, subdomainName, FieldPath("metadata"));
    checkProvisioner(errors, attributes.driverName, FieldPath("driverName"));
    checkParameters(errors, attributes.parameters, Emptiness::Refused, FieldPath("parameters"));
    return errors;
}

FieldErrors validateUpdate(const VolumeAttributesClass& now, const VolumeAttributesClass& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    if (now.driverName != old.driverName)
        errors.push_back(forbidden(FieldPath("driverName"), "updates to driverName are forbidden."));
    if (!(now.parameters == old.parameters))
        errors.push_back(forbidden(FieldPath("parameters"), "updates to parameters are forbidden."));
    return errors;
}

FieldErrors validate(const CSIStorageCapacity& capacity)
{
    return validate(capacity, LabelSelectorOptions());
}

FieldErrors validateUpdate(const CSIStorageCapacity& now, const CSIStorageCapacity& old)
{
    FieldErrors oldSelector;
    if (old.nodeTopology)
        checkLabelSelector(oldSelector, *old.nodeTopology, FieldPath());
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now, {.allowInvalidLabelValues = !oldSelector.empty()}));
    if (!(now.nodeTopology == old.nodeTopology))
        errors.push_back(invalidShown(FieldPath("nodeTopology"),
            now.nodeTopology ? shown(*now.nodeTopology) : shown("null"), messages::immutable));
    checkImmutable(errors, now.storageClassName, old.storageClassName, FieldPath("storageClassName"));
    return errors;
}

std::vector<std::string> warnings(const CSIStorageCapacity& capacity)
{
    std::vector<std::string> all;
    warnOfNodeLabels(all, *capacity.nodeTopology, FieldPath("nodeTopology"));
    return all;
}

std::span<const Rules> storageRules()
{
    static constexpr Rules rules[] = {rulesOf<PersistentVolume>(), rulesOf<PersistentVolumeClaim>(),
        rulesOf<CSIDriver>(), rulesOf<CSINode>(), rulesOf<CSIStorageCapacity>(), rulesOf<StorageClass>(),
        rulesOf<VolumeAttachment>(), rulesOf<VolumeAttributesClass>()};
    return rules;
}

} // namespace kubarium::api
