// Who may do what: roles that people make, acting as somebody else, and that nobody gives away what he does not have.
#ifndef Q_MOC_RUN // moc loses count of the namespaces in there
#include "rightsworld.h"
#endif

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestRbac : public QObject, RightsWorld {
    Q_OBJECT
private slots:
    void initTestCase() { begin(); }

    void init() { beginAgain(); }

    void whoMay_data();
    void whoMay();
    void whyAllowed_data();
    void whyAllowed();
    void refusals_data();
    void refusals();
    void lookedAtInVain_data();
    void lookedAtInVain();
    void nobodyGivesWhatHeDoesNotHave_data();
    void nobodyGivesWhatHeDoesNotHave();
    void applyingWhatIsNotThereIsCreating();
    void actingAsSomebody_data();
    void actingAsSomebody();
    void reviewsGiveTheReason_data();
    void reviewsGiveTheReason();
    void listingOneObject();
    void rulesAreListed();
    void aForkHasRightsOfItsOwn();
    void theLabKeepsToTheClustersRoles();
};

// Decisions

void TestRbac::whoMay_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("may");
    // Words with | stand for several questions.
    const auto rows = [](bool may, std::initializer_list<const char*> lines) {
        for (const char* line : lines) {
            QList<QByteArray> all = {QByteArray()};
            for (const QByteArray& word : QByteArray(line).split(' ')) {
                QList<QByteArray> longer;
                for (const QByteArray& begun : all) {
                    for (const QByteArray& choice : word.split('|'))
                        longer << (begun.isEmpty() ? choice : begun + " " + choice);
                }
                all = longer;
            }
            for (const QByteArray& one : all)
                QTest::newRow((one + (may ? ": yes" : ": no")).constData()) << one << may;
        }
    };
    rows(true,
        {
            // Everybody, and everybody who is known.
            "nobody|jane get /healthz|/livez|/readyz|/version|/version/",
            "jane|bob-of-team|shop/robot get /api|/api/v1|/apis|/apis/apps/v1|/openapi/v3",
            "jane create selfsubjectaccessreviews.authorization.k8s.io|selfsubjectrulesreviews.authorization.k8s.io",
            "jane create selfsubjectreviews.authentication.k8s.io",
            "shop/robot get /openid/v1/jwks|/.well-known/openid-configuration",
            "prometheus get /metrics|/metrics/slis|/livez/ping|/healthz/etcd",
            "prometheus get nodes/metrics",
            // Administrators: by their group, and by a binding.
            "admin|olga-of-ops delete|fly pods|pigs.farm.example in shop",
            "admin|olga-of-ops get|post /metrics|/secret/door",
            // A role, bound to a user, a group and two service accounts.
            "jane|bob-of-team|shop/robot|bank/visitor get|list pods|pods/log in shop",
            "jane create|deletecollection|patch deployments.apps in shop",
            "jane patch deployments.apps/scale web in shop",
            "jane get|update configmaps only-this in shop",
            "jane get services/* in shop", // only literally so
            // The roles that a cluster brings along.
            "vic get|list|watch pods|pods/log|services|configmaps|deployments.apps|jobs.batch|events|namespaces in shop",
            "vic get namespaces shop in shop",
            "edna create|delete|patch pods|configmaps|secrets|services|deployments.apps|cronjobs.batch in shop",
            "edna create pods/exec|pods/eviction|serviceaccounts/token in shop",
            "edna get|list secrets in shop",
            "edna impersonate serviceaccounts robot in shop",
            "shop/boss create|delete roles.rbac.authorization.k8s.io|rolebindings.rbac.authorization.k8s.io in shop",
            "shop/boss create localsubjectaccessreviews.authorization.k8s.io in shop",
            "shop/boss get resourcequotas in shop",
            // Stars and names in rules.
            "sam|bank/sam create|fly jobs.batch|jobs.batch/status|cronjobs.batch in bank",
            "sam get|update deployments.apps/scale|pigs.farm.example/scale web in shop",
            "sam get|delete nodes node-1|node-2",
            "sam fly pigs.farm.example",
            "sam get /metrics|/logs/|/logs/kubelet.log|/debug|/debug/pprof",
            "tom get deployments.apps/scale web in bank",
            // The components of the cluster.
            "scheduler create pods/binding|bindings in shop",
            "scheduler patch|update pods/status|persistentvolumeclaims in shop",
            "scheduler list|watch nodes|pods|persistentvolumes|storageclasses.storage.k8s.io",
            "scheduler create events.events.k8s.io|events in default",
            "scheduler get|update leases.coordination.k8s.io kube-scheduler in kube-system",
            "controller-manager list|watch secrets|pigs.farm.example",
            "controller-manager create serviceaccounts/token in kube-system",
            "controller-manager|scheduler get configmaps extension-apiserver-authentication in kube-system",
            "proxy list|watch services|endpointslices.discovery.k8s.io|nodes",
            "deployment-controller create|update|delete replicasets.apps in shop",
            "deployment-controller update deployments.apps/status|deployments.apps/finalizers in shop",
            "replicaset-controller create|delete|patch pods in shop",
            "job-controller create|delete pods in shop",
            "cronjob-controller create|delete jobs.batch in shop",
            "namespace-controller update namespaces/finalize|namespaces/status",
            "namespace-controller deletecollection|list pigs.farm.example in shop",
            "generic-garbage-collector delete|patch|get anything.any.group in shop",
            "horizontal-pod-autoscaler get|update deployments.apps/scale|pigs.farm.example/scale in shop",
            "horizontal-pod-autoscaler list pods.metrics.k8s.io in shop",
            "endpointslice-controller create|update|delete endpointslices.discovery.k8s.io in shop",
            "node-controller delete pods|nodes in shop",
            "clusterrole-aggregation-controller escalate|update clusterroles.rbac.authorization.k8s.io",
            // Kubelets: what their pods use,
            "node-1 get|list|watch secrets env-secret|all-secret|volume-secret|projected-secret|registry in shop",
            "node-1 get configmaps env-config|all-config|volume-config|projected-config in shop",
            "node-1 get persistentvolumeclaims data in shop",
            "node-1 get persistentvolumes disk",
            "node-1 get secrets disk-key in bank", // the volume's driver needs it
            "node-1 patch|update persistentvolumeclaims/status data in shop",
            "node-1 create serviceaccounts/token robot in shop",
            "node-1 get serviceaccounts robot in shop",
            "node-1 get volumeattachments.storage.k8s.io attached",
            "node-2 get secrets other-secret in shop",
            // themselves,
            "node-1 get|list|watch|patch|update nodes node-1",
            "node-9 get nodes node-9", // though it does not exist yet
            "node-1 create nodes",
            "node-1 patch nodes/status node-1",
            "node-1 get|update|patch|delete leases.coordination.k8s.io node-1 in kube-node-lease",
            "node-1 create leases.coordination.k8s.io in kube-node-lease",
            "node-1 get|update|delete csinodes.storage.k8s.io node-1",
            // their pods,
            "node-1 list|watch pods with spec.nodeName=node-1",
            "node-1 list|watch pods in shop with status.phase!=Failed,spec.nodeName=node-1",
            "node-1 get|list pods web in shop",
            "node-1 update|patch pods/status other in shop", // whose it is, admission looks at
            "node-1 create pods/eviction web in shop",
            "node-1 create|delete pods web in shop",
            // and what all of them may.
            "node-1 list|watch services|csidrivers.storage.k8s.io|runtimeclasses.node.k8s.io",
            "node-1 create events in shop",
            "node-1 create tokenreviews.authentication.k8s.io|subjectaccessreviews.authorization.k8s.io",
            "node-1 get /healthz|/api",
        });
    rows(false,
        {
            "nobody get /api|/apis|/metrics|/healthz/etcd|/openapi/v3",
            "nobody list|create pods in shop",
            "nobody create selfsubjectaccessreviews.authorization.k8s.io",
            "jane get /metrics|/logs/x|/apix",
            "jane post /version",
            "jane get /openid/v1/jwks",
            "prometheus get /metrics/cadvisor",
            "prometheus get nodes",
            "jane watch|delete|create pods in shop",
            "jane create pods/exec in shop",
            "jane|bob-of-team|shop/robot|bank/visitor get pods in bank",
            "jane list pods",
            "bank/robot|shop/visitor|bob|robot list pods in shop",
            "jane get deployments.extensions in shop",
            "jane get deployments in shop",
            "jane get configmaps in shop",
            "jane list configmaps another in shop",
            "jane create configmaps in shop",
            "jane update deployments.apps/scale web in shop",
            "jane get services|services/proxy in shop",
            "jane * * in shop",
            "vic get|list secrets in shop",
            "vic create|delete|patch pods|configmaps|services in shop",
            "vic get roles.rbac.authorization.k8s.io in shop",
            "vic get pods in bank",
            "vic list namespaces|nodes|pods",
            "vic create pods/exec in shop",
            "edna create|get rolebindings.rbac.authorization.k8s.io|roles.rbac.authorization.k8s.io in shop",
            "edna update resourcequotas|namespaces in shop",
            "edna list pods in default",
            "edna get nodes|persistentvolumes",
            "edna impersonate users jane",
            "shop/boss create|update resourcequotas|limitranges in shop",
            "shop/boss delete namespaces shop in shop",
            "shop/boss bind|escalate roles.rbac.authorization.k8s.io dev in shop",
            "shop/boss create rolebindings.rbac.authorization.k8s.io in bank",
            "sam get nodes|nodes/status node-3",
            "sam list|get nodes",
            "sam get pods/log in shop", // "pods/*" is no pattern
            "sam patch deployments.apps/scale web in shop",
            "sam get deployments.apps in shop",
            "sam create jobs.apps in shop",
            "sam get /logs|/metrics/x|/debu",
            "sam post /metrics",
            "tom get deployments.apps/scale web in shop",
            "tom get nodes node-1",
            "tom get /metrics", // a RoleBinding grants no paths
            "eve get pods in bank", // the Role stands in another namespace
            "lost|loster get pods in shop",
            "scheduler create pods in shop",
            "scheduler update pods|nodes|secrets in shop",
            "scheduler update leases.coordination.k8s.io other in default",
            "scheduler get secrets in shop",
            "controller-manager get pods in shop",
            "controller-manager delete pods in shop",
            "proxy update services in shop",
            "proxy get secrets in shop",
            "deployment-controller create pods in shop",
            "deployment-controller get secrets in shop",
            "replicaset-controller update pods in shop",
            "replicaset-controller create replicasets.apps in shop",
            "cronjob-controller create pods in shop",
            "generic-garbage-collector create pods in shop",
            "horizontal-pod-autoscaler update deployments.apps in shop",
            "node-controller create nodes",
            "unknown-controller list pods in shop",
            "node-1 get secrets other-secret|nothing in shop",
            "node-1 get secrets env-secret in bank",
            "node-1 list secrets|configmaps in shop",
            "node-1 list secrets|configmaps",
            "node-1 update|create|delete secrets env-secret in shop",
            "node-2 get secrets env-secret|registry in shop",
            "node-2 get configmaps env-config in shop",
            "node-2 get persistentvolumes disk",
            "node-2 get persistentvolumeclaims data in shop",
            "node-2 get secrets disk-key in bank",
            "node-2 create serviceaccounts/token robot in shop",
            "node-2 get volumeattachments.storage.k8s.io attached",
            "node-3 get secrets all-secret in shop", // a mirror pod gives no rights
            "node-1 list persistentvolumes|persistentvolumeclaims|nodes|pods",
            "node-1 get|watch nodes node-2",
            "node-1 delete nodes node-1",
            "node-1 get nodes/status node-1",
            "node-1 list pods with spec.nodeName=node-2",
            "node-1 list pods with spec.nodeName!=node-1",
            "node-1 get pods other in shop",
            "node-1 update|patch pods web in shop",
            "node-1 create pods/exec|pods/binding web in shop",
            "node-1 get leases.coordination.k8s.io node-2 in kube-node-lease",
            "node-1 get leases.coordination.k8s.io node-1 in default",
            "node-1 list leases.coordination.k8s.io in kube-node-lease",
            "node-1 update csinodes.storage.k8s.io node-2",
            "node-1 list csinodes.storage.k8s.io",
            "node-1 create deployments.apps in shop",
            "node-1 delete services web in shop",
            "impostor|nameless-node get secrets env-secret in shop",
            "impostor|nameless-node list services",
        });
}

