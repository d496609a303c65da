#include "nodeuse.h"

#include "controllers/pods/podstate.h"

#include "api/ipaddress.h"

#include <algorithm>

namespace kubarium::node {

namespace {

constexpr unsigned firstAddress = 2;
constexpr unsigned lastAddress = 254;

// The address that a pod holds; 0 if it is not one of a range.
unsigned addressOf(const api::Pod* pod)
{
    if (!pod || pod->spec->nodeName.empty() || pod->spec->hostNetwork || pod->status->podIP.empty()
        || controllers::isFinished(*pod))
        return 0;
    const auto address = api::IpAddress::parse(pod->status->podIP);
    return address ? address->bytes.back() : 0;
}

bool holdsTheSame(const api::Pod& before, const api::Pod& now)
{
    return before.spec->nodeName == now.spec->nodeName && before.status->podIP == now.status->podIP
        && before.status->phase == now.status->phase
        && before.status->containerStatuses.sameStorage(now.status->containerStatuses);
}

} // namespace

void NodeUse::learn(const store::Change& change)
{
    const api::Pod* const before = change.before.as<api::Pod>();
    const api::Pod* const now = change.type == store::ChangeType::Deleted ? nullptr : change.now.as<api::Pod>();
    if ((before && now && holdsTheSame(*before, *now)) || (!before && now && now->spec->nodeName.empty()))
        return;
    const unsigned was = addressOf(before);
    const unsigned is = addressOf(now);
    if (was != 0 && was != is)
        m_nodes[before->spec->nodeName.str()].addresses.reset(was);
    if (!now || now->spec->nodeName.empty())
        return;
    Held& held = m_nodes[now->spec->nodeName.str()];
    if (is != 0 && was != is) {
        held.addresses.set(is);
        held.last = is;
    }
    for (const api::ContainerStatus& container : now->status->containerStatuses) {
        if (container.state.running && std::ranges::find(held.images, container.image) == held.images.end())
            held.images.push_back(container.image);
    }
}

std::optional<std::string> NodeUse::nextAddress(const api::Node& node) const
{
    const auto range = api::Cidr::parse(node.spec->podCIDR);
    if (!range)
        return std::nullopt;
    static const Held none;
    const auto found = m_nodes.find(node.metadata.name.str());
    const Held& held = found == m_nodes.end() ? none : found->second;
    constexpr unsigned count = lastAddress - firstAddress + 1;
    for (unsigned i = 0; i < count; ++i) {
        const unsigned candidate = firstAddress + (held.last + 1 - firstAddress + i) % count;
        if (held.addresses.test(candidate))
            continue;
        api::IpAddress address = range->network();
        address.bytes.back() = static_cast<std::uint8_t>(candidate);
        return address.text();
    }
    return std::nullopt;
}

bool NodeUse::hasImage(std::string_view node, std::string_view shown) const
{
    const auto found = m_nodes.find(std::string(node));
    return found != m_nodes.end()
        && std::ranges::any_of(found->second.images, [&](const api::Text& image) { return image == shown; });
}

} // namespace kubarium::node
