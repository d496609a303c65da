// A world in motion: what happens at an instant and what follows from it. It knows nothing of its own past (history.h).
//
// Copying one costs a few counters: the copy is a world of its own from then on.
#pragma once

#include "clusterfile.h"
#include "head.h"
#include "world.h"

#include "apiserver/apiserver.h"
#include "apiserver/component.h"
#include "apiserver/tokens/authentication.h"
#include "apiserver/tokens/sessionkeys.h"

#include <memory>

namespace kubarium::lab {

class Simulation {
public:
    Simulation(
        const ClusterFile& cluster, std::uint64_t seed, api::Time epoch, const apiserver::SessionSecret& secret = {});
    // Goes on with what another one was like, without its history. Components look at everything anew.
    Simulation(const Head& head, std::uint64_t seed, api::Time epoch, const apiserver::SessionSecret& secret = {});

    // Answers a request at this instant; what it wrote is on its way to the components afterwards.
    apiserver::Response handle(const apiserver::Request& request);
    api::Result<apiserver::Watch> watch(const apiserver::Request& request) const;
    apiserver::Authorizers::Answer decide(const apiserver::AccessQuestion& question) const;
    apiserver::Asker asker(const apiserver::Credentials& credentials) const;

    // Who may use the lab's own objects, the cluster's roles say, which those servers' stores do not hold: asked before
    // them. Nothing if the request may go on.
    std::optional<apiserver::Response> refusalByRights(const apiserver::Request& request) const;

    // Takes the next event; there is one.
    void runEvent();
    // All that are due, and then the clock shows `until`.
    void runDue(api::Time until);
    void setNow(api::Time now);

    // The store that keeps objects of a kind: etcd, or the lab's own.
    const store::Store& store(const api::Kind& kind) const;

    store::Store& etcd() { return world.state.store; }

    World world;

    // What of the cluster file could not be put in its place.
    const std::vector<std::string>& refusals() const { return *m_refusals; }

    apiserver::ApiServer& server() { return *m_server; }

    apiserver::ApiServer& labServer() { return *m_labServer; }

private:
    Simulation(std::uint64_t seed, api::Time epoch, const apiserver::SessionSecret& secret);
    void start();
    apiserver::Response place(const api::ObjectPtr& object);
    void spreadNews();

    apiserver::Runtime runtimeOf(sim::ComponentId id) { return {world.state, world.queue, *m_server, id}; }

    std::shared_ptr<apiserver::ApiServer> m_server;
    std::shared_ptr<const std::vector<std::string>> m_refusals = std::make_shared<const std::vector<std::string>>();
    std::shared_ptr<apiserver::ApiServer> m_labServer; // without admission: nothing may stand in the lab's own way
};

} // namespace kubarium::lab
