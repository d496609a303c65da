// What kubelets may: their own node, the pods on it, and what those pods name.
#ifndef Q_MOC_RUN // moc loses count of the namespaces in there
#include "rightsworld.h"
#endif

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestKubeletRights : public QObject, RightsWorld {
    Q_OBJECT
private slots:
    void initTestCase() { begin(); }

    void init() { beginAgain(); }

    void kubeletsWriteOnlyTheirOwn_data();
    void kubeletsWriteOnlyTheirOwn();
    void kubeletsAskForTheirPodsTokens_data();
    void kubeletsAskForTheirPodsTokens();
};

void TestKubeletRights::kubeletsWriteOnlyTheirOwn_data()
{
    QTest::addColumn<QByteArray>("what"); // WHO VERB [SUBRESOURCE]
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("message"); // empty: it may
    const auto row = [](const char* name, const char* what, const QByteArray& yaml, const char* message = "") {
        QTest::newRow(name) << QByteArray(what) << yaml << QString(message);
    };
    const auto node = [](const char* name, const char* labels, const char* spec = "") {
        return QByteArray("apiVersion: v1\nkind: Node\nmetadata: {name: ") + name + ", labels: {" + labels + "}}\nspec: {" + spec + "}\n";
    };
    row("its own node", "node-7 create", node("node-7", "kubernetes.io/hostname: node-7, team: a, node.kubernetes.io/x: z"));
    row("another node", "node-7 create", node("node-8", ""),
        R"(nodes "node-8" is forbidden: node "node-7" is not allowed to modify node "node-8")");
    row("labels that are kept for people", "node-7 create",
        node("node-7", "node-restriction.kubernetes.io/pci: \"yes\", kubernetes.io/os: linux, k8s.io/zone: z"),
        R"(nodes "node-7" is forbidden: node "node-7" is not allowed to set the following labels: k8s.io/zone, node-restriction.kubernetes.io/pci)");
    row("labels of roles", "node-7 create", node("node-7", "node-role.kubernetes.io/control-plane: \"\""),
        R"(nodes "node-7" is forbidden: node "node-7" is not allowed to set the following labels: node-role.kubernetes.io/control-plane)");
    row("taints at birth", "node-7 create", node("node-7", "", "taints: [{key: a, effect: NoSchedule}]"));

    const auto lease = [](const char* name, const char* space) {
        return QByteArray("apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata: {name: ") + name + ", namespace: " + space
            + "}\nspec: {holderIdentity: x}\n";
    };
    row("its own lease", "node-7 create", lease("node-7", "kube-node-lease"));
    row("another node's lease", "node-7 create", lease("node-8", "kube-node-lease"),
        R"(leases.coordination.k8s.io "node-8" is forbidden: can only access node lease with the same name as the requesting node)");
    const auto csiNode = [](const char* name) {
        return QByteArray("apiVersion: storage.k8s.io/v1\nkind: CSINode\nmetadata: {name: ") + name + "}\nspec: {drivers: []}\n";
    };
    row("its own CSINode", "node-7 create", csiNode("node-7"));
    row("another CSINode", "node-7 create", csiNode("node-8"),
        R"(csinodes.storage.k8s.io "node-8" is forbidden: can only access CSINode with the same name as the requesting node)");

    const auto pod = [](const char* meta, const char* spec) {
        return QByteArray("apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop") + meta
            + "}\nspec: {containers: [{name: c, image: i}]" + spec + "}\n";
    };
    const char* const mirror = ", annotations: {kubernetes.io/config.mirror: x}";
    const char* const owned =
        ", annotations: {kubernetes.io/config.mirror: x}, ownerReferences: [{apiVersion: v1, kind: Node, name: node-7, uid: u, controller: true}]";
    row("an ordinary pod", "node-7 create", pod("", ", nodeName: node-7"),
        R"(pods "p" is forbidden: pod does not have "kubernetes.io/config.mirror" annotation, node "node-7" can only create mirror pods)");
    row("a mirror pod on another node", "node-7 create", pod(mirror, ", nodeName: node-8"),
        R"(pods "p" is forbidden: node "node-7" can only create pods with spec.nodeName set to itself)");
    row("a mirror pod of nobody", "node-7 create", pod(mirror, ", nodeName: node-7"),
        R"(pods "p" is forbidden: node "node-7" can only create pods with an owner reference set to itself)");
    row("a mirror pod of a node that does not exist", "node-7 create", pod(owned, ", nodeName: node-7"), R"(nodes "node-7" not found)");

    const QByteArray web = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: c, image: i}]}\n";
    row("another node's pod", "node-7 delete", web,
        R"(pods "web" is forbidden: node "node-7" can only delete pods with spec.nodeName set to itself)");
    row("the status of another node's pod", "node-7 update status", web,
        R"(pods "web" is forbidden: node "node-7" can only update pod status for pods with spec.nodeName set to itself)");

    row("its own pod", "node-1 delete", web);
    row("the status of its own pod", "node-1 update status", web + "status: {phase: Running, qosClass: BestEffort}\n");
    row("labels, together with the status", "node-1 update status",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, labels: {a: b}}\nspec: {containers: [{name: c, image: i}]}\n",
        R"(pods "web" is forbidden: node "node-1" cannot update labels through pod status)");
    const char* const range = "podCIDR: 10.244.1.0/24, podCIDRs: [10.244.1.0/24]"; // that the node was given
    row("labels of its own", "node-1 update", node("node-1", "kubernetes.io/hostname: node-1, team: b", range));
    row("labels of its own, without the range it was given", "node-1 update", node("node-1", "kubernetes.io/hostname: node-1, team: b"),
        R"(Node "node-1" is invalid: spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid)");
    row("labels that are not a kubelet's", "node-1 update",
        node("node-1", "kubernetes.io/hostname: node-1, x.k8s.io/b: c, a.node-restriction.kubernetes.io/b: c"),
        R"(nodes "node-1" is forbidden: is not allowed to modify labels: a.node-restriction.kubernetes.io/b, x.k8s.io/b)");
    row("its taints", "node-1 update", node("node-1", "", "taints: [{key: a, effect: NoSchedule}]"),
        R"(nodes "node-1" is forbidden: node "node-1" is not allowed to modify taints)");
    row("the taints of the control plane's node", "master-1 update", node("master-1", ""),
        R"(nodes "master-1" is forbidden: node "master-1" is not allowed to modify taints)");
    row("another node", "node-1 update", node("node-2", ""),
        R"(nodes "node-2" is forbidden: node "node-1" is not allowed to modify node "node-2")");
}

