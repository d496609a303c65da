#include "lookalikes.h"

#include "api/sharing.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

// What those have in common that are alike; empty if an object is like no other.
std::string familyOf(const api::ObjectPtr& object)
{
    if (const api::Event* const event = object.as<api::Event>())
        return event->reason.str() + "/" + event->involvedObject.kind.str();
    const auto& owners = object.meta().ownerReferences;
    const auto* const controller = std::find_if(
        owners.begin(), owners.end(), [](const api::OwnerReference& owner) { return owner.controller.valueOr(false); });
    if (controller == owners.end())
        return {};
    const api::Pod* const pod = object.as<api::Pod>();
    return controller->uid.str() + (pod ? pod->status->phase.str() : std::string(object.type().name));
}

} // namespace

Lookalikes& Lookalikes::ofThisThread()
{
    thread_local Lookalikes lookalikes;
    return lookalikes;
}

void Lookalikes::share(api::ObjectPtr& object) const
{
    const auto last = m_last.find(familyOf(object));
    if (last != m_last.end())
        api::shareEqualParts(object, last->second);
}

void Lookalikes::remember(const api::ObjectPtr& stored)
{
    std::string family = familyOf(stored);
    if (family.empty())
        return;
    if (m_last.size() >= most)
        m_last.clear();
    m_last.insert_or_assign(std::move(family), stored);
}

} // namespace kubarium::apiserver
