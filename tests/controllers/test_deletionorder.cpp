// Which of two pods a set gives up first; the other pod of each row is an ordinary one, or differs as the row says.
#include "controllers/replicas/deletionorder.h"

#include "controllers/pods/podstate.h"

#include "api/types/core-pod.h"

#include <QtTest/QtTest>

#include <limits>

using namespace kubarium;
using namespace kubarium::controllers;

namespace {

// A pod in the words of the rules; as it stands, it has run well for two hours.
struct Told {
    QByteArray node = "n1";
    QByteArray phase = "Running";
    int readyFor = 7000; // seconds; −1: it is not ready
    QByteArray cost = {};
    int restarts = 0;
    int sidecarRestarts = 0;
    int initRestarts = 0;
    int age = 7200;
};

const api::Time now = api::Time::sinceEpoch(std::chrono::hours(24 * 365 * 30));

api::ContainerStatus container(const char* name, int restarts)
{
    api::ContainerStatus status;
    status.name = name;
    status.restartCount = restarts;
    return status;
}

api::ObjectPtr pod(const QByteArray& name, const Told& told)
{
    api::Box<api::Pod> box;
    api::Pod& pod = box.edit();
    pod.metadata.name = name.toStdString();
    pod.metadata.uid = name.toStdString();
    pod.metadata.creationTimestamp = now - std::chrono::seconds(told.age);
    if (!told.cost.isNull())
        pod.metadata.annotations.set(deletionCostAnnotation, api::Text(told.cost.toStdString()));
    pod.spec.edit().nodeName = told.node.toStdString();
    api::Container sidecar;
    sidecar.name = "mesh";
    sidecar.restartPolicy = "Always";
    api::Container first;
    first.name = "first";
    pod.spec.edit().initContainers = {first, sidecar};
    api::PodStatus& status = pod.status.edit();
    status.phase = told.phase.toStdString();
    status.containerStatuses = {container("quiet", 0), container("app", told.restarts)};
    status.initContainerStatuses = {container("first", told.initRestarts), container("mesh", told.sidecarRestarts)};
    api::PodCondition ready;
    ready.type = "Ready";
    ready.status = told.readyFor < 0 ? "False" : "True";
    ready.lastTransitionTime = now - std::chrono::seconds(told.readyFor < 0 ? 60 : told.readyFor);
    status.conditions.push_back(ready);
    return box;
}

QString names(const std::vector<api::ObjectPtr>& pods)
{
    QStringList list;
    for (const api::ObjectPtr& pod : pods)
        list << QString::fromStdString(pod.meta().name.str());
    return list.join(' ');
}

} // namespace

class TestDeletionOrder : public QObject {
    Q_OBJECT
private slots:
    void whoGoesFirst_data();
    void whoGoesFirst();
    void soManyAndNoMore_data();
    void soManyAndNoMore();
    void whatDeletionCosts_data();
    void whatDeletionCosts();
};

void TestDeletionOrder::whoGoesFirst_data()
{
    QTest::addColumn<Told>("goes");
    QTest::addColumn<Told>("stays");
    QTest::addColumn<QByteArray>("related"); // the nodes of the active pods of all sets of the same owner
    const QByteArray none;
    const Told notReady{.readyFor = -1};
    const Told pending{.phase = "Pending", .readyFor = -1};

    QTest::newRow("one without a node before one that has one") << Told{.node = "", .phase = "Pending", .readyFor = -1} << pending << none;
    QTest::newRow("one without a node, however dear, old and calm")
        << Told{.node = "", .cost = "100", .age = 90000} << Told{.readyFor = -1, .cost = "-100", .restarts = 9, .age = 1} << none;
    QTest::newRow("two different nodes are the same to this rule") << Told{.node = "n2", .cost = "1"} << Told{.cost = "2"} << none;
    QTest::newRow("Pending before Unknown") << pending << Told{.phase = "Unknown", .readyFor = -1} << none;
    QTest::newRow("Pending before Running") << pending << notReady << none;
    QTest::newRow("Unknown before Running") << Told{.phase = "Unknown", .readyFor = -1} << notReady << none;
    QTest::newRow("Pending, though dearer") << Told{.phase = "Pending", .readyFor = -1, .cost = "7"} << notReady << none;
    QTest::newRow("not ready before ready") << notReady << Told{} << none;
    QTest::newRow("not ready, though dearer and older") << Told{.readyFor = -1, .cost = "7", .age = 90000} << Told{.age = 1} << none;
    QTest::newRow("the cheaper one") << Told{.cost = "1"} << Told{.cost = "2"} << none;
    QTest::newRow("costs are numbers, not words") << Told{.cost = "9"} << Told{.cost = "10"} << none;
    QTest::newRow("a cost below zero is cheaper than none") << Told{.cost = "-1"} << Told{} << none;
    QTest::newRow("none is zero") << Told{} << Told{.cost = "1"} << none;
    QTest::newRow("the cheaper one, though its neighbours are fewer")
        << Told{.node = "n2", .cost = "1"} << Told{.cost = "2"} << QByteArray("n1 n1 n2");
    QTest::newRow("the one that is doubled up on its node") << Told{} << Told{.node = "n2"} << QByteArray("n1 n1 n2");
    QTest::newRow("and on the fuller node") << Told{.node = "n2"} << Told{} << QByteArray("n1 n1 n2 n2 n2 n3 n3 n3 n3");
    QTest::newRow("doubled up, though ready for longer") << Told{.readyFor = 7000} << Told{.node = "n2", .readyFor = 10} << QByteArray("n1 n1 n2");
    QTest::newRow("the one that became ready later") << Told{.readyFor = 600} << Told{.readyFor = 7000} << none;
    QTest::newRow("ready later, though it restarted less") << Told{.readyFor = 600} << Told{.readyFor = 7000, .restarts = 5} << none;
    QTest::newRow("ready just now before a second ago") << Told{.readyFor = 0} << Told{.readyFor = 1} << none;
    QTest::newRow("about as long ready: the one that restarted more") << Told{.readyFor = 6000, .restarts = 1} << Told{.readyFor = 5000} << none;
    QTest::newRow("restarts count before age") << Told{.restarts = 3, .age = 90000} << Told{.restarts = 2, .age = 7100} << none;
    QTest::newRow("restarts of containers before those of sidecars") << Told{.restarts = 1} << Told{.sidecarRestarts = 5} << none;
    QTest::newRow("restarts of sidecars count, too") << Told{.sidecarRestarts = 1, .age = 90000} << Told{.age = 7100} << none;
    QTest::newRow("those of init containers do not") << Told{.age = 7100} << Told{.initRestarts = 5, .age = 90000} << none;
    QTest::newRow("the younger one") << Told{.age = 7100} << Told{.age = 90000} << none;
    QTest::newRow("the younger one of two that are not ready") << Told{.readyFor = -1, .age = 100} << Told{.readyFor = -1, .age = 900} << none;
    QTest::newRow("about as old: by uid") << Told{.age = 7200} << Told{.age = 7100} << none;
    QTest::newRow("alike in everything: by uid") << Told{} << Told{} << none;
}

