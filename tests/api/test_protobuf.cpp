// Bodies in protobuf: what Go's code writes is read without loss, what real kubectls sent is understood, and what nobody
// would write is refused with a sentence.
#include "api/encode.h"
#include "api/protobuf.h"
#include "filled.h"
#include "protobufwriter.h"

#include <QtTest/QtTest>

#include <random>
#include <set>

using namespace kubarium::api;

class TestProtobuf : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void numbersAreThoseOfTheFacts_data();
    void numbersAreThoseOfTheFacts();
    void everyKind_data();
    void everyKind();
    void emptyObjects_data() { everyKind_data(); }
    void emptyObjects();
    void cutShort_data() { everyKind_data(); }
    void cutShort();
    void changedBytes_data() { everyKind_data(); }
    void changedBytes();
    void fromKubectl_data();
    void fromKubectl();
    void deleteOptionsOfADrain();
    void read_data();
    void read();
    void schemas_data();
    void schemas();
    void envelopes_data();
    void envelopes();
    void refusals_data();
    void refusals();
    void kindsWithoutAMessage();
    void whatIsTooMuch();

private:
    ParsedJson m_facts;
    std::string m_factsText;
};

Q_DECLARE_METATYPE(std::string)

namespace {

QByteArray bytes(std::string_view text)
{
    return { text.data(), static_cast<qsizetype>(text.size()) };
}

const Kind& kindNamed(const QByteArray& row)
{
    const QList<QByteArray> parts = row.split(' ');
    return *findKindByApiVersion(parts[0].toStdString(), parts[1].toStdString());
}

bool inProtobuf(const Type& type)
{
    return std::any_of(type.fields.begin(), type.fields.end(), [](const Field& field) { return field.number != 0; });
}

std::string numberText(std::uint32_t number)
{
    std::string text = std::to_string(number & 0xFFU);
    while ((number >>= 8U) != 0)
        text = std::to_string(number & 0xFFU) + "/" + text;
    return text;
}

// A filled object has something in fields that protobuf does not carry, and free values where only some are allowed.
class Settler {
public:
    void structure(const Type& type, void* object)
    {
        for (const Field& field : type.fields)
            member(field, static_cast<std::byte*>(object) + field.offset);
    }

private:
    void member(const Field& field, void* place)
    {
        if (field.number == 0) {
            QVERIFY2(field.name == "kind" || field.name == "apiVersion", std::string(field.name).c_str());
            *static_cast<Text*>(place) = Text();
            return;
        }
        if (field.shape == Shape::One && !field.boxed) {
            value(field, place);
            return;
        }
        auto* const block = *static_cast<detail::Block**>(place);
        const bool map = field.shape == Shape::Map;
        const std::size_t stride = map ? sizeof(Text) + ((field.type->size + 7U) & ~std::size_t { 7 }) : field.type->size;
        for (std::uint32_t i = 0; block && i < block->size; ++i)
            value(field, block->data() + i * stride + (map ? sizeof(Text) : 0));
    }

    void value(const Field& field, void* place)
    {
        if (field.type->storage == Storage::Struct)
            return structure(*field.type, place);
        if (field.goType == "v1.Duration")
            *static_cast<Text*>(place) = Text("1m30.5s");
        if (field.type->storage != Storage::Any)
            return;
        Value schema;
        schema.editObject().set("type", Value("string"));
        auto& any = *static_cast<Value*>(place);
        if (field.goType == "v1.JSONSchemaPropsOrArray")
            any = ++m_count % 2 ? schema : Value(Value::Array { schema, schema });
        else if (field.goType == "v1.JSONSchemaPropsOrBool")
            any = ++m_count % 2 ? schema : Value(true);
        else if (field.goType == "v1.JSONSchemaDependencies")
            any = ++m_count % 2 ? schema : Value(Value::Array { Value("a"), Value("b") });
        else if (field.goType == "v1.CustomResourceSubresourceStatus")
            any.editObject().clear();
    }

