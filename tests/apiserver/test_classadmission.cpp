// What classes add to objects that name one, or none: RuntimeClasses, default StorageClasses and IngressClasses; and the taint
// of a node that is not ready yet.
#include "../controllers/cluster.h"

#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"
#include "api/types/networking.h"
#include "apiserver/quota/amounts.h"

using namespace kubarium;

class TestClassAdmission : public QObject {
    Q_OBJECT
private slots:
    void runtimes_data();
    void runtimes();
    void defaultClasses_data();
    void defaultClasses();
    void newNodesAreTainted_data();
    void newNodesAreTainted();
};

namespace {

constexpr const char* vm = R"(
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: vm}
handler: vm
overhead: {podFixed: {cpu: 250m}}
scheduling: {nodeSelector: {vm: "yes"}, tolerations: [{key: vm, operator: Exists}]}
)";

QByteArray pod(const QByteArray& fields)
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {" + fields + "containers: [{name: c, image: x}]}\n";
}

QByteArray storageClass(const QByteArray& name, const QByteArray& annotations)
{
    return "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: " + name + ", annotations: {" + annotations
        + "}}\nprovisioner: x\n";
}

QByteArray ingressClass(const QByteArray& name, const QByteArray& annotations)
{
    return "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: " + name + ", annotations: {" + annotations
        + "}}\nspec: {controller: x/y}\n";
}

QByteArray claim(const QByteArray& fields, const QByteArray& annotations = {})
{
    return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: o, annotations: {" + annotations
        + "}}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}" + fields + "}\n";
}

QByteArray ingress(const QByteArray& fields, const QByteArray& annotations = {})
{
    return "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: o, annotations: {" + annotations
        + "}}\nspec: {defaultBackend: {service: {name: s, port: {number: 80}}}" + fields + "}\n";
}

} // namespace

void TestClassAdmission::runtimes_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("answer");
    const QString forbidden = "pods \"p\" is forbidden: ";
    QTest::newRow("none") << QByteArray("nodeSelector: {a: b}, ") << "overhead  selector a=b tolerates not-ready unreachable";
    QTest::newRow("its overhead, its nodes, their taints")
        << QByteArray("runtimeClassName: vm, nodeSelector: {a: b}, ") << "overhead cpu=250m selector a=b vm=yes tolerates not-ready unreachable vm";
    QTest::newRow("what is tolerated already is not said twice")
        << QByteArray("runtimeClassName: vm, tolerations: [{operator: Exists}], ") << "overhead cpu=250m selector vm=yes tolerates ";
    QTest::newRow("one that nobody made") << QByteArray("runtimeClassName: lost, ") << forbidden + "pod rejected: RuntimeClass \"lost\" not found";
    QTest::newRow("other nodes") << QByteArray("runtimeClassName: vm, nodeSelector: {vm: 'no'}, ")
                                 << forbidden + "conflict: runtimeClass.scheduling.nodeSelector[vm] = yes; pod.spec.nodeSelector[vm] = no";
    QTest::newRow("the right overhead may be said, too") << QByteArray("runtimeClassName: vm, overhead: {cpu: 250m}, ")
                                                         << "overhead cpu=250m selector vm=yes tolerates not-ready unreachable vm";
    QTest::newRow("another overhead") << QByteArray("runtimeClassName: vm, overhead: {cpu: 1m}, ")
                                      << forbidden + "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";
    QTest::newRow("an overhead of one's own")
        << QByteArray("overhead: {cpu: 1m}, ")
        << forbidden + "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead";
}

void TestClassAdmission::runtimes()
{
    QFETCH(QByteArray, fields);
    QFETCH(QString, answer);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(vm).ok());
    const apiserver::Response made = cluster.create(pod(fields));
    if (!made.ok()) {
        QCOMPARE(QString::fromStdString(made.status.message), answer);
        return;
    }
    const api::PodSpec& spec = *made.object.as<api::Pod>()->spec;
    std::string told = "overhead " + apiserver::quota::text(spec.overhead) + " selector";
    for (const auto& [key, value] : spec.nodeSelector)
        told += " " + key.str() + "=" + value.str();
    QStringList tolerated;
    for (const api::Toleration& toleration : spec.tolerations)
        tolerated << QString::fromStdString(toleration.key.str()).section('/', -1);
    QCOMPARE(QString::fromStdString(told) + " tolerates " + tolerated.join(' '), answer);
}

