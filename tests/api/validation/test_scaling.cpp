// Autoscalers and disruption budgets.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestScaling : public QObject {
    Q_OBJECT
private slots:
    void horizontal_data();
    void horizontal();
    void metrics_data();
    void metrics();
    void behavior_data();
    void behavior();
    void horizontalUpdates();
    void defaults_data();
    void defaults();
    void budgets_data();
    void budgets();
    void budgetUpdates();
    void scales();
    void vertical_data();
    void vertical();
};

namespace {

const QStringList none;
const QByteArray target = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}";

std::string hpa(const QByteArray& spec, const char* version = "v2")
{
    return ("{apiVersion: autoscaling/" + QByteArray(version) + ", kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {" + spec + "}}").toStdString();
}
std::string withMetric(const QByteArray& metric) { return hpa("maxReplicas: 3, metrics: [" + metric + "], " + target); }
std::string budget(const QByteArray& spec, const QByteArray& status = "{}")
{
    return ("{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {" + spec + "}, status: " + status + "}").toStdString();
}

} // namespace

void TestScaling::horizontal_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a workload and a limit") << "maxReplicas: 3, " + target << none;
    QTest::newRow("the most is not less than the least") << "minReplicas: 5, maxReplicas: 3, " + target
        << QStringList{"spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`"};
    QTest::newRow("as a real server refuses it") << QByteArray("minReplicas: -1, maxReplicas: 0, scaleTargetRef: {apiVersion: apps/v1}")
        << QStringList{"spec.minReplicas: Invalid value: -1: must be greater than or equal to 1", "spec.maxReplicas: Invalid value: 0: must be greater than 0",
                       "spec.scaleTargetRef.kind: Required value", "spec.scaleTargetRef.name: Required value"};
    QTest::newRow("names stand in the path of a request") << QByteArray("maxReplicas: 1, scaleTargetRef: {kind: a/b, name: ..}")
        << QStringList{"spec.scaleTargetRef.kind: Invalid value: \"a/b\": may not contain '/'", "spec.scaleTargetRef.name: Invalid value: \"..\": may not be '..'"};
}

// The older form is refused in the same words.
void TestScaling::horizontal()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(hpa(spec)), "complaints");
    QTEST(complaints(hpa(spec, "v1")), "complaints");
}

