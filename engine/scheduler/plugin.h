// The two kinds of plugins: those that rule nodes out, and those that rank the nodes that are left.
//
// A plugin has no memory of its own: it answers from the pod and the columns. The words for people are made only when
// somebody asks.
#pragma once

#include "cycle.h"

#include <string>
#include <string_view>
#include <vector>

namespace kubarium::scheduler {

enum class Verdict : std::uint8_t {
    Fits,
    Unschedulable, // other pods are in the way
    Unresolvable, // and it would not help if they were gone
};

// What kinds of change may make a node take a pod that it refused.
enum class News : std::uint16_t {
    None = 0,
    NodeAdded = 1,
    NodeLabels = 2,
    NodeTaints = 4, // also: (un)cordoned
    NodeSize = 8,
    PodArrived = 16, // it counts somewhere from now on
    PodLeft = 32, // it left room, too
    PodLabels = 64,
    Namespaces = 128,
};

constexpr News operator|(News a, News b)
{
    return static_cast<News>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

constexpr bool overlap(News a, News b)
{
    return (static_cast<unsigned>(a) & static_cast<unsigned>(b)) != 0;
}

class FilterPlugin {
public:
    virtual ~FilterPlugin() = default;
    virtual std::string_view name() const = 0;

    // What an answer about a node depends on, besides the node itself.
    enum class Scope : std::uint8_t { Node, PodsOnNode, AllPods };

    virtual Scope scope() const { return Scope::Node; }

    // False: this pod asks nothing of it, all nodes fit.
    virtual bool mayRefuse(const Cycle&) const { return true; }

    virtual Verdict verdict(const Cycle& cycle, NodeIndex node) const = 0;
    // Of a node that does not fit: the scheduler's own words, which are counted over all nodes …
    virtual std::vector<std::string> reasons(const Cycle& cycle, NodeIndex node) const = 0;
    // … and the fact that would have to change.
    virtual std::string detail(const Cycle& cycle, NodeIndex node) const = 0;
    virtual News helpfulNews() const = 0;
};

inline constexpr std::int32_t highestScore = 100;

using Scores = std::vector<std::int32_t>; // one a node
using Marks = std::vector<std::uint8_t>; // one a node: 1 for those that are meant

class ScorePlugin {
public:
    virtual ~ScorePlugin() = default;
    virtual std::string_view name() const = 0;

    // Whether the raw score of a node depends on nothing but the node and the pods on it.
    virtual bool isLocal() const { return true; }

    // False: it ranks no node for this pod.
    virtual bool ranks(const Cycle&) const { return true; }

    virtual std::int32_t score(const Cycle& cycle, NodeIndex node) const = 0;

    // Of all nodes that fit; what stands for the others means nothing.
    virtual void score(const Cycle& cycle, const Marks& fits, Scores& scores) const
    {
        for (NodeIndex node = 0; node < fits.size(); ++node) {
            if (fits[node])
                scores[node] = score(cycle, node);
        }
    }

    // Of one that is neither local nor normalised: as long as this stays the same for a pod, so do the scores of all nodes.
    // 0: they are to be asked for anew each time.
    virtual std::uint64_t version(const Cycle&) const { return 0; }

    // Whether raw scores become others by normalise().
    virtual bool isNormalised() const { return false; }

    // Brings the raw scores of nodes that fit, of which there is one at least, to 0 … 100.
    virtual void normalise(const Cycle&, const Marks&, Scores&) const { }
};

// The usual way: the highest becomes 100. Reversed, what had none gets 100.
void normaliseToHighest(const Marks& fits, Scores& scores, bool reversed);

} // namespace kubarium::scheduler
