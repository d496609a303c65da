#include "simulation.h"

#include "components.h"
#include "lab.h"

#include "api/encode.h"
#include "api/types/core-node.h"
#include "apiserver/refusals.h"
#include "apiserver/resources.h"

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

// Of the lab's own server: nobody reaches it whose rights were not looked at before.
class AskedBefore final : public apiserver::Authorizer {
public:
    std::string_view name() const override { return "the cluster's authorizers"; }

    apiserver::Decision decide(const apiserver::State&, const apiserver::AccessQuestion&) const override
    {
        return {apiserver::Decision::Verdict::Allow, {}};
    }
};

} // namespace

bool isOfTheLab(const api::Kind& kind)
{
    return kind.group == "lab.kubarium.dev";
}

Simulation::Simulation(std::uint64_t seed, api::Time epoch, const apiserver::SessionSecret& secret)
    : world(seed, epoch),
      m_server(std::make_shared<apiserver::ApiServer>()),
      m_labServer(std::make_shared<apiserver::ApiServer>(apiserver::AdmissionChain()))
{
    m_labServer->authorizers().add(std::make_unique<AskedBefore>());
    world.state.keys = std::make_shared<const apiserver::SessionKeys>(seed, secret);
    world.state.clusterCa = world.state.keys->authority().certificate();
}

Simulation::Simulation(
    const ClusterFile& cluster, std::uint64_t seed, api::Time epoch, const apiserver::SessionSecret& secret)
    : Simulation(seed, epoch, secret)
{
    start();
    std::vector<std::string> refused;
    for (const api::ObjectPtr& object : cluster.objects) {
        if (!object.as<api::Node>()) // Nodes need nothing, and their kubelets come all together
            runDue(epoch); // what one object brings about at once, the next may need: a namespace's ServiceAccount
        const Response placed = place(object);
        if (!placed.ok())
            refused.push_back(placed.status.message);
    }
    runDue(epoch);
    m_refusals = std::make_shared<const std::vector<std::string>>(std::move(refused));
}

Simulation::Simulation(const Head& head, std::uint64_t seed, api::Time epoch, const apiserver::SessionSecret& secret)
    : Simulation(seed, epoch, secret)
{
    setNow(head.now);
    for (const api::ObjectPtr& object : head.objects) {
        const api::Kind& kind = *api::findKindByApiVersion(object.type().apiVersion, object.type().kind);
        apiserver::State& keeper = isOfTheLab(kind) ? world.labState : world.state;
        keeper.store.create(apiserver::resourceId(kind), object, {head.now, {}, "system:lab"});
    }
    spreadNews();
    start();
    runDue(head.now);
}

void Simulation::start()
{
    for (sim::ComponentId id = 0; id < components().size(); ++id) {
        apiserver::Runtime runtime = runtimeOf(id);
        components()[id]->start(runtime);
        spreadNews();
    }
}

// Puts an object of the cluster file where it belongs, its status too: there is no kubelet yet to report it.
Response Simulation::place(const api::ObjectPtr& object)
{
    Request request;
    request.verb = Verb::Create;
    request.kind = api::findKindByApiVersion(object.type().apiVersion, object.type().kind);
    request.namespace_ = object.meta().namespace_.str();
    request.identity = setUp();
    request.object = object;
    const Response created = handle(request);
    const api::Value status = api::toValue(object)["status"];
    if (!created.ok() || status.object().empty())
        return created;
    api::Value patch; // what the file says; the rest stays as the server began it
    patch.editObject().set("status", status);
    request.verb = Verb::Patch;
    request.patchType = apiserver::PatchType::Merge;
    request.subresource = "status";
    request.name = created.object.meta().name.str();
    request.object = {};
    request.body = api::toJson(patch);
    request.bodyFormat = apiserver::BodyFormat::Json;
    return handle(request);
}

Response Simulation::handle(const Request& request)
{
    if (isOfTheLab(*request.kind)) {
        if (const auto refusal = refusalByRights(request))
            return *refusal;
        return m_labServer->handle(world.labState, request);
    }
    Response response = m_server->handle(world.state, request);
    spreadNews();
    return response;
}

std::optional<Response> Simulation::refusalByRights(const Request& request) const
{
    if (!request.identity)
        return std::nullopt; // the server itself will say so
    const apiserver::Authorizers::Answer answer = decide(questionOf(request));
    if (answer.allowed())
        return std::nullopt;
    Response refused;
    refused.status = apiserver::refusals::notAllowed(request, answer.why);
    if (request.traced) {
        refused.trace = apiserver::authenticationTrace(request);
        refused.trace.push_back(
            {apiserver::Stage::Authorization, false, std::string(answer.by), refused.status.message});
    }
    return refused;
}

api::Result<apiserver::Watch> Simulation::watch(const Request& request) const
{
    const bool own = isOfTheLab(*request.kind);
    if (own) {
        if (const auto refusal = refusalByRights(request))
            return refusal->status;
    }
    return (own ? m_labServer : m_server)->watch(own ? world.labState : world.state, request);
}

apiserver::Asker Simulation::asker(const apiserver::Credentials& credentials) const
{
    return apiserver::askerOf(m_server->authorizers(), world.state, credentials);
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
        world.state.learn(change);
        for (const sim::ComponentId id : watchersOf(change.resource)) {
            apiserver::Runtime runtime = runtimeOf(id);
            runtime.hearing(sim::Cause::revision(change.revision));
            components()[id]->notice(runtime, change);
        }
    }
}

} // namespace kubarium::lab