    int m_count = 0;
};

ObjectPtr settledObject(const Kind& kind)
{
    ObjectPtr object = filledObject(*kind.type);
    Settler().structure(*kind.type, object.edit());
    return object;
}

// The body as an object, in JSON; or the sentence of the refusal.
QString readBody(const std::string& body)
{
    const ProtobufBody read = parseProtobuf(body);
    if (!read.sentence.empty())
        return QString::fromStdString(read.sentence);
    const Kind* const kind = findKindByApiVersion(read.meta.apiVersion, read.meta.kind);
    if (!kind)
        return QStringLiteral("no such kind");
    const Result<DecodedObject> decoded = decodeProtobufObject(*kind, read.raw);
    return QString::fromStdString(decoded ? toJson(decoded->object) : decoded.status().message);
}

std::string field(std::uint32_t number, std::string_view text) { return writtenField(number, text); }
std::string varint(std::uint32_t number, std::uint64_t value) { return writtenField(number, value); }
std::string of(const char* apiVersion, const char* kind, const std::string& message)
{
    return writtenBody(apiVersion, kind, message);
}
std::string group(std::uint32_t number, const std::string& inside)
{
    return writtenVarint(number << 3U | 3U) + inside + writtenVarint(number << 3U | 4U);
}

} // namespace

void TestProtobuf::initTestCase()
{
    QFile file(QStringLiteral(KUBARIUM_SOURCE_DIR "/tests/facts/kubernetes-v1.34-protobuf.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_factsText = file.readAll().toStdString();
    m_facts = parseJson(m_factsText);
    QVERIFY(!m_facts.error);
}

void TestProtobuf::numbersAreThoseOfTheFacts_data()
{
    QTest::addColumn<QByteArray>("type");
    for (const Type* const type : types())
        QTest::newRow(std::string(type->schema).c_str()) << bytes(type->name);
}

void TestProtobuf::numbersAreThoseOfTheFacts()
{
    QFETCH(QByteArray, type);
    const auto all = types();
    const Type& table = **std::find_if(
        all.begin(), all.end(), [&](const Type* one) { return one->name == std::string_view(type.constData()); });
    const TreeNode* const facts = m_facts.document.root.find(table.schema);
    // Ours, VPA's, and the few of Kubernetes that are never sent so.
    static const std::set<std::string_view> jsonOnly = { "Table", "TableColumnDefinition", "TableRow", "TableRowCondition",
        "VersionInfo" };
    const bool without = table.schema.starts_with("dev.kubarium.") || table.schema.starts_with("io.k8s.autoscaling.v1.")
        || jsonOnly.contains(table.name);
    QCOMPARE(facts == nullptr, without);
    std::set<std::uint32_t> numbers;
    for (const Field& one : table.fields) {
        const bool typeMeta = one.name == "kind" || one.name == "apiVersion";
        const TreeNode* const fact = facts ? facts->find(one.name) : nullptr;
        QCOMPARE(QString::fromStdString(std::string(one.name) + " " + (one.number ? numberText(one.number) : "none")),
            QString::fromStdString(std::string(one.name) + " " + (fact ? std::string(fact->scalar) : "none")));
        if (one.number == 0)
            QVERIFY(without || typeMeta); // those stand in the envelope
        else
            QVERIFY2(numbers.insert(one.number).second, std::string(one.name).c_str());
    }
    if (facts)
        QCOMPARE(numbers.size(), facts->members.size());
}

void TestProtobuf::everyKind_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const Kind& kind : kinds()) {
        if (inProtobuf(*kind.type)) {
            const std::string name = kind.apiVersion() + " " + std::string(kind.kind);
            QTest::newRow(name.c_str()) << bytes(name);
        }
    }
}

void TestProtobuf::everyKind()
{
    QFETCH(QByteArray, kind);
    const Kind& type = kindNamed(kind);
    const ObjectPtr object = settledObject(type);
    const std::string body = writtenBody(type, object);
    const ProtobufBody read = parseProtobuf(body);
    QCOMPARE(QString::fromStdString(read.sentence), QString());
    QCOMPARE(QByteArray::fromStdString(read.meta.apiVersion + " " + read.meta.kind), kind);
    const Result<DecodedObject> decoded = decodeProtobufObject(type, read.raw);
    QVERIFY2(decoded.ok(), decoded ? "" : decoded.status().message.c_str());
    const std::string json = toJson(decoded->object);
    const std::string expected = toJson(object);
    const auto apart = std::mismatch(json.begin(), json.end(), expected.begin(), expected.end());
    const auto at = static_cast<std::size_t>(apart.first - json.begin());
    QVERIFY2(json == expected, (json.substr(at, 80) + " instead of " + expected.substr(at, 80)).c_str());
    QVERIFY(decoded->object == object);
    QCOMPARE(bytes(writtenBody(type, decoded->object)), bytes(body));
}

