// The scheduler at work in a cluster: what it writes and says, in which order, and how often it tries.
#include "controllers/cluster.h"

#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "lab/scheduling.h"

using namespace kubarium;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

namespace {

class Scheduled : public Cluster {
public:
    apiserver::Response pod(const QByteArray& name, const QByteArray& spec = {}, const QByteArray& container = {})
    {
        return create("apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\nspec: {" + spec + (spec.isEmpty() ? "" : ", ")
            + "containers: [{name: c, image: nginx" + (container.isEmpty() ? "" : ", " + container) + "}]}\n");
    }

    const api::Pod& podNow(const QByteArray& name)
    {
        m_held = find("Pod", name);
        if (!m_held)
            qFatal("there is no pod %s", name.constData());
        return *m_held.as<api::Pod>();
    }

    QString nodeOf(const QByteArray& name) { return text(podNow(name).spec->nodeName); }

    // "False Unschedulable: 0/4 nodes …"
    QString condition(const QByteArray& name, const char* type = "PodScheduled")
    {
        for (const api::PodCondition& condition : podNow(name).status->conditions) {
            if (condition.type == type)
                return text(condition.status) + " " + text(condition.reason) + ": " + text(condition.message);
        }
        return {};
    }

    // Of a reason about a pod, in the order of time: "Type Message (x times)".
    QStringList events(const QByteArray& about, const char* reason)
    {
        QStringList list;
        lab().store().tree(apiserver::resourceId(kind("Event"))).visit([&](const api::ObjectPtr& object) {
            const api::Event& event = *object.as<api::Event>();
            if (event.involvedObject.name == about.toStdString() && event.reason == reason)
                list << text(event.type) + " " + text(event.message) + (event.series ? QString(" (x%1)").arg(event.series->count) : QString());
            return true;
        });
        return list;
    }

    void label(const QByteArray& node, const char* key, const QByteArray& value)
    {
        change("Node", node, [&](api::ObjectPtr& object) { object.editMeta().labels.set(key, api::Text(value.constData())); });
    }

    static QString text(const api::Text& text) { return QString::fromStdString(text.str()); }

private:
    api::ObjectPtr m_held;
};

// Lets no pod be bound, for as long as it is told to.
class NoBinding final : public apiserver::AdmissionPlugin {
public:
    explicit NoBinding(std::shared_ptr<bool> stands) : m_stands(std::move(stands)) { }

    std::string_view name() const override { return "NoBinding"; }

    bool handles(apiserver::Verb verb) const override { return verb == apiserver::Verb::Create; }

    std::optional<api::Status> validate(const apiserver::Attributes&, const api::ObjectPtr& object) const override
    {
        if (!*m_stands || !object.as<api::Binding>())
            return std::nullopt;
        return api::Status{403, "Forbidden", "not today", {}};
    }

private:
    std::shared_ptr<bool> m_stands;
};

const QByteArray huge = "resources: {requests: {cpu: '64'}}";
const QByteArray large = "resources: {requests: {cpu: '3'}}";

} // namespace

class TestScheduler : public QObject {
    Q_OBJECT
private slots:
    void bindsAndSaysSo();
    void leavesPodsOfOthersAlone();
    void waitsForGates();
    void saysWhyNot();
    void triesAgainWhenItMayHelp_data();
    void triesAgainWhenItMayHelp();
    void backsOff();
    void bindingsMayBeRefused();
    void importantPodsGoFirst();
    void lessImportantPodsGo();
    void keepsThePromisedRoom();
    void whoMayNotPushWaits();
    void manyPendingPodsMakeNoNoise();
    void nodesThatComeTakePods();
    void goesOnWithoutHistory();
    void forksAndReplaysDecideTheSame();
    void decisionsAreToldAfterwards();
    void refusalsAreToldAfterwards();
};

