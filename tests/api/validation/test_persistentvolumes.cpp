// PersistentVolumes: where they lie, how big they are, and that they stay there.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestPersistentVolumes : public QObject {
    Q_OBJECT
private slots:
    void creation_data();
    void creation();
    void updates_data();
    void updates();
    void defaultedAsAWhole();
    void warnings_data();
    void warnings();
};

namespace {

std::string volume(const QByteArray& spec, const QByteArray& metadata = "name: pv")
{
    return "apiVersion: v1\nkind: PersistentVolume\nmetadata: {" + metadata.toStdString() + "}\nspec: {" + spec.toStdString() + "}\n";
}

const QByteArray base("accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, ");
const QByteArray onNode("nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [n1]}]}]}}");

} // namespace

void TestPersistentVolumes::creation_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;
    QTest::newRow("a directory of a node") << base + "hostPath: {path: /data}" << none;
    QTest::newRow("a disk of a cloud, though its plugin is gone") << base + "awsElasticBlockStore: {volumeID: vol-1, fsType: ext4}" << none;
    QTest::newRow("a disk of one node") << base + "local: {path: /mnt/d}, " + onNode << none;
    QTest::newRow("a volume of a driver, with attributes") << base + "volumeAttributesClassName: gold, csi: {driver: d.io, volumeHandle: h}" << none;
    QTest::newRow("without anything") << QByteArray()
        << QStringList{"spec.accessModes: Required value", "spec.capacity: Required value", "spec.capacity: Unsupported value: null: supported values: \"storage\"",
                       "spec: Required value: must specify a volume type"};
    QTest::newRow("capacity is storage, and some") << QByteArray("accessModes: [ReadWriteOnce], capacity: {cpu: 1, storage: -1Gi}, hostPath: {path: /a}")
        << QStringList{"spec.capacity: Unsupported value: {\"cpu\":\"1\",\"storage\":\"-1Gi\"}: supported values: \"storage\"",
                       "spec.capacity[storage]: Invalid value: -1073741824: must be a valid resource quantity",
                       "spec.capacity[storage]: Invalid value: \"-1Gi\": must be greater than zero"};
    QTest::newRow("modes and policies are known ones")
        << QByteArray("accessModes: [ReadWriteOnce / ReadOnlyMany], capacity: {storage: 1Gi}, persistentVolumeReclaimPolicy: Keep, volumeMode: Raw, hostPath: {path: /a}")
        << QStringList{"spec.accessModes: Unsupported value: \"ReadWriteOnce / ReadOnlyMany\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", "
                       "\"ReadWriteOncePod\"",
                       "spec.persistentVolumeReclaimPolicy: Unsupported value: \"Keep\": supported values: \"Delete\", \"Recycle\", \"Retain\"",
                       "spec.volumeMode: Unsupported value: \"Raw\": supported values: \"Block\", \"Filesystem\""};
    QTest::newRow("one source, save for the flex volume that slips through")
        << base + "hostPath: {path: /a}, nfs: {server: s, path: /}, flexVolume: {driver: ''}"
        << QStringList{"spec.nfs: Forbidden: may not specify more than 1 volume type", "spec.flexVolume.driver: Required value"};
    QTest::newRow("a local disk says on which node it is") << base + "local: {path: /mnt/../d}"
        << QStringList{"spec.local.path: Invalid value: \"/mnt/../d\": must not contain '..'", "spec.nodeAffinity: Required value: Local volume requires node affinity"};
    QTest::newRow("nodes are selected as pods select them")
        << base + "local: {path: /d}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: ln, values: [b]}]}]}}"
        << QStringList{"spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: \"ln\": not a valid selector operator"};
    QTest::newRow("an affinity requires something") << base + "hostPath: {path: /a}, nodeAffinity: {}"
                                                    << QStringList{"spec.nodeAffinity.required: Required value: must specify required node constraints"};
    QTest::newRow("a node is not recycled") << base + "hostPath: {path: //}, persistentVolumeReclaimPolicy: Recycle"
        << QStringList{"spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"};
    QTest::newRow("secrets of a driver are found in a namespace") << base + "csi: {driver: D.io, volumeHandle: '', nodePublishSecretRef: {name: S}}"
        << QStringList{"spec.csi.volumeHandle: Required value",
                       "spec.csi.nodePublishSecretRef.name: Invalid value: \"S\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
                       "and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                       "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
                       "spec.csi.nodePublishSecretRef.namespace: Required value"};
    QTest::newRow("attributes are a matter of drivers") << base + "hostPath: {path: /a}, volumeAttributesClassName: ''"
        << QStringList{"spec.volumeAttributesClassName: Required value: an empty string is disallowed",
                       "spec.csi: Required value: has to be specified when using volumeAttributesClassName"};
    QTest::newRow("an iSCSI volume and its portal fit into a device name")
        << base + "iscsi: {targetPortal: '[2001:0db8:0000:0000:0000:0000:0000:0001]:3260-and-then-some-more', iqn: x, lun: 0, initiatorName: eui.0123456789ABCDEF, secretRef: {}}"
        << QStringList{"spec.iscsi.targetportal: Invalid value: \"[2001:0db8:0000:0000:0000:0000:0000:0001]:3260-and-then-some-more\": Total length of <volume name>:<iscsi.targetPortal> "
                       "must be under 64 characters if iscsi.initiatorName is specified.",
                       "spec.iscsi.iqn: Invalid value: \"x\": must be valid format", "spec.iscsi.secretRef.name: Required value"};
    QTest::newRow("namespaces of old plugins are given in full")
        << base + "glusterfs: {endpoints: e, path: p, endpointsNamespace: ''}" << QStringList{
               "spec.glusterfs.endpointsNamespace: Invalid value: \"\": if the endpointnamespace is set, it must be a valid namespace name"};
    QTest::newRow("and so are those of their secrets") << base + "cinder: {volumeID: v, secretRef: {}}"
                                                       << QStringList{"spec.cinder.secretRef.name: Required value", "spec.cinder.secretRef.namespace: Required value"};
}

