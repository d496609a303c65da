// Who pods are: the account that every namespace has, what its pods find of it, and which pods are refused.
#include "controllers/cluster.h"

#include "api/encode.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

using namespace kubarium;
using std::chrono::seconds;

class TestServiceAccounts : public QObject {
    Q_OBJECT
private slots:
    void everyNamespaceHasOneAtOnce();
    void whoDeletesItGetsANewOne();
    void noneIsMadeInANamespaceThatEnds();
    void podsAndTheirTokens_data();
    void podsAndTheirTokens();
    void theVolumeIsTheRealOne();
    void podsGetThePullSecretsOfTheirAccount();
    void podsThatAreAppliedHaveThemToo();
    void guestsGetNoMoreThanTheOthers();
    void refusals_data();
    void refusals();
    void theRootCertificateIsPublished();
};

namespace {

QByteArray pod(const QByteArray& spec, const QByteArray& meta = "name: p")
{
    return "apiVersion: v1\nkind: Pod\nmetadata: {" + meta + "}\nspec: {" + spec + "}\n";
}

const QByteArray plain = "containers: [{name: c, image: nginx}]";

// "init:- c:kube-api-access": which volume each container has at the token's place.
QString mounts(const api::Pod& pod)
{
    QStringList list;
    const auto tell = [&](const api::List<api::Container>& containers) {
        for (const api::Container& container : containers) {
            QStringList volumes;
            for (const api::VolumeMount& mount : container.volumeMounts) {
                if (mount.mountPath == "/var/run/secrets/kubernetes.io/serviceaccount")
                    volumes << QString::fromStdString(mount.name.str()).remove(QRegularExpression("-[a-z0-9]{5}$"));
            }
            list << QString::fromStdString(container.name.str()) + ":" + (volumes.isEmpty() ? "-" : volumes.join('+'));
        }
    };
    tell(pod.spec->initContainers);
    tell(pod.spec->containers);
    return list.join(' ') + " " + QString::number(pod.spec->volumes.size());
}

} // namespace

void TestServiceAccounts::everyNamespaceHasOneAtOnce()
{
    Cluster cluster;
    for (const char* home : {"default", "kube-system", "kube-public", "kube-node-lease"})
        QVERIFY(cluster.find("ServiceAccount", "default", home));
    const api::Time before = cluster.lab().now();
    QVERIFY(cluster.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n").ok());
    QVERIFY(cluster.create(pod(plain), "team").ok()); // the next request, at the same instant
    QCOMPARE(cluster.lab().now(), before);
}

void TestServiceAccounts::whoDeletesItGetsANewOne()
{
    Cluster cluster;
    const std::string uid = cluster.find("ServiceAccount", "default").meta().uid.str();
    const apiserver::Response removed = cluster.remove("ServiceAccount", "default");
    QVERIFY(removed.object); // accounts are answered with what was there
    QVERIFY(!cluster.find("ServiceAccount", "default"));
    cluster.lab().runFor(seconds(0));
    QVERIFY(cluster.find("ServiceAccount", "default").meta().uid != uid);
    QVERIFY(cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: builder}\n").ok());
    cluster.remove("ServiceAccount", "builder");
    cluster.lab().runFor(seconds(1));
    QVERIFY(!cluster.find("ServiceAccount", "builder")); // only the one that there has to be
}

void TestServiceAccounts::noneIsMadeInANamespaceThatEnds()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team, finalizers: [example.com/keep]}\n").ok());
    cluster.remove("Namespace", "team");
    cluster.lab().runFor(seconds(10));
    QVERIFY(cluster.find("Namespace", "team"));
    QVERIFY(!cluster.find("ServiceAccount", "default", "team"));
}

