// Who serves one version of a group: the API server itself, or another behind a Service.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

std::string service(const QByteArray& name, const QByteArray& spec, const QByteArray& status = "{}")
{
    return "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: " + name.toStdString() + "}\nspec: {" + spec.toStdString() + "}\nstatus: " + status.toStdString() + "\n";
}

constexpr auto metrics = "group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100";
constexpr auto behind = ", service: {namespace: kube-system, name: metrics-server}";

} // namespace

class TestApiServices : public QObject {
    Q_OBJECT

private slots:
    void creation_data();
    void creation();
    void theStatusIsOneOfThree();
    void aServiceHasAPort();
};

void TestApiServices::creation_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* title, const char* name, const QByteArray& spec, const QStringList& complaints = {}) {
        QTest::newRow(title) << QByteArray(name) << spec << complaints;
    };
    row("metrics come from a server of their own", "v1beta1.metrics.k8s.io", QByteArray(metrics) + behind + ", insecureSkipTLSVerify: true");
    row("the API server serves itself", "v1.apps", "group: apps, version: v1, groupPriorityMinimum: 17800, versionPriority: 15");
    row("the core group has no name", "v1.", "version: v1, groupPriorityMinimum: 18000, versionPriority: 1");
    row("only v1 has none", "v2.", "version: v2, groupPriorityMinimum: 18000, versionPriority: 1",
        {"spec.group: Required value: only v1 may have an empty group and it better be legacy kube"});
    row("the name is what is served", "metrics", QByteArray(metrics) + behind,
        {"metadata.name: Invalid value: \"metrics\": must be `spec.version+\".\"+spec.group`: \"v1beta1.metrics.k8s.io\""});
    row("priorities are positive", "v1.a", "group: a, version: v1",
        {"spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000", "spec.versionPriority: Invalid value: 0: must be positive and less than 1000"});
    row("and end", "v1.a", "group: a, version: v1, groupPriorityMinimum: 20001, versionPriority: 1001",
        {"spec.groupPriorityMinimum: Invalid value: 20001: must be positive and less than 20000", "spec.versionPriority: Invalid value: 1001: must be positive and less than 1000"});
    row("a service has a place and a name", "v1beta1.metrics.k8s.io", QByteArray(metrics) + ", service: {}",
        {"spec.service.namespace: Required value", "spec.service.name: Required value"});
    row("who trusts anybody needs no certificate", "v1beta1.metrics.k8s.io", QByteArray(metrics) + behind + ", insecureSkipTLSVerify: true, caBundle: Cg==",
        {"spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present"});
    row("one trusts oneself", "v1beta1.metrics.k8s.io", QByteArray(metrics) + ", insecureSkipTLSVerify: true, caBundle: Cg==",
        {"spec.caBundle: Invalid value: \"1 bytes\": local APIServices may not have a caBundle",
            "spec.insecureSkipTLSVerify: Invalid value: true: local APIServices may not have insecureSkipTLSVerify"});
}

void TestApiServices::creation()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(service(name, spec)), complaints_);
}

void TestApiServices::theStatusIsOneOfThree()
{
    const QByteArray spec = QByteArray(metrics) + behind;
    QCOMPARE(statusComplaints(service("v1beta1.metrics.k8s.io", spec), service("v1beta1.metrics.k8s.io", spec, "{conditions: [{type: Available, status: 'True'}]}")), QStringList());
    QCOMPARE(statusComplaints(service("v1beta1.metrics.k8s.io", spec), service("v1beta1.metrics.k8s.io", spec, "{conditions: [{type: Available, status: Perhaps}]}")),
        QStringList{"status.conditions[0].status: Unsupported value: \"Perhaps\": supported values: \"True\", \"False\", \"Unknown\""});
}

void TestApiServices::aServiceHasAPort()
{
    QVERIFY(defaulted(service("v1beta1.metrics.k8s.io", QByteArray(metrics) + behind)).contains(R"("service":{"namespace":"kube-system","name":"metrics-server","port":443})"));
}

QTEST_GUILESS_MAIN(TestApiServices)
#include "test_apiservices.moc"
