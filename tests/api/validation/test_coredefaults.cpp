#include "manifest.h"

#include "api/defaults/service.h"
#include "api/encode.h"

#include "api/types/core-service.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

// What the server fills into the kinds of the legacy group: the whole object, as `kubectl get -o json` shows it before
// the server adds what it knows alone (uid, times, addresses).
class TestCoreDefaults : public QObject {
    Q_OBJECT

private slots:
    void filled_data();
    void filled();
    void allocated_data();
    void allocated();
};

void TestCoreDefaults::filled_data()
{
    QTest::addColumn<QString>("manifest");
    QTest::addColumn<QString>("json");
    const auto row = [](const char* name, const QString& kind, const QString& rest, const QString& json) {
        QTest::newRow(name) << QStringLiteral("{apiVersion: v1, kind: %1, metadata: {name: x}%2}").arg(kind, rest)
                            << QStringLiteral("{\"kind\":\"%1\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"%2}").arg(kind, json);
    };
    const auto namespaced = [&](const char* name, const QString& kind, const QString& rest, const QString& json) {
        row(name, kind, rest, ",\"namespace\":\"default\"}" + json);
    };

    namespaced("a service is reached inside the cluster, on the port it names", "Service",
        ", spec: {selector: {app: web}, ports: [{port: 80}]}",
        R"(,"spec":{"ports":[{"protocol":"TCP","port":80,"targetPort":80}],"selector":{"app":"web"},"type":"ClusterIP",)"
        R"("sessionAffinity":"None","internalTrafficPolicy":"Cluster"},"status":{"loadBalancer":{}})");
    namespaced("a load balancer has a policy for outside traffic and asks for node ports", "Service",
        ", spec: {type: LoadBalancer, ports: [{port: 443, targetPort: https}]}, status: {loadBalancer: {ingress: [{ip: 1.2.3.4}, {hostname: lb}]}}",
        R"(,"spec":{"ports":[{"protocol":"TCP","port":443,"targetPort":"https"}],"type":"LoadBalancer",)"
        R"("sessionAffinity":"None","externalTrafficPolicy":"Cluster","allocateLoadBalancerNodePorts":true,)"
        R"("internalTrafficPolicy":"Cluster"},"status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4","ipMode":"VIP"},{"hostname":"lb"}]}})");
    namespaced("affinity lasts three hours", "Service",
        ", spec: {type: NodePort, sessionAffinity: ClientIP, ports: [{port: 53, protocol: UDP, targetPort: ''}]}",
        R"(,"spec":{"ports":[{"protocol":"UDP","port":53,"targetPort":53}],"type":"NodePort","sessionAffinity":"ClientIP",)"
        R"("externalTrafficPolicy":"Cluster","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":10800}},)"
        R"("internalTrafficPolicy":"Cluster"},"status":{"loadBalancer":{}})");
    namespaced("no affinity needs no configuration", "Service",
        ", spec: {clusterIP: None, sessionAffinityConfig: {clientIP: {timeoutSeconds: 5}}}",
        R"(,"spec":{"clusterIP":"None","type":"ClusterIP","sessionAffinity":"None","internalTrafficPolicy":"Cluster"},)"
        R"("status":{"loadBalancer":{}})");
    namespaced("external addresses come from outside, too", "Service",
        ", spec: {externalIPs: [1.2.3.4], ports: [{port: 80}]}",
        R"(,"spec":{"ports":[{"protocol":"TCP","port":80,"targetPort":80}],"type":"ClusterIP","externalIPs":["1.2.3.4"],)"
        R"("sessionAffinity":"None","externalTrafficPolicy":"Cluster","internalTrafficPolicy":"Cluster"},"status":{"loadBalancer":{}})");
    namespaced("an ExternalName has no policies", "Service", ", spec: {type: ExternalName, externalName: a.example.com}",
        R"(,"spec":{"type":"ExternalName","sessionAffinity":"None","externalName":"a.example.com"},"status":{"loadBalancer":{}})");

    row("a namespace carries its name as a label and is active", "Namespace", "",
        R"(,"labels":{"kubernetes.io/metadata.name":"x"}},"spec":{},"status":{"phase":"Active"})");
    row("a node offers all it has unless it says less", "Node",
        ", spec: {podCIDR: 10.1.0.0/24}, status: {capacity: {cpu: '4', memory: 1000.5m}}",
        R"(},"spec":{"podCIDR":"10.1.0.0/24","podCIDRs":["10.1.0.0/24"]},"status":{"capacity":{"cpu":"4","memory":"1001m"},)"
        R"("allocatable":{"cpu":"4","memory":"1001m"},"daemonEndpoints":{"kubeletEndpoint":{"Port":0}},)"
        R"("nodeInfo":{"machineID":"","systemUUID":"","bootID":"","kernelVersion":"","osImage":"","containerRuntimeVersion":"",)"
        R"("kubeletVersion":"","kubeProxyVersion":"","operatingSystem":"","architecture":""}})");
    namespaced("a secret is Opaque, and plain text becomes base64", "Secret",
        ", data: {a: eA==, b: eA==}, stringData: {b: two, c: three}",
        R"(,"data":{"a":"eA==","b":"dHdv","c":"dGhyZWU="},"type":"Opaque")");
    namespaced("a ConfigMap stays as it is", "ConfigMap", ", data: {a: '1'}", R"(,"data":{"a":"1"})");
    namespaced("containers get the most they may have, and ask for as much", "LimitRange",
        ", spec: {limits: [{type: Container, max: {cpu: '1', memory: 1Gi}, min: {cpu: 50m, memory: 4Mi, x.io/y: '1'}, "
        "default: {memory: 512Mi}, defaultRequest: {cpu: 100m}}, {type: Pod, max: {cpu: '2'}}]}",
        R"(,"spec":{"limits":[{"type":"Container","max":{"cpu":"1","memory":"1Gi"},"min":{"cpu":"50m","memory":"4Mi","x.io/y":"1"},)"
        R"("default":{"cpu":"1","memory":"512Mi"},"defaultRequest":{"cpu":"100m","memory":"512Mi","x.io/y":"1"}},)"
        R"({"type":"Pod","max":{"cpu":"2"}}]})");
    namespaced("quotas are kept to the thousandth", "ResourceQuota", ", spec: {hard: {requests.cpu: 0.0001}}",
        R"(,"spec":{"hard":{"requests.cpu":"1m"}},"status":{})");
    namespaced("endpoints are of TCP", "Endpoints", ", subsets: [{addresses: [{ip: 10.0.0.1}], ports: [{port: 80}]}]",
        R"(,"subsets":[{"addresses":[{"ip":"10.0.0.1"}],"ports":[{"port":80,"protocol":"TCP"}]}])");
    namespaced("a service account stays as it is", "ServiceAccount", "", "");
}

