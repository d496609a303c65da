#include "api/jsonpath.h"

#include "api/govalue.h"
#include "api/tree.h"

#include <QtTest/QtTest>

using kubarium::api::goPlain;
using kubarium::api::JsonPath;
using kubarium::api::parseJson;
using kubarium::api::Parsed;
using kubarium::api::toValue;
using kubarium::api::Value;

using MissingKeys = JsonPath::MissingKeys;

namespace {

// What all rows look into.
constexpr std::string_view pod = R"({
  "apiVersion": "v1",
  "kind": "Pod",
  "metadata": {
    "name": "web",
    "namespace": "shop",
    "labels": {"app": "web", "app.kubernetes.io/name": "shop"},
    "annotations": {"note": "a<b & c"}
  },
  "spec": {
    "containers": [
      {
        "name": "nginx",
        "image": "nginx:1.27",
        "args": ["-g", "daemon off;"],
        "ports": [{"name": "http", "containerPort": 80}, {"name": "https", "containerPort": 443}],
        "resources": {"limits": {"cpu": "1"}}
      },
      {"name": "log", "image": "busybox:1.36", "tty": true},
      {"name": "proxy", "image": "envoy:1.30", "ports": []}
    ],
    "nodeName": "node-1",
    "priority": 0,
    "hostNetwork": false,
    "tolerations": [],
    "affinity": {},
    "schedulerName": ""
  },
  "status": {
    "phase": "Running",
    "podIP": null,
    "load": 0.25,
    "tiny": 0.00001,
    "large": 12345678901,
    "initContainerStatuses": [{"lastState": null, "l": "x"}],
    "conditions": [
      {"type": "Ready", "status": "True", "n": 1},
      {"type": "PodScheduled", "status": "False", "n": 3},
      {"type": "Initialized", "status": "True", "n": 2}
    ],
    "mixed": [1, "1", true, null, 2.5, [1, 2], {"k": "v"}]
  }
})";

const Value& object()
{
    static const Value value = toValue(parseJson(pod).document.root);
    return value;
}

Parsed<JsonPath> parsed(const QString& text)
{
    return JsonPath::parse(text.toStdString());
}

