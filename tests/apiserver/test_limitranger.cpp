// What a LimitRange gives to containers that ask for nothing, and what it refuses.
#include "../controllers/cluster.h"

#include "api/encode.h"
#include "api/types/core-pod.h"

using namespace kubarium;

class TestLimitRanger : public QObject {
    Q_OBJECT
private slots:
    void defaults_data();
    void defaults();
    void bounds_data();
    void bounds();
    void whatIsThereStays();
};

namespace {

QByteArray range(const QByteArray& limits, const QByteArray& name = "lr")
{
    return "apiVersion: v1\nkind: LimitRange\nmetadata: {name: " + name + "}\nspec: {limits: [" + limits + "]}\n";
}

QByteArray pod(const QByteArray& resources, const QByteArray& spec = {})
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  nodeSelector: {never: here}\n" + spec
        + "  containers:\n  - {name: c, image: x, resources: {" + resources + "}}\n";
}

QByteArray claim(const QByteArray& storage)
{
    return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: p}\nspec: {accessModes: [ReadWriteOnce], storageClassName: none, "
           "resources: {requests: {storage: "
        + storage + "}}}\n";
}

QString json(const api::ResourceRequirements& resources)
{
    return QString::fromStdString(api::toJson(*api::TypeOf<api::ResourceRequirements>::value, &resources));
}

} // namespace

void TestLimitRanger::defaults_data()
{
    QTest::addColumn<QByteArray>("ranges");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("told");
    QTest::newRow("requests and limits, told in the pod")
        << range("{type: Container, default: {cpu: 500m, memory: 512Mi}, defaultRequest: {cpu: 100m}}") << pod("")
        << R"({"limits":{"cpu":"500m","memory":"512Mi"},"requests":{"cpu":"100m","memory":"512Mi"}})"
        << "LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c";
    QTest::newRow("a request alone") << range("{type: Container, defaultRequest: {cpu: 100m}}") << pod("")
                                     << R"({"requests":{"cpu":"100m"}})" << "LimitRanger plugin set: cpu request for container c";
    QTest::newRow("what the container says stands")
        << range("{type: Container, default: {cpu: 500m}, defaultRequest: {cpu: 100m}}") << pod("requests: {cpu: 200m}, limits: {cpu: 300m}")
        << R"({"limits":{"cpu":"300m"},"requests":{"cpu":"200m"}})" << "";
    QTest::newRow("a limit that is said is the request, too")
        << range("{type: Container, default: {cpu: 500m}, defaultRequest: {cpu: 100m}}") << pod("limits: {cpu: 300m}")
        << R"({"limits":{"cpu":"300m"},"requests":{"cpu":"300m"}})" << "";
    QTest::newRow("a maximum is a default") << range("{type: Container, max: {memory: 1Gi}}") << pod("")
        << R"({"limits":{"memory":"1Gi"},"requests":{"memory":"1Gi"}})"
        << "LimitRanger plugin set: memory request for container c; memory limit for container c";
    QTest::newRow("init containers get the same") << range("{type: Container, defaultRequest: {cpu: 100m}}")
        << pod("requests: {cpu: 1}", "  initContainers: [{name: i, image: x}]\n") << R"({"requests":{"cpu":"1"}})"
        << "LimitRanger plugin set: cpu request for init container i";
    QTest::newRow("of two ranges the first by name gives")
        << range("{type: Container, defaultRequest: {cpu: 2}}", "b") + "---\n" + range("{type: Container, defaultRequest: {cpu: 1}}", "a")
        << pod("") << R"({"requests":{"cpu":"1"}})" << "LimitRanger plugin set: cpu request for container c";
    QTest::newRow("a range for pods gives nothing") << range("{type: Pod, max: {cpu: 2}, min: {cpu: 1m}}") << pod("limits: {cpu: 1}")
                                                    << R"({"limits":{"cpu":"1"},"requests":{"cpu":"1"}})" << "";
}

void TestLimitRanger::defaults()
{
    QFETCH(QByteArray, ranges);
    QFETCH(QByteArray, asked);
    QFETCH(QString, given);
    QFETCH(QString, told);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(ranges).ok());
    const apiserver::Response made = cluster.create(asked);
    QVERIFY2(made.ok(), made.status.message.c_str());
    const api::Pod& pod = *made.object.as<api::Pod>();
    QCOMPARE(json(pod.spec->containers[0].resources), given);
    QCOMPARE(QString::fromStdString(pod.metadata.annotations.valueOr("kubernetes.io/limit-ranger", "").str()), told);
}