void TestProtobuf::emptyObjects()
{
    QFETCH(QByteArray, kind);
    const Kind& type = kindNamed(kind);
    const ObjectPtr empty = ObjectPtr::make(*type.type);
    const Result<DecodedObject> decoded = decodeProtobufObject(type, writtenMessage(*type.type, empty.data()));
    QVERIFY2(decoded.ok(), decoded ? "" : decoded.status().message.c_str());
    QCOMPARE(QString::fromStdString(toJson(decoded->object)), QString::fromStdString(toJson(empty)));
}

// Wherever a body ends too early, it is refused or what was there is read; the end of a whole field is no error.
void TestProtobuf::cutShort()
{
    QFETCH(QByteArray, kind);
    const Kind& type = kindNamed(kind);
    ObjectPtr object = filledObject(*type.type, 1);
    Settler().structure(*type.type, object.edit());
    const std::string message = writtenMessage(*type.type, object.data());
    const std::size_t step = 1 + message.size() / 500;
    std::size_t refused = 0;
    std::size_t tried = 0;
    for (std::size_t length = 1; length < message.size(); length += step) {
        const Result<DecodedObject> decoded = decodeProtobufObject(type, std::string_view(message).substr(0, length));
        ++tried;
        if (!decoded) {
            ++refused;
            QVERIFY2(decoded.status().message.ends_with(": unexpected EOF"), decoded.status().message.c_str());
        }
    }
    QVERIFY(tried > 0 && refused * 2 > tried);
}

void TestProtobuf::changedBytes()
{
    QFETCH(QByteArray, kind);
    const Kind& type = kindNamed(kind);
    ObjectPtr object = filledObject(*type.type, 1);
    Settler().structure(*type.type, object.edit());
    const std::string message = writtenMessage(*type.type, object.data());
    std::mt19937 random(static_cast<std::uint32_t>(message.size())); // the same on each machine
    for (int i = 0; i < 200; ++i) {
        std::string changed = message;
        for (int change = 0; change < 1 + i % 4; ++change)
            changed[random() % changed.size()] = static_cast<char>(random());
        const Result<DecodedObject> decoded = decodeProtobufObject(type, changed);
        if (decoded)
            QVERIFY(!parseJson(toJson(decoded->object)).error); // it can be shown
        else
            QVERIFY(!decoded.status().message.empty());
    }
}