QString text(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

class TestJsonPath : public QObject {
    Q_OBJECT

private slots:
    void printed_data();
    void printed();
    void misread_data();
    void misread();
    void refused_data();
    void refused();
    void relaxed_data();
    void relaxed();
    void misreadRelaxed_data();
    void misreadRelaxed();
    void plain_data();
    void plain();
    void plainPathsMiss_data();
    void plainPathsMiss();
    void failureShowsTheObject();
    void templatesThatFindTooMuch_data();
    void templatesThatFindTooMuch();
    void longLists();
    void servesManyObjects();
};

void TestJsonPath::printed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("asJson");
    QTest::addColumn<QString>("output");

    QTest::newRow("a field")
        << "{.metadata.name}" << false
        << "web";
    QTest::newRow("text stands as it is")
        << "name: {.metadata.name}!" << false
        << "name: web!";
    QTest::newRow("text alone is a template too")
        << ".metadata.name" << false
        << ".metadata.name";
    QTest::newRow("a closing brace outside is text")
        << "}{.kind}}" << false
        << "}Pod}";
    QTest::newRow("two fields, with what is between them")
        << "{.kind}/{.metadata.name}" << false
        << "Pod/web";
    QTest::newRow("blanks within braces are nothing")
        << "{ .kind }" << false
        << "Pod";
    QTest::newRow("the dot in front may be missing after @")
        << "{@.kind}" << false
        << "Pod";
    QTest::newRow("$ is the object")
        << "{$.kind}" << false
        << "Pod";
    QTest::newRow("the object itself is JSON")
        << "{.spec.containers[1]}" << false
        << R"({"image":"busybox:1.36","name":"log","tty":true})";
    QTest::newRow("a field that is missing is nothing")
        << "[{.spec.nodeSelector}]" << false
        << "[]";
    QTest::newRow("a field of a field that is missing is nothing")
        << "[{.spec.nodeSelector.disk}]" << false
        << "[]";
    QTest::newRow("a field of a text is nothing")
        << "[{.kind.name}]" << false
        << "[]";
    QTest::newRow("an empty text is nothing to see")
        << "[{.spec.schedulerName}]" << false
        << "[]";
    QTest::newRow("an empty list and an empty object")
        << "{.spec.tolerations}{.spec.affinity}" << false
        << "[]{}";
    QTest::newRow("null is printed")
        << "{.status.podIP}" << false
        << "null";
    QTest::newRow("a field of null is nothing")
        << "[{.status.podIP.x}]" << false
        << "[]";
    QTest::newRow("numbers and booleans")
        << "{.spec.priority} {.spec.hostNetwork} {.status.load} {.status.large}" << false
        << "0 false 0.25 12345678901";
    QTest::newRow("small numbers as Go prints them")
        << "{.status.tiny}" << false
        << "1e-05";
    QTest::newRow("JSON escapes what a web page would misread")
        << "{.metadata.annotations}" << false
        << R"({"note":"a\u003cb \u0026 c"})";
    QTest::newRow("keys are sorted")
        << "{.metadata.labels}" << false
        << R"({"app":"web","app.kubernetes.io/name":"shop"})";
    QTest::newRow("a dot in a key is escaped")
        << R"({.metadata.labels.app\.kubernetes\.io/name})" << false
        << "shop";
    QTest::newRow("also between brackets")
        << R"({.metadata.labels['app\.kubernetes\.io/name']})" << false
        << "shop";
    QTest::newRow("without the escape it is a path")
        << "[{.metadata.labels['app.kubernetes.io/name']}]" << false
        << "[]";
    QTest::newRow("a key between brackets")
        << "{['metadata']['name']}" << false
        << "web";
    QTest::newRow("several keys")
        << "{.metadata['name','namespace']}" << false
        << "web shop";
    QTest::newRow("several keys with blanks")
        << "{.metadata['name', 'namespace']}" << false
        << "web shop";
    QTest::newRow("every value of an object, by key")
        << "{.spec.containers[0].resources.limits.*}" << false
        << "1";
    QTest::newRow("the first element")
        << "{.spec.containers[0].name}" << false
        << "nginx";
    QTest::newRow("the last element")
        << "{.spec.containers[-1].name}" << false
        << "proxy";
    QTest::newRow("the last two")
        << "{.spec.containers[-2:].name}" << false
        << "log proxy";
    QTest::newRow("from the second on")
        << "{.spec.containers[1:].name}" << false
        << "log proxy";
    QTest::newRow("up to the second")
        << "{.spec.containers[:2].name}" << false
        << "nginx log";
    QTest::newRow("all but the last")
        << "{.spec.containers[:-1].name}" << false
        << "nginx log";
    QTest::newRow("every other one")
        << "{.spec.containers[::2].name}" << false
        << "nginx proxy";
    QTest::newRow("all of them")
        << "{.spec.containers[*].name}" << false
        << "nginx log proxy";
    QTest::newRow("all of them without brackets")
        << "{.spec.containers.*.name}" << false
        << "nginx log proxy";
    QTest::newRow("the first and the third")
        << "{.spec.containers[0,2].name}" << false
        << "nginx proxy";
    QTest::newRow("nothing between the brackets is the first one")
        << "{.spec.containers[].name}" << false
        << "nginx";
    QTest::newRow("no elements at all")
        << "[{.spec.containers[1:1].name}]" << false
        << "[]";
    QTest::newRow("an element of null is nothing")
        << "[{.status.podIP[0]}]" << false
        << "[]";
    QTest::newRow("elements of every kind")
        << "{.status.mixed[*]}" << false
        << R"(1 1 true null 2.5 [1,2] {"k":"v"})";
    QTest::newRow("names at any depth")
        << "{..containerPort}" << false
        << "80 443";
    QTest::newRow("a path below any depth")
        << "{..resources.limits}" << false
        << R"({"cpu":"1"})";
    QTest::newRow("a third dot is the field's own")
        << "{...containerPort}" << false
        << "80 443";
    QTest::newRow("everything that holds something")
        << "{.spec.containers[0].resources..}" << false
        << R"({"limits":{"cpu":"1"}} {"cpu":"1"} 1)";
    QTest::newRow("a text comes apart into bytes")
        << "{.status.phase.*}" << false
        << "82 117 110 110 105 110 103";
    QTest::newRow("equal to a text")
        << R"({.status.conditions[?(@.type=="Ready")].status})" << false
        << "True";
    QTest::newRow("equal to a text in the other quotes")
        << "{.status.conditions[?(@.type=='Ready')].status}" << false
        << "True";
    QTest::newRow("blanks around the operator")
        << R"({.status.conditions[?( @.type == "Ready" )].status})" << false
        << "True";
    QTest::newRow("not equal")
        << R"({.status.conditions[?(@.status!="True")].type})" << false
        << "PodScheduled";
    QTest::newRow("less")
        << "{.status.conditions[?(@.n<2)].type}" << false
        << "Ready";
    QTest::newRow("at most")
        << "{.status.conditions[?(@.n<=2)].type}" << false
        << "Ready Initialized";
    QTest::newRow("more")
        << "{.status.conditions[?(@.n>2)].type}" << false
        << "PodScheduled";
    QTest::newRow("at least")
        << "{.status.conditions[?(@.n>=2)].type}" << false
        << "PodScheduled Initialized";
    QTest::newRow("texts have an order too")
        << R"({.status.conditions[?(@.type>"PodS")].type})" << false
        << "Ready PodScheduled";
    QTest::newRow("a boolean")
        << "{.spec.containers[?(@.tty==true)].name}" << false
        << "log";
    QTest::newRow("elements without the field are passed over")
        << "[{.spec.containers[?(@.tty!=true)].name}]" << false
        << "[]";
    QTest::newRow("another field on the right")
        << "[{.spec.containers[?(@.name==@.image)].name}]" << false
        << "[]";
    QTest::newRow("the value on the left")
        << R"({.status.conditions[?("Ready"==@.type)].status})" << false
        << "True";
    QTest::newRow("a byte is a number")
        << "{.status.initContainerStatuses[?(@.l.*==120)].l}" << false
        << "x";
    QTest::newRow("the element itself")
        << R"({.spec.containers[0].args[?(@=="-g")]})" << false
        << "-g";
    QTest::newRow("a field that is there")
        << "{.spec.containers[?(@.ports)].name}" << false
        << "nginx proxy";
    QTest::newRow("a field of a field that is there")
        << "{.spec.containers[?(@.resources.limits)].name}" << false
        << "nginx";
    QTest::newRow("an index that is out of bounds counts as there")
        << "{.spec.containers[?(@.ports[7])].name}" << false
        << "nginx proxy";
    QTest::newRow("a parenthesis in quotes")
        << R"([{.status.conditions[?(@.type=="a)b")].type}])" << false
        << "[]";
    QTest::newRow("nothing to filter")
        << R"([{.spec.volumes[?(@.name=="x")].name}])" << false
        << "[]";
    QTest::newRow("filters one after the other")
        << "{.spec.containers[?(@.ports)].ports[?(@.containerPort>80)].name}" << false
        << "https";
    QTest::newRow("a range")
        << R"({range .spec.containers[*]}{.name}={.image}{"\n"}{end})" << false
        << "nginx=nginx:1.27\nlog=busybox:1.36\nproxy=envoy:1.30\n";
    QTest::newRow("what follows a range")
        << "{range .spec.containers[*]}{.name},{end}{.kind}" << false
        << "nginx,log,proxy,Pod";
    QTest::newRow("a range within a range")
        << "{range .spec.containers[*]}{.name}:{range .ports[*]}{.name} {end};{end}" << false
        << "nginx:http https ;log:;proxy:;";
    QTest::newRow("a range over nothing")
        << "[{range .spec.volumes[*]}{.name}{end}]" << false
        << "[]";
    QTest::newRow("a range over texts")
        << "{range .spec.containers[0].args[*]}<{@}>{end}" << false
        << "<-g><daemon off;>";
    QTest::newRow("a range over a list as one")
        << "{range .spec.containers[0].args}<{@}>{end}" << false
        << R"(<["-g","daemon off;"]>)";
    QTest::newRow("null in a range")
        << "{range .status.mixed[3:5]}<{@}>{end}" << false
        << "<<no value>><2.5>";
    QTest::newRow("an end that is missing repeats the rest for the object")
        << "{range .spec.containers[*]}{.name},{.kind};" << false
        << "nginx,;log,;proxy,;,Pod;";
    QTest::newRow("a line break and a tab")
        << R"({.kind}{"\n"}{.metadata.name}{"\t"})" << false
        << "Pod\nweb\t";
    QTest::newRow("other escapes")
        << R"({"\x41\u00e9\101\\ \""}{'it\'s "'})" << false
        << R"(AéA\ "it's ")";
    QTest::newRow("braces as text")
        << R"({"{"}{.kind}{'}'})" << false
        << "{Pod}";
    QTest::newRow("numbers, and words that are values")
        << "{1} {-2} {+3} {1.50} {true} {false}" << false
        << "1 -2 3 1.5 true false";
    QTest::newRow("a number for each value at hand")
        << "{.spec.containers[*].name.x} {.spec.containers[*]1}" << false
        << " 1 1 1";
    QTest::newRow("an action with two paths follows the second from the first")
        << "[{.metadata .name}]" << false
        << "[web]";
    QTest::newRow("as JSON each pair of braces is a list")
        << "{.kind}{.metadata.labels}" << true
        << "[\n    \"Pod\"\n]\n[\n    {\n        \"app\": \"web\",\n        \"app.kubernetes.io/name\": \"shop\"\n    }\n]\n";
    QTest::newRow("as JSON text is a list too")
        << "a{.spec.containers[*].name}" << true
        << "[\n    \"a\"\n]\n[\n    \"nginx\",\n    \"log\",\n    \"proxy\"\n]\n";
    QTest::newRow("as JSON nothing is an empty list")
        << "{.spec.volumes}" << true
        << "[]\n";
}