void TestRbac::whoMay()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, may);
    const Decision decision = decide(line);
    QVERIFY2(decision.allowed() == may, decision.why.c_str());
    const Question question(line);
    const std::vector<Looked> looked = lookedAt(m_world->world.state, question.question());
    const bool byRole = std::any_of(
        looked.begin(), looked.end(), [](const Looked& one) { return one.at == Looked::At::Nothing; });
    if (decision.why.starts_with("RBAC: allowed"))
        QVERIFY(byRole); // both ways of asking agree
    if (!may)
        QVERIFY(!byRole);
}

void TestRbac::whyAllowed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* line, const char* why) { QTest::newRow(line) << QByteArray(line) << QString(why); };
    row("jane get pods in shop", R"(RBAC: allowed by RoleBinding "dev/shop" of Role "dev" to User "jane")");
    row("bob-of-team get pods in shop", R"(RBAC: allowed by RoleBinding "dev/shop" of Role "dev" to Group "team")");
    row("shop/robot get pods in shop",
        R"(RBAC: allowed by RoleBinding "dev/shop" of Role "dev" to ServiceAccount "robot/shop")");
    row("bank/visitor get pods in shop",
        R"(RBAC: allowed by RoleBinding "dev/shop" of Role "dev" to ServiceAccount "visitor/bank")");
    row("vic get pods in shop", R"(RBAC: allowed by RoleBinding "v/shop" of ClusterRole "view" to User "vic")");
    row("olga-of-ops get pods",
        R"(RBAC: allowed by ClusterRoleBinding "ops" of ClusterRole "cluster-admin" to Group "ops")");
    row("nobody get /version",
        R"(RBAC: allowed by ClusterRoleBinding "system:public-info-viewer" of ClusterRole "system:public-info-viewer" to Group "system:unauthenticated")");
    row("deployment-controller list pods in shop",
        R"(RBAC: allowed by ClusterRoleBinding "system:controller:deployment-controller" of ClusterRole "system:controller:deployment-controller" to ServiceAccount "deployment-controller/kube-system")");
    row("node-1 list services", "");
}

