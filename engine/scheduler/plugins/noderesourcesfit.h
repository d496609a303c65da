// Room for what a pod requests; and, among nodes that have it, how they are ranked by what would be left:
//
//   LeastAllocated             the emptier, the better (the default: pods spread)
//   MostAllocated              the fuller, the better (pods are packed, nodes get free)
//   RequestedToCapacityRatio   as a curve says, by how much of a node is requested
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

enum class ScoringStrategy : std::uint8_t { LeastAllocated, MostAllocated, RequestedToCapacityRatio };

struct ResourceWeight {
    std::string name;
    std::int64_t weight = 1;
};

struct ShapePoint {
    std::int64_t utilization = 0; // percent
    std::int64_t score = 0; // 0 … 10
};

class NodeResourcesFit final : public FilterPlugin, public ScorePlugin {
public:
    struct Options {
        ScoringStrategy strategy = ScoringStrategy::LeastAllocated;
        std::vector<ResourceWeight> resources = {{"cpu", 1}, {"memory", 1}};
        std::vector<ShapePoint> shape; // of RequestedToCapacityRatio
    };

    NodeResourcesFit() : NodeResourcesFit(Options()) { }

    explicit NodeResourcesFit(Options options);

    std::string_view name() const override { return "NodeResourcesFit"; }

    Scope scope() const override { return Scope::PodsOnNode; }

    Verdict verdict(const Cycle& cycle, NodeIndex node) const override;
    std::vector<std::string> reasons(const Cycle& cycle, NodeIndex node) const override;
    std::string detail(const Cycle& cycle, NodeIndex node) const override;

    News helpfulNews() const override { return News::NodeAdded | News::NodeSize | News::PodLeft; }

    std::int32_t score(const Cycle& cycle, NodeIndex node) const override;
    using ScorePlugin::score;

private:
    std::int64_t scoreOf(std::int64_t requested, std::int64_t allocatable) const;

    Options m_options;
};

// By how a curve of points runs at x; constant before the first and behind the last.
std::int64_t atCurve(const std::vector<ShapePoint>& shape, std::int64_t x);

} // namespace kubarium::scheduler