void TestScheduler::bindsAndSaysSo()
{
    Scheduled cluster;
    QVERIFY(cluster.pod("web").ok());
    QCOMPARE(cluster.nodeOf("web"), QString()); // news travels
    cluster.lab().runFor(5ms);
    const QString node = cluster.nodeOf("web");
    QVERIFY2(node.startsWith("node-"), qPrintable(node));
    QCOMPARE(cluster.condition("web"), "True : ");
    QCOMPARE(cluster.events("web", "Scheduled"), QStringList("Normal Successfully assigned default/web to " + node));
    cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Event"))).visit([&](const api::ObjectPtr& object) {
        const api::Event& event = *object.as<api::Event>();
        if (event.reason == "Scheduled" && event.involvedObject.name == "web") {
            [&] {
                QVERIFY(event.source.component.empty()); // only Events of the older kind have one
                QVERIFY(event.reportingComponent == "default-scheduler");
                QVERIFY(event.action == "Binding");
                QVERIFY(event.eventTime && !event.firstTimestamp && event.count == 0);
            }();
        }
        return true;
    });
    // Why is it here? Because it was made.
    const store::Change* bound = nullptr;
    for (store::Revision revision = 1; revision <= cluster.lab().store().revision(); ++revision) {
        const store::Change* const change = cluster.lab().store().change(revision);
        if (change && change->origin.actor == "system:kube-scheduler" && change->now.as<api::Pod>() && !bound)
            bound = change;
    }
    QVERIFY(bound);
    QVERIFY(bound->origin.cause.kind == sim::Cause::Kind::Revision);
    const store::Change* const made = cluster.lab().store().change(bound->origin.cause.number);
    QVERIFY(made && made->type == store::ChangeType::Created && made->now.meta().name == bound->now.meta().name);
}

void TestScheduler::leavesPodsOfOthersAlone()
{
    Scheduled cluster;
    QVERIFY(cluster.pod("mine", "schedulerName: my-scheduler").ok());
    cluster.lab().runFor(10s);
    QCOMPARE(cluster.nodeOf("mine"), QString());
    QCOMPARE(cluster.condition("mine"), QString());
    QVERIFY(cluster.events("mine", "FailedScheduling").isEmpty());
}

void TestScheduler::waitsForGates()
{
    Scheduled cluster;
    QVERIFY(cluster.pod("gated", "schedulingGates: [{name: example.com/a}, {name: example.com/b}]").ok());
    const QString held = "False SchedulingGated: Scheduling is blocked due to non-empty scheduling gates";
    QCOMPARE(cluster.condition("gated"), held);
    cluster.lab().runFor(60s);
    QCOMPARE(cluster.condition("gated"), held);
    QVERIFY(cluster.events("gated", "FailedScheduling").isEmpty());
    const auto open = [&](std::size_t left) {
        return cluster.change("Pod", "gated", [&](api::ObjectPtr& pod) { pod.editAs<api::Pod>().spec.edit().schedulingGates.resize(left); });
    };
    QVERIFY(open(1).ok());
    cluster.lab().runFor(1s);
    QCOMPARE(cluster.nodeOf("gated"), QString());
    QVERIFY(open(0).ok());
    cluster.lab().runFor(1s);
    QVERIFY(!cluster.nodeOf("gated").isEmpty());
    QCOMPARE(cluster.condition("gated"), "True : ");
}

void TestScheduler::saysWhyNot()
{
    Scheduled cluster;
    QVERIFY(cluster.pod("huge", "", huge).ok());
    cluster.lab().runFor(1s);
    const QString message = "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate, "
                            "preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.";
    QCOMPARE(cluster.condition("huge"), "False Unschedulable: " + message);
    QCOMPARE(cluster.events("huge", "FailedScheduling"), QStringList("Warning " + message));
    const store::Revision revision = cluster.lab().store().revision();
    cluster.lab().runFor(240s);
    QCOMPARE(cluster.events("huge", "FailedScheduling").size(), 1); // nothing has changed
    // Once in five minutes it looks again by itself. What it finds is the same, so the pod is not written; the Event is.
    cluster.lab().runFor(800s);
    QCOMPARE(cluster.events("huge", "FailedScheduling"), QStringList({"Warning " + message, "Warning " + message + " (x3)"}));
    const store::Change* const written = cluster.lab().store().change(store::revisionOf(cluster.find("Pod", "huge")));
    QVERIFY(!written || written->revision <= revision);
}

void TestScheduler::triesAgainWhenItMayHelp_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<QByteArray>("happens");
    QTest::addColumn<bool>("helps");
    QTest::newRow("a node gets the label") << QByteArray("nodeSelector: {disk: ssd}") << QByteArray() << QByteArray("label") << true;
    QTest::newRow("a node gets another label") << QByteArray("nodeSelector: {disk: tape}") << QByteArray() << QByteArray("label") << false;
    QTest::newRow("a node is let loose") << QByteArray("nodeSelector: {kubernetes.io/hostname: master-1}") << QByteArray() << QByteArray("taint") << true;
    QTest::newRow("a pod leaves room") << QByteArray("nodeSelector: {kubernetes.io/hostname: node-1}") << large << QByteArray("delete") << true;
    QTest::newRow("a node that is large enough comes") << QByteArray() << huge << QByteArray("node") << true;
    QTest::newRow("a node grows") << QByteArray() << huge << QByteArray("grow") << true;
    QTest::newRow("the other pod comes") << QByteArray("affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, "
                                                      "labelSelector: {matchLabels: {app: db}}}]}}") << QByteArray() << QByteArray("pod") << true;
}