void TestKubeletRights::kubeletsWriteOnlyTheirOwn()
{
    QFETCH(QByteArray, what);
    QFETCH(QByteArray, yaml);
    QFETCH(QString, message);
    const QList<QByteArray> words = what.split(' ');
    const Verb verb = words[1] == "create" ? Verb::Create : words[1] == "update" ? Verb::Update : Verb::Delete;
    const Response response = ask(words[0], verb, yaml, words.size() > 2 ? words[2].constData() : "");
    QCOMPARE(QString::fromStdString(response.status.message), message);
}

void TestKubeletRights::kubeletsAskForTheirPodsTokens_data()
{
    QTest::addColumn<QByteArray>("who");
    QTest::addColumn<QByteArray>("spec"); // of the TokenRequest; UID stands for the pod's
    QTest::addColumn<QString>("why");
    const auto row = [](const char* name, const char* who, const char* spec, const char* why = "") {
        QTest::newRow(name) << QByteArray(who) << QByteArray(spec) << QString(why);
    };
    row("what a pod's volume asks for", "node-1",
        "audiences: [vault], boundObjectRef: {apiVersion: v1, kind: Pod, name: web, uid: UID}");
    row("the server's own audience", "node-1", "boundObjectRef: {apiVersion: v1, kind: Pod, name: web, uid: UID}");
    row("bound to nothing", "node-1", "audiences: [vault]", "node requested token not bound to a pod");
    row("bound to a Secret", "node-1", "boundObjectRef: {apiVersion: v1, kind: Secret, name: web, uid: UID}",
        "node requested token not bound to a pod");
    row("bound to no certain pod", "node-1", "boundObjectRef: {apiVersion: v1, kind: Pod, name: web}",
        "node requested token with a pod binding without a uid");
    row("bound to an earlier pod", "node-1", "boundObjectRef: {apiVersion: v1, kind: Pod, name: web, uid: u-1}",
        "the UID in the bound object reference (u-1) does not match the UID in record. The object might have been deleted and then recreated");
    row("of another node's pod", "node-2", "boundObjectRef: {apiVersion: v1, kind: Pod, name: web, uid: UID}",
        "node requested token bound to a pod scheduled on a different node");
    row("for two audiences", "node-1",
        "audiences: [a, b], boundObjectRef: {apiVersion: v1, kind: Pod, name: web, uid: UID}",
        "node may only request 0 or 1 audiences");
    row("for an audience that no volume names", "node-1",
        "audiences: [bank], boundObjectRef: {apiVersion: v1, kind: Pod, name: web, uid: UID}",
        R"(audience "bank" not found in pod spec volume, system:node:node-1 is not authorized to request tokens for this audience)");
    row("for an audience that nodes may ask for", "node-1",
        "audiences: [registry], boundObjectRef: {apiVersion: v1, kind: Pod, name: web, uid: UID}");
    row("by somebody who is no node", "jane", "audiences: [bank]");
}

void TestKubeletRights::kubeletsAskForTheirPodsTokens()
{
    QFETCH(QByteArray, who);
    QFETCH(QByteArray, spec);
    QFETCH(QString, why);
    const api::ObjectPtr pod = m_world->etcd().find(keyOf(*api::findKind("", "v1", "Pod"), "shop", "web"));
    spec.replace("UID", QByteArray::fromStdString(pod.meta().uid.str()));
    const QByteArray yaml = "apiVersion: authentication.k8s.io/v1\nkind: TokenRequest\nspec: {" + spec + "}\n";
    api::ParsedStream stream = api::parseYaml(yaml.toStdString());
    api::Result<api::DecodedObject> wish =
        api::decodeObject(*api::findKind("authentication.k8s.io", "v1", "TokenRequest"), stream.documents.at(0), api::FieldValidation::Strict);
    QVERIFY(wish.ok());
    Request request;
    request.verb = Verb::Create;
    request.kind = api::findKind("", "v1", "ServiceAccount");
    request.subresource = "token";
    request.namespace_ = "shop";
    request.name = "robot";
    request.identity = std::make_shared<const Identity>(identity(who));
    std::vector<std::string> warnings;
    const Attributes attributes{request, *request.kind, m_world->world.state, {}, warnings};
    const auto refusal = NodeRestriction().mutate(attributes, wish->object);
    QCOMPARE(refusal ? QString::fromStdString(refusal->message) : QString(),
        why.isEmpty() ? QString() : R"(serviceaccounts "robot" is forbidden: )" + why);
}

QTEST_GUILESS_MAIN(TestKubeletRights)
#include "test_kubeletrights.moc"
