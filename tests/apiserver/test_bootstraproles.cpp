// The roles that a cluster begins with, and those that collect rules from others.
#ifndef Q_MOC_RUN // moc loses count of the namespaces in there
#include "rightsworld.h"
#endif

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestBootstrapRoles : public QObject, RightsWorld {
    Q_OBJECT
private slots:
    void initTestCase() { begin(); }

    void init() { beginAgain(); }

    void aClusterBeginsWithItsRoles_data();
    void aClusterBeginsWithItsRoles();
    void aggregatedRolesCollectRules();
    void aggregationFollowsLabels();
    void startingAgainBringsRightsBack();
};

namespace {

QJsonArray facts(const QString& name)
{
    QFile file(QStringLiteral(KUBARIUM_SOURCE_DIR "/tests/facts/rbac/") + name + ".json");
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no facts");
    return QJsonDocument::fromJson(file.readAll()).array();
}

QJsonObject json(const api::ObjectPtr& object)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(api::toJson(object))).object();
}

} // namespace

void TestBootstrapRoles::aClusterBeginsWithItsRoles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("68 ClusterRoles") << "clusterroles" << QByteArray("ClusterRole");
    QTest::newRow("49 ClusterRoleBindings") << "clusterrolebindings" << QByteArray("ClusterRoleBinding");
    QTest::newRow("7 Roles") << "roles" << QByteArray("Role");
    QTest::newRow("7 RoleBindings") << "rolebindings" << QByteArray("RoleBinding");
}

void TestBootstrapRoles::aClusterBeginsWithItsRoles()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, kind);
    const auto world = newWorld();
    QMap<QString, QJsonObject> found;
    world->etcd().tree(resourceId(rbacKind(kind))).visit([&](const api::ObjectPtr& object) {
        found.insert(QString::fromStdString(object.meta().namespace_.str() + "/" + object.meta().name.str()), json(object));
        return true;
    });
    const QJsonArray wanted = facts(file);
    QCOMPARE(found.size(), wanted.size());
    for (const QJsonValue& value : wanted) {
        const QJsonObject fact = value.toObject();
        const QJsonObject meta = fact["metadata"].toObject();
        const QString key = meta["namespace"].toString() + "/" + meta["name"].toString();
        QVERIFY2(found.contains(key), qPrintable(key));
        const QJsonObject object = found.value(key);
        QCOMPARE(object["metadata"]["labels"], fact["labels"].isUndefined() ? meta["labels"] : fact["labels"]);
        QCOMPARE(object["metadata"]["annotations"], meta["annotations"]);
        for (const char* field : {"subjects", "roleRef", "aggregationRule"})
            QCOMPARE(object[field], fact[field]);
        if (fact.contains("rules"))
            QCOMPARE(object["rules"], fact["rules"]);
    }
}

void TestBootstrapRoles::aggregatedRolesCollectRules()
{
    const auto world = newWorld();
    const auto rulesOf = [&](const char* name) {
        return world->etcd().find(keyOf(rbacKind("ClusterRole"), {}, name)).as<api::ClusterRole>()->rules;
    };
    world->runDue(world->world.state.now);
    QCOMPARE(rulesOf("view"), rulesOf("system:aggregate-to-view"));
    QCOMPARE(rulesOf("edit").size(), rulesOf("system:aggregate-to-edit").size() + rulesOf("view").size());
    QCOMPARE(rulesOf("admin").size(), rulesOf("edit").size() + rulesOf("system:aggregate-to-admin").size());
    QCOMPARE(rulesOf("admin").front(), rulesOf("edit").front());
    const auto edit = world->etcd().find(keyOf(rbacKind("ClusterRole"), {}, "edit"));
    QStringList managers;
    for (const api::ManagedFieldsEntry& entry : edit.meta().managedFields)
        managers << QString::fromStdString(entry.manager.str() + " " + entry.operation.str());
    QCOMPARE(managers.join(", "), QString("clusterrole-aggregation-controller Apply, kube-apiserver Update"));
    world->runDue(world->world.state.now + api::Microseconds(std::chrono::seconds(1))); // others have work, too
    QVERIFY(world->world.queue.foreground() == 0);
}

