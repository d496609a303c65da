// Which pods are cleared away because nobody else will do it, and when.
#include "node/network.h"

#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "controllers/nodes/podgc.h"
#include "sim/eventqueue.h"

using namespace kubarium;
using std::chrono::seconds;

class TestPodGc : public QObject {
    Q_OBJECT
private slots:
    void podsOfANodeThatIsGone_data();
    void podsOfANodeThatIsGone();
    void theyHaveFailed();
    void aNodeThatComesBackFindsItsPods();
    void podsThatNeverHadANode();
    void nodesThatAreOutOfService_data();
    void nodesThatAreOutOfService();
    void onlySoManyThatHaveEndedAreKept_data();
    void onlySoManyThatHaveEndedAreKept();
};

namespace {

QString text(std::string_view said)
{
    return QString::fromUtf8(said.data(), static_cast<qsizetype>(said.size()));
}

QByteArray pod(const QByteArray& name, const QByteArray& node, const QByteArray& finalizer = {})
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", finalizers: [" + finalizer + "]}\nspec: {nodeName: '" + node
        + "', nodeSelector: " + (node.isEmpty() ? "{never: here}" : "{}") + ", containers: [{name: c, image: nginx}]}\n";
}

QString conditionOf(const api::ObjectPtr& pod, const char* type)
{
    for (const api::PodCondition& condition : pod.as<api::Pod>()->status->conditions) {
        if (condition.type == type)
            return text(condition.status) + " " + text(condition.reason) + ": " + text(condition.message);
    }
    return {};
}

} // namespace

void TestPodGc::podsOfANodeThatIsGone_data()
{
    QTest::addColumn<QByteArray>("node");
    QTest::addColumn<int>("after");
    QTest::addColumn<bool>("gone");
    QTest::newRow("they are given time: the node may come back") << QByteArray("node-1") << 39 << false;
    QTest::newRow("they go in the round after forty seconds") << QByteArray("node-1") << 61 << true;
    QTest::newRow("a node that never was is gone, too") << QByteArray("nowhere") << 61 << true;
    QTest::newRow("pods of a node that is there stay") << QByteArray("node-2") << 600 << false;
}

void TestPodGc::podsOfANodeThatIsGone()
{
    QFETCH(QByteArray, node);
    QFETCH(int, after);
    QFETCH(bool, gone);
    Cluster cluster;
    QVERIFY(cluster.create(pod("p", node)).ok());
    cluster.lab().runFor(seconds(5));
    QVERIFY(cluster.remove("Node", "node-1").ok());
    cluster.lab().runFor(seconds(after));
    QCOMPARE(!cluster.find("Pod", "p"), gone);
}

void TestPodGc::theyHaveFailed()
{
    Cluster cluster;
    QVERIFY(cluster.create(pod("p", "node-1", "example.com/counted")).ok());
    cluster.lab().runFor(seconds(5));
    QVERIFY(cluster.remove("Node", "node-1").ok());
    cluster.lab().runFor(seconds(61));
    const api::ObjectPtr pod = cluster.find("Pod", "p"); // its finalizer keeps it for whoever counts such pods
    QVERIFY(pod.meta().deletionTimestamp);
    QCOMPARE(text(pod.as<api::Pod>()->status->phase), QString("Failed"));
    QCOMPARE(conditionOf(pod, "DisruptionTarget"), QString("True DeletionByPodGC: PodGC: node no longer exists"));
}

void TestPodGc::aNodeThatComesBackFindsItsPods()
{
    Cluster cluster;
    QVERIFY(cluster.create(pod("p", "node-1")).ok());
    cluster.lab().runFor(seconds(5));
    QVERIFY(cluster.remove("Node", "node-1").ok());
    cluster.lab().runFor(seconds(30));
    QVERIFY(cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: node-1}\n").ok());
    cluster.lab().runFor(seconds(600));
    QCOMPARE(text(cluster.find("Pod", "p").as<api::Pod>()->status->phase), QString("Running"));
}

void TestPodGc::podsThatNeverHadANode()
{
    Cluster cluster;
    QVERIFY(cluster.create(pod("p", "", "example.com/counted")).ok());
    QVERIFY(cluster.remove("Pod", "p").ok());
    QCOMPARE(text(cluster.find("Pod", "p").as<api::Pod>()->status->phase), QString("Pending"));
    cluster.lab().runFor(seconds(21));
    QCOMPARE(text(cluster.find("Pod", "p").as<api::Pod>()->status->phase), QString("Failed"));
    QCOMPARE(conditionOf(cluster.find("Pod", "p"), "DisruptionTarget"), QString());
}

