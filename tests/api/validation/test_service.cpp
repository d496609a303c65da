#include "manifest.h"

#include "api/defaults/service.h"
#include "api/validation/validation.h"

#include "api/types/core-service.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

QString service(const QString& spec, const QString& metadata = QStringLiteral("name: s"))
{
    return QStringLiteral("{apiVersion: v1, kind: Service, metadata: {%1}, spec: {%2}}").arg(metadata, spec);
}

QStringList complaintsAbout(const QString& manifest) { return complaints(manifest.toStdString()); }

const QString notAnIp = QStringLiteral("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
const QString port80 = QStringLiteral("ports: [{port: 80}]");

// Two revisions of a service, settled as the API server does between defaults and allocation, and after it.
QStringList changeComplaints(const QString& before, const QString& after)
{
    Manifest old(before.toStdString());
    Manifest now(after.toStdString());
    if (!old.refusal().isEmpty() || !now.refusal().isEmpty())
        return {old.refusal() + now.refusal()};
    old.object().editMeta().resourceVersion = "1";
    now.object().editMeta().resourceVersion = "1";
    settleAllocated(old.object().editAs<Service>(), nullptr);
    settleAllocated(now.object().editAs<Service>(), old.object().as<Service>());
    dropUnused(now.object().editAs<Service>(), *old.object().as<Service>());
    QStringList list;
    for (const FieldError& error : validateUpdate(now.kind(), now.object(), old.object())) {
        const QString line = QString::fromStdString(error.field + ": " + error.message());
        if (!list.contains(line))
            list << line;
    }
    return list;
}

} // namespace

class TestService : public QObject {
    Q_OBJECT

private slots:
    void create_data();
    void create();
    void update_data();
    void update();
    void status_data();
    void status();
    void warnings_data();
    void warnings();
};

