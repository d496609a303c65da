// A pod on every node where one belongs: DaemonSets at work.
#include "controllers/cluster.h"

#include "api/encode.h"
#include "api/types/apps.h"
#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"

using namespace kubarium;
using apiserver::Verb;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

QByteArray daemonSet(const QByteArray& spec = {}, const QByteArray& podSpec = {}, const QByteArray& image = "fluentd:1")
{
    return "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\nspec: {" + spec
        + "selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: {" + podSpec
        + "containers: [{name: c, image: '" + image + "'}]}}}\n";
}

QByteArray node(const QByteArray& name, const QByteArray& more = {})
{
    return "apiVersion: v1\nkind: Node\nmetadata: {name: " + name + more + "}\n";
}

const api::DaemonSet& agent(Cluster& cluster)
{
    return *cluster.find("DaemonSet", "agent").as<api::DaemonSet>();
}

std::vector<api::ObjectPtr> objects(Cluster& cluster, const QByteArray& kind)
{
    std::vector<api::ObjectPtr> list;
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind(kind))).visit([&](const api::ObjectPtr& object) {
        if (object.meta().namespace_ == "default")
            list.push_back(object);
        return true;
    });
    return list;
}

std::vector<api::ObjectPtr> pods(Cluster& cluster)
{
    return objects(cluster, "Pod");
}

// "node-1=fluentd:1 node-2!=fluentd:1": where the pods are, with what; those that are leaving with a mark.
QString where(Cluster& cluster)
{
    QStringList list;
    for (const api::ObjectPtr& object : pods(cluster)) {
        const api::Pod& pod = *object.as<api::Pod>();
        list << QString::fromStdString(pod.spec->nodeName.str()) + (pod.metadata.deletionTimestamp ? "!" : "") + "="
                + QString::fromStdString(pod.spec->containers.front().image.str());
    }
    list.sort();
    return list.join(' ');
}

QString nodesOf(Cluster& cluster)
{
    QStringList list;
    for (const QString& place : where(cluster).split(' ', Qt::SkipEmptyParts))
        list << place.section('=', 0, 0);
    return list.join(' ');
}

// "3 desired, 3 current, 3 ready, 3 available, 3 updated, 0 misscheduled"
QString status(Cluster& cluster)
{
    const api::DaemonSetStatus& status = *agent(cluster).status;
    return QString("%1 desired, %2 current, %3 ready, %4 available, %5 updated, %6 misscheduled")
        .arg(status.desiredNumberScheduled)
        .arg(status.currentNumberScheduled)
        .arg(status.numberReady)
        .arg(status.numberAvailable)
        .arg(status.updatedNumberScheduled)
        .arg(status.numberMisscheduled);
}

// "1:fluentd:1 2:fluentd:2"
QString revisions(Cluster& cluster)
{
    QStringList list;
    for (const api::ObjectPtr& object : objects(cluster, "ControllerRevision")) {
        const api::ControllerRevision& revision = *object.as<api::ControllerRevision>();
        const api::Value& image = revision.data["spec"]["template"]["spec"]["containers"].array()[0]["image"];
        list << QString("%1:%2").arg(revision.revision).arg(QString::fromStdString(image.text().str()));
    }
    list.sort();
    return list.join(' ');
}

QString said(Cluster& cluster, const char* component = "daemonset-controller")
{
    QMap<QString, int> times;
    for (const api::ObjectPtr& object : objects(cluster, "Event")) {
        const api::Event& event = *object.as<api::Event>();
        if (event.involvedObject.kind == "DaemonSet" && event.source.component == component)
            times[QString::fromStdString(event.reason.str())] += event.count;
    }
    QStringList list;
    for (auto it = times.cbegin(); it != times.cend(); ++it)
        list << it.key() + " " + QString::number(it.value());
    return list.join(", ");
}

void made(const apiserver::Response& response)
{
    if (!response.ok())
        qFatal("%s", response.status.message.c_str());
}

void setImage(Cluster& cluster, const char* image)
{
    made(cluster.change("DaemonSet", "agent", [&](api::ObjectPtr& set) {
        set.editAs<api::DaemonSet>().spec.edit().template_.edit().spec.edit().containers.edit(0).image = image;
    }));
}

