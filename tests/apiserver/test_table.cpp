// Tables as they go over the wire, and that every kind has one.
#include "cells.h"
#include "filled.h"

#include "api/decode.h"
#include "api/encode.h"
#include "api/schema.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestTable : public QObject {
    Q_OBJECT
private slots:
    void aListReadsAsTheRealServersDoes();
    void whatARowCarries_data();
    void whatARowCarries();
    void aWatchNamesTheColumnsOnce();
    void endedPodsSaySo_data();
    void endedPodsSaySo();
    void emptyLists_data();
    void emptyLists();
    void everyKindHasATable_data();
    void everyKindHasATable();
    void aDefinedKindReadsItsPaths_data();
    void aDefinedKindReadsItsPaths();
    void aKindWithoutColumns();
};

namespace {

const api::Kind& kindNamed(std::string_view apiVersion, std::string_view kind)
{
    const api::Kind* const found = api::findKindByApiVersion(apiVersion, kind);
    if (!found)
        qFatal("no such kind");
    return *found;
}

api::ObjectPtr object(const QByteArray& yaml)
{
    const api::Manifest manifest(yaml.toStdString());
    if (!manifest.refusal().isEmpty())
        qFatal("%s", qPrintable(manifest.refusal()));
    return manifest.object();
}

QByteArray tableOf(const api::Kind& kind, const Page& page, IncludeObject include)
{
    std::string json;
    appendTable(json, kind, page, include, oneOClock());
    return QByteArray::fromStdString(json);
}

} // namespace

// Letter by letter, but for the words that describe the columns.
void TestTable::aListReadsAsTheRealServersDoes()
{
    QFile file(QStringLiteral(KUBARIUM_SOURCE_DIR "/tests/facts/kubernetes-v1.34-table-pods.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray expected;
    for (const QByteArray& line : file.readAll().split('\n'))
        expected += line.trimmed();
    expected.replace("\": ", "\":");

    const QJsonObject metadata = QJsonDocument::fromJson(expected).object()["rows"].toArray()[0].toObject()["object"].toObject()["metadata"].toObject();
    QVERIFY(!metadata.isEmpty());
    const api::ObjectPtr pod = object("{apiVersion: v1, kind: Pod, metadata: " + QJsonDocument(metadata).toJson(QJsonDocument::Compact)
        + ", spec: {nodeName: node-1, containers: [{name: c, image: fluentd}]}, status: {phase: Running, podIP: 10.244.1.8, podIPs: [{ip: 10.244.1.8}], "
          "containerStatuses: [{name: c, ready: true, restartCount: 0, image: fluentd, imageID: '', state: {running: {}}}]}}");
    Page page;
    page.items = {pod};
    page.revision = 2054;
    page.continueToken = "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MjA1NCwic3RhcnQiOiIvYWdlbnQtcTZnYnNcdTAwMDAifQ";
    page.remainingItemCount = 10;

    std::string json;
    appendTable(json, kindNamed("v1", "Pod"), page, IncludeObject::Metadata, pod.meta().creationTimestamp + std::chrono::seconds(160));
    QString actual = QString::fromStdString(json);
    actual.replace(QRegularExpression("\"description\":\"[^\"]+\""), "\"description\":\"\"");
    actual.replace("\\u003c", "<").replace("\\u003e", ">"); // Go escapes them, whoever recorded the answer did not
    const QString real = QString::fromUtf8(expected);
    qsizetype same = 0;
    while (same < std::min(actual.size(), real.size()) && actual[same] == real[same])
        ++same;
    QVERIFY2(actual == real, qPrintable("ours goes on: " + actual.mid(same, 100) + "\ntheirs goes on: " + real.mid(same, 100)));
}

void TestTable::whatARowCarries_data()
{
    QTest::addColumn<int>("include");
    QTest::addColumn<QByteArray>("carried");
    QTest::newRow("nothing") << static_cast<int>(IncludeObject::None) << QByteArray("null");
    QTest::newRow("its metadata") << static_cast<int>(IncludeObject::Metadata)
                                  << QByteArray(R"({"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"c","namespace":"default","creationTimestamp":"2026-01-01T00:00:00Z"}})");
    QTest::newRow("the whole object") << static_cast<int>(IncludeObject::Object)
                                      << QByteArray(R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"c","namespace":"default","creationTimestamp":"2026-01-01T00:00:00Z"},"data":{"a":"x"}})");
}

