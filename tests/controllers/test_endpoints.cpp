// What Endpoints objects tell of the pods behind a Service, and how hand-written ones become slices.
#include "backends.h"
#include "cluster.h"

#include "controllers/services/subsets.h"

#include "api/encode.h"
#include "api/types/core-meta.h"

using namespace kubarium;
using std::chrono::seconds;

class TestEndpoints : public QObject {
    Q_OBJECT
private slots:
    void whoIsTold_data();
    void whoIsTold();
    void ports_data();
    void ports();
    void aThousandAtMost_data();
    void aThousandAtMost();
    void anAddressIsWhatTheServerSays();
    void inACluster();
    void overCapacityIsSaid();
    void handWrittenOnesAreMirrored_data();
    void handWrittenOnesAreMirrored();
    void mirrorsFollow();
    void aServiceWithoutSelectorIsLeftAlone();
};

namespace {

// "a b! 80 | c 81": the addresses of each subset, then its ports.
QString shown(const api::List<api::EndpointSubset>& subsets)
{
    QStringList list;
    for (const api::EndpointSubset& subset : subsets) {
        QStringList words;
        const auto name = [](const api::EndpointAddress& address) {
            return QString::fromStdString(address.targetRef ? address.targetRef->name.str() : address.ip.str());
        };
        for (const api::EndpointAddress& address : subset.addresses)
            words << name(address);
        for (const api::EndpointAddress& address : subset.notReadyAddresses)
            words << name(address) + "!";
        for (const api::EndpointPort& port : subset.ports)
            words << (port.name.empty() ? QString() : QString::fromStdString(port.name.str()) + ":") + QString::number(port.port);
        list << words.join(' ');
    }
    return list.join(" | ");
}

api::List<api::EndpointSubset> subsetsOf(Backends& backends)
{
    std::vector<api::ObjectPtr> pods;
    const api::ObjectPtr service = backends.find("Service", "web");
    backends.state.pods.visitSelected(backends.state.store, "default",
        api::LabelMatcher::of(service.as<api::Service>()->spec->selector), [&](const api::ObjectPtr& pod) {
            pods.push_back(pod);
            return true;
        });
    return controllers::subsetsOf(*service.as<api::Service>(), pods);
}

std::vector<api::ObjectPtr> slicesNamed(Cluster& cluster, const char* service)
{
    std::vector<api::ObjectPtr> found;
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("EndpointSlice"))).visit([&](const api::ObjectPtr& slice) {
        if (slice.meta().labels.valueOr("kubernetes.io/service-name", "") == service)
            found.push_back(slice);
        return true;
    });
    return found;
}

QString annotation(const api::ObjectPtr& object, const char* key)
{
    return QString::fromStdString(object.meta().annotations.valueOr(key, "").str());
}

QStringList eventsAbout(Cluster& cluster, const char* kind)
{
    QStringList list;
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Event"))).visit([&](const api::ObjectPtr& object) {
        const api::Value event = api::toValue(object);
        if (event["involvedObject"]["kind"] == api::Value(kind))
            list << QString::fromStdString(event["reason"].text().str() + ": " + event["message"].text().str());
        return true;
    });
    return list;
}

} // namespace

void TestEndpoints::whoIsTold_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("pods");
    QTest::addColumn<QString>("told");
    const QByteArray web = "selector: {app: web}, ports: [{port: 80}]";
    const QByteArray all = "publishNotReadyAddresses: true, " + web;
    QTest::newRow("nobody") << web << "" << "";
    QTest::newRow("a ready pod and one that is not") << web << "a b!" << "a b! 80";
    QTest::newRow("only one that is not") << web << "a!" << "a! 80";
    QTest::newRow("a pod that is being deleted is gone, unlike in slices") << web << "a~ b" << "b 80";
    QTest::newRow("a pod without address, and one that has ended") << web << "a- b* c" << "c 80";
    QTest::newRow("a pod whose node is gone is still told, unlike in slices") << web << "a@" << "a 80";
    QTest::newRow("who publishes all tells all as ready") << all << "a! b~ c~!" << "a b c 80";
    QTest::newRow("headless without ports") << QByteArray("clusterIP: None, selector: {app: web}") << "a b!" << "a b!";
}

