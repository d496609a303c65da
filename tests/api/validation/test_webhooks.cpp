// Webhooks of admission: which requests they are asked about, and how they are reached.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

// A webhook with one thing changed; `changes` replace what stands there.
std::string configuration(const QByteArray& webhooks, const char* kind = "ValidatingWebhookConfiguration")
{
    return std::string("apiVersion: admissionregistration.k8s.io/v1\nkind: ") + kind + "\nmetadata: {name: x}\nwebhooks: [" + webhooks.toStdString() + "]\n";
}

constexpr auto name = "name: pods.check.example.com";
constexpr auto reached = "clientConfig: {service: {namespace: shop, name: check, path: /pods}}";
constexpr auto harmless = "sideEffects: None, admissionReviewVersions: [v1]";
constexpr auto allPods = "rules: [{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods]}]";

QByteArray webhook(std::initializer_list<const char*> parts)
{
    QByteArray all;
    for (const char* const part : parts)
        all += (all.isEmpty() ? "" : ", ") + QByteArray(part);
    return "{" + all + "}";
}

QByteArray withRule(const char* rule)
{
    return "{" + QByteArray(name) + ", " + reached + ", " + harmless + ", rules: [" + rule + "]}";
}

QByteArray withClient(const char* client)
{
    return "{" + QByteArray(name) + ", clientConfig: {" + client + "}, " + harmless + "}";
}

} // namespace

class TestWebhooks : public QObject {
    Q_OBJECT

private slots:
    void webhooks_data();
    void webhooks();
    void rules_data();
    void rules();
    void clients_data();
    void clients();
    void updates_data();
    void updates();
    void mutatingOnesMayBeAskedAgain();
    void defaults();
};

void TestWebhooks::webhooks_data()
{
    QTest::addColumn<QByteArray>("webhooks");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* title, const QByteArray& webhooks, const QStringList& complaints = {}) {
        QTest::newRow(title) << webhooks << complaints;
    };
    row("a configuration may be empty", "");
    row("a webhook for pods", webhook({name, reached, harmless, allPods}));
    row("a webhook without rules is never asked", webhook({name, reached, harmless}));
    row("a webhook has a full domain name", webhook({"name: check", reached, harmless}),
        {"webhooks[0].name: Invalid value: \"check\": should be a domain with at least three segments separated by dots"});
    row("a webhook has a name", webhook({reached, harmless}), {"webhooks[0].name: Required value"});
    row("names differ", webhook({name, reached, harmless}) + ", " + webhook({name, reached, harmless}),
        {"webhooks[1].name: Duplicate value: \"pods.check.example.com\""});
    row("side effects are declared", webhook({name, reached, "admissionReviewVersions: [v1]"}),
        {"webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun"});
    row("side effects are none", webhook({name, reached, "sideEffects: Some, admissionReviewVersions: [v1]"}),
        {"webhooks[0].sideEffects: Unsupported value: \"Some\": supported values: \"None\", \"NoneOnDryRun\""});
    row("versions of reviews are declared", webhook({name, reached, "sideEffects: None"}),
        {"webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1"});
    row("one version is known to the server", webhook({name, reached, "sideEffects: None, admissionReviewVersions: [v2, v2]"}),
        {"webhooks[0].admissionReviewVersions[1]: Invalid value: \"v2\": duplicate version",
            "webhooks[0].admissionReviewVersions: Invalid value: [\"v2\",\"v2\"]: must include at least one of v1, v1beta1"});
    row("half a minute is the longest", webhook({name, reached, harmless, "timeoutSeconds: 31"}),
        {"webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds"});
    row("policies are words", webhook({name, reached, harmless, "failurePolicy: Retry, matchPolicy: Some"}),
        {"webhooks[0].failurePolicy: Unsupported value: \"Retry\": supported values: \"Fail\", \"Ignore\"",
            "webhooks[0].matchPolicy: Unsupported value: \"Some\": supported values: \"Equivalent\", \"Exact\""});
    row("selectors are selectors", webhook({name, reached, harmless, "namespaceSelector: {matchExpressions: [{key: a, operator: In}]}"}),
        {"webhooks[0].namespaceSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"});
    row("conditions have names and expressions, once each",
        webhook({name, reached, harmless, "matchConditions: [{name: a, expression: ' '}, {name: '', expression: 'true'}, {name: a, expression: 'true'}]"}),
        {"webhooks[0].matchConditions[0].expression: Required value", "webhooks[0].matchConditions[1].name: Required value",
            "webhooks[0].matchConditions[2].name: Duplicate value: \"a\""});
}

