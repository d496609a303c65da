// How a namespace ends: what goes when, what it says meanwhile, and what keeps it.
#include "node/network.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"

using namespace kubarium;
using apiserver::Verb;
using std::chrono::milliseconds;
using std::chrono::seconds;

class TestNamespace : public QObject {
    Q_OBJECT
private slots:
    void init();
    void itEnds_data();
    void itEnds();
    void conditionsOfOneThatIsEmpty();
    void whatCannotBeDeletedIsSaidAndTriedAgain();
    void podsThatGoInTimeAreNoFailure();
    void itEndsWhenTheLastFinalizerIsGone();
    void othersMayHoldItToo();
    void howItIsDeletedMakesNoDifference_data();
    void howItIsDeletedMakesNoDifference();
    void itsFinalizersChangeOnlyWhereTheyMay();
    void itIsNamedInItsLabels_data();
    void itIsNamedInItsLabels();
    void aForkInTheMiddleEndsAlike();
    void goingBackIntoItEndsAlike();

private:
    const api::Namespace* team() { return m_cluster->find("Namespace", "team").as<api::Namespace>(); }

    QString troubles();
    void remove();

    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<Network> m_network;
};

namespace {

const QByteArray config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\n";
const QByteArray heldConfig = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: held, finalizers: [x.example/y]}\n---\n";
const QByteArray heldSecrets = "apiVersion: v1\nkind: Secret\nmetadata: {name: s1, finalizers: [a.example/b, x.example/y]}\n---\n"
                               "apiVersion: v1\nkind: Secret\nmetadata: {name: s2, finalizers: [x.example/y]}\n---\n";

QByteArray pod(const QByteArray& name, const QByteArray& more = {})
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\nspec: {" + more + "containers: [{name: c, image: nginx}]}\n---\n";
}

} // namespace

void TestNamespace::init()
{
    lab::Lab::Options options;
    options.keyframeEvery = 8;
    m_cluster = std::make_unique<Cluster>(options);
    m_network = std::make_unique<Network>(m_cluster->lab());
    m_network->cut("node-1"); // no kubelet ends its pods: the tests do
    QVERIFY(m_cluster->create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n").ok());
}

void TestNamespace::remove()
{
    const apiserver::Response removed = m_cluster->remove("Namespace", "team");
    QVERIFY(removed.object); // it is still there
}

// What its conditions complain about; "gone" if it is.
QString TestNamespace::troubles()
{
    if (!team())
        return "gone";
    QStringList list;
    for (const api::NamespaceCondition& condition : team()->status->conditions) {
        if (condition.status == "True")
            list << QString::fromStdString(condition.type.str() + " " + condition.reason.str() + ": " + condition.message.str());
    }
    return list.join("; ");
}

void TestNamespace::itEnds_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("bound");
    QTest::addColumn<int>("after");
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("says");

    const QByteArray none;
    QTest::newRow("an empty one has five seconds") << none << none << 4'900 << "" << "";
    QTest::newRow("and is gone then") << none << none << 5'100 << "" << "gone";
    QTest::newRow("its content stays as long") << config << none << 4'900 << "c" << "";
    QTest::newRow("and goes with it") << config << none << 5'100 << "" << "gone";
    QTest::newRow("pods that no node has go at once") << pod("p") + config << none << 5'100 << "" << "gone";
    QTest::newRow("pods on nodes are waited for, and all else with them")
        << pod("p1") + pod("p2") + config << QByteArray("p1 p2") << 6'000 << "p1! p2! c"
        << "NamespaceContentRemaining SomeResourcesRemain: Some resources are remaining: pods. has 2 resource instances";
    QTest::newRow("pods that outlive their grace are a failure")
        << pod("p", "terminationGracePeriodSeconds: 10, ") << QByteArray("p") << 60'000 << "p!"
        << "NamespaceDeletionContentFailure ContentDeletionFailed: Failed to delete all resource types, 1 remaining: unexpected items "
           "still remain in namespace: team for gvr: /v1, Resource=pods; NamespaceContentRemaining SomeResourcesRemain: Some resources "
           "are remaining: pods. has 1 resource instances";
    QTest::newRow("finalizers hold it") << heldConfig + config << none << 6'000 << "held[x.example/y]!"
        << "NamespaceContentRemaining SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances; "
           "NamespaceFinalizersRemaining SomeFinalizersRemain: Some content in the namespace has finalizers remaining: x.example/y in 1 "
           "resource instances";
    QTest::newRow("each finalizer is counted") << heldConfig + heldSecrets << none << 6'000
        << "held[x.example/y]! s1[a.example/b][x.example/y]! s2[x.example/y]!"
        << "NamespaceContentRemaining SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances, secrets. "
           "has 2 resource instances; NamespaceFinalizersRemaining SomeFinalizersRemain: Some content in the namespace has finalizers "
           "remaining: a.example/b in 1 resource instances, x.example/y in 3 resource instances";
}