void TestEndpoints::whoIsTold()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, pods);
    QFETCH(QString, told);
    Backends backends;
    backends.service(spec);
    backends.pods(pods);
    QCOMPARE(shown(subsetsOf(backends)), told);
}

void TestEndpoints::ports_data()
{
    QTest::addColumn<QByteArray>("servicePorts");
    QTest::addColumn<QByteArray>("portsOfA"); // which is ready
    QTest::addColumn<QByteArray>("portsOfB"); // which is not
    QTest::addColumn<QString>("told");
    const QByteArray web = "{name: web, containerPort: 8080}";
    const QByteArray other = "{name: web, containerPort: 9090}";
    const QByteArray both = "{name: http, port: 80, targetPort: web}, {name: raw, port: 81, targetPort: 8081}";
    QTest::newRow("ports that the same pods serve stand together") << both << web << web << "a b! http:8080 raw:8081";
    QTest::newRow("ports that differ are told apart") << both << web << other << "a http:8080 | b! http:9090 | a b! raw:8081";
    QTest::newRow("who has no such port is not told of it") << both << web << QByteArray() << "a http:8080 | a b! raw:8081";
    QTest::newRow("a port that nobody has") << QByteArray("{port: 80, targetPort: nope}") << web << web << "";
}

void TestEndpoints::ports()
{
    QFETCH(QByteArray, servicePorts);
    QFETCH(QByteArray, portsOfA);
    QFETCH(QByteArray, portsOfB);
    QFETCH(QString, told);
    Backends backends;
    backends.service("selector: {app: web}, ports: [" + servicePorts + "]");
    backends.pod("a", "", portsOfA);
    backends.pod("b!", "", portsOfB);
    QCOMPARE(shown(subsetsOf(backends)), told);
}

void TestEndpoints::aThousandAtMost_data()
{
    QTest::addColumn<QString>("before"); // ready/not ready, for each subset
    QTest::addColumn<QString>("after"); // of ten addresses at most
    QTest::newRow("ten may stay") << "7/3" << "7/3";
    QTest::newRow("those that are not ready go first") << "8/5" << "8/2";
    QTest::newRow("all of them, if need be") << "10/4" << "10/0";
    QTest::newRow("then ready ones") << "14/4" << "10/0";
    QTest::newRow("of each subset its share") << "12/0 4/1" << "8/0 2/0";
    QTest::newRow("rounded up, so that the last one gets less") << "5/0 5/0 5/0" << "4/0 4/0 2/0";
    QTest::newRow("the same of those that are not ready") << "3/6 3/6" << "3/2 3/2";
}

void TestEndpoints::aThousandAtMost()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    api::List<api::EndpointSubset> subsets;
    for (const QString& one : before.split(' ')) {
        api::EndpointSubset& subset = subsets.push_back({});
        subset.addresses.resize(one.section('/', 0, 0).toULong());
        subset.notReadyAddresses.resize(one.section('/', 1, 1).toULong());
    }
    QCOMPARE(controllers::truncate(subsets, 10), before != after);
    QStringList left;
    for (const api::EndpointSubset& subset : subsets)
        left << QString("%1/%2").arg(subset.addresses.size()).arg(subset.notReadyAddresses.size());
    QCOMPARE(left.join(' '), after);
    QVERIFY(controllers::addressesIn(subsets) <= 10);
}

