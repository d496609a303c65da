#include "tokenreview.h"

#include "../tokens/verification.h"

namespace kubarium::apiserver {

namespace {

// A server asks two authenticators; the first one knows no tokens but its own, and says so each time.
std::string errorText(const std::string& error)
{
    constexpr std::string_view ofTheFirst = "invalid bearer token";
    return error.empty() ? std::string(ofTheFirst) : "[" + std::string(ofTheFirst) + ", " + error + "]";
}

} // namespace

api::UserInfo userInfoOf(const Identity& identity)
{
    api::UserInfo user;
    user.username = identity.user;
    user.uid = identity.uid;
    for (const std::string& group : identity.groups)
        user.groups.push_back(group);
    for (const auto& [key, values] : identity.extra) {
        api::List<api::Text> texts;
        for (const std::string& value : values)
            texts.push_back(value);
        user.extra.set(key, texts);
    }
    return user;
}

api::Result<api::ObjectPtr> tokenReviewed(const State& state, const api::ObjectPtr& review)
{
    const api::TokenReviewSpec& asked = *review.as<api::TokenReview>()->spec;
    if (asked.token.empty())
        return api::badRequest("token is required for TokenReview in authentication");
    std::vector<std::string> audiences;
    for (const api::Text& audience : asked.audiences)
        audiences.push_back(audience.str());
    const TokenVerdict verdict =
        verdictOn(state, asked.token, audiences.empty() ? serverAudiences() : std::span<const std::string>(audiences));
    api::ObjectPtr answered = review;
    api::TokenReviewStatus& status = answered.editAs<api::TokenReview>().status.edit();
    status = {};
    if (!verdict.identity) {
        status.error = errorText(verdict.error);
        return answered;
    }
    status.authenticated = true;
    status.user = userInfoOf(*verdict.identity);
    for (const std::string& audience : verdict.audiences)
        status.audiences.push_back(audience);
    return answered;
}

} // namespace kubarium::apiserver
