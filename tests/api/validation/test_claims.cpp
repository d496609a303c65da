// PersistentVolumeClaims: what may be asked for, and what may be asked for later.
#include "api/defaults/volumes.h"
#include "api/encode.h"
#include "manifest.h"

#include "api/types/core-volumes.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestClaims : public QObject {
    Q_OBJECT
private slots:
    void creation_data();
    void creation();
    void updates_data();
    void updates();
    void statusUpdates_data();
    void statusUpdates();
    void defaultedAsAWhole();
    void dataSources_data();
    void dataSources();
    void warnings();
};

namespace {

constexpr auto subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
                           "alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

std::string claim(const QByteArray& spec, const QByteArray& status = "{}", const QByteArray& metadata = "")
{
    return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data" + metadata.toStdString() + "}\nspec: " + spec.toStdString()
        + "\nstatus: " + status.toStdString() + "\n";
}

const QByteArray oneGi("{storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}");
const QByteArray twoGi("{storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}");

} // namespace

void TestClaims::creation_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;
    QTest::newRow("a size and a mode are enough") << QByteArray("{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}") << none;
    QTest::newRow("an empty class asks for a volume without one") << QByteArray("{storageClassName: '', accessModes: [ReadWriteMany], resources: {requests: {storage: 1}}}") << none;
    QTest::newRow("without anything") << QByteArray("{}")
        << QStringList{"spec.accessModes: Required value: at least 1 access mode is required", "spec.resources[storage]: Required value"};
    QTest::newRow("modes are known ones, and that of one pod stands alone")
        << QByteArray("{accessModes: [RWO, ReadWriteOncePod, ReadOnlyMany], resources: {requests: {storage: 1Gi}}}")
        << QStringList{"spec.accessModes: Unsupported value: \"RWO\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\"",
                       "spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes"};
    QTest::newRow("a size is more than nothing") << QByteArray("{accessModes: [ReadWriteOnce], resources: {requests: {storage: 0}}}")
                                                 << QStringList{"spec.resources[storage]: Invalid value: \"0\": must be greater than zero"};
    QTest::newRow("selectors are judged") << QByteArray("{accessModes: [ReadWriteOnce], selector: {matchExpressions: [{key: a, operator: In}]}, resources: {requests: {storage: 1Gi}}}")
        << QStringList{"spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"};
    QTest::newRow("classes have names of objects, volumes one of two modes")
        << QByteArray("{accessModes: [ReadWriteOnce], storageClassName: Fast, volumeAttributesClassName: Gold, volumeMode: Disk, resources: {requests: {storage: 1Gi}}}")
        << QStringList{QString("spec.storageClassName: Invalid value: \"Fast\": ") + subdomain,
                       "spec.volumeMode: Unsupported value: \"Disk\": supported values: \"Block\", \"Filesystem\"",
                       QString("spec.volumeAttributesClassName: Invalid value: \"Gold\": ") + subdomain};
    QTest::newRow("without a group a source is a claim")
        << QByteArray("{accessModes: [ReadWriteOnce], dataSource: {kind: VolumeSnapshot, name: ''}, resources: {requests: {storage: 1Gi}}}")
        << QStringList{"spec.dataSource.name: Required value",
                       "spec.dataSource: Invalid value: \"VolumeSnapshot\": must be 'PersistentVolumeClaim' when referencing the default apiGroup"};
    QTest::newRow("both ways of naming a source say the same")
        << QByteArray("{accessModes: [ReadWriteOnce], dataSource: {kind: PersistentVolumeClaim, name: a}, dataSourceRef: {kind: PersistentVolumeClaim, name: b}, "
                      "resources: {requests: {storage: 1Gi}}}")
        << QStringList{"spec: Invalid value: {}: must match dataSourceRef"};
}

void TestClaims::creation()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(claim(spec)).join('\n'), complaints.join('\n'));
}

void TestClaims::updates_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QStringList>("complaints");
    const QStringList none;
    const QString immutable = "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n";
    const QByteArray bound("{phase: Bound, capacity: {storage: 1Gi}}");
    QTest::newRow("a bound claim may grow") << oneGi << twoGi << bound << none;
    QTest::newRow("1024Mi is no other size than 1Gi")
        << oneGi << QByteArray("{storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1024Mi}}}") << QByteArray("{}") << none;
    QTest::newRow("the volume is written in once") << oneGi << QByteArray(oneGi).replace("{storageClassName", "{volumeName: pv-1, storageClassName") << QByteArray("{}") << none;
    QTest::newRow("a class that was not named may be named later")
        << QByteArray("{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}") << oneGi << QByteArray("{}") << none;
    QTest::newRow("an unbound claim keeps its size") << oneGi << twoGi << QByteArray("{phase: Pending}")
        << QStringList{immutable + "@@ -6,7 +6,7 @@\n"
                                   "  \"Resources\": {\n"
                                   "   \"Limits\": null,\n"
                                   "   \"Requests\": {\n"
                                   "-   \"storage\": \"1Gi\"\n"
                                   "+   \"storage\": \"2Gi\"\n"
                                   "   }\n"
                                   "  },\n"
                                   "  \"VolumeName\": \"\",\n"};
    QTest::newRow("the class stays") << oneGi << QByteArray(oneGi).replace("fast", "slow") << bound
        << QStringList{immutable + "@@ -10,7 +10,7 @@\n"
                                   "   }\n"
                                   "  },\n"
                                   "  \"VolumeName\": \"\",\n"
                                   "- \"StorageClassName\": \"fast\",\n"
                                   "+ \"StorageClassName\": \"slow\",\n"
                                   "  \"VolumeMode\": \"Filesystem\",\n"
                                   "  \"DataSource\": null,\n"
                                   "  \"DataSourceRef\": null,\n"};
    QTest::newRow("a volume does not shrink") << twoGi << oneGi << QByteArray("{phase: Bound, capacity: {storage: 1Gi}}")
                                              << QStringList{"spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"};
    QTest::newRow("but a resize that failed may be taken back in part")
        << QByteArray(oneGi).replace("1Gi", "9Gi") << twoGi << QByteArray("{phase: Bound, capacity: {storage: 1Gi}}") << none;
    QTest::newRow("attributes that are in force can be exchanged, not removed")
        << QByteArray(oneGi).replace("{storageClassName", "{volumeAttributesClassName: gold, storageClassName") << oneGi
        << QByteArray("{phase: Bound, capacity: {storage: 1Gi}, currentVolumeAttributesClassName: gold}")
        << QStringList{"spec.volumeAttributesClassName: Forbidden: update to nil is forbidden when status.currentVolumeAttributesClassName is not nil"};
}

