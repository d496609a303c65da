// How a cluster notices that a node has fallen silent, what it does about it, and when.
#include "node/network.h"

#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "controllers/nodes/nodetaints.h"
#include "controllers/nodes/nodettl.h"
#include "controllers/nodes/zones.h"

using namespace kubarium;
using std::chrono::minutes;
using std::chrono::seconds;

class TestNodeLifecycle : public QObject {
    Q_OBJECT
private slots:
    void aSilentNodeIsNoticed_data();
    void aSilentNodeIsNoticed();
    void whatASilentNodeSays();
    void aNodeThatComesBackIsAsBefore();
    void podsOfASilentNodeCountAsNotReady();
    void aNodeThatNeverSpokeIsUnknown();
    void nodesAreEmptiedOneAfterTheOther();
    void nobodyIsDrivenOutWhileAllAreSilent();
    void theStateOfANodeTaintsIt_data();
    void theStateOfANodeTaintsIt();
    void cordonedNodesKeepPodsAway();
    void taintsOfOthersStay();
    void comingAndGoingIsTold();
    void zonesAreGivenTime_data();
    void zonesAreGivenTime();
    void zonesAreNamedByLabels_data();
    void zonesAreNamedByLabels();
    void largeClustersKeepWhatTheyRead_data();
    void largeClustersKeepWhatTheyRead();
    void rangesOfPodAddresses_data();
    void rangesOfPodAddresses();
};

namespace {

QString text(std::string_view said)
{
    return QString::fromUtf8(said.data(), static_cast<qsizetype>(said.size()));
}

// "unreachable:NoSchedule unreachable:NoExecute"
QString taints(Cluster& cluster, const QByteArray& node)
{
    QStringList list;
    for (const api::Taint& taint : cluster.find("Node", node).as<api::Node>()->spec->taints)
        list << text(taint.key).remove("node.kubernetes.io/") + ":" + text(taint.effect);
    return list.join(' ');
}

QString ready(Cluster& cluster, const QByteArray& node)
{
    const api::ObjectPtr object = cluster.find("Node", node);
    const api::NodeCondition* const condition = controllers::conditionOf(*object.as<api::Node>(), "Ready");
    return text(condition->status) + " " + text(condition->reason) + ": " + text(condition->message);
}

// Reasons and messages of the node controller's events about an object.
QStringList told(Cluster& cluster, const QByteArray& about)
{
    QStringList list;
    const auto& tree = cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Event")));
    tree.visit([&](const api::ObjectPtr& object) {
        const api::Event& event = *object.as<api::Event>();
        if (event.involvedObject.name == about.toStdString() && event.source.component == "node-controller")
            list << text(event.type) + " " + text(event.reason) + ": " + text(event.message)
                    + (event.count > 1 ? " x" + QString::number(event.count) : "");
        return true;
    });
    list.sort();
    return list;
}

QByteArray pod(const QByteArray& name, const QByteArray& node)
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\nspec: {nodeName: " + node
        + ", containers: [{name: c, image: nginx}]}\n";
}

apiserver::Response patchStatus(Cluster& cluster, const QByteArray& node, const std::string& status)
{
    apiserver::Request asked = Cluster::request(apiserver::Verb::Patch, "Node", node);
    asked.subresource = "status";
    asked.bodyFormat = apiserver::BodyFormat::Json;
    asked.body = R"({"status":)" + status + "}";
    return cluster.lab().submit(asked);
}

} // namespace

void TestNodeLifecycle::aSilentNodeIsNoticed_data()
{
    QTest::addColumn<int>("after");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("tainted");
    const QString well = "True KubeletReady: kubelet is posting ready status";
    const QString silent = "Unknown NodeStatusUnknown: Kubelet stopped posting node status.";
    QTest::newRow("not at once") << 1 << well << "";
    QTest::newRow("not before it has been silent for fifty seconds") << 39 << well << "";
    QTest::newRow("but then, and its pods may go") << 56 << silent << "unreachable:NoSchedule unreachable:NoExecute";
    QTest::newRow("and it stays so") << 600 << silent << "unreachable:NoSchedule unreachable:NoExecute";
}