void TestNamespace::itEnds()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, bound);
    QFETCH(int, after);
    QFETCH(QString, left);
    QFETCH(QString, says);
    const apiserver::Response made = m_cluster->create(content, "team");
    QVERIFY2(made.ok(), made.status.message.c_str());
    for (const QByteArray& name : bound.split(' ')) {
        if (!name.isEmpty())
            QVERIFY(m_cluster->bind(name, "team").ok());
    }
    remove();
    QCOMPARE(team()->status->phase.str(), std::string("Terminating"));
    m_cluster->lab().runFor(milliseconds(after));
    QCOMPARE(m_cluster->left({"Pod", "ConfigMap", "Secret"}, "team"), left);
    QCOMPARE(troubles(), says);
}

void TestNamespace::conditionsOfOneThatIsEmpty()
{
    m_cluster->change("Namespace", "team", [](api::ObjectPtr& home) { home.editMeta().finalizers.push_back("example.com/keep"); });
    remove();
    m_cluster->lab().runFor(seconds(6));
    QStringList told;
    for (const api::NamespaceCondition& condition : team()->status->conditions)
        told << QString::fromStdString(condition.type.str() + " " + condition.status.str() + " " + condition.reason.str() + ": "
            + condition.message.str() + " " + condition.lastTransitionTime.text());
    QCOMPARE(told.join("\n"),
        QString("NamespaceDeletionDiscoveryFailure False ResourcesDiscovered: All resources successfully discovered 2026-01-01T00:00:05Z\n"
                "NamespaceDeletionGroupVersionParsingFailure False ParsedGroupVersions: All legacy kube types successfully parsed "
                "2026-01-01T00:00:05Z\n"
                "NamespaceDeletionContentFailure False ContentDeleted: All content successfully deleted, may be waiting on finalization "
                "2026-01-01T00:00:05Z\n"
                "NamespaceContentRemaining False ContentRemoved: All content successfully removed 2026-01-01T00:00:05Z\n"
                "NamespaceFinalizersRemaining False ContentHasNoFinalizers: All content-preserving finalizers finished "
                "2026-01-01T00:00:05Z"));
    QVERIFY(team()->spec->finalizers.empty());
    m_cluster->change("Namespace", "team", [](api::ObjectPtr& home) { home.editMeta().finalizers.clear(); });
    QVERIFY(!team());
}

void TestNamespace::whatCannotBeDeletedIsSaidAndTriedAgain()
{
    m_cluster->create(config + "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n", "team");
    const auto stands = m_cluster->guard("ConfigMap");
    remove();
    m_cluster->lab().runFor(seconds(6));
    QCOMPARE(m_cluster->left({"ConfigMap", "Secret"}, "team"), QString("c")); // all else is gone
    QCOMPARE(troubles(),
        QString("NamespaceDeletionContentFailure ContentDeletionFailed: Failed to delete all resource types, 1 remaining: c stays"));
    const std::string said = team()->metadata.resourceVersion.str();
    m_cluster->lab().runFor(std::chrono::minutes(30));
    QCOMPARE(team()->metadata.resourceVersion.str(), said); // nothing new to say
    *stands = false;
    m_cluster->lab().runFor(seconds(60)); // the longest it waits
    QCOMPARE(troubles(), QString("gone"));
}

void TestNamespace::podsThatGoInTimeAreNoFailure()
{
    m_cluster->create(pod("p") + config, "team");
    QVERIFY(m_cluster->bind("p", "team").ok());
    remove();
    m_cluster->lab().runFor(seconds(8));
    QVERIFY(m_cluster->end("p", "team").ok());
    m_cluster->lab().runFor(seconds(1));
    QCOMPARE(m_cluster->left({"Pod", "ConfigMap"}, "team"), QString("c")); // nobody has looked yet
    m_cluster->lab().runFor(seconds(16)); // half of the 30 that it might have taken
    QCOMPARE(troubles(), QString("gone"));
}

