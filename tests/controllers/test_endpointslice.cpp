// Which slices a Service has and what they tell; who is an endpoint and who is none.
#include "backends.h"
#include "cluster.h"

#include "controllers/services/endpointslice.h"
#include "controllers/services/slicepacking.h"
#include "lab/endpoints.h"

#include "api/encode.h"
#include "api/types/core-meta.h"

#include <chrono>

using namespace kubarium;
using controllers::SliceFilling;
using controllers::SliceRoom;
using std::chrono::seconds;

class TestEndpointSlice : public QObject {
    Q_OBJECT
private slots:
    void packing_data();
    void packing();
    void whoIsTold_data();
    void whoIsTold();
    void whatChanges_data();
    void whatChanges();
    void ports_data();
    void ports();
    void hints_data();
    void hints();
    void aSliceIsWhatTheServerSays();
    void labels_data();
    void labels();
    void whenItBegan_data();
    void whenItBegan();
    void manyPodsFillSlices();
    void unchangedSlicesAreNotWritten();
    void versionsShareWhatDidNotChange();
    void whoIsNotAndWhy_data();
    void whoIsNotAndWhy();
    void inACluster();
    void whoeverDamagesASliceSeesItMended();
    void aServiceTakesItsSlicesAlong();
};

void TestEndpointSlice::packing_data()
{
    QTest::addColumn<QString>("slices"); // of four endpoints at most: "3 2c" has one with 3 and one with 2 that changes anyway
    QTest::addColumn<int>("newcomers");
    QTest::addColumn<QString>("into"); // "#1+2 new+4"
    QTest::newRow("nobody is new") << "3 2c" << 0 << "";
    QTest::newRow("the first slice") << "" << 3 << "new+3";
    QTest::newRow("as many as are needed") << "" << 9 << "new+4 new+4 new+1";
    QTest::newRow("one goes where it is fullest") << "1 3 2" << 1 << "#1+1";
    QTest::newRow("two do not fit there") << "1 3 2" << 2 << "#2+2";
    QTest::newRow("three fit into one only") << "1 3 2" << 3 << "#0+3";
    QTest::newRow("where no slice has room for all, a new one is made") << "3 3" << 2 << "new+2";
    QTest::newRow("a slice that changes anyway comes first, full as another may be") << "3 1c" << 1 << "#1+1";
    QTest::newRow("of those the fullest") << "1c 3c 2c" << 2 << "#1+1 #2+1";
    QTest::newRow("what is left then goes into one that did not change") << "3c 2" << 3 << "#0+1 #1+2";
    QTest::newRow("or into a new one") << "3c 3" << 3 << "#0+1 new+2";
    QTest::newRow("a full slice of newcomers is a new slice") << "0" << 4 << "new+4";
    QTest::newRow("and only what is left over goes into an old one") << "2" << 6 << "new+4 #0+2";
    QTest::newRow("slices are not packed tighter") << "1 1 1" << 1 << "#0+1";
    QTest::newRow("a slice that is too full stays so") << "6c" << 1 << "new+1";
}

void TestEndpointSlice::packing()
{
    QFETCH(QString, slices);
    QFETCH(int, newcomers);
    QFETCH(QString, into);
    std::vector<SliceRoom> rooms;
    for (const QString& slice : slices.split(' ', Qt::SkipEmptyParts))
        rooms.push_back({QString(slice).remove('c').toULong(), slice.contains('c')});
    QStringList filled;
    int placed = 0;
    for (const SliceFilling& filling : controllers::packing(rooms, static_cast<std::size_t>(newcomers), 4)) {
        filled << (filling.slice == rooms.size() ? QString("new") : "#" + QString::number(filling.slice)) + "+"
                + QString::number(filling.endpoints);
        placed += static_cast<int>(filling.endpoints);
    }
    QCOMPARE(filled.join(' '), into);
    QCOMPARE(placed, newcomers);
}

