#include "printers.h"
#include "words.h"

#include "api/types/metrics.h"

namespace kubarium::apiserver::table {

namespace {

std::string sumOf(const api::PodMetrics& metrics, std::string_view resource)
{
    api::Quantity sum;
    for (const api::ContainerMetrics& container : metrics.containers) {
        if (const api::Quantity* const used = container.usage.find(resource))
            sum = sum + *used;
    }
    return sum.text();
}

std::string podCpu(const api::PodMetrics& metrics)
{
    return sumOf(metrics, "cpu");
}

std::string podMemory(const api::PodMetrics& metrics)
{
    return sumOf(metrics, "memory");
}

std::string nodeCpu(const api::NodeMetrics& metrics)
{
    return amountOf(metrics.usage, "cpu");
}

std::string nodeMemory(const api::NodeMetrics& metrics)
{
    return amountOf(metrics.usage, "memory");
}

} // namespace

std::vector<KindPrinter> metricsPrinters()
{
    using api::NodeMetrics;
    using api::PodMetrics;
    return {
        printerOf<PodMetrics>({cell<PodMetrics, podCpu>("cpu"), cell<PodMetrics, podMemory>("memory")}),
        printerOf<NodeMetrics>({cell<NodeMetrics, nodeCpu>("cpu"), cell<NodeMetrics, nodeMemory>("memory")}),
    };
}

} // namespace kubarium::apiserver::table
