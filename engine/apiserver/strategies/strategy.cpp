#include "strategy.h"

#include "beginnings.h"

#include "api/defaults/settle.h"
#include "api/types/certificates.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/validation/access.h"
#include "api/validation/core.h"
#include "api/validation/pod.h"
#include "api/validation/validation.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver {

namespace {

using api::Field;
using api::FieldErrors;
using api::ObjectPtr;

const Field* statusOf(const api::Type& type)
{
    return type.field("status");
}

void* placeOf(ObjectPtr& object, const Field& field)
{
    return static_cast<std::byte*>(object.edit()) + field.offset;
}

const void* placeOf(const ObjectPtr& object, const Field& field)
{
    return static_cast<const std::byte*>(object.data()) + field.offset;
}

// Copies one field; the target is freed first. A box or list copies as the handle it is.
void copyField(ObjectPtr& to, const ObjectPtr& from, const Field& field)
{
    void* const place = placeOf(to, field);
    const void* const source = placeOf(from, field);
    if (field.shape == api::Shape::Map)
        *static_cast<api::Map<api::Text>*>(place) = *static_cast<const api::Map<api::Text>*>(source);
    else if (field.shape == api::Shape::List || field.boxed)
        *static_cast<api::List<api::Text>*>(place) = *static_cast<const api::List<api::Text>*>(source);
    else {
        api::clear(*field.type, place);
        api::copyInto(*field.type, place, source);
    }
}

bool sameField(const ObjectPtr& a, const ObjectPtr& b, const Field& field)
{
    const void* const left = placeOf(a, field);
    const void* const right = placeOf(b, field);
    if (field.shape == api::Shape::Map)
        return *static_cast<const api::Map<api::Text>*>(left) == *static_cast<const api::Map<api::Text>*>(right);
    if (field.shape == api::Shape::List || field.boxed)
        return *static_cast<const api::List<api::Text>*>(left) == *static_cast<const api::List<api::Text>*>(right);
    return api::equal(*field.type, left, right);
}

// Kinds whose objects count the changes of their wish in metadata.generation.
bool countsGenerations(const api::Kind& kind)
{
    static constexpr std::array<std::string_view, 22> names = {"APIService", "CronJob", "CustomResourceDefinition",
        "DaemonSet", "Deployment", "EndpointSlice", "Ingress", "IngressClass", "Job", "MutatingWebhookConfiguration",
        "NetworkPolicy", "Pod", "PodDisruptionBudget", "PriorityClass", "ReplicaSet", "ReplicationController",
        "StatefulSet", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration", "VerticalPodAutoscaler", "VolumeAttributesClass"};
    return std::find(names.begin(), names.end(), kind.kind) != names.end();
}

bool sameWish(const ObjectPtr& a, const ObjectPtr& b)
{
    return std::all_of(a.type().fields.begin(), a.type().fields.end(), [&](const Field& field) {
        return field.name == "metadata" || field.name == "status" || sameField(a, b, field);
    });
}

void prepareForUpdate(const api::Kind& kind, ObjectPtr& now, const ObjectPtr& old)
{
    if (const Field* const status = statusOf(now.type()))
        copyField(now, old, *status);
    if (const api::Namespace* const before = old.as<api::Namespace>())
        now.editAs<api::Namespace>().spec = before->spec; // its finalizers change by way of namespaces/finalize only
    api::ObjectMeta& meta = now.editMeta();
    meta.generation = old.meta().generation;
    meta.selfLink = {};
    api::settleForUpdate(now, old);
    // A Deployment hands its annotations on to its ReplicaSets, so they are part of the wish.
    const bool isSame =
        sameWish(now, old) && (kind.kind != "Deployment" || now.meta().annotations == old.meta().annotations);
    if (countsGenerations(kind) && !isSame)
        ++now.editMeta().generation;
}

void prepareForStatusUpdate(const api::Kind&, ObjectPtr& now, const ObjectPtr& old)
{
    for (const Field& field : now.type().fields) {
        if (field.name != "status" && field.name != "metadata")
            copyField(now, old, field);
    }
    // Of the metadata, a status update may change labels, annotations and finalizers.
    now.editMeta().generation = old.meta().generation;
    now.editMeta().ownerReferences = old.meta().ownerReferences;
    api::settleForStatusUpdate(now, old);
}

void prepareForFinalize(const api::Kind&, ObjectPtr& now, const ObjectPtr& old)
{
    ObjectPtr next = old;
    next.editAs<api::Namespace>().spec = now.as<api::Namespace>()->spec;
    now = next;
}

void prepareForApproval(const api::Kind&, ObjectPtr& now, const ObjectPtr& old)
{
    // Only conditions are decided about; the rest of the status is the signer's.
    ObjectPtr next = old;
    next.editAs<api::CertificateSigningRequest>().status.edit().conditions =
        now.as<api::CertificateSigningRequest>()->status->conditions;
    now = next;
}

void prepareForResize(const api::Kind&, ObjectPtr& now, const ObjectPtr& old)
{
    // Of the pod's containers only their amounts may change; validation looks at the rest.
    now.editAs<api::Pod>().status = old.as<api::Pod>()->status;
    if (!sameWish(now, old))
        ++now.editMeta().generation;
}

void prepareForEphemeralContainers(const api::Kind&, ObjectPtr& now, const ObjectPtr& old)
{
    ObjectPtr next = old;
    next.editAs<api::Pod>().spec.edit().ephemeralContainers = now.as<api::Pod>()->spec->ephemeralContainers;
    if (!sameWish(next, old))
        ++next.editMeta().generation;
    now = next;
}

template <class T, FieldErrors (*rule)(const T&, const T&)>
FieldErrors typed(const api::Kind&, const ObjectPtr& now, const ObjectPtr& old)
{
    return rule(*now.as<T>(), *old.as<T>());
}

constexpr UpdateStrategy strategies[] = {
    {"", prepareForUpdate, api::validateUpdate},
    {"status", prepareForStatusUpdate, api::validateStatusUpdate},
    {"scale", prepareForUpdate, api::validateUpdate},
    {"finalize", prepareForFinalize, typed<api::Namespace, api::validateFinalize>},
    {"approval", prepareForApproval, typed<api::CertificateSigningRequest, api::validateApprovalUpdate>},
    {"resize", prepareForResize, typed<api::Pod, api::validateResize>},
    {"ephemeralcontainers", prepareForEphemeralContainers, typed<api::Pod, api::validateEphemeralContainersUpdate>},
};

const UpdateStrategy* find(std::string_view subresource)
{
    const auto found = std::find_if(std::begin(strategies), std::end(strategies),
        [&](const UpdateStrategy& strategy) { return strategy.subresource == subresource; });
    return found == std::end(strategies) ? nullptr : found;
}

} // namespace

void prepareForCreate(const api::Kind& kind, ObjectPtr& object, const Request& request, const State& state)
{
    if (const Field* const status = statusOf(object.type())) {
        const ObjectPtr empty = ObjectPtr::make(object.type());
        copyField(object, empty, *status);
    }
    api::ObjectMeta& meta = object.editMeta();
    meta.generation = countsGenerations(kind) ? 1 : 0;
    meta.deletionTimestamp = {};
    meta.deletionGracePeriodSeconds.reset();
    meta.selfLink = {};
    begin(kind, object, request, state);
    api::settleForCreate(object);
}

bool hasUpdateStrategy(std::string_view subresource)
{
    return find(subresource) != nullptr;
}

const UpdateStrategy& updateStrategyOf(std::string_view subresource)
{
    const UpdateStrategy* const found = find(subresource);
    assert(found);
    return *found;
}

} // namespace kubarium::apiserver