void TestScaling::metrics_data()
{
    QTest::addColumn<QByteArray>("metric");
    QTest::addColumn<QStringList>("complaints");
    const QString at = "spec.metrics[0].";
    const QString types = "\"ContainerResource\", \"External\", \"Object\", \"Pods\", \"Resource\"";
    QTest::newRow("a share of the CPU") << QByteArray("{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}") << none;
    QTest::newRow("a value of all pods") << QByteArray("{type: Pods, pods: {metric: {name: qps}, target: {type: AverageValue, averageValue: '10'}}}") << none;
    QTest::newRow("a type is needed") << QByteArray("{resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}")
        << QStringList{at + "type: Required value: must specify a metric source type", at + "type: Unsupported value: \"\": supported values: " + types};
    QTest::newRow("one of five") << QByteArray("{type: Moon}") << QStringList{at + "type: Unsupported value: \"Moon\": supported values: " + types};
    QTest::newRow("what type says has to be there") << QByteArray("{type: Pods}") << QStringList{at + "pods: Required value: must populate information for the given metric source"};
    QTest::newRow("and nothing else")
        << QByteArray("{type: Resource, pods: {metric: {name: qps}, target: {type: AverageValue, averageValue: '10'}}, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}")
        << QStringList{at + "pods: Forbidden: must populate the given metric source only"};
    QTest::newRow("a raw value or a share") << QByteArray("{type: Resource, resource: {target: {type: Utilization}}}")
        << QStringList{at + "resource.name: Required value: must specify a resource name",
                       at + "resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization"};
    QTest::newRow("not both") << QByteArray("{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 0, averageValue: '0'}}}")
        << QStringList{at + "resource.target.averageValue: Invalid value: \"0\": must be positive", at + "resource.target.averageUtilization: Invalid value: 0: must be greater than 0",
                       at + "resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization"};
    QTest::newRow("targets have types") << QByteArray("{type: Resource, resource: {name: cpu, target: {type: Load, averageUtilization: 5}}}")
        << QStringList{at + "resource.target.type: Invalid value: \"Load\": must be either Utilization, Value, or AverageValue"};
    QTest::newRow("and need them") << QByteArray("{type: Resource, resource: {name: cpu, target: {averageUtilization: 5}}}")
        << QStringList{at + "resource.target.type: Required value: must specify a metric target type",
                       at + "resource.target.type: Invalid value: \"\": must be either Utilization, Value, or AverageValue"};
    QTest::newRow("pods are averaged") << QByteArray("{type: Pods, pods: {metric: {name: qps}, target: {type: Value, value: '1'}}}")
        << QStringList{at + "pods.target.averageValue: Required value: must specify a positive target averageValue"};
    QTest::newRow("an object is named, and so is what is measured of it") << QByteArray("{type: Object, object: {describedObject: {kind: Ingress}, metric: {name: a/b}, target: {type: Value}}}")
        << QStringList{at + "object.describedObject.name: Required value", at + "object.metric.name: Invalid value: \"a/b\": may not contain '/'",
                       at + "object.target.averageValue: Required value: must set either a target value or averageValue"};
    QTest::newRow("from outside: all of it, or what is due to each pod") << QByteArray("{type: External, external: {metric: {}, target: {type: Value, value: '1', averageValue: '2'}}}")
        << QStringList{at + "external.metric.name: Required value: must specify a metric name",
                       at + "external.target.value: Forbidden: may not set both a target value for metric and a per-pod target"};
    QTest::newRow("one container of each pod") << QByteArray("{type: ContainerResource, containerResource: {name: gold, container: A, target: {type: Utilization, averageUtilization: 5}}}")
        << QStringList{at + "containerResource.name: Invalid value: \"gold\": must be a standard resource type or fully qualified",
                       at + "containerResource.name: Invalid value: \"gold\": must be a standard resource for containers",
                       at + "containerResource.container: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
                            "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"};
}

void TestScaling::metrics()
{
    QFETCH(QByteArray, metric);
    QTEST(complaints(withMetric(metric)), "complaints");
}

void TestScaling::behavior_data()
{
    QTest::addColumn<QByteArray>("behavior");
    QTest::addColumn<QStringList>("complaints");
    const QString up = "spec.behavior.scaleUp.";
    QTest::newRow("nothing said, everything filled in") << QByteArray("{}") << none;
    QTest::newRow("at most an hour of looking back") << QByteArray("{scaleUp: {stabilizationWindowSeconds: 3601}, scaleDown: {stabilizationWindowSeconds: -1}}")
        << QStringList{up + "stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600",
                       "spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: -1: must be greater than or equal to zero"};
    QTest::newRow("the most, the least or none") << QByteArray("{scaleUp: {selectPolicy: Mean}}")
        << QStringList{up + "selectPolicy: Unsupported value: \"Mean\": supported values: \"Disabled\", \"Max\", \"Min\""};
    QTest::newRow("so many in so much time") << QByteArray("{scaleUp: {policies: [{type: Nodes, value: 0, periodSeconds: 0}, {type: Pods, value: 1, periodSeconds: 1801}]}}")
        << QStringList{up + "policies[0].type: Unsupported value: \"Nodes\": supported values: \"Percent\", \"Pods\"",
                       up + "policies[0].value: Invalid value: 0: must be greater than zero", up + "policies[0].periodSeconds: Invalid value: 0: must be greater than zero",
                       up + "policies[1].periodSeconds: Invalid value: 1801: must be less than or equal to 1800"};
}

void TestScaling::behavior()
{
    QFETCH(QByteArray, behavior);
    QTEST(complaints(hpa("maxReplicas: 3, behavior: " + behavior + ", " + target)), "complaints");
}

