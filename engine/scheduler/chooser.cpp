#include "chooser.h"

#include "columnmath.h"
#include "nominatedpods.h"
#include "podstate.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

constexpr std::size_t keptClasses = 512;

bool fitsHere(const Cycle& cycle, NodeIndex node, FilterPlugin::Scope scope)
{
    return std::all_of(filters().begin(), filters().end(), [&](const FilterPlugin* filter) {
        return filter->scope() != scope || !filter->mayRefuse(cycle) || filter->verdict(cycle, node) == Verdict::Fits;
    });
}

bool fits(const Cycle& cycle, NodeIndex node)
{
    return refuserOf(cycle, node) == filterCount;
}

bool variesByItself(const WeightedScorer& scorer)
{
    return scorer.plugin->isLocal() && scorer.plugin->isNormalised();
}

} // namespace

std::size_t refuserOf(const Cycle& cycle, NodeIndex node)
{
    for (std::size_t i = 0; i < filterCount; ++i) {
        if (filters()[i]->mayRefuse(cycle) && filters()[i]->verdict(cycle, node) != Verdict::Fits)
            return i;
    }
    return filterCount;
}

struct Chooser::Class {
    Class(PodInfo pod, const NodeColumns& nodes) : cycle(std::move(pod), nodes) { }

    Cycle cycle;
    std::uint64_t likeness = 0;
    api::Box<api::LabelSelector> owners; // by which its pods are spread
    std::uint64_t shape = 0;
    std::uint64_t position = 0;

    Marks allowed; // as far as the node itself decides, whatever pods are there
    Marks fits; // the same with the pods on it
    Scores own; // what local plugins give it, weighted
    std::array<Scores, scorerCount> raw; // of local plugins whose scores are normalised over all nodes
    std::array<bool, scorerCount> varies{}; // whether any of these is not 0
    std::array<std::uint64_t, scorerCount> versions{}; // of raw scores of plugins that say when theirs change

    std::optional<Refusal> refusal;
    std::uint64_t refusedAt = 0;
    std::uint64_t refusedBesides = 0;
};

Chooser::Chooser(NodeColumns& nodes) : m_nodes(nodes) { }

Chooser::~Chooser() = default;

Cycle& Chooser::cycleFor(const api::ObjectPtr& pod, const Finder& find)
{
    return classOf(pod, find).cycle;
}

Chooser::Class* Chooser::known(const api::Pod& pod, std::uint64_t likeness)
{
    const auto [first, last] = m_byLikeness.equal_range(likeness);
    for (auto entry = first; entry != last; ++entry) {
        if (areAlike((*entry->second)->cycle.pod().pod(), pod)) {
            m_classes.splice(m_classes.begin(), m_classes, entry->second);
            return entry->second->get();
        }
    }
    return nullptr;
}

void Chooser::forget(Classes::iterator known)
{
    const auto [first, last] = m_byLikeness.equal_range((*known)->likeness);
    m_byLikeness.erase(std::find_if(first, last, [&](const auto& entry) { return entry.second == known; }));
    m_classes.erase(known);
}

Chooser::Class& Chooser::classOf(const api::ObjectPtr& object, const Finder& find)
{
    const api::Pod& pod = *object.as<api::Pod>();
    const std::uint64_t likeness = scheduler::likeness(pod);
    const api::Box<api::LabelSelector> owners =
        pod.spec->topologySpreadConstraints.empty() ? ownersSelector(pod, find) : api::Box<api::LabelSelector>();
    if (Class* const same = known(pod, likeness)) {
        if (same->shape == m_nodes.shape() && same->position >= m_nodes.oldestPosition() && same->owners == owners) {
            bringUpToDate(*same);
            return *same;
        }
        forget(m_classes.begin());
    }
    if (m_classes.size() == keptClasses)
        forget(std::prev(m_classes.end()));
    Class& made = *m_classes.emplace_front(std::make_unique<Class>(PodInfo(object, m_nodes, find), m_nodes));
    made.likeness = likeness;
    made.owners = owners;
    made.shape = m_nodes.shape();
    made.position = m_nodes.position();
    m_byLikeness.emplace(likeness, m_classes.begin());
    scanAll(made);
    return made;
}

void Chooser::scanAll(Class& known)
{
    const std::size_t size = m_nodes.size();
    known.allowed.assign(size, 0);
    known.fits.assign(size, 0);
    known.own.assign(size, 0);
    for (NodeIndex node = 0; node < size; ++node) {
        known.allowed[node] = fitsHere(known.cycle, node, FilterPlugin::Scope::Node);
        lookAgain(known, node);
    }
    for (std::size_t i = 0; i < scorerCount; ++i) {
        if (!variesByItself(scorers()[i]) || !scorers()[i].plugin->ranks(known.cycle))
            continue;
        Scores& raw = known.raw[i];
        raw.resize(size);
        for (NodeIndex node = 0; node < size; ++node)
            raw[node] = scorers()[i].plugin->score(known.cycle, node);
        known.varies[i] = std::any_of(raw.begin(), raw.end(), [](std::int32_t score) { return score != 0; });
    }
}

