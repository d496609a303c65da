// Which addresses and node ports Services get, which they are refused, and when they are free again.
#include "api/manifestreader.h"
#include "apiserver/apiserver.h"
#include "apiserver/resources.h"
#include "apiserver/services/ranges.h"

#include "api/types/core-config.h"
#include "api/types/core-service.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestServiceAllocation : public QObject {
    Q_OBJECT
private slots:
    void init();
    void bands_data();
    void bands();
    void whatANewServiceGets_data();
    void whatANewServiceGets();
    void refusals_data();
    void refusals();
    void changes_data();
    void changes();
    void whatIsFreeAgain_data();
    void whatIsFreeAgain();
    void aDryRunTakesNothing_data();
    void aDryRunTakesNothing();
    void everybodyGetsAnother();
    void nodePortsRunOut();
    void theSameSeedGivesTheSameNumbers();
    void aForkGivesOutItsOwn();
    void aServerThatForgotTheLogKnowsWhatIsTaken();
    void appliedAgainNothingMoves();

private:
    Response send(const Request& request) { return m_server.handle(*m_state, request); }

    Response create(const QByteArray& name, const QByteArray& spec, bool dryRun = false);
    Response patch(const QByteArray& name, const QByteArray& spec, PatchType type = PatchType::Merge, bool dryRun = false);
    Response remove(const QByteArray& name);

    ApiServer m_server;
    std::unique_ptr<State> m_state;
};

namespace {

const QByteArray web = "ports: [{port: 80}]";
const QByteArray selecting = "selector: {app: web}, ";

Request request(Verb verb, const QByteArray& name)
{
    static const auto admin = std::make_shared<const Identity>(Identity{"admin", "", {"system:masters"}, {}});
    Request asked;
    asked.verb = verb;
    asked.kind = api::findKind("", "v1", "Service");
    asked.namespace_ = "default";
    asked.name = name.toStdString();
    asked.identity = admin;
    return asked;
}

// A number that was asked for is told as it is, another one by the band it is from.
QString told(std::uint32_t number, const NumberRange& range, const QString& asked, const QString& text)
{
    if (asked.contains(text))
        return text;
    if (!range.contains(number))
        return text;
    return number >= range.upper ? "any" : "low";
}

// "NodePort any IPv4 SingleStack 80:any 53/UDP:30053 health:any"
QString numbers(const api::ObjectPtr& object, const QString& asked)
{
    const api::ServiceSpec& spec = *object.as<api::Service>()->spec;
    QStringList list{QString::fromStdString(spec.type.str())};
    for (const api::Text& ip : spec.clusterIPs) {
        const auto number = addressNumber(ip);
        const QString text = QString::fromStdString(ip.str());
        list << (number ? told(*number, clusterIPs, asked, text) : text);
    }
    if (spec.clusterIPs.empty() ? !spec.clusterIP.empty() : !(spec.clusterIPs[0] == spec.clusterIP))
        list << "clusterIP differs:" + QString::fromStdString(spec.clusterIP.str());
    for (const api::Text& family : spec.ipFamilies)
        list << QString::fromStdString(family.str());
    if (spec.ipFamilyPolicy)
        list << QString::fromStdString(spec.ipFamilyPolicy.str());
    const auto port = [&](std::int32_t number) {
        return told(static_cast<std::uint32_t>(number), nodePorts, asked, QString::number(number));
    };
    for (const api::ServicePort& one : spec.ports) {
        const QString protocol = one.protocol == "TCP" ? QString() : "/" + QString::fromStdString(one.protocol.str());
        if (one.nodePort != 0)
            list << QString::number(one.port) + protocol + ":" + port(one.nodePort);
    }
    if (spec.healthCheckNodePort != 0)
        list << "health:" + port(spec.healthCheckNodePort);
    return list.join(' ');
}

QString outcome(const Response& response, const QByteArray& asked)
{
    return response.ok() ? numbers(response.object, asked) : QString::fromStdString(response.status.message);
}

QString address(const Response& response)
{
    return QString::fromStdString(response.object.as<api::Service>()->spec->clusterIP.str());
}

} // namespace

