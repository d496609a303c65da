// Deployments, and the ReplicaSets and ReplicationControllers that keep a number of pods for them or on their own.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestDeployments : public QObject {
    Q_OBJECT
private slots:
    void deployments_data();
    void deployments();
    void updates_data();
    void updates();
    void status_data();
    void status();
    void replicaSets_data();
    void replicaSets();
    void replicationControllers_data();
    void replicationControllers();
    void replicationControllerUpdates();
    void warnings_data();
    void warnings();
    void defaults_data();
    void defaults();
};

namespace {

const QStringList none;
const QString percentSentence = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for "
                                "validation is '[0-9]+%')";

const QByteArray podOfB = "template: {metadata: {labels: {app: b}}, spec: {containers: [{name: a, image: x}]}}";
const QByteArray chosen = "selector: {matchLabels: {app: b}}, " + podOfB;

std::string manifest(const char* apiVersion, const char* kind, const QByteArray& spec, const QByteArray& name = "d", const QByteArray& status = "{}")
{
    return ("{apiVersion: " + QByteArray(apiVersion) + ", kind: " + kind + ", metadata: {name: " + name + "}, spec: {" + spec
            + "}, status: " + status + "}").toStdString();
}
std::string deployment(const QByteArray& spec, const QByteArray& name = "d") { return manifest("apps/v1", "Deployment", spec, name); }
std::string deploymentNow(const QByteArray& status) { return manifest("apps/v1", "Deployment", chosen, "d", status); }

} // namespace

void TestDeployments::deployments_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a selector and a template that it chooses are enough") << chosen << none;
    QTest::newRow("everything is said at once")
        << QByteArray("replicas: -1, selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: b}}, "
                      "spec: {restartPolicy: OnFailure, containers: [{name: a, image: x}]}}")
        << QStringList{"spec.replicas: Invalid value: -1: must be greater than or equal to 0",
                       "spec.template.metadata.labels: Invalid value: {\"app\":\"b\"}: `selector` does not match template `labels`",
                       "spec.template.spec.restartPolicy: Unsupported value: \"OnFailure\": supported values: \"Always\""};
    QTest::newRow("no selector chooses nothing") << podOfB
        << QStringList{"spec.selector: Required value",
                       "spec.template.metadata.labels: Invalid value: {\"app\":\"b\"}: `selector` does not match template `labels`"};
    QTest::newRow("an empty selector would choose everything") << "selector: {}, " + podOfB
        << QStringList{"spec.selector: Invalid value: {}: empty selector is invalid for deployment"};
    QTest::newRow("pods without labels are not found") << QByteArray("selector: {matchLabels: {app: b}}, template: {spec: {containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`"};
    QTest::newRow("behind a selector that cannot be read the template is not looked at")
        << QByteArray("selector: {matchExpressions: [{key: app, operator: Like, values: [b]}]}, template: {spec: {containers: []}}")
        << QStringList{"spec.selector.matchExpressions[0].operator: Invalid value: \"Like\": not a valid selector operator",
                       "spec.selector: Invalid value: {\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"Like\",\"values\":[\"b\"]}]}: invalid label selector"};
    QTest::newRow("the template is judged as a pod is") << QByteArray("selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {containers: []}}")
        << QStringList{"spec.template.spec.containers: Required value"};
    QTest::newRow("its pods run until they are deleted")
        << QByteArray("selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {activeDeadlineSeconds: 5, containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported"};
    QTest::newRow("with neither a pod less nor a pod more nothing can roll")
        << "strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}, minReadySeconds: 700, " + chosen
        << QStringList{"spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0",
                       "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"};
    QTest::newRow("0% is nothing, too") << "strategy: {rollingUpdate: {maxSurge: 0%, maxUnavailable: 0}}, " + chosen
        << QStringList{"spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"};
    QTest::newRow("more than all cannot be missing; a share is a number and a percent sign")
        << "strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 10x, maxUnavailable: 101%}}, " + chosen
        << QStringList{"spec.strategy.rollingUpdate.maxSurge: Invalid value: \"10x\": " + percentSentence,
                       "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"};
    QTest::newRow("a number in quotes is no number") << "strategy: {rollingUpdate: {maxSurge: \"1\"}}, " + chosen
        << QStringList{"spec.strategy.rollingUpdate.maxSurge: Invalid value: \"1\": " + percentSentence};
    QTest::newRow("200% more is a fair wish") << "strategy: {rollingUpdate: {maxSurge: 200%}}, " + chosen << none;
    QTest::newRow("less than no pod is no number") << "strategy: {rollingUpdate: {maxUnavailable: -1}}, " + chosen
        << QStringList{"spec.strategy.rollingUpdate.maxUnavailable: Invalid value: -1: must be greater than or equal to 0"};
    QTest::newRow("Recreate has nothing to roll") << "strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}, " + chosen
        << QStringList{"spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"};
    QTest::newRow("Recreate alone is fine") << "strategy: {type: Recreate}, " + chosen << none;
    QTest::newRow("there are two strategies") << "strategy: {type: BlueGreen}, " + chosen
        << QStringList{"spec.strategy: Unsupported value: {\"Type\":\"BlueGreen\",\"RollingUpdate\":null}: supported values: \"Recreate\", \"RollingUpdate\""};
    QTest::newRow("no span of time is negative") << "minReadySeconds: -1, revisionHistoryLimit: -2, progressDeadlineSeconds: -3, " + chosen
        << QStringList{"spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0",
                       "spec.revisionHistoryLimit: Invalid value: -2: must be greater than or equal to 0",
                       "spec.progressDeadlineSeconds: Invalid value: -3: must be greater than or equal to 0",
                       "spec.progressDeadlineSeconds: Invalid value: -3: must be greater than minReadySeconds"};
}

