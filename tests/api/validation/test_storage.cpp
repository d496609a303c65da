// The kinds of storage.k8s.io: classes that people write, and what drivers and controllers write.
#include "api/defaults/volumes.h"
#include "manifest.h"

#include "api/types/storage.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestStorage : public QObject {
    Q_OBJECT
private slots:
    void creation_data();
    void creation();
    void updates_data();
    void updates();
    void defaults_data();
    void defaults();
    void warnings_data();
    void warnings();
    void periodsAreNotYetSwitchedOn();
};

namespace {

constexpr auto subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
                           "alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

std::string object(const QByteArray& kind, const QByteArray& fields)
{
    return "apiVersion: storage.k8s.io/v1\nkind: " + kind.toStdString() + "\nmetadata: {name: x}\n" + fields.toStdString() + "\n";
}

} // namespace

void TestStorage::creation_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;

    QTest::newRow("a class of a cloud that has no plugin any more") << QByteArray("StorageClass") << QByteArray("provisioner: kubernetes.io/aws-ebs\nparameters: {type: gp2}") << none;
    QTest::newRow("a class names who makes the volumes") << QByteArray("StorageClass") << QByteArray("parameters: {a: b}") << QStringList{"provisioner: Required value"};
    QTest::newRow("a provisioner is a qualified name") << QByteArray("StorageClass") << QByteArray("provisioner: a/b/C")
        << QStringList{"provisioner: Invalid value: \"a/b/c\": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                       "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain "
                       "prefix and '/' (e.g. 'example.com/MyName')"};
    QTest::newRow("classes do not recycle, and bind now or later") << QByteArray("StorageClass") << QByteArray("provisioner: p\nreclaimPolicy: Recycle\nvolumeBindingMode: Later")
        << QStringList{"reclaimPolicy: Unsupported value: \"Recycle\": supported values: \"Delete\", \"Retain\"",
                       "volumeBindingMode: Unsupported value: \"Later\": supported values: \"Immediate\", \"WaitForFirstConsumer\""};
    QTest::newRow("parameters have names") << QByteArray("StorageClass") << QByteArray("provisioner: p\nparameters: {'': a}")
                                           << QStringList{"parameters: Invalid value: \"\": field can not be empty."};
    QTest::newRow("topologies list values, each once, and no two are alike") << QByteArray("StorageClass")
        << QByteArray("provisioner: p\nallowedTopologies: [{matchLabelExpressions: [{key: z, values: [a, a]}, {key: z, values: []}]}, "
                      "{matchLabelExpressions: [{key: q, values: [b, c]}]}, {matchLabelExpressions: [{key: q, values: [c, b]}]}]")
        << QStringList{"allowedTopologies[0].matchLabelExpressions[0].values[1]: Duplicate value: \"a\"",
                       "allowedTopologies[0].matchLabelExpressions[1].values: Required value",
                       "allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: \"z\"", "allowedTopologies[2].matchLabelExpressions: Duplicate value: \"\""};

    QTest::newRow("attributes of volumes are a driver's") << QByteArray("VolumeAttributesClass") << QByteArray("driverName: d.io\nparameters: {iops: '4000'}") << none;
    QTest::newRow("attributes without any") << QByteArray("VolumeAttributesClass") << QByteArray("parameters: {}")
                                            << QStringList{"driverName: Required value", "parameters: Required value: must contain at least one key/value pair"};

    QTest::newRow("a driver with all left open") << QByteArray("CSIDriver") << QByteArray("spec: {}") << none;
    QTest::newRow("what a driver can do has words") << QByteArray("CSIDriver")
        << QByteArray("spec: {fsGroupPolicy: Files, volumeLifecycleModes: [Forever], nodeAllocatableUpdatePeriodSeconds: 9, "
                      "tokenRequests: [{audience: a, expirationSeconds: 1}, {audience: a}, {audience: b, expirationSeconds: 4294967297}]}")
        << QStringList{"spec.fsGroupPolicy: Unsupported value: \"Files\": supported values: \"File\", \"None\", \"ReadWriteOnceWithFSType\"",
                       "spec.tokenRequests[0].expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes",
                       "spec.tokenRequests[1].audience: Duplicate value: \"a\"",
                       "spec.tokenRequests[2].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds",
                       "spec.volumeLifecycleModes: Unsupported value: \"Forever\": supported values: \"Persistent\", \"Ephemeral\"",
                       "spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 9: must be greater than or equal to 10 seconds"};

    QTest::newRow("the drivers of a node") << QByteArray("CSINode") << QByteArray("spec: {drivers: [{name: d.io, nodeID: n1, topologyKeys: [topology.d.io/zone], allocatable: {count: 3}}]}") << none;
    QTest::newRow("a driver of a node has names, once each") << QByteArray("CSINode")
        << QByteArray("spec: {drivers: [{name: a, nodeID: '', topologyKeys: [], allocatable: {count: -1}}, {name: a, nodeID: n1, topologyKeys: [k, k]}]}")
        << QStringList{"spec.drivers[0].nodeID: Required value", "spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0",
                       "spec.drivers[1].name: Duplicate value: \"a\"", "spec.drivers[1]: Duplicate value: \"k\""};

    QTest::newRow("room that is left") << QByteArray("CSIStorageCapacity") << QByteArray("storageClassName: fast\ncapacity: 1Ti\nnodeTopology: {}") << none;
    QTest::newRow("room is of a class, and not less than none") << QByteArray("CSIStorageCapacity") << QByteArray("storageClassName: ''\ncapacity: -1")
        << QStringList{QString("storageClassName: Invalid value: \"\": ") + subdomain, "capacity: Invalid value: \"-1\": must be greater than or equal to 0"};

    QTest::newRow("a volume on its way to a node") << QByteArray("VolumeAttachment") << QByteArray("spec: {attacher: d.io, nodeName: n1, source: {persistentVolumeName: pv}}") << none;
    QTest::newRow("an attachment says who attaches what to which node") << QByteArray("VolumeAttachment") << QByteArray("spec: {attacher: '', nodeName: '', source: {}}")
        << QStringList{"spec.attacher: Required value", "spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName",
                       QString("spec.nodeName: Invalid value: \"\": ") + subdomain, "spec.attacher: Required value", QString("spec.attacher: Invalid value: \"\": ") + subdomain};
    QTest::newRow("an inline volume is a driver's, and of the pod alone") << QByteArray("VolumeAttachment")
        << QByteArray("spec: {attacher: d.io, nodeName: n1, source: {inlineVolumeSpec: {capacity: {storage: 1}, accessModes: [ReadWriteOnce], storageClassName: s, volumeMode: Block, "
                      "persistentVolumeReclaimPolicy: Delete, nodeAffinity: {}, claimRef: {}}}}")
        << QStringList{"spec.source.inlineVolumeSpec.claimRef: Forbidden: may not be specified in the context of inline volumes",
                       "spec.source.inlineVolumeSpec.capacity: Forbidden: may not be specified in the context of inline volumes",
                       "spec.source.inlineVolumeSpec.csi: Required value: has to be specified in the context of inline volumes",
                       "spec.source.inlineVolumeSpec.persistentVolumeReclaimPolicy: Forbidden: may only be Retain in the context of inline volumes",
                       "spec.source.inlineVolumeSpec.nodeAffinity: Forbidden: may not be specified in the context of inline volumes",
                       "spec.source.inlineVolumeSpec: Required value: must specify a volume type",
                       "spec.source.inlineVolumeSpec.storageClassName: Forbidden: may not be specified in the context of inline volumes",
                       "spec.source.inlineVolumeSpec.volumeMode: Forbidden: may not specify volumeMode other than Filesystem in the context of inline volumes"};
}

