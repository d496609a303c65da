// PodDisruptionBudgets: what must stay, what may go, and what the eviction API makes of it.
#include "cluster.h"

#include "api/types/apps.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/policy.h"
#include "controllers/disruption/budget.h"

using namespace kubarium;

class TestDisruption : public QObject {
    Q_OBJECT
private slots:
    void arithmetic_data();
    void arithmetic();
    void statuses_data();
    void statuses();
    void evictions();
    void anEvictionThatNeverHappensIsForgotten();
    void aStaleTargetIsTakenBack();
    void unhealthyPods_data();
    void unhealthyPods();
    void podsWithSeveralBudgets();
    void nothingHappensTwice();
};

namespace {

// Pods of a ReplicaSet that no node takes: the test says itself how they are.
QByteArray replicaSet(int replicas, const QByteArray& name = "web")
{
    return "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: " + name + "}\nspec:\n  replicas: " + QByteArray::number(replicas)
        + "\n  selector: {matchLabels: {app: web, set: " + name + "}}\n  template:\n    metadata: {labels: {app: web, set: " + name
        + "}}\n    spec: {nodeSelector: {never: here}, terminationGracePeriodSeconds: 30, containers: [{name: c, image: x}]}\n";
}

QByteArray pod(const QByteArray& name, const QByteArray& owner = {})
{
    const QByteArray owners = owner.isEmpty() ? QByteArray() : ", ownerReferences: [" + owner + "]";
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", labels: {app: web}" + owners
        + "}\nspec: {nodeSelector: {never: here}, containers: [{name: c, image: x}]}\n";
}

QByteArray budget(const QByteArray& spec, const QByteArray& name = "b")
{
    return "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: " + name + "}\nspec: {selector: {matchLabels: {app: web}}, " + spec
        + "}\n";
}

std::vector<api::ObjectPtr> podsOf(Cluster& cluster)
{
    std::vector<api::ObjectPtr> pods;
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Pod"))).visit([&](const api::ObjectPtr& object) {
        if (object.meta().namespace_ == "default")
            pods.push_back(object);
        return true;
    });
    return pods;
}

// As a kubelet tells that a pod runs and is ready, or not.
void tell(Cluster& cluster, const api::ObjectPtr& pod, bool ready, const char* phase = "Running")
{
    apiserver::Request asked =
        Cluster::request(apiserver::Verb::Update, "Pod", QByteArray::fromStdString(pod.meta().name.str()));
    asked.subresource = "status";
    asked.object = cluster.find("Pod", asked.name.c_str());
    api::PodStatus& status = asked.object.editAs<api::Pod>().status.edit();
    status.phase = phase;
    status.conditions.eraseIf([](const api::PodCondition& condition) { return condition.type == "Ready"; });
    api::PodCondition& condition = status.conditions.push_back({});
    condition.type = "Ready";
    condition.status = ready ? "True" : "False";
    const apiserver::Response written = cluster.lab().submit(asked);
    QVERIFY2(written.ok(), written.status.message.c_str());
}

void tellReady(Cluster& cluster, int count)
{
    for (const api::ObjectPtr& pod : podsOf(cluster)) {
        if (count-- > 0)
            tell(cluster, pod, true);
    }
    cluster.lab().runFor(std::chrono::seconds(2));
}

const api::PodDisruptionBudgetStatus& statusOf(Cluster& cluster, const char* name = "b")
{
    static api::ObjectPtr kept;
    kept = cluster.find("PodDisruptionBudget", name);
    return *kept.as<api::PodDisruptionBudget>()->status;
}

// "expected 3 healthy 2 desired 2 allowed 0 InsufficientPods"
QString told(Cluster& cluster, const char* name = "b")
{
    const api::PodDisruptionBudgetStatus& status = statusOf(cluster, name);
    QString text = QString("expected %1 healthy %2 desired %3 allowed %4")
                       .arg(status.expectedPods)
                       .arg(status.currentHealthy)
                       .arg(status.desiredHealthy)
                       .arg(status.disruptionsAllowed);
    for (const api::Condition& condition : status.conditions)
        text += " " + QString::fromStdString(condition.reason.str());
    return text;
}