void TestRbac::whyAllowed()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, why);
    const Decision decision = decide(line);
    QVERIFY(decision.allowed());
    QCOMPARE(QString::fromStdString(decision.why), why);
}

void TestRbac::refusals_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* line, const char* why) { QTest::newRow(line) << QByteArray(line) << QString(why); };
    row("jane list pods in bank",
        R"(pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "bank")");
    row("nobody list pods",
        R"(pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope)");
    row("jane update deployments.apps/status web in bank",
        R"(deployments.apps "web" is forbidden: User "jane" cannot update resource "deployments/status" in API group "apps" in the namespace "bank")");
    row("jane get /metrics", R"(forbidden: User "jane" cannot get path "/metrics")");
    row("eve get pods in bank",
        R"(pods is forbidden: User "eve" cannot get resource "pods" in API group "" in the namespace "bank": RBAC: role.rbac.authorization.k8s.io "dev" not found)");
    row("loster get pods",
        R"(pods is forbidden: User "loster" cannot get resource "pods" in API group "" at the cluster scope: RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found)");
    row("loster get pods in shop",
        R"(pods is forbidden: User "loster" cannot get resource "pods" in API group "" in the namespace "shop": RBAC: [clusterrole.rbac.authorization.k8s.io "gone" not found, role.rbac.authorization.k8s.io "gone" not found])");
    row("node-1 get secrets other-secret in shop",
        R"(secrets "other-secret" is forbidden: User "system:node:node-1" cannot get resource "secrets" in API group "" in the namespace "shop": no relationship found between node 'node-1' and this object)");
    row("node-1 list secrets in shop",
        R"(secrets is forbidden: User "system:node:node-1" cannot list resource "secrets" in API group "" in the namespace "shop": No Object name found)");
    row("node-1 list configmaps",
        R"(configmaps is forbidden: User "system:node:node-1" cannot list resource "configmaps" in API group "" at the cluster scope: can only read namespaced object of this type)");
    row("node-1 list pods",
        R"(pods is forbidden: User "system:node:node-1" cannot list resource "pods" in API group "" at the cluster scope: can only list/watch pods with spec.nodeName field selector)");
    row("node-1 list nodes",
        R"(nodes is forbidden: User "system:node:node-1" cannot list resource "nodes" in API group "" at the cluster scope: node 'node-1' cannot read all nodes, only its own Node object)");
    row("node-1 get nodes node-2",
        R"(nodes "node-2" is forbidden: User "system:node:node-1" cannot get resource "nodes" in API group "" at the cluster scope: node 'node-1' cannot read 'node-2', only its own Node object)");
    row("node-1 get leases.coordination.k8s.io node-1 in default",
        R"(leases.coordination.k8s.io "node-1" is forbidden: User "system:node:node-1" cannot get resource "leases" in API group "coordination.k8s.io" in the namespace "default": can only access leases in the "kube-node-lease" system namespace)");
    row("node-1 delete persistentvolumes disk",
        R"(persistentvolumes "disk" is forbidden: User "system:node:node-1" cannot delete resource "persistentvolumes" in API group "" at the cluster scope: can only get individual resources of this type)");
    row("nameless-node list services",
        R"(services is forbidden: User "system:node:" cannot list resource "services" in API group "" at the cluster scope: unknown node for user "system:node:")");
}

