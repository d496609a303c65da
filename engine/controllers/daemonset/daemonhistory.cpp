#include "daemonhistory.h"

#include "../pods/claims.h"

#include "api/encode.h"
#include "apiserver/kinds.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr RevisionStyle style = RevisionStyle::DaemonSet;

std::string_view hashOf(const api::ObjectMeta& meta)
{
    const api::Text* const hash = meta.labels.find(hashLabel(style));
    return hash ? hash->view() : std::string_view();
}

// One that somebody made by hand may lack it; its name is as good.
api::Result<api::ObjectPtr> labelled(apiserver::Client& client, const api::ObjectPtr& revision)
{
    if (!hashOf(revision.meta()).empty())
        return revision;
    api::ObjectPtr changed = revision;
    changed.editMeta().labels.set(hashLabel(style), revision.meta().name);
    apiserver::Response written = client.update(revisionKind(), std::move(changed));
    if (!written.ok())
        return std::move(written.status);
    return std::move(written.object);
}

// Pods of a revision that is about to go become pods of the one that holds the same.
api::Status relabel(apiserver::Client& client, const api::ObjectMeta& set, std::string_view hash)
{
    std::string patch = "{\"metadata\":{\"labels\":{";
    api::appendJsonString(patch, hashLabel(style));
    patch += ':';
    api::appendJsonString(patch, hash);
    patch += "}}}";
    for (const api::ObjectPtr& pod : controlledPods(client.state(), set)) {
        if (hashOf(pod.meta()) == hash)
            continue;
        const api::Status written =
            client.patch(apiserver::podKind(), pod.meta(), apiserver::PatchType::Merge, patch).status;
        if (!written.ok() && written.code != 404)
            return written;
    }
    return {};
}

api::Status keepOnly(apiserver::Client& client, const api::ObjectPtr& set, const api::ObjectPtr& kept,
    std::span<const api::ObjectPtr> same)
{
    if (same.size() <= 1)
        return {};
    if (api::Status status = relabel(client, set.meta(), hashOf(kept.meta())); !status.ok())
        return status;
    for (const api::ObjectPtr& revision : same) {
        if (revision.meta().name == kept.meta().name)
            continue;
        api::Status removed = client.remove(revisionKind(), revision).status;
        if (!removed.ok() && removed.code != 404)
            return removed;
    }
    return {};
}

} // namespace

std::string_view DaemonHistory::hash() const
{
    return hashOf(current.meta());
}

api::Result<DaemonHistory> daemonHistory(
    apiserver::Client& client, const api::ObjectPtr& set, const api::LabelMatcher& selector)
{
    const api::DaemonSet& daemonSet = *set.as<api::DaemonSet>();
    History all = historyOf(client, set, selector);
    if (!all.failure.ok())
        return std::move(all.failure);
    const api::Value data = revisionData(*daemonSet.spec->template_);
    DaemonHistory history;
    history.collisions = daemonSet.status->collisionCount;
    std::vector<api::ObjectPtr> same;
    for (const api::ObjectPtr& revision : all.revisions) {
        api::Result<api::ObjectPtr> known = labelled(client, revision);
        if (!known)
            return known.status();
        (holds(*known, data) ? same : history.old).push_back(std::move(*known));
    }

    const std::int64_t number = nextNumber(history.old);
    if (same.empty()) {
        api::Result<KeptRevision> kept =
            keepRevision(client, set, *daemonSet.spec->template_, number, history.collisions, style);
        if (!kept)
            return kept.status();
        history.current = kept->object;
        history.collisions = kept->collisions;
        return history;
    }
    history.current = same.back();
    if (api::Status status = keepOnly(client, set, history.current, same); !status.ok())
        return status;
    if (numberOf(history.current) < number) {
        api::Result<api::ObjectPtr> newest = renumbered(client, history.current, number);
        if (!newest)
            return newest.status();
        history.current = *newest;
    }
    return history;
}

api::Status cleanUp(
    apiserver::Client& client, const DaemonHistory& history, std::int32_t limit, std::span<const api::ObjectPtr> pods)
{
    const auto kept = static_cast<std::size_t>(std::max(0, limit));
    if (history.old.size() <= kept)
        return {};
    const auto isLive = [&](const api::ObjectPtr& revision) {
        return std::any_of(pods.begin(), pods.end(),
            [&](const api::ObjectPtr& pod) { return hashOf(pod.meta()) == hashOf(revision.meta()); });
    };
    // Those that pods run count, too, though they stay.
    const auto live = static_cast<std::size_t>(std::count_if(history.old.begin(), history.old.end(), isLive));
    const std::size_t spared = kept > live ? kept - live : 0;
    return truncateHistory(client, history.old, static_cast<std::int32_t>(spared), isLive);
}

} // namespace kubarium::controllers