void TestEndpointSlice::whoIsTold_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("pods");
    QTest::addColumn<QString>("told");
    const QByteArray web = "selector: {app: web}, ports: [{port: 80}]";
    const QByteArray all = "publishNotReadyAddresses: true, " + web;
    QTest::newRow("nobody") << web << "" << ": ";
    QTest::newRow("a ready pod") << web << "a" << "80: a+";
    QTest::newRow("a pod that is not ready is told as such") << web << "a b!" << "80: a+ b!";
    QTest::newRow("a pod that is being deleted serves on") << web << "a~ b" << "80: a~ b+";
    QTest::newRow("unless it is not ready") << web << "a~! b" << "80: a~! b+";
    QTest::newRow("a pod without address is none") << web << "a- b" << "80: b+";
    QTest::newRow("a pod that has run to its end is none") << web << "a* b" << "80: b+";
    QTest::newRow("a pod whose node is gone is none") << web << "a@ b" << "80: b+";
    QTest::newRow("a pod with other labels is none") << web << "a? b" << "80: b+";
    QTest::newRow("where none is left, a slice says so") << web << "a- b*" << ": ";
    QTest::newRow("who publishes all tells all as ready") << all << "a! b~ c~!" << "80: a+! b+~ c+~!";
    QTest::newRow("even those of a node that is gone") << all << "a@ b" << "80: a+ b+";
    QTest::newRow("but not those that have ended") << all << "a* b-" << ": ";
    QTest::newRow("a headless Service has endpoints, too") << "clusterIP: None, " + web << "a b!" << "80: a+ b!";
    QTest::newRow("even without ports") << QByteArray("clusterIP: None, selector: {app: web}") << "a b!" << ": a+ b!";
}

void TestEndpointSlice::whoIsTold()
{
    QFETCH(QByteArray, spec);
    QFETCH(QString, pods);
    QFETCH(QString, told);
    Backends backends;
    backends.service(spec);
    backends.pods(pods);
    backends.reconcile();
    QCOMPARE(backends.shown(), told);
    QVERIFY(backends.reconcile().empty()); // once is enough
}

void TestEndpointSlice::whatChanges_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after"); // pods that are changed or added
    QTest::addColumn<QString>("writes"); // created, updated, removed
    QTest::addColumn<QString>("told");
    QTest::newRow("the first pod makes use of the empty slice") << "" << "a" << "0 1 0" << "80: a+";
    QTest::newRow("the last one leaves it empty") << "a" << "a*" << "0 1 0" << ": ";
    QTest::newRow("a pod more") << "a c" << "b" << "0 1 0" << "80: a+ c+ b+";
    QTest::newRow("a pod less") << "a b c" << "b?" << "0 1 0" << "80: a+ c+";
    QTest::newRow("readiness comes and goes in its place") << "a b c" << "b!" << "0 1 0" << "80: a+ b! c+";
    QTest::newRow("one goes, one comes") << "a b c" << "b? d" << "0 1 0" << "80: a+ c+ d+";
    QTest::newRow("nothing that matters") << "a b" << "a" << "0 0 0" << "80: a+ b+";
    QTest::newRow("a pod that was nothing and is nothing") << "a b-" << "b-!" << "0 0 0" << "80: a+";
}

void TestEndpointSlice::whatChanges()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, writes);
    QFETCH(QString, told);
    Backends backends;
    backends.service("selector: {app: web}, ports: [{port: 80}]");
    backends.pods(before);
    backends.reconcile();
    const std::string name = backends.slices().front().meta().name.str();
    backends.pods(after);
    const controllers::SlicePlan plan = backends.reconcile();
    QCOMPARE(QString("%1 %2 %3").arg(plan.created.size()).arg(plan.updated.size()).arg(plan.removed.size()), writes);
    QCOMPARE(backends.shown(), told);
    QCOMPARE(backends.slices().front().meta().name.str(), name);
}

