// What makes a pod: containers with names and images, ports, variables, checks, amounts.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestPods : public QObject {
    Q_OBJECT
private slots:
    void whole_data();
    void whole();
    void annotations_data();
    void annotations();
    void everythingIsSaidAtOnce();
    void containers_data();
    void containers();
    void env_data();
    void env();
    void probes_data();
    void probes();
    void initContainers_data();
    void initContainers();
    void resources_data();
    void resources();
    void templates_data();
    void templates();
    void bindings_data();
    void bindings();
};

namespace {

const QString labelSentence = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an "
                              "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const QString subdomainSentence
    = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
      "alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const QStringList none;

std::string podOf(const QByteArray& spec) { return "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {" + spec.toStdString() + "}}"; }
std::string podWith(const QByteArray& container) { return podOf("containers: [{name: c, image: nginx, " + container + "}]"); }

} // namespace

void TestPods::whole_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray container = "containers: [{name: c, image: nginx}]";
    QTest::newRow("a name and an image are enough") << container << none;
    QTest::newRow("a pod without containers is nothing") << QByteArray("containers: []") << QStringList{"spec.containers: Required value"};
    QTest::newRow("restart always, after a failure or never")
        << container + ", restartPolicy: maybe"
        << QStringList{"spec.restartPolicy: Unsupported value: \"maybe\": supported values: \"Always\", \"OnFailure\", \"Never\""};
    QTest::newRow("one of four ways to look up names") << container + ", dnsPolicy: Cluster"
        << QStringList{"spec.dnsPolicy: Unsupported value: \"Cluster\": supported values: \"ClusterFirstWithHostNet\", \"ClusterFirst\", \"Default\", \"None\""};
    QTest::newRow("without the cluster's DNS one has to bring another") << container + ", dnsPolicy: None"
        << QStringList{"spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"};
    QTest::newRow("an empty one will not do") << container + ", dnsPolicy: None, dnsConfig: {searches: [a.b]}"
        << QStringList{"spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None"};
    QTest::newRow("name servers are addresses, three at most, and options have names")
        << container + ", dnsConfig: {nameservers: [1.1.1.1, 8.8.8.8, dns.example.com, 9.9.9.9], searches: [., _tcp.example.com., UPPER], options: [{value: '5'}]}"
        << QStringList{"spec.dnsConfig.nameservers: Invalid value: [\"1.1.1.1\",\"8.8.8.8\",\"dns.example.com\",\"9.9.9.9\"]: must not have more than 3 nameservers",
                       "spec.dnsConfig.nameservers[2]: Invalid value: \"dns.example.com\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                       "spec.dnsConfig.searches[2]: Invalid value: \"UPPER\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
                       "'_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                       "'_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')",
                       "spec.dnsConfig.options[0]: Required value: must not be empty"};
    QTest::newRow("names of other objects and of hosts")
        << container + ", serviceAccountName: My_Account, nodeName: Node_1, hostname: a.b, subdomain: -x, priorityClassName: Hi!, runtimeClassName: ''"
        << QStringList{"spec.serviceAccountName: Invalid value: \"My_Account\": " + subdomainSentence,
                       "spec.nodeName: Invalid value: \"Node_1\": " + subdomainSentence,
                       "spec.hostname: Invalid value: \"a.b\": must not contain dots",
                       "spec.subdomain: Invalid value: \"-x\": " + labelSentence,
                       "spec.priorityClassName: Invalid value: \"Hi!\": " + subdomainSentence,
                       "spec.runtimeClassName: Invalid value: \"\": " + subdomainSentence};
    QTest::newRow("a deadline is at least a second") << container + ", activeDeadlineSeconds: 0"
        << QStringList{"spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"};
    QTest::newRow("host aliases: an address and its names") << container + ", hostAliases: [{ip: 300.1.1.1, hostnames: [ok.example.com, no_good]}]"
        << QStringList{"spec.hostAliases[0].ip: Invalid value: \"300.1.1.1\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                       "spec.hostAliases[0].hostnames[1]: Invalid value: \"no_good\": " + subdomainSentence};
    QTest::newRow("gates are label keys, each once") << container + ", readinessGates: [{conditionType: ''}], schedulingGates: [{name: a.com/x}, {name: a.com/x}]"
        << QStringList{"spec.readinessGates[0].conditionType: Invalid value: \"\": name part must be non-empty",
                       "spec.readinessGates[0].conditionType: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must "
                       "start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
                       "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
                       "spec.schedulingGates[1]: Duplicate value: \"a.com/x\""};
    QTest::newRow("what waits at a gate has no node") << container + ", nodeName: n1, schedulingGates: [{name: a.com/x}]"
        << QStringList{"spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared"};
    QTest::newRow("a debugging container joins a running pod") << container + ", ephemeralContainers: [{name: d, image: busybox}]"
        << QStringList{"spec.ephemeralContainers: Forbidden: cannot be set on create"};
    QTest::newRow("preemption is polite or not") << container + ", preemptionPolicy: Sometimes"
        << QStringList{"spec.preemptionPolicy: Unsupported value: \"Sometimes\": supported values: \"PreemptLowerPriority\", \"Never\""};
    QTest::newRow("a claim for devices comes from somewhere") << container + ", resourceClaims: [{name: gpu}, {name: gpu, resourceClaimName: a, resourceClaimTemplateName: b}]"
        << QStringList{"spec.resourceClaims[0]: Invalid value: {\"Name\":\"gpu\",\"ResourceClaimName\":null,\"ResourceClaimTemplateName\":null}: must specify one of: "
                       "`resourceClaimName`, `resourceClaimTemplateName`",
                       "spec.resourceClaims[1].name: Duplicate value: \"gpu\"",
                       "spec.resourceClaims[1]: Invalid value: {\"Name\":\"gpu\",\"ResourceClaimName\":\"a\",\"ResourceClaimTemplateName\":\"b\"}: at most one of "
                       "`resourceClaimName` or `resourceClaimTemplateName` may be specified"};
}

