#include "groups.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

namespace kubarium::apiserver::discovery {

namespace {

struct Ranked {
    std::string_view group;
    int priority;
    ServedBy by = ServedBy::Server;
};

constexpr std::array ranks = {
    Ranked{"apiregistration.k8s.io", 20000}, // the aggregator's own: in front of whatever it aggregates
    Ranked{"", 18000},
    Ranked{"apps", 17800},
    Ranked{"events.k8s.io", 17750},
    Ranked{"authentication.k8s.io", 17700},
    Ranked{"authorization.k8s.io", 17600},
    Ranked{"autoscaling", 17500},
    Ranked{"batch", 17400},
    Ranked{"certificates.k8s.io", 17300},
    Ranked{"networking.k8s.io", 17200},
    Ranked{"policy", 17100},
    Ranked{"rbac.authorization.k8s.io", 17000},
    Ranked{"storage.k8s.io", 16800},
    Ranked{"admissionregistration.k8s.io", 16700},
    Ranked{"apiextensions.k8s.io", 16700},
    Ranked{"scheduling.k8s.io", 16600},
    Ranked{"coordination.k8s.io", 16500},
    Ranked{"node.k8s.io", 16300},
    Ranked{"discovery.k8s.io", 16200},
    Ranked{"lab.kubarium.dev", 100, ServedBy::Extension},
    Ranked{"metrics.k8s.io", 100, ServedBy::Extension},
};
constexpr int priorityOfDefinitions = 1000;

const Ranked* rankOf(std::string_view group)
{
    const auto found =
        std::find_if(ranks.begin(), ranks.end(), [&](const Ranked& rank) { return rank.group == group; });
    return found == ranks.end() ? nullptr : &*found;
}

// "v2beta3" taken apart: 2, beta, 3.
struct VersionParts {
    int stability = 0; // 0: no version as Kubernetes names them, 1: alpha, 2: beta, 3: neither, so stable
    int major = 0;
    int minor = 0;
};

VersionParts partsOf(std::string_view version)
{
    VersionParts parts;
    const char* const end = version.data() + version.size();
    const auto number = [&](const char* from, int& into) {
        const auto [behind, error] = std::from_chars(from, end, into);
        return error == std::errc() && *from != '0' && *from != '-' ? behind : nullptr;
    };
    const char* at = version.starts_with('v') && version.size() > 1 ? number(version.data() + 1, parts.major) : nullptr;
    if (!at)
        return {};
    if (at == end) {
        parts.stability = 3;
        return parts;
    }
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    const std::string_view word = rest.starts_with("alpha") ? "alpha" : rest.starts_with("beta") ? "beta" : "";
    if (word.empty() || rest.size() == word.size() || number(at + word.size(), parts.minor) != end)
        return {};
    parts.stability = word == "beta" ? 2 : 1;
    return parts;
}

} // namespace

ServedBy servedBy(std::string_view group)
{
    const Ranked* const rank = rankOf(group);
    return rank ? rank->by : ServedBy::Definition;
}

int groupPriority(std::string_view group)
{
    const Ranked* const rank = rankOf(group);
    return rank ? rank->priority : priorityOfDefinitions;
}

bool ranksBefore(std::string_view version, std::string_view other)
{
    const VersionParts a = partsOf(version);
    const VersionParts b = partsOf(other);
    // The greater the parts the better; what has none is in the order of the alphabet.
    return std::tuple(-a.stability, -a.major, -a.minor, version) < std::tuple(-b.stability, -b.major, -b.minor, other);
}

std::vector<Group> groups(Kinds kinds)
{
    std::vector<Group> all;
    for (const api::Kind& kind : kinds) {
        if (kind.resource.empty())
            continue;
        auto group = std::find_if(all.begin(), all.end(), [&](const Group& known) { return known.name == kind.group; });
        if (group == all.end())
            group = all.insert(all.end(), Group{kind.group, {}});
        if (std::find(group->versions.begin(), group->versions.end(), kind.version) == group->versions.end())
            group->versions.push_back(kind.version);
    }
    for (Group& group : all)
        std::sort(group.versions.begin(), group.versions.end(), ranksBefore);
    std::sort(all.begin(), all.end(), [](const Group& a, const Group& b) {
        return std::tuple(-groupPriority(a.name), a.name) < std::tuple(-groupPriority(b.name), b.name);
    });
    return all;
}

std::string groupVersion(std::string_view group, std::string_view version)
{
    return group.empty() ? std::string(version) : std::string(group) + '/' + std::string(version);
}

} // namespace kubarium::apiserver::discovery
