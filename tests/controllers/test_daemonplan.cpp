// What a DaemonSet does about what it finds, as sentences. A row draws the nodes:
//
//   a:old        node a, on which a pod of an older template runs well
//   b:new-,old   a pod of the newest template that is not available yet beside an old one; the first one is older
//   c:           no pod
//
// and behind a pod: - not ready, * ready since too short a time, ! being deleted, F failed, S succeeded, ? not scheduled yet;
// behind a node: # no pod belongs there, ~ one may only stay, 0 there is no such node.
// The answer names the nodes that get a pod, "+a", and the pods that go, "-b2" being the second one of node b.
#include "controllers/daemonset/daemonplan.h"

#include "controllers/history.h"

#include "api/labelselector.h"
#include "api/manifestreader.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::controllers;
using std::chrono::seconds;

namespace {

constexpr std::string_view revision = "now";
const api::Time now = api::Time::sinceEpoch(std::chrono::hours(24 * 365 * 30));
constexpr std::int32_t minReady = 10;

api::ObjectPtr podOf(const QString& node, int place, QString drawn)
{
    const auto takes = [&](QChar mark) {
        const bool has = drawn.contains(mark);
        drawn.remove(mark);
        return has;
    };
    api::Box<api::Pod> box;
    api::Pod& pod = box.edit();
    pod.metadata.name = QString("%1%2").arg(node).arg(place + 1).toStdString();
    pod.metadata.creationTimestamp = now - seconds(1000 - place);
    const bool isScheduled = !takes('?');
    if (isScheduled)
        pod.spec.edit().nodeName = node.toStdString();
    if (takes('!'))
        pod.metadata.deletionTimestamp = now;
    api::PodCondition ready;
    ready.type = "Ready";
    ready.lastTransitionTime = now - seconds(takes('*') ? minReady - 1 : minReady);
    ready.status = takes('-') ? "False" : "True";
    api::PodStatus& status = pod.status.edit();
    status.phase = takes('F') ? "Failed" : takes('S') ? "Succeeded" : isScheduled ? "Running" : "Pending";
    status.conditions.push_back(ready);
    if (drawn != "new" && drawn != "old")
        qFatal("what is %s?", qPrintable(drawn));
    pod.metadata.labels.set(hashLabel(RevisionStyle::DaemonSet), drawn == "new" ? api::Text(revision) : api::Text("then"));
    return box;
}

// A pod on its way stands on no node, but says to which it has to come.
api::ObjectPtr boundFor(api::ObjectPtr pod, const QString& node)
{
    if (!pod.as<api::Pod>()->spec->nodeName.empty())
        return pod;
    api::NodeSelectorRequirement byName;
    byName.key = "metadata.name";
    byName.operator_ = "In";
    byName.values = {api::Text(node.toStdString())};
    api::NodeSelectorTerm term;
    term.matchFields.push_back(byName);
    api::NodeSelector selector;
    selector.nodeSelectorTerms.push_back(term);
    pod.editAs<api::Pod>().spec.edit().affinity.edit().nodeAffinity.edit().requiredDuringSchedulingIgnoredDuringExecution = selector;
    return pod;
}

api::ObjectPtr read(const QByteArray& yaml)
{
    const api::ManifestReport report = api::readManifest(yaml.toStdString(), {});
    if (report.objects.size() != 1)
        qFatal("%s", report.complaints.front().message.c_str());
    return report.objects.front().object;
}

QByteArray daemonSet(const QByteArray& podSpec, const QByteArray& strategy = "{}")
{
    return "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent, annotations: {deprecated.daemonset.template.generation: \"3\"}}\n"
           "spec: {selector: {matchLabels: {app: agent}}, updateStrategy: " + strategy
        + ", template: {metadata: {labels: {app: agent}}, spec: {" + podSpec + "containers: [{name: c, image: fluentd}]}}}\n";
}

std::vector<DaemonNode> nodes(const QString& drawing)
{
    std::vector<api::ObjectPtr> there;
    std::vector<api::ObjectPtr> pods;
    for (const QString& drawn : drawing.split(' ', Qt::SkipEmptyParts)) {
        QString name = drawn.section(':', 0, 0);
        const QChar mark = name.size() > 1 ? name.back() : QChar(' ');
        name = name.left(1);
        if (mark != '0') {
            const QByteArray more = mark == '#' ? ", labels: {limits: here}" : "";
            const QByteArray taints = mark == '~' ? "{taints: [{key: later, effect: NoSchedule}]}" : "{}";
            there.push_back(read("apiVersion: v1\nkind: Node\nmetadata: {name: " + name.toUtf8() + more + "}\nspec: " + taints + "\n"));
        }
        const QStringList list = drawn.section(':', 1).split(',', Qt::SkipEmptyParts);
        for (int i = 0; i < list.size(); ++i)
            pods.push_back(boundFor(podOf(name, i, list[i]), name));
    }
    const DaemonPods daemons(read(daemonSet("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                                            "{nodeSelectorTerms: [{matchExpressions: [{key: limits, operator: DoesNotExist}]}]}}}, ")));
    return daemonNodes(there, daemons, pods);
}

DaemonRules rules(bool allowsSurge)
{
    return {revision, minReady, allowsSurge, now};
}

QString told(const DaemonPlan& plan)
{
    QStringList list;
    for (const api::Text& node : plan.nodes)
        list << "+" + QString::fromStdString(node.str());
    for (const api::ObjectPtr& pod : plan.pods)
        list << "-" + QString::fromStdString(pod.meta().name.str());
    return list.join(' ');
}

QString belongs(const Belonging& belonging)
{
    return belonging.shouldRun ? "is made" : belonging.shouldContinue ? "may stay" : "has to go";
}

} // namespace

class TestDaemonPlan : public QObject {
    Q_OBJECT
private slots:
    void upkeep_data();
    void upkeep();
    void failedPodsWait();
    void rollout_data();
    void rollout();
    void limits_data();
    void limits();
    void counts_data();
    void counts();
    void whereItBelongs_data();
    void whereItBelongs();
    void tolerations_data();
    void tolerations();
    void aPodForANode();
};

void TestDaemonPlan::upkeep_data()
{
    QTest::addColumn<QString>("found");
    QTest::addColumn<bool>("surge");
    QTest::addColumn<QString>("plan");
    QTest::newRow("a node without a pod gets one") << "a: b:new" << false << "+a";
    QTest::newRow("a pod of an older template is one, too") << "a:old" << false << "";
    QTest::newRow("nor does it have to be ready") << "a:new-" << false << "";
    QTest::newRow("nor scheduled") << "a:new?" << false << "";
    QTest::newRow("one that is leaving has to be gone first") << "a:old!" << false << "";
    QTest::newRow("unless two may stand side by side") << "a:old!" << true << "+a";
    QTest::newRow("but not where none belongs any more") << "a~:old!" << true << "";
    QTest::newRow("where none belongs none is made") << "a#:" << false << "";
    QTest::newRow("and what is there goes") << "a#:new,old" << false << "-a1 -a2";
    QTest::newRow("even if it has failed") << "a#:newF" << false << "-a1";
    QTest::newRow("what is going already is left to go") << "a#:new!" << false << "";
    QTest::newRow("a taint that came later makes nobody go") << "a~:new" << false << "";
    QTest::newRow("but lets nobody in") << "a~:" << false << "";
    QTest::newRow("a failed pod is made anew") << "a:newF" << false << "-a1";
    QTest::newRow("one that ended well, too") << "a:newS" << false << "-a1";
    QTest::newRow("failed ones one by one") << "a:newF,newF" << false << "-a1";
    QTest::newRow("a failed pod beside one that runs") << "a:newF,new" << false << "-a1";
    QTest::newRow("a failed pod that is leaving is forgotten") << "a:newF!" << false << "+a";
    QTest::newRow("of two the younger one goes") << "a:new,new" << false << "-a2";
    QTest::newRow("of two the one that is not scheduled goes") << "a:new?,new" << false << "-a1";
    QTest::newRow("of two the old one stays if it is older: that is a rollout's business") << "a:old,new" << false << "-a2";
    QTest::newRow("of three two go") << "a:new,new,new" << false << "-a2 -a3";
    QTest::newRow("one that is leaving is not counted") << "a:new!,new" << false << "";
    QTest::newRow("with a surge a new one may stand beside the old") << "a:old,new-" << true << "";
    QTest::newRow("until it is ready for long enough") << "a:old,new*" << true << "";
    QTest::newRow("then the old one goes") << "a:old,new" << true << "-a1";
    QTest::newRow("the old one goes at once if it is not ready") << "a:old-,new-" << true << "-a1";
    QTest::newRow("more than one of each is too many") << "a:old,old,new-,new-" << true << "-a2 -a4";
    QTest::newRow("two new ones are too many") << "a:new,new" << true << "-a2";
    QTest::newRow("a pod on its way to a node that is gone goes") << "a0:new?" << false << "-a1";
    QTest::newRow("one that stood on it is the pod garbage collector's") << "a0:new" << false << "";
    QTest::newRow("each node for itself") << "a: b:new c#:old d:newF e:new,new" << false << "+a -c1 -d1 -e2";
}

void TestDaemonPlan::upkeep()
{
    QFETCH(QString, found);
    QFETCH(bool, surge);
    QFETCH(QString, plan);
    QCOMPARE(told(controllers::upkeep(nodes(found), rules(surge))), plan);
}

void TestDaemonPlan::failedPodsWait()
{
    DaemonRules patient = rules(false);
    patient.retryFrom = [](const api::Text& node) { return now + seconds(node == "a" ? 8 : node == "b" ? 4 : 0); };
    const DaemonPlan plan = controllers::upkeep(nodes("a:newF b:newF c:newF d:newS"), patient);
    QCOMPARE(told(plan), "-c1 -d1");
    QCOMPARE(plan.ended.size(), 2U);
    QCOMPARE(*plan.next, now + seconds(4));
}

void TestDaemonPlan::rollout_data()
{
    QTest::addColumn<QString>("found");
    QTest::addColumn<int>("surge");
    QTest::addColumn<int>("unavailable");
    QTest::addColumn<QString>("plan");
    QTest::newRow("nothing is old") << "a:new b:new" << 0 << 1 << "";
    QTest::newRow("one at a time") << "a:old b:old c:old" << 0 << 1 << "-a1";
    QTest::newRow("two at a time") << "a:old b:old c:old" << 0 << 2 << "-a1 -b1";
    QTest::newRow("all at once") << "a:old b:old c:old" << 0 << 9 << "-a1 -b1 -c1";
    QTest::newRow("the next one waits for the new pod") << "a:new- b:old" << 0 << 1 << "";
    QTest::newRow("to be ready for long enough") << "a:new* b:old" << 0 << 1 << "";
    QTest::newRow("then it is replaced") << "a:new b:old" << 0 << 1 << "-b1";
    QTest::newRow("and for the old pod to be gone") << "a:old! b:old" << 0 << 1 << "";
    QTest::newRow("and for the node to have a pod again") << "a: b:old" << 0 << 1 << "";
    QTest::newRow("a second one may go while the first is awaited") << "a:new- b:old c:old" << 0 << 2 << "-b1";
    QTest::newRow("an old one that serves nobody is replaced whatever the limit") << "a:new- b:old- c:old" << 0 << 1 << "-b1";
    QTest::newRow("and counts") << "a:old- b:old" << 0 << 1 << "-a1";
    QTest::newRow("so beside it one less may go") << "a:old- b:old c:old" << 0 << 2 << "-a1 -b1";
    QTest::newRow("two on a node are upkeep's business") << "a:old,old b:old" << 0 << 1 << "";
    QTest::newRow("an old and a new one, too") << "a:old,new b:old" << 0 << 1 << "";
    QTest::newRow("a node where none belongs does not count") << "a#: b:old" << 0 << 1 << "-b1";
    QTest::newRow("one where the pod may stay does") << "a~:old b:old" << 0 << 1 << "-a1";
    QTest::newRow("beside the old one") << "a:old b:old" << 1 << 0 << "+a";
    QTest::newRow("on two nodes at a time") << "a:old b:old c:old" << 2 << 0 << "+a +b";
    QTest::newRow("the next node waits for the new pod to be ready") << "a:old,new- b:old" << 1 << 0 << "";
    QTest::newRow("and for long enough") << "a:old,new* b:old" << 1 << 0 << "";
    QTest::newRow("then the old one goes, and the next node gets one") << "a:old,new b:old" << 1 << 0 << "+b -a1";
    QTest::newRow("a node whose old pod serves nobody gets one whatever the limit") << "a:old,new- b:old- c:old" << 1 << 0 << "+b";
    QTest::newRow("one whose old pod is leaving is upkeep's business") << "a:old! b:old" << 1 << 0 << "+b";
    QTest::newRow("a node where both are new is done") << "a:new- b:old" << 1 << 0 << "+b";
    QTest::newRow("two old ones on a node count as a surge") << "a:old,old b:old" << 1 << 0 << "";
    QTest::newRow("an old pod out of place stays until another one is available") << "a~:old b:new-" << 1 << 0 << "";
    QTest::newRow("then it goes") << "a~:old b:new" << 1 << 0 << "-a1";
    QTest::newRow("as many of them as there are others") << "a~:old b~:old c:new- d:new" << 1 << 0 << "-a1";
    QTest::newRow("one out of place that serves nobody goes at once") << "a~:old- b:new-" << 1 << 0 << "-a1";
    QTest::newRow("and gets no successor there") << "a~:old b:old" << 1 << 0 << "+b -a1";
    QTest::newRow("what stands on a node that is gone is left alone") << "a0:old- b:old" << 1 << 0 << "+b";
}

void TestDaemonPlan::rollout()
{
    QFETCH(QString, found);
    QFETCH(int, surge);
    QFETCH(int, unavailable);
    QFETCH(QString, plan);
    QCOMPARE(told(controllers::rollout(nodes(found), {surge, unavailable}, rules(surge > 0))), plan);
}

void TestDaemonPlan::limits_data()
{
    QTest::addColumn<QByteArray>("strategy");
    QTest::addColumn<int>("nodes");
    QTest::addColumn<QString>("limits"); // "1 surging, 0 unavailable"
    QTest::newRow("one is unavailable if nothing is said") << QByteArray("{}") << 10 << "0 surging, 1 unavailable";
    QTest::newRow("a number") << QByteArray("{rollingUpdate: {maxUnavailable: 3}}") << 10 << "0 surging, 3 unavailable";
    QTest::newRow("a number may be more than there are") << QByteArray("{rollingUpdate: {maxUnavailable: 30}}") << 10 << "0 surging, 30 unavailable";
    QTest::newRow("a percentage") << QByteArray("{rollingUpdate: {maxUnavailable: 30%}}") << 10 << "0 surging, 3 unavailable";
    QTest::newRow("it is rounded up") << QByteArray("{rollingUpdate: {maxUnavailable: 1%}}") << 10 << "0 surging, 1 unavailable";
    QTest::newRow("also of the last part of a node") << QByteArray("{rollingUpdate: {maxUnavailable: 34%}}") << 3 << "0 surging, 2 unavailable";
    QTest::newRow("a surge is rounded up, too")
        << QByteArray("{rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}") << 10 << "3 surging, 0 unavailable";
    QTest::newRow("a surge as a number") << QByteArray("{rollingUpdate: {maxSurge: 2, maxUnavailable: 0}}") << 10 << "2 surging, 0 unavailable";
    QTest::newRow("of no nodes a percentage is nothing") << QByteArray("{rollingUpdate: {maxUnavailable: 50%}}") << 0 << "0 surging, 0 unavailable";
}

void TestDaemonPlan::limits()
{
    QFETCH(QByteArray, strategy);
    QFETCH(int, nodes);
    QFETCH(QString, limits);
    const api::ObjectPtr set = read(daemonSet("", strategy));
    const RollingLimits found = rollingLimits(*set.as<api::DaemonSet>()->spec, nodes);
    QCOMPARE(QString("%1 surging, %2 unavailable").arg(found.maxSurge).arg(found.maxUnavailable), limits);
    QCOMPARE(allowsSurge(*set.as<api::DaemonSet>()->spec), strategy.contains("maxSurge"));
}

void TestDaemonPlan::counts_data()
{
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("status"); // desired current ready available updated misscheduled
    QTest::newRow("no nodes") << "" << "0 0 0 0 0 0";
    QTest::newRow("a pod on each") << "a:new b:new" << "2 2 2 2 2 0";
    QTest::newRow("a node that waits for one") << "a: b:new" << "2 1 1 1 1 0";
    QTest::newRow("a pod that is on its way") << "a:new?-" << "1 1 0 0 1 0";
    QTest::newRow("a pod that is not ready") << "a:new-" << "1 1 0 0 1 0";
    QTest::newRow("a pod that is ready, but not for long enough") << "a:new*" << "1 1 1 0 1 0";
    QTest::newRow("a pod of an older template") << "a:old" << "1 1 1 1 0 0";
    QTest::newRow("of two the older one counts") << "a:old,new-" << "1 1 1 1 0 0";
    QTest::newRow("of two the one that is scheduled counts") << "a:old?-,new" << "1 1 1 1 1 0";
    QTest::newRow("one that is leaving counts until it is gone") << "a:new!" << "1 1 1 1 1 0";
    QTest::newRow("one that has ended and is leaving does not") << "a:newF!-" << "1 0 0 0 0 0";
    QTest::newRow("a node where none belongs") << "a#: b~:" << "0 0 0 0 0 0";
    QTest::newRow("a pod where none belongs") << "a#:new" << "0 0 0 0 0 1";
    QTest::newRow("a pod where none would be made any more") << "a~:new" << "0 0 0 0 0 1";
    QTest::newRow("two pods there are one misscheduled node") << "a#:new,new" << "0 0 0 0 0 1";
    QTest::newRow("a pod for a node that is gone") << "a0:new b:new" << "1 1 1 1 1 0";
}

void TestDaemonPlan::counts()
{
    QFETCH(QString, found);
    QFETCH(QString, status);
    const DaemonCounts counts = counted(nodes(found), revision, minReady, now);
    QCOMPARE(QString("%1 %2 %3 %4 %5 %6").arg(counts.desired).arg(counts.current).arg(counts.ready).arg(counts.available)
                 .arg(counts.updated).arg(counts.misscheduled), status);
}

void TestDaemonPlan::whereItBelongs_data()
{
    QTest::addColumn<QByteArray>("podSpec");
    QTest::addColumn<QByteArray>("nodeSpec");
    QTest::addColumn<QString>("belonging");
    const QByteArray plain;
    QTest::newRow("everywhere") << plain << QByteArray() << "is made";
    QTest::newRow("where the nodeSelector says") << QByteArray("nodeSelector: {disk: ssd}, ") << QByteArray() << "is made";
    QTest::newRow("and nowhere else") << QByteArray("nodeSelector: {disk: hdd}, ") << QByteArray() << "has to go";
    QTest::newRow("where a term of the affinity says")
        << QByteArray("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ["
                      "{matchExpressions: [{key: disk, operator: In, values: [hdd]}]}, {matchFields: [{key: metadata.name, operator: In, "
                      "values: [\"n\"]}]}]}}}, ")
        << QByteArray() << "is made";
    QTest::newRow("not where no term does")
        << QByteArray("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ["
                      "{matchExpressions: [{key: disk, operator: NotIn, values: [ssd]}]}]}}}, ")
        << QByteArray() << "has to go";
    QTest::newRow("what is only preferred does not count")
        << QByteArray("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: "
                      "{matchExpressions: [{key: disk, operator: In, values: [hdd]}]}}]}}, ")
        << QByteArray() << "is made";
    QTest::newRow("on the node that the template names") << QByteArray("nodeName: \"n\", ") << QByteArray() << "is made";
    QTest::newRow("on no other") << QByteArray("nodeName: other, ") << QByteArray() << "has to go";
    QTest::newRow("not on a node with a taint") << plain << QByteArray("taints: [{key: gpu, effect: NoSchedule}]") << "may stay";
    QTest::newRow("nor where it must not even stay") << plain << QByteArray("taints: [{key: gpu, effect: NoExecute}]") << "has to go";
    QTest::newRow("a taint that only asks to stay away is overlooked")
        << plain << QByteArray("taints: [{key: gpu, effect: PreferNoSchedule}]") << "is made";
    QTest::newRow("unless it tolerates the taint") << QByteArray("tolerations: [{key: gpu, operator: Exists}], ")
        << QByteArray("taints: [{key: gpu, effect: NoSchedule}]") << "is made";
    QTest::newRow("all of the taints") << QByteArray("tolerations: [{key: gpu, operator: Exists}], ")
        << QByteArray("taints: [{key: gpu, effect: NoSchedule}, {key: infra, effect: NoExecute}]") << "has to go";
    QTest::newRow("on a node that is cordoned")
        << plain << QByteArray("unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]") << "is made";
    QTest::newRow("on a node that cannot be reached it stays")
        << plain << QByteArray("taints: [{key: node.kubernetes.io/unreachable, effect: NoExecute}]") << "is made";
    QTest::newRow("but is not made while it is not scheduled to")
        << plain << QByteArray("taints: [{key: node.kubernetes.io/unreachable, effect: NoSchedule}]") << "may stay";
    QTest::newRow("on a node short of memory")
        << plain << QByteArray("taints: [{key: node.kubernetes.io/memory-pressure, effect: NoSchedule}]") << "is made";
    QTest::newRow("on a node short of disk")
        << plain << QByteArray("taints: [{key: node.kubernetes.io/disk-pressure, effect: NoSchedule}]") << "is made";
    QTest::newRow("on a node short of processes")
        << plain << QByteArray("taints: [{key: node.kubernetes.io/pid-pressure, effect: NoSchedule}]") << "is made";
    QTest::newRow("on a node without network only if it needs none")
        << plain << QByteArray("taints: [{key: node.kubernetes.io/network-unavailable, effect: NoSchedule}]") << "may stay";
    QTest::newRow("as on the host's network")
        << QByteArray("hostNetwork: true, ")
        << QByteArray("taints: [{key: node.kubernetes.io/network-unavailable, effect: NoSchedule}]") << "is made";
}

void TestDaemonPlan::whereItBelongs()
{
    QFETCH(QByteArray, podSpec);
    QFETCH(QByteArray, nodeSpec);
    QFETCH(QString, belonging);
    const api::ObjectPtr node = read("apiVersion: v1\nkind: Node\nmetadata: {name: \"n\", labels: {disk: ssd}}\nspec: {" + nodeSpec + "}\n");
    QCOMPARE(belongs(DaemonPods(read(daemonSet(podSpec))).on(*node.as<api::Node>())), belonging);
}

void TestDaemonPlan::tolerations_data()
{
    QTest::addColumn<QByteArray>("podSpec");
    QTest::addColumn<QString>("tolerated");
    const QString always = "not-ready:NoExecute unreachable:NoExecute disk-pressure:NoSchedule memory-pressure:NoSchedule "
                           "pid-pressure:NoSchedule unschedulable:NoSchedule";
    QTest::newRow("what daemons tolerate") << QByteArray() << always;
    QTest::newRow("on the host's network one more") << QByteArray("hostNetwork: true, ") << always + " network-unavailable:NoSchedule";
    QTest::newRow("behind its own") << QByteArray("tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}], ") << "gpu:NoSchedule " + always;
    QTest::newRow("its own is not said twice")
        << QByteArray("tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists, effect: NoSchedule}], ")
        << "unschedulable:NoSchedule " + QString(always).remove(" unschedulable:NoSchedule");
    QTest::newRow("and does not end")
        << QByteArray("tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 30}], ") << always;
    QTest::newRow("one that says otherwise stays beside it")
        << QByteArray("tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoSchedule}], ")
        << "not-ready:NoSchedule " + always;
}

void TestDaemonPlan::tolerations()
{
    QFETCH(QByteArray, podSpec);
    QFETCH(QString, tolerated);
    const api::Box<api::Pod> pod = DaemonPods(read(daemonSet(podSpec))).podFor("n", revision);
    QStringList list;
    for (const api::Toleration& toleration : pod->spec->tolerations) {
        QCOMPARE(toleration.operator_.str(), "Exists");
        QVERIFY(!toleration.tolerationSeconds);
        list << QString::fromStdString(toleration.key.str()).remove("node.kubernetes.io/") + ":" + QString::fromStdString(toleration.effect.str());
    }
    QCOMPARE(list.join(' '), tolerated);
}

void TestDaemonPlan::aPodForANode()
{
    const api::ObjectPtr set = read(daemonSet(
        "nodeSelector: {disk: ssd}, affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}, nodeAffinity: {"
        "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: fast, operator: Exists}]}}], "
        "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: Exists}]}]}}}, "));
    const DaemonPods daemons(set);
    const api::Box<api::Pod> pod = daemons.podFor("n7", revision);
    QCOMPARE(api::selectorText({.matchLabels = pod->metadata.labels}), "app=agent,controller-revision-hash=now,pod-template-generation=3");
    const api::NodeAffinity& affinity = *pod->spec->affinity->nodeAffinity;
    const auto& terms = affinity.requiredDuringSchedulingIgnoredDuringExecution->nodeSelectorTerms;
    QCOMPARE(terms.size(), 1U);
    QVERIFY(terms.front().matchExpressions.empty()); // it was asked when the node was chosen
    QCOMPARE(terms.front().matchFields.front().values.front().str(), "n7");
    QCOMPARE(affinity.preferredDuringSchedulingIgnoredDuringExecution.size(), 1U);
    QVERIFY(pod->spec->nodeName.empty()); // the scheduler's to say
    QCOMPARE(pod->spec->nodeSelector.size(), 1U);
    QCOMPARE(targetNode(*pod).str(), "n7");
    QCOMPARE(targetNode(*daemons.podFor("n8", revision)).str(), "n8"); // each has its own
    QVERIFY(targetNode(api::Pod()).empty());
}

QTEST_GUILESS_MAIN(TestDaemonPlan)
#include "test_daemonplan.moc"
