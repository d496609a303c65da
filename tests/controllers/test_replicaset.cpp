// As many pods as asked for: ReplicaSets and ReplicationControllers at work.
#include "controllers/cluster.h"

#include "api/encode.h"
#include "api/types/apps.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/core-workload.h"

using namespace kubarium;
using apiserver::Verb;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

// Its pods fit no node, so they stay as the test makes them.
QByteArray setOf(const QByteArray& name, int replicas, const QByteArray& more = {}, const QByteArray& meta = {})
{
    return "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: " + name + meta + "}\nspec:\n  replicas: "
        + QByteArray::number(replicas) + "\n" + more
        + "  selector: {matchLabels: {app: web}}\n"
          "  template: {metadata: {labels: {app: web, tier: front}}, spec: {nodeSelector: {never: here}, containers: [{name: c, image: nginx}]}}\n";
}

QByteArray controllerOf(const QByteArray& name, int replicas)
{
    return "apiVersion: v1\nkind: ReplicationController\nmetadata: {name: " + name + "}\nspec:\n  replicas: "
        + QByteArray::number(replicas)
        + "\n  template: {metadata: {labels: {app: web, tier: front}}, spec: {nodeSelector: {never: here}, containers: [{name: c, image: nginx}]}}\n";
}

QByteArray podOf(const QByteArray& meta)
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {" + meta + "}\nspec: {nodeSelector: {never: here}, containers: [{name: c, image: nginx}]}\n";
}

QString owner(const api::ObjectMeta& meta)
{
    for (const api::OwnerReference& reference : meta.ownerReferences) {
        if (reference.controller.valueOr(false))
            return QString::fromStdString(reference.name.str());
    }
    return "-";
}

std::vector<api::ObjectPtr> pods(Cluster& cluster, const QByteArray& home = "default")
{
    std::vector<api::ObjectPtr> list;
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Pod"))).visit([&](const api::ObjectPtr& pod) {
        if (pod.meta().namespace_ == home.toStdString())
            list.push_back(pod);
        return true;
    });
    return list;
}

std::vector<api::ObjectPtr> podsOf(Cluster& cluster, const QString& set)
{
    std::vector<api::ObjectPtr> list = pods(cluster);
    std::erase_if(list, [&](const api::ObjectPtr& pod) { return owner(pod.meta()) != set; });
    return list;
}

// "bare:set -:2": of pods with names of their own, whose they are; then how many were made, by owner.
QString whose(Cluster& cluster)
{
    QStringList named;
    QMap<QString, int> made;
    for (const api::ObjectPtr& pod : pods(cluster)) {
        if (pod.meta().generateName.empty())
            named << QString::fromStdString(pod.meta().name.str()) + ":" + owner(pod.meta());
        else
            ++made[owner(pod.meta())];
    }
    for (auto it = made.cbegin(); it != made.cend(); ++it)
        named << it.key() + "*" + QString::number(it.value());
    return named.join(' ');
}

template <class Change> void report(Cluster& cluster, const api::ObjectPtr& pod, Change change)
{
    apiserver::Request asked = Cluster::request(Verb::Update, "Pod", QByteArray::fromStdString(pod.meta().name.str()));
    asked.subresource = "status";
    asked.object = cluster.find("Pod", QByteArray::fromStdString(pod.meta().name.str()));
    change(asked.object.editAs<api::Pod>().status.edit());
    const apiserver::Response written = cluster.lab().submit(asked);
    QVERIFY2(written.ok(), written.status.message.c_str());
}

void setPhase(Cluster& cluster, const api::ObjectPtr& pod, const char* phase, bool isReady = false)
{
    report(cluster, pod, [&](api::PodStatus& status) {
        status.phase = phase;
        api::PodCondition ready;
        ready.type = "Ready";
        ready.status = isReady ? "True" : "False";
        ready.lastTransitionTime = cluster.lab().now();
        status.conditions.eraseIf([](const api::PodCondition& condition) { return condition.type == "Ready"; });
        status.conditions.push_back(ready);
    });
}

void scale(Cluster& cluster, const QByteArray& name, int replicas)
{
    QVERIFY(cluster.change("ReplicaSet", name, [&](api::ObjectPtr& set) {
        set.editAs<api::ReplicaSet>().spec.edit().replicas = replicas;
    }).ok());
}

