// JSON patch, told by examples: what kubectl, whose library is the API server's, makes of each.
#include "api/patch/jsonpatch.h"
#include "patches.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestJsonPatch : public QObject {
    Q_OBJECT

private slots:
    void applies_data();
    void applies();
    void copiesHaveALimit();
};

namespace {

struct Example {
    const char* name;
    const char* document;
    const char* patch;
    bool applies;
    const char* outcome; // the document, or the sentence of the refusal
};

// clang-format off
constexpr Example examples[] = {
    {"add a member",
        R"({"spec":{}})",
        R"([{"op":"add","path":"/spec/nodeName","value":"n"}])",
        true, R"({"spec":{"nodeName":"n"}})"},
    {"add over a member",
        R"({"spec":{"nodeName":"n"}})",
        R"([{"op":"add","path":"/spec/nodeName","value":"m"}])",
        true, R"({"spec":{"nodeName":"m"}})"},
    {"add without a value is null",
        R"({"spec":{}})",
        R"([{"op":"add","path":"/spec/nodeName"}])",
        true, R"({"spec":{"nodeName":null}})"},
    {"add at an index moves the rest",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/1","value":9}])",
        true, R"({"l":[1,9,2]})"},
    {"add behind the last element",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/2","value":9}])",
        true, R"({"l":[1,2,9]})"},
    {"add at the end by a dash",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/-","value":9}])",
        true, R"({"l":[1,2,9]})"},
    {"add beyond the end",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/3","value":9}])",
        false, R"(error in add for path: '/l/3': Unable to access invalid index: 3: invalid index referenced)"},
    {"add at -1 is at the end",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/-1","value":9}])",
        true, R"({"l":[1,2,9]})"},
    {"add at -2",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/-2","value":9}])",
        true, R"({"l":[1,9,2]})"},
    {"add before the first",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/-4","value":9}])",
        false, R"(error in add for path: '/l/-4': Unable to access invalid index: -4: invalid index referenced)"},
    {"add at what is no index",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/x","value":9}])",
        false, R"(error in add for path: '/l/x': value was not a proper array index: 'x': strconv.Atoi: parsing "x": invalid syntax)"},
    {"add at an index with a plus",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/+1","value":9}])",
        true, R"({"l":[1,9,2]})"},
    {"add at an index with a leading zero",
        R"({"l":[1,2]})",
        R"([{"op":"add","path":"/l/01","value":9}])",
        true, R"({"l":[1,9,2]})"},
    {"add below what is not there",
        R"({"spec":{}})",
        R"([{"op":"add","path":"/spec/a/b","value":1}])",
        false, R"(add operation does not apply: doc is missing path: "/spec/a/b": missing value)"},
    {"add below a word",
        R"({"spec":"x"})",
        R"([{"op":"add","path":"/spec/a","value":1}])",
        false, R"(add operation does not apply: doc is missing path: "/spec/a": missing value)"},
    {"add with an empty path",
        R"({"spec":{}})",
        R"([{"op":"add","path":"","value":1}])",
        false, R"(add operation does not apply: doc is missing path: "": missing value)"},
    {"add without a path",
        R"({"spec":{}})",
        R"([{"op":"add","value":1}])",
        false, R"(add operation failed to decode path: missing value)"},
    {"add a path that does not begin with a slash",
        R"({"spec":{}})",
        R"([{"op":"add","path":"x/spec/a","value":1}])",
        true, R"({"spec":{"a":1}})"},
    {"a slash in a name is written ~1",
        R"({"metadata":{"labels":{}}})",
        R"([{"op":"add","path":"/metadata/labels/example.com~1x","value":"1"}])",
        true, R"({"metadata":{"labels":{"example.com/x":"1"}}})"},
    {"a tilde in a name is written ~0",
        R"({"data":{"a~b":"1"}})",
        R"([{"op":"replace","path":"/data/a~0b","value":"2"}])",
        true, R"({"data":{"a~b":"2"}})"},
    {"~01 is a tilde and a one",
        R"({"data":{}})",
        R"([{"op":"add","path":"/data/~01","value":"2"}])",
        true, R"({"data":{"~1":"2"}})"},
    {"a tilde before anything else stays",
        R"({"data":{}})",
        R"([{"op":"add","path":"/data/~2","value":"2"}])",
        true, R"({"data":{"~2":"2"}})"},
    {"a member without a name",
        R"({"data":{}})",
        R"([{"op":"add","path":"/data/","value":"2"}])",
        true, R"({"data":{"":"2"}})"},
    {"remove a member",
        R"({"data":{"a":"1","b":"2"}})",
        R"([{"op":"remove","path":"/data/a"}])",
        true, R"({"data":{"b":"2"}})"},
    {"remove an element",
        R"({"l":[1,2,3]})",
        R"([{"op":"remove","path":"/l/1"}])",
        true, R"({"l":[1,3]})"},
    {"remove the last element by -1",
        R"({"l":[1,2,3]})",
        R"([{"op":"remove","path":"/l/-1"}])",
        true, R"({"l":[1,2]})"},
    {"remove a member that is not there",
        R"({"data":{}})",
        R"([{"op":"remove","path":"/data/a"}])",
        false, R"(error in remove for path: '/data/a': Unable to remove nonexistent key: a: missing value)"},
    {"remove below what is not there",
        R"({"data":{}})",
        R"([{"op":"remove","path":"/data/a/b"}])",
        false, R"(remove operation does not apply: doc is missing path: "/data/a/b": missing value)"},
    {"remove an element beyond the end",
        R"({"l":[1]})",
        R"([{"op":"remove","path":"/l/1"}])",
        false, R"(error in remove for path: '/l/1': Unable to access invalid index: 1: invalid index referenced)"},
    {"remove by a dash",
        R"({"l":[1]})",
        R"([{"op":"remove","path":"/l/-"}])",
        false, R"(error in remove for path: '/l/-': strconv.Atoi: parsing "-": invalid syntax)"},
    {"replace a member",
        R"({"data":{"a":"1"}})",
        R"([{"op":"replace","path":"/data/a","value":"2"}])",
        true, R"({"data":{"a":"2"}})"},
    {"replace a member that is not there adds it",
        R"({"data":{}})",
        R"([{"op":"replace","path":"/data/a","value":"2"}])",
        true, R"({"data":{"a":"2"}})"},
    {"replace an element",
        R"({"l":[1,2]})",
        R"([{"op":"replace","path":"/l/1","value":{"a":1}}])",
        true, R"({"l":[1,{"a":1}]})"},
    {"replace an element beyond the end",
        R"({"l":[1,2]})",
        R"([{"op":"replace","path":"/l/2","value":9}])",
        false, R"(replace operation does not apply: doc is missing key: /l/2: missing value)"},
    {"replace below what is not there",
        R"({"data":{}})",
        R"([{"op":"replace","path":"/data/a/b","value":"2"}])",
        false, R"(replace operation does not apply: doc is missing path: /data/a/b: missing value)"},
    {"move a member",
        R"({"data":{"a":"1"}})",
        R"([{"op":"move","from":"/data/a","path":"/data/b"}])",
        true, R"({"data":{"b":"1"}})"},
    {"move an element",
        R"({"l":[1,2,3]})",
        R"([{"op":"move","from":"/l/0","path":"/l/-"}])",
        true, R"({"l":[2,3,1]})"},
    {"move what is not there",
        R"({"data":{}})",
        R"([{"op":"move","from":"/data/a","path":"/data/b"}])",
        false, R"(error in move for path: 'a': Unable to remove nonexistent key: a: missing value)"},
    {"move from below what is not there",
        R"({"data":{}})",
        R"([{"op":"move","from":"/x/a","path":"/data/b"}])",
        false, R"(move operation does not apply: doc is missing from path: /x/a: missing value)"},
    {"move below what is not there",
        R"({"data":{"a":"1"}})",
        R"([{"op":"move","from":"/data/a","path":"/x/b"}])",
        false, R"(move operation does not apply: doc is missing destination path: /x/b: missing value)"},
    {"move without from",
        R"({"data":{"a":"1"}})",
        R"([{"op":"move","path":"/data/b"}])",
        false, R"(move operation failed to decode from: operation, missing from field: missing value)"},
    {"copy a member",
        R"({"data":{"a":{"b":1}}})",
        R"([{"op":"copy","from":"/data/a","path":"/data/c"}])",
        true, R"({"data":{"a":{"b":1},"c":{"b":1}}})"},
    {"copy an element in front",
        R"({"l":[1,2]})",
        R"([{"op":"copy","from":"/l/1","path":"/l/0"}])",
        true, R"({"l":[2,1,2]})"},
    {"copy what is not there",
        R"({"data":{}})",
        R"([{"op":"copy","from":"/data/a","path":"/data/b"}])",
        true, R"({"data":{"b":null}})"},
    {"copy an element beyond the end",
        R"({"l":[1]})",
        R"([{"op":"copy","from":"/l/1","path":"/l/0"}])",
        false, R"(error in copy for from: '/l/1': Unable to access invalid index: 1: invalid index referenced)"},
    {"copy to beyond the end",
        R"({"l":[1]})",
        R"([{"op":"copy","from":"/l/0","path":"/l/5"}])",
        false, R"(error while adding value during copy: Unable to access invalid index: 5: invalid index referenced)"},
    {"copy from below what is not there",
        R"({"data":{}})",
        R"([{"op":"copy","from":"/x/a","path":"/data/b"}])",
        false, R"(copy operation does not apply: doc is missing from path: /x/a: missing value)"},
    {"copy below what is not there",
        R"({"data":{"a":1}})",
        R"([{"op":"copy","from":"/data/a","path":"/x/b"}])",
        false, R"(copy operation does not apply: doc is missing destination path: /x/b: missing value)"},
    {"test that holds",
        R"({"data":{"a":"1"}})",
        R"([{"op":"test","path":"/data/a","value":"1"},{"op":"remove","path":"/data/a"}])",
        true, R"({"data":{}})"},
    {"test that does not hold ends it all",
        R"({"data":{"a":"1"}})",
        R"([{"op":"remove","path":"/data/a"},{"op":"test","path":"/data/a","value":"1"}])",
        false, R"(testing value /data/a failed: test failed)"},
    {"test of maps does not look at order",
        R"({"data":{"a":{"x":1,"y":[1,2]}}})",
        R"([{"op":"test","path":"/data/a","value":{"y":[1,2],"x":1}}])",
        true, R"({"data":{"a":{"x":1,"y":[1,2]}}})"},
    {"test of another type",
        R"({"data":{"a":"1"}})",
        R"([{"op":"test","path":"/data/a","value":1}])",
        false, R"(testing value /data/a failed: test failed)"},
    {"test that a member is not there",
        R"({"data":{}})",
        R"([{"op":"test","path":"/data/a","value":null}])",
        true, R"({"data":{}})"},
    {"test that a member is null",
        R"({"data":{"a":null}})",
        R"([{"op":"test","path":"/data/a","value":null}])",
        true, R"({"data":{"a":null}})"},
    {"test of an element beyond the end",
        R"({"l":[1]})",
        R"([{"op":"test","path":"/l/1","value":1}])",
        false, R"(error in test for path: '/l/1': Unable to access invalid index: 1: invalid index referenced)"},
    {"test below what is not there",
        R"({"data":{}})",
        R"([{"op":"test","path":"/x/a","value":1}])",
        false, R"(test operation does not apply: is missing path: /x/a: missing value)"},
    {"an operation that does not exist",
        R"({"data":{}})",
        R"([{"op":"merge","path":"/data/a","value":1}])",
        false, R"(Unexpected kind: merge)"},
    {"an operation without a name",
        R"({"data":{}})",
        R"([{"path":"/data/a","value":1}])",
        false, R"(Unexpected kind: unknown)"},
    {"a path that is no text",
        R"({"data":{}})",
        R"([{"op":"add","path":1,"value":1}])",
        false, R"(add operation failed to decode path: missing value)"},
    {"an empty patch",
        R"({"data":{"a":"1"}})",
        R"([])",
        true, R"({"data":{"a":"1"}})"},
};
// clang-format on

} // namespace

void TestJsonPatch::applies_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < std::size(examples); ++i)
        QTest::newRow(examples[i].name) << static_cast<int>(i);
}

void TestJsonPatch::applies()
{
    QFETCH(int, index);
    const Example& example = examples[index];
    const Value document = json(example.document);
    const Parsed<Value> patched = applyJsonPatch(document, json(example.patch));
    QCOMPARE(patched ? text(*patched) : QString::fromStdString(patched.error()), QString(example.outcome));
    QCOMPARE(bool(patched), example.applies);
    QCOMPARE(text(document), text(json(example.document))); // the document given is as it was
}

// Each copy doubles the object: thirty of them would fill the memory.
void TestJsonPatch::copiesHaveALimit()
{
    Value::Array patch;
    for (int i = 0; i < 30; ++i)
        patch.push_back(json(R"({"op":"copy","from":"/a","path":"/a/-"})"));
    const Parsed<Value> patched = applyJsonPatch(json(R"({"a":["0123456789"]})"), patch);
    QVERIFY(!patched);
    QVERIFY2(patched.error().starts_with("Unable to complete the copy, the accumulated size increase"), patched.error().c_str());
}

QTEST_GUILESS_MAIN(TestJsonPatch)
#include "test_jsonpatch.moc"