void TestServiceAccounts::podsAndTheirTokens_data()
{
    QTest::addColumn<QByteArray>("account");
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("mounted");
    const QByteArray withInit = "initContainers: [{name: i, image: busybox}], " + plain;
    const QByteArray taken = "volumes: [{name: own, emptyDir: {}}], containers: [{name: c, image: nginx, volumeMounts: [{name: own, "
                             "mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]}";
    QTest::newRow("each container has it") << QByteArray() << withInit << "i:kube-api-access c:kube-api-access 1";
    QTest::newRow("unless the account says no") << QByteArray("automountServiceAccountToken: false\n") << withInit << "i:- c:- 0";
    QTest::newRow("unless the pod says no") << QByteArray() << "automountServiceAccountToken: false, " + plain << "c:- 0";
    QTest::newRow("the pod's word counts more") << QByteArray("automountServiceAccountToken: false\n")
        << "automountServiceAccountToken: true, " + plain << "c:kube-api-access 1";
    QTest::newRow("what stands there already stays") << QByteArray() << taken + "]" << "c:own 1";
    QTest::newRow("the others have it all the same") << QByteArray() << taken + ", {name: d, image: nginx}]"
        << "c:own d:kube-api-access 2";
    QTest::newRow("one that was brought along is used") << QByteArray()
        << "volumes: [{name: kube-api-access-12345, projected: {sources: [{serviceAccountToken: {path: token}}]}}], " + plain
        << "c:kube-api-access 1";
}

void TestServiceAccounts::podsAndTheirTokens()
{
    QFETCH(QByteArray, account);
    QFETCH(QByteArray, spec);
    QFETCH(QString, mounted);
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: mine}\n" + account).ok());
    const apiserver::Response made = cluster.create(pod("serviceAccountName: mine, " + spec));
    QVERIFY2(made.ok(), made.status.message.c_str());
    QCOMPARE(mounts(*made.object.as<api::Pod>()), mounted);
}

void TestServiceAccounts::theVolumeIsTheRealOne()
{
    Cluster cluster;
    const apiserver::Response made = cluster.create(pod(plain));
    QVERIFY2(made.ok(), made.status.message.c_str());
    const api::PodSpec& spec = *made.object.as<api::Pod>()->spec;
    QCOMPARE(spec.serviceAccountName.str() + " " + spec.serviceAccount.str(), std::string("default default"));
    const api::Volume& volume = spec.volumes.front();
    QVERIFY(QRegularExpression("^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$")
                .match(QString::fromStdString(volume.name.str()))
                .hasMatch());
    QCOMPARE(QString::fromStdString(api::toJson(*api::TypeOf<api::ProjectedVolumeSource>::value, &*volume.projected)),
        QString(R"({"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},)"
                R"({"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},)"
                R"({"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],)"
                R"("defaultMode":420})"));
    const api::VolumeMount& mount = spec.containers.front().volumeMounts.front();
    QCOMPARE(QString::fromStdString(api::toJson(*api::TypeOf<api::VolumeMount>::value, &mount)),
        QString(R"({"name":"%1","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"})")
            .arg(QString::fromStdString(volume.name.str())));
    // Two pods of one generateName have volumes of their own.
    const apiserver::Response a = cluster.create(pod(plain, "generateName: web-"));
    const apiserver::Response b = cluster.create(pod(plain, "generateName: web-"));
    QVERIFY(a.object.as<api::Pod>()->spec->volumes.front().name != b.object.as<api::Pod>()->spec->volumes.front().name);
}

void TestServiceAccounts::podsGetThePullSecretsOfTheirAccount()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: mine}\nimagePullSecrets: [{name: one}, {name: two}]\n").ok());
    const auto secrets = [&](const QByteArray& name, const QByteArray& spec) {
        QStringList list;
        const apiserver::Response made = cluster.create(pod("serviceAccountName: mine, " + spec + plain, "name: " + name));
        for (const api::LocalObjectReference& secret : made.object.as<api::Pod>()->spec->imagePullSecrets)
            list << QString::fromStdString(secret.name.str());
        return list.join(' ');
    };
    QCOMPARE(secrets("a", ""), QString("one two"));
    QCOMPARE(secrets("b", "imagePullSecrets: [{name: own}], "), QString("own"));
}

