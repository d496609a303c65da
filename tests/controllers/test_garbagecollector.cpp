// What becomes of dependents when their owner is deleted, and of owners that wait for them.
#include "controllers/cluster.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"

using namespace kubarium;
using apiserver::Verb;

class TestGarbageCollector : public QObject {
    Q_OBJECT
private slots:
    void dependentsFollow_data();
    void dependentsFollow();
    void kindsHaveTheirDefaults_data();
    void kindsHaveTheirDefaults();
    void ownersOfAnotherNamespaceAreReported();
    void ownersThatWaitAreLetGo();
    void whatIsRefusedIsTriedAgain();
    void aCascadeHasACause();
    void aForkInTheMiddleEndsAlike();
    void goingBackIntoACascadeEndsAlike();
    void manyDependentsGoAsWell();
};

namespace {

QByteArray configMap(const QByteArray& name, const QByteArray& owners = {}, const QByteArray& finalizers = {})
{
    QByteArray meta = "name: " + name;
    if (!owners.isEmpty())
        meta += ", ownerReferences: [" + owners + "]";
    if (!finalizers.isEmpty())
        meta += ", finalizers: [" + finalizers + "]";
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {" + meta + "}\n---\n";
}

QByteArray ownedBy(const QByteArray& name, bool blocking = false)
{
    return "{apiVersion: v1, kind: ConfigMap, name: " + name + ", uid: $" + name
        + (blocking ? ", blockOwnerDeletion: true}" : "}");
}

const QByteArray family = configMap("owner") + configMap("child", ownedBy("owner"))
    + configMap("grandchild", ownedBy("child")) + configMap("stranger");

} // namespace

void TestGarbageCollector::dependentsFollow_data()
{
    QTest::addColumn<QByteArray>("objects");
    QTest::addColumn<QByteArray>("removed");
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<QString>("atOnce");
    QTest::addColumn<QString>("afterwards");

    const QByteArray owner = configMap("owner");
    QTest::newRow("in the background, the owner goes first") << family << QByteArray("owner") << QByteArray()
        << "child grandchild stranger" << "stranger";
    QTest::newRow("the same if it is asked for") << family << QByteArray("owner") << QByteArray("Background")
        << "child grandchild stranger" << "stranger";
    QTest::newRow("dependents in the middle take theirs along") << family << QByteArray("child") << QByteArray()
        << "grandchild owner stranger" << "owner stranger";
    QTest::newRow("orphans stay, and so do theirs") << family << QByteArray("owner") << QByteArray("Orphan")
        << "child grandchild owner[orphan]! stranger" << "child grandchild stranger";
    QTest::newRow("in the foreground, nobody waits for those who do not block") << family << QByteArray("owner")
        << QByteArray("Foreground") << "child grandchild owner[foregroundDeletion]! stranger" << "stranger";
    QTest::newRow("who has another owner stays")
        << owner + configMap("other") + configMap("child", ownedBy("owner") + ", " + ownedBy("other"))
        << QByteArray("owner") << QByteArray() << "child other" << "child other";
    QTest::newRow("who has another owner stays, and the first one need not wait")
        << owner + configMap("other") + configMap("child", ownedBy("owner", true) + ", " + ownedBy("other"))
        << QByteArray("owner") << QByteArray("Foreground") << "child other owner[foregroundDeletion]!" << "child other";
    QTest::newRow("the owner waits for a dependent that is held back")
        << owner + configMap("child", ownedBy("owner", true), "example.com/hold") << QByteArray("owner")
        << QByteArray("Foreground") << "child[example.com/hold] owner[foregroundDeletion]!"
        << "child[example.com/hold]! owner[foregroundDeletion]!";
    QTest::newRow("but not for one that does not block")
        << owner + configMap("child", ownedBy("owner"), "example.com/hold") << QByteArray("owner")
        << QByteArray("Foreground") << "child[example.com/hold] owner[foregroundDeletion]!" << "child[example.com/hold]!";
    QTest::newRow("an owner with a finalizer of its own waits for that, its dependents do not")
        << configMap("owner", {}, "example.com/hold") + configMap("child", ownedBy("owner")) << QByteArray("owner")
        << QByteArray("Foreground") << "child owner[example.com/hold][foregroundDeletion]!" << "owner[example.com/hold]!";
    QTest::newRow("in the background, dependents wait until the owner is really gone")
        << configMap("owner", {}, "example.com/hold") + configMap("child", ownedBy("owner")) << QByteArray("owner")
        << QByteArray("Background") << "child owner[example.com/hold]!" << "child owner[example.com/hold]!";
    QTest::newRow("generations wait one for the next")
        << owner + configMap("child", ownedBy("owner", true)) + configMap("grandchild", ownedBy("child", true))
        << QByteArray("owner") << QByteArray("Foreground") << "child grandchild owner[foregroundDeletion]!" << "";
    QTest::newRow("a finalizer that is there decides where nobody says anything")
        << configMap("owner", {}, "orphan") + configMap("child", ownedBy("owner")) << QByteArray("owner") << QByteArray()
        << "child owner[orphan]!" << "child";
    QTest::newRow("and is overruled where somebody does")
        << configMap("owner", {}, "orphan") + configMap("child", ownedBy("owner")) << QByteArray("owner")
        << QByteArray("Background") << "child" << "";
    QTest::newRow("a dependent that wants its own orphaned is obeyed")
        << owner + configMap("child", ownedBy("owner"), "orphan") + configMap("grandchild", ownedBy("child"))
        << QByteArray("owner") << QByteArray() << "child[orphan] grandchild" << "grandchild";
    QTest::newRow("who names an owner that never was is not wanted")
        << owner
            + configMap("child",
                "{apiVersion: v1, kind: ConfigMap, name: owner, uid: 11111111-2222-3333-4444-555555555555}")
        << QByteArray("nobody") << QByteArray() << "child owner" << "owner";
    QTest::newRow("who names an owner of a kind that nobody knows is left alone")
        << configMap("child",
               "{apiVersion: farm.example/v1, kind: Pig, name: rosa, uid: 11111111-2222-3333-4444-555555555555}")
        << QByteArray("nobody") << QByteArray() << "child" << "child";
}

