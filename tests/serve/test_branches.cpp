// What real clients see when the lab goes back in time: streams end, and a version of one branch is none of another.
#include "served.h"

#include "api/encode.h"
#include "api/tree.h"
#include "apiserver/list.h"

#include <QtTest/QtTest>

#include <set>

using namespace kubarium;
using serve::Answer;
using serve::HttpRequest;
using test::Served;

class TestBranches : public QObject {
    Q_OBJECT
private slots:
    void rewindIsRefused_data();
    void rewindIsRefused();
    void rewindTellsTheClock();
    void undoAndReturn();
    void onlyWhoMay();
    void streamsEnd();
    void anAdvanceThatGoesOnEnds();
    void versionsOfAnotherBranchAreRefused_data();
    void versionsOfAnotherBranchAreRefused();
    void versionsOfThisBranchAreTaken();
    void everyFormCountsAlike();
    void versionsNeverRepeat();
    void theClockIsOnNoBranch();
    void whatCameInOnABranchIsReplayed();
};

namespace {

const std::string theClock = "/apis/lab.kubarium.dev/v1/clocks/lab";
const std::string maps = "/api/v1/namespaces/default/configmaps";

std::string configMap(const std::string& name, const std::string& more = {})
{
    return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name + "\"" + more + "}}";
}

api::Value json(const Answer& answer)
{
    return api::toValue(api::parseJson(Served::text(answer)).document.root);
}

QString message(const Answer& answer)
{
    return QString::fromStdString(json(answer)["message"].text().str());
}

QString version(const api::Value& object)
{
    return QString::fromStdString(object["metadata"]["resourceVersion"].text().str());
}

QString said(const Answer& answer)
{
    return QString("%1 %2 %3").arg(answer.code).arg(QString::fromStdString(json(answer)["reason"].text().str()), message(answer));
}

// A config map of main, and then another branch, on which it stands, too. The clock moved on in between.
QString onAnotherBranch(Served& served)
{
    served.ask("POST", theClock + "/advance?seconds=10");
    const QString made = version(json(served.ask("POST", maps, configMap("a"))));
    served.ask("POST", theClock + "/advance?seconds=10");
    if (served.ask("POST", theClock + "/rewind?seconds=5&name=other").code != 200)
        qFatal("no way back");
    return made;
}

} // namespace

void TestBranches::rewindIsRefused_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("answer");
    QTest::newRow("without saying where to") << "rewind"
        << "400 BadRequest to: Required value: say where to go, either with ?to=TIME or with ?seconds=N, which goes so far back";
    QTest::newRow("in two ways at once") << "rewind?to=2026-01-01T00:00:05Z&seconds=1"
        << "400 BadRequest to: Required value: say where to go, either with ?to=TIME or with ?seconds=N, which goes so far back";
    QTest::newRow("to what is no time") << "rewind?to=yesterday"
        << "400 BadRequest to: Invalid value: \"yesterday\": must be a time such as 2026-01-01T00:05:00Z";
    QTest::newRow("to the future") << "rewind?to=2026-01-01T00:01:00Z"
        << "400 BadRequest to: Invalid value: \"2026-01-01T00:01:00Z\": must lie between 2026-01-01T00:00:00.000000Z, where this "
           "history begins, and now, 2026-01-01T00:00:10.000000Z";
    QTest::newRow("further than there is a past") << "rewind?seconds=11"
        << "400 BadRequest seconds: Invalid value: \"11\": must lie between 2026-01-01T00:00:00.000000Z, where this history "
           "begins, and now, 2026-01-01T00:00:10.000000Z";
    QTest::newRow("by less than nothing") << "rewind?seconds=-1"
        << "400 BadRequest seconds: Invalid value: \"-1\": must be greater than or equal to 0";
    QTest::newRow("under a name that is taken") << "rewind?seconds=1&name=main"
        << "409 Conflict Operation cannot be fulfilled on clocks.lab.kubarium.dev \"lab\": there is a branch \"main\" already";
    QTest::newRow("under what is no name") << "rewind?seconds=1&name=A+B"
        << "400 BadRequest name: Invalid value: \"A B\": must consist of lower case letters, digits or '-', begin and end with a "
           "letter or a digit, and be no more than 63 characters";
    QTest::newRow("undo, when nothing was done") << "undo"
        << "409 Conflict Operation cannot be fulfilled on clocks.lab.kubarium.dev \"lab\": nothing has been done that could be undone";
    QTest::newRow("a branch without a name") << "branch"
        << "400 BadRequest name: Required value: say which branch to go to, such as ?name=main";
    QTest::newRow("a branch that there is not") << "branch?name=ghost"
        << "400 BadRequest name: Invalid value: \"ghost\": there is no such branch; the Clock's status.branches lists them";
}