void TestServiceAllocation::init()
{
    m_state = std::make_unique<State>(1);
    m_state->now = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600));
    Request home = request(Verb::Create, {});
    home.kind = api::findKind("", "v1", "Namespace");
    home.namespace_.clear();
    home.body = "apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n";
    home.bodyFormat = BodyFormat::Yaml;
    QVERIFY(send(home).ok());
}

Response TestServiceAllocation::create(const QByteArray& name, const QByteArray& spec, bool dryRun)
{
    Request asked = request(Verb::Create, {});
    asked.body = "apiVersion: v1\nkind: Service\nmetadata: {name: " + name.toStdString() + "}\nspec: {" + spec.toStdString() + "}\n";
    asked.bodyFormat = BodyFormat::Yaml;
    asked.dryRun = dryRun;
    return send(asked);
}

Response TestServiceAllocation::patch(const QByteArray& name, const QByteArray& spec, PatchType type, bool dryRun)
{
    Request asked = request(Verb::Patch, name);
    asked.patchType = type;
    asked.body = type == PatchType::Apply
        ? "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"" + name.toStdString() + "\"},\"spec\":" + spec.toStdString() + "}"
        : "{\"spec\":" + spec.toStdString() + "}";
    asked.bodyFormat = BodyFormat::Json;
    asked.fieldManager = "test";
    asked.dryRun = dryRun;
    return send(asked);
}

Response TestServiceAllocation::remove(const QByteArray& name)
{
    return send(request(Verb::Delete, name));
}

void TestServiceAllocation::bands_data()
{
    QTest::addColumn<quint32>("first");
    QTest::addColumn<quint32>("last");
    QTest::addColumn<quint32>("share");
    QTest::addColumn<quint32>("most");
    QTest::addColumn<quint32>("upper");
    QTest::newRow("ten addresses have no lower band") << 1U << 10U << 16U << 256U << 1U;
    QTest::newRow("254 addresses leave 16") << 1U << 254U << 16U << 256U << 17U;
    QTest::newRow("4094 addresses leave 255") << 1U << 4094U << 16U << 256U << 256U;
    QTest::newRow("any larger range leaves 256") << 1U << 1'048'574U << 16U << 256U << 257U;
    QTest::newRow("the usual node ports leave 86") << 30000U << 32767U << 32U << 128U << 30086U;
    QTest::newRow("all the ports there are leave 128") << 1U << 65535U << 32U << 128U << 129U;
}

void TestServiceAllocation::bands()
{
    QFETCH(quint32, first);
    QFETCH(quint32, last);
    QFETCH(quint32, share);
    QFETCH(quint32, most);
    QFETCH(quint32, upper);
    const NumberRange range = rangeOf(first, last, share, most);
    QCOMPARE(range.upper, upper);
    // Until the upper band is taken, nobody gets one of the lower; in the end everybody has another.
    if (last - first > 5000)
        return;
    std::set<std::uint32_t> taken;
    sim::RandomStream random = sim::Random(7).stream("band", "x");
    for (std::uint32_t i = first; i <= last; ++i) {
        const auto number = anyFree(range, random, [&](std::uint32_t candidate) { return taken.contains(candidate); });
        QVERIFY(number && range.contains(*number) && taken.insert(*number).second);
        QCOMPARE(*number >= upper, i - first < last - upper + 1);
    }
    QVERIFY(!anyFree(range, random, [&](std::uint32_t candidate) { return taken.contains(candidate); }));
}