void TestService::create_data()
{
    QTest::addColumn<QString>("manifest");
    QTest::addColumn<QStringList>("said");
    const auto good = [](const char* row, const QString& manifest) { QTest::newRow(row) << manifest << QStringList(); };
    const auto bad = [](const char* row, const QString& manifest, const QStringList& said) {
        QTest::newRow(row) << manifest << said;
    };

    good("a port and a selector are enough", service("selector: {app: web}, ports: [{port: 80}]"));
    good("a service without a selector gets its endpoints by hand", service(port80));
    good("a headless service may do without ports", service("clusterIP: None, selector: {app: db}"));
    good("an ExternalName needs a name and no ports", service("type: ExternalName, externalName: db.example.com."));
    good("one number for two protocols is fine once the ports have names",
        service("ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53}]"));
    good("targetPort may be the name of a container's port", service("ports: [{port: 80, targetPort: http-web}]"));
    good("two addresses of different families make a dual stack",
        service("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1'], ipFamilyPolicy: RequireDualStack, " + port80));
    good("a load balancer may limit who comes in, with blanks around",
        service("type: LoadBalancer, loadBalancerSourceRanges: [' 10.0.0.0/8 '], " + port80));
    good("a load balancer that looks for local pods gets its health check port from the allocator",
        service("type: LoadBalancer, externalTrafficPolicy: Local, " + port80));
    good("traffic may prefer the node", service("trafficDistribution: PreferSameNode, " + port80));

    bad("a service needs ports", service("selector: {a: b}"), {"spec.ports: Required value"});
    bad("several ports need names", service("selector: {a: b}, ports: [{port: 80}, {port: 81}]"),
        {"spec.ports[0].name: Required value", "spec.ports[1].name: Required value"});
    bad("names and numbers are used once",
        service("ports: [{port: 80, name: a}, {port: 80, name: b}, {port: 81, name: a}]"),
        {"spec.ports[2].name: Duplicate value: \"a\"",
            "spec.ports[1]: Duplicate value: "
            "{\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":80,\"TargetPort\":0,\"NodePort\":0}"});
    bad("words and numbers that nobody knows",
        service("type: Foo, sessionAffinity: Bar, selector: {a: b}, "
                "ports: [{port: 0, targetPort: 70000, protocol: ICMP}]"),
        {"spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
            "spec.ports[0].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
            "spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
            "spec.sessionAffinity: Unsupported value: \"Bar\": supported values: \"ClientIP\", \"None\"",
            "spec.type: Unsupported value: \"Foo\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", "
            "\"NodePort\""});
    bad("protocols are written in capitals", service("ports: [{port: 80, protocol: tcp}]"),
        {"spec.ports[0].protocol: Unsupported value: \"tcp\": supported values: \"SCTP\", \"TCP\", \"UDP\""});
    bad("a ClusterIP has no node ports", service("ports: [{port: 80, nodePort: 30999}]"),
        {"spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"});
    bad("a node port is used once",
        service("type: NodePort, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 81, nodePort: 30080}]"),
        {"spec.ports[1].nodePort: Duplicate value: 30080"});
    bad("a NodePort cannot be headless", service("type: NodePort, clusterIP: None, " + port80),
        {"spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"});
    bad("nor can a load balancer", service("type: LoadBalancer, clusterIP: None, " + port80),
        {"spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for LoadBalancer services"});
    bad("an ExternalName without a name", service("type: ExternalName, " + port80),
        {"spec.externalName: Required value"});
    bad("an ExternalName has nothing to do with addresses",
        service("type: ExternalName, externalName: 'x!', clusterIP: 10.0.0.1, ipFamilies: [IPv4], "
                "ipFamilyPolicy: SingleStack"),
        {"spec.clusterIPs: Forbidden: may not be set for ExternalName services",
            "spec.ipFamilies: Forbidden: may not be set for ExternalName services",
            "spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services",
            "spec.externalName: Invalid value: \"x!\": a lowercase RFC 1123 subdomain must consist of lower case "
            "alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
            "'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"});
    bad("an address that is none", service("clusterIP: 300.1.2.3, " + port80),
        {"spec.clusterIPs[0]: Invalid value: \"300.1.2.3\": " + notAnIp});
    bad("clusterIPs begins with clusterIP", service("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.2], " + port80),
        {"spec.clusterIPs: Invalid value: [\"10.0.0.2\"]: first value must match `clusterIP`"});
    bad("clusterIPs does not stand alone", service("clusterIPs: [10.0.0.2], " + port80),
        {"spec.clusterIPs: Invalid value: [\"10.0.0.2\"]: must be empty when `clusterIP` is not specified"});
    bad("two addresses of one family", service("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 10.0.0.2], " + port80),
        {"spec.clusterIPs: Invalid value: [\"10.0.0.1\",\"10.0.0.2\"]: may specify no more than one IP for each IP "
         "family"});
    bad("None is the only value", service("clusterIP: None, clusterIPs: [None, 10.0.0.2], " + port80),
        {"spec.clusterIPs: Invalid value: [\"None\",\"10.0.0.2\"]: 'None' must be the first and only value"});
    bad("three addresses are too many",
        service("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1', 10.0.0.2], " + port80),
        {"spec.clusterIPs: Invalid value: [\"10.0.0.1\",\"fd00::1\",\"10.0.0.2\"]: may only hold up to 2 values"});
    bad("families are known, and named once", service("ipFamilies: [IPv4, IPv4, IPv5], ipFamilyPolicy: Both, " + port80),
        {"spec.ipFamilies[1]: Duplicate value: \"IPv4\"",
            "spec.ipFamilies[2]: Unsupported value: \"IPv5\": supported values: \"IPv4\", \"IPv6\"",
            "spec.ipFamilyPolicy: Unsupported value: \"Both\": supported values: \"PreferDualStack\", \"RequireDualStack\", "
            "\"SingleStack\""});
    bad("an address is of the family that is announced", service("clusterIP: 10.0.0.1, ipFamilies: [IPv6], " + port80),
        {"spec.clusterIPs[0]: Invalid value: \"10.0.0.1\": expected an IPv6 value as indicated by `ipFamilies[0]`"});
    bad("external addresses are ordinary ones", service("externalIPs: [nonsense, 127.0.0.1, 169.254.1.1, 0.0.0.0], " + port80),
        {"spec.externalIPs[0]: Invalid value: \"nonsense\": " + notAnIp,
            "spec.externalIPs[1]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)",
            "spec.externalIPs[2]: Invalid value: \"169.254.1.1\": may not be in the link-local range (169.254.0.0/16, "
            "fe80::/10)",
            "spec.externalIPs[3]: Invalid value: \"0.0.0.0\": may not be unspecified (0.0.0.0)"});
    bad("affinity lasts a day at most",
        service("sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 86401}}, " + port80),
        {"spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than "
         "86400"});
    bad("affinity lasts", service("sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 0}}, " + port80),
        {"spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than "
         "86400"});
    bad("what only load balancers have",
        service("loadBalancerSourceRanges: [10.0.0.0/8], allocateLoadBalancerNodePorts: true, loadBalancerClass: a/b, " + port80),
        {"spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
            "spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'",
            "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"});
    bad("a source range is a CIDR", service("type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.1], " + port80),
        {"spec.LoadBalancerSourceRanges[0]: Invalid value: \"10.0.0.1\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or "
         "2001:db8::/64)"});
    bad("the old annotation for source ranges is read as well",
        service("type: LoadBalancer, " + port80,
            "name: s, annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: '10.0.0.0/8, x'}"),
        {"metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: \"x\": must be a "
         "valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"});
    bad("policies for outside traffic belong to services that are reached from outside",
        service("externalTrafficPolicy: Local, " + port80),
        {"spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services"});
    bad("policies are known",
        service("type: NodePort, externalTrafficPolicy: Near, internalTrafficPolicy: Far, trafficDistribution: Anywhere, " + port80),
        {"spec.externalTrafficPolicy: Unsupported value: \"Near\": supported values: \"Cluster\", \"Local\"",
            "spec.internalTrafficPolicy: Unsupported value: \"Far\": supported values: \"Cluster\", \"Local\"",
            "spec.trafficDistribution: Unsupported value: \"Anywhere\": supported values: \"PreferClose\", "
            "\"PreferSameZone\", \"PreferSameNode\""});
    bad("a health check port is for load balancers with local traffic",
        service("type: LoadBalancer, healthCheckNodePort: 31000, " + port80),
        {"spec.healthCheckNodePort: Invalid value: 31000: may only be set when `type` is 'LoadBalancer' and "
         "`externalTrafficPolicy` is 'Local'"});
    bad("a name that is no DNS label", service(port80, "name: 1svc.x"),
        {"metadata.name: Invalid value: \"1svc.x\": a DNS-1035 label must consist of lower case alphanumeric characters or "
         "'-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', "
         "regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"});
    bad("port names are labels, targets are port names",
        service("ports: [{port: 80, name: Web, targetPort: 'a_very-long--port'}]"),
        {"spec.ports[0].name: Invalid value: \"Web\": a lowercase RFC 1123 label must consist of lower case alphanumeric "
         "characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex "
         "used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
            "spec.ports[0].targetPort: Invalid value: \"a_very-long--port\": must be no more than 15 bytes",
            "spec.ports[0].targetPort: Invalid value: \"a_very-long--port\": must contain only alpha-numeric characters "
            "(a-z, 0-9), and hyphens (-)",
            "spec.ports[0].targetPort: Invalid value: \"a_very-long--port\": must not contain consecutive hyphens"});
    bad("both annotations for topology have to agree",
        service(port80,
            "name: s, annotations: {service.kubernetes.io/topology-aware-hints: auto, service.kubernetes.io/topology-mode: "
            "disabled}"),
        {"metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: \"disabled\": must match "
         "annotations[service.kubernetes.io/topology-aware-hints] when both are specified"});
}

