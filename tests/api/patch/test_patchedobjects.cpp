// A patch from its text to the object, with the server's refusals.
#include "api/encode.h"
#include "api/patch/patch.h"

#include "manifest.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestPatchedObjects : public QObject {
    Q_OBJECT

private slots:
    void patches_data();
    void patches();
    void refusals_data();
    void refusals();
    void warnings();
    void tooManyOperations();
};

namespace {

constexpr auto deployment = R"({apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2,
    selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}]}}}})";

Result<PatchedObject> patchedDeployment(PatchType type, std::string_view patch, FieldValidation validation)
{
    static const Manifest manifest(deployment);
    return patched(manifest.kind(), manifest.object(), type, patch, validation);
}

} // namespace

void TestPatchedObjects::patches_data()
{
    QTest::addColumn<PatchType>("type");
    QTest::addColumn<QString>("patch");
    QTest::newRow("JSON patch") << PatchType::Json << R"([{"op":"replace","path":"/spec/replicas","value":5}])";
    QTest::newRow("JSON patch sees apiVersion and kind")
        << PatchType::Json << R"([{"op":"test","path":"/kind","value":"Deployment"},{"op":"replace","path":"/spec/replicas","value":5}])";
    QTest::newRow("merge patch") << PatchType::Merge << R"({"spec":{"replicas":5}})";
    QTest::newRow("strategic merge patch") << PatchType::StrategicMerge << R"({"spec":{"replicas":5}})";
    QTest::newRow("a whole number with a fraction fits") << PatchType::StrategicMerge << R"({"spec":{"replicas":5.0}})";
}

void TestPatchedObjects::patches()
{
    QFETCH(PatchType, type);
    QFETCH(QString, patch);
    const Result<PatchedObject> result = patchedDeployment(type, patch.toStdString(), FieldValidation::Strict);
    QVERIFY2(result.ok(), result.ok() ? "" : result.status().message.c_str());
    QCOMPARE(toValue(result->object)["spec"]["replicas"].integer(), 5);
    QCOMPARE(toValue(result->object)["metadata"]["name"].text().str(), std::string("web"));
}

