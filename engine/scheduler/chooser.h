// Chooses a node for a pod, quickly.
//
// For pods that are alike it remembers what it worked out: which nodes fit as far as the node alone decides, and what they
// score by themselves. When a pod has come to a node since then, that node is looked at again, and the others stand; what
// depends on pods elsewhere (spread, affinity) is summed up from counts. So a thousand replicas cost little more than one,
// and the choice is the same as if everything were worked out anew (tests/scheduler compares them).
//
// Of equally good nodes one is drawn, each as likely as the others.
#pragma once

#include "columns.h"
#include "cycle.h"
#include "plugin.h"
#include "profile.h"

#include "sim/random.h"

#include <list>
#include <memory>
#include <unordered_map>

namespace kubarium::scheduler {

struct Choice {
    NodeIndex node = noNode;
    std::size_t fitting = 0; // how many nodes would do
    std::size_t equals = 0; // how many of them are as good as the one
};

class Chooser {
public:
    explicit Chooser(NodeColumns& nodes);
    ~Chooser();
    Chooser(const Chooser&) = delete;
    Chooser& operator=(const Chooser&) = delete;

    // The cycle for a pod, brought up to date.
    Cycle& cycleFor(const api::ObjectPtr& pod, const Finder& find);
    // `draw`: from where chance comes, where several nodes are equally good.
    Choice choose(const api::ObjectPtr& pod, const Finder& find, sim::RandomStream draw);

    // Something that was worked out about pods like this one and holds as long as nothing changes: why none fits.
    struct Refusal {
        std::string message;
        Refusers refusers = 0;
    };

    const Refusal* refusal(const api::ObjectPtr& pod); // null if nothing is remembered
    void remember(const api::ObjectPtr& pod, Refusal refusal);

private:
    struct Class;
    using Classes = std::list<std::unique_ptr<Class>>;

    Class& classOf(const api::ObjectPtr& pod, const Finder& find);
    Class* known(const api::Pod& pod, std::uint64_t likeness); // and it stands first then
    void forget(Classes::iterator known);
    void scanAll(Class& known);
    void lookAgain(Class& known, NodeIndex node);
    void bringUpToDate(Class& known);
    Choice best(sim::RandomStream& draw) const;

    NodeColumns& m_nodes;
    Classes m_classes; // the one that was used last stands first
    std::unordered_multimap<std::uint64_t, Classes::iterator> m_byLikeness;
    // Room to work in, kept so that it need not be found anew for each pod.
    Marks m_fits;
    Scores m_totals;
    Scores m_scores;
};

// The first plugin, by its place in filters(), that refuses a node; filterCount if none does.
std::size_t refuserOf(const Cycle& cycle, NodeIndex node);

} // namespace kubarium::scheduler
