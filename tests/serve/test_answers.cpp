// Requests and their answers, byte for byte where a real server's answer is known.
#include "served.h"

#include "api/decode.h"
#include "api/tree.h"
#include "apiserver/openapi/openapi.h"

#include <QtTest/QtTest>

#include <zlib.h>

using namespace kubarium;
using serve::Answer;
using serve::HttpRequest;
using test::Served;

class TestAnswers : public QObject {
    Q_OBJECT
private slots:
    void facts_data();
    void facts();
    void refusals_data();
    void refusals();
    void shapes_data();
    void shapes();
    void subresourcesHaveTablesOfTheirOwn();
    void openApiInProtobuf();
    void peopleGetIndentedJson();
    void warningsAreHeaders();
    void listsSayWhatTheyAreOnce();
    void aPageEndsWithAToken();
    void aDeletedObjectIsConfirmed();
    void largeAnswersAreSqueezed();
    void healthIsTold_data();
    void healthIsTold();
    void openApiIsKept();
    void metricsCount();
    void credentials();
    void actingAsSomebodyElse();
    void theClockIsDriven();
    void aClockThatRunsIsNotPushed();
    void theEndAnswersEverybody();

private:
    static QByteArray fact(const QString& name);
};

namespace {

QString text(const Answer& answer) { return QString::fromStdString(Served::text(answer)); }

std::string header(const Answer& answer, std::string_view name)
{
    for (const auto& [key, value] : answer.headers) {
        if (key == name)
            return value;
    }
    return {};
}

api::Value json(const Answer& answer) { return api::toValue(api::parseJson(Served::text(answer)).document.root); }

constexpr const char* maps = "/api/v1/namespaces/default/configmaps";

std::string configMap(const std::string& name, const std::string& value = "1")
{
    return R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":")" + name + R"("},"data":{"a":")" + value + "\"}}";
}

} // namespace

QByteArray TestAnswers::fact(const QString& name)
{
    QFile file(QStringLiteral(KUBARIUM_SOURCE_DIR "/tests/facts/serve/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

void TestAnswers::facts_data()
{
    QTest::addColumn<HttpRequest>("request");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("file");
    const auto row = [](const char* name, HttpRequest request, int code, const char* file) {
        request.userAgent = "curl/8"; // for whom the facts were recorded
        QTest::newRow(name) << request << code << file;
    };
    const std::string pods = "/api/v1/namespaces/default/pods";
    row("a body that is no JSON", Served::request("POST", pods, "{bad"), 400, "status-400-json.json");
    row("a selector that is none", Served::request("GET", pods + "?labelSelector=!+%3Dx"), 400, "status-400-selector.json");
    row("an unknown field, when fields are checked strictly",
        Served::request("POST", pods + "?fieldValidation=Strict",
            R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"x"},"spec":{"containrs":[]}})"), 400,
        "status-400-strict.json");
    HttpRequest token = Served::request("GET", "/api/v1/pods");
    token.certificate = nullptr;
    token.authorization = "Bearer nonsense";
    row("a token that nobody knows", token, 401, "status-401.json");
    HttpRequest nobody = Served::request("GET", "/api/v1/pods");
    nobody.certificate = nullptr;
    row("nobody in particular", nobody, 403, "status-403-anonymous.json");
    row("no such pod", Served::request("GET", pods + "/none"), 404, "status-404.json");
    row("no such path", Served::request("GET", "/nope"), 404, "status-404-path.json");
    row("a namespace that exists", Served::request("POST", "/api/v1/namespaces", R"({"metadata":{"name":"default"}})"), 409,
        "status-409-exists.json");
    HttpRequest odd = Served::request("POST", pods, "hello");
    odd.contentType = "text/plain";
    row("a body of no known kind", odd, 415, "status-415.json");
    row("a pod with three mistakes",
        Served::request("POST", pods,
                        R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"Bad_Name"},"spec":{"restartPolicy":"maybe","containers":[{"name":"c"}]}})"),
        422, "status-422.json");
}

