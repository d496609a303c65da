#include "noderesourcesfit.h"

namespace kubarium::scheduler {

namespace {

// One resource of which a node has too little.
struct Shortage {
    std::string_view resource;
    std::int64_t requested = 0;
    std::int64_t used = 0;
    std::int64_t allocatable = 0;

    // An empty node would not do either.
    bool isHopeless() const { return resource != "pods" && requested > allocatable; }
};

// Calls back for each, until that answers false.
template <class Visitor> void visitShortages(const Cycle& cycle, NodeIndex node, Visitor visitor)
{
    const Requests& wants = cycle.pod().requests;
    const ResourceColumns& has = cycle.nodes().allocatable();
    const ResourceColumns& used = cycle.nodes().requested();
    if (used.pods[node] + 1 > has.pods[node] && !visitor(Shortage{"pods", 1, used.pods[node], has.pods[node]}))
        return;
    const auto look = [&](std::string_view name, std::int64_t wanted, std::int64_t taken, std::int64_t all) {
        return wanted <= 0 || wanted <= all - taken || visitor(Shortage{name, wanted, taken, all});
    };
    if (!look("cpu", wants.cpu, used.cpu[node], has.cpu[node])
        || !look("memory", wants.memory, used.memory[node], has.memory[node])
        || !look("ephemeral-storage", wants.ephemeral, used.ephemeral[node], has.ephemeral[node]))
        return;
    for (const Amount& amount : wants.others) {
        const OtherResource* const other = cycle.nodes().other(amount.resource);
        if (!look(amount.resource, amount.value, other ? other->requested[node] : 0,
                other ? other->allocatable[node] : 0))
            return;
    }
}

std::string textOf(std::string_view resource, std::int64_t amount)
{
    if (resource == "cpu")
        return api::Quantity::ofMilli(amount).text();
    if (resource == "memory" || resource == "ephemeral-storage")
        return api::Quantity::ofUnits(amount, api::Quantity::Format::BinarySI).text();
    return std::to_string(amount);
}

} // namespace

NodeResourcesFit::NodeResourcesFit(Options options) : m_options(std::move(options))
{
    for (ShapePoint& point : m_options.shape)
        point.score *= highestScore / 10;
}

std::int64_t atCurve(const std::vector<ShapePoint>& shape, std::int64_t x)
{
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (x > shape[i].utilization)
            continue;
        if (i == 0)
            return shape.front().score;
        const ShapePoint& from = shape[i - 1];
        const ShapePoint& to = shape[i];
        return from.score + (to.score - from.score) * (x - from.utilization) / (to.utilization - from.utilization);
    }
    return shape.empty() ? 0 : shape.back().score;
}

Verdict NodeResourcesFit::verdict(const Cycle& cycle, NodeIndex node) const
{
    Verdict verdict = Verdict::Fits;
    visitShortages(cycle, node, [&](const Shortage& shortage) {
        verdict = shortage.isHopeless() ? Verdict::Unresolvable : Verdict::Unschedulable;
        return verdict == Verdict::Unschedulable;
    });
    return verdict;
}

std::vector<std::string> NodeResourcesFit::reasons(const Cycle& cycle, NodeIndex node) const
{
    std::vector<std::string> list;
    visitShortages(cycle, node, [&](const Shortage& shortage) {
        list.push_back(
            shortage.resource == "pods" ? "Too many pods" : "Insufficient " + std::string(shortage.resource));
        return true;
    });
    return list;
}

std::string NodeResourcesFit::detail(const Cycle& cycle, NodeIndex node) const
{
    std::string text;
    visitShortages(cycle, node, [&](const Shortage& shortage) {
        if (!text.empty())
            text += "; ";
        if (shortage.resource == "pods") {
            text += "the node runs " + std::to_string(shortage.used) + " of at most "
                + std::to_string(shortage.allocatable) + " pods";
            return true;
        }
        const std::string_view name = shortage.resource;
        text += std::string(name) + ": " + textOf(name, shortage.requested) + " requested, "
            + textOf(name, shortage.allocatable - shortage.used) + " of " + textOf(name, shortage.allocatable)
            + " left";
        return true;
    });
    return text;
}

std::int64_t NodeResourcesFit::scoreOf(std::int64_t requested, std::int64_t allocatable) const
{
    switch (m_options.strategy) {
    case ScoringStrategy::LeastAllocated:
        return requested > allocatable ? 0 : (allocatable - requested) * highestScore / allocatable;
    case ScoringStrategy::MostAllocated:
        return std::min(requested, allocatable) * highestScore / allocatable;
    case ScoringStrategy::RequestedToCapacityRatio:
        break;
    }
    const std::int64_t utilization = requested > allocatable ? 100 : requested * 100 / allocatable;
    return atCurve(m_options.shape, utilization);
}

std::int32_t NodeResourcesFit::score(const Cycle& cycle, NodeIndex node) const
{
    const NodeColumns& nodes = cycle.nodes();
    const Requests& wants = cycle.pod().requests;
    std::int64_t sum = 0;
    std::int64_t weights = 0;
    for (const ResourceWeight& resource : m_options.resources) {
        std::int64_t allocatable = 0;
        std::int64_t requested = 0;
        if (resource.name == "cpu") {
            allocatable = nodes.allocatable().cpu[node];
            requested = nodes.rankedCpu()[node] + wants.rankedCpu;
        } else if (resource.name == "memory") {
            allocatable = nodes.allocatable().memory[node];
            requested = nodes.rankedMemory()[node] + wants.rankedMemory;
        } else if (resource.name == "ephemeral-storage") {
            allocatable = nodes.allocatable().ephemeral[node];
            requested = nodes.requested().ephemeral[node] + wants.ephemeral;
        } else {
            const auto wanted = std::find_if(wants.others.begin(), wants.others.end(),
                [&](const Amount& amount) { return amount.resource == resource.name; });
            const OtherResource* const other = nodes.other(resource.name);
            if (wanted == wants.others.end() || !other)
                continue; // what the pod does not ask for does not rank its nodes
            allocatable = other->allocatable[node];
            requested = other->requested[node] + wanted->value;
        }
        if (allocatable == 0)
            continue;
        const std::int64_t score = scoreOf(requested, allocatable);
        if (m_options.strategy == ScoringStrategy::RequestedToCapacityRatio && score == 0)
            continue;
        sum += score * resource.weight;
        weights += resource.weight;
    }
    if (weights == 0)
        return 0;
    if (m_options.strategy == ScoringStrategy::RequestedToCapacityRatio)
        return static_cast<std::int32_t>((2 * sum + weights) / (2 * weights)); // rounded
    return static_cast<std::int32_t>(sum / weights);
}

} // namespace kubarium::scheduler