void TestService::create()
{
    QFETCH(QString, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(complaintsAbout(manifest), said);
}

void TestService::update_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QStringList>("said");
    const QString at1 = QStringLiteral("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ipFamilies: [IPv4], "
                                       "ipFamilyPolicy: SingleStack, ports: [{port: 80}]");
    const QString dual = QStringLiteral("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1'], ipFamilies: [IPv4, IPv6], "
                                        "ports: [{port: 80}], ipFamilyPolicy: ");
    const QString balanced = QStringLiteral("type: LoadBalancer, ports: [{port: 80}], loadBalancerClass: ");
    const QString none;

    QTest::newRow("the manifest it was made from may be sent again") << service(at1) << service(port80) << QStringList();
    QTest::newRow("an ExternalName lets go of addresses")
        << service(at1)
        << service("type: ExternalName, externalName: x.example.com, clusterIP: '', ipFamilies: [IPv4], "
                   "ipFamilyPolicy: SingleStack, ports: [{port: 80}]")
        << QStringList();
    QTest::newRow("a NodePort that becomes a ClusterIP lets go of its node ports")
        << service("type: NodePort, ports: [{port: 80, nodePort: 30080}]")
        << service("type: ClusterIP, externalTrafficPolicy: Cluster, ports: [{port: 80, nodePort: 30080}]")
        << QStringList();
    QTest::newRow("unless it asks for a new one at the same time")
        << service("type: NodePort, ports: [{port: 80, nodePort: 30080}]")
        << service("type: ClusterIP, ports: [{port: 80, nodePort: 30081}]")
        << QStringList{"spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"};
    QTest::newRow("an address does not change") << service(at1) << service("clusterIP: 10.0.0.2, " + port80)
        << QStringList{"spec.clusterIPs[0]: Invalid value: [\"10.0.0.2\"]: may not change once set"};
    QTest::newRow("nor does a service become headless") << service(at1) << service("clusterIP: None, " + port80)
        << QStringList{"spec.clusterIPs[0]: Invalid value: [\"None\"]: may not change once set"};
    QTest::newRow("a second address may be given up")
        << service(dual + "PreferDualStack") << service(at1) << QStringList();
    QTest::newRow("but only by wanting a single stack")
        << service(dual + "PreferDualStack")
        << service("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ipFamilies: [IPv4], ipFamilyPolicy: PreferDualStack, " + port80)
        << QStringList{"spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be set to 'SingleStack' when "
                       "releasing the secondary clusterIP",
               "spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be set to 'SingleStack' when releasing the "
               "secondary ipFamily"};
    QTest::newRow("no policy is not a single stack")
        << service(dual + "PreferDualStack") << service("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], " + port80 + ", ipFamilies: [IPv4, IPv6]")
        << QStringList{"spec.ipFamilyPolicy: Invalid value: \"null\": must be set to 'SingleStack' when releasing the "
                       "secondary clusterIP"};
    QTest::newRow("the first family stays")
        << service(at1) << service("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ipFamilies: [IPv6], " + port80)
        << QStringList{"spec.ipFamilies[0]: Invalid value: [\"IPv6\"]: may not change once set",
               "spec.clusterIPs[0]: Invalid value: \"10.0.0.1\": expected an IPv6 value as indicated by `ipFamilies[0]`"};
    QTest::newRow("a second address may be added")
        << service(at1) << service(dual + "PreferDualStack") << QStringList();
    QTest::newRow("a load balancer's class stays") << service(balanced + "a/b") << service(balanced + "a/c")
        << QStringList{"spec.loadBalancerClass: Invalid value: \"a/c\": may not change once set"};
    QTest::newRow("and does not go") << service(balanced + "a/b") << service("type: LoadBalancer, " + port80)
        << QStringList{"spec.loadBalancerClass: Invalid value: \"null\": may not change once set"};
    QTest::newRow("the health check port stays")
        << service("type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 31000, " + port80)
        << service("type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 31001, " + port80)
        << QStringList{"spec.healthCheckNodePort: Forbidden: field is immutable"};
    QTest::newRow("a selector may change") << service("selector: {a: b}, " + port80)
                                           << service("selector: {a: c}, " + port80) << QStringList();
}

