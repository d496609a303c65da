// Volumes of pods: each has one source, sources have their rules, and containers mount what is there.
#include "api/defaults/volumes.h"
#include "api/encode.h"
#include "manifest.h"

#include "api/types/core-volumes.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestVolumes : public QObject {
    Q_OBJECT
private slots:
    void sources_data();
    void sources();
    void mounts_data();
    void mounts();
    void defaults_data();
    void defaults();
    void warnings_data();
    void warnings();
};

namespace {

std::string podWith(const QByteArray& volumes, const QByteArray& container = {})
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  serviceAccountName: default\n  containers: [{name: c, image: nginx" + container.toStdString()
        + "}]\n  volumes: [" + volumes.toStdString() + "]\n";
}

} // namespace

void TestVolumes::sources_data()
{
    QTest::addColumn<QByteArray>("volumes");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;
    QTest::newRow("an empty directory needs nothing") << QByteArray("{name: v, emptyDir: {}}") << none;
    QTest::newRow("a volume that only has a name is an empty directory") << QByteArray("{name: v}") << none;
    QTest::newRow("each kind of storage that people use is accepted")
        << QByteArray("{name: a, hostPath: {path: /var/log, type: Directory}}, {name: b, configMap: {name: c, items: [{key: k, path: a/b}]}}, "
                      "{name: d, secret: {secretName: s, defaultMode: 256}}, {name: e, persistentVolumeClaim: {claimName: pvc}}, "
                      "{name: f, nfs: {server: nfs, path: /}}, {name: g, awsElasticBlockStore: {volumeID: vol-1}}, {name: h, csi: {driver: d.example.com}}")
        << none;
    QTest::newRow("names are DNS labels") << QByteArray("{name: My_Vol, emptyDir: {}}")
        << QStringList{"spec.volumes[0].name: Invalid value: \"My_Vol\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
                       "and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
                       "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"};
    QTest::newRow("a volume needs a name") << QByteArray("{emptyDir: {}}") << QStringList{"spec.volumes[0].name: Required value"};
    QTest::newRow("names are unique") << QByteArray("{name: v, emptyDir: {}}, {name: v, emptyDir: {}}")
                                      << QStringList{"spec.volumes[1].name: Duplicate value: \"v\""};
    QTest::newRow("one source is enough") << QByteArray("{name: v, emptyDir: {}, hostPath: {path: ''}, cephfs: {monitors: [m]}, downwardAPI: {}}")
        << QStringList{"spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type",
                       "spec.volumes[0].cephFS: Forbidden: may not specify more than 1 volume type",
                       "spec.volumes[0].downwarAPI: Forbidden: may not specify more than 1 volume type"};
    QTest::newRow("an empty directory has no negative size") << QByteArray("{name: v, emptyDir: {sizeLimit: -1}}")
        << QStringList{"spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity"};
    QTest::newRow("a host path must say where") << QByteArray("{name: v, hostPath: {path: ''}}") << QStringList{"spec.volumes[0].hostPath.path: Required value"};
    QTest::newRow("a host path goes forward only") << QByteArray("{name: v, hostPath: {path: /a/../../b}}")
                                                   << QStringList{"spec.volumes[0].hostPath.path: Invalid value: \"/a/../../b\": must not contain '..'"};
    QTest::newRow("a host path is of a known type") << QByteArray("{name: v, hostPath: {path: /a, type: Folder}}")
        << QStringList{"spec.volumes[0].hostPath.type: Unsupported value: \"Folder\": supported values: \"\", \"BlockDevice\", \"CharDevice\", \"Directory\", "
                       "\"DirectoryOrCreate\", \"File\", \"FileOrCreate\", \"Socket\""};
    QTest::newRow("a secret is named, its items as well, and a mode has nine bits")
        << QByteArray("{name: v, secret: {defaultMode: 512, items: [{key: '', path: /etc/x, mode: -1}, {key: a, path: ..data}]}}")
        << QStringList{"spec.volumes[0].secret.secretName: Required value",
                       "spec.volumes[0].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive",
                       "spec.volumes[0].secret.items[0].key: Required value",
                       "spec.volumes[0].secret.items[0].path: Invalid value: \"/etc/x\": must be a relative path",
                       "spec.volumes[0].secret.items[0].mode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive",
                       "spec.volumes[0].secret.items[1].path: Invalid value: \"..data\": must not start with '..'"};
    QTest::newRow("a config map is named") << QByteArray("{name: v, configMap: {items: [{key: a, path: ''}, {key: b, path: ../x}]}}")
        << QStringList{"spec.volumes[0].configMap.name: Required value", "spec.volumes[0].configMap.items[0].path: Required value",
                       "spec.volumes[0].configMap.items[1].path: Invalid value: \"../x\": must not contain '..'"};
    QTest::newRow("a claim is named") << QByteArray("{name: v, persistentVolumeClaim: {claimName: ''}}")
                                      << QStringList{"spec.volumes[0].persistentVolumeClaim.claimName: Required value"};
    QTest::newRow("an NFS path begins at the root") << QByteArray("{name: v, nfs: {server: '', path: data}}")
        << QStringList{"spec.volumes[0].nfs.server: Required value", "spec.volumes[0].nfs.path: Invalid value: \"data\": must be an absolute path"};
    QTest::newRow("a git repository is named and lies below") << QByteArray("{name: v, gitRepo: {repository: '', directory: /x/..}}")
        << QStringList{"spec.volumes[0].gitRepo.repository: Required value",
                       "spec.volumes[0].gitRepo.directory: Invalid value: \"/x/..\": must be a relative path",
                       "spec.volumes[0].gitRepo.directory: Invalid value: \"/x/..\": must not contain '..'"};
    QTest::newRow("partitions count to 255, under the name the disk once had")
        << QByteArray("{name: v, gcePersistentDisk: {pdName: '', partition: 256}}, {name: w, awsElasticBlockStore: {volumeID: a, partition: -1}}")
        << QStringList{"spec.volumes[0].persistentDisk.pdName: Required value",
                       "spec.volumes[0].persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive",
                       "spec.volumes[1].awsElasticBlockStore.partition: Invalid value: -1: must be between 1 and 255, inclusive"};
    QTest::newRow("iSCSI names have a format")
        << QByteArray("{name: v, iscsi: {targetPortal: '', iqn: disk, lun: 256, chapAuthSession: true}}, "
                      "{name: w, iscsi: {targetPortal: t, iqn: 'iqn.2001-04.com.example:disk', lun: 0, initiatorName: 'iqn.2001-4.x:y'}}, "
                      "{name: x, iscsi: {targetPortal: t, iqn: eui.0123456789ABCDEF, lun: 0}}, "
                      "{name: z, iscsi: {targetPortal: t, iqn: naa.0123456789ABCDEF, lun: 0}}")
        << QStringList{"spec.volumes[0].iscsi.targetPortal: Required value",
                       "spec.volumes[0].iscsi.iqn: Invalid value: \"disk\": must be valid format starting with iqn, eui, or naa",
                       "spec.volumes[0].iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive",
                       "spec.volumes[0].iscsi.secretRef: Required value",
                       "spec.volumes[1].iscsi.initiatorname: Invalid value: \"iqn.2001-4.x:y\": must be valid format",
                       "spec.volumes[3].iscsi.iqn: Invalid value: \"naa.0123456789ABCDEF\": must be valid format"};
    QTest::newRow("Fibre Channel wants names or ids, and a unit for names")
        << QByteArray("{name: v, fc: {}}, {name: w, fc: {targetWWNs: [a, b], wwids: [c]}}")
        << QStringList{"spec.volumes[0].fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both",
                       "spec.volumes[1].fc.targetWWNs: Invalid value: [\"a\",\"b\"]: targetWWNs and wwids can not be specified simultaneously",
                       "spec.volumes[1].fc.lun: Required value: lun is required if targetWWNs is specified"};
    QTest::newRow("options of a flex volume keep out of the project's domains")
        << QByteArray("{name: v, flexVolume: {driver: '', options: {a.K8s.io/b: q, kubernetes.io: q, notk8s.io: q}}}")
        << QStringList{"spec.volumes[0].flexVolume.driver: Required value",
                       "spec.volumes[0].flexVolume.options[a.K8s.io/b]: Invalid value: \"a.K8s.io/b\": kubernetes.io and k8s.io namespaces are reserved",
                       "spec.volumes[0].flexVolume.options[kubernetes.io]: Invalid value: \"kubernetes.io\": kubernetes.io and k8s.io namespaces are reserved"};
    QTest::newRow("an Azure disk lies where its kind lies")
        << QByteArray("{name: v, azureDisk: {diskName: d, diskURI: /x, kind: Managed, cachingMode: Write}}")
        << QStringList{"spec.volumes[0].azureDisk.cachingMode: Unsupported value: \"Write\": supported values: \"None\", \"ReadOnly\", \"ReadWrite\"",
                       "spec.volumes[0].azureDisk.diskURI: Unsupported value: \"/x\": supported values: "
                       "\"/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}\""};
    QTest::newRow("Quobyte lists hosts with ports") << QByteArray("{name: v, quobyte: {registry: 'a:1,b', volume: ''}}")
        << QStringList{"spec.volumes[0].quobyte.registry: Invalid value: \"a:1,b\": must be a host:port pair or multiple pairs separated by commas",
                       "spec.volumes[0].quobyte.volume: Required value"};
    QTest::newRow("a Flocker dataset has one name") << QByteArray("{name: v, flocker: {}}, {name: w, flocker: {datasetName: a/b, datasetUUID: u}}")
        << QStringList{"spec.volumes[0].flocker: Required value: one of datasetName and datasetUUID is required",
                       "spec.volumes[1].flocker: Invalid value: \"resource\": datasetName and datasetUUID can not be specified simultaneously",
                       "spec.volumes[1].flocker.datasetName: Invalid value: \"a/b\": must not contain '/'"};
    QTest::newRow("the rest of the old plugins ask for what they cannot do without")
        << QByteArray("{name: a, rbd: {monitors: [], image: ''}}, {name: b, cinder: {volumeID: '', secretRef: {}}}, {name: c, cephfs: {monitors: []}}, "
                      "{name: d, glusterfs: {endpoints: '', path: ''}}, {name: e, azureFile: {secretName: '', shareName: ''}}, "
                      "{name: f, vsphereVolume: {volumePath: ''}}, {name: g, photonPersistentDisk: {pdID: ''}}, {name: h, portworxVolume: {volumeID: ''}}, "
                      "{name: i, scaleIO: {gateway: '', system: '', secretRef: {}}}, {name: j, storageos: {volumeNamespace: NS}}")
        << QStringList{"spec.volumes[0].rbd.monitors: Required value",
                       "spec.volumes[0].rbd.image: Required value",
                       "spec.volumes[1].cinder.volumeID: Required value",
                       "spec.volumes[1].cinder.secretRef.name: Required value",
                       "spec.volumes[2].cephfs.monitors: Required value",
                       "spec.volumes[3].glusterfs.endpoints: Required value",
                       "spec.volumes[3].glusterfs.path: Required value",
                       "spec.volumes[4].azureFile.secretName: Required value",
                       "spec.volumes[4].azureFile.shareName: Required value",
                       "spec.volumes[5].vsphereVolume.volumePath: Required value",
                       "spec.volumes[6].photonPersistentDisk.pdID: Required value",
                       "spec.volumes[7].portworxVolume.volumeID: Required value",
                       "spec.volumes[8].scaleIO.gateway: Required value",
                       "spec.volumes[8].scaleIO.system: Required value",
                       "spec.volumes[8].scaleIO.volumeName: Required value",
                       "spec.volumes[9].storageos.volumeName: Required value",
                       "spec.volumes[9].storageos.volumeNamespace: Invalid value: \"NS\": a lowercase RFC 1123 label must consist of lower case alphanumeric "
                       "characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
                       "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"};
    QTest::newRow("a CSI driver has a name of a host") << QByteArray("{name: v, csi: {driver: '', nodePublishSecretRef: {}}}")
        << QStringList{"spec.volumes[0].csi.driver: Required value",
                       "spec.volumes[0].csi.driver: Invalid value: \"\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
                       "'-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                       "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
                       "spec.volumes[0].csi.nodePublishSecretRef.name: Required value"};
    QTest::newRow("files about the pod come from its fields or its resources")
        << QByteArray("{name: v, downwardAPI: {items: [{path: a}, {path: b, fieldRef: {fieldPath: status.podIP}}, "
                      "{path: c, fieldRef: {fieldPath: \"metadata.labels['app']\"}}, {path: d, fieldRef: {fieldPath: spec.color}}, "
                      "{path: e, resourceFieldRef: {resource: limits.cpu}}, {path: f, resourceFieldRef: {containerName: c, resource: limits.cpu, divisor: 2m}}, "
                      "{path: g, resourceFieldRef: {containerName: c, resource: requests.gpu}}]}}")
        << QStringList{
               "spec.volumes[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required",
               "spec.volumes[0].downwardAPI.fieldRef.fieldPath: Unsupported value: \"status.podIP\": supported values: \"metadata.annotations\", "
               "\"metadata.labels\", \"metadata.name\", \"metadata.namespace\", \"metadata.uid\"",
               "spec.volumes[0].downwardAPI.fieldRef.fieldPath: Invalid value: \"spec.color\": error converting fieldPath: field label not supported: spec.color",
               "spec.volumes[0].downwardAPI.resourceFieldRef.containerName: Required value",
               "spec.volumes[0].downwardAPI.resourceFieldRef.divisor: Invalid value: \"limits.cpu\": only divisor's values 1m and 1 are supported with the cpu resource",
               "spec.volumes[0].downwardAPI.resourceFieldRef.resource: Unsupported value: \"requests.gpu\": supported values: \"limits.cpu\", "
               "\"limits.ephemeral-storage\", \"limits.memory\", \"requests.cpu\", \"requests.ephemeral-storage\", \"requests.memory\""};
    QTest::newRow("projected sources share one directory")
        << QByteArray("{name: v, projected: {sources: [{secret: {name: s, items: [{key: a, path: x}]}}, {configMap: {name: '', items: [{key: b, path: x}]}}, "
                      "{serviceAccountToken: {path: '', expirationSeconds: 599}}, {serviceAccountToken: {path: /t, expirationSeconds: 4294967297}}, "
                      "{secret: {name: s}, configMap: {name: c}}]}}")
        << QStringList{"spec.volumes[0].projected.sources[1].configMap.name: Required value",
                       "spec.volumes[0].projected: Invalid value: \"\": conflicting duplicate paths",
                       "spec.volumes[0].projected.sources[2].serviceAccountToken.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes",
                       "spec.volumes[0].projected.path: Required value",
                       "spec.volumes[0].projected.sources[3].serviceAccountToken.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds",
                       "spec.volumes[0].projected.path: Invalid value: \"/t\": must be a relative path",
                       "spec.volumes[0].projected.sources[4]: Forbidden: may not specify more than 1 volume type per source"};
    QTest::newRow("an ephemeral volume is a claim in full")
        << QByteArray("{name: v, ephemeral: {}}, {name: w, ephemeral: {volumeClaimTemplate: {metadata: {name: own, labels: {a: b}}, spec: {}}}}")
        << QStringList{"spec.volumes[0].ephemeral.volumeClaimTemplate: Required value",
                       "spec.volumes[1].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set",
                       "spec.volumes[1].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required",
                       "spec.volumes[1].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value"};
    QTest::newRow("the claim that a pod makes is not one it may name")
        << QByteArray("{name: v, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}, "
                      "{name: w, persistentVolumeClaim: {claimName: p-v}}")
        << QStringList{"spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: \"p-v\": must not reference a PVC that gets created for an ephemeral volume"};
}

void TestVolumes::sources()
{
    QFETCH(QByteArray, volumes);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith(volumes)).join('\n'), complaints.join('\n'));
}