void TestNodeLifecycle::aSilentNodeIsNoticed()
{
    QFETCH(int, after);
    QFETCH(QString, says);
    QFETCH(QString, tainted);
    Cluster cluster;
    Network network(cluster.lab());
    cluster.lab().runFor(seconds(60));
    network.cut("node-2");
    cluster.lab().runFor(seconds(after));
    QCOMPARE(ready(cluster, "node-2"), says);
    QCOMPARE(taints(cluster, "node-2"), tainted);
    QVERIFY(ready(cluster, "node-1").startsWith("True"));
    QCOMPARE(taints(cluster, "node-1"), QString());
}

void TestNodeLifecycle::whatASilentNodeSays()
{
    Cluster cluster;
    Network network(cluster.lab());
    cluster.lab().runFor(seconds(60));
    const api::Time heard =
        controllers::conditionOf(*cluster.find("Node", "node-2").as<api::Node>(), "Ready")->lastHeartbeatTime;
    network.cut("node-2");
    cluster.lab().runFor(minutes(2));
    const api::ObjectPtr node = cluster.find("Node", "node-2");
    for (const api::NodeCondition& condition : node.as<api::Node>()->status->conditions) {
        QCOMPARE(text(condition.status), QString("Unknown"));
        QCOMPARE(text(condition.reason), QString("NodeStatusUnknown"));
        QVERIFY(condition.lastHeartbeatTime == heard);
        QVERIFY(condition.lastTransitionTime > heard + seconds(50));
    }
    QVERIFY(told(cluster, "node-2").contains("Normal NodeNotReady: Node node-2 status is now: NodeNotReady"));
    for (const api::Taint& taint : node.as<api::Node>()->spec->taints)
        QVERIFY(taint.timeAdded);
}

void TestNodeLifecycle::aNodeThatComesBackIsAsBefore()
{
    Cluster cluster;
    Network network(cluster.lab());
    cluster.create(pod("p", "node-2"));
    cluster.lab().runFor(seconds(60));
    network.cut("node-2");
    cluster.lab().runFor(minutes(2));
    network.join("node-2");
    cluster.lab().runFor(seconds(11));
    QVERIFY(ready(cluster, "node-2").startsWith("True"));
    QCOMPARE(taints(cluster, "node-2"), QString());
    const api::Pod& pod = *cluster.find("Pod", "p").as<api::Pod>();
    for (const api::PodCondition& condition : pod.status->conditions)
        QCOMPARE(text(condition.status), QString("True"));
}

void TestNodeLifecycle::podsOfASilentNodeCountAsNotReady()
{
    Cluster cluster;
    Network network(cluster.lab());
    cluster.create(pod("here", "node-1"));
    cluster.create(pod("there", "node-2"));
    cluster.lab().runFor(seconds(60));
    network.cut("node-2");
    cluster.lab().runFor(minutes(1));
    const auto conditionsOf = [&](const QByteArray& name) {
        QStringList list;
        for (const api::PodCondition& condition : cluster.find("Pod", name).as<api::Pod>()->status->conditions)
            list << text(condition.type) + "=" + text(condition.status);
        return list.join(' ');
    };
    QCOMPARE(conditionsOf("there"),
        QString("PodReadyToStartContainers=True Initialized=True Ready=False ContainersReady=True PodScheduled=True"));
    QVERIFY(conditionsOf("here").contains("Ready=True"));
    QCOMPARE(told(cluster, "there"), QStringList{"Warning NodeNotReady: Node is not ready"});
    QCOMPARE(text(cluster.find("Pod", "there").as<api::Pod>()->status->phase), QString("Running")); // for all one knows
}

void TestNodeLifecycle::aNodeThatNeverSpokeIsUnknown()
{
    Cluster cluster;
    Network network(cluster.lab());
    network.cut("mute");
    QVERIFY(cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: mute}\n").ok());
    cluster.lab().runFor(seconds(55));
    QVERIFY(cluster.find("Node", "mute").as<api::Node>()->status->conditions.empty());
    cluster.lab().runFor(seconds(15));
    QCOMPARE(ready(cluster, "mute"), QString("Unknown NodeStatusNeverUpdated: Kubelet never posted node status."));
    QVERIFY(taints(cluster, "mute").contains("unreachable:NoExecute"));
}