void TestScaling::horizontalUpdates()
{
    const QByteArray external = "metrics: [{type: External, external: {metric: {name: q}, target: {type: Value, value: '1'}}}], maxReplicas: 3, " + target;
    QCOMPARE(updateComplaints(hpa("minReplicas: 1, " + external), hpa("minReplicas: 0, " + external)),
             QStringList{"spec.minReplicas: Invalid value: 0: must be greater than or equal to 1"});
    QCOMPARE(updateComplaints(hpa("minReplicas: 0, " + external), hpa("minReplicas: 0, " + external)), none);
    QCOMPARE(updateComplaints(hpa("minReplicas: 0, maxReplicas: 3, " + target), hpa("minReplicas: 0, maxReplicas: 3, " + target)),
             QStringList{"spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas"});
    const auto status = [](const char* counts) {
        return ("{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {maxReplicas: 3, " + target + "}, status: " + counts + "}").toStdString();
    };
    QCOMPARE(statusComplaints(status("{desiredReplicas: 1}"), status("{currentReplicas: -1, desiredReplicas: -2}")),
             (QStringList{"status.currentReplicas: Invalid value: -1: must be greater than or equal to 0",
                          "status.desiredReplicas: Invalid value: -2: must be greater than or equal to 0"}));
}

void TestScaling::defaults_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("filled");
    const QByteArray front = R"({"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},"minReplicas":1,"maxReplicas":3,"metrics":[{"type":"Resource","resource":{"name":"cpu",)"
                             R"("target":{"type":"Utilization","averageUtilization":80}}}])";
    QTest::newRow("80% of the CPU") << QByteArray("") << front + "}";
    QTest::newRow("who says anything of behavior gets all of it; a tolerance is dropped") << QByteArray("behavior: {scaleDown: {selectPolicy: Min, tolerance: '0.2'}}, ")
        << front + R"(,"behavior":{"scaleUp":{"stabilizationWindowSeconds":0,"selectPolicy":"Max","policies":[{"type":"Pods","value":4,"periodSeconds":15},)"
                   R"({"type":"Percent","value":100,"periodSeconds":15}]},"scaleDown":{"selectPolicy":"Min","policies":[{"type":"Percent","value":100,"periodSeconds":15}]}}})";
}

void TestScaling::defaults()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, filled);
    QCOMPARE(defaulted(hpa(spec + "maxReplicas: 3, " + target)),
             R"({"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v2","metadata":{"name":"h","namespace":"default"},"spec":)" + QString::fromUtf8(filled)
                 + R"(,"status":{"desiredReplicas":0,"currentMetrics":null}})");
}

void TestScaling::budgets_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("a share of the pods") << QByteArray("minAvailable: 50%, selector: {matchLabels: {app: b}}") << none;
    QTest::newRow("no selector means no pods, an empty one all") << QByteArray("maxUnavailable: 0") << none;
    QTest::newRow("how many stay or how many go") << QByteArray("minAvailable: 1, maxUnavailable: 25%, selector: {matchLabels: {app: b}}")
        << QStringList{"spec: Invalid value: {\"MinAvailable\":1,\"Selector\":{\"matchLabels\":{\"app\":\"b\"}},\"MaxUnavailable\":\"25%\",\"UnhealthyPodEvictionPolicy\":null}: "
                       "minAvailable and maxUnavailable cannot be both set"};
    QTest::newRow("not fewer than none") << QByteArray("minAvailable: -1") << QStringList{"spec.minAvailable: Invalid value: -1: must be greater than or equal to 0"};
    QTest::newRow("not more than all") << QByteArray("maxUnavailable: 101%") << QStringList{"spec.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"};
    QTest::newRow("a number or a share") << QByteArray("maxUnavailable: some")
        << QStringList{"spec.maxUnavailable: Invalid value: \"some\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for "
                       "validation is '[0-9]+%')"};
    QTest::newRow("a selector that can be read") << QByteArray("selector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}")
        << QStringList{"spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"};
    QTest::newRow("sick pods are protected or not") << QByteArray("unhealthyPodEvictionPolicy: Never")
        << QStringList{"spec.unhealthyPodEvictionPolicy: Unsupported value: \"Never\": supported values: \"AlwaysAllow\", \"IfHealthyBudget\""};
}