void TestRbac::refusals()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, sentence);
    const Question question(line);
    const Decision decision = m_world->decide(question.question());
    QVERIFY(!decision.allowed());
    const api::Status status = refusals::notAllowed(question.question(), decision.why);
    QCOMPARE(status.code, 403);
    QCOMPARE(QString::fromStdString(status.message), sentence);
    QCOMPARE(status.details.name, question.name);
    QCOMPARE(status.details.kind, question.resource);
    QCOMPARE(status.details.group, question.group);
}

void TestRbac::lookedAtInVain_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("binding");
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* line, const char* binding, Looked::At at, const char* sentence) {
        QTest::newRow((QByteArray(line) + ", " + binding).constData())
            << QByteArray(line) << QString(binding) << int(at) << QString(sentence);
    };
    using At = Looked::At;
    const char* const dev = R"(RoleBinding "dev/shop" of Role "dev")";
    row("jane delete pods in shop", dev, At::Verb, "its rules for pods do not name the verb delete");
    row("jane get secrets in shop", dev, At::Resource, R"(no rule of its role names secrets in API group "")");
    row("jane get jobs.batch in shop", dev, At::Group, R"(no rule of its role names API group "batch")");
    row("jane get configmaps another in shop", dev, At::Name, R"(its rules for configmaps do not name "another")");
    row("jane list configmaps in shop", dev, At::Name, "its rules for configmaps are for objects of certain names only");
    row("jane get pods in bank", dev, At::Namespace, "it grants only within its own namespace");
    row("vic get secrets in shop", dev, At::Subject, "none of its subjects is the user or one of the user's groups");
    row("jane get pods in shop", dev, At::Nothing, "it allows this");
    row("lost get pods in shop", R"(RoleBinding "lost/shop" of Role "gone")", At::Role, R"(Role "gone" does not exist)");
    row("jane get pods in shop", R"(ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery")", At::Kind,
        "its role has no rule for resources");
    row("jane get /metrics", R"(ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery")", At::Path,
        "no rule of its role names the path /metrics");
    row("jane post /version", R"(ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery")", At::Verb,
        "its rules for /version do not name the verb post");
}

void TestRbac::lookedAtInVain()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, binding);
    QFETCH(int, at);
    QFETCH(QString, sentence);
    const Question question(line);
    const std::vector<Looked> looked = lookedAt(m_world->world.state, question.question());
    const auto found = std::find_if(
        looked.begin(), looked.end(), [&](const Looked& one) { return one.binding == binding.toStdString(); });
    QVERIFY(found != looked.end());
    QCOMPARE(int(found->at), at);
    QCOMPARE(QString::fromStdString(found->sentence), sentence);
    const bool elsewhere = std::any_of(looked.begin(), looked.end(), [&](const Looked& one) {
        return one.object.type().kind == "RoleBinding" && one.object.meta().namespace_ != question.space
            && one.at != Looked::At::Namespace;
    });
    QVERIFY(!elsewhere); // strangers' bindings of other namespaces are of no interest
}

// Giving