void TestEndpointSlice::ports_data()
{
    QTest::addColumn<QByteArray>("servicePorts");
    QTest::addColumn<QByteArray>("portsOfA");
    QTest::addColumn<QByteArray>("portsOfB");
    QTest::addColumn<QString>("told");
    const QByteArray web = "{name: web, containerPort: 8080}";
    const QByteArray other = "{name: web, containerPort: 9090}";
    QTest::newRow("a number is a number, whatever the pod says") << QByteArray("{port: 80, targetPort: 8000}") << web << QByteArray() << "8000: a+ b+";
    QTest::newRow("a name is the pod's") << QByteArray("{port: 80, targetPort: web}") << web << web << "8080: a+ b+";
    QTest::newRow("pods that say different numbers have slices of their own") << QByteArray("{port: 80, targetPort: web}") << web << other << "8080: a+ | 9090: b+";
    QTest::newRow("a pod without that name serves the other ports")
        << QByteArray("{name: h, port: 80, targetPort: web}, {name: r, port: 81, targetPort: 8081}") << web << QByteArray() << "h 8080,r 8081: a+ | r 8081: b+";
    QTest::newRow("or none") << QByteArray("{port: 80, targetPort: web}") << web << QByteArray() << "8080: a+ | : b+";
    QTest::newRow("a name is of one protocol") << QByteArray("{port: 80, protocol: UDP, targetPort: web}") << web
                                               << QByteArray("{name: web, containerPort: 53, protocol: UDP}") << ": a+ | 53: b+";
}

void TestEndpointSlice::ports()
{
    QFETCH(QByteArray, servicePorts);
    QFETCH(QByteArray, portsOfA);
    QFETCH(QByteArray, portsOfB);
    QFETCH(QString, told);
    Backends backends;
    backends.service("selector: {app: web}, ports: [" + servicePorts + "]");
    backends.pod("a", "", portsOfA);
    backends.pod("b", "", portsOfB);
    backends.reconcile();
    QCOMPARE(backends.shown(), told);
    QVERIFY(backends.reconcile().empty());
    // Who changes the ports of the Service changes its slices, and makes no others.
    const std::size_t count = backends.slices().size();
    backends.service("selector: {app: web}, ports: [{port: 80, targetPort: 7000}]");
    const controllers::SlicePlan plan = backends.reconcile();
    QCOMPARE(plan.created.size(), std::size_t(0));
    QCOMPARE(plan.updated.size() + plan.removed.size(), count);
    QCOMPARE(backends.shown(), QString("7000: a+ b+"));
}

void TestEndpointSlice::hints_data()
{
    QTest::addColumn<QByteArray>("wish");
    QTest::addColumn<QString>("hints"); // of a ready pod in the east, one that is not ready, one in the west, one without zone
    QTest::newRow("no wish, no hints") << QByteArray() << "- - - -";
    QTest::newRow("close is the same zone") << QByteArray("trafficDistribution: PreferClose, ") << "east - west -";
    QTest::newRow("or said so") << QByteArray("trafficDistribution: PreferSameZone, ") << "east - west -";
    QTest::newRow("or the same node, then the zone") << QByteArray("trafficDistribution: PreferSameNode, ") << "east/node-1 - west/node-2 /node-3";
}

void TestEndpointSlice::hints()
{
    QFETCH(QByteArray, wish);
    QFETCH(QString, hints);
    Backends backends;
    const auto told = [&] {
        QStringList list;
        for (const api::Endpoint& endpoint : backends.slices().front().as<api::EndpointSlice>()->endpoints) {
            QStringList places;
            for (const api::ForZone& zone : endpoint.hints->forZones)
                places << QString::fromStdString(zone.name.str());
            if (endpoint.hints->forZones.empty() && !endpoint.hints->forNodes.empty())
                places << QString();
            for (const api::ForNode& node : endpoint.hints->forNodes)
                places << QString::fromStdString(node.name.str());
            list << (endpoint.hints ? places.join('/') : QString("-"));
        }
        return list.join(' ');
    };
    const QByteArray web = "selector: {app: web}, ports: [{port: 80}]";
    backends.service(web);
    backends.pod("a");
    backends.pod("b!");
    backends.pod("c", "nodeName: node-2, ");
    backends.pod("d", "nodeName: node-3, ");
    backends.reconcile();
    QCOMPARE(told(), QString("- - - -"));
    backends.service(wish + web);
    QCOMPARE(backends.reconcile().empty(), wish.isEmpty());
    QCOMPARE(told(), hints);
    QVERIFY(backends.reconcile().empty());
    backends.service(web); // and back
    backends.reconcile();
    QCOMPARE(told(), QString("- - - -"));
}

