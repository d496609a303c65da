// Network policies, and the slices of endpoints behind services.
#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestNetworkPolicies : public QObject {
    Q_OBJECT
private slots:
    void policies_data();
    void policies();
    void policyUpdates();
    void policyWarnings_data();
    void policyWarnings();
    void policyDefaults_data();
    void policyDefaults();
    void slices_data();
    void slices();
    void slicesHoldSoMuch();
    void sliceUpdates();
    void sliceWarnings_data();
    void sliceWarnings();
    void sliceDefaults();
};

namespace {

const QStringList none;
const QString cidrSentence = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

std::string policy(const QByteArray& spec) { return ("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: {" + spec + "}}").toStdString(); }
std::string slice(const QByteArray& rest) { return ("{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s}, " + rest + "}").toStdString(); }

} // namespace

void TestNetworkPolicies::policies_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QStringList>("complaints");
    const QString from = "spec.ingress[0].from[0]";
    const QString port = "spec.ingress[0].ports[0].";
    QTest::newRow("everybody is locked out") << QByteArray("podSelector: {}") << none;
    QTest::newRow("some are let in") << QByteArray("ingress: [{from: [{podSelector: {matchLabels: {a: b}}, namespaceSelector: {}}], ports: [{port: http}, {port: 80, endPort: 90}]}]") << none;
    QTest::newRow("a peer is somebody") << QByteArray("ingress: [{from: [{}]}]") << QStringList{from + ": Required value: must specify a peer"};
    QTest::newRow("an address or a pod") << QByteArray("ingress: [{from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]")
        << QStringList{from + ": Forbidden: may not specify both ipBlock and another peer"};
    QTest::newRow("selectors of peers are selectors") << QByteArray("egress: [{to: [{namespaceSelector: {matchExpressions: [{key: a, operator: Is}]}}]}]")
        << QStringList{"spec.egress[0].to[0].namespaceSelector.matchExpressions[0].operator: Invalid value: \"Is\": not a valid selector operator"};
    QTest::newRow("a range is needed") << QByteArray("ingress: [{from: [{ipBlock: {}}]}]") << QStringList{from + ".ipBlock.cidr: Required value"};
    QTest::newRow("a range with its length") << QByteArray("ingress: [{from: [{ipBlock: {cidr: 10.0.0.1}}]}]") << QStringList{from + ".ipBlock.cidr: Invalid value: \"10.0.0.1\": " + cidrSentence};
    QTest::newRow("holes are inside and smaller") << QByteArray("ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 11.0.0.0/16, 10.0.0.0/8, x]}}]}]")
        << QStringList{from + ".ipBlock.except[1]: Invalid value: \"11.0.0.0/16\": must be a strict subset of `cidr`",
                       from + ".ipBlock.except[2]: Invalid value: \"10.0.0.0/8\": must be a strict subset of `cidr`",
                       from + ".ipBlock.except[3]: Invalid value: \"x\": " + cidrSentence};
    QTest::newRow("ports are numbers that there are") << QByteArray("ingress: [{ports: [{port: 0, protocol: ICMP}]}]")
        << QStringList{port + "protocol: Unsupported value: \"ICMP\": supported values: \"TCP\", \"UDP\", \"SCTP\"", port + "port: Invalid value: 0: must be between 1 and 65535, inclusive"};
    QTest::newRow("or names") << QByteArray("ingress: [{ports: [{port: a--b}]}]") << QStringList{port + "port: Invalid value: \"a--b\": must not contain consecutive hyphens"};
    QTest::newRow("a range of ports has a begin") << QByteArray("ingress: [{ports: [{endPort: 5}]}]") << QStringList{port + "endPort: Invalid value: 5: may not be specified when `port` is not specified"};
    QTest::newRow("that is a number") << QByteArray("ingress: [{ports: [{port: http, endPort: 5}]}]") << QStringList{port + "endPort: Invalid value: 5: may not be specified when `port` is non-numeric"};
    QTest::newRow("and comes first") << QByteArray("ingress: [{ports: [{port: 80, endPort: 79}]}]") << QStringList{port + "endPort: Invalid value: 79: must be greater than or equal to `port`"};
    QTest::newRow("there are two directions") << QByteArray("policyTypes: [Ingress, Sideways]")
        << QStringList{"spec.policyTypes[1]: Unsupported value: \"Sideways\": supported values: \"Ingress\", \"Egress\""};
    QTest::newRow("not three") << QByteArray("policyTypes: [Ingress, Egress, Ingress]")
        << QStringList{"spec.policyTypes: Invalid value: [\"Ingress\",\"Egress\",\"Ingress\"]: may not specify more than two policyTypes"};
}

void TestNetworkPolicies::policies()
{
    QFETCH(QByteArray, spec);
    QTEST(complaints(policy(spec)), "complaints");
}