void TestScheduler::triesAgainWhenItMayHelp()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, container);
    QFETCH(QByteArray, happens);
    QFETCH(bool, helps);
    Scheduled cluster;
    QVERIFY(cluster.pod("resident", "terminationGracePeriodSeconds: 0, nodeSelector: {kubernetes.io/hostname: node-1}", large).ok());
    cluster.lab().runFor(5s);
    QVERIFY(cluster.pod("waiting", spec, container).ok());
    cluster.lab().runFor(30s);
    QCOMPARE(cluster.nodeOf("waiting"), QString());
    if (happens == "label")
        cluster.label("node-2", "disk", "ssd");
    else if (happens == "taint")
        cluster.change("Node", "master-1", [](api::ObjectPtr& node) { node.editAs<api::Node>().spec.edit().taints.clear(); });
    else if (happens == "delete")
        QVERIFY(cluster.remove("Pod", "resident").ok());
    else if (happens == "node")
        QVERIFY(cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: big}\nstatus: {capacity: {cpu: '99', memory: 9Gi, pods: '9'}, "
                               "allocatable: {cpu: '99', memory: 9Gi, pods: '9'}}\n").ok());
    if (happens == "grow" || happens == "node") { // its kubelet says so
        const QByteArray name = happens == "grow" ? "node-3" : "big";
        apiserver::Request asked = Cluster::request(apiserver::Verb::Update, "Node", name);
        asked.subresource = "status";
        asked.object = cluster.find("Node", name);
        asked.object.editAs<api::Node>().status.edit().allocatable.set("cpu", api::Quantity::ofUnits(99));
        QVERIFY(cluster.lab().submit(asked).ok());
    } else if (happens == "pod") {
        QVERIFY(cluster.create("apiVersion: v1\nkind: Pod\nmetadata: {name: db, labels: {app: db}}\nspec: {containers: [{name: c, image: x}]}\n").ok());
    }
    cluster.lab().runFor(3s);
    QCOMPARE(!cluster.nodeOf("waiting").isEmpty(), helps);
}

// News every second; it is tried after 1, 2, 4, 8 and then every 10 seconds.
void TestScheduler::backsOff()
{
    Scheduled cluster;
    QVERIFY(cluster.pod("waiting", "nodeSelector: {disk: ssd}").ok());
    cluster.lab().runFor(10ms);
    QCOMPARE(cluster.events("waiting", "FailedScheduling").size(), 1);
    QList<int> tried;
    int before = 1;
    for (int second = 0; second < 40; ++second) {
        cluster.label("node-1", "disk", "hdd-" + QByteArray::number(second));
        cluster.lab().runFor(1s);
        int now = 0;
        for (const QString& event : cluster.events("waiting", "FailedScheduling"))
            now += event.contains(" (x") ? event.section(" (x", 1).chopped(1).toInt() : 1;
        if (now != before)
            tried << second;
        QVERIFY(now - before <= 1);
        before = now;
    }
    QCOMPARE(tried, QList<int>({0, 2, 6, 14, 24, 34}));
}

void TestScheduler::bindingsMayBeRefused()
{
    Scheduled cluster;
    const auto stands = std::make_shared<bool>(true);
    cluster.lab().server().admission().add(std::make_unique<NoBinding>(stands));
    QVERIFY(cluster.pod("web").ok());
    cluster.lab().runFor(40s);
    QVERIFY2(cluster.condition("web").startsWith("False SchedulerError: binding rejected: "), qPrintable(cluster.condition("web")));
    const QStringList told = cluster.events("web", "FailedScheduling");
    QVERIFY2(told.size() == 2 && told.back().endsWith("(x6)"), qPrintable(told.join('\n'))); // after 1, 2, 4, 8, 10 and 10 seconds
    *stands = false;
    cluster.lab().runFor(11s);
    QVERIFY(!cluster.nodeOf("web").isEmpty());
    QCOMPARE(cluster.condition("web"), "True : ");
}