void TestJsonPath::printed()
{
    QFETCH(QString, path);
    QFETCH(bool, asJson);
    QFETCH(QString, output);
    const Parsed<JsonPath> read = parsed(path);
    QVERIFY2(read, read.error().c_str());
    const Parsed<std::string> printed = asJson ? read->printAsJson(object()) : read->print(object());
    QVERIFY2(printed, printed.error().c_str());
    QCOMPARE(text(*printed), output);
}

void TestJsonPath::misread_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("a brace that is not closed")
        << "{.kind"
        << "unclosed action";
    QTest::newRow("a brace alone")
        << "{"
        << "unclosed action";
    QTest::newRow("a line break within braces")
        << "{.kind\n}"
        << "unclosed action";
    QTest::newRow("a hash")
        << "{#}"
        << "unrecognized character in action: U+0023 '#'";
    QTest::newRow("a brace within braces")
        << "{{.kind}}"
        << "unrecognized character in action: U+007B '{'";
    QTest::newRow("a comma between paths")
        << "{.kind,.metadata}"
        << "unrecognized character in action: U+002C ','";
    QTest::newRow("a tab within braces")
        << "{.kind\t}"
        << "unrecognized character in action: U+0009";
    QTest::newRow("a control character has no picture")
        << "{\a}"
        << "unrecognized character in action: U+0007";
    QTest::newRow("an arrow")
        << "{→}"
        << "unrecognized character in action: U+2192 '→'";
    QTest::newRow("a bracket that is not closed")
        << "{.spec.containers[0}"
        << "unterminated array";
    QTest::newRow("a bracket over the end of a line")
        << "{.spec.containers[0\n]}"
        << "unterminated array";
    QTest::newRow("an index that is no number")
        << "{.spec.containers[first]}"
        << "invalid array index first";
    QTest::newRow("double quotes around a key")
        << R"({.metadata["name"]})"
        << R"(invalid array index "name")";
    QTest::newRow("brackets within brackets")
        << "{.spec.containers[[0],1]}"
        << "invalid array index [0";
    QTest::newRow("an index beyond all numbers")
        << "{.spec.containers[99999999999999999999]}"
        << "array index 99999999999999999999 is not a number";
    QTest::newRow("a minus alone")
        << "{.spec.containers[-]}"
        << "array index - is not a number";
    QTest::newRow("a slice of four parts")
        << "{.spec.containers[1:2:3:4]}"
        << "invalid array index 1:2:3:4";
    QTest::newRow("a filter that is not closed")
        << R"({.spec.containers[?(@.name=="a"]})"
        << "unterminated filter";
    QTest::newRow("a filter without its bracket")
        << R"({.spec.containers[?(@.name=="a")})"
        << "unclosed array expect ]";
    QTest::newRow("a quote in a filter that is not closed")
        << R"({.spec.containers[?(@.name=="a)]})"
        << "unterminated filter";
    QTest::newRow("or in a filter")
        << R"({.spec.containers[?(@.name=="a"||@.name=="b")]})"
        << "unrecognized character in action: U+007C '|'";
    QTest::newRow("and in a filter")
        << R"({.spec.containers[?(@.name=="a" && @.tty)]})"
        << "unrecognized character in action: U+0026 '&'";
    QTest::newRow("not in a filter")
        << "{.spec.containers[?(!@.tty)]}"
        << "unrecognized character in action: U+0021 '!'";
    QTest::newRow("regular expressions")
        << R"({.spec.containers[?(@.name=~"a.*")]})"
        << "unrecognized character in action: U+007E '~'";
    QTest::newRow("an operator with nothing on its right")
        << "{.spec.containers[?(@.name==)]}"
        << "unrecognized character in action: U+003D '='";
    QTest::newRow("text that is not closed")
        << R"({"abc})"
        << "unterminated quoted string";
    QTest::newRow("text over the end of a line")
        << "{\"abc\ndef\"}"
        << "unterminated quoted string";
    QTest::newRow("text that ends in an escaped backslash")
        << R"({"abc\\"})"
        << "unterminated quoted string";
    QTest::newRow("an escape that does not exist")
        << R"({"\q"})"
        << R"(unquote string "\q" error invalid syntax)";
    QTest::newRow("an escape for the other quote")
        << R"({"\'"})"
        << R"(unquote string "\'" error invalid syntax)";
    QTest::newRow("half of a character")
        << R"({"\ud800"})"
        << R"(unquote string "\ud800" error invalid syntax)";
    QTest::newRow("a number with two points")
        << "{1.2.3}"
        << "cannot parse number 1.2.3";
    QTest::newRow("a sign alone")
        << "{-}"
        << "cannot parse number -";
    QTest::newRow("a number in other digits")
        << "{٣}"
        << "cannot parse number ٣";
    QTest::newRow("four dots")
        << "{....name}"
        << "invalid multiple recursive descent";
    QTest::newRow("a star at any depth")
        << "{..*}"
        << "unrecognized character in action: U+002A '*'";
}