void TestPods::whole()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podOf(spec)), complaints);
}

void TestPods::annotations_data()
{
    QTest::addColumn<QByteArray>("annotations");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a cost of deletion is a whole number") << QByteArray("controller.kubernetes.io/pod-deletion-cost: '+5'")
        << QStringList{"metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"+5\": must be a 32bit integer"};
    QTest::newRow("a mirrored pod has a node") << QByteArray("kubernetes.io/config.mirror: abc")
        << QStringList{"metadata.annotations[kubernetes.io/config.mirror]: Invalid value: \"abc\": must set spec.nodeName if mirror pod annotation is set"};
    QTest::newRow("profiles of old annotations")
        << QByteArray("container.apparmor.security.beta.kubernetes.io/x: none, seccomp.security.alpha.kubernetes.io/pod: any")
        << QStringList{"metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: \"any\": must be a valid seccomp profile",
                       "metadata.annotations[container.apparmor.security.beta.kubernetes.io/x]: Invalid value: \"x\": container not found",
                       "metadata.annotations[container.apparmor.security.beta.kubernetes.io/x]: Invalid value: \"none\": invalid AppArmor profile name: \"none\""};
    QTest::newRow("tolerations of old annotations")
        << QByteArray("scheduler.alpha.kubernetes.io/tolerations: '[{\"key\": \"a\", \"effect\": \"Never\"}]'")
        << QStringList{"metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", "
                       "\"PreferNoSchedule\", \"NoExecute\""};
}

void TestPods::annotations()
{
    QFETCH(QByteArray, annotations);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints("{apiVersion: v1, kind: Pod, metadata: {name: p, annotations: {" + annotations.toStdString()
                                       + "}}, spec: {containers: [{name: c, image: nginx}]}}"),
             complaints);
}

// As a real server was seen to answer.
void TestPods::everythingIsSaidAtOnce()
{
    const QStringList expected{"metadata.name: Invalid value: \"Bad_Name\": " + subdomainSentence, "spec.containers[0].image: Required value",
                               "spec.restartPolicy: Unsupported value: \"maybe\": supported values: \"Always\", \"OnFailure\", \"Never\""};
    QCOMPARE(complaints("{apiVersion: v1, kind: Pod, metadata: {name: Bad_Name}, spec: {restartPolicy: maybe, containers: [{name: c}]}}"), expected);
}