void TestProtobuf::fromKubectl_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("object");
    const auto row = [](const char* name, const char* hex, const char* object) {
        QTest::newRow(name) << QByteArray(hex) << QString::fromUtf8(object);
    };
    row("a config map",
        "6b3873000a0f0a0276311209436f6e6669674d617012280a140a04636d333212001a0022002a0032003800420012060a01611201311208"
        "0a0162120374776f1a002200",
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"cm32"},"data":{"a":"1","b":"two"}})");
    row("a namespace",
        "6b3873000a0f0a02763112094e616d657370616365121c0a140a046e73333212001a0022002a0032003800420012001a020a001a002200",
        R"({"kind":"Namespace","apiVersion":"v1","metadata":{"name":"ns32"},"spec":{},"status":{}})");
    row("a deployment",
        "6b3873000a150a07617070732f7631120a4465706c6f796d656e7412a7010a1d0a02687012001a0022002a003200380042005a090a0361"
        "70701202687012780801120b0a090a03617070120268701a5f0a1b0a0012001a0022002a003200380042005a090a036170701202687012"
        "4012220a056e67696e7812056e67696e782a0042006a007200800100880100900100a201001a00320042004a0052005800600068008201"
        "008a01009a0100c2010022020a00280038001a0c0800100018002000280038001a002200",
        R"({"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"hp","labels":{"app":"hp"}},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"hp"}},"template":{"metadata":{"labels":{"app":"hp"}},"spec":{"containers":[{"name":"nginx","image":"nginx","resources":{}}]}},"strategy":{}},"status":{}})");
    row("a job",
        "6b3873000a0f0a0862617463682f763112034a6f621282010a130a036a333212001a0022002a003200380042001261325f0a100a001200"
        "1a0022002a00320038004200124b12280a036a3332120762757379626f781a04646174652a0042006a007200800100880100900100a201"
        "001a054e65766572320042004a0052005800600068008201008a01009a0100c201001a082000280030003a001a002200",
        R"({"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"j32"},"spec":{"template":{"metadata":{},"spec":{"containers":[{"name":"j32","image":"busybox","command":["date"],"resources":{}}],"restartPolicy":"Never"}}},"status":{}})");
    row("a secret",
        "6b3873000a0c0a027631120653656372657412200a130a0373333212001a0022002a0032003800420012070a0270771201781a001a0022"
        "00",
        R"({"kind":"Secret","apiVersion":"v1","metadata":{"name":"s32"},"data":{"pw":"eA=="}})");
    row("who am I",
        "6b3873000a2d0a1861757468656e7469636174696f6e2e6b38732e696f2f7631121153656c665375626a656374526576696577121a0a10"
        "0a0012001a0022002a0032003800420012060a040a0012001a002200",
        R"({"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1","metadata":{},"status":{"userInfo":{}}})");
    row("an autoscaler",
        "6b3873000a290a0e6175746f7363616c696e672f76321217486f72697a6f6e74616c506f644175746f7363616c6572125f0a120a026870"
        "12001a0022002a0032003800420012430a190a0a4465706c6f796d656e74120268701a07617070732f76311001180322220a085265736f"
        "7572636522160a03637075120f0a0b5574696c697a6174696f6e20321a04180020001a002200",
        R"({"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v2","metadata":{"name":"hp"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"hp","apiVersion":"apps/v1"},"minReplicas":1,"maxReplicas":3,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]},"status":{"desiredReplicas":0,"currentMetrics":null}})");
    row("an ingress with TLS",
        "6b3873000a1f0a146e6574776f726b696e672e6b38732e696f2f76311207496e6772657373125a0a150a05696e67333212001a0022002a"
        "00320038004200123d120e0a07666f6f2e636f6d12037365631a2b0a07666f6f2e636f6d12200a1e0a1c0a042f626172120d220b0a0373"
        "766312040a0010501a0545786163741a020a001a002200",
        R"({"kind":"Ingress","apiVersion":"networking.k8s.io/v1","metadata":{"name":"ing32"},"spec":{"tls":[{"hosts":["foo.com"],"secretName":"sec"}],"rules":[{"host":"foo.com","http":{"paths":[{"path":"/bar","pathType":"Exact","backend":{"service":{"name":"svc","port":{"number":80}}}}]}}]},"status":{"loadBalancer":{}}})");
    row("a quota",
        "6b3873000a130a027631120d5265736f7572636551756f7461123c0a130a0371333212001a0022002a0032003800420012230a0c0a0470"
        "6f647312040a0231300a130a0c72657175657374732e63707512030a01321a001a002200",
        R"({"kind":"ResourceQuota","apiVersion":"v1","metadata":{"name":"q32"},"spec":{"hard":{"pods":"10","requests.cpu":"2"}},"status":{}})");
}

void TestProtobuf::fromKubectl()
{
    QFETCH(QByteArray, hex);
    QFETCH(QString, object);
    QCOMPARE(readBody(QByteArray::fromHex(hex).toStdString()), object);
}