QStringList eventsAbout(Cluster& cluster, const QString& name)
{
    QStringList list;
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Event"))).visit([&](const api::ObjectPtr& object) {
        const api::Event& event = *object.as<api::Event>();
        if (QString::fromStdString(event.involvedObject.name.str()) == name && event.source.component == "controllermanager")
            list << QString::fromStdString(event.type.str() + " " + event.reason.str() + ": " + event.message.str());
        return true;
    });
    list.sort();
    return list;
}

apiserver::Response evict(Cluster& cluster, const api::ObjectPtr& pod)
{
    apiserver::Request asked =
        Cluster::request(apiserver::Verb::Create, "Pod", QByteArray::fromStdString(pod.meta().name.str()));
    asked.subresource = "eviction";
    asked.body = "apiVersion: policy/v1\nkind: Eviction\nmetadata: {name: " + asked.name + "}\n";
    asked.bodyFormat = apiserver::BodyFormat::Yaml;
    return cluster.lab().submit(asked);
}

QString causeOf(const apiserver::Response& response)
{
    QString text = QString::number(response.status.code);
    for (const api::StatusCause& cause : response.status.details.causes)
        text += " " + QString::fromStdString(cause.message);
    return text;
}

} // namespace

void TestDisruption::arithmetic_data()
{
    QTest::addColumn<QString>("least");
    QTest::addColumn<QString>("most");
    QTest::addColumn<int>("expected");
    QTest::addColumn<int>("healthy");
    QTest::addColumn<int>("desired"); // -1: cannot be told
    QTest::addColumn<int>("allowed");
    QTest::newRow("two of three may not go") << "2" << "" << 3 << 3 << 2 << 1;
    QTest::newRow("half of three is two") << "50%" << "" << 3 << 3 << 2 << 1;
    QTest::newRow("half of five is three") << "50%" << "" << 5 << 5 << 3 << 2;
    QTest::newRow("half of four is two") << "50%" << "" << 4 << 4 << 2 << 2;
    QTest::newRow("a thousandth of one is one") << "1%" << "" << 1 << 1 << 1 << 0;
    QTest::newRow("all of them") << "100%" << "" << 5 << 5 << 5 << 0;
    QTest::newRow("none of them") << "0%" << "" << 5 << 5 << 0 << 5;
    QTest::newRow("more than there are") << "5" << "" << 3 << 3 << 5 << 0;
    QTest::newRow("not even as many as must stay") << "3" << "" << 3 << 1 << 3 << 0;
    QTest::newRow("one may be missing") << "" << "1" << 3 << 3 << 2 << 1;
    QTest::newRow("one is missing already") << "" << "1" << 3 << 2 << 2 << 0;
    QTest::newRow("a third of three may be missing, rounded up") << "" << "34%" << 3 << 3 << 1 << 2;
    QTest::newRow("a third of five") << "" << "34%" << 5 << 5 << 3 << 2;
    QTest::newRow("none may be missing") << "" << "0" << 3 << 3 << 3 << 0;
    QTest::newRow("none in a hundred") << "" << "0%" << 3 << 3 << 3 << 0;
    QTest::newRow("all may be missing") << "" << "100%" << 3 << 3 << 0 << 3;
    QTest::newRow("more may be missing than there are") << "" << "9" << 3 << 3 << 0 << 3;
    QTest::newRow("of none, none may go") << "0" << "" << 0 << 0 << 0 << 0;
    QTest::newRow("of none, whatever may be missing") << "" << "2" << 0 << 0 << 0 << 0;
    QTest::newRow("nothing is said") << "" << "" << 3 << 3 << 0 << 3;
    QTest::newRow("no amount at all") << "many" << "" << 3 << 3 << -1 << 0;
}