void TestNodeLifecycle::nodesAreEmptiedOneAfterTheOther()
{
    Cluster cluster; // two of four are no reason to doubt the network
    Network network(cluster.lab());
    cluster.lab().runFor(seconds(60));
    network.cut("node-1");
    network.cut("node-2");
    cluster.lab().runFor(seconds(35));
    qsizetype most = 0;
    QList<int> emptied;
    for (int i = 0; i < 60; ++i) {
        cluster.lab().runFor(seconds(1));
        const qsizetype now = taints(cluster, "node-1").count("NoExecute") + taints(cluster, "node-2").count("NoExecute");
        if (now > most)
            emptied << i;
        most = std::max(most, now);
    }
    QCOMPARE(most, qsizetype{2});
    QCOMPARE(emptied.size(), 2);
    QCOMPARE(emptied[1] - emptied[0], 10);
}

void TestNodeLifecycle::nobodyIsDrivenOutWhileAllAreSilent()
{
    Cluster cluster;
    Network network(cluster.lab());
    cluster.create(pod("p", "node-1"));
    cluster.lab().runFor(seconds(60));
    for (const char* node : {"master-1", "node-1", "node-2", "node-3"})
        network.cut(node);
    cluster.lab().runFor(minutes(20));
    for (const char* node : {"node-1", "node-2", "node-3"})
        QCOMPARE(taints(cluster, node), QString("unreachable:NoSchedule"));
    QVERIFY(!cluster.find("Pod", "p").meta().deletionTimestamp);
    network.join("master-1"); // somebody is there after all
    cluster.lab().runFor(seconds(15));
    QCOMPARE(taints(cluster, "master-1"), QString("node-role.kubernetes.io/control-plane:NoSchedule"));
    QVERIFY(!taints(cluster, "node-1").contains("NoExecute")); // three of four: the network is more likely to blame
}

void TestNodeLifecycle::theStateOfANodeTaintsIt_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("tainted");
    QTest::newRow("memory runs out") << "MemoryPressure" << "True" << "node.kubernetes.io/memory-pressure";
    QTest::newRow("the disk is full") << "DiskPressure" << "True" << "node.kubernetes.io/disk-pressure";
    QTest::newRow("there are no process ids") << "PIDPressure" << "True" << "node.kubernetes.io/pid-pressure";
    QTest::newRow("no route leads there") << "NetworkUnavailable" << "True" << "node.kubernetes.io/network-unavailable";
    QTest::newRow("its kubelet is not ready") << "Ready" << "False" << "node.kubernetes.io/not-ready";
    QTest::newRow("nobody knows") << "Ready" << "Unknown" << "node.kubernetes.io/unreachable";
    QTest::newRow("memory is enough") << "MemoryPressure" << "False" << "";
    QTest::newRow("nobody knows about its memory") << "MemoryPressure" << "Unknown" << "";
    QTest::newRow("all is well") << "Ready" << "True" << "";
}

void TestNodeLifecycle::theStateOfANodeTaintsIt()
{
    QFETCH(QString, condition);
    QFETCH(QString, status);
    QFETCH(QString, tainted);
    api::Box<api::Node> box;
    api::NodeCondition& said = box.edit().status.edit().conditions.push_back({});
    said.type = condition.toStdString();
    said.status = status.toStdString();
    QStringList keys;
    for (const std::string_view key : controllers::keepingAway(*box))
        keys << text(key);
    QCOMPARE(keys.join(' '), tainted);
    QCOMPARE(text(controllers::drivingOut(*box)), condition == "Ready" ? tainted : QString());
    const api::ObjectPtr after = controllers::withTaintsKeepingAway(box, api::Time::sinceEpoch(seconds(7)));
    const auto& taints = after.as<api::Node>()->spec->taints;
    QCOMPARE(taints.size(), tainted.isEmpty() ? 0U : 1U);
    if (!tainted.isEmpty()) {
        QCOMPARE(text(taints[0].effect), QString("NoSchedule"));
        QVERIFY(taints[0].timeAdded == api::Time::sinceEpoch(seconds(7)));
    }
    QVERIFY(controllers::withTaintsKeepingAway(after, api::Time()).sameStorage(after)); // once is enough
}

