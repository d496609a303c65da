// What a ResourceQuota lets in, what it refuses and how, and what it is charged.
#include "../controllers/cluster.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/core-service.h"
#include "apiserver/quota/podusage.h"
#include "apiserver/quota/usage.h"

using namespace kubarium;

class TestQuotaAdmission : public QObject {
    Q_OBJECT
private slots:
    void usage_data();
    void usage();
    void decisions_data();
    void decisions();
    void twoOfOneInstant();
    void aDryRunIsChargedNothing();
    void whatExistsAlreadyIsChargedNothing();
    void aChangeIsChargedWithWhatItAdds();
    void aNewQuotaCountsAtOnce();
    void whoseUseIsUnknownLetsNothingIn();
    void aResizedPodIsChargedWithWhatItAdds();
    void theTraceTells();
};

namespace {

QByteArray quota(const QByteArray& hard, const QByteArray& more = {}, const QByteArray& name = "q")
{
    return "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: " + name + "}\nspec: {hard: {" + hard + "}" + more + "}\n";
}

QByteArray pod(const QByteArray& name, const QByteArray& resources = {}, const QByteArray& spec = {})
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\nspec:\n  nodeSelector: {never: here}\n" + spec
        + "  containers:\n  - {name: c, image: x, resources: {" + resources + "}}\n";
}

QByteArray claim(const QByteArray& name, const QByteArray& storage, const QByteArray& storageClass = "none")
{
    return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: " + name
        + "}\nspec: {accessModes: [ReadWriteOnce], storageClassName: " + storageClass
        + ", resources: {requests: {storage: " + storage + "}}}\n";
}

QByteArray service(const QByteArray& name, const QByteArray& spec)
{
    return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {" + spec + "}\n";
}

QByteArray deployment(const QByteArray& name)
{
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name
        + "}\nspec: {replicas: 0, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: "
          "[{name: c, image: x}]}}}\n";
}

QString usedOf(Cluster& cluster, const QByteArray& name = "q")
{
    const api::ObjectPtr found = cluster.find("ResourceQuota", name);
    return found ? QString::fromStdString(apiserver::quota::text(found.as<api::ResourceQuota>()->status->used)) : "none";
}

} // namespace

