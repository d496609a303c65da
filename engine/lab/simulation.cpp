#include "simulation.h"

#include "components.h"

namespace kubarium::lab {

using apiserver::Request;
using apiserver::Response;
using apiserver::Verb;

namespace {

// Who sets up a cluster: the file it begins with is nobody's request, but it goes the same way.
apiserver::IdentityPtr setUp()
{
    static const auto identity = std::make_shared<const apiserver::Identity>(
        apiserver::Identity{"system:lab", "", {"system:masters", "system:authenticated"}, {}});
    return identity;
}

} // namespace

bool isOfTheLab(const api::Kind& kind)
{
    return kind.group == "lab.kubarium.dev";
}

Simulation::Simulation(const ClusterFile& cluster, std::uint64_t seed, api::Time epoch)
    : world(seed, epoch),
      m_server(std::make_shared<apiserver::ApiServer>()),
      m_labServer(std::make_shared<apiserver::ApiServer>(apiserver::AdmissionChain()))
{
    for (sim::ComponentId id = 0; id < components().size(); ++id) {
        apiserver::Runtime runtime = runtimeOf(id);
        components()[id]->start(runtime);
        spreadNews();
    }
    for (const api::ObjectPtr& object : cluster.objects)
        place(object);
}

// Puts an object of the cluster file where it belongs, its status too: there is no kubelet yet to report it.
void Simulation::place(const api::ObjectPtr& object)
{
    Request request;
    request.verb = Verb::Create;
    request.kind = api::findKindByApiVersion(object.type().apiVersion, object.type().kind);
    request.namespace_ = object.meta().namespace_.str();
    request.identity = setUp();
    request.object = object;
    const Response created = handle(request);
    if (!created.ok() || !object.type().field("status"))
        return;
    request.verb = Verb::Update;
    request.subresource = "status";
    request.name = created.object.meta().name.str();
    request.object = object;
    request.object.editMeta() = created.object.meta();
    handle(request);
}

Response Simulation::handle(const Request& request)
{
    if (isOfTheLab(*request.kind))
        return m_labServer->handle(world.labState, request);
    Response response = m_server->handle(world.state, request);
    spreadNews();
    return response;
}

api::Result<apiserver::Watch> Simulation::watch(const Request& request) const
{
    const bool own = isOfTheLab(*request.kind);
    return (own ? m_labServer : m_server)->watch(own ? world.labState : world.state, request);
}

apiserver::Authorizers::Answer Simulation::decide(const apiserver::AccessQuestion& question) const
{
    return m_server->authorizers().decide(world.state, question);
}

const store::Store& Simulation::store(const api::Kind& kind) const
{
    return (isOfTheLab(kind) ? world.labState : world.state).store;
}

void Simulation::runEvent()
{
    const sim::Event event = world.queue.take();
    setNow(std::max(world.state.now, event.due));
    ++world.eventsRun;
    apiserver::Runtime runtime = runtimeOf(event.component);
    runtime.handling(event.cause);
    components()[event.component]->handle(runtime, event);
    spreadNews();
}

void Simulation::runDue(api::Time until)
{
    while (!world.queue.empty() && world.queue.next().due <= until)
        runEvent();
    setNow(until);
}

void Simulation::setNow(api::Time now)
{
    world.state.now = now;
    world.labState.now = now;
}

// Tells the components that watch it of each write, once and in order; they schedule what they will do about it.
void Simulation::spreadNews()
{
    while (world.noticed < etcd().revision()) {
        const store::Change& change = *etcd().change(++world.noticed);
        for (const sim::ComponentId id : watchersOf(change.resource)) {
            apiserver::Runtime runtime = runtimeOf(id);
            runtime.hearing(sim::Cause::revision(change.revision));
            components()[id]->notice(runtime, change);
        }
    }
}

} // namespace kubarium::lab