void TestTable::whatARowCarries()
{
    QFETCH(int, include);
    QFETCH(QByteArray, carried);
    Page page;
    page.items = {object("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, creationTimestamp: '2026-01-01T00:00:00Z'}, data: {a: x}}")};
    page.revision = 7;
    const QByteArray json = tableOf(kindNamed("v1", "ConfigMap"), page, static_cast<IncludeObject>(include));
    QCOMPARE(json.mid(json.indexOf(",\"rows\":")), ",\"rows\":[{\"cells\":[\"c\",1,\"60m\"],\"object\":" + carried + "}]}");
}

void TestTable::aWatchNamesTheColumnsOnce()
{
    api::ObjectPtr map = object("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, resourceVersion: '12', creationTimestamp: '2026-01-01T00:00:00Z'}}");
    std::string first;
    appendTable(first, kindNamed("v1", "ConfigMap"), map, IncludeObject::None, oneOClock(), true);
    const QJsonObject table = QJsonDocument::fromJson(QByteArray::fromStdString(first)).object();
    QCOMPARE(table["columnDefinitions"].toArray().size(), 3);
    QCOMPARE(table["metadata"].toObject(), QJsonObject({{"resourceVersion", "12"}}));

    std::string second;
    appendTable(second, kindNamed("v1", "ConfigMap"), map, IncludeObject::None, oneOClock(), false);
    QCOMPARE(QString::fromStdString(second),
        QString(R"({"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"12"},"columnDefinitions":null,"rows":[{"cells":["c",0,"60m"],"object":null}]})"));
}

void TestTable::endedPodsSaySo_data()
{
    QTest::addColumn<QByteArray>("phase");
    QTest::addColumn<QByteArray>("conditions");
    QTest::newRow("a pod that runs") << QByteArray("Running") << QByteArray();
    QTest::newRow("a pod that is done") << QByteArray("Succeeded")
                                        << QByteArray(R"("conditions":[{"type":"Completed","status":"True","reason":"Succeeded","message":"The pod has completed successfully."}],)");
    QTest::newRow("a pod that failed") << QByteArray("Failed") << QByteArray(R"("conditions":[{"type":"Completed","status":"True","reason":"Failed","message":"The pod failed."}],)");
}

void TestTable::endedPodsSaySo()
{
    QFETCH(QByteArray, phase);
    QFETCH(QByteArray, conditions);
    std::string json;
    appendTable(json, kindNamed("v1", "Pod"), object("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: x}]}, status: {phase: " + phase + "}}"),
        IncludeObject::None, oneOClock(), false);
    QVERIFY2(json.ends_with("]," + conditions.toStdString() + "\"object\":null}]}"), json.c_str());
}

void TestTable::emptyLists_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("rows");
    QTest::newRow("no pods are a list of nothing") << QByteArray("Pod") << QByteArray("[]");
    QTest::newRow("no limits are no list: the server has no printer for them") << QByteArray("LimitRange") << QByteArray("null");
}

void TestTable::emptyLists()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, rows);
    Page page;
    page.revision = 7;
    const QByteArray json = tableOf(kindNamed("v1", kind.toStdString()), page, IncludeObject::Metadata);
    QVERIFY2(json.startsWith(R"({"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"7"},"columnDefinitions":[{"name":"Name","type":"string","format":"name","description":")"), json);
    QVERIFY2(json.endsWith("],\"rows\":" + rows + "}"), json);
}

void TestTable::everyKindHasATable_data()
{
    QTest::addColumn<int>("index");
    const auto kinds = api::kinds();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (std::find(kinds[i].verbs.begin(), kinds[i].verbs.end(), "list") != kinds[i].verbs.end())
            QTest::newRow((kinds[i].apiVersion() + " " + std::string(kinds[i].kind)).c_str()) << static_cast<int>(i);
    }
}

