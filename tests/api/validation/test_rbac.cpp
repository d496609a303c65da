// Roles and their bindings: what may be granted, to whom, and what stays as it is.
#include "api/validation/validation.h"
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

std::string object(const char* kind, const QByteArray& fields)
{
    return std::string("apiVersion: rbac.authorization.k8s.io/v1\nkind: ") + kind + "\nmetadata: {name: x}\n"
        + fields.toStdString() + "\n";
}

std::string binding(const QByteArray& subject)
{
    return object("RoleBinding", "roleRef: {kind: Role, name: r}\nsubjects: [" + subject + "]");
}

} // namespace

class TestRbac : public QObject {
    Q_OBJECT

private slots:
    void rules_data();
    void rules();
    void bindings_data();
    void bindings();
    void subjects_data();
    void subjects();
    void names_data();
    void names();
    void updates_data();
    void updates();
    void eachComplaintOfAnUpdateIsTwoCauses();
    void defaults_data();
    void defaults();
};

void TestRbac::rules_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* name, const char* kind, const char* fields, const QStringList& complaints = {}) {
        QTest::newRow(name) << QByteArray(kind) << QByteArray(fields) << complaints;
    };
    row("a role reads pods", "Role", "rules: [{apiGroups: [''], resources: [pods, pods/log], verbs: [get, list]}]");
    row("a role may be empty", "Role", "rules: []");
    row("a role may leave out its rules", "ClusterRole", "");
    row("everything with everything", "ClusterRole", "rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]");
    row("a cluster role may open paths", "ClusterRole", "rules: [{nonResourceURLs: [/healthz, /logs/*], verbs: [get]}]");
    row("one object by its name", "Role", "rules: [{apiGroups: [''], resources: [secrets], resourceNames: [key], verbs: [get]}]");
    row("a rule without anything", "Role", "rules: [{verbs: []}]",
        {"rules[0].verbs: Required value: verbs must contain at least one value",
            "rules[0].apiGroups: Required value: resource rules must supply at least one api group",
            "rules[0].resources: Required value: resource rules must supply at least one resource"});
    row("the core group is the empty name, and must be written", "Role", "rules: [{resources: [pods], verbs: [get]}]",
        {"rules[0].apiGroups: Required value: resource rules must supply at least one api group"});
    row("the second rule is named as such", "Role", "rules: [{apiGroups: [''], resources: [pods], verbs: [get]}, {apiGroups: [apps], verbs: [get]}]",
        {"rules[1].resources: Required value: resource rules must supply at least one resource"});
    row("names belong to one resource", "Role", "rules: [{apiGroups: [''], resources: [pods, secrets], resourceNames: [a], verbs: [get]}]",
        {"rules[0].resourceNames: Required value: resource names cannot apply to multiple resources"});
    row("paths belong to no namespace", "Role", "rules: [{nonResourceURLs: [/healthz], verbs: [get]}]",
        {"rules[0].nonResourceURLs: Invalid value: [\"/healthz\"]: namespaced rules cannot apply to non-resource URLs"});
    row("paths and resources do not mix", "ClusterRole", "rules: [{apiGroups: [''], nonResourceURLs: [/a, /b], verbs: [get]}]",
        {"rules[0].nonResourceURLs: Invalid value: [\"/a\",\"/b\"]: rules cannot apply to both regular resources and non-resource URLs"});
    row("an aggregated role collects others by their labels", "ClusterRole", "aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}");
    row("an aggregated role collects from somewhere", "ClusterRole", "aggregationRule: {}",
        {"aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil"});
    row("an aggregated role's selector must be one", "ClusterRole", "aggregationRule: {clusterRoleSelectors: [{matchExpressions: [{key: a, operator: Is}]}]}",
        {"aggregationRule.clusterRoleSelectors[0].matchExpressions[0].operator: Invalid value: \"Is\": not a valid selector operator",
            "aggregationRule.clusterRoleSelectors[0]: Invalid value: \"null\": invalid label selector."});
}

