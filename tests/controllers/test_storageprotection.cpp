// What is in use is not deleted: claims that pods use, volumes that are bound, classes of attributes that somebody has.
#include "controllers/cluster.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"
#include "api/types/storage.h"

using namespace kubarium;
using std::chrono::seconds;

class TestStorageProtection : public QObject {
    Q_OBJECT
private slots:
    void whatIsMadeIsProtected_data();
    void whatIsMadeIsProtected();
    void claimsStayForTheirPods_data();
    void claimsStayForTheirPods();
    void aClaimGoesAfterItsPod_data();
    void aClaimGoesAfterItsPod();
    void volumesStayWhileTheyAreBound_data();
    void volumesStayWhileTheyAreBound();
    void classesStayWhileSomebodyHasThem_data();
    void classesStayWhileSomebodyHasThem();
    void aNamespaceEndsWithItsClaims();
};

namespace {

QByteArray claim(const QByteArray& name = "c", const QByteArray& meta = {}, const QByteArray& spec = {})
{
    return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: " + name + meta
        + "}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}" + spec + "}\n---\n";
}

QByteArray volume(const QByteArray& spec = {}, const QByteArray& meta = {})
{
    return "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: v" + meta
        + "}\nspec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], csi: {driver: d, volumeHandle: h}" + spec + "}\n---\n";
}

QByteArray attributes(const QByteArray& meta = {})
{
    return "apiVersion: storage.k8s.io/v1\nkind: VolumeAttributesClass\nmetadata: {name: a" + meta
        + "}\ndriverName: d\nparameters: {iops: \"1\"}\n---\n";
}

// One that no scheduler and no kubelet looks at.
QByteArray pod(const QByteArray& volumes, const QByteArray& meta = {})
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p" + meta + "}\nspec: {schedulerName: nobody, volumes: [" + volumes
        + "], containers: [{name: c, image: nginx}]}\n---\n";
}

const QByteArray named = "{name: v, persistentVolumeClaim: {claimName: c}}";
const QByteArray ephemeral = "{name: v, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], "
                             "resources: {requests: {storage: 1Gi}}}}}}";

template <class T, class Change> void changeStatus(Cluster& cluster, const QByteArray& kind, const QByteArray& name, Change change)
{
    apiserver::Request asked = Cluster::request(apiserver::Verb::Update, kind, name);
    asked.subresource = "status";
    asked.object = cluster.find(kind, name);
    change(asked.object.editAs<T>().status.edit());
    const apiserver::Response done = cluster.lab().submit(asked);
    QVERIFY2(done.ok(), done.status.message.c_str());
}

QString finalizers(const api::ObjectPtr& object)
{
    QStringList list;
    for (const api::Text& finalizer : object.meta().finalizers)
        list << QString::fromStdString(finalizer.str());
    return list.join(' ');
}

} // namespace

void TestStorageProtection::whatIsMadeIsProtected_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("finalizers_");
    const QByteArray own = ", finalizers: [x.example/y]";
    QTest::newRow("a claim") << claim() << QByteArray("PersistentVolumeClaim") << QByteArray("c") << "kubernetes.io/pvc-protection";
    QTest::newRow("a volume") << volume() << QByteArray("PersistentVolume") << QByteArray("v") << "kubernetes.io/pv-protection";
    QTest::newRow("a class of attributes") << attributes() << QByteArray("VolumeAttributesClass") << QByteArray("a")
        << "kubernetes.io/vac-protection";
    QTest::newRow("behind finalizers of its own") << claim("c", own) << QByteArray("PersistentVolumeClaim") << QByteArray("c")
        << "x.example/y kubernetes.io/pvc-protection";
    QTest::newRow("once is enough") << volume({}, ", finalizers: [kubernetes.io/pv-protection]") << QByteArray("PersistentVolume")
        << QByteArray("v") << "kubernetes.io/pv-protection";
    QTest::newRow("nothing else") << QByteArray("apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: s}\nprovisioner: p\n")
        << QByteArray("StorageClass") << QByteArray("s") << "";
}

