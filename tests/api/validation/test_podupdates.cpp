// What may change of a pod: by an update, by the subresources for debugging and resizing, and by reports of its status.
#include "api/validation/pod.h"
#include "manifest.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestPodUpdates : public QObject {
    Q_OBJECT
private slots:
    void updates_data();
    void updates();
    void gated_data();
    void gated();
    void annotations_data();
    void annotations();
    void debugging_data();
    void debugging();
    void resizing_data();
    void resizing();
    void statuses_data();
    void statuses();
};

namespace {

const QStringList none;
const QString mayNotChange = "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                             "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                             "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";

std::string podOf(const QByteArray& spec, const QByteArray& status = {}, const QByteArray& annotations = {})
{
    return "{apiVersion: v1, kind: Pod, metadata: {name: p, annotations: {" + annotations.toStdString() + "}}, spec: {" + spec.toStdString() + "}, status: {"
        + status.toStdString() + "}}";
}

// For the two subresources, which the table of kinds does not know.
QStringList judged(FieldErrors (*rules)(const Pod& now, const Pod& old), const std::string& oldYaml, const std::string& yaml)
{
    Manifest old(oldYaml);
    Manifest now(yaml);
    if (!old.refusal().isEmpty() || !now.refusal().isEmpty())
        return {old.refusal() + now.refusal()};
    old.object().editMeta().resourceVersion = "1";
    now.object().editMeta().resourceVersion = "1";
    QStringList lines;
    for (const FieldError& error : rules(*now.object().as<Pod>(), *old.object().as<Pod>()))
        lines << QString::fromStdString(error.field + ": " + error.message());
    lines.removeDuplicates();
    return lines;
}

} // namespace

void TestPodUpdates::updates_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray container = "containers: [{name: c, image: nginx:1}]";
    QTest::newRow("a new image") << container << QByteArray("containers: [{name: c, image: nginx:2}]") << none;
    QTest::newRow("but not none") << container << QByteArray("containers: [{name: c, image: ''}]") << QStringList{"spec.containers[0].image: Required value"};
    QTest::newRow("containers do not come and go") << container << QByteArray("containers: [{name: c, image: nginx:1}, {name: d, image: busybox}]")
        << QStringList{"spec.containers: Forbidden: pod updates may not add or remove containers"};
    QTest::newRow("an earlier end") << QByteArray(container + ", activeDeadlineSeconds: 60") << QByteArray(container + ", activeDeadlineSeconds: 30") << none;
    QTest::newRow("an end where there was none") << container << QByteArray(container + ", activeDeadlineSeconds: 30") << none;
    QTest::newRow("no later end") << QByteArray(container + ", activeDeadlineSeconds: 60") << QByteArray(container + ", activeDeadlineSeconds: 90")
        << QStringList{"spec.activeDeadlineSeconds: Invalid value: 90: must be less than or equal to previous value"};
    QTest::newRow("nor none") << QByteArray(container + ", activeDeadlineSeconds: 60") << container
        << QStringList{"spec.activeDeadlineSeconds: Invalid value: \"null\": must not update from a positive integer to nil value"};
    QTest::newRow("more tolerations, and longer ones") << QByteArray(container + ", tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 5}]")
        << QByteArray(container + ", tolerations: [{key: b, operator: Exists}, {key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 9}]") << none;
    QTest::newRow("no fewer") << QByteArray(container + ", tolerations: [{key: a, operator: Exists}]") << container
        << QStringList{"spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"};
    QTest::newRow("a grace period that made no sense may become the shortest") << QByteArray(container + ", terminationGracePeriodSeconds: -1")
        << QByteArray(container + ", terminationGracePeriodSeconds: 1") << none;
    QTest::newRow("nothing else, and the server shows what it was") << container << QByteArray("containers: [{name: c, image: nginx:1, command: [sleep]}], terminationGracePeriodSeconds: 5")
        << QStringList{mayNotChange
                       + "@@ -5,7 +5,9 @@\n"
                         "   {\n"
                         "    \"Name\": \"c\",\n"
                         "    \"Image\": \"nginx:1\",\n"
                         "-   \"Command\": null,\n"
                         "+   \"Command\": [\n"
                         "+    \"sleep\"\n"
                         "+   ],\n"
                         "    \"Args\": null,\n"
                         "    \"WorkingDir\": \"\",\n"
                         "    \"Ports\": null,\n"
                         "@@ -36,7 +38,7 @@\n"
                         "  ],\n"
                         "  \"EphemeralContainers\": null,\n"
                         "  \"RestartPolicy\": \"Always\",\n"
                         "- \"TerminationGracePeriodSeconds\": 30,\n"
                         "+ \"TerminationGracePeriodSeconds\": 5,\n"
                         "  \"ActiveDeadlineSeconds\": null,\n"
                         "  \"DNSPolicy\": \"ClusterFirst\",\n"
                         "  \"NodeSelector\": null,\n"};
    QTest::newRow("the node's network is part of the security context there") << container << QByteArray(container + ", hostNetwork: true")
        << QStringList{mayNotChange
                       + "@@ -44,7 +44,7 @@\n"
                         "  \"AutomountServiceAccountToken\": null,\n"
                         "  \"NodeName\": \"\",\n"
                         "  \"SecurityContext\": {\n"
                         "-  \"HostNetwork\": false,\n"
                         "+  \"HostNetwork\": true,\n"
                         "   \"HostPID\": false,\n"
                         "   \"HostIPC\": false,\n"
                         "   \"ShareProcessNamespace\": null,\n"};
    QTest::newRow("gates are opened, never closed again") << container << QByteArray(container + ", schedulingGates: [{name: a.com/x}]")
        << QStringList{"spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a.com/x'"};
}