void TestServiceAllocation::whatANewServiceGets_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("has");
    const QByteArray dns = "ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53}]";
    QTest::newRow("an address") << web << "ClusterIP any IPv4 SingleStack";
    QTest::newRow("the address it asks for") << "clusterIP: 10.96.0.10, " + web << "ClusterIP 10.96.0.10 IPv4 SingleStack";
    QTest::newRow("also by the list") << "clusterIP: 10.96.0.10, clusterIPs: [10.96.0.10], " + web << "ClusterIP 10.96.0.10 IPv4 SingleStack";
    QTest::newRow("the first address of the range") << "clusterIP: 10.96.0.1, " + web << "ClusterIP 10.96.0.1 IPv4 SingleStack";
    QTest::newRow("the last one") << "clusterIP: 10.111.255.254, " + web << "ClusterIP 10.111.255.254 IPv4 SingleStack";
    QTest::newRow("headless it gets none") << selecting + "clusterIP: None, " + web << "ClusterIP None IPv4 SingleStack";
    QTest::newRow("headless without a selector it may stand for any family") << "clusterIP: None, " + web << "ClusterIP None IPv4 IPv6 RequireDualStack";
    QTest::newRow("unless it wants one stack") << "clusterIP: None, ipFamilyPolicy: SingleStack, " + web << "ClusterIP None IPv4 SingleStack";
    QTest::newRow("or begins with the other family") << "clusterIP: None, ipFamilies: [IPv6], " + web << "ClusterIP None IPv6 IPv4 RequireDualStack";
    QTest::newRow("whoever prefers two stacks gets the one there is")
        << "ipFamilyPolicy: PreferDualStack, " + web << "ClusterIP any IPv4 PreferDualStack";
    QTest::newRow("an ExternalName gets nothing") << QByteArray("type: ExternalName, externalName: a.example.com") << "ExternalName";
    QTest::newRow("a NodePort gets a node port, too") << "type: NodePort, " + web << "NodePort any IPv4 SingleStack 80:any";
    QTest::newRow("the node port it asks for") << QByteArray("type: NodePort, ports: [{port: 80, nodePort: 30080}]")
                                               << "NodePort any IPv4 SingleStack 80:30080";
    QTest::newRow("TCP and UDP of one number share a node port") << "type: NodePort, " + dns << "NodePort any IPv4 SingleStack 53/UDP:any 53:any";
    QTest::newRow("also the one that only the second asks for")
        << QByteArray("type: NodePort, ports: [{name: u, port: 53, protocol: UDP}, {name: t, port: 53, nodePort: 30053}]")
        << "NodePort any IPv4 SingleStack 53/UDP:30053 53:30053";
    QTest::newRow("or each has its own")
        << QByteArray("type: NodePort, ports: [{name: u, port: 53, protocol: UDP, nodePort: 30054}, {name: t, port: 53, nodePort: 30053}]")
        << "NodePort any IPv4 SingleStack 53/UDP:30054 53:30053";
    QTest::newRow("a LoadBalancer gets both") << "type: LoadBalancer, " + web << "LoadBalancer any IPv4 SingleStack 80:any";
    QTest::newRow("a LoadBalancer that wants no node ports gets none")
        << "type: LoadBalancer, allocateLoadBalancerNodePorts: false, " + web << "LoadBalancer any IPv4 SingleStack";
    QTest::newRow("but those that it asks for all the same")
        << QByteArray("type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 81}]")
        << "LoadBalancer any IPv4 SingleStack 80:30080";
    QTest::newRow("a LoadBalancer that keeps to the node gets a port for health checks")
        << "type: LoadBalancer, externalTrafficPolicy: Local, " + web << "LoadBalancer any IPv4 SingleStack 80:any health:any";
    QTest::newRow("the one it asks for") << "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30999, " + web
                                         << "LoadBalancer any IPv4 SingleStack 80:any health:30999";
    QTest::newRow("a NodePort that keeps to the node needs none")
        << "type: NodePort, externalTrafficPolicy: Local, " + web << "NodePort any IPv4 SingleStack 80:any";
}

void TestServiceAllocation::whatANewServiceGets()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, has);
    const Response made = create("web", spec);
    QCOMPARE(outcome(made, spec), has);
    const auto& ports = made.object.as<api::Service>()->spec->ports;
    if (has.contains("53/UDP:any 53:any"))
        QCOMPARE(ports[0].nodePort, ports[1].nodePort);
}

