// Kinds that are served in two versions: what one of them cannot say is carried along, and nothing is lost on the way
// there and back.
#include "manifest.h"

#include "api/conversion/conversion.h"
#include "api/encode.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestConversion : public QObject {
    Q_OBJECT
private slots:
    void storedKinds();
    void oneWay_data();
    void oneWay();
    void thereAndBack_data();
    void thereAndBack();
    void whatCannotBeReadSaysNothing_data();
    void whatCannotBeReadSaysNothing();
    void events();
};

namespace {

const Kind& hpaV1() { return *findKind("autoscaling", "v1", "HorizontalPodAutoscaler"); }
const Kind& newEvent() { return *findKind("events.k8s.io", "v1", "Event"); }

QByteArray v2(const QByteArray& rest, const QByteArray& status = "")
{
    return "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}, maxReplicas: 3" + rest + "}"
        + status + "}";
}

QByteArray json(const ObjectPtr& object) { return QByteArray::fromStdString(toJson(object)); }

// The part of the JSON behind `key`, to the end of its object.
QByteArray metaAndSpec(const QByteArray& whole) { return whole.left(whole.indexOf(R"(,"status":)")); }

} // namespace

void TestConversion::storedKinds()
{
    QCOMPARE(QByteArray::fromStdString(storedKind(hpaV1()).apiVersion()), QByteArray("autoscaling/v2"));
    QCOMPARE(QByteArray::fromStdString(storedKind(newEvent()).apiVersion()), QByteArray("v1"));
    for (const Kind& kind : kinds())
        QCOMPARE(&storedKind(kind) == &kind, kind.stored);

    const Manifest pod("{apiVersion: v1, kind: Pod, metadata: {name: p}}");
    QCOMPARE(toStored(pod.kind(), pod.object()).data(), pod.object().data()); // the very same object
    QCOMPARE(fromStored(pod.kind(), pod.object()).data(), pod.object().data());
}

void TestConversion::oneWay_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<QByteArray>("served");
    const QByteArray front = R"({"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v1","metadata":{"name":"h","namespace":"default")";
    const QByteArray spec = R"(},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},"minReplicas":1,"maxReplicas":3)";
    QTest::newRow("a share of the CPU has a field") << v2(", metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]")
        << front + spec + R"(,"targetCPUUtilizationPercentage":50})";
    QTest::newRow("other metrics stand in an annotation, in a form of their own")
        << v2(", metrics: [{type: Pods, pods: {metric: {name: qps, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: '10'}}}, "
              "{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}]")
        << front
            + R"(,"annotations":{"autoscaling.alpha.kubernetes.io/metrics":"[{\"type\":\"Pods\",\"pods\":{\"metricName\":\"qps\",\"targetAverageValue\":\"10\",)"
              R"(\"selector\":{\"matchLabels\":{\"a\":\"b\"}}}},{\"type\":\"Resource\",\"resource\":{\"name\":\"memory\",\"targetAverageValue\":\"1Gi\"}}]"})"
            + spec + "}";
    QTest::newRow("behavior stands in one as the server's own struct") << v2(", behavior: {scaleDown: {stabilizationWindowSeconds: 60}}")
        << front
            + R"(,"annotations":{"autoscaling.alpha.kubernetes.io/behavior":"{\"ScaleUp\":{\"StabilizationWindowSeconds\":0,\"SelectPolicy\":\"Max\",\"Policies\":[{\"Type\":\"Pods\",\"Value\":4,)"
              R"(\"PeriodSeconds\":15},{\"Type\":\"Percent\",\"Value\":100,\"PeriodSeconds\":15}],\"Tolerance\":null},\"ScaleDown\":{\"StabilizationWindowSeconds\":60,\"SelectPolicy\":\"Max\",)"
              R"(\"Policies\":[{\"Type\":\"Percent\",\"Value\":100,\"PeriodSeconds\":15}],\"Tolerance\":null}}"})"
            + spec + R"(,"targetCPUUtilizationPercentage":80})";
    QTest::newRow("so do conditions, and what was measured")
        << v2("", ", status: {currentReplicas: 2, desiredReplicas: 3, currentMetrics: [{type: Resource, resource: {name: cpu, current: {averageUtilization: 40, averageValue: 100m}}}], "
                  "conditions: [{type: AbleToScale, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', reason: R, message: m}]}")
        << front
            + R"(,"annotations":{"autoscaling.alpha.kubernetes.io/conditions":"[{\"type\":\"AbleToScale\",\"status\":\"True\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\",\"reason\":\"R\",)"
              R"(\"message\":\"m\"}]","autoscaling.alpha.kubernetes.io/current-metrics":"[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"currentAverageUtilization\":40,)"
              R"(\"currentAverageValue\":\"100m\"}}]"})"
            + spec + R"(,"targetCPUUtilizationPercentage":80},"status":{"currentReplicas":2,"desiredReplicas":3,"currentCPUUtilizationPercentage":40})";
}

