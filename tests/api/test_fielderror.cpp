#include "api/fielderror.h"

#include "api/encode.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestFieldError : public QObject {
    Q_OBJECT

private slots:
    void paths_data();
    void paths();
    void shown_data();
    void shown();
    void messages_data();
    void messages();
    void invalidObjects_data();
    void invalidObjects();
    void causes();
    void statuses_data();
    void statuses();
};

void TestFieldError::paths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* title, const FieldPath& path, const char* text) {
        QTest::newRow(title) << QString::fromStdString(path.text()) << QString(text);
    };
    const FieldPath spec("spec");
    row("a field", spec.child("replicas"), "spec.replicas");
    row("an element of a list", spec.child("containers").index(0).child("image"), "spec.containers[0].image");
    row("a key of a map", FieldPath("data").key("app.conf"), "data[app.conf]");
    row("a key behind an index", FieldPath("values").index(1).key("app"), "values[1][app]");
    row("a list of lists", spec.child("a").index(2).index(3), "spec.a[2][3]");
    row("deeper than a dozen levels",
        spec.child("a").child("b").child("c").child("d").child("e").child("f").child("g").child("h").child("i").child("j").child("k").child("l").child("m"),
        "spec.a.b.c.d.e.f.g.h.i.j.k.l.m");
    row("the object itself has no path", FieldPath(), "<nil>");
    row("a path without a name, as a ConfigMap too large has it", FieldPath(""), "[]");
}

void TestFieldError::paths()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QCOMPARE(path, text);
}

void TestFieldError::shown_data()
{
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* title, const std::string& shown, const char* text) {
        QTest::newRow(title) << QString::fromStdString(shown) << QString(text);
    };
    using kubarium::api::shown;
    row("a string in quotes", shown("maybe"), "\"maybe\"");
    row("an empty one, too", shown(""), "\"\"");
    row("whatever type holds it", shown(std::string("a")) + shown(Text("b")) + shown(std::string_view("c")), "\"a\"\"b\"\"c\"");
    row("a number plain", shown(std::int64_t{-1}), "-1");
    row("a count plain", shown(std::size_t{3}), "3");
    row("a truth plain", shown(true), "true");
    row("a fraction plain", shown(0.5), "0.5");
    row("a large one as Go does", shown(1e6), "1e+06");
    row("a port by number", shown(IntOrString(8080)), "8080");
    row("a percentage in quotes", shown(IntOrString("25%")), "\"25%\"");
    row("a port by name is JSON", shown(IntOrString("<a>")), "\"\\u003ca\\u003e\"");
    row("a quantity in quotes", shown(*Quantity::parse("1.5")), "\"1500m\"");
    row("a time in quotes", shown(*Time::parse("2026-01-01T09:00:00+09:00")), "\"2026-01-01T00:00:00Z\"");
    row("a time that is not set", shown(Time()), "null");
    row("free-form text", shown(Value("a\nb")), "\"a\\nb\"");
    row("a free-form number", shown(Value(3)), "3");
    row("a free-form truth", shown(Value(false)), "false");
    row("nothing is the word null", shown(Value()), "\"null\"");
    row("a free-form object as JSON", shown(Value(Value::Object{{"b", 1}, {"a", "x"}})), "{\"a\":\"x\",\"b\":1}");
    row("a free-form list as JSON", shown(Value(Value::Array{1, "x"})), "[1,\"x\"]");
}

void TestFieldError::shown()
{
    QFETCH(QString, shown);
    QFETCH(QString, text);
    QCOMPARE(shown, text);
}

void TestFieldError::messages_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("expectedReason");
    QTest::addColumn<QString>("expectedMessage");
    const auto row = [](const char* title, const FieldError& error, const char* reason, const char* message) {
        QTest::newRow(title) << QString::fromStdString(error.reason()) << QString::fromStdString(error.message()) << QString(reason)
                             << QString(message);
    };
    const FieldPath path("spec");
    static constexpr std::array<std::string_view, 3> policies{"Always", "OnFailure", "Never"};
    row("what is missing", required(path), "FieldValueRequired", "Required value");
    row("what is missing, and why", required(path, "name or generateName is required"), "FieldValueRequired",
        "Required value: name or generateName is required");
    row("a number out of range", invalid(path, std::int64_t{-1}, "must be greater than or equal to 0"), "FieldValueInvalid",
        "Invalid value: -1: must be greater than or equal to 0");
    row("an empty string that is wrong", invalid(path, "", "must be non-empty"), "FieldValueInvalid", "Invalid value: \"\": must be non-empty");
    row("a value that does not exist", notSupported(path, "maybe", policies), "FieldValueNotSupported",
        "Unsupported value: \"maybe\": supported values: \"Always\", \"OnFailure\", \"Never\"");
    row("where nothing is supported", notSupported(path, "maybe", {}), "FieldValueNotSupported", "Unsupported value: \"maybe\"");
    row("what may not be set", forbidden(path, "may not be set"), "FieldValueForbidden", "Forbidden: may not be set");
    row("what is there twice", duplicate(path, "http"), "FieldValueDuplicate", "Duplicate value: \"http\"");
    row("what cannot be found", notFound(path, "data"), "FieldValueNotFound", "Not found: \"data\"");
    row("a text too long shows no value", tooLong(path, 1048576), "FieldValueTooLong", "Too long: may not be more than 1048576 bytes");
    row("a list too long shows its length", tooMany(path, 5, 3), "FieldValueTooMany", "Too many: 5: must have at most 3 items");
    row("where the length is not known", tooMany(path, -1, 3), "FieldValueTooMany", "Too many: must have at most 3 items");
    row("a fault of the server", internalError(path, "no range allocator"), "InternalError", "Internal error: no range allocator");
    row("a value of another type", FieldError{FieldErrorType::TypeInvalid, "spec", "\"string\"", "must be an integer"},
        "FieldValueTypeInvalid", "Invalid value: \"string\": must be an integer");
}

