#include "naive.h"

#include "api/labelselector.h"
#include "api/nodeaffinity.h"
#include "api/podresources.h"
#include "api/taints.h"
#include "api/types/core-config.h"
#include "api/types/core-service.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace kubarium::naive {

namespace {

using namespace api;

const Pod& podOf(const ObjectPtr& object)
{
    return *object.as<Pod>();
}

const Node& nodeOf(const ObjectPtr& object)
{
    return *object.as<Node>();
}

bool isOn(const Pod& pod, const Node& node)
{
    return pod.spec->nodeName == node.metadata.name && pod.status->phase != "Succeeded" && pod.status->phase != "Failed";
}

double amount(const Map<Quantity>& list, std::string_view name)
{
    const Quantity* const quantity = list.find(name);
    return quantity ? static_cast<double>(name == "cpu" ? quantity->milli() : quantity->units()) : 0;
}

// With 100m and 200Mi for each container that says nothing of them.
double ranked(const PodSpec& pod, std::string_view name)
{
    double sum = 0;
    for (const Container& container : pod.containers) {
        if (container.resources.requests.contains(name))
            sum += amount(container.resources.requests, name);
        else
            sum += name == "cpu" ? 100 : 200.0 * 1024 * 1024;
    }
    return sum;
}

bool selects(const Box<LabelSelector>& selector, const Map<Text>& labels)
{
    return selector && api::toMatcher(*selector)->matches(labels);
}

class Search {
public:
    Search(const Cluster& cluster, const Pod& pod) : m_cluster(cluster), m_pod(pod) { }

    bool fits(const Node& node) const
    {
        return isOpen(node) && matchesNode(*m_pod.spec, node) && hasPorts(node) && hasRoom(node) && keepsSpread(node)
            && keepsAffinity(node);
    }

    std::vector<int> totals(const std::vector<bool>& fits) const
    {
        std::vector<int> sums(fits.size(), 0);
        const auto add = [&](int weight, const std::vector<int>& scores) {
            for (std::size_t i = 0; i < sums.size(); ++i)
                sums[i] += fits[i] ? weight * scores[i] : 0;
        };
        add(3, tolerationScores(fits));
        add(2, affinityScores(fits));
        add(1, each([&](const Node& node) { return leastAllocated(node); }));
        add(1, each([&](const Node& node) { return balanced(node); }));
        add(2, spreadScores(fits));
        add(2, neighbourScores(fits));
        add(1, each([&](const Node& node) { return images(node); }));
        return sums;
    }

private:
    template <class Function> std::vector<int> each(Function function) const
    {
        std::vector<int> list;
        for (const ObjectPtr& node : m_cluster.nodes)
            list.push_back(function(nodeOf(node)));
        return list;
    }

    template <class Visitor> void onNode(const Node& node, Visitor visitor) const
    {
        for (const ObjectPtr& other : m_cluster.pods) {
            if (isOn(podOf(other), node))
                visitor(podOf(other));
        }
    }

    bool isOpen(const Node& node) const
    {
        Taint cordon;
        cordon.key = "node.kubernetes.io/unschedulable";
        cordon.effect = "NoSchedule";
        if (node.spec->unschedulable && !isTolerated(cordon, m_pod.spec->tolerations))
            return false;
        return !untoleratedTaint(node.spec->taints, m_pod.spec->tolerations, {"NoSchedule", "NoExecute"});
    }

    bool hasPorts(const Node& node) const
    {
        bool free = true;
        onNode(node, [&](const Pod& other) {
            for (const Container& a : other.spec->containers) {
                for (const ContainerPort& held : a.ports) {
                    for (const Container& b : m_pod.spec->containers) {
                        for (const ContainerPort& wanted : b.ports) {
                            if (wanted.hostPort != 0 && wanted.hostPort == held.hostPort && wanted.protocol == held.protocol)
                                free = false;
                        }
                    }
                }
            }
        });
        return free;
    }