void TestQuotaAdmission::usage_data()
{
    QTest::addColumn<QByteArray>("object");
    QTest::addColumn<QString>("used");
    QTest::newRow("a pod that asks for nothing is a pod") << pod("a") << "count/pods=1,pods=1";
    QTest::newRow("requests count under both of their names, limits under one")
        << pod("a", "requests: {cpu: 100m, memory: 1Gi}, limits: {cpu: 200m, memory: 2Gi}")
        << "count/pods=1,cpu=100m,limits.cpu=200m,limits.memory=2Gi,memory=1Gi,pods=1,requests.cpu=100m,requests.memory=1Gi";
    QTest::newRow("what vendors offer counts as requested only") << pod("a", "limits: {example.com/gpu: 2}")
                                                                 << "count/pods=1,pods=1,requests.example.com/gpu=2";
    QTest::newRow("huge pages, too, by their size")
        << pod("a", "limits: {hugepages-2Mi: 4Mi, cpu: 1, memory: 1Gi}")
        << "count/pods=1,cpu=1,hugepages-2Mi=4Mi,limits.cpu=1,limits.memory=1Gi,memory=1Gi,pods=1,requests.cpu=1,"
           "requests.hugepages-2Mi=4Mi,requests.memory=1Gi";
    QTest::newRow("an init container counts where it needs more than the others together")
        << pod("a", "requests: {cpu: 100m}", "  initContainers:\n  - {name: i, image: x, resources: {requests: {cpu: 300m}}}\n")
        << "count/pods=1,cpu=300m,pods=1,requests.cpu=300m";
    QTest::newRow("what is said for the whole pod stands for its containers")
        << pod("a", "requests: {cpu: 100m}", "  resources: {requests: {cpu: 400m}}\n")
        << "count/pods=1,cpu=400m,pods=1,requests.cpu=400m";
    QTest::newRow("a Service without a port outside") << service("s", "ports: [{port: 80}]")
                                                      << "count/services=1,services=1,services.loadbalancers=0,services.nodeports=0";
    QTest::newRow("a node port for each port") << service("s", "type: NodePort, ports: [{port: 80, name: a}, {port: 81, name: b}]")
                                               << "count/services=1,services=1,services.loadbalancers=0,services.nodeports=2";
    QTest::newRow("a load balancer stands on node ports")
        << service("s", "type: LoadBalancer, ports: [{port: 80}]")
        << "count/services=1,services=1,services.loadbalancers=1,services.nodeports=1";
    QTest::newRow("unless it needs none")
        << service("s", "type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 80}]")
        << "count/services=1,services=1,services.loadbalancers=1,services.nodeports=0";
    QTest::newRow("a claim counts for its class, too")
        << claim("p", "3Gi", "fast")
        << "count/persistentvolumeclaims=1,fast.storageclass.storage.k8s.io/persistentvolumeclaims=1,"
           "fast.storageclass.storage.k8s.io/requests.storage=3Gi,persistentvolumeclaims=1,requests.storage=3Gi";
    QTest::newRow("ConfigMaps have an older name") << QByteArray("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
                                                   << "configmaps=1,count/configmaps=1";
    QTest::newRow("all else is counted by resource and group") << deployment("d") << "count/deployments.apps=1";
}

void TestQuotaAdmission::usage()
{
    QFETCH(QByteArray, object);
    QFETCH(QString, used);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    const apiserver::Response made = cluster.create(object);
    QVERIFY2(made.ok(), made.status.message.c_str());
    const api::Kind& kind = *api::findKindByApiVersion(made.object.type().apiVersion, made.object.type().kind);
    QCOMPARE(QString::fromStdString(apiserver::quota::text(apiserver::quota::usageOf(kind, made.object, cluster.lab().now()))), used);
}

void TestQuotaAdmission::decisions_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("used"); // of the quota q afterwards
    const QByteArray cpu = "requests: {cpu: 1}, limits: {cpu: 2}";
    QTest::newRow("what fits is charged") << quota("pods: 2, requests.cpu: 3") << pod("a", cpu) << "" << "pods=1,requests.cpu=1";
    QTest::newRow("one too many") << quota("pods: 1") + "---\n" + pod("a") << pod("b")
                                  << R"(pods "b" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1)"
                                  << "pods=1";
    QTest::newRow("only what is too much is spoken of")
        << quota("pods: 9, limits.cpu: 2, requests.cpu: 9") + "---\n" + pod("a", "requests: {cpu: 1}, limits: {cpu: 1}")
        << pod("b", cpu)
        << R"(pods "b" is forbidden: exceeded quota: q, requested: limits.cpu=2, used: limits.cpu=1, limited: limits.cpu=2)"
        << "limits.cpu=1,pods=1,requests.cpu=1";
    QTest::newRow("several in one sentence, by name") << quota("pods: 0, limits.cpu: 1") << pod("b", cpu)
        << R"(pods "b" is forbidden: exceeded quota: q, requested: limits.cpu=2,pods=1, used: limits.cpu=0,pods=0, limited: limits.cpu=1,pods=0)"
        << "limits.cpu=0,pods=0";
    QTest::newRow("a quota on compute makes containers say what they need")
        << quota("limits.cpu: 2, requests.memory: 1Gi") << pod("b")
        << R"(pods "b" is forbidden: failed quota: q: must specify limits.cpu for: c; requests.memory for: c)"
        << "limits.cpu=0,requests.memory=0";
    QTest::newRow("each of them, init containers too") << quota("cpu: 2")
        << pod("b", "", "  initContainers: [{name: i, image: x}]\n")
        << R"(pods "b" is forbidden: failed quota: q: must specify cpu for: c,i)" << "cpu=0";
    QTest::newRow("but not where the pod speaks for all") << quota("requests.cpu: 2")
        << pod("b", "", "  resources: {requests: {cpu: 1}}\n") << "" << "requests.cpu=1";
    QTest::newRow("nobody has to ask for disk") << quota("requests.ephemeral-storage: 2Gi") << pod("b") << ""
                                                << "requests.ephemeral-storage=0";
    QTest::newRow("of two quotas the first by name speaks")
        << quota("pods: 0", "", "b") + "---\n" + quota("pods: 0", "", "a") + "---\n" + quota("pods: 5") << pod("x")
        << R"(pods "x" is forbidden: exceeded quota: a, requested: pods=1, used: pods=0, limited: pods=0)" << "pods=0";
    QTest::newRow("best effort only: such a pod counts") << quota("pods: 1", ", scopes: [BestEffort]") << pod("x") << "" << "pods=1";
    QTest::newRow("another does not") << quota("pods: 0", ", scopes: [BestEffort]") << pod("x", cpu) << "" << "pods=0";
    QTest::newRow("not best effort") << quota("pods: 0", ", scopes: [NotBestEffort]") << pod("x", cpu)
        << R"(pods "x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0)" << "pods=0";
    QTest::newRow("with a deadline") << quota("pods: 1", ", scopes: [Terminating]") << pod("x", "", "  activeDeadlineSeconds: 5\n")
                                     << "" << "pods=1";
    QTest::newRow("without one") << quota("pods: 1", ", scopes: [NotTerminating]") << pod("x", "", "  activeDeadlineSeconds: 5\n")
                                 << "" << "pods=0";
    QTest::newRow("by priority class")
        << quota("pods: 0", ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [system-node-critical]}]}")
        << pod("x", "", "  priorityClassName: system-node-critical\n")
        << R"(pods "x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0)" << "pods=0";
    QTest::newRow("another class is none of its business")
        << quota("pods: 0", ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [system-node-critical]}]}")
        << pod("x", "", "  priorityClassName: system-cluster-critical\n") << "" << "pods=0";
    QTest::newRow("no class is not one of those") << quota("pods: 1",
        ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: NotIn, values: [system-node-critical]}]}")
        << pod("x") << "" << "pods=1";
    QTest::newRow("a pod that looks at other namespaces")
        << quota("pods: 0", ", scopes: [CrossNamespacePodAffinity]")
        << pod("x", "", "  affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {}, namespaceSelector: "
               "{}, topologyKey: zone}]}}\n")
        << R"(pods "x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0)" << "pods=0";
    QTest::newRow("node ports") << quota("services.nodeports: 1") + "---\n" + service("s", "type: NodePort, ports: [{port: 80}]")
                                << service("t", "type: NodePort, ports: [{port: 80}]")
        << R"(services "t" is forbidden: exceeded quota: q, requested: services.nodeports=1, )"
           "used: services.nodeports=1, limited: services.nodeports=1"
        << "services.nodeports=1";
    QTest::newRow("storage of one class") << quota("fast.storageclass.storage.k8s.io/requests.storage: 5Gi, requests.storage: 9Gi")
                                          << claim("p", "6Gi", "fast")
        << R"(persistentvolumeclaims "p" is forbidden: exceeded quota: q, requested: fast.storageclass.storage.k8s.io/requests.storage=6Gi, )"
           "used: fast.storageclass.storage.k8s.io/requests.storage=0, limited: fast.storageclass.storage.k8s.io/requests.storage=5Gi"
        << "fast.storageclass.storage.k8s.io/requests.storage=0,requests.storage=0";
    QTest::newRow("another class has room") << quota("fast.storageclass.storage.k8s.io/requests.storage: 5Gi, requests.storage: 9Gi")
                                            << claim("p", "6Gi", "slow") << ""
                                            << "fast.storageclass.storage.k8s.io/requests.storage=0,requests.storage=6Gi";
    QTest::newRow("any kind can be counted") << quota("count/deployments.apps: 1") + "---\n" + deployment("d") << deployment("e")
        << R"(deployments.apps "e" is forbidden: exceeded quota: q, requested: count/deployments.apps=1, )"
           "used: count/deployments.apps=1, limited: count/deployments.apps=1"
        << "count/deployments.apps=1";
    QTest::newRow("quotas themselves, too") << quota("resourcequotas: 1") << quota("pods: 1", "", "r")
        << R"(resourcequotas "r" is forbidden: exceeded quota: q, requested: resourcequotas=1, used: resourcequotas=1, limited: resourcequotas=1)"
        << "resourcequotas=1";
    QTest::newRow("Events never are") << quota("count/events: 0")
        << QByteArray("apiVersion: v1\nkind: Event\nmetadata: {name: e}\ninvolvedObject: {kind: Pod, name: x, namespace: default}\n")
        << "" << "";
}