void TestService::update()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QStringList, said);
    QCOMPARE(changeComplaints(before, after), said);
}

void TestService::status_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("ingress");
    QTest::addColumn<QStringList>("said");
    const QString path = QStringLiteral("status.loadBalancer.ingress");

    QTest::newRow("an address") << "LoadBalancer" << "{ip: 1.2.3.4}" << QStringList();
    QTest::newRow("a name") << "LoadBalancer" << "{hostname: lb.example.com}" << QStringList();
    QTest::newRow("only of load balancers") << "NodePort" << "{ip: 1.2.3.4}"
        << QStringList{path + ": Forbidden: may only be used when `spec.type` is 'LoadBalancer'"};
    QTest::newRow("a name that is an address") << "LoadBalancer" << "{hostname: 1.2.3.4}"
        << QStringList{path + "[0].hostname: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address"};
    QTest::newRow("an unknown mode") << "LoadBalancer" << "{ip: 1.2.3.4, ipMode: NAT}"
        << QStringList{path + "[0].ipMode: Unsupported value: \"NAT\": supported values: \"Proxy\", \"VIP\""};
    QTest::newRow("a mode without an address") << "LoadBalancer" << "{hostname: lb, ipMode: VIP}"
        << QStringList{path + "[0].ipMode: Forbidden: may not be specified when `ip` is not set"};
    QTest::newRow("no address at all") << "LoadBalancer" << "{ip: lb}"
        << QStringList{path + "[0].ip: Invalid value: \"lb\": " + notAnIp};
}

