// Where a pod may run: affinities, spreading, tolerations, and the recorded mistakes of a real server's users.
#include "api/defaults/pod.h"
#include "api/encode.h"
#include "manifest.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestPodScheduling : public QObject {
    Q_OBJECT
private slots:
    void tolerations_data();
    void tolerations();
    void spreading_data();
    void spreading();
    void affinity_data();
    void affinity();
    void labelKeys_data();
    void labelKeys();
};

namespace {

const QStringList none;
const QString emptyKey = ": Invalid value: \"\": name part must be non-empty";
const QString emptyKeyForm = ": Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                             "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

std::string podWith(const QByteArray& spec)
{
    return "{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {app: web, tier: front}}, spec: {containers: [{name: a, image: x}], " + spec.toStdString() + "}}";
}

} // namespace

void TestPodScheduling::tolerations_data()
{
    QTest::addColumn<QByteArray>("tolerations");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("of a taint, of a key with any value, of everything")
        << QByteArray("{key: a, value: b, effect: NoSchedule}, {key: a, operator: Exists}, {operator: Exists}, {key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 5}") << none;
    QTest::newRow("as recorded")
        << QByteArray("{key: a, operator: Foo}, {key: b, operator: Exists, value: x}, {operator: Equal, value: u}, {key: c, effect: NoSchedule, tolerationSeconds: 3}")
        << QStringList{"spec.tolerations[0].operator: Unsupported value: \"Foo\": supported values: \"Equal\", \"Exists\"",
                       "spec.tolerations[1].operator: Invalid value: \"x\": value must be empty when `operator` is 'Exists'",
                       "spec.tolerations[2].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which means \"match all values and all keys\"",
                       "spec.tolerations[3].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when `tolerationSeconds` is set"};
    QTest::newRow("an effect is one of three") << QByteArray("{key: a, operator: Exists, effect: Evict}")
        << QStringList{"spec.tolerations[0].effect: Unsupported value: \"Evict\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\""};
    QTest::newRow("keys and values are those of labels") << QByteArray("{key: a/b/c, value: '-'}")
        << QStringList{"spec.tolerations[0].key: Invalid value: \"a/b/c\": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
                       "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional "
                       "DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
                       "spec.tolerations[0].operator: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
                       "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"};
}

void TestPodScheduling::tolerations()
{
    QFETCH(QByteArray, tolerations);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith("tolerations: [" + tolerations + "]")), complaints);
}

void TestPodScheduling::spreading_data()
{
    QTest::addColumn<QByteArray>("constraints");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("over zones, at most one more here than there")
        << QByteArray("{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, minDomains: 2, nodeTaintsPolicy: Honor, labelSelector: {matchLabels: {app: web}}}")
        << none;
    QTest::newRow("as recorded") << QByteArray("{maxSkew: 0, topologyKey: '', whenUnsatisfiable: Never}")
        << QStringList{"spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero",
                       "spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty",
                       "spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: \"Never\": supported values: \"DoNotSchedule\", \"ScheduleAnyway\""};
    QTest::newRow("one rule per topology and strictness")
        << QByteArray("{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}, {maxSkew: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}")
        << QStringList{"spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: \"{zone, DoNotSchedule}\""};
    QTest::newRow("a least number of domains is for musts") << QByteArray("{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, minDomains: 0}")
        << QStringList{"spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: must be greater than zero",
                       "spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway"};
    QTest::newRow("nodes count or they do not") << QByteArray("{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, nodeAffinityPolicy: Maybe}")
        << QStringList{"spec.topologySpreadConstraints[0].nodeAffinityPolicy: Unsupported value: \"Maybe\": supported values: \"Honor\", \"Ignore\""};
    QTest::newRow("keys of labels narrow a selector, so there is one") << QByteArray("{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [app]}")
        << QStringList{"spec.topologySpreadConstraints[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set"};
    QTest::newRow("a selector is judged as everywhere") << QByteArray("{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchExpressions: [{key: a, operator: In}]}}")
        << QStringList{"spec.topologySpreadConstraints[0].labelSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"};
}

void TestPodScheduling::spreading()
{
    QFETCH(QByteArray, constraints);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith("topologySpreadConstraints: [" + constraints + "]")), complaints);
}

