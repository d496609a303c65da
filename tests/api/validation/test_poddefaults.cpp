// What a pod and a template get when a manifest is silent, and what is taken away from them without a word.
#include "api/defaults/pod.h"
#include "api/encode.h"
#include "manifest.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestPodDefaults : public QObject {
    Q_OBJECT
private slots:
    void whole();
    void fields_data();
    void fields();
    void templates_data();
    void templates();
    void gates_data();
    void gates();
    void whatIsInUseStays();
};

namespace {

std::string podOf(const QByteArray& spec) { return "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {" + spec.toStdString() + "}}"; }
std::string templateOf(const QByteArray& spec)
{
    return "{apiVersion: v1, kind: PodTemplate, metadata: {name: t}, template: {metadata: {labels: {a: b}}, spec: {" + spec.toStdString() + "}}}";
}

} // namespace

// Apart from what admission and the scheduler add, as a real server stores it.
void TestPodDefaults::whole()
{
    QCOMPARE(defaulted("{apiVersion: v1, kind: Pod, metadata: {name: agent, labels: {app: agent}}, spec: {containers: [{name: c, image: fluentd}]}}"),
             QStringLiteral(R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"agent","namespace":"default","labels":{"app":"agent"}},)"
                            R"("spec":{"containers":[{"name":"c","image":"fluentd","resources":{},"terminationMessagePath":"/dev/termination-log",)"
                            R"("terminationMessagePolicy":"File","imagePullPolicy":"Always"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,)"
                            R"("dnsPolicy":"ClusterFirst","securityContext":{},"schedulerName":"default-scheduler","enableServiceLinks":true},"status":{}})"));
}

void TestPodDefaults::fields_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("filled");
    const auto image = [](const char* name) { return QByteArray("containers: [{name: c, image: '") + name + "'}]"; };
    const QByteArray always = R"("imagePullPolicy":"Always")";
    const QByteArray ifMissing = R"("imagePullPolicy":"IfNotPresent")";
    QTest::newRow("latest is asked for each time") << image("nginx:latest") << always;
    QTest::newRow("no tag means latest") << image("registry:5000/team/nginx") << always;
    QTest::newRow("a tag stays what it is") << image("nginx:1.27") << ifMissing;
    QTest::newRow("a digest all the more") << image("nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") << ifMissing;
    QTest::newRow("what cannot be read has no tag") << image("Nginx!") << ifMissing;
    QTest::newRow("a wish is respected") << QByteArray("containers: [{name: c, image: nginx, imagePullPolicy: Never}]") << QByteArray(R"("imagePullPolicy":"Never")");
    QTest::newRow("who names only limits asks for as much") << QByteArray("containers: [{name: c, image: x, resources: {requests: {cpu: 500m}, limits: {cpu: '1', memory: 1Gi}}}]")
        << QByteArray(R"("resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m","memory":"1Gi"}})");
    QTest::newRow("init containers too") << QByteArray("initContainers: [{name: i, image: x, resources: {limits: {cpu: '0.1'}}}], containers: [{name: c, image: x}]")
        << QByteArray(R"("resources":{"limits":{"cpu":"100m"},"requests":{"cpu":"100m"}})");
    QTest::newRow("amounts are kept to the thousandth, rounded up") << QByteArray("containers: [{name: c, image: x, resources: {requests: {cpu: 100u}}}]")
        << QByteArray(R"("requests":{"cpu":"1m"})");
    QTest::newRow("on the node's network each port is the node's") << QByteArray("hostNetwork: true, containers: [{name: c, image: x, ports: [{containerPort: 80}]}]")
        << QByteArray(R"("ports":[{"hostPort":80,"containerPort":80,"protocol":"TCP"}])");
    QTest::newRow("an account under both its names") << QByteArray("serviceAccountName: robot, containers: [{name: c, image: x}]")
        << QByteArray(R"("serviceAccountName":"robot","serviceAccount":"robot")");
    QTest::newRow("also if the old one was used") << QByteArray("serviceAccount: robot, containers: [{name: c, image: x}]")
        << QByteArray(R"("serviceAccountName":"robot","serviceAccount":"robot")");
    QTest::newRow("the new one wins") << QByteArray("serviceAccount: old, serviceAccountName: new, containers: [{name: c, image: x}]")
        << QByteArray(R"("serviceAccountName":"new","serviceAccount":"new")");
    QTest::newRow("checks run every ten seconds") << QByteArray("containers: [{name: c, image: x, livenessProbe: {httpGet: {port: 80}}}]")
        << QByteArray(R"("livenessProbe":{"httpGet":{"path":"/","port":80,"scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3})");
    QTest::newRow("hooks by HTTP as well") << QByteArray("containers: [{name: c, image: x, lifecycle: {preStop: {httpGet: {port: 80}}}}]")
        << QByteArray(R"("preStop":{"httpGet":{"path":"/","port":80,"scheme":"HTTP"}})");
    QTest::newRow("a field is one of v1") << QByteArray("containers: [{name: c, image: x, env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]")
        << QByteArray(R"("fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"})");
    QTest::newRow("limits of the whole pod: it asks for what its containers ask for, else for all of it")
        << QByteArray("resources: {limits: {cpu: '2', memory: 1Gi}}, containers: [{name: a, image: x, resources: {requests: {cpu: 100m}}}, {name: b, image: x, resources: {requests: {cpu: 200m}}}]")
        << QByteArray(R"("resources":{"limits":{"cpu":"2","memory":"1Gi"},"requests":{"cpu":"300m","memory":"1Gi"}})");
    QTest::newRow("huge pages of the containers are those of the pod")
        << QByteArray("resources: {requests: {cpu: '1'}}, containers: [{name: a, image: x, resources: {limits: {hugepages-2Mi: 4Mi, cpu: 100m}}}]")
        << QByteArray(R"("resources":{"limits":{"hugepages-2Mi":"4Mi"},"requests":{"cpu":"1","hugepages-2Mi":"4Mi"}})");
}