void TestStorage::creation()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, fields);
    QFETCH(QStringList, complaints);
    complaints.removeDuplicates();
    QCOMPARE(kubarium::api::complaints(object(kind, fields)).join('\n'), complaints.join('\n'));
}

void TestStorage::updates_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;
    QTest::newRow("a class may learn to expand") << QByteArray("StorageClass") << QByteArray("provisioner: p") << QByteArray("provisioner: p\nallowVolumeExpansion: true") << none;
    QTest::newRow("what volumes were made by stays") << QByteArray("StorageClass") << QByteArray("provisioner: p")
        << QByteArray("provisioner: q\nparameters: {a: b}\nreclaimPolicy: Retain\nvolumeBindingMode: WaitForFirstConsumer")
        << QStringList{"parameters: Forbidden: updates to parameters are forbidden.", "provisioner: Forbidden: updates to provisioner are forbidden.",
                       "reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.", "volumeBindingMode: Invalid value: \"WaitForFirstConsumer\": field is immutable"};
    QTest::newRow("attributes stay") << QByteArray("VolumeAttributesClass") << QByteArray("driverName: a\nparameters: {x: a}") << QByteArray("driverName: b\nparameters: {x: b}")
        << QStringList{"driverName: Forbidden: updates to driverName are forbidden.", "parameters: Forbidden: updates to parameters are forbidden."};
    QTest::newRow("a driver keeps how it attaches") << QByteArray("CSIDriver") << QByteArray("spec: {}") << QByteArray("spec: {attachRequired: false, volumeLifecycleModes: [Ephemeral], podInfoOnMount: true}")
        << QStringList{"spec.attachedRequired: Invalid value: false: field is immutable", "spec.volumeLifecycleModes: Invalid value: [\"Ephemeral\"]: field is immutable"};
    QTest::newRow("drivers come and go on a node, but do not change") << QByteArray("CSINode") << QByteArray("spec: {drivers: [{name: a, nodeID: n1, topologyKeys: []}, {name: b, nodeID: n1, topologyKeys: []}]}")
        << QByteArray("spec: {drivers: [{name: a, nodeID: m, topologyKeys: [k], allocatable: {count: 1}}]}")
        << QStringList{"spec.drivers: Invalid value: {\"Name\":\"a\",\"NodeID\":\"m\",\"TopologyKeys\":[\"k\"],\"Allocatable\":{\"Count\":1}}: field is immutable"};
    QTest::newRow("room is counted where it was") << QByteArray("CSIStorageCapacity") << QByteArray("storageClassName: a") << QByteArray("storageClassName: b\nnodeTopology: {matchLabels: {x: a}}\ncapacity: 2")
        << QStringList{"nodeTopology: Invalid value: {\"matchLabels\":{\"x\":\"a\"}}: field is immutable", "storageClassName: Invalid value: \"b\": field is immutable"};
    QTest::newRow("an attachment is for one node") << QByteArray("VolumeAttachment") << QByteArray("spec: {attacher: d, nodeName: n1, source: {persistentVolumeName: pv}}")
        << QByteArray("spec: {attacher: d, nodeName: n2, source: {persistentVolumeName: pv}}")
        << QStringList{"spec: Invalid value: {\"Attacher\":\"d\",\"Source\":{\"PersistentVolumeName\":\"pv\",\"InlineVolumeSpec\":null},\"NodeName\":\"n2\"}: field is immutable"};
}

