#include "printers.h"
#include "words.h"

#include "api/types/coordination.h"
#include "api/types/core-node.h"

#include <set>

namespace kubarium::apiserver::table {

namespace {

std::string status(const api::Node& node)
{
    std::string status = "Unknown";
    for (const api::NodeCondition& condition : node.status->conditions) {
        if (condition.type == api::NodeConditionType::Ready)
            status = condition.status == "True" ? "Ready" : "NotReady"; // also if nobody has heard of it lately
    }
    return node.spec->unschedulable ? status + ",SchedulingDisabled" : status;
}

// A role is a label, in either of two ways: node-role.kubernetes.io/control-plane, kubernetes.io/role=control-plane.
std::string roles(const api::Node& node)
{
    constexpr std::string_view prefix = "node-role.kubernetes.io/";
    std::set<std::string_view> roles;
    for (const auto& [key, value] : node.metadata.labels) {
        const std::string_view name = key;
        if (name.starts_with(prefix) && name.size() > prefix.size())
            roles.insert(name.substr(prefix.size()));
        else if (name == "kubernetes.io/role" && !value.empty())
            roles.insert(value);
    }
    return roles.empty() ? std::string(none) : joined(roles, ",");
}

std::string_view firstAddress(const api::Node& node, std::string_view type)
{
    for (const api::NodeAddress& address : node.status->addresses) {
        if (address.type == type)
            return address.address;
    }
    return none;
}

std::string_view internalIP(const api::Node& node)
{
    return firstAddress(node, "InternalIP");
}

std::string_view externalIP(const api::Node& node)
{
    return firstAddress(node, "ExternalIP");
}

std::string_view osImage(const api::Node& node)
{
    return textOr(node.status->nodeInfo.osImage, unknown);
}

std::string_view kernel(const api::Node& node)
{
    return textOr(node.status->nodeInfo.kernelVersion, unknown);
}

std::string_view runtime(const api::Node& node)
{
    return textOr(node.status->nodeInfo.containerRuntimeVersion, unknown);
}

const api::ComponentCondition& health(const api::ComponentStatus& component)
{
    static const api::ComponentCondition nothing;
    for (const api::ComponentCondition& condition : component.conditions) {
        if (condition.type == "Healthy")
            return condition;
    }
    return nothing;
}

std::string_view componentStatus(const api::ComponentStatus& component)
{
    const api::ComponentCondition& condition = health(component);
    return condition.type.empty() ? "Unknown" : condition.status == "True" ? "Healthy" : "Unhealthy";
}

std::string_view componentMessage(const api::ComponentStatus& component)
{
    return health(component).message;
}

std::string_view componentError(const api::ComponentStatus& component)
{
    return health(component).error;
}

std::string_view holder(const api::Lease& lease)
{
    return lease.spec->holderIdentity;
}

} // namespace

std::vector<KindPrinter> nodePrinters()
{
    using api::ComponentStatus;
    using api::Lease;
    using api::Node;
    return {
        printerOf<Node>(
            {cell<Node, status>("Status"), cell<Node, roles>("Roles"), cell<Node, internalIP>("Internal-IP"),
                cell<Node, externalIP>("External-IP"), cell<Node, osImage>("OS-Image"),
                cell<Node, kernel>("Kernel-Version"), cell<Node, runtime>("Container-Runtime")}),
        printerOf<ComponentStatus>({cell<ComponentStatus, componentStatus>("Status"),
            cell<ComponentStatus, componentMessage>("Message"), cell<ComponentStatus, componentError>("Error")}),
        printerOf<Lease>({cell<Lease, holder>("Holder")}),
    };
}

} // namespace kubarium::apiserver::table
