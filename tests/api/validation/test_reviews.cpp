// Questions about identity and permission: they carry no name and are answered at once.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

std::string review(const QByteArray& kind, const QByteArray& fields)
{
    return "apiVersion: authorization.k8s.io/v1\nkind: " + kind.toStdString() + "\n" + fields.toStdString() + "\n";
}

std::string tokenRequest(const QByteArray& spec)
{
    return "apiVersion: authentication.k8s.io/v1\nkind: TokenRequest\nspec: " + spec.toStdString() + "\n";
}

constexpr auto oneOfBoth = "spec.resourceAttributes: Invalid value: \"null\": exactly one of nonResourceAttributes or resourceAttributes must be specified";

} // namespace

class TestReviews : public QObject {
    Q_OBJECT

private slots:
    void access_data();
    void access();
    void selectors_data();
    void selectors();
    void tokens_data();
    void tokens();
    void anHourIsTheDefaultOfAToken();
};

void TestReviews::access_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* name, const char* kind, const char* fields, const QStringList& complaints = {}) {
        QTest::newRow(name) << QByteArray(kind) << QByteArray(fields) << complaints;
    };
    row("may I list pods?", "SelfSubjectAccessReview", "spec: {resourceAttributes: {verb: list, resource: pods}}");
    row("may I ask for a path?", "SelfSubjectAccessReview", "spec: {nonResourceAttributes: {verb: get, path: /healthz}}");
    row("may jane?", "SubjectAccessReview", "spec: {user: jane, resourceAttributes: {verb: list, resource: pods}}");
    row("may anybody of the team?", "SubjectAccessReview", "spec: {groups: [team], resourceAttributes: {verb: list, resource: pods}}");
    row("may jane, here?", "LocalSubjectAccessReview", "spec: {user: jane, resourceAttributes: {namespace: default, verb: get, resource: pods}}");
    row("what may I do here?", "SelfSubjectRulesReview", "spec: {namespace: shop}");
    row("may I what?", "SelfSubjectAccessReview", "spec: {}", {oneOfBoth});
    row("one question at a time", "SelfSubjectAccessReview", "spec: {resourceAttributes: {verb: get}, nonResourceAttributes: {path: /a, verb: get}}",
        {"spec.nonResourceAttributes: Invalid value: {\"Path\":\"/a\",\"Verb\":\"get\"}: cannot be specified in combination with resourceAttributes"});
    row("may who?", "SubjectAccessReview", "spec: {}",
        {oneOfBoth, "spec.user: Invalid value: \"\": at least one of user or group must be specified"});
    row("a question has no name", "SelfSubjectAccessReview", "metadata: {name: q}\nspec: {resourceAttributes: {verb: get}}",
        {"metadata: Invalid value: {\"name\":\"q\"}: must be empty"});
    row("a local question has a namespace, and no more", "LocalSubjectAccessReview",
        "metadata: {namespace: shop, labels: {a: b}}\nspec: {user: jane, resourceAttributes: {namespace: shop}}",
        {"metadata: Invalid value: {\"namespace\":\"shop\",\"labels\":{\"a\":\"b\"}}: must be empty except for namespace"});
    row("a local question is about its own namespace", "LocalSubjectAccessReview", "metadata: {namespace: shop}\nspec: {user: jane, resourceAttributes: {namespace: bar}}",
        {"spec.resourceAttributes.namespace: Invalid value: \"bar\": must match metadata.namespace"});
    row("paths are not local", "LocalSubjectAccessReview", "spec: {user: jane, nonResourceAttributes: {path: /a, verb: get}}",
        {"spec.nonResourceAttributes: Invalid value: {\"Path\":\"/a\",\"Verb\":\"get\"}: disallowed on this kind of request"});
}

void TestReviews::access()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, fields);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(review(kind, fields)), complaints_);
}

void TestReviews::selectors_data()
{
    QTest::addColumn<QByteArray>("selector");
    QTest::addColumn<QStringList>("complaints_");
    const auto row = [](const char* name, const char* selector, const QStringList& complaints = {}) {
        QTest::newRow(name) << QByteArray(selector) << complaints;
    };
    row("pods of one node", "fieldSelector: {requirements: [{key: spec.nodeName, operator: In, values: [node-1]}]}");
    row("as text", "labelSelector: {rawSelector: 'app=web'}");
    row("an operator of a newer client passes", "fieldSelector: {requirements: [{key: a, operator: Near, values: [b]}]}");
    row("a selector selects", "fieldSelector: {}",
        {"spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required"});
    row("text or list", "labelSelector: {rawSelector: a, requirements: [{key: a, operator: Exists}]}",
        {"spec.resourceAttributes.labelSelector.rawSelector: Invalid value: \"a\": may not specified at the same time as requirements"});
    row("a field has a name", "fieldSelector: {requirements: [{key: '', operator: Exists, values: [a]}]}",
        {"spec.resourceAttributes.fieldSelector.requirements[0].key: Required value: must be specified",
            "spec.resourceAttributes.fieldSelector.requirements[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"});
    row("In is one of some", "labelSelector: {requirements: [{key: a, operator: In}]}",
        {"spec.resourceAttributes.labelSelector.requirements[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"});
}

void TestReviews::selectors()
{
    QFETCH(QByteArray, selector);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(review("SelfSubjectAccessReview", "spec: {resourceAttributes: {verb: list, " + selector + "}}")), complaints_);
}

void TestReviews::tokens_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints_");
    QTest::newRow("an hour") << QByteArray("{}") << QStringList();
    QTest::newRow("bound to a pod") << QByteArray("{expirationSeconds: 600, boundObjectRef: {kind: Pod, apiVersion: v1, name: p}}") << QStringList();
    QTest::newRow("ten minutes are the least")
        << QByteArray("{expirationSeconds: 599}") << QStringList{"spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes"};
    QTest::newRow("136 years are the most")
        << QByteArray("{expirationSeconds: 4294967297}")
        << QStringList{"spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds"};
}

void TestReviews::tokens()
{
    QFETCH(QByteArray, spec);
    QFETCH(QStringList, complaints_);
    QCOMPARE(complaints(tokenRequest(spec)), complaints_);
}

void TestReviews::anHourIsTheDefaultOfAToken()
{
    QVERIFY(defaulted(tokenRequest("{audiences: [api]}")).contains(R"("spec":{"audiences":["api"],"expirationSeconds":3600,"boundObjectRef":null})"));
}

QTEST_GUILESS_MAIN(TestReviews)
#include "test_reviews.moc"
