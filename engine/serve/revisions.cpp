#include "revisions.h"

#include "lab/clockobject.h"

#include "apiserver/refusals.h"

namespace kubarium::serve {

apiserver::Versions versionsOf(const lab::Lab& lab, const api::Kind& kind)
{
    return lab::isClock(kind) ? apiserver::Versions() : apiserver::Versions::ofBranch(lab.branch());
}

std::optional<api::Status> revisionRefusal(
    const std::string& sent, apiserver::Versions versions, const store::Store& store)
{
    const std::optional<store::Revision> named = store::parsedRevision(sent);
    if (!named || *named == 0)
        return std::nullopt;
    const std::optional<store::Revision> revision = versions.stored(*named);
    if (!revision)
        return apiserver::refusals::expired(
            "too old resource version: " + sent + " (" + std::to_string(versions.shown(store.compacted())) + ")");
    if (*revision > store.revision())
        return apiserver::refusals::tooLarge(*named, versions.shown(store.revision()));
    return std::nullopt;
}

} // namespace kubarium::serve