QString statusOf(Cluster& cluster, const QByteArray& name)
{
    const api::ReplicaSetStatus& status = *cluster.find("ReplicaSet", name).as<api::ReplicaSet>()->status;
    return QString::fromStdString(api::toJson(*api::TypeOf<api::ReplicaSetStatus>::value, &status));
}

// "SuccessfulCreate 3, FailedCreate 1": what was said about an object, and how often.
QString said(Cluster& cluster, const QByteArray& about, const char* component = "replicaset-controller")
{
    QMap<QString, int> times;
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Event"))).visit([&](const api::ObjectPtr& object) {
        const api::Event& event = *object.as<api::Event>();
        if (event.involvedObject.name == about.toStdString() && event.source.component == component)
            times[QString::fromStdString(event.reason.str())] += event.count;
        return true;
    });
    QStringList list;
    for (auto it = times.cbegin(); it != times.cend(); ++it)
        list << it.key() + " " + QString::number(it.value());
    return list.join(", ");
}

void made(const apiserver::Response& response)
{
    if (!response.ok())
        qFatal("%s", response.status.message.c_str());
}

} // namespace

class TestReplicaSet : public QObject {
    Q_OBJECT
private slots:
    void podsAreMadeFromTheTemplate();
    void aReplicationControllerDoesTheSame();
    void asManyAsAskedFor_data();
    void asManyAsAskedFor();
    void whatIsLostIsReplaced_data();
    void whatIsLostIsReplaced();
    void whatIsCounted_data();
    void whatIsCounted();
    void whoIsAdopted_data();
    void whoIsAdopted();
    void aPodWithOtherLabelsIsLetGo();
    void whatOneLetsGoAnotherTakes();
    void equalSelectorsDoNotSteal();
    void whatAnOrphanedSetLeftIsTakenUp();
    void theLeastWantedGoes();
    void podsBesideTheirSuccessorsGoFirst();
    void aSetThatIsDeletedDoesNothingMore();
    void availableAfterAWhile();
    void refusalsAreTold();
    void aThousandAreRefusedOnce();
    void aNamespaceThatEndsGetsNone();
    void refusedDeletionsAreTold();
    void fiveHundredAtATime();
    void aStatusIsNotWrittenTwice();
};

void TestReplicaSet::podsAreMadeFromTheTemplate()
{
    Cluster cluster;
    made(cluster.create(setOf("set", 2)));
    cluster.lab().runFor(seconds(1));
    const std::vector<api::ObjectPtr> pods = podsOf(cluster, "set");
    QCOMPARE(pods.size(), 2U);
    for (const api::ObjectPtr& pod : pods) {
        QCOMPARE(pod.meta().generateName.str(), "set-");
        QVERIFY(QRegularExpression("^set-[bcdfghjklmnpqrstvwxz2456789]{5}$").match(QString::fromStdString(pod.meta().name.str())).hasMatch());
        QCOMPARE(pod.meta().labels.valueOr("tier", ""), api::Text("front"));
        const api::OwnerReference& reference = pod.meta().ownerReferences.front();
        QCOMPARE(QString::fromStdString(api::toJson(*api::TypeOf<api::OwnerReference>::value, &reference)),
            QString(R"({"apiVersion":"apps/v1","kind":"ReplicaSet","name":"set","uid":"%1","controller":true,"blockOwnerDeletion":true})")
                .arg(QString::fromStdString(cluster.find("ReplicaSet", "set").meta().uid.str())));
    }
    QCOMPARE(said(cluster, "set"), "SuccessfulCreate 2");
    QCOMPARE(statusOf(cluster, "set"), R"({"replicas":2,"fullyLabeledReplicas":2,"observedGeneration":1})");
}