void TestDeployments::deployments()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(deployment(spec)), "complaints");
}

void TestDeployments::updates_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray both = "metadata: {labels: {app: b, tier: c}}, spec: {containers: [{name: a, image: x}]}}";
    QTest::newRow("replicas and template may change") << chosen
        << QByteArray("replicas: 5, selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {containers: [{name: a, image: z}]}}") << none;
    QTest::newRow("the selector may not: old ReplicaSets would be lost") << "selector: {matchLabels: {app: b}}, template: {" + both
        << "selector: {matchLabels: {tier: c}}, template: {" + both
        << QStringList{"spec.selector: Invalid value: {\"matchLabels\":{\"tier\":\"c\"}}: field is immutable"};
    QTest::newRow("an update is judged as a whole") << chosen << "replicas: -1, " + chosen
        << QStringList{"spec.replicas: Invalid value: -1: must be greater than or equal to 0"};
}

void TestDeployments::updates()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QTEST(updateComplaints(deployment(old), deployment(now)), "complaints");
    QTEST(updateComplaints(manifest("apps/v1", "ReplicaSet", old), manifest("apps/v1", "ReplicaSet", now)), "complaints");
}

void TestDeployments::status_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("counts may grow") << QByteArray("{}") << QByteArray("{replicas: 3, readyReplicas: 2, updatedReplicas: 3, availableReplicas: 1}") << none;
    QTest::newRow("a part is no more than the whole") << QByteArray("{}") << QByteArray("{replicas: 1, readyReplicas: 2, updatedReplicas: 3, availableReplicas: 4}")
        << QStringList{"status.updatedReplicas: Invalid value: 3: cannot be greater than status.replicas",
                       "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas",
                       "status.availableReplicas: Invalid value: 4: cannot be greater than status.replicas",
                       "status.availableReplicas: Invalid value: 4: cannot be greater than readyReplicas"};
    QTest::newRow("nothing is counted below zero") << QByteArray("{}") << QByteArray("{replicas: -1, unavailableReplicas: -2, collisionCount: -3}")
        << QStringList{"status.replicas: Invalid value: -1: must be greater than or equal to 0",
                       "status.unavailableReplicas: Invalid value: -2: must be greater than or equal to 0",
                       "status.collisionCount: Invalid value: -3: must be greater than or equal to 0",
                       "status.updatedReplicas: Invalid value: 0: cannot be greater than status.replicas",
                       "status.readyReplicas: Invalid value: 0: cannot be greater than status.replicas",
                       "status.availableReplicas: Invalid value: 0: cannot be greater than status.replicas"};
    QTest::newRow("collisions are not forgotten") << QByteArray("{collisionCount: 2}") << QByteArray("{collisionCount: 1}")
        << QStringList{"status.collisionCount: Invalid value: 1: cannot be decremented"};
    QTest::newRow("nor their count left out") << QByteArray("{collisionCount: 0}") << QByteArray("{}")
        << QStringList{"status.collisionCount: Invalid value: 0: cannot be decremented"};
}

