// One way in for everybody: what is answered to requests, and what they leave behind.
#include "api/manifestreader.h"
#include "apiserver/apiserver.h"
#include "apiserver/resources.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/core-service.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestRequests : public QObject {
    Q_OBJECT
private slots:
    void init();
    void whatTheServerFillsIn();
    void refusals_data();
    void refusals();
    void generatedNamesAreFree();
    void aDryRunLeavesNothing();
    void aWriteThatChangesNothingIsNone();
    void statusAndWishAreWrittenApart();
    void generationsCountTheWish_data();
    void generationsCountTheWish();
    void whoReadFirstWritesLast();
    void servicesKeepWhatTheirManifestLeavesOpen();
    void podsEndGracefully();
    void namespacesWaitForTheirContent();
    void finalizersHoldBack();
    void aPodIsBoundOnce();
    void listsAreOfOneRevision();
    void selectorsChoose_data();
    void selectorsChoose();
    void everyKindHasItsFields_data();
    void everyKindHasItsFields();
    void watchesTellEachChangeOnce();
    void selectionsMoveObjectsInAndOut();
    void tooOldIsGone();
    void aTraceShowsEveryStage();

private:
    Response create(const QByteArray& yaml, const QByteArray& user = "admin");
    Response ask(Verb verb, const char* kind, const QByteArray& name = {}, const QByteArray& space = "default");
    Request request(Verb verb, const char* kind, const QByteArray& name = {}, const QByteArray& space = "default") const;
    QString names(const Response& response) const;

    ApiServer m_server;
    std::unique_ptr<State> m_state;
};

namespace {

IdentityPtr identity(const QByteArray& user)
{
    const bool master = user == "admin";
    return std::make_shared<const Identity>(
        Identity{user.toStdString(), "", master ? std::vector<std::string>{"system:masters"} : std::vector<std::string>{"system:authenticated"}, {}});
}

const api::Kind& kindNamed(const char* name)
{
    const auto all = api::kinds();
    return *std::find_if(all.begin(), all.end(), [&](const api::Kind& kind) { return kind.kind == name && kind.stored; });
}

constexpr const char* podYaml = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {app: web}}\nspec: {containers: [{name: c, image: nginx}]}\n";

} // namespace

void TestRequests::init()
{
    m_state = std::make_unique<State>(1);
    m_state->now = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'600) + std::chrono::milliseconds(250));
    QVERIFY(create("apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n").ok());
    // No controller runs here, and no pod is admitted without it.
    const Response account = create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default}\n");
    QVERIFY2(account.ok(), account.status.message.c_str());
}

Request TestRequests::request(Verb verb, const char* kind, const QByteArray& name, const QByteArray& space) const
{
    Request asked;
    asked.verb = verb;
    asked.kind = &kindNamed(kind);
    asked.name = name.toStdString();
    asked.namespace_ = asked.kind->namespaced ? space.toStdString() : "";
    asked.identity = identity("admin");
    return asked;
}

Response TestRequests::create(const QByteArray& yaml, const QByteArray& user)
{
    api::ParsedStream stream = api::parseYaml(yaml.toStdString());
    if (stream.documents.size() != 1)
        qFatal("one document is expected");
    const auto meta = api::typeMetaOf(stream.documents[0].root);
    Request asked;
    asked.verb = Verb::Create;
    asked.kind = api::findKindByApiVersion(meta->apiVersion, meta->kind);
    const api::TreeNode* const metadata = stream.documents[0].root.find("metadata");
    const api::TreeNode* const space = metadata ? metadata->find("namespace") : nullptr;
    asked.namespace_ = !asked.kind->namespaced ? "" : space ? std::string(space->scalar) : "default";
    asked.identity = identity(user);
    asked.body = yaml.toStdString();
    asked.bodyFormat = BodyFormat::Yaml;
    asked.fieldValidation = api::FieldValidation::Strict;
    return m_server.handle(*m_state, asked);
}

Response TestRequests::ask(Verb verb, const char* kind, const QByteArray& name, const QByteArray& space)
{
    return m_server.handle(*m_state, request(verb, kind, name, space));
}

