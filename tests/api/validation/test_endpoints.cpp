#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

QByteArray endpoints(const QByteArray& subset, const QByteArray& metadata = "name: e")
{
    return "{apiVersion: v1, kind: Endpoints, metadata: {" + metadata + "}, subsets: [{" + subset + "}]}";
}

} // namespace

class TestEndpoints : public QObject {
    Q_OBJECT

private slots:
    void create_data();
    void create();
    void updatesAreJudgedWhole();
    void warnings_data();
    void warnings();
};

void TestEndpoints::create_data()
{
    QTest::addColumn<QByteArray>("subset");
    QTest::addColumn<QStringList>("said");
    const auto good = [](const char* row, const QByteArray& subset) { QTest::newRow(row) << subset << QStringList(); };
    const auto bad
        = [](const char* row, const QByteArray& subset, const QStringList& said) { QTest::newRow(row) << subset << said; };
    const QString ip = QStringLiteral("subsets[0].addresses[0].ip: Invalid value: ");

    good("an address and a port", "addresses: [{ip: 10.0.0.1, nodeName: n-1, hostname: db-0}], ports: [{port: 80}]");
    good("an address without a port, behind a headless service", "addresses: [{ip: 10.0.0.1}]");
    good("nobody is ready", "notReadyAddresses: [{ip: 'fd00::1'}], ports: [{port: 80}]");
    bad("ports of nobody", "ports: [{port: 80}]",
        {"subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`"});
    bad("a name for an address", "addresses: [{ip: db.example.com}]",
        {ip + "\"db.example.com\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
            ip + "\"db.example.com\": must be a valid IP address"});
    bad("oneself", "addresses: [{ip: 127.0.0.1}]",
        {ip + "\"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)"});
    bad("oneself in IPv6", "addresses: [{ip: '::1'}]",
        {ip + "\"::1\": may not be in the loopback range (127.0.0.0/8, ::1/128)"});
    bad("neighbours on the link", "addresses: [{ip: 'fe80::1'}]",
        {ip + "\"fe80::1\": may not be in the link-local range (169.254.0.0/16, fe80::/10)"});
    bad("all neighbours at once", "addresses: [{ip: 224.0.0.5}]",
        {ip + "\"224.0.0.5\": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"});
    bad("nowhere", "addresses: [{ip: '::'}]", {ip + "\"::\": may not be unspecified (::)"});
    bad("several ports need names", "addresses: [{ip: 10.0.0.1}], ports: [{port: 80}, {name: b, port: 0, protocol: ICMP}]",
        {"subsets[0].ports[0].name: Required value",
            "subsets[0].ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive",
            "subsets[0].ports[1].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\""});
    bad("a host name is a label", "addresses: [{ip: 10.0.0.1, hostname: a.b}]",
        {"subsets[0].addresses[0].hostname: Invalid value: \"a.b\": must not contain dots"});
}

void TestEndpoints::create()
{
    QFETCH(QByteArray, subset);
    QFETCH(QStringList, said);
    QCOMPARE(complaints(endpoints(subset).toStdString()), said);
}

void TestEndpoints::updatesAreJudgedWhole()
{
    const std::string good = endpoints("addresses: [{ip: 10.0.0.1}]").toStdString();
    QCOMPARE(updateComplaints(good, endpoints("addresses: [{ip: 10.0.0.2}]").toStdString()), QStringList());
    QCOMPARE(updateComplaints(good, endpoints("").toStdString()),
        QStringList{"subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`"});
}

void TestEndpoints::warnings_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QStringList>("said");
    const QString old = QStringLiteral("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
    QTest::newRow("the kind itself") << endpoints("addresses: [{ip: 10.0.0.1}]") << QStringList{old};
    QTest::newRow("addresses with leading zeros")
        << endpoints("addresses: [{ip: 10.0.0.1}], notReadyAddresses: [{ip: 010.0.0.2}]")
        << QStringList{old,
               "subsets[0].notReadyAddresses[0].ip: non-standard IP address \"010.0.0.2\" will be considered invalid in a "
               "future Kubernetes release: use \"10.0.0.2\""};
    QTest::newRow("unless the controller wrote them")
        << endpoints("addresses: [{ip: 010.0.0.2}]", "name: e, labels: {endpoints.kubernetes.io/managed-by: endpoint-controller}")
        << QStringList{old};
}

void TestEndpoints::warnings()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(warningsAbout(manifest.toStdString()), said);
}

QTEST_GUILESS_MAIN(TestEndpoints)
#include "test_endpoints.moc"