void TestAnswers::facts()
{
    QFETCH(HttpRequest, request);
    QFETCH(int, code);
    QFETCH(QString, file);
    Served served;
    served.ask("POST", "/api/v1/namespaces/default/serviceaccounts", R"({"metadata":{"name":"default"}})"); // as which pods run
    const Answer answer = served.ask(request);
    QCOMPARE(text(answer), QString::fromUtf8(fact(file)));
    QCOMPARE(answer.code, code);
    QCOMPARE(answer.contentType, std::string("application/json"));
}

void TestAnswers::refusals_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("message");
    const QString pods = "/api/v1/namespaces/default/pods";
    const QString wrongMethod = "the server does not allow this method on the requested resource";
    QTest::newRow("nothing is made under a name") << "POST" << pods + "/x" << 405 << wrongMethod;
    QTest::newRow("nothing is made in all namespaces") << "POST" << "/api/v1/pods" << 405 << wrongMethod;
    QTest::newRow("a collection is not replaced") << "PUT" << pods << 405 << wrongMethod;
    QTest::newRow("a review is not listed") << "GET" << "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" << 405 << wrongMethod;
    QTest::newRow("a method nobody knows") << "BREW" << pods << 405 << wrongMethod;
    QTest::newRow("what is told is not written") << "POST" << "/version" << 405 << wrongMethod;
    QTest::newRow("a limit that is no number") << "GET" << pods + "?limit=ten" << 400 << R"(strconv.ParseInt: parsing "ten": invalid syntax)";
    QTest::newRow("a limit beyond all numbers") << "GET" << pods + "?limit=99999999999999999999" << 400
                                                << R"(strconv.ParseInt: parsing "99999999999999999999": value out of range)";
    QTest::newRow("half a dry run") << "POST" << pods + "?dryRun=Some" << 422
                                    << R"(CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All")";
    QTest::newRow("fields checked in a way nobody knows")
        << "POST" << pods + "?fieldValidation=Hard" << 422
        << R"(CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Hard": supported values: "", "Ignore", "Strict", "Warn")";
    QTest::newRow("a deletion that spreads oddly")
        << "DELETE" << pods + "/x?propagationPolicy=Sideways" << 422
        << R"(DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil")";
    QTest::newRow("a match without a version")
        << "GET" << pods + "?resourceVersionMatch=Exact" << 422
        << R"(ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided)";
    QTest::newRow("a list does not begin with events")
        << "GET" << pods + "?sendInitialEvents=true" << 422
        << R"(ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list)";
    QTest::newRow("a watch that begins with events must say from where")
        << "GET" << pods + "?watch=1&sendInitialEvents=true" << 422
        << R"(ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan)";
    QTest::newRow("a version of the future") << "GET" << pods + "?resourceVersion=4000000" << 504
        << "Too large resource version: 4000000, current: 12";
    QTest::newRow("of one object, too") << "GET" << "/api/v1/namespaces/default?resourceVersion=4000000" << 504
        << "Too large resource version: 4000000, current: 12";
}

void TestAnswers::refusals()
{
    QFETCH(QString, method);
    QFETCH(QString, target);
    QFETCH(int, code);
    QFETCH(QString, message);
    Served served;
    const Answer answer = served.ask(method.toStdString(), target.toStdString(), method == "POST" ? "{}" : "");
    QCOMPARE(QString::fromStdString(json(answer)["message"].text().str()).replace(QRegularExpression("current: \\d+"), "current: 12"), message);
    QCOMPARE(answer.code, code);
}

