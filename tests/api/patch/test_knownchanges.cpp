// Whether a change was met before makes no difference to managedFields: over random histories of filled objects, what is
// known by its signature comes out as what is worked out anew.
#include "api/decode.h"
#include "api/encode.h"
#include "api/managedfields/knownchanges.h"
#include "api/tree.h"
#include "api/types/core-pod.h"
#include "filled.h"

#include <QtTest/QtTest>

#include <random>

using namespace kubarium::api;

class TestKnownChanges : public QObject {
    Q_OBJECT
private slots:
    void knownOrNewIsTheSame_data();
    void knownOrNewIsTheSame();
    void aTemplateIsWorkedOutOnce();
    void aStatusThatGoesToAndFroIsWorkedOutAFewTimes();
    void whatComesOfOneTemplateSharesItsEntries();
};

namespace {

using Random = std::mt19937;

bool oneIn(Random& random, unsigned n)
{
    return random() % n == 0;
}

// Another version of a tree: members and elements go, texts and numbers change.
Value varied(const Value& value, Random& random, unsigned rarely)
{
    if (value.isObject()) {
        Value::Object object;
        for (const auto& [key, member] : value.object()) {
            if (!oneIn(random, rarely))
                object.set(key, varied(member, random, rarely));
        }
        return object;
    }
    if (value.isArray()) {
        Value::Array array;
        for (const Value& element : value.array()) {
            if (!oneIn(random, rarely))
                array.push_back(varied(element, random, rarely));
        }
        return array;
    }
    if (value.kind() == Value::Kind::Bool)
        return oneIn(random, 3) ? Value(!value.boolean()) : value;
    if (value.kind() == Value::Kind::Int)
        return oneIn(random, 3) ? Value(static_cast<std::int64_t>(random() % 3)) : value;
    if (value.isString() && oneIn(random, 4) && value.text().view().find_first_of("0123456789") == std::string_view::npos)
        return Text(value.text().str() + (oneIn(random, 2) ? "a" : "b"));
    return value;
}

ObjectPtr decoded(const Kind& kind, const Value& tree)
{
    const ParsedJson document = parseJson(toJson(tree));
    const Result<DecodedObject> object = decodeObject(kind, document.document, FieldValidation::Ignore);
    return object ? object->object : ObjectPtr();
}

QString entriesOf(const ObjectPtr& object)
{
    QString text;
    for (const ManagedFieldsEntry& entry : object.meta().managedFields)
        text += QString::fromStdString(toJson(*TypeOf<ManagedFieldsEntry>::value, &entry)) + "\n";
    return text;
}

ObjectPtr workedOutAnew(const Kind& kind, const ObjectPtr& before, const ObjectPtr& after, const FieldWriter& writer)
{
    KnownChanges kept = KnownChanges::ofThisThread();
    KnownChanges::ofThisThread().forget();
    ObjectPtr object = withManagedFields(kind, before, after, writer);
    KnownChanges::ofThisThread() = std::move(kept);
    return object;
}

} // namespace

void TestKnownChanges::knownOrNewIsTheSame_data()
{
    QTest::addColumn<QString>("kindName");
    for (const char* kind : {"Pod", "Deployment", "Service", "Node", "ConfigMap", "EndpointSlice", "Job", "Event"})
        QTest::newRow(kind) << kind;
}