void TestEndpoints::anAddressIsWhatTheServerSays()
{
    Backends backends;
    backends.service("selector: {app: web}, ports: [{port: 80}]");
    backends.pod("a", "hostname: first, subdomain: web, ");
    const auto subsets = subsetsOf(backends);
    QCOMPARE(QString::fromStdString(api::toJson(*api::TypeOf<api::EndpointSubset>::value, &subsets[0])),
        QString(R"({"addresses":[{"ip":"10.244.0.2","hostname":"first","nodeName":"node-1","targetRef":{"kind":"Pod",)"
                R"("namespace":"default","name":"a","uid":"%1"}}],"ports":[{"port":80,"protocol":"TCP"}]})")
            .arg(QString::fromStdString(backends.find("Pod", "a").meta().uid.str())));
}

void TestEndpoints::inACluster()
{
    Cluster cluster;
    const QByteArray yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: web, labels: {team: blue}}\n"
                            "spec: {selector: {app: web}, ports: [{port: 80}]}\n---\n"
                            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: web}}\nspec: {containers: [{name: c, image: nginx}]}\n";
    QVERIFY(cluster.create(yaml).ok());
    cluster.lab().runFor(std::chrono::milliseconds(10));
    const api::ObjectPtr first = cluster.find("Endpoints", "web"); // with the Service, and before any pod
    QVERIFY(first && first.as<api::Endpoints>()->subsets.empty());
    QCOMPARE(annotation(first, "endpoints.kubernetes.io/last-change-trigger-time"), QString("2026-01-01T00:00:00Z"));
    cluster.lab().runFor(seconds(30));
    const api::ObjectPtr endpoints = cluster.find("Endpoints", "web");
    QCOMPARE(shown(endpoints.as<api::Endpoints>()->subsets), QString("a 80"));
    QStringList labels;
    for (const auto& label : endpoints.meta().labels)
        labels << QString::fromStdString(label.key.str() + "=" + label.value.str());
    QCOMPARE(labels.join(' '), QString("endpoints.kubernetes.io/managed-by=endpoint-controller team=blue"));
    QVERIFY(slicesNamed(cluster, "web").size() == 1); // they are not mirrored beside the Service's own

    QVERIFY(cluster.remove("Endpoints", "web").ok());
    QVERIFY(!cluster.find("Endpoints", "web"));
    cluster.lab().runFor(seconds(1));
    QCOMPARE(shown(cluster.find("Endpoints", "web").as<api::Endpoints>()->subsets), QString("a 80"));

    QVERIFY(cluster.remove("Service", "web").ok());
    cluster.lab().runFor(seconds(1));
    QVERIFY(!cluster.find("Endpoints", "web"));
}

void TestEndpoints::overCapacityIsSaid()
{
    Cluster cluster;
    QByteArray addresses;
    for (int i = 0; i < 1001; ++i) {
        const QByteArray name = "p" + QByteArray::number(i);
        const apiserver::Response made = cluster.create("apiVersion: v1\nkind: Pod\nmetadata: {name: " + name
            + ", labels: {app: web}}\nspec: {nodeSelector: {never: here}, containers: [{name: c, image: nginx}]}\n");
        QVERIFY(made.ok());
        apiserver::Request status = Cluster::request(apiserver::Verb::Update, "Pod", name);
        status.subresource = "status";
        status.object = made.object;
        api::PodStatus& said = status.object.editAs<api::Pod>().status.edit();
        said.podIP = "10.250." + std::to_string(i / 250) + "." + std::to_string(i % 250 + 1);
        said.podIPs.push_back({said.podIP});
        QVERIFY(cluster.lab().submit(status).ok());
    }
    QVERIFY(cluster.create("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, publishNotReadyAddresses: true, ports: [{port: 80}]}\n").ok());
    cluster.lab().runFor(seconds(3));
    QCOMPARE(annotation(cluster.find("Endpoints", "web"), "endpoints.kubernetes.io/over-capacity"), QString("truncated"));
    QCOMPARE(controllers::addressesIn(cluster.find("Endpoints", "web").as<api::Endpoints>()->subsets), std::size_t(1000));
    std::size_t inSlices = 0;
    for (const api::ObjectPtr& slice : slicesNamed(cluster, "web"))
        inSlices += slice.as<api::EndpointSlice>()->endpoints.size();
    QCOMPARE(inSlices, std::size_t(1001)); // which is why there are slices
    const store::Revision settled = cluster.find("Endpoints", "web").meta().resourceVersion.str().empty() ? 0 : cluster.lab().store().revision();
    cluster.lab().runFor(seconds(3));
    for (store::Revision revision = settled + 1; revision <= cluster.lab().store().revision(); ++revision)
        QVERIFY(!cluster.lab().store().change(revision)->now.as<api::Endpoints>()); // and is not said again and again
    QVERIFY(cluster.remove("Pod", "p7").ok());
    cluster.lab().runFor(seconds(40));
    QCOMPARE(annotation(cluster.find("Endpoints", "web"), "endpoints.kubernetes.io/over-capacity"), QString());
}