void TestBranches::rewindIsRefused()
{
    QFETCH(QString, call);
    QFETCH(QString, answer);
    Served served;
    served.ask("POST", theClock + "/advance?seconds=10");
    QCOMPARE(said(served.ask("POST", theClock + "/" + call.toStdString())), answer);
    const api::Value there = json(served.ask("GET", theClock));
    QCOMPARE(QString::fromStdString(there["status"]["branch"].text().str()), QString("main"));
    QCOMPARE(there["status"]["branches"].array().size(), std::size_t{1});
}

void TestBranches::rewindTellsTheClock()
{
    Served served;
    served.ask("POST", theClock + "/advance?seconds=90");
    const Answer dry = served.ask("POST", theClock + "/rewind?seconds=30&dryRun=All");
    QCOMPARE(dry.code, 200);
    QCOMPARE(QString::fromStdString(json(dry)["status"]["branch"].text().str()), QString("main"));
    const Answer answer = served.ask("POST", theClock + "/rewind?to=2026-01-01T00:01:00Z");
    QCOMPARE(answer.code, 200);
    const api::Value status = json(answer)["status"];
    QCOMPARE(QString::fromStdString(api::toJson(status["branches"])),
        QString(R"([{"begin":"2026-01-01T00:00:00.000000Z","name":"main","time":"2026-01-01T00:01:30.000000Z"},)"
                R"({"begin":"2026-01-01T00:01:00.000000Z","name":"branch-1","parent":"main","time":"2026-01-01T00:01:00.000000Z"}])"));
    QCOMPARE(QString::fromStdString(status["branch"].text().str()), QString("branch-1"));
    QCOMPARE(QString::fromStdString(status["time"].text().str()), QString("2026-01-01T00:01:00.000000Z"));
    QCOMPARE(served.ask("POST", "/apis/lab.kubarium.dev/v1/clocks/other/rewind?seconds=1").code, 404);
}

void TestBranches::undoAndReturn()
{
    Served served;
    served.ask("POST", maps, configMap("mistake"));
    QCOMPARE(served.ask("GET", maps + "/mistake").code, 200);
    QCOMPARE(served.ask("POST", theClock + "/undo").code, 200);
    QCOMPARE(served.ask("GET", maps + "/mistake").code, 404);
    QCOMPARE(served.ask("POST", theClock + "/branch?name=main").code, 200);
    QCOMPARE(served.ask("GET", maps + "/mistake").code, 200);
}

void TestBranches::onlyWhoMay()
{
    Served served;
    served.ask("POST", theClock + "/advance?seconds=10");
    for (const char* call : {"rewind?seconds=1", "undo", "branch?name=main"}) {
        HttpRequest request = Served::request("POST", theClock + "/" + call);
        request.certificate = test::certificateOf("jane", {"system:authenticated"});
        const Answer answer = served.ask(request);
        QCOMPARE(answer.code, 403);
        QVERIFY(message(answer).startsWith("clocks.lab.kubarium.dev \"lab\" is forbidden: User \"jane\" cannot create resource \"clocks/"));
    }
    QCOMPARE(served.ask("GET", theClock + "/rewind").code, 405);
}

void TestBranches::streamsEnd()
{
    Served served;
    onAnotherBranch(served);
    const auto watch = [&](const std::string& path) { return served.ask("GET", path + "?watch=1"); };
    bool goesOn = false;
    for (const char* move : {"/rewind?seconds=1", "/branch?name=main", "/undo", "/branch?name=other"}) {
        const std::vector<Answer> streams = {watch(maps), watch("/api/v1/nodes"), watch("/apis/lab.kubarium.dev/v1/clocks")};
        for (const Answer& stream : streams) {
            served.told(stream, &goesOn);
            QVERIFY(goesOn);
        }
        QCOMPARE(served.ask("POST", theClock + move).code, 200);
        for (const Answer& stream : streams) {
            served.told(stream, &goesOn);
            QVERIFY(!goesOn);
        }
    }
}