QString TestRequests::names(const Response& response) const
{
    QStringList list;
    for (const api::ObjectPtr& object : response.page->items)
        list << QString::fromStdString(object.meta().name.str());
    return list.join(' ');
}

void TestRequests::whatTheServerFillsIn()
{
    const Response created = create(podYaml);
    QCOMPARE(created.status.code, 201);
    const api::Pod& pod = *created.object.as<api::Pod>();
    QCOMPARE(QString::fromStdString(pod.metadata.creationTimestamp.text()), QString("2026-01-01T00:00:00Z"));
    QVERIFY(QRegularExpression("^[0-9a-f-]{36}$").match(QString::fromStdString(pod.metadata.uid.str())).hasMatch());
    QCOMPARE(pod.metadata.generation, std::int64_t{1});
    QCOMPARE(pod.metadata.resourceVersion.str(), std::to_string(m_state->store.revision()));
    QCOMPARE(pod.status->phase.str(), std::string("Pending"));
    QCOMPARE(pod.status->qosClass.str(), std::string("BestEffort"));

    const Response generated = create("apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: cm-}\n");
    QVERIFY(QRegularExpression("^cm-[bcdfghjklmnpqrstvwxz2456789]{5}$").match(QString::fromStdString(generated.object.meta().name.str())).hasMatch());
    QCOMPARE(generated.object.meta().generation, std::int64_t{0}); // nobody counts them for a ConfigMap
}

void TestRequests::refusals_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const char* yaml, const char* user, int code, const char* reason, const char* message) {
        QTest::newRow(name) << QByteArray(yaml) << QByteArray(user) << code << QString(reason) << QString(message);
    };
    row("what exists", "apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n", "admin", 409, "AlreadyExists", R"(namespaces "default" already exists)");
    row("a namespace that does not exist", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: nm-1}\n", "admin", 404, "NotFound",
        R"(namespaces "nm-1" not found)");
    row("an unknown field", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containrs: []}\n", "admin", 400, "BadRequest",
        R"(Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containrs")");
    row("a bad name", "apiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: r}\nrevision: -1\ndata: {}\n", "admin", 422, "Invalid",
        R"(ControllerRevision.apps "r" is invalid: revision: Invalid value: -1: must be greater than or equal to 0)");
    row("an owner without a uid", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: x}]}\n", "admin",
        422, "Invalid", R"(ConfigMap "c" is invalid: metadata.ownerReferences.uid: Invalid value: "": must not be empty)");
    row("who may not", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n", "jane", 403, "Forbidden",
        R"(configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "default")");
}

void TestRequests::refusals()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, user);
    QFETCH(int, code);
    QFETCH(QString, reason);
    QFETCH(QString, message);
    const store::Revision before = m_state->store.revision();
    const Response refused = create(yaml, user);
    QCOMPARE(QString::fromStdString(refused.status.message), message);
    QCOMPARE(refused.status.code, code);
    QCOMPARE(QString::fromStdString(refused.status.reason), reason);
    QCOMPARE(m_state->store.revision(), before);
}

// There are 27⁵ endings, so among thousands of names two would soon be the same.
void TestRequests::generatedNamesAreFree()
{
    for (int i = 0; i < 20'000; ++i) {
        Request asked = request(Verb::Create, "ConfigMap");
        api::Box<api::ConfigMap> map;
        map.edit().metadata.generateName = "cm-";
        asked.object = map;
        const Response made = m_server.handle(*m_state, asked);
        QVERIFY2(made.ok(), made.status.message.c_str());
    }
}

void TestRequests::aDryRunLeavesNothing()
{
    Request dry = request(Verb::Create, "Pod");
    dry.body = podYaml;
    dry.bodyFormat = BodyFormat::Yaml;
    dry.dryRun = true;
    const store::Revision before = m_state->store.revision();
    QCOMPARE(m_server.handle(*m_state, dry).status.code, 201);
    QCOMPARE(m_state->store.revision(), before);
    QCOMPARE(ask(Verb::Get, "Pod", "p").status.code, 404);
}