void TestServiceAccounts::podsThatAreAppliedHaveThemToo()
{
    Cluster cluster;
    apiserver::Request apply = Cluster::request(apiserver::Verb::Patch, "Pod", "p");
    apply.patchType = apiserver::PatchType::Apply;
    apply.fieldManager = "tester";
    apply.body = pod(plain).toStdString();
    apply.bodyFormat = apiserver::BodyFormat::Yaml;
    const apiserver::Response made = cluster.lab().submit(apply);
    QVERIFY2(made.ok(), made.status.message.c_str());
    QCOMPARE(mounts(*made.object.as<api::Pod>()), QString("c:kube-api-access 1"));
    apply.namespace_ = "nowhere";
    QCOMPARE(QString::fromStdString(cluster.lab().submit(apply).status.message), QString("namespaces \"nowhere\" not found"));
}

void TestServiceAccounts::guestsGetNoMoreThanTheOthers()
{
    Cluster cluster;
    cluster.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: strict, annotations: "
                   "{kubernetes.io/enforce-mountable-secrets: \"true\"}}\nsecrets: [{name: lent}]\n");
    QVERIFY(cluster.create(pod("serviceAccountName: strict, " + plain)).ok());
    const auto joinedBy = [&](const char* secret) {
        apiserver::Request request = Cluster::request(apiserver::Verb::Update, "Pod", "p");
        request.subresource = "ephemeralcontainers";
        request.object = cluster.find("Pod", "p");
        api::EphemeralContainer guest;
        guest.name = "guest";
        guest.image = "busybox";
        guest.envFrom.push_back({}).secretRef.edit().name = secret;
        request.object.editAs<api::Pod>().spec.edit().ephemeralContainers.push_back(guest);
        return QString::fromStdString(cluster.lab().submit(request).status.message);
    };
    QCOMPARE(joinedBy("other"),
        QString(R"(pods "p" is forbidden: ephemeral container guest with envFrom referencing secret.secretName="other" is not )"
                "allowed because service account strict does not reference that secret"));
    QCOMPARE(joinedBy("lent"), QString());
}

void TestServiceAccounts::refusals_data()
{
    QTest::addColumn<QByteArray>("pod");
    QTest::addColumn<QString>("message");
    const QByteArray mirror = "name: p, annotations: {kubernetes.io/config.mirror: abc}";
    const QByteArray strict = "serviceAccountName: strict, ";
    QTest::newRow("an account that does not exist") << pod("serviceAccountName: ghost, " + plain)
        << R"(pods "p" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found)";
    QTest::newRow("the same of a pod that has no name yet") << pod("serviceAccountName: ghost, " + plain, "generateName: web-")
        << R"(pods "web-" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found)";
    QTest::newRow("a mirror pod with an account") << pod("nodeName: node-1, serviceAccountName: default, " + plain, mirror)
        << R"(pods "p" is forbidden: a mirror pod may not reference service accounts)";
    QTest::newRow("a mirror pod with a secret")
        << pod("nodeName: node-1, volumes: [{name: s, secret: {secretName: s}}], " + plain, mirror)
        << R"(pods "p" is forbidden: a mirror pod may not reference secrets)";
    QTest::newRow("a mirror pod with a token")
        << pod("nodeName: node-1, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: token}}]}}], " + plain, mirror)
        << R"(pods "p" is forbidden: a mirror pod may not use ServiceAccountToken volume projections)";
    QTest::newRow("a volume that a strict account does not lend")
        << pod(strict + "volumes: [{name: s, secret: {secretName: other}}], " + plain)
        << R"(pods "p" is forbidden: volume with secret.secretName="other" is not allowed because service account strict does not reference that secret)";
    QTest::newRow("a variable that a strict account does not lend")
        << pod(strict + "containers: [{name: c, image: nginx, env: [{name: V, valueFrom: {secretKeyRef: {name: other, key: k}}}]}]")
        << R"(pods "p" is forbidden: container c with envVar V referencing secret.secretName="other" is not allowed because service account strict does not reference that secret)";
    QTest::newRow("all variables of a secret, in an init container")
        << pod(strict + "initContainers: [{name: i, image: busybox, envFrom: [{secretRef: {name: other}}]}], " + plain)
        << R"(pods "p" is forbidden: init container i with envFrom referencing secret.secretName="other" is not allowed because service account strict does not reference that secret)";
    QTest::newRow("a pull secret that a strict account does not lend") << pod(strict + "imagePullSecrets: [{name: other}], " + plain)
        << R"(pods "p" is forbidden: imagePullSecrets[0].name="other" is not allowed because service account strict does not reference that imagePullSecret)";
    QTest::newRow("what it does lend is taken")
        << pod(strict + "imagePullSecrets: [{name: pull}], volumes: [{name: s, secret: {secretName: lent}}], " + plain) << "";
    QTest::newRow("a mirror pod with nothing of the kind is taken as it is") << pod("nodeName: node-1, " + plain, mirror) << "";
}