void TestProtobuf::deleteOptionsOfADrain()
{
    const std::string body =
        QByteArray::fromHex("6b3873000a130a027631120d44656c6574654f7074696f6e73120208031a002200").toStdString();
    const ProtobufBody read = parseProtobuf(body);
    QVERIFY(read.sentence.empty());
    QCOMPARE(QString::fromStdString(read.meta.kind), QStringLiteral("DeleteOptions"));
    Box<DeleteOptions> options;
    QCOMPARE(decodeProtobuf(*TypeOf<DeleteOptions>::value, &options.edit(), read.raw), std::string());
    QVERIFY(options->gracePeriodSeconds.has_value());
    QCOMPARE(*options->gracePeriodSeconds, 3);
    QVERIFY(!options->propagationPolicy.has_value());
}

void TestProtobuf::read_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<QString>("object");
    const auto row = [](const char* name, const std::string& body, const char* object) {
        QTest::newRow(name) << body << QString::fromUtf8(object);
    };
    const auto configMap = [](const std::string& message) { return of("v1", "ConfigMap", message); };
    const auto entry = [](const char* key, const char* value) { return field(2, field(1, key) + field(2, value)); };
    const std::string meta = field(1, field(1, "a"));
    row("a number that no field has is skipped", configMap(meta + field(99, "x") + varint(300, 1) + varint(7, 1)),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"}})");
    row("fixed 32 and 64 bits of unknown fields are skipped", configMap(std::string("\x4d\1\2\3\4\x49\1\2\3\4\5\6\7\x8", 14) + meta),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"}})");
    row("an unknown group is skipped with all that is in it",
        configMap(group(9, varint(1, 5) + group(2, field(3, "x")) + field(1, "y")) + meta),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"}})");
    row("a message that comes in two parts is one",
        configMap(field(1, field(1, "a")) + field(1, field(3, "n") + field(1, "b"))),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"b","namespace":"n"}})");
    row("keys are sorted, and the last one of a name stays",
        configMap(entry("b", "1") + entry("c", "2") + entry("a", "3") + entry("b", "4")),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{},"data":{"a":"3","b":"4","c":"2"}})");
    row("an entry may lack its key, its value, or both", configMap(field(2, field(1, "k")) + field(2, "")),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{},"data":{"":"","k":""}})");
    row("an entry may bring its value first", configMap(field(2, field(2, "v") + field(1, "k"))),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{},"data":{"k":"v"}})");
    row("no time is an empty message", configMap(field(1, field(1, "a") + field(8, ""))),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"}})");
    row("a time has whole seconds", configMap(field(1, field(8, varint(1, 1767225600) + varint(2, 999999999)))),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"creationTimestamp":"2026-01-01T00:00:00Z"}})");
    row("a false behind a pointer is there", configMap(varint(4, 0)),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{},"immutable":false})");
    row("bytes are base64 in JSON", configMap(field(3, field(1, "b") + field(2, std::string("\0\xff", 2)))),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{},"binaryData":{"b":"AP8="}})");
    row("a text that is no UTF-8 is shown with replacements", configMap(entry("k", "a\xff")),
        R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{},"data":{"k":"a\ufffd"}})");
    row("a microtime keeps its microseconds", of("coordination.k8s.io/v1", "Lease", field(2, field(4, varint(1, 1767225600) + varint(2, 1999)))),
        R"({"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{},"spec":{"renewTime":"2026-01-01T00:00:00.000001Z"}})");
    row("a negative int32 takes ten bytes", of("scheduling.k8s.io/v1", "PriorityClass", varint(2, static_cast<std::uint64_t>(std::int64_t { -5 }))),
        R"({"kind":"PriorityClass","apiVersion":"scheduling.k8s.io/v1","metadata":{},"value":-5})");
    row("an int32 is cut to its bits", of("scheduling.k8s.io/v1", "PriorityClass", varint(2, 0x1'0000'0007)),
        R"({"kind":"PriorityClass","apiVersion":"scheduling.k8s.io/v1","metadata":{},"value":7})");
    const auto job = [](const std::string& spec) { return of("batch/v1", "Job", field(2, spec)); };
    const auto exitCodes = [&](const std::string& values) { return job(field(11, field(1, field(1, "Ignore") + field(2, field(2, "In") + values)))); };
    const char* const codes =
        R"({"kind":"Job","apiVersion":"batch/v1","metadata":{},"spec":{"podFailurePolicy":{"rules":[{"action":"Ignore","onExitCodes":{"containerName":null,"operator":"In","values":[1,300]},"onPodConditions":null}]},"template":{"metadata":{},"spec":{"containers":null}}},"status":{}})";
    row("numbers of a list one by one", exitCodes(varint(3, 1) + varint(3, 300)), codes);
    row("numbers of a list packed", exitCodes(field(3, writtenVarint(1) + writtenVarint(300))), codes);
    row("numbers of a list both ways", exitCodes(varint(3, 1) + field(3, writtenVarint(300))), codes);
    const auto role = [&](const std::string& rule) { return of("rbac.authorization.k8s.io/v1", "Role", field(2, rule)); };
    row("an empty text is an element of a list", role(field(2, "") + field(1, "get")),
        R"({"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{},"rules":[{"verbs":["get"],"apiGroups":[""]}]})");
    const auto probe = [&](const std::string& in) {
        return of("v1", "Pod", field(2, field(2, field(1, "c") + field(10, in))));
    };
    row("what Go embeds stands in a message of its own",
        probe(field(1, field(2, field(1, "/") + field(2, varint(1, 1) + varint(2, 0) + field(3, "http")))) + varint(3, 9)),
        R"({"kind":"Pod","apiVersion":"v1","metadata":{},"spec":{"containers":[{"name":"c","resources":{},"livenessProbe":{"httpGet":{"path":"/","port":"http"},"timeoutSeconds":9}}]},"status":{}})");
    row("a port may be a number", probe(field(1, field(3, field(1, varint(2, 80))))),
        R"({"kind":"Pod","apiVersion":"v1","metadata":{},"spec":{"containers":[{"name":"c","resources":{},"livenessProbe":{"tcpSocket":{"port":80}}}]},"status":{}})");
    row("two embedded messages deep",
        of("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy",
            field(2, field(2, field(3, field(2, field(1, "CREATE") + field(2, field(1, "apps") + field(3, "*"))))))),
        R"({"kind":"ValidatingAdmissionPolicy","apiVersion":"admissionregistration.k8s.io/v1","metadata":{},"spec":{"matchConstraints":{"resourceRules":[{"operations":["CREATE"],"apiGroups":["apps"],"resources":["*"]}]}},"status":{}})");
    row("extra values of a user are lists",
        of("authentication.k8s.io/v1", "SelfSubjectReview", field(2, field(1, field(4, field(1, "k") + field(2, field(1, "a") + field(1, "b")))))),
        R"({"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1","metadata":{},"status":{"userInfo":{"extra":{"k":["a","b"]}}}})");
    row("any value is JSON text", of("apps/v1", "ControllerRevision", field(2, field(1, R"({"a":[1,null]})")) + varint(3, 4)),
        R"({"kind":"ControllerRevision","apiVersion":"apps/v1","metadata":{},"data":{"a":[1,null]},"revision":4})");
    row("a quantity keeps its notation", of("v1", "ResourceQuota", field(2, field(1, field(1, "cpu") + field(2, field(1, "1500m"))))),
        R"({"kind":"ResourceQuota","apiVersion":"v1","metadata":{},"spec":{"hard":{"cpu":"1500m"}},"status":{}})");
}