void TestEndpoints::handWrittenOnesAreMirrored_data()
{
    QTest::addColumn<QByteArray>("service");
    QTest::addColumn<QByteArray>("meta");
    QTest::addColumn<QByteArray>("subsets");
    QTest::addColumn<QString>("slices");
    const QByteArray open = "ports: [{port: 80}]";
    const QByteArray one = "{addresses: [{ip: 192.0.2.1}], notReadyAddresses: [{ip: 192.0.2.2}], ports: [{name: http, port: 8080}]}";
    QTest::newRow("each address with the ports of its subset") << open << QByteArray() << one << "IPv4 http 8080: 192.0.2.1+ 192.0.2.2";
    QTest::newRow("subsets of other ports are other slices") << open << QByteArray() << one + ", {addresses: [{ip: 192.0.2.3}], ports: [{name: http, port: 9090}]}"
                                                             << "IPv4 http 8080: 192.0.2.1+ 192.0.2.2 | IPv4 http 9090: 192.0.2.3+";
    QTest::newRow("so are other families") << open << QByteArray() << QByteArray("{addresses: [{ip: 192.0.2.1}, {ip: '2001:db8::1'}], ports: [{port: 80}]}")
                                           << "IPv4 80: 192.0.2.1+ | IPv6 80: 2001:db8::1+";
    QTest::newRow("an odd spelling is set right") << open << QByteArray() << QByteArray("{addresses: [{ip: 192.000.02.1}], ports: [{port: 80}]}") << "IPv4 80: 192.0.2.1+";
    QTest::newRow("nothing is mirrored of nothing") << open << QByteArray() << QByteArray() << "";
    QTest::newRow("a label keeps them from it") << open << QByteArray(", labels: {endpointslice.kubernetes.io/skip-mirror: 'true'}") << one << "";
    QTest::newRow("an election is nobody's endpoint") << open << QByteArray(", annotations: {control-plane.alpha.kubernetes.io/leader: '{}'}") << one << "";
    QTest::newRow("without a Service they are nobody's") << QByteArray() << QByteArray() << one << "";
}

