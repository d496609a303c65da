// Who is killed first when memory runs out: the class of service that follows from a pod's amounts.
#include "api/qos.h"
#include "manifest.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestQos : public QObject {
    Q_OBJECT
private slots:
    void classes_data();
    void classes();
};

void TestQos::classes_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("qosClass");
    const auto container = [](const char* resources) { return QByteArray("containers: [{name: a, image: x, resources: {") + resources + "}}]"; };
    QTest::newRow("nothing asked, nothing promised") << container("") << QByteArray("BestEffort");
    QTest::newRow("limits for CPU and memory are requests as well") << container("limits: {cpu: '1', memory: 1Gi}") << QByteArray("Guaranteed");
    QTest::newRow("only CPU is not enough") << container("limits: {cpu: '1'}") << QByteArray("Burstable");
    QTest::newRow("asked for less than allowed") << container("requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: '1', memory: 1Gi}") << QByteArray("Burstable");
    QTest::newRow("the same, in other words") << container("requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: '1', memory: 1Gi}") << QByteArray("Guaranteed");
    QTest::newRow("one container that asks for nothing spoils it") << QByteArray("containers: [{name: a, image: x, resources: {limits: {cpu: '1', memory: 1Gi}}}, {name: b, image: x}]") << QByteArray("Burstable");
    QTest::newRow("so does an init container")
        << QByteArray("initContainers: [{name: i, image: x}], containers: [{name: a, image: x, resources: {limits: {cpu: '1', memory: 1Gi}}}]") << QByteArray("Burstable");
    QTest::newRow("zero is nothing") << container("requests: {cpu: '0', memory: '0'}, limits: {cpu: '0', memory: '0'}") << QByteArray("BestEffort");
    QTest::newRow("devices do not count") << container("limits: {example.com/gpu: '1'}") << QByteArray("BestEffort");
    QTest::newRow("nor does disk space") << container("requests: {ephemeral-storage: 1Gi}") << QByteArray("BestEffort");
    QTest::newRow("the pod's own limits speak for its containers") << QByteArray("resources: {limits: {cpu: '1', memory: 1Gi}}, " + container("")) << QByteArray("Guaranteed");
    QTest::newRow("half of them do not guarantee") << QByteArray("resources: {limits: {memory: 1Gi}}, " + container("")) << QByteArray("Burstable");
    QTest::newRow("if its containers ask for less, so does the pod")
        << QByteArray("resources: {limits: {cpu: '1', memory: 1Gi}}, " + container("requests: {cpu: 100m, memory: 1Gi}")) << QByteArray("Burstable");
}

void TestQos::classes()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, qosClass);
    const Manifest pod("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {" + spec.toStdString() + "}}");
    QCOMPARE(pod.refusal(), QString());
    const std::string_view actual = qosClassOf(*pod.object().as<Pod>()->spec);
    QCOMPARE(QByteArray(actual.data(), static_cast<qsizetype>(actual.size())), qosClass);
}

QTEST_GUILESS_MAIN(TestQos)
#include "test_qos.moc"
