#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

QByteArray priority(const QByteArray& rest, const QByteArray& name = "high")
{
    return "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: " + name + "}, " + rest + "}";
}

QByteArray lease(const QByteArray& spec)
{
    return "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l}, spec: {" + spec + "}}";
}

QByteArray runtime(const QByteArray& rest)
{
    return "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: r}, " + rest + "}";
}

} // namespace

// PriorityClass, Lease and RuntimeClass.
class TestCluster : public QObject {
    Q_OBJECT

private slots:
    void create_data();
    void create();
    void update_data();
    void update();
    void filled_data();
    void filled();
    void oldNodeLabelsInARuntimeClass();
};

void TestCluster::create_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QStringList>("said");
    const auto good = [](const char* row, const QByteArray& manifest) { QTest::newRow(row) << manifest << QStringList(); };
    const auto bad = [](const char* row, const QByteArray& manifest, const QStringList& said) {
        QTest::newRow(row) << manifest << said;
    };
    const QString reserved = QStringLiteral(
        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: ");

    good("a priority", priority("value: 1000000, globalDefault: true"));
    good("below all others", priority("value: -5, preemptionPolicy: Never"));
    good("the cluster's own", priority("value: 2000001000", "system-node-critical"));
    bad("higher than users may", priority("value: 1000000001"),
        {"value: Forbidden: maximum allowed value of a user defined priority is 1000000000"});
    bad("a reserved name", priority("value: 5", "system-mine"),
        {reserved + "system-mine is not a known system priority class"});
    bad("a system class of another value", priority("value: 5", "system-cluster-critical"),
        {reserved + "value of system-cluster-critical PriorityClass must be 2000000000"});
    bad("a system class as the default", priority("value: 2000000000, globalDefault: true", "system-cluster-critical"),
        {reserved + "globalDefault of system-cluster-critical PriorityClass must be false"});
    bad("a policy that is none", priority("value: 5, preemptionPolicy: Sometimes"),
        {"preemptionPolicy: Unsupported value: \"Sometimes\": supported values: \"PreemptLowerPriority\", \"Never\""});

    good("a heartbeat", lease("holderIdentity: n-1, leaseDurationSeconds: 40, renewTime: '2026-01-01T00:00:00.000000Z'"));
    good("fields of a feature that is off are dropped", lease("strategy: Nonsense, preferredHolder: x"));
    bad("a lease lasts", lease("leaseDurationSeconds: 0"),
        {"spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0"});
    bad("hands are counted upwards", lease("leaseTransitions: -1"),
        {"spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0"});

    good("a runtime in a sandbox",
        runtime("handler: gvisor, overhead: {podFixed: {memory: 100Mi}}, scheduling: {nodeSelector: {sandbox: 'yes'}, "
                "tolerations: [{key: sandbox, operator: Exists}]}"));
    bad("a handler is a label", runtime("handler: g.visor"), {"handler: Invalid value: \"g.visor\": must not contain dots"});
    bad("overhead is of resources that containers have", runtime("handler: a, overhead: {podFixed: {pods: '1'}}"),
        {"overhead.limits[pods]: Invalid value: \"pods\": must be a standard resource for containers"});
    bad("overhead is not negative", runtime("handler: a, overhead: {podFixed: {cpu: '-1'}}"),
        {"overhead.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0"});
    bad("tolerations are right",
        runtime("handler: a, scheduling: {tolerations: [{key: k, operator: Exists, effect: NoSchedule, tolerationSeconds: 5}]}"),
        {"scheduling.tolerations[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when "
         "`tolerationSeconds` is set"});
}

void TestCluster::create()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(complaints(manifest.toStdString()), said);
}

void TestCluster::update_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("a priority's description may change")
        << priority("value: 77") << priority("value: 77, description: hi, globalDefault: true") << QStringList();
    QTest::newRow("its value stays") << priority("value: 77") << priority("value: 78")
        << QStringList{"value: Forbidden: may not be changed in an update."};
    QTest::newRow("its policy, too") << priority("value: 77") << priority("value: 77, preemptionPolicy: Never")
        << QStringList{"preemptionPolicy: Invalid value: \"Never\": field is immutable"};
    QTest::newRow("a lease changes hands") << lease("holderIdentity: a") << lease("holderIdentity: b, leaseTransitions: 1")
        << QStringList();
    QTest::newRow("a lease still lasts") << lease("leaseDurationSeconds: 5") << lease("leaseDurationSeconds: -5")
        << QStringList{"spec.leaseDurationSeconds: Invalid value: -5: must be greater than 0"};
    QTest::newRow("a handler stays") << runtime("handler: a") << runtime("handler: b")
        << QStringList{"handler: Invalid value: \"b\": field is immutable"};
}

void TestCluster::update()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, said);
    QCOMPARE(updateComplaints(before.toStdString(), after.toStdString()), said);
}

void TestCluster::filled_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QString>("json");
    QTest::newRow("a priority preempts") << priority("value: 77")
        << R"({"kind":"PriorityClass","apiVersion":"scheduling.k8s.io/v1","metadata":{"name":"high"},"value":77,"preemptionPolicy":"PreemptLowerPriority"})";
    QTest::newRow("overhead is kept to the thousandth") << runtime("handler: a, overhead: {podFixed: {cpu: 0.0001}}")
        << R"({"kind":"RuntimeClass","apiVersion":"node.k8s.io/v1","metadata":{"name":"r"},"handler":"a","overhead":{"podFixed":{"cpu":"1m"}}})";
    QTest::newRow("coordinated leader election is off") << lease("holderIdentity: a, strategy: OldestEmulationVersion")
        << R"({"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"l","namespace":"default"},"spec":{"holderIdentity":"a"}})";
}

void TestCluster::filled()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QString, json);
    QCOMPARE(defaulted(manifest.toStdString()), json);
}

void TestCluster::oldNodeLabelsInARuntimeClass()
{
    const QByteArray old
        = runtime("handler: a, scheduling: {nodeSelector: {beta.kubernetes.io/os: linux, node-role.kubernetes.io/master: ''}}");
    QCOMPARE(warningsAbout(old.toStdString()),
        (QStringList{"scheduling.nodeSelector: deprecated since v1.14; use \"kubernetes.io/os\" instead",
            "scheduling.nodeSelector: use \"node-role.kubernetes.io/control-plane\" instead"}));
}

QTEST_GUILESS_MAIN(TestCluster)
#include "test_cluster.moc"
