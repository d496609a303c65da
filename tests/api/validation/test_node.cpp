#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

QByteArray node(const QByteArray& spec, const QByteArray& status = "", const QByteArray& metadata = "name: node-9")
{
    return "{apiVersion: v1, kind: Node, metadata: {" + metadata + "}, spec: {" + spec + "}, status: {" + status + "}}";
}

const QString qualified = QStringLiteral(
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
    "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
const QString notACidr = QStringLiteral("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");

} // namespace

class TestNode : public QObject {
    Q_OBJECT

private slots:
    void create_data();
    void create();
    void update_data();
    void update();
    void statusLeavesSpecAlone();
    void warnings_data();
    void warnings();
};

void TestNode::create_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QStringList>("said");
    const auto good = [](const char* row, const QByteArray& manifest) { QTest::newRow(row) << manifest << QStringList(); };
    const auto bad = [](const char* row, const QByteArray& manifest, const QStringList& said) {
        QTest::newRow(row) << manifest << said;
    };

    good("a node with taints and room",
        node("taints: [{key: dedicated, value: db, effect: NoSchedule}, {key: dedicated, value: db, effect: NoExecute}]",
            "capacity: {cpu: '4', memory: 8Gi, pods: '110'}"));
    good("one range of each family", node("podCIDRs: [10.1.0.0/24, 'fd00:1::/64']"));
    bad("a taint is a label with an effect", node("taints: [{key: 'a key', value: 'a value', effect: Never}, {key: k}]"),
        {"metadata.taints[0].key: Invalid value: \"a key\": " + qualified,
            "metadata.taints[0].value: Invalid value: \"a value\": a valid label must be an empty string or consist of "
            "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  "
            "or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            "metadata.taints[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", \"PreferNoSchedule\", "
            "\"NoExecute\"",
            "metadata.taints[1].effect: Required value"});
    bad("one taint of a key and effect",
        node("taints: [{key: k, value: a, effect: NoSchedule}, {key: k, value: b, effect: NoSchedule}]"),
        {"metadata.taints[1]: Duplicate value: {\"Key\":\"k\",\"Value\":\"b\",\"Effect\":\"NoSchedule\",\"TimeAdded\":null}: "
         "taints must be unique by key and effect pair"});
    bad("less than nothing", node("", "capacity: {cpu: '-1'}"),
        {"status.capacity.cpu: Invalid value: \"-1\": must be greater than or equal to 0",
            "status.allocatable.cpu: Invalid value: \"-1\": must be greater than or equal to 0"});
    bad("half a pod", node("", "capacity: {pods: '1'}, allocatable: {pods: 500m}"),
        {"status.allocatable.pods: Invalid value: \"500m\": must be an integer"});
    bad("two ranges of one family", node("podCIDRs: [10.1.0.0/24, 10.2.0.0/24]"),
        {"spec.podCIDRs: Invalid value: [\"10.1.0.0/24\",\"10.2.0.0/24\"]: may specify no more than one CIDR for each IP "
         "family"});
    bad("the same range twice", node("podCIDRs: [10.1.0.0/24, 10.1.0.0/24]"),
        {"spec.podCIDRs: Invalid value: [\"10.1.0.0/24\",\"10.1.0.0/24\"]: may specify no more than one CIDR for each IP "
         "family",
            "spec.podCIDRs[1]: Duplicate value: \"10.1.0.0/24\""});
    bad("a range that is none", node("podCIDR: 10.1.0.0"), {"spec.podCIDRs[0]: Invalid value: \"10.1.0.0\": " + notACidr});
    bad("a range that is none among two", node("podCIDRs: [x, 10.1.0.0/24]"),
        {"spec.podCIDRs[0]: Invalid value: \"x\": " + notACidr,
            "spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:failed to parse cidr "
            "value:\"x\" with error:invalid CIDR address: x",
            "spec.podCIDRs: Invalid value: [\"x\",\"10.1.0.0/24\"]: may specify no more than one CIDR for each IP family"});
    bad("a name with capitals", node("", "", "name: Node_1"),
        {"metadata.name: Invalid value: \"Node_1\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
         "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for "
         "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"});
    bad("taints in the annotation of old",
        node("", "", R"(name: node-9, annotations: {scheduler.alpha.kubernetes.io/taints: '[{"key":"k","effect":"Never"}]'})"),
        {"metadata.annotations.scheduler.alpha.kubernetes.io/taints[0].effect: Unsupported value: \"Never\": supported values: "
         "\"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\""});
    bad("or no JSON there", node("", "", "name: node-9, annotations: {scheduler.alpha.kubernetes.io/taints: k=v}"),
        {"metadata.annotations: Invalid value: \"scheduler.alpha.kubernetes.io/taints\": invalid character 'k' looking for "
         "beginning of value"});
    bad("pods to avoid have an owner",
        node("", "",
            R"(name: node-9, annotations: {scheduler.alpha.kubernetes.io/preferAvoidPods: '{"preferAvoidPods":[{"podSignature":{}}]}'})"),
        {"metadata.annotations.scheduler.alpha.kubernetes.io/preferAvoidPods[0].PodSignature: Required value"});
}