void TestClaims::updates()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QByteArray, status);
    QFETCH(QStringList, complaints);
    QCOMPARE(updateComplaints(claim(old, status), claim(now, status)).join('\n'), complaints.join('\n'));
}

void TestClaims::statusUpdates_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("bound, with a capacity") << QByteArray("{phase: Bound, accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}}") << QStringList();
    QTest::newRow("a capacity is not negative") << QByteArray("{capacity: {storage: -1}}")
                                                << QStringList{"status.capacity[storage]: Invalid value: -1: must be a valid resource quantity"};
    QTest::newRow("a resize is of the storage, and in a known state") << QByteArray("{allocatedResourceStatuses: {cpu: Growing}}")
        << QStringList{"status.allocatedResourceStatuses: Unsupported value: \"cpu\": supported values: \"storage\"",
                       "status.allocatedResourceStatuses: Unsupported value: \"cpu\": supported values: \"ControllerResizeInProgress\", \"ControllerResizeInfeasible\", "
                       "\"NodeResizeInProgress\", \"NodeResizeInfeasible\", \"NodeResizePending\""};
    QTest::newRow("what is allocated has a good name") << QByteArray("{allocatedResources: {a b: 1, storage: -2, example.com/x: 3}}")
        << QStringList{"status.allocatedResources: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with "
                       "an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
                       "status.allocatedResources[storage]: Invalid value: -2: must be a valid resource quantity"};
}

void TestClaims::statusUpdates()
{
    QFETCH(QByteArray, status);
    QFETCH(QStringList, complaints);
    QCOMPARE(statusComplaints(claim(oneGi), claim(oneGi, status)).join('\n'), complaints.join('\n'));
}

void TestClaims::defaultedAsAWhole()
{
    QCOMPARE(defaulted("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 0.5Gi}}}}"),
             QString(R"({"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"c","namespace":"default"},"spec":{"accessModes":["ReadWriteOnce"],)"
                     R"("resources":{"requests":{"storage":"512Mi"}},"volumeMode":"Filesystem"},"status":{"phase":"Pending"}})"));
}

void TestClaims::dataSources_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("settled");
    QTest::newRow("a claim is named in both ways") << QByteArray("{dataSource: {kind: PersistentVolumeClaim, name: a}}")
        << QByteArray(R"({"resources":{},"dataSource":{"apiGroup":null,"kind":"PersistentVolumeClaim","name":"a"},)"
                      R"("dataSourceRef":{"apiGroup":null,"kind":"PersistentVolumeClaim","name":"a"}})");
    QTest::newRow("in the old way, too") << QByteArray("{dataSourceRef: {apiGroup: x.io, kind: Sample, name: a}}")
        << QByteArray(R"({"resources":{},"dataSource":{"apiGroup":"x.io","kind":"Sample","name":"a"},"dataSourceRef":{"apiGroup":"x.io","kind":"Sample","name":"a"}})");
    QTest::newRow("what the old way does not know is ignored") << QByteArray("{dataSource: {apiGroup: x.io, kind: Sample, name: a}}") << QByteArray(R"({"resources":{}})");
    QTest::newRow("other namespaces are out of reach") << QByteArray("{dataSourceRef: {kind: PersistentVolumeClaim, name: a, namespace: other}}") << QByteArray(R"({"resources":{}})");
}

void TestClaims::dataSources()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, settled);
    Manifest manifest("apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c}\nspec: " + spec.toStdString());
    PersistentVolumeClaimSpec claimed = *manifest.object().as<PersistentVolumeClaim>()->spec;
    claimed.volumeMode = Text();
    settleDataSources(claimed, nullptr);
    QCOMPARE(QByteArray::fromStdString(toJson(*TypeOf<PersistentVolumeClaimSpec>::value, &claimed)), settled);
}

void TestClaims::warnings()
{
    QCOMPARE(warningsAbout(claim("{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1500m}}}", "{}", ", annotations: {volume.beta.kubernetes.io/storage-class: x}")),
             (QStringList{"metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use \"storageClassName\" attribute instead",
                          "spec.resources.requests[storage]: fractional byte value \"1500m\" is invalid, must be an integer"}));
}

QTEST_GUILESS_MAIN(TestClaims)
#include "test_claims.moc"
