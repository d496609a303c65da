#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

// The core form, as old clients send it.
QByteArray oldForm(const QByteArray& rest, const QByteArray& metadata = "name: web.17a")
{
    return "{apiVersion: v1, kind: Event, metadata: {" + metadata + "}, " + rest + "}";
}

// The newer form, complete but for what a row adds or replaces.
QByteArray newer(const QByteArray& rest)
{
    return "{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: web.17a}, " + rest + "}";
}

const QByteArray told = "eventTime: '2026-01-01T00:00:00.000000Z', reportingController: lab.io/x, reportingInstance: x-1, "
                        "action: Run, reason: Ran";
const QByteArray about = "regarding: {kind: Pod, namespace: default, name: web}";
const QString mismatch = QStringLiteral("does not match event.namespace");

} // namespace

class TestEvent : public QObject {
    Q_OBJECT

private slots:
    void create_data();
    void create();
    void update_data();
    void update();
};

void TestEvent::create_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QStringList>("said");
    const auto good = [](const char* row, const QByteArray& manifest) { QTest::newRow(row) << manifest << QStringList(); };
    const auto bad = [](const char* row, const QByteArray& manifest, const QStringList& said) {
        QTest::newRow(row) << manifest << said;
    };

    good("an event beside its pod", oldForm("involvedObject: {kind: Pod, namespace: default, name: web}, reason: Started"));
    good("an event about a node lives in default", oldForm("involvedObject: {kind: Node, name: n-1}"));
    good("the core form takes any name that fits into a path", oldForm("reason: X", "name: Web_17A"));
    good("the newer form sent as a core event",
        oldForm("involvedObject: {kind: Pod, namespace: default}, eventTime: '2026-01-01T00:00:00.000000Z', reportingComponent: "
              "lab.io/x, reportingInstance: x-1, action: Run, reason: Ran, message: m"));
    bad("an event of another namespace", oldForm("involvedObject: {kind: Pod, namespace: shop, name: web}"),
        {"involvedObject.namespace: Invalid value: \"shop\": " + mismatch});
    bad("an event about a node elsewhere", oldForm("involvedObject: {kind: Node, name: node-9}", "name: e, namespace: shop"),
        {"involvedObject.namespace: Invalid value: \"\": " + mismatch});
    bad("a time, and nothing beside it", oldForm("eventTime: '2026-01-01T00:00:00.000000Z'"),
        {"reportingController: Required value",
            "reportingController: Invalid value: \"\": name part must be non-empty",
            "reportingController: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and "
            "must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for "
            "validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
            "reportingInstance: Required value", "action: Required value", "reason: Required value"});
    bad("a name that does not fit into a path", oldForm("reason: X", "name: a/b"),
        {"metadata.name: Invalid value: \"a/b\": may not contain '/'"});

    good("the newer form", newer(told + ", " + about + ", type: Normal"));
    good("an event about a node may live in kube-system",
        "{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: n.1, namespace: kube-system}, " + told
            + ", type: Normal, regarding: {kind: Node, name: node-9}}");
    bad("names are strict there",
        "{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: Web}, " + told + ", type: Normal}",
        {"metadata.name: Invalid value: \"Web\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
         "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for "
         "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"});
    bad("and so are types", newer(told + ", type: Error"), {"type: Invalid value: \"\": has invalid value: Error"});
    bad("a time is needed", newer(about + ", type: Normal"), {"eventTime: Required value"});
    bad("a series is of two at least", newer(told + ", type: Normal, series: {count: 1}"),
        {"series.count: Invalid value: \"\": should be at least 2", "series.lastObservedTime: Required value"});
    bad("fields of old", newer(told + ", type: Normal, deprecatedCount: 1, deprecatedSource: {component: x}, "
                                      "deprecatedFirstTimestamp: '2026-01-01T00:00:00Z', deprecatedLastTimestamp: "
                                      "'2026-01-01T00:00:00Z'"),
        {"firstTimestamp: Invalid value: \"\": needs to be unset", "lastTimestamp: Invalid value: \"\": needs to be unset",
            "count: Invalid value: \"\": needs to be unset", "source: Invalid value: \"\": needs to be unset"});
    bad("words that are too long",
        newer("eventTime: '2026-01-01T00:00:00.000000Z', reportingController: x, reportingInstance: i, type: Normal, action: "
            + QByteArray(129, 'a') + ", reason: " + QByteArray(129, 'a') + ", note: " + QByteArray(1025, 'a')),
        {"action: Invalid value: \"\": can have at most 128 characters", "reason: Invalid value: \"\": can have at most 128 "
                                                                         "characters",
            "message: Invalid value: \"\": can have at most 1024 characters"});
}

void TestEvent::create()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(complaints(manifest.toStdString()), said);
}

void TestEvent::update_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("said");
    const QByteArray first = newer(told + ", " + about + ", type: Normal");
    QTest::newRow("the core form counts on") << oldForm("count: 1") << oldForm("count: 2, message: more") << QStringList();
    QTest::newRow("the series goes on") << first
        << newer(told + ", " + about
               + ", type: Normal, series: {count: 2, lastObservedTime: '2026-01-01T00:00:01.000000Z'}")
        << QStringList();
    QTest::newRow("nothing else does") << first
        << newer("eventTime: '2026-01-01T00:00:00.500000Z', reportingController: lab.io/x, reportingInstance: x-1, action: "
                 "Run, reason: Ran, note: more, type: Warning, regarding: {kind: Pod, namespace: default, name: db}")
        << QStringList{
               "involvedObject: Invalid value: {\"Kind\":\"Pod\",\"Namespace\":\"default\",\"Name\":\"db\",\"UID\":\"\","
               "\"APIVersion\":\"\",\"ResourceVersion\":\"\",\"FieldPath\":\"\"}: field is immutable",
               "message: Invalid value: \"more\": field is immutable", "type: Invalid value: \"Warning\": field is immutable",
               "eventTime: Invalid value: \"2026-01-01T00:00:00.500000Z\": field is immutable"};
}

void TestEvent::update()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, said);
    QCOMPARE(updateComplaints(before.toStdString(), after.toStdString()), said);
}

QTEST_GUILESS_MAIN(TestEvent)
#include "test_event.moc"