void TestQuotaAdmission::decisions()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, asked);
    QFETCH(QString, answer);
    QFETCH(QString, used);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    const apiserver::Response ready = cluster.create(before);
    QVERIFY2(ready.ok(), ready.status.message.c_str());
    const apiserver::Response response = cluster.create(asked);
    QCOMPARE(QString::fromStdString(response.status.message), answer);
    QCOMPARE(response.status.code, answer.isEmpty() ? 201 : 403);
    QCOMPARE(usedOf(cluster), used);
    cluster.lab().runFor(std::chrono::minutes(6)); // the controller counts anew and finds the same
    QCOMPARE(usedOf(cluster), used);
}

void TestQuotaAdmission::twoOfOneInstant()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(quota("pods: 1")).ok());
    apiserver::Request asked = Cluster::request(apiserver::Verb::Create, "Pod", {});
    asked.bodyFormat = apiserver::BodyFormat::Yaml;
    asked.body = pod("a").toStdString();
    QVERIFY(cluster.lab().submit(asked).ok());
    asked.body = pod("b").toStdString();
    QCOMPARE(cluster.lab().submit(asked).status.code, 403);
}

void TestQuotaAdmission::aDryRunIsChargedNothing()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(quota("pods: 1")).ok());
    apiserver::Request asked = Cluster::request(apiserver::Verb::Create, "Pod", {});
    asked.bodyFormat = apiserver::BodyFormat::Yaml;
    asked.body = pod("a").toStdString();
    asked.dryRun = true;
    QVERIFY(cluster.lab().submit(asked).ok());
    QCOMPARE(usedOf(cluster), "pods=0");
}

