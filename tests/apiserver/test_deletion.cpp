// What a delete does to an object, and what the server answers.
#include "api/manifestreader.h"
#include "apiserver/apiserver.h"
#include "apiserver/deletion.h"
#include "apiserver/resources.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestDeletion : public QObject {
    Q_OBJECT
private slots:
    void init();
    void objectsGo_data();
    void objectsGo();
    void aSecondDelete_data();
    void aSecondDelete();
    void finalizersDecide_data();
    void finalizersDecide();
    void preconditions_data();
    void preconditions();
    void optionsOfTheBody_data();
    void optionsOfTheBody();
    void aDryRunRemovesNothing();
    void eachOfACollectionIsADelete();
    void theEndOfAPodIsSeen();

private:
    Request request(Verb verb, const char* kind, const QByteArray& name) const;
    Response create(const QByteArray& yaml);
    void bind(const QByteArray& pod);
    QString state(const char* kind, const QByteArray& name) const;

    ApiServer m_server;
    std::unique_ptr<State> m_state;
};

namespace {

const QByteArray config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n";
const QByteArray heldConfig = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, finalizers: [example.com/hold]}\n";
const QByteArray pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: c, image: nginx}]}\n";
const QByteArray deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x, finalizers: [example.com/hold]}\nspec: {selector: "
                              "{matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: nginx}]}}}\n";

const api::Kind& kindNamed(const QByteArray& name)
{
    const auto all = api::kinds();
    return *std::find_if(
        all.begin(), all.end(), [&](const api::Kind& kind) { return kind.kind == name.toStdString() && kind.stored; });
}

} // namespace

void TestDeletion::init()
{
    m_state = std::make_unique<State>(1);
    m_state->now = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600) + std::chrono::milliseconds(750));
    QVERIFY(create("apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n").ok());
    QVERIFY(create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default}\n").ok());
}

Request TestDeletion::request(Verb verb, const char* kind, const QByteArray& name) const
{
    static const auto admin = std::make_shared<const Identity>(Identity{"admin", "", {"system:masters"}, {}});
    Request asked;
    asked.verb = verb;
    asked.kind = &kindNamed(kind);
    asked.name = name.toStdString();
    asked.namespace_ = asked.kind->namespaced ? "default" : "";
    asked.identity = admin;
    return asked;
}

Response TestDeletion::create(const QByteArray& yaml)
{
    const api::ParsedStream stream = api::parseYaml(yaml.toStdString());
    const auto meta = api::typeMetaOf(stream.documents.at(0).root);
    Request asked = request(Verb::Create, meta->kind.c_str(), {});
    asked.body = yaml.toStdString();
    asked.bodyFormat = BodyFormat::Yaml;
    return m_server.handle(*m_state, asked);
}

void TestDeletion::bind(const QByteArray& name)
{
    Request asked = request(Verb::Create, "Pod", name);
    asked.subresource = "binding";
    asked.body = "apiVersion: v1\nkind: Binding\nmetadata: {name: x}\ntarget: {kind: Node, name: node-1}\n";
    asked.bodyFormat = BodyFormat::Yaml;
    QVERIFY(m_server.handle(*m_state, asked).ok());
}

// "gone", "there", or when it is due, its grace, its generation and its finalizers: "00:00:30 30s g2 [a]".
QString TestDeletion::state(const char* kind, const QByteArray& name) const
{
    const api::ObjectPtr object = m_state->store.find(keyOf(kindNamed(kind), "default", name.toStdString()));
    if (!object)
        return "gone";
    const api::ObjectMeta& meta = object.meta();
    if (!meta.deletionTimestamp)
        return "there";
    QString told = QString::fromStdString(meta.deletionTimestamp.text()).mid(11, 8);
    told += meta.deletionGracePeriodSeconds ? QString(" %1s").arg(*meta.deletionGracePeriodSeconds) : QString(" no grace");
    told += QString(" g%1").arg(meta.generation);
    for (const api::Text& finalizer : meta.finalizers)
        told += QString(" [%1]").arg(QString::fromStdString(finalizer.str()));
    return told;
}