void TestRbac::nobodyGivesWhatHeDoesNotHave_data()
{
    QTest::addColumn<QByteArray>("who");
    QTest::addColumn<int>("verb");
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const char* who, Verb verb, const QByteArray& yaml, int code,
                         const char* message = "") {
        QTest::newRow(name) << QByteArray(who) << int(verb)
                            << QByteArray("apiVersion: rbac.authorization.k8s.io/v1\n" + yaml) << code << QString(message);
    };
    const QByteArray role = "kind: Role\nmetadata: {name: r, namespace: shop}\nrules:\n";
    const QByteArray devRole = "kind: Role\nmetadata: {name: dev, namespace: shop}\nrules:\n";
    const QByteArray clusterRole = "kind: ClusterRole\nmetadata: {name: r}\nrules:\n";
    const QByteArray secrets = R"(- {apiGroups: [""], resources: [secrets], verbs: [get]})";
    row("a role of what one has", "jane", Verb::Create,
        role + R"(- {apiGroups: [""], resources: [pods], verbs: [list, get]})", 201);
    row("a part of what one has", "jane", Verb::Create,
        role + R"(- {apiGroups: [apps], resources: [deployments], resourceNames: [web], verbs: [delete]})", 201);
    row("a right one does not have", "jane", Verb::Create, role + secrets, 403,
        R"(roles.rbac.authorization.k8s.io "r" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["secrets"], Verbs:["get"]})");
    row("a right one has in another namespace", "jane", Verb::Create,
        "kind: Role\nmetadata: {name: r, namespace: bank}\nrules:\n"
        R"(- {apiGroups: [""], resources: [pods], verbs: [get]})",
        403,
        R"(roles.rbac.authorization.k8s.io "r" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["pods"], Verbs:["get"]})");
    row("several rights: verbs of one resource together, lines sorted", "jane", Verb::Create,
        role + R"(- {apiGroups: ["", apps], resources: [secrets, pods], verbs: [watch, get]}
- {apiGroups: [""], resources: [configmaps], resourceNames: [only-this, another], verbs: [update]}
- {apiGroups: [batch], resources: ["*"], verbs: ["*"]})",
        403,
        R"(roles.rbac.authorization.k8s.io "r" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["configmaps"], ResourceNames:["another"], Verbs:["update"]}
{APIGroups:[""], Resources:["pods"], Verbs:["watch"]}
{APIGroups:[""], Resources:["secrets"], Verbs:["watch" "get"]}
{APIGroups:["apps"], Resources:["pods"], Verbs:["watch" "get"]}
{APIGroups:["apps"], Resources:["secrets"], Verbs:["watch" "get"]}
{APIGroups:["batch"], Resources:["*"], Verbs:["*"]})");
    row("a name one may is not all names", "jane", Verb::Create,
        role + R"(- {apiGroups: [""], resources: [configmaps], verbs: [get]})", 403,
        R"(roles.rbac.authorization.k8s.io "r" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["configmaps"], Verbs:["get"]})");
    row("paths", "jane", Verb::Create, clusterRole + R"(- {nonResourceURLs: ["/metrics", "/apis/apps"], verbs: [get]})", 403,
        R"(clusterroles.rbac.authorization.k8s.io "r" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{NonResourceURLs:["/metrics"], Verbs:["get"]})");
    row("a right of a namespace is none for the cluster", "jane", Verb::Create,
        clusterRole + R"(- {apiGroups: [""], resources: [pods], verbs: [get]})", 403,
        R"(clusterroles.rbac.authorization.k8s.io "r" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["pods"], Verbs:["get"]})");
    row("an update that adds a right", "jane", Verb::Update, devRole + secrets, 403,
        R"(roles.rbac.authorization.k8s.io "dev" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["secrets"], Verbs:["get"]})");
    row("an update that takes away", "jane", Verb::Update,
        devRole + R"(- {apiGroups: [""], resources: [pods], verbs: [get]})", 200);
    row("who may escalate", "rich", Verb::Create, role + secrets, 201);
    row("who may escalate, on an update", "rich", Verb::Update, devRole + secrets, 200);
    row("an administrator", "admin", Verb::Create, clusterRole + R"(- {apiGroups: ["*"], resources: ["*"], verbs: ["*"]})", 201);
    row("an administrator by binding", "olga-of-ops", Verb::Create,
        clusterRole + R"(- {apiGroups: ["*"], resources: ["*"], verbs: ["*"]})", 201);
    row("collecting rules needs everything", "gina", Verb::Create,
        "kind: ClusterRole\nmetadata: {name: r}\naggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}\nrules: []\n",
        403, R"(clusterroles.rbac.authorization.k8s.io "r" is forbidden: must have cluster-admin privileges to use the aggregationRule)");
    row("an invalid role is first of all not allowed", "jane", Verb::Create,
        "kind: Role\nmetadata: {name: \"a/b\", namespace: shop}\nrules:\n" + secrets, 403,
        R"(roles.rbac.authorization.k8s.io "a/b" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["secrets"], Verbs:["get"]})");
    row("troubles on the way are told", "lost", Verb::Create, role + secrets, 403,
        R"(roles.rbac.authorization.k8s.io "r" is forbidden: user "lost" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}; resolution errors: [role.rbac.authorization.k8s.io "gone" not found])");

    const auto binding = [](const char* kind, const char* of, const char* name) {
        return QByteArray("kind: ") + (QByteArray(of).isEmpty() ? "ClusterRoleBinding\nmetadata: {name: b}\n"
                                                                : "RoleBinding\nmetadata: {name: b, namespace: " + QByteArray(of) + "}\n")
            + "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: " + kind + ", name: " + name
            + "}\nsubjects: [{kind: User, name: friend}]\n";
    };
    row("a binding of one's own role", "jane", Verb::Create, binding("Role", "shop", "dev"), 201);
    row("a binding of a role one does not have", "gina", Verb::Create, binding("Role", "shop", "dev"), 403,
        R"(rolebindings.rbac.authorization.k8s.io "b" is forbidden: user "gina" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["configmaps"], ResourceNames:["only-this"], Verbs:["get" "list" "update"]}
{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}
{APIGroups:[""], Resources:["pods/log"], Verbs:["get" "list"]}
{APIGroups:[""], Resources:["services/*"], Verbs:["get"]}
{APIGroups:["apps"], Resources:["deployments"], Verbs:["*"]}
{APIGroups:["apps"], Resources:["deployments/scale"], Verbs:["patch"]})");
    row("a binding of everything", "gina", Verb::Create, binding("ClusterRole", "", "cluster-admin"), 403,
        R"(clusterrolebindings.rbac.authorization.k8s.io "b" is forbidden: user "gina" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:["*"], Resources:["*"], Verbs:["*"]}
{NonResourceURLs:["*"], Verbs:["*"]})");
    row("who may bind that role", "binder", Verb::Create, binding("ClusterRole", "shop", "edit"), 201);
    row("who may bind that role, everywhere", "binder", Verb::Create, binding("ClusterRole", "", "view"), 201);
    row("who may bind another role", "binder", Verb::Create, binding("ClusterRole", "shop", "cluster-admin"), 403,
        R"(rolebindings.rbac.authorization.k8s.io "b" is forbidden: user "binder" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:["*"], Resources:["*"], Verbs:["*"]}
{NonResourceURLs:["*"], Verbs:["*"]})");
    row("a role that does not exist", "gina", Verb::Create, binding("ClusterRole", "shop", "nothing"), 404,
        R"(clusterroles.rbac.authorization.k8s.io "nothing" not found)");
    row("a role that does not exist, by an administrator", "admin", Verb::Create, binding("Role", "shop", "nothing"), 201);
}