void TestServiceAllocation::refusals_data()
{
    QTest::addColumn<QByteArray>("spec"); // with 10.96.0.5 and 30005 taken
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("code");
    const QString invalid = "Service \"web\" is invalid: ";
    QTest::newRow("an address that is taken") << "clusterIP: 10.96.0.5, " + web
        << invalid + R"(spec.clusterIPs: Invalid value: ["10.96.0.5"]: failed to allocate IP 10.96.0.5: provided IP is already allocated)" << 422;
    QTest::newRow("however it is written") << "clusterIP: 10.096.0.05, " + web
        << invalid + R"(spec.clusterIPs: Invalid value: ["10.096.0.05"]: failed to allocate IP 10.096.0.05: provided IP is already allocated)" << 422;
    for (const char* ip : {"192.168.7.7", "10.95.255.255", "10.112.0.1", "10.96.0.0", "10.111.255.255"}) {
        QTest::addRow("%s is none of the cluster's", ip) << "clusterIP: " + QByteArray(ip) + ", " + web
            << invalid + QString(R"(spec.clusterIPs: Invalid value: ["%1"]: failed to allocate IP %1: the provided network does not match the current range)").arg(ip)
            << 422;
    }
    QTest::newRow("an address of the other family") << "clusterIP: 'fd00::1', " + web
        << invalid + R"(spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster)" << 422;
    QTest::newRow("the other family") << "ipFamilies: [IPv6], " + web
        << invalid + R"(spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster)" << 422;
    QTest::newRow("both stacks") << "ipFamilyPolicy: RequireDualStack, " + web
        << invalid + R"(spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services)" << 422;
    QTest::newRow("two families in a single stack") << "ipFamilies: [IPv4, IPv6], " + web
        << invalid + R"(spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified)" << 422;
    QTest::newRow("two families, even if one would do") << "ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4, IPv6], " + web
        << invalid + R"(spec.ipFamilies[1]: Invalid value: "IPv6": not configured on this cluster)" << 422;
    QTest::newRow("what is no address is not looked for") << "clusterIP: 300.1.2.3, " + web
        << invalid + R"(spec.clusterIPs[0]: Invalid value: "300.1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff))" << 422;
    QTest::newRow("a node port that is taken") << QByteArray("type: NodePort, ports: [{port: 80, nodePort: 30005}]")
        << invalid + "spec.ports[0].nodePort: Invalid value: 30005: provided port is already allocated" << 422;
    QTest::newRow("by whatever protocol") << QByteArray("type: NodePort, ports: [{port: 80, protocol: UDP, nodePort: 30005}]")
        << invalid + "spec.ports[0].nodePort: Invalid value: 30005: provided port is already allocated" << 422;
    QTest::newRow("a node port that it took for another of its ports")
        << QByteArray("type: NodePort, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 81, protocol: UDP, nodePort: 30080}]")
        << invalid + "spec.ports[1].nodePort: Invalid value: 30080: provided port is already allocated" << 422;
    QTest::newRow("a node port below the range") << QByteArray("type: NodePort, ports: [{port: 80, nodePort: 80}]")
        << invalid + "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767" << 422;
    QTest::newRow("a node port above it") << QByteArray("type: NodePort, ports: [{port: 80, nodePort: 32768}]")
        << invalid + "spec.ports[0].nodePort: Invalid value: 32768: provided port is not in the valid range. The range of valid ports is 30000-32767" << 422;
    QTest::newRow("a node port without the type") << QByteArray("ports: [{port: 80, nodePort: 30080}]")
        << invalid + "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'" << 422;
    QTest::newRow("a port for health checks that is taken")
        << "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30005, " + web
        << "Internal error occurred: failed to allocate requested HealthCheck NodePort 30005: provided port is already allocated" << 500;
    QTest::newRow("a headless NodePort") << "type: NodePort, clusterIP: None, " + selecting + web
        << invalid + "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services" << 422;
}

void TestServiceAllocation::refusals()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, message);
    QFETCH(int, code);
    QVERIFY(create("first", "type: NodePort, clusterIP: 10.96.0.5, ports: [{port: 80, nodePort: 30005}]").ok());
    const store::Revision before = m_state->store.revision();
    const Response refused = create("web", spec);
    QCOMPARE(QString::fromStdString(refused.status.message), message);
    QCOMPARE(refused.status.code, code);
    QCOMPARE(m_state->store.revision(), before);
    // What it would have got besides is still free.
    QCOMPARE(outcome(create("next", "type: NodePort, ports: [{port: 80, nodePort: 30080}]"), "30080"), QString("NodePort any IPv4 SingleStack 80:30080"));
}

