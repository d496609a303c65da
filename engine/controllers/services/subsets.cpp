#include "subsets.h"

#include "api/types/core-meta.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

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

// The first sixteen bytes of an address as two numbers that order as they do: all there are of IPv4.
struct Candidate {
    std::array<std::uint64_t, 2> head;
    const api::Pod* pod;
    const api::Text* ip;
    bool isReady;
};

std::array<std::uint64_t, 2> headOf(std::string_view ip)
{
    std::array<std::uint64_t, 2> head{};
    for (std::size_t i = 0; i < 16; ++i)
        head[i / 8] = head[i / 8] << 8U | (i < ip.size() ? static_cast<unsigned char>(ip[i]) : 0U);
    return head;
}

bool isBefore(const Candidate& a, const Candidate& b)
{
    if (a.head != b.head)
        return a.head < b.head;
    return *a.ip == *b.ip ? a.pod->metadata.uid < b.pod->metadata.uid : *a.ip < *b.ip;
}

// Addresses by the uids of their pods.
using Known = std::unordered_map<std::string_view, const EndpointAddress*>;

Known knownIn(const api::List<EndpointSubset>& subsets)
{
    Known known;
    for (const EndpointSubset& subset : subsets) {
        for (const EndpointAddress& address : subset.addresses)
            known.emplace(address.targetRef->uid, &address);
        for (const EndpointAddress& address : subset.notReadyAddresses)
            known.emplace(address.targetRef->uid, &address);
    }
    return known;
}

EndpointAddress told(const Candidate& candidate, const api::Service& service, const Known& known)
{
    const api::Pod& pod = *candidate.pod;
    EndpointAddress address;
    const auto before = known.find(pod.metadata.uid);
    if (before != known.end() && before->second->targetRef->name == pod.metadata.name)
        address = *before->second;
    if (!(address.ip == *candidate.ip))
        address.ip = *candidate.ip;
    address.hostname = hasHostname(pod, service) ? pod.spec->hostname : api::Text();
    if (!(address.nodeName == pod.spec->nodeName))
        address.nodeName = pod.spec->nodeName;
    if (address.targetRef)
        return address;
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

std::vector<Address> addressesOf(
    const api::Service& service, std::span<const api::ObjectPtr> pods, const api::List<EndpointSubset>& before)
{
    std::vector<Candidate> candidates;
    const std::string_view family = familyOf(service);
    for (const api::ObjectPtr& object : pods) {
        const api::Pod& pod = *object.as<api::Pod>();
        if (!isEndpoint(pod))
            continue;
        const EndpointState state = endpointState(pod, service);
        if (state.terminating && !service.spec->publishNotReadyAddresses)
            continue;
        if (const api::Text* const ip = addressOf(pod, family))
            candidates.push_back({headOf(*ip), &pod, ip, state.ready});
    }
    std::sort(candidates.begin(), candidates.end(), isBefore);
    const Known known = knownIn(before);
    std::vector<Address> addresses;
    addresses.reserve(candidates.size());
    for (const Candidate& candidate : candidates)
        addresses.push_back({candidate.pod, told(candidate, service, known), candidate.isReady});
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
    const auto ready = static_cast<std::size_t>(
        std::count_if(which.begin(), which.end(), [&](std::size_t i) { return addresses[i].isReady; }));
    subset.addresses.resize(ready);
    subset.notReadyAddresses.resize(which.size() - ready);
    auto nextReady = subset.addresses.edit().begin();
    auto nextOther = subset.notReadyAddresses.edit().begin();
    for (const std::size_t i : which)
        *(addresses[i].isReady ? nextReady++ : nextOther++) = addresses[i].told;
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

api::List<EndpointSubset> subsetsOf(
    const api::Service& service, std::span<const api::ObjectPtr> pods, const api::List<EndpointSubset>& before)
{
    api::List<EndpointSubset> subsets;
    const std::vector<Address> addresses = addressesOf(service, pods, before);
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