void TestEndpoints::handWrittenOnesAreMirrored()
{
    QFETCH(QByteArray, service);
    QFETCH(QByteArray, meta);
    QFETCH(QByteArray, subsets);
    QFETCH(QString, slices);
    Cluster cluster;
    if (!service.isEmpty())
        QVERIFY(cluster.create("apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {" + service + "}\n").ok());
    const apiserver::Response made =
        cluster.create("apiVersion: v1\nkind: Endpoints\nmetadata: {name: db" + meta + "}\nsubsets: [" + subsets + "]\n");
    QVERIFY2(made.ok(), made.status.message.c_str());
    QVERIFY(!made.warnings.empty());
    QCOMPARE(QString::fromStdString(made.warnings.front()), QString("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"));
    cluster.lab().runFor(seconds(1));
    QStringList list;
    for (const api::ObjectPtr& slice : slicesNamed(cluster, "db")) {
        const api::EndpointSlice& one = *slice.as<api::EndpointSlice>();
        QCOMPARE(slice.meta().labels.valueOr("endpointslice.kubernetes.io/managed-by", "").str(), std::string("endpointslicemirroring-controller.k8s.io"));
        QCOMPARE(slice.meta().ownerReferences[0].kind.str() + " " + slice.meta().ownerReferences[0].name.str(), std::string("Endpoints db"));
        QStringList words;
        for (const api::Endpoint& endpoint : one.endpoints)
            words << QString::fromStdString(endpoint.addresses[0].str()) + (*endpoint.conditions.ready ? "+" : "");
        QString ports;
        for (const api::SliceEndpointPort& port : one.ports)
            ports += (port.name.empty() ? QString() : QString::fromStdString(port.name.str()) + " ") + QString::number(*port.port);
        list << QString::fromStdString(one.addressType.str()) + " " + ports + ": " + words.join(' ');
    }
    list.sort();
    QCOMPARE(list.join(" | "), slices);
}

void TestEndpoints::mirrorsFollow()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Endpoints\nmetadata: {name: db}\nsubsets: [{addresses: [{ip: 192.0.2.1}], ports: [{port: 80}]}]\n").ok());
    cluster.lab().runFor(seconds(1));
    QVERIFY(slicesNamed(cluster, "db").empty());
    QVERIFY(cluster.create("apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {ports: [{port: 80}]}\n").ok());
    cluster.lab().runFor(seconds(1));
    QCOMPARE(slicesNamed(cluster, "db").size(), std::size_t(1)); // it came later, and is as good
    const api::Text name = slicesNamed(cluster, "db").front().meta().name;
    QVERIFY(cluster.change("Endpoints", "db", [](api::ObjectPtr& object) {
        object.editAs<api::Endpoints>().subsets.edit(0).ports.edit(0).port = 81;
        object.editMeta().labels.set("team", "blue");
        object.editMeta().annotations.set("note", "x");
    }).ok());
    cluster.lab().runFor(seconds(1));
    QCOMPARE(slicesNamed(cluster, "db").size(), std::size_t(1));
    const api::ObjectPtr slice = slicesNamed(cluster, "db").front();
    QCOMPARE(slice.meta().name.str(), name.str()); // other ports, but the slice is used again
    QCOMPARE(*slice.as<api::EndpointSlice>()->ports[0].port, 81);
    QCOMPARE(slice.meta().labels.valueOr("team", "").str(), std::string("blue"));
    QCOMPARE(annotation(slice, "note"), QString("x"));
    // With a selector the Service is another controller's.
    QVERIFY(cluster.change("Service", "db", [](api::ObjectPtr& object) { object.editAs<api::Service>().spec.edit().selector.set("app", "db"); }).ok());
    cluster.lab().runFor(seconds(1));
    QCOMPARE(slicesNamed(cluster, "db").size(), std::size_t(1));
    QCOMPARE(slicesNamed(cluster, "db").front().meta().labels.valueOr("endpointslice.kubernetes.io/managed-by", "").str(), std::string("endpointslice-controller.k8s.io"));
}

void TestEndpoints::aServiceWithoutSelectorIsLeftAlone()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {ports: [{port: 80}]}\n"
                           "---\napiVersion: v1\nkind: Service\nmetadata: {name: out}\nspec: {type: ExternalName, externalName: a.example.com, selector: {app: web}}\n").ok());
    cluster.lab().runFor(seconds(1));
    for (const char* name : {"db", "out"}) {
        QVERIFY(!cluster.find("Endpoints", name));
        QVERIFY(slicesNamed(cluster, name).empty());
    }
    QVERIFY(eventsAbout(cluster, "Service").isEmpty());
}

QTEST_GUILESS_MAIN(TestEndpoints)
#include "test_endpoints.moc"
