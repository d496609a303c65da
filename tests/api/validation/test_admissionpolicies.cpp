// Admission policies in CEL and their bindings: all that is asked before an expression is compiled.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

std::string policy(const QByteArray& spec, const QByteArray& status = "{}")
{
    return "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: limits.example.com}\nspec: {" + spec.toStdString()
        + "}\nstatus: " + status.toStdString() + "\n";
}

std::string binding(const QByteArray& spec)
{
    return "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: b}\nspec: {" + spec.toStdString() + "}\n";
}

constexpr auto match = "matchConstraints: {resourceRules: [{operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]}";
constexpr auto rule = "validations: [{expression: object.spec.replicas <= 5}]";

QByteArray looking(const char* rest)
{
    return QByteArray(match) + ", " + rest;
}

} // namespace

class TestAdmissionPolicies : public QObject {
    Q_OBJECT

private slots:
    void policies_data();
    void policies();
    void statuses_data();
    void statuses();
    void bindings_data();
    void bindings();
    void defaults();
};

void TestAdmissionPolicies::policies_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* title, const QByteArray& spec, const QStringList& complaints = {}) {
        QTest::newRow(title) << spec << complaints;
    };
    row("at most five replicas", looking(rule));
    row("a note in the audit log is enough", looking("auditAnnotations: [{key: big, valueExpression: \"'yes'\"}]"));
    row("nothing", "",
        {"spec.matchConstraints: Required value", "spec.validations: Required value: validations or auditAnnotations must contain at least one item",
            "spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item"});
    row("a policy looks at some resource", QByteArray("matchConstraints: {}, ") + rule, {"spec.matchConstraints.resourceRules: Required value"});
    row("names of objects are names, once each",
        QByteArray("matchConstraints: {resourceRules: [{resourceNames: [a/b, c, c], operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods]}]}, ") + rule,
        {"spec.matchConstraints.resourceRules[0].resourceNames[0]: Invalid value: \"a/b\": may not contain '/'",
            "spec.matchConstraints.resourceRules[0].resourceNames[2]: Duplicate value: \"c\""});
    row("a failure has two outcomes", looking(rule) + ", failurePolicy: Warn", {"spec.failurePolicy: Unsupported value: \"Warn\": supported values: \"Fail\", \"Ignore\""});
    row("parameters have a kind", looking(rule) + ", paramKind: {}", {"spec.paramKind.apiVersion: Required value", "spec.paramKind.kind: Required value"});
    row("of a group and a version", looking(rule) + ", paramKind: {apiVersion: a/b/c, kind: Config_Map}",
        {"spec.paramKind.apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion string: a/b/c",
            "spec.paramKind.kind: Invalid value: \"Config_Map\": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric "
            "characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is "
            "'[a-z]([-a-z0-9]*[a-z0-9])?')"});
    row("a version is needed", looking(rule) + ", paramKind: {apiVersion: apps/, kind: Deployment}",
        {"spec.paramKind.apiVersion: Invalid value: \"apps/\": version must be specified"});
    row("an expression says something", looking("validations: [{expression: ' ', message: '  ', messageExpression: ' '}]"),
        {"spec.validations[0].expression: Required value: expression is not specified", "spec.validations[0].messageExpression: Invalid value: \" \": must be non-empty if specified",
            "spec.validations[0].message: Invalid value: \"  \": message must be non-empty if specified"});
    row("a message is one line", looking("validations: [{expression: 'false', message: \"a\\nb\"}]"),
        {"spec.validations[0].message: Invalid value: \"a\\nb\": message must not contain line breaks"});
    row("three reasons are taken, and not the one that is promised as well", looking("validations: [{expression: 'false', reason: Unauthorized}]"),
        {"spec.validations[0].reason: Unsupported value: \"Unauthorized\": supported values: \"Forbidden\", \"Invalid\", \"RequestEntityTooLarge\""});
    row("variables are identifiers", looking(rule) + ", variables: [{name: my-var, expression: '1'}, {name: namespace, expression: ''}, {name: '', expression: '1'}]",
        {"spec.variables[0].name: Invalid value: \"my-var\": name is not a valid CEL identifier", "spec.variables[1].name: Invalid value: \"namespace\": name is not a valid CEL identifier",
            "spec.variables[1].expression: Required value: expression is not specified", "spec.variables[2].name: Required value: name is not specified"});
    row("notes have keys and values", looking("auditAnnotations: [{key: a, valueExpression: ''}, {key: a, valueExpression: x}, {key: b c, valueExpression: x}]"),
        {"spec.auditAnnotations[0].valueExpression: Required value: valueExpression is not specified", "spec.auditAnnotations[1].key: Duplicate value: \"a\"",
            "spec.auditAnnotations[2].key: Invalid value: \"limits.example.com/b c\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with "
            "an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"});
}