// A range that was stored may stay, wherever it now stands.
void TestNetworkPolicies::policyUpdates()
{
    QCOMPARE(updateComplaints(policy("ingress: [{from: [{ipBlock: {cidr: x}}]}]"), policy("egress: [{to: [{ipBlock: {cidr: x}}]}]")), none);
    QCOMPARE(updateComplaints(policy("ingress: [{from: [{ipBlock: {cidr: x}}]}]"), policy("egress: [{to: [{ipBlock: {cidr: z}}]}]")),
             QStringList{"spec.egress[0].to[0].ipBlock.cidr: Invalid value: \"z\": " + cidrSentence});
}

void TestNetworkPolicies::policyWarnings_data()
{
    QTest::addColumn<QByteArray>("cidr");
    QTest::addColumn<QStringList>("warnings");
    const QString at = "spec.ingress[0].from[0].ipBlock.cidr: ";
    QTest::newRow("a plain range") << QByteArray("10.0.0.0/8") << none;
    QTest::newRow("a host in a range") << QByteArray("10.0.0.1/8") << QStringList{at + "CIDR value \"10.0.0.1/8\" is ambiguous in this context (should be \"10.0.0.0/8\" or \"10.0.0.1/32\"?)"};
    QTest::newRow("leading zeros") << QByteArray("010.0.0.0/8")
        << QStringList{at + "non-standard CIDR value \"010.0.0.0/8\" will be considered invalid in a future Kubernetes release: use \"10.0.0.0/8\""};
    QTest::newRow("IPv6 at length") << QByteArray("'2001:db8:0:0::/64'") << QStringList{at + "IPv6 CIDR value \"2001:db8:0:0::/64\" should be in RFC 5952 canonical format (\"2001:db8::/64\")"};
}

void TestNetworkPolicies::policyWarnings()
{
    QFETCH(QByteArray, cidr);
    QTEST(warningsAbout(policy("ingress: [{from: [{ipBlock: {cidr: " + cidr + "}}]}]")), "warnings");
}

void TestNetworkPolicies::policyDefaults_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("filled");
    QTest::newRow("incoming traffic is meant") << QByteArray("podSelector: {}") << QByteArray(R"({"podSelector":{},"policyTypes":["Ingress"]})");
    QTest::newRow("and outgoing, if there are rules for it") << QByteArray("egress: [{ports: [{port: 53}]}]")
        << QByteArray(R"({"podSelector":{},"egress":[{"ports":[{"protocol":"TCP","port":53}]}],"policyTypes":["Ingress","Egress"]})");
    QTest::newRow("what is written counts") << QByteArray("egress: [{}], policyTypes: [Egress]") << QByteArray(R"({"podSelector":{},"egress":[{}],"policyTypes":["Egress"]})");
}

void TestNetworkPolicies::policyDefaults()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, filled);
    QCOMPARE(defaulted(policy(spec)), R"({"kind":"NetworkPolicy","apiVersion":"networking.k8s.io/v1","metadata":{"name":"p","namespace":"default"},"spec":)" + QString::fromUtf8(filled) + "}");
}

void TestNetworkPolicies::slices_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QStringList>("complaints");
    QTest::newRow("addresses and ports") << QByteArray("addressType: IPv4, endpoints: [{addresses: [10.1.2.3]}], ports: [{name: http, port: 80}]") << none;
    QTest::newRow("what addresses are has to be said") << QByteArray("endpoints: []") << QStringList{"addressType: Required value"};
    QTest::newRow("one of three things") << QByteArray("addressType: MAC, endpoints: []") << QStringList{"addressType: Unsupported value: \"MAC\": supported values: \"FQDN\", \"IPv4\", \"IPv6\""};
    QTest::newRow("all are of that kind") << QByteArray("addressType: IPv6, endpoints: [{addresses: [10.1.2.3]}]")
        << QStringList{"endpoints[0].addresses[0]: Invalid value: \"10.1.2.3\": must be a valid IPv6 address"};
    QTest::newRow("names have a domain") << QByteArray("addressType: FQDN, endpoints: [{addresses: [host]}]")
        << QStringList{"endpoints[0].addresses[0]: Invalid value: \"host\": should be a domain with at least two segments separated by dots"};
    QTest::newRow("an endpoint is somewhere") << QByteArray("addressType: IPv4, endpoints: [{addresses: []}]") << QStringList{"endpoints[0].addresses: Required value: must contain at least 1 address"};
    QTest::newRow("else than on this machine") << QByteArray("addressType: IPv4, endpoints: [{addresses: [127.0.0.1]}]")
        << QStringList{"endpoints[0].addresses[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)"};
    QTest::newRow("names of ports differ") << QByteArray("addressType: IPv4, endpoints: [], ports: [{name: a}, {name: a, protocol: ICMP, appProtocol: a b}]")
        << QStringList{"ports[1].name: Duplicate value: \"a\"", "ports[1].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
                       "ports[1].appProtocol: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                       "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"};
    QTest::newRow("hints are given once") << QByteArray("addressType: IPv4, endpoints: [{addresses: [10.0.0.1], hints: {forZones: [{name: z}, {name: z}], forNodes: [{name: m}, {name: m}]}}]")
        << QStringList{"endpoints[0].hints.forZones[1].name: Duplicate value: \"z\"", "endpoints[0].hints.forNodes[1].name: Duplicate value: \"m\""};
    QTest::newRow("host names are labels") << QByteArray("addressType: IPv4, endpoints: [{addresses: [10.0.0.1], hostname: a.b}]")
        << QStringList{"endpoints[0].hostname: Invalid value: \"a.b\": must not contain dots"};
}

