// A whole cluster at work can be copied at any step, taken back to any moment and lived again: whatever its components keep
// in mind (what waits to be scheduled, which addresses are in use, when a taint came, how often a daemon failed) belongs to
// the world and not to the program that runs it.
#include "controllers/cluster.h"

#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "controllers/pods/podstate.h"
#include "sim/random.h"

#include <set>

using namespace kubarium;
using lab::Lab;
using std::chrono::seconds;

class TestControllerReplay : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void muchHappened();
    void equalInputsMakeEqualHistories();
    void forksLiveOnAlike();
    void rewoundLabsLiveOnAlike();

private:
    std::unique_ptr<Lab> m_original; // that nobody copied or took back until it was done
};

namespace {

constexpr int lifetime = 420; // seconds

// A node whose label says so is not heard by the server. It looks at nothing but the cluster, as everything must that takes
// part in a world.
class DeadLine final : public apiserver::AdmissionPlugin {
public:
    std::string_view name() const override { return "DeadLine"; }

    bool handles(apiserver::Verb) const override { return true; }

    std::optional<api::Status> validate(const apiserver::Attributes& attributes, const api::ObjectPtr&) const override
    {
        const std::string prefix = "system:node:";
        const std::string& user = attributes.request.identity->user;
        if (!user.starts_with(prefix))
            return std::nullopt;
        const api::ObjectPtr node =
            attributes.state.store.find(apiserver::keyOf(Cluster::kind("Node"), {}, user.substr(prefix.size())));
        if (!node || !node.meta().labels.contains("line"))
            return std::nullopt;
        return api::Status{503, "ServiceUnavailable", "nobody hears this node", {}};
    }
};

std::unique_ptr<Lab> newLab(std::uint64_t seed = 1)
{
    Lab::Options options;
    options.seed = seed;
    options.keyframeEvery = 500; // so that there are several to begin from
    auto lab = std::make_unique<Lab>(lab::ClusterFile::standard(), options);
    lab->server().admission().add(std::make_unique<DeadLine>());
    return lab;
}

void make(Lab& lab, const char* kind, const QByteArray& yaml)
{
    apiserver::Request asked = Cluster::request(apiserver::Verb::Create, kind, {});
    asked.body = yaml.toStdString();
    asked.bodyFormat = apiserver::BodyFormat::Yaml;
    const apiserver::Response made = lab.submit(asked);
    if (!made.ok())
        qFatal("%s", made.status.message.c_str());
}

void patch(Lab& lab, const char* kind, const QByteArray& name, const QByteArray& json)
{
    apiserver::Request asked = Cluster::request(apiserver::Verb::Patch, kind, name);
    asked.patchType = apiserver::PatchType::Merge;
    asked.body = json.toStdString();
    asked.bodyFormat = apiserver::BodyFormat::Json;
    lab.submit(asked);
}

// The first pod, by name, that somebody of that kind and name began with controls and that has not ended.
api::ObjectPtr firstPod(const Lab& lab, std::string_view kind, std::string_view owner)
{
    api::ObjectPtr found;
    lab.store().tree(apiserver::resourceId(Cluster::kind("Pod"))).visit([&](const api::ObjectPtr& pod) {
        const api::OwnerReference* const controller = controllers::controllerOf(pod.meta());
        if (controller && controller->kind == kind && controller->name.view().starts_with(owner)
            && controllers::isActive(*pod.as<api::Pod>()))
            found = pod;
        return !found;
    });
    return found;
}

// As a kubelet reports it.
void end(Lab& lab, const api::ObjectPtr& pod, const char* phase)
{
    if (!pod)
        return;
    apiserver::Request asked =
        Cluster::request(apiserver::Verb::Update, "Pod", QByteArray::fromStdString(pod.meta().name.str()));
    asked.subresource = "status";
    asked.object = pod;
    asked.object.editAs<api::Pod>().status.edit().phase = phase;
    lab.submit(asked);
}

void evict(Lab& lab, const api::ObjectPtr& pod)
{
    if (!pod)
        return;
    const std::string name = pod.meta().name.str();
    apiserver::Request asked = Cluster::request(apiserver::Verb::Create, "Pod", QByteArray::fromStdString(name));
    asked.subresource = "eviction";
    asked.body = "apiVersion: policy/v1\nkind: Eviction\nmetadata: {name: " + name + ", namespace: default}\n";
    asked.bodyFormat = apiserver::BodyFormat::Yaml;
    lab.submit(asked);
}

QByteArray workload(const char* kind, const char* name, const QByteArray& spec, const char* more = "")
{
    return QByteArray("apiVersion: apps/v1\nkind: ") + kind + "\nmetadata: {name: " + name + "}\nspec: {" + spec
        + "selector: {matchLabels: {app: " + name + "}}, template: {metadata: {labels: {app: " + name
        + "}}, spec: {containers: [{name: c, image: one, resources: {requests: {cpu: 300m}}}]" + more + "}}}\n";
}

// What people do to the cluster in its n-th second.
void act(Lab& lab, int second)
{
    const QByteArray work = "template: {spec: {restartPolicy: Never, containers: [{name: c, image: work}]}}";
    switch (second) {
    case 1:
        make(lab, "ResourceQuota", "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {pods: 26, count/jobs.batch: 3}}\n");
        make(lab, "PriorityClass", "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1000\n");
        make(lab, "Service", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n");
        make(lab, "Deployment", workload("Deployment", "web", "replicas: 8, ", ", tolerations: [{operator: Exists, effect: NoExecute, tolerationSeconds: 20}]"));
        make(lab, "StatefulSet", workload("StatefulSet", "db", "replicas: 3, serviceName: db, "));
        make(lab, "DaemonSet", workload("DaemonSet", "agent", ""));
        make(lab, "PodDisruptionBudget",
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 7, selector: {matchLabels: {app: web}}}\n");
        make(lab, "Job", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: sums}\nspec: {completions: 6, parallelism: 2, " + work + "}\n");
        make(lab, "CronJob",
            "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: often}\nspec: {schedule: \"* * * * *\", jobTemplate: {spec: {" + work + "}}}\n");
        break;
    case 30: // it rolls
    case 290:
        patch(lab, "Deployment", "web", R"({"spec":{"template":{"metadata":{"annotations":{"at":")" + QByteArray::number(second) + "\"}}}}}");
        break;
    case 45:
        patch(lab, "StatefulSet", "db", R"({"spec":{"replicas":4,"template":{"metadata":{"annotations":{"new":"yes"}}}}})");
        break;
    case 60: // too much for anybody; waits, and is asked about again and again
        make(lab, "Pod", "apiVersion: v1\nkind: Pod\nmetadata: {name: giant}\nspec: {containers: [{name: c, image: i, resources: {requests: {cpu: 5}}}]}\n");
        break;
    case 70: // fits where others go
        make(lab, "Pod",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: vip}\nspec: {priorityClassName: high, containers: [{name: c, image: i, resources: {requests: {cpu: 3500m}}}]}\n");
        break;
    case 90:
        patch(lab, "Node", "node-3", R"({"metadata":{"labels":{"line":"dead"}}})");
        break;
    case 240:
        patch(lab, "Node", "node-3", R"({"metadata":{"labels":{"line":null}}})");
        break;
    case 300: // by somebody who writes no time to it
        patch(lab, "Node", "node-2", R"({"spec":{"taints":[{"key":"repair","effect":"NoExecute"}]}})");
        break;
    case 350:
        patch(lab, "Node", "node-2", R"({"spec":{"taints":null}})");
        break;
    default:
        break;
    }
    if (second % 13 == 0)
        end(lab, firstPod(lab, "Job", ""), second % 2 ? "Succeeded" : "Failed");
    if (second % 31 == 0)
        end(lab, firstPod(lab, "DaemonSet", "agent"), "Failed");
    if (second % 17 == 0)
        evict(lab, firstPod(lab, "ReplicaSet", "web"));
}

// Lives on to the end, from wherever it is, but not on a whole second: whether its acts were done could not be told.
void liveOn(Lab& lab)
{
    for (;;) {
        const api::Microseconds lived = lab.now() - lab.beginning();
        const auto second = std::chrono::floor<seconds>(lived) + seconds(1);
        if (second.count() > lifetime)
            return;
        lab.runFor(second - lived);
        act(lab, static_cast<int>(second.count()));
        lab.runFor(api::Microseconds(1));
    }
}

// Up to a moment between two whole seconds.
void liveUntil(Lab& lab, api::Microseconds moment)
{
    for (;;) {
        const api::Microseconds lived = lab.now() - lab.beginning();
        const auto second = std::chrono::floor<seconds>(lived) + seconds(1);
        if (second > moment)
            return lab.runFor(moment - lived);
        lab.runFor(second - lived);
        act(lab, static_cast<int>(second.count()));
        lab.runFor(api::Microseconds(1));
    }
}

api::Microseconds momentIn(sim::RandomStream& random, int from, int to)
{
    const auto span = static_cast<std::uint32_t>(to - from);
    return seconds(from) + seconds(random.below(span)) + api::Microseconds(1 + random.below(999'999));
}

} // namespace

void TestControllerReplay::initTestCase()
{
    m_original = newLab();
    liveOn(*m_original);
}

// Each of the components that keep something in mind was asked for it: their Events tell.
void TestControllerReplay::muchHappened()
{
    std::set<std::string> told;
    m_original->store().tree(apiserver::resourceId(Cluster::kind("Event"))).visit([&](const api::ObjectPtr& event) {
        told.insert(event.as<api::Event>()->reason.str());
        return true;
    });
    for (const char* reason : {"ScalingReplicaSet", "SuccessfulCreate", "SuccessfulDelete", "FailedCreate", "FailedScheduling", "Preempted",
             "FailedDaemonPod", "NodeNotReady", "TaintManagerEviction", "SawCompletedJob", "Completed"})
        QVERIFY2(told.contains(reason), reason);
}

void TestControllerReplay::equalInputsMakeEqualHistories()
{
    const auto second = newLab();
    liveOn(*second);
    QCOMPARE(second->historyHash(), m_original->historyHash());
    QCOMPARE(second->store().revision(), m_original->store().revision());
    const auto other = newLab(2);
    liveOn(*other);
    QVERIFY(other->historyHash() != m_original->historyHash());
}

void TestControllerReplay::forksLiveOnAlike()
{
    auto random = sim::Random(3).stream("test", "forks", 0);
    const auto lab = newLab();
    std::vector<std::unique_ptr<Lab>> forks;
    for (int part = 0; part < 4; ++part) {
        liveUntil(*lab, momentIn(random, part * 100, part * 100 + 100));
        forks.push_back(lab->fork());
        // And once more where something is under way, between two events.
        const api::Microseconds lived = lab->now() - lab->beginning();
        lab->runFor(std::chrono::floor<seconds>(lived) + seconds(1) - lived - api::Microseconds(1), 1 + random.below(40));
        forks.push_back(lab->fork());
    }
    liveOn(*lab);
    QCOMPARE(lab->historyHash(), m_original->historyHash());
    for (const auto& fork : forks) {
        liveOn(*fork);
        QCOMPARE(fork->historyHash(), m_original->historyHash());
    }
}

void TestControllerReplay::rewoundLabsLiveOnAlike()
{
    auto random = sim::Random(5).stream("test", "rewinds", 0);
    const auto lab = m_original->fork();
    for (int from : {300, 20, 100}) { // of the branch before, each time
        QVERIFY(lab->rewind(lab->beginning() + momentIn(random, from, from + 90)));
        liveOn(*lab);
        QCOMPARE(lab->historyHash(), m_original->historyHash());
    }
    QVERIFY(lab->switchTo(0));
    QCOMPARE(lab->historyHash(), m_original->historyHash());
}

QTEST_GUILESS_MAIN(TestControllerReplay)
#include "test_controllerreplay.moc"
