// What the server accepts, but not without a word.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestPodWarnings : public QObject {
    Q_OBJECT
private slots:
    void specs_data();
    void specs();
    void metadata_data();
    void metadata();
    void templates_data();
    void templates();
};

void TestPodWarnings::specs_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("warnings");
    const QByteArray container = "containers: [{name: c, image: x}]";
    QTest::newRow("an ordinary pod") << container << QStringList();
    QTest::newRow("labels of nodes that have newer names") << QByteArray(container + ", nodeSelector: {beta.kubernetes.io/os: linux, node-role.kubernetes.io/master: ''}")
        << QStringList{"spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead",
                       "spec.nodeSelector[node-role.kubernetes.io/master]: use \"node-role.kubernetes.io/control-plane\" instead"};
    QTest::newRow("in affinities as well, and values that no label can have")
        << QByteArray(container
                      + ", affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/arch, operator: In, values: [amd64]}]}]}, "
                        "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: a, operator: In, values: ['-b']}]}}]}}")
        << QStringList{"spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "
                       "\"kubernetes.io/arch\" instead",
                       "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: -b is invalid, a valid label must be an empty string or "
                       "consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation "
                       "is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"};
    QTest::newRow("spreading over what is called otherwise now, and over nobody") << QByteArray(container + ", topologySpreadConstraints: [{maxSkew: 1, topologyKey: failure-domain.beta.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway}]")
        << QStringList{"spec.topologySpreadConstraints[0].topologyKey: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
                       "spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod"};
    QTest::newRow("away from nobody")
        << QByteArray(container + ", affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone}], preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: zone}}]}}")
        << QStringList{"spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod",
                       "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod"};
    QTest::newRow("volumes without a plugin") << QByteArray(container + ", volumes: [{name: v, gitRepo: {repository: r}}]")
        << QStringList{"spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+"};
    QTest::newRow("twice the same") << QByteArray(container + ", hostAliases: [{ip: 1.2.3.4}, {ip: 1.2.3.4}], imagePullSecrets: [{name: s}, {name: s}, {name: ''}]")
        << QStringList{"spec.hostAliases[1].ip: duplicate ip \"1.2.3.4\"", "spec.imagePullSecrets[1].name: duplicate name \"s\"", "spec.imagePullSecrets[2].name: invalid empty name \"\""};
    QTest::newRow("a tenth of a byte, where a million were meant") << QByteArray("containers: [{name: c, image: x, resources: {limits: {memory: 100m}}}]")
        << QStringList{"spec.containers[0].resources.limits[memory]: fractional byte value \"100m\" is invalid, must be an integer",
                       "spec.containers[0].resources.requests[memory]: fractional byte value \"100m\" is invalid, must be an integer"};
    QTest::newRow("a variable that hides another, unless it builds on it")
        << QByteArray("containers: [{name: c, image: x, env: [{name: A, value: a}, {name: A, value: b}, {name: P, value: /bin}, {name: P, value: '$(P):/sbin'}, {name: P, value: '$(P)'}]}]")
        << QStringList{"spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using apply",
                       "spec.containers[0].env[4]: hides previous definition of \"P\", which may be dropped when using apply"};
    QTest::newRow("ports that are told twice")
        << QByteArray("containers: [{name: a, image: x, ports: [{containerPort: 80}, {containerPort: 81, hostPort: 81, hostIP: 10.0.0.1}]}, "
                      "{name: b, image: x, ports: [{containerPort: 80}, {containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 81}, {containerPort: 82, hostIP: 10.0.0.1}]}]")
        << QStringList{"spec.containers[1].ports[0]: duplicate port definition with spec.containers[0].ports[0]", "spec.containers[1].ports[1]: overlapping port definition with spec.containers[0].ports[0]",
                       "spec.containers[1].ports[1]: overlapping port definition with spec.containers[1].ports[0]", "spec.containers[1].ports[2]: dangerously ambiguous port definition with spec.containers[0].ports[1]",
                       "spec.containers[1].ports[3]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:82 Protocol:TCP HostIP:10.0.0.1}"};
    QTest::newRow("less than no time") << QByteArray(container + ", terminationGracePeriodSeconds: -5")
        << QStringList{"spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"};
    QTest::newRow("addresses of another age") << QByteArray(container + ", dnsConfig: {nameservers: [010.1.2.3]}")
        << QStringList{"spec.dnsConfig.nameservers[0]: non-standard IP address \"010.1.2.3\" will be considered invalid in a future Kubernetes release: use \"10.1.2.3\""};
}

void TestPodWarnings::specs()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, warnings);
    QCOMPARE(warningsAbout("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {" + spec.toStdString() + "}}"), warnings);
}

void TestPodWarnings::metadata_data()
{
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<QStringList>("warnings");
    QTest::newRow("a name is a host name, too") << QByteArray("name: web.v1")
        << QStringList{"metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]"};
    QTest::newRow("annotations that became fields")
        << QByteArray("name: p, annotations: {scheduler.alpha.kubernetes.io/critical-pod: '', seccomp.security.alpha.kubernetes.io/pod: runtime/default, container.apparmor.security.beta.kubernetes.io/hello: runtime/default}")
        << QStringList{"metadata.annotations[container.apparmor.security.beta.kubernetes.io/hello]: deprecated since v1.30; use the \"appArmorProfile\" field instead",
                       "metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the \"priorityClassName\" field instead",
                       "metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the \"seccompProfile\" field instead"};
}

void TestPodWarnings::metadata()
{
    QFETCH(QByteArray, metadata);
    QFETCH(QStringList, warnings);
    QCOMPARE(warningsAbout("{apiVersion: v1, kind: Pod, metadata: {" + metadata.toStdString() + "}, spec: {containers: [{name: hello, image: x}]}}"), warnings);
}

void TestPodWarnings::templates_data()
{
    QTest::addColumn<QByteArray>("pod");
    QTest::addColumn<QStringList>("warnings");
    QTest::newRow("the same, from the template on")
        << QByteArray("metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: unconfined, scheduler.alpha.kubernetes.io/critical-pod: ''}}, "
                      "spec: {nodeSelector: {beta.kubernetes.io/arch: arm64}, containers: [{name: c, image: x}]}")
        << QStringList{"template.spec.nodeSelector[beta.kubernetes.io/arch]: deprecated since v1.14; use \"kubernetes.io/arch\" instead",
                       "template.metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the \"priorityClassName\" field instead",
                       "template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: deprecated since v1.30; use the \"appArmorProfile\" field instead"};
    QTest::newRow("a field silences the annotation")
        << QByteArray("metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: unconfined}}, spec: {securityContext: {appArmorProfile: {type: Unconfined}}, containers: [{name: c, image: x}]}")
        << QStringList();
}

void TestPodWarnings::templates()
{
    QFETCH(QByteArray, pod);
    QFETCH(QStringList, warnings);
    QCOMPARE(warningsAbout("{apiVersion: v1, kind: PodTemplate, metadata: {name: t}, template: {" + pod.toStdString() + "}}"), warnings);
}

QTEST_GUILESS_MAIN(TestPodWarnings)
#include "test_podwarnings.moc"