    bool hasRoom(const Node& node) const
    {
        int pods = 0;
        std::map<std::string, double> left;
        for (const auto& [name, quantity] : node.status->allocatable)
            left[name.str()] = amount(node.status->allocatable, name);
        onNode(node, [&](const Pod& other) {
            ++pods;
            const Map<Quantity> requests = containersRequests(*other.spec);
            for (const auto& [name, quantity] : requests)
                left[name.str()] -= amount(requests, name);
        });
        if (pods + 1 > amount(node.status->allocatable, "pods"))
            return false;
        const Map<Quantity> requests = containersRequests(*m_pod.spec);
        return std::all_of(requests.begin(), requests.end(), [&](const auto& request) {
            const double wanted = amount(requests, request.key);
            return wanted == 0 || wanted <= left[request.key.str()];
        });
    }

    // Pods of its namespace on a node that a spread constraint means.
    int like(const Node& node, const Box<LabelSelector>& selector) const
    {
        int count = 0;
        if (!selector || toMatcher(*selector)->matchesEverything())
            return 0;
        onNode(node, [&](const Pod& other) {
            count += !other.metadata.deletionTimestamp && other.metadata.namespace_ == m_pod.metadata.namespace_
                && selects(selector, other.metadata.labels);
        });
        return count;
    }

    bool countsFor(const Node& node, const TopologySpreadConstraint& constraint) const
    {
        if (constraint.nodeAffinityPolicy != "Ignore" && !matchesNode(*m_pod.spec, node))
            return false;
        return constraint.nodeTaintsPolicy != "Honor"
            || !untoleratedTaint(node.spec->taints, m_pod.spec->tolerations, {"NoSchedule", "NoExecute"});
    }

    static bool hasAll(const Node& node, const std::vector<TopologySpreadConstraint>& constraints)
    {
        return std::all_of(constraints.begin(), constraints.end(),
            [&](const auto& constraint) { return node.metadata.labels.contains(constraint.topologyKey); });
    }

    std::vector<TopologySpreadConstraint> constraints(std::string_view action) const
    {
        std::vector<TopologySpreadConstraint> list;
        for (const TopologySpreadConstraint& constraint : m_pod.spec->topologySpreadConstraints) {
            if (constraint.whenUnsatisfiable == action)
                list.push_back(constraint);
        }
        return list;
    }

    bool keepsSpread(const Node& node) const
    {
        const auto hard = constraints("DoNotSchedule");
        for (const TopologySpreadConstraint& constraint : hard) {
            const Text* const here = node.metadata.labels.find(constraint.topologyKey);
            if (!here)
                return false;
            std::map<std::string, int> domains;
            for (const ObjectPtr& other : m_cluster.nodes) {
                if (hasAll(nodeOf(other), hard) && countsFor(nodeOf(other), constraint))
                    domains[other.meta().labels.find(constraint.topologyKey)->str()] += like(nodeOf(other), constraint.labelSelector);
            }
            int least = domains.empty() ? 1'000'000 : domains.begin()->second;
            for (const auto& [domain, count] : domains)
                least = std::min(least, count);
            if (static_cast<int>(domains.size()) < constraint.minDomains.valueOr(1))
                least = 0;
            const int self = selects(constraint.labelSelector, m_pod.metadata.labels);
            const auto known = domains.find(here->str());
            if ((known == domains.end() ? 0 : known->second) + self - least > constraint.maxSkew)
                return false;
        }
        return true;
    }

    bool means(const PodAffinityTerm& term, const Pod& owner, const Pod& other) const
    {
        bool home = std::any_of(term.namespaces.begin(), term.namespaces.end(),
            [&](const Text& name) { return name == other.metadata.namespace_; });
        if (term.namespaces.empty() && !term.namespaceSelector)
            home = owner.metadata.namespace_ == other.metadata.namespace_;
        for (const ObjectPtr& space : m_cluster.namespaces) {
            if (term.namespaceSelector && space.meta().name == other.metadata.namespace_)
                home = home || selects(term.namespaceSelector, space.meta().labels);
        }
        return home && selects(term.labelSelector, other.metadata.labels);
    }

