// The revisions of a DaemonSet: one for each template it had, the newest for the one it has.
#pragma once

#include "../history.h"

#include "api/types/apps.h"

namespace kubarium::controllers {

struct DaemonHistory {
    api::ObjectPtr current;
    std::vector<api::ObjectPtr> old; // oldest first
    api::Optional<std::int32_t> collisions; // how often in all a name was found taken

    std::string_view hash() const; // by which the pods of the current one are known
};

// Makes the revision of the template if there is none, and the newest one of it again if there are newer ones: that is how
// going back to an old template looks. Of several that hold the same only the newest is kept, and all pods are its own.
api::Result<DaemonHistory> daemonHistory(
    apiserver::Client& client, const api::ObjectPtr& set, const api::LabelMatcher& selector);

// Deletes the oldest revisions beyond the limit, except those that pods still run.
api::Status cleanUp(
    apiserver::Client& client, const DaemonHistory& history, std::int32_t limit, std::span<const api::ObjectPtr> pods);

} // namespace kubarium::controllers