// As many cells as columns, of an object that says nothing and of one that says everything; and each is JSON.
void TestTable::everyKindHasATable()
{
    QFETCH(int, index);
    const api::Kind& kind = api::kinds()[static_cast<std::size_t>(index)];
    const auto columns = columnsOf(kind);
    QVERIFY(columns.size() >= 2);
    for (const api::Column& column : columns)
        QVERIFY2(!column.doc.en.empty() && !column.type.empty(), std::string(column.name).c_str());

    Page page;
    page.items = {api::ObjectPtr::make(*kind.type), api::filledObject(*kind.type)};
    for (const api::ObjectPtr& object : page.items)
        QCOMPARE(cellsOf(kind, object, oneOClock()).size(), columns.size());
    for (const IncludeObject include : {IncludeObject::None, IncludeObject::Metadata, IncludeObject::Object}) {
        QJsonParseError error;
        const QJsonObject table = QJsonDocument::fromJson(tableOf(kind, page, include), &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
        QCOMPARE(table["columnDefinitions"].toArray().size(), static_cast<qsizetype>(columns.size()));
        const QJsonArray rows = table["rows"].toArray();
        QCOMPARE(rows.size(), 2);
        for (const QJsonValue& row : rows)
            QCOMPARE(row["cells"].toArray().size(), static_cast<qsizetype>(columns.size()));
        const auto name = std::find_if(columns.begin(), columns.end(), [](const api::Column& column) { return column.name == "Name"; });
        QVERIFY(name != columns.end());
        QVERIFY(rows[1]["cells"][name - columns.begin()].toString().startsWith(toText(page.items[1].meta().name)));
        // A filled object leaves no cell empty, as a column would be that nobody prints; but it has no resource called cpu.
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].path.find_first_of("[?") == std::string_view::npos)
                QVERIFY2(!rows[1]["cells"][static_cast<qsizetype>(i)].isNull(), std::string(columns[i].name).c_str());
        }
    }
}

void TestTable::aDefinedKindReadsItsPaths_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QVariant>("cell");
    const auto row = [](const char* name, const char* type, const char* path, const QVariant& cell) { QTest::newRow(name) << QByteArray(type) << QByteArray(path) << cell; };
    row("a text", "string", ".data.colour", "red");
    row("a text that is not there", "string", ".data.shape", QVariant());
    row("a list as a text is JSON", "string", ".metadata.finalizers", R"(["a.example/x"])");
    row("an element of a list", "string", ".metadata.finalizers[0]", "a.example/x");
    row("a number", "integer", ".metadata.generation", number(4));
    row("a number as a text", "string", ".metadata.generation", "4");
    row("a number with a point", "number", ".metadata.generation", 4.0);
    row("a text is no number", "integer", ".data.colour", QVariant());
    row("a truth", "boolean", ".immutable", true);
    row("a text is no truth", "boolean", ".data.colour", QVariant());
    row("a moment is told by its distance", "date", ".metadata.creationTimestamp", "60m");
    row("a moment that is not there", "date", ".metadata.deletionTimestamp", QVariant());
    row("a text that is no moment", "date", ".data.colour", "<invalid>");
    row("a column of a type that nobody knows", "colour", ".data.colour", QVariant());
    row("a path that is none", "string", ".data[", QVariant());
}

// What a CustomResourceDefinition would say; a ConfigMap's type stands for one made at run time.
void TestTable::aDefinedKindReadsItsPaths()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, path);
    QFETCH(QVariant, cell);
    const std::string typeText = type.toStdString();
    const std::string pathText = path.toStdString();
    const std::array<api::Column, 2> columns = {{{"Name", "string", "name", ".metadata.name", 0, {"", ""}}, {"Data", typeText, "", pathText, 0, {"", ""}}}};
    api::Kind kind = kindNamed("v1", "ConfigMap");
    kind.group = "stable.example.com";
    kind.kind = "CronTab";
    kind.columns = columns;
    const auto cells = cellsOf(kind,
        object("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, generation: 4, finalizers: [a.example/x], creationTimestamp: '2026-01-01T00:00:00Z'}, immutable: true, data: {colour: red}}"),
        oneOClock());
    QCOMPARE(cells.size(), std::size_t(2));
    QCOMPARE(toVariant(cells[0]), QVariant("c"));
    QCOMPARE(toVariant(cells[1]), cell);
    QCOMPARE(toVariant(cells[1]).typeId(), cell.typeId());
}

void TestTable::aKindWithoutColumns()
{
    api::Kind kind = kindNamed("v1", "ConfigMap");
    kind.columns = {};
    const auto columns = columnsOf(kind); // a definition that names none
    QCOMPARE(columns.size(), std::size_t(2));
    QCOMPARE(toText(columns[1].name), QString("Age"));
    const auto cells = cellsOf(kind, object("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, creationTimestamp: '2026-01-01T00:00:00Z'}}"), oneOClock());
    QCOMPARE(toVariant(cells[0]), QVariant("c"));
    QCOMPARE(toVariant(cells[1]), QVariant("60m"));
}

QTEST_GUILESS_MAIN(TestTable)
#include "test_table.moc"
