// The OpenAPI documents: complete, sound in themselves, and in the words that kubectl and other clients look for.
#include "apiserver/openapi/openapi.h"

#include "api/schema.h"

#include <QtTest/QtTest>

#include <thread>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestOpenApi : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void theRootListsWhatARealServerLists();
    void addressesNameTheHashOfTheDocument();
    void everyReferenceLeadsSomewhere_data();
    void everyReferenceLeadsSomewhere();
    void everyKindHasASchemaOfItsName();
    void schemas_data();
    void schemas();
    void operations_data();
    void operations();
    void fieldValidationIsFoundWhereKubectlLooks();
    void patchesThatAreTaken_data();
    void patchesThatAreTaken();
    void everyPlaceholderIsAParameter();
    void operationsHaveNamesOfTheirOwn();
    void theSecondVersionSaysTheSameInItsOwnWords();
    void protobufHoldsTheSame_data();
    void protobufHoldsTheSame();
    void protobufNamesEverySchemaAndPath();
    void kindsOfDefinitionsAreDocumentedToo();
    void documentsAreMadeOnce();

private:
    QJsonValue v3(const QString& path) const;
    QJsonObject schema(const QString& path, const QString& name) const { return v3(path)["components"]["schemas"][name].toObject(); }

    std::unique_ptr<OpenApi> m_openApi;
    QMap<QString, QJsonValue> m_documents; // all of v3, by path
    QJsonValue m_v2;
};

namespace {

QByteArray bytes(const std::string& text) { return QByteArray::fromStdString(text); }

QJsonValue parsed(const std::string& json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes(json), &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("not JSON: %s", qPrintable(error.errorString()));
    return document.object();
}

// What is compared to facts of a real server: everything but the descriptions, which are our own.
QJsonValue undescribed(const QJsonValue& value)
{
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue item : value.toArray())
            array << undescribed(item);
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object;
    const QJsonObject described = value.toObject();
    for (auto it = described.begin(); it != described.end(); ++it) {
        if (it.key() != "description" || !it->isString())
            object[it.key()] = undescribed(*it);
    }
    return object;
}

QByteArray text(const QJsonValue& value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    return value.isUndefined() ? QByteArray("nothing") : QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
}

QStringList references(const QJsonValue& value)
{
    QStringList found;
    if (value.isArray()) {
        for (const QJsonValue item : value.toArray())
            found << references(item);
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == "$ref" && it->isString())
            found << it->toString();
        else
            found << references(*it);
    }
    return found;
}

bool has(const QJsonArray& parameters, const char* name)
{
    return std::any_of(parameters.begin(), parameters.end(), [&](const QJsonValue& each) { return each["name"] == QLatin1String(name); });
}

QJsonObject gvk(const api::Kind& kind)
{
    const auto word = [](std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); };
    return {{"group", word(kind.group)}, {"kind", word(kind.kind)}, {"version", word(kind.version)}};
}

QString pathOf(const api::Kind& kind)
{
    return QString::fromStdString((kind.group.empty() ? "api/" : "apis/") + kind.apiVersion());
}

// Path and operation of everything in a document.
struct Found {
    QString path;
    QString method;
    QJsonObject operation;
    QJsonArray shared; // parameters of all operations there
};

QList<Found> everyOperation(const QJsonValue& document)
{
    QList<Found> all;
    const QJsonObject paths = document["paths"].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path->toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            if (method.key() != "parameters")
                all << Found{path.key(), method.key(), method->toObject(), methods["parameters"].toArray()};
        }
    }
    return all;
}

// What stands in a field of a protobuf message, each time it stands there. All of ours are texts, messages and truths.
QByteArrayList fields(const QByteArray& message, quint64 wanted)
{
    QByteArrayList found;
    qsizetype at = 0;
    const auto number = [&] {
        quint64 value = 0;
        for (int shift = 0; at < message.size(); shift += 7) {
            const auto byte = quint8(message[at++]);
            value |= quint64(byte & 0x7f) << shift;
            if (byte < 0x80)
                break;
        }
        return value;
    };
    while (at < message.size()) {
        const quint64 tag = number();
        const quint64 content = number();
        const bool isText = (tag & 7) == 2;
        if (!isText && (tag & 7) != 0)
            qFatal("wire type %d", int(tag & 7));
        if (tag >> 3 == wanted)
            found << (isText ? message.mid(at, qsizetype(content)) : QByteArray::number(content));
        if (isText)
            at += qsizetype(content);
    }
    if (at != message.size())
        qFatal("a field is longer than its message");
    return found;
}

