#include "systemnamespaces.h"

#include "client.h"
#include "resources.h"

#include "api/types/core-config.h"

namespace kubarium::apiserver {

namespace {

constexpr std::string_view names[] = {"kube-system", "kube-public", "kube-node-lease", "default"};
constexpr api::Seconds interval{60};

void ensureAll(Runtime& runtime)
{
    const api::Kind& kind = *api::findKind("", "v1", "Namespace");
    for (const std::string_view name : names) {
        if (runtime.state().store.find(keyOf(kind, {}, name)))
            continue;
        api::Box<api::Namespace> wanted;
        wanted.edit().metadata.name = api::Text(name);
        Request request;
        request.verb = Verb::Create;
        request.kind = &kind;
        request.identity = apiServerIdentity();
        request.object = wanted;
        runtime.submit(std::move(request));
    }
    sim::Event again;
    again.periodic = true;
    runtime.schedule(std::move(again), interval);
}

} // namespace

void SystemNamespaces::start(Runtime& runtime) const
{
    ensureAll(runtime);
}

void SystemNamespaces::handle(Runtime& runtime, const sim::Event&) const
{
    ensureAll(runtime);
}

std::string SystemNamespaces::describe(const sim::Event&) const
{
    return "the system's namespaces are looked after";
}

} // namespace kubarium::apiserver