void TestPodScheduling::affinity_data()
{
    QTest::addColumn<QByteArray>("affinity");
    QTest::addColumn<QStringList>("complaints");
    const QString required = "requiredDuringSchedulingIgnoredDuringExecution";
    const QString preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    QTest::newRow("nodes by label and by name")
        << QByteArray("nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: cores, operator: Gt, values: ['4']}]}, "
                      "{matchFields: [{key: metadata.name, operator: In, values: [node-1]}]}]}}")
        << none;
    QTest::newRow("as recorded")
        << QByteArray("nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}, {key: b, operator: Gt, values: ['1', '2']}, "
                      "{key: c, operator: Like, values: [x]}]}]}, preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, preference: {matchExpressions: [{key: a, operator: Exists, values: [x]}]}}]}, "
                      "podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {a: b}}, topologyKey: ''}]}")
        << QStringList{"spec.affinity.nodeAffinity." + required + ".nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
                       "spec.affinity.nodeAffinity." + required + ".nodeSelectorTerms[0].matchExpressions[1].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
                       "spec.affinity.nodeAffinity." + required + ".nodeSelectorTerms[0].matchExpressions[2].operator: Invalid value: \"Like\": not a valid selector operator",
                       "spec.affinity.nodeAffinity." + preferred + "[0].weight: Invalid value: 101: must be in the range 1-100",
                       "spec.affinity.nodeAffinity." + preferred + "[0].preference.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                       "spec.affinity.podAntiAffinity." + required + "[0].topologyKey: Required value: can not be empty",
                       "spec.affinity.podAntiAffinity." + required + "[0].topologyKey" + emptyKey, "spec.affinity.podAntiAffinity." + required + "[0].topologyKey" + emptyKeyForm};
    QTest::newRow("a must without terms fits nowhere") << QByteArray("nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}")
        << QStringList{"spec.affinity.nodeAffinity." + required + ".nodeSelectorTerms: Required value: must have at least one node selector term"};
    QTest::newRow("of a node's fields only the name") << QByteArray("nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: spec.podCIDR, operator: Exists}]}]}}")
        << QStringList{"spec.affinity.nodeAffinity." + required + ".nodeSelectorTerms[0].matchFields[0].operator: Invalid value: \"Exists\": not a valid selector operator",
                       "spec.affinity.nodeAffinity." + required + ".nodeSelectorTerms[0].matchFields[0].key: Invalid value: \"spec.podCIDR\": not a valid field selector key"};
    QTest::newRow("near other pods, and near them only in some namespaces")
        << QByteArray("podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, podAffinityTerm: {topologyKey: zone, namespaces: [Prod], labelSelector: {}, matchLabelKeys: [app], mismatchLabelKeys: [app]}}]}")
        << QStringList{"spec.affinity.podAffinity." + preferred + "[0].weight: Invalid value: 0: must be in the range 1-100",
                       "spec.affinity.podAffinity." + preferred + "[0].podAffinityTerm.namespace: Invalid value: \"Prod\": a lowercase RFC 1123 label must consist of lower case alphanumeric "
                       "characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
                       "spec.affinity.podAffinity." + preferred + "[0].podAffinityTerm.matchLabelKeys[0]: Invalid value: \"app\": exists in both matchLabelKeys and mismatchLabelKeys"};
    QTest::newRow("keys without a selector") << QByteArray("podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, mismatchLabelKeys: [app]}]}")
        << QStringList{"spec.affinity.podAffinity." + required + "[0].mismatchLabelKeys: Forbidden: must not be specified when labelSelector is not set"};
}

void TestPodScheduling::affinity()
{
    QFETCH(QByteArray, affinity);
    QFETCH(QStringList, complaints);
    QCOMPARE(kubarium::api::complaints(podWith("affinity: {" + affinity + "}")), complaints);
}

void TestPodScheduling::labelKeys_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("selector"); // as the scheduler finds it
    QTest::newRow("a pod's own value becomes part of the selector, and a missing one is left out")
        << QByteArray("topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [tier, hash], labelSelector: {matchLabels: {app: web}}}]")
        << QByteArray(R"("labelSelector":{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"In","values":["front"]}]})");
    QTest::newRow("away from one's own kind")
        << QByteArray("affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, mismatchLabelKeys: [tier], labelSelector: {}}]}}")
        << QByteArray(R"("labelSelector":{"matchExpressions":[{"key":"tier","operator":"NotIn","values":["front"]}]})");
}

void TestPodScheduling::labelKeys()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, selector);
    Manifest manifest(podWith(spec));
    QCOMPARE(manifest.refusal(), QString());
    mergeMatchLabelKeys(manifest.object().editAs<Pod>());
    const QByteArray json = QByteArray::fromStdString(toJson(manifest.object()));
    QVERIFY2(json.contains(selector), json.constData());
}

QTEST_GUILESS_MAIN(TestPodScheduling)
#include "test_podscheduling.moc"