void TestReplicaSet::aReplicationControllerDoesTheSame()
{
    Cluster cluster;
    made(cluster.create(podOf("name: bare, labels: {app: web, tier: front, extra: x}")));
    made(cluster.create(controllerOf("rc", 2)));
    cluster.lab().runFor(seconds(1));
    QCOMPARE(whose(cluster), "bare:rc rc*1");
    QCOMPARE(said(cluster, "rc", "replication-controller"), "SuccessfulCreate 1");
    const auto counted = [&] {
        const api::ReplicationControllerStatus& status = *cluster.find("ReplicationController", "rc").as<api::ReplicationController>()->status;
        return QString::fromStdString(api::toJson(*api::TypeOf<api::ReplicationControllerStatus>::value, &status));
    };
    QCOMPARE(counted(), R"({"replicas":2,"fullyLabeledReplicas":2,"observedGeneration":1})");
    QVERIFY(cluster.change("ReplicationController", "rc", [](api::ObjectPtr& rc) {
        rc.editAs<api::ReplicationController>().spec.edit().selector = {{"app", "other"}};
        rc.editAs<api::ReplicationController>().spec.edit().template_.edit().metadata.labels = {{"app", "other"}};
    }).ok()); // a selector that may change
    cluster.lab().runFor(seconds(1));
    QCOMPARE(whose(cluster), "bare:- -*1 rc*2");
    QCOMPARE(counted(), R"({"replicas":2,"fullyLabeledReplicas":2,"observedGeneration":2})");
    QVERIFY(cluster.remove("ReplicationController", "rc", "Background").ok());
    cluster.lab().runFor(seconds(1));
    QCOMPARE(whose(cluster), "bare:- -*1");
}

void TestReplicaSet::asManyAsAskedFor_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::addColumn<QString>("events");
    QTest::newRow("none at all") << 0 << 0 << "";
    QTest::newRow("more") << 1 << 4 << "SuccessfulCreate 4";
    QTest::newRow("fewer") << 4 << 1 << "SuccessfulCreate 4, SuccessfulDelete 3";
    QTest::newRow("as many as there are") << 3 << 3 << "SuccessfulCreate 3";
    QTest::newRow("none any more") << 3 << 0 << "SuccessfulCreate 3, SuccessfulDelete 3";
}

void TestReplicaSet::asManyAsAskedFor()
{
    QFETCH(int, before);
    QFETCH(int, after);
    QFETCH(QString, events);
    Cluster cluster;
    made(cluster.create(setOf("set", before)));
    cluster.lab().runFor(seconds(2));
    QCOMPARE(podsOf(cluster, "set").size(), static_cast<std::size_t>(before));
    scale(cluster, "set", after);
    cluster.lab().runFor(seconds(2));
    QCOMPARE(podsOf(cluster, "set").size(), static_cast<std::size_t>(after));
    const api::ReplicaSetStatus& status = *cluster.find("ReplicaSet", "set").as<api::ReplicaSet>()->status;
    QCOMPARE(status.replicas, after);
    QCOMPARE(status.observedGeneration, before == after ? 1 : 2);
    QCOMPARE(said(cluster, "set"), events);
}

void TestReplicaSet::whatIsLostIsReplaced_data()
{
    QTest::addColumn<QByteArray>("fate");
    QTest::addColumn<int>("remaining"); // of two, beside the successors
    QTest::newRow("a pod that was deleted") << QByteArray("deleted") << 0;
    QTest::newRow("a pod that is being deleted, at once") << QByteArray("deleting") << 1;
    QTest::newRow("a pod that failed; it stays to be looked at") << QByteArray("Failed") << 1;
    QTest::newRow("a pod that ended well") << QByteArray("Succeeded") << 1;
    QTest::newRow("a pod of which nothing is known is not replaced") << QByteArray("Unknown") << 0;
}

void TestReplicaSet::whatIsLostIsReplaced()
{
    QFETCH(QByteArray, fate);
    QFETCH(int, remaining);
    Cluster cluster;
    made(cluster.create(setOf("set", 2)));
    cluster.lab().runFor(seconds(1));
    const api::ObjectPtr pod = podsOf(cluster, "set").front();
    const QByteArray name = QByteArray::fromStdString(pod.meta().name.str());
    if (fate == "deleting") {
        cluster.change("Pod", name, [](api::ObjectPtr& object) { object.editMeta().finalizers.push_back("example.com/keep"); });
        cluster.remove("Pod", name);
    } else if (fate == "deleted") {
        cluster.remove("Pod", name);
    } else {
        setPhase(cluster, pod, fate.constData());
    }
    cluster.lab().runFor(seconds(1));
    QCOMPARE(podsOf(cluster, "set").size(), static_cast<std::size_t>(2 + remaining));
    QCOMPARE(cluster.find("ReplicaSet", "set").as<api::ReplicaSet>()->status->replicas, 2);
}

