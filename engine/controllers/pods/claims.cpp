#include "claims.h"

#include "podstate.h"

#include "api/encode.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

// `list`: what of metadata the finalizer stands in; it is given or not.
std::string patchOf(
    const api::ObjectMeta& meta, const std::string& reference, std::string_view list, std::string_view finalizer)
{
    std::string patch = "{\"metadata\":{\"ownerReferences\":[" + reference + "],\"uid\":\"" + meta.uid.str() + "\"";
    if (!finalizer.empty())
        patch += ",\"" + std::string(list) + "\":[\"" + std::string(finalizer) + "\"]";
    return patch + "}}";
}

// One walk through what may be claimed.
class Claiming {
public:
    Claiming(apiserver::Client& client, const api::Kind& kind, const api::ObjectPtr& owner,
        const api::LabelMatcher& selector, std::function<bool(const api::ObjectPtr&)> mayAdopt,
        std::string_view finalizer)
        : m_client(client),
          m_kind(kind),
          m_owner(owner),
          m_selector(selector),
          m_mayAdopt(std::move(mayAdopt)),
          m_finalizer(finalizer)
    {
    }

    void own(const api::ObjectPtr& object)
    {
        if (m_selector.matches(object.meta().labels))
            m_claims.objects.push_back(object);
        else if (!m_owner.meta().deletionTimestamp)
            letGo(object);
    }

    void orphan(const api::ObjectPtr& object)
    {
        const api::ObjectMeta& meta = object.meta();
        if (meta.deletionTimestamp || m_owner.meta().deletionTimestamp || !m_selector.matches(meta.labels))
            return;
        if (!m_mayAdopt || m_mayAdopt(object))
            adopt(object);
    }

    Claims take()
    {
        const auto name = [](const api::ObjectPtr& object) -> const api::Text& { return object.meta().name; };
        std::ranges::sort(m_claims.objects, {}, name);
        return std::move(m_claims);
    }

private:
    void adopt(const api::ObjectPtr& object)
    {
        const api::OwnerReference reference = controllerReference(m_owner);
        const apiserver::Response answer = m_client.patch(m_kind, object.meta(), apiserver::PatchType::Strategic,
            patchOf(object.meta(), api::toJson(*api::TypeOf<api::OwnerReference>::value, &reference), "finalizers",
                m_finalizer));
        if (answer.ok())
            m_claims.objects.push_back(answer.object);
        else
            note(answer.status);
    }

    void letGo(const api::ObjectPtr& object)
    {
        const std::string reference = "{\"$patch\":\"delete\",\"uid\":\"" + m_owner.meta().uid.str() + "\"}";
        note(m_client
                 .patch(m_kind, object.meta(), apiserver::PatchType::Strategic,
                     patchOf(object.meta(), reference, "$deleteFromPrimitiveList/finalizers", m_finalizer))
                 .status);
    }

    void note(const api::Status& status)
    {
        if (!status.ok() && status.code != 404 && m_claims.failure.ok())
            m_claims.failure = status; // what is gone needs no owner
    }

    apiserver::Client& m_client;
    const api::Kind& m_kind;
    const api::ObjectPtr& m_owner;
    const api::LabelMatcher& m_selector;
    std::function<bool(const api::ObjectPtr&)> m_mayAdopt;
    std::string_view m_finalizer;
    Claims m_claims;
};

std::vector<api::ObjectPtr> controlled(
    const apiserver::State& state, const api::Kind& kind, const api::ObjectMeta& owner)
{
    std::vector<api::ObjectPtr> objects;
    state.dependents.visit(owner.uid, apiserver::resourceId(kind), owner.namespace_, [&](const store::Key& key) {
        api::ObjectPtr object = state.store.find(key);
        if (object && isControlledBy(object.meta(), owner))
            objects.push_back(std::move(object));
        return true;
    });
    return objects;
}

} // namespace

Claims claimedPods(apiserver::Client& client, const api::ObjectPtr& owner, const api::LabelMatcher& selector,
    const std::function<bool(const api::ObjectPtr&)>& mayAdopt, std::string_view finalizer)
{
    Claiming claiming(client, apiserver::podKind(), owner, selector, mayAdopt, finalizer);
    for (const api::ObjectPtr& pod : controlled(client.state(), apiserver::podKind(), owner.meta()))
        claiming.own(pod);
    std::vector<api::ObjectPtr> orphans;
    client.state().pods.visitUncontrolled(
        client.state().store, owner.meta().namespace_, [&](const api::ObjectPtr& pod) {
            orphans.push_back(pod);
            return true;
        });
    for (const api::ObjectPtr& pod : orphans)
        claiming.orphan(pod);
    return claiming.take();
}

Claims claimed(
    apiserver::Client& client, const api::Kind& kind, const api::ObjectPtr& owner, const api::LabelMatcher& selector)
{
    Claiming claiming(client, kind, owner, selector, {}, {});
    const apiserver::State& state = client.state();
    for (const api::ObjectPtr& object : controlled(state, kind, owner.meta()))
        claiming.own(object);
    std::vector<api::ObjectPtr> orphans;
    state.dependents.visitUncontrolled(
        apiserver::resourceId(kind), owner.meta().namespace_, [&](const store::Key& key) {
            if (api::ObjectPtr object = state.store.find(key))
                orphans.push_back(std::move(object));
            return true;
        });
    for (const api::ObjectPtr& object : orphans)
        claiming.orphan(object);
    return claiming.take();
}

std::vector<api::ObjectPtr> controlledPods(const apiserver::State& state, const api::ObjectMeta& owner)
{
    return controlled(state, apiserver::podKind(), owner);
}

api::ObjectPtr controllerOf(const apiserver::State& state, const api::Kind& kind, const api::ObjectMeta& meta)
{
    const api::OwnerReference* const reference = controllerOf(meta);
    if (!reference || !(reference->kind == kind.kind))
        return {};
    api::ObjectPtr owner = state.store.find(apiserver::keyOf(kind, meta.namespace_, reference->name));
    return owner && owner.meta().uid == reference->uid ? owner : api::ObjectPtr();
}

} // namespace kubarium::controllers
