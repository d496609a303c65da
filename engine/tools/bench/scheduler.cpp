#include "benches.h"
#include "report.h"
#include "workload.h"

#include "api/types/apps.h"
#include "apiserver/resources.h"
#include "scheduler/decision.h"
#include "scheduler/view.h"
#include "store/store.h"

#include <functional>

namespace kubarium::tools {

namespace {

constexpr int nodes = 5'000;
constexpr int pods = 150'000;
constexpr int templates = 200;

api::ObjectPtr machine(int number, int zones)
{
    const std::string name = "node-" + std::to_string(number);
    api::Box<api::Node> made;
    api::Node& node = made.edit();
    node.metadata.name = name;
    node.metadata.labels.set("kubernetes.io/hostname", api::Text(name));
    if (zones > 0)
        node.metadata.labels.set("topology.kubernetes.io/zone", "zone-" + std::to_string(number % zones));
    node.status.edit().allocatable = {{"cpu", api::Quantity::ofUnits(8)},
        {"memory", api::Quantity::ofUnits(std::int64_t{32} << 30, api::Quantity::Format::BinarySI)},
        {"pods", api::Quantity::ofUnits(110)}};
    return made;
}

// Pods of ReplicaSets, one in each place of a list; and who owns them.
struct Shop {
    std::vector<api::ObjectPtr> pods;
    std::unordered_map<api::Text, api::ObjectPtr> sets;
};

Shop shop(const std::function<int(int)>& templateOf)
{
    Shop made;
    std::vector<api::Box<api::Pod>> forms;
    for (int i = 0; i < templates; ++i) {
        const api::Deployment& deployment = *read(manifest(i)).as<api::Deployment>();
        api::Box<api::ReplicaSet> set;
        set.edit().metadata.name = deployment.metadata.name;
        set.edit().metadata.namespace_ = "shop";
        set.edit().spec.edit().selector = deployment.spec->selector;
        made.sets.emplace(deployment.metadata.name, set);
        api::Pod& form = forms.emplace_back().edit();
        form.metadata = deployment.spec->template_->metadata;
        form.metadata.namespace_ = "shop";
        api::OwnerReference& owner = form.metadata.ownerReferences.push_back({});
        owner.apiVersion = "apps/v1";
        owner.kind = "ReplicaSet";
        owner.name = deployment.metadata.name;
        owner.uid = "uid-" + deployment.metadata.name.str();
        owner.controller = true;
        form.spec = deployment.spec->template_->spec;
        form.spec.edit().schedulerName = "default-scheduler";
    }
    for (int i = 0; i < pods; ++i) {
        api::Box<api::Pod> pod = forms[static_cast<std::size_t>(templateOf(i))];
        pod.edit().metadata.name = "pod-" + std::to_string(i);
        pod.edit().metadata.uid = "uid-" + std::to_string(i);
        made.pods.push_back(pod);
    }
    return made;
}

double podsPerSecond(const Shop& shop, int zones)
{
    scheduler::View view;
    std::vector<api::ObjectPtr> machines;
    for (int i = 0; i < nodes; ++i)
        machines.push_back(machine(i, zones));
    view.nodes.stand(machines);
    const scheduler::Finder find = [&](const store::Key& key) { return shop.sets.at(key.name); };
    const sim::Random random(1);
    const CpuTime begin = cpuTime();
    for (const api::ObjectPtr& pod : shop.pods) {
        const scheduler::Choice choice = view.chooser.choose(pod, find, random.stream("scheduler", pod.meta().uid));
        if (choice.node == scheduler::noNode)
            std::exit(1); // there is room for all of them
        view.nodes.place(pod, choice.node);
    }
    return pods / (cpuTime() - begin).count();
}

// Of a pod in a cluster of 1 000 nodes with 30 pods each: every node's verdict or scores, from the stored state alone.
double millisecondsOfWhy(const Shop& shop)
{
    constexpr int machines = 1'000;
    store::Store store;
    const auto create = [&](std::string_view group, std::string_view version, std::string_view kind,
                            const api::ObjectPtr& object) {
        store.create(apiserver::resourceId(*api::findKind(group, version, kind)), object, {});
    };
    for (int i = 0; i < machines; ++i)
        create("", "v1", "Node", machine(i, 3));
    for (const auto& [name, set] : shop.sets)
        create("apps", "v1", "ReplicaSet", set);
    for (int i = 0; i < 30 * machines; ++i) {
        api::ObjectPtr pod = shop.pods[static_cast<std::size_t>(i)];
        pod.editAs<api::Pod>().spec.edit().nodeName = "node-" + std::to_string(i % machines);
        create("", "v1", "Pod", pod);
    }
    const CpuTime time = median(5, [&] {
        const scheduler::Decision decision =
            scheduler::decide(store.snapshot(), shop.pods.back(), {}, sim::RandomStream(1));
        if (decision.nodes.size() != machines || decision.best.empty())
            std::exit(1);
    });
    return time.count() * 1e3;
}

} // namespace

// Filters, scores and the choice, with all default plugins; without the requests that bind.
bool benchScheduler()
{
    Report report("scheduler: 150 000 pods of 200 ReplicaSets on 5 000 nodes");
    const Shop inARow = shop([](int i) { return i / (pods / templates); });
    const Shop inTurns = shop([](int i) { return i % templates; });
    const auto row = [&](const std::string& what, const Shop& shop, int zones) {
        report.row(what, podsPerSecond(shop, zones), "pods/s", 100'000, Report::Better::Higher);
    };
    row("one set after the other", inARow, 0);
    row("the same in three zones", inARow, 3);
    row("all sets in turns", inTurns, 0);
    row("the same in three zones", inTurns, 3);
    report.row("why a pod is where it is, on 1 000 nodes with 30 000 pods", millisecondsOfWhy(inTurns), "ms", 50,
        Report::Better::Lower);
    return report.ok();
}

} // namespace kubarium::tools