void TestNamespace::itEndsWhenTheLastFinalizerIsGone()
{
    m_cluster->create(heldConfig, "team");
    remove();
    m_cluster->lab().runFor(seconds(30));
    QVERIFY(team());
    const apiserver::Response second = m_cluster->remove("Namespace", "team");
    QCOMPARE(second.status.code, 200); // on its way already
    QCOMPARE(second.revision, store::Revision{0});
    QVERIFY(m_cluster->change("ConfigMap", "held", [](api::ObjectPtr& held) { held.editMeta().finalizers.clear(); }, "team").ok());
    m_cluster->lab().runFor(seconds(8)); // half of the 15 that finalizers are given, and a second
    QCOMPARE(troubles(), QString("gone"));
    const apiserver::Response late = m_cluster->create(config, "team");
    QCOMPARE(QString::fromStdString(late.status.message), QString("namespaces \"team\" not found"));
    QVERIFY(m_cluster->create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n").ok()); // and again
    m_cluster->lab().runFor(seconds(60));
    QCOMPARE(team()->status->phase.str(), std::string("Active"));
}

void TestNamespace::othersMayHoldItToo()
{
    QVERIFY(m_cluster->create("apiVersion: v1\nkind: Namespace\nmetadata: {name: farm}\nspec: {finalizers: [example.com/pigs]}\n").ok());
    const auto farm = [&] { return m_cluster->find("Namespace", "farm"); };
    m_cluster->remove("Namespace", "farm");
    m_cluster->lab().runFor(seconds(30));
    QCOMPARE(farm().as<api::Namespace>()->spec->finalizers.size(), std::size_t{1});
    apiserver::Request done = Cluster::request(Verb::Update, "Namespace", "farm");
    done.subresource = "finalize";
    done.object = farm();
    done.object.editAs<api::Namespace>().spec.edit().finalizers.clear();
    QVERIFY(m_cluster->lab().submit(done).ok());
    QVERIFY(!farm());
}

void TestNamespace::howItIsDeletedMakesNoDifference_data()
{
    QTest::addColumn<QByteArray>("policy");
    for (const char* policy : {"Background", "Foreground", "Orphan"})
        QTest::newRow(policy) << QByteArray(policy);
}

void TestNamespace::howItIsDeletedMakesNoDifference()
{
    QFETCH(QByteArray, policy);
    m_cluster->create(config, "team");
    QVERIFY(m_cluster->remove("Namespace", "team", policy).ok());
    m_cluster->lab().runFor(seconds(4));
    QVERIFY(team());
    QVERIFY(team()->metadata.finalizers.empty()); // the garbage collector has done its part
    m_cluster->lab().runFor(seconds(2));
    QVERIFY(!team());
}

void TestNamespace::itsFinalizersChangeOnlyWhereTheyMay()
{
    const auto without = [](api::ObjectPtr& home) {
        home.editAs<api::Namespace>().spec.edit().finalizers.clear();
        home.editMeta().labels.set("seen", "yes");
    };
    const apiserver::Response changed = m_cluster->change("Namespace", "team", without);
    QVERIFY2(changed.ok(), changed.status.message.c_str());
    QCOMPARE(team()->spec->finalizers.size(), std::size_t{1});
    QVERIFY(team()->metadata.labels.contains("seen"));

    apiserver::Request finalize = Cluster::request(Verb::Update, "Namespace", "team");
    finalize.subresource = "finalize";
    finalize.object = m_cluster->find("Namespace", "team");
    finalize.object.editAs<api::Namespace>().spec.edit().finalizers = {"nodomain"};
    QCOMPARE(m_cluster->lab().submit(finalize).status.code, 422);
    finalize.object.editAs<api::Namespace>().spec.edit().finalizers = {"example.com/x"};
    finalize.object.editAs<api::Namespace>().status.edit().phase = "Terminating";
    const apiserver::Response written = m_cluster->lab().submit(finalize);
    QVERIFY2(written.ok(), written.status.message.c_str());
    QCOMPARE(team()->spec->finalizers.front().str(), std::string("example.com/x"));
    QCOMPARE(team()->status->phase.str(), std::string("Active"));
}

void TestNamespace::itIsNamedInItsLabels_data()
{
    QTest::addColumn<QByteArray>("meta");
    QTest::newRow("by its name") << QByteArray("name: shop");
    QTest::newRow("by the name it was given") << QByteArray("generateName: shop-");
    QTest::newRow("whatever is said") << QByteArray("name: shop, labels: {kubernetes.io/metadata.name: other}");
}

void TestNamespace::itIsNamedInItsLabels()
{
    QFETCH(QByteArray, meta);
    const apiserver::Response made = m_cluster->create("apiVersion: v1\nkind: Namespace\nmetadata: {" + meta + "}\n");
    QVERIFY2(made.ok(), made.status.message.c_str());
    QVERIFY(made.object.meta().name.view().starts_with("shop"));
    QCOMPARE(made.object.meta().labels.valueOr("kubernetes.io/metadata.name", "").str(), made.object.meta().name.str());
}

void TestNamespace::aForkInTheMiddleEndsAlike()
{
    m_cluster->create(pod("p") + config + heldConfig, "team");
    QVERIFY(m_cluster->bind("p", "team").ok());
    remove();
    m_cluster->lab().runFor(seconds(6));
    const auto fork = m_cluster->lab().fork();
    m_cluster->lab().runFor(std::chrono::minutes(5));
    fork->runFor(std::chrono::minutes(5));
    QVERIFY(m_cluster->lab().store().revision() > fork->inputs().size());
    QCOMPARE(fork->historyHash(), m_cluster->lab().historyHash());
}

void TestNamespace::goingBackIntoItEndsAlike()
{
    m_cluster->create(pod("p") + config, "team");
    remove();
    const api::Time start = m_cluster->lab().now();
    m_cluster->lab().runFor(seconds(60));
    QVERIFY(!team());
    const std::string hash = m_cluster->lab().historyHash();
    QVERIFY(m_cluster->lab().rewind(start + seconds(3)));
    QCOMPARE(m_cluster->left({"Pod", "ConfigMap"}, "team"), QString("p c"));
    m_cluster->lab().runFor(seconds(57));
    QVERIFY(!team());
    QCOMPARE(m_cluster->lab().historyHash(), hash);
}

QTEST_GUILESS_MAIN(TestNamespace)
#include "test_namespace.moc"
