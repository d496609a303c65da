// The status of ResourceQuotas: what is used is counted anew when something goes or ends.
#include "cluster.h"

#include "api/types/apps.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "apiserver/quota/amounts.h"

using namespace kubarium;

class TestResourceQuota : public QObject {
    Q_OBJECT
private slots:
    void whatBecomesFree_data();
    void whatBecomesFree();
    void theHardLimitsFollowTheSpec();
    void aLostPodIsGivenBackAfterItsTime();
    void aWorkloadOverItsQuota();
    void nothingIsWrittenInVain();
};

namespace {

constexpr const char* quota = R"(
apiVersion: v1
kind: ResourceQuota
metadata: {name: q}
spec: {hard: {pods: 9, count/pods: 9, requests.cpu: 5, configmaps: 9, count/configmaps: 9, persistentvolumeclaims: 9, services: 9}}
)";

QByteArray pod(const QByteArray& name)
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name
        + "}\nspec: {nodeSelector: {never: here}, containers: [{name: c, image: x, resources: {requests: {cpu: 500m}}}]}\n";
}

QString used(Cluster& cluster)
{
    cluster.lab().runFor(std::chrono::seconds(2));
    return QString::fromStdString(
        apiserver::quota::text(cluster.find("ResourceQuota", "q").as<api::ResourceQuota>()->status->used));
}

void tellPhase(Cluster& cluster, const QByteArray& pod, const char* phase)
{
    apiserver::Request asked = Cluster::request(apiserver::Verb::Update, "Pod", pod);
    asked.subresource = "status";
    asked.object = cluster.find("Pod", pod);
    asked.object.editAs<api::Pod>().status.edit().phase = phase;
    const apiserver::Response written = cluster.lab().submit(asked);
    QVERIFY2(written.ok(), written.status.message.c_str());
}

} // namespace

void TestResourceQuota::whatBecomesFree_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("phase"); // it gets that phase; else it is deleted
    QTest::addColumn<QString>("left");
    QTest::newRow("a pod that goes") << QByteArray("Pod") << QByteArray("b") << QByteArray()
        << "configmaps=2,count/configmaps=2,count/pods=1,persistentvolumeclaims=0,pods=1,requests.cpu=500m,services=2";
    QTest::newRow("a pod that has succeeded is still stored") << QByteArray("Pod") << QByteArray("b") << QByteArray("Succeeded")
        << "configmaps=2,count/configmaps=2,count/pods=2,persistentvolumeclaims=0,pods=1,requests.cpu=500m,services=2";
    QTest::newRow("one that has failed, too") << QByteArray("Pod") << QByteArray("b") << QByteArray("Failed")
        << "configmaps=2,count/configmaps=2,count/pods=2,persistentvolumeclaims=0,pods=1,requests.cpu=500m,services=2";
    QTest::newRow("one that runs needs what it needed") << QByteArray("Pod") << QByteArray("b") << QByteArray("Running")
        << "configmaps=2,count/configmaps=2,count/pods=2,persistentvolumeclaims=0,pods=2,requests.cpu=1,services=2";
    QTest::newRow("whatever is only counted") << QByteArray("ConfigMap") << QByteArray("m") << QByteArray()
        << "configmaps=1,count/configmaps=1,count/pods=2,persistentvolumeclaims=0,pods=2,requests.cpu=1,services=2";
}

void TestResourceQuota::whatBecomesFree()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, phase);
    QFETCH(QString, left);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(pod("a") + "---\n" + pod("b") + "---" + quota
        + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: "
          "[{port: 80}]}\n").ok());
    QCOMPARE(used(cluster),
        "configmaps=2,count/configmaps=2,count/pods=2,persistentvolumeclaims=0,pods=2,requests.cpu=1,services=2");
    if (phase.isEmpty()) {
        apiserver::Request asked = Cluster::request(apiserver::Verb::Delete, kind, name);
        asked.remove.gracePeriodSeconds = 0;
        QVERIFY(cluster.lab().submit(asked).ok());
    } else {
        tellPhase(cluster, name, phase);
    }
    QCOMPARE(used(cluster), left);
}

void TestResourceQuota::theHardLimitsFollowTheSpec()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(pod("a") + "---" + quota).ok());
    cluster.change("ResourceQuota", "q", [](api::ObjectPtr& object) {
        api::Map<api::Quantity> hard;
        hard.set("pods", api::Quantity::ofUnits(0)); // below what runs: nothing happens to that
        object.editAs<api::ResourceQuota>().spec.edit().hard = hard;
    });
    QCOMPARE(used(cluster), "pods=1");
    const api::ObjectPtr quotaNow = cluster.find("ResourceQuota", "q");
    QCOMPARE(QString::fromStdString(apiserver::quota::text(quotaNow.as<api::ResourceQuota>()->status->hard)), "pods=0");
    QVERIFY(cluster.find("Pod", "a"));
}

// A pod that waits for a finalizer should have been gone by now: it must not keep its successor from being made.
void TestResourceQuota::aLostPodIsGivenBackAfterItsTime()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(QByteArray("apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {pods: 9}}\n---\n")
        + "apiVersion: v1\nkind: Pod\nmetadata: {name: a, finalizers: [test/stay]}\nspec: {nodeSelector: {never: here}, containers: "
          "[{name: c, image: x}]}\n").ok());
    QCOMPARE(used(cluster), "pods=1");
    QVERIFY(cluster.remove("Pod", "a").ok());
    QCOMPARE(cluster.left({"Pod"}), "a[test/stay]!");
    QCOMPARE(used(cluster), "pods=1");
    cluster.lab().runFor(std::chrono::minutes(11));
    QCOMPARE(used(cluster), "pods=0");
}

// The ReplicaSet makes as many as it may, says what is in its way, and goes on when there is room.
void TestResourceQuota::aWorkloadOverItsQuota()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(R"(apiVersion: v1
kind: ResourceQuota
metadata: {name: q}
spec: {hard: {pods: 2}}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  replicas: 5
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {nodeSelector: {never: here}, containers: [{name: c, image: x}]}
)").ok());
    QCOMPARE(used(cluster), "pods=2");
    const api::ObjectPtr set = cluster.find("ReplicaSet", "web");
    const api::ReplicaSetStatus& status = *set.as<api::ReplicaSet>()->status;
    QCOMPARE(status.replicas, 2);
    QVERIFY(!status.conditions.empty());
    const QString message = QString::fromStdString(status.conditions[0].message.str());
    QVERIFY2(message.contains("is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2"), qPrintable(message));
    cluster.change("ResourceQuota", "q", [](api::ObjectPtr& object) {
        object.editAs<api::ResourceQuota>().spec.edit().hard.set("pods", api::Quantity::ofUnits(5));
    });
    cluster.lab().runFor(std::chrono::minutes(20)); // it tries again later and later
    QCOMPARE(used(cluster), "pods=5");
}

void TestResourceQuota::nothingIsWrittenInVain()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(pod("a") + "---" + quota).ok());
    used(cluster);
    const auto version = cluster.find("ResourceQuota", "q").meta().resourceVersion;
    cluster.lab().runFor(std::chrono::minutes(30));
    QVERIFY(cluster.find("ResourceQuota", "q").meta().resourceVersion == version);
}

QTEST_GUILESS_MAIN(TestResourceQuota)
#include "test_resourcequota.moc"