void TestServiceAllocation::changes_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<QString>("has");
    const QByteArray node = "type: NodePort, clusterIP: 10.96.0.7, ports: [{port: 80, nodePort: 30080}]";
    const QByteArray plain = "clusterIP: 10.96.0.7, " + web;
    const QByteArray local = "type: LoadBalancer, externalTrafficPolicy: Local, clusterIP: 10.96.0.7, healthCheckNodePort: 30999, "
                             "ports: [{port: 80, nodePort: 30080}]";
    const QString invalid = "Service \"web\" is invalid: ";
    QTest::newRow("a ClusterIP becomes a NodePort and keeps its address") << plain << QByteArray(R"({"type":"NodePort"})") << "NodePort 10.96.0.7 IPv4 SingleStack 80:any";
    QTest::newRow("a NodePort becomes a ClusterIP and lets go of its port") << node << QByteArray(R"({"type":"ClusterIP"})") << "ClusterIP 10.96.0.7 IPv4 SingleStack";
    QTest::newRow("a NodePort becomes a LoadBalancer and keeps its port") << node << QByteArray(R"({"type":"LoadBalancer"})") << "LoadBalancer 10.96.0.7 IPv4 SingleStack 80:30080";
    QTest::newRow("a ClusterIP becomes an ExternalName and has no address any more")
        << plain << QByteArray(R"({"type":"ExternalName","externalName":"a.example.com"})") << "ExternalName";
    QTest::newRow("said at length")
        << plain << QByteArray(R"({"type":"ExternalName","externalName":"a.example.com","clusterIP":"","clusterIPs":null})") << "ExternalName";
    QTest::newRow("an ExternalName becomes a ClusterIP") << QByteArray("type: ExternalName, externalName: a.example.com, " + web)
        << QByteArray(R"({"type":"ClusterIP","externalName":null})") << "ClusterIP any IPv4 SingleStack";
    QTest::newRow("with the address that it asks for") << QByteArray("type: ExternalName, externalName: a.example.com, " + web)
        << QByteArray(R"({"type":"ClusterIP","externalName":null,"clusterIP":"10.96.0.9"})") << "ClusterIP 10.96.0.9 IPv4 SingleStack";
    QTest::newRow("but not with one that is taken") << QByteArray("type: ExternalName, externalName: a.example.com, " + web)
        << QByteArray(R"({"type":"ClusterIP","externalName":null,"clusterIP":"10.96.0.5"})")
        << invalid + R"(spec.clusterIPs: Invalid value: ["10.96.0.5"]: failed to allocate IP 10.96.0.5: provided IP is already allocated)";
    QTest::newRow("an ExternalName becomes a NodePort") << QByteArray("type: ExternalName, externalName: a.example.com, " + web)
        << QByteArray(R"({"type":"NodePort","externalName":null})") << "NodePort any IPv4 SingleStack 80:any";
    QTest::newRow("the address does not change") << plain << QByteArray(R"({"clusterIP":"10.96.0.9","clusterIPs":["10.96.0.9"]})")
        << invalid + R"(spec.clusterIPs[0]: Invalid value: ["10.96.0.9"]: may not change once set)";
    QTest::newRow("not even to a taken one") << plain << QByteArray(R"({"clusterIP":"10.96.0.5","clusterIPs":["10.96.0.5"]})")
        << invalid + R"(spec.clusterIPs[0]: Invalid value: ["10.96.0.5"]: may not change once set)";
    QTest::newRow("whoever leaves it out keeps it") << plain << QByteArray(R"({"clusterIP":null,"clusterIPs":null})") << "ClusterIP 10.96.0.7 IPv4 SingleStack";
    QTest::newRow("a headless one stays so") << "clusterIP: None, " + selecting + web << QByteArray(R"({"clusterIP":"10.96.0.9","clusterIPs":["10.96.0.9"]})")
        << invalid + R"(spec.clusterIPs[0]: Invalid value: ["10.96.0.9"]: may not change once set)";
    QTest::newRow("another node port") << node << QByteArray(R"({"ports":[{"port":80,"nodePort":30081}]})") << "NodePort 10.96.0.7 IPv4 SingleStack 80:30081";
    QTest::newRow("a node port that is taken") << node << QByteArray(R"({"ports":[{"port":80,"nodePort":30005}]})")
        << invalid + "spec.ports[0].nodePort: Invalid value: 30005: provided port is already allocated";
    QTest::newRow("a node port out of range") << node << QByteArray(R"({"ports":[{"port":80,"nodePort":8080}]})")
        << invalid + "spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767";
    QTest::newRow("one port more") << node << QByteArray(R"({"ports":[{"name":"a","port":80,"nodePort":30080},{"name":"b","port":81}]})")
        << "NodePort 10.96.0.7 IPv4 SingleStack 80:30080 81:any";
    QTest::newRow("a port that says nothing keeps what its name had") << node << QByteArray(R"({"ports":[{"port":8080}]})") << "NodePort 10.96.0.7 IPv4 SingleStack 8080:30080";
    QTest::newRow("UDP beside TCP on its node port") << node
        << QByteArray(R"({"ports":[{"name":"t","port":80,"nodePort":30080},{"name":"u","port":80,"protocol":"UDP","nodePort":30080}]})")
        << "NodePort 10.96.0.7 IPv4 SingleStack 80:30080 80/UDP:30080";
    QTest::newRow("two TCP ports do not go on one") << node
        << QByteArray(R"({"ports":[{"name":"a","port":80,"nodePort":30080},{"name":"b","port":81,"nodePort":30080}]})")
        << "duplicate nodePort: {TCP 30080}";
    QTest::newRow("a LoadBalancer begins to keep to the node") << QByteArray("type: LoadBalancer, clusterIP: 10.96.0.7, " + web)
        << QByteArray(R"({"externalTrafficPolicy":"Local"})") << "LoadBalancer 10.96.0.7 IPv4 SingleStack 80:any health:any";
    QTest::newRow("and ends it") << local << QByteArray(R"({"externalTrafficPolicy":"Cluster"})") << "LoadBalancer 10.96.0.7 IPv4 SingleStack 80:30080";
    QTest::newRow("its port for health checks stays") << local << QByteArray(R"({"healthCheckNodePort":30998})")
        << invalid + "spec.healthCheckNodePort: Forbidden: field is immutable";
    QTest::newRow("whoever wants no node ports any more keeps those he has") << local << QByteArray(R"({"allocateLoadBalancerNodePorts":false})")
        << "LoadBalancer 10.96.0.7 IPv4 SingleStack 80:30080 health:30999";
    QTest::newRow("and gives them back himself") << local << QByteArray(R"({"allocateLoadBalancerNodePorts":false,"ports":[{"port":80,"nodePort":0}]})")
        << "LoadBalancer 10.96.0.7 IPv4 SingleStack health:30999";
    QTest::newRow("both stacks are still not to be had") << plain << QByteArray(R"({"ipFamilyPolicy":"RequireDualStack"})")
        << invalid + R"(spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services)";
    QTest::newRow("to prefer them does no harm") << plain << QByteArray(R"({"ipFamilyPolicy":"PreferDualStack"})") << "ClusterIP 10.96.0.7 IPv4 PreferDualStack";
    QTest::newRow("one stack is enough for a headless one, too") << "clusterIP: None, " + web << QByteArray(R"({"ipFamilyPolicy":"SingleStack"})")
        << "ClusterIP None IPv4 SingleStack";
    QTest::newRow("it has to be said, though") << "clusterIP: None, " + web << QByteArray(R"({"ipFamilies":["IPv4"]})")
        << invalid + R"(spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be 'SingleStack' to release the secondary IP family)";
}