void TestPods::containers_data()
{
    QTest::addColumn<QByteArray>("containers");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a name and an image each") << QByteArray("{name: ''}, {name: My_App, image: nginx}")
        << QStringList{"spec.containers[0].name: Required value", "spec.containers[0].image: Required value",
                       "spec.containers[1].name: Invalid value: \"My_App\": " + labelSentence};
    QTest::newRow("names are unique") << QByteArray("{name: a, image: x}, {name: a, image: z}") << QStringList{"spec.containers[1].name: Duplicate value: \"a\""};
    QTest::newRow("blanks around an image would be looked for in the registry") << QByteArray("{name: a, image: ' nginx'}")
        << QStringList{"spec.containers[0].image: Invalid value: \" nginx\": must not have leading or trailing whitespace"};
    QTest::newRow("pull always, if it is missing, or never") << QByteArray("{name: a, image: x, imagePullPolicy: Sometimes}")
        << QStringList{"spec.containers[0].imagePullPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"IfNotPresent\", \"Never\""};
    QTest::newRow("last words come from a file or from the log") << QByteArray("{name: a, image: x, terminationMessagePolicy: Log}")
        << QStringList{"spec.containers[0].terminationMessagePolicy: Unsupported value: \"Log\": supported values: \"File\", \"FallbackToLogsOnError\""};
    QTest::newRow("ports are numbers from 1 to 65535")
        << QByteArray("{name: a, image: x, ports: [{name: http}, {containerPort: 70000, hostPort: -1, protocol: ICMP}, {containerPort: 80, name: http}]}")
        << QStringList{"spec.containers[0].ports[0].containerPort: Required value",
                       "spec.containers[0].ports[1].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
                       "spec.containers[0].ports[1].hostPort: Invalid value: -1: must be between 1 and 65535, inclusive",
                       "spec.containers[0].ports[1].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
                       "spec.containers[0].ports[2].name: Duplicate value: \"http\""};
    QTest::newRow("names of ports are short and hold a letter") << QByteArray("{name: a, image: x, ports: [{containerPort: 80, name: a-very-long-name}, {containerPort: 81, name: '80'}]}")
        << QStringList{"spec.containers[0].ports[0].name: Invalid value: \"a-very-long-name\": must be no more than 15 bytes",
                       "spec.containers[0].ports[1].name: Invalid value: \"80\": must contain at least one letter (a-z)"};
    QTest::newRow("a port of the node is held once, also by containers side by side")
        << QByteArray("{name: a, image: x, ports: [{containerPort: 80, hostPort: 80}]}, {name: b, image: x, ports: [{containerPort: 81, hostPort: 80}, {containerPort: 81, hostPort: 80, protocol: UDP}]}")
        << QStringList{"spec.containers[1].ports[0].hostPort: Duplicate value: \"TCP//80\""};
    QTest::newRow("mounts need their volume") << QByteArray("{name: a, image: x, volumeMounts: [{name: data, mountPath: /data}]}")
        << QStringList{"spec.containers[0].volumeMounts[0].name: Not found: \"data\""};
    QTest::newRow("how an amount is changed in place")
        << QByteArray("{name: a, image: x, resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}, {resourceName: cpu, restartPolicy: Restart}, {resourceName: storage, restartPolicy: ''}]}")
        << QStringList{"spec.containers[0].resizePolicy[1]: Duplicate value: \"cpu\"",
                       "spec.containers[0].resizePolicy: Unsupported value: \"Restart\": supported values: \"NotRequired\", \"RestartContainer\"",
                       "spec.containers[0].resizePolicy: Unsupported value: \"storage\": supported values: \"cpu\", \"memory\"",
                       "spec.containers[0].resizePolicy: Required value"};
}

void TestPods::containers()
{
    QFETCH(QByteArray, containers);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podOf("containers: [" + containers + "]")), complaints);
}

