// What a ServiceAccount's token says: whose it is, for whom, until when, and with which object it dies.
//
//   {"aud":["https://kubernetes.default.svc.cluster.local"],"exp":1767229200,"iat":1767225600,"iss":"https://…","jti":"…",
//    "kubernetes.io":{"namespace":"shop","node":{…},"pod":{"name":"web-0","uid":"…"},"serviceaccount":{…},"warnafter":…},
//    "nbf":1767225600,"sub":"system:serviceaccount:shop:robot"}
//
// Those that stand in Secrets are of an older form: they name their Secret, have no end and are for the API server only.
#pragma once

#include "api/time.h"
#include "api/value.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::apiserver {

// Who issues tokens, and for whom they are unless somebody says otherwise.
extern const std::string_view clusterIssuer;
extern const std::string_view legacyIssuer; // of those in Secrets

struct NameAndUid {
    std::string name;
    std::string uid;

    bool given() const { return !name.empty(); }
};

struct BoundClaims {
    std::vector<std::string> audiences;
    std::string id; // a UUID
    std::string namespace_;
    NameAndUid account;
    NameAndUid pod;
    NameAndUid node; // on which the pod is; or, without a pod, to which the token itself is bound
    NameAndUid secret;
    api::Time issued;
    api::Time expires;
    std::optional<api::Time> warnAfter; // from then on a token is known to be too old, but still taken
    std::optional<api::Time> notBefore; // as it was found; a new token begins when it is issued

    api::Value json() const;
    static BoundClaims of(const api::Value& claims);
};

struct LegacyClaims {
    std::string subject; // as it was found; a new token's is the account's name
    std::string namespace_;
    std::string secret;
    NameAndUid account;

    api::Value json() const;
    static LegacyClaims of(const api::Value& claims);
};

// system:serviceaccount:shop:robot
std::string accountUser(std::string_view namespace_, std::string_view name);

} // namespace kubarium::apiserver