void TestDeletion::objectsGo_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<bool>("bound");
    QTest::addColumn<int>("grace"); // -100: nothing said
    QTest::addColumn<QString>("then");
    QTest::addColumn<bool>("answeredWithObject");
    QTest::newRow("most go at once") << config << QByteArray("ConfigMap") << false << -100 << "gone" << false;
    QTest::newRow("grace is only for pods") << config << QByteArray("ConfigMap") << false << 60 << "gone" << false;
    QTest::newRow("finalizers hold back") << heldConfig << QByteArray("ConfigMap") << false << -100
        << "00:00:00 0s g0 [example.com/hold]" << true;
    QTest::newRow("being deleted is a new generation") << deployment << QByteArray("Deployment") << false << -100
        << "00:00:00 0s g2 [example.com/hold]" << true;
    QTest::newRow("a pod on a node is given time") << pod << QByteArray("Pod") << true << -100 << "00:00:30 30s g2" << true;
    QTest::newRow("as much as is said") << pod << QByteArray("Pod") << true << 90 << "00:01:30 90s g2" << true;
    QTest::newRow("a negative time is a second") << pod << QByteArray("Pod") << true << -5 << "00:00:01 1s g2" << true;
    QTest::newRow("by force it goes at once") << pod << QByteArray("Pod") << true << 0 << "gone" << true;
    QTest::newRow("a pod that no node has needs none") << pod << QByteArray("Pod") << false << -100 << "gone" << true;
}

void TestDeletion::objectsGo()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, kind);
    QFETCH(bool, bound);
    QFETCH(int, grace);
    QFETCH(QString, then);
    QFETCH(bool, answeredWithObject);
    const Response made = create(yaml);
    QVERIFY2(made.ok(), made.status.message.c_str());
    if (bound)
        bind("x");
    Request asked = request(Verb::Delete, kind, "x");
    if (grace != -100)
        asked.remove.gracePeriodSeconds = grace;
    const Response removed = m_server.handle(*m_state, asked);
    QVERIFY2(removed.ok(), removed.status.message.c_str());
    QCOMPARE(state(kind, "x"), then);
    QCOMPARE(bool(removed.object), answeredWithObject);
    if (!answeredWithObject)
        QCOMPARE(QString::fromStdString(removed.status.details.kind + " " + removed.status.details.name + " " + removed.status.details.uid),
            "configmaps x " + QString::fromStdString(made.object.meta().uid.str()));
    QCOMPARE(m_state->store.revision(), removed.revision);
}

void TestDeletion::aSecondDelete_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("later");
    QTest::addColumn<int>("second");
    QTest::addColumn<QString>("then");
    QTest::newRow("changes nothing if it says nothing") << -100 << 10 << -100 << "00:00:30 30s g2";
    QTest::newRow("cannot give more time") << 20 << 10 << 90 << "00:00:20 20s g2";
    QTest::newRow("may give less, counted from the first") << -100 << 5 << 10 << "00:00:10 10s g2";
    QTest::newRow("may give none") << -100 << 5 << 0 << "gone";
}

void TestDeletion::aSecondDelete()
{
    QFETCH(int, first);
    QFETCH(int, later);
    QFETCH(int, second);
    QFETCH(QString, then);
    create(pod);
    bind("x");
    Request asked = request(Verb::Delete, "Pod", "x");
    if (first != -100)
        asked.remove.gracePeriodSeconds = first;
    QVERIFY(m_server.handle(*m_state, asked).ok());
    m_state->now = m_state->now + std::chrono::seconds(later);
    asked.remove.gracePeriodSeconds.reset();
    if (second != -100)
        asked.remove.gracePeriodSeconds = second;
    QVERIFY(m_server.handle(*m_state, asked).ok());
    QCOMPARE(state("Pod", "x"), then);
}