void TestServiceAccounts::refusals()
{
    QFETCH(QByteArray, pod);
    QFETCH(QString, message);
    Cluster cluster;
    QVERIFY(cluster
                .create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: strict, annotations: "
                        "{kubernetes.io/enforce-mountable-secrets: \"true\"}}\nsecrets: [{name: lent}]\nimagePullSecrets: [{name: pull}]\n")
                .ok());
    const apiserver::Response made = cluster.create(pod);
    QCOMPARE(QString::fromStdString(made.status.message), message);
    QCOMPARE(made.status.code, message.isEmpty() ? 201 : 403);
    if (made.ok() && made.object.meta().annotations.contains("kubernetes.io/config.mirror"))
        QCOMPARE(mounts(*made.object.as<api::Pod>()), QString("c:- 0"));
}

void TestServiceAccounts::theRootCertificateIsPublished()
{
    Cluster cluster;
    QVERIFY(cluster.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n").ok());
    cluster.lab().runFor(seconds(1));
    const api::ObjectPtr first = cluster.find("ConfigMap", "kube-root-ca.crt");
    QVERIFY(first);
    const std::string certificate = first.as<api::ConfigMap>()->data.valueOr("ca.crt", "").str();
    QVERIFY(certificate.starts_with("-----BEGIN CERTIFICATE-----\n"));
    for (const char* home : {"default", "kube-system", "team"}) {
        const api::ObjectPtr config = cluster.find("ConfigMap", "kube-root-ca.crt", home);
        QVERIFY(config);
        QCOMPARE(config.as<api::ConfigMap>()->data.valueOr("ca.crt", "").str(), certificate);
        QVERIFY(config.meta()
                    .annotations.valueOr("kubernetes.io/description", "")
                    .view()
                    .starts_with("Contains a CA bundle"));
    }
    cluster.change("ConfigMap", "kube-root-ca.crt",
        [](api::ObjectPtr& config) { config.editAs<api::ConfigMap>().data.clear(); });
    cluster.lab().runFor(seconds(1));
    QVERIFY(cluster.find("ConfigMap", "kube-root-ca.crt").as<api::ConfigMap>()->data == first.as<api::ConfigMap>()->data);
    cluster.remove("ConfigMap", "kube-root-ca.crt");
    cluster.lab().runFor(seconds(1));
    QVERIFY(cluster.find("ConfigMap", "kube-root-ca.crt"));
    cluster.remove("Namespace", "team");
    cluster.lab().runFor(seconds(10));
    QVERIFY(!cluster.find("Namespace", "team")); // it is not brought back while its namespace ends
}

QTEST_GUILESS_MAIN(TestServiceAccounts)
#include "test_serviceaccounts.moc"