void TestVolumes::mounts_data()
{
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;
    QTest::newRow("a mount takes a volume to a path") << QByteArray("volumeMounts: [{name: dir, mountPath: /data, subPath: a/b, readOnly: true}]") << none;
    QTest::newRow("one volume may stand at two places") << QByteArray("volumeMounts: [{name: dir, mountPath: /a}, {name: dir, mountPath: /b}]") << none;
    QTest::newRow("a mount names a volume of the pod") << QByteArray("volumeMounts: [{name: missing, mountPath: /data}]")
                                                       << QStringList{"spec.containers[0].volumeMounts[0].name: Not found: \"missing\""};
    QTest::newRow("a mount needs a path, each its own")
        << QByteArray("volumeMounts: [{name: '', mountPath: /a}, {name: dir, mountPath: ''}, {name: dir, mountPath: /a}]")
        << QStringList{"spec.containers[0].volumeMounts[0].name: Required value", "spec.containers[0].volumeMounts[0].name: Not found: \"\"",
                       "spec.containers[0].volumeMounts[1].mountPath: Required value",
                       "spec.containers[0].volumeMounts[2].mountPath: Invalid value: \"/a\": must be unique"};
    QTest::newRow("sub-paths stay below the volume, and are written in one way")
        << QByteArray("volumeMounts: [{name: dir, mountPath: /a, subPath: /x}, {name: dir, mountPath: /b, subPath: s, subPathExpr: ../$(N)}]")
        << QStringList{"spec.containers[0].volumeMounts.subPath: Invalid value: \"/x\": must be a relative path",
                       "spec.containers[0].volumeMounts[1].subPathExpr: Invalid value: \"../$(N)\": subPathExpr and subPath are mutually exclusive",
                       "spec.containers[0].volumeMounts.subPathExpr: Invalid value: \"../$(N)\": must not contain '..'"};
    QTest::newRow("only the privileged propagate mounts to the host")
        << QByteArray("volumeMounts: [{name: dir, mountPath: /a, mountPropagation: Bidirectional}, {name: dir, mountPath: /b, mountPropagation: Both}]")
        << QStringList{"spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers",
                       "spec.containers[0].volumeMounts.mountPropagation: Unsupported value: \"Both\": supported values: \"Bidirectional\", \"HostToContainer\", \"None\""};
    QTest::newRow("a privileged container may") << QByteArray("securityContext: {privileged: true}, volumeMounts: [{name: dir, mountPath: /a, mountPropagation: Bidirectional}]")
                                                << none;
    QTest::newRow("read-only all the way down begins with read-only")
        << QByteArray("volumeMounts: [{name: dir, mountPath: /a, recursiveReadOnly: Enabled, mountPropagation: HostToContainer}, "
                      "{name: dir, mountPath: /b, recursiveReadOnly: Always}]")
        << QStringList{"spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true",
                       "spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when mountPropagation is None or not specified",
                       "spec.containers[0].volumeMounts.recursiveReadOnly: Unsupported value: \"Always\": supported values: \"Disabled\", \"Enabled\", \"IfPossible\""};
    QTest::newRow("a claim may be a device") << QByteArray("volumeDevices: [{name: claim, devicePath: /dev/xvda}]") << none;
    QTest::newRow("a directory is no device") << QByteArray("volumeDevices: [{name: dir, devicePath: /dev/a}, {name: none, devicePath: /dev/../b}, {name: '', devicePath: ''}]")
        << QStringList{"spec.containers[0].volumeDevices[0].name: Invalid value: \"dir\": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode",
                       "spec.containers[0].volumeDevices[1].name: Not found: \"none\"",
                       "spec.containers[0].volumeDevices[1].devicePath: Invalid value: \"/dev/../b\": can not contain backsteps ('..')",
                       "spec.containers[0].volumeDevices[2].name: Required value", "spec.containers[0].volumeDevices[2].name: Not found: \"\"",
                       "spec.containers[0].volumeDevices[2].devicePath: Required value"};
    QTest::newRow("a volume is mounted or a device, not both")
        << QByteArray("volumeMounts: [{name: claim, mountPath: /dev/a}], volumeDevices: [{name: claim, devicePath: /dev/a}]")
        << QStringList{"spec.containers[0].volumeMounts[0].name: Invalid value: \"claim\": must not already exist in volumeDevices",
                       "spec.containers[0].volumeMounts[0].mountPath: Invalid value: \"/dev/a\": must not already exist as a path in volumeDevices",
                       "spec.containers[0].volumeDevices[0].name: Invalid value: \"claim\": must not already exist in volumeMounts",
                       "spec.containers[0].volumeDevices[0].devicePath: Invalid value: \"/dev/a\": must not already exist as a path in volumeMounts"};
}