void TestPersistentVolumes::creation()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(volume(spec)).join('\n'), complaints.join('\n'));
}

void TestPersistentVolumes::updates_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;
    QTest::newRow("what becomes of it may change") << base + "hostPath: {path: /a}" << base + "hostPath: {path: /a}, persistentVolumeReclaimPolicy: Delete" << none;
    QTest::newRow("it may grow, and be claimed") << base + "hostPath: {path: /a}"
                                                 << QByteArray("accessModes: [ReadWriteOnce], capacity: {storage: 2Gi}, hostPath: {path: /a}, claimRef: {name: c, namespace: ns}") << none;
    QTest::newRow("nodes may be named later") << base + "hostPath: {path: /a}" << base + "hostPath: {path: /a}, " + onNode << none;
    QTest::newRow("the secret for growing may be added") << base + "csi: {driver: d.io, volumeHandle: h}"
                                                         << base + "csi: {driver: d.io, volumeHandle: h, controllerExpandSecretRef: {name: s, namespace: ns}}" << none;
    QTest::newRow("labels may be brought up to date")
        << base + "hostPath: {path: /a}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: failure-domain.beta.kubernetes.io/zone, operator: Exists}]}]}}"
        << base + "hostPath: {path: /a}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: topology.kubernetes.io/zone, operator: Exists}]}]}}" << none;
    QTest::newRow("it does not move") << base + "hostPath: {path: /a}" << base + "hostPath: {path: /b}"
        << QStringList{"spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n"
                       "@@ -2,7 +2,7 @@\n"
                       "  \"GCEPersistentDisk\": null,\n"
                       "  \"AWSElasticBlockStore\": null,\n"
                       "  \"HostPath\": {\n"
                       "-  \"Path\": \"/a\",\n"
                       "+  \"Path\": \"/b\",\n"
                       "   \"Type\": \"\"\n"
                       "  },\n"
                       "  \"Glusterfs\": null,\n"};
    QTest::newRow("nor does it become another kind of thing") << base + "hostPath: {path: /a}" << base + "hostPath: {path: /a}, volumeMode: Block"
                                                              << QStringList{"volumeMode: Invalid value: \"Block\": field is immutable"};
    QTest::newRow("its nodes stay") << base + "hostPath: {path: /a}, " + onNode << base + "hostPath: {path: /a}"
                                    << QStringList{"nodeAffinity: Invalid value: \"null\": field is immutable, except for updating from beta label to GA"};
    QTest::newRow("other nodes are shown as the server holds them") << base + "hostPath: {path: /a}, " + onNode << base + "hostPath: {path: /a}, " + QByteArray(onNode).replace("n1", "n2")
        << QStringList{"nodeAffinity: Invalid value: {\"Required\":{\"NodeSelectorTerms\":[{\"MatchExpressions\":[{\"Key\":\"kubernetes.io/hostname\",\"Operator\":\"In\","
                       "\"Values\":[\"n2\"]}],\"MatchFields\":null}]}}: field is immutable, except for updating from beta label to GA"};
    QTest::newRow("attributes are not taken away") << base + "volumeAttributesClassName: gold, csi: {driver: d.io, volumeHandle: h}" << base + "csi: {driver: d.io, volumeHandle: h}"
                                                   << QStringList{"spec.volumeAttributesClassName: Forbidden: update from non-nil value to nil is forbidden"};
}

void TestPersistentVolumes::updates()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints);
    QCOMPARE(updateComplaints(volume(old), volume(now)).join('\n'), complaints.join('\n'));
}

void TestPersistentVolumes::defaultedAsAWhole()
{
    QCOMPARE(defaulted(volume(base + "hostPath: {path: /a}")),
             QString(R"({"kind":"PersistentVolume","apiVersion":"v1","metadata":{"name":"pv"},"spec":{"capacity":{"storage":"1Gi"},"hostPath":{"path":"/a","type":""},)"
                     R"("accessModes":["ReadWriteOnce"],"persistentVolumeReclaimPolicy":"Retain","volumeMode":"Filesystem"},"status":{"phase":"Pending"}})"));
}

void TestPersistentVolumes::warnings_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("warnings");
    QTest::newRow("nothing to say") << base + "nfs: {server: s, path: /}" << QStringList();
    QTest::newRow("recycling is out of use") << base + "nfs: {server: s, path: /}, persistentVolumeReclaimPolicy: Recycle"
        << QStringList{"spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning."};
    QTest::newRow("old labels and old plugins")
        << base + "rbd: {monitors: [m], image: i}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/os, operator: Exists}]}]}}"
        << QStringList{"spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use \"kubernetes.io/os\" instead",
                       "spec.rbd: deprecated in v1.28, non-functional in v1.31+"};
}

void TestPersistentVolumes::warnings()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, warnings);
    QCOMPARE(warningsAbout(volume(spec)).join('\n'), warnings.join('\n'));
}

QTEST_GUILESS_MAIN(TestPersistentVolumes)
#include "test_persistentvolumes.moc"