void TestProtobuf::read()
{
    QFETCH(std::string, body);
    QFETCH(QString, object);
    QCOMPARE(readBody(body), object);
}

void TestProtobuf::schemas_data()
{
    QTest::addColumn<std::string>("schema");
    QTest::addColumn<QString>("json");
    const auto row = [](const char* name, const std::string& schema, const char* json) {
        QTest::newRow(name) << schema << QString::fromUtf8(json);
    };
    const std::string text = field(5, "string");
    row("items of one schema", field(24, field(1, text)), R"({"items":{"type":"string"}})");
    row("items of several schemas", field(24, field(2, text) + field(2, "")), R"({"items":[{"type":"string"},{}]})");
    row("additional properties allowed", field(30, varint(1, 1)), R"({"additionalProperties":true})");
    row("additional properties forbidden", field(30, varint(1, 0)), R"({"additionalProperties":false})");
    row("additional properties with a schema", field(30, varint(1, 1) + field(2, text)), R"({"additionalProperties":{"type":"string"}})");
    row("dependencies on names", field(32, field(1, "k") + field(2, field(2, "a") + field(2, "b"))), R"({"dependencies":{"k":["a","b"]}})");
    row("dependencies on a schema", field(32, field(1, "k") + field(2, field(1, text))), R"({"dependencies":{"k":{"type":"string"}}})");
    row("a default is JSON text", field(8, field(1, "\"x\"")), R"({"default":"x"})");
    row("enumerated values", field(20, field(1, "1")) + field(20, field(1, "\"b\"")), R"({"enum":[1,"b"]})");
    row("a maximum is a double", std::string("\x49\0\0\0\0\0\0\xf8\x3f", 9), R"({"maximum":1.5})");
}