    // Calls back with each placed pod and the node it is on, if that is in the same domain as `node`.
    template <class Visitor> void near(const Node& node, const Text& key, Visitor visitor) const
    {
        const Text* const here = node.metadata.labels.find(key);
        for (const ObjectPtr& other : m_cluster.nodes) {
            const Text* const there = other.meta().labels.find(key);
            if (here && there && here->view() == there->view())
                onNode(nodeOf(other), visitor);
        }
    }

    bool keepsAffinity(const Node& node) const
    {
        const auto& required = m_pod.spec->affinity->podAffinity->requiredDuringSchedulingIgnoredDuringExecution;
        const auto meansAll = [&](const Pod& other) {
            return std::all_of(required.begin(), required.end(), [&](const auto& term) { return means(term, m_pod, other); });
        };
        bool allThere = true;
        bool anywhere = false;
        for (const PodAffinityTerm& term : required) {
            if (!node.metadata.labels.contains(term.topologyKey))
                return false;
            bool there = false;
            near(node, term.topologyKey, [&](const Pod& other) { there = there || meansAll(other); });
            allThere = allThere && there;
            for (const ObjectPtr& any : m_cluster.nodes) {
                if (any.meta().labels.contains(term.topologyKey))
                    onNode(nodeOf(any), [&](const Pod& other) { anywhere = anywhere || meansAll(other); });
            }
        }
        if (!allThere && (anywhere || !meansAll(m_pod)))
            return false;
        bool apart = true;
        for (const PodAffinityTerm& term : m_pod.spec->affinity->podAntiAffinity->requiredDuringSchedulingIgnoredDuringExecution)
            near(node, term.topologyKey, [&](const Pod& other) { apart = apart && !means(term, m_pod, other); });
        for (const ObjectPtr& any : m_cluster.nodes) {
            onNode(nodeOf(any), [&](const Pod& other) {
                for (const PodAffinityTerm& term : other.spec->affinity->podAntiAffinity->requiredDuringSchedulingIgnoredDuringExecution) {
                    const Text* const there = any.meta().labels.find(term.topologyKey);
                    const Text* const here = node.metadata.labels.find(term.topologyKey);
                    if (here && there && here->view() == there->view() && means(term, other, m_pod))
                        apart = false;
                }
            });
        }
        return apart;
    }

    std::vector<int> toHighest(std::vector<int> scores, const std::vector<bool>& fits, bool reversed) const
    {
        int highest = 0;
        for (std::size_t i = 0; i < scores.size(); ++i)
            highest = std::max(highest, fits[i] ? scores[i] : 0);
        for (int& score : scores) {
            score = highest == 0 ? 0 : 100 * score / highest;
            score = reversed ? 100 - score : score;
        }
        return scores;
    }

    std::vector<int> tolerationScores(const std::vector<bool>& fits) const
    {
        return toHighest(each([&](const Node& node) {
            return static_cast<int>(untoleratedTaints(node.spec->taints, m_pod.spec->tolerations, {"PreferNoSchedule"}).size());
        }), fits, true);
    }

    std::vector<int> affinityScores(const std::vector<bool>& fits) const
    {
        return toHighest(each([&](const Node& node) {
            int sum = 0;
            for (const auto& term : m_pod.spec->affinity->nodeAffinity->preferredDuringSchedulingIgnoredDuringExecution)
                sum += matches(term.preference, node.metadata.labels, node.metadata.name) ? term.weight : 0;
            return sum;
        }), fits, false);
    }

    int leastAllocated(const Node& node) const
    {
        long long sum = 0;
        int resources = 0;
        for (const char* const name : {"cpu", "memory"}) {
            const auto all = static_cast<long long>(amount(node.status->allocatable, name));
            auto used = static_cast<long long>(ranked(*m_pod.spec, name));
            onNode(node, [&](const Pod& other) { used += static_cast<long long>(ranked(*other.spec, name)); });
            if (all == 0)
                continue;
            ++resources;
            sum += used > all ? 0 : (all - used) * 100 / all;
        }
        return resources == 0 ? 0 : static_cast<int>(sum / resources);
    }

