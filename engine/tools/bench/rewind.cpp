#include "benches.h"
#include "report.h"
#include "workload.h"

#include "lab/lab.h"

#include <algorithm>
#include <iostream>

namespace kubarium::tools {

namespace {

using apiserver::Request;
using apiserver::Verb;

constexpr int pods = 50;
constexpr int writes = 50'000; // over half an hour: a write every 36 ms
constexpr std::chrono::minutes length{30};

apiserver::IdentityPtr admin()
{
    static const auto identity = std::make_shared<const apiserver::Identity>(
        apiserver::Identity{"admin", "", {"system:masters", "system:authenticated"}, {}});
    return identity;
}

Request about(Verb verb, std::string_view apiVersion, std::string_view kind, std::string name, std::string body)
{
    Request request;
    request.verb = verb;
    request.kind = api::findKindByApiVersion(apiVersion, kind);
    request.namespace_ = request.kind->namespaced ? "shop" : "";
    request.name = std::move(name);
    request.identity = admin();
    request.body = std::move(body);
    request.bodyFormat = apiserver::BodyFormat::Json;
    request.patchType = apiserver::PatchType::Strategic;
    return request;
}

void submit(lab::Lab& lab, const Request& request)
{
    const apiserver::Response response = lab.submit(request);
    if (response.ok())
        return;
    std::cerr << response.status.message << '\n';
    std::exit(1);
}

// Half an hour in the life of fifty pods.
std::unique_ptr<lab::Lab> session(Report& report)
{
    auto lab = std::make_unique<lab::Lab>(lab::ClusterFile::standard());
    submit(*lab, about(Verb::Create, "v1", "Namespace", "", R"({"metadata":{"name":"shop"}})"));
    lab->runFor(std::chrono::seconds(1));
    for (int i = 0; i < pods; ++i) {
        const std::string body = R"({"metadata":{"name":"web-)" + std::to_string(i)
            + R"("},"spec":{"containers":[{"name":"web","image":"nginx:1.27"}]}})";
        submit(*lab, about(Verb::Create, "v1", "Pod", "", body));
    }
    const CpuTime start = cpuTime();
    for (int i = 0; i < writes; ++i) {
        const std::string patch = R"({"metadata":{"labels":{"step":")" + std::to_string(i) + "\"}}}";
        submit(*lab, about(Verb::Patch, "v1", "Pod", "web-" + std::to_string(i % pods), patch));
        lab->runFor(std::chrono::duration_cast<api::Microseconds>(length) / writes);
    }
    report.note("one strategic merge patch, with what follows", (cpuTime() - start).count() * 1e6 / writes, "µs");
    return lab;
}

} // namespace

bool benchRewind()
{
    Report report("rewind");
    const std::size_t before = heapBytes();
    const std::unique_ptr<lab::Lab> lab = session(report);
    report.note("memory of the session, its past included", static_cast<double>(heapBytes() - before) / 1e6, "MB");

    double slowest = 0;
    for (int percent = 3; percent < 100; percent += 7) { // keyframes stand elsewhere
        const std::unique_ptr<lab::Lab> fork = lab->fork();
        const api::Time moment =
            lab::Lab::Options::defaultEpoch() + std::chrono::duration_cast<api::Microseconds>(length) * percent / 100;
        const CpuTime start = cpuTime();
        if (!fork->rewind(moment))
            std::exit(1);
        slowest = std::max(slowest, (cpuTime() - start).count());
    }
    report.row("rewind to any moment, the slowest of 14", slowest * 1e3, "ms", 200, Report::Better::Lower);

    const CpuTime forked = cpuTime();
    const std::unique_ptr<lab::Lab> fork = lab->fork();
    report.row("fork", (cpuTime() - forked).count() * 1e3, "ms", 200, Report::Better::Lower);

    const CpuTime undone = cpuTime();
    fork->undo();
    report.row("undo", (cpuTime() - undone).count() * 1e3, "ms", 200, Report::Better::Lower);

    const CpuTime looked = cpuTime();
    if (!lab->snapshotAt(lab::Lab::Options::defaultEpoch() + std::chrono::minutes(11)))
        std::exit(1);
    report.note("a look at a past instant", (cpuTime() - looked).count() * 1e3, "ms");
    return report.ok();
}

} // namespace kubarium::tools
