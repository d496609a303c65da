// What the server does with large answers and many watchers, without the sockets in front of it.
#include "benches.h"
#include "report.h"

#include "serve/gateway.h"
#include "serve/watchstream.h"

#include "api/types/core-pod.h"

#include <future>
#include <iostream>

namespace kubarium::tools {

namespace {

constexpr int pods = 100'000;
constexpr int watchers = 100;
constexpr int events = 10'000;

std::shared_ptr<const serve::ClientCertificate> admin()
{
    auto certificate = std::make_shared<serve::ClientCertificate>();
    auto identity = std::make_shared<apiserver::Identity>();
    identity->user = "kubernetes-admin";
    identity->groups = {"system:masters", "system:authenticated"};
    certificate->identity = std::move(identity);
    certificate->notAfter = api::Time::sinceEpoch(std::chrono::hours(24 * 365 * 100));
    return certificate;
}

constexpr std::string_view podText =
    R"({"metadata":{"name":"NAME","namespace":"default","labels":{"app":"web","tier":"front"}},
    "spec":{"containers":[{"name":"web","image":"nginx:1.27","ports":[{"containerPort":80}],
      "resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"cpu":"500m","memory":"256Mi"}},
      "readinessProbe":{"httpGet":{"path":"/","port":80}},"env":[{"name":"MODE","value":"live"}]}]}})";

apiserver::Request podRequest(apiserver::Verb verb, const apiserver::IdentityPtr& identity)
{
    apiserver::Request request;
    request.verb = verb;
    request.kind = api::findKind("", "v1", "Pod");
    request.namespace_ = "default";
    request.identity = identity;
    return request;
}

void fill(lab::Lab& lab)
{
    const apiserver::IdentityPtr identity = admin()->identity;
    apiserver::Request account = podRequest(apiserver::Verb::Create, identity);
    account.kind = api::findKind("", "v1", "ServiceAccount");
    account.bodyFormat = apiserver::BodyFormat::Json;
    account.body = R"({"metadata":{"name":"default"}})";
    lab.submit(account);
    apiserver::Request first = podRequest(apiserver::Verb::Create, identity);
    first.bodyFormat = apiserver::BodyFormat::Json;
    first.body = podText;
    first.body.replace(first.body.find("NAME"), 4, "web-first");
    const api::ObjectPtr made = lab.submit(first).object;
    apiserver::Request more = podRequest(apiserver::Verb::Create, identity);
    for (int i = 1; i < pods; ++i) {
        more.object = made; // shares all but its metadata, as pods of one template do
        api::ObjectMeta& meta = more.object.editMeta();
        meta.name = api::Text("web-" + std::to_string(i));
        meta.uid = {};
        meta.resourceVersion = {};
        lab.submit(more);
    }
}

serve::Answer ask(serve::Gateway& gateway, const std::string& target, const std::string& accept)
{
    serve::HttpRequest request;
    request.target = target;
    request.accept = accept;
    request.certificate = admin();
    std::promise<serve::Answer> promised;
    gateway.handle(std::move(request), [&](serve::Answer answer) { promised.set_value(std::move(answer)); });
    return promised.get_future().get();
}

void benchLists(Report& report, serve::Gateway& gateway)
{
    std::size_t bytes = 0;
    const CpuTime json =
        median(3, [&] { bytes = serve::sizeOf(ask(gateway, "/api/v1/pods", "application/json").body); });
    report.row("list of 100 000 pods as JSON", static_cast<double>(bytes) / 1e6 / json.count(), "MB/s", 250,
        Report::Better::Higher);
    const CpuTime table =
        median(3, [&] { ask(gateway, "/api/v1/pods", "application/json;as=Table;v=v1;g=meta.k8s.io"); });
    report.row("list of 100 000 pods as Table", table.count(), "s", 1.0, Report::Better::Lower);
}

// One pod changes 10 000 times while 100 clients look on, each of whom gets every line.
void benchFanOut(Report& report, lab::LabThread& lab, serve::Gateway& gateway)
{
    std::vector<std::shared_ptr<serve::WatchStream>> streams;
    for (int i = 0; i < watchers; ++i)
        streams.push_back(ask(
            gateway, "/api/v1/namespaces/default/pods?watch=1&fieldSelector=metadata.name%3Dweb-7", "application/json")
                              .stream);
    const apiserver::IdentityPtr identity = admin()->identity;
    std::size_t bytes = 0;
    std::string lines;
    const auto read = [&] {
        for (const auto& stream : streams) {
            lines.clear();
            stream->take(lines, ~std::size_t{0});
            bytes += lines.size();
        }
    };
    read();
    bytes = 0;
    const CpuTime start = cpuTime();
    for (int i = 0; i < events; i += 100) {
        lab.run([&](lab::Lab& world) {
            apiserver::Request get = podRequest(apiserver::Verb::Get, identity);
            get.name = "web-7";
            apiserver::Request update = podRequest(apiserver::Verb::Update, identity);
            update.name = "web-7";
            for (int j = 0; j < 100; ++j) {
                update.object = world.submit(get).object;
                update.object.editMeta().annotations.set("n", api::Text(std::to_string(i + j)));
                world.submit(update);
            }
        });
        read();
    }
    const CpuTime took = cpuTime() - start;
    report.row(
        "100 watchers, 10 000 events: CPU for each second's worth", took.count(), "s", 1.0, Report::Better::Lower);
    report.note("what the watchers were told", static_cast<double>(bytes) / 1e6, "MB");
}

} // namespace

bool benchServe()
{
    Report report("serve");
    lab::LabThread lab([] {
        auto made = std::make_unique<lab::Lab>(lab::ClusterFile::standard());
        made->setClock({lab::Clock::Mode::Manual, 1.0, false});
        return made;
    });
    serve::Gateway gateway(lab, "127.0.0.1:6443");
    lab.run(fill);
    benchLists(report, gateway);
    benchFanOut(report, lab, gateway);
    return report.ok();
}

} // namespace kubarium::tools
