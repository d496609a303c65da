#include "nodeipam.h"

#include "api/ipaddress.h"
#include "api/types/core-node.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "controllers/eventrecorder.h"
#include "sim/latency.h"

#include <optional>

namespace kubarium::controllers {

namespace {

// The cluster's addresses for pods are 10.128.0.0/9, in ranges of 256; they are given out from 10.244.0.0 on, round and
// round, since that is where most people have seen pods live.
constexpr std::size_t ranges = 128 * 256;
constexpr std::size_t firstSecondByte = 128;
constexpr std::size_t beginning = (244 - firstSecondByte) * 256;

std::optional<std::size_t> rangeOf(const api::Node& node)
{
    const auto range = api::Cidr::parse(node.spec->podCIDR);
    if (!range || !range->address.isV4())
        return std::nullopt;
    const auto& bytes = range->address.bytes;
    if (bytes[12] != 10 || bytes[13] < firstSecondByte)
        return std::nullopt;
    return (bytes[13] - firstSecondByte) * 256 + bytes[14];
}

std::string text(std::size_t range)
{
    return "10." + std::to_string(firstSecondByte + range / 256) + "." + std::to_string(range % 256) + ".0/24";
}

class Ranges {
public:
    Ranges() : m_taken(ranges) { }

    void take(std::size_t range) { m_taken[range] = true; }

    std::optional<std::size_t> next()
    {
        for (; m_looked < ranges; ++m_looked) {
            const std::size_t range = (beginning + m_looked) % ranges;
            if (m_taken[range])
                continue;
            take(range);
            return range;
        }
        return std::nullopt;
    }

private:
    std::vector<bool> m_taken;
    std::size_t m_looked = 0;
};

} // namespace

bool NodeIpam::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::nodeKind();
}

// One key stands for all nodes: who comes with others must not get the same range as they.
void NodeIpam::keysOf(const apiserver::State&, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.type != store::ChangeType::Deleted && change.now.as<api::Node>()->spec->podCIDR.empty())
        keys.push_back({&apiserver::nodeKind(), {}, {}});
}

Outcome NodeIpam::reconcile(apiserver::Client& client, const ObjectKey&) const
{
    Ranges free;
    std::vector<api::ObjectPtr> waiting;
    client.state().store.tree(apiserver::resourceId(apiserver::nodeKind())).visit([&](const api::ObjectPtr& object) {
        const api::Node& node = *object.as<api::Node>();
        if (const auto range = rangeOf(node))
            free.take(*range);
        if (node.spec->podCIDR.empty() && !node.metadata.deletionTimestamp)
            waiting.push_back(object);
        return true;
    });
    api::Status failure;
    for (const api::ObjectPtr& node : waiting) {
        const auto range = free.next();
        if (!range) {
            recordEvent(client, "cidrAllocator", node, EventType::Normal, "CIDRNotAvailable",
                "Node " + node.meta().name.str() + " status is now: CIDRNotAvailable");
            return Outcome::again();
        }
        api::ObjectPtr served = node;
        api::NodeSpec& spec = served.editAs<api::Node>().spec.edit();
        spec.podCIDR = text(*range);
        spec.podCIDRs = {spec.podCIDR};
        const api::Status answer = client.update(apiserver::nodeKind(), std::move(served)).status;
        if (failure.ok())
            failure = answer;
    }
    return Outcome::of(failure);
}

api::Microseconds NodeIpam::latency(const apiserver::State&, const store::Change&, const ObjectKey&) const
{
    return sim::latency::node;
}

} // namespace kubarium::controllers