void TestScheduler::importantPodsGoFirst()
{
    Scheduled cluster;
    QVERIFY(cluster.create("apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1000\npreemptionPolicy: Never\n").ok());
    for (const char* const node : {"node-2", "node-3"})
        cluster.change("Node", node, [](api::ObjectPtr& object) { object.editAs<api::Node>().spec.edit().unschedulable = true; });
    cluster.lab().runFor(1s);
    QVERIFY(cluster.pod("low", "", large).ok());
    QVERIFY(cluster.pod("high", "priorityClassName: high", large).ok());
    cluster.lab().runFor(1s);
    QCOMPARE(cluster.nodeOf("high"), "node-1");
    QCOMPARE(cluster.nodeOf("low"), QString());
}

void TestScheduler::lessImportantPodsGo()
{
    Scheduled cluster;
    QVERIFY(cluster.create("apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1000\n").ok());
    for (const char* const name : {"a", "b", "c"})
        QVERIFY(cluster.pod(name, "", large).ok());
    cluster.lab().runFor(10s);
    QVERIFY(cluster.pod("new", "priorityClassName: high", large).ok());
    cluster.lab().runFor(100ms);
    const QString node = Scheduled::text(cluster.podNow("new").status->nominatedNodeName);
    QVERIFY(node.startsWith("node-"));
    QCOMPARE(cluster.condition("new"), "False Unschedulable: 0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu.");
    QByteArray victim;
    for (const char* const name : {"a", "b", "c"}) {
        if (cluster.nodeOf(name) == node)
            victim = name;
        QCOMPARE(static_cast<bool>(cluster.podNow(name).metadata.deletionTimestamp), cluster.nodeOf(name) == node);
    }
    QCOMPARE(cluster.condition(victim, "DisruptionTarget"),
        "True PreemptionByScheduler: default-scheduler: preempting to accommodate a higher priority pod");
    QCOMPARE(cluster.events(victim, "Preempted"),
        QStringList("Normal Preempted by pod " + Scheduled::text(cluster.podNow("new").metadata.uid) + " on node " + node));

    cluster.lab().runFor(60s);
    QVERIFY(!cluster.find("Pod", victim));
    QCOMPARE(cluster.nodeOf("new"), node);
    const std::vector<lab::PastPreemption> gone = lab::preemptionsBy(cluster.lab(), "default", "new");
    QCOMPARE(gone.size(), std::size_t(1));
    QVERIFY(gone.front().victim.name == victim.toStdString());
    QCOMPARE(lab::preemptionsOf(cluster.lab(), "default", victim.toStdString()).size(), std::size_t(1));
    const std::vector<lab::PastDecision> decisions = lab::decisionsAbout(cluster.lab(), "default", "new");
    QCOMPARE(decisions.size(), std::size_t(2));
    const std::optional<lab::Decision> refused = lab::decisionOf(cluster.lab(), decisions.front(), "default", "new");
    QVERIFY(refused);
    QCOMPARE(Scheduled::text(refused->preemptsOn).isEmpty(), false);
    QCOMPARE(refused->victims.size(), std::size_t(1));
}

// While a victim ends, nobody of less importance takes the room that was made.
void TestScheduler::keepsThePromisedRoom()
{
    Scheduled cluster;
    QVERIFY(cluster.create("apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1000\n").ok());
    for (const char* const name : {"a", "b", "c"})
        QVERIFY(cluster.pod(name, "", large).ok());
    cluster.lab().runFor(10s);
    QVERIFY(cluster.pod("new", "priorityClassName: high", large).ok());
    cluster.lab().runFor(100ms);
    const QString node = Scheduled::text(cluster.podNow("new").status->nominatedNodeName);
    const QByteArray here = "nodeSelector: {kubernetes.io/hostname: " + node.toUtf8() + "}";
    QVERIFY(cluster.pod("late", here, large).ok());
    cluster.lab().runFor(120s);
    QCOMPARE(cluster.nodeOf("new"), node);
    QCOMPARE(cluster.nodeOf("late"), QString());
}