void TestEndpointSlice::aSliceIsWhatTheServerSays()
{
    Backends backends;
    backends.service("selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080, appProtocol: kubernetes.io/h2c}]", ", labels: {team: blue}");
    backends.pod("a", "hostname: first, subdomain: web, ");
    backends.reconcile();
    const api::ObjectPtr slice = backends.slices().front();
    const api::EndpointSlice& told = *slice.as<api::EndpointSlice>();
    QVERIFY(slice.meta().name.view().starts_with("web-"));
    QCOMPARE(QString::fromStdString(api::toJson(*api::TypeOf<api::Endpoint>::value, &told.endpoints[0])),
        QString(R"({"addresses":["10.244.0.2"],"conditions":{"ready":true,"serving":true,"terminating":false},"hostname":"first",)"
                R"("targetRef":{"kind":"Pod","namespace":"default","name":"a","uid":"%1"},"nodeName":"node-1","zone":"east"})")
            .arg(QString::fromStdString(backends.find("Pod", "a").meta().uid.str())));
    QCOMPARE(QString::fromStdString(api::toJson(*api::TypeOf<api::SliceEndpointPort>::value, &told.ports[0])),
        QString(R"({"name":"http","protocol":"TCP","port":8080,"appProtocol":"kubernetes.io/h2c"})"));
    QCOMPARE(told.addressType.str(), std::string("IPv4"));
    const api::OwnerReference& owner = slice.meta().ownerReferences[0];
    QCOMPARE(owner.apiVersion.str() + " " + owner.kind.str() + " " + owner.name.str(), std::string("v1 Service web"));
    QCOMPARE(owner.uid.str(), backends.find("Service", "web").meta().uid.str());
    QVERIFY(*owner.controller && *owner.blockOwnerDeletion);
}

void TestEndpointSlice::labels_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("labels");
    QTest::addColumn<QString>("told");
    const QByteArray web = "selector: {app: web}, ports: [{port: 80}]";
    const QString own = "endpointslice.kubernetes.io/managed-by=endpointslice-controller.k8s.io kubernetes.io/service-name=web";
    QTest::newRow("by whom and for whom") << web << QByteArray() << own;
    QTest::newRow("and the Service's own") << web << QByteArray("team: blue") << own + " team=blue";
    QTest::newRow("a headless one says so") << "clusterIP: None, " + web << QByteArray() << own + " service.kubernetes.io/headless=";
    QTest::newRow("a Service that says so falsely is not believed") << web << QByteArray("service.kubernetes.io/headless: ''") << own;
    QTest::newRow("nor one that names another") << web << QByteArray("kubernetes.io/service-name: other") << own;
}

void TestEndpointSlice::labels()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, labels);
    QFETCH(QString, told);
    Backends backends;
    const auto shown = [&] {
        QStringList list;
        for (const auto& label : backends.slices().front().meta().labels)
            list << QString::fromStdString(label.key.str() + "=" + label.value.str());
        return list.join(' ');
    };
    backends.service(spec);
    backends.pods("a");
    backends.reconcile();
    backends.service(spec, ", labels: {" + labels + "}");
    backends.reconcile();
    QCOMPARE(shown(), told);
    QVERIFY(backends.reconcile().empty());
}

void TestEndpointSlice::whenItBegan_data()
{
    QTest::addColumn<QString>("pods"); // at 00:00:10, of a Service that was made at 00:00:00 for a and b!
    QTest::addColumn<QString>("since");
    QTest::newRow("a pod becomes ready") << "b" << "2026-01-01T00:00:10Z";
    QTest::newRow("a pod comes") << "c" << "2026-01-01T00:00:10Z";
    QTest::newRow("a pod goes: since when cannot be told") << "a?" << "";
}

void TestEndpointSlice::whenItBegan()
{
    QFETCH(QString, pods);
    QFETCH(QString, since);
    Backends backends;
    const auto told = [&] {
        return QString::fromStdString(
            backends.slices().front().meta().annotations.valueOr("endpoints.kubernetes.io/last-change-trigger-time", "").str());
    };
    backends.service("selector: {app: web}, ports: [{port: 80}]");
    backends.state.now = backends.state.now + seconds(5);
    backends.pods("a b!");
    backends.reconcile();
    QCOMPARE(told(), QString("2026-01-01T00:00:00Z")); // of a new Service: since it is there
    backends.state.now = backends.state.now + seconds(5);
    backends.pods(pods);
    backends.reconcile();
    QCOMPARE(told(), since);
}