void TestBootstrapRoles::aggregationFollowsLabels()
{
    QVERIFY(!decide("vic get crontabs.stable.example in shop").allowed());
    apply(R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: crontabs, labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}
rules: [{apiGroups: [stable.example], resources: [crontabs], verbs: [get]}]
)");
    QVERIFY(decide("vic get crontabs.stable.example in shop").allowed());
    QVERIFY(decide("edna get crontabs.stable.example in shop").allowed()); // edit has what view has
    QVERIFY(!decide("vic get crontabs.stable.example in bank").allowed());
    QVERIFY(ask("admin", Verb::Update, R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: crontabs}
rules: [{apiGroups: [stable.example], resources: [crontabs], verbs: [get]}]
)").ok());
    m_world->runDue(m_world->world.state.now);
    QVERIFY(!decide("vic get crontabs.stable.example in shop").allowed());
    QVERIFY(!decide("edna get crontabs.stable.example in shop").allowed());

    // Rules that are written into an aggregated role do not stay.
    QVERIFY(ask("admin", Verb::Update, R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: view}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}]}
rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
)").ok());
    QVERIFY(decide("vic get secrets in shop").allowed());
    m_world->runDue(m_world->world.state.now);
    QVERIFY(!decide("vic get secrets in shop").allowed());
    QVERIFY(decide("vic get pods in shop").allowed());
}

void TestBootstrapRoles::startingAgainBringsRightsBack()
{
    const auto restart = [this] {
        Runtime runtime(m_world->world.state, m_world->world.queue, m_world->server(), 2);
        BootstrapRoles().start(runtime);
    };
    const store::Revision before = m_world->etcd().revision();
    restart();
    QCOMPARE(m_world->etcd().revision(), before); // nothing was missing

    QVERIFY(ask("admin", Verb::Update, R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: "system:basic-user", annotations: {mine: kept}}
rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
)").ok());
    QVERIFY(ask("admin", Verb::Update, R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: "system:discovery", annotations: {rbac.authorization.kubernetes.io/autoupdate: "false"}}
rules: []
)").ok());
    QVERIFY(ask("admin", Verb::Update, R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "system:public-info-viewer"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:public-info-viewer"}
subjects: [{kind: User, name: jane}]
)").ok());
    QVERIFY(!decide("jane create selfsubjectaccessreviews.authorization.k8s.io").allowed());
    QVERIFY(!decide("nobody get /version").allowed());
    restart();
    QVERIFY(decide("jane create selfsubjectaccessreviews.authorization.k8s.io").allowed());
    QVERIFY(decide("jane get secrets in shop").allowed()); // what was added stays
    QVERIFY(decide("nobody get /version").allowed());
    QVERIFY(!decide("vic get /apis").allowed()); // it wanted to be left alone
    const auto basic = m_world->etcd().find(keyOf(rbacKind("ClusterRole"), {}, "system:basic-user"));
    QCOMPARE(basic.meta().annotations.size(), std::size_t{2});
    QCOMPARE(basic.meta().labels.size(), std::size_t{1});

    // A binding to another role cannot be changed: it is made anew.
    const auto& bindings = rbacKind("ClusterRoleBinding");
    Request remove;
    remove.verb = Verb::Delete;
    remove.kind = &bindings;
    remove.name = "system:node-proxier";
    remove.identity = std::make_shared<const Identity>(identity("admin"));
    QVERIFY(m_world->handle(remove).ok());
    apply(R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "system:node-proxier"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: User, name: eve}]
)");
    restart();
    const auto binding = m_world->etcd().find(keyOf(bindings, {}, "system:node-proxier"));
    QCOMPARE(binding.as<api::ClusterRoleBinding>()->roleRef.name.str(), std::string("system:node-proxier"));
    QCOMPARE(binding.as<api::ClusterRoleBinding>()->subjects.size(), std::size_t{2});
    QVERIFY(decide("proxy list services").allowed());
}

QTEST_GUILESS_MAIN(TestBootstrapRoles)
#include "test_bootstraproles.moc"
