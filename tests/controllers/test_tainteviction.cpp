// Which pods a taint drives from its node, when, and what is told about it.
#include "node/network.h"

#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "controllers/nodes/tainteviction.h"

using namespace kubarium;
using std::chrono::minutes;
using std::chrono::seconds;

class TestTaintEviction : public QObject {
    Q_OBJECT
private slots:
    void timesToGo_data();
    void timesToGo();
    void podsGo_data();
    void podsGo();
    void whoGoesSaysWhy();
    void aTaintThatGoesInTimeDrivesNobodyOut();
    void eachTaintCountsFromWhenItCame();
    void whoComesLaterHasHisTime();
    void aSilentNodeIsEmptied();
    void oneThatComesBackInTimeIsNot();
};

namespace {

QString text(std::string_view said)
{
    return QString::fromUtf8(said.data(), static_cast<qsizetype>(said.size()));
}

QByteArray pod(const QByteArray& name, const QByteArray& tolerations = {}, const QByteArray& node = "node-1")
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\nspec: {nodeName: " + node + ", tolerations: ["
        + tolerations + "], containers: [{name: c, image: nginx}]}\n";
}

void taint(Cluster& cluster, const QByteArray& effect, const char* key = "drain")
{
    cluster.change("Node", "node-1", [&](api::ObjectPtr& node) {
        api::Taint& added = node.editAs<api::Node>().spec.edit().taints.push_back({});
        added.key = key;
        added.effect = effect.toStdString();
    });
}

void untaint(Cluster& cluster)
{
    cluster.change("Node", "node-1", [&](api::ObjectPtr& node) { node.editAs<api::Node>().spec.edit().taints.clear(); });
}

bool isGone(Cluster& cluster, const QByteArray& name)
{
    const api::ObjectPtr pod = cluster.find("Pod", name);
    return !pod || pod.meta().deletionTimestamp;
}

QStringList told(Cluster& cluster, const QByteArray& about)
{
    QStringList list;
    const auto& tree = cluster.lab().store().tree(apiserver::resourceId(Cluster::kind("Event")));
    tree.visit([&](const api::ObjectPtr& object) {
        const api::Event& event = *object.as<api::Event>();
        if (event.involvedObject.name == about.toStdString() && event.reason == "TaintManagerEviction")
            list << text(event.type) + " " + text(event.message) + " (" + text(event.source.component) + ")";
        return true;
    });
    return list;
}

const char forAMinute[] = "{key: drain, operator: Exists, effect: NoExecute, tolerationSeconds: 60}";

} // namespace

void TestTaintEviction::timesToGo_data()
{
    QTest::addColumn<QByteArray>("tolerations");
    QTest::addColumn<QString>("taints");
    QTest::addColumn<int>("after"); // seconds since the pod came; -1: never
    const auto row = [](const char* name, const char* tolerations, const char* taints, int after) {
        QTest::newRow(name) << QByteArray(tolerations) << QString(taints) << after;
    };
    row("without taints it stays", "", "", -1);
    row("what it does not tolerate drives it out at once", "", "a@5", 0);
    row("what it tolerates does not", "{key: a, operator: Exists}", "a@5", -1);
    row("nor does what it tolerates whatever it is", "{operator: Exists}", "a@5 b@9", -1);
    row("a taint of another effect drives nobody out: it is not asked about", "{key: a, operator: Exists, effect: NoExecute}", "a@0", -1);
    row("a toleration of another effect does not help", "{key: a, operator: Exists, effect: NoSchedule}", "a@5", 0);
    row("for a while", "{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 60}", "a@5", 65);
    row("for no time at all", "{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 0}", "a@5", 5);
    row("less than no time is none", "{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: -7}", "a@5", 5);
    row("the shorter of two times counts",
        "{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 60}, {key: a, effect: NoExecute, tolerationSeconds: 30}", "a@5",
        35);
    row("of two taints the one that is tolerated for less",
        "{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 60}, {key: b, operator: Exists, effect: NoExecute, "
        "tolerationSeconds: 10}",
        "a@5 b@20", 30);
    row("one that is not tolerated is enough", "{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 60}", "a@5 b@20", 0);
    row("a taint that was there before counts from when the pod came",
        "{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 60}", "a@-100", 60);
}

void TestTaintEviction::timesToGo()
{
    QFETCH(QByteArray, tolerations);
    QFETCH(QString, taints);
    QFETCH(int, after);
    Cluster cluster;
    const apiserver::Response made = cluster.create(pod("p", tolerations, "nowhere"));
    QVERIFY2(made.ok(), made.status.message.c_str());
    const api::Time came = made.object.meta().creationTimestamp;
    api::List<api::Taint> list;
    for (const QString& one : taints.split(' ', Qt::SkipEmptyParts)) {
        api::Taint& taint = list.push_back({});
        taint.key = one.section('@', 0, 0).toStdString();
        taint.effect = "NoExecute";
        taint.timeAdded = came + seconds(one.section('@', 1).toInt());
    }
    const auto end = controllers::endByTaints(*made.object.as<api::Pod>(), list);
    QCOMPARE(bool(end), after >= 0);
    if (after == 0)
        QVERIFY(end->isZero());
    else if (after > 0)
        QCOMPARE(std::chrono::duration_cast<seconds>(*end - came).count(), after);
}

void TestTaintEviction::podsGo_data()
{
    QTest::addColumn<QByteArray>("tolerations");
    QTest::addColumn<QByteArray>("effect");
    QTest::addColumn<int>("after");
    QTest::addColumn<bool>("gone");
    const QByteArray none;
    QTest::newRow("at once") << none << QByteArray("NoExecute") << 1 << true;
    QTest::newRow("not from a node that only takes no more") << none << QByteArray("NoSchedule") << 600 << false;
    QTest::newRow("not before its time") << QByteArray(forAMinute) << QByteArray("NoExecute") << 59 << false;
    QTest::newRow("when its time has come") << QByteArray(forAMinute) << QByteArray("NoExecute") << 61 << true;
    QTest::newRow("never, if it bears everything") << QByteArray("{operator: Exists}") << QByteArray("NoExecute") << 600 << false;
}

void TestTaintEviction::podsGo()
{
    QFETCH(QByteArray, tolerations);
    QFETCH(QByteArray, effect);
    QFETCH(int, after);
    QFETCH(bool, gone);
    Cluster cluster;
    QVERIFY(cluster.create(pod("p", tolerations)).ok());
    cluster.lab().runFor(seconds(5));
    taint(cluster, effect);
    cluster.lab().runFor(seconds(after));
    QCOMPARE(isGone(cluster, "p"), gone);
}

void TestTaintEviction::whoGoesSaysWhy()
{
    Cluster cluster;
    QVERIFY(cluster.create(pod("p")).ok());
    cluster.lab().runFor(seconds(5));
    taint(cluster, "NoExecute");
    cluster.lab().runFor(std::chrono::milliseconds(2));
    const api::Pod& pod = *cluster.find("Pod", "p").as<api::Pod>();
    QVERIFY(pod.metadata.deletionTimestamp);
    bool isTold = false;
    for (const api::PodCondition& condition : pod.status->conditions) {
        if (condition.type != "DisruptionTarget")
            continue;
        isTold = true;
        QCOMPARE(text(condition.status), QString("True"));
        QCOMPARE(text(condition.reason), QString("DeletionByTaintManager"));
        QCOMPARE(text(condition.message), QString("Taint manager: deleting due to NoExecute taint"));
    }
    QVERIFY(isTold);
    QCOMPARE(told(cluster, "p"), QStringList{"Normal Marking for deletion Pod default/p (taint-eviction-controller)"});
}

void TestTaintEviction::aTaintThatGoesInTimeDrivesNobodyOut()
{
    Cluster cluster;
    QVERIFY(cluster.create(pod("p", forAMinute)).ok());
    cluster.lab().runFor(seconds(5));
    taint(cluster, "NoExecute");
    cluster.lab().runFor(seconds(30));
    untaint(cluster);
    cluster.lab().runFor(minutes(5));
    QVERIFY(!isGone(cluster, "p"));
    QCOMPARE(told(cluster, "p"), QStringList{"Normal Cancelling deletion of Pod default/p (taint-eviction-controller)"});
}

void TestTaintEviction::eachTaintCountsFromWhenItCame()
{
    Cluster cluster;
    QVERIFY(cluster.create(pod("p", forAMinute)).ok());
    cluster.lab().runFor(seconds(5));
    taint(cluster, "NoExecute");
    cluster.lab().runFor(seconds(30));
    untaint(cluster);
    cluster.lab().runFor(seconds(10));
    taint(cluster, "NoExecute"); // the same again, forty seconds after the first time
    cluster.lab().runFor(seconds(10));
    taint(cluster, "NoSchedule", "other"); // which changes nothing
    cluster.lab().runFor(seconds(48));
    QVERIFY(!isGone(cluster, "p"));
    cluster.lab().runFor(seconds(3));
    QVERIFY(isGone(cluster, "p"));
}

void TestTaintEviction::whoComesLaterHasHisTime()
{
    Cluster cluster;
    taint(cluster, "NoExecute");
    cluster.lab().runFor(minutes(10));
    QVERIFY(cluster.create(pod("p", forAMinute)).ok());
    QVERIFY(cluster.create(pod("q")).ok());
    cluster.lab().runFor(seconds(58));
    QVERIFY(!isGone(cluster, "p"));
    QVERIFY(isGone(cluster, "q"));
    cluster.lab().runFor(seconds(3));
    QVERIFY(isGone(cluster, "p"));
}

// As on a real cluster, second by second: three pods on a node whose kubelet stops.
void TestTaintEviction::aSilentNodeIsEmptied()
{
    Cluster cluster;
    Network network(cluster.lab());
    const QByteArray brief = "{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 45}";
    QVERIFY(cluster.create(pod("short", brief, "node-2")).ok());
    QVERIFY(cluster.create(pod("usual", {}, "node-2")).ok());
    QVERIFY(cluster.create(pod("ever", "{operator: Exists}", "node-2")).ok());
    cluster.lab().runFor(seconds(60));
    network.cut("node-2");
    std::map<std::string, int> goes;
    for (int i = 1; i <= 600; ++i) {
        cluster.lab().runFor(seconds(1));
        for (const char* name : {"short", "usual", "ever"}) {
            if (isGone(cluster, name))
                goes.try_emplace(name, i);
        }
    }
    QVERIFY2(goes["short"] >= 40 + 45 && goes["short"] <= 56 + 45, qPrintable(QString::number(goes["short"])));
    QCOMPARE(goes["usual"] - goes["short"], 300 - 45);
    QVERIFY(!goes.contains("ever"));
    QVERIFY(cluster.find("Pod", "short")); // nobody can tell whether it has ended
    network.join("node-2");
    cluster.lab().runFor(seconds(15));
    QVERIFY(!cluster.find("Pod", "short"));
    QVERIFY(!isGone(cluster, "ever"));
}

void TestTaintEviction::oneThatComesBackInTimeIsNot()
{
    Cluster cluster;
    Network network(cluster.lab());
    QVERIFY(cluster.create(pod("p", {}, "node-2")).ok());
    cluster.lab().runFor(seconds(60));
    network.cut("node-2");
    cluster.lab().runFor(minutes(3));
    network.join("node-2");
    cluster.lab().runFor(minutes(10));
    QVERIFY(!isGone(cluster, "p"));
    QCOMPARE(told(cluster, "p"), QStringList{"Normal Cancelling deletion of Pod default/p (taint-eviction-controller)"});
}

QTEST_GUILESS_MAIN(TestTaintEviction)
#include "test_tainteviction.moc"
