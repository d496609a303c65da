// What one rule of a role allows.
//
//   {apiGroups: [""], resources: [pods, pods/log], verbs: [get]}     get pods, get pods/log, of any name
//   {…, resources: ["*/scale"]}                                      that subresource of everything in the group
//   {…, resourceNames: [web]}                                        nothing without a name: no create, no plain list
//   {nonResourceURLs: ["/healthz/*"], verbs: [get]}                  paths that are no resources
#pragma once

#include "../authorization.h"

#include "api/types/rbac.h"

namespace kubarium::apiserver {

// What of a question a rule does not cover; of several the first in this order, so that later ones are nearer misses.
enum class Miss : std::uint8_t { Kind, Group, Resource, Path, Verb, Name, None };

Miss missOf(const api::PolicyRule& rule, const AccessQuestion& question);

inline bool allows(const api::PolicyRule& rule, const AccessQuestion& question)
{
    return missOf(rule, question) == Miss::None;
}

// Whether a path that a rule names stands for another path: "/metrics", "/logs/*", "*".
bool pathCovers(std::string_view pattern, std::string_view path);

} // namespace kubarium::apiserver