void TestStorage::updates()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints);
    QCOMPARE(updateComplaints(object(kind, old), object(kind, now)).join('\n'), complaints.join('\n'));
}

void TestStorage::defaults_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("filled");
    QTest::newRow("a class makes volumes at once, and removes them") << QByteArray("StorageClass") << QByteArray("provisioner: p")
        << QByteArray(R"({"kind":"StorageClass","apiVersion":"storage.k8s.io/v1","metadata":{"name":"x"},"provisioner":"p","reclaimPolicy":"Delete","volumeBindingMode":"Immediate"})");
    QTest::newRow("a driver attaches what claims are bound to") << QByteArray("CSIDriver") << QByteArray("spec: {}")
        << QByteArray(R"({"kind":"CSIDriver","apiVersion":"storage.k8s.io/v1","metadata":{"name":"x"},"spec":{"attachRequired":true,"podInfoOnMount":false,)"
                      R"("volumeLifecycleModes":["Persistent"],"storageCapacity":false,"fsGroupPolicy":"ReadWriteOnceWithFSType","requiresRepublish":false,"seLinuxMount":false}})");
}

void TestStorage::defaults()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, filled);
    QCOMPARE(defaulted(object(kind, fields)), QString::fromUtf8(filled));
}

void TestStorage::warnings_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QStringList>("warnings");
    QTest::newRow("zones have another label now") << QByteArray("StorageClass")
        << QByteArray("provisioner: p\nallowedTopologies: [{matchLabelExpressions: [{key: failure-domain.beta.kubernetes.io/zone, values: [a]}]}]")
        << QStringList{"allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"};
    QTest::newRow("so it is where room is left") << QByteArray("CSIStorageCapacity")
        << QByteArray("storageClassName: s\nnodeTopology: {matchLabels: {beta.kubernetes.io/os: linux}, matchExpressions: [{key: beta.kubernetes.io/arch, operator: Exists}]}")
        << QStringList{"nodeTopology.matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use \"kubernetes.io/arch\" instead",
                       "nodeTopology.matchLabels.beta.kubernetes.io/os: deprecated since v1.14; use \"kubernetes.io/os\" instead"};
}

void TestStorage::warnings()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, fields);
    QFETCH(QStringList, warnings);
    QCOMPARE(warningsAbout(object(kind, fields)).join('\n'), warnings.join('\n'));
}

void TestStorage::periodsAreNotYetSwitchedOn()
{
    Manifest manifest(object("CSIDriver", "spec: {nodeAllocatableUpdatePeriodSeconds: 60}"));
    CSIDriver driver = *manifest.object().as<CSIDriver>();
    CSIDriver created = driver;
    dropDisabledFields(created, nullptr);
    QVERIFY(!created.spec->nodeAllocatableUpdatePeriodSeconds);
    dropDisabledFields(driver, &driver); // what was in use may stay
    QVERIFY(driver.spec->nodeAllocatableUpdatePeriodSeconds);
}

QTEST_GUILESS_MAIN(TestStorage)
#include "test_storage.moc"
