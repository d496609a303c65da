#include "claims.h"

#include <algorithm>
#include <limits>

namespace kubarium::apiserver {

const std::string_view clusterIssuer = "https://kubernetes.default.svc.cluster.local";
const std::string_view legacyIssuer = "kubernetes/serviceaccount";

namespace {

constexpr std::string_view ours = "kubernetes.io";
constexpr std::string_view legacyPrefix = "kubernetes.io/serviceaccount/";

// Tokens count in whole seconds.
std::int64_t seconds(api::Time time)
{
    return std::chrono::floor<api::Seconds>(time.sinceEpoch()).count();
}

// A number that no clock can show is cut, so that nothing overflows on its account.
api::Time timeOf(const api::Value& value)
{
    constexpr std::int64_t farthest = 400'000'000'000; // about the year 14 600
    return api::Time::sinceEpoch(api::Seconds(std::clamp(value.integer(), -farthest, farthest)));
}

std::optional<api::Time> optionalTimeOf(const api::Value& value)
{
    return value.isNumber() ? std::optional(timeOf(value)) : std::nullopt;
}

void put(api::Value::Object& object, std::string_view key, const NameAndUid& reference)
{
    if (!reference.given())
        return;
    api::Value::Object& entry = object.edit(key).editObject();
    entry.set("name", api::Text(reference.name));
    if (!reference.uid.empty())
        entry.set("uid", api::Text(reference.uid));
}

NameAndUid referenceOf(const api::Value& value)
{
    return {value["name"].text().str(), value["uid"].text().str()};
}

std::string legacyKey(std::string_view name)
{
    return std::string(legacyPrefix) + std::string(name);
}

} // namespace

std::string accountUser(std::string_view namespace_, std::string_view name)
{
    return "system:serviceaccount:" + std::string(namespace_) + ":" + std::string(name);
}

api::Value BoundClaims::json() const
{
    api::Value value;
    api::Value::Object& claims = value.editObject();
    api::Value::Array list;
    for (const std::string& audience : audiences)
        list.push_back(api::Text(audience));
    claims.set("aud", list);
    claims.set("exp", seconds(expires));
    claims.set("iat", seconds(issued));
    claims.set("iss", api::Text(clusterIssuer));
    claims.set("jti", api::Text(id));
    claims.set("nbf", seconds(issued));
    claims.set("sub", api::Text(accountUser(namespace_, account.name)));
    api::Value::Object& inside = claims.edit(ours).editObject();
    inside.set("namespace", api::Text(namespace_));
    put(inside, "node", node);
    put(inside, "pod", pod);
    put(inside, "secret", secret);
    put(inside, "serviceaccount", account);
    if (warnAfter)
        inside.set("warnafter", seconds(*warnAfter));
    return value;
}

BoundClaims BoundClaims::of(const api::Value& claims)
{
    BoundClaims read;
    for (const api::Value& audience : claims["aud"].array())
        read.audiences.push_back(audience.text().str());
    if (claims["aud"].isString()) // a single one may stand alone
        read.audiences.push_back(claims["aud"].text().str());
    read.id = claims["jti"].text().str();
    read.issued = timeOf(claims["iat"]);
    read.notBefore = optionalTimeOf(claims["nbf"]);
    read.expires = timeOf(claims["exp"]);
    const api::Value& inside = claims[ours];
    read.namespace_ = inside["namespace"].text().str();
    read.account = referenceOf(inside["serviceaccount"]);
    read.pod = referenceOf(inside["pod"]);
    read.node = referenceOf(inside["node"]);
    read.secret = referenceOf(inside["secret"]);
    read.warnAfter = optionalTimeOf(inside["warnafter"]);
    return read;
}

api::Value LegacyClaims::json() const
{
    api::Value value;
    api::Value::Object& claims = value.editObject();
    claims.set("iss", api::Text(legacyIssuer));
    claims.set(legacyKey("namespace"), api::Text(namespace_));
    claims.set(legacyKey("secret.name"), api::Text(secret));
    claims.set(legacyKey("service-account.name"), api::Text(account.name));
    claims.set(legacyKey("service-account.uid"), api::Text(account.uid));
    claims.set("sub", api::Text(accountUser(namespace_, account.name)));
    return value;
}

LegacyClaims LegacyClaims::of(const api::Value& claims)
{
    const auto word = [&](std::string_view key) { return claims[legacyKey(key)].text().str(); };
    LegacyClaims read;
    read.subject = claims["sub"].text().str();
    read.namespace_ = word("namespace");
    read.secret = word("secret.name");
    read.account = {word("service-account.name"), word("service-account.uid")};
    return read;
}

} // namespace kubarium::apiserver