void TestPodUpdates::updates()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints);
    QCOMPARE(updateComplaints(podOf(old), podOf(now)), complaints);
}

void TestPodUpdates::gated_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray terms = "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [";
    const QByteArray one = "{matchExpressions: [{key: a, operator: Exists}]}";
    QTest::newRow("a narrower choice of nodes") << QByteArray("nodeSelector: {a: b}") << QByteArray("nodeSelector: {a: b, c: d}") << none;
    QTest::newRow("not another one") << QByteArray("nodeSelector: {a: b}") << QByteArray("nodeSelector: {a: c}")
        << QStringList{"spec.nodeSelector: Invalid value: {\"a\":\"c\"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)"};
    QTest::newRow("any affinity where there was none") << QByteArray("hostname: h") << QByteArray("hostname: h, " + terms + one + "]}}}") << none;
    QTest::newRow("a further condition in a term") << QByteArray(terms + one + "]}}}")
        << QByteArray(terms + "{matchExpressions: [{key: a, operator: Exists}, {key: b, operator: Exists}]}]}}}") << none;
    QTest::newRow("no further term, which would widen the choice") << QByteArray(terms + one + "]}}}") << QByteArray(terms + one + ", {matchExpressions: [{key: b, operator: Exists}]}]}}}")
        << QStringList{"spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Invalid value: [{\"MatchExpressions\":[{\"Key\":\"a\",\"Operator\":\"Exists\","
                       "\"Values\":null}],\"MatchFields\":null},{\"MatchExpressions\":[{\"Key\":\"b\",\"Operator\":\"Exists\",\"Values\":null}],\"MatchFields\":null}]: no additions/deletions to "
                       "non-empty NodeSelectorTerms list are allowed"};
    QTest::newRow("nor another condition") << QByteArray(terms + one + "]}}}") << QByteArray(terms + "{matchExpressions: [{key: b, operator: Exists}]}]}}}")
        << QStringList{"spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: {\"MatchExpressions\":[{\"Key\":\"b\",\"Operator\":\"Exists\","
                       "\"Values\":null}],\"MatchFields\":null}: only additions are allowed (no mutations or deletions)"};
}

void TestPodUpdates::gated()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints);
    const QByteArray rest = ", containers: [{name: c, image: x}], schedulingGates: [{name: a.com/x}]";
    QCOMPARE(updateComplaints(podOf(old + rest), podOf(now + rest)), complaints);
}

void TestPodUpdates::annotations_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("most are free") << QByteArray("note: a") << QByteArray("note: b, more: c") << none;
    QTest::newRow("a profile holds as long as the pod") << QByteArray("container.apparmor.security.beta.kubernetes.io/c: unconfined") << QByteArray("container.apparmor.security.beta.kubernetes.io/c: runtime/default")
        << QStringList{"metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: Forbidden: may not remove or update AppArmor annotations"};
    QTest::newRow("and does not come later") << QByteArray("a: b") << QByteArray("a: b, container.apparmor.security.beta.kubernetes.io/c: unconfined")
        << QStringList{"metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: Forbidden: may not add AppArmor annotations"};
    QTest::newRow("a mirror stays one") << QByteArray("kubernetes.io/config.mirror: a") << QByteArray("a: b")
        << QStringList{"metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not remove or update mirror pod annotation"};
    QTest::newRow("and nothing becomes one") << QByteArray("a: b") << QByteArray("kubernetes.io/config.mirror: a")
        << QStringList{"metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not add mirror pod annotation"};
}

