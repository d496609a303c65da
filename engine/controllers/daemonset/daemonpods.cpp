#include "daemonpods.h"

#include "../history.h"
#include "../pods/podcontrol.h"

#include "api/defaults/daemonset.h"
#include "api/nodeaffinity.h"
#include "api/taints.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::string_view nodeName = "metadata.name"; // as matchFields call it
constexpr std::string_view generationLabel = "pod-template-generation";

struct DaemonToleration {
    std::string_view taint;
    std::string_view effect;
};

constexpr DaemonToleration always[] = {
    {"node.kubernetes.io/not-ready", "NoExecute"},
    {"node.kubernetes.io/unreachable", "NoExecute"},
    {"node.kubernetes.io/disk-pressure", "NoSchedule"},
    {"node.kubernetes.io/memory-pressure", "NoSchedule"},
    {"node.kubernetes.io/pid-pressure", "NoSchedule"},
    {"node.kubernetes.io/unschedulable", "NoSchedule"},
};
// What brings up the network cannot wait for it.
constexpr DaemonToleration onHostNetwork = {"node.kubernetes.io/network-unavailable", "NoSchedule"};

// For good: a toleration of the same taint that ends after a while is replaced.
void tolerate(api::List<api::Toleration>& tolerations, const DaemonToleration& daemon)
{
    api::Toleration wanted;
    wanted.key = daemon.taint;
    wanted.operator_ = "Exists";
    wanted.effect = daemon.effect;
    for (std::size_t i = 0; i < tolerations.size(); ++i) {
        const api::Toleration& there = tolerations[i];
        if (there.key == wanted.key && there.effect == wanted.effect && there.operator_ == wanted.operator_
            && there.value.empty()) {
            if (there.tolerationSeconds)
                tolerations.edit(i) = wanted;
            return;
        }
    }
    tolerations.push_back(std::move(wanted));
}

// Only this node will do. What the template requires of nodes has been looked at already, so it is left out; what it
// prefers stays.
void require(api::PodSpec& spec, std::string_view node)
{
    api::NodeSelectorRequirement byName;
    byName.key = nodeName;
    byName.operator_ = "In";
    byName.values = {api::Text(node)};
    api::NodeSelectorTerm term;
    term.matchFields.push_back(std::move(byName));
    api::NodeSelector selector;
    selector.nodeSelectorTerms.push_back(std::move(term));
    spec.affinity.edit().nodeAffinity.edit().requiredDuringSchedulingIgnoredDuringExecution = std::move(selector);
}

} // namespace

DaemonPods::DaemonPods(const api::ObjectPtr& set) : m_set(set), m_form(*set.as<api::DaemonSet>()->spec->template_)
{
    api::PodSpec& spec = m_form.spec.edit();
    for (const DaemonToleration& toleration : always)
        tolerate(spec.tolerations, toleration);
    if (spec.hostNetwork)
        tolerate(spec.tolerations, onHostNetwork);
    if (const api::Text* const generation = set.meta().annotations.find(api::templateGenerationAnnotation))
        m_form.metadata.labels.set(generationLabel, *generation);
}

Belonging DaemonPods::on(const api::Node& node) const
{
    const api::PodSpec& spec = *m_form.spec;
    if (!spec.nodeName.empty() && !(spec.nodeName == node.metadata.name))
        return {};
    if (!api::matchesNode(spec, node))
        return {};
    const auto isRefused = [&](api::TaintEffects effects) {
        return api::untoleratedTaint(node.spec->taints, spec.tolerations, effects) != nullptr;
    };
    const bool mayStay = !isRefused({"NoExecute"});
    return {mayStay && !isRefused({"NoSchedule"}), mayStay};
}

api::Box<api::Pod> DaemonPods::podFor(std::string_view node, std::string_view revision) const
{
    api::Box<api::Pod> pod = PodControl::podOf(m_form, m_set);
    pod.edit().metadata.labels.set(hashLabel(RevisionStyle::DaemonSet), api::Text(revision));
    require(pod.edit().spec.edit(), node);
    return pod;
}

api::Text targetNode(const api::Pod& pod)
{
    if (!pod.spec->nodeName.empty())
        return pod.spec->nodeName;
    const api::NodeSelector& required =
        *pod.spec->affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
    for (const api::NodeSelectorTerm& term : required.nodeSelectorTerms) {
        for (const api::NodeSelectorRequirement& requirement : term.matchFields) {
            if (requirement.key == nodeName && requirement.operator_ == "In" && requirement.values.size() == 1)
                return requirement.values.front();
        }
    }
    return {};
}

} // namespace kubarium::controllers