void TestVolumes::mounts()
{
    QFETCH(QByteArray, container);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith("{name: dir, emptyDir: {}}, {name: claim, persistentVolumeClaim: {claimName: c}}", ", " + container)).join('\n'), complaints.join('\n'));
}

void TestVolumes::defaults_data()
{
    QTest::addColumn<QByteArray>("volume");
    QTest::addColumn<QByteArray>("filled");
    QTest::newRow("without a source: an empty directory") << QByteArray("{name: v}") << QByteArray(R"({"name":"v","emptyDir":{}})");
    QTest::newRow("files can be read by all") << QByteArray("{name: v, configMap: {name: c}}") << QByteArray(R"({"name":"v","configMap":{"name":"c","defaultMode":420}})");
    QTest::newRow("of secrets, too") << QByteArray("{name: v, secret: {secretName: s}}") << QByteArray(R"({"name":"v","secret":{"secretName":"s","defaultMode":420}})");
    QTest::newRow("a host path of any type") << QByteArray("{name: v, hostPath: {path: /a}}") << QByteArray(R"({"name":"v","hostPath":{"path":"/a","type":""}})");
    QTest::newRow("tokens live an hour, fields are those of v1")
        << QByteArray("{name: v, projected: {sources: [{serviceAccountToken: {path: t}}, {downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}}]}}")
        << QByteArray(R"({"name":"v","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3600,"path":"t"}},)"
                      R"({"downwardAPI":{"items":[{"path":"name","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}]}}],"defaultMode":420}})");
    QTest::newRow("the claim of an ephemeral volume holds files")
        << QByteArray("{name: v, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1.0000001}}}}}}")
        << QByteArray(R"({"name":"v","ephemeral":{"volumeClaimTemplate":{"metadata":{},"spec":{"accessModes":["ReadWriteOnce"],)"
                      R"("resources":{"requests":{"storage":"1001m"}},"volumeMode":"Filesystem"}}}})");
    QTest::newRow("disks of the old plugins have their file systems")
        << QByteArray("{name: v, scaleIO: {gateway: g, system: s, secretRef: {name: x}}}")
        << QByteArray(R"({"name":"v","scaleIO":{"gateway":"g","system":"s","secretRef":{"name":"x"},"storageMode":"ThinProvisioned","fsType":"xfs"}})");
}