void TestPodUpdates::annotations()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints);
    const QByteArray spec = "nodeName: n1, containers: [{name: c, image: x}]";
    QCOMPARE(updateComplaints(podOf(spec, {}, old), podOf(spec, {}, now)), complaints);
}

void TestPodUpdates::debugging_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QString notAllowed = ": Forbidden: cannot be set for an Ephemeral Container";
    QTest::newRow("a shell beside a container") << QByteArray() << QByteArray("{name: d, image: busybox, stdin: true, tty: true, targetContainerName: c}") << none;
    QTest::newRow("a second one") << QByteArray("{name: d, image: busybox}") << QByteArray("{name: e, image: busybox}, {name: d, image: busybox}") << none;
    QTest::newRow("beside one that is there, under a name of its own") << QByteArray() << QByteArray("{name: c, image: busybox, targetContainerName: x}")
        << QStringList{"spec.ephemeralContainers[0].name: Duplicate value: \"c\"", "spec.ephemeralContainers[0].targetContainerName: Not found: \"x\""};
    QTest::newRow("it does no work for others")
        << QByteArray()
        << QByteArray("{name: d, image: x, ports: [{containerPort: 80}], resources: {requests: {cpu: 1m}}, livenessProbe: {tcpSocket: {port: 1}}, lifecycle: {preStop: {exec: {command: [a]}}}}")
        << QStringList{"spec.ephemeralContainers[0].ports" + notAllowed, "spec.ephemeralContainers[0].resources" + notAllowed, "spec.ephemeralContainers[0].livenessProbe" + notAllowed,
                       "spec.ephemeralContainers[0].lifecycle" + notAllowed};
    QTest::newRow("it stays") << QByteArray("{name: d, image: x}") << QByteArray() << QStringList{"spec.ephemeralContainers: Forbidden: existing ephemeral containers \"d\" may not be removed\n"};
    QTest::newRow("as it is") << QByteArray("{name: d, image: a}") << QByteArray("{name: d, image: b}")
        << QStringList{"spec.ephemeralContainers: Forbidden: existing ephemeral containers \"d\" may not be changed\n"
                       "@@ -1,6 +1,6 @@\n"
                       " {\n"
                       "  \"Name\": \"d\",\n"
                       "- \"Image\": \"a\",\n"
                       "+ \"Image\": \"b\",\n"
                       "  \"Command\": null,\n"
                       "  \"Args\": null,\n"
                       "  \"WorkingDir\": \"\",\n"};
}

void TestPodUpdates::debugging()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints);
    const QByteArray spec = "containers: [{name: c, image: nginx}], ephemeralContainers: [";
    QCOMPARE(judged(validateEphemeralContainersUpdate, podOf(spec + old + "]"), podOf(spec + now + "]")), complaints);
}