void TestNodeLifecycle::cordonedNodesKeepPodsAway()
{
    Cluster cluster;
    const auto cordon = [&](bool wish) {
        cluster.change("Node", "node-1", [&](api::ObjectPtr& node) { node.editAs<api::Node>().spec.edit().unschedulable = wish; });
        cluster.lab().runFor(seconds(0));
    };
    cordon(true);
    QCOMPARE(taints(cluster, "node-1"), QString("unschedulable:NoSchedule"));
    cordon(false);
    QCOMPARE(taints(cluster, "node-1"), QString());
}

void TestNodeLifecycle::taintsOfOthersStay()
{
    Cluster cluster;
    cluster.change("Node", "node-1", [](api::ObjectPtr& node) {
        api::List<api::Taint>& list = node.editAs<api::Node>().spec.edit().taints;
        for (const char* key : {"dedicated", "node.kubernetes.io/memory-pressure"}) {
            api::Taint& taint = list.push_back({});
            taint.key = key;
            taint.effect = "NoSchedule";
        }
    });
    cluster.lab().runFor(seconds(0));
    QCOMPARE(taints(cluster, "node-1"), QString("dedicated:NoSchedule")); // the other one is not true
    QVERIFY(patchStatus(cluster, "node-1", R"({"conditions":[{"type":"NetworkUnavailable","status":"True"}]})").ok());
    cluster.lab().runFor(seconds(0));
    QCOMPARE(taints(cluster, "node-1"), QString("dedicated:NoSchedule network-unavailable:NoSchedule"));
}

void TestNodeLifecycle::comingAndGoingIsTold()
{
    Cluster cluster;
    cluster.lab().runFor(seconds(20));
    QCOMPARE(told(cluster, "node-3"), QStringList{"Normal RegisteredNode: Node node-3 event: Registered Node node-3 in Controller"});
    QVERIFY(cluster.remove("Node", "node-3").ok());
    cluster.lab().runFor(seconds(20));
    QVERIFY(told(cluster, "node-3").contains("Normal RemovingNode: Node node-3 event: Removing Node node-3 from Controller"));
    QVERIFY(cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: node-3}\n").ok());
    cluster.lab().runFor(seconds(20));
    QCOMPARE(told(cluster, "node-3").size(), 3); // another node of that name
}

void TestNodeLifecycle::zonesAreGivenTime_data()
{
    QTest::addColumn<int>("ready");
    QTest::addColumn<int>("notReady");
    QTest::addColumn<int>("disruption");
    QTest::addColumn<int>("every"); // seconds; 0: never
    const auto row = [](const char* name, int ready, int notReady, controllers::Disruption disruption, int every) {
        QTest::newRow(name) << ready << notReady << int(disruption) << every;
    };
    using enum controllers::Disruption;
    row("all is well", 4, 0, None, 10);
    row("one of four", 3, 1, None, 10);
    row("two of three are too few to doubt the network", 1, 2, None, 10);
    row("three of four are enough", 1, 3, Partial, 0);
    row("three of six are less than 55 %", 3, 3, None, 10);
    row("eleven of twenty are 55 %", 9, 11, Partial, 0);
    row("ten of nineteen are less", 9, 10, None, 10);
    row("in a zone of fifty everything stops", 10, 40, Partial, 0);
    row("in a larger one it goes on slowly", 10, 41, Partial, 100);
    row("a zone that is dark altogether is emptied as usual", 0, 5, Full, 10);
    row("also a zone of one node", 0, 1, Full, 10);
}

void TestNodeLifecycle::zonesAreGivenTime()
{
    QFETCH(int, ready);
    QFETCH(int, notReady);
    QFETCH(int, disruption);
    QFETCH(int, every);
    const controllers::Zone zone{ready, notReady};
    QCOMPARE(int(controllers::disruptionOf(zone)), disruption);
    const auto time = controllers::timeBetweenEvictions(zone);
    QCOMPARE(time ? std::chrono::duration_cast<seconds>(*time).count() : 0, every);
}

