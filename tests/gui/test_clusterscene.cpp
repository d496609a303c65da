// The cluster as a scene: what follows batch by batch is what a fresh look at the cluster shows, and nothing moves that has
// no reason to.
#include "views/cluster/clusterscene.h"

#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "bridge/words.h"
#include "lab/objects.h"
#include "views/cluster/podlooks.h"

#include <QTest>

#include <map>
#include <random>

using namespace kubarium;
using namespace kubarium::gui;

class TestClusterScene : public QObject {
    Q_OBJECT
private slots:
    void aPodHasAMood_data();
    void aPodHasAMood();
    void podsStandWhereTheyRun();
    void whatIsRequestedFillsTheBars();
    void aNodeThatGoesLeavesItsPodsBehind();
    void theQueueMovesUp();
    void onlyOneNamespaceIsShown();
    void batchesLeadWhereAFreshLookDoes_data();
    void batchesLeadWhereAFreshLookDoes();
    void aChangeOfOnePodMovesNoOther();
};

namespace {

const store::ResourceId pods = lab::resourceId(*api::findKind("", "v1", "Pod"));
const store::ResourceId nodes = lab::resourceId(*api::findKind("", "v1", "Node"));

struct PodWords {
    std::string node;
    std::string phase = "Running";
    bool ready = true;
    std::string waiting; // the reason why its container waits
    bool leaving = false;
    int restarts = 0;
};

api::ObjectPtr pod(const std::string& space, const std::string& name, const PodWords& how)
{
    api::Box<api::Pod> box;
    api::Pod& pod = box.edit();
    pod.metadata.namespace_ = space;
    pod.metadata.name = name;
    if (how.leaving)
        pod.metadata.deletionTimestamp = api::Time::sinceEpoch(std::chrono::seconds(1));
    pod.spec.edit().nodeName = how.node;
    api::Container& container = pod.spec.edit().containers.push_back({});
    container.resources.requests.set("cpu", *api::Quantity::parse("500m"));
    container.resources.requests.set("memory", *api::Quantity::parse("1Gi"));
    api::PodStatus& status = pod.status.edit();
    status.phase = how.phase;
    api::PodCondition& ready = status.conditions.push_back({});
    ready.type = "Ready";
    ready.status = how.ready ? "True" : "False";
    api::ContainerStatus& running = status.containerStatuses.push_back({});
    running.restartCount = how.restarts;
    if (!how.waiting.empty())
        running.state.waiting.edit().reason = how.waiting;
    return box;
}

api::ObjectPtr node(const std::string& name, bool isMaster = false, bool cordoned = false)
{
    api::Box<api::Node> box;
    api::Node& node = box.edit();
    node.metadata.name = name;
    if (isMaster)
        node.metadata.labels.set("node-role.kubernetes.io/control-plane", "");
    node.spec.edit().unschedulable = cordoned;
    api::NodeCondition& ready = node.status.edit().conditions.push_back({});
    ready.type = "Ready";
    ready.status = "True";
    node.status.edit().allocatable.set("cpu", *api::Quantity::parse("4"));
    node.status.edit().allocatable.set("memory", *api::Quantity::parse("8Gi"));
    return box;
}

// A store of its own in place of a lab, and the batches that it would send.
class World {
public:
    void put(store::ResourceId resource, const api::ObjectPtr& object)
    {
        if (m_store.find({resource, object.meta().namespace_, object.meta().name}))
            m_store.update(resource, object, std::nullopt, {});
        else
            m_store.create(resource, object, {});
    }

    void remove(store::ResourceId resource, const std::string& space, const std::string& name)
    {
        m_store.remove({resource, api::Text(space), api::Text(name)}, std::nullopt, {});
    }

    // What has been written since the last one.
    lab::Batch batch()
    {
        lab::Batch batch;
        batch.snapshot = m_store.snapshot();
        while (m_told < m_store.revision())
            batch.changes.push_back(*m_store.change(++m_told));
        return batch;
    }

    api::ObjectPtr find(const Token& token) const { return m_store.find(token.key()); }

