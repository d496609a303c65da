// Eviction: a delete that asks the disruption budget first. And what else is posted below a pod.
#include "apiserver/apiserver.h"
#include "apiserver/resources.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/policy.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestEviction : public QObject {
    Q_OBJECT
private slots:
    void aPodMayGo_data();
    void aPodMayGo();
    void aPodOnANodeHasItsGrace();
    void refusals_data();
    void refusals();
    void aDryRunUsesNothingUp();
    void whatIsBelowAPodIsNotThePod_data();
    void whatIsBelowAPodIsNotThePod();
};

namespace {

struct Budget {
    int allowed = 1;
    int healthy = 2;
    int desired = 1;
    bool observed = true;
    bool always = false;
};

class Cluster {
public:
    Cluster()
    {
        state.now = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600));
        put("Namespace", api::ObjectPtr::make(*api::findKind("", "v1", "Namespace")->type), "default", "");
    }

    void addPod(const char* phase, bool ready, std::int64_t grace = 0)
    {
        api::Box<api::Pod> pod;
        pod.edit().metadata.labels = { { "app", "web" } };
        pod.edit().spec.edit().nodeName = "node-1";
        pod.edit().spec.edit().terminationGracePeriodSeconds = grace;
        api::PodStatus& status = pod.edit().status.edit();
        status.phase = phase;
        api::PodCondition& condition = status.conditions.push_back({});
        condition.type = "Ready";
        condition.status = ready ? "True" : "False";
        put("Pod", pod, "web", "default");
    }

    void addBudget(const Budget& wish, const char* name = "web")
    {
        api::Box<api::PodDisruptionBudget> budget;
        budget.edit().metadata.generation = 1;
        api::PodDisruptionBudgetSpec& spec = budget.edit().spec.edit();
        spec.selector.edit().matchLabels = { { "app", "web" } };
        if (wish.always)
            spec.unhealthyPodEvictionPolicy = "AlwaysAllow";
        api::PodDisruptionBudgetStatus& status = budget.edit().status.edit();
        status.observedGeneration = wish.observed ? 1 : 0;
        status.disruptionsAllowed = wish.allowed;
        status.currentHealthy = wish.healthy;
        status.desiredHealthy = wish.desired;
        put("PodDisruptionBudget", budget, name, "default");
    }

    Response evict(const std::string& body = R"({"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"web"}})",
        bool dryRun = false)
    {
        Request request = about(Verb::Create, "eviction");
        request.body = body;
        request.bodyFormat = BodyFormat::Json;
        request.dryRun = dryRun;
        return server.handle(state, request);
    }

    Request about(Verb verb, const std::string& subresource) const
    {
        Request request;
        request.verb = verb;
        request.kind = api::findKind("", "v1", "Pod");
        request.namespace_ = "default";
        request.name = "web";
        request.subresource = subresource;
        request.identity = std::make_shared<const Identity>(Identity { "admin", "", { "system:masters" }, {} });
        return request;
    }

    template <class T>
    const T* find(const char* kind, const char* name) const
    {
        return state.store.find(keyOf(kindNamed(kind), "default", name)).template as<T>();
    }

    State state { 1 };
    ApiServer server;

private:
    static const api::Kind& kindNamed(const char* name)
    {
        const auto all = api::kinds();
        return *std::find_if(all.begin(), all.end(), [&](const api::Kind& kind) { return kind.kind == name && kind.stored; });
    }

    // As it stands in etcd, whoever brought it there.
    void put(const char* kind, api::ObjectPtr object, const char* name, const char* space)
    {
        object.editMeta().name = name;
        object.editMeta().namespace_ = space;
        state.store.create(resourceId(kindNamed(kind)), object, { state.now, {}, "test" });
    }
};

} // namespace

void TestEviction::aPodMayGo_data()
{
    QTest::addColumn<QString>("phase");
    QTest::addColumn<bool>("ready");
    QTest::addColumn<int>("allowed");
    QTest::addColumn<int>("healthy");
    QTest::addColumn<bool>("always");
    QTest::addColumn<int>("left"); // disruptions in the budget
    QTest::newRow("a ready pod takes one disruption") << "Running" << true << 2 << 3 << false << 1;
    QTest::newRow("the last disruption is one, too") << "Running" << true << 1 << 2 << false << 0;
    QTest::newRow("a pod that has ended needs no budget") << "Succeeded" << false << 0 << 0 << false << 0;
    QTest::newRow("nor does one that never began") << "Pending" << false << 0 << 0 << false << 0;
    QTest::newRow("an unready pod may go if the others suffice") << "Running" << false << 0 << 1 << false << 0;
    QTest::newRow("or if the budget says always") << "Running" << false << 0 << 0 << true << 0;
}

