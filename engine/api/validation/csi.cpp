// What drivers, kubelets and the attach/detach controller write about CSI: seldom a person's work.
#include "storage.h"

#include "gojson.h"
#include "meta.h"
#include "persistentvolume.h"
#include "shown.h"
#include "volumesources.h"

#include "api/types/storage.h"

#include <limits>
#include <set>

namespace kubarium::api {

namespace {

void checkTokenRequests(FieldErrors& errors, const List<CSITokenRequest>& requests, const FieldPath& path)
{
    constexpr std::int64_t shortest = 10 * 60;
    constexpr std::int64_t longest = std::int64_t(1) << 32;
    std::set<std::string_view> audiences;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const FieldPath at = path.index(i);
        if (!audiences.insert(requests[i].audience).second) {
            errors.push_back(duplicate(at.child("audience"), requests[i].audience));
            continue;
        }
        const std::int64_t seconds = requests[i].expirationSeconds.valueOr(shortest);
        if (seconds < shortest)
            errors.push_back(
                invalid(at.child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"));
        if (seconds > longest)
            errors.push_back(
                invalid(at.child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds"));
    }
}

void checkDriverSpec(FieldErrors& errors, const CSIDriverSpec& spec, const FieldPath& path)
{
    if (!spec.attachRequired)
        errors.push_back(required(path.child("attachedRequired")));
    if (!spec.podInfoOnMount)
        errors.push_back(required(path.child("podInfoOnMount")));
    if (!spec.storageCapacity)
        errors.push_back(required(path.child("storageCapacity")));
    if (spec.fsGroupPolicy)
        checkSupported(errors, spec.fsGroupPolicy, FSGroupPolicy::values, path.child("fsGroupPolicy"));
    checkTokenRequests(errors, spec.tokenRequests, path.child("tokenRequests"));
    for (const Text& mode : spec.volumeLifecycleModes) {
        if (mode != VolumeLifecycleMode::Persistent && mode != VolumeLifecycleMode::Ephemeral)
            errors.push_back(notSupported(path.child("volumeLifecycleModes"), mode, VolumeLifecycleMode::values));
    }
    if (!spec.seLinuxMount)
        errors.push_back(required(path.child("seLinuxMount")));
    if (spec.nodeAllocatableUpdatePeriodSeconds && *spec.nodeAllocatableUpdatePeriodSeconds < 10)
        errors.push_back(invalid(path.child("nodeAllocatableUpdatePeriodSeconds"),
            *spec.nodeAllocatableUpdatePeriodSeconds, "must be greater than or equal to 10 seconds"));
}

void checkNodeDriver(
    FieldErrors& errors, const CSINodeDriver& driver, std::set<std::string_view>& names, const FieldPath& path)
{
    constexpr std::size_t longestNodeId = 256;
    checkDriverName(errors, driver.name, path.child("name"));
    if (driver.nodeID.empty())
        errors.push_back(required(path.child("nodeID")));
    if (driver.nodeID.size() > longestNodeId)
        errors.push_back(invalid(
            path.child("nodeID"), driver.nodeID, "must be " + std::to_string(longestNodeId) + " characters or less"));
    checkNotNegative(errors, driver.allocatable->count, path.child("allocatable").child("count"));
    if (!names.insert(driver.name).second)
        errors.push_back(duplicate(path.child("name"), driver.name));
    std::set<std::string_view> keys;
    for (const Text& key : driver.topologyKeys) {
        if (key.empty())
            errors.push_back(required(path));
        if (!keys.insert(key).second)
            errors.push_back(duplicate(path, key));
        appendInvalid(errors, path, key, isQualifiedName(key));
    }
}

void checkAttachmentSource(FieldErrors& errors, const VolumeAttachmentSource& source, const FieldPath& path)
{
    constexpr std::string_view exactlyOne = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
    if (!source.inlineVolumeSpec && !source.persistentVolumeName)
        errors.push_back(required(path, exactlyOne));
    else if (source.inlineVolumeSpec && source.persistentVolumeName)
        errors.push_back(forbidden(path, exactlyOne));
    else if (source.inlineVolumeSpec)
        append(errors,
            validatePersistentVolumeSpec(
                *source.inlineVolumeSpec, "", path.child("inlineVolumeSpec"), {.place = VolumePlace::Inline}));
    else if (source.persistentVolumeName.empty())
        errors.push_back(required(path.child("persistentVolumeName"), "must specify non empty persistentVolumeName"));
}

void checkVolumeError(FieldErrors& errors, const VolumeError& error, const FieldPath& path)
{
    constexpr std::size_t longestMessage = 1024;
    constexpr std::int64_t longestSaid = 256 * 1024; // the sentence names another limit than the one that is checked
    if (error.message.size() > longestMessage)
        errors.push_back(tooLong(path.child("message"), longestSaid));
    if (error.errorCode && *error.errorCode < 0)
        errors.push_back(invalid(
            path.child("errorCode"), *error.errorCode, rangeSentence(0, std::numeric_limits<std::int32_t>::max())));
}

void checkAttachmentStatus(FieldErrors& errors, const VolumeAttachmentStatus& status, const FieldPath& path)
{
    constexpr std::size_t largest = 256 * 1024;
    std::size_t total = 0;
    for (const auto& [key, value] : status.attachmentMetadata)
        total += key.size() + value.size();
    if (total > largest)
        errors.push_back(tooLong(path.child("attachmentMetadata"), largest));
    checkVolumeError(errors, *status.attachError, path.child("attachError"));
    checkVolumeError(errors, *status.detachError, path.child("detachError"));
}

// What holds on creation and on each update.
FieldErrors validateAnytime(const VolumeAttachment& attachment)
{
    FieldErrors errors = validateObjectMeta(attachment.metadata, false, subdomainName, FieldPath("metadata"));
    const FieldPath spec("spec");
    if (attachment.spec->attacher.empty())
        errors.push_back(required(spec.child("attacher")));
    checkAttachmentSource(errors, attachment.spec->source, spec.child("source"));
    appendInvalid(
        errors, spec.child("nodeName"), attachment.spec->nodeName, subdomainName(attachment.spec->nodeName, false));
    checkAttachmentStatus(errors, *attachment.status, FieldPath("status"));
    return errors;
}

} // namespace

FieldErrors validate(const CSIDriver& driver)
{
    FieldErrors errors = validateObjectMeta(driver.metadata, false, subdomainName, FieldPath("metadata"));
    checkDriverSpec(errors, *driver.spec, FieldPath("spec"));
    return errors;
}

FieldErrors validateUpdate(const CSIDriver& now, const CSIDriver& old)
{
    const FieldPath spec("spec");
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkDriverSpec(errors, *now.spec, spec);
    if (!(now.spec->attachRequired == old.spec->attachRequired))
        errors.push_back(invalid(spec.child("attachedRequired"), *now.spec->attachRequired, messages::immutable));
    if (!(now.spec->volumeLifecycleModes == old.spec->volumeLifecycleModes))
        errors.push_back(invalidShown(
            spec.child("volumeLifecycleModes"), shownList(now.spec->volumeLifecycleModes), messages::immutable));
    return errors;
}

FieldErrors validate(const CSINode& node)
{
    FieldErrors errors = validateObjectMeta(node.metadata, false, subdomainName, FieldPath("metadata"));
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < node.spec->drivers.size(); ++i)
        checkNodeDriver(errors, node.spec->drivers[i], names, FieldPath("spec").child("drivers").index(i));
    return errors;
}

FieldErrors validateUpdate(const CSINode& now, const CSINode& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    for (const CSINodeDriver& was : old.spec->drivers) { // drivers come and go, but do not change
        for (const CSINodeDriver& is : now.spec->drivers) {
            if (is.name == was.name && !(is == was))
                errors.push_back(invalidShown(FieldPath("spec").child("drivers"), goJson(is), messages::immutable));
        }
    }
    return errors;
}

FieldErrors validate(const VolumeAttachment& attachment)
{
    FieldErrors errors = validateAnytime(attachment);
    // What v1 asks beyond its forerunner; attachments of older releases may go on without.
    const FieldPath spec("spec");
    checkDriverName(errors, attachment.spec->attacher, spec.child("attacher"));
    const Text& volume = attachment.spec->source.persistentVolumeName;
    if (volume)
        appendInvalid(errors, spec.child("source").child("persistentVolumeName"), volume, subdomainName(volume, false));
    return errors;
}

FieldErrors validateUpdate(const VolumeAttachment& now, const VolumeAttachment& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validateAnytime(now));
    if (!(now.spec == old.spec))
        errors.push_back(invalidShown(FieldPath("spec"), goJson(*now.spec), messages::immutable));
    return errors;
}

FieldErrors validateStatusUpdate(const VolumeAttachment& now, const VolumeAttachment& old)
{
    return validateUpdate(now, old);
}

} // namespace kubarium::api