    lab::Batch whole() const
    {
        lab::Batch batch;
        batch.snapshot = m_store.snapshot();
        batch.rewound = true;
        return batch;
    }

private:
    store::Store m_store;
    store::Revision m_told = 0;
};

// What a scene says, without where it stands. Of those who wait only their number: who of them has room depends on who
// came first.
QStringList said(const Scene& scene)
{
    QStringList lines;
    for (const Group& group : scene.groups) {
        QStringList tokens;
        for (const Token& token : group.marked ? group.tokens : std::vector<Token>()) {
            tokens << QStringLiteral("%1 %2 %3").arg(words(token.object.meta().name)).arg(int(token.mood)).arg(token.hue);
        }
        tokens.sort();
        QString line = group.title + QLatin1Char('|') + group.note + QLatin1Char('|') + QString::number(int(group.mood));
        for (const Gauge& gauge : group.gauges)
            line += QLatin1Char('|') + gauge.amount;
        lines << line + QStringLiteral(": ") + tokens.join(QStringLiteral(", "));
    }
    return lines;
}

std::map<std::string, QRect> places(const Scene& scene)
{
    std::map<std::string, QRect> found;
    for (const Group& group : scene.groups) {
        for (const Token& token : group.tokens)
            found[token.object.meta().name.str()] = token.rect;
    }
    return found;
}

const Group& groupCalled(const Scene& scene, const QString& title)
{
    const auto found = std::ranges::find_if(scene.groups, [&](const Group& group) { return group.title == title; });
    return found == scene.groups.end() ? scene.groups.front() : *found;
}

QStringList namesIn(const Group& group)
{
    QStringList names;
    for (const Token& token : group.tokens)
        names << words(token.object.meta().name);
    return names;
}

} // namespace

void TestClusterScene::aPodHasAMood_data()
{
    QTest::addColumn<api::ObjectPtr>("object");
    QTest::addColumn<Mood>("mood");
    const auto row = [](const char* name, Mood mood, const PodWords& how) { QTest::newRow(name) << pod("a", "a", how) << mood; };
    row("that runs and is ready is well", Mood::Well, {"n"});
    row("without a node waits", Mood::Waiting, {"", "Pending", false});
    row("with a node, not yet ready, starts", Mood::Starting, {"n", "Pending", false});
    row("whose image cannot be pulled fails", Mood::Failing, {"n", "Pending", false, "ImagePullBackOff"});
    row("that crashes again and again fails", Mood::Failing, {"n", "Running", false, "CrashLoopBackOff", false, 3});
    row("whose container is made is only starting", Mood::Starting, {"n", "Pending", false, "ContainerCreating"});
    row("that began again and is not ready needs a look", Mood::Unwell, {"n", "Running", false, "", false, 1});
    row("that is being deleted leaves, ready or not", Mood::Leaving, {"n", "Running", true, "", true});
    row("that succeeded is finished", Mood::Finished, {"n", "Succeeded", false});
    row("that failed has failed", Mood::Failing, {"n", "Failed", false});
}

void TestClusterScene::aPodHasAMood()
{
    QFETCH(api::ObjectPtr, object);
    QTEST(moodOf(*object.as<api::Pod>()), "mood");
}

void TestClusterScene::podsStandWhereTheyRun()
{
    World world;
    world.put(nodes, node("master-1", true));
    world.put(nodes, node("node-2"));
    world.put(nodes, node("node-10", false, true));
    world.put(pods, pod("a", "web", {"node-2"}));
    world.put(pods, pod("a", "api", {"node-2"}));
    world.put(pods, pod("a", "etcd", {"master-1"}));
    world.put(pods, pod("a", "late", {"", "Pending", false}));
    ClusterScene cluster;
    QVERIFY(cluster.follow(world.batch()));
    const Scene& scene = cluster.scene();
    QStringList titles;
    for (const Group& group : scene.groups)
        titles << group.title;
    QCOMPARE(titles, (QStringList{"Waiting for a node", "master-1", "node-2", "node-10"})); // as people count
    QCOMPARE(namesIn(groupCalled(scene, "node-2")), (QStringList{"web", "api"})); // as they came
    QCOMPARE(namesIn(groupCalled(scene, "master-1")), QStringList{"etcd"});
    QCOMPARE(namesIn(scene.groups[0]), QStringList{"late"});
    QCOMPARE(groupCalled(scene, "node-10").note, QString("cordoned"));
    QCOMPARE(groupCalled(scene, "node-10").mood, Mood::Unwell);
    QCOMPARE(cluster.pods(), 4);
    for (const Group& group : scene.groups) {
        QVERIFY(scene.bounds.contains(group.rect));
        for (const Token& token : group.tokens)
            QVERIFY(group.rect.contains(token.rect));
    }
    QVERIFY(!cluster.follow(world.batch())); // nothing more has happened
}