void TestPodGc::nodesThatAreOutOfService_data()
{
    QTest::addColumn<bool>("silent");
    QTest::addColumn<bool>("tainted");
    QTest::addColumn<bool>("gone");
    QTest::newRow("a silent node's pods end nowhere") << true << false << false;
    QTest::newRow("unless people say that nothing runs there") << true << true << true;
    QTest::newRow("of a node that speaks they cannot say that") << false << true << false;
}

void TestPodGc::nodesThatAreOutOfService()
{
    QFETCH(bool, silent);
    QFETCH(bool, tainted);
    QFETCH(bool, gone);
    Cluster cluster;
    Network network(cluster.lab());
    QVERIFY(cluster.create(pod("p", "node-2", silent ? "" : "example.com/kept")).ok());
    cluster.lab().runFor(seconds(60));
    if (silent)
        network.cut("node-2");
    cluster.lab().runFor(seconds(60));
    QVERIFY(cluster.remove("Pod", "p").ok());
    if (tainted) {
        cluster.change("Node", "node-2", [](api::ObjectPtr& node) {
            api::Taint& taint = node.editAs<api::Node>().spec.edit().taints.push_back({});
            taint.key = "node.kubernetes.io/out-of-service";
            taint.value = "nodeshutdown";
            taint.effect = "NoExecute";
        });
    }
    cluster.lab().runFor(seconds(25));
    QCOMPARE(!cluster.find("Pod", "p"), gone);
}

void TestPodGc::onlySoManyThatHaveEndedAreKept_data()
{
    QTest::addColumn<QString>("phases"); // of pods in the order in which they came: Running, Succeeded, Failed, Evicted
    QTest::addColumn<QString>("left");
    QTest::newRow("as many as are allowed stay") << "SSSR" << "p0 p1 p2 p3";
    QTest::newRow("the oldest goes first") << "SSFS" << "p1 p2 p3";
    QTest::newRow("those that run are not counted") << "RSRSSS" << "p0 p2 p3 p4 p5";
    QTest::newRow("evicted ones go before all others") << "SSES" << "p0 p1 p3";
}

void TestPodGc::onlySoManyThatHaveEndedAreKept()
{
    QFETCH(QString, phases);
    QFETCH(QString, left);
    Cluster cluster;
    for (int i = 0; i < phases.size(); ++i) {
        const QByteArray name = "p" + QByteArray::number(i);
        QVERIFY(cluster.create(pod(name, "")).ok());
        apiserver::Request asked = Cluster::request(apiserver::Verb::Patch, "Pod", name);
        asked.subresource = "status";
        asked.bodyFormat = apiserver::BodyFormat::Json;
        const std::string phase = phases[i] == 'R' ? "Running" : phases[i] == 'S' ? "Succeeded" : "Failed";
        asked.body = R"({"status":{"phase":")" + phase + R"(","reason":")" + (phases[i] == 'E' ? "Evicted" : "") + R"("}})";
        QVERIFY(cluster.lab().submit(asked).ok());
        cluster.lab().runFor(seconds(2));
    }
    // A collector that keeps only three, on a copy of the same world.
    const controllers::PodGc collector(3);
    apiserver::State state(1);
    state.now = cluster.lab().now();
    const auto& pods = cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Pod")));
    for (const char* kind : {"Namespace", "ClusterRole", "ClusterRoleBinding", "Pod"}) {
        const api::Kind& one = Cluster::kind(kind);
        cluster.lab().store().tree(apiserver::resourceId(one)).visit([&](const api::ObjectPtr& object) {
            state.store.create(apiserver::resourceId(one), object, {state.now, {}, "test"});
            return true;
        });
    }
    QCOMPARE(pods.size(), static_cast<std::size_t>(phases.size()));
    sim::EventQueue queue;
    apiserver::Runtime runtime(state, queue, cluster.lab().server(), 0);
    for (store::Revision revision = 1, last = state.store.revision(); revision <= last; ++revision) {
        const store::Change change = *state.store.change(revision);
        state.learn(change);
        if (collector.watches(Cluster::kind(QByteArray::fromStdString(std::string(change.now.type().kind)))))
            collector.notice(runtime, change);
    }
    while (!queue.empty()) {
        const sim::Event event = queue.take();
        state.now = event.due;
        collector.handle(runtime, event);
    }
    QStringList names;
    state.store.tree(apiserver::resourceId(Cluster::kind("Pod"))).visit([&](const api::ObjectPtr& object) {
        names << text(object.meta().name);
        return true;
    });
    QCOMPARE(names.join(' '), left);
}

QTEST_GUILESS_MAIN(TestPodGc)
#include "test_podgc.moc"
