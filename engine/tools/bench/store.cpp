#include "benches.h"
#include "report.h"
#include "workload.h"

#include "apiserver/resources.h"
#include "store/store.h"

namespace kubarium::tools {

namespace {

constexpr int count = 150'000;

const api::Kind& podKind()
{
    return *api::findKind("", "v1", "Pod");
}

// As numbers that hit every part of a tree in no order a cache would like.
int scattered(int i)
{
    return static_cast<int>(static_cast<std::int64_t>(i) * 7'919 % count);
}

} // namespace

bool benchStore()
{
    Report report("store");
    const store::ResourceId resource = apiserver::resourceId(podKind());
    const std::vector<api::Box<api::Pod>> pods = runningPods(count, 200);
    const store::Origin origin{
        api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600)), sim::Cause::input(1), "system:node:node-1"};

    store::Store store;
    const CpuTime filled = cpuTime();
    for (const api::Box<api::Pod>& pod : pods)
        store.create(resource, pod, origin);
    report.note("150 000 objects created, each", (cpuTime() - filled).count() * 1e6 / count, "µs");

    // Find, a new version, the persistent tree, the log.
    constexpr int updates = 150'000;
    const auto update = [&](int i) {
        const api::ObjectMeta& meta = pods[static_cast<std::size_t>(scattered(i))]->metadata;
        api::ObjectPtr object = store.find({resource, meta.namespace_, meta.name});
        const store::Revision seen = store::revisionOf(object);
        object.editAs<api::Pod>().status.edit().phase = i % 2 == 0 ? "Running" : "Succeeded";
        store.update(resource, std::move(object), seen, origin);
    };
    const CpuTime updated = cpuTime();
    for (int i = 0; i < updates; ++i)
        update(i);
    report.row(
        "one update at 150 000 objects", (cpuTime() - updated).count() * 1e6 / updates, "µs", 3, Report::Better::Lower);

    // With somebody who looks: each snapshot makes the next update copy its path.
    const CpuTime looked = cpuTime();
    std::vector<store::Snapshot> snapshots;
    for (int i = 0; i < 10'000; ++i) {
        snapshots.push_back(store.snapshot());
        update(i);
    }
    report.note("the same with a snapshot before each", (cpuTime() - looked).count() * 1e6 / 10'000, "µs");

    const CpuTime past = cpuTime();
    constexpr int instants = 20;
    for (int i = 0; i < instants; ++i) {
        if (!store.at(store.revision() - static_cast<store::Revision>(i) * 7'000))
            std::exit(1);
    }
    report.note("the state at a past revision", (cpuTime() - past).count() * 1e3 / instants, "ms");

    const std::size_t before = heapBytes();
    store.forget(store.revision() - 10'000);
    snapshots.clear();
    report.note(
        "memory that forgetting 310 000 revisions gives back", static_cast<double>(before - heapBytes()) / 1e6, "MB");
    return report.ok();
}

} // namespace kubarium::tools
