#include "strategy.h"

#include "beginnings.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver {

namespace {

using api::Field;
using api::ObjectPtr;

const Field* statusOf(const api::Type& type) { return type.field("status"); }

void* placeOf(ObjectPtr& object, const Field& field) { return static_cast<std::byte*>(object.edit()) + field.offset; }
const void* placeOf(const ObjectPtr& object, const Field& field) { return static_cast<const std::byte*>(object.data()) + field.offset; }

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
    static constexpr std::array<std::string_view, 22> names = {
        "APIService", "CronJob", "CustomResourceDefinition", "DaemonSet", "Deployment", "EndpointSlice", "Ingress", "IngressClass", "Job",
        "MutatingWebhookConfiguration", "NetworkPolicy", "Pod", "PodDisruptionBudget", "PriorityClass", "ReplicaSet",
        "ReplicationController", "StatefulSet", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration", "VerticalPodAutoscaler", "VolumeAttributesClass"};
    return std::find(names.begin(), names.end(), kind.kind) != names.end();
}

bool sameWish(const ObjectPtr& a, const ObjectPtr& b)
{
    return std::all_of(a.type().fields.begin(), a.type().fields.end(), [&](const Field& field) {
        return field.name == "metadata" || field.name == "status" || sameField(a, b, field);
    });
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
}

void prepareForUpdate(const api::Kind& kind, ObjectPtr& now, const ObjectPtr& old)
{
    if (const Field* const status = statusOf(now.type()))
        copyField(now, old, *status);
    api::ObjectMeta& meta = now.editMeta();
    meta.generation = old.meta().generation;
    meta.selfLink = {};
    if (countsGenerations(kind) && !sameWish(now, old))
        ++meta.generation;
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
}

} // namespace kubarium::apiserver