void TestClusterScene::whatIsRequestedFillsTheBars()
{
    World world;
    world.put(nodes, node("node-1"));
    world.put(pods, pod("a", "one", {"node-1"}));
    world.put(pods, pod("a", "two", {"node-1"}));
    world.put(pods, pod("a", "over", {"node-1", "Succeeded", false}));
    ClusterScene cluster;
    cluster.follow(world.batch());
    const std::vector<Gauge>& gauges = groupCalled(cluster.scene(), "node-1").gauges;
    QCOMPARE(gauges.size(), std::size_t(2));
    QCOMPARE(gauges[0].amount, QString("1 / 4"));
    QCOMPARE(gauges[0].share, 0.25);
    QCOMPARE(gauges[1].amount, QString("2 / 8 Gi"));

    world.put(pods, pod("a", "two", {"node-1", "Failed", false}));
    cluster.follow(world.batch());
    QCOMPARE(groupCalled(cluster.scene(), "node-1").gauges[0].amount, QString("0.5 / 4"));
}

void TestClusterScene::aNodeThatGoesLeavesItsPodsBehind()
{
    World world;
    world.put(nodes, node("node-1"));
    world.put(nodes, node("node-2"));
    world.put(pods, pod("a", "web", {"node-1"}));
    ClusterScene cluster;
    cluster.follow(world.batch());
    world.remove(nodes, "", "node-1");
    cluster.follow(world.batch());
    QCOMPARE(groupCalled(cluster.scene(), "node-1").note, QString("no such node"));
    QVERIFY(!groupCalled(cluster.scene(), "node-1").object);
    world.remove(pods, "a", "web");
    cluster.follow(world.batch());
    QCOMPARE(cluster.scene().groups.size(), std::size_t(2)); // who waits, and node-2

    // A pod may name a node that is not there yet.
    world.put(pods, pod("a", "early", {"node-9"}));
    cluster.follow(world.batch());
    QCOMPARE(namesIn(groupCalled(cluster.scene(), "node-9")), QStringList{"early"});
    QVERIFY(namesIn(groupCalled(cluster.scene(), "node-2")).isEmpty());
}

void TestClusterScene::theQueueMovesUp()
{
    World world;
    world.put(nodes, node("node-1"));
    for (int i = 0; i < 400; ++i)
        world.put(pods, pod("a", "p" + std::to_string(i), {"", "Pending", false}));
    ClusterScene cluster;
    cluster.follow(world.batch());
    const Group& waiting = cluster.scene().groups[0];
    const std::size_t room = waiting.tokens.size();
    QVERIFY(room >= 2 && room < 400); // the rest is counted
    QCOMPARE(waiting.note, QString("400 pod(s)"));
    const QRect first = waiting.tokens[0].rect;
    world.remove(pods, "a", "p0");
    cluster.follow(world.batch());
    QCOMPARE(cluster.scene().groups[0].tokens.size(), room);
    QCOMPARE(namesIn(cluster.scene().groups[0]).front(), QString("p1"));
    QCOMPARE(cluster.scene().groups[0].tokens[0].rect, first);
}