void TestRbac::nobodyGivesWhatHeDoesNotHave()
{
    QFETCH(QByteArray, who);
    QFETCH(int, verb);
    QFETCH(QByteArray, yaml);
    QFETCH(int, code);
    QFETCH(QString, message);
    const store::Revision before = m_world->etcd().revision();
    api::ParsedStream stream = api::parseYaml(yaml.toStdString());
    const auto meta = api::typeMetaOf(stream.documents.at(0).root);
    Request request;
    request.verb = Verb(verb);
    request.kind = api::findKindByApiVersion(meta->apiVersion, meta->kind);
    const api::TreeNode& metadata = *stream.documents[0].root.find("metadata");
    request.namespace_ = metadata.find("namespace") ? std::string(metadata.find("namespace")->scalar) : "";
    request.name = request.verb == Verb::Create ? "" : std::string(metadata.find("name")->scalar);
    request.identity = std::make_shared<const Identity>(identity(who));
    request.body = yaml.toStdString();
    request.bodyFormat = BodyFormat::Yaml;
    const Response response = m_world->handle(request);
    QCOMPARE(QString::fromStdString(response.status.message), message);
    QCOMPARE(response.status.code, code);
    QCOMPARE(m_world->etcd().revision() > before, code < 400);
}

void TestRbac::applyingWhatIsNotThereIsCreating()
{
    Request apply;
    apply.verb = Verb::Patch;
    apply.patchType = PatchType::Apply;
    apply.kind = api::findKind("", "v1", "ConfigMap");
    apply.namespace_ = "shop";
    apply.name = "c";
    apply.fieldManager = "test";
    apply.bodyFormat = BodyFormat::Yaml;
    apply.body = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n";
    apply.identity = std::make_shared<const Identity>(identity("patty"));
    const Response refused = m_world->handle(apply);
    QCOMPARE(refused.status.code, 403);
    QCOMPARE(QString::fromStdString(refused.status.message), QString(R"(configmaps "c" is forbidden: )"));

    Request asAdmin = apply;
    asAdmin.identity = std::make_shared<const Identity>(identity("admin"));
    QCOMPARE(m_world->handle(asAdmin).status.code, 201);
    apply.body = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {b: c}\n";
    QCOMPARE(m_world->handle(apply).status.code, 200); // it is there now

    Request role = apply;
    role.kind = &rbacKind("Role");
    role.name = "dev";
    role.body = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: dev}\nrules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]\n";
    role.identity = std::make_shared<const Identity>(identity("shop/boss"));
    role.force = true;
    QCOMPARE(m_world->handle(role).status.code, 200); // an admin of the namespace has that right
    role.body.replace(role.body.find("secrets"), 7, "limitranges");
    role.body.replace(role.body.find("[get]"), 5, "[create]");
    QCOMPARE(QString::fromStdString(m_world->handle(role).status.message),
        QString(R"(roles.rbac.authorization.k8s.io "dev" is forbidden: user "system:serviceaccount:shop:boss" (groups=["system:serviceaccounts" "system:serviceaccounts:shop" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["limitranges"], Verbs:["create"]})"));
}

// Acting as somebody else