void TestRequests::aWriteThatChangesNothingIsNone()
{
    const Response created = create(podYaml);
    Request update = request(Verb::Update, "Pod", "p");
    update.object = created.object;
    const Response same = m_server.handle(*m_state, update);
    QVERIFY2(same.ok(), same.status.message.c_str());
    QCOMPARE(same.object.meta().resourceVersion.str(), created.object.meta().resourceVersion.str());
}

void TestRequests::statusAndWishAreWrittenApart()
{
    create(podYaml);
    Request update = request(Verb::Update, "Pod", "p");
    update.object = ask(Verb::Get, "Pod", "p").object;
    api::Pod& pod = update.object.editAs<api::Pod>();
    pod.status.edit().phase = "Running";
    pod.metadata.labels.set("seen", "yes");
    const Response asWish = m_server.handle(*m_state, update);
    QVERIFY2(asWish.ok(), asWish.status.message.c_str());
    QCOMPARE(asWish.object.as<api::Pod>()->status->phase.str(), std::string("Pending"));
    QCOMPARE(asWish.object.meta().generation, std::int64_t{1}); // labels are no wish

    update.subresource = "status";
    update.object = asWish.object;
    update.object.editAs<api::Pod>().status.edit().phase = "Running";
    update.object.editAs<api::Pod>().spec.edit().nodeName = "elsewhere";
    const Response asStatus = m_server.handle(*m_state, update);
    QVERIFY2(asStatus.ok(), asStatus.status.message.c_str());
    QCOMPARE(asStatus.object.as<api::Pod>()->status->phase.str(), std::string("Running"));
    QVERIFY(asStatus.object.as<api::Pod>()->spec->nodeName.empty());
}

void TestRequests::generationsCountTheWish_data()
{
    QTest::addColumn<QByteArray>("apiVersionAndKind");
    QTest::addColumn<bool>("annotated");
    QTest::addColumn<int>("generation");
    QTest::newRow("the labels of a Deployment are none") << QByteArray("apps/v1\nkind: Deployment") << false << 1;
    QTest::newRow("its annotations are: its ReplicaSets get them") << QByteArray("apps/v1\nkind: Deployment") << true << 2;
    QTest::newRow("those of a ReplicaSet are not") << QByteArray("apps/v1\nkind: ReplicaSet") << true << 1;
}

void TestRequests::generationsCountTheWish()
{
    QFETCH(QByteArray, apiVersionAndKind);
    QFETCH(bool, annotated);
    QFETCH(int, generation);
    const Response created = create("apiVersion: " + apiVersionAndKind
        + "\nmetadata: {name: w}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: "
          "[{name: c, image: i}]}}}\n");
    QVERIFY2(created.ok(), created.status.message.c_str());
    Request update = request(Verb::Update, created.object.type().kind.data(), "w");
    update.object = created.object;
    (annotated ? update.object.editMeta().annotations : update.object.editMeta().labels).set("seen", "yes");
    QCOMPARE(m_server.handle(*m_state, update).object.meta().generation, std::int64_t{generation});
}

void TestRequests::whoReadFirstWritesLast()
{
    const api::ObjectPtr first = create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n").object;
    Request update = request(Verb::Update, "ConfigMap", "c");
    update.object = first;
    update.object.editAs<api::ConfigMap>().data.set("a", "1");
    QVERIFY(m_server.handle(*m_state, update).ok());
    update.object = first;
    update.object.editAs<api::ConfigMap>().data.set("a", "2");
    const Response late = m_server.handle(*m_state, update);
    QCOMPARE(late.status.code, 409);
    QCOMPARE(QString::fromStdString(late.status.message),
             QString("Operation cannot be fulfilled on configmaps \"c\": the object has been modified; please apply your changes to the latest version and try again"));
}

