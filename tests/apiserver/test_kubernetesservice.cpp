// The Service by which pods find the API server.
#include "controllers/cluster.h"

#include "api/encode.h"
#include "api/types/core-service.h"
#include "api/types/discovery.h"

using namespace kubarium;

class TestKubernetesService : public QObject {
    Q_OBJECT
private slots:
    void itIsThereFromTheBeginning();
    void itComesBack_data();
    void itComesBack();
    void itsAddressMayBeTakenMeanwhile();
    void itLeadsToTheServers_data();
    void itLeadsToTheServers();
    void itLeadsThereAgain();
};

namespace {

QString leadsTo(Cluster& cluster)
{
    const api::ObjectPtr endpoints = cluster.find("Endpoints", "kubernetes");
    const api::ObjectPtr slice = cluster.find("EndpointSlice", "kubernetes");
    if (!endpoints || !slice)
        return "nowhere";
    QStringList told;
    for (const api::EndpointAddress& address : endpoints.as<api::Endpoints>()->subsets[0].addresses)
        told << QString::fromStdString(address.ip.str());
    QStringList sliced;
    for (const api::Endpoint& endpoint : slice.as<api::EndpointSlice>()->endpoints)
        sliced << QString::fromStdString(endpoint.addresses[0].str());
    return told == sliced ? told.join(' ') : told.join(' ') + " or " + sliced.join(' ');
}

} // namespace

void TestKubernetesService::itIsThereFromTheBeginning()
{
    Cluster cluster;
    const api::ObjectPtr service = cluster.find("Service", "kubernetes");
    QVERIFY(service);
    QCOMPARE(QString::fromStdString(api::toJson(*api::TypeOf<api::ServiceSpec>::value, &*service.as<api::Service>()->spec)),
        QString(R"({"ports":[{"name":"https","protocol":"TCP","port":443,"targetPort":6443}],"clusterIP":"10.96.0.1",)"
                R"("clusterIPs":["10.96.0.1"],"type":"ClusterIP","sessionAffinity":"None","ipFamilies":["IPv4"],)"
                R"("ipFamilyPolicy":"SingleStack","internalTrafficPolicy":"Cluster"})"));
    QCOMPARE(service.meta().labels.valueOr("component", "").str() + " " + service.meta().labels.valueOr("provider", "").str(),
        std::string("apiserver kubernetes"));
}

void TestKubernetesService::itComesBack_data()
{
    QTest::addColumn<int>("deletedAt"); // milliseconds after the start
    QTest::addColumn<int>("missingAt");
    QTest::addColumn<int>("backAt");
    QTest::newRow("with the next look") << 3'000 << 9'900 << 10'000;
    QTest::newRow("which may be soon") << 29'999 << 29'999 << 30'000;
    QTest::newRow("or ten seconds away") << 20'000 << 29'000 << 30'000;
}

void TestKubernetesService::itComesBack()
{
    QFETCH(int, deletedAt);
    QFETCH(int, missingAt);
    QFETCH(int, backAt);
    Cluster cluster;
    cluster.lab().runFor(std::chrono::milliseconds(deletedAt));
    QVERIFY(cluster.remove("Service", "kubernetes").ok());
    cluster.lab().runFor(std::chrono::milliseconds(missingAt - deletedAt));
    QVERIFY(!cluster.find("Service", "kubernetes"));
    cluster.lab().runFor(std::chrono::milliseconds(backAt - missingAt));
    QVERIFY(cluster.find("Service", "kubernetes"));
}

void TestKubernetesService::itsAddressMayBeTakenMeanwhile()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(1));
    QVERIFY(cluster.remove("Service", "kubernetes").ok());
    const QByteArray thief = "apiVersion: v1\nkind: Service\nmetadata: {name: thief}\nspec: {clusterIP: 10.96.0.1, ports: [{port: 80}]}\n";
    QVERIFY(cluster.create(thief).ok());
    cluster.lab().runFor(std::chrono::seconds(60));
    QVERIFY(!cluster.find("Service", "kubernetes"));
    QVERIFY(cluster.remove("Service", "thief").ok());
    cluster.lab().runFor(std::chrono::seconds(10));
    QVERIFY(cluster.find("Service", "kubernetes"));
    QVERIFY(!cluster.create(thief).ok());
}

void TestKubernetesService::itLeadsToTheServers_data()
{
    QTest::addColumn<QByteArray>("nodes");
    QTest::addColumn<QString>("addresses");
    const auto node = [](const QByteArray& name, bool isMaster, const QByteArray& address) {
        const QByteArray labels = isMaster ? ", labels: {node-role.kubernetes.io/control-plane: ''}" : "";
        return "---\napiVersion: v1\nkind: Node\nmetadata: {name: " + name + labels + "}\nstatus: {capacity: {cpu: 4, memory: 8Gi, pods: 110}, "
            + "addresses: [{type: InternalIP, address: " + address + "}]}\n";
    };
    QTest::newRow("to the node of the control plane") << node("m", true, "10.1.0.1") + node("w", false, "10.1.0.2") << "10.1.0.1";
    QTest::newRow("to all of them") << node("m-2", true, "10.1.0.2") + node("m-1", true, "10.1.0.9") << "10.1.0.2 10.1.0.9";
    QTest::newRow("to a hosted control plane, which is on none") << node("w", false, "10.1.0.2") << "172.18.0.2";
}

void TestKubernetesService::itLeadsToTheServers()
{
    QFETCH(QByteArray, nodes);
    QFETCH(QString, addresses);
    const auto file = lab::ClusterFile::parse(nodes.toStdString());
    QVERIFY2(file.ok(), file ? "" : file.status().message.c_str());
    Cluster cluster(*file);
    cluster.lab().runFor(std::chrono::seconds(1));
    QCOMPARE(leadsTo(cluster), addresses);
    const api::ObjectPtr endpoints = cluster.find("Endpoints", "kubernetes");
    const api::ObjectPtr slice = cluster.find("EndpointSlice", "kubernetes");
    QCOMPARE(QString::fromStdString(api::toJson(*api::TypeOf<api::EndpointPort>::value, &endpoints.as<api::Endpoints>()->subsets[0].ports[0])),
        QString(R"({"name":"https","port":6443,"protocol":"TCP"})"));
    QCOMPARE(endpoints.meta().labels.valueOr("endpointslice.kubernetes.io/skip-mirror", "").str(), std::string("true"));
    QCOMPARE(slice.meta().labels.valueOr("kubernetes.io/service-name", "").str(), std::string("kubernetes"));
    const store::Revision before = slice.meta().resourceVersion.empty() ? 0 : store::revisionOf(slice);
    cluster.lab().runFor(std::chrono::seconds(60));
    QCOMPARE(store::revisionOf(cluster.find("EndpointSlice", "kubernetes")), before);
}

void TestKubernetesService::itLeadsThereAgain()
{
    Cluster cluster;
    cluster.lab().runFor(std::chrono::seconds(15));
    const QString address = leadsTo(cluster);
    QVERIFY(address.startsWith("10."));
    for (const char* kind : {"Endpoints", "EndpointSlice"}) {
        QVERIFY(cluster.remove(kind, "kubernetes").ok());
        QCOMPARE(leadsTo(cluster), QString("nowhere"));
        cluster.lab().runFor(std::chrono::seconds(10));
        QCOMPARE(leadsTo(cluster), address);
    }
}

QTEST_GUILESS_MAIN(TestKubernetesService)
#include "test_kubernetesservice.moc"
