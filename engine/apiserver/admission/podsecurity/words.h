// How the standards speak of what breaks them: containers "a", "b" must not …
#pragma once

#include "api/goformat.h"
#include "api/types/core-pod.h"

#include <set>
#include <string>
#include <vector>

namespace kubarium::apiserver::podsecurity {

// All containers of a pod, in the order in which they are spoken of. The visitor takes both types of container.
template <class Visitor> void visitContainers(const api::PodSpec& spec, const Visitor& visitor)
{
    for (const api::Container& container : spec.initContainers)
        visitor(container);
    for (const api::Container& container : spec.containers)
        visitor(container);
    for (const api::EphemeralContainer& container : spec.ephemeralContainers)
        visitor(container);
}

inline std::string plural(std::size_t count, const char* one, const char* several)
{
    return count == 1 ? one : several;
}

// "a", "b"
template <class Names> std::string quotedList(const Names& names)
{
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    return text;
}

using Names = std::vector<std::string>;
using Values = std::set<std::string>;

// container "a"
inline std::string containersNamed(const Names& names)
{
    return plural(names.size(), "container", "containers") + " " + quotedList(names);
}

// pod and containers "a", "b"
inline std::string setters(bool pod, const Names& containers)
{
    if (containers.empty())
        return pod ? "pod" : "";
    return (pod ? "pod and " : "") + containersNamed(containers);
}

} // namespace kubarium::apiserver::podsecurity