// A manifest names clusterIP only; the list beside it is the server's, and is still there when the manifest comes again.
void TestRequests::servicesKeepWhatTheirManifestLeavesOpen()
{
    const QByteArray yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {clusterIP: None, ports: [{port: 5432}]}\n";
    Request update = request(Verb::Update, "Service", "db");
    update.body = yaml.toStdString();
    update.bodyFormat = BodyFormat::Yaml;
    for (const Response& written : {create(yaml), m_server.handle(*m_state, update)}) {
        QVERIFY2(written.ok(), written.status.message.c_str());
        const auto& ips = written.object.as<api::Service>()->spec->clusterIPs;
        QCOMPARE(ips.size(), std::size_t{1});
        QCOMPARE(ips.front().str(), std::string("None"));
    }
}

void TestRequests::podsEndGracefully()
{
    create(podYaml);
    Request bind = request(Verb::Create, "Pod", "p");
    bind.subresource = "binding";
    bind.body = "apiVersion: v1\nkind: Binding\nmetadata: {name: p}\ntarget: {kind: Node, name: node-1}\n";
    bind.bodyFormat = BodyFormat::Yaml;
    QCOMPARE(m_server.handle(*m_state, bind).status.code, 201);

    const Response marked = ask(Verb::Delete, "Pod", "p");
    QVERIFY(marked.object);
    QCOMPARE(QString::fromStdString(marked.object.meta().deletionTimestamp.text()), QString("2026-01-01T00:00:30Z"));
    QCOMPARE(marked.object.meta().deletionGracePeriodSeconds.valueOr(0), std::int64_t{30});
    QCOMPARE(ask(Verb::Get, "Pod", "p").status.code, 200); // until its kubelet is done

    Request done = request(Verb::Delete, "Pod", "p");
    done.remove.gracePeriodSeconds = 0;
    const Response gone = m_server.handle(*m_state, done);
    QVERIFY(gone.object); // pods are answered with what was there
    QCOMPARE(gone.object.meta().deletionGracePeriodSeconds.valueOr(-1), std::int64_t{0});
    QCOMPARE(ask(Verb::Get, "Pod", "p").status.code, 404);

    create(podYaml); // one that no node has goes at once
    QVERIFY(ask(Verb::Delete, "Pod", "p").ok());
    QCOMPARE(ask(Verb::Get, "Pod", "p").status.code, 404);
}

void TestRequests::namespacesWaitForTheirContent()
{
    create("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n");
    const Response ending = ask(Verb::Delete, "Namespace", "team");
    QCOMPARE(ending.object.as<api::Namespace>()->status->phase.str(), std::string("Terminating"));
    const Response refused = create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: team}\n");
    QCOMPARE(refused.status.code, 403);
    QCOMPARE(QString::fromStdString(refused.status.message),
             QString(R"(configmaps "c" is forbidden: unable to create new content in namespace team because it is being terminated)"));
    QCOMPARE(ask(Verb::Delete, "Namespace", "default").status.message, std::string(R"(namespaces "default" is forbidden: this namespace may not be deleted)"));
}

void TestRequests::finalizersHoldBack()
{
    create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, finalizers: [example.com/wait]}\n");
    const Response held = ask(Verb::Delete, "ConfigMap", "c");
    QVERIFY(held.object && held.object.meta().deletionTimestamp);
    Request release = request(Verb::Update, "ConfigMap", "c");
    release.object = held.object;
    release.object.editMeta().finalizers.clear();
    QVERIFY(m_server.handle(*m_state, release).ok());
    QCOMPARE(ask(Verb::Get, "ConfigMap", "c").status.code, 404);
}

void TestRequests::aPodIsBoundOnce()
{
    create(podYaml);
    Request bind = request(Verb::Create, "Pod", "p");
    bind.subresource = "binding";
    bind.body = "apiVersion: v1\nkind: Binding\nmetadata: {name: p}\ntarget: {kind: Node, name: node-1}\n";
    bind.bodyFormat = BodyFormat::Yaml;
    QVERIFY(m_server.handle(*m_state, bind).ok());
    const api::Pod& pod = *ask(Verb::Get, "Pod", "p").object.as<api::Pod>();
    QCOMPARE(pod.spec->nodeName.str(), std::string("node-1"));
    QCOMPARE(pod.status->conditions.front().type.str() + pod.status->conditions.front().status.str(), std::string("PodScheduledTrue"));
    const Response again = m_server.handle(*m_state, bind);
    QCOMPARE(QString::fromStdString(again.status.message),
             QString("Operation cannot be fulfilled on pods \"p\": pod p is already assigned to node \"node-1\""));
}

