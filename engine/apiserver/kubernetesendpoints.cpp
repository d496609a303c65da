#include "kubernetesendpoints.h"

#include "kinds.h"
#include "resources.h"

#include "api/types/core-node.h"
#include "api/types/core-service.h"
#include "api/types/discovery.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

constexpr std::string_view home = "default";
constexpr std::string_view serviceName = "kubernetes";
constexpr std::string_view portName = "https";
constexpr std::int32_t port = 6443;
constexpr std::string_view controlPlane = "node-role.kubernetes.io/control-plane";
constexpr std::string_view hosted = "172.18.0.2"; // somewhere else

std::string internalAddress(const api::Node& node)
{
    const auto& addresses = node.status->addresses;
    const auto* const found = std::find_if(addresses.begin(), addresses.end(),
        [](const api::NodeAddress& address) { return address.type == "InternalIP"; });
    return found == addresses.end() ? std::string() : found->address.str();
}

// Of a node that is none of the control plane, or is not there: nothing.
std::optional<std::string> serverAddress(const api::ObjectPtr& node)
{
    if (!node || !node.meta().labels.contains(controlPlane))
        return std::nullopt;
    return internalAddress(*node.as<api::Node>());
}

api::List<api::EndpointSubset> subsetsWith(const std::vector<std::string>& addresses)
{
    api::List<api::EndpointSubset> subsets;
    api::EndpointSubset& subset = subsets.push_back({});
    for (const std::string& address : addresses)
        subset.addresses.push_back({}).ip = address;
    api::EndpointPort& one = subset.ports.push_back({});
    one.name = portName;
    one.port = port;
    one.protocol = "TCP";
    return subsets;
}

void describe(api::EndpointSlice& slice, const std::vector<std::string>& addresses)
{
    slice.addressType = api::AddressType::IPv4;
    slice.endpoints.clear();
    for (const std::string& address : addresses) {
        api::Endpoint& endpoint = slice.endpoints.push_back({});
        endpoint.addresses.push_back(address);
        endpoint.conditions.ready = true;
    }
    slice.ports.clear();
    api::SliceEndpointPort& one = slice.ports.push_back({});
    one.name = portName;
    one.port = port;
    one.protocol = "TCP";
}

// The object that is there, or a new one of that name.
template <class T> api::ObjectPtr current(Client& client, const api::Kind& kind)
{
    if (api::ObjectPtr there = client.find(kind, home, serviceName))
        return there;
    api::Box<T> made;
    made.edit().metadata.name = serviceName;
    made.edit().metadata.namespace_ = home;
    return made;
}

bool written(Client& client, const api::Kind& kind, const api::ObjectPtr& object)
{
    const api::ObjectPtr there = client.find(kind, home, serviceName);
    if (there && there == object)
        return true;
    return (there ? client.update(kind, object) : client.create(kind, home, object)).ok();
}

} // namespace

std::optional<std::vector<std::string>> serverAddresses(const State& state)
{
    std::vector<std::string> addresses;
    state.store.tree(resourceId(nodeKind())).visit([&](const api::ObjectPtr& node) {
        if (auto address = serverAddress(node))
            addresses.push_back(std::move(*address));
        return true;
    });
    if (std::find(addresses.begin(), addresses.end(), "") != addresses.end())
        return std::nullopt;
    if (addresses.empty())
        addresses.emplace_back(hosted);
    std::sort(addresses.begin(), addresses.end());
    return addresses;
}

bool changesServerAddresses(const store::Change& change)
{
    if (!change.now.as<api::Node>())
        return false;
    const bool isGone = change.type == store::ChangeType::Deleted;
    return serverAddress(change.before) != serverAddress(isGone ? api::ObjectPtr() : change.now);
}

bool ensureKubernetesEndpoints(Client& client)
{
    const auto addresses = serverAddresses(client.state());
    if (!addresses)
        return true; // the node will tell
    api::ObjectPtr endpoints = current<api::Endpoints>(client, endpointsKind());
    endpoints.editMeta().labels.set("endpointslice.kubernetes.io/skip-mirror", "true");
    endpoints.editAs<api::Endpoints>().subsets = subsetsWith(*addresses);
    api::ObjectPtr slice = current<api::EndpointSlice>(client, sliceKind());
    slice.editMeta().labels.set("kubernetes.io/service-name", serviceName);
    describe(slice.editAs<api::EndpointSlice>(), *addresses);
    const bool isWritten = written(client, endpointsKind(), endpoints);
    return written(client, sliceKind(), slice) && isWritten;
}

} // namespace kubarium::apiserver