void TestPods::env_data()
{
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("values, and references to each kind of source")
        << QByteArray("env: [{name: A, value: b}, {name: 1-anything goes, value: ''}, {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}, "
                      "{name: L, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['app']\"}}}, {name: M, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}, "
                      "{name: C, valueFrom: {configMapKeyRef: {name: c, key: k}}}, {name: S, valueFrom: {secretKeyRef: {name: s, key: k}}}]")
        << none;
    QTest::newRow("a variable has a name, without the sign that ends it") << QByteArray("env: [{value: x}, {name: 'a=b'}]")
        << QStringList{"spec.containers[0].env[0].name: Required value",
                       "spec.containers[0].env[1].name: Invalid value: \"a=b\": a valid environment variable name must consist only of printable ASCII characters other than '='"};
    QTest::newRow("from one source, and not beside a value")
        << QByteArray("env: [{name: A, valueFrom: {}}, {name: B, value: x, valueFrom: {secretKeyRef: {name: s, key: k}}}, "
                      "{name: C, valueFrom: {secretKeyRef: {name: s, key: k}, configMapKeyRef: {name: c, key: k}}}]")
        << QStringList{"spec.containers[0].env[0].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`",
                       "spec.containers[0].env[1].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty",
                       "spec.containers[0].env[2].valueFrom: Invalid value: \"\": may not have more than one field specified at a time"};
    QTest::newRow("a pod tells its containers some of its fields")
        << QByteArray("env: [{name: A, valueFrom: {fieldRef: {fieldPath: spec.hostname}}}, {name: B, valueFrom: {fieldRef: {fieldPath: status.phase}}}]")
        << QStringList{"spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.hostname\": error converting fieldPath: field label not supported: spec.hostname",
                       "spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: Unsupported value: \"status.phase\": supported values: \"metadata.name\", \"metadata.namespace\", "
                       "\"metadata.uid\", \"spec.nodeName\", \"spec.serviceAccountName\", \"status.hostIP\", \"status.hostIPs\", \"status.podIP\", \"status.podIPs\""};
    QTest::newRow("amounts come in units that suit them")
        << QByteArray("env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1Mi}}}, {name: B, valueFrom: {resourceFieldRef: {resource: limits.disk}}}]")
        << QStringList{"spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: \"limits.cpu\": only divisor's values 1m and 1 are supported with the cpu resource",
                       "spec.containers[0].env[1].valueFrom.resourceFieldRef.resource: Unsupported value: \"limits.disk\": supported values: \"limits.cpu\", "
                       "\"limits.ephemeral-storage\", \"limits.memory\", \"requests.cpu\", \"requests.ephemeral-storage\", \"requests.memory\""};
    QTest::newRow("a key is named") << QByteArray("env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: ''}}}, {name: B, valueFrom: {secretKeyRef: {name: S, key: 'a b'}}}]")
        << QStringList{"spec.containers[0].env[0].valueFrom.configMapKeyRef.key: Required value",
                       "spec.containers[0].env[1].valueFrom.secretKeyRef.name: Invalid value: \"S\": " + subdomainSentence,
                       "spec.containers[0].env[1].valueFrom.secretKeyRef.key: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
                       "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"};
    QTest::newRow("all keys of one source") << QByteArray("envFrom: [{prefix: 'a='}, {configMapRef: {name: ''}}, {configMapRef: {name: a}, secretRef: {name: b}}]")
        << QStringList{"spec.containers[0].envFrom[0].prefix: Invalid value: \"a=\": a valid environment variable name must consist only of printable ASCII characters other than '='",
                       "spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`",
                       "spec.containers[0].envFrom[1].configMapRef.name: Required value",
                       "spec.containers[0].envFrom: Invalid value: \"\": may not have more than one field specified at a time"};
}

void TestPods::env()
{
    QFETCH(QByteArray, container);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith(container)), complaints);
}

