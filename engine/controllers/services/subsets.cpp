#include "subsets.h"

#include "api/types/core-meta.h"

#include <algorithm>
#include <map>

namespace kubarium::controllers {

namespace {

using api::EndpointAddress;
using api::EndpointPort;
using api::EndpointSubset;

// A pod as an address; which list it stands in follows from whether it is ready.
struct Address {
    const api::Pod* pod;
    EndpointAddress told;
    bool isReady;
};

EndpointAddress told(const api::Pod& pod, const api::Service& service, const api::Text& ip)
{
    EndpointAddress address;
    address.ip = ip;
    if (hasHostname(pod, service))
        address.hostname = pod.spec->hostname;
    address.nodeName = pod.spec->nodeName;
    api::ObjectReference& target = address.targetRef.edit();
    target.kind = "Pod";
    target.namespace_ = pod.metadata.namespace_;
    target.name = pod.metadata.name;
    target.uid = pod.metadata.uid;
    return address;
}

std::string_view familyOf(const api::Service& service)
{
    const auto& families = service.spec->ipFamilies;
    return families.empty() ? std::string_view(api::IPFamily::IPv4) : families.front().view();
}

std::vector<Address> addressesOf(const api::Service& service, std::span<const api::ObjectPtr> pods)
{
    std::vector<Address> addresses;
    const std::string_view family = familyOf(service);
    for (const api::ObjectPtr& object : pods) {
        const api::Pod& pod = *object.as<api::Pod>();
        const EndpointState state = endpointState(pod, service);
        if (!isEndpoint(pod) || (state.terminating && !service.spec->publishNotReadyAddresses))
            continue;
        if (const api::Text* const ip = addressOf(pod, family))
            addresses.push_back({&pod, told(pod, service, *ip), state.ready});
    }
    std::stable_sort(addresses.begin(), addresses.end(), [](const Address& a, const Address& b) {
        return a.told.ip == b.told.ip ? a.told.targetRef->uid < b.told.targetRef->uid : a.told.ip < b.told.ip;
    });
    return addresses;
}

EndpointPort told(const api::ServicePort& port, std::int32_t number)
{
    EndpointPort one;
    one.name = port.name;
    one.port = number;
    one.protocol = port.protocol;
    one.appProtocol = port.appProtocol;
    return one;
}

using Indexes = std::vector<std::size_t>;

EndpointSubset subsetOf(const std::vector<Address>& addresses, const Indexes& which)
{
    EndpointSubset subset;
    for (const std::size_t i : which)
        (addresses[i].isReady ? subset.addresses : subset.notReadyAddresses).push_back(addresses[i].told);
    return subset;
}

Indexes all(const std::vector<Address>& addresses)
{
    Indexes indexes(addresses.size());
    for (std::size_t i = 0; i < indexes.size(); ++i)
        indexes[i] = i;
    return indexes;
}

// Who serves a port, by the number that it has there.
std::map<std::int32_t, Indexes> byNumber(const std::vector<Address>& addresses, const api::ServicePort& port)
{
    std::map<std::int32_t, Indexes> numbers;
    if (!port.targetPort.isString()) {
        numbers[port.targetPort.number()] = all(addresses);
        return numbers;
    }
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (const std::int32_t number = targetPort(*addresses[i].pod, port); number != 0)
            numbers[number].push_back(i);
    }
    return numbers;
}

} // namespace

api::List<EndpointSubset> subsetsOf(const api::Service& service, std::span<const api::ObjectPtr> pods)
{
    api::List<EndpointSubset> subsets;
    const std::vector<Address> addresses = addressesOf(service, pods);
    if (addresses.empty())
        return subsets;
    if (service.spec->ports.empty()) {
        if (isHeadless(service))
            subsets.push_back(subsetOf(addresses, all(addresses)));
        return subsets;
    }
    std::map<Indexes, std::size_t> known; // ports that the same pods serve stand together
    for (const api::ServicePort& port : service.spec->ports) {
        for (const auto& [number, which] : byNumber(addresses, port)) {
            const auto [place, isNew] = known.try_emplace(which, subsets.size());
            if (isNew)
                subsets.push_back(subsetOf(addresses, which));
            subsets.edit(place->second).ports.push_back(told(port, number));
        }
    }
    return subsets;
}

std::size_t addressesIn(const api::List<EndpointSubset>& subsets)
{
    std::size_t count = 0;
    for (const EndpointSubset& subset : subsets)
        count += subset.addresses.size() + subset.notReadyAddresses.size();
    return count;
}

bool truncate(api::List<EndpointSubset>& subsets, std::size_t most)
{
    std::size_t ready = 0;
    std::size_t unready = 0;
    for (const EndpointSubset& subset : subsets) {
        ready += subset.addresses.size();
        unready += subset.notReadyAddresses.size();
    }
    if (ready + unready <= most)
        return false;
    const bool readyToo = ready > most;
    const std::size_t total = readyToo ? ready : unready;
    const std::size_t room = readyToo ? most : most - ready;
    std::size_t left = room;
    for (EndpointSubset& subset : subsets.edit()) {
        api::List<EndpointAddress>& list = readyToo ? subset.addresses : subset.notReadyAddresses;
        const std::size_t share = (list.size() * room + total - 1) / total; // rounded up: the last ones get less
        const std::size_t kept = std::min({list.size(), share, left});
        list.resize(kept);
        left -= kept;
        if (readyToo)
            subset.notReadyAddresses.clear();
    }
    return true;
}

} // namespace kubarium::controllers