void TestQuotaAdmission::whatExistsAlreadyIsChargedNothing()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(quota("pods: 5") + "---\n" + pod("a")).ok());
    QCOMPARE(cluster.create(pod("a")).status.reason, std::string("AlreadyExists"));
    QCOMPARE(usedOf(cluster), "pods=1");
}

void TestQuotaAdmission::aChangeIsChargedWithWhatItAdds()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(quota("services.nodeports: 2") + "---\n" + service("s", "ports: [{port: 80, name: a}]")).ok());
    const auto widen = [&](const char* type, int ports) {
        return cluster.change("Service", "s", [&](api::ObjectPtr& object) {
            api::ServiceSpec& spec = object.editAs<api::Service>().spec.edit();
            spec.type = type;
            while (static_cast<int>(spec.ports.size()) < ports) {
                api::ServicePort& port = spec.ports.push_back({});
                port.port = 80 + static_cast<int>(spec.ports.size());
                port.targetPort = port.port;
                port.protocol = "TCP";
                port.name = "p" + std::to_string(spec.ports.size());
            }
        });
    };
    QCOMPARE(QString::fromStdString(widen("NodePort", 1).status.message), QString());
    QCOMPARE(usedOf(cluster), "services.nodeports=1");
    QCOMPARE(QString::fromStdString(widen("NodePort", 2).status.message), QString());
    QCOMPARE(usedOf(cluster), "services.nodeports=2");
    QCOMPARE(QString::fromStdString(widen("NodePort", 3).status.message),
        R"(services "s" is forbidden: exceeded quota: q, requested: services.nodeports=1, )"
           "used: services.nodeports=2, limited: services.nodeports=2");
    QCOMPARE(QString::fromStdString(widen("ClusterIP", 2).status.message), QString());
    cluster.lab().runFor(std::chrono::seconds(1)); // what becomes free, the controller finds out
    QCOMPARE(usedOf(cluster), "services.nodeports=0");
}