    int balanced(const Node& node) const
    {
        const Map<Quantity> own = containersRequests(*m_pod.spec);
        if (amount(own, "cpu") == 0 && amount(own, "memory") == 0)
            return 0;
        std::vector<double> fractions;
        for (const char* const name : {"cpu", "memory"}) {
            const double all = amount(node.status->allocatable, name);
            double used = amount(own, name);
            onNode(node, [&](const Pod& other) { used += amount(containersRequests(*other.spec), name); });
            if (all > 0)
                fractions.push_back(std::min(used / all, 1.0));
        }
        const double deviation = fractions.size() == 2 ? std::abs(fractions[0] - fractions[1]) / 2 : 0;
        return static_cast<int>((1 - deviation) * 100);
    }

    std::vector<int> spreadScores(const std::vector<bool>& fits) const
    {
        std::vector<TopologySpreadConstraint> soft = constraints("ScheduleAnyway");
        const bool byDefault = m_pod.spec->topologySpreadConstraints.empty();
        if (byDefault) {
            LabelSelector replicas;
            for (const ObjectPtr& object : m_cluster.services) {
                const Service& service = *object.as<Service>();
                if (service.metadata.namespace_ != m_pod.metadata.namespace_ || service.spec->selector.empty()
                    || !LabelMatcher::of(service.spec->selector).matches(m_pod.metadata.labels))
                    continue;
                for (const auto& [key, value] : service.spec->selector)
                    replicas.matchLabels.set(key, value);
            }
            if (!replicas.matchLabels.empty()) {
                for (const auto& [key, skew] : {std::pair("kubernetes.io/hostname", 3), std::pair("topology.kubernetes.io/zone", 5)}) {
                    TopologySpreadConstraint& constraint = soft.emplace_back();
                    constraint.topologyKey = key;
                    constraint.maxSkew = skew;
                    constraint.labelSelector = replicas;
                }
            }
        }
        std::vector<int> scores(fits.size(), 0);
        if (soft.empty())
            return scores;
        const auto isRanked = [&](std::size_t i) { return byDefault || hasAll(nodeOf(m_cluster.nodes[i]), soft); };
        std::vector<double> sums(fits.size(), 0);
        for (const TopologySpreadConstraint& constraint : soft) {
            const bool isHost = constraint.topologyKey == "kubernetes.io/hostname";
            std::set<std::string> domains;
            std::size_t size = 0;
            for (std::size_t i = 0; i < fits.size(); ++i) {
                const Text* const value = m_cluster.nodes[i].meta().labels.find(constraint.topologyKey);
                if (fits[i] && isRanked(i) && isHost)
                    ++size;
                else if (fits[i] && isRanked(i) && value)
                    domains.insert(value->str());
            }
            const double weight = std::log(static_cast<double>((isHost ? size : domains.size()) + 2));
            for (std::size_t i = 0; i < fits.size(); ++i) {
                const Text* const value = m_cluster.nodes[i].meta().labels.find(constraint.topologyKey);
                if (!value)
                    continue;
                int count = isHost ? like(nodeOf(m_cluster.nodes[i]), constraint.labelSelector) : 0;
                for (std::size_t j = 0; j < fits.size() && !isHost; ++j) {
                    const Node& other = nodeOf(m_cluster.nodes[j]);
                    const Text* const there = other.metadata.labels.find(constraint.topologyKey);
                    if (there && there->view() == value->view() && isRanked(j) && countsFor(other, constraint))
                        count += like(other, constraint.labelSelector);
                }
                sums[i] += count * weight + (constraint.maxSkew - 1);
            }
        }
        int lowest = 1'000'000'000;
        int highest = 0;
        for (std::size_t i = 0; i < fits.size(); ++i) {
            scores[i] = static_cast<int>(std::lround(sums[i]));
            if (fits[i] && isRanked(i)) {
                lowest = std::min(lowest, scores[i]);
                highest = std::max(highest, scores[i]);
            }
        }
        for (std::size_t i = 0; i < fits.size(); ++i)
            scores[i] = !isRanked(i) ? 0 : highest == 0 ? 100 : 100 * (highest + lowest - scores[i]) / highest;
        return scores;
    }