void TestBranches::anAdvanceThatGoesOnEnds()
{
    Served served;
    served.ask("POST", theClock + "/advance?seconds=10");
    std::promise<Answer> promised;
    served.gateway().handle(Served::request("POST", theClock + "/advance?seconds=30000000"), [&](Answer answer) { promised.set_value(std::move(answer)); });
    bool begun = false;
    while (!begun)
        served.lab().run([&](lab::Lab& lab) { begun = lab.now() > lab.beginning() + std::chrono::seconds(10); });
    QCOMPARE(served.ask("POST", theClock + "/rewind?to=2026-01-01T00:00:05Z").code, 200);
    std::future<Answer> answer = promised.get_future();
    QVERIFY(answer.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
    QCOMPARE(said(answer.get()),
        QString("409 Conflict Operation cannot be fulfilled on clocks.lab.kubarium.dev \"lab\": the lab has gone to another branch "
                "of its history; the clock has not gone on to the end"));
}

void TestBranches::versionsOfAnotherBranchAreRefused_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("path"); // %1: the version on the other branch
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("refusal");
    const char* const merge = "application/merge-patch+json";
    const char* const modified = "409 Conflict Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please "
                                 "apply your changes to the latest version and try again";
    const auto row = [](const char* name, const char* method, const QString& path, const char* type, const QString& body, const char* refusal) {
        QTest::newRow(name) << method << path << type << body << refusal;
    };
    row("a list at exactly that version", "GET", "?resourceVersion=%1&resourceVersionMatch=Exact&limit=5", "", "",
        "410 Expired The resourceVersion for the provided list is too old.");
    row("a list not older than that", "GET", "?resourceVersion=%1&resourceVersionMatch=NotOlderThan", "", "",
        "410 Expired The resourceVersion for the provided list is too old.");
    row("an object not older than that", "GET", "/a?resourceVersion=%1", "", "", "410 Expired too old resource version: %1 (%2)");
    row("an update", "PUT", "/a", "", QString::fromStdString(configMap("a", R"(,"resourceVersion":"%1")")), modified);
    row("a merge patch", "PATCH", "/a", merge, R"({"metadata":{"resourceVersion":"%1"},"data":{"x":"y"}})", modified);
    row("a strategic merge patch", "PATCH", "/a", "application/strategic-merge-patch+json",
        R"({"metadata":{"resourceVersion":"%1"},"data":{"x":"y"}})", modified);
    row("a JSON patch that tests it", "PATCH", "/a", "application/json-patch+json",
        R"([{"op":"test","path":"/metadata/resourceVersion","value":"%1"},{"op":"add","path":"/data","value":{"x":"y"}}])",
        "422 Invalid ");
    row("a server-side apply", "PATCH", "/a?fieldManager=me", "application/apply-patch+yaml",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, resourceVersion: \"%1\"}, data: {x: z}}", modified);
    row("a delete with a precondition", "DELETE", "/a", "", R"({"preconditions":{"resourceVersion":"%1"}})",
        "409 Conflict Operation cannot be fulfilled on ConfigMap \"a\": the ResourceVersion in the precondition (%1) does not match");
}

void TestBranches::versionsOfAnotherBranchAreRefused()
{
    QFETCH(QString, method);
    QFETCH(QString, path);
    QFETCH(QString, type);
    QFETCH(QString, body);
    QFETCH(QString, refusal);
    const auto ask = [&](Served& served, const QString& named) {
        HttpRequest request = Served::request(
            method.toStdString(), maps + QString(path).replace("%1", named).toStdString(), QString(body).replace("%1", named).toStdString());
        request.contentType = type.toStdString();
        return served.ask(request);
    };
    Served served;
    const QString ofMain = onAnotherBranch(served);
    const Answer refused = ask(served, ofMain);
    const QString sentence = QString(refusal).replace("%1", ofMain).replace("%2", "1000000000000");
    QVERIFY2(said(refused).startsWith(sentence), qPrintable(said(refused)));
    // The same with what it is called here is done, and back on main it is the other one that is refused.
    const QString here = version(json(served.ask("GET", maps + "/a")));
    QVERIFY(here != ofMain);
    QCOMPARE(here, QString::number(1'000'000'000'000 + ofMain.toLongLong())); // it is the same object after all
    served.ask("POST", theClock + "/branch?name=main");
    const Answer again = ask(served, here);
    QVERIFY2(said(again).startsWith(QString(refusal).replace("%1", here).replace("%2", "0")), qPrintable(said(again)));
    QCOMPARE(ask(served, ofMain).code, 200);
    served.ask("POST", theClock + "/branch?name=other");
    QCOMPARE(ask(served, here).code, 200);
}