void TestRbac::actingAsSomebody_data()
{
    QTest::addColumn<QByteArray>("who");
    QTest::addColumn<QStringList>("wish"); // headers, without Impersonate-
    QTest::addColumn<QString>("answer"); // the identity, or the sentence
    const auto row = [](const char* name, const char* who, const QStringList& wish, const char* answer) {
        QTest::newRow(name) << QByteArray(who) << wish << QString(answer);
    };
    row("an administrator as a user", "admin", {"User=jane"}, "jane [system:authenticated]");
    row("as a user in groups", "admin", {"User=jane", "Group=a", "Group=b"}, "jane [a b system:authenticated]");
    row("the standing is not said twice", "admin", {"User=jane", "Group=system:authenticated"}, "jane [system:authenticated]");
    row("an unknown one stays unknown", "admin", {"User=jane", "Group=system:unauthenticated"},
        "jane [system:unauthenticated]");
    row("as nobody", "admin", {"User=system:anonymous"}, "system:anonymous [system:unauthenticated]");
    row("as a service account", "admin", {"User=system:serviceaccount:shop:robot"},
        "system:serviceaccount:shop:robot [system:serviceaccounts system:serviceaccounts:shop system:authenticated]");
    row("as a service account in groups", "admin", {"User=system:serviceaccount:shop:robot", "Group=x"},
        "system:serviceaccount:shop:robot [x system:authenticated]");
    row("what only looks like a service account", "admin", {"User=system:serviceaccount:shop:robot:x"},
        "system:serviceaccount:shop:robot:x [system:authenticated]");
    row("with extras and uid", "admin", {"User=jane", "Extra scopes=read", "Extra scopes=write", "Uid=u-7"},
        "jane u-7 [system:authenticated] scopes=[read write]");
    row("keys are in lower case, escapes and all", "admin", {"User=jane", "EXTRA-Acme.com%2FProject=p", "extra-50%=q"},
        "jane [system:authenticated] 50%=[q] acme.com/project=[p]");
    row("who may act as one user", "actor", {"User=jane"}, "jane [system:authenticated]");
    row("and nobody else", "actor", {"User=bob"},
        R"(403 users "bob" is forbidden: User "actor" cannot impersonate resource "users" in API group "" at the cluster scope)");
    row("as an administrator's group", "actor", {"User=jane", "Group=team", "Group=system:masters"},
        R"(403 groups "system:masters" is forbidden: User "actor" cannot impersonate resource "groups" in API group "" at the cluster scope)");
    row("a service account that he may", "actor", {"User=system:serviceaccount:shop:robot"},
        "system:serviceaccount:shop:robot [system:serviceaccounts system:serviceaccounts:shop system:authenticated]");
    row("another service account", "actor", {"User=system:serviceaccount:shop:boss"},
        R"(403 serviceaccounts "boss" is forbidden: User "actor" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "shop")");
    row("an extra that he may", "actor", {"User=jane", "Extra scopes=read", "Uid=u-1"},
        "jane u-1 [system:authenticated] scopes=[read]");
    row("an extra of another value", "actor", {"User=jane", "Extra scopes=write"},
        R"(403 userextras.authentication.k8s.io "write" is forbidden: User "actor" cannot impersonate resource "userextras/scopes" in API group "authentication.k8s.io" at the cluster scope)");
    row("an extra of another key", "actor", {"User=jane", "Extra role=read"},
        R"(403 userextras.authentication.k8s.io "read" is forbidden: User "actor" cannot impersonate resource "userextras/role" in API group "authentication.k8s.io" at the cluster scope)");
    row("another uid", "actor", {"User=jane", "Uid=u-2"},
        R"(403 uids.authentication.k8s.io "u-2" is forbidden: User "actor" cannot impersonate resource "uids" in API group "authentication.k8s.io" at the cluster scope)");
    row("a namespace's editor as its service accounts", "edna", {"User=system:serviceaccount:shop:robot"},
        "system:serviceaccount:shop:robot [system:serviceaccounts system:serviceaccounts:shop system:authenticated]");
    row("but not as those of others", "edna", {"User=system:serviceaccount:bank:robot"},
        R"(403 serviceaccounts "robot" is forbidden: User "edna" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "bank")");
    row("groups without a user", "admin", {"Group=team"},
        "500 Internal error occurred: requested [{Group  team    }] without impersonating a user");
    row("an extra without a user", "admin", {"Extra scopes=read"},
        "500 Internal error occurred: requested [{UserExtra  read  authentication.k8s.io/v1  scopes}] without impersonating a user");
}

void TestRbac::actingAsSomebody()
{
    QFETCH(QByteArray, who);
    QFETCH(QStringList, wish);
    QFETCH(QString, answer);
    Impersonation asked;
    QVERIFY(!asked.note("Accept", "application/json") && !asked.wanted());
    for (const QString& part : wish) {
        const std::string header = part.section('=', 0, 0).replace(' ', '-').toStdString();
        QVERIFY(asked.note("Impersonate-" + header, part.section('=', 1).toStdString()));
    }
    QVERIFY(asked.wanted());
    const auto acted = impersonated(m_world->server().authorizers(), m_world->world.state, identity(who), asked);
    if (!acted) {
        QCOMPARE(QString::number(acted.status().code) + " " + QString::fromStdString(acted.status().message), answer);
        return;
    }
    const auto listed = [](const std::vector<std::string>& words) {
        QStringList list;
        for (const std::string& word : words)
            list << QString::fromStdString(word);
        return "[" + list.join(' ') + "]";
    };
    const Identity& now = **acted;
    QString text = QString::fromStdString(now.user) + (now.uid.empty() ? "" : " " + QString::fromStdString(now.uid)) + " "
        + listed(now.groups);
    for (const auto& [key, values] : now.extra)
        text += " " + QString::fromStdString(key) + "=" + listed(values);
    QCOMPARE(text, answer);
}

// Lists and copies

void TestRbac::reviewsGiveTheReason_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<bool>("allowed");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const char* spec, bool allowed, const char* reason) {
        QTest::newRow(name) << QByteArray(spec) << allowed << QString(reason);
    };
    row("by a binding", "user: jane, resourceAttributes: {verb: get, resource: pods, subresource: log, namespace: shop}", true,
        R"(RBAC: allowed by RoleBinding "dev/shop" of Role "dev" to User "jane")");
    row("by a group that is said", "user: x, groups: [team], resourceAttributes: {verb: list, resource: pods, namespace: shop}",
        true, R"(RBAC: allowed by RoleBinding "dev/shop" of Role "dev" to Group "team")");
    row("a group that is not said", "user: bob, resourceAttributes: {verb: list, resource: pods, namespace: shop}", false, "");
    row("the administrators' group", "user: x, groups: [\"system:masters\"], resourceAttributes: {verb: fly, resource: pigs}",
        true, "");
    row("a role that is gone", "user: eve, resourceAttributes: {verb: get, resource: pods, namespace: bank}", false,
        R"(RBAC: role.rbac.authorization.k8s.io "dev" not found)");
    row("a path", "user: sam, nonResourceAttributes: {verb: get, path: /logs/x}", true,
        R"(RBAC: allowed by ClusterRoleBinding "sundry" of ClusterRole "sundry" to User "sam")");
    row("a kubelet and a Secret of others",
        "user: \"system:node:node-2\", groups: [\"system:nodes\"], resourceAttributes: {verb: get, resource: secrets, name: env-secret, namespace: shop}",
        false, "no relationship found between node 'node-2' and this object");
}

