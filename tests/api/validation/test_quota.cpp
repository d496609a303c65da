#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

QByteArray quota(const QByteArray& spec)
{
    return "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {" + spec + "}}";
}

QByteArray range(const QByteArray& limits)
{
    return "{apiVersion: v1, kind: LimitRange, metadata: {name: r}, spec: {limits: [" + limits + "]}}";
}

const QString existsOnly = QStringLiteral(
    "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
    "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");

} // namespace

class TestQuota : public QObject {
    Q_OBJECT

private slots:
    void quotas_data();
    void quotas();
    void quotaChanges_data();
    void quotaChanges();
    void status_data();
    void status();
    void ranges_data();
    void ranges();
};

void TestQuota::quotas_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("said");
    const auto good = [](const char* row, const QByteArray& spec) { QTest::newRow(row) << spec << QStringList(); };
    const auto bad = [](const char* row, const QByteArray& spec, const QStringList& said) { QTest::newRow(row) << spec << said; };

    good("compute, storage and counts of objects",
        "hard: {requests.cpu: '1', limits.memory: 1Gi, pods: '4', services.loadbalancers: '2', count/deployments.apps: '3', "
        "gold.storageclass.storage.k8s.io/requests.storage: 1Gi, requests.nvidia.com/gpu: '4', hugepages-2Mi: 4Mi}");
    good("pods that end", "hard: {pods: '1', requests.cpu: '1'}, scopes: [Terminating]");
    good("pods of certain priorities",
        "hard: {pods: '1'}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}");
    good("claims of certain classes",
        "hard: {persistentvolumeclaims: '1', requests.storage: 1Gi}, scopeSelector: {matchExpressions: [{scopeName: "
        "VolumeAttributesClass, operator: In, values: [fast]}]}");

    bad("amounts are not negative", "hard: {requests.cpu: '1', pods: -1}, scopes: [BestEffort, NotBestEffort]",
        {"spec.hard[pods]: Invalid value: \"-1\": must be greater than or equal to 0",
            "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: unsupported scope applied to resource",
            "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting scopes"});
    bad("objects are counted whole", "hard: {pods: 1500m}",
        {"spec.hard[pods]: Invalid value: \"1500m\": must be an integer"});
    bad("a resource that nobody counts", "hard: {cpus: '1'}",
        {"spec.hard[cpus]: Invalid value: \"cpus\": must be a standard resource type or fully qualified",
            "spec.hard[cpus]: Invalid value: \"cpus\": must be a standard resource for quota"});
    bad("storage is counted as requests.storage", "hard: {storage: 1Gi}",
        {"spec.hard[storage]: Invalid value: \"storage\": must be a standard resource for quota"});
    bad("a scope that is none", "hard: {pods: '1'}, scopes: [Idle]",
        {"spec.scopes: Invalid value: [\"Idle\"]: unsupported scope"});
    bad("ending and never ending", "hard: {pods: '1'}, scopes: [Terminating, NotTerminating]",
        {"spec.scopes: Invalid value: [\"Terminating\",\"NotTerminating\"]: conflicting scopes"});
    bad("pods' scopes do not tell services apart", "hard: {services: '1'}, scopes: [NotTerminating]",
        {"spec.scopes: Invalid value: [\"NotTerminating\"]: unsupported scope applied to resource"});
    bad("a selector's scope, too",
        "hard: {services: '1'}, scopeSelector: {matchExpressions: [{scopeName: BestEffort, operator: Exists}]}",
        {"spec.scopeSelector.matchExpressions: Invalid value: "
         "{\"MatchExpressions\":[{\"ScopeName\":\"BestEffort\",\"Operator\":\"Exists\",\"Values\":null}]}: unsupported scope "
         "applied to resource"});
    bad("a selector with a scope that is none",
        "hard: {pods: '1'}, scopeSelector: {matchExpressions: [{scopeName: Idle, operator: Exists}]}",
        {"spec.scopeSelector.matchExpressions.scopeName: Invalid value: \"Idle\": unsupported scope"});
    bad("a selector with an operator that is none",
        "hard: {pods: '1'}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Like, values: [a]}]}",
        {"spec.scopeSelector.matchExpressions.operator: Invalid value: \"Like\": not a valid selector operator"});
    bad("In needs values",
        "hard: {pods: '1'}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In}]}",
        {"spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or "
         "'NotIn' for scope selector"});
    bad("Exists has none",
        "hard: {pods: '1'}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Exists, values: [a]}]}",
        {"spec.scopeSelector.matchExpressions.values: Invalid value: [\"a\"]: must be no value when `operator` is 'Exist' or "
         "'DoesNotExist' for scope selector"});
    bad("only classes have values",
        "hard: {pods: '1'}, scopeSelector: {matchExpressions: [{scopeName: Terminating, operator: In, values: [a]}]}",
        {"spec.scopeSelector.matchExpressions.operator: Invalid value: \"In\": " + existsOnly});
}