void TestReplicaSet::whatIsCounted_data()
{
    QTest::addColumn<QByteArray>("state"); // of the first of two pods
    QTest::addColumn<QString>("status");
    const QString rest = ",\"observedGeneration\":1}";
    QTest::newRow("a pod that waits") << QByteArray("Pending") << R"({"replicas":2,"fullyLabeledReplicas":2)" + rest;
    QTest::newRow("a pod that runs") << QByteArray("Running") << R"({"replicas":2,"fullyLabeledReplicas":2)" + rest;
    QTest::newRow("a ready one is available at once") << QByteArray("ready")
        << R"({"replicas":2,"fullyLabeledReplicas":2,"readyReplicas":1,"availableReplicas":1)" + rest;
    QTest::newRow("one that lacks a label of the template") << QByteArray("unlabeled")
        << R"({"replicas":2,"fullyLabeledReplicas":1)" + rest;
}

void TestReplicaSet::whatIsCounted()
{
    QFETCH(QByteArray, state);
    QFETCH(QString, status);
    Cluster cluster;
    made(cluster.create(setOf("set", 2)));
    cluster.lab().runFor(seconds(1));
    const api::ObjectPtr pod = podsOf(cluster, "set").front();
    if (state == "unlabeled")
        cluster.change("Pod", QByteArray::fromStdString(pod.meta().name.str()),
            [](api::ObjectPtr& object) { object.editMeta().labels.erase("tier"); });
    else
        setPhase(cluster, pod, state == "ready" ? "Running" : state.constData(), state == "ready");
    cluster.lab().runFor(seconds(1));
    QCOMPARE(statusOf(cluster, "set"), status);
}

void TestReplicaSet::whoIsAdopted_data()
{
    QTest::addColumn<QByteArray>("meta");
    QTest::addColumn<QString>("phase");
    QTest::addColumn<QString>("after");
    QTest::newRow("a pod that the selector matches") << QByteArray("labels: {app: web}") << "" << "bare:set set*1";
    QTest::newRow("a pod with other labels is a stranger") << QByteArray("labels: {app: other}") << "" << "bare:- set*2";
    QTest::newRow("a pod without labels, too") << QByteArray("labels: {}") << "" << "bare:- set*2";
    QTest::newRow("a pod that somebody controls") << QByteArray("labels: {app: web}, ownerReferences: [{apiVersion: v1, kind: ConfigMap, "
                                                                "name: boss, uid: $boss, controller: true}]") << "" << "bare:boss set*2";
    QTest::newRow("a pod that somebody owns, but nobody controls") << QByteArray("labels: {app: web}, ownerReferences: [{apiVersion: v1, "
                                                                                 "kind: ConfigMap, name: boss, uid: $boss}]")
        << "" << "bare:set set*1";
    QTest::newRow("a pod that has ended is of no use") << QByteArray("labels: {app: web}") << "Failed" << "bare:- set*2";
    QTest::newRow("nor is one that is leaving") << QByteArray("labels: {app: web}, finalizers: [example.com/keep]") << "leaving" << "bare:- set*2";
}

void TestReplicaSet::whoIsAdopted()
{
    QFETCH(QByteArray, meta);
    QFETCH(QString, phase);
    QFETCH(QString, after);
    for (const bool isFirst : {true, false}) { // there before the set, or coming later
        Cluster cluster;
        made(cluster.create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: boss}\n"));
        if (!isFirst) {
            made(cluster.create(setOf("set", 0)));
            cluster.lab().runFor(seconds(1));
        }
        made(cluster.create(podOf("name: bare, " + meta)));
        if (phase == "leaving")
            cluster.remove("Pod", "bare");
        else if (!phase.isEmpty())
            setPhase(cluster, cluster.find("Pod", "bare"), phase.toUtf8().constData());
        if (isFirst)
            made(cluster.create(setOf("set", 2)));
        else
            scale(cluster, "set", 2);
        cluster.lab().runFor(seconds(1));
        QCOMPARE(whose(cluster), after);
    }
}

void TestReplicaSet::aPodWithOtherLabelsIsLetGo()
{
    Cluster cluster;
    made(cluster.create(podOf("name: bare, labels: {app: web}")));
    made(cluster.create(setOf("set", 2)));
    cluster.lab().runFor(seconds(1));
    QCOMPARE(whose(cluster), "bare:set set*1");
    cluster.change("Pod", "bare", [](api::ObjectPtr& pod) { pod.editMeta().labels.set("app", "debug"); });
    cluster.lab().runFor(seconds(1));
    QCOMPARE(whose(cluster), "bare:- set*2");
    cluster.change("Pod", "bare", [](api::ObjectPtr& pod) { pod.editMeta().labels.set("app", "web"); });
    cluster.lab().runFor(seconds(1));
    QCOMPARE(podsOf(cluster, "set").size(), 2U); // it came back, and one was too many
}