void TestService::status()
{
    QFETCH(QString, type);
    QFETCH(QString, ingress);
    QFETCH(QStringList, said);
    const QString before = QStringLiteral("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: %1, ports: "
                                          "[{port: 80}]}, status: {loadBalancer: {ingress: [%2]}}}");
    QCOMPARE(statusComplaints(before.arg(type, QString()).toStdString(), before.arg(type, ingress).toStdString()), said);
}

void TestService::warnings_data()
{
    QTest::addColumn<QString>("manifest");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("nothing to say") << service(port80) << QStringList();
    QTest::newRow("an annotation that has a successor")
        << service(port80, "name: s, annotations: {service.kubernetes.io/topology-aware-hints: auto}")
        << QStringList{"annotation service.kubernetes.io/topology-aware-hints is deprecated, please use "
                       "service.kubernetes.io/topology-mode instead"};
    QTest::newRow("external addresses go out of use")
        << service("externalIPs: [1.2.3.4], " + port80)
        << QStringList{"spec.externalIPs is deprecated and may no longer be implemented in some clusters"};
    QTest::newRow("what headless services ignore")
        << service("clusterIP: None, externalIPs: [1.2.3.4], loadBalancerIP: 1.2.3.4, sessionAffinity: ClientIP")
        << QStringList{"spec.loadBalancerIP is ignored for headless services",
               "spec.externalIPs is ignored for headless services", "spec.SessionAffinity is ignored for headless services"};
    QTest::newRow("what only an ExternalName uses") << service("externalName: x, " + port80)
        << QStringList{"spec.externalName is ignored when spec.type is not \"ExternalName\""};
    QTest::newRow("what an ExternalName ignores") << service("type: ExternalName, externalName: x, externalIPs: [1.2.3.4]")
        << QStringList{"spec.externalIPs is ignored when spec.type is \"ExternalName\""};
    QTest::newRow("addresses with leading zeros")
        << service("type: LoadBalancer, loadBalancerIP: 010.1.2.3, " + port80)
        << QStringList{"spec.loadBalancerIP: non-standard IP address \"010.1.2.3\" will be considered invalid in a future "
                       "Kubernetes release: use \"10.1.2.3\""};
    QTest::newRow("ranges with bits behind the prefix")
        << service("type: LoadBalancer, loadBalancerSourceRanges: [10.1.2.3/8], " + port80)
        << QStringList{"spec.loadBalancerSourceRanges[0]: CIDR value \"10.1.2.3/8\" is ambiguous in this context (should be "
                       "\"10.0.0.0/8\" or \"10.1.2.3/32\"?)"};
}

void TestService::warnings()
{
    QFETCH(QString, manifest);
    QFETCH(QStringList, said);
    QCOMPARE(warningsAbout(manifest.toStdString()), said);
}

QTEST_GUILESS_MAIN(TestService)
#include "test_service.moc"
