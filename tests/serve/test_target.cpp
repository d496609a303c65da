// Paths and queries as a v1.34 server reads them.
#include "serve/query.h"
#include "serve/target.h"

#include <QtTest/QtTest>

using namespace kubarium;
using serve::Target;
using serve::What;

class TestTarget : public QObject {
    Q_OBJECT
private slots:
    void resources_data();
    void resources();
    void others_data();
    void others();
    void queries_data();
    void queries();
};

void TestTarget::resources_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("read"); // kind namespace/name:subresource, or nothing
    QTest::newRow("pods of all namespaces") << "/api/v1/pods" << "Pod /:";
    QTest::newRow("pods of one namespace") << "/api/v1/namespaces/dev/pods" << "Pod dev/:";
    QTest::newRow("one pod") << "/api/v1/namespaces/dev/pods/web-0" << "Pod dev/web-0:";
    QTest::newRow("a pod's status") << "/api/v1/namespaces/dev/pods/web-0/status" << "Pod dev/web-0:status";
    QTest::newRow("a namespace") << "/api/v1/namespaces/dev" << "Namespace /dev:";
    QTest::newRow("status is part of a namespace, not a kind in it") << "/api/v1/namespaces/dev/status" << "Namespace /dev:status";
    QTest::newRow("and so is finalize") << "/api/v1/namespaces/dev/finalize" << "Namespace /dev:finalize";
    QTest::newRow("a deployment") << "/apis/apps/v1/namespaces/dev/deployments/web" << "Deployment dev/web:";
    QTest::newRow("a deployment's scale") << "/apis/apps/v1/namespaces/dev/deployments/web/scale" << "Deployment dev/web:scale";
    QTest::newRow("another version of a kind") << "/apis/autoscaling/v1/namespaces/dev/horizontalpodautoscalers" << "HorizontalPodAutoscaler dev/:";
    QTest::newRow("a cluster-scoped object") << "/apis/rbac.authorization.k8s.io/v1/clusterroles/admin" << "ClusterRole /admin:";
    QTest::newRow("a role's name may hold a colon, escaped or not") << "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode"
        << "ClusterRole /system:node:";
    QTest::newRow("the lab's clock") << "/apis/lab.kubarium.dev/v1/clocks/lab/advance" << "Clock /lab:advance";
    QTest::newRow("the old way to watch") << "/api/v1/watch/namespaces/dev/pods" << "watched Pod dev/:";
    QTest::newRow("the old way to watch one object") << "/api/v1/watch/namespaces/dev/pods/web-0" << "watched Pod dev/web-0:";
    QTest::newRow("a pod has no address outside its namespace") << "/api/v1/pods/web-0" << "";
    QTest::newRow("a node is in no namespace") << "/api/v1/namespaces/dev/nodes/node-1" << "";
    QTest::newRow("no such resource") << "/api/v1/namespaces/dev/ponies" << "";
    QTest::newRow("resources are written in small letters") << "/api/v1/namespaces/dev/Pods" << "";
    QTest::newRow("no such subresource") << "/api/v1/namespaces/dev/pods/web-0/soul" << "";
    QTest::newRow("nothing stands behind a subresource") << "/api/v1/namespaces/dev/pods/web-0/status/phase" << "";
    QTest::newRow("a kind of another group") << "/apis/apps/v1/namespaces/dev/pods" << "";
    QTest::newRow("an empty name") << "/api/v1/namespaces/dev/pods//status" << "";
    QTest::newRow("an empty namespace") << "/api/v1/namespaces//pods" << "";
    QTest::newRow("a slash at the end") << "/api/v1/pods/" << "";
    QTest::newRow("a broken escape") << "/api/v1/namespaces/dev/pods/%zz" << "";
    QTest::newRow("a version that is not served") << "/api/v2/pods" << "";
}

void TestTarget::resources()
{
    QFETCH(QString, path);
    QFETCH(QString, read);
    const Target target = serve::parseTarget(path.toStdString());
    std::string found;
    if (target.what == What::Resource)
        found = (target.watched ? "watched " : "") + std::string(target.kind->kind) + " " + target.namespace_ + "/" + target.name + ":" + target.subresource;
    QCOMPARE(QString::fromStdString(found), read);
}

void TestTarget::others_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("rest");
    const auto row = [](const char* name, const char* path, What what, const char* rest = "") { QTest::newRow(name) << path
        << static_cast<int>(what) << rest; };
    row("the list of paths", "/", What::Paths);
    row("legacy versions", "/api", What::LegacyVersions);
    row("the same with a slash", "/api/", What::LegacyVersions);
    row("resources of the legacy group", "/api/v1", What::Resources);
    row("groups", "/apis", What::Groups);
    row("a group", "/apis/apps", What::Group);
    row("resources of a group's version", "/apis/apps/v1", What::Resources);
    row("no such group", "/apis/farm", What::Nothing);
    row("no such version", "/apis/apps/v7", What::Nothing);
    row("OpenAPI for people", "/openapi/v2", What::OpenApiV2);
    row("the table of OpenAPI documents", "/openapi/v3", What::OpenApiV3);
    row("one OpenAPI document", "/openapi/v3/apis/apps/v1", What::OpenApiV3, "apis/apps/v1");
    row("the version", "/version", What::Version);
    row("health", "/healthz", What::Health);
    row("one check", "/readyz/poststarthook/crd-informer-synced", What::Health, "poststarthook/crd-informer-synced");
    row("metrics", "/metrics", What::Metrics);
    row("who issues tokens", "/.well-known/openid-configuration", What::Issuer);
    row("with which keys", "/openid/v1/jwks", What::IssuerKeys);
    row("nothing behind them", "/openid/v1/jwks/a", What::Nothing);
    row("nor before", "/openid/v1", What::Nothing);
    row("nothing", "/favicon.ico", What::Nothing);
    row("no path at all", "*", What::Nothing);
    row("an empty one", "", What::Nothing);
}

void TestTarget::others()
{
    QFETCH(QString, path);
    QFETCH(int, what);
    QFETCH(QString, rest);
    const Target target = serve::parseTarget(path.toStdString());
    QCOMPARE(static_cast<int>(target.what), what);
    QCOMPARE(QString::fromStdString(target.rest), rest);
}

void TestTarget::queries_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("pairs");
    QTest::newRow("nothing") << "" << "";
    QTest::newRow("names and values") << "limit=500&continue=abc" << "limit=500;continue=abc;";
    QTest::newRow("escapes, and a plus for a blank") << "labelSelector=app%3Dweb%2Ctier+in+(a,b)" << "labelSelector=app=web,tier in (a,b);";
    QTest::newRow("a name without a value") << "verbose&exclude=etcd" << "verbose=;exclude=etcd;";
    QTest::newRow("only the first equals sign divides") << "fieldSelector=metadata.name=x" << "fieldSelector=metadata.name=x;";
    QTest::newRow("what is broken is passed over") << "a=%2&b=%zz&c=1&;d=2&&=3" << "c=1;=3;";
}

void TestTarget::queries()
{
    QFETCH(QString, text);
    QFETCH(QString, pairs);
    QString found;
    const serve::Query query = serve::Query::parse(text.toStdString());
    for (const auto& [name, value] : query.pairs())
        found += QString::fromStdString(name + "=" + value + ";");
    QCOMPARE(found, pairs);
}

QTEST_GUILESS_MAIN(TestTarget)
#include "test_target.moc"
