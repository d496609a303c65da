#include "asker.h"

#include "query.h"

#include "apiserver/rbac/impersonation.h"
#include "apiserver/refusals.h"

#include <algorithm>

namespace kubarium::serve {

namespace {

constexpr std::string_view extraPrefix = "impersonate-extra-";

bool startsWithBearer(std::string_view authorization)
{
    constexpr std::string_view bearer = "bearer ";
    return authorization.size() >= bearer.size()
        && std::equal(
            bearer.begin(), bearer.end(), authorization.begin(), [](char a, char b) { return a == (b | 0x20); });
}

apiserver::Impersonation wishIn(const HttpRequest& http)
{
    apiserver::Impersonation wish;
    for (const auto& [name, value] : http.impersonation) {
        if (name == "impersonate-user") {
            wish.user = value;
        } else if (name == "impersonate-uid") {
            wish.uid = value;
        } else if (name == "impersonate-group") {
            wish.groups.push_back(value);
        } else if (name.starts_with(extraPrefix)) {
            const std::string_view sent = std::string_view(name).substr(extraPrefix.size());
            const std::string key = percentDecoded(sent, false).value_or(std::string(sent));
            const auto same = [&](const auto& entry) { return entry.first == key; };
            const auto known = std::find_if(wish.extra.begin(), wish.extra.end(), same);
            if (known != wish.extra.end())
                known->second.push_back(value);
            else
                wish.extra.push_back({key, {value}});
        }
    }
    return wish;
}

// The lab's own authorizers, with the lab's own state.
class AskTheLab final : public apiserver::Authorizer {
public:
    explicit AskTheLab(const lab::Lab& lab) : m_lab(lab) { }

    std::string_view name() const override { return "the lab"; }

    apiserver::Decision decide(const apiserver::State&, const apiserver::AccessQuestion& question) const override
    {
        return m_lab.decide(question);
    }

private:
    const lab::Lab& m_lab;
};

} // namespace

api::Result<apiserver::IdentityPtr> askerOf(const HttpRequest& http, const lab::Lab& lab)
{
    apiserver::IdentityPtr real = http.certificate ? http.certificate->identityAt(lab.now()) : nullptr;
    if (!real) {
        if (http.certificate || startsWithBearer(http.authorization))
            return apiserver::refusals::unauthorized();
        real = anonymous();
    }
    const apiserver::Impersonation wish = wishIn(http);
    if (!wish.wanted())
        return real;
    apiserver::Authorizers authorizers;
    authorizers.add(std::make_unique<AskTheLab>(lab));
    return apiserver::impersonated(authorizers, apiserver::State(0), *real, wish);
}

} // namespace kubarium::serve