void TestBranches::versionsOfThisBranchAreTaken()
{
    Served served;
    const QString ofMain = onAnotherBranch(served);
    for (int i = 0; i < 4; ++i)
        served.ask("POST", maps, configMap("m" + std::to_string(i)));

    // A page and what follows it; the token of another branch is too old.
    const Answer first = served.ask("GET", maps + "?limit=2");
    const std::string token = json(first)["metadata"]["continue"].text().str();
    QCOMPARE(served.ask("GET", maps + "?limit=2&continue=" + token).code, 200);
    QCOMPARE(version(json(served.ask("GET", maps + "?limit=2&continue=" + token))), version(json(first)));

    // A watch from the list's version on; a bookmark says how far it is, counted as everything else.
    const std::string since = version(json(served.ask("GET", maps))).toStdString();
    const Answer stream = served.ask("GET", maps + "?watch=1&allowWatchBookmarks=true&resourceVersion=" + since);
    const QString made = version(json(served.ask("POST", maps, configMap("late"))));
    const std::string told = served.told(stream);
    QVERIFY(told.find("\"resourceVersion\":\"" + made.toStdString() + '"') != std::string::npos);
    QCOMPARE(made.toLongLong(), QString::fromStdString(since).toLongLong() + 1);
    const Answer initial = served.ask(
        "GET", maps + "?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=" + since);
    QVERIFY(served.told(initial).find(R"("type":"BOOKMARK","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":")"
                + made.toStdString() + '"') != std::string::npos);

    // The future of this branch is the future, not another branch.
    QCOMPARE(said(served.ask("GET", maps + "?resourceVersion=" + std::to_string(made.toLongLong() + 1))),
        QString("504 Timeout Too large resource version: %1, current: %2").arg(made.toLongLong() + 1).arg(made));

    served.ask("POST", theClock + "/branch?name=main");
    QCOMPARE(served.ask("GET", maps + "?limit=2&continue=" + token).code, 410);
    bool goesOn = true;
    const Answer late = served.ask("GET", maps + "?watch=1&resourceVersion=" + since);
    const QString line = QString::fromStdString(served.told(late, &goesOn));
    QVERIFY(!goesOn);
    QCOMPARE(line,
        QString(R"x({"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",)x"
                R"x("message":"too old resource version: %1 (0)","reason":"Expired","code":410}})x")
            .arg(QString::fromStdString(since))
            + "\n");
    for (const char* initialEvents : {"true", "false"}) {
        const Answer refused = served.ask("GET",
            maps + "?watch=1&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&resourceVersion=" + since + "&sendInitialEvents="
                + initialEvents);
        QVERIFY(refused.stream ? QString::fromStdString(served.told(refused)).contains("\"code\":410") : refused.code == 410);
    }
    QVERIFY(!ofMain.isEmpty());
}