void TestReplicaSet::whatOneLetsGoAnotherTakes()
{
    Cluster cluster;
    made(cluster.create(setOf("web", 1)));
    QByteArray other = setOf("other", 0);
    made(cluster.create(other.replace("app: web", "app: other")));
    cluster.lab().runFor(seconds(1));
    const QByteArray name = QByteArray::fromStdString(podsOf(cluster, "web").front().meta().name.str());
    scale(cluster, "other", 1);
    cluster.lab().runFor(seconds(1));
    cluster.change("Pod", name, [](api::ObjectPtr& pod) { pod.editMeta().labels.set("app", "other"); });
    cluster.lab().runFor(seconds(1));
    QCOMPARE(whose(cluster), "other*1 web*1"); // it was adopted; then there was one too many
    QCOMPARE(said(cluster, "other"), "SuccessfulCreate 1, SuccessfulDelete 1");
}

void TestReplicaSet::equalSelectorsDoNotSteal()
{
    Cluster cluster;
    made(cluster.create(setOf("a", 2)));
    made(cluster.create(setOf("b", 3)));
    made(cluster.create(controllerOf("c", 1)));
    cluster.lab().runFor(seconds(5));
    QCOMPARE(whose(cluster), "a*2 b*3 c*1");
    made(cluster.create(podOf("name: bare, labels: {app: web, tier: front}")));
    cluster.lab().runFor(seconds(5));
    QCOMPARE(pods(cluster).size(), 6U); // whoever took it had one too many
    const store::Revision before = cluster.lab().store().revision();
    cluster.lab().runFor(seconds(8));
    QVERIFY(cluster.lab().store().revision() - before < 20); // and nobody fights
}

void TestReplicaSet::whatAnOrphanedSetLeftIsTakenUp()
{
    Cluster cluster;
    made(cluster.create(setOf("old", 2)));
    cluster.lab().runFor(seconds(1));
    QVERIFY(cluster.remove("ReplicaSet", "old", "Orphan").ok());
    cluster.lab().runFor(seconds(1));
    QVERIFY(!cluster.find("ReplicaSet", "old"));
    QCOMPARE(whose(cluster), "-*2");
    made(cluster.create(setOf("new", 3)));
    cluster.lab().runFor(seconds(1));
    QCOMPARE(whose(cluster), "new*3");
    QCOMPARE(said(cluster, "new"), "SuccessfulCreate 1");
}

void TestReplicaSet::theLeastWantedGoes()
{
    Cluster cluster;
    made(cluster.create(setOf("set", 3)));
    cluster.lab().runFor(seconds(1));
    const std::vector<api::ObjectPtr> before = podsOf(cluster, "set");
    setPhase(cluster, before[0], "Running", true);
    setPhase(cluster, before[2], "Running", false);
    scale(cluster, "set", 2);
    cluster.lab().runFor(seconds(1));
    QVERIFY(!cluster.find("Pod", QByteArray::fromStdString(before[1].meta().name.str())));
    scale(cluster, "set", 1);
    cluster.lab().runFor(seconds(1));
    QVERIFY(cluster.find("Pod", QByteArray::fromStdString(before[0].meta().name.str())));
    QCOMPARE(podsOf(cluster, "set").size(), 1U);
}