void TestJsonPath::misread()
{
    QFETCH(QString, path);
    QFETCH(QString, sentence);
    const Parsed<JsonPath> read = parsed(path);
    QVERIFY(!read);
    QCOMPARE(text(read.error()), sentence);
}

void TestJsonPath::refused_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("missingKeysRefused");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("a word that means nothing")
        << "{name}" << false
        << "unrecognized identifier name";
    QTest::newRow("a name that is not quoted in a filter")
        << "{.spec.containers[?(@.name==nginx)]}" << false
        << "unrecognized identifier nginx";
    QTest::newRow("an end without a range")
        << "{end}" << false
        << "not in range, nothing to end";
    QTest::newRow("one end too many")
        << "{range .spec.containers[*]}{.name}{end}{end}" << false
        << "not in range, nothing to end";
    QTest::newRow("an index out of bounds")
        << "{.spec.containers[5]}" << false
        << "array index out of bounds: index 5, length 3";
    QTest::newRow("an index out of bounds, from the end")
        << "{.spec.containers[-5]}" << false
        << "array index out of bounds: index -2, length 3";
    QTest::newRow("a slice out of bounds")
        << "{.spec.containers[0:5]}" << false
        << "array index out of bounds: index 4, length 3";
    QTest::newRow("a slice that ends before it begins")
        << "{.spec.containers[2:1]}" << false
        << "starting index 2 is greater than ending index 1";
    QTest::newRow("steps of nothing")
        << "{.spec.containers[::0]}" << false
        << "step must be > 0";
    QTest::newRow("steps backwards")
        << "{.spec.containers[::-1]}" << false
        << "step must be > 0";
    QTest::newRow("an empty list has no first element")
        << "{.spec.tolerations[0]}" << false
        << "array index out of bounds: index 0, length 0";
    QTest::newRow("the first element, where some lists are empty")
        << "{..ports[0].name}" << false
        << "array index out of bounds: index 0, length 0";
    QTest::newRow("an element of an object")
        << "{.spec[0]}" << false
        << "map[string]interface {} is not array or slice";
    QTest::newRow("an element of a text")
        << "{.kind[0]}" << false
        << "string is not array or slice";
    QTest::newRow("an element of a number")
        << "{.spec.priority[0]}" << false
        << "int64 is not array or slice";
    QTest::newRow("an element of a fraction")
        << "{.status.load[0]}" << false
        << "float64 is not array or slice";
    QTest::newRow("an element of a boolean")
        << "{.spec.hostNetwork[0]}" << false
        << "bool is not array or slice";
    QTest::newRow("an element of a number in the template")
        << "{1[0]}" << false
        << "int is not array or slice";
    QTest::newRow("an element of a byte")
        << "{.kind.*[0]}" << false
        << "uint8 is not array or slice";
    QTest::newRow("a filter for an object")
        << R"({.spec.affinity[?(@.x=="y")]})" << false
        << "map[] is not array or slice and cannot be filtered";
    QTest::newRow("a filter for a text")
        << R"({.kind[?(@.x=="y")]})" << false
        << "Pod is not array or slice and cannot be filtered";
    QTest::newRow("a filter for null")
        << R"({.status.podIP[?(@.x=="y")]})" << false
        << "<nil> is not array or slice and cannot be filtered";
    QTest::newRow("a filter shows what it was given")
        << "{.spec.containers[0].resources[?(@.cpu)]}" << false
        << "map[limits:map[cpu:1]] is not array or slice and cannot be filtered";
    QTest::newRow("a number and a text")
        << R"({.spec.containers[0].ports[?(@.containerPort=="80")]})" << false
        << "incompatible types for comparison";
    QTest::newRow("a number and a fraction")
        << "{.spec.containers[0].ports[?(@.containerPort>79.5)]}" << false
        << "incompatible types for comparison";
    QTest::newRow("a list compared")
        << R"({.spec.containers[?(@.ports=="x")]})" << false
        << "invalid type for comparison";
    QTest::newRow("null compared")
        << R"({.status.initContainerStatuses[?(@.lastState=="x")]})" << false
        << "invalid type for comparison";
    QTest::newRow("booleans have no order")
        << "{.spec.containers[?(@.tty<true)]}" << false
        << "invalid type for comparison";
    QTest::newRow("more than one value on the left")
        << R"({.spec.containers[?(@.ports[*].name=="http")]})" << false
        << "can only compare one element at a time";
    QTest::newRow("more than one value on the right")
        << R"({.spec.containers[?("http"==@.ports[*].name)]})" << false
        << "can only compare one element at a time";
    QTest::newRow("a single equals sign")
        << R"({.spec.containers[?(@.name="log")]})" << false
        << "unrecognized filter operator =";
    QTest::newRow("three equals signs")
        << R"({.spec.containers[?(@.name==="log")]})" << false
        << "unrecognized filter operator ===";
    QTest::newRow("a text and a boolean")
        << "{.spec.containers[?(@.name==true)]}" << false
        << "incompatible types for comparison";
    QTest::newRow("a field that is missing")
        << "{.spec.nodeSelector}" << true
        << "nodeSelector is not found";
    QTest::newRow("the field that is named is the one that is missing")
        << "{.spec.nodeSelector.disk}" << true
        << "nodeSelector is not found";
    QTest::newRow("a field that no element has")
        << "{.spec.containers[*].workingDir}" << true
        << "workingDir is not found";
    QTest::newRow("a field of null")
        << "{.status.podIP.x}" << true
        << "x is not found";
    QTest::newRow("a field of a text")
        << "{.kind.name}" << true
        << "name is not found";
    QTest::newRow("a path that ends in a dot")
        << "{.kind.}" << true
        << " is not found";
    QTest::newRow("a field that is missing in a filter")
        << R"({.spec.containers[?(@.workingDir=="/")]})" << true
        << "workingDir is not found";
    QTest::newRow("a range over nothing still wants its fields")
        << "{range .spec.tolerations[*]}{.key}{end}" << true
        << "key is not found";
}

