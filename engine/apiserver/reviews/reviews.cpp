#include "reviews.h"

#include "tokenreview.h"

#include "api/types/authentication.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver {

namespace {

// Of the question nothing is kept: it says nothing.
api::ObjectPtr selfReviewed(const State& state, const Request& request)
{
    api::Box<api::SelfSubjectReview> review;
    const auto now = std::chrono::floor<api::Seconds>(state.now.sinceEpoch());
    review.edit().metadata.creationTimestamp = api::Time::sinceEpoch(now);
    review.edit().status.edit().userInfo = userInfoOf(*request.identity);
    return review;
}

api::Result<api::ObjectPtr> rulesReviewed(
    const Authorizers& authorizers, const State& state, const Request& request, api::ObjectPtr review)
{
    api::SelfSubjectRulesReview& rules = review.editAs<api::SelfSubjectRulesReview>();
    if (rules.spec->namespace_.empty())
        return api::badRequest("no namespace on request");
    rules.status.edit() = authorizers.rules(state, *request.identity, rules.spec->namespace_);
    return review;
}

} // namespace

bool isReview(const api::Kind& kind)
{
    static constexpr std::array<std::string_view, 6> names = {"LocalSubjectAccessReview", "SelfSubjectAccessReview",
        "SelfSubjectReview", "SelfSubjectRulesReview", "SubjectAccessReview", "TokenReview"};
    return std::find(names.begin(), names.end(), kind.kind) != names.end();
}

api::Result<api::ObjectPtr> reviewedBy(
    const Authorizers& authorizers, const State& state, const Request& request, const api::ObjectPtr& review)
{
    if (review.as<api::SelfSubjectReview>())
        return selfReviewed(state, request);
    if (review.as<api::SelfSubjectRulesReview>())
        return rulesReviewed(authorizers, state, request, review);
    if (review.as<api::TokenReview>())
        return tokenReviewed(state, review);
    return accessReviewed(authorizers, state, request, review);
}

} // namespace kubarium::apiserver