// Two sets of one owner; the pod that stands beside one of the other set is the one to go.
void TestReplicaSet::podsBesideTheirSuccessorsGoFirst()
{
    for (const bool isFirst : {true, false}) {
        Cluster cluster;
        made(cluster.create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: boss}\n"));
        const QByteArray boss = ", ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: boss, uid: $boss, controller: true}]";
        made(cluster.create(setOf("old", 2, {}, boss)));
        QByteArray other = setOf("new", 1, {}, boss);
        made(cluster.create(other.replace("app: web", "app: new")));
        cluster.lab().runFor(seconds(1));
        const std::vector<api::ObjectPtr> old = podsOf(cluster, "old");
        const auto place = [&](const api::ObjectPtr& pod, const char* node) {
            apiserver::Request asked = Cluster::request(Verb::Create, "Pod", QByteArray::fromStdString(pod.meta().name.str()));
            asked.subresource = "binding";
            asked.body = "apiVersion: v1\nkind: Binding\nmetadata: {name: " + pod.meta().name.str() + "}\ntarget: {kind: Node, name: " + node + "}\n";
            asked.bodyFormat = apiserver::BodyFormat::Yaml;
            made(cluster.lab().submit(asked));
        };
        place(old[0], "node-1");
        place(old[1], "node-2");
        place(podsOf(cluster, "new").front(), isFirst ? "node-1" : "node-2");
        scale(cluster, "old", 1); // before anything else happens
        cluster.lab().runFor(milliseconds(2));
        const auto isGone = [&](const api::ObjectPtr& pod) {
            const api::ObjectPtr found = cluster.find("Pod", QByteArray::fromStdString(pod.meta().name.str()));
            return !found || found.meta().deletionTimestamp;
        };
        QCOMPARE(isGone(old[0]), isFirst);
        QCOMPARE(isGone(old[1]), !isFirst);
    }
}

void TestReplicaSet::aSetThatIsDeletedDoesNothingMore()
{
    Cluster cluster;
    made(cluster.create(setOf("set", 2, {}, ", finalizers: [example.com/keep]")));
    cluster.lab().runFor(seconds(1));
    cluster.remove("ReplicaSet", "set");
    cluster.lab().runFor(seconds(1));
    const api::ObjectPtr pod = podsOf(cluster, "set").front();
    cluster.remove("Pod", QByteArray::fromStdString(pod.meta().name.str()));
    made(cluster.create(podOf("name: bare, labels: {app: web}")));
    cluster.lab().runFor(seconds(5));
    QCOMPARE(whose(cluster), "bare:- set*1"); // it neither makes a new one nor adopts
    QCOMPARE(cluster.find("ReplicaSet", "set").as<api::ReplicaSet>()->status->replicas, 1); // but goes on counting
}

void TestReplicaSet::availableAfterAWhile()
{
    Cluster cluster;
    made(cluster.create(setOf("set", 2, "  minReadySeconds: 10\n")));
    cluster.lab().runFor(seconds(1));
    const auto counted = [&] {
        const api::ReplicaSetStatus& status = *cluster.find("ReplicaSet", "set").as<api::ReplicaSet>()->status;
        return QString("%1 ready, %2 available").arg(status.readyReplicas).arg(status.availableReplicas);
    };
    const std::vector<api::ObjectPtr> both = podsOf(cluster, "set");
    setPhase(cluster, both[0], "Running", true);
    cluster.lab().runFor(seconds(4));
    setPhase(cluster, both[1], "Running", true);
    cluster.lab().runFor(seconds(5));
    QCOMPARE(counted(), "2 ready, 0 available");
    cluster.lab().runFor(seconds(1));
    QCOMPARE(counted(), "2 ready, 1 available");
    cluster.lab().runFor(seconds(3));
    QCOMPARE(counted(), "2 ready, 1 available");
    cluster.lab().runFor(seconds(1));
    QCOMPARE(counted(), "2 ready, 2 available");
}

void TestReplicaSet::refusalsAreTold()
{
    Cluster cluster;
    QByteArray yaml = setOf("set", 2);
    made(cluster.create(yaml.replace("spec: {nodeSelector", "spec: {serviceAccountName: ghost, nodeSelector")));
    cluster.lab().runFor(seconds(1));
    const auto status = [&] { return *cluster.find("ReplicaSet", "set").as<api::ReplicaSet>()->status; };
    QCOMPARE(status().conditions.size(), 1U);
    const api::ReplicaSetCondition condition = status().conditions.front();
    QCOMPARE(condition.type.str() + " " + condition.status.str() + " " + condition.reason.str(), "ReplicaFailure True FailedCreate");
    QCOMPARE(QString::fromStdString(condition.message.str()),
        "pods \"set-\" is forbidden: error looking up service account default/ghost: serviceaccount \"ghost\" not found");
    QVERIFY(said(cluster, "set").startsWith("FailedCreate "));
    cluster.lab().runFor(seconds(60));
    QCOMPARE(status().conditions.front(), condition); // since when, and why at first
    made(cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ghost}\n"));
    cluster.lab().runFor(seconds(200));
    QCOMPARE(statusOf(cluster, "set"), R"({"replicas":2,"fullyLabeledReplicas":2,"observedGeneration":1})");
}