void TestDeployments::status()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QTEST(statusComplaints(deploymentNow(old), deploymentNow(now)), "complaints");
}

void TestDeployments::replicaSets_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("selector and template") << chosen << none;
    QTest::newRow("a number of pods, and pods that are its own")
        << "replicas: -2, selector: {matchLabels: {app: c}}, " + podOfB
        << QStringList{"spec.replicas: Invalid value: -2: must be greater than or equal to 0",
                       "spec.template.metadata.labels: Invalid value: {\"app\":\"b\"}: `selector` does not match template `labels`"};
    QTest::newRow("it still speaks of deployments") << "selector: {}, " + podOfB
        << QStringList{"spec.selector: Invalid value: {}: empty selector is invalid for deployment"};
    QTest::newRow("readiness takes time, never less than none") << "minReadySeconds: -1, " + chosen
        << QStringList{"spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0"};
    QTest::newRow("a label is a label here, too") << "selector: {matchLabels: {app: -b}}, " + podOfB
        << QStringList{"spec.selector.matchLabels: Invalid value: \"-b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
                       "and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
                       "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
                       "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"-b\"}}: invalid label selector"};
    QTest::newRow("pods that end are for Jobs") << QByteArray("selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {restartPolicy: Never, containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""};
}

void TestDeployments::replicaSets()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(manifest("apps/v1", "ReplicaSet", spec)), "complaints");
}

void TestDeployments::replicationControllers_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("the labels of the template are selector enough") << podOfB << none;
    QTest::newRow("it needs pods to make") << QByteArray("selector: {app: b}") << QStringList{"spec.template: Required value"};
    QTest::newRow("without labels nothing is chosen") << QByteArray("template: {spec: {containers: [{name: a, image: x}]}}")
        << QStringList{"spec.selector: Required value"};
    QTest::newRow("it has to find its pods") << "selector: {app: c}, " + podOfB
        << QStringList{"spec.template.metadata.labels: Invalid value: {\"app\":\"b\"}: `selector` does not match template `labels`"};
    QTest::newRow("numbers are not negative") << "replicas: -1, minReadySeconds: -2, " + podOfB
        << QStringList{"spec.minReadySeconds: Invalid value: -2: must be greater than or equal to 0",
                       "spec.replicas: Invalid value: -1: must be greater than or equal to 0"};
    QTest::newRow("its pods run on and on")
        << QByteArray("template: {metadata: {labels: {app: b}}, spec: {restartPolicy: Never, activeDeadlineSeconds: 1, containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"",
                       "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported"};
}

void TestDeployments::replicationControllers()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(manifest("v1", "ReplicationController", spec)), "complaints");
}

// Its selector, unlike that of its successors, may be exchanged.
void TestDeployments::replicationControllerUpdates()
{
    const QByteArray both = "template: {metadata: {labels: {app: b, tier: c}}, spec: {containers: [{name: a, image: x}]}}";
    QCOMPARE(updateComplaints(manifest("v1", "ReplicationController", "selector: {app: b}, " + both),
                              manifest("v1", "ReplicationController", "selector: {tier: c}, " + both)), none);
    QCOMPARE(statusComplaints(manifest("v1", "ReplicationController", podOfB), manifest("v1", "ReplicationController", podOfB, "d", "{replicas: 1, fullyLabeledReplicas: 2}")),
             QStringList{"status.fullyLabeledReplicas: Invalid value: 2: cannot be greater than status.replicas"});
    QCOMPARE(statusComplaints(manifest("apps/v1", "ReplicaSet", chosen), manifest("apps/v1", "ReplicaSet", chosen, "d", "{replicas: 2, readyReplicas: 1, availableReplicas: 2}")),
             QStringList{"status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas"});
}

