// Watches as their readers see them: lines of JSON, each event once and in order.
#include "served.h"

#include "serve/limits.h"

#include <QtTest/QtTest>

using namespace kubarium;
using serve::Answer;
using serve::HttpRequest;
using test::Served;

class TestWatches : public QObject {
    Q_OBJECT
private slots:
    void beginsWithWhatExists();
    void goesOnFromAVersion();
    void initialEventsEndWithABookmark();
    void bookmarksAndTheEnd();
    void aVersionTooOldIsAnError();
    void onlyTheFirstTableHasColumns();
    void metadataOnly();
    void oneObject();
    void theOldWay();
    void watchersShareWhatIsWritten();
    void aSlowReaderIsCutOff();
    void anotherWorldEndsThem();
    void theLabsOwnObjects();
    void readersMayGo();
};

namespace {

constexpr const char* maps = "/api/v1/namespaces/default/configmaps";

void make(Served& served, const std::string& name)
{
    const Answer made = served.ask("POST", maps, R"({"metadata":{"name":")" + name + "\"}}");
    QCOMPARE(made.code, 201);
}

std::string versionNow(Served& served)
{
    std::string version;
    served.lab().run([&](lab::Lab& lab) { version = std::to_string(lab.store().revision()); });
    return version;
}

// "ADDED a, BOOKMARK , ERROR "
QString events(const std::string& lines)
{
    QStringList list;
    for (const QString& line : QString::fromStdString(lines).split('\n', Qt::SkipEmptyParts)) {
        const QJsonObject event = QJsonDocument::fromJson(line.toUtf8()).object();
        const QJsonObject object = event["object"].toObject();
        list << event["type"].toString() + " " + object["metadata"].toObject()["name"].toString();
    }
    return list.join(", ");
}

} // namespace

void TestWatches::beginsWithWhatExists()
{
    Served served;
    make(served, "a");
    make(served, "b");
    const Answer watch = served.ask("GET", std::string(maps) + "?watch=true&resourceVersion=0");
    QCOMPARE(watch.code, 200);
    QVERIFY(watch.stream != nullptr);
    QCOMPARE(events(served.told(watch)), QString("ADDED a, ADDED b"));
    make(served, "c");
    served.ask("DELETE", std::string(maps) + "/a");
    served.ask("POST", "/api/v1/namespaces/kube-public/configmaps", R"({"metadata":{"name":"elsewhere"}})");
    bool goesOn = false;
    QCOMPARE(events(served.told(watch, &goesOn)), QString("ADDED c, DELETED a"));
    QVERIFY(goesOn);
}

void TestWatches::goesOnFromAVersion()
{
    Served served;
    make(served, "a");
    const std::string since = versionNow(served);
    make(served, "b");
    const Answer watch = served.ask("GET", std::string(maps) + "?watch=1&resourceVersion=" + since);
    QCOMPARE(events(served.told(watch)), QString("ADDED b"));
    QCOMPARE(events(served.told(watch)), QString());
}

void TestWatches::initialEventsEndWithABookmark()
{
    Served served;
    make(served, "a");
    const std::string now = versionNow(served);
    const std::string asked = std::string(maps) + "?watch=1&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&resourceVersion=1&sendInitialEvents=";
    const std::string lines = served.told(served.ask("GET", asked + "true"));
    QCOMPARE(events(lines), QString("ADDED a, BOOKMARK "));
    QVERIFY(lines.ends_with(R"({"type":"BOOKMARK","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":")" + now
                            + R"(","annotations":{"k8s.io/initial-events-end":"true"}}}})"
                            + "\n"));
    const Answer without = served.ask("GET",
        std::string(maps) + "?watch=1&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&sendInitialEvents=false");
    QCOMPARE(events(served.told(without)), QString());
}

void TestWatches::bookmarksAndTheEnd()
{
    Served served;
    const Answer marked = served.ask("GET", std::string(maps) + "?watch=1&timeoutSeconds=100&allowWatchBookmarks=true");
    const Answer plain = served.ask("GET", std::string(maps) + "?watch=1&timeoutSeconds=100");
    const auto now = serve::Wall::now();
    bool goesOn = false;
    served.gateway().tick(now + std::chrono::seconds(30));
    QCOMPARE(served.told(marked), std::string());
    make(served, "a");
    served.gateway().tick(now + std::chrono::seconds(61));
    const std::string version = versionNow(served);
    const std::string mark = R"({"type":"BOOKMARK","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":")" + version + "\"}}}\n";
    const std::string lines = served.told(marked);
    QCOMPARE(events(lines), QString("ADDED a, BOOKMARK "));
    QVERIFY(lines.ends_with(mark));
    QCOMPARE(events(served.told(plain, &goesOn)), QString("ADDED a"));
    QVERIFY(goesOn);
    served.gateway().tick(now + std::chrono::seconds(102));
    QCOMPARE(served.told(marked, &goesOn), mark);
    QVERIFY(!goesOn);
    QCOMPARE(served.told(plain, &goesOn), std::string());
    QVERIFY(!goesOn);
}