void TestGarbageCollector::dependentsFollow()
{
    QFETCH(QByteArray, objects);
    QFETCH(QByteArray, removed);
    QFETCH(QByteArray, policy);
    QFETCH(QString, atOnce);
    QFETCH(QString, afterwards);
    Cluster cluster;
    const apiserver::Response made = cluster.create(objects);
    QVERIFY2(made.ok(), made.status.message.c_str());
    cluster.remove("ConfigMap", removed, policy);
    QCOMPARE(cluster.left({"ConfigMap"}), atOnce);
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(cluster.left({"ConfigMap"}), afterwards);
}

void TestGarbageCollector::kindsHaveTheirDefaults_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("owner");
    QTest::addColumn<QString>("pods");
    QTest::addColumn<QString>("warning");
    const QByteArray pods = "template: {metadata: {labels: {app: web}}, spec: {restartPolicy: Never, containers: [{name: c, image: nginx}]}}";
    const QByteArray always = "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: nginx}]}}";
    QTest::newRow("pods of a ReplicaSet go with it") << QByteArray("ReplicaSet")
        << QByteArray("apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: owner}\nspec: {replicas: 0, selector: {matchLabels: {app: web}}, ")
            + always + "}\n"
        << "" << "";
    QTest::newRow("pods of a Job stay, and the server says so") << QByteArray("Job")
        << QByteArray("apiVersion: batch/v1\nkind: Job\nmetadata: {name: owner}\nspec: {suspend: true, ")
            + QByteArray(pods).replace("metadata: {labels: {app: web}}, ", "") + "}\n"
        << "p"
        << "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them "
           "or set propagationPolicy=Orphan to suppress this warning";
    QTest::newRow("pods of a ReplicationController stay") << QByteArray("ReplicationController")
        << QByteArray("apiVersion: v1\nkind: ReplicationController\nmetadata: {name: owner}\nspec: {replicas: 0, selector: {app: web}, ")
            + always + "}\n"
        << "p" << "";
}