void TestJsonPath::refused()
{
    QFETCH(QString, path);
    QFETCH(bool, missingKeysRefused);
    QFETCH(QString, sentence);
    const Parsed<JsonPath> read = parsed(path);
    QVERIFY2(read, read.error().c_str());
    const MissingKeys missing = missingKeysRefused ? MissingKeys::Refused : MissingKeys::Allowed;
    QCOMPARE(text(read->print(object(), missing).error()), sentence);
    QCOMPARE(text(read->printAsJson(object(), missing).error()), sentence);
    QCOMPARE(text(read->find(object(), missing).error()), sentence);
    if (missingKeysRefused) // which is the only thing that is wrong with it
        QVERIFY(read->print(object()));
}

void TestJsonPath::relaxed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("column"); // as custom-columns shows it, but for its <none>

    QTest::newRow("as in a template")
        << "{.metadata.name}"
        << "web";
    QTest::newRow("without braces")
        << ".metadata.name"
        << "web";
    QTest::newRow("without the first dot")
        << "metadata.name"
        << "web";
    QTest::newRow("with braces and without the dot")
        << "{metadata.name}"
        << "web";
    QTest::newRow("all elements")
        << ".spec.containers[*].name"
        << "nginx,log,proxy";
    QTest::newRow("a filter")
        << R"(.status.conditions[?(@.type=="Ready")].status)"
        << "True";
    QTest::newRow("a key with a dot")
        << R"(.metadata.labels.app\.kubernetes\.io/name)"
        << "shop";
    QTest::newRow("what is missing")
        << ".spec.nodeSelector"
        << "";
    QTest::newRow("null")
        << ".status.podIP"
        << "<nil>";
    QTest::newRow("an object as Go prints it")
        << ".metadata.labels"
        << "map[app:web app.kubernetes.io/name:shop]";
    QTest::newRow("a list as Go prints it")
        << ".spec.containers[0].args"
        << "[-g daemon off;]";
    QTest::newRow("a list of objects")
        << ".spec.containers[0].ports"
        << "[map[containerPort:80 name:http] map[containerPort:443 name:https]]";
    QTest::newRow("a small number")
        << ".status.tiny"
        << "1e-05";
    QTest::newRow("an empty text")
        << ".spec.schedulerName"
        << "";
}