void TestWatches::aVersionTooOldIsAnError()
{
    Served served;
    for (int i = 0; i < 3; ++i)
        make(served, "a" + std::to_string(i));
    served.lab().run([](lab::Lab& lab) {
        apiserver::Request request;
        request.verb = apiserver::Verb::Update;
        request.kind = api::findKind("", "v1", "ConfigMap");
        request.namespace_ = "default";
        request.name = "a0";
        request.identity = test::certificateOf("admin", {"system:masters"})->identity;
        request.bodyFormat = apiserver::BodyFormat::Json;
        for (std::size_t i = 0; i < store::Store::keptForApi + 10; ++i) {
            request.body = R"({"metadata":{"name":"a0"},"data":{"n":")" + std::to_string(i) + "\"}}";
            lab.submit(request);
        }
    });
    const Answer watch = served.ask("GET", std::string(maps) + "?watch=1&resourceVersion=5");
    QCOMPARE(watch.code, 200); // the stream itself is fine
    bool goesOn = true;
    const QString line = QString::fromStdString(served.told(watch, &goesOn));
    QVERIFY(!goesOn);
    QVERIFY2(QRegularExpression(R"re(^\{"type":"ERROR","object":\{"kind":"Status","apiVersion":"v1","metadata":\{\},"status":"Failure",)re"
                                R"re("message":"too old resource version: 5 \(\d+\)","reason":"Expired","code":410\}\}\n$)re")
                 .match(line)
                 .hasMatch(),
             qPrintable(line));
}

void TestWatches::onlyTheFirstTableHasColumns()
{
    Served served;
    make(served, "a");
    HttpRequest request = Served::request("GET", std::string(maps) + "?watch=1");
    request.accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    const Answer watch = served.ask(request);
    make(served, "b");
    const QStringList lines = QString::fromStdString(served.told(watch)).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    for (const QString& line : lines)
        QCOMPARE(QJsonDocument::fromJson(line.toUtf8())["object"]["kind"].toString(), QString("Table"));
    QVERIFY(QJsonDocument::fromJson(lines[0].toUtf8())["object"]["columnDefinitions"].toArray().size() > 2);
    QVERIFY(QJsonDocument::fromJson(lines[1].toUtf8())["object"]["columnDefinitions"].toArray().isEmpty());
    QCOMPARE(QJsonDocument::fromJson(lines[1].toUtf8())["object"]["rows"][0]["cells"][0].toString(), QString("b"));
}

void TestWatches::metadataOnly()
{
    Served served;
    make(served, "a");
    HttpRequest request = Served::request("GET", std::string(maps) + "?watch=1");
    request.accept = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    const std::string lines = served.told(served.ask(request));
    QVERIFY(lines.starts_with(R"({"type":"ADDED","object":{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"a",)"));
}

void TestWatches::oneObject()
{
    Served served;
    make(served, "a");
    const Answer watch = served.ask("GET", std::string(maps) + "?watch=1&fieldSelector=metadata.name%3Db");
    make(served, "b");
    QCOMPARE(events(served.told(watch)), QString("ADDED b"));
}

void TestWatches::theOldWay()
{
    Served served;
    make(served, "a");
    QCOMPARE(events(served.told(served.ask("GET", "/api/v1/watch/namespaces/default/configmaps"))), QString("ADDED a"));
    QCOMPARE(events(served.told(served.ask("GET", "/api/v1/watch/namespaces/default/configmaps/b"))), QString());
}

void TestWatches::watchersShareWhatIsWritten()
{
    const api::Kind& kind = *api::findKind("", "v1", "ConfigMap");
    const serve::SharedEvent event(kind, serve::bookmark(kind, 7, false), {});
    serve::Wish wish;
    QCOMPARE(event.line(wish).get(), event.line(wish).get());
    serve::Wish table;
    table.form.shape = serve::Shape::Table;
    QVERIFY(event.line(wish).get() != event.line(table).get());
}

void TestWatches::aSlowReaderIsCutOff()
{
    const api::Kind& kind = *api::findKind("", "v1", "ConfigMap");
    const auto metrics = std::make_shared<serve::Metrics>();
    serve::WatchStream stream(kind, {}, metrics);
    const std::vector<serve::EventPtr> thousand(1000, std::make_shared<serve::SharedEvent>(kind, serve::bookmark(kind, 7, false), api::Time()));
    std::size_t pushed = 0;
    while (stream.push(thousand))
        pushed += thousand.size();
    QVERIFY(pushed <= serve::limits::waitingEvents);
    QVERIFY(pushed >= serve::limits::waitingEvents / 2);
    QCOMPARE(metrics->watchersCutOff.load(), std::uint64_t{1});
    std::string lines;
    QVERIFY(!stream.take(lines, 1'000'000)); // what it had not read is forgotten
    QVERIFY(!stream.push(thousand));
}

void TestWatches::anotherWorldEndsThem()
{
    Served served;
    make(served, "a");
    const Answer watch = served.ask("GET", std::string(maps) + "?watch=1");
    served.lab().run([](lab::Lab& lab) { lab.undo(); });
    bool goesOn = true;
    served.told(watch, &goesOn);
    QVERIFY(!goesOn);
}

void TestWatches::theLabsOwnObjects()
{
    Served served;
    const std::string clocks = "/apis/lab.kubarium.dev/v1/clocks";
    const Answer watch = served.ask("GET", clocks + "?watch=1");
    QCOMPARE(events(served.told(watch)), QString("ADDED lab"));
    served.ask("POST", clocks + "/lab/advance?seconds=10");
    QVERIFY(events(served.told(watch)).startsWith("MODIFIED lab"));
}

void TestWatches::readersMayGo()
{
    Served served;
    const Answer watch = served.ask("GET", std::string(maps) + "?watch=1");
    QCOMPARE(served.gateway().metrics()->watches.load(), std::int64_t{1});
    watch.stream->leave();
    const_cast<Answer&>(watch).stream = nullptr;
    served.gateway().tick(serve::Wall::now());
    served.lab().run([](lab::Lab&) {});
    QCOMPARE(served.gateway().metrics()->watches.load(), std::int64_t{0});
}

QTEST_GUILESS_MAIN(TestWatches)
#include "test_watches.moc"
