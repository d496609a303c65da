// The Service by which pods find the API server.
#include "controllers/cluster.h"

#include "api/encode.h"
#include "api/types/core-service.h"

using namespace kubarium;

class TestKubernetesService : public QObject {
    Q_OBJECT
private slots:
    void itIsThereFromTheBeginning();
    void itComesBack_data();
    void itComesBack();
};

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

QTEST_GUILESS_MAIN(TestKubernetesService)
#include "test_kubernetesservice.moc"