void taint(Cluster& cluster, const QByteArray& name, const char* effect)
{
    made(cluster.change("Node", name, [&](api::ObjectPtr& node) {
        api::Taint taint;
        taint.key = "later";
        taint.effect = effect;
        node.editAs<api::Node>().spec.edit().taints.push_back(taint);
    }));
}

void end(Cluster& cluster, const api::ObjectPtr& pod, const char* phase)
{
    apiserver::Request asked = Cluster::request(Verb::Update, "Pod", QByteArray::fromStdString(pod.meta().name.str()));
    asked.subresource = "status";
    asked.object = cluster.find("Pod", asked.name.c_str());
    asked.object.editAs<api::Pod>().status.edit().phase = phase;
    made(cluster.lab().submit(asked));
}

} // namespace

class TestDaemonSet : public QObject {
    Q_OBJECT
private slots:
    void aPodOnEachNode();
    void whereNoneBelongsAnyMore_data();
    void whereNoneBelongsAnyMore();
    void aNodeThatJoinsGetsOne_data();
    void aNodeThatJoinsGetsOne();
    void aTaintThatCameLater();
    void whatIsDeletedComesBack();
    void aNewTemplateNodeByNode_data();
    void aNewTemplateNodeByNode();
    void onDeleteWaits();
    void aPodThatCannotStartStopsTheRollout();
    void backToAnOldTemplate();
    void soManyOldTemplatesAreKept();
    void equalRevisionsBecomeOne();
    void aNameThatIsTakenIsNotUsed();
    void failedPodsAreMadeAnewLaterAndLater();
    void availableAfterAWhile();
    void podsAreAdoptedAndLetGo();
    void deletedWithOrWithoutItsPods_data();
    void deletedWithOrWithoutItsPods();
    void refusalsAreTold();
    void theServerCountsTemplates_data();
    void theServerCountsTemplates();
};

void TestDaemonSet::aPodOnEachNode()
{
    Cluster cluster;
    made(cluster.create(daemonSet()));
    cluster.lab().runFor(seconds(20));
    QCOMPARE(where(cluster), "node-1=fluentd:1 node-2=fluentd:1 node-3=fluentd:1"); // none on the tainted master
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 3 updated, 0 misscheduled");
    QCOMPARE(agent(cluster).status->observedGeneration, 1);
    QCOMPARE(said(cluster), "SuccessfulCreate 3");
    QCOMPARE(revisions(cluster), "1:fluentd:1");
    const api::ObjectPtr revision = objects(cluster, "ControllerRevision").front();
    const api::Text* const hash = revision.meta().labels.find("controller-revision-hash");
    QVERIFY(hash);
    QCOMPARE(revision.meta().name.str(), "agent-" + hash->str());
    for (const api::ObjectPtr& pod : pods(cluster)) {
        QCOMPARE(pod.meta().generateName.str(), "agent-");
        QCOMPARE(pod.meta().labels.size(), 3U);
        QCOMPARE(*pod.meta().labels.find("controller-revision-hash"), *hash);
        QCOMPARE(pod.meta().labels.find("pod-template-generation")->str(), "1");
        QCOMPARE(pod.meta().ownerReferences.front().kind.str(), "DaemonSet");
    }
}

void TestDaemonSet::whereNoneBelongsAnyMore_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QString>("after");
    QTest::newRow("a label is taken away") << QByteArray("label") << "node-2 node-3";
    QTest::newRow("a taint drives pods away") << QByteArray("NoExecute") << "node-2 node-3";
    QTest::newRow("a cordon does not") << QByteArray("cordon") << "node-1 node-2 node-3";
    QTest::newRow("another node is chosen") << QByteArray("selector") << "";
}