void TestRequests::listsAreOfOneRevision()
{
    for (const char* name : {"a", "b", "c", "d", "e"})
        create(QByteArray("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ") + name + "}\n");
    Request list = request(Verb::List, "ConfigMap");
    list.list.limit = 2;
    Response page = m_server.handle(*m_state, list);
    QCOMPARE(names(page), QString("a b"));
    QCOMPARE(page.page->remainingItemCount.value_or(-1), std::int64_t{3});
    ask(Verb::Delete, "ConfigMap", "c");
    create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bb}\n");
    list.list.continueToken = page.page->continueToken;
    page = m_server.handle(*m_state, list);
    QCOMPARE(names(page), QString("c d")); // as it was when the list began
    list.list.continueToken = page.page->continueToken;
    page = m_server.handle(*m_state, list);
    QCOMPARE(names(page), QString("e"));
    QVERIFY(page.page->continueToken.empty());
    list.list.continueToken = "nonsense";
    QCOMPARE(m_server.handle(*m_state, list).status.code, 400);
}

void TestRequests::selectorsChoose_data()
{
    QTest::addColumn<QString>("labels");
    QTest::addColumn<QString>("fields");
    QTest::addColumn<QString>("answer");
    QTest::newRow("by label") << "app=web" << "" << "p1 p2";
    QTest::newRow("by several labels") << "app=web,tier!=back" << "" << "p1";
    QTest::newRow("by a set") << "tier in (back,front)" << "" << "p2";
    QTest::newRow("by name") << "" << "metadata.name=p3" << "p3";
    QTest::newRow("by phase") << "" << "status.phase!=Pending" << "";
    QTest::newRow("by policy") << "app" << "spec.restartPolicy=Never" << "p2";
    QTest::newRow("a selector that is none") << "a==b==c" << "" << "found '==', expected: ',' or 'end of string'";
    QTest::newRow("a field nobody may ask for") << "" << "spec.hostname=x" << "field label not supported: spec.hostname";
}

void TestRequests::selectorsChoose()
{
    QFETCH(QString, labels);
    QFETCH(QString, fields);
    QFETCH(QString, answer);
    create("apiVersion: v1\nkind: Pod\nmetadata: {name: p1, labels: {app: web}}\nspec: {containers: [{name: c, image: i}]}\n");
    create("apiVersion: v1\nkind: Pod\nmetadata: {name: p2, labels: {app: web, tier: back}}\nspec: {restartPolicy: Never, containers: [{name: c, image: i}]}\n");
    create("apiVersion: v1\nkind: Pod\nmetadata: {name: p3}\nspec: {containers: [{name: c, image: i}]}\n");
    Request list = request(Verb::List, "Pod");
    list.list.labelSelector = labels.toStdString();
    list.list.fieldSelector = fields.toStdString();
    const Response response = m_server.handle(*m_state, list);
    QCOMPARE(response.ok() ? names(response) : QString::fromStdString(response.status.message), answer);
}

void TestRequests::everyKindHasItsFields_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QString>("message");
    QTest::newRow("one with fields of its own") << QByteArray("Node") << "field label not supported: spec.x";
    QTest::newRow("a Job, in words of its own") << QByteArray("Job") << "field label \"spec.x\" not supported for Job";
    const QString onlyNames = "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
    QTest::newRow("one that knows its name only") << QByteArray("Deployment") << onlyNames;
    QTest::newRow("one that is in no namespace") << QByteArray("StorageClass") << onlyNames;
}

void TestRequests::everyKindHasItsFields()
{
    QFETCH(QByteArray, kind);
    QFETCH(QString, message);
    Request list = request(Verb::List, kind.constData());
    list.list.fieldSelector = "spec.x=1";
    QCOMPARE(QString::fromStdString(m_server.handle(*m_state, list).status.message), message);
}

