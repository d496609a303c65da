#include "reviews.h"

#include "api/types/authentication.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver {

namespace {

api::ObjectPtr selfReviewed(const Request& request, api::ObjectPtr review)
{
    api::UserInfo& user = review.editAs<api::SelfSubjectReview>().status.edit().userInfo;
    const Identity& identity = *request.identity;
    user.username = identity.user;
    user.uid = identity.uid;
    user.groups.clear();
    for (const std::string& group : identity.groups)
        user.groups.push_back(group);
    for (const auto& [key, values] : identity.extra) {
        api::List<api::Text> texts;
        for (const std::string& value : values)
            texts.push_back(value);
        user.extra.set(key, texts);
    }
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
        return selfReviewed(request, review);
    if (review.as<api::SelfSubjectRulesReview>())
        return rulesReviewed(authorizers, state, request, review);
    if (review.as<api::TokenReview>()) { // no authenticator of tokens yet knows any
        api::ObjectPtr answered = review;
        answered.editAs<api::TokenReview>().status.edit().error = "[invalid bearer token, token lookup failed]";
        return answered;
    }
    return accessReviewed(authorizers, state, request, review);
}

} // namespace kubarium::apiserver