void TestPods::probes_data()
{
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a request, a connection, a command, a call")
        << QByteArray("livenessProbe: {httpGet: {port: http, path: /healthy}}, readinessProbe: {tcpSocket: {port: 80}, successThreshold: 2}, "
                      "startupProbe: {exec: {command: [cat, /ready]}, failureThreshold: 30}")
        << none;
    QTest::newRow("a call is one as well") << QByteArray("livenessProbe: {grpc: {port: 9090}}") << none;
    QTest::newRow("a probe does something, and one thing only")
        << QByteArray("livenessProbe: {periodSeconds: 5}, readinessProbe: {httpGet: {port: 80}, exec: {command: [a]}, grpc: {port: 1}}")
        << QStringList{"spec.containers[0].livenessProbe: Required value: must specify a handler type",
                       "spec.containers[0].readinessProbe.httpGet: Forbidden: may not specify more than 1 handler type",
                       "spec.containers[0].readinessProbe.grpc: Forbidden: may not specify more than 1 handler type"};
    QTest::newRow("a port is a number or a name")
        << QByteArray("livenessProbe: {httpGet: {port: 0}}, readinessProbe: {tcpSocket: {port: ''}}")
        << QStringList{"spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive",
                       "spec.containers[0].readinessProbe.tcpSocket.port: Invalid value: \"\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
                       "spec.containers[0].readinessProbe.tcpSocket.port: Invalid value: \"\": must contain at least one letter (a-z)"};
    QTest::newRow("HTTP or HTTPS, with headers that can be sent") << QByteArray("livenessProbe: {httpGet: {port: 80, scheme: http, httpHeaders: [{name: 'a b', value: x}]}}")
        << QStringList{"spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: \"http\": supported values: \"HTTP\", \"HTTPS\"",
                       "spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: \"a b\": a valid HTTP header must consist of alphanumeric characters or '-' "
                       "(e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"};
    QTest::newRow("a command is not empty, and times do not run backwards")
        << QByteArray("livenessProbe: {exec: {}, initialDelaySeconds: -1, timeoutSeconds: -2, periodSeconds: -3, failureThreshold: -4}")
        << QStringList{"spec.containers[0].livenessProbe.exec.command: Required value",
                       "spec.containers[0].livenessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0",
                       "spec.containers[0].livenessProbe.timeoutSeconds: Invalid value: -2: must be greater than or equal to 0",
                       "spec.containers[0].livenessProbe.periodSeconds: Invalid value: -3: must be greater than or equal to 0",
                       "spec.containers[0].livenessProbe.failureThreshold: Invalid value: -4: must be greater than or equal to 0"};
    QTest::newRow("alive is alive: one success is enough") << QByteArray("livenessProbe: {tcpSocket: {port: 80}, successThreshold: 2}, startupProbe: {tcpSocket: {port: 80}, successThreshold: 3}")
        << QStringList{"spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1",
                       "spec.containers[0].startupProbe.successThreshold: Invalid value: 3: must be 1"};
    QTest::newRow("who is not ready is not ended") << QByteArray("readinessProbe: {tcpSocket: {port: 80}, terminationGracePeriodSeconds: 5}, livenessProbe: {tcpSocket: {port: 80}, terminationGracePeriodSeconds: 0}")
        << QStringList{"spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0",
                       "spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes"};
    QTest::newRow("hooks around start and end") << QByteArray("lifecycle: {postStart: {exec: {command: [a]}}, preStop: {sleep: {seconds: 30}}}") << none;
    QTest::newRow("a hook cannot sleep longer than it is given") << QByteArray("lifecycle: {postStart: {}, preStop: {sleep: {seconds: 31}}}")
        << QStringList{"spec.containers[0].lifecycle.postStart: Required value: must specify a handler type",
                       "spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)"};
}

void TestPods::probes()
{
    QFETCH(QByteArray, container);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith(container)), complaints);
}

