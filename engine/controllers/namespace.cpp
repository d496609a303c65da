#include "namespace.h"

#include "namespaceconditions.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "apiserver/finalizers.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

using apiserver::Client;

constexpr api::Seconds forFinalizers{15}; // what is held back is expected to go within

bool serves(const api::Kind& kind, std::string_view verb)
{
    return std::find(kind.verbs.begin(), kind.verbs.end(), verb) != kind.verbs.end();
}

bool isContent(const api::Kind& kind)
{
    return kind.namespaced && kind.stored && !kind.resource.empty() && serves(kind, "delete") && serves(kind, "list");
}

bool isPod(const api::Kind& kind)
{
    return kind.group.empty() && kind.kind == "Pod";
}

std::vector<api::ObjectPtr> contentOf(const Client& client, const api::Kind& kind, std::string_view home)
{
    std::vector<api::ObjectPtr> found;
    client.state().store.tree(apiserver::resourceId(kind)).visit({home, ""}, [&](const api::ObjectPtr& object) {
        if (object.meta().namespace_ != home)
            return false;
        found.push_back(object);
        return true;
    });
    return found;
}

// How long the pods that still run may take; nothing if that time is over.
api::Seconds graceOf(const std::vector<api::ObjectPtr>& pods, api::Microseconds sinceDeletion)
{
    std::int64_t longest = 0;
    for (const api::ObjectPtr& object : pods) {
        const api::Pod& pod = *object.as<api::Pod>();
        const std::string_view phase = pod.status->phase;
        if (phase != api::PodPhase::Succeeded && phase != api::PodPhase::Failed)
            longest = std::max(longest, pod.spec->terminationGracePeriodSeconds.valueOr(0));
    }
    return sinceDeletion >= api::Seconds(longest) ? api::Seconds(0) : api::Seconds(longest);
}

// One round of deletion; it knows in the end how much is left and how long that may take.
class Round {
public:
    Round(Client& client, const api::Namespace& home) : m_client(client), m_home(home) { }

    void removeContent()
    {
        for (const api::Kind& kind : api::kinds()) {
            if (isPod(kind))
                removeAll(kind);
        }
        if (!progress.remaining.empty() || !progress.failures.empty())
            return; // pods may need the rest of the namespace as long as they run
        for (const api::Kind& kind : api::kinds()) {
            if (isContent(kind) && !isPod(kind))
                removeAll(kind);
        }
    }

    NamespaceProgress progress;
    api::Seconds estimate{0};

private:
    void removeAll(const api::Kind& kind)
    {
        const std::string_view home = m_home.metadata.name;
        const std::vector<api::ObjectPtr> before = contentOf(m_client, kind, home);
        if (before.empty())
            return;
        const api::Seconds grace =
            isPod(kind) ? graceOf(before, m_client.now() - m_home.metadata.deletionTimestamp) : api::Seconds(0);
        const api::Status removed = removeEach(kind, before);
        if (removed.ok())
            count(kind, contentOf(m_client, kind, home), grace);
        else
            progress.failures.push_back(removed.message);
    }

    api::Status removeEach(const api::Kind& kind, const std::vector<api::ObjectPtr>& objects)
    {
        apiserver::DeleteOptions options;
        options.propagationPolicy = "Background";
        if (serves(kind, "deletecollection"))
            return m_client.removeAll(kind, m_home.metadata.name, options).status;
        for (const api::ObjectPtr& object : objects) {
            const api::Status removed = m_client.remove(kind, object, options).status;
            if (!removed.ok() && removed.code != 404)
                return removed;
        }
        return {};
    }

    void count(const api::Kind& kind, const std::vector<api::ObjectPtr>& left, api::Seconds grace)
    {
        if (left.empty())
            return;
        progress.remaining[std::string(kind.resource) + "." + std::string(kind.group)] = left.size();
        bool isHeld = false;
        for (const api::ObjectPtr& object : left) {
            for (const api::Text& finalizer : object.meta().finalizers) {
                ++progress.finalizers[finalizer.str()];
                isHeld = true;
            }
        }
        if (grace.count() > 0)
            estimate = std::max(estimate, grace);
        else if (isHeld)
            estimate = std::max(estimate, forFinalizers);
        else
            progress.failures.push_back("unexpected items still remain in namespace: " + m_home.metadata.name.str()
                + " for gvr: " + std::string(kind.group) + "/" + std::string(kind.version)
                + ", Resource=" + std::string(kind.resource));
    }

    Client& m_client;
    const api::Namespace& m_home;
};

api::Status finalize(Client& client, const api::Kind& kind, api::ObjectPtr object)
{
    object.editAs<api::Namespace>().spec.edit().finalizers.eraseIf(
        [](const api::Text& finalizer) { return finalizer == apiserver::finalizers::content; });
    const api::Status finalized = client.write(kind, std::move(object), "finalize").status;
    return finalized.code == 404 ? api::Status() : finalized; // somebody else was faster
}

} // namespace

bool NamespaceController::watches(const api::Kind& kind) const
{
    return kind.group.empty() && kind.kind == "Namespace";
}

void NamespaceController::keysOf(
    const apiserver::State&, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.type != store::ChangeType::Deleted && change.now.meta().deletionTimestamp)
        keys.push_back(keyOf(change.now));
}

api::Microseconds NamespaceController::latency(const apiserver::State&, const store::Change&, const ObjectKey&) const
{
    return sim::latency::namespaceDeletion;
}

api::Microseconds NamespaceController::longestRetry() const
{
    return api::Seconds(60);
}

Outcome NamespaceController::reconcile(Client& client, const ObjectKey& key) const
{
    api::ObjectPtr object = client.find(*key.kind, {}, key.name);
    if (!object || !object.meta().deletionTimestamp || object.as<api::Namespace>()->spec->finalizers.empty())
        return Outcome::done();

    const api::Box<api::Namespace> home = object.box<api::Namespace>();
    Round round(client, *home);
    round.removeContent();

    // Said in any case: finalizers of others may keep the namespace after its content has gone.
    if (setConditions(object.editAs<api::Namespace>().status.edit(), round.progress, client.now())) {
        const apiserver::Response said = client.updateStatus(*key.kind, object);
        if (said.ok())
            object = said.object;
    }
    if (!round.progress.failures.empty())
        return Outcome::again();
    if (round.estimate.count() > 0)
        return Outcome::after(api::Seconds(round.estimate.count() / 2 + 1));
    return Outcome::of(finalize(client, *key.kind, object));
}

} // namespace kubarium::controllers