void TestJsonPath::relaxed()
{
    QFETCH(QString, path);
    QFETCH(QString, column);
    const Parsed<JsonPath> read = JsonPath::parseRelaxed(path.toStdString());
    QVERIFY2(read, read.error().c_str());
    const Parsed<std::vector<Value>> found = read->find(object());
    QVERIFY2(found, found.error().c_str());
    QStringList texts;
    for (const Value& value : *found)
        texts.append(text(goPlain(value)));
    QCOMPARE(texts.join(','), column);
}

void TestJsonPath::misreadRelaxed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("text around braces")
        << "name: {.metadata.name}"
        << "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
    QTest::newRow("two pairs of braces")
        << "{.kind}{.kind}"
        << "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
    QTest::newRow("half a pair")
        << "{.kind"
        << "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
    QTest::newRow("the other half")
        << ".kind}"
        << "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
    QTest::newRow("nothing in braces")
        << "{}"
        << "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
    QTest::newRow("an index that is no number")
        << ".spec.containers[x]"
        << "invalid array index x";
    QTest::newRow("a hash")
        << ".spec#{"
        << "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
}

void TestJsonPath::misreadRelaxed()
{
    QFETCH(QString, path);
    QFETCH(QString, sentence);
    QCOMPARE(text(JsonPath::parseRelaxed(path.toStdString()).error()), sentence);
}