void TestProtobuf::schemas()
{
    QFETCH(std::string, schema);
    QFETCH(QString, json);
    const Kind& kind = *findKindByApiVersion("apiextensions.k8s.io/v1", "CustomResourceDefinition");
    const Result<DecodedObject> decoded = decodeProtobufObject(kind, field(2, field(7, field(4, field(1, schema)))));
    QVERIFY2(decoded.ok(), decoded ? "" : decoded.status().message.c_str());
    const Value tree = toValue(decoded->object);
    const Value& read = tree["spec"]["versions"].array()[0]["schema"]["openAPIV3Schema"];
    QCOMPARE(QString::fromStdString(toJson(read)), json);
}

void TestProtobuf::envelopes_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& body, const char* sentence) {
        QTest::newRow(name) << body << QString::fromUtf8(sentence);
    };
    const std::string prefix(protobufPrefix);
    row("nothing", "", "empty data");
    row("the prefix alone", prefix, "empty body");
    row("JSON", "{}", "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    row("a part of the prefix", "k8s", "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    row("an envelope without a type is read, and named by the address", prefix + field(2, ""), "");
    row("an unknown field of the envelope is skipped", prefix + field(9, "x") + varint(12, 1), "");
    row("a length beyond the end", prefix + std::string("\x12\x05x", 3), "unexpected EOF");
    row("a negative length", prefix + "\x12" + writtenVarint(UINT64_MAX), "proto: negative length found during unmarshaling");
    row("a tag without an end", prefix + "\xff", "unexpected EOF");
    row("a tag that never ends", prefix + std::string(11, '\xff'), "proto: integer overflow");
    row("a number where the type stands", prefix + varint(1, 5), "proto: wrong wireType = 0 for field TypeMeta");
    row("a number where the kind stands", prefix + field(1, varint(2, 5)), "proto: wrong wireType = 0 for field Kind");
    row("the end of a group that never began", prefix + "\x0c", "proto: Unknown: wiretype end group for non-group");
    row("a field without a number", prefix + std::string("\2\0", 2), "proto: Unknown: illegal tag 0 (wire type 2)");
    row("a wire type that does not exist", prefix + "\x4e", "proto: illegal wireType 6");
    row("a group without an end", prefix + group(9, "").substr(0, 1), "unexpected EOF");
}

void TestProtobuf::envelopes()
{
    QFETCH(std::string, body);
    QFETCH(QString, sentence);
    QCOMPARE(QString::fromStdString(parseProtobuf(body).sentence), sentence);
}