void TestNetworkPolicies::slices()
{
    QFETCH(QByteArray, rest);
    QTEST(complaints(slice(rest)), "complaints");
}

void TestNetworkPolicies::slicesHoldSoMuch()
{
    QByteArray endpoints = "{addresses: [10.0.0.1]}";
    for (int i = 0; i < 1000; ++i)
        endpoints += ", {addresses: [10.0.0.1]}";
    QCOMPARE(complaints(slice("addressType: IPv4, endpoints: [" + endpoints + "]")), QStringList{"endpoints: Too many: 1001: must have at most 1000 items"});
    const QByteArray zone = "{name: z";
    QByteArray zones = zone + "}";
    for (int i = 0; i < 8; ++i)
        zones += ", " + zone + QByteArray::number(i) + "}";
    QCOMPARE(complaints(slice("addressType: IPv4, endpoints: [{addresses: [10.0.0.1], hints: {forZones: [" + zones + "]}}]")),
             QStringList{"endpoints[0].hints.forZones: Too many: 9: must have at most 8 items"});
}

void TestNetworkPolicies::sliceUpdates()
{
    QCOMPARE(updateComplaints(slice("addressType: IPv4, endpoints: []"), slice("addressType: IPv6, endpoints: []")), QStringList{"addressType: Invalid value: \"IPv6\": field is immutable"});
    // What was stored before today's rules may stay, as long as it stays as it is.
    QCOMPARE(updateComplaints(slice("addressType: IPv4, endpoints: [{addresses: [x]}]"), slice("addressType: IPv4, endpoints: [{addresses: [x]}], ports: [{name: a}]")), none);
    QCOMPARE(updateComplaints(slice("addressType: IPv4, endpoints: [{addresses: [x]}]"), slice("addressType: IPv4, endpoints: [{addresses: [x]}, {addresses: [10.0.0.1]}]")), none);
    QCOMPARE(updateComplaints(slice("addressType: IPv4, endpoints: [{addresses: [x]}]"), slice("addressType: IPv4, endpoints: [{addresses: [10.0.0.1]}, {addresses: [x]}]")),
             (QStringList{"endpoints[1].addresses[0]: Invalid value: \"x\": must be a valid IPv4 address",
                          "endpoints[1].addresses[0]: Invalid value: \"x\": must be a valid IP address"}));
}

void TestNetworkPolicies::sliceWarnings_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QStringList>("warnings");
    QTest::newRow("names are on their way out") << QByteArray("addressType: FQDN, endpoints: [{addresses: [a.de]}]") << QStringList{"spec.addressType: FQDN endpoints are deprecated"};
    QTest::newRow("odd addresses, too") << QByteArray("addressType: IPv4, endpoints: [{addresses: [010.0.0.1]}]")
        << QStringList{"endpoints[0].addresses[0]: non-standard IP address \"010.0.0.1\" will be considered invalid in a future Kubernetes release: use \"10.0.0.1\""};
}

void TestNetworkPolicies::sliceWarnings()
{
    QFETCH(QByteArray, rest);
    QTEST(warningsAbout(slice(rest)), "warnings");
    QCOMPARE(warningsAbout("{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s, labels: {endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}}, "
                           "addressType: IPv4, endpoints: [{addresses: [010.0.0.1]}]}"), none);
}

void TestNetworkPolicies::sliceDefaults()
{
    QCOMPARE(defaulted(slice("addressType: IPv4, endpoints: [{addresses: [10.0.0.1]}], ports: [{port: 80}]")),
             QString(R"({"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"s","namespace":"default"},"addressType":"IPv4",)"
                     R"("endpoints":[{"addresses":["10.0.0.1"],"conditions":{}}],"ports":[{"name":"","protocol":"TCP","port":80}]})"));
}

QTEST_GUILESS_MAIN(TestNetworkPolicies)
#include "test_networkpolicies.moc"