void TestPods::initContainers_data()
{
    QTest::addColumn<QByteArray>("initContainers");
    QTest::addColumn<QStringList>("complaints");
    const QString withoutAlways = ": Forbidden: may not be set for init containers without restartPolicy=Always";
    QTest::newRow("they run one after the other and may share a port of the node")
        << QByteArray("{name: a, image: x, ports: [{containerPort: 1, hostPort: 9}]}, {name: b, image: x, ports: [{containerPort: 1, hostPort: 9}]}") << none;
    QTest::newRow("their names are not those of the others") << QByteArray("{name: c, image: x}, {name: i, image: x}, {name: i, image: x}")
        << QStringList{"spec.initContainers[0].name: Duplicate value: \"c\"", "spec.initContainers[2].name: Duplicate value: \"i\""};
    QTest::newRow("what ends is not probed")
        << QByteArray("{name: i, image: x, livenessProbe: {tcpSocket: {port: 1}}, readinessProbe: {tcpSocket: {port: 1}}, startupProbe: {tcpSocket: {port: 1}}, lifecycle: {preStop: {exec: {command: [a]}}}}")
        << QStringList{"spec.initContainers[0].lifecycle" + withoutAlways, "spec.initContainers[0].livenessProbe" + withoutAlways,
                       "spec.initContainers[0].readinessProbe" + withoutAlways, "spec.initContainers[0].startupProbe" + withoutAlways};
    QTest::newRow("a sidecar goes on, and is probed")
        << QByteArray("{name: s, image: x, restartPolicy: Always, livenessProbe: {tcpSocket: {port: 1}}, lifecycle: {preStop: {exec: {command: [a]}}}}") << none;
    QTest::newRow("its probes are judged") << QByteArray("{name: s, image: x, restartPolicy: Always, livenessProbe: {}}")
        << QStringList{"spec.initContainers[0].livenessProbe: Required value: must specify a handler type"};
}

void TestPods::initContainers()
{
    QFETCH(QByteArray, initContainers);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podOf("initContainers: [" + initContainers + "], containers: [{name: c, image: x}]")), complaints);
}

void TestPods::resources_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("nobody may ask for more than is allowed")
        << QByteArray("containers: [{name: a, image: x, resources: {requests: {cpu: '2', memory: 1Gi}, limits: {cpu: '1', memory: 512Mi}}}]")
        << QStringList{"spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1",
                       "spec.containers[0].resources.requests: Invalid value: \"1Gi\": must be less than or equal to memory limit of 512Mi"};
    QTest::newRow("amounts are not negative") << QByteArray("containers: [{name: a, image: x, resources: {requests: {cpu: '-1'}}}]")
        << QStringList{"spec.containers[0].resources.requests[cpu]: Invalid value: \"-1\": must be greater than or equal to 0"};
    QTest::newRow("amounts are quantities") << QByteArray("containers: [{name: a, image: x, resources: {requests: {cpu: 1x}}}]")
        << QStringList{"Pod in version \"v1\" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"};
    QTest::newRow("resources are known, or somebody's own") << QByteArray("containers: [{name: a, image: x, resources: {requests: {cpus: '1'}}}]")
        << QStringList{"spec.containers[0].resources.requests[cpus]: Invalid value: \"cpus\": must be a standard resource type or fully qualified",
                       "spec.containers[0].resources.requests[cpus]: Invalid value: \"cpus\": must be a standard resource for containers"};
    QTest::newRow("devices are whole, and asked for as allowed")
        << QByteArray("containers: [{name: a, image: x, resources: {requests: {example.com/gpu: 1500m}, limits: {example.com/gpu: '2'}}}]")
        << QStringList{"spec.containers[0].resources.requests[example.com/gpu]: Invalid value: \"1500m\": must be an integer",
                       "spec.containers[0].resources.requests: Invalid value: \"1500m\": must be equal to example.com/gpu limit of 2"};
    QTest::newRow("a pod's amounts cover those of its containers")
        << QByteArray("resources: {requests: {cpu: '1'}, limits: {cpu: '1', memory: 1Gi}}, containers: [{name: a, image: x, resources: {requests: {cpu: 600m}}}, {name: b, image: x, resources: {requests: {cpu: 600m}, limits: {memory: 2Gi}}}]")
        << QStringList{"spec.resources.requests: Invalid value: \"2Gi\": must be less than or equal to memory limit of 1Gi",
                       "spec.resources.requests[cpu]: Invalid value: \"1\": must be greater than or equal to aggregate container requests of 1200m",
                       "spec.resources.containers[1][memory].limits: Invalid value: \"2Gi\": must be less than or equal to pod limits of 1Gi"};
    QTest::newRow("init containers run alone, so only the largest counts")
        << QByteArray("resources: {requests: {cpu: '1'}}, initContainers: [{name: i, image: x, resources: {requests: {cpu: '1'}}}, {name: j, image: x, resources: {requests: {cpu: '1'}}}], "
                      "containers: [{name: a, image: x, resources: {requests: {cpu: 600m}}}]")
        << none;
    QTest::newRow("a pod speaks of CPU, memory and huge pages") << QByteArray("resources: {requests: {ephemeral-storage: 1Gi}}, containers: [{name: a, image: x}]")
        << QStringList{"spec.resources.requests[ephemeral-storage]: Unsupported value: \"ephemeral-storage\": supported values: \"cpu\", \"hugepages-\", \"memory\""};
    QTest::newRow("not on Windows") << QByteArray("os: {name: windows}, resources: {requests: {cpu: '1'}}, containers: [{name: a, image: x}]")
        << QStringList{"spec.resources: Forbidden: may not be set for a windows pod"};
    QTest::newRow("what a pod costs beside its containers") << QByteArray("overhead: {cpu: '-1', what: '1'}, containers: [{name: a, image: x}]")
        << QStringList{"spec.overhead.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0",
                       "spec.overhead.limits[what]: Invalid value: \"what\": must be a standard resource type or fully qualified",
                       "spec.overhead.limits[what]: Invalid value: \"what\": must be a standard resource for containers"};
    QTest::newRow("on the node's network a port is the node's") << QByteArray("hostNetwork: true, containers: [{name: a, image: x, ports: [{containerPort: 80, hostPort: 81}, {containerPort: 82}]}]")
        << QStringList{"spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true"};
}