void TestDeployments::warnings_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("warnings");
    QTest::newRow("nothing to say") << QByteArray("web") << chosen << none;
    QTest::newRow("its pods are named after it") << QByteArray("web.de") << chosen
        << QStringList{"metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]"};
    QTest::newRow("a template is looked at as a pod is") << QByteArray("web")
        << QByteArray("selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}, spec: {nodeSelector: {beta.kubernetes.io/os: linux}, containers: [{name: a, image: x}]}}")
        << QStringList{"spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead"};
}

void TestDeployments::warnings()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, spec);
    QTEST(warningsAbout(deployment(spec, name)), "warnings");
    QTEST(warningsAbout(manifest("apps/v1", "ReplicaSet", spec, name)), "warnings");
}

void TestDeployments::defaults_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QByteArray>("filled");
    QTest::newRow("as a real server fills it up")
        << QByteArray("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, labels: {app: web}}\nspec:\n  replicas: 3\n"
                      "  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n"
                      "      - {name: web, image: 'nginx:1.27', ports: [{containerPort: 80, name: http}], readinessProbe: {httpGet: {path: /, port: http}},"
                      " resources: {limits: {memory: 128Mi}, requests: {cpu: 100m, memory: 64Mi}}}\n")
        << QByteArray(R"({"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","namespace":"default","labels":{"app":"web"}},"spec":{"replicas":3,)"
                      R"("selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx:1.27",)"
                      R"("ports":[{"name":"http","containerPort":80,"protocol":"TCP"}],"resources":{"limits":{"memory":"128Mi"},"requests":{"cpu":"100m","memory":"64Mi"}},)"
                      R"("readinessProbe":{"httpGet":{"path":"/","port":"http","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},)"
                      R"("terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always",)"
                      R"("terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},"schedulerName":"default-scheduler"}},)"
                      R"("strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}},"revisionHistoryLimit":10,"progressDeadlineSeconds":600},"status":{}})");
    QTest::newRow("Recreate gets no rollingUpdate; the count of terminating pods is not kept")
        << QByteArray("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {strategy: {type: Recreate}, template: {spec: {containers: []}}}, status: {terminatingReplicas: 1}}")
        << QByteArray(R"({"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"d","namespace":"default"},"spec":{"replicas":1,"selector":null,)"
                      R"("template":{"metadata":{},"spec":{"containers":null,"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},)"
                      R"("schedulerName":"default-scheduler"}},"strategy":{"type":"Recreate"},"revisionHistoryLimit":10,"progressDeadlineSeconds":600},"status":{}})");
    QTest::newRow("a ReplicationController takes the labels of its template for selector and labels")
        << QByteArray("{apiVersion: v1, kind: ReplicationController, metadata: {name: r}, spec: {template: {metadata: {labels: {app: b}}, spec: {containers: []}}}}")
        << QByteArray(R"({"kind":"ReplicationController","apiVersion":"v1","metadata":{"name":"r","namespace":"default","labels":{"app":"b"}},"spec":{"replicas":1,"selector":{"app":"b"},)"
                      R"("template":{"metadata":{"labels":{"app":"b"}},"spec":{"containers":null,"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",)"
                      R"("securityContext":{},"schedulerName":"default-scheduler"}}},"status":{"replicas":0}})");
    QTest::newRow("a ReplicaSet does not")
        << QByteArray("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: r}, spec: {template: {metadata: {labels: {app: b}}, spec: {containers: []}}}}")
        << QByteArray(R"({"kind":"ReplicaSet","apiVersion":"apps/v1","metadata":{"name":"r","namespace":"default"},"spec":{"replicas":1,"selector":null,)"
                      R"("template":{"metadata":{"labels":{"app":"b"}},"spec":{"containers":null,"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",)"
                      R"("securityContext":{},"schedulerName":"default-scheduler"}}},"status":{"replicas":0}})");
}

void TestDeployments::defaults()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QByteArray, filled);
    QCOMPARE(defaulted(manifest.toStdString()), QString::fromUtf8(filled));
}

QTEST_GUILESS_MAIN(TestDeployments)
#include "test_deployments.moc"
