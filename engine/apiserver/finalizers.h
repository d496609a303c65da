// The finalizers that the server and its controllers put on objects themselves; all others belong to somebody outside.
#pragma once

#include "api/object.h"

#include <algorithm>
#include <string_view>

namespace kubarium::apiserver::finalizers {

inline constexpr std::string_view orphan = "orphan"; // dependents are to be let go first
inline constexpr std::string_view foreground = "foregroundDeletion"; // dependents are to be gone first
inline constexpr std::string_view content = "kubernetes"; // of a namespace's spec: what is in it is to be gone first

// What is in use is not to go: these are put on when an object is made, and taken off when nobody uses it any more.
inline constexpr std::string_view pvcProtection = "kubernetes.io/pvc-protection";
inline constexpr std::string_view pvProtection = "kubernetes.io/pv-protection";
inline constexpr std::string_view vacProtection = "kubernetes.io/vac-protection";

inline bool has(const api::ObjectMeta& meta, std::string_view finalizer)
{
    return std::find(meta.finalizers.begin(), meta.finalizers.end(), finalizer) != meta.finalizers.end();
}

} // namespace kubarium::apiserver::finalizers