void TestDisruption::arithmetic()
{
    QFETCH(QString, least);
    QFETCH(QString, most);
    QFETCH(int, expected);
    QFETCH(int, healthy);
    QFETCH(int, desired);
    QFETCH(int, allowed);
    const auto amount = [](const QString& text) -> api::Optional<api::IntOrString> {
        bool isNumber = false;
        const int number = text.toInt(&isNumber);
        if (text.isEmpty())
            return {};
        return isNumber ? api::IntOrString(number) : api::IntOrString(api::Text(text.toStdString()));
    };
    api::PodDisruptionBudgetSpec spec;
    spec.minAvailable = amount(least);
    spec.maxUnavailable = amount(most);
    const std::optional<std::int32_t> found = controllers::desiredHealthy(spec, expected);
    QCOMPARE(found.value_or(-1), desired);
    if (found)
        QCOMPARE(controllers::disruptionsAllowed(expected, healthy, *found), allowed);
    QCOMPARE(controllers::needsScale(spec), !most.isEmpty() || least.endsWith("%") || least == "many");
}

void TestDisruption::statuses_data()
{
    QTest::addColumn<QByteArray>("objects");
    QTest::addColumn<int>("ready");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QStringList>("events");
    const QByteArray lonely = pod("a") + "---\n" + pod("b");
    const QString unmanaged = "Warning UnmanagedPods: Pods selected by this PodDisruptionBudget (selector: "
                              "&LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},}) were found "
                              "to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined "
                              "behavior. To account for these pods please set \".spec.minAvailable\" field of the PDB to an integer value.";
    QTest::newRow("enough are ready") << replicaSet(3) + "---\n" + budget("minAvailable: 2") << 3
                                      << "expected 3 healthy 3 desired 2 allowed 1 SufficientPods" << QStringList();
    QTest::newRow("not enough are") << replicaSet(3) + "---\n" + budget("minAvailable: 2") << 2
                                    << "expected 3 healthy 2 desired 2 allowed 0 InsufficientPods" << QStringList();
    QTest::newRow("a share of what the sets want together")
        << replicaSet(3) + "---\n" + replicaSet(2, "api") + "---\n" + budget("maxUnavailable: 40%") << 5
        << "expected 5 healthy 5 desired 3 allowed 2 SufficientPods" << QStringList();
    QTest::newRow("pods of nobody have a number") << lonely + "---\n" + budget("minAvailable: 1") << 2
                                                  << "expected 2 healthy 2 desired 1 allowed 1 SufficientPods" << QStringList();
    QTest::newRow("but no share") << lonely + "---\n" + budget("maxUnavailable: 50%") << 2
                                  << "expected 0 healthy 2 desired 0 allowed 0 InsufficientPods" << QStringList{unmanaged};
    QTest::newRow("no pods") << budget("minAvailable: 1") << 0 << "expected 0 healthy 0 desired 1 allowed 0 InsufficientPods"
                             << QStringList{"Normal NoPods: No matching pods found"};
    QTest::newRow("no amount is said") << replicaSet(1) + "---\n" + budget("unhealthyPodEvictionPolicy: AlwaysAllow") << 1
                                       << "expected 0 healthy 1 desired 0 allowed 0 InsufficientPods" << QStringList();
    QTest::newRow("a controller without a scale")
        << QByteArray("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: j}\n---\n")
                + pod("a", "{apiVersion: v1, kind: ConfigMap, name: j, uid: $j, controller: true}") + "---\n" + budget("maxUnavailable: 1") << 1
        << "expected 0 healthy 0 desired 0 allowed 0 SyncFailed"
        << QStringList{"Warning CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: configmaps does not "
                       "implement the scale subresource"};
    QTest::newRow("a controller that is gone, whose pod waits for something")
        << QByteArray(pod("a", "{apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: '12', controller: true}"))
                .replace("name: a,", "name: a, finalizers: [test/stay],")
            + "---\n" + budget("minAvailable: 50%")
        << 1 << "expected 0 healthy 0 desired 0 allowed 0 SyncFailed"
        << QStringList{"Warning CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: found no controllers "
                       "for pod \"a\""};
    QTest::newRow("a controller of an unknown kind")
        << pod("a", "{apiVersion: shop/v1, kind: Basket, name: j, uid: '12', controller: true}") + "---\n" + budget("maxUnavailable: 1") << 1
        << "expected 0 healthy 0 desired 0 allowed 0 SyncFailed"
        << QStringList{"Warning CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: no matches for kind "
                       "\"Basket\" in version \"shop/v1\""};
}