namespace {

QString told(Watch& watch, const State& state)
{
    const auto events = watch.poll(state.store);
    if (!events)
        return QString::fromStdString(events.status().message);
    QStringList list;
    for (const WatchEvent& event : *events)
        list << QString::fromStdString(std::string(text(event.type)) + " " + event.object.meta().name.str() + "@" + event.object.meta().resourceVersion.str());
    return list.join(", ");
}

} // namespace

void TestRequests::watchesTellEachChangeOnce()
{
    create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
    api::Result<Watch> watch = m_server.watch(*m_state, request(Verb::Watch, "ConfigMap"));
    QCOMPARE(told(*watch, *m_state), QString("ADDED a@3"));
    create("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n");
    create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n");
    ask(Verb::Delete, "ConfigMap", "a");
    QCOMPARE(told(*watch, *m_state), QString("ADDED b@5, DELETED a@6"));
    QCOMPARE(told(*watch, *m_state), QString());
    QCOMPARE(watch->revision(), store::Revision{6});

    Request resumed = request(Verb::Watch, "ConfigMap");
    resumed.list.resourceVersion = "3";
    api::Result<Watch> again = m_server.watch(*m_state, resumed);
    QCOMPARE(told(*again, *m_state), QString("ADDED b@5, DELETED a@6"));
    resumed.list.resourceVersion = "99";
    QCOMPARE(m_server.watch(*m_state, resumed).status().message, std::string("Too large resource version: 99, current: 6"));
}

void TestRequests::selectionsMoveObjectsInAndOut()
{
    Request selected = request(Verb::Watch, "ConfigMap");
    selected.list.labelSelector = "shown=yes";
    api::Result<Watch> watch = m_server.watch(*m_state, selected);
    QCOMPARE(told(*watch, *m_state), QString());
    create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n");
    const auto label = [&](const char* value) {
        Request update = request(Verb::Update, "ConfigMap", "c");
        update.object = ask(Verb::Get, "ConfigMap", "c").object;
        update.object.editMeta().labels.set("shown", value);
        QVERIFY(m_server.handle(*m_state, update).ok());
    };
    label("yes");
    QCOMPARE(told(*watch, *m_state), QString("ADDED c@4"));
    label("no");
    QCOMPARE(told(*watch, *m_state), QString("DELETED c@5"));
    label("never");
    QCOMPARE(told(*watch, *m_state), QString());
}

void TestRequests::tooOldIsGone()
{
    for (const char* name : {"a", "b", "c"})
        create(QByteArray("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ") + name + "}\n");
    Request old = request(Verb::Watch, "ConfigMap");
    old.list.resourceVersion = "2";
    api::Result<Watch> watch = m_server.watch(*m_state, old);
    m_state->store.compact(3);
    QCOMPARE(told(*watch, *m_state), QString("too old resource version: 2 (3)"));
    QCOMPARE(m_server.watch(*m_state, old).status().code, 410);
}

void TestRequests::aTraceShowsEveryStage()
{
    Request traced = request(Verb::Create, "Pod");
    traced.body = podYaml;
    traced.bodyFormat = BodyFormat::Yaml;
    traced.traced = true;
    QStringList stages;
    for (const TraceStep& step : m_server.handle(*m_state, traced).trace)
        stages << QString::fromStdString(std::string(text(step.stage)) + (step.passed ? "" : " refused"));
    stages.removeDuplicates(); // several plugins of one stage
    QCOMPARE(stages.join(", "), QString("authentication, authorization, decoding, mutating admission, validation, validating admission, etcd"));

    traced.identity = identity("jane");
    const Response refused = m_server.handle(*m_state, traced);
    QCOMPARE(refused.trace.size(), std::size_t{2});
    QVERIFY(!refused.trace.back().passed);
    QCOMPARE(refused.trace.back().what, refused.status.message);
}

QTEST_GUILESS_MAIN(TestRequests)
#include "test_requests.moc"