void TestScaling::budgets()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(budget(spec)), "complaints");
}

void TestScaling::budgetUpdates()
{
    QCOMPARE(updateComplaints(budget("minAvailable: 1, selector: {matchLabels: {app: b}}"), budget("maxUnavailable: 1, selector: {}")), none);
    QCOMPARE(statusComplaints(budget("minAvailable: 1"), budget("minAvailable: 1", "{disruptionsAllowed: -1, expectedPods: -2, conditions: [{type: A, status: Maybe, reason: R, "
                                                                                   "lastTransitionTime: '2026-01-01T00:00:00Z'}]}")),
             (QStringList{"status.conditions[0].status: Unsupported value: \"Maybe\": supported values: \"False\", \"True\", \"Unknown\"",
                          "status.disruptionsAllowed: Invalid value: -1: must be greater than or equal to 0",
                          "status.expectedPods: Invalid value: -2: must be greater than or equal to 0"}));
}

void TestScaling::scales()
{
    QCOMPARE(complaints("{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: d}, spec: {replicas: -1}}"),
             QStringList{"spec.replicas: Invalid value: -1: must be greater than or equal to 0"});
    QCOMPARE(complaints("{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: d}, spec: {replicas: 0}}"), none);
    QCOMPARE(complaints("{apiVersion: policy/v1, kind: Eviction, metadata: {name: p}}"), none);
}

void TestScaling::vertical_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QStringList>("complaints");
    const QByteArray aim = "spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: d}";
    QTest::newRow("a workload is enough") << aim + "}" << none;
    QTest::newRow("a spec is needed") << QByteArray("status: {}") << QStringList{"spec: Required value"};
    QTest::newRow("a target is needed") << QByteArray("spec: {}") << QStringList{"spec.targetRef: Required value"};
    QTest::newRow("with kind and name") << QByteArray("spec: {targetRef: {apiVersion: apps/v1}}") << QStringList{"spec.targetRef.kind: Required value", "spec.targetRef.name: Required value"};
    QTest::newRow("modes, in the order of the definition") << aim + ", updatePolicy: {updateMode: Sometimes}}"
        << QStringList{"spec.updatePolicy.updateMode: Unsupported value: \"Sometimes\": supported values: \"Off\", \"Initial\", \"Recreate\", \"InPlaceOrRecreate\", \"InPlace\", \"Auto\""};
    QTest::newRow("containers are looked after or not") << aim + ", resourcePolicy: {containerPolicies: [{containerName: '*', mode: 'On', controlledValues: LimitsOnly}]}}"
        << QStringList{"spec.resourcePolicy.containerPolicies[0].controlledValues: Unsupported value: \"LimitsOnly\": supported values: \"RequestsAndLimits\", \"RequestsOnly\"",
                       "spec.resourcePolicy.containerPolicies[0].mode: Unsupported value: \"On\": supported values: \"Auto\", \"Off\""};
    QTest::newRow("what has to hold before an eviction") << aim + ", updatePolicy: {evictionRequirements: [{}]}}"
        << QStringList{"spec.updatePolicy.evictionRequirements[0].changeRequirement: Required value", "spec.updatePolicy.evictionRequirements[0].resources: Required value"};
    QTest::newRow("a recommender has a name") << aim + ", recommenders: [{}]}" << QStringList{"spec.recommenders[0].name: Required value"};
}

void TestScaling::vertical()
{
    QFETCH(QByteArray, rest);
    QTEST(complaints(("{apiVersion: autoscaling.k8s.io/v1, kind: VerticalPodAutoscaler, metadata: {name: v}, " + rest + "}").toStdString()), "complaints");
}

QTEST_GUILESS_MAIN(TestScaling)
#include "test_scaling.moc"