void TestWebhooks::webhooks()
{
    QFETCH(QByteArray, webhooks);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(configuration(webhooks)), complaints_);
    QCOMPARE(complaints(configuration(webhooks, "MutatingWebhookConfiguration")), complaints_); // the same of both kinds
}

void TestWebhooks::rules_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* title, const char* rule, const QStringList& complaints = {}) {
        QTest::newRow(title) << QByteArray(rule) << complaints;
    };
    row("everything", "{operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*']}");
    row("all resources and one subresource", "{operations: [CREATE, UPDATE], apiGroups: [apps], apiVersions: [v1], resources: ['*', '*/scale'], scope: Namespaced}");
    row("nothing", "{}",
        {"webhooks[0].rules[0].operations: Required value", "webhooks[0].rules[0].apiGroups: Required value",
            "webhooks[0].rules[0].apiVersions: Required value", "webhooks[0].rules[0].resources: Required value"});
    row("a star is alone", "{operations: ['*', CREATE], apiGroups: ['*', apps], apiVersions: ['*', v1], resources: ['*/*', pods]}",
        {"webhooks[0].rules[0].operations: Invalid value: [\"*\",\"CREATE\"]: if '*' is present, must not specify other operations",
            "webhooks[0].rules[0].apiGroups: Invalid value: [\"*\",\"apps\"]: if '*' is present, must not specify other API groups",
            "webhooks[0].rules[0].apiVersions: Invalid value: [\"*\",\"v1\"]: if '*' is present, must not specify other API versions",
            "webhooks[0].rules[0].resources: Invalid value: [\"*/*\",\"pods\"]: if '*/*' is present, must not specify other resources"});
    row("operations are verbs of admission", "{operations: [create], apiGroups: [''], apiVersions: [''], resources: [pods]}",
        {"webhooks[0].rules[0].operations[0]: Unsupported value: \"create\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"DELETE\", \"UPDATE\"",
            "webhooks[0].rules[0].apiVersions[0]: Required value"});
    row("what a wildcard covers is not said again", "{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: ['pods/*', pods/log, '*/scale', rs/scale, '']}",
        {"webhooks[0].rules[0].resources[1]: Invalid value: \"pods/log\": if 'pods/*' is present, must not specify pods/log",
            "webhooks[0].rules[0].resources[3]: Invalid value: \"rs/scale\": if '*/scale' is present, must not specify rs/scale",
            "webhooks[0].rules[0].resources[4]: Required value"});
    row("all resources and one of them", "{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: ['*', pods]}",
        {"webhooks[0].rules[0].resources: Invalid value: [\"*\",\"pods\"]: if '*' is present, must not specify other resources without subresources"});
    row("the other way around nobody minds", "{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods, '*']}");
    row("a scope is one of three", "{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods], scope: Local}",
        {"webhooks[0].rules[0].scope: Unsupported value: \"Local\": supported values: \"*\", \"Cluster\", \"Namespaced\""});
}

void TestWebhooks::rules()
{
    QFETCH(QByteArray, rule);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(configuration(withRule(rule))), complaints_);
}

