// Small clusters full of rules, drawn from a seed.
#pragma once

#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "api/types/core-service.h"
#include "sim/random.h"

#include <string>

namespace kubarium {

class RandomCluster {
public:
    explicit RandomCluster(std::uint64_t seed) : m_draw(seed) { }

    int below(int bound) { return static_cast<int>(m_draw.below(static_cast<std::uint64_t>(bound))); }

    bool once(int in) { return below(in) == 0; } // once in so many times

    api::ObjectPtr node(int number)
    {
        api::Box<api::Node> made;
        api::Node& node = made.edit();
        node.metadata.name = "n" + std::to_string(number);
        if (!once(8))
            node.metadata.labels.set("kubernetes.io/hostname", node.metadata.name);
        if (!once(4))
            node.metadata.labels.set("topology.kubernetes.io/zone", letter("z", 3));
        if (once(2))
            node.metadata.labels.set("disk", letter("d", 2));
        node.spec.edit().unschedulable = once(12);
        while (once(4)) {
            api::Taint& taint = node.spec.edit().taints.push_back({});
            taint.key = letter("t", 2);
            taint.effect = api::TaintEffect::values[below(3)];
        }
        node.status.edit().allocatable = {{"cpu", api::Quantity::ofMilli(500 * (1 + below(6)))},
            {"memory", api::Quantity::ofUnits((512LL << 20) * (1 + below(6)))}, {"pods", api::Quantity::ofUnits(2 + below(6))}};
        if (once(3))
            node.status.edit().allocatable.set("example.com/gpu", api::Quantity::ofUnits(below(3)));
        while (once(3)) {
            api::ContainerImage& image = node.status.edit().images.push_back({});
            image.names.push_back("image-" + std::to_string(node.status->images.size()) + ":latest");
            image.sizeBytes = (100LL << 20) * (1 + below(12));
        }
        return made;
    }

    api::ObjectPtr namespaceNamed(const std::string& name)
    {
        api::Box<api::Namespace> made;
        made.edit().metadata.name = name;
        made.edit().metadata.labels.set("team", letter("m", 2));
        return made;
    }

    api::ObjectPtr service()
    {
        api::Box<api::Service> made;
        made.edit().metadata.name = "s";
        made.edit().metadata.namespace_ = "a";
        made.edit().spec.edit().selector.set("app", letter("p", 2));
        return made;
    }

    // What several pods have in common.
    api::Box<api::Pod> form()
    {
        api::Box<api::Pod> made;
        api::Pod& pod = made.edit();
        pod.metadata.namespace_ = once(3) ? "b" : "a";
        pod.metadata.labels.set("app", letter("p", 2));
        if (once(2))
            pod.metadata.labels.set("tier", letter("r", 2));
        api::PodSpec& spec = pod.spec.edit();
        spec.schedulerName = "default-scheduler";
        spec.priority = 10 * below(3);
        for (int i = 0; i <= below(2); ++i)
            container(spec);
        if (once(5))
            spec.nodeSelector.set("disk", letter("d", 2));
        while (once(3)) {
            api::Toleration& toleration = spec.tolerations.push_back({});
            toleration.key = letter("t", 2);
            toleration.operator_ = "Exists";
            if (once(2))
                toleration.effect = api::TaintEffect::values[below(3)];
        }
        while (once(3))
            spread(spec);
        if (once(3))
            preferredNodes(spec);
        while (once(3))
            spec.affinity.edit().podAffinity.edit().requiredDuringSchedulingIgnoredDuringExecution.push_back(term());
        while (once(3))
            spec.affinity.edit().podAntiAffinity.edit().requiredDuringSchedulingIgnoredDuringExecution.push_back(term());
        while (once(3))
            spec.affinity.edit().podAffinity.edit().preferredDuringSchedulingIgnoredDuringExecution.push_back({1 + below(100), term()});
        while (once(3))
            spec.affinity.edit().podAntiAffinity.edit().preferredDuringSchedulingIgnoredDuringExecution.push_back({1 + below(100), term()});
        pod.status.edit().phase = "Pending";
        return made;
    }

    static api::ObjectPtr pod(api::Box<api::Pod> form, int number)
    {
        form.edit().metadata.name = "pod-" + std::to_string(number);
        form.edit().metadata.uid = "uid-" + std::to_string(number);
        return form;
    }

    api::Text letter(const char* kind, int letters) { return api::Text(kind + std::to_string(below(letters))); }

private:
    void container(api::PodSpec& spec)
    {
        api::Container& container = spec.containers.push_back({});
        container.name = "c" + std::to_string(spec.containers.size());
        container.image = "image-" + std::to_string(1 + below(3));
        if (!once(4))
            container.resources.requests.set("cpu", api::Quantity::ofMilli(100 * below(8)));
        if (!once(4))
            container.resources.requests.set("memory", api::Quantity::ofUnits((64LL << 20) * below(8)));
        if (once(8))
            container.resources.requests.set("example.com/gpu", api::Quantity::ofUnits(1));
        if (once(6)) {
            api::ContainerPort& port = container.ports.push_back({});
            port.containerPort = port.hostPort = 8000 + below(2);
            port.protocol = "TCP";
        }
    }

    api::Text topology()
    {
        static const char* const keys[] = {"kubernetes.io/hostname", "topology.kubernetes.io/zone", "disk"};
        return api::Text(keys[below(3)]);
    }

    api::LabelSelector selector()
    {
        api::LabelSelector made;
        if (!once(6))
            made.matchLabels.set("app", letter("p", 2));
        if (once(4)) {
            api::LabelSelectorRequirement& requirement = made.matchExpressions.push_back({});
            requirement.key = "tier";
            requirement.operator_ = once(2) ? "Exists" : "DoesNotExist";
        }
        return made;
    }

    api::PodAffinityTerm term()
    {
        api::PodAffinityTerm made;
        made.topologyKey = topology();
        if (!once(8))
            made.labelSelector = selector();
        if (once(4))
            made.namespaces.push_back(once(2) ? "a" : "b");
        if (once(4)) {
            made.namespaceSelector.edit();
            if (once(2))
                made.namespaceSelector.edit().matchLabels.set("team", letter("m", 2));
        }
        return made;
    }

    void spread(api::PodSpec& spec)
    {
        api::TopologySpreadConstraint& constraint = spec.topologySpreadConstraints.push_back({});
        constraint.maxSkew = 1 + below(2);
        constraint.topologyKey = topology();
        constraint.whenUnsatisfiable = once(2) ? "DoNotSchedule" : "ScheduleAnyway";
        if (!once(8))
            constraint.labelSelector = selector();
        if (once(4) && constraint.whenUnsatisfiable == "DoNotSchedule")
            constraint.minDomains = 1 + below(3);
        constraint.nodeAffinityPolicy = once(3) ? "Ignore" : "Honor";
        constraint.nodeTaintsPolicy = once(3) ? "Honor" : "Ignore";
    }

    void preferredNodes(api::PodSpec& spec)
    {
        api::PreferredSchedulingTerm wish;
        wish.weight = 1 + below(100);
        api::NodeSelectorRequirement& requirement = wish.preference.matchExpressions.push_back({});
        requirement.key = once(2) ? "disk" : "topology.kubernetes.io/zone";
        requirement.operator_ = "In";
        requirement.values = {requirement.key == "disk" ? letter("d", 2) : letter("z", 3)};
        spec.affinity.edit().nodeAffinity.edit().preferredDuringSchedulingIgnoredDuringExecution.push_back(wish);
    }

    sim::RandomStream m_draw;
};

} // namespace kubarium