void TestConversion::oneWay()
{
    QFETCH(QByteArray, stored);
    QFETCH(QByteArray, served);
    const Manifest manifest(stored.toStdString());
    QCOMPARE(manifest.refusal(), QString());
    const QByteArray converted = json(fromStored(hpaV1(), manifest.object()));
    QCOMPARE(served.contains("\"status\"") ? converted.chopped(1) : metaAndSpec(converted), served);
}

void TestConversion::thereAndBack_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::newRow("the default") << v2("");
    QTest::newRow("a metric of pods") << v2(", metrics: [{type: Pods, pods: {metric: {name: qps, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: '10'}}}]");
    QTest::newRow("a metric of an object, by its value")
        << v2(", metrics: [{type: Object, object: {describedObject: {kind: Ingress, name: i, apiVersion: networking.k8s.io/v1}, metric: {name: rps}, target: {type: Value, value: 2k}}}]");
    QTest::newRow("a metric from outside, all of it") << v2(", metrics: [{type: External, external: {metric: {name: queue, selector: {matchLabels: {q: a}}}, target: {type: Value, value: '30'}}}]");
    QTest::newRow("a metric from outside, for each pod") << v2(", metrics: [{type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: '30'}}}]");
    QTest::newRow("a metric of one container") << v2(", metrics: [{type: ContainerResource, containerResource: {name: cpu, container: app, target: {type: Utilization, averageUtilization: 60}}}]");
    QTest::newRow("several, the CPU last")
        << v2(", metrics: [{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}, {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]");
    QTest::newRow("behavior") << v2(", behavior: {scaleUp: {selectPolicy: Disabled}, scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Pods, value: 1, periodSeconds: 60}]}}");
    QTest::newRow("status")
        << v2("", ", status: {observedGeneration: 3, lastScaleTime: '2026-01-01T00:00:00Z', currentReplicas: 2, desiredReplicas: 3, currentMetrics: ["
                  "{type: Resource, resource: {name: cpu, current: {averageUtilization: 40, averageValue: 100m}}}, "
                  "{type: Pods, pods: {metric: {name: qps}, current: {averageValue: '9'}}}, "
                  "{type: Object, object: {describedObject: {kind: Ingress, name: i}, metric: {name: rps}, current: {value: 1k}}}, "
                  "{type: External, external: {metric: {name: queue}, current: {value: '0', averageValue: '5'}}}, "
                  "{type: ContainerResource, containerResource: {name: cpu, container: app, current: {averageUtilization: 1, averageValue: 1m}}}], "
                  "conditions: [{type: AbleToScale, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', reason: R, message: m}]}");
}