void TestDisruption::statuses()
{
    QFETCH(QByteArray, objects);
    QFETCH(int, ready);
    QFETCH(QString, status);
    QFETCH(QStringList, events);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    const apiserver::Response made = cluster.create(objects);
    QVERIFY2(made.ok(), made.status.message.c_str());
    cluster.lab().runFor(std::chrono::seconds(2));
    tellReady(cluster, ready);
    QCOMPARE(told(cluster), status);
    QCOMPARE(eventsAbout(cluster, "b"), events);
    QCOMPARE(statusOf(cluster).observedGeneration, status.contains("SyncFailed") ? 0 : 1);
}

void TestDisruption::evictions()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(replicaSet(3) + "---\n" + budget("minAvailable: 2")).ok());
    cluster.lab().runFor(std::chrono::seconds(1));
    const std::vector<api::ObjectPtr> pods = podsOf(cluster);
    QCOMPARE(causeOf(evict(cluster, pods[0])), "201"); // it does not run yet
    cluster.lab().runFor(std::chrono::seconds(40));
    tellReady(cluster, 3);
    const std::vector<api::ObjectPtr> running = podsOf(cluster);
    QCOMPARE(running.size(), std::size_t(3));
    QCOMPARE(causeOf(evict(cluster, running[0])), "201");
    QCOMPARE(causeOf(evict(cluster, running[1])), "429 The disruption budget b needs 2 healthy pods and has 3 currently");
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(told(cluster), "expected 3 healthy 2 desired 2 allowed 0 InsufficientPods"); // its successor is not ready
    QVERIFY(statusOf(cluster).disruptedPods.empty());
    QCOMPARE(causeOf(evict(cluster, running[1])), "429 The disruption budget b needs 2 healthy pods and has 2 currently");
    cluster.change("PodDisruptionBudget", "b",
        [](api::ObjectPtr& object) { object.editAs<api::PodDisruptionBudget>().spec.edit().minAvailable = api::IntOrString(1); });
    QCOMPARE(causeOf(evict(cluster, running[1])), "429 The disruption budget b is still being processed by the server.");
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(causeOf(evict(cluster, running[1])), "201");
}

// The pod's deletion is in the way of something: after two minutes it counts again, and that is said.
void TestDisruption::anEvictionThatNeverHappensIsForgotten()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(replicaSet(2) + "---\n" + budget("minAvailable: 1")).ok());
    cluster.lab().runFor(std::chrono::seconds(1));
    tellReady(cluster, 2);
    QCOMPARE(told(cluster), "expected 2 healthy 2 desired 1 allowed 1 SufficientPods");
    const api::ObjectPtr pod = podsOf(cluster).front();
    const QByteArray name = QByteArray::fromStdString(pod.meta().name.str());
    apiserver::Request asked = Cluster::request(apiserver::Verb::Update, "PodDisruptionBudget", "b");
    asked.subresource = "status";
    asked.object = cluster.find("PodDisruptionBudget", "b");
    asked.object.editAs<api::PodDisruptionBudget>().status.edit().disruptedPods.set(pod.meta().name, cluster.lab().now());
    QVERIFY(cluster.lab().submit(asked).ok());
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(told(cluster), "expected 2 healthy 1 desired 1 allowed 0 InsufficientPods");
    cluster.lab().runFor(std::chrono::minutes(3));
    QCOMPARE(told(cluster), "expected 2 healthy 2 desired 1 allowed 1 SufficientPods");
    QCOMPARE(eventsAbout(cluster, name),
        QStringList{"Warning NotDeleted: Pod was expected by PDB default/b to be deleted but it wasn't"});
}