void TestFieldError::messages()
{
    QFETCH(QString, reason);
    QFETCH(QString, message);
    QFETCH(QString, expectedReason);
    QFETCH(QString, expectedMessage);
    QCOMPARE(reason, expectedReason);
    QCOMPARE(message, expectedMessage);
}

void TestFieldError::invalidObjects_data()
{
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("name");
    QTest::addColumn<FieldErrors>("errors");
    QTest::addColumn<QString>("message");

    const FieldError image = required(FieldPath("image"));
    const FieldError port = invalid(FieldPath("port"), std::int64_t{0}, "must be between 1 and 65535, inclusive");
    QTest::newRow("one error") << "" << "Pod" << "web" << FieldErrors{image} << "Pod \"web\" is invalid: image: Required value";
    QTest::newRow("several stand in brackets")
        << "" << "Pod" << "web" << FieldErrors{image, port}
        << "Pod \"web\" is invalid: [image: Required value, port: Invalid value: 0: must be between 1 and 65535, inclusive]";
    QTest::newRow("what repeats is said once, without brackets")
        << "" << "Pod" << "web" << FieldErrors{image, image} << "Pod \"web\" is invalid: image: Required value";
    QTest::newRow("the order is kept")
        << "" << "Pod" << "web" << FieldErrors{port, image, port}
        << "Pod \"web\" is invalid: [port: Invalid value: 0: must be between 1 and 65535, inclusive, image: Required value]";
    QTest::newRow("the group follows the kind")
        << "apps" << "Deployment" << "d" << FieldErrors{image} << "Deployment.apps \"d\" is invalid: image: Required value";
    QTest::newRow("an object without a name") << "" << "ConfigMap" << "" << FieldErrors{image} << "ConfigMap \"\" is invalid: image: Required value";
    QTest::newRow("a name is quoted as Go does")
        << "" << "Pod" << "a\"b" << FieldErrors{image} << "Pod \"a\\\"b\" is invalid: image: Required value";
    QTest::newRow("without errors it says no more") << "" << "Pod" << "web" << FieldErrors{} << "Pod \"web\" is invalid";
}

void TestFieldError::invalidObjects()
{
    QFETCH(QString, group);
    QFETCH(QString, kind);
    QFETCH(QString, name);
    QFETCH(FieldErrors, errors);
    QFETCH(QString, message);
    const Status status = invalidObject(group.toStdString(), kind.toStdString(), name.toStdString(), errors);
    QCOMPARE(QString::fromStdString(status.message), message);
    QCOMPARE(status.code, 422);
    QCOMPARE(QString::fromStdString(status.reason), "Invalid");
    QCOMPARE(status.details.causes.size(), errors.size());
}

void TestFieldError::causes()
{
    const FieldErrors errors{required(FieldPath("spec").child("containers").index(0).child("image"))};
    const Status status = invalidObject("batch", "Job", "j", errors);
    QCOMPARE(QString::fromStdString(status.details.kind), "Job");
    QCOMPARE(QString::fromStdString(status.details.group), "batch");
    QCOMPARE(QString::fromStdString(status.details.name), "j");
    const StatusCause expected{"FieldValueRequired", "Required value", "spec.containers[0].image"};
    QVERIFY(status.details.causes == std::vector{expected});
}

void TestFieldError::statuses_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* title, const Status& status, const char* expected) {
        QTest::newRow(title) << QString::fromStdString(toJson(status.toValue())) << QString(expected);
    };

    row("a bad request", badRequest("unable to parse requirement: found '=', expected: identifier"),
        R"({"apiVersion":"v1","code":400,"kind":"Status","message":"unable to parse requirement: found '=', expected: identifier",)"
        R"("metadata":{},"reason":"BadRequest","status":"Failure"})");
    row("an invalid object", invalidObject("", "Pod", "p", {required(FieldPath("spec"))}),
        R"({"apiVersion":"v1","code":422,"details":{"causes":[{"field":"spec","message":"Required value","reason":"FieldValueRequired"}],)"
        R"("kind":"Pod","name":"p"},"kind":"Status","message":"Pod \"p\" is invalid: spec: Required value","metadata":{},)"
        R"("reason":"Invalid","status":"Failure"})");
    Status deleted;
    deleted.details = {.name = "w2", .group = "", .kind = "configmaps", .uid = "1462a0ea"};
    row("a deletion carries no code", deleted,
        R"({"apiVersion":"v1","details":{"kind":"configmaps","name":"w2","uid":"1462a0ea"},"kind":"Status","metadata":{},"status":"Success"})");
    Status bound;
    bound.code = 201;
    row("a binding does", bound, R"({"apiVersion":"v1","code":201,"kind":"Status","metadata":{},"status":"Success"})");
    Status evicted;
    evicted.code = 429;
    evicted.details.retryAfterSeconds = 10;
    row("when to come back", evicted,
        R"({"apiVersion":"v1","code":429,"details":{"retryAfterSeconds":10},"kind":"Status","metadata":{},"status":"Failure"})");
}

void TestFieldError::statuses()
{
    QFETCH(QString, json);
    QFETCH(QString, expected);
    QCOMPARE(json, expected);
}

QTEST_GUILESS_MAIN(TestFieldError)
#include "test_fielderror.moc"