void TestServiceAllocation::changes()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, patch);
    QFETCH(QString, has);
    QVERIFY(create("first", "type: NodePort, clusterIP: 10.96.0.5, ports: [{port: 80, nodePort: 30005}]").ok());
    const Response made = create("web", spec);
    QVERIFY2(made.ok(), made.status.message.c_str());
    QCOMPARE(outcome(this->patch("web", patch), spec + patch), has);
}

void TestServiceAllocation::whatIsFreeAgain_data()
{
    QTest::addColumn<QByteArray>("then"); // of a Service with 10.96.0.7, 30080 and 30999
    QTest::addColumn<bool>("addressIsFree");
    QTest::addColumn<bool>("portIsFree");
    QTest::addColumn<bool>("healthPortIsFree");
    QTest::newRow("nothing, while it is there") << QByteArray(R"({"selector":{"app":"web"}})") << false << false << false;
    QTest::newRow("everything, when it is deleted") << QByteArray() << true << true << true;
    QTest::newRow("everything, when it becomes an ExternalName") << QByteArray(R"({"type":"ExternalName","externalName":"a.example.com"})") << true << true << true;
    QTest::newRow("the ports, when it becomes a ClusterIP") << QByteArray(R"({"type":"ClusterIP"})") << false << true << true;
    QTest::newRow("the port for health checks, when it becomes a NodePort") << QByteArray(R"({"type":"NodePort"})") << false << false << true;
    QTest::newRow("the old port, when it takes another") << QByteArray(R"({"ports":[{"port":80,"nodePort":30081}]})") << false << true << false;
    QTest::newRow("nothing, when the change is refused") << QByteArray(R"({"type":"ClusterIP","sessionAffinity":"Bar"})") << false << false << false;
}