void TestRbac::reviewsGiveTheReason()
{
    QFETCH(QByteArray, spec);
    QFETCH(bool, allowed);
    QFETCH(QString, reason);
    Request request;
    request.verb = Verb::Create;
    request.kind = api::findKind("authorization.k8s.io", "v1", "SubjectAccessReview");
    request.identity = std::make_shared<const Identity>(identity("admin"));
    request.body = "apiVersion: authorization.k8s.io/v1\nkind: SubjectAccessReview\nspec: {" + spec.toStdString() + "}\n";
    request.bodyFormat = BodyFormat::Yaml;
    const Response response = m_world->handle(request);
    QCOMPARE(response.status.code, 201);
    const api::SubjectAccessReviewStatus& status = *response.object.as<api::SubjectAccessReview>()->status;
    QCOMPARE(status.allowed, allowed);
    QVERIFY(!status.denied);
    QCOMPARE(QString::fromStdString(status.reason.str()), reason);
    QCOMPARE(status.evaluationError.str(), std::string());
}

// A list of one object by its name needs the right on that name only.
void TestRbac::listingOneObject()
{
    Request list;
    list.verb = Verb::List;
    list.kind = api::findKind("", "v1", "ConfigMap");
    list.namespace_ = "shop";
    list.identity = std::make_shared<const Identity>(identity("jane"));
    QCOMPARE(QString::fromStdString(m_world->handle(list).status.message),
        QString(R"(configmaps is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "shop")"));
    list.list.fieldSelector = "metadata.name=only-this";
    QVERIFY(m_world->handle(list).ok());
    list.list.fieldSelector = "metadata.namespace=shop,metadata.name==only-this";
    QVERIFY(m_world->handle(list).ok());
    list.list.fieldSelector = "metadata.name!=only-this";
    QCOMPARE(m_world->handle(list).status.code, 403);
    list.list.fieldSelector = "metadata.name=another";
    QCOMPARE(QString::fromStdString(m_world->handle(list).status.message),
        QString(R"(configmaps "another" is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "shop")"));

    Request home; // a namespace belongs to itself
    home.verb = Verb::Get;
    home.kind = api::findKind("", "v1", "Namespace");
    home.name = "shop";
    home.identity = std::make_shared<const Identity>(identity("vic"));
    QVERIFY(m_world->handle(home).ok());
    home.name = "bank";
    QCOMPARE(QString::fromStdString(m_world->handle(home).status.message),
        QString(R"(namespaces "bank" is forbidden: User "vic" cannot get resource "namespaces" in API group "" in the namespace "bank")"));
}

void TestRbac::rulesAreListed()
{
    const api::SubjectRulesReviewStatus rules =
        m_world->server().authorizers().rules(m_world->world.state, identity("jane"), "shop");
    QStringList resources;
    for (const api::ResourceRule& rule : rules.resourceRules)
        resources << QString::fromStdString(rule.resources.front().str());
    QCOMPARE(resources.join(' '), QString("roles selfsubjectaccessreviews selfsubjectreviews pods deployments configmaps deployments/scale services/*"));
    QCOMPARE(rules.nonResourceRules.size(), std::size_t{2}); // system:discovery, system:public-info-viewer
    QVERIFY(!rules.incomplete);
    QCOMPARE(rules.evaluationError.str(), std::string());

    const auto kubelet = m_world->server().authorizers().rules(m_world->world.state, identity("node-1"), "shop");
    QVERIFY(kubelet.incomplete);
    QCOMPARE(kubelet.evaluationError.str(), std::string("node authorizer does not support user rule resolution"));
    const auto lost = m_world->server().authorizers().rules(m_world->world.state, identity("lost"), "shop");
    QCOMPARE(lost.evaluationError.str(), std::string(R"(role.rbac.authorization.k8s.io "gone" not found)"));
}

void TestRbac::aForkHasRightsOfItsOwn()
{
    auto fork = std::make_unique<lab::Simulation>(*m_world);
    apply(R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: more}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: User, name: jane}]
)");
    const Question question("jane delete nodes node-1");
    QVERIFY(m_world->decide(question.question()).allowed());
    QVERIFY(!fork->decide(question.question()).allowed());
}

void TestRbac::theLabKeepsToTheClustersRoles()
{
    const QByteArray fault = "apiVersion: lab.kubarium.dev/v1\nkind: Fault\nmetadata: {name: f}\nspec: {type: DnsDown}\n";
    const Response refused = ask("jane", Verb::Create, fault);
    QCOMPARE(refused.status.code, 403);
    QCOMPARE(QString::fromStdString(refused.status.message),
        QString(R"(faults.lab.kubarium.dev is forbidden: User "jane" cannot create resource "faults" in API group "lab.kubarium.dev" at the cluster scope)"));
    QCOMPARE(ask("olga-of-ops", Verb::Create, fault).status.code, 201); // all groups, by her binding

    lab::Lab whole(lab::ClusterFile::standard());
    Request clock;
    clock.verb = Verb::Get;
    clock.kind = api::findKind("lab.kubarium.dev", "v1", "Clock");
    clock.name = "lab";
    clock.identity = std::make_shared<const Identity>(identity("jane"));
    QCOMPARE(whole.submit(clock).status.code, 403);
    QVERIFY(whole.lookedAt(questionOf(clock)).size() > 40);
    clock.verb = Verb::Watch;
    clock.name.clear();
    QVERIFY(!whole.watch(clock).ok());
    clock.identity = std::make_shared<const Identity>(identity("admin"));
    QVERIFY(whole.watch(clock).ok());
}

QTEST_GUILESS_MAIN(TestRbac)
#include "test_rbac.moc"