void Chooser::lookAgain(Class& known, NodeIndex node)
{
    known.fits[node] = known.allowed[node] && fitsHere(known.cycle, node, FilterPlugin::Scope::PodsOnNode);
    known.own[node] = 0;
    if (!known.fits[node])
        return;
    for (const WeightedScorer& scorer : scorers()) {
        if (scorer.plugin->isLocal() && !scorer.plugin->isNormalised() && scorer.plugin->ranks(known.cycle))
            known.own[node] += scorer.weight * scorer.plugin->score(known.cycle, node);
    }
}

void Chooser::bringUpToDate(Class& known)
{
    if (known.position == m_nodes.position())
        return;
    known.cycle.follow(known.position);
    NodeIndex last = noNode;
    for (const Count& count : m_nodes.countsSince(known.position)) {
        if (count.node != last)
            lookAgain(known, count.node);
        last = count.node;
    }
    known.position = m_nodes.position();
}

Choice Chooser::choose(const api::ObjectPtr& object, const Finder& find, sim::RandomStream draw)
{
    Class& known = classOf(object, find);
    const api::Pod& pod = *object.as<api::Pod>();
    const NominatedPods nominated(object, known.cycle, m_nodes);
    const auto fitsBesides = [&](NodeIndex node) {
        const NominatedPods::Standing standing(nominated, node);
        return fits(known.cycle, node);
    };
    if (const api::Text& promised = pod.status->nominatedNodeName; !promised.empty()) {
        const NodeIndex node = m_nodes.find(promised);
        if (node != noNode && fits(known.cycle, node) && fitsBesides(node))
            return {node, 1, 1};
    }

    m_fits = known.fits;
    for (const FilterPlugin* const filter : filters()) {
        if (filter->scope() != FilterPlugin::Scope::AllPods || !filter->mayRefuse(known.cycle))
            continue;
        for (NodeIndex node = 0; node < m_fits.size(); ++node)
            m_fits[node] = m_fits[node] && filter->verdict(known.cycle, node) == Verdict::Fits;
    }
    for (const NodeIndex node : nominated.nodes())
        m_fits[node] = m_fits[node] && fitsBesides(node);

    if (columnmath::marked(m_fits) == 0)
        return {};

    m_totals = known.own;
    for (std::size_t i = 0; i < scorerCount; ++i) {
        const auto [plugin, weight] = scorers()[i];
        if (plugin->isLocal() ? !known.varies[i] : !plugin->ranks(known.cycle)) // what is the same for all ranks nobody
            continue;
        if (const std::uint64_t version = plugin->version(known.cycle); version != 0) {
            if (version != known.versions[i]) {
                known.raw[i].resize(m_fits.size());
                plugin->score(known.cycle, Marks(m_fits.size(), 1), known.raw[i]);
                known.versions[i] = version;
            }
            columnmath::addWeighted(m_totals, known.raw[i], weight);
            continue;
        }
        if (plugin->isLocal()) {
            m_scores = known.raw[i];
        } else {
            m_scores.resize(m_fits.size());
            plugin->score(known.cycle, m_fits, m_scores);
        }
        if (plugin->isNormalised())
            plugin->normalise(known.cycle, m_fits, m_scores);
        columnmath::addWeighted(m_totals, m_scores, weight);
    }
    return best(draw);
}

// Of the marked nodes one with the highest total.
Choice Chooser::best(sim::RandomStream& draw) const
{
    Choice choice;
    const std::int32_t highest = columnmath::rangeOf(m_fits, m_totals).highest;
    choice.fitting = columnmath::marked(m_fits);
    choice.equals = columnmath::countOf(m_fits, m_totals, highest);
    std::uint64_t skipped = choice.equals > 1 ? draw.below(choice.equals) : 0;
    for (choice.node = 0; !m_fits[choice.node] || m_totals[choice.node] != highest || skipped-- > 0; ++choice.node) { }
    return choice;
}

const Chooser::Refusal* Chooser::refusal(const api::ObjectPtr& pod)
{
    const api::Pod& asked = *pod.as<api::Pod>();
    const Class* const same = known(asked, scheduler::likeness(asked));
    const bool holds = same && same->refusal && same->shape == m_nodes.shape() && same->refusedAt == m_nodes.position()
        && same->refusedBesides == m_nodes.nominations() && asked.status->nominatedNodeName.empty();
    return holds ? &*same->refusal : nullptr;
}

void Chooser::remember(const api::ObjectPtr& pod, Refusal refusal)
{
    const api::Pod& asked = *pod.as<api::Pod>();
    if (Class* const same = known(asked, scheduler::likeness(asked))) {
        same->refusal = std::move(refusal);
        same->refusedAt = m_nodes.position();
        same->refusedBesides = m_nodes.nominations();
    }
}

} // namespace kubarium::scheduler