void TestServiceAllocation::whatIsFreeAgain()
{
    QFETCH(QByteArray, then);
    QFETCH(bool, addressIsFree);
    QFETCH(bool, portIsFree);
    QFETCH(bool, healthPortIsFree);
    QVERIFY(create("web",
        "type: LoadBalancer, externalTrafficPolicy: Local, clusterIP: 10.96.0.7, healthCheckNodePort: 30999, ports: [{port: 80, nodePort: 30080}]").ok());
    if (then.isEmpty())
        QVERIFY(remove("web").ok());
    else
        patch("web", then);
    QCOMPARE(create("a", "clusterIP: 10.96.0.7, " + web).ok(), addressIsFree);
    QCOMPARE(create("b", "type: NodePort, ports: [{port: 80, nodePort: 30080}]").ok(), portIsFree);
    QCOMPARE(create("c", "type: NodePort, ports: [{port: 80, nodePort: 30999}]").ok(), healthPortIsFree);
}

void TestServiceAllocation::aDryRunTakesNothing_data()
{
    QTest::addColumn<QByteArray>("spec"); // with 10.96.0.5 and 30005 taken
    QTest::addColumn<QString>("answer");
    QTest::newRow("any address is told as the network's") << web << "ClusterIP 10.96.0.0 IPv4 SingleStack";
    QTest::newRow("a taken address is not noticed") << "clusterIP: 10.96.0.5, " + web << "ClusterIP 10.96.0.5 IPv4 SingleStack";
    QTest::newRow("an address out of range is") << "clusterIP: 192.168.7.7, " + web
        << R"(Service "web" is invalid: spec.clusterIPs: Invalid value: ["192.168.7.7"]: failed to allocate IP 192.168.7.7: )"
           "the provided IP (192.168.7.7) is not in the valid range. The range of valid IPs is 10.96.0.0/12";
    QTest::newRow("any node port is told as one behind the range") << "type: NodePort, " + web << "NodePort 10.96.0.0 IPv4 SingleStack 80:32769";
    QTest::newRow("two of them follow each other") << QByteArray("type: NodePort, ports: [{name: a, port: 80}, {name: b, port: 81}]")
        << "NodePort 10.96.0.0 IPv4 SingleStack 80:32769 81:32770";
    QTest::newRow("a taken node port is refused") << QByteArray("type: NodePort, ports: [{port: 80, nodePort: 30005}]")
        << "Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: 30005: provided port is already allocated";
}

void TestServiceAllocation::aDryRunTakesNothing()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, answer);
    QVERIFY(create("first", "type: NodePort, clusterIP: 10.96.0.5, ports: [{port: 80, nodePort: 30005}]").ok());
    const store::Revision before = m_state->store.revision();
    QCOMPARE(outcome(create("web", spec, true), spec), answer);
    QCOMPARE(m_state->store.revision(), before);
    QCOMPARE(outcome(create("web", spec, true), spec), answer);
    // To change a Service for a try keeps what it has.
    QCOMPARE(outcome(patch("first", R"({"type":"ClusterIP"})", PatchType::Merge, true), "10.96.0.5"), QString("ClusterIP 10.96.0.5 IPv4 SingleStack"));
    QVERIFY(!create("web", "type: NodePort, ports: [{port: 80, nodePort: 30005}]").ok());
}

void TestServiceAllocation::everybodyGetsAnother()
{
    QSet<QString> seen;
    for (int i = 0; i < 2000; ++i) {
        const Response made = create("web-" + QByteArray::number(i), web);
        QVERIFY(made.ok());
        const QString ip = address(made);
        QVERIFY(*addressNumber(ip.toStdString()) >= clusterIPs.upper);
        QVERIFY2(!seen.contains(ip), qPrintable(ip));
        seen.insert(ip);
    }
}