void TestDeletion::finalizersDecide_data()
{
    QTest::addColumn<QByteArray>("there");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<QString>("then");
    const QByteArray map = "ConfigMap";
    QTest::newRow("foreground puts one on") << QByteArray() << map << QByteArray("Foreground")
        << "00:00:00 0s g0 [foregroundDeletion]";
    QTest::newRow("orphan puts one on") << QByteArray() << map << QByteArray("Orphan") << "00:00:00 0s g0 [orphan]";
    QTest::newRow("behind those that are there") << QByteArray("example.com/a") << map << QByteArray("Orphan")
        << "00:00:00 0s g0 [example.com/a] [orphan]";
    QTest::newRow("background takes both off") << QByteArray("foregroundDeletion, example.com/a") << map << QByteArray("Background")
        << "00:00:00 0s g0 [example.com/a]";
    QTest::newRow("and then nothing may be left") << QByteArray("orphan") << map << QByteArray("Background") << "gone";
    QTest::newRow("one is exchanged for the other") << QByteArray("orphan") << map << QByteArray("Foreground")
        << "00:00:00 0s g0 [foregroundDeletion]";
    QTest::newRow("without a word they stay") << QByteArray("orphan") << map << QByteArray() << "00:00:00 0s g0 [orphan]";
    QTest::newRow("events have no dependents") << QByteArray() << QByteArray("Event") << QByteArray("Foreground") << "gone";
}

void TestDeletion::finalizersDecide()
{
    QFETCH(QByteArray, there);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, policy);
    QFETCH(QString, then);
    const QByteArray about = kind == "Event" ? "involvedObject: {namespace: default}\n" : "";
    const Response made = create(
        "apiVersion: v1\nkind: " + kind + "\nmetadata: {name: x, namespace: default, finalizers: [" + there + "]}\n" + about);
    QVERIFY2(made.ok(), made.status.message.c_str());
    Request asked = request(Verb::Delete, kind, "x");
    asked.remove.propagationPolicy = policy.toStdString();
    QVERIFY(m_server.handle(*m_state, asked).ok());
    QCOMPARE(state(kind, "x"), then);
}

void TestDeletion::preconditions_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<bool>("byUid");
    QTest::addColumn<QString>("message");
    QTest::newRow("another uid") << QByteArray("ConfigMap") << true
        << "Operation cannot be fulfilled on ConfigMap \"x\": the UID in the precondition (99) does not match the UID in record (UID). The "
           "object might have been deleted and then recreated";
    QTest::newRow("another version") << QByteArray("ConfigMap") << false
        << "Operation cannot be fulfilled on ConfigMap \"x\": the ResourceVersion in the precondition (99) does not match the "
           "ResourceVersion in record (3). The object might have been modified";
    QTest::newRow("another uid of a namespace") << QByteArray("Namespace") << true
        << "Operation cannot be fulfilled on namespaces \"x\": Precondition failed: UID in precondition: 99, UID in object meta: UID";
    QTest::newRow("another version of a namespace") << QByteArray("Namespace") << false
        << "Operation cannot be fulfilled on namespaces \"x\": Precondition failed: ResourceVersion in precondition: 99, ResourceVersion in "
           "object meta: 3";
}

void TestDeletion::preconditions()
{
    QFETCH(QByteArray, kind);
    QFETCH(bool, byUid);
    QFETCH(QString, message);
    const Response made = create("apiVersion: v1\nkind: " + kind + "\nmetadata: {name: x}\n");
    QVERIFY2(made.ok(), made.status.message.c_str());
    Request asked = request(Verb::Delete, kind, "x");
    (byUid ? asked.remove.uid : asked.remove.resourceVersion) = "99";
    const Response refused = m_server.handle(*m_state, asked);
    QCOMPARE(refused.status.code, 409);
    const QString uid = QString::fromStdString(made.object.meta().uid.str());
    QCOMPARE(QString::fromStdString(refused.status.message).replace(uid, "UID"), message);
    asked.remove.uid.reset();
    asked.remove.resourceVersion.reset();
    (byUid ? asked.remove.uid : asked.remove.resourceVersion) =
        byUid ? made.object.meta().uid.str() : made.object.meta().resourceVersion.str();
    QVERIFY(m_server.handle(*m_state, asked).ok());
}

void TestDeletion::optionsOfTheBody_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("answer");
    QTest::newRow("a policy") << QByteArray(R"({"propagationPolicy":"Orphan"})") << "00:00:00 0s g0 [orphan]";
    QTest::newRow("its older form") << QByteArray(R"({"orphanDependents":true})") << "00:00:00 0s g0 [orphan]";
    QTest::newRow("a dry run") << QByteArray(R"({"dryRun":["All"]})") << "there";
    QTest::newRow("with its name on") << QByteArray(R"({"kind":"DeleteOptions","apiVersion":"apps/v1"})") << "gone";
    QTest::newRow("another kind") << QByteArray(R"({"kind":"ConfigMap","apiVersion":"v1"})")
        << R"(no kind "ConfigMap" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30")";
    QTest::newRow("both forms") << QByteArray(R"({"orphanDependents":true,"propagationPolicy":"Orphan"})")
        << R"(DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set)";
    QTest::newRow("a policy that there is not") << QByteArray(R"({"propagationPolicy":"Sideways"})")
        << R"(DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil")";
    QTest::newRow("a dry run that there is not") << QByteArray(R"({"dryRun":["Some"]})")
        << R"(DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All")";
}

