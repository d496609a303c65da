// Which plugins there are, in which order they rule nodes out, and what each one's score weighs: as kube-scheduler v1.34 has
// it when nobody configures anything.
//
// Still to come, between NodeResourcesFit and PodTopologySpread: VolumeRestrictions, NodeVolumeLimits, VolumeBinding and
// VolumeZone, once there are volumes.
#pragma once

#include "plugin.h"

#include <array>

namespace kubarium::scheduler {

struct WeightedScorer {
    const ScorePlugin* plugin;
    std::int32_t weight;
};

// A node's answer is the first refusal; those that look at the node alone come first.
inline constexpr std::size_t filterCount = 8;
const std::array<const FilterPlugin*, filterCount>& filters();

inline constexpr std::size_t scorerCount = 7;
const std::array<WeightedScorer, scorerCount>& scorers();

// Plugins that refused a pod on some node: a bit each, by their place in filters().
using Refusers = std::uint16_t;

// What may change their minds.
News newsFor(Refusers refusers);
std::vector<std::string_view> namesOf(Refusers refusers);

} // namespace kubarium::scheduler