void TestEndpointSlice::manyPodsFillSlices()
{
    Backends backends;
    backends.service("selector: {app: web}, ports: [{port: 80}]");
    const auto pods = [&](int from, int to, const QString& marks) {
        for (int i = from; i < to; ++i)
            backends.pod(QString("p%1").arg(i, 4, 10, QChar('0')) + marks);
    };
    pods(0, 250, "");
    backends.reconcile();
    QCOMPARE(backends.sizes(), QString("100 100 50"));
    pods(250, 290, "");
    QCOMPARE(backends.reconcile().updated.size(), std::size_t(1));
    QCOMPARE(backends.sizes(), QString("100 100 90"));
    pods(0, 60, "?"); // gone from the first slice, which is not filled up with others of the last
    backends.reconcile();
    QCOMPARE(backends.sizes(), QString("40 100 90"));
    pods(290, 310, ""); // too many for the fullest one that has room
    backends.reconcile();
    QCOMPARE(backends.sizes(), QString("60 100 90"));
    pods(100, 200, "?"); // a whole slice
    backends.reconcile();
    QCOMPARE(backends.sizes(), QString("60 90"));
    // Everybody is in one slice, and only once.
    QSet<QString> names;
    for (const api::ObjectPtr& slice : backends.slices()) {
        for (const api::Endpoint& endpoint : slice.as<api::EndpointSlice>()->endpoints)
            names.insert(QString::fromStdString(endpoint.targetRef->name.str()));
    }
    QCOMPARE(names.size(), 150);
    QVERIFY(backends.reconcile().empty());
}

void TestEndpointSlice::unchangedSlicesAreNotWritten()
{
    Backends backends;
    backends.service("selector: {app: web}, ports: [{port: 80}]");
    for (int i = 0; i < 750; ++i)
        backends.pod(QString("p%1").arg(i, 4, 10, QChar('0')));
    backends.reconcile();
    QCOMPARE(backends.slices().size(), std::size_t(8));
    backends.pods("p0412!");
    const controllers::SlicePlan plan = backends.reconcile();
    QCOMPARE(plan.updated.size(), std::size_t(1));
    QVERIFY(plan.created.empty() && plan.removed.empty());
    const api::ObjectPtr service = backends.find("Service", "web");
    QBENCHMARK {
        QVERIFY(controllers::plannedSlices(backends.state, service).empty());
    }
}

void TestEndpointSlice::versionsShareWhatDidNotChange()
{
    Backends backends;
    backends.service("selector: {app: web}, ports: [{port: 80}]");
    backends.pods("a b c");
    backends.reconcile();
    const api::ObjectPtr before = backends.slices().front();
    backends.pods("b!");
    backends.reconcile();
    const api::ObjectPtr now = backends.slices().front();
    const auto& was = before.as<api::EndpointSlice>()->endpoints;
    const auto& is = now.as<api::EndpointSlice>()->endpoints;
    for (std::size_t i = 0; i < is.size(); ++i) {
        QVERIFY(is[i].targetRef.sameStorage(was[i].targetRef));
        QVERIFY(is[i].addresses.sameStorage(was[i].addresses));
        const api::ObjectPtr pod = backends.find("Pod", QByteArray::fromStdString(is[i].targetRef->name.str()));
        QVERIFY(is[i].targetRef->name.view().data() == pod.meta().name.view().data() || i == 1); // b is a new version, with texts of its own
    }
    QVERIFY(now.as<api::EndpointSlice>()->ports.sameStorage(before.as<api::EndpointSlice>()->ports));
}