void TestServiceAllocation::nodePortsRunOut()
{
    const auto portsOf = [](int from, int count) {
        QByteArray ports;
        for (int i = from; i < from + count; ++i)
            ports += "{name: p" + QByteArray::number(i) + ", port: " + QByteArray::number(i + 1) + "}, ";
        return "type: NodePort, ports: [" + ports + "]";
    };
    const int upper = static_cast<int>(nodePorts.last - nodePorts.upper + 1);
    const int lower = static_cast<int>(nodePorts.upper - nodePorts.first);
    const auto lowest = [](const Response& made) {
        std::int32_t least = 99999;
        for (const api::ServicePort& port : made.object.as<api::Service>()->spec->ports)
            least = std::min(least, port.nodePort);
        return static_cast<std::uint32_t>(least);
    };
    QVERIFY(lowest(create("upper", portsOf(0, upper))) >= nodePorts.upper);
    const Response last = create("lower", portsOf(0, lower - 1));
    QVERIFY(last.ok() && lowest(last) >= nodePorts.first && lowest(last) < nodePorts.upper);
    const Response tooMany = create("both", portsOf(0, 2));
    QCOMPARE(QString::fromStdString(tooMany.status.message), QString("Internal error occurred: failed to allocate a nodePort: range is full"));
    QCOMPARE(tooMany.status.code, 500);
    QVERIFY(create("one", portsOf(0, 1)).ok()); // the one that `both` did not get stayed free
    QVERIFY(!create("none", portsOf(0, 1)).ok());
    QVERIFY(remove("one").ok());
    QVERIFY(create("again", portsOf(0, 1)).ok());
}

void TestServiceAllocation::theSameSeedGivesTheSameNumbers()
{
    const auto givenWith = [&](std::uint64_t seed) {
        init();
        m_state->random = sim::Random(seed);
        QStringList list;
        for (const char* name : {"a", "b", "c"}) {
            const Response made = create(name, "type: NodePort, " + web);
            list << address(made) << QString::number(made.object.as<api::Service>()->spec->ports[0].nodePort);
        }
        return list;
    };
    const QStringList first = givenWith(1);
    QCOMPARE(first.size(), 6);
    QCOMPARE(givenWith(1), first);
    QVERIFY(givenWith(2) != first);
    QCOMPARE(QSet<QString>(first.begin(), first.end()).size(), 6);
}

void TestServiceAllocation::aForkGivesOutItsOwn()
{
    QVERIFY(create("before", "clusterIP: 10.96.0.5, " + web).ok());
    const State copy = *m_state;
    QVERIFY(create("here", "clusterIP: 10.96.0.6, " + web).ok());
    *m_state = copy;
    QVERIFY(!create("there", "clusterIP: 10.96.0.5, " + web).ok());
    QVERIFY(create("there", "clusterIP: 10.96.0.6, " + web).ok());
}

void TestServiceAllocation::aServerThatForgotTheLogKnowsWhatIsTaken()
{
    QVERIFY(create("first", "clusterIP: 10.96.0.5, " + web).ok());
    QVERIFY(create("gone", "clusterIP: 10.96.0.6, " + web).ok());
    QVERIFY(remove("gone").ok());
    m_state->takenNumbers = {};
    m_state->store.forget(m_state->store.revision());
    QVERIFY(!create("web", "clusterIP: 10.96.0.5, " + web).ok());
    QVERIFY(create("web", "clusterIP: 10.96.0.6, " + web).ok());
}

void TestServiceAllocation::appliedAgainNothingMoves()
{
    const QByteArray wish = R"({"type":"NodePort","selector":{"app":"web"},"ports":[{"port":80,"protocol":"TCP"}]})";
    const Response made = patch("web", wish, PatchType::Apply);
    QVERIFY2(made.ok(), made.status.message.c_str());
    QCOMPARE(outcome(made, {}), QString("NodePort any IPv4 SingleStack 80:any"));
    const Response again = patch("web", wish, PatchType::Apply);
    QVERIFY2(again.ok(), again.status.message.c_str());
    QVERIFY(again.object == made.object);
    QCOMPARE(again.revision, store::Revision(0));
}

QTEST_GUILESS_MAIN(TestServiceAllocation)
#include "test_serviceallocation.moc"