void TestQuota::quotas()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, said);
    QCOMPARE(complaints(quota(spec).toStdString()), said);
}

void TestQuota::quotaChanges_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("amounts may change") << QByteArray("hard: {pods: '1'}") << QByteArray("hard: {pods: '2'}") << QStringList();
    QTest::newRow("the order of scopes does not matter")
        << QByteArray("scopes: [Terminating, BestEffort]") << QByteArray("scopes: [BestEffort, Terminating]") << QStringList();
    QTest::newRow("scopes stay") << QByteArray("scopes: [Terminating]") << QByteArray("scopes: [BestEffort]")
        << QStringList{"spec.scopes: Invalid value: [\"BestEffort\"]: field is immutable"};
    QTest::newRow("all of them") << QByteArray("scopes: [Terminating]") << QByteArray("hard: {}")
        << QStringList{"spec.scopes: Invalid value: null: field is immutable"};
}

void TestQuota::quotaChanges()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, said);
    QCOMPARE(updateComplaints(quota(before).toStdString(), quota(after).toStdString()), said);
}

void TestQuota::status_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("what is used") << QByteArray("hard: {pods: '4'}, used: {pods: '1'}") << QStringList();
    QTest::newRow("less than nothing") << QByteArray("hard: {pods: '4'}, used: {pods: '-1'}")
        << QStringList{"status.used[pods]: Invalid value: \"-1\": must be greater than or equal to 0"};
    QTest::newRow("half a pod") << QByteArray("hard: {pods: 500m}")
        << QStringList{"status.hard[pods]: Invalid value: \"500m\": must be an integer"};
}

void TestQuota::status()
{
    QFETCH(QByteArray, status);
    QFETCH(QStringList, said);
    const QByteArray now = "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, status: {" + status + "}}";
    QCOMPARE(statusComplaints(quota("").toStdString(), now.toStdString()), said);
}