void TestGarbageCollector::kindsHaveTheirDefaults()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, owner);
    QFETCH(QString, pods);
    QFETCH(QString, warning);
    Cluster cluster;
    const apiserver::Response made = cluster.create(owner);
    QVERIFY2(made.ok(), made.status.message.c_str());
    const QByteArray apiVersion = QByteArray::fromStdString(Cluster::kind(kind).apiVersion());
    const apiserver::Response pod = cluster.create("apiVersion: v1\nkind: Pod\nmetadata: {name: p, ownerReferences: [{apiVersion: "
        + apiVersion + ", kind: " + kind + ", name: owner, uid: $owner, controller: true}]}\nspec: {nodeSelector: {never: here}, containers: [{name: c, image: nginx}]}\n");
    QVERIFY2(pod.ok(), pod.status.message.c_str());
    const apiserver::Response removed = cluster.remove(kind, "owner");
    QVERIFY2(removed.ok(), removed.status.message.c_str());
    QCOMPARE(QString::fromStdString(removed.warnings.empty() ? "" : removed.warnings.front()), warning);
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(cluster.left({kind}), QString());
    QCOMPARE(cluster.left({"Pod"}), pods);
    if (!pods.isEmpty())
        QVERIFY(cluster.find("Pod", "p").meta().ownerReferences.empty());
}

void TestGarbageCollector::ownersOfAnotherNamespaceAreReported()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n").ok());
    cluster.create(configMap("owner"), "team");
    cluster.create(configMap("child", ownedBy("owner")));
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(cluster.left({"ConfigMap"}), QString()); // there is no such owner where it lives
    QString told;
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Event"))).visit([&](const api::ObjectPtr& object) {
        const api::Event& event = *object.as<api::Event>();
        if (event.involvedObject.kind == "Node")
            return true;
        told += QString::fromStdString(event.type.str() + " " + event.reason.str() + " " + event.involvedObject.name.str() + ": "
            + event.message.str() + " (" + event.source.component.str() + ")\n");
        return true;
    });
    const QString uid = QString::fromStdString(cluster.find("ConfigMap", "owner", "team").meta().uid.str());
    QCOMPARE(told,
        QString("Warning OwnerRefInvalidNamespace child: ownerRef [v1/ConfigMap, namespace: default, name: owner, uid: %1] does not "
                "exist in namespace \"default\" (garbage-collector-controller)\n")
            .arg(uid));
}

void TestGarbageCollector::ownersThatWaitAreLetGo()
{
    Cluster cluster;
    cluster.create(configMap("owner") + configMap("child", ownedBy("owner", true), "example.com/hold"));
    cluster.remove("ConfigMap", "owner", "Foreground");
    cluster.lab().runFor(std::chrono::minutes(10));
    QCOMPARE(cluster.left({"ConfigMap"}), QString("child[example.com/hold]! owner[foregroundDeletion]!"));
    const auto unblocked = [&](api::ObjectPtr& child) {
        child.editMeta().ownerReferences.edit()[0].blockOwnerDeletion = false;
    };
    QVERIFY(cluster.change("ConfigMap", "child", unblocked).ok());
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(cluster.left({"ConfigMap"}), QString("child[example.com/hold]!"));
    QVERIFY(cluster.change("ConfigMap", "child", [](api::ObjectPtr& child) { child.editMeta().finalizers.clear(); }).ok());
    QCOMPARE(cluster.left({"ConfigMap"}), QString());

    // Two that own each other, and wait for each other.
    cluster.create(configMap("a") + configMap("b", ownedBy("a", true)));
    const QByteArray uid = QByteArray::fromStdString(cluster.find("ConfigMap", "b").meta().uid.str());
    const auto ownedByB = [&](api::ObjectPtr& a) {
        api::OwnerReference owner;
        owner.apiVersion = "v1";
        owner.kind = "ConfigMap";
        owner.name = "b";
        owner.uid = uid.toStdString();
        owner.blockOwnerDeletion = true;
        a.editMeta().ownerReferences.push_back(owner);
    };
    QVERIFY(cluster.change("ConfigMap", "a", ownedByB).ok());
    cluster.remove("ConfigMap", "a", "Foreground");
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(cluster.left({"ConfigMap"}), QString());
}