void TestClusterScene::onlyOneNamespaceIsShown()
{
    World world;
    world.put(nodes, node("node-1"));
    world.put(pods, pod("a", "mine", {"node-1"}));
    world.put(pods, pod("b", "yours", {"node-1"}));
    ClusterScene cluster;
    cluster.follow(world.batch());
    cluster.showNamespace("b", world.whole());
    QCOMPARE(namesIn(groupCalled(cluster.scene(), "node-1")), QStringList{"yours"});
    world.put(pods, pod("a", "another", {"node-1"}));
    world.put(pods, pod("b", "one more", {"node-1"}));
    cluster.follow(world.batch());
    QCOMPARE(namesIn(groupCalled(cluster.scene(), "node-1")), (QStringList{"yours", "one more"}));
    cluster.showNamespace({}, world.whole());
    QCOMPARE(cluster.pods(), 4);
}

void TestClusterScene::batchesLeadWhereAFreshLookDoes_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("chance %u", seed) << seed;
}

void TestClusterScene::batchesLeadWhereAFreshLookDoes()
{
    QFETCH(unsigned, seed);
    std::mt19937 chance(seed);
    const auto below = [&chance](int end) { return int(chance() % unsigned(end)); };
    World world;
    ClusterScene cluster;
    const std::vector<std::string> homes{"", "node-1", "node-2", "node-3", "node-4", "master-1"};
    for (int round = 0; round < 60; ++round) {
        for (int i = below(6); i >= 0; --i) {
            const std::string name = "pod-" + std::to_string(below(40));
            const std::string home = homes[std::size_t(below(int(homes.size())))];
            switch (below(8)) {
            case 0:
                world.remove(pods, "a", name);
                break;
            case 1:
                if (!home.empty())
                    world.remove(nodes, "", home);
                break;
            case 2:
                if (!home.empty())
                    world.put(nodes, node(home, home.starts_with("master") || below(20) == 0, below(3) == 0));
                break;
            default:
                world.put(pods, pod("a", name, {home, below(5) == 0 ? "Failed" : "Running", below(2) == 0, "", below(4) == 0}));
            }
        }
        cluster.follow(world.batch());
        ClusterScene fresh;
        fresh.follow(world.whole());
        QCOMPARE(said(cluster.scene()), said(fresh.scene()));
        QCOMPARE(cluster.pods(), fresh.pods());
        const Group& waiting = cluster.scene().groups.front();
        QCOMPARE(waiting.tokens.empty(), waiting.note.isEmpty());
        for (const Token& token : waiting.tokens) {
            const api::ObjectPtr object = world.find(token);
            QVERIFY(object && object.as<api::Pod>()->spec->nodeName.empty());
            QCOMPARE(token.mood, moodOf(*object.as<api::Pod>()));
        }
        for (const Group& group : cluster.scene().groups) {
            QVERIFY(cluster.scene().bounds.contains(group.rect));
            for (std::size_t a = 0; a < group.tokens.size(); ++a) {
                QVERIFY(group.rect.contains(group.tokens[a].rect));
                for (std::size_t b = 0; b < a; ++b)
                    QVERIFY(!group.tokens[a].rect.intersects(group.tokens[b].rect));
            }
        }
    }
}

void TestClusterScene::aChangeOfOnePodMovesNoOther()
{
    World world;
    for (const char* name : {"node-1", "node-2", "node-3"})
        world.put(nodes, node(name));
    for (int i = 0; i < 18; ++i)
        world.put(pods, pod("a", "p" + std::to_string(i), {"node-" + std::to_string(i % 3 + 1)}));
    ClusterScene cluster;
    cluster.follow(world.batch());
    std::mt19937 chance(7);
    for (int round = 0; round < 100; ++round) {
        const std::map<std::string, QRect> before = places(cluster.scene());
        const std::string name = "p" + std::to_string(chance() % 18);
        const std::string home = "node-" + std::to_string(chance() % 3 + 1);
        const int inIt = int(groupCalled(cluster.scene(), QString::fromStdString(home)).tokens.size());
        if (before.contains(name))
            world.remove(pods, "a", name);
        else if (inIt < 6)
            world.put(pods, pod("a", name, {home}));
        cluster.follow(world.batch());
        const std::map<std::string, QRect> after = places(cluster.scene());
        for (const auto& [other, rect] : before) {
            if (other != name)
                QCOMPARE(after.at(other), rect);
        }
    }
}

QTEST_GUILESS_MAIN(TestClusterScene)
#include "test_clusterscene.moc"