void TestEndpointSlice::whoIsNotAndWhy_data()
{
    QTest::addColumn<QByteArray>("selector");
    QTest::addColumn<QString>("pod");
    QTest::addColumn<QString>("standing");
    QTest::addColumn<QString>("why");
    const QByteArray web = "app: web";
    QTest::newRow("a ready pod") << web << "a" << "ready" << "traffic is sent to 10.244.0.2";
    QTest::newRow("a pod that is not ready") << web << "a!" << "not ready" << "its Ready condition is False (ContainersNotReady)";
    QTest::newRow("a pod that is being deleted") << web << "a~" << "serving, terminating" << "it is being deleted; it still answers whoever has nowhere else to go";
    QTest::newRow("and answers no more") << web << "a~!" << "terminating" << "it is being deleted and answers no more";
    QTest::newRow("a pod without address") << web << "a-" << "no address" << "it has no address yet: Running on node-1";
    QTest::newRow("a pod of a node that is gone") << web << "a@" << "no node" << "its node gone is gone";
    QTest::newRow("a pod that has ended") << web << "a*" << "finished" << "it has run to its end: Succeeded";
    QTest::newRow("a pod with another value") << QByteArray("app: wep") << "a" << "not selected" << "it has app=web where the selector says app=wep";
    QTest::newRow("a pod without one of the labels") << QByteArray("app: web, tier: front") << "a" << "not selected"
                                                     << "it has no label tier, the selector says tier=front";
    QTest::newRow("a pod that differs in all of them") << QByteArray("app: wep, tier: front") << "a" << "" << "";
    QTest::newRow("a pod without the only label") << QByteArray("tier: front") << "a" << "" << "";
}

void TestEndpointSlice::whoIsNotAndWhy()
{
    QFETCH(QByteArray, selector);
    QFETCH(QString, pod);
    QFETCH(QString, standing);
    QFETCH(QString, why);
    Backends backends;
    backends.service("selector: {" + selector + "}, ports: [{port: 80}]");
    backends.pods(pod);
    backends.reconcile();
    const lab::ServiceEndpoints all = lab::endpointsOf(backends.state, "default", "web");
    QVERIFY(all.isFound && all.hasSelector);
    const auto& list = standing == "not selected" || standing.isEmpty() ? all.almost : all.pods;
    QCOMPARE(all.pods.size() + all.almost.size(), std::size_t(standing.isEmpty() ? 0 : 1));
    QCOMPARE(list.size(), std::size_t(standing.isEmpty() ? 0 : 1));
    if (standing.isEmpty())
        return;
    QCOMPARE(QString::fromStdString(std::string(lab::text(list[0].standing))), standing);
    QCOMPARE(QString::fromStdString(lab::sentence(list[0])), why);
    // It agrees with what was published.
    const bool isTold = backends.shown().contains("a");
    QCOMPARE(list[0].isPublished, isTold);
    QCOMPARE(list[0].isPublishedReady, list[0].standing == lab::EndpointStanding::Ready);
    QCOMPARE(all.ready, std::size_t(list[0].isPublishedReady ? 1 : 0));
    QVERIFY(!lab::endpointsOf(backends.state, "default", "nobody").isFound);
}

void TestEndpointSlice::inACluster()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n"
                           "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: web}}\nspec: {containers: [{name: c, image: nginx}]}\n"
                           "---\napiVersion: v1\nkind: Pod\nmetadata: {name: never, labels: {app: web}}\nspec: {nodeSelector: {never: here}, "
                           "containers: [{name: c, image: nginx}]}\n")
                .ok());
    cluster.lab().runFor(seconds(30));
    const auto slices = [&] {
        QStringList list;
        cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("EndpointSlice"))).visit([&](const api::ObjectPtr& slice) {
            if (slice.meta().labels.valueOr("kubernetes.io/service-name", "") == "web")
                list << Backends::shown(*slice.as<api::EndpointSlice>());
            return true;
        });
        return list.join(" | ");
    };
    QCOMPARE(slices(), QString("80: a+"));
    const lab::ServiceEndpoints told = cluster.lab().endpoints("default", "web");
    QCOMPARE(told.ready, std::size_t(1));
    QCOMPARE(told.pods.size(), std::size_t(2));
    QCOMPARE(QString::fromStdString(lab::sentence(told.pods[1])), QString("it has no address: it is bound to no node"));
    QVERIFY(cluster.change("Pod", "a", [](api::ObjectPtr& pod) { pod.editMeta().labels.set("app", "gone"); }).ok());
    cluster.lab().runFor(seconds(2));
    QCOMPARE(slices(), QString(": "));
    QVERIFY(cluster.change("Pod", "a", [](api::ObjectPtr& pod) { pod.editMeta().labels.set("app", "web"); }).ok());
    cluster.lab().runFor(seconds(2));
    QVERIFY(cluster.remove("Pod", "a").ok());
    cluster.lab().runFor(std::chrono::milliseconds(10));
    QCOMPARE(slices(), QString("80: a~"));
    cluster.lab().runFor(seconds(60));
    QCOMPARE(slices(), QString(": "));
}

