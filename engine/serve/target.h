// What a path asks for.
//
//   /api/v1/namespaces/dev/pods/web-0/log     resource pods, namespace dev, name web-0, subresource log
//   /apis/apps/v1/watch/deployments           the old way to ask for a watch
//   /apis, /apis/apps, /apis/apps/v1          discovery
//   /healthz/ping, /version, /openapi/v3/…    what the server says of itself
#pragma once

#include "api/schema.h"

#include <string>
#include <string_view>

namespace kubarium::serve {

enum class What : std::uint8_t {
    Nothing, // no such path
    Paths, // "/": a list of paths
    LegacyVersions,
    Groups,
    Group,
    Resources,
    Resource,
    OpenApiV2,
    OpenApiV3,
    Version,
    Health, // healthz, livez, readyz, each with its checks
    Metrics,
    Issuer, // of tokens: how to check them, and the keys for it
    IssuerKeys,
};

struct Target {
    What what = What::Nothing;
    std::string path; // decoded
    std::string group;
    std::string version;
    const api::Kind* kind = nullptr; // of a Resource
    std::string namespace_;
    std::string name;
    std::string subresource;
    std::string rest; // what follows a subresource (proxy paths), a health check's name, an OpenAPI document's path
    bool watched = false; // asked for with the prefix watch/
};

// `path` as it was sent, without the query.
Target parseTarget(std::string_view path);

} // namespace kubarium::serve
