#include "scale.h"

#include "../refusals.h"

#include "api/labelselector.h"
#include "api/selectors.h"
#include "api/types/apps.h"
#include "api/types/autoscaling.h"
#include "api/types/core-workload.h"
#include "api/validation/validation.h"

namespace kubarium::apiserver {

namespace {

std::string selectorOf(const api::Box<api::LabelSelector>& selector)
{
    const api::Result<api::LabelMatcher> matcher = api::toMatcher(*selector);
    return matcher ? matcher->text() : std::string();
}

std::string selectorOf(const api::Map<api::Text>& labels)
{
    std::string text;
    for (const auto& [key, value] : labels)
        text += (text.empty() ? "" : ",") + key.str() + "=" + value.str();
    return text;
}

// Calls back with the workload in its own type; false if its kind has no scale.
template <class Visit> bool visit(const api::ObjectPtr& workload, const Visit& visitor)
{
    if (const auto* const deployment = workload.as<api::Deployment>())
        visitor(*deployment);
    else if (const auto* const set = workload.as<api::ReplicaSet>())
        visitor(*set);
    else if (const auto* const stateful = workload.as<api::StatefulSet>())
        visitor(*stateful);
    else if (const auto* const controller = workload.as<api::ReplicationController>())
        visitor(*controller);
    else
        return false;
    return true;
}

template <class T> void setReplicas(api::ObjectPtr& workload, std::int32_t replicas)
{
    workload.editAs<T>().spec.edit().replicas = replicas;
}

} // namespace

api::ObjectPtr scaleOf(const api::ObjectPtr& workload)
{
    api::Box<api::Scale> made;
    api::Scale& scale = made.edit();
    const api::ObjectMeta& meta = workload.meta();
    scale.metadata.name = meta.name;
    scale.metadata.namespace_ = meta.namespace_;
    scale.metadata.uid = meta.uid;
    scale.metadata.resourceVersion = meta.resourceVersion;
    scale.metadata.creationTimestamp = meta.creationTimestamp;
    visit(workload, [&](const auto& typed) {
        scale.spec.edit().replicas = typed.spec->replicas.valueOr(0);
        scale.status.edit().replicas = typed.status->replicas;
        scale.status.edit().selector = selectorOf(typed.spec->selector);
    });
    return made;
}

api::Result<api::ObjectPtr> scaled(const api::ObjectPtr& workload, const api::ObjectPtr& scale)
{
    const api::Kind& kind = *api::findKind("autoscaling", "v1", "Scale");
    const api::FieldErrors errors = api::validateCreate(kind, scale);
    if (!errors.empty())
        return refusals::invalid(kind, scale.meta().name, errors);
    const std::int32_t replicas = scale.as<api::Scale>()->spec->replicas;
    api::ObjectPtr next = workload;
    visit(workload, [&]<class T>(const T&) { setReplicas<T>(next, replicas); });
    next.editMeta().resourceVersion = scale.meta().resourceVersion;
    return next;
}

} // namespace kubarium::apiserver