void TestQuota::ranges_data()
{
    QTest::addColumn<QByteArray>("limits");
    QTest::addColumn<QStringList>("said");
    const auto good = [](const char* row, const QByteArray& limits) { QTest::newRow(row) << limits << QStringList(); };
    const auto bad
        = [](const char* row, const QByteArray& limits, const QStringList& said) { QTest::newRow(row) << limits << said; };
    const QString at = QStringLiteral("spec.limits[0].");

    good("containers between bounds",
        "{type: Container, max: {cpu: '1'}, min: {cpu: 50m}, default: {cpu: 500m}, defaultRequest: {cpu: 100m}}");
    good("claims of a size", "{type: PersistentVolumeClaim, max: {storage: 2Gi}, min: {storage: 1Gi}}");
    good("limits of twice the request", "{type: Pod, max: {cpu: '2'}, min: {cpu: '1'}, maxLimitRequestRatio: {cpu: '2'}}");
    good("a type of one's own", "{type: example.com/Thing, max: {cpu: '1'}}");

    bad("a type that is none", "{type: Deployment, max: {cpu: '1'}}",
        {at + "type: Invalid value: \"Deployment\": must be a standard limit type or fully qualified"});
    bad("a type once", "{type: Container, max: {cpu: '1'}}, {type: Container, max: {memory: 1Gi}}",
        {"spec.limits[1].type: Duplicate value: \"Container\""});
    bad("the least above the most", "{type: Pod, max: {cpu: '1'}, min: {cpu: '2'}}",
        {at + "min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1"});
    bad("defaults between the bounds",
        "{type: Container, max: {cpu: '1'}, min: {cpu: 500m}, default: {cpu: '2'}, defaultRequest: {cpu: 100m}}",
        {at + "defaultRequest[cpu]: Invalid value: \"100m\": min value 500m is greater than default request value 100m",
            at + "default[cpu]: Invalid value: \"1\": default value 2 is greater than max value 1"});
    bad("a request above its limit", "{type: Container, default: {cpu: 100m}, defaultRequest: {cpu: 200m}}",
        {at + "defaultRequest[cpu]: Invalid value: \"200m\": default request value 200m is greater than default limit value "
              "100m"});
    bad("everything at once",
        "{type: Container, max: {cpu: '1'}, min: {cpu: 500m}, default: {cpu: 100m}, defaultRequest: {cpu: '2'}}",
        {at + "defaultRequest[cpu]: Invalid value: \"2\": default request value 2 is greater than max value 1",
            at + "defaultRequest[cpu]: Invalid value: \"2\": default request value 2 is greater than default limit value 100m",
            at + "default[cpu]: Invalid value: \"500m\": min value 500m is greater than default value 100m"});
    bad("pods have no defaults", "{type: Pod, default: {cpu: '1'}, defaultRequest: {cpu: '1'}}",
        {at + "default: Forbidden: may not be specified when `type` is 'Pod'",
            at + "defaultRequest: Forbidden: may not be specified when `type` is 'Pod'"});
    bad("claims are about storage", "{type: PersistentVolumeClaim, max: {cpu: '1'}}",
        {at + "limits: Required value: either minimum or maximum storage value is required, but neither was provided"});
    bad("containers are not about storage", "{type: Container, max: {storage: 1Gi}, default: {storage: 1Gi}, defaultRequest: {storage: 1Gi}}",
        {at + "max[storage]: Invalid value: \"storage\": must be a standard resource for containers",
            at + "default[storage]: Invalid value: \"storage\": must be a standard resource for containers",
            at + "defaultRequest[storage]: Invalid value: \"storage\": must be a standard resource for containers"});
    bad("a limit below its request", "{type: Container, maxLimitRequestRatio: {cpu: 500m}}",
        {at + "maxLimitRequestRatio[cpu]: Invalid value: \"500m\": ratio 500m is less than 1"});
    bad("a ratio that the bounds do not leave", "{type: Pod, max: {cpu: '2'}, min: {cpu: 600m}, maxLimitRequestRatio: {cpu: '4'}}",
        {at + "maxLimitRequestRatio[cpu]: Invalid value: \"4\": ratio 4 is greater than max/min = 3.333333"});
    bad("devices are not shared: limit and request are one",
        "{type: Container, default: {example.com/gpu: '2'}, defaultRequest: {example.com/gpu: '1'}}",
        {at + "defaultRequest[example.com/gpu]: Invalid value: \"1\": default value 2 must equal to defaultRequest value 1 in "
              "example.com/gpu"});
}

void TestQuota::ranges()
{
    QFETCH(QByteArray, limits);
    QFETCH(QStringList, said);
    QCOMPARE(complaints(range(limits).toStdString()), said);
}

QTEST_GUILESS_MAIN(TestQuota)
#include "test_quota.moc"