void TestEndpointSlice::whoeverDamagesASliceSeesItMended()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n"
                           "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: web}}\nspec: {containers: [{name: c, image: nginx}]}\n")
                .ok());
    cluster.lab().runFor(seconds(30));
    const auto find = [&] {
        api::ObjectPtr found;
        cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("EndpointSlice"))).visit([&](const api::ObjectPtr& slice) {
            if (slice.meta().labels.valueOr("kubernetes.io/service-name", "") == "web")
                found = slice;
            return true;
        });
        return found;
    };
    const QByteArray name = QByteArray::fromStdString(find().meta().name.str());
    QVERIFY(cluster.change("EndpointSlice", name, [](api::ObjectPtr& slice) { slice.editAs<api::EndpointSlice>().endpoints.clear(); }).ok());
    QCOMPARE(Backends::shown(*find().as<api::EndpointSlice>()), QString("80: "));
    cluster.lab().runFor(seconds(1));
    QCOMPARE(Backends::shown(*find().as<api::EndpointSlice>()), QString("80: a+"));
    QVERIFY(cluster.remove("EndpointSlice", name).ok());
    QVERIFY(!find());
    cluster.lab().runFor(seconds(1));
    QVERIFY(find());
    QCOMPARE(Backends::shown(*find().as<api::EndpointSlice>()), QString("80: a+"));
    const store::Revision before = cluster.lab().store().revision();
    QVERIFY(cluster.change("Pod", "a", [](api::ObjectPtr& pod) { pod.editMeta().annotations.set("note", "new"); }).ok());
    cluster.lab().runFor(seconds(3));
    std::size_t slicesWritten = 0;
    for (store::Revision revision = before + 1; revision <= cluster.lab().store().revision(); ++revision)
        slicesWritten += cluster.lab().store().change(revision)->now.as<api::EndpointSlice>() ? 1 : 0;
    QCOMPARE(slicesWritten, std::size_t(0)); // an annotation is nobody's business
}

void TestEndpointSlice::aServiceTakesItsSlicesAlong()
{
    Cluster cluster;
    const auto count = [&] {
        std::size_t found = 0;
        cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("EndpointSlice"))).visit([&](const api::ObjectPtr& slice) {
            found += slice.meta().labels.valueOr("kubernetes.io/service-name", "") == "web" ? 1 : 0;
            return true;
        });
        return found;
    };
    const QByteArray web = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n";
    QVERIFY(cluster.create(web).ok());
    cluster.lab().runFor(seconds(1));
    QCOMPARE(count(), std::size_t(1));
    QVERIFY(cluster.remove("Service", "web").ok());
    cluster.lab().runFor(seconds(1));
    QCOMPARE(count(), std::size_t(0));
    QVERIFY(cluster.create(web).ok());
    cluster.lab().runFor(seconds(1));
    QCOMPARE(count(), std::size_t(1));
    // Of a namespace that ends all of it goes, and nobody makes it anew.
    QVERIFY(cluster.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n").ok());
    QVERIFY(cluster.create(web, "team").ok());
    cluster.lab().runFor(seconds(1));
    QCOMPARE(count(), std::size_t(2));
    QVERIFY(cluster.remove("Namespace", "team").ok());
    cluster.lab().runFor(seconds(30));
    QVERIFY(!cluster.find("Namespace", "team"));
    QCOMPARE(count(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestEndpointSlice)
#include "test_endpointslice.moc"
