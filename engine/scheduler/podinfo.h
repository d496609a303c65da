// What the scheduler reads of a pod once, before it looks at nodes.
#pragma once

#include "columns.h"

#include <functional>
#include <optional>
#include <string>

namespace kubarium::scheduler {

// How evenly pods that a selector matches are to be spread over the domains of a label.
struct SpreadConstraint {
    std::int32_t maxSkew = 1;
    api::Text topologyKey;
    api::LabelMatcher selector;
    std::int32_t minDomains = 1;
    bool honoursAffinity = true; // nodes that the pod's node affinity rules out do not count
    bool honoursTaints = false; // nor those whose taints it does not tolerate
};

using Finder = std::function<api::ObjectPtr(const store::Key& key)>; // of other objects: owners

struct PodInfo {
    PodInfo(const api::ObjectPtr& object, const NodeColumns& nodes, const Finder& find);

    const api::Pod& pod() const { return *object.as<api::Pod>(); }

    const api::PodSpec& spec() const { return *pod().spec; }

    api::ObjectPtr object;
    std::int32_t priority = 0;
    Requests requests;
    std::vector<HostPort> ports;
    std::vector<std::string> images; // with their tags, as nodes report them
    AffinityTerms terms;
    std::vector<SpreadConstraint> hardSpread; // DoNotSchedule
    std::vector<SpreadConstraint> softSpread; // ScheduleAnyway
    bool isSpreadByDefault = false; // softSpread is what every cluster does for pods that say nothing
    // The nodes that its affinity names, if every term names some: no other is looked at.
    std::optional<std::vector<api::Text>> namedNodes;
};

// The selector of what controls a pod, as far as pods are spread by it; null if there is none.
api::Box<api::LabelSelector> ownersSelector(const api::Pod& pod, const Finder& find);

// Whether two pods are the same to the scheduler, but for their names and what became of them.
bool areAlike(const api::Pod& a, const api::Pod& b);
// The same for pods that are alike; different for most others.
std::uint64_t likeness(const api::Pod& pod);

} // namespace kubarium::scheduler