void TestGarbageCollector::whatIsRefusedIsTriedAgain()
{
    Cluster cluster;
    const QByteArray secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: child, ownerReferences: [" + ownedBy("owner") + "]}\n";
    cluster.create(configMap("owner") + secret);
    const auto stands = cluster.guard("Secret");
    cluster.remove("ConfigMap", "owner");
    cluster.lab().runFor(std::chrono::minutes(10));
    QCOMPARE(cluster.left({"ConfigMap", "Secret"}), QString("child"));
    *stands = false;
    cluster.lab().runFor(std::chrono::minutes(20)); // later and later, but never much later than it has taken so far
    QCOMPARE(cluster.left({"ConfigMap", "Secret"}), QString());
}

void TestGarbageCollector::aCascadeHasACause()
{
    Cluster cluster;
    cluster.create(configMap("owner") + configMap("child", ownedBy("owner"), "example.com/hold"));
    cluster.remove("ConfigMap", "owner");
    cluster.lab().runFor(std::chrono::seconds(1));
    const auto chain =
        cluster.lab().why(apiserver::keyOf(Cluster::kind("ConfigMap"), "default", "child"));
    QStringList told;
    for (const lab::CauseLink& link : chain)
        told << QString::fromStdString(link.who + " " + link.what);
    QCOMPARE(told.join(", "),
        QString("system:serviceaccount:kube-system:generic-garbage-collector changed ConfigMap default/child, admin deleted ConfigMap "
                "default/owner, admin delete ConfigMap owner"));
}

void TestGarbageCollector::aForkInTheMiddleEndsAlike()
{
    Cluster cluster;
    cluster.create(family + configMap("a") + configMap("b", ownedBy("a", true)) + configMap("c", ownedBy("b", true)));
    cluster.remove("ConfigMap", "a", "Foreground");
    cluster.remove("ConfigMap", "owner");
    QVERIFY(cluster.lab().step(lab::StepBy::Write));
    const auto fork = cluster.lab().fork();
    cluster.lab().runFor(std::chrono::minutes(1));
    fork->runFor(std::chrono::minutes(1));
    QCOMPARE(cluster.left({"ConfigMap"}), QString("stranger"));
    QCOMPARE(fork->historyHash(), cluster.lab().historyHash());
}

void TestGarbageCollector::goingBackIntoACascadeEndsAlike()
{
    lab::Lab::Options options;
    options.keyframeEvery = 3;
    Cluster cluster(options);
    cluster.create(family);
    cluster.lab().runFor(std::chrono::seconds(1));
    cluster.remove("ConfigMap", "owner");
    const api::Time start = cluster.lab().now();
    cluster.lab().runFor(std::chrono::minutes(2));
    const std::string hash = cluster.lab().historyHash();
    QVERIFY(cluster.lab().rewind(start + std::chrono::milliseconds(3))); // the child is gone, the grandchild not yet
    QCOMPARE(cluster.left({"ConfigMap"}), QString("grandchild stranger"));
    cluster.lab().runFor(start + std::chrono::minutes(2) - cluster.lab().now());
    QCOMPARE(cluster.left({"ConfigMap"}), QString("stranger"));
    QCOMPARE(cluster.lab().historyHash(), hash);
}

void TestGarbageCollector::manyDependentsGoAsWell()
{
    Cluster cluster;
    QByteArray objects = configMap("owner");
    for (int i = 0; i < 500; ++i)
        objects += configMap("child-" + QByteArray::number(i), ownedBy("owner", true));
    cluster.create(objects);
    cluster.remove("ConfigMap", "owner", "Foreground");
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(cluster.left({"ConfigMap"}), QString());
}

QTEST_GUILESS_MAIN(TestGarbageCollector)
#include "test_garbagecollector.moc"