void TestRbac::rules()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, fields);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(object(kind, fields)), complaints_);
}

void TestRbac::bindings_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("roleRef");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* name, const char* kind, const char* roleRef, const QStringList& complaints = {}) {
        QTest::newRow(name) << QByteArray(kind) << QByteArray(roleRef) << complaints;
    };
    row("a role is granted in its namespace", "RoleBinding", "{kind: Role, name: reader}");
    row("a cluster role is granted in one namespace", "RoleBinding", "{kind: ClusterRole, name: view}");
    row("a cluster role is granted everywhere", "ClusterRoleBinding", "{kind: ClusterRole, name: 'system:node'}");
    row("a role cannot be granted everywhere", "ClusterRoleBinding", "{kind: Role, name: reader}",
        {"roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\""});
    row("a binding refers to a role", "RoleBinding", "{kind: Group, name: ''}",
        {"roleRef.kind: Unsupported value: \"Group\": supported values: \"Role\", \"ClusterRole\"", "roleRef.name: Required value"});
    row("roles are of one group", "RoleBinding", "{apiGroup: rbac, kind: Role, name: r}",
        {"roleRef.apiGroup: Unsupported value: \"rbac\": supported values: \"rbac.authorization.k8s.io\""});
    row("a role's name stands in a path", "RoleBinding", "{kind: Role, name: a/b}", {"roleRef.name: Invalid value: \"a/b\": may not contain '/'"});
}

void TestRbac::bindings()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, roleRef);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(object(kind, "roleRef: " + roleRef)), complaints_);
}

void TestRbac::subjects_data()
{
    QTest::addColumn<QByteArray>("subject");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* name, const char* subject, const QStringList& complaints = {}) {
        QTest::newRow(name) << QByteArray(subject) << complaints;
    };
    row("a user has any name", "{kind: User, name: 'jane@example.com'}");
    row("a group", "{kind: Group, name: 'system:masters'}");
    row("an account of this namespace", "{kind: ServiceAccount, name: robot}");
    row("an account is an object: its name is one", "{kind: ServiceAccount, name: Robot_1}",
        {"subjects[0].name: Invalid value: \"Robot_1\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
         "'-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
         "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"});
    row("an account is of the core group", "{kind: ServiceAccount, name: robot, apiGroup: v1}",
        {"subjects[0].apiGroup: Unsupported value: \"v1\": supported values: \"\""});
    row("users are of one group", "{kind: User, name: jane, apiGroup: users}",
        {"subjects[0].apiGroup: Unsupported value: \"users\": supported values: \"rbac.authorization.k8s.io\""});
    row("a user needs a name", "{kind: User, name: ''}",
        {"subjects[0].name: Required value", "subjects[0].name: Invalid value: \"\": user name cannot be empty"});
    row("a group needs a name", "{kind: Group, name: ''}",
        {"subjects[0].name: Required value", "subjects[0].name: Invalid value: \"\": group name cannot be empty"});
    row("nobody else can be granted a role", "{kind: Pod, name: p}",
        {"subjects[0].kind: Unsupported value: \"Pod\": supported values: \"ServiceAccount\", \"User\", \"Group\""});
}

void TestRbac::subjects()
{
    QFETCH(QByteArray, subject);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(binding(subject)), complaints_);
}

void TestRbac::names_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QStringList>("complaints_");
    QTest::newRow("colons are for the system, but anybody may use them") << QByteArray("system:node") << QStringList();
    QTest::newRow("capitals are allowed") << QByteArray("ReadPods") << QStringList();
    QTest::newRow("a name is one step of a path")
        << QByteArray("a%b") << QStringList{"metadata.name: Invalid value: \"a%b\": may not contain '%'"};
    QTest::newRow("two dots lead elsewhere") << QByteArray("..") << QStringList{"metadata.name: Invalid value: \"..\": may not be '..'"};
}