void TestJsonPath::plain_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isPlain");
    QTest::addColumn<QString>("value");

    QTest::newRow("fields") << "{.status.phase}" << true << "Running";
    QTest::newRow("an element") << "{.spec.containers[0].image}" << true << "nginx:1.27";
    QTest::newRow("the last element") << "{.spec.containers[-1].image}" << true << "envoy:1.30";
    QTest::newRow("a key in brackets") << "{['kind']}" << true << "Pod";
    QTest::newRow("a key with dots") << R"({.metadata.labels.app\.kubernetes\.io/name})" << true << "shop";
    QTest::newRow("the object itself") << "{@.kind}" << true << "Pod";
    QTest::newRow("null is a value") << "{.status.podIP}" << true << "<nil>";
    QTest::newRow("all elements") << "{.spec.containers[*].image}" << false << "";
    QTest::newRow("a slice, even of one element") << "{.spec.containers[0:1].image}" << false << "";
    QTest::newRow("any depth") << "{..image}" << false << "";
    QTest::newRow("any field") << "{.metadata.*}" << false << "";
    QTest::newRow("several keys") << "{['kind','apiVersion']}" << false << "";
    QTest::newRow("a filter") << "{.spec.containers[?(@.tty)]}" << false << "";
    QTest::newRow("two pairs of braces") << "{.kind}{.kind}" << false << "";
    QTest::newRow("text in front") << "x{.kind}" << false << "";
    QTest::newRow("text alone") << "kind" << false << "";
    QTest::newRow("nothing") << "" << false << "";
}

