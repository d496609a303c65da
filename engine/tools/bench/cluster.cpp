// The whole machine at its full size: Deployments are applied, and everything that follows is real requests, real Events and
// real EndpointSlices, counted from the store afterwards.
#include "benches.h"
#include "report.h"
#include "weight.h"
#include "workload.h"

#include "lab/components.h"
#include "lab/lab.h"
#include "lab/simulation.h"

#include "api/types/apps.h"
#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "api/types/discovery.h"
#include "apiserver/resources.h"

#include <algorithm>
#include <iostream>
#include <map>

namespace kubarium::tools {

namespace {

using apiserver::Request;
using apiserver::Verb;

constexpr int templates = 200;
constexpr int leastEvents = 4; // a pod: Scheduled, Pulled, Created, Started
constexpr std::chrono::seconds patience{3'600}; // of the simulated clock

apiserver::IdentityPtr admin()
{
    static const auto identity = std::make_shared<const apiserver::Identity>(
        apiserver::Identity{"admin", "", {"system:masters", "system:authenticated"}, {}});
    return identity;
}

const api::Kind& kindOf(std::string_view apiVersion, std::string_view kind)
{
    return *api::findKindByApiVersion(apiVersion, kind);
}

lab::ClusterFile clusterOf(int nodes)
{
    lab::ClusterFile cluster;
    cluster.addons = false;
    for (int i = 0; i < nodes; ++i) {
        api::Box<api::Node> node;
        node.edit().metadata.name = "node-" + std::to_string(i + 1);
        api::NodeStatus& status = node.edit().status.edit();
        for (const auto& [name, amount] : {std::pair("cpu", "16"), {"memory", "64Gi"}, {"pods", "110"}})
            status.capacity.set(name, *api::Quantity::parse(amount));
        cluster.objects.push_back(node);
    }
    return cluster;
}

Request creationOf(const api::ObjectPtr& object)
{
    Request request;
    request.verb = Verb::Create;
    request.kind = &kindOf(object.type().apiVersion, object.type().kind);
    request.namespace_ = object.meta().namespace_.str();
    request.identity = admin();
    request.object = object;
    return request;
}

template <class Where> void create(Where& where, const api::ObjectPtr& object)
{
    Request request = creationOf(object);
    apiserver::Response response;
    if constexpr (requires { where.submit(request); })
        response = where.submit(request);
    else
        response = where.handle(request);
    if (response.ok())
        return;
    std::cerr << response.status.message << '\n';
    std::exit(1);
}

// A Deployment as people write it, with so many replicas, and the Service in front of it.
std::vector<api::ObjectPtr> workloads(int pods)
{
    std::vector<api::ObjectPtr> objects = {read("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n")};
    const int count = std::min(templates, pods);
    for (int i = 0; i < count; ++i) {
        api::ObjectPtr deployment = read(manifest(i));
        api::DeploymentSpec& spec = deployment.editAs<api::Deployment>().spec.edit();
        spec.replicas = pods / count + (i < pods % count ? 1 : 0);
        spec.strategy = {}; // a quarter more, a quarter less
        objects.push_back(deployment);
        const std::string name = deployment.meta().name.str();
        objects.push_back(read("apiVersion: v1\nkind: Service\nmetadata: {name: " + name
            + ", namespace: shop}\nspec: {selector: {app: " + name + "}, ports: [{port: 80, targetPort: http}]}\n"));
    }
    return objects;
}

template <class Where> void apply(Where& where, int pods)
{
    const std::vector<api::ObjectPtr> objects = workloads(pods);
    create(where, objects.front());
    if constexpr (requires { where.runFor(api::Microseconds(0)); })
        where.runFor(api::Microseconds(0));
    else
        where.runDue(where.world.state.now);
    create(where, read("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: shop, namespace: shop}\n"));
    for (std::size_t i = 1; i < objects.size(); ++i)
        create(where, objects[i]);
}

// What the store holds, counted object by object.
struct Census {
    int running = 0;
    int endpoints = 0; // that are ready, in slices
    int current = 0; // pods of the image that the Deployments ask for
    std::int64_t events = 0;
    store::Revision writes = 0;
};

Census censusOf(const store::Store& store, const std::string& image = {})
{
    Census census;
    census.writes = store.revision();
    const auto tree = [&](std::string_view apiVersion, std::string_view kind) -> const store::ObjectTree& {
        return store.tree(apiserver::resourceId(kindOf(apiVersion, kind)));
    };
    tree("v1", "Pod").visit([&](const api::ObjectPtr& object) {
        const api::Pod& pod = *object.as<api::Pod>();
        const bool runs = pod.status->phase == "Running" && !pod.metadata.deletionTimestamp;
        census.running += runs ? 1 : 0;
        census.current += runs && (image.empty() || pod.spec->containers[0].image == image) ? 1 : 0;
        return true;
    });
    tree("discovery.k8s.io/v1", "EndpointSlice").visit([&](const api::ObjectPtr& object) {
        for (const api::Endpoint& endpoint : object.as<api::EndpointSlice>()->endpoints)
            census.endpoints += object.meta().namespace_ == "shop" && endpoint.conditions.ready.valueOr(true) ? 1 : 0;
        return true;
    });
    tree("v1", "Event").visit([&](const api::ObjectPtr& object) {
        const api::Event& event = *object.as<api::Event>();
        if (event.involvedObject.kind == "Pod")
            census.events += std::max(1, event.count); // those of events.k8s.io count otherwise
        return true;
    });
    return census;
}

// CPU time until all pods run and stand in their slices.
struct Rise {
    double seconds = 0;
    double simulated = 0;
    double bytes = 0;
    Census census;
    bool complete = false;
};

bool runUntilAllRun(lab::Lab& lab, int pods, const std::string& image)
{
    for (std::chrono::seconds waited{0}; waited < patience; ++waited) {
        lab.runFor(std::chrono::seconds(1));
        const Census census = censusOf(lab.store(), image);
        if (census.running == pods && census.endpoints == pods && census.current == pods)
            return true;
    }
    return false;
}

lab::Lab::Options boundedPast()
{
    lab::Lab::Options options;
    options.keyframeBytes = 64 * 1024 * 1024;
    options.keptRevisions = 10'000;
    return options;
}

Rise rise(lab::Lab& lab, int pods, std::size_t bytesBefore)
{
    Rise rise;
    const api::Time begin = lab.now();
    const CpuTime start = cpuTime();
    apply(lab, pods);
    rise.complete = runUntilAllRun(lab, pods, {});
    rise.seconds = (cpuTime() - start).count();
    rise.simulated = static_cast<double>((lab.now() - begin).count()) / 1e6;
    rise.bytes = static_cast<double>(heapBytes() - bytesBefore);
    rise.census = censusOf(lab.store());
    return rise;
}

// Which objects hold how much of the memory; the rest are indexes, the log and what is pending.
void whereMemoryGoes(Report& report, const store::Store& store, int pods)
{
    Weighing weighing;
    for (const api::Kind& kind : api::kinds()) {
        if (!kind.stored)
            continue;
        std::size_t bytes = 0;
        store.tree(apiserver::resourceId(kind)).visit([&](const api::ObjectPtr& object) {
            bytes += weighing.weight(object);
            return true;
        });
        if (bytes >= static_cast<std::size_t>(pods) * 20)
            report.note("  " + std::string(kind.kind), static_cast<double>(bytes) / pods, "bytes a pod");
    }
}

// All Deployments get another image.
double roll(lab::Lab& lab, int pods, Report& report)
{
    const store::Revision before = lab.store().revision();
    const api::Time begin = lab.now();
    const CpuTime start = cpuTime();
    for (int i = 0; i < std::min(templates, pods); ++i) {
        Request request;
        request.verb = Verb::Patch;
        request.patchType = apiserver::PatchType::Strategic;
        request.kind = &kindOf("apps/v1", "Deployment");
        request.namespace_ = "shop";
        request.name = "shop-" + std::to_string(i);
        request.identity = admin();
        request.bodyFormat = apiserver::BodyFormat::Json;
        request.body = R"({"spec":{"template":{"spec":{"containers":[{"name":"web","image":"web:2"}]}}}})";
        lab.submit(request);
    }
    if (!runUntilAllRun(lab, pods, "web:2")) {
        std::cerr << "the Deployments did not roll\n";
        std::exit(1);
    }
    const double seconds = (cpuTime() - start).count();
    report.note("roll: writes of a pod", static_cast<double>(lab.store().revision() - before) / pods, "");
    report.note("roll: simulated", static_cast<double>((lab.now() - begin).count()) / 1e6, "s");
    return seconds;
}

// The same at a tenth, event by event: who takes how much.
void whereTimeGoes(Report& report, int nodes, int pods)
{
    lab::Simulation simulation(clusterOf(nodes), 1, lab::Lab::Options::defaultEpoch());
    const api::Time begin = simulation.world.state.now;
    std::map<std::string, std::pair<double, int>> spent;
    const CpuTime asked = cpuTime();
    apply(simulation, pods);
    spent["requests from outside"].first = (cpuTime() - asked).count();
    while (censusOf(simulation.etcd()).endpoints < pods && simulation.world.state.now - begin < patience) {
        const api::Time until = simulation.world.state.now + std::chrono::seconds(1);
        while (!simulation.world.queue.empty() && simulation.world.queue.next().due <= until) {
            const sim::ComponentId id = simulation.world.queue.next().component;
            const CpuTime start = cpuTime();
            simulation.runEvent();
            auto& [seconds, events] = spent[std::string(lab::components()[id]->name())];
            seconds += (cpuTime() - start).count();
            ++events;
        }
        simulation.setNow(until);
    }
    std::vector<std::pair<std::string, std::pair<double, int>>> sorted(spent.begin(), spent.end());
    std::ranges::sort(sorted, std::greater(), [](const auto& entry) { return entry.second.first; });
    for (const auto& [name, cost] : sorted) {
        if (cost.first * 1e6 / pods >= 0.1)
            report.note(
                "  " + name + ", " + std::to_string(cost.second) + " events", cost.first * 1e6 / pods, "µs a pod");
    }
}

} // namespace

bool benchCluster(const ClusterSize& size)
{
    Report report("cluster: " + std::to_string(size.nodes) + " nodes, " + std::to_string(size.pods) + " pods of "
        + std::to_string(templates) + " templates");
    const std::size_t smallBefore = heapBytes();
    Rise small;
    {
        lab::Lab lab(clusterOf(std::max(1, size.nodes / 10)), boundedPast());
        small = rise(lab, size.pods / 10, smallBefore);
    }
    report.note("a tenth of it", small.seconds * 1e6 / (size.pods / 10), "µs a pod");
    report.note("where the time goes there", 0, "");
    whereTimeGoes(report, std::max(1, size.nodes / 10), size.pods / 10);

    const std::size_t before = heapBytes();
    lab::Lab lab(clusterOf(size.nodes), boundedPast());
    const Rise full = rise(lab, size.pods, before);
    const double share = static_cast<double>(size.pods) / 150'000;
    report.row("from Deployments applied to every pod Running and in its slices", full.seconds, "s", 15 * share,
        Report::Better::Lower);
    report.row("growth: a pod's cost against that at a tenth",
        full.seconds * (size.pods / 10) / (small.seconds * size.pods), "×", 1.25, Report::Better::LowerUnscaled);
    report.row("memory in all", full.bytes / 1e6, "MB", 600 * share, Report::Better::LowerUnscaled);
    report.row("memory of a further pod", (full.bytes - small.bytes) / (size.pods - size.pods / 10), "bytes", 3'000,
        Report::Better::LowerUnscaled);
    whereMemoryGoes(report, lab.store(), size.pods);
    report.note("simulated", full.simulated, "s");
    report.note("writes of a pod", static_cast<double>(full.census.writes) / size.pods, "");
    report.row("Running", full.census.running, "pods", size.pods, Report::Better::Higher);
    report.row("ready in slices", full.census.endpoints, "endpoints", size.pods, Report::Better::Higher);
    report.row("Events of a pod", static_cast<double>(full.census.events) / size.pods, "", leastEvents,
        Report::Better::Higher);
    const bool enough = full.complete && full.census.running == size.pods && full.census.endpoints == size.pods
        && full.census.events >= std::int64_t{leastEvents} * size.pods;
    if (!enough)
        std::cerr << "the store holds too little: not every pod runs, stands in a slice and was told of\n";
    report.row(
        "all of them rolled to another image", roll(lab, size.pods, report), "s", 30 * share, Report::Better::Lower);
    return report.ok() && enough;
}

} // namespace kubarium::tools