void TestWebhooks::clients_data()
{
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QStringList>("complaints_");
    const QString at = "webhooks[0].clientConfig";
    const auto row = [](const char* title, const char* client, const QStringList& complaints = {}) {
        QTest::newRow(title) << QByteArray(client) << complaints;
    };
    row("a server outside", "url: 'https://check.example.com:8443/pods'");
    row("a service", "service: {namespace: shop, name: check}");
    row("neither", "", {at + ": Required value: exactly one of url or service is required"});
    row("both", "url: 'https://a', service: {namespace: shop, name: check}", {at + ": Required value: exactly one of url or service is required"});
    row("without encryption", "url: 'http://a/b'", {at + ".url: Invalid value: \"http\": 'https' is the only allowed URL scheme; desired format: https://host[/path]"});
    row("a path is no address", "url: /pods",
        {at + ".url: Invalid value: \"\": 'https' is the only allowed URL scheme; desired format: https://host[/path]",
            at + ".url: Invalid value: \"\": host must be provided; desired format: https://host[/path]"});
    row("no more than host and path", "url: 'https://me:secret@a/b?c=d#e'",
        {at + ".url: Invalid value: \"me:secret\": user information is not permitted in the URL", at + ".url: Invalid value: \"e\": fragments are not permitted in the URL",
            at + ".url: Invalid value: \"c=d\": query parameters are not permitted in the URL"});
    row("a port is a number", "url: 'https://a:web/b'",
        {at + ".url: Required value: url must be a valid URL: parse \"https://a:web/b\": invalid port \":web\" after host; desired format: https://host[/path]"});
    row("a service that is missing is called its namespace", "service: {namespace: shop}", {at + ".service.namespace: Required value: service namespace is required"});
    row("and the other way around", "service: {name: check}", {at + ".service.name: Required value: service name is required"});
    row("ports end", "service: {namespace: shop, name: check, port: 70000}",
        {at + ".service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive"});
    row("a path is absolute", "service: {namespace: shop, name: check, path: pods}", {at + ".service.path: Invalid value: \"pods\": must start with a '/'"});
    row("a path has no gaps", "service: {namespace: shop, name: check, path: /a//b}", {at + ".service.path: Invalid value: \"/a//b\": segment[1] may not be empty"});
}

void TestWebhooks::clients()
{
    QFETCH(QByteArray, client);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(configuration(withClient(client))), complaints_);
}

void TestWebhooks::updates_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints_");
    const QByteArray sound = webhook({name, reached, harmless});
    const QByteArray loose = webhook({name, reached, "sideEffects: Unknown, admissionReviewVersions: [v0]"});
    QTest::newRow("a new rule") << sound << webhook({name, reached, harmless, allPods}) << QStringList();
    QTest::newRow("what was loose may stay so") << loose << loose << QStringList();
    QTest::newRow("what was sound may not become loose") << sound << loose
                                                        << QStringList{"webhooks[0].sideEffects: Unsupported value: \"Unknown\": supported values: \"None\", \"NoneOnDryRun\"",
                                                               "webhooks[0].admissionReviewVersions: Invalid value: [\"v0\"]: must include at least one of v1, v1beta1"};
    const QByteArray odd = webhook({name, reached, harmless, "matchConditions: [{name: a, expression: ''}]"});
    QTest::newRow("conditions that did not change are not looked at") << odd << odd << QStringList();
    QTest::newRow("new ones are") << sound << odd << QStringList{"webhooks[0].matchConditions[0].expression: Required value"};
}

void TestWebhooks::updates()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints_);
    QCOMPARE(updateComplaints(configuration(old), configuration(now)), complaints_);
}

void TestWebhooks::mutatingOnesMayBeAskedAgain()
{
    QCOMPARE(complaints(configuration(webhook({name, reached, harmless, "reinvocationPolicy: Always"}), "MutatingWebhookConfiguration")),
        QStringList{"webhooks[0].reinvocationPolicy: Unsupported value: \"Always\": supported values: \"IfNeeded\", \"Never\""});
    QVERIFY(complaints(configuration(webhook({name, reached, harmless, "reinvocationPolicy: Always"}))).first().contains("unknown field"));
}

void TestWebhooks::defaults()
{
    QCOMPARE(defaulted(configuration(webhook({name, reached, harmless, allPods}), "MutatingWebhookConfiguration")),
        QStringLiteral(R"({"kind":"MutatingWebhookConfiguration","apiVersion":"admissionregistration.k8s.io/v1","metadata":{"name":"x"},"webhooks":[)"
                       R"({"name":"pods.check.example.com","clientConfig":{"service":{"namespace":"shop","name":"check","path":"/pods","port":443}},)"
                       R"("rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"],"scope":"*"}],)"
                       R"("failurePolicy":"Fail","matchPolicy":"Equivalent","namespaceSelector":{},"objectSelector":{},"sideEffects":"None","timeoutSeconds":10,)"
                       R"("admissionReviewVersions":["v1"],"reinvocationPolicy":"Never"}]})"));
}

QTEST_GUILESS_MAIN(TestWebhooks)
#include "test_webhooks.moc"