void TestJsonPath::plain()
{
    QFETCH(QString, path);
    QFETCH(bool, isPlain);
    QFETCH(QString, value);
    const Parsed<JsonPath> read = parsed(path);
    QVERIFY2(read, read.error().c_str());
    QCOMPARE(read->isPlain(), isPlain);
    if (!isPlain)
        return;
    QVERIFY(read->at(object()));
    QCOMPARE(text(goPlain(*read->at(object()))), value);
    QCOMPARE(text(goPlain(read->find(object())->front())), value); // both ways lead to the same place
}

void TestJsonPath::plainPathsMiss_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("a field that is missing") << "{.spec.nodeSelector.disk}";
    QTest::newRow("a field of a text") << "{.kind.x}";
    QTest::newRow("a field of null") << "{.status.podIP.x}";
    QTest::newRow("an element that is missing") << "{.spec.containers[3]}";
    QTest::newRow("an element that is missing, from the end") << "{.spec.containers[-4]}";
    QTest::newRow("an element of an object") << "{.metadata[0]}";
    QTest::newRow("an index beyond all lists") << "{.spec.containers[9223372036854775807]}";
    QTest::newRow("and in the other direction") << "{.spec.containers[-9223372036854775808]}";
}

void TestJsonPath::plainPathsMiss()
{
    QFETCH(QString, path);
    const Parsed<JsonPath> read = parsed(path);
    QVERIFY2(read, read.error().c_str());
    QVERIFY(read->isPlain());
    QVERIFY(!read->at(object()));
}

void TestJsonPath::failureShowsTheObject()
{
    const Parsed<JsonPath> path = parsed("{.list[9]}");
    Value value;
    value.editObject().set("list", Value(Value::Array{Value("a\n"), Value(1), Value(), Value(2.5), Value(true)}));
    value.editObject().set("more", Value(Value::Object{}));
    const Parsed<std::string> printed = path->print(value);
    QVERIFY(!printed);
    QCOMPARE(text(path->failure(value, printed.error())),
        "error executing jsonpath \"{.list[9]}\": Error executing template: array index out of bounds: index 9, length 5. "
        "Printing more information for debugging the template:\n\ttemplate was:\n\t\t{.list[9]}\n"
        "\tobject given to jsonpath engine was:\n\t\t"
        "map[string]interface {}{\"list\":[]interface {}{\"a\\n\", 1, interface {}(nil), 2.5, true}, "
        "\"more\":map[string]interface {}{}}\n\n\n");
}

void TestJsonPath::templatesThatFindTooMuch_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("sentence");
    const QString twice = QString("[*,*]").repeated(30);
    QTest::newRow("twice as much with each step") << "{" + twice + "}" << "the template finds too much";
    QTest::newRow("in a filter that only asks whether there is something")
        << "{[?(@" + twice + ")]}" << "the template finds too much";
    QTest::newRow("ranges that are never closed")
        << QString("{range [*]}{@}").repeated(30) << "the template finds too much";
    QTest::newRow("ranges deeper than any stack") << QString("{range @}").repeated(100'000) << "too many ranges within ranges";
}

// kubectl would try, and take all the memory there is.
void TestJsonPath::templatesThatFindTooMuch()
{
    QFETCH(QString, path);
    QFETCH(QString, sentence);
    const Parsed<JsonPath> read = parsed(path);
    QVERIFY2(read, read.error().c_str());
    Value nested;
    for (int i = 0; i < 40; ++i)
        nested = Value(Value::Array{nested});
    QCOMPARE(text(read->print(nested).error()), sentence);
}

// What is asked of each element of a long list is not too much.
void TestJsonPath::longLists()
{
    Value::Array pods;
    for (int i = 0; i < 30'000; ++i)
        pods.push_back(object());
    const Parsed<JsonPath> read = parsed("{range [*]}" + QString("{.metadata.name}{\"\\t\"}").repeated(10) + "{end}");
    const Parsed<std::string> printed = read->print(pods);
    QVERIFY2(printed, printed.error().c_str());
    QCOMPARE(printed->size(), std::size_t{30'000 * 10 * 4});
}

void TestJsonPath::servesManyObjects()
{
    const Parsed<JsonPath> read = parsed("{range .spec.containers[*]}{.name} {end}{.kind}");
    for (int i = 0; i < 3; ++i) // a range leaves nothing behind
        QCOMPARE(text(*read->print(object())), "nginx log proxy Pod");
    const JsonPath copy = *read;
    QCOMPARE(text(*copy.print(Value())), "");
}

QTEST_GUILESS_MAIN(TestJsonPath)
#include "test_jsonpath.moc"