void TestDaemonSet::whereNoneBelongsAnyMore()
{
    QFETCH(QByteArray, what);
    QFETCH(QString, after);
    Cluster cluster;
    for (const char* name : {"node-1", "node-2", "node-3"})
        made(cluster.change("Node", name, [](api::ObjectPtr& node) { node.editMeta().labels.set("disk", "ssd"); }));
    made(cluster.create(daemonSet({}, "nodeSelector: {disk: ssd}, ")));
    cluster.lab().runFor(seconds(20));
    QCOMPARE(nodesOf(cluster), "node-1 node-2 node-3");
    if (what == "label")
        made(cluster.change("Node", "node-1", [](api::ObjectPtr& node) { node.editMeta().labels.erase("disk"); }));
    else if (what == "cordon")
        made(cluster.change("Node", "node-1", [](api::ObjectPtr& node) { node.editAs<api::Node>().spec.edit().unschedulable = true; }));
    else if (what == "selector")
        made(cluster.change("DaemonSet", "agent", [](api::ObjectPtr& set) {
            set.editAs<api::DaemonSet>().spec.edit().template_.edit().spec.edit().nodeSelector = {{"disk", "none"}};
        }));
    else
        taint(cluster, "node-1", what.constData());
    cluster.lab().runFor(minutes(1));
    QCOMPARE(nodesOf(cluster), after);
    QCOMPARE(agent(cluster).status->numberMisscheduled, 0);
    QCOMPARE(agent(cluster).status->desiredNumberScheduled, after.split(' ', Qt::SkipEmptyParts).size());
}

void TestDaemonSet::aNodeThatJoinsGetsOne_data()
{
    QTest::addColumn<QByteArray>("joins");
    QTest::addColumn<QString>("after");
    QTest::newRow("a node") << node("node-9") << "node-1 node-2 node-3 node-9";
    QTest::newRow("a node with a taint does not") << node("node-9") + "spec: {taints: [{key: gpu, effect: NoSchedule}]}\n" << "node-1 node-2 node-3";
}

void TestDaemonSet::aNodeThatJoinsGetsOne()
{
    QFETCH(QByteArray, joins);
    QFETCH(QString, after);
    Cluster cluster;
    made(cluster.create(daemonSet()));
    cluster.lab().runFor(seconds(20));
    made(cluster.create(joins));
    cluster.lab().runFor(minutes(1));
    QCOMPARE(nodesOf(cluster), after);
    QCOMPARE(agent(cluster).status->numberAvailable, after.split(' ').size());
}

// The status stays as it was until the set is looked at for another reason.
void TestDaemonSet::aTaintThatCameLater()
{
    Cluster cluster;
    made(cluster.create(daemonSet()));
    cluster.lab().runFor(seconds(20));
    taint(cluster, "node-1", "NoSchedule");
    cluster.lab().runFor(minutes(2));
    QCOMPARE(nodesOf(cluster), "node-1 node-2 node-3");
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 3 updated, 0 misscheduled");
    made(cluster.change("DaemonSet", "agent", [](api::ObjectPtr& set) { set.editMeta().labels.set("looked", "at"); }));
    cluster.lab().runFor(seconds(1));
    QCOMPARE(status(cluster), "2 desired, 2 current, 2 ready, 2 available, 2 updated, 1 misscheduled");
    made(cluster.change("Node", "node-1", [](api::ObjectPtr& node) { node.editAs<api::Node>().spec.edit().taints.clear(); }));
    cluster.lab().runFor(seconds(1));
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 3 updated, 0 misscheduled");
}

void TestDaemonSet::whatIsDeletedComesBack()
{
    Cluster cluster;
    made(cluster.create(daemonSet()));
    cluster.lab().runFor(seconds(20));
    const QByteArray name = QByteArray::fromStdString(pods(cluster).front().meta().name.str());
    made(cluster.remove("Pod", name));
    cluster.lab().runFor(milliseconds(10));
    QCOMPARE(pods(cluster).size(), 3U); // the new one waits until the old one is gone
    cluster.lab().runFor(minutes(1));
    QVERIFY(!cluster.find("Pod", name));
    QCOMPARE(nodesOf(cluster), "node-1 node-2 node-3");
    QCOMPARE(said(cluster), "SuccessfulCreate 4");
}

