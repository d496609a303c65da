#include "allocation.h"

#include "../kinds.h"

#include "ipfamilies.h"
#include "ranges.h"

#include "apiserver/refusals.h"

#include "api/defaults/service.h"
#include "api/types/core-service.h"
#include "api/validation/shown.h"

#include <map>
#include <set>

namespace kubarium::apiserver {

namespace {

using api::FieldPath;
namespace ServiceType = api::ServiceType;
using Refusal = std::optional<api::Status>;

constexpr std::string_view addressRange = "10.96.0.0/12";
constexpr std::string_view network = "10.96.0.0"; // stands for any address in the answer to a dry run
constexpr std::int32_t anyPort = 32769; // likewise: the first one behind all that there are
constexpr std::string_view full = "range is full";

std::string textOf(const NumberRange& range)
{
    return std::to_string(range.first) + "-" + std::to_string(range.last);
}

api::Status internalError(const std::string& why)
{
    api::Status status{500, "InternalError", "Internal error occurred: " + why, {}};
    status.details.causes.push_back({{}, why, {}});
    return status;
}

bool typeHasNodePorts(const api::Service& service)
{
    return service.spec->type == ServiceType::NodePort || service.spec->type == ServiceType::LoadBalancer;
}

std::set<std::int32_t> nodePortsOf(const api::Service& service)
{
    std::set<std::int32_t> ports;
    for (const api::ServicePort& port : service.spec->ports)
        ports.insert(port.nodePort);
    ports.erase(0);
    return ports;
}

// A port that asks for none may stand for another protocol of one that does: 53/TCP and 53/UDP share a node port.
std::int32_t askedFor(const api::List<api::ServicePort>& ports, std::int32_t port)
{
    for (const api::ServicePort& candidate : ports) {
        if (candidate.port == port && candidate.nodePort != 0)
            return candidate.nodePort;
    }
    return 0;
}

class Allocator {
public:
    Allocator(State& state, api::Service& service, const Allocation& allocation)
        : m_state(state),
          m_service(service),
          m_spec(service.spec.edit()),
          m_old(allocation.old),
          m_isDryRun(allocation.isDryRun)
    {
        state.takenNumbers.catchUp(state.store);
    }

    Refusal run()
    {
        if (const api::FieldErrors errors = settleFamilies(m_service, m_old); !errors.empty())
            return invalid(errors);
        if (auto refusal = takeAddress())
            return refusal;
        if (auto refusal = m_old ? changeNodePorts() : takeNodePorts())
            return refusal;
        return takeHealthCheckPort();
    }

private:
    api::Status invalid(const api::FieldErrors& errors) const
    {
        return refusals::invalid(serviceKind(), m_service.metadata.name, errors);
    }

    api::Status invalidPort(std::size_t index, std::int32_t port, const std::string& why) const
    {
        return invalid({api::invalid(FieldPath("spec").child("ports").index(index).child("nodePort"), port, why)});
    }

    sim::RandomStream stream(std::string_view purpose) const
    {
        const api::ObjectMeta& meta = m_service.metadata;
        return m_state.random.stream(
            purpose, meta.namespace_.str() + "/" + meta.name.str(), m_state.store.revision() + 1);
    }

    // Of those that get one, only who was an ExternalName before, or nothing at all, has none yet.
    Refusal takeAddress()
    {
        const bool wantsOne = m_spec.type != ServiceType::ExternalName && m_spec.clusterIP != "None";
        if (!wantsOne || (m_old && m_old->spec->type != ServiceType::ExternalName))
            return std::nullopt;
        if (!m_spec.clusterIP.empty()) {
            const std::string why = objection(m_spec.clusterIP);
            if (why.empty())
                return std::nullopt;
            return invalid({api::invalidShown(FieldPath("spec").child("clusterIPs"), api::shownList(m_spec.clusterIPs),
                "failed to allocate IP " + m_spec.clusterIP.str() + ": " + why)});
        }
        if (m_isDryRun) {
            m_spec.clusterIP = network;
        } else {
            auto random = stream("cluster-ip");
            const auto address = anyFree(
                clusterIPs, random, [&](std::uint32_t number) { return m_state.takenNumbers.hasAddress(number); });
            if (!address)
                return internalError("failed to allocate a serviceIP: " + std::string(full));
            m_spec.clusterIP = addressText(*address);
        }
        m_spec.clusterIPs = {m_spec.clusterIP};
        return std::nullopt;
    }

    // Why the Service cannot have an address that it asks for; empty: it can.
    std::string objection(std::string_view ip) const
    {
        const auto address = addressNumber(ip);
        const bool isInRange = address && clusterIPs.contains(*address);
        if (m_isDryRun) // asks another part of the server, which does not look at what is taken
            return isInRange ? std::string()
                             : "the provided IP (" + std::string(ip)
                    + ") is not in the valid range. The range of valid IPs is " + std::string(addressRange);
        if (!isInRange)
            return "the provided network does not match the current range";
        return m_state.takenNumbers.hasAddress(*address) ? "provided IP is already allocated" : "";
    }