void TestNode::create()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(complaints(manifest.toStdString()), said);
}

void TestNode::update_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("a node may be cordoned") << node("") << node("unschedulable: true") << QStringList();
    QTest::newRow("a range is given once") << node("") << node("podCIDR: 10.1.0.0/24") << QStringList();
    QTest::newRow("and stays") << node("podCIDR: 10.1.0.0/24") << node("podCIDR: 10.2.0.0/24")
        << QStringList{"spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid"};
    QTest::newRow("the machine stays") << node("providerID: 'cloud://1'") << node("providerID: 'cloud://2'")
        << QStringList{"spec.providerID: Forbidden: node updates may not change providerID except from \"\" to valid"};
    QTest::newRow("an address once") << node("")
        << node("", "addresses: [{type: InternalIP, address: 10.0.0.1}, {type: InternalIP, address: 10.0.0.1}]")
        << QStringList{"status.addresses[1]: Duplicate value: {\"Type\":\"InternalIP\",\"Address\":\"10.0.0.1\"}"};
    QTest::newRow("a field of old") << node("") << node("externalID: x")
        << QStringList{"spec.externalID: Forbidden: may not be updated"};
    QTest::newRow("a source of configuration names a ConfigMap") << node("") << node("configSource: {}")
        << QStringList{"spec.configSource: Invalid value: {\"ConfigMap\":null}: exactly one reference subfield must be non-nil"};
    QTest::newRow("wholly, and not by uid") << node("") << node("configSource: {configMap: {uid: u, name: c}}")
        << QStringList{"spec.configSource.configMap.uid: Forbidden: uid must not be set in spec",
               "spec.configSource.configMap.namespace: Required value: namespace must be set",
               "spec.configSource.configMap.kubeletConfigKey: Required value: kubeletConfigKey must be set"};
    QTest::newRow("but by uid in status") << node("")
        << node("", "config: {active: {configMap: {namespace: a, name: c, kubeletConfigKey: k}}}")
        << QStringList{"status.config.active.configMap.uid: Required value: uid must be set in status",
               "status.config.active.configMap.resourceVersion: Required value: resourceVersion must be set in status"};
    QTest::newRow("taints stay right") << node("") << node("taints: [{key: k, effect: Never}]")
        << QStringList{"metadata.taints[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", "
                       "\"PreferNoSchedule\", \"NoExecute\""};
}

void TestNode::update()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, said);
    QCOMPARE(updateComplaints(before.toStdString(), after.toStdString()), said);
}

// The status subresource asks only what a change may do, not whether the node could be created anew.
void TestNode::statusLeavesSpecAlone()
{
    const std::string old = node("podCIDRs: [x]").toStdString();
    QCOMPARE(statusComplaints(old, node("podCIDRs: [x]", "capacity: {cpu: '-1'}, allocatable: {cpu: '1'}").toStdString()),
        QStringList{"status.capacity.cpu: Invalid value: \"-1\": must be greater than or equal to 0"});
    QCOMPARE(statusComplaints(old, old), QStringList());
}

void TestNode::warnings_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("nothing to say") << node("podCIDR: 10.1.0.0/24") << QStringList();
    QTest::newRow("a feature that is gone") << node("configSource: {}")
        << QStringList{"spec.configSource: the feature is removed"};
    QTest::newRow("a field that nobody reads") << node("externalID: x")
        << QStringList{"spec.externalID: this field is deprecated, and is unused by Kubernetes"};
    QTest::newRow("bits behind the prefix") << node("podCIDR: 10.1.0.7/24")
        << QStringList{"spec.podCIDRs[0]: CIDR value \"10.1.0.7/24\" is ambiguous in this context (should be \"10.1.0.0/24\" or "
                       "\"10.1.0.7/32\"?)"};
}

void TestNode::warnings()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(warningsAbout(manifest.toStdString()), said);
}

QTEST_GUILESS_MAIN(TestNode)
#include "test_node.moc"