void TestPodUpdates::resizing_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray small = "containers: [{name: c, image: x, resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}}]";
    QTest::newRow("more CPU, less memory") << small << QByteArray("containers: [{name: c, image: x, resources: {requests: {cpu: 200m, memory: 32Mi}, limits: {memory: 64Mi}}}]") << none;
    QTest::newRow("amounts do not vanish") << small << QByteArray("containers: [{name: c, image: x, resources: {requests: {cpu: 100m, memory: 64Mi}}}]")
        << QStringList{"spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed"};
    QTest::newRow("the class of service stays") << small << QByteArray("containers: [{name: c, image: x, resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 100m, memory: 64Mi}}}]")
        << QStringList{"spec: Invalid value: \"\": Pod QOS Class may not change as a result of resizing"};
    QTest::newRow("other resources stay") << small << QByteArray("containers: [{name: c, image: x, resources: {requests: {cpu: 100m, memory: 64Mi, ephemeral-storage: 1Gi}, limits: {memory: 128Mi}}}]")
        << QStringList{"spec: Forbidden: only cpu and memory resources are mutable"};
    QTest::newRow("the image stays, here") << small << QByteArray("containers: [{name: c, image: z, resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}}]")
        << QStringList{"spec: Forbidden: only cpu and memory resources are mutable"};
    QTest::newRow("containers stay in their places") << small << QByteArray("containers: [{name: d, image: x, resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}}]")
        << QStringList{"spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize"};
    QTest::newRow("what has ended is not resized") << QByteArray(small + ", initContainers: [{name: i, image: x, resources: {requests: {cpu: 1m}}}]")
        << QByteArray(small + ", initContainers: [{name: i, image: x, resources: {requests: {cpu: 2m}}}]")
        << QStringList{"spec: Forbidden: resources for non-sidecar init containers are immutable"};
    QTest::newRow("a sidecar is") << QByteArray(small + ", initContainers: [{name: i, image: x, restartPolicy: Always, resources: {requests: {cpu: 1m}}}]")
        << QByteArray(small + ", initContainers: [{name: i, image: x, restartPolicy: Always, resources: {requests: {cpu: 2m}}}]") << none;
    QTest::newRow("not yet with amounts for the whole pod") << QByteArray(small + ", resources: {limits: {cpu: '1'}}") << QByteArray(small + ", resources: {limits: {cpu: '2'}}")
        << QStringList{"[]: Forbidden: pods with pod-level resources cannot be resized"};
    QTest::newRow("not on Windows") << QByteArray(small + ", os: {name: windows}") << QByteArray(small + ", os: {name: windows}")
        << QStringList{"[]: Forbidden: windows pods cannot be resized"};
}

void TestPodUpdates::resizing()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints);
    QCOMPARE(judged(validateResize, podOf(old), podOf(now)), complaints);
}

void TestPodUpdates::statuses_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray ended = "containerStatuses: [{name: c, state: {terminated: {exitCode: 1}}}]";
    QTest::newRow("a pod begins to run")
        << QByteArray("phase: Pending")
        << QByteArray("phase: Running, hostIP: 192.168.0.1, hostIPs: [{ip: 192.168.0.1}], podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: 'fd00::1'}], conditions: [{type: Ready, status: 'True'}, {type: a.com/mine, status: 'True'}]")
        << none;
    QTest::newRow("a class of service is for life") << QByteArray("qosClass: Burstable") << QByteArray("qosClass: BestEffort")
        << QStringList{"status.qosClass: Invalid value: \"BestEffort\": field is immutable"};
    QTest::newRow("who may fail only once stays ended") << ended << QByteArray("containerStatuses: [{name: c, state: {running: {}}}]")
        << QStringList{"status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state"};
    QTest::newRow("conditions have types like label keys") << QByteArray() << QByteArray("conditions: [{type: a b, status: 'True', observedGeneration: -1}]")
        << QStringList{"status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer",
                       "status.conditions[0].Type: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                       "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"};
    QTest::newRow("one address of each family") << QByteArray() << QByteArray("podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: 10.0.0.2}]")
        << QStringList{"status.podIPs: Invalid value: [{\"IP\":\"10.0.0.1\"},{\"IP\":\"10.0.0.2\"}]: may specify no more than one IP for each IP family"};
    QTest::newRow("the node's first address is its address") << QByteArray() << QByteArray("hostIP: 192.168.0.2, hostIPs: [{ip: 192.168.0.1}]")
        << QStringList{"status.hostIPs[0].ip: Invalid value: \"192.168.0.1\": must be equal to `hostIP`"};
    QTest::newRow("addresses are addresses") << QByteArray() << QByteArray("podIP: here")
        << QStringList{"status.podIPs[0]: Invalid value: \"here\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"};
    QTest::newRow("a node to make room on has a name") << QByteArray() << QByteArray("nominatedNodeName: Node_1")
        << QStringList{"status.nominatedNodeName: Invalid value: \"Node_1\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end "
                       "with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"};
    QTest::newRow("claims that the spec knows") << QByteArray() << QByteArray("resourceClaimStatuses: [{name: gpu}]")
        << QStringList{"status.resourceClaimStatuses[0].name: Invalid value: \"gpu\": must match the name of an entry in `spec.resourceClaims`"};
}

void TestPodUpdates::statuses()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints);
    const QByteArray spec = "restartPolicy: Never, containers: [{name: c, image: x}]";
    QCOMPARE(statusComplaints(podOf(spec, old), podOf(spec, now)), complaints);
}

QTEST_GUILESS_MAIN(TestPodUpdates)
#include "test_podupdates.moc"