    // Why the Service cannot have a port that it asks for; empty: it can, and has it now.
    std::string takePort(std::int32_t port)
    {
        const auto number = static_cast<std::uint32_t>(port);
        if (!m_isDryRun && !nodePorts.contains(number))
            return "provided port is not in the valid range. The range of valid ports is " + textOf(nodePorts);
        const bool isTaken = m_taken.contains(port) || m_state.takenNumbers.hasPort(number);
        if (isTaken)
            return "provided port is already allocated";
        m_taken.insert(port);
        return {};
    }

    std::optional<std::int32_t> anyNodePort()
    {
        if (m_isDryRun) {
            const std::int32_t port = m_taken.empty() ? anyPort : *m_taken.rbegin() + 1;
            m_taken.insert(port);
            return port;
        }
        const auto port = anyFree(nodePorts, m_ports, [&](std::uint32_t number) {
            return m_taken.contains(static_cast<std::int32_t>(number)) || m_state.takenNumbers.hasPort(number);
        });
        if (!port)
            return std::nullopt;
        m_taken.insert(static_cast<std::int32_t>(*port));
        return static_cast<std::int32_t>(*port);
    }

    static api::Status noNodePort() { return internalError("failed to allocate a nodePort: " + std::string(full)); }

    bool isSkipped(const api::ServicePort& port) const { return port.nodePort == 0 && !needsNodePorts(m_service); }

    Refusal takeNodePorts()
    {
        if (!typeHasNodePorts(m_service))
            return std::nullopt;
        std::map<std::int32_t, std::int32_t> byPort; // what the ports of one number have got
        for (std::size_t i = 0; i < m_spec.ports.size(); ++i) {
            api::ServicePort& port = m_spec.ports.edit(i);
            if (isSkipped(port))
                continue;
            const auto shared = byPort.find(port.port);
            if (shared != byPort.end() && (port.nodePort == 0 || port.nodePort == shared->second)) {
                port.nodePort = shared->second;
                continue;
            }
            const std::int32_t asked = shared == byPort.end() ? askedFor(m_spec.ports, port.port) : port.nodePort;
            if (asked == 0) {
                const auto any = anyNodePort();
                if (!any)
                    return noNodePort();
                port.nodePort = *any;
            } else if (const std::string why = takePort(asked); !why.empty()) {
                return invalidPort(i, asked, why);
            } else if (shared == byPort.end()) {
                port.nodePort = asked;
            }
            byPort.try_emplace(port.port, port.nodePort);
        }
        return std::nullopt;
    }

    // An update keeps to what the Service had, and does not look for ports to share.
    Refusal changeNodePorts()
    {
        if (!typeHasNodePorts(m_service))
            return std::nullopt;
        const std::set<std::int32_t> had = nodePortsOf(*m_old);
        std::set<std::pair<api::Text, std::int32_t>> used;
        for (std::size_t i = 0; i < m_spec.ports.size(); ++i) {
            api::ServicePort& port = m_spec.ports.edit(i);
            if (isSkipped(port))
                continue;
            if (port.nodePort == 0) {
                const auto any = anyNodePort();
                if (!any)
                    return noNodePort();
                port.nodePort = *any;
            } else if (!had.contains(port.nodePort) && !m_taken.contains(port.nodePort)) {
                if (const std::string why = takePort(port.nodePort); !why.empty())
                    return invalidPort(i, port.nodePort, why);
            }
            if (!used.emplace(port.protocol, port.nodePort).second)
                return api::Status{500, {},
                    "duplicate nodePort: {" + port.protocol.str() + " " + std::to_string(port.nodePort) + "}", {}};
        }
        return std::nullopt;
    }

    // The load balancer asks each node there whether it has pods of this Service. Who had a port keeps it.
    Refusal takeHealthCheckPort()
    {
        if (!needsHealthCheckPort(m_service) || (m_old && needsHealthCheckPort(*m_old)))
            return std::nullopt;
        if (m_spec.healthCheckNodePort == 0) {
            const auto any = anyNodePort();
            if (!any)
                return internalError("failed to allocate a HealthCheck NodePort 0: " + std::string(full));
            m_spec.healthCheckNodePort = *any;
            return std::nullopt;
        }
        const std::string why = takePort(m_spec.healthCheckNodePort);
        if (why.empty())
            return std::nullopt;
        return internalError("failed to allocate requested HealthCheck NodePort "
            + std::to_string(m_spec.healthCheckNodePort) + ": " + why);
    }

    State& m_state;
    api::Service& m_service;
    api::ServiceSpec& m_spec;
    const api::Service* m_old;
    bool m_isDryRun;
    std::set<std::int32_t> m_taken; // node ports, by this request
    sim::RandomStream m_ports = stream("node-port");
};

} // namespace

std::optional<api::Status> allocate(State& state, api::Service& service, const Allocation& allocation)
{
    return Allocator(state, service, allocation).run();
}

} // namespace kubarium::apiserver