void TestVolumes::defaults()
{
    QFETCH(QByteArray, volume);
    QFETCH(QByteArray, filled);
    const QString pod = defaulted(podWith(volume));
    QVERIFY2(pod.contains("\"volumes\":[" + filled + "]"), qPrintable(pod));
}

void TestVolumes::warnings_data()
{
    QTest::addColumn<QByteArray>("volumes");
    QTest::addColumn<QStringList>("warnings");
    QTest::newRow("what works is not spoken of") << QByteArray("{name: v, configMap: {name: c, items: [{key: a, path: x}, {key: b, path: xy}]}}") << QStringList();
    QTest::newRow("plugins that are gone") << QByteArray("{name: a, glusterfs: {endpoints: e, path: p}}, {name: b, gitRepo: {repository: r}}, {name: c, storageos: {volumeName: v}}")
        << QStringList{"spec.volumes[0].glusterfs: deprecated in v1.25, non-functional in v1.26+",
                       "spec.volumes[1].gitRepo: deprecated in v1.11, and disabled by default in v1.33+",
                       "spec.volumes[2].storageOS: deprecated in v1.22, non-functional in v1.25+"};
    QTest::newRow("a file where another has a directory") << QByteArray("{name: v, secret: {secretName: s, items: [{key: a, path: x/z}, {key: b, path: x}]}}")
        << QStringList{"volume \"v\" (Secret \"s\"): overlapping paths: \"x\" with \"x/z\""};
    QTest::newRow("a token over a key") << QByteArray("{name: v, projected: {sources: [{configMap: {name: c, items: [{key: a, path: x}]}}, {serviceAccountToken: {path: x/t}}]}}")
        << QStringList{"volume \"v\" (Projected): overlapping paths: \"x/t\" (ServiceAccountToken) with \"x\" (ConfigMap \"c\")"};
    QTest::newRow("half a byte of storage")
        << QByteArray("{name: v, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 500m}}}}}}")
        << QStringList{"spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value \"500m\" is invalid, must be an integer"};
}

void TestVolumes::warnings()
{
    QFETCH(QByteArray, volumes);
    QFETCH(QStringList, warnings);
    QCOMPARE(warningsAbout(podWith(volumes)).join('\n'), warnings.join('\n'));
}

QTEST_GUILESS_MAIN(TestVolumes)
#include "test_volumes.moc"