void TestStorageProtection::whatIsMadeIsProtected()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, name);
    QFETCH(QString, finalizers_);
    Cluster cluster;
    const apiserver::Response made = cluster.create(yaml);
    QVERIFY2(made.ok(), made.status.message.c_str());
    QCOMPARE(finalizers(made.object), finalizers_); // from the first instant
    cluster.change(kind, name, [](api::ObjectPtr& object) { object.editMeta().finalizers.clear(); });
    cluster.lab().runFor(seconds(1));
    QCOMPARE(finalizers(cluster.find(kind, name)), finalizers_.section(' ', -1)); // it comes back
    cluster.remove(kind, name);
    cluster.lab().runFor(seconds(1));
    QVERIFY(!cluster.find(kind, name)); // nobody uses it
}

void TestStorageProtection::claimsStayForTheirPods_data()
{
    QTest::addColumn<QByteArray>("objects");
    QTest::addColumn<bool>("isBound");
    QTest::addColumn<QByteArray>("claimName");
    QTest::addColumn<QString>("left");
    const QByteArray generic = pod(ephemeral);
    const QByteArray ofPod = ", ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: $p, controller: true}]";
    QTest::newRow("a claim that nobody uses goes") << claim() << false << QByteArray("c") << "";
    QTest::newRow("one that a pod on a node uses stays") << claim() + pod(named) << true << QByteArray("c")
        << "c[kubernetes.io/pvc-protection]!";
    QTest::newRow("one that a pod without a node wants goes") << claim() + pod(named) << false << QByteArray("c") << "";
    QTest::newRow("a pod that uses another does not matter") << claim() + claim("d") + pod(named) << true << QByteArray("d")
        << "c[kubernetes.io/pvc-protection]";
    QTest::newRow("a pod with no claims does not matter") << claim() + pod("{name: v, emptyDir: {}}") << true << QByteArray("c") << "";
    QTest::newRow("one of several volumes is enough") << claim() + pod("{name: t, emptyDir: {}}, " + named) << true << QByteArray("c")
        << "c[kubernetes.io/pvc-protection]!";
    QTest::newRow("a claim that was made for a pod's volume stays") << generic + claim("p-v", ofPod) << true << QByteArray("p-v")
        << "p-v[kubernetes.io/pvc-protection]!";
    QTest::newRow("a stranger of that name does not") << generic + claim("p-v") << true << QByteArray("p-v") << "";
}

void TestStorageProtection::claimsStayForTheirPods()
{
    QFETCH(QByteArray, objects);
    QFETCH(bool, isBound);
    QFETCH(QByteArray, claimName);
    Cluster cluster;
    const apiserver::Response made = cluster.create(objects);
    QVERIFY2(made.ok(), made.status.message.c_str());
    if (isBound)
        QVERIFY(cluster.bind("p").ok());
    const apiserver::Response removed = cluster.remove("PersistentVolumeClaim", claimName);
    QVERIFY(removed.ok());
    cluster.lab().runFor(seconds(1));
    QTEST(cluster.left({"PersistentVolumeClaim"}), "left");
}

void TestStorageProtection::aClaimGoesAfterItsPod_data()
{
    QTest::addColumn<QByteArray>("volumes");
    QTest::addColumn<QByteArray>("claimName");
    QTest::addColumn<bool>("isHeld");
    QTest::addColumn<bool>("isGone");
    const QByteArray own = "{name: w, persistentVolumeClaim: {claimName: c}}";
    QTest::newRow("when the pod has gone") << named << QByteArray("c") << false << true;
    QTest::newRow("a pod that only finalizers keep still names it") << named << QByteArray("c") << true << false;
    QTest::newRow("but is done with what was made for it") << ephemeral << QByteArray("p-v") << true << true;
}