void TestBranches::everyFormCountsAlike()
{
    Served served;
    onAnotherBranch(served);
    const std::string here = version(json(served.ask("GET", maps + "/a"))).toStdString();
    const std::string mine = "\"resourceVersion\":\"" + here + '"';
    for (const char* accept : {"application/json", "application/json;as=Table;v=v1;g=meta.k8s.io",
             "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"}) {
        HttpRequest request = Served::request("GET", maps + "/a");
        request.accept = accept;
        QVERIFY2(Served::text(served.ask(request)).find(mine) != std::string::npos, accept);
        request.target = maps + "?watch=1";
        QVERIFY2(served.told(served.ask(request)).find(mine) != std::string::npos, accept);
    }
    for (const char* accept : {"application/json", "application/json;as=Table;v=v1;g=meta.k8s.io",
             "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"}) {
        HttpRequest request = Served::request("GET", maps);
        request.accept = accept;
        const std::string text = Served::text(served.ask(request));
        QVERIFY2(text.find(mine) != std::string::npos, accept);
        QVERIFY2(text.find("\"metadata\":{\"resourceVersion\":\"1000000000") != std::string::npos, accept);
    }
    HttpRequest yaml = Served::request("GET", maps + "/a");
    yaml.accept = "application/yaml";
    QVERIFY(Served::text(served.ask(yaml)).find("resourceVersion: \"" + here + '"') != std::string::npos);

    // What answers a write, a dry run of one, and a delete.
    const QString big = "^1000000000\\d\\d\\d$";
    for (const char* query : {"?dryRun=All", ""}) {
        const Answer updated = served.ask("PUT", maps + "/a" + query, configMap("a", R"(,"labels":{"x":"y"})"));
        QVERIFY(QRegularExpression(big).match(version(json(updated))).hasMatch());
    }
    served.ask("POST", "/apis/apps/v1/namespaces/default/replicasets",
        R"({"metadata":{"name":"r"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},)"
        R"("spec":{"containers":[{"name":"c","image":"i"}]}}}})");
    const std::string scale = "/apis/apps/v1/namespaces/default/replicasets/r/scale";
    api::Value scaled = json(served.ask("GET", scale));
    QVERIFY(QRegularExpression(big).match(version(scaled)).hasMatch());
    scaled.editObject().edit("spec").editObject().set("replicas", 2);
    const Answer grown = served.ask("PUT", scale, api::toJson(scaled));
    QCOMPARE(grown.code, 200);
    QVERIFY(QRegularExpression(big).match(version(json(grown))).hasMatch());
    QCOMPARE(served.ask("PUT", scale, api::toJson(scaled)).code, 409); // it has another version now
}

void TestBranches::versionsNeverRepeat()
{
    Served served;
    std::set<std::pair<QString, std::string>> seen; // version, and what it was the version of
    std::set<QString> versions;
    for (int round = 0; round < 12; ++round) {
        for (int i = 0; i < 3; ++i) {
            const Answer made = served.ask("POST", maps, R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"g-"},"data":{"r":")" + std::to_string(round) + "\"}}");
            QCOMPARE(made.code, 201);
            const api::Value object = json(made);
            QVERIFY2(versions.insert(version(object)).second, qPrintable(version(object)));
        }
        served.ask("POST", theClock + "/advance?seconds=10");
        if (round % 4 == 3)
            QCOMPARE(served.ask("POST", theClock + "/branch?name=main").code, 200);
        else
            QCOMPARE(served.ask("POST", theClock + "/rewind?seconds=" + std::to_string(3 + round % 3)).code, 200);
    }
    QCOMPARE(versions.size(), std::size_t{36});
}

void TestBranches::theClockIsOnNoBranch()
{
    Served served;
    const qlonglong before = version(json(served.ask("GET", theClock))).toLongLong();
    onAnotherBranch(served);
    const qlonglong after = version(json(served.ask("GET", theClock))).toLongLong();
    QVERIFY(after > before);
    QVERIFY(after < 1000);
    const Answer stream = served.ask("GET", "/apis/lab.kubarium.dev/v1/clocks?watch=1&resourceVersion=" + std::to_string(before));
    bool goesOn = false;
    QVERIFY(served.told(stream, &goesOn).find("\"branch\":\"other\"") != std::string::npos);
    QVERIFY(goesOn);
}

void TestBranches::whatCameInOnABranchIsReplayed()
{
    Served served;
    onAnotherBranch(served);
    const std::string here = version(json(served.ask("GET", maps + "/a"))).toStdString();
    HttpRequest patch = Served::request("PATCH", maps + "/a", R"([{"op":"test","path":"/metadata/resourceVersion","value":")" + here
        + R"("},{"op":"add","path":"/data","value":{"x":"y"}}])");
    patch.contentType = "application/json-patch+json";
    QCOMPARE(served.ask(patch).code, 200);
    QCOMPARE(served.ask("PUT", maps + "/a", configMap("a", R"(,"resourceVersion":")" + here + '"')).code, 409);
    served.lab().run([](lab::Lab& lab) {
        const std::string hash = lab.historyHash();
        lab::Lab other(lab::ClusterFile::standard());
        for (const lab::InputPtr& input : lab.inputs()) {
            const auto parsed = lab::Input::parse(input->line());
            QVERIFY(parsed);
            other.again(*parsed);
        }
        other.runFor(lab.now() - other.now());
        QCOMPARE(other.historyHash(), hash);
    });
}

QTEST_GUILESS_MAIN(TestBranches)
#include "test_branches.moc"
