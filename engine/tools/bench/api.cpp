#include "benches.h"
#include "report.h"
#include "workload.h"

#include "apiserver/apiserver.h"
#include "apiserver/resources.h"
#include "apiserver/table/table.h"

#include "api/encode.h"
#include "api/types/core-config.h"

#include <iostream>

namespace kubarium::tools {

namespace {

using apiserver::Request;
using apiserver::Response;
using apiserver::Verb;

const api::Kind& podKind()
{
    return *api::findKind("", "v1", "Pod");
}

apiserver::IdentityPtr admin()
{
    static const auto identity = std::make_shared<const apiserver::Identity>(
        apiserver::Identity{"admin", "", {"system:masters", "system:authenticated"}, {}});
    return identity;
}

apiserver::IdentityPtr kubeletOf(const api::ObjectPtr& pod)
{
    return std::make_shared<const apiserver::Identity>(apiserver::Identity{
        "system:node:" + pod.as<api::Pod>()->spec->nodeName.str(), "", {"system:nodes", "system:authenticated"}, {}});
}

Request about(Verb verb, const api::Kind& kind)
{
    Request request;
    request.verb = verb;
    request.kind = &kind;
    request.identity = admin();
    return request;
}

void expect(const Response& response)
{
    if (response.ok())
        return;
    std::cerr << response.status.message << '\n';
    std::exit(1);
}

// A cluster's state with running pods, put there as a store would have loaded them.
std::unique_ptr<apiserver::State> running(int count)
{
    auto state = std::make_unique<apiserver::State>(1);
    state->now = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600 + count / 100 + 60));
    for (const api::Box<api::Pod>& pod : runningPods(count, 200))
        state->store.create(apiserver::resourceId(podKind()), pod, {state->now, {}, "system:lab"});
    return state;
}

void statusUpdates(Report& report, apiserver::State& state, const apiserver::ApiServer& server)
{
    constexpr int updates = 100'000;
    Request list = about(Verb::List, podKind());
    const std::vector<api::ObjectPtr> pods = server.handle(state, list).page->items;
    std::vector<apiserver::IdentityPtr> kubelets;
    for (const api::ObjectPtr& pod : pods)
        kubelets.push_back(kubeletOf(pod));
    const CpuTime start = cpuTime();
    for (int i = 0; i < updates; ++i) {
        const api::ObjectMeta& meta = pods[static_cast<std::size_t>(i) * 7'919 % pods.size()].meta();
        Request request = about(Verb::Update, podKind());
        request.subresource = "status";
        request.namespace_ = meta.namespace_.str();
        request.name = meta.name.str();
        request.identity = kubelets[static_cast<std::size_t>(i) * 7'919 % pods.size()];
        request.object = state.store.find(apiserver::keyOf(podKind(), meta.namespace_, meta.name));
        api::PodStatus& status = request.object.editAs<api::Pod>().status.edit();
        status.containerStatuses.edit(0).restartCount = i + 1;
        expect(server.handle(state, request));
    }
    report.row("one status update of a pod through the whole pipeline", (cpuTime() - start).count() * 1e6 / updates,
        "µs", 6, Report::Better::Lower);
}

void lists(Report& report, apiserver::State& state, const apiserver::ApiServer& server)
{
    const Request list = about(Verb::List, podKind());
    const CpuTime start = cpuTime();
    const Response response = server.handle(state, list);
    expect(response);
    report.note("list of 100 000 pods collected", (cpuTime() - start).count() * 1e3, "ms");

    std::string json;
    const CpuTime written = cpuTime();
    for (const api::ObjectPtr& pod : response.page->items)
        api::appendJson(json, pod.type(), pod.data());
    report.row("list of 100 000 pods as JSON", static_cast<double>(json.size()) / 1e6 / (cpuTime() - written).count(),
        "MB/s", 250, Report::Better::Higher);

    json.clear();
    const CpuTime tabled = cpuTime();
    apiserver::appendTable(json, podKind(), *response.page, apiserver::IncludeObject::Metadata, state.now);
    report.row("list of 100 000 pods as a Table", (cpuTime() - tabled).count(), "s", 1, Report::Better::Lower);
}

// A hundred watchers of one kind; the same events go to all of them.
void watches(Report& report, apiserver::State& state, const apiserver::ApiServer& server)
{
    constexpr int watchers = 100;
    constexpr int events = 10'000;
    Request watching = about(Verb::Watch, podKind());
    watching.list.resourceVersion = std::to_string(state.store.revision());
    std::vector<apiserver::Watch> watches;
    for (int i = 0; i < watchers; ++i)
        watches.push_back(*server.watch(state, watching));
    const std::vector<api::ObjectPtr> pods = server.handle(state, about(Verb::List, podKind())).page->items;
    std::size_t told = 0;
    const CpuTime start = cpuTime();
    for (int i = 0; i < events; ++i) {
        api::ObjectPtr pod = pods[static_cast<std::size_t>(i)];
        pod.editMeta().labels.set("step", std::to_string(i));
        state.store.update(apiserver::resourceId(podKind()), pod, std::nullopt, {state.now, {}, "system:lab"});
        if (i % 10 != 9)
            continue; // what a step of the simulation commits goes out as one batch
        for (apiserver::Watch& watch : watches)
            told += watch.poll(state.store)->size();
    }
    const double seconds = (cpuTime() - start).count();
    if (told != std::size_t{watchers} * events)
        std::exit(1);
    report.row("100 watchers of 10 000 events in process", seconds, "s", 1, Report::Better::Lower);
}

} // namespace

bool benchApi()
{
    Report report("api");
    const apiserver::ApiServer server;
    const std::unique_ptr<apiserver::State> state = running(100'000);
    statusUpdates(report, *state, server);
    lists(report, *state, server);
    watches(report, *state, server);
    return report.ok();
}

} // namespace kubarium::tools