void TestDaemonSet::aNewTemplateNodeByNode_data()
{
    QTest::addColumn<QByteArray>("strategy");
    QTest::addColumn<int>("fewest"); // available pods at any time
    QTest::addColumn<int>("most"); // pods that are not leaving
    QTest::newRow("one goes, then one comes") << QByteArray() << 2 << 3;
    QTest::newRow("two at a time") << QByteArray("rollingUpdate: {maxUnavailable: 2}") << 1 << 3;
    QTest::newRow("as a percentage, rounded up") << QByteArray("rollingUpdate: {maxUnavailable: 34%}") << 1 << 3;
    QTest::newRow("one comes, then one goes") << QByteArray("rollingUpdate: {maxSurge: 1, maxUnavailable: 0}") << 3 << 4;
    QTest::newRow("all come, then all go") << QByteArray("rollingUpdate: {maxSurge: 100%, maxUnavailable: 0}") << 3 << 6;
}

void TestDaemonSet::aNewTemplateNodeByNode()
{
    QFETCH(QByteArray, strategy);
    QFETCH(int, fewest);
    QFETCH(int, most);
    Cluster cluster;
    made(cluster.create(daemonSet("updateStrategy: {" + strategy + "}, ")));
    cluster.lab().runFor(seconds(20));
    setImage(cluster, "fluentd:2");
    int available = 3;
    int together = 3;
    for (int i = 0; i < 3000; ++i) {
        cluster.lab().runFor(milliseconds(50));
        int ready = 0;
        int staying = 0;
        for (const api::ObjectPtr& object : pods(cluster)) {
            const api::Pod& pod = *object.as<api::Pod>();
            for (const api::PodCondition& condition : pod.status->conditions)
                ready += !pod.metadata.deletionTimestamp && condition.type == "Ready" && condition.status == "True";
            staying += !pod.metadata.deletionTimestamp;
        }
        available = std::min(available, ready);
        together = std::max(together, staying);
    }
    QCOMPARE(where(cluster), "node-1=fluentd:2 node-2=fluentd:2 node-3=fluentd:2");
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 3 updated, 0 misscheduled");
    QCOMPARE(available, fewest);
    QCOMPARE(together, most);
    QCOMPARE(revisions(cluster), "1:fluentd:1 2:fluentd:2");
    QCOMPARE(pods(cluster).front().meta().labels.find("pod-template-generation")->str(), "2");
    QCOMPARE(said(cluster), "SuccessfulCreate 6, SuccessfulDelete 3");
}

void TestDaemonSet::onDeleteWaits()
{
    Cluster cluster;
    made(cluster.create(daemonSet("updateStrategy: {type: OnDelete}, ")));
    cluster.lab().runFor(seconds(20));
    setImage(cluster, "fluentd:2");
    cluster.lab().runFor(minutes(2));
    QCOMPARE(where(cluster), "node-1=fluentd:1 node-2=fluentd:1 node-3=fluentd:1");
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 0 updated, 0 misscheduled");
    for (const api::ObjectPtr& pod : pods(cluster)) {
        if (pod.as<api::Pod>()->spec->nodeName == "node-2")
            cluster.remove("Pod", QByteArray::fromStdString(pod.meta().name.str()));
    }
    cluster.lab().runFor(minutes(2));
    QCOMPARE(where(cluster), "node-1=fluentd:1 node-2=fluentd:2 node-3=fluentd:1");
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 1 updated, 0 misscheduled");
}

void TestDaemonSet::aPodThatCannotStartStopsTheRollout()
{
    Cluster cluster;
    made(cluster.create(daemonSet()));
    cluster.lab().runFor(seconds(20));
    made(cluster.change("DaemonSet", "agent", [&](api::ObjectPtr& set) {
        api::Container& container = set.editAs<api::DaemonSet>().spec.edit().template_.edit().spec.edit().containers.edit(0);
        container.resources.requests = {{"cpu", *api::Quantity::parse("900")}};
    }));
    cluster.lab().runFor(minutes(5));
    QCOMPARE(status(cluster), "3 desired, 3 current, 2 ready, 2 available, 1 updated, 0 misscheduled");
    setImage(cluster, "fluentd:2"); // and on with what starts no better
    cluster.lab().runFor(minutes(5));
    QCOMPARE(status(cluster), "3 desired, 3 current, 2 ready, 2 available, 1 updated, 0 misscheduled");
    QCOMPARE(agent(cluster).status->numberUnavailable, 1);
    QCOMPARE(revisions(cluster), "1:fluentd:1 2:fluentd:1 3:fluentd:2");
}