void TestEviction::aPodMayGo()
{
    QFETCH(QString, phase);
    QFETCH(bool, ready);
    QFETCH(int, allowed);
    QFETCH(int, healthy);
    QFETCH(bool, always);
    QFETCH(int, left);
    Cluster cluster;
    cluster.addPod(qPrintable(phase), ready);
    cluster.addBudget({ allowed, healthy, 1, true, always });
    const Response response = cluster.evict();
    QCOMPARE(QString::fromStdString(response.status.message), QString());
    QCOMPARE(response.status.code, 201);
    QVERIFY(!response.object);
    const auto* const budget = cluster.find<api::PodDisruptionBudget>("PodDisruptionBudget", "web");
    QCOMPARE(budget->status->disruptionsAllowed, left);
    QCOMPARE(budget->status->disruptedPods.size(), static_cast<std::size_t>(allowed - left));
    const auto* const pod = cluster.find<api::Pod>("Pod", "web");
    QVERIFY(!pod || pod->metadata.deletionTimestamp); // gone, or given its grace
    if (pod && phase == "Running") {
        const api::PodCondition& last = pod->status->conditions.back();
        QCOMPARE(QString::fromStdString(last.type.str() + " " + last.reason.str() + " " + last.message.str()),
            QString("DisruptionTarget EvictionByEvictionAPI Eviction API: evicting"));
    }
}

void TestEviction::aPodOnANodeHasItsGrace()
{
    Cluster cluster;
    cluster.addPod("Running", true, 30);
    QCOMPARE(cluster.evict().status.code, 201);
    const api::Pod* const pod = cluster.find<api::Pod>("Pod", "web"); // until its kubelet has stopped it
    QVERIFY(pod->metadata.deletionTimestamp);
    QCOMPARE(pod->metadata.deletionGracePeriodSeconds.valueOr(0), 30);
    QCOMPARE(pod->status->conditions.size(), 2U); // and why it goes
}

void TestEviction::refusals_data()
{
    QTest::addColumn<int>("allowed");
    QTest::addColumn<bool>("observed");
    QTest::addColumn<int>("budgets");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("cause");
    const QString violates = "Cannot evict pod as it would violate the pod's disruption budget.";
    QTest::newRow("no disruption is left") << 0 << true << 1 << "web" << 429 << violates
                                           << "The disruption budget web needs 1 healthy pods and has 2 currently";
    QTest::newRow("the budget is new") << 1 << false << 1 << "web" << 429 << violates
                                       << "The disruption budget web is still being processed by the server.";
    QTest::newRow("two budgets") << 1 << true << 2 << "web" << 500
                                 << "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
                                 << "";
    QTest::newRow("another pod's name") << 1 << true << 1 << "db" << 400
                                        << "name in URL does not match name in Eviction object" << "";
}

void TestEviction::refusals()
{
    QFETCH(int, allowed);
    QFETCH(bool, observed);
    QFETCH(int, budgets);
    QFETCH(QString, name);
    QFETCH(int, code);
    QFETCH(QString, message);
    QFETCH(QString, cause);
    Cluster cluster;
    cluster.addPod("Running", true);
    for (int i = 0; i < budgets; ++i)
        cluster.addBudget({ allowed, 2, 1, observed, false }, i == 0 ? "web" : "more");
    const store::Revision before = cluster.state.store.revision();
    const Response response = cluster.evict(
        R"({"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":")" + name.toStdString() + "\"}}");
    QCOMPARE(QString::fromStdString(response.status.message), message);
    QCOMPARE(response.status.code, code);
    const auto& causes = response.status.details.causes;
    QCOMPARE(causes.empty() ? QString() : QString::fromStdString(causes.front().message), cause);
    QCOMPARE(cluster.state.store.revision(), before);
}

void TestEviction::aDryRunUsesNothingUp()
{
    Cluster cluster;
    cluster.addPod("Running", true);
    cluster.addBudget({});
    const store::Revision before = cluster.state.store.revision();
    QCOMPARE(cluster.evict(R"({"metadata":{"name":"web"},"deleteOptions":{"dryRun":["All"]}})").status.code, 201);
    QCOMPARE(cluster.evict(R"({"metadata":{"name":"web"}})", true).status.code, 201);
    QCOMPARE(cluster.state.store.revision(), before);
}

void TestEviction::whatIsBelowAPodIsNotThePod_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("subresource");
    QTest::addColumn<int>("code");
    QTest::newRow("its log is not read as the pod") << "get" << "log" << 405;
    QTest::newRow("exec is not answered with the pod") << "get" << "exec" << 405;
    QTest::newRow("nor is what is posted to it taken for one") << "create" << "exec" << 405;
    QTest::newRow("a name that nobody knows") << "create" << "farm" << 404;
    QTest::newRow("its status is the pod") << "get" << "status" << 200;
    QTest::newRow("a delete through its proxy does not delete it") << "delete" << "proxy" << 405;
}

void TestEviction::whatIsBelowAPodIsNotThePod()
{
    QFETCH(QString, method);
    QFETCH(QString, subresource);
    QFETCH(int, code);
    Cluster cluster;
    cluster.addPod("Running", true);
    Request request = cluster.about(method == "create" ? Verb::Create : method == "delete" ? Verb::Delete : Verb::Get, subresource.toStdString());
    if (method == "create") {
        request.body = R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"}})";
        request.bodyFormat = BodyFormat::Json;
    }
    QCOMPARE(cluster.server.handle(cluster.state, request).status.code, code);
    QVERIFY(cluster.find<api::Pod>("Pod", "web"));
}

QTEST_GUILESS_MAIN(TestEviction)
#include "test_eviction.moc"