void TestQuotaAdmission::aNewQuotaCountsAtOnce()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(pod("a") + "---\n" + quota("pods: 1")).ok());
    QCOMPARE(usedOf(cluster), "pods=1"); // what was there is counted, and stays
    QCOMPARE(cluster.create(pod("b")).status.code, 403);
}

void TestQuotaAdmission::whoseUseIsUnknownLetsNothingIn()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(quota("pods: 5, requests.cpu: 1")).ok());
    apiserver::Request asked = Cluster::request(apiserver::Verb::Update, "ResourceQuota", "q");
    asked.subresource = "status";
    asked.object = cluster.find("ResourceQuota", "q");
    asked.object.editAs<api::ResourceQuota>().status.edit().used.clear();
    QVERIFY(cluster.lab().submit(asked).ok());
    QCOMPARE(QString::fromStdString(cluster.create(pod("a", "requests: {cpu: 100m}")).status.message),
        R"(pods "a" is forbidden: status unknown for quota: q, resources: pods,requests.cpu)");
}

void TestQuotaAdmission::aResizedPodIsChargedWithWhatItAdds()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(quota("requests.cpu: 300m") + "---\n" + pod("a", "requests: {cpu: 200m}")).ok());
    const auto resize = [&](std::int64_t milli) {
        apiserver::Request asked = Cluster::request(apiserver::Verb::Update, "Pod", "a");
        asked.subresource = "resize";
        asked.object = cluster.find("Pod", "a");
        asked.object.editAs<api::Pod>().spec.edit().containers.edit(0).resources.requests.set(
            "cpu", api::Quantity::ofMilli(milli));
        return QString::fromStdString(cluster.lab().submit(asked).status.message);
    };
    QCOMPARE(resize(400),
        R"(pods "a" is forbidden: exceeded quota: q, requested: requests.cpu=200m, used: requests.cpu=200m, limited: requests.cpu=300m)");
    QCOMPARE(resize(300), QString());
    QCOMPARE(usedOf(cluster), "requests.cpu=300m");
    QCOMPARE(resize(100), QString());
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(usedOf(cluster), "requests.cpu=100m");
}

void TestQuotaAdmission::theTraceTells()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(quota("pods: 1")).ok());
    apiserver::Request asked = Cluster::request(apiserver::Verb::Create, "Pod", {});
    asked.bodyFormat = apiserver::BodyFormat::Yaml;
    asked.body = pod("a").toStdString();
    asked.traced = true;
    const apiserver::Response made = cluster.lab().submit(asked);
    const auto said = [&](std::string_view plugin, apiserver::Stage stage) {
        const auto step = std::ranges::find_if(
            made.trace, [&](const apiserver::TraceStep& one) { return one.by == plugin && one.stage == stage; });
        return step == made.trace.end() ? QString("nothing") : QString::fromStdString(step->what);
    };
    QCOMPARE(said("ResourceQuota", apiserver::Stage::ValidatingAdmission), "charged to q: pods=1");
    QCOMPARE(said("Priority", apiserver::Stage::MutatingAdmission), R"(spec.preemptionPolicy="PreemptLowerPriority"; spec.priority=0)");
    QCOMPARE(said("LimitRanger", apiserver::Stage::MutatingAdmission), "nothing");
}

QTEST_GUILESS_MAIN(TestQuotaAdmission)
#include "test_quotaadmission.moc"