void TestCoreDefaults::filled()
{
    QFETCH(QString, manifest);
    QFETCH(QString, json);
    QCOMPARE(defaulted(manifest.toStdString()), json);
}

void TestCoreDefaults::allocated_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("kept");
    QTest::newRow("clusterIPs follows clusterIP") << "" << "clusterIP: 10.0.0.1" << "10.0.0.1 [10.0.0.1] 0 0";
    QTest::newRow("nothing given, nothing made up") << "" << "type: NodePort" << " [] 0 0";
    QTest::newRow("an update that names no address keeps it")
        << "clusterIP: 10.0.0.1" << "type: ClusterIP" << "10.0.0.1 [10.0.0.1] 0 0";
    QTest::newRow("clusterIPs follows a changed clusterIP, for validation to refuse")
        << "clusterIP: 10.0.0.1" << "clusterIP: 10.0.0.2" << "10.0.0.2 [10.0.0.2] 0 0";
    QTest::newRow("a node port stays with the name of its port")
        << "type: NodePort, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 81, nodePort: 30081}]"
        << "type: NodePort, ports: [{name: b, port: 91}]" << " [] 30081 0";
    QTest::newRow("unless another port has taken it")
        << "type: NodePort, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 81, nodePort: 30081}]"
        << "type: NodePort, ports: [{name: b, port: 91}, {name: a, port: 80, nodePort: 30081}]" << " [] 0 0";
    QTest::newRow("the health check port stays")
        << "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 31000"
        << "type: LoadBalancer, externalTrafficPolicy: Local" << " [] 0 31000";
}

void TestCoreDefaults::allocated()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, kept);
    const QString manifest = QStringLiteral("{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {%1}}");
    Manifest old(manifest.arg(before).toStdString());
    Manifest now(manifest.arg(after).toStdString());
    QCOMPARE(old.refusal() + now.refusal(), QString());
    settleAllocated(old.object().editAs<Service>(), nullptr);
    Service& service = now.object().editAs<Service>();
    settleAllocated(service, before.isEmpty() ? nullptr : old.object().as<Service>());
    QStringList ips;
    for (const Text& ip : service.spec->clusterIPs)
        ips << QString::fromStdString(ip.str());
    QCOMPARE(QStringLiteral("%1 [%2] %3 %4")
                 .arg(QString::fromStdString(service.spec->clusterIP.str()), ips.join(' '))
                 .arg(service.spec->ports.empty() ? 0 : service.spec->ports[0].nodePort)
                 .arg(service.spec->healthCheckNodePort),
        kept);
}

QTEST_GUILESS_MAIN(TestCoreDefaults)
#include "test_coredefaults.moc"