void TestRbac::names()
{
    QFETCH(QByteArray, name);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: '" + name.toStdString() + "'}\n"), complaints_);
}

void TestRbac::updates_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QStringList>("complaints_");
    QTest::newRow("subjects come and go") << QByteArray("RoleBinding") << QByteArray("roleRef: {kind: Role, name: r}")
                                          << QByteArray("roleRef: {kind: Role, name: r}\nsubjects: [{kind: User, name: jane}]") << QStringList();
    QTest::newRow("the role of a binding stays") << QByteArray("RoleBinding") << QByteArray("roleRef: {kind: ClusterRole, name: edit}")
                                                 << QByteArray("roleRef: {kind: ClusterRole, name: view}")
                                                 << QStringList{"roleRef: Invalid value: {\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"ClusterRole\",\"Name\":\"view\"}: cannot change roleRef"};
    QTest::newRow("and that of a cluster-wide one") << QByteArray("ClusterRoleBinding") << QByteArray("roleRef: {kind: ClusterRole, name: edit}")
                                                    << QByteArray("roleRef: {kind: ClusterRole, name: view}")
                                                    << QStringList{"roleRef: Invalid value: {\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"ClusterRole\",\"Name\":\"view\"}: cannot change roleRef"};
    QTest::newRow("the rules of a role may change") << QByteArray("Role") << QByteArray("rules: []")
                                                    << QByteArray("rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]") << QStringList();
    QTest::newRow("but must be rules") << QByteArray("Role") << QByteArray("rules: []") << QByteArray("rules: [{apiGroups: [''], resources: [pods], verbs: []}]")
                                       << QStringList{"rules[0].verbs: Required value: verbs must contain at least one value"};
}

void TestRbac::updates()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, now);
    QFETCH(QStringList, complaints_);
    QCOMPARE(updateComplaints(object(kind, old), object(kind, now)), complaints_);
}

void TestRbac::eachComplaintOfAnUpdateIsTwoCauses()
{
    const Manifest role(object("Role", "rules: [{apiGroups: [''], resources: [pods], verbs: []}]"));
    ObjectPtr stored = role.object();
    stored.editMeta().resourceVersion = "1";
    const FieldErrors errors = validateUpdate(role.kind(), stored, stored);
    QCOMPARE(errors.size(), std::size_t(2));
    QCOMPARE(errors[0], errors[1]);
}

void TestRbac::defaults_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("users and groups get RBAC's group, accounts none")
        << QByteArray("{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {kind: Role, name: r}, "
                      "subjects: [{kind: User, name: jane}, {kind: Group, name: team}, {kind: ServiceAccount, name: robot}]}")
        << QByteArray(R"({"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"b","namespace":"default"},)"
                      R"("subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"jane"},)"
                      R"({"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"team"},{"kind":"ServiceAccount","name":"robot"}],)"
                      R"("roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"}})");
    QTest::newRow("a group that is written stays")
        << QByteArray("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}, roleRef: {apiGroup: x, kind: ClusterRole, name: r}, "
                      "subjects: [{kind: User, apiGroup: other, name: jane}, {kind: Pod, name: p}]}")
        << QByteArray(R"({"kind":"ClusterRoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"b"},)"
                      R"("subjects":[{"kind":"User","apiGroup":"other","name":"jane"},{"kind":"Pod","name":"p"}],)"
                      R"("roleRef":{"apiGroup":"x","kind":"ClusterRole","name":"r"}})");
    QTest::newRow("a role without rules says null")
        << QByteArray("{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r}}")
        << QByteArray(R"({"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r","namespace":"default"},"rules":null})");
}

void TestRbac::defaults()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, json);
    QCOMPARE(defaulted(yaml.toStdString()), QString::fromUtf8(json));
}

QTEST_GUILESS_MAIN(TestRbac)
#include "test_rbac.moc"