// The value of a name, in a field of entries {name = 1, value = 2}.
QByteArray entry(const QByteArray& message, quint64 field, const QByteArray& name)
{
    for (const QByteArray& each : fields(message, field)) {
        if (fields(each, 1).value(0) == name)
            return fields(each, 2).value(0);
    }
    return {};
}

} // namespace

QJsonValue TestOpenApi::v3(const QString& path) const
{
    if (!m_documents.contains(path))
        qFatal("no document %s", qPrintable(path));
    return m_documents[path];
}

void TestOpenApi::initTestCase()
{
    m_openApi = std::make_unique<OpenApi>(api::kinds());
    const QJsonObject paths = parsed(m_openApi->v3Root().bytes)["paths"].toObject();
    for (const QString& path : paths.keys()) {
        const OpenApi::Document* const document = m_openApi->v3(path.toStdString());
        QVERIFY2(document, qPrintable(path));
        m_documents[path] = parsed(document->bytes);
        QCOMPARE(m_documents[path]["openapi"].toString(), QString("3.0.0"));
        QVERIFY(!m_documents[path]["paths"].toObject().isEmpty());
    }
    m_v2 = parsed(m_openApi->v2().bytes);
}

void TestOpenApi::theRootListsWhatARealServerLists()
{
    QFile file(QStringLiteral(KUBARIUM_SOURCE_DIR "/tests/facts/openapi-v3-paths.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QSet<QString> real;
    for (const QJsonValue path : QJsonDocument::fromJson(file.readAll()).array())
        real << path.toString();
    const QSet<QString> notServed = {"apis/flowcontrol.apiserver.k8s.io", "apis/flowcontrol.apiserver.k8s.io/v1", "apis/resource.k8s.io",
        "apis/resource.k8s.io/v1"};
    // A definition's group has no document of its own, only its versions.
    const QSet<QString> added = {"apis/autoscaling.k8s.io/v1", "apis/lab.kubarium.dev", "apis/lab.kubarium.dev/v1", "apis/metrics.k8s.io",
        "apis/metrics.k8s.io/v1beta1"};
    const QStringList keys = m_documents.keys();
    const QSet<QString> ours(keys.begin(), keys.end());
    QCOMPARE(real - ours, notServed);
    QCOMPARE(ours - real, added);
    QVERIFY(!m_openApi->v3("apis/nosuch.example.com/v1"));
    QVERIFY(!m_openApi->v3(""));
}

void TestOpenApi::addressesNameTheHashOfTheDocument()
{
    const QJsonObject paths = parsed(m_openApi->v3Root().bytes)["paths"].toObject();
    for (const QString& path : paths.keys()) {
        const QByteArray json = bytes(m_openApi->v3(path.toStdString())->bytes);
        const QByteArray hash = QCryptographicHash::hash(json, QCryptographicHash::Sha512).toHex().toUpper();
        QCOMPARE(paths[path]["serverRelativeURL"].toString(), "/openapi/v3/" + path + "?hash=" + hash);
        QCOMPARE(bytes(m_openApi->v3(path.toStdString())->hash), hash);
    }
}

void TestOpenApi::everyReferenceLeadsSomewhere_data()
{
    QTest::addColumn<QJsonValue>("document");
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QStringList>("names");
    for (auto it = m_documents.begin(); it != m_documents.end(); ++it)
        QTest::addRow("v3 %s", qPrintable(it.key())) << *it << "#/components/schemas/" << (*it)["components"]["schemas"].toObject().keys();
    QTest::newRow("v2") << m_v2 << "#/definitions/" << m_v2["definitions"].toObject().keys();
}

void TestOpenApi::everyReferenceLeadsSomewhere()
{
    QFETCH(QJsonValue, document);
    QFETCH(QString, prefix);
    QFETCH(QStringList, names);
    QSet<QString> used;
    for (const QString& reference : references(document)) {
        QVERIFY2(reference.startsWith(prefix), qPrintable(reference));
        used << reference.mid(prefix.size());
    }
    QSet<QString> there(names.begin(), names.end());
    QCOMPARE(used - there, QSet<QString>());
    there.remove("io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent"); // what a watch sends; no operation names it
    QCOMPARE(there - used, QSet<QString>());
}

void TestOpenApi::everyKindHasASchemaOfItsName()
{
    for (const api::Kind& kind : api::kinds()) {
        if (kind.resource.empty() || kind.group == "metrics.k8s.io")
            continue;
        const QString name = QString::fromUtf8(kind.type->schema.data(), qsizetype(kind.type->schema.size()));
        const QJsonObject object = schema(pathOf(kind), name);
        QVERIFY2(object["x-kubernetes-group-version-kind"].toArray().contains(gvk(kind)), qPrintable(name));
        QVERIFY2(object["properties"].toObject().contains("apiVersion") && object["properties"].toObject().contains("kind"), qPrintable(name));
        const bool listed = std::find(kind.verbs.begin(), kind.verbs.end(), "list") != kind.verbs.end();
        const QJsonObject list = schema(pathOf(kind), name + "List");
        QCOMPARE(!list.isEmpty(), listed);
        if (listed)
            QCOMPARE(list["x-kubernetes-group-version-kind"][0]["kind"].toString(), gvk(kind)["kind"].toString() + "List");
    }
}

// Facts of a real server's documents.
void TestOpenApi::schemas_data()
{
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("property"); // empty: the type without its properties
    QTest::addColumn<QByteArray>("says");
    const QString core = "api/v1";
    const QString meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    const QString v1 = "io.k8s.api.core.v1.";
    const auto row = [](const char* what, const QString& document, const QString& type, const QString& property, const char* says) {
        QTest::newRow(what) << document << type << property << QByteArray(says);
    };
    row("a string that may be left out", core, meta + "ObjectMeta", "name", R"({"type":"string"})");
    row("a number is of a width", core, meta + "ObjectMeta", "generation", R"({"format":"int64","type":"integer"})");
    row("a map of strings", core, meta + "ObjectMeta", "labels", R"({"additionalProperties":{"default":"","type":"string"},"type":"object"})");
    row("a time has a schema of its own", core, meta + "ObjectMeta", "creationTimestamp",
        R"({"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.Time"}]})");
    row("a set of strings that patches merge", core, meta + "ObjectMeta", "finalizers",
        R"({"items":{"default":"","type":"string"},"type":"array","x-kubernetes-list-type":"set","x-kubernetes-patch-strategy":"merge"})");
    row("a list whose elements have a key", core, meta + "ObjectMeta", "ownerReferences",
        R"({"items":{"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference"}],"default":{}},"type":"array",)"
        R"("x-kubernetes-list-map-keys":["uid"],"x-kubernetes-list-type":"map","x-kubernetes-patch-merge-key":"uid",)"
        R"("x-kubernetes-patch-strategy":"merge"})");
    row("a reference has one owner, and what it must say is required in Go's order", core, meta + "OwnerReference", "",
        R"({"required":["apiVersion","kind","name","uid"],"type":"object","x-kubernetes-map-type":"atomic"})");
    row("what is always written is empty by itself", core, meta + "OwnerReference", "uid", R"({"default":"","type":"string"})");
    row("a pointer to a struct has no default", core, meta + "Status", "details",
        R"({"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails"}]})");
    row("a struct that is there anyhow", core, meta + "Status", "metadata",
        R"({"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta"}],"default":{}})");
    row("the answer to refusals is a kind", core, meta + "Status", "",
        R"({"type":"object","x-kubernetes-group-version-kind":[{"group":"","kind":"Status","version":"v1"}]})");
    row("any object", core, meta + "WatchEvent", "object",
        R"({"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.runtime.RawExtension"}]})");
    row("Time", core, meta + "Time", "", R"({"format":"date-time","type":"string"})");
    row("Patch", core, meta + "Patch", "", R"({"type":"object"})");
    row("Quantity", core, "io.k8s.apimachinery.pkg.api.resource.Quantity", "", R"({"oneOf":[{"type":"string"},{"type":"number"}]})");
    row("IntOrString", core, "io.k8s.apimachinery.pkg.util.intstr.IntOrString", "",
        R"({"format":"int-or-string","oneOf":[{"type":"integer"},{"type":"string"}]})");
    row("a map of quantities", core, v1 + "ResourceRequirements", "limits",
        R"({"additionalProperties":{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity"},"type":"object"})");
    row("a number or a name", core, v1 + "HTTPGetAction", "port",
        R"({"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.util.intstr.IntOrString"}]})");
    row("bytes in a map", core, v1 + "Secret", "data", R"({"additionalProperties":{"format":"byte","type":"string"},"type":"object"})");
    row("the values of an enum come in order", core, v1 + "Container", "imagePullPolicy",
        R"({"enum":["Always","IfNotPresent","Never"],"type":"string"})");
    row("a phase lists its values though only the cluster sets it", core, v1 + "PodStatus", "phase",
        R"({"enum":["Failed","Pending","Running","Succeeded","Unknown"],"type":"string"})");
    row("conditions of one's own are allowed", core, v1 + "PodCondition", "type", R"({"default":"","type":"string"})");
    row("a default that the server fills in", core, v1 + "ContainerPort", "protocol",
        R"({"default":"TCP","enum":["SCTP","TCP","UDP"],"type":"string"})");
    row("two keys", core, v1 + "Container", "ports",
        R"({"items":{"allOf":[{"$ref":"#/components/schemas/io.k8s.api.core.v1.ContainerPort"}],"default":{}},"type":"array",)"
        R"("x-kubernetes-list-map-keys":["containerPort","protocol"],"x-kubernetes-list-type":"map",)"
        R"("x-kubernetes-patch-merge-key":"containerPort","x-kubernetes-patch-strategy":"merge"})");
    row("a union", core, v1 + "SeccompProfile", "",
        R"({"required":["type"],"type":"object","x-kubernetes-unions":)"
        R"([{"discriminator":"type","fields-to-discriminateBy":{"localhostProfile":"LocalhostProfile"}}]})");
    row("a map with one owner", core, v1 + "PodSpec", "nodeSelector",
        R"({"additionalProperties":{"default":"","type":"string"},"type":"object","x-kubernetes-map-type":"atomic"})");
    row("what clears the other settings when it changes", "apis/apps/v1", "io.k8s.api.apps.v1.DeploymentSpec", "strategy",
        R"({"allOf":[{"$ref":"#/components/schemas/io.k8s.api.apps.v1.DeploymentStrategy"}],"default":{},)"
        R"("x-kubernetes-patch-strategy":"retainKeys"})");
    row("a list of a kind", "apis/scheduling.k8s.io/v1", "io.k8s.api.scheduling.v1.PriorityClassList", "",
        R"({"required":["items"],"type":"object",)"
        R"("x-kubernetes-group-version-kind":[{"group":"scheduling.k8s.io","kind":"PriorityClassList","version":"v1"}]})");
    row("its items", "apis/scheduling.k8s.io/v1", "io.k8s.api.scheduling.v1.PriorityClassList", "items",
        R"({"items":{"allOf":[{"$ref":"#/components/schemas/io.k8s.api.scheduling.v1.PriorityClass"}],"default":{}},"type":"array"})");
    row("a schema inside a schema is any JSON", "apis/apiextensions.k8s.io/v1",
        "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps", "default",
        R"({"allOf":[{"$ref":"#/components/schemas/io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON"}]})");
    row("lists of strings in a map", "apis/authorization.k8s.io/v1", "io.k8s.api.authorization.v1.SubjectAccessReviewSpec", "extra",
        R"({"additionalProperties":{"items":{"default":"","type":"string"},"type":"array"},"type":"object"})");
}

void TestOpenApi::schemas()
{
    QFETCH(QString, document);
    QFETCH(QString, type);
    QFETCH(QString, property);
    QFETCH(QByteArray, says);
    QJsonObject object = undescribed(schema(document, type)).toObject();
    if (property.isEmpty())
        object.remove("properties");
    QCOMPARE(text(property.isEmpty() ? QJsonValue(object) : object["properties"][property]), says);
}

void TestOpenApi::operations_data()
{
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("parameters"); // its own, then those of the path
    QTest::addColumn<QString>("codes");
    const QString classes = "/apis/scheduling.k8s.io/v1/priorityclasses";
    const QString pod = "/api/v1/namespaces/{namespace}/pods/{name}";
    const auto row = [](const char* what, const QString& path, const char* method, const char* id, const char* action, const char* kind,
                         const char* parameters, const char* codes) {
        const QString document = path.mid(1).section('/', 0, path.startsWith("/api/") ? 1 : 2);
        QTest::newRow(what) << document << path << method << id << action << kind << parameters << codes;
    };
    row("list", classes, "get", "listSchedulingV1PriorityClass", "list", "PriorityClass",
        "allowWatchBookmarks continue fieldSelector labelSelector limit resourceVersion resourceVersionMatch sendInitialEvents timeoutSeconds "
        "watch | pretty",
        "200 401");
    row("delete a collection", classes, "delete", "deleteSchedulingV1CollectionPriorityClass", "deletecollection", "PriorityClass",
        "continue dryRun fieldSelector gracePeriodSeconds ignoreStoreReadErrorWithClusterBreakingPotential labelSelector limit "
        "orphanDependents propagationPolicy resourceVersion resourceVersionMatch sendInitialEvents timeoutSeconds | pretty",
        "200 401");
    row("create", classes, "post", "createSchedulingV1PriorityClass", "post", "PriorityClass", "dryRun fieldManager fieldValidation | pretty",
        "200 201 202 401");
    row("read", classes + "/{name}", "get", "readSchedulingV1PriorityClass", "get", "PriorityClass", " | name pretty", "200 401");
    row("replace", classes + "/{name}", "put", "replaceSchedulingV1PriorityClass", "put", "PriorityClass",
        "dryRun fieldManager fieldValidation | name pretty", "200 201 401");
    row("patch", classes + "/{name}", "patch", "patchSchedulingV1PriorityClass", "patch", "PriorityClass",
        "dryRun fieldManager fieldValidation force | name pretty", "200 201 401");
    row("delete", classes + "/{name}", "delete", "deleteSchedulingV1PriorityClass", "delete", "PriorityClass",
        "dryRun gracePeriodSeconds ignoreStoreReadErrorWithClusterBreakingPotential orphanDependents propagationPolicy | name pretty",
        "200 202 401");
    row("create in a namespace", "/api/v1/namespaces/{namespace}/pods", "post", "createCoreV1NamespacedPod", "post", "Pod",
        "dryRun fieldManager fieldValidation | namespace pretty", "200 201 202 401");
    row("what a single operation needs stands with the path", "/api/v1/pods", "get", "listCoreV1PodForAllNamespaces", "list", "Pod",
        " | allowWatchBookmarks continue fieldSelector labelSelector limit pretty resourceVersion resourceVersionMatch sendInitialEvents "
        "timeoutSeconds watch",
        "200 401");
    row("a subresource", pod + "/status", "patch", "patchCoreV1NamespacedPodStatus", "patch", "Pod",
        "dryRun fieldManager fieldValidation force | name namespace pretty", "200 201 401");
    row("a subresource of another kind", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale", "get",
        "readAppsV1NamespacedDeploymentScale", "get", "Scale", " | name namespace pretty", "200 401");
    row("a subresource that is only posted to", pod + "/eviction", "post", "createCoreV1NamespacedPodEviction", "post", "Eviction",
        " | dryRun fieldManager fieldValidation name namespace pretty", "200 201 202 401");
    row("a subresource of no resource", "/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token", "post",
        "createCoreV1NamespacedServiceAccountToken", "post", "TokenRequest", " | dryRun fieldManager fieldValidation name namespace pretty",
        "200 201 202 401");
    row("a connection", pod + "/exec", "post", "connectCoreV1PostNamespacedPodExec", "connect", "PodExecOptions",
        " | command container name namespace stderr stdin stdout tty", "200 401");
    row("a connection further on", pod + "/proxy/{path}", "get", "connectCoreV1GetNamespacedPodProxyWithPath", "connect", "PodProxyOptions",
        " | name namespace path", "200 401");
    row("logs", pod + "/log", "get", "readCoreV1NamespacedPodLog", "get", "Pod",
        " | container follow insecureSkipTLSVerifyBackend limitBytes name namespace pretty previous sinceSeconds sinceTime stream tailLines "
        "timestamps",
        "200 401");
    row("the group's last words are left out of names", "/apis/rbac.authorization.k8s.io/v1/clusterroles", "get",
        "listRbacAuthorizationV1ClusterRole", "list", "ClusterRole",
        "allowWatchBookmarks continue fieldSelector labelSelector limit resourceVersion resourceVersionMatch sendInitialEvents timeoutSeconds "
        "watch | pretty",
        "200 401");
    row("the resources themselves", "/apis/apps/v1/", "get", "getAppsV1APIResources", "", "", " | ", "200 401");
}

void TestOpenApi::operations()
{
    QFETCH(QString, document);
    QFETCH(QString, path);
    QFETCH(QString, method);
    const QJsonObject there = v3(document)["paths"][path].toObject();
    const QJsonObject operation = there[method].toObject();
    const auto names = [](const QJsonValue& parameters) {
        QStringList list;
        for (const QJsonValue parameter : parameters.toArray())
            list << parameter["name"].toString();
        return list.join(' ');
    };
    QTEST(operation["operationId"].toString(), "id");
    QTEST(operation["x-kubernetes-action"].toString(), "action");
    QTEST(operation["x-kubernetes-group-version-kind"]["kind"].toString(), "kind");
    QTEST(names(operation["parameters"]) + " | " + names(there["parameters"]), "parameters");
    QTEST(operation["responses"].toObject().keys().join(' '), "codes");
}

// kubectl asks the PATCH operation of a kind; without an answer it would check manifests by itself.
void TestOpenApi::fieldValidationIsFoundWhereKubectlLooks()
{
    int found = 0;
    for (const api::Kind& kind : api::kinds()) {
        if (std::find(kind.verbs.begin(), kind.verbs.end(), "patch") == kind.verbs.end())
            continue;
        bool supported = false;
        for (const Found& each : everyOperation(v3(pathOf(kind)))) {
            if (each.method == "patch" && each.operation["x-kubernetes-group-version-kind"].toObject() == gvk(kind))
                supported = supported || has(each.operation["parameters"].toArray(), "fieldValidation");
        }
        QVERIFY2(supported, qPrintable(gvk(kind)["kind"].toString()));
        ++found;
    }
    QVERIFY(found > 40);
}

void TestOpenApi::patchesThatAreTaken_data()
{
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("strategic");
    QTest::newRow("built-in kinds know their merge keys") << "apis/apps/v1" << "/apis/apps/v1/namespaces/{namespace}/deployments/{name}" << true;
    QTest::newRow("definitions do not") << "apis/autoscaling.k8s.io/v1"
                                        << "/apis/autoscaling.k8s.io/v1/namespaces/{namespace}/verticalpodautoscalers/{name}" << false;
}

void TestOpenApi::patchesThatAreTaken()
{
    QFETCH(QString, document);
    QFETCH(QString, path);
    QFETCH(bool, strategic);
    const QStringList types = v3(document)["paths"][path]["patch"]["requestBody"]["content"].toObject().keys();
    QCOMPARE(types.contains("application/strategic-merge-patch+json"), strategic);
    for (const char* always : {"application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"})
        QVERIFY(types.contains(always));
}

void TestOpenApi::everyPlaceholderIsAParameter()
{
    static const QRegularExpression placeholder(R"(\{(\w+)\})");
    for (const QJsonValue& document : std::as_const(m_documents)) {
        for (const Found& each : everyOperation(document)) {
            QSet<QString> named;
            for (auto it = placeholder.globalMatch(each.path); it.hasNext();)
                named << it.next().captured(1);
            QSet<QString> told;
            for (const QJsonArray& parameters : {each.shared, each.operation["parameters"].toArray()}) {
                for (const QJsonValue parameter : parameters) {
                    QVERIFY(parameter["in"] == "query" || (parameter["in"] == "path" && parameter["required"] == true));
                    if (parameter["in"] == "path")
                        told << parameter["name"].toString();
                }
            }
            QCOMPARE(told, named);
        }
    }
}

void TestOpenApi::operationsHaveNamesOfTheirOwn()
{
    QSet<QString> ids;
    const QList<Found> all = everyOperation(m_v2);
    for (const Found& each : all) {
        const QString id = each.operation["operationId"].toString();
        QVERIFY2(!id.isEmpty() && !ids.contains(id), qPrintable(id));
        ids << id;
    }
    qsizetype ofV3 = 0;
    for (const QJsonValue& document : std::as_const(m_documents))
        ofV3 += everyOperation(document).size();
    QCOMPARE(all.size(), ofV3); // one document says as much as all of them
}

void TestOpenApi::theSecondVersionSaysTheSameInItsOwnWords()
{
    QCOMPARE(m_v2["swagger"].toString(), QString("2.0"));
    const QJsonObject definitions = m_v2["definitions"].toObject();
    const QByteArray all = text(definitions);
    QVERIFY(!all.contains("\"allOf\":[{\"$ref"));
    QVERIFY(!all.contains("oneOf\":[{\"type"));
    const QJsonObject spec = definitions["io.k8s.api.apps.v1.DeploymentSpec"]["properties"].toObject();
    QCOMPARE(text(undescribed(spec["strategy"])),
        QByteArray(R"({"$ref":"#/definitions/io.k8s.api.apps.v1.DeploymentStrategy","x-kubernetes-patch-strategy":"retainKeys"})"));
    QCOMPARE(text(undescribed(definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"])),
        QByteArray(R"({"format":"int-or-string","type":"string"})"));
    const QJsonObject create = m_v2["paths"]["/api/v1/namespaces/{namespace}/pods"]["post"].toObject();
    QCOMPARE(text(create["consumes"]), QByteArray(R"(["*/*"])"));
    QCOMPARE(text(create["produces"]), QByteArray(R"(["application/json","application/yaml"])"));
    QCOMPARE(text(create["parameters"][0]),
        QByteArray(R"({"in":"body","name":"body","required":true,"schema":{"$ref":"#/definitions/io.k8s.api.core.v1.Pod"}})"));
    QCOMPARE(create["parameters"][1]["type"].toString(), QString("string"));
    QCOMPARE(create["responses"]["201"]["schema"]["$ref"].toString(), QString("#/definitions/io.k8s.api.core.v1.Pod"));
    for (auto it = m_documents.begin(); it != m_documents.end(); ++it) {
        for (const QString& name : (*it)["components"]["schemas"].toObject().keys())
            QVERIFY2(definitions.contains(name), qPrintable(name));
    }
}

// The numbers are those of openapi.v2's messages; the way to a value is a list of them, and of names in maps.
void TestOpenApi::protobufHoldsTheSame_data()
{
    QTest::addColumn<QVariantList>("way");
    QTest::addColumn<QByteArray>("says");
    const QVariantList schema = {9, "1:io.k8s.api.core.v1.Binding"}; // Document.definitions.additional_properties
    const QVariantList path = {8, "2:/api/v1/namespaces/{namespace}/pods"}; // Document.paths.path
    const auto row = [](const char* what, const QVariantList& from, const QVariantList& way, const char* says) {
        QTest::newRow(what) << from + way << QByteArray(says);
    };
    row("the release of swagger", {}, {1}, "2.0");
    row("the release of Kubernetes", {}, {2, 2}, "v1.34.9");
    row("the type of an object", schema, {22, 1}, "object");
    row("a field that is required", schema, {19}, "target");
    row("where a field's schema is", schema, {25, "1:target", 1}, "#/definitions/io.k8s.api.core.v1.ObjectReference");
    row("the kind of a schema, as YAML", schema, {"31:x-kubernetes-group-version-kind", 2}, R"([{"group":"","kind":"Binding","version":"v1"}])");
    row("the elements of a list", {9, "1:io.k8s.api.core.v1.PodSpec"}, {25, "1:containers", 23, 1, 1}, "#/definitions/io.k8s.api.core.v1.Container");
    row("the values of a map", {9, "1:io.k8s.api.core.v1.ConfigMap"}, {25, "1:data", 21, 1, 22, 1}, "string");
    row("the values of an enum", {9, "1:io.k8s.api.core.v1.Container"}, {25, "1:imagePullPolicy", 20, 2}, R"("Always")");
    row("the name of an operation", path, {4, 5}, "createCoreV1NamespacedPod");
    row("what it makes of a kind", path, {4, "13:x-kubernetes-action", 2}, R"("post")");
    row("a parameter of the body", path, {4, 8, 1, 1, 5, 1}, "#/definitions/io.k8s.api.core.v1.Pod");
    row("that it must be there", path, {4, 8, 1, 1, 4}, "1");
    row("a parameter of the query", path, {2, 8, 1, 2, 3, 4}, "allowWatchBookmarks");
    row("a parameter of the path", path, {9, 1, 2, 4, 4}, "namespace");
    row("an answer", path, {4, 9, "1:201", 1, 2, 1, 1}, "#/definitions/io.k8s.api.core.v1.Pod");
    row("which patches are taken", {8, "2:/api/v1/namespaces/{namespace}/pods/{name}"}, {8, 7}, "application/apply-patch+yaml");
    row("how one authenticates", {}, {13, "1:BearerToken", 2, 2}, "authorization");
}

void TestOpenApi::protobufHoldsTheSame()
{
    QFETCH(QVariantList, way);
    QFETCH(QByteArray, says);
    QByteArray at = bytes(m_openApi->v2Protobuf().bytes);
    for (const QVariant& step : std::as_const(way)) {
        const QByteArray text = step.toByteArray();
        const qsizetype colon = text.indexOf(':');
        at = colon < 0 ? fields(at, step.toULongLong()).value(0) : entry(at, text.left(colon).toULongLong(), text.mid(colon + 1));
    }
    QCOMPARE(at, says);
}

void TestOpenApi::protobufNamesEverySchemaAndPath()
{
    const QByteArray document = bytes(m_openApi->v2Protobuf().bytes);
    const auto names = [](const QByteArrayList& entries) {
        QStringList list;
        for (const QByteArray& each : entries)
            list << fields(each, 1).value(0);
        return list;
    };
    QCOMPARE(names(fields(fields(document, 9).value(0), 1)), m_v2["definitions"].toObject().keys());
    QCOMPARE(names(fields(fields(document, 8).value(0), 2)), m_v2["paths"].toObject().keys());
}

void TestOpenApi::kindsOfDefinitionsAreDocumentedToo()
{
    std::vector<api::Kind> kinds(api::kinds().begin(), api::kinds().end());
    api::Kind backup = *api::findKind("batch", "v1", "CronJob");
    backup.group = "backups.example.com";
    backup.version = "v1alpha1";
    backup.kind = "Backup";
    backup.resource = "backups";
    kinds.push_back(backup);
    const OpenApi open(kinds);
    QVERIFY(!open.v3("apis/backups.example.com"));
    const OpenApi::Document* const document = open.v3("apis/backups.example.com/v1alpha1");
    QVERIFY(document);
    const QJsonObject paths = parsed(document->bytes)["paths"].toObject();
    const QString path = "/apis/backups.example.com/v1alpha1/namespaces/{namespace}/backups";
    QCOMPARE(paths[path]["post"]["operationId"].toString(), QString("createBackupsExampleComV1alpha1NamespacedBackup"));
    QCOMPARE(paths[path]["post"]["tags"][0].toString(), QString("backupsExampleCom_v1alpha1"));
    QVERIFY(open.v3Root().hash != m_openApi->v3Root().hash);
    QCOMPARE(open.v3("version")->bytes, m_openApi->v3("version")->bytes);
}

void TestOpenApi::documentsAreMadeOnce()
{
    const OpenApi open(api::kinds());
    std::array<const OpenApi::Document*, 4> seen{};
    std::vector<std::thread> threads;
    for (const OpenApi::Document*& document : seen) {
        threads.emplace_back([&open, &document] {
            open.v3Root();
            open.v2();
            document = open.v3("apis/apps/v1");
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (const OpenApi::Document* const document : seen)
        QCOMPARE(document, seen.front());
    QCOMPARE(seen.front()->bytes, m_openApi->v3("apis/apps/v1")->bytes); // and the same whenever they are made
}

QTEST_GUILESS_MAIN(TestOpenApi)
#include "test_openapi.moc"
