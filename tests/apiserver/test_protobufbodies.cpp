// Requests whose bodies are protobuf, as kubectl sends them: the pipeline treats them as it treats JSON.
#include "api/protobuf.h"
#include "api/encode.h"
#include "apiserver/apiserver.h"
#include "apiserver/decoding.h"
#include "protobufwriter.h"

#include "api/types/core-config.h"

#include <QtTest/QtTest>

using namespace kubarium;
using namespace kubarium::apiserver;

class TestProtobufBodies : public QObject {
    Q_OBJECT
private slots:
    void init();
    void anObjectIsCreatedAsFromJson();
    void deletesReadTheirOptions();
    void aDryRunInTheBodyIsOne();
    void refusals_data();
    void refusals();

private:
    Request request(Verb verb, const std::string& name, std::string body, BodyFormat format = BodyFormat::Protobuf) const;

    ApiServer m_server;
    std::unique_ptr<State> m_state;
};

Q_DECLARE_METATYPE(std::string)

namespace {

const api::Kind& configMaps()
{
    return *api::findKindByApiVersion("v1", "ConfigMap");
}

std::string field(std::uint32_t number, std::string_view bytes) { return api::writtenField(number, bytes); }

std::string configMap(std::string_view name)
{
    return api::writtenBody("v1", "ConfigMap", field(1, field(1, name)) + field(2, field(1, "k") + field(2, "v")));
}

std::string deleteOptions(const std::string& message) { return api::writtenBody("v1", "DeleteOptions", message); }

} // namespace

void TestProtobufBodies::init()
{
    m_state = std::make_unique<State>(1);
    Request space = request(Verb::Create, "", R"({"metadata":{"name":"default"}})", BodyFormat::Json);
    space.kind = api::findKindByApiVersion("v1", "Namespace");
    space.namespace_.clear();
    QVERIFY(m_server.handle(*m_state, space).ok());
}

Request TestProtobufBodies::request(Verb verb, const std::string& name, std::string body, BodyFormat format) const
{
    Request asked;
    asked.verb = verb;
    asked.kind = &configMaps();
    asked.namespace_ = "default";
    asked.name = name;
    asked.identity = std::make_shared<const Identity>(Identity{"admin", "", {"system:masters"}, {}});
    asked.body = std::move(body);
    asked.bodyFormat = format;
    return asked;
}

void TestProtobufBodies::anObjectIsCreatedAsFromJson()
{
    const Response created = m_server.handle(*m_state, request(Verb::Create, "", configMap("a")));
    QCOMPARE(QString::fromStdString(created.status.message), QString());
    QCOMPARE(created.status.code, 201);
    const api::ConfigMap& map = *created.object.as<api::ConfigMap>();
    QCOMPARE(map.data.valueOr("k", {}).str(), std::string("v"));
    QVERIFY(!map.metadata.uid.empty());

    const Response updated = m_server.handle(*m_state,
        request(Verb::Update, "a", api::writtenBody("v1", "ConfigMap", field(1, field(1, "a")) + api::writtenField(4, 1))));
    QCOMPARE(updated.status.code, 200);
    QVERIFY(*updated.object.as<api::ConfigMap>()->immutable);
    QVERIFY(updated.object.as<api::ConfigMap>()->data.empty());
}

void TestProtobufBodies::deletesReadTheirOptions()
{
    QVERIFY(m_server.handle(*m_state, request(Verb::Create, "", configMap("a"))).ok());
    // Preconditions are number 2, and their uid number 1.
    const Response other = m_server.handle(*m_state, request(Verb::Delete, "a", deleteOptions(field(2, field(1, "another")))));
    QCOMPARE(other.status.code, 409);
    const Response gone = m_server.handle(*m_state, request(Verb::Delete, "a", deleteOptions(api::writtenField(1, 0))));
    QCOMPARE(gone.status.code, 200);
    QCOMPARE(m_server.handle(*m_state, request(Verb::Get, "a", {}, BodyFormat::None)).status.code, 404);
}

void TestProtobufBodies::aDryRunInTheBodyIsOne()
{
    QVERIFY(m_server.handle(*m_state, request(Verb::Create, "", configMap("a"))).ok());
    const Request dry = request(Verb::Delete, "a", deleteOptions(field(5, "All")));
    QVERIFY(asksForDryRun(dry));
    QCOMPARE(m_server.handle(*m_state, dry).status.code, 200);
    QCOMPARE(m_server.handle(*m_state, request(Verb::Get, "a", {}, BodyFormat::None)).status.code, 200);
}

void TestProtobufBodies::refusals_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const std::string& body, const char* message) {
        QTest::newRow(name) << body << QString::fromUtf8(message);
    };
    const std::string prefix(api::protobufPrefix);
    row("an envelope that is cut short", prefix + std::string("\x0a\x09x", 3),
        "the object provided is unrecognized (must be of type ConfigMap): unexpected EOF (6b3873000a0978)");
    row("nothing behind the prefix", prefix,
        "the object provided is unrecognized (must be of type ConfigMap): empty body (6b387300)");
    row("an object that is cut short", api::writtenBody("v1", "ConfigMap", std::string("\x0a\x09x", 3)),
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: unexpected EOF");
    row("another kind", api::writtenBody("v1", "Secret", ""),
        "Secret in version \"v1\" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion");
    row("a kind that nobody knows", api::writtenBody("v1", "Thing", ""),
        "Thing in version \"v1\" cannot be handled as a ConfigMap: no kind \"Thing\" is registered for version \"v1\" in scheme "
        "\"pkg/api/legacyscheme/scheme.go:30\"");
}

void TestProtobufBodies::refusals()
{
    QFETCH(std::string, body);
    QFETCH(QString, message);
    const Response refused = m_server.handle(*m_state, request(Verb::Create, "", body));
    QCOMPARE(refused.status.code, 400);
    QCOMPARE(QString::fromStdString(refused.status.message), message);
}

QTEST_GUILESS_MAIN(TestProtobufBodies)
#include "test_protobufbodies.moc"
