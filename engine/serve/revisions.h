// resourceVersions as clients see them: which range of numbers is that of the branch they talk to. Everything that takes a
// version in or hands one out counts in what this answers, so that versions of different branches are never mistaken for
// each other (apiserver/versions.h).
//
// The Clock belongs to no branch: it is the same one before and after one goes back in time.
#pragma once

#include "apiserver/versions.h"
#include "lab/lab.h"

namespace kubarium::serve {

apiserver::Versions versionsOf(const lab::Lab& lab, const api::Kind& kind);

// 410 for a version of another branch, 504 for one of the future; nothing for one that `store` has reached, for "" and "0".
std::optional<api::Status> revisionRefusal(
    const std::string& sent, apiserver::Versions versions, const store::Store& store);

} // namespace kubarium::serve