void TestPatchedObjects::refusals_data()
{
    QTest::addColumn<PatchType>("type");
    QTest::addColumn<QString>("patch");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("message"); // of an invalid result: without the object
    const auto row = [](const char* name, PatchType type, const char* patch, int code, const char* reason, const char* message) {
        QTest::newRow(name) << type << QString(patch) << code << QString(reason) << QString(message);
    };
    using enum PatchType;
    const char* const rejected = "the server rejected our request due to an error in our request";
    row("no JSON", Json, "[", 400, "BadRequest", "error decoding patch: unexpected end of JSON input");
    row("no JSON for a merge", Merge, "{", 400, "BadRequest", "error decoding patch: unexpected end of JSON input");
    row("no JSON for a strategic merge", StrategicMerge, "{", 400, "BadRequest", "unexpected end of JSON input");
    row("a JSON patch that is a map", Json, "{}", 400, "BadRequest",
        "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
    row("a JSON patch with a word as an operation", Json, R"(["x"])", 400, "BadRequest",
        "error decoding patch: json: cannot unmarshal string into Go value of type handlers.jsonPatchOp");
    row("a JSON patch with a number as a path", Json, R"([{"op":"add","path":1}])", 400, "BadRequest",
        "error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.path of type string");
    row("a merge patch that is a list", Merge, "[]", 400, "BadRequest",
        "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
    row("a merge patch that is null", Merge, "null", 400, "BadRequest", "Invalid JSON Patch");
    row("a strategic merge patch that is a list", StrategicMerge, "[]", 400, "BadRequest",
        "json: cannot unmarshal array into Go value of type map[string]interface {}");
    row("an operation that does not apply is not named", Json, R"([{"op":"remove","path":"/spec/nope"}])", 422, "Invalid", rejected);
    row("a test that fails", Json, R"([{"op":"test","path":"/spec/replicas","value":3}])", 422, "Invalid", rejected);
    row("lists of lists", StrategicMerge, R"({"spec":{"template":{"spec":{"containers":[{"name":"a","ports":[[]]}],"volumes":[[]]}}}})", 422,
        "Invalid", "cannot restore struct from: slice"); // the list is added, so that nothing is merged
    row("a missing merge key", StrategicMerge, R"({"spec":{"template":{"spec":{"containers":[{"image":"x"}]}}}})", 500, "",
        "map: map[image:x] does not contain declared merge key: name");
    row("a directive of the wrong form", StrategicMerge, R"({"spec":{"$retainKeys":1}})", 400, "BadRequest", "invalid patch format of retainKeys");
    row("an unknown field", Merge, R"({"spec":{"foo":1}})", 422, "Invalid", R"(strict decoding error: unknown field "spec.foo")");
    row("an unknown field of an element", Json, R"([{"op":"add","path":"/spec/template/spec/containers/0/evn","value":[]}])", 422, "Invalid",
        R"(strict decoding error: unknown field "spec.template.spec.containers[0].evn")");
    row("an unknown field in a strategic merge", StrategicMerge, R"({"spec":{"foo":{"a":1}}})", 422, "Invalid",
        R"(strict decoding error: unknown field "spec.foo")");
    row("a field twice in the patch", Merge, R"({"spec":{"replicas":1,"replicas":2}})", 422, "Invalid",
        R"(strict decoding error: duplicate field "spec.replicas")");
    row("an operation with an unknown member", Json, R"([{"op":"add","path":"/spec/paused","value":true,"vlaue":1}])", 422, "Invalid",
        R"(strict decoding error: json patch unknown field "[0].vlaue")");
    row("a word for a number", Merge, R"({"spec":{"replicas":"many"}})", 422, "Invalid",
        "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32");
    row("a word for a number in a strategic merge", StrategicMerge, R"({"spec":{"replicas":"many"}})", 422, "Invalid", "unrecognized type: int32");
    row("a number for a word in a strategic merge", StrategicMerge, R"({"metadata":{"labels":{"a":1}}})", 422, "Invalid",
        "cannot convert int64 to string");
    row("a fraction for a number in a strategic merge", StrategicMerge, R"({"spec":{"replicas":1.5}})", 422, "Invalid",
        "cannot convert float64 to int32");
    row("a word for a map in a strategic merge", StrategicMerge, R"({"metadata":{"labels":"x"}})", 422, "Invalid", "cannot restore map from string");
    row("a word for a list in a strategic merge", StrategicMerge, R"({"metadata":{"finalizers":"x"}})", 422, "Invalid",
        "cannot restore slice from string");
    row("a word for a struct in a strategic merge", StrategicMerge, R"({"spec":{"strategy":"x"}})", 422, "Invalid",
        "cannot restore struct from: string");
    row("a word that is no bool in a strategic merge", StrategicMerge, R"({"spec":{"paused":"true"}})", 422, "Invalid", "unrecognized type: bool");
}

void TestPatchedObjects::refusals()
{
    QFETCH(PatchType, type);
    QFETCH(QString, patch);
    QFETCH(int, code);
    QFETCH(QString, reason);
    QFETCH(QString, message);
    const Result<PatchedObject> result = patchedDeployment(type, patch.toStdString(), FieldValidation::Strict);
    QVERIFY(!result);
    const Status& status = result.status();
    const QString said = QString::fromStdString(status.message);
    QCOMPARE(status.code, code);
    QCOMPARE(QString::fromStdString(status.reason), reason);
    if (!status.details.causes.empty()) {
        QVERIFY2(said.startsWith(" \"\" is invalid: patch: Invalid value: \""), status.message.c_str());
        QVERIFY2(said.endsWith(": " + message), status.message.c_str());
        QCOMPARE(status.details.causes.front().field, std::string("patch"));
    } else {
        QCOMPARE(said, message);
    }
}

// Without strictness unknown fields are warnings, or not worth a word.
void TestPatchedObjects::warnings()
{
    constexpr auto patch = R"({"spec":{"foo":1,"replicas":1,"replicas":5}})";
    const Result<PatchedObject> warned = patchedDeployment(PatchType::Merge, patch, FieldValidation::Warn);
    QVERIFY(warned.ok());
    QCOMPARE(warned->warnings, (std::vector<std::string>{R"(duplicate field "spec.replicas")", R"(unknown field "spec.foo")"}));
    QCOMPARE(toValue(warned->object)["spec"]["replicas"].integer(), 5);
    const Result<PatchedObject> ignored = patchedDeployment(PatchType::Merge, patch, FieldValidation::Ignore);
    QVERIFY(ignored.ok());
    QVERIFY(ignored->warnings.empty());
}

void TestPatchedObjects::tooManyOperations()
{
    std::string patch = "[";
    for (int i = 0; i <= 10'000; ++i)
        patch += std::string(i ? "," : "") + R"({"op":"test","path":"/kind","value":"Deployment"})";
    const Result<PatchedObject> result = patchedDeployment(PatchType::Json, patch + "]", FieldValidation::Strict);
    QVERIFY(!result);
    QCOMPARE(result.status().code, 413);
    QCOMPARE(result.status().reason, std::string("RequestEntityTooLarge"));
    QCOMPARE(result.status().message, std::string("The allowed maximum operations in a JSON patch is 10000, got 10001"));
}

QTEST_GUILESS_MAIN(TestPatchedObjects)
#include "test_patchedobjects.moc"
