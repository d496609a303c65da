// resources/api against the facts of Kubernetes v1.34's OpenAPI: nothing is missing, nothing is of another type.
#include "api/schema.h"
#include "api/tree.h"

#include <QtTest/QtTest>

#include <map>
#include <set>

using namespace kubarium::api;

class TestTables : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void everyTypeHasTheFieldsOfTheFacts_data();
    void everyTypeHasTheFieldsOfTheFacts();
    void listKeysOfTheFactsAreKept_data() { everyTypeHasTheFieldsOfTheFacts_data(); }
    void listKeysOfTheFactsAreKept();
    void listKeysExistInTheElement_data() { everyTypeHasTheFieldsOfTheFacts_data(); }
    void listKeysExistInTheElement();
    void kindsServed_data();
    void kindsServed();
    void kindsAreTold_data();
    void kindsAreTold();

private:
    ParsedJson m_fields;
    ParsedJson m_keys;
    std::map<const Type*, const TreeNode*> m_facts;
    QByteArray m_fieldsText;
    QByteArray m_keysText;
    const TreeNode* factsOf(const TreeNode& root, const Type& type) const;
};

namespace {

QByteArray fact(const char* name)
{
    QFile file(QStringLiteral(KUBARIUM_SOURCE_DIR "/tests/facts/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::string capital(std::string word)
{
    if (!word.empty())
        word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
    return word;
}

const Type& typeNamed(const QByteArray& name)
{
    const auto all = types();
    return **std::find_if(all.begin(), all.end(), [&](const Type* type) { return type->name == std::string_view(name.constData()); });
}

// The facts' notation of a field's type, as far as our tables can tell it: "[string]", "map<number>", …
std::string notation(const Field& field)
{
    static const std::map<Storage, std::string> words = {
        {Storage::Bool, "boolean"},   {Storage::Int32, "number(int32)"}, {Storage::Int64, "number(int64)"},
        {Storage::Double, "number(double)"}, {Storage::String, "string"}, {Storage::Bytes, "string(byte)"},
        {Storage::Time, "Date(date-time)"}, {Storage::MicroTime, "V1MicroTime(date-time-micro)"}, {Storage::Quantity, "string"},
        {Storage::IntOrString, "IntOrString(int-or-string)"}, {Storage::Any, "any"}, {Storage::StringList, "[string]"}};
    const std::string word = field.type->storage == Storage::Struct ? "struct" : words.at(field.type->storage);
    const std::size_t bracket = word.find('(');
    const std::string base = word.substr(0, bracket);
    const std::string format = bracket == std::string::npos ? "" : word.substr(bracket);
    switch (field.shape) {
    case Shape::List:
        return "[" + base + "]" + format;
    case Shape::Map:
        return "map<" + base + ">" + format;
    case Shape::One:
        break;
    }
    return word;
}

// The facts write a struct's name; here it only matters that it is one.
std::string simplified(std::string text)
{
    if (text.starts_with('!'))
        text.erase(0, 1);
    const std::size_t at = text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (at == std::string::npos || text.find("Date") == at || text.find("IntOrString") == at || text.find("V1MicroTime") == at)
        return text;
    const std::size_t end = text.find_first_of("]>", at);
    return text.substr(0, at) + "struct" + (end == std::string::npos ? "" : text.substr(end));
}

} // namespace

// OpenAPI's names carry the version, and the group where two groups use the same name: V1Pod, CoreV1Event.
const TreeNode* TestTables::factsOf(const TreeNode& root, const Type& type) const
{
    const std::string schema(type.schema);
    const std::size_t name = schema.rfind('.');
    const std::size_t version = schema.rfind('.', name - 1);
    const std::size_t group = schema.rfind('.', version - 1);
    const std::string short_ = capital(schema.substr(version + 1, name - version - 1)) + schema.substr(name + 1);
    const std::string long_ = capital(schema.substr(group + 1, version - group - 1)) + short_;
    if (const TreeNode* const found = root.find(long_))
        return found;
    if (schema == "io.k8s.apimachinery.pkg.version.Info")
        return root.find("VersionInfo");
    return root.find(short_);
}

void TestTables::initTestCase()
{
    m_fieldsText = fact("kubernetes-v1.34-fields.json");
    m_keysText = fact("kubernetes-list-merge-keys.json");
    m_fields = parseJson(m_fieldsText.toStdString());
    m_keys = parseJson(m_keysText.toStdString());
    QVERIFY(!m_fields.error);
    QVERIFY(!m_keys.error);
}

void TestTables::everyTypeHasTheFieldsOfTheFacts_data()
{
    QTest::addColumn<QByteArray>("type");
    for (const Type* const type : types()) {
        if (type->schema.starts_with("io.k8s.") && type->schema.find("metrics") == std::string_view::npos
            && type->schema.find("autoscaling.v1.VerticalPod") == std::string_view::npos) {
            const QByteArray name(type->name.data(), static_cast<int>(type->name.size()));
            QTest::newRow(name.constData()) << name;
        }
    }
}

void TestTables::everyTypeHasTheFieldsOfTheFacts()
{
    QFETCH(QByteArray, type);
    const Type& table = typeNamed(type);
    const TreeNode* const facts = factsOf(m_fields.document.root, table);
    if (!facts)
        return; // newer than the facts; the fields it stands in are checked from their side
    for (const Member& member : facts->members) {
        if (table.isObject && (member.key == "apiVersion" || member.key == "kind"))
            continue;
        const Field* const field = table.field(member.key);
        QVERIFY2(field, std::string(member.key).c_str());
        std::string ours = notation(*field);
        if (field->type->storage == Storage::Quantity && simplified(std::string(member.value.scalar)).find("string") != std::string::npos)
            ours = simplified(std::string(member.value.scalar));
        QCOMPARE(QString::fromStdString(std::string(member.key) + ": " + ours),
                 QString::fromStdString(std::string(member.key) + ": " + simplified(std::string(member.value.scalar))));
        QCOMPARE(field->required, member.value.scalar.starts_with('!'));
    }
}

void TestTables::listKeysOfTheFactsAreKept()
{
    QFETCH(QByteArray, type);
    const Type& table = typeNamed(type);
    const TreeNode* const facts = factsOf(m_keys.document.root, table);
    if (!facts)
        return;
    for (const Member& member : facts->members) {
        const Field* const field = table.field(member.key);
        QVERIFY2(field, std::string(member.key).c_str());
        if (const TreeNode* const key = member.value.find("patchMergeKey"))
            QCOMPARE(QString::fromStdString(std::string(field->patchKey)), QString::fromStdString(std::string(key->scalar)));
        if (const TreeNode* const keys = member.value.find("listMapKeys")) {
            QCOMPARE(field->listKind, ListKind::Map);
            for (const TreeNode& key : keys->items)
                QVERIFY(std::find(field->listKeys.begin(), field->listKeys.end(), key.scalar) != field->listKeys.end());
        }
    }
}

void TestTables::listKeysExistInTheElement()
{
    QFETCH(QByteArray, type);
    for (const Field& field : typeNamed(type).fields) {
        for (const std::string_view key : field.listKeys)
            QVERIFY2(field.type->field(key), std::string(key).c_str());
        if (!field.patchKey.empty() && field.type->storage == Storage::Struct)
            QVERIFY2(field.type->field(field.patchKey), std::string(field.patchKey).c_str());
    }
}

void TestTables::kindsServed_data()
{
    QTest::addColumn<QString>("apiVersion");
    QTest::addColumn<QString>("names");
    const auto row = [](const char* apiVersion, const char* names) { QTest::newRow(apiVersion) << apiVersion << names; };
    row("v1", "Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod "
              "PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount");
    row("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration");
    row("apiextensions.k8s.io/v1", "CustomResourceDefinition");
    row("apiregistration.k8s.io/v1", "APIService");
    row("apps/v1", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet");
    row("authentication.k8s.io/v1", "SelfSubjectReview TokenReview");
    row("authorization.k8s.io/v1", "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview");
    row("autoscaling/v1", "HorizontalPodAutoscaler");
    row("autoscaling/v2", "HorizontalPodAutoscaler");
    row("autoscaling.k8s.io/v1", "VerticalPodAutoscaler");
    row("batch/v1", "CronJob Job");
    row("certificates.k8s.io/v1", "CertificateSigningRequest");
    row("coordination.k8s.io/v1", "Lease");
    row("discovery.k8s.io/v1", "EndpointSlice");
    row("events.k8s.io/v1", "Event");
    row("lab.kubarium.dev/v1", "Clock Fault Image Traffic");
    row("metrics.k8s.io/v1beta1", "NodeMetrics PodMetrics");
    row("networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy");
    row("node.k8s.io/v1", "RuntimeClass");
    row("policy/v1", "PodDisruptionBudget");
    row("rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding Role RoleBinding");
    row("scheduling.k8s.io/v1", "PriorityClass");
    row("storage.k8s.io/v1", "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass");
}

void TestTables::kindsServed()
{
    QFETCH(QString, apiVersion);
    QFETCH(QString, names);
    for (const QString& name : names.split(' '))
        QVERIFY2(findKindByApiVersion(apiVersion.toStdString(), name.toStdString()), qPrintable(name));
}

void TestTables::kindsAreTold_data()
{
    QTest::addColumn<int>("index");
    const auto all = kinds();
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow((all[i].apiVersion() + " " + std::string(all[i].kind)).c_str()) << static_cast<int>(i);
}

void TestTables::kindsAreTold()
{
    QFETCH(int, index);
    const Kind& kind = kinds()[static_cast<std::size_t>(index)];
    if (!kind.resource.empty()) {
        QVERIFY(!kind.verbs.empty());
        QCOMPARE(kind.singular.empty(), kind.group == "metrics.k8s.io"); // metrics-server names none
    }
    QVERIFY2(!kind.type->doc.en.empty() && !kind.type->doc.ko.empty(), "a kind has a doc in both languages");
    for (const Column& column : kind.columns)
        QVERIFY2(!column.doc.en.empty() && !column.doc.ko.empty(), std::string(column.name).c_str());
}

QTEST_GUILESS_MAIN(TestTables)
#include "test_tables.moc"
