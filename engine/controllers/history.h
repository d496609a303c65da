// What the template of an owner was like before: ControllerRevisions, as StatefulSets and DaemonSets keep them.
//
//   ControllerRevision web-776999688b            of StatefulSet web, which owns it
//   data      {"spec":{"template":{…,"$patch":"replace"}}}    a strategic merge patch that brings the template back
//   revision  2                                  the larger, the newer
//
// Going back makes no new revision: the one with the old template gets the next number, and so becomes the newest.
#pragma once

#include "controller.h"

#include "api/selectors.h"
#include "api/types/core-pod.h"

#include <functional>
#include <span>

namespace kubarium::controllers {

// The two kinds of owner mark their revisions differently:
//
//   StatefulSet  controller.kubernetes.io/hash   hash of the data
//   DaemonSet    controller-revision-hash        hash of the template; its pods carry the same label
enum class RevisionStyle : std::uint8_t { StatefulSet, DaemonSet };

const api::Kind& revisionKind();
std::string_view hashLabel(RevisionStyle style);
std::int64_t numberOf(const api::ObjectPtr& revision);

struct History {
    std::vector<api::ObjectPtr> revisions; // the owner's, oldest first
    api::Status failure; // of the first adoption or release that was refused
};

// Revisions that the selector matches and nobody controls become the owner's; its own that no longer match go free.
History historyOf(apiserver::Client& client, const api::ObjectPtr& owner, const api::LabelMatcher& selector);

api::Value revisionData(const api::PodTemplateSpec& form);
bool holds(const api::ObjectPtr& revision, const api::Value& data);
// The newest of those that hold the same; null if none does.
api::ObjectPtr newestWith(std::span<const api::ObjectPtr> revisions, const api::Value& data);
std::int64_t nextNumber(std::span<const api::ObjectPtr> revisions);

// How often in all the name of a new revision of an owner was found taken by another template; its status remembers it.
struct KeptRevision {
    api::ObjectPtr object;
    api::Optional<std::int32_t> collisions;
};

// Makes a revision of the template as it is now; if there is one already of that name that holds the same, that one. It
// has the template's labels, and the owner's annotations.
api::Result<KeptRevision> keepRevision(apiserver::Client& client, const api::ObjectPtr& owner,
    const api::PodTemplateSpec& form, std::int64_t number, api::Optional<std::int32_t> collisions, RevisionStyle style);

// A revision with another number: what a rollback makes of an old one.
api::Result<api::ObjectPtr> renumbered(apiserver::Client& client, const api::ObjectPtr& revision, std::int64_t number);

// The owner as a revision remembers it, otherwise as it is.
api::Result<api::ObjectPtr> asOf(const api::ObjectPtr& owner, const api::ObjectPtr& revision);

// Deletes the oldest of the revisions that nobody lives by, but for `limit` of them.
api::Status truncateHistory(apiserver::Client& client, std::span<const api::ObjectPtr> revisions, std::int32_t limit,
    const std::function<bool(const api::ObjectPtr&)>& isLive);

} // namespace kubarium::controllers