void TestAnswers::shapes_data()
{
    QTest::addColumn<QString>("accept");
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("begins");
    const QString nodes = "/api/v1/nodes";
    const QString node = "/api/v1/nodes/node-1";
    QTest::newRow("a list") << "application/json" << nodes << 200 << R"({"kind":"NodeList","apiVersion":"v1","metadata":{"resourceVersion":")";
    QTest::newRow("an object") << "application/json" << node << 200 << R"({"kind":"Node","apiVersion":"v1","metadata":{"name":"node-1",)";
    QTest::newRow("a Table") << "application/json;as=Table;v=v1;g=meta.k8s.io" << nodes << 200
                             << R"({"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":")";
    QTest::newRow("a Table of one") << "application/json;as=Table;v=v1;g=meta.k8s.io" << node << 200
        << R"({"kind":"Table","apiVersion":"meta.k8s.io/v1",)";
    QTest::newRow("metadata of all") << "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io" << nodes << 200
                                     << R"({"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":")";
    QTest::newRow("metadata of one") << "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io" << node << 200
                                     << R"({"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"node-1",)";
    QTest::newRow("metadata of one, asked of all") << "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io" << nodes << 406
        << R"({"kind":"Status",)";
    QTest::newRow("YAML") << "application/yaml" << node << 200 << "apiVersion: v1\nkind: Node\nmetadata:\n";
    QTest::newRow("a refusal is never a Table") << "application/json;as=Table;v=v1;g=meta.k8s.io" << "/api/v1/nodes/none" << 404
        << R"({"kind":"Status",)";
    QTest::newRow("a refusal in YAML") << "application/yaml" << "/api/v1/nodes/none" << 404 << "apiVersion: v1\ncode: 404\n";
    QTest::newRow("nothing that we have") << "image/png" << node << 406
                                          << R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"only the following media types are accepted: )"
                                             R"(application/json, application/yaml, application/vnd.kubernetes.protobuf","reason":"NotAcceptable","code":406})";
    QTest::newRow("legacy versions") << "application/json" << "/api" << 200 << R"({"kind":"APIVersions",)";
    QTest::newRow("everything at once") << "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList" << "/apis" << 200
                                        << R"({"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2",)";
    QTest::newRow("resources of a version") << "application/json" << "/apis/apps/v1" << 200 << R"({"kind":"APIResourceList",)";
    QTest::newRow("OpenAPI as JSON") << "application/json" << "/openapi/v2" << 200 << R"({"definitions":{)";
    QTest::newRow("an OpenAPI document") << "application/json" << "/openapi/v3/apis/apps/v1" << 200 << R"({"components":{)";
    QTest::newRow("an OpenAPI document that is none") << "application/json" << "/openapi/v3/apis/farm/v1" << 404 << R"({"kind":"Status",)";
    QTest::newRow("the version, always for people") << "application/json" << "/version" << 200 << "{\n  \"major\": \"1\",\n  \"minor\": \"34\",\n";
    QTest::newRow("all paths") << "application/json" << "/" << 200 << "{\n  \"paths\": [\n    \"/.well-known/openid-configuration\",\n    \"/api\",\n    \"/api/v1\",\n    \"/apis\",\n";
}

void TestAnswers::shapes()
{
    QFETCH(QString, accept);
    QFETCH(QString, target);
    QFETCH(int, code);
    QFETCH(QString, begins);
    Served served;
    HttpRequest request = Served::request("GET", target.toStdString());
    request.accept = accept.toStdString();
    const Answer answer = served.ask(request);
    QCOMPARE(text(answer).left(begins.size()), begins);
    QCOMPARE(answer.code, code);
    if (accept.startsWith("application/yaml")) {
        QCOMPARE(answer.contentType, std::string("application/yaml"));
    } else {
        QVERIFY(answer.contentType.starts_with("application/json"));
        QVERIFY(api::parseJson(Served::text(answer)).error == nullptr);
    }
    QCOMPARE(answer.contentType.find("as=APIGroupDiscoveryList") != std::string::npos, text(answer).contains("APIGroupDiscoveryList"));
}

