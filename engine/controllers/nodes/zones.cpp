#include "zones.h"

namespace kubarium::controllers {

namespace {

constexpr int fewNodes = 2; // so many may be silent without a doubt about the network
constexpr int unhealthyPercent = 55;
constexpr int smallZone = 50;
constexpr api::Seconds usual{10};
constexpr api::Seconds slow{100};

api::Text label(const api::Node& node, std::string_view key, std::string_view oldKey)
{
    const api::Map<api::Text>& labels = node.metadata.labels;
    return labels.valueOr(key, labels.valueOr(oldKey, {}));
}

} // namespace

std::string zoneOf(const api::Node& node)
{
    const api::Text region = label(node, "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region");
    const api::Text zone = label(node, "topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone");
    return region.empty() && zone.empty() ? std::string() : region.str() + ":" + zone.str();
}

Disruption disruptionOf(const Zone& zone)
{
    if (zone.ready == 0 && zone.notReady > 0)
        return Disruption::Full;
    if (zone.notReady > fewNodes && zone.notReady * 100 >= unhealthyPercent * zone.size())
        return Disruption::Partial;
    return Disruption::None;
}

std::optional<api::Microseconds> timeBetweenEvictions(const Zone& zone)
{
    if (disruptionOf(zone) != Disruption::Partial)
        return usual;
    return zone.size() > smallZone ? std::optional<api::Microseconds>(slow) : std::nullopt;
}

} // namespace kubarium::controllers