void TestDaemonSet::backToAnOldTemplate()
{
    Cluster cluster;
    made(cluster.create(daemonSet()));
    cluster.lab().runFor(seconds(20));
    setImage(cluster, "fluentd:2");
    cluster.lab().runFor(minutes(3));
    setImage(cluster, "fluentd:1"); // as kubectl rollout undo does
    cluster.lab().runFor(minutes(3));
    QCOMPARE(where(cluster), "node-1=fluentd:1 node-2=fluentd:1 node-3=fluentd:1");
    QCOMPARE(revisions(cluster), "2:fluentd:2 3:fluentd:1"); // the old one again, as the newest
    QCOMPARE(pods(cluster).front().meta().labels.find("pod-template-generation")->str(), "3");
}

void TestDaemonSet::soManyOldTemplatesAreKept()
{
    Cluster cluster;
    made(cluster.create(daemonSet("revisionHistoryLimit: 2, updateStrategy: {type: OnDelete}, ")));
    cluster.lab().runFor(seconds(20));
    for (const char* image : {"fluentd:2", "fluentd:3", "fluentd:4", "fluentd:5"}) {
        setImage(cluster, image);
        cluster.lab().runFor(seconds(5));
    }
    // The pods still run the first one, so it stays, and is one of the two.
    QCOMPARE(revisions(cluster), "1:fluentd:1 4:fluentd:4 5:fluentd:5");
    for (const api::ObjectPtr& pod : pods(cluster))
        cluster.remove("Pod", QByteArray::fromStdString(pod.meta().name.str()));
    cluster.lab().runFor(minutes(2));
    setImage(cluster, "fluentd:6");
    cluster.lab().runFor(seconds(5));
    QCOMPARE(revisions(cluster), "4:fluentd:4 5:fluentd:5 6:fluentd:6");
}

void TestDaemonSet::equalRevisionsBecomeOne()
{
    Cluster cluster;
    made(cluster.create(daemonSet()));
    cluster.lab().runFor(seconds(20));
    // As a set that was deleted without its dependents left it behind, made from the same template.
    api::ObjectPtr twin = objects(cluster, "ControllerRevision").front();
    twin.editMeta().name = "agent-twin";
    twin.editMeta().labels.set("controller-revision-hash", "twin");
    twin.editMeta().ownerReferences.clear();
    twin.editMeta().resourceVersion = {};
    twin.editMeta().uid = {};
    twin.editAs<api::ControllerRevision>().revision = 7;
    apiserver::Request asked = Cluster::request(Verb::Create, "ControllerRevision", "");
    asked.object = twin;
    made(cluster.lab().submit(asked));
    made(cluster.change("DaemonSet", "agent", [](api::ObjectPtr& set) { set.editMeta().labels.set("looked", "at"); }));
    cluster.lab().runFor(seconds(5));
    QCOMPARE(revisions(cluster), "7:fluentd:1");
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 3 updated, 0 misscheduled"); // no pod was made anew
    QCOMPARE(said(cluster), "SuccessfulCreate 3");
    QCOMPARE(pods(cluster).front().meta().labels.find("controller-revision-hash")->str(), "twin");
}

void TestDaemonSet::aNameThatIsTakenIsNotUsed()
{
    Cluster cluster;
    made(cluster.create(daemonSet({}, {}, "fluentd:2")));
    cluster.lab().runFor(seconds(20));
    const api::ObjectPtr second = objects(cluster, "ControllerRevision").front();
    made(cluster.remove("DaemonSet", "agent", "Background"));
    cluster.lab().runFor(minutes(1));
    // Somebody else has the name that the revision of that template would get.
    made(cluster.create("apiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: " + QByteArray::fromStdString(second.meta().name.str())
        + "}\nrevision: 1\ndata: {spec: {template: {}}}\n"));
    made(cluster.create(daemonSet()));
    cluster.lab().runFor(seconds(20));
    QVERIFY(!agent(cluster).status->collisionCount);
    setImage(cluster, "fluentd:2");
    cluster.lab().runFor(minutes(1));
    QCOMPARE(agent(cluster).status->collisionCount.valueOr(0), 1);
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 3 updated, 0 misscheduled");
    const api::Text* const hash = pods(cluster).front().meta().labels.find("controller-revision-hash");
    QVERIFY(*hash != *second.meta().labels.find("controller-revision-hash"));
    QVERIFY(cluster.find("ControllerRevision", "agent-" + QByteArray::fromStdString(hash->str())));
}