void TestConversion::thereAndBack()
{
    QFETCH(QByteArray, manifest);
    const Manifest stored(manifest.toStdString());
    QCOMPARE(stored.refusal(), QString());
    const ObjectPtr served = fromStored(hpaV1(), stored.object());
    QCOMPARE(json(toStored(hpaV1(), served)), json(stored.object()));
    QCOMPARE(json(fromStored(hpaV1(), toStored(hpaV1(), served))), json(served));
}

void TestConversion::whatCannotBeReadSaysNothing_data()
{
    QTest::addColumn<QByteArray>("annotation");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("spec");
    const QByteArray front = R"({"scaleTargetRef":{"kind":"Deployment","name":"d"},"minReplicas":1,"maxReplicas":3,"metrics":[)";
    const QByteArray cpu = R"({"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}])";
    QTest::newRow("no JSON") << QByteArray("metrics") << QByteArray("[") << front + cpu + "}";
    QTest::newRow("no list") << QByteArray("metrics") << QByteArray("{}") << front + cpu + "}";
    QTest::newRow("no quantity") << QByteArray("metrics") << QByteArray(R"([{"type":"Pods","pods":{"metricName":"q","targetAverageValue":"much"}}])") << front + cpu + "}";
    QTest::newRow("no number") << QByteArray("behavior") << QByteArray(R"({"ScaleUp":{"StabilizationWindowSeconds":"1"}})") << front + cpu + "}";
    QTest::newRow("no behavior") << QByteArray("behavior") << QByteArray("{}") << front + cpu + "}";
    QTest::newRow("names in any case are read, as Go reads them") << QByteArray("behavior") << QByteArray(R"({"scaleup":{"SELECTPOLICY":"Min"}})")
        << front + cpu + R"(,"behavior":{"scaleUp":{"selectPolicy":"Min"}}})";
}

void TestConversion::whatCannotBeReadSaysNothing()
{
    QFETCH(QByteArray, annotation);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, spec);
    const Manifest manifest(("apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: h\n  annotations: {autoscaling.alpha.kubernetes.io/" + annotation + ": '" + value
                             + "'}\nspec: {scaleTargetRef: {kind: Deployment, name: d}, maxReplicas: 3}").toStdString());
    QCOMPARE(manifest.refusal(), QString());
    QCOMPARE(metaAndSpec(json(toStored(hpaV1(), manifest.object()))),
             QByteArray(R"({"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v2","metadata":{"name":"h","namespace":"default"},"spec":)") + spec);
}

void TestConversion::events()
{
    const Manifest event("{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: e}, eventTime: '2026-01-01T00:00:00.000001Z', series: {count: 2, lastObservedTime: '2026-01-01T00:00:01.000000Z'}, "
                         "reportingController: c.io/d, reportingInstance: d-1, action: Bind, reason: Scheduled, regarding: {kind: Pod, name: p}, related: {kind: Node, name: m}, note: hello, type: Normal, "
                         "deprecatedSource: {component: d}, deprecatedFirstTimestamp: '2026-01-01T00:00:00Z', deprecatedLastTimestamp: '2026-01-01T00:00:02Z', deprecatedCount: 3}");
    QCOMPARE(event.refusal(), QString());
    const ObjectPtr stored = toStored(newEvent(), event.object());
    QCOMPARE(json(stored),
             QByteArray(R"({"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"default"},"involvedObject":{"kind":"Pod","name":"p"},"reason":"Scheduled","message":"hello",)"
                        R"("source":{"component":"d"},"firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"2026-01-01T00:00:02Z","count":3,"type":"Normal","eventTime":"2026-01-01T00:00:00.000001Z",)"
                        R"("series":{"count":2,"lastObservedTime":"2026-01-01T00:00:01.000000Z"},"action":"Bind","related":{"kind":"Node","name":"m"},"reportingComponent":"c.io/d","reportingInstance":"d-1"})"));
    QCOMPARE(json(fromStored(newEvent(), stored)), json(event.object()));
}

QTEST_GUILESS_MAIN(TestConversion)
#include "test_conversion.moc"
