#include "podrow.h"
#include "printers.h"
#include "words.h"

#include "api/types/core-pod.h"

namespace kubarium::apiserver::table {

namespace {

std::string ready(const api::Pod& pod)
{
    const PodRow row(pod);
    return std::to_string(row.readyContainers()) + '/' + std::to_string(row.containers());
}

std::string status(const api::Pod& pod)
{
    return PodRow(pod).status();
}

std::string restarts(const api::Pod& pod, api::Time now)
{
    return PodRow(pod).restarts(now);
}

std::string_view ip(const api::Pod& pod)
{
    const api::PodStatus& status = *pod.status;
    return textOr(status.podIPs.empty() ? status.podIP : status.podIPs.front().ip, none);
}

std::string_view node(const api::Pod& pod)
{
    return textOr(pod.spec->nodeName, none);
}

std::string_view nominatedNode(const api::Pod& pod)
{
    return textOr(pod.status->nominatedNodeName, none);
}

std::string readinessGates(const api::Pod& pod)
{
    const auto& gates = pod.spec->readinessGates;
    if (gates.empty())
        return std::string(none);
    std::size_t open = 0;
    for (const api::PodReadinessGate& gate : gates)
        open += isTrue(pod.status->conditions, gate.conditionType) ? 1 : 0;
    return std::to_string(open) + '/' + std::to_string(gates.size());
}

std::string templateContainers(const api::PodTemplate& podTemplate)
{
    return containerNames(podTemplate.template_->spec);
}

std::string templateImages(const api::PodTemplate& podTemplate)
{
    return containerImages(podTemplate.template_->spec);
}

std::string templateLabels(const api::PodTemplate& podTemplate)
{
    return labelsText(podTemplate.template_->metadata.labels);
}

} // namespace

std::vector<KindPrinter> podPrinters()
{
    using api::Pod;
    using api::PodTemplate;
    return {
        printerOf<Pod>({cell<Pod, ready>("Ready"), cell<Pod, status>("Status"), cell<Pod, restarts>("Restarts"),
            cell<Pod, ip>("IP"), cell<Pod, node>("Node"), cell<Pod, nominatedNode>("Nominated Node"),
            cell<Pod, readinessGates>("Readiness Gates")}),
        printerOf<PodTemplate>({cell<PodTemplate, templateContainers>("Containers"),
            cell<PodTemplate, templateImages>("Images"), cell<PodTemplate, templateLabels>("Pod Labels")}),
    };
}

} // namespace kubarium::apiserver::table