void TestProtobuf::refusals_data()
{
    QTest::addColumn<std::string>("message");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* name, const std::string& message, const char* why) {
        QTest::newRow(name) << message << QString::fromUtf8(why);
    };
    const auto container = [](const std::string& in) { return field(2, field(2, in)); };
    row("a number where a struct stands", varint(1, 5), "proto: wrong wireType = 0 for field Metadata");
    row("a number where a text stands", field(1, varint(2, 5)), "proto: wrong wireType = 0 for field GenerateName");
    row("a text where a number stands", field(1, field(7, "x")), "proto: wrong wireType = 2 for field Generation");
    row("a group where a struct stands", group(1, ""), "proto: wrong wireType = 3 for field Metadata");
    row("a number where a map entry stands", field(1, varint(11, 1)), "proto: wrong wireType = 0 for field Labels");
    row("a number where a key stands", field(1, field(11, varint(1, 1))), "proto: wrong wireType = 0 for field Labels");
    row("a struct that is cut short", std::string("\x0a\x7fzz", 4), "unexpected EOF");
    row("a text that is cut short inside a struct", field(1, std::string("\x0a\x05x", 3)), "unexpected EOF");
    row("a fixed number that is cut short", std::string("\x49\1\2", 3), "unexpected EOF");
    row("the end of a group inside a struct", field(1, "\x0c"), "proto: ObjectMeta: wiretype end group for non-group");
    row("a field number beyond 31 bits", writtenVarint(0xFFFF'FFFFULL << 3U | 2U), "proto: Pod: illegal tag -1 (wire type 34359738362)");
    row("no quantity", field(2, field(2, field(8, field(1, field(1, "cpu") + field(2, field(1, "x")))))),
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    row("a year that cannot be written", field(1, field(8, varint(1, 1ULL << 62U))), "year outside of range [0,9999]");
    row("a moment before the first year", field(1, field(8, varint(1, static_cast<std::uint64_t>(INT64_MIN)))), "year outside of range [0,9999]");
    row("a port that is neither number nor text", container(field(10, field(1, field(3, field(1, varint(1, 2)))))), "impossible IntOrString.Type");
    row("free JSON that is none", field(1, field(17, field(7, field(1, "{")))), "unexpected end of JSON input");
}

void TestProtobuf::refusals()
{
    QFETCH(std::string, message);
    QFETCH(QString, why);
    // A Pod, whose spec is number 2.
    const Result<DecodedObject> decoded = decodeProtobufObject(*findKindByApiVersion("v1", "Pod"), message);
    QVERIFY(!decoded.ok());
    QCOMPARE(decoded.status().code, 400);
    QCOMPARE(QString::fromStdString(decoded.status().message), QStringLiteral("Pod in version \"v1\" cannot be handled as a Pod: ") + why);
}

void TestProtobuf::kindsWithoutAMessage()
{
    const Result<DecodedObject> decoded = decodeProtobufObject(*findKindByApiVersion("autoscaling.k8s.io/v1", "VerticalPodAutoscaler"), "");
    QVERIFY(!decoded.ok());
    QCOMPARE(QString::fromStdString(decoded.status().message),
        QStringLiteral("VerticalPodAutoscaler in version \"v1\" cannot be handled as a VerticalPodAutoscaler: object *unstructured.Unstructured "
                       "does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message"));
}

void TestProtobuf::whatIsTooMuch()
{
    // Sorted once: one insertion after another would take minutes.
    std::string message;
    constexpr int count = 200'000;
    for (int i = count; i > 0; --i)
        message += field(2, field(1, std::to_string(1'000'000 + i)));
    const Result<DecodedObject> decoded = decodeProtobufObject(*findKindByApiVersion("v1", "ConfigMap"), message);
    QVERIFY(decoded.ok());
    const Value tree = toValue(decoded->object);
    QCOMPARE(tree["data"].object().size(), std::size_t { count });
    QCOMPARE(tree["data"].object().begin()->key.str(), std::string("1000001"));

    // Two bytes of a body may be a whole value; there is an end to it, as there is for JSON.
    std::string finalizers;
    for (int i = 0; i <= 1'000'000; ++i)
        finalizers += field(14, "");
    const Result<DecodedObject> tooMany = decodeProtobufObject(*findKindByApiVersion("v1", "ConfigMap"), field(1, finalizers));
    QVERIFY(!tooMany.ok());
    QVERIFY(tooMany.status().message.ends_with(": more than 1000000 values"));

    // Schemas inside schemas, deeper than anybody writes them.
    std::string schema;
    for (int i = 0; i < 20'000; ++i)
        schema = field(28, schema);
    const Result<DecodedObject> deep = decodeProtobufObject(
        *findKindByApiVersion("apiextensions.k8s.io/v1", "CustomResourceDefinition"), field(2, field(7, field(4, field(1, schema)))));
    QVERIFY(!deep.ok());
    QVERIFY(deep.status().message.ends_with(": exceeded max depth"));
}

QTEST_GUILESS_MAIN(TestProtobuf)
#include "test_protobuf.moc"