void TestDisruption::aStaleTargetIsTakenBack()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(pod("a")).ok());
    apiserver::Request asked = Cluster::request(apiserver::Verb::Update, "Pod", "a");
    asked.subresource = "status";
    asked.object = cluster.find("Pod", "a");
    api::PodCondition& target = asked.object.editAs<api::Pod>().status.edit().conditions.push_back({});
    target.type = "DisruptionTarget";
    target.status = "True";
    target.reason = "PreemptionByScheduler";
    target.lastTransitionTime = cluster.lab().now();
    QVERIFY(cluster.lab().submit(asked).ok());
    const auto value = [&] {
        const api::ObjectPtr found = cluster.find("Pod", "a");
        for (const api::PodCondition& condition : found.as<api::Pod>()->status->conditions) {
            if (condition.type == "DisruptionTarget")
                return QString::fromStdString(condition.status.str() + condition.reason.str());
        }
        return QString();
    };
    cluster.lab().runFor(std::chrono::seconds(110));
    QCOMPARE(value(), "TruePreemptionByScheduler");
    cluster.lab().runFor(std::chrono::seconds(20));
    QCOMPARE(value(), "False");
}

void TestDisruption::unhealthyPods_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<int>("ready"); // of three, of which two must stay
    QTest::addColumn<QString>("answer");
    QTest::newRow("the healthy ones suffice") << QByteArray() << 2 << "201";
    QTest::newRow("they do not") << QByteArray() << 1 << "429 The disruption budget b needs 2 healthy pods and has 1 currently";
    QTest::newRow("it is always allowed") << QByteArray(", unhealthyPodEvictionPolicy: AlwaysAllow") << 1 << "201";
    QTest::newRow("the same as nothing said") << QByteArray(", unhealthyPodEvictionPolicy: IfHealthyBudget") << 1
                                              << "429 The disruption budget b needs 2 healthy pods and has 1 currently";
}

void TestDisruption::unhealthyPods()
{
    QFETCH(QByteArray, policy);
    QFETCH(int, ready);
    QFETCH(QString, answer);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(replicaSet(3) + "---\n" + budget("minAvailable: 2" + policy)).ok());
    cluster.lab().runFor(std::chrono::seconds(1));
    tellReady(cluster, ready);
    const api::ObjectPtr last = podsOf(cluster).back();
    tell(cluster, last, false);
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(causeOf(evict(cluster, last)), answer);
}

void TestDisruption::podsWithSeveralBudgets()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(pod("a") + "---\n" + budget("minAvailable: 0") + "---\n" + budget("maxUnavailable: 1", "c")).ok());
    cluster.lab().runFor(std::chrono::seconds(1));
    tellReady(cluster, 1);
    const apiserver::Response refused = evict(cluster, podsOf(cluster).front());
    QCOMPARE(refused.status.code, 500);
    QCOMPARE(QString::fromStdString(refused.status.message),
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
    QCOMPARE(eventsAbout(cluster, "a"),
        QStringList{"Warning MultiplePodDisruptionBudgets: Pod \"default\"/\"a\" matches multiple PodDisruptionBudgets.  Chose \"b\" "
                    "arbitrarily."});
}

// A budget that stands writes nothing, however long it stands.
void TestDisruption::nothingHappensTwice()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(replicaSet(2) + "---\n" + budget("maxUnavailable: 1")).ok());
    cluster.lab().runFor(std::chrono::seconds(1));
    tellReady(cluster, 2);
    const auto version = cluster.find("PodDisruptionBudget", "b").meta().resourceVersion;
    cluster.lab().runFor(std::chrono::minutes(10));
    QVERIFY(cluster.find("PodDisruptionBudget", "b").meta().resourceVersion == version);
}

QTEST_GUILESS_MAIN(TestDisruption)
#include "test_disruption.moc"