void TestDaemonSet::failedPodsAreMadeAnewLaterAndLater()
{
    Cluster cluster;
    made(cluster.create(daemonSet({}, "nodeSelector: {kubernetes.io/hostname: node-1}, ")));
    cluster.lab().runFor(seconds(20));
    QList<int> waits;
    for (int i = 0; i < 6; ++i) {
        QCOMPARE(pods(cluster).size(), 1U);
        const api::ObjectPtr pod = pods(cluster).front();
        end(cluster, pod, "Failed");
        const api::Time failed = cluster.lab().now();
        const auto isRemoved = [&](const lab::Lab&) {
            const api::ObjectPtr now = cluster.find("Pod", QByteArray::fromStdString(pod.meta().name.str()));
            return !now || now.meta().deletionTimestamp;
        };
        QVERIFY(cluster.lab().runUntil(isRemoved, minutes(30)));
        waits << qRound(static_cast<double>((cluster.lab().now() - failed).count()) / 1e6);
        // At once the next one fails, too.
        QVERIFY(cluster.lab().runUntil([&](const lab::Lab&) {
            return pods(cluster).size() == 1 && pods(cluster).front().meta().uid != pod.meta().uid
                && !pods(cluster).front().as<api::Pod>()->spec->nodeName.empty();
        }, seconds(60)));
    }
    QCOMPARE(waits.first(), 0);
    for (int i = 2; i < waits.size(); ++i)
        QVERIFY2(waits[i] > waits[i - 1], qPrintable(QString("%1 s after %2 s").arg(waits[i]).arg(waits[i - 1])));
    QVERIFY(waits.last() <= 16);
    QVERIFY(said(cluster).contains("FailedDaemonPod 6"));
    const auto events = objects(cluster, "Event");
    const auto told = std::find_if(events.begin(), events.end(),
        [](const api::ObjectPtr& event) { return event.as<api::Event>()->reason == "FailedDaemonPod"; });
    QVERIFY(QRegularExpression("^Found failed daemon pod default/agent-[a-z0-9]{5} on node node-1, will try to kill it$")
                .match(QString::fromStdString(told->as<api::Event>()->message.str())).hasMatch());
    // Half an hour without one, and the next is made anew at once.
    cluster.lab().runFor(minutes(31));
    const api::Text last = pods(cluster).front().meta().uid;
    end(cluster, pods(cluster).front(), "Failed");
    cluster.lab().runFor(milliseconds(10));
    QVERIFY(pods(cluster).empty() || pods(cluster).front().meta().deletionTimestamp || pods(cluster).front().meta().uid != last);
}

void TestDaemonSet::availableAfterAWhile()
{
    Cluster cluster;
    made(cluster.create(daemonSet("minReadySeconds: 30, ")));
    cluster.lab().runFor(seconds(20));
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 0 available, 3 updated, 0 misscheduled");
    QCOMPARE(agent(cluster).status->numberUnavailable, 3);
    cluster.lab().runFor(seconds(30));
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 3 updated, 0 misscheduled");
}

void TestDaemonSet::podsAreAdoptedAndLetGo()
{
    Cluster cluster;
    made(cluster.create("apiVersion: v1\nkind: Pod\nmetadata: {name: bare, labels: {app: agent}}\nspec: {nodeName: node-1, "
                        "containers: [{name: c, image: old}]}\n"));
    made(cluster.create(daemonSet("updateStrategy: {type: OnDelete}, ")));
    cluster.lab().runFor(seconds(20));
    QCOMPARE(where(cluster), "node-1=old node-2=fluentd:1 node-3=fluentd:1");
    QCOMPARE(cluster.find("Pod", "bare").meta().ownerReferences.front().name.str(), "agent");
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 2 updated, 0 misscheduled");
    made(cluster.change("Pod", "bare", [](api::ObjectPtr& pod) { pod.editMeta().labels.clear(); }));
    cluster.lab().runFor(seconds(20));
    QCOMPARE(where(cluster), "node-1=fluentd:1 node-1=old node-2=fluentd:1 node-3=fluentd:1");
    QVERIFY(cluster.find("Pod", "bare").meta().ownerReferences.empty());
}