void TestLimitRanger::bounds_data()
{
    QTest::addColumn<QByteArray>("ranges");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QString>("why");
    const QByteArray most = range("{type: Container, max: {cpu: 500m}}");
    QTest::newRow("within its bounds") << most << pod("limits: {cpu: 500m}") << "";
    QTest::newRow("a limit beyond the maximum") << most << pod("limits: {cpu: 1}")
                                                << "maximum cpu usage per Container is 500m, but limit is 1";
    QTest::newRow("a request alone gets the maximum as its limit")
        << most << pod("requests: {cpu: 1}")
        << R"(Pod "p" is invalid: spec.containers[0].resources.requests: Invalid value: "1": must be less than or equal to cpu limit of 500m)";
    QTest::newRow("below the minimum") << range("{type: Container, min: {memory: 64Mi}}") << pod("requests: {memory: 32Mi}")
                                       << "minimum memory usage per Container is 64Mi, but request is 32Mi";
    QTest::newRow("nothing requested") << range("{type: Pod, min: {cpu: 100m}}") << pod("")
                                       << "minimum cpu usage per Pod is 100m.  No request is specified";
    QTest::newRow("no limit is beyond any maximum") << range("{type: Pod, max: {cpu: 100m}}") << pod("")
                                                    << "maximum cpu usage per Pod is 100m.  No limit is specified";
    QTest::newRow("all objections of one range at once")
        << range("{type: Container, min: {cpu: 100m, memory: 64Mi}}") << pod("requests: {cpu: 50m, memory: 32Mi}")
        << "[minimum cpu usage per Container is 100m, but request is 50m, minimum memory usage per Container is 64Mi, but request is 32Mi]";
    QTest::newRow("the containers of a pod together")
        << range("{type: Pod, max: {cpu: 1}}")
        << pod("limits: {cpu: 600m}", "  initContainers: [{name: i, image: x, resources: {limits: {cpu: 1500m}}}]\n")
        << "maximum cpu usage per Pod is 1, but limit is 1500m";
    QTest::newRow("a ratio") << range("{type: Container, maxLimitRequestRatio: {cpu: 2}}") << pod("requests: {cpu: 100m}, limits: {cpu: 300m}")
                             << "cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000";
    QTest::newRow("a ratio that fits") << range("{type: Container, maxLimitRequestRatio: {cpu: 2}}")
                                       << pod("requests: {cpu: 100m}, limits: {cpu: 200m}") << "";
    QTest::newRow("a ratio needs both") << range("{type: Container, maxLimitRequestRatio: {cpu: 2}}") << pod("requests: {cpu: 100m}")
                                        << "cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0";
    QTest::newRow("and most of all a request")
        << range("{type: Container, maxLimitRequestRatio: {cpu: 2}}") << pod("")
        << "cpu max limit to request ratio per Container is 2, but no request is specified or request is 0";
    QTest::newRow("a claim that is too large") << range("{type: PersistentVolumeClaim, max: {storage: 5Gi}, min: {storage: 1Gi}}")
                                               << claim("6Gi")
                                               << "maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 6Gi";
    QTest::newRow("a claim that is too small") << range("{type: PersistentVolumeClaim, max: {storage: 5Gi}, min: {storage: 1Gi}}")
                                               << claim("6Mi")
                                               << "minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 6Mi";
    QTest::newRow("claims and pods have ranges of their own") << range("{type: Container, max: {memory: 1Gi}}") << claim("6Gi") << "";
}

void TestLimitRanger::bounds()
{
    QFETCH(QByteArray, ranges);
    QFETCH(QByteArray, asked);
    QFETCH(QString, why);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    const apiserver::Response ready = cluster.create(ranges);
    QVERIFY2(ready.ok(), ready.status.message.c_str());
    const apiserver::Response response = cluster.create(asked);
    const QString resource = asked.contains("kind: Pod\n") ? "pods" : "persistentvolumeclaims";
    const QString expected =
        why.isEmpty() || why.startsWith("Pod \"") ? why : QString("%1 \"p\" is forbidden: %2").arg(resource, why);
    QCOMPARE(QString::fromStdString(response.status.message), expected);
}

void TestLimitRanger::whatIsThereStays()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(pod("limits: {cpu: 1}") + "---\n" + range("{type: Container, max: {cpu: 500m}}")).ok());
    const apiserver::Response changed =
        cluster.change("Pod", "p", [](api::ObjectPtr& object) { object.editMeta().labels.set("a", "b"); });
    QVERIFY2(changed.ok(), changed.status.message.c_str());
}

QTEST_GUILESS_MAIN(TestLimitRanger)
#include "test_limitranger.moc"
