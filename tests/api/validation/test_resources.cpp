// Names and amounts of what containers ask for and may use.
#include "api/validation/resources.h"
#include "manifest.h"

#include "api/types/core-pod.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestResources : public QObject {
    Q_OBJECT
private slots:
    void containers_data();
    void containers();
    void pods_data();
    void pods();
    void claimsAreNotForWholePods();
};

namespace {

std::string podWith(const QByteArray& spec, const QByteArray& resources)
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {" + spec.toStdString() + "containers: [{name: a, image: x, resources: "
        + resources.toStdString() + "}]}\n";
}

} // namespace

void TestResources::containers_data()
{
    QTest::addColumn<QByteArray>("resources");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;
    const QString at = QStringLiteral("spec.containers[0].resources");
    QTest::newRow("requests below limits") << QByteArray("{requests: {cpu: 0.5, memory: 1024Mi}, limits: {cpu: 1500m, memory: '1610612736'}}") << none;
    QTest::newRow("a limit alone") << QByteArray("{limits: {cpu: 0.1, memory: 1.5Gi}}") << none;
    QTest::newRow("a device of a vendor") << QByteArray("{requests: {example.com/gpu: 2}, limits: {example.com/gpu: 2}}") << none;
    QTest::newRow("huge pages beside memory") << QByteArray("{requests: {memory: 1Gi, hugepages-2Mi: 4Mi}, limits: {memory: 1Gi, hugepages-2Mi: 4Mi}}") << none;
    QTest::newRow("a request is no more than its limit") << QByteArray("{requests: {cpu: 2, memory: 1Gi}, limits: {cpu: 1, memory: 512Mi}}")
        << QStringList{at + ".requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1",
                       at + ".requests: Invalid value: \"1Gi\": must be less than or equal to memory limit of 512Mi"};
    QTest::newRow("nothing is less than none") << QByteArray("{requests: {cpu: -1}}")
                                               << QStringList{at + ".requests[cpu]: Invalid value: \"-1\": must be greater than or equal to 0"};
    QTest::newRow("a name without a domain is one of the known ones") << QByteArray("{requests: {cpus: 1}}")
        << QStringList{at + ".requests[cpus]: Invalid value: \"cpus\": must be a standard resource type or fully qualified",
                       at + ".requests[cpus]: Invalid value: \"cpus\": must be a standard resource for containers"};
    QTest::newRow("what a quota counts is not for containers") << QByteArray("{limits: {pods: 1}}")
        << QStringList{at + ".limits[pods]: Invalid value: \"pods\": must be a standard resource for containers",
                       at + ".requests[pods]: Invalid value: \"pods\": must be a standard resource for containers"};
    QTest::newRow("a device comes whole, and request and limit are one") << QByteArray("{requests: {example.com/gpu: 1500m}, limits: {example.com/gpu: 2}}")
        << QStringList{at + ".requests[example.com/gpu]: Invalid value: \"1500m\": must be an integer",
                       at + ".requests: Invalid value: \"1500m\": must be equal to example.com/gpu limit of 2"};
    QTest::newRow("a device that is requested is limited") << QByteArray("{requests: {example.com/gpu: 1}}")
        << QStringList{at + ".limits: Required value: Limit must be set for non overcommitable resources"};
    QTest::newRow("a domain of requests is a quota's word") << QByteArray("{limits: {requests.example.com/gpu: 1}, requests: {requests.example.com/gpu: 1}}")
        << QStringList{at + ".limits[requests.example.com/gpu]: Invalid value: \"requests.example.com/gpu\": doesn't follow extended resource name standard",
                       at + ".requests[requests.example.com/gpu]: Invalid value: \"requests.example.com/gpu\": doesn't follow extended resource name standard"};
    QTest::newRow("huge pages come in their size, and never alone") << QByteArray("{limits: {hugepages-2Mi: 3Mi}}")
        << QStringList{at + ".limits[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not positive integer multiple of hugepages-2Mi",
                       at + ".requests[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not positive integer multiple of hugepages-2Mi",
                       at + ": Forbidden: HugePages require cpu or memory"};
    QTest::newRow("a claim is one of the pod's") << QByteArray("{claims: [{name: gpu}, {name: ''}]}")
        << QStringList{at + ".claims[0]: Not found: \"gpu\": must be one of the names in pod.spec.resourceClaims which is empty", at + ".claims[1]: Required value"};
}

void TestResources::containers()
{
    QFETCH(QByteArray, resources);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith({}, resources)).join('\n'), complaints.join('\n'));
}

void TestResources::pods_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("resources");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;
    QTest::newRow("a pod may share what it asks for") << QByteArray("resources: {requests: {cpu: 1}, limits: {cpu: 2}}, ") << QByteArray("{}") << none;
    QTest::newRow("but only processors and memory") << QByteArray("resources: {limits: {ephemeral-storage: 1Gi, cpu: 1}}, ") << QByteArray("{}")
        << QStringList{"spec.resources.limits[ephemeral-storage]: Unsupported value: \"ephemeral-storage\": supported values: \"cpu\", \"hugepages-\", \"memory\""};
    QTest::newRow("a container uses a claim whole, or each of its requests once")
        << QByteArray("resourceClaims: [{name: gpu, resourceClaimName: g}], ")
        << QByteArray("{claims: [{name: gpu, request: a}, {name: gpu, request: b}, {name: gpu, request: a}, {name: gpu}]}")
        << QStringList{"spec.containers[0].resources.claims[2]: Duplicate value: \"gpu/a\"",
               "spec.containers[0].resources.claims[3]: Duplicate value: \"gpu\""};
}

void TestResources::pods()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, resources);
    QFETCH(QStringList, complaints);
    const QStringList found = kubarium::api::complaints(podWith(spec, resources));
    QCOMPARE(found.join('\n'), complaints.join('\n'));
}

void TestResources::claimsAreNotForWholePods()
{
    static constexpr std::string_view claims[] = {"gpu"};
    ResourceRequirements whole;
    whole.claims.push_back({}).name = Text("gpu");
    const FieldErrors errors = validatePodResources(whole, FieldPath("spec").child("resources"), claims);
    QCOMPARE(errors.size(), std::size_t{1});
    QCOMPARE(errors.front().field, std::string("spec.resources.claims"));
    QCOMPARE(errors.front().message(), std::string("Forbidden: claims may not be set for Resources at pod-level"));
}

QTEST_GUILESS_MAIN(TestResources)
#include "test_resources.moc"