void TestDeletion::optionsOfTheBody()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, answer);
    create(config);
    Request asked = request(Verb::Delete, "ConfigMap", "x");
    asked.body = R"({"kind":"DeleteOptions","apiVersion":"v1",)" + body.mid(1).toStdString();
    asked.bodyFormat = BodyFormat::Json;
    const Response response = m_server.handle(*m_state, asked);
    QCOMPARE(response.ok() ? state("ConfigMap", "x") : QString::fromStdString(response.status.message), answer);
    QVERIFY(response.ok() || response.status.code == 422 || response.status.code == 400);
}

void TestDeletion::aDryRunRemovesNothing()
{
    create(config);
    const Response made = create(QByteArray(pod).replace("name: x", "name: web"));
    QVERIFY2(made.ok(), made.status.message.c_str());
    const store::Revision before = m_state->store.revision();
    for (const auto& [kind, name] : {std::pair("ConfigMap", "x"), std::pair("Pod", "web")}) {
        Request asked = request(Verb::Delete, kind, name);
        asked.dryRun = true;
        const Response would = m_server.handle(*m_state, asked);
        QVERIFY2(would.ok(), would.status.message.c_str());
    }
    QCOMPARE(m_state->store.revision(), before);
}

namespace {

// Somebody who wants to keep one object.
class Keeper final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "Keeper"; }

    bool handles(Verb verb) const override { return verb == Verb::Delete; }

    std::optional<api::Status> validate(const Attributes& attributes, const api::ObjectPtr&) const override
    {
        if (attributes.request.name != "keep")
            return std::nullopt;
        return api::Status{403, "Forbidden", "not this one", {}};
    }
};

} // namespace

void TestDeletion::eachOfACollectionIsADelete()
{
    m_server.admission().add(std::make_unique<Keeper>());
    for (const char* name : {"a", "b", "keep", "z"})
        create(QByteArray(config).replace("name: x", QByteArray("name: ") + name));
    Request all = request(Verb::DeleteCollection, "ConfigMap", {});
    const Response refused = m_server.handle(*m_state, all);
    QCOMPARE(QString::fromStdString(refused.status.message), QString("not this one"));
    QCOMPARE(state("ConfigMap", "b"), QString("gone")); // what came before it
    QCOMPARE(state("ConfigMap", "z"), QString("there"));
    all.list.fieldSelector = "metadata.name=z";
    all.remove.propagationPolicy = "Orphan";
    const Response removed = m_server.handle(*m_state, all);
    QVERIFY(removed.ok());
    QCOMPARE(removed.page->items.size(), std::size_t{1});
    QCOMPARE(state("ConfigMap", "z"), QString("00:00:00 0s g0 [orphan]"));
    m_server = ApiServer();
}

// A watch is told of the end of the grace before it is told that the pod is gone.
void TestDeletion::theEndOfAPodIsSeen()
{
    create(pod);
    bind("x");
    Request asked = request(Verb::Delete, "Pod", "x");
    QVERIFY(m_server.handle(*m_state, asked).ok());
    const store::Revision marked = m_state->store.revision();
    asked.remove.gracePeriodSeconds = 0;
    const Response removed = m_server.handle(*m_state, asked);
    QCOMPARE(m_state->store.revision(), marked + 2);
    const store::Change& last = *m_state->store.change(marked + 1);
    QCOMPARE(last.type, store::ChangeType::Updated);
    QCOMPARE(last.now.meta().deletionGracePeriodSeconds.valueOr(-1), std::int64_t{0});
    QCOMPARE(m_state->store.change(marked + 2)->type, store::ChangeType::Deleted);
    QCOMPARE(removed.object.meta().resourceVersion.str(), std::to_string(marked + 2));
}

QTEST_GUILESS_MAIN(TestDeletion)
#include "test_deletion.moc"
