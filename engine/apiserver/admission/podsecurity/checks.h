// The Pod Security Standards: what a pod must not be able to do to its node.
//
//   privileged   nothing is asked
//   baseline     no known ways out of a container (baseline.cpp)
//   restricted   besides, what hardening asks for (restricted.cpp); some of its checks stand in for one of baseline
//
// A check may have come, or become another, with a release: whoever names an older one is judged as it judged.
#pragma once

#include "policy.h"

#include "api/types/core-pod.h"

#include <span>
#include <vector>

namespace kubarium::apiserver::podsecurity {

struct Violation {
    std::string reason; // "host namespaces"
    std::string detail; // "hostNetwork=true, hostPID=true"; may be empty
};

using Finding = std::optional<Violation>;

struct Check {
    std::string_view id;
    int since; // release v1.x
    Finding (*find)(const api::ObjectMeta& meta, const api::PodSpec& spec);
    std::string_view replaces = {}; // the check of baseline that it makes needless
};

// In the order in which they report; of those with one id the last that the release knew counts.
std::span<const Check> baselineChecks();
std::span<const Check> restrictedChecks();

std::vector<Violation> violations(const Standard& standard, const api::ObjectMeta& meta, const api::PodSpec& spec);

std::string details(const std::vector<Violation>& violations); // "host namespaces (hostNetwork=true), privileged (…)"
std::string reasons(const std::vector<Violation>& violations); // "host namespaces, privileged"

} // namespace kubarium::apiserver::podsecurity