void TestDeletionOrder::whoGoesFirst()
{
    QFETCH(Told, goes);
    QFETCH(Told, stays);
    QFETCH(QByteArray, related);
    std::vector<api::ObjectPtr> neighbours;
    for (const QByteArray& node : related.isEmpty() ? QList<QByteArray>() : related.split(' '))
        neighbours.push_back(pod("neighbour", Told{.node = node}));
    api::ObjectPtr leaving = pod("gone", Told{}); // is no neighbour any more
    leaving.editMeta().deletionTimestamp = now;
    neighbours.insert(neighbours.end(), 5, leaving);
    leaving = pod("ended", Told{.node = "n2", .phase = "Failed"});
    neighbours.insert(neighbours.end(), 9, leaving);

    const api::ObjectPtr a = pod("a", goes);
    const api::ObjectPtr b = pod("b", stays);
    QCOMPARE(names(leastWanted({a, b}, 1, neighbours, now)), "a");
    QCOMPARE(names(leastWanted({b, a}, 1, neighbours, now)), "a");
}

void TestDeletionOrder::soManyAndNoMore_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("none") << 0 << "";
    QTest::newRow("the least wanted") << 1 << "unscheduled";
    QTest::newRow("in the order in which they go") << 4 << "unscheduled pending broken cheap";
    QTest::newRow("who is left longest") << 5 << "unscheduled pending broken cheap young";
    QTest::newRow("all of them, as they stand: there is nothing to choose") << 6 << "old young cheap broken pending unscheduled";
    QTest::newRow("more than there are") << 9 << "old young cheap broken pending unscheduled";
}

void TestDeletionOrder::soManyAndNoMore()
{
    QFETCH(int, count);
    QFETCH(QString, chosen);
    const std::vector<api::ObjectPtr> pods = {
        pod("old", {.readyFor = 90000}),
        pod("young", {.readyFor = 60}),
        pod("cheap", {.cost = "-5"}),
        pod("broken", {.readyFor = -1}),
        pod("pending", {.phase = "Pending", .readyFor = -1}),
        pod("unscheduled", {.node = "", .phase = "Pending", .readyFor = -1}),
    };
    QCOMPARE(names(leastWanted(pods, static_cast<std::size_t>(count), {}, now)), chosen);
}

void TestDeletionOrder::whatDeletionCosts_data()
{
    QTest::addColumn<QByteArray>("annotation");
    QTest::addColumn<int>("cost");
    QTest::newRow("nothing, unless it is said") << QByteArray() << 0;
    QTest::newRow("zero") << QByteArray("0") << 0;
    QTest::newRow("a number") << QByteArray("10") << 10;
    QTest::newRow("below zero") << QByteArray("-10") << -10;
    QTest::newRow("the largest") << QByteArray("2147483647") << std::numeric_limits<int>::max();
    QTest::newRow("the smallest") << QByteArray("-2147483648") << std::numeric_limits<int>::min();
    QTest::newRow("too large is nothing") << QByteArray("2147483648") << 0;
    QTest::newRow("a plus sign is not allowed") << QByteArray("+10") << 0;
    QTest::newRow("nor a zero in front") << QByteArray("008") << 0;
    QTest::newRow("nor a fraction") << QByteArray("1.5") << 0;
    QTest::newRow("nor a word") << QByteArray("much") << 0;
    QTest::newRow("nor a word behind") << QByteArray("1k") << 0;
    QTest::newRow("nor nothing") << QByteArray("") << 0;
    QTest::newRow("nor a lonely sign") << QByteArray("-") << 0;
}

void TestDeletionOrder::whatDeletionCosts()
{
    QFETCH(QByteArray, annotation);
    QFETCH(int, cost);
    api::Map<api::Text> annotations;
    if (!annotation.isNull())
        annotations.set(deletionCostAnnotation, api::Text(annotation.toStdString()));
    QCOMPARE(deletionCost(annotations), cost);
}

QTEST_GUILESS_MAIN(TestDeletionOrder)
#include "test_deletionorder.moc"