void TestPodDefaults::fields()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, filled);
    const QString pod = defaulted(podOf(spec));
    QVERIFY2(pod.contains(filled), qPrintable(pod));
}

void TestPodDefaults::templates_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("filled");
    QTest::newRow("less than a pod: its pods get the rest when they are made")
        << QByteArray("hostNetwork: true, containers: [{name: c, image: nginx, ports: [{containerPort: 80}], resources: {limits: {cpu: '1'}}}]")
        << QByteArray(R"("spec":{"containers":[{"name":"c","image":"nginx","ports":[{"containerPort":80,"protocol":"TCP"}],"resources":{"limits":{"cpu":"1"}},)"
                      R"("terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"Always"}],"restartPolicy":"Always",)"
                      R"("terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","hostNetwork":true,"securityContext":{},"schedulerName":"default-scheduler"}})");
}

void TestPodDefaults::templates()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, filled);
    const QString pods = defaulted(templateOf(spec));
    QVERIFY2(pods.contains(filled), qPrintable(pods));
}

void TestPodDefaults::gates_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("field"); // that is gone
    QTest::addColumn<QByteArray>("rest");  // that is still there
    const QByteArray container = "containers: [{name: c, image: x}]";
    QTest::newRow("restart policies of ordinary containers")
        << QByteArray("containers: [{name: c, image: x, restartPolicy: Always, restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]}]") << QByteArray("restartPolicyRules")
        << QByteArray(R"("image":"x","resources")");
    QTest::newRow("but a sidecar's stays") << QByteArray("initContainers: [{name: s, image: x, restartPolicy: Always, restartPolicyRules: [{action: Restart}]}], " + container)
                                           << QByteArray("restartPolicyRules") << QByteArray(R"("restartPolicy":"Always","terminationMessagePath")");
    QTest::newRow("variables out of files") << QByteArray("containers: [{name: c, image: x, env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: p, key: k}}}]}]") << QByteArray("fileKeyRef")
                                            << QByteArray(R"("env":[{"name":"A","valueFrom":{}}])");
    QTest::newRow("stop signals, and a lifecycle that was only one") << QByteArray("containers: [{name: c, image: x, lifecycle: {stopSignal: SIGUSR1}}]") << QByteArray("lifecycle")
                                                                     << QByteArray(R"("image":"x","resources")");
    QTest::newRow("another name of the host") << QByteArray("hostnameOverride: h, " + container) << QByteArray("hostnameOverride") << QByteArray(R"("image":"x")");
    QTest::newRow("images as volumes, with their mounts")
        << QByteArray("volumes: [{name: i, image: {reference: r}}, {name: e, emptyDir: {}}], containers: [{name: c, image: x, volumeMounts: [{name: i, mountPath: /i}, {name: e, mountPath: /e}]}]")
        << QByteArray("reference") << QByteArray(R"("volumeMounts":[{"name":"e","mountPath":"/e"}])");
    QTest::newRow("bundles of trusted certificates") << QByteArray("volumes: [{name: v, projected: {sources: [{clusterTrustBundle: {name: b, path: p}}]}}], " + container) << QByteArray("clusterTrustBundle")
                                                     << QByteArray(R"("projected":{"sources":[{}])");
}

void TestPodDefaults::gates()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, rest);
    for (const std::string& yaml : {podOf(spec), templateOf(spec)}) {
        const QString object = defaulted(yaml);
        QVERIFY2(!object.contains(field), qPrintable(object));
        QVERIFY2(object.contains(rest), qPrintable(object));
    }
}

void TestPodDefaults::whatIsInUseStays()
{
    PodSpec old;
    old.hostnameOverride = "h";
    PodSpec now = old;
    now.containers.push_back({.name = "c", .restartPolicy = "Always"});
    dropDisabledPodFields(now, &old);
    QVERIFY(now.hostnameOverride == "h");
    QVERIFY(!now.containers[0].restartPolicy.has_value());
}

QTEST_GUILESS_MAIN(TestPodDefaults)
#include "test_poddefaults.moc"
