// Whose token is this? Asked by those to whom tokens are shown, and who cannot read them as the API server can.
#pragma once

#include "../request.h"
#include "../state.h"

#include "api/types/authentication.h"

namespace kubarium::apiserver {

// The TokenReview with its status. What is wrong with a token is no refusal but the answer.
api::Result<api::ObjectPtr> tokenReviewed(const State& state, const api::ObjectPtr& review);

// Somebody, as reviews show him.
api::UserInfo userInfoOf(const Identity& identity);

} // namespace kubarium::apiserver