void TestDaemonSet::deletedWithOrWithoutItsPods_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<QString>("left");
    QTest::newRow("in the background") << QByteArray("Background") << "";
    QTest::newRow("in the foreground") << QByteArray("Foreground") << "";
    QTest::newRow("without its pods") << QByteArray("Orphan") << "node-1 node-2 node-3";
}

void TestDaemonSet::deletedWithOrWithoutItsPods()
{
    QFETCH(QByteArray, policy);
    QFETCH(QString, left);
    Cluster cluster;
    made(cluster.create(daemonSet()));
    cluster.lab().runFor(seconds(20));
    made(cluster.remove("DaemonSet", "agent", policy));
    cluster.lab().runFor(minutes(2));
    QVERIFY(!cluster.find("DaemonSet", "agent"));
    QCOMPARE(nodesOf(cluster), left);
    QCOMPARE(objects(cluster, "ControllerRevision").size(), left.isEmpty() ? 0U : 1U);
    if (left.isEmpty())
        return;
    made(cluster.create(daemonSet())); // takes up what was left
    cluster.lab().runFor(seconds(20));
    QCOMPARE(status(cluster), "3 desired, 3 current, 3 ready, 3 available, 3 updated, 0 misscheduled");
    QCOMPARE(said(cluster), "SuccessfulCreate 3"); // of the first set
}

void TestDaemonSet::refusalsAreTold()
{
    Cluster cluster;
    made(cluster.create(daemonSet({}, "serviceAccountName: ghost, ")));
    cluster.lab().runFor(minutes(2));
    QCOMPARE(status(cluster), "3 desired, 0 current, 0 ready, 0 available, 0 updated, 0 misscheduled");
    const int refused = said(cluster).section(' ', 1).toInt();
    QVERIFY2(refused >= 10 && refused <= 16, qPrintable(said(cluster))); // one of three, each time later
    made(cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ghost}\n"));
    cluster.lab().runFor(minutes(4));
    QCOMPARE(nodesOf(cluster), "node-1 node-2 node-3");
}

void TestDaemonSet::theServerCountsTemplates_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<QString>("generations"); // of the template, of the set
    QTest::newRow("it begins with one") << QByteArray("nothing") << "1 1";
    QTest::newRow("another template is the second") << QByteArray("image") << "2 2";
    QTest::newRow("another wish is not") << QByteArray("wish") << "1 2";
    QTest::newRow("nobody else may count") << QByteArray("count") << "1 1";
    QTest::newRow("nor stop it") << QByteArray("forget") << "1 1";
}

void TestDaemonSet::theServerCountsTemplates()
{
    QFETCH(QByteArray, change);
    QFETCH(QString, generations);
    constexpr std::string_view annotation = "deprecated.daemonset.template.generation";
    Cluster cluster;
    made(cluster.create(daemonSet()));
    made(cluster.change("DaemonSet", "agent", [&](api::ObjectPtr& object) {
        api::DaemonSet& set = object.editAs<api::DaemonSet>();
        if (change == "image")
            set.spec.edit().template_.edit().spec.edit().containers.edit(0).image = "fluentd:2";
        else if (change == "wish")
            set.spec.edit().minReadySeconds = 5;
        else if (change == "count")
            set.metadata.annotations.set(annotation, "7");
        else if (change == "forget")
            set.metadata.annotations.clear();
    }));
    const api::ObjectMeta& meta = agent(cluster).metadata;
    QCOMPARE(QString::fromStdString(meta.annotations.find(annotation)->str()) + " " + QString::number(meta.generation), generations);
}

QTEST_GUILESS_MAIN(TestDaemonSet)
#include "test_daemonset.moc"