    std::vector<int> neighbourScores(const std::vector<bool>& fits) const
    {
        bool any = false;
        std::vector<int> scores = each([&](const Node& node) {
            int sum = 0;
            const auto own = [&](const auto& terms, int sign) {
                for (const WeightedPodAffinityTerm& wish : terms) {
                    near(node, wish.podAffinityTerm.topologyKey, [&](const Pod& other) {
                        sum += means(wish.podAffinityTerm, m_pod, other) ? sign * wish.weight : 0;
                    });
                }
            };
            own(m_pod.spec->affinity->podAffinity->preferredDuringSchedulingIgnoredDuringExecution, 1);
            own(m_pod.spec->affinity->podAntiAffinity->preferredDuringSchedulingIgnoredDuringExecution, -1);
            for (const ObjectPtr& any_ : m_cluster.nodes) {
                onNode(nodeOf(any_), [&](const Pod& other) {
                    const auto theirs = [&](const PodAffinityTerm& term, int weight) {
                        const Text* const there = any_.meta().labels.find(term.topologyKey);
                        const Text* const here = node.metadata.labels.find(term.topologyKey);
                        if (here && there && here->view() == there->view() && means(term, other, m_pod))
                            sum += weight;
                    };
                    for (const auto& term : other.spec->affinity->podAffinity->requiredDuringSchedulingIgnoredDuringExecution)
                        theirs(term, 1);
                    for (const auto& wish : other.spec->affinity->podAffinity->preferredDuringSchedulingIgnoredDuringExecution)
                        theirs(wish.podAffinityTerm, wish.weight);
                    for (const auto& wish : other.spec->affinity->podAntiAffinity->preferredDuringSchedulingIgnoredDuringExecution)
                        theirs(wish.podAffinityTerm, -wish.weight);
                });
            }
            any = any || sum != 0;
            return sum;
        });
        int lowest = 1'000'000'000;
        int highest = -1'000'000'000;
        for (std::size_t i = 0; i < fits.size(); ++i) {
            lowest = fits[i] ? std::min(lowest, scores[i]) : lowest;
            highest = fits[i] ? std::max(highest, scores[i]) : highest;
        }
        for (int& score : scores)
            score = any && highest > lowest ? static_cast<int>(100.0 * (static_cast<double>(score - lowest) / (highest - lowest))) : 0;
        return scores;
    }

    int images(const Node& node) const
    {
        double sum = 0;
        for (const Container& container : m_pod.spec->containers) {
            std::size_t holders = 0;
            double size = 0;
            for (const ObjectPtr& other : m_cluster.nodes) {
                for (const ContainerImage& image : nodeOf(other).status->images) {
                    if (image.names.front() == container.image.str() + ":latest") {
                        ++holders;
                        if (&nodeOf(other) == &node)
                            size = static_cast<double>(image.sizeBytes);
                    }
                }
            }
            sum += std::floor(size * (static_cast<double>(holders) / static_cast<double>(m_cluster.nodes.size())));
        }
        const double megabyte = 1024.0 * 1024;
        const double most = 1000 * megabyte * static_cast<double>(m_pod.spec->containers.size());
        return static_cast<int>(100 * (std::clamp(sum, 23 * megabyte, most) - 23 * megabyte) / (most - 23 * megabyte));
    }

    const Cluster& m_cluster;
    const Pod& m_pod;
};

} // namespace

Result schedule(const Cluster& cluster, const api::ObjectPtr& pod)
{
    const Search search(cluster, podOf(pod));
    Result result;
    for (const ObjectPtr& node : cluster.nodes)
        result.fits.push_back(search.fits(nodeOf(node)));
    result.totals = search.totals(result.fits);
    int highest = -1;
    for (std::size_t i = 0; i < result.fits.size(); ++i) {
        if (!result.fits[i])
            continue;
        if (result.totals[i] > highest)
            result.best.clear();
        if (result.totals[i] >= highest)
            result.best.push_back(i);
        highest = std::max(highest, result.totals[i]);
    }
    return result;
}

} // namespace kubarium::naive