void TestAnswers::subresourcesHaveTablesOfTheirOwn()
{
    Served served;
    const std::string deployments = "/apis/apps/v1/namespaces/default/deployments";
    QCOMPARE(served.ask("POST", deployments,
                 R"({"metadata":{"name":"web"},"spec":{"replicas":3,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},)"
                 R"("spec":{"containers":[{"name":"c","image":"nginx"}]}}}})").code, 201);
    HttpRequest scale = Served::request("GET", deployments + "/web/scale");
    scale.accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    const QString table = text(served.ask(scale));
    const QRegularExpression names("\"name\":\"(Name|Desired|Available|Age)\",\"type\"");
    QStringList columns;
    for (auto match = names.globalMatch(table); match.hasNext();)
        columns << match.next().captured(1);
    QCOMPARE(columns.join(' '), QString("Name Desired Available Age"));
    QVERIFY2(table.contains(R"("cells":["web",3,0,"0s"])"), qPrintable(table));

    HttpRequest token = Served::request("POST", "/api/v1/namespaces/default/serviceaccounts/default/token", R"({"spec":{}})");
    token.accept = scale.accept;
    const QString given = text(served.ask(token));
    QVERIFY2(given.contains(R"("name":"Created At")") && given.contains(R"("cells":["default",)"), qPrintable(given));
}

void TestAnswers::openApiInProtobuf()
{
    Served served;
    HttpRequest request = Served::request("GET", "/openapi/v2");
    request.accept = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"; // as kubectl writes it
    const Answer answer = served.ask(request);
    QCOMPARE(answer.code, 200);
    QCOMPARE(answer.contentType, std::string("application/com.github.proto-openapi.spec.v2.v1.0+protobuf"));
    QVERIFY(text(answer).startsWith("\n\x03" "2.0")); // field 1: the version of swagger
    const apiserver::OpenApi openApi(api::kinds());
    QVERIFY(Served::text(answer) == openApi.v2Protobuf().bytes); // and not a byte more, which no decoder would forgive
}

void TestAnswers::peopleGetIndentedJson()
{
    Served served;
    HttpRequest request = Served::request("GET", "/api/v1/namespaces/default");
    QVERIFY(text(served.ask(request)).endsWith("}\n")); // programs get one line, with its end
    request.userAgent = "curl/7.88.1";
    const QString pretty = text(served.ask(request));
    QVERIFY(pretty.startsWith("{\n  \"kind\": \"Namespace\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {\n    \"name\": \"default\",\n"));
    QVERIFY(pretty.endsWith("\n}"));
    request.target += "?pretty=false";
    QVERIFY(text(served.ask(request)).startsWith("{\"kind\""));
    request.userAgent = "helm";
    request.target = "/api/v1/namespaces/default?pretty=1";
    QCOMPARE(text(served.ask(request)), pretty);
}

void TestAnswers::warningsAreHeaders()
{
    Served served;
    const Answer answer = served.ask("POST", maps, R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"},"spec":{}})");
    QCOMPARE(answer.code, 201);
    QCOMPARE(header(answer, "Warning"), std::string(R"(299 - "unknown field \"spec\"")"));
}

void TestAnswers::listsSayWhatTheyAreOnce()
{
    Served served;
    served.ask("POST", maps, configMap("a"));
    const api::Value list = json(served.ask("GET", std::string(maps) + "?labelSelector=!x"));
    QCOMPARE(list["kind"].text().str(), std::string("ConfigMapList"));
    QVERIFY(list["items"].array().size() >= 1);
    for (const api::Value& item : list["items"].array()) {
        QVERIFY(item["kind"].isNull() && item["apiVersion"].isNull());
        QVERIFY(!item["metadata"]["name"].text().empty());
    }
    const QString none = text(served.ask("GET", std::string(maps) + "?labelSelector=x"));
    QVERIFY(none.endsWith("},\"items\":[]}\n"));
}

void TestAnswers::aPageEndsWithAToken()
{
    Served served;
    for (const char* name : {"a", "b", "c"})
        served.ask("POST", "/api/v1/namespaces/kube-public/configmaps", configMap(name));
    std::string target = "/api/v1/namespaces/kube-public/configmaps?limit=2";
    const api::Value first = json(served.ask("GET", target));
    QCOMPARE(first["items"].array().size(), std::size_t{2});
    QCOMPARE(first["metadata"]["remainingItemCount"].integer(), std::int64_t{1});
    const api::Value second = json(served.ask("GET", target + "&continue=" + first["metadata"]["continue"].text().str()));
    QCOMPARE(second["items"].array().size(), std::size_t{1});
    QVERIFY(second["metadata"]["continue"].isNull());
    QCOMPARE(second["metadata"]["resourceVersion"].text().str(), first["metadata"]["resourceVersion"].text().str());
}

void TestAnswers::aDeletedObjectIsConfirmed()
{
    Served served;
    const std::string uid = json(served.ask("POST", maps, configMap("w2")))["metadata"]["uid"].text().str();
    const Answer answer = served.ask("DELETE", std::string(maps) + "/w2");
    QCOMPARE(text(answer),
        QString::fromStdString(R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","details":{"name":"w2","kind":"configmaps","uid":")"
                                                  + uid + "\"}}\n"));
    QCOMPARE(answer.code, 200);
}

