#include "takennumbers.h"

#include "apiserver/resources.h"

#include "api/ipaddress.h"
#include "api/types/core-service.h"

#include <set>

namespace kubarium::apiserver {

namespace {

constexpr std::size_t v4Begin = 12; // within the sixteen bytes of an address

store::ResourceId services()
{
    static const store::ResourceId id = resourceId(*api::findKind("", "v1", "Service"));
    return id;
}

std::set<std::string> numbersOf(const api::ObjectPtr& object)
{
    std::set<std::string> numbers;
    const api::Service* const service = object.as<api::Service>();
    if (!service)
        return numbers;
    for (const api::Text& ip : service->spec->clusterIPs) {
        if (const auto address = api::IpAddress::parse(ip))
            numbers.insert(address->text());
    }
    for (const api::ServicePort& port : service->spec->ports) {
        if (port.nodePort != 0)
            numbers.insert(std::to_string(port.nodePort));
    }
    if (service->spec->healthCheckNodePort != 0)
        numbers.insert(std::to_string(service->spec->healthCheckNodePort));
    return numbers;
}

bool isHeld(const Index& holders, std::string_view number)
{
    bool held = false;
    holders.visit(number, [&](const store::Key&) {
        held = true;
        return false;
    });
    return held;
}

} // namespace

void TakenNumbers::learn(const store::Change& change)
{
    if (change.revision <= m_known)
        return;
    m_known = change.revision;
    if (change.resource != services())
        return;
    const bool isGone = change.type == store::ChangeType::Deleted;
    const std::set<std::string> before = numbersOf(change.before);
    const std::set<std::string> now = isGone ? std::set<std::string>() : numbersOf(change.now);
    if (before == now)
        return;
    const store::Key key{change.resource, change.now.meta().namespace_, change.now.meta().name};
    for (const std::string& number : before) {
        if (!now.contains(number))
            m_holders.erase(number, key);
    }
    for (const std::string& number : now) {
        if (!before.contains(number))
            m_holders.insert(number, key);
    }
}

void TakenNumbers::catchUp(const store::Store& store)
{
    while (m_known < store.revision()) {
        if (const store::Change* const change = store.change(m_known + 1)) {
            learn(*change);
            continue;
        }
        // The log does not reach back so far: what stands there now says the same.
        m_holders = {};
        m_known = store.revision();
        store.tree(services()).visit([&](const api::ObjectPtr& service) {
            for (const std::string& number : numbersOf(service))
                m_holders.insert(number, {services(), service.meta().namespace_, service.meta().name});
            return true;
        });
    }
}

bool TakenNumbers::hasAddress(std::uint32_t address) const
{
    return isHeld(m_holders, addressText(address));
}

bool TakenNumbers::hasPort(std::uint32_t port) const
{
    return isHeld(m_holders, std::to_string(port));
}

std::optional<std::uint32_t> addressNumber(std::string_view text)
{
    const auto address = api::IpAddress::parse(text);
    if (!address || !address->isV4())
        return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t i = v4Begin; i < address->bytes.size(); ++i)
        number = number << 8U | address->bytes[i];
    return number;
}

std::string addressText(std::uint32_t address)
{
    std::string text;
    for (unsigned shift = 32; shift > 0; shift -= 8) {
        if (!text.empty())
            text += '.';
        text += std::to_string(address >> (shift - 8) & 0xFFU);
    }
    return text;
}

} // namespace kubarium::apiserver
