// Kinds that are questions: created, answered, and never stored. Who am I? May she? What may I do here?
#pragma once

#include "../authorization.h"

namespace kubarium::apiserver {

bool isReview(const api::Kind& kind);

// The review with its status filled in.
api::Result<api::ObjectPtr> reviewedBy(
    const Authorizers& authorizers, const State& state, const Request& request, const api::ObjectPtr& review);

// The three that ask whether somebody may: SubjectAccessReview, LocalSubjectAccessReview, SelfSubjectAccessReview.
api::Result<api::ObjectPtr> accessReviewed(
    const Authorizers& authorizers, const State& state, const Request& request, const api::ObjectPtr& review);

} // namespace kubarium::apiserver