void TestReplicaSet::aThousandAreRefusedOnce()
{
    Cluster cluster;
    QByteArray yaml = setOf("set", 1000);
    made(cluster.create(yaml.replace("spec: {nodeSelector", "spec: {serviceAccountName: ghost, nodeSelector")));
    cluster.lab().runFor(seconds(100));
    // 5 ms, 10 ms, … 81.92 s: fifteen looks, of which each asks once.
    const int refused = said(cluster, "set").section(' ', 1).toInt();
    QVERIFY2(refused >= 10 && refused <= 16, qPrintable(said(cluster, "set")));
}

void TestReplicaSet::aNamespaceThatEndsGetsNone()
{
    Cluster cluster;
    made(cluster.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team, finalizers: [example.com/keep]}\n"));
    made(cluster.create(setOf("set", 2, {}, ", finalizers: [example.com/keep]"), "team"));
    cluster.lab().runFor(seconds(1));
    QCOMPARE(pods(cluster, "team").size(), 2U);
    cluster.remove("Namespace", "team");
    cluster.remove("Pod", QByteArray::fromStdString(pods(cluster, "team").front().meta().name.str()), {}, "team");
    const store::Revision before = cluster.lab().store().revision();
    cluster.lab().runFor(seconds(4));
    const api::ReplicaSetStatus status = *cluster.find("ReplicaSet", "set", "team").as<api::ReplicaSet>()->status;
    QVERIFY(status.conditions.empty()); // that it cannot make another one is no failure of anybody's
    QCOMPARE(pods(cluster, "team").size(), 1U);
    QVERIFY(cluster.lab().store().revision() - before < 20); // nor does it try again and again
}

void TestReplicaSet::refusedDeletionsAreTold()
{
    Cluster cluster;
    made(cluster.create(setOf("set", 2)));
    cluster.lab().runFor(seconds(1));
    const std::shared_ptr<bool> stands = cluster.guard("Pod");
    scale(cluster, "set", 0);
    cluster.lab().runFor(seconds(1));
    const api::ReplicaSetStatus status = *cluster.find("ReplicaSet", "set").as<api::ReplicaSet>()->status;
    QCOMPARE(status.conditions.front().reason.str(), "FailedDelete");
    QVERIFY(status.conditions.front().message.view().ends_with(" stays"));
    QVERIFY(said(cluster, "set").contains("FailedDelete"));
    *stands = false;
    cluster.lab().runFor(seconds(10));
    QCOMPARE(statusOf(cluster, "set"), R"({"replicas":0,"observedGeneration":2})");
}

void TestReplicaSet::fiveHundredAtATime()
{
    Cluster cluster;
    made(cluster.create(setOf("set", 700)));
    cluster.lab().runFor(milliseconds(2));
    QCOMPARE(podsOf(cluster, "set").size(), 500U);
    cluster.lab().runFor(milliseconds(2));
    QCOMPARE(podsOf(cluster, "set").size(), 700U);
    cluster.lab().runFor(seconds(2));
    QCOMPARE(cluster.find("ReplicaSet", "set").as<api::ReplicaSet>()->status->replicas, 700);
    scale(cluster, "set", 1);
    cluster.lab().runFor(milliseconds(2));
    QCOMPARE(podsOf(cluster, "set").size(), 200U);
    cluster.lab().runFor(milliseconds(2));
    QCOMPARE(podsOf(cluster, "set").size(), 1U);
}

void TestReplicaSet::aStatusIsNotWrittenTwice()
{
    Cluster cluster;
    made(cluster.create(setOf("set", 2)));
    cluster.lab().runFor(seconds(1));
    const std::string version = cluster.find("ReplicaSet", "set").meta().resourceVersion.str();
    report(cluster, podsOf(cluster, "set").front(), [](api::PodStatus& status) { status.message = "still pulling"; });
    cluster.lab().runFor(seconds(30));
    QCOMPARE(cluster.find("ReplicaSet", "set").meta().resourceVersion.str(), version);
}

QTEST_GUILESS_MAIN(TestReplicaSet)
#include "test_replicaset.moc"