void TestStorageProtection::aClaimGoesAfterItsPod()
{
    QFETCH(QByteArray, volumes);
    QFETCH(QByteArray, claimName);
    QFETCH(bool, isHeld);
    QFETCH(bool, isGone);
    Cluster cluster;
    const QByteArray ofPod = ", ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: $p, controller: true}]";
    const QByteArray owner = claimName == "c" ? QByteArray() : ofPod;
    QVERIFY(cluster.create(pod(volumes, isHeld ? ", finalizers: [x.example/hold]" : "") + claim(claimName, owner)).ok());
    QVERIFY(cluster.bind("p").ok());
    cluster.remove("PersistentVolumeClaim", claimName);
    cluster.lab().runFor(seconds(2));
    QVERIFY(cluster.find("PersistentVolumeClaim", claimName));
    cluster.remove("Pod", "p");
    QVERIFY(cluster.find("Pod", "p"));
    cluster.end("p");
    cluster.lab().runFor(seconds(1));
    QCOMPARE(!cluster.find("PersistentVolumeClaim", claimName), isGone);
    if (!isHeld)
        return;
    cluster.change("Pod", "p", [](api::ObjectPtr& object) { object.editMeta().finalizers.clear(); });
    cluster.lab().runFor(seconds(1));
    QVERIFY(!cluster.find("PersistentVolumeClaim", claimName));
}

void TestStorageProtection::volumesStayWhileTheyAreBound_data()
{
    QTest::addColumn<QByteArray>("phase");
    QTest::addColumn<bool>("isGone");
    QTest::newRow("free") << QByteArray("Available") << true;
    QTest::newRow("bound") << QByteArray("Bound") << false;
    QTest::newRow("released") << QByteArray("Released") << true;
    QTest::newRow("not even looked at") << QByteArray("Pending") << true;
}

void TestStorageProtection::volumesStayWhileTheyAreBound()
{
    QFETCH(QByteArray, phase);
    QFETCH(bool, isGone);
    Cluster cluster;
    QVERIFY(cluster.create(volume()).ok());
    const auto become = [&](const QByteArray& next) {
        changeStatus<api::PersistentVolume>(
            cluster, "PersistentVolume", "v", [&](api::PersistentVolumeStatus& status) { status.phase = next.toStdString(); });
    };
    become(phase);
    cluster.remove("PersistentVolume", "v");
    cluster.lab().runFor(seconds(1));
    QCOMPARE(!cluster.find("PersistentVolume", "v"), isGone);
    if (isGone)
        return;
    become("Released");
    cluster.lab().runFor(seconds(1));
    QVERIFY(!cluster.find("PersistentVolume", "v"));
}

void TestStorageProtection::classesStayWhileSomebodyHasThem_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("a claim") << claim("c", {}, ", volumeAttributesClassName: a") << QByteArray("PersistentVolumeClaim") << QByteArray("c");
    QTest::newRow("a volume") << volume(", volumeAttributesClassName: a") << QByteArray("PersistentVolume") << QByteArray("v");
}

void TestStorageProtection::classesStayWhileSomebodyHasThem()
{
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, name);
    Cluster cluster;
    const apiserver::Response made = cluster.create(attributes() + user);
    QVERIFY2(made.ok(), made.status.message.c_str());
    cluster.remove("VolumeAttributesClass", "a");
    cluster.lab().runFor(seconds(1));
    QVERIFY(cluster.find("VolumeAttributesClass", "a"));
    cluster.remove(kind, name);
    cluster.lab().runFor(seconds(1));
    QVERIFY(!cluster.find("VolumeAttributesClass", "a"));
}

void TestStorageProtection::aNamespaceEndsWithItsClaims()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n").ok());
    QVERIFY(cluster.create(claim() + pod(named), "team").ok());
    QVERIFY(cluster.bind("p", "team").ok());
    cluster.remove("Namespace", "team");
    cluster.lab().runFor(seconds(90));
    QVERIFY(!cluster.find("Namespace", "team"));
}

QTEST_GUILESS_MAIN(TestStorageProtection)
#include "test_storageprotection.moc"