void TestAdmissionPolicies::policies()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(policy(spec)), complaints_);
}

void TestAdmissionPolicies::statuses_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QStringList>("complaints_");
    QTest::newRow("checked and content") << QByteArray("{observedGeneration: 1, typeChecking: {}}") << QStringList();
    QTest::newRow("a warning is about something") << QByteArray("{typeChecking: {expressionWarnings: [{fieldRef: ' ', warning: ''}]}}")
                                                  << QStringList{"status.typeChecking.expressionWarnings[0].warning: Required value",
                                                         "status.typeChecking.expressionWarnings[0].fieldRef: Required value"};
    QTest::newRow("conditions are complete")
        << QByteArray("{conditions: [{type: Ready, status: Maybe, reason: 'because of it', message: m}, {type: Ready, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', observedGeneration: -1}]}")
        << QStringList{"status.conditions[0].status: Unsupported value: \"Maybe\": supported values: \"False\", \"True\", \"Unknown\"",
               "status.conditions[0].lastTransitionTime: Required value: must be set",
               "status.conditions[0].reason: Invalid value: \"because of it\": a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric "
               "characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex "
               "used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')",
               "status.conditions[1].type: Duplicate value: \"Ready\"",
               "status.conditions[1].observedGeneration: Invalid value: -1: must be greater than or equal to zero", "status.conditions[1].reason: Required value: must be set"};
}

void TestAdmissionPolicies::statuses()
{
    QFETCH(QByteArray, status);
    QFETCH(QStringList, complaints_);
    QCOMPARE(statusComplaints(policy(looking(rule)), policy(looking(rule), status)), complaints_);
}

void TestAdmissionPolicies::bindings_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* title, const char* spec, const QStringList& complaints = {}) {
        QTest::newRow(title) << QByteArray(spec) << complaints;
    };
    row("deny in some namespaces", "policyName: limits.example.com, validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {env: test}}}");
    row("with parameters", "policyName: p, validationActions: [Warn, Audit], paramRef: {name: limits, parameterNotFoundAction: Deny}");
    row("nothing", "", {"spec.policyName: Required value", "spec.validationActions: Required value: at least one validation action is required"});
    row("a policy's name is a name", "policyName: Limits, validationActions: [Deny]",
        {"spec.policyName: Invalid value: \"Limits\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
         "alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"});
    row("who is refused needs no warning", "policyName: p, validationActions: [Deny, Warn, Deny, Log]",
        {"spec.validationActions[2]: Duplicate value: \"Deny\"", "spec.validationActions[3]: Unsupported value: \"Log\": supported values: \"Audit\", \"Deny\", \"Warn\"",
            "spec.validationActions: Invalid value: [\"Deny\",\"Warn\",\"Deny\",\"Log\"]: must not contain both Deny and Warn (repeating the same validation failure information in the API "
            "response and headers serves no purpose)"});
    row("parameters are found somehow", "policyName: p, validationActions: [Deny], paramRef: {}",
        {"spec.paramRef: Required value: one of name or selector must be specified", "spec.paramRef.parameterNotFoundAction: Required value"});
    row("by name or by labels", "policyName: p, validationActions: [Deny], paramRef: {name: a, selector: {}, parameterNotFoundAction: Ignore}",
        {"spec.paramRef.name: Forbidden: name and selector are mutually exclusive", "spec.paramRef.selector: Forbidden: name and selector are mutually exclusive",
            "spec.paramRef.parameterNotFoundAction: Unsupported value: \"Ignore\": supported values: \"Deny\", \"Allow\""});
    row("the server misspells a path", "policyName: p, validationActions: [Deny], matchResources: {matchPolicy: Any}",
        {"spec.matchResouces.matchPolicy: Unsupported value: \"Any\": supported values: \"Equivalent\", \"Exact\""});
}

void TestAdmissionPolicies::bindings()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(binding(spec)), complaints_);
}

void TestAdmissionPolicies::defaults()
{
    QCOMPARE(defaulted(policy(looking(rule))),
        QStringLiteral(R"({"kind":"ValidatingAdmissionPolicy","apiVersion":"admissionregistration.k8s.io/v1","metadata":{"name":"limits.example.com"},"spec":{)"
                       R"("matchConstraints":{"namespaceSelector":{},"objectSelector":{},"resourceRules":[{"operations":["CREATE"],"apiGroups":["apps"],"apiVersions":["v1"],)"
                       R"("resources":["deployments"],"scope":"*"}],"matchPolicy":"Equivalent"},"validations":[{"expression":"object.spec.replicas \u003c= 5"}],"failurePolicy":"Fail"},)"
                       R"("status":{}})"));
}

QTEST_GUILESS_MAIN(TestAdmissionPolicies)
#include "test_admissionpolicies.moc"