void TestKnownChanges::knownOrNewIsTheSame()
{
    QFETCH(QString, kindName);
    const auto all = kinds();
    const Kind& kind = *std::find_if(all.begin(), all.end(),
        [&](const Kind& candidate) { return candidate.kind == kindName.toStdString() && candidate.stored; });
    Random random(7);
    Value tree = toValue(filledObject(*kind.type, 1));
    tree.editObject().set("apiVersion", Text(kind.apiVersion()));
    tree.editObject().set("kind", Text(kind.kind));
    tree.editObject().edit("metadata").editObject().erase("managedFields");
    // A few versions, over and over, so that the same changes come again.
    std::vector<ObjectPtr> versions;
    for (int i = 0; i < 6; ++i) {
        if (ObjectPtr version = decoded(kind, varied(tree, random, i < 3 ? 12 : 60)))
            versions.push_back(std::move(version));
    }
    QVERIFY(versions.size() > 3);
    KnownChanges::ofThisThread().forget();
    ObjectPtr before;
    for (int step = 0; step < 80; ++step) {
        if (oneIn(random, 12))
            before = {};
        ObjectPtr after = versions[random() % versions.size()];
        if (before)
            after.editMeta().managedFields = before.meta().managedFields;
        const FieldWriter writer{oneIn(random, 2) ? "m1" : "m2", oneIn(random, 4) ? "status" : "",
            Time::sinceEpoch(std::chrono::seconds(1000 + step / 3))};
        const ObjectPtr expected = workedOutAnew(kind, before, after, writer);
        const ObjectPtr made = withManagedFields(kind, before, after, writer);
        QCOMPARE(entriesOf(made), entriesOf(expected));
        before = made;
    }
}

void TestKnownChanges::aTemplateIsWorkedOutOnce()
{
    const Kind& pods = *findKind("", "v1", "Pod");
    KnownChanges::ofThisThread().forget();
    for (int i = 0; i < 20; ++i) {
        Box<Pod> pod = filledObject(*pods.type, 1).box<Pod>();
        pod.edit().metadata.managedFields.clear();
        pod.edit().metadata.name = "web-" + std::to_string(i);
        pod.edit().metadata.uid = "uid-" + std::to_string(i);
        withManagedFields(pods, {}, pod, {"kube-controller-manager", "", Time()});
    }
    QCOMPARE(KnownChanges::ofThisThread().size(), std::size_t(1));
}

void TestKnownChanges::aStatusThatGoesToAndFroIsWorkedOutAFewTimes()
{
    const Kind& pods = *findKind("", "v1", "Pod");
    KnownChanges::ofThisThread().forget();
    Box<Pod> first;
    first.edit().metadata.name = "web";
    first.edit().status.edit().phase = "Pending";
    ObjectPtr pod = withManagedFields(pods, {}, first, {"kube-controller-manager", "", Time()});
    for (int i = 1; i <= 50; ++i) {
        ObjectPtr next = pod;
        next.editAs<Pod>().status.edit().phase = i % 2 ? "Running" : "Pending";
        pod = withManagedFields(pods, pod, next, {"kubelet", "status", Time::sinceEpoch(std::chrono::seconds(i))});
    }
    QVERIFY(KnownChanges::ofThisThread().size() < 6);
    QCOMPARE(pod.meta().managedFields.size(), std::size_t(1)); // the phase was all there was to own
}

void TestKnownChanges::whatComesOfOneTemplateSharesItsEntries()
{
    const Kind& pods = *findKind("", "v1", "Pod");
    Box<Pod> pod = filledObject(*pods.type, 1).box<Pod>();
    pod.edit().metadata.managedFields.clear();
    const FieldWriter writer{"kube-controller-manager", "", Time::sinceEpoch(std::chrono::seconds(5))};
    withManagedFields(pods, {}, pod, writer);
    const ObjectPtr second = withManagedFields(pods, {}, pod, writer);
    const ObjectPtr third = withManagedFields(pods, {}, pod, writer);
    QVERIFY(second.meta().managedFields.sameStorage(third.meta().managedFields));
    const ObjectPtr later = withManagedFields(pods, {}, pod, {writer.manager, "", writer.time + std::chrono::seconds(1)});
    QVERIFY(!(later.meta().managedFields == third.meta().managedFields));
    QVERIFY(third.meta().managedFields == second.meta().managedFields);
}

QTEST_GUILESS_MAIN(TestKnownChanges)
#include "test_knownchanges.moc"