void TestScheduler::whoMayNotPushWaits()
{
    Scheduled cluster;
    QVERIFY(cluster.create("apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: polite}\nvalue: 1000\npreemptionPolicy: Never\n").ok());
    for (const char* const name : {"a", "b", "c"})
        QVERIFY(cluster.pod(name, "", large).ok());
    cluster.lab().runFor(10s);
    QVERIFY(cluster.pod("new", "priorityClassName: polite", large).ok());
    cluster.lab().runFor(10s);
    QVERIFY(cluster.condition("new").endsWith("preemption: not eligible due to preemptionPolicy=Never."));
    for (const char* const name : {"a", "b", "c"})
        QVERIFY(!cluster.podNow(name).metadata.deletionTimestamp);
}

void TestScheduler::manyPendingPodsMakeNoNoise()
{
    Scheduled cluster;
    for (int i = 0; i < 300; ++i)
        QVERIFY(cluster.pod("huge-" + QByteArray::number(i), "", huge).ok());
    cluster.lab().runFor(2s);
    QCOMPARE(cluster.condition("huge-299").left(19), "False Unschedulable");
    QVERIFY(cluster.lab().runUntilQuiet()); // nobody waits for anything but news
    const store::Revision before = cluster.lab().store().revision();
    const api::Time begin = cluster.lab().now();
    cluster.lab().runFor(120s);
    QVERIFY(cluster.lab().now() == begin + 120s);
    std::size_t written = 0;
    for (store::Revision revision = before + 1; revision <= cluster.lab().store().revision(); ++revision)
        written += cluster.lab().store().change(revision)->origin.actor == "system:kube-scheduler";
    QCOMPARE(written, std::size_t(0));
    QVERIFY(cluster.pod("small").ok()); // and who comes then is not kept waiting
    cluster.lab().runFor(10ms);
    QVERIFY(!cluster.nodeOf("small").isEmpty());
}

void TestScheduler::nodesThatComeTakePods()
{
    Scheduled cluster;
    for (const char* const node : {"master-1", "node-1", "node-2", "node-3"})
        QVERIFY(cluster.remove("Node", node).ok());
    cluster.lab().runFor(1s);
    QVERIFY(cluster.pod("early").ok());
    cluster.lab().runFor(5s);
    QCOMPARE(cluster.condition("early"), "False Unschedulable: no nodes available to schedule pods");
    QVERIFY(cluster.create("apiVersion: v1\nkind: Node\nmetadata: {name: first}\nstatus: {capacity: {cpu: '4', memory: 9Gi, pods: '9'}, "
                           "allocatable: {cpu: '4', memory: 9Gi, pods: '9'}}\n").ok());
    cluster.lab().runFor(20s);
    QCOMPARE(cluster.nodeOf("early"), "first");
}

// A lab that begins with the objects of another one does not know who was refused for what: it tries them all once.
void TestScheduler::goesOnWithoutHistory()
{
    Scheduled cluster;
    QVERIFY(cluster.pod("refused", "nodeSelector: {disk: ssd}").ok());
    QVERIFY(cluster.pod("gated", "schedulingGates: [{name: example.com/a}]").ok());
    cluster.lab().runFor(5s);
    QVERIFY(cluster.pod("new").ok());
    lab::Head head;
    head.now = cluster.lab().now();
    for (const api::Kind& kind : api::kinds()) {
        if (kind.stored && !lab::isOfTheLab(kind))
            cluster.lab().store().tree(apiserver::resourceId(kind)).visit([&](const api::ObjectPtr& object) {
                head.objects.push_back(object);
                return true;
            });
    }
    lab::Lab next(head, lab::Lab::Options());
    next.runFor(1s);
    const auto nodeOf = [&](const char* pod) {
        return Scheduled::text(next.store().find(apiserver::keyOf(Cluster::kind("Pod"), "default", pod)).as<api::Pod>()->spec->nodeName);
    };
    QVERIFY(!nodeOf("new").isEmpty());
    QCOMPARE(nodeOf("refused"), QString());
    QCOMPARE(nodeOf("gated"), QString());
    apiserver::Request label = Cluster::request(apiserver::Verb::Update, "Node", "node-2");
    label.object = next.store().find(apiserver::keyOf(Cluster::kind("Node"), "", "node-2"));
    label.object.editMeta().labels.set("disk", "ssd");
    QVERIFY(next.submit(label).ok());
    next.runFor(2s);
    QCOMPARE(nodeOf("refused"), "node-2");
    QCOMPARE(nodeOf("gated"), QString());
}