void TestPods::resources()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podOf(spec)), complaints);
}

void TestPods::templates_data()
{
    QTest::addColumn<QByteArray>("pod");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("labels and a spec") << QByteArray("metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: x}]}") << none;
    QTest::newRow("a blank image is for others to fill in") << QByteArray("spec: {containers: [{name: c, image: ' '}]}") << none;
    QTest::newRow("so are the node's ports") << QByteArray("spec: {hostNetwork: true, containers: [{name: c, image: x, ports: [{containerPort: 80}]}]}") << none;
    QTest::newRow("complaints about labels leave out metadata") << QByteArray("metadata: {labels: {a: -b}}, spec: {containers: []}")
        << QStringList{"template.labels: Invalid value: \"-b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
                       "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
                       "template.spec.containers: Required value"};
    QTest::newRow("nobody debugs a pattern") << QByteArray("spec: {containers: [{name: c, image: x}], ephemeralContainers: [{name: d, image: x}]}")
        << QStringList{"template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template"};
}

void TestPods::templates()
{
    QFETCH(QByteArray, pod);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints("{apiVersion: v1, kind: PodTemplate, metadata: {name: t}, template: {" + pod.toStdString() + "}}"), complaints);
}

void TestPods::bindings_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("to a node") << QByteArray("kind: Node, name: node-1") << none;
    QTest::newRow("what else could it be") << QByteArray("name: node-1") << none;
    QTest::newRow("the node has a name") << QByteArray("kind: Node") << QStringList{"target.name: Required value"};
    QTest::newRow("to nothing else") << QByteArray("kind: Pod, name: p") << QStringList{"target.kind: Unsupported value: \"Pod\": supported values: \"Node\", \"<empty>\""};
}

void TestPods::bindings()
{
    QFETCH(QByteArray, target);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints("{apiVersion: v1, kind: Binding, metadata: {name: p}, target: {" + target.toStdString() + "}}"), complaints);
}

QTEST_GUILESS_MAIN(TestPods)
#include "test_pods.moc"