void TestAnswers::largeAnswersAreSqueezed()
{
    Served served;
    served.ask("POST", maps, configMap("large", std::string(300'000, 'x')));
    HttpRequest request = Served::request("GET", std::string(maps) + "/large");
    const std::string plain = Served::text(served.ask(request));
    request.acceptEncoding = "gzip";
    const Answer squeezed = served.ask(request);
    QCOMPARE(header(squeezed, "Content-Encoding"), std::string("gzip"));
    std::string bytes = Served::text(squeezed);
    QVERIFY(bytes.size() < plain.size() / 10);
    std::string unpacked(plain.size() + 1, '\0');
    z_stream stream{};
    QCOMPARE(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(unpacked.data());
    stream.avail_out = static_cast<uInt>(unpacked.size());
    QCOMPARE(inflate(&stream, Z_FINISH), Z_STREAM_END);
    unpacked.resize(stream.total_out);
    inflateEnd(&stream);
    QVERIFY(unpacked == plain);

    HttpRequest small = Served::request("GET", "/api/v1/namespaces/default");
    small.acceptEncoding = "gzip";
    QVERIFY(header(served.ask(small), "Content-Encoding").empty());
}

void TestAnswers::healthIsTold_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("body");
    QTest::newRow("in a word") << "/healthz" << 200 << "ok";
    QTest::newRow("alive") << "/livez" << 200 << "ok";
    QTest::newRow("one check") << "/readyz/etcd" << 200 << "ok";
    QTest::newRow("all checks, as a real server lists them") << "/readyz?verbose" << 200 << QString::fromUtf8(fact("readyz-verbose.txt")) + "\n";
    QTest::newRow("a check that is left out is said to be") << "/livez?verbose&exclude=etcd" << 200
        << "[+]ping ok\n[+]log ok\n[+]etcd excluded: ok\n";
    QTest::newRow("what cannot be left out") << "/livez?verbose&exclude=hope" << 200 << "[+]ping ok\n";
    QTest::newRow("who is alive may still be unready") << "/livez/shutdown" << 404 << R"({"kind":"Status",)";
}

void TestAnswers::healthIsTold()
{
    QFETCH(QString, target);
    QFETCH(int, code);
    QFETCH(QString, body);
    Served served;
    const Answer answer = served.ask("GET", target.toStdString());
    QCOMPARE(answer.code, code);
    QCOMPARE(text(answer).left(body.size()), body);
    QCOMPARE(text(answer).contains("warn: some health checks cannot be excluded: no matches for \"hope\"\n"), target.contains("hope"));
    if (target.contains("verbose"))
        QVERIFY(text(answer).endsWith("z check passed\n"));
}

void TestAnswers::openApiIsKept()
{
    Served served;
    const api::Value root = json(served.ask("GET", "/openapi/v3"));
    const std::string address = root["paths"]["apis/apps/v1"]["serverRelativeURL"].text().str();
    QVERIFY(address.starts_with("/openapi/v3/apis/apps/v1?hash="));
    HttpRequest request = Served::request("GET", address);
    const Answer first = served.ask(request);
    QCOMPARE(header(first, "Cache-Control"), std::string("public, immutable"));
    request.ifNoneMatch = header(first, "Etag");
    const Answer second = served.ask(request);
    QCOMPARE(second.code, 304);
    QCOMPARE(serve::sizeOf(second.body), std::size_t{0});
}

void TestAnswers::metricsCount()
{
    Served served;
    served.ask("GET", "/api/v1/nodes");
    served.ask("GET", "/api/v1/nodes/none");
    const QString metrics = text(served.ask("GET", "/metrics"));
    QVERIFY(metrics.contains("\napiserver_request_total{code=\"200\",group=\"\",resource=\"nodes\",subresource=\"\",verb=\"list\",version=\"v1\"} 1\n"));
    QVERIFY(metrics.contains("\napiserver_request_total{code=\"404\",group=\"\",resource=\"nodes\",subresource=\"\",verb=\"get\",version=\"v1\"} 1\n"));
    QVERIFY(metrics.contains("\nkubarium_watches 0\n"));
    for (const QString& line : metrics.split('\n', Qt::SkipEmptyParts))
        QVERIFY2(line.startsWith('#') || QRegularExpression(R"(^[a-z_]+(\{([a-z_]+="[^"]*",?)*\})? \d+$)").match(line).hasMatch(), qPrintable(line));
}

void TestAnswers::credentials()
{
    Served served;
    HttpRequest request = Served::request("GET", "/livez");
    request.certificate = nullptr;
    QCOMPARE(served.ask(request).code, 200); // everybody may ask whether the server is well
    request.target = "/apis";
    QCOMPARE(served.ask(request).code, 403);
    request.target = "/metrics";
    QCOMPARE(text(served.ask(request)),
        QString(R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"forbidden: User \"system:anonymous\" )"
                                                R"(cannot get path \"/metrics\"","reason":"Forbidden","details":{},"code":403})"
                                                "\n"));
    request.certificate = test::certificateOf("jane", {"system:authenticated"});
    QCOMPARE(served.ask(request).code, 403);
    request.target = "/apis";
    QCOMPARE(served.ask(request).code, 200);
    // Who asks badly and may not ask at all is told the latter.
    request.target = "/api/v1/namespaces/dev/pods?limit=ten";
    QVERIFY(text(served.ask(request)).contains(R"(User \"jane\" cannot list resource \"pods\" in API group \"\" in the namespace \"dev\")"));

    auto unknown = std::make_shared<serve::ClientCertificate>(*test::certificateOf("jane", {}));
    unknown->identity = nullptr; // signed by somebody else
    request.certificate = unknown;
    request.target = "/livez";
    QCOMPARE(served.ask(request).code, 401);
    auto old = std::make_shared<serve::ClientCertificate>(*test::certificateOf("jane", {}));
    old->notAfter = api::Time::sinceEpoch(std::chrono::seconds(1'767'225'599)); // a second before the virtual clock begins
    request.certificate = old;
    QCOMPARE(served.ask(request).code, 401);
}

void TestAnswers::actingAsSomebodyElse()
{
    Served served;
    HttpRequest request = Served::request("GET", "/api/v1/namespaces/dev/pods");
    request.impersonation = {{"impersonate-user", "jane"}, {"impersonate-group", "dev"}};
    QVERIFY(text(served.ask(request)).contains(R"(User \"jane\" cannot list resource \"pods\")"));
    request.impersonation.emplace_back("impersonate-group", "system:masters");
    QCOMPARE(served.ask(request).code, 200);
    request.certificate = test::certificateOf("joe", {"system:authenticated"});
    QVERIFY(text(served.ask(request)).contains(R"(User \"joe\" cannot impersonate resource \"users\")"));

    HttpRequest who = Served::request("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
    who.impersonation = {{"impersonate-user", "jane"}, {"impersonate-extra-dept%2fname", "sales"}, {"impersonate-extra-dept%2fname", "more"}};
    const api::Value user = json(served.ask(who))["status"]["userInfo"];
    QCOMPARE(user["username"].text().str(), std::string("jane"));
    QCOMPARE(user["groups"].array().size(), std::size_t{1}); // system:authenticated, and none of the administrator's
    QCOMPARE(user["extra"]["dept/name"].array().size(), std::size_t{2});
}

void TestAnswers::theClockIsDriven()
{
    Served served;
    const std::string clock = "/apis/lab.kubarium.dev/v1/clocks/lab";
    const auto time = [&] { return json(served.ask("GET", clock))["status"]["time"].text().str(); };
    QCOMPARE(time(), std::string("2026-01-01T00:00:00.000000Z"));
    const Answer advanced = served.ask("POST", clock + "/advance?seconds=30", "{}");
    QCOMPARE(advanced.code, 200);
    QCOMPARE(json(advanced)["kind"].text().str(), std::string("Clock"));
    QCOMPARE(json(advanced)["status"]["time"].text().str(), std::string("2026-01-01T00:00:30.000000Z"));
    QCOMPARE(served.ask("POST", clock + "/advance?seconds=0.25").code, 200);
    QCOMPARE(time(), std::string("2026-01-01T00:00:30.250000Z"));
    for (const char* bad : {"", "?seconds=", "?seconds=-1", "?seconds=soon", "?seconds=99999999999"})
        QCOMPARE(served.ask("POST", clock + "/advance" + bad).code, 400);
    QCOMPARE(served.ask("POST", "/apis/lab.kubarium.dev/v1/clocks/other/advance?seconds=1").code, 404);
    QCOMPARE(served.ask("POST", clock + "/advance?seconds=5&dryRun=All").code, 200);
    QCOMPARE(time(), std::string("2026-01-01T00:00:30.250000Z"));

    const auto events = [&] { return json(served.ask("GET", clock))["status"]["events"].integer(); };
    const std::int64_t before = events();
    QCOMPARE(served.ask("POST", clock + "/step").code, 200);
    QVERIFY(events() > before); // and what is due at the same instant
    QCOMPARE(served.ask("POST", clock + "/step?by=leap").code, 400);

    HttpRequest jane = Served::request("POST", clock + "/advance?seconds=30");
    jane.certificate = test::certificateOf("jane", {"system:authenticated"});
    QCOMPARE(served.ask(jane).code, 403);
}

void TestAnswers::aClockThatRunsIsNotPushed()
{
    Served served;
    served.lab().run([](lab::Lab& lab) { lab.setClock({lab::Clock::Mode::Realtime, 1.0, false}); });
    const std::string clock = "/apis/lab.kubarium.dev/v1/clocks/lab";
    QCOMPARE(served.ask("POST", clock + "/advance?seconds=30").code, 409);
    QCOMPARE(served.ask("POST", clock + "/step").code, 409);
    served.lab().run([](lab::Lab& lab) { lab.setClock({lab::Clock::Mode::Realtime, 1.0, true}); });
    QCOMPARE(served.ask("POST", clock + "/advance?seconds=30").code, 200);
}

void TestAnswers::theEndAnswersEverybody()
{
    Served served;
    std::promise<int> promised;
    served.gateway().handle(Served::request("POST", "/apis/lab.kubarium.dev/v1/clocks/lab/advance?seconds=31000000"),
                            [&](Answer answer) { promised.set_value(answer.code); });
    served.gateway().close();
    QCOMPARE(promised.get_future().get(), 503);
    QCOMPARE(served.ask("GET", "/readyz").code, 500);
    QCOMPARE(served.ask("GET", "/livez").code, 200);
    QCOMPARE(served.ask("GET", "/api/v1/nodes?watch=1").code, 503);
}

QTEST_GUILESS_MAIN(TestAnswers)
#include "test_answers.moc"