void TestScheduler::forksAndReplaysDecideTheSame()
{
    Scheduled cluster;
    const auto placements = [&](lab::Lab& lab) {
        QStringList list;
        lab.store().tree(apiserver::resourceId(Cluster::kind("Pod"))).visit([&](const api::ObjectPtr& object) {
            list << Scheduled::text(object.meta().name) + "@" + Scheduled::text(object.as<api::Pod>()->spec->nodeName);
            return true;
        });
        return list;
    };
    for (int i = 0; i < 10; ++i)
        QVERIFY(cluster.pod("early-" + QByteArray::number(i)).ok());
    const std::unique_ptr<lab::Lab> fork = cluster.lab().fork(); // nobody has a node yet
    cluster.lab().runFor(2s);
    const QStringList here = placements(cluster.lab());
    fork->runFor(2s);
    QCOMPARE(placements(*fork), here);
    const api::Time then = cluster.lab().now() - 1ms;
    for (int i = 0; i < 10; ++i)
        QVERIFY(cluster.pod("late-" + QByteArray::number(i)).ok());
    cluster.lab().runFor(2s);
    const api::Time end = cluster.lab().now();
    const std::string hash = cluster.lab().historyHash();
    const std::uint64_t branch = cluster.lab().branch();
    QVERIFY(cluster.lab().rewind(then));
    QCOMPARE(placements(cluster.lab()), here);
    QVERIFY(cluster.lab().switchTo(branch));
    QVERIFY(cluster.lab().now() == end);
    QCOMPARE(cluster.lab().historyHash(), hash);
}

void TestScheduler::decisionsAreToldAfterwards()
{
    Scheduled cluster;
    cluster.label("node-2", "disk", "ssd");
    QVERIFY(cluster.pod("web", "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 50, preference: "
                               "{matchExpressions: [{key: disk, operator: In, values: [ssd]}]}}]}}", "resources: {requests: {cpu: '1', memory: 1Gi}}").ok());
    cluster.lab().runFor(10s);
    QCOMPARE(cluster.nodeOf("web"), "node-2");
    cluster.label("node-2", "disk", "hdd"); // what came later does not change what was decided
    const std::vector<lab::PastDecision> past = lab::decisionsAbout(cluster.lab(), "default", "web");
    QCOMPARE(past.size(), std::size_t(1));
    QVERIFY(past.front().end == lab::PastDecision::End::Bound && past.front().node == "node-2");
    const std::optional<lab::Decision> decision = lab::decisionOf(cluster.lab(), past.front(), "default", "web");
    QVERIFY(decision);
    QCOMPARE(decision->nodes.size(), std::size_t(4));
    QCOMPARE(decision->best.size(), std::size_t(1));
    QVERIFY(decision->best.front() == "node-2");
    const lab::NodeVerdict& master = decision->nodes.front();
    QVERIFY(!master.fits && master.plugin == "TaintToleration");
    QCOMPARE(QString::fromStdString(master.detail), "no toleration for the taint node-role.kubernetes.io/control-plane:NoSchedule");
    for (const lab::PluginScore& score : decision->nodes[2].scores) {
        if (score.plugin == "NodeAffinity")
            QVERIFY(score.raw == 50 && score.normalised == 100 && score.weight == 2);
    }
    const std::optional<lab::Decision> now = lab::decisionNow(cluster.lab(), "default", "web");
    QVERIFY(now);
    QCOMPARE(now->best.size(), std::size_t(3)); // all of them would do today
}

void TestScheduler::refusalsAreToldAfterwards()
{
    Scheduled cluster;
    QVERIFY(cluster.pod("waiting", "nodeSelector: {disk: ssd}").ok());
    cluster.lab().runFor(5s);
    cluster.label("node-3", "disk", "ssd");
    cluster.lab().runFor(5s);
    const std::vector<lab::PastDecision> past = lab::decisionsAbout(cluster.lab(), "default", "waiting");
    QCOMPARE(past.size(), std::size_t(2));
    QVERIFY(past[0].end == lab::PastDecision::End::Refused && past[1].end == lab::PastDecision::End::Bound);
    const std::optional<lab::Decision> refused = lab::decisionOf(cluster.lab(), past[0], "default", "waiting");
    QVERIFY(refused);
    QCOMPARE(refused->message, past[0].message); // worked out again, it says the same
    QCOMPARE(QString::fromStdString(refused->nodes[3].detail), "nodeSelector asks for disk=ssd, the node has no label disk");
    QVERIFY(!lab::decisionNow(cluster.lab(), "default", "nobody"));
}

QTEST_GUILESS_MAIN(TestScheduler)
#include "test_scheduler.moc"
