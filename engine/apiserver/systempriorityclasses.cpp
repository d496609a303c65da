#include "systempriorityclasses.h"

#include "client.h"

#include "api/types/scheduling.h"

namespace kubarium::apiserver {

namespace {

struct Wanted {
    std::string_view name;
    std::int32_t value;
    std::string_view description;
};

constexpr Wanted classes[] = {
    {"system-node-critical", 2'000'001'000,
        "Used for system critical pods that must not be moved from their current node."},
    {"system-cluster-critical", 2'000'000'000,
        "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."},
};

} // namespace

void SystemPriorityClasses::start(Runtime& runtime) const
{
    const api::Kind& kind = *api::findKind("scheduling.k8s.io", "v1", "PriorityClass");
    Client client(runtime, apiServerIdentity(), "kube-apiserver");
    for (const Wanted& wanted : classes) {
        if (client.find(kind, {}, wanted.name))
            continue; // a session that goes on has them
        api::Box<api::PriorityClass> made;
        made.edit().metadata.name = wanted.name;
        made.edit().value = wanted.value;
        made.edit().description = wanted.description;
        client.create(kind, {}, made);
    }
}

} // namespace kubarium::apiserver