void TestNodeLifecycle::zonesAreNamedByLabels_data()
{
    QTest::addColumn<QString>("region");
    QTest::addColumn<QString>("zone");
    QTest::addColumn<bool>("old");
    QTest::addColumn<QString>("name");
    QTest::newRow("none is a zone, too") << "" << "" << false << "";
    QTest::newRow("by region and zone") << "eu" << "a" << false << "eu:a";
    QTest::newRow("by zone alone") << "" << "a" << false << ":a";
    QTest::newRow("by labels of old") << "eu" << "a" << true << "eu:a";
}

void TestNodeLifecycle::zonesAreNamedByLabels()
{
    QFETCH(QString, region);
    QFETCH(QString, zone);
    QFETCH(bool, old);
    QFETCH(QString, name);
    api::Box<api::Node> box;
    api::Map<api::Text>& labels = box.edit().metadata.labels;
    const std::string prefix = old ? "failure-domain.beta.kubernetes.io/" : "topology.kubernetes.io/";
    if (!region.isEmpty())
        labels.set(prefix + "region", region.toStdString());
    if (!zone.isEmpty())
        labels.set(prefix + "zone", zone.toStdString());
    QCOMPARE(QString::fromStdString(controllers::zoneOf(*box)), name);
}

void TestNodeLifecycle::largeClustersKeepWhatTheyRead_data()
{
    QTest::addColumn<int>("nodes");
    QTest::addColumn<int>("now");
    QTest::addColumn<int>("ttl");
    QTest::newRow("a small cluster reads each time") << 4 << 0 << 0;
    QTest::newRow("so does one of a hundred nodes") << 100 << 0 << 0;
    QTest::newRow("a larger one does not") << 101 << 0 << 15;
    QTest::newRow("one that has shrunk a little stays as it is") << 95 << 15 << 15;
    QTest::newRow("one that has shrunk more goes back") << 89 << 15 << 0;
    QTest::newRow("a very large one keeps it for five minutes") << 5000 << 0 << 300;
    QTest::newRow("and may lose many nodes before that changes") << 1800 << 300 << 300;
    QTest::newRow("or nearly all") << 3 << 300 << 0;
}

void TestNodeLifecycle::largeClustersKeepWhatTheyRead()
{
    QFETCH(int, nodes);
    QFETCH(int, now);
    QFETCH(int, ttl);
    QCOMPARE(controllers::ttlSeconds(static_cast<std::size_t>(nodes), now), ttl);
}

void TestNodeLifecycle::rangesOfPodAddresses_data()
{
    QTest::addColumn<int>("nodes");
    QTest::addColumn<QString>("last");
    QTest::newRow("the first node has the first range") << 1 << "10.244.0.0/24";
    QTest::newRow("nodes are served in the order of their names") << 10 << "10.244.9.0/24";
    QTest::newRow("there is more room than for 256 nodes") << 257 << "10.245.0.0/24";
}

void TestNodeLifecycle::rangesOfPodAddresses()
{
    QFETCH(int, nodes);
    QFETCH(QString, last);
    lab::ClusterFile file;
    for (int i = nodes - 1; i >= 0; --i) {
        api::Box<api::Node> node;
        node.edit().metadata.name = QString("node-%1").arg(i, 4, 10, QChar('0')).toStdString();
        file.objects.push_back(node);
    }
    lab::Lab lab(file);
    std::set<std::string> ranges;
    std::set<std::string> addresses;
    QString found;
    lab.store().tree(apiserver::resourceId(Cluster::kind("Node"))).visit([&](const api::ObjectPtr& object) {
        const api::Node& node = *object.as<api::Node>();
        ranges.insert(node.spec->podCIDR.str());
        addresses.insert(node.status->addresses.front().address.str());
        found = text(node.spec->podCIDR);
        return true;
    });
    QCOMPARE(found, last);
    QCOMPARE(ranges.size(), static_cast<std::size_t>(nodes));
    QCOMPARE(addresses.size(), static_cast<std::size_t>(nodes));
}

QTEST_GUILESS_MAIN(TestNodeLifecycle)
#include "test_nodelifecycle.moc"