void TestClassAdmission::defaultClasses_data()
{
    QTest::addColumn<QByteArray>("classes");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QString>("given");
    const QByteArray yes = "storageclass.kubernetes.io/is-default-class: 'true'";
    const QByteArray no = "storageclass.kubernetes.io/is-default-class: 'false'";
    const QByteArray ours = "ingressclass.kubernetes.io/is-default-class: 'true'";
    const QByteArray two = storageClass("fast", yes) + "---\n" + storageClass("slow", no);
    QTest::newRow("the default one") << two << claim("") << "fast";
    QTest::newRow("none is") << storageClass("slow", no) << claim("") << "nothing";
    QTest::newRow("one is named") << two << claim(", storageClassName: slow") << "slow";
    QTest::newRow("none is wanted") << two << claim(", storageClassName: ''") << "";
    QTest::newRow("the older way to name one") << two << claim("", "volume.beta.kubernetes.io/storage-class: slow") << "nothing";
    QTest::newRow("the older way to be the default") << storageClass("old", "storageclass.beta.kubernetes.io/is-default-class: 'true'") << claim("")
                                                     << "old";
    QTest::newRow("of two that are as old the first by name") << storageClass("b", yes) + "---\n" + storageClass("a", yes) << claim("") << "a";
    QTest::newRow("an Ingress, too") << ingressClass("nginx", ours) << ingress("") << "nginx";
    QTest::newRow("without a default it has none") << ingressClass("nginx", "") << ingress("") << "nothing";
    QTest::newRow("that names one") << ingressClass("nginx", ours) << ingress(", ingressClassName: other") << "other";
    QTest::newRow("that names one in the older way") << ingressClass("nginx", ours) << ingress("", "kubernetes.io/ingress.class: other") << "nothing";
}

void TestClassAdmission::defaultClasses()
{
    QFETCH(QByteArray, classes);
    QFETCH(QByteArray, asked);
    QFETCH(QString, given);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.create(classes).ok());
    const apiserver::Response made = cluster.create(asked);
    QVERIFY2(made.ok(), made.status.message.c_str());
    const auto* const stored = made.object.as<api::PersistentVolumeClaim>();
    const api::Text name = stored ? stored->spec->storageClassName : made.object.as<api::Ingress>()->spec->ingressClassName;
    QCOMPARE(name ? QString::fromStdString(name.str()) : QString("nothing"), given);
}

void TestClassAdmission::newNodesAreTainted_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("taints");
    QTest::newRow("until it is ready") << QByteArray("{}") << "node.kubernetes.io/not-ready:NoSchedule";
    QTest::newRow("beside its own") << QByteArray("{taints: [{key: a, effect: NoExecute}]}") << "a:NoExecute node.kubernetes.io/not-ready:NoSchedule";
    QTest::newRow("once") << QByteArray("{taints: [{key: node.kubernetes.io/not-ready, effect: NoSchedule}]}")
                          << "node.kubernetes.io/not-ready:NoSchedule";
}

void TestClassAdmission::newNodesAreTainted()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, taints);
    Cluster cluster;
    const apiserver::Response made = cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: spare}\nspec: " + spec + "\n");
    QVERIFY2(made.ok(), made.status.message.c_str());
    QStringList list;
    for (const api::Taint& taint : made.object.as<api::Node>()->spec->taints)
        list << QString::fromStdString(taint.key.str() + ":" + taint.effect.str());
    QCOMPARE(list.join(' '), taints);
}

QTEST_GUILESS_MAIN(TestClassAdmission)
#include "test_classadmission.moc"
