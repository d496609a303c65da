// YAML as kubectl reads it. What the tables expect was printed by a real kubectl; where the machine has one, it is asked
// again.
#include "api/encode.h"
#include "treejson.h"

#include <QtTest/QtTest>

#include <span>

using namespace kubarium::api;
using namespace std::string_view_literals;

class TestYaml : public QObject {
    Q_OBJECT

private slots:
    void means_data();
    void means();
    void refused_data();
    void refused();
    void kubectlAgrees();
    void streams_data();
    void streams();
    void broken_data();
    void broken();
    void duplicates_data();
    void duplicates();
    void marks_data();
    void marks();
    void values();
};

namespace {

struct Meaning {
    const char* name;
    std::string_view yaml;
    const char* json; // what kubectl sends
};

struct Mistake {
    const char* name;
    std::string_view yaml;
    const char* kubectl; // behind "error parsing FILE: "
    const char* place;   // where we point
};

constexpr Meaning meanings[] = {
    // Numbers
    {"an integer", "a: 80"sv, R"({"a":80})"},
    {"a file mode is octal", "defaultMode: 0644"sv, R"({"defaultMode":420})"},
    {"octal as YAML 1.2 writes it", "a: 0o17"sv, R"({"a":15})"},
    {"hexadecimal", "a: 0x1F"sv, R"({"a":31})"},
    {"binary", "a: 0b11"sv, R"({"a":3})"},
    {"binary below zero", "a: -0b11"sv, R"({"a":-3})"},
    {"a sign inside binary", "a: 0b-11"sv, R"({"a":-3})"},
    {"underscores between digits", "a: 1_000"sv, R"({"a":1000})"},
    {"underscores anywhere behind the first digit", "a: 1__0_"sv, R"({"a":10})"},
    {"an underscore in front makes a string", "a: _1"sv, R"({"a":"_1"})"},
    {"08 is no octal, so it is a float", "a: 08"sv, R"({"a":8})"},
    {"a plus goes", "a: +12"sv, R"({"a":12})"},
    {"minus zero", "a: -0"sv, R"({"a":0})"},
    {"minus zero as a float", "a: -0.0"sv, R"({"a":-0})"},
    {"a float without a fraction", "a: 1.0"sv, R"({"a":1})"},
    {"a point at the end", "a: 1."sv, R"({"a":1})"},
    {"a point at the beginning", "a: .5"sv, R"({"a":0.5})"},
    {"an underscore in such a fraction", "a: .5_0"sv, R"({"a":0.5})"},
    {"not right behind the point", "a: ._5"sv, R"({"a":"._5"})"},
    {"an exponent", "a: 1e3"sv, R"({"a":1000})"},
    {"a large exponent", "a: 1e21"sv, R"({"a":1e+21})"},
    {"a small one", "a: 1e-7"sv, R"({"a":1e-7})"},
    {"too small is zero", "a: 1e-400"sv, R"({"a":0})"},
    {"too large is a string", "a: 1e400"sv, R"({"a":"1e400"})"},
    {"an exponent without digits", "a: 1e"sv, R"({"a":"1e"})"},
    {"floats are decimal", "a: 0x1p4"sv, R"({"a":"0x1p4"})"},
    {"the largest integer", "a: 9223372036854775807"sv, R"({"a":9223372036854775807})"},
    {"beyond it, without a sign", "a: 18446744073709551615"sv, R"({"a":18446744073709551615})"},
    {"beyond that, a float", "a: 18446744073709551616"sv, R"({"a":18446744073709552000})"},
    {"the smallest integer", "a: -9223372036854775808"sv, R"({"a":-9223372036854775808})"},
    {"below it, a float", "a: -9223372036854775809"sv, R"({"a":-9223372036854776000})"},
    {"too large in octal is read in decimal", "a: 0777777777777777777777777"sv, R"({"a":7.777777777777778e+23})"},
    {"too large in hexadecimal is a string", "a: 0xFFFFFFFFFFFFFFFFFF"sv, R"({"a":"0xFFFFFFFFFFFFFFFFFF"})"},
    {"a time of day is a string", "a: 190:20:30"sv, R"({"a":"190:20:30"})"},
    {"a date is a string", "a: 2001-01-01"sv, R"({"a":"2001-01-01"})"},
    {"a quantity is a string", "a: 100m"sv, R"({"a":"100m"})"},
    {"a percentage is a string", "a: 25%"sv, R"({"a":"25%"})"},

    // Words
    {"yes is true", "a: yes"sv, R"({"a":true})"},
    {"so is a single y", "a: y"sv, R"({"a":true})"},
    {"and on", "a: On"sv, R"({"a":true})"},
    {"but not in any letters", "a: yEs"sv, R"({"a":"yEs"})"},
    {"no, n and off are false", "a: [no, N, OFF]"sv, R"({"a":[false,false,false]})"},
    {"quotes make a string of anything", "a: ['yes', \"0644\", '~']"sv, R"({"a":["yes","0644","~"]})"},
    {"null has five spellings", "a: [~, null, Null, NULL, ]\nb:"sv, R"({"a":[null,null,null,null],"b":null})"},
    {"a dot is a string", "a: [., .., +, =]"sv, R"({"a":[".","..","+","="]})"},

    // Tags
    {"!!str of a number", "a: !!str 12"sv, R"({"a":"12"})"},
    {"!!str of nothing", "a: !!str"sv, R"({"a":""})"},
    {"!!int of a string", "a: !!int \"12\""sv, R"({"a":12})"},
    {"!!float of an integer", "a: !!float 1"sv, R"({"a":1})"},
    {"!!bool", "a: !!bool \"yes\""sv, R"({"a":true})"},
    {"!!null of an empty string", "a: !!null ''"sv, R"({"a":null})"},
    {"!!binary is decoded", "a: !!binary aGVsbG8="sv, R"({"a":"hello"})"},
    {"!!timestamp stays text", "a: !!timestamp 2001-12-14t21:59:43.10-05:00"sv, R"({"a":"2001-12-14t21:59:43.10-05:00"})"},
    {"! alone makes a string", "a: ! 12"sv, R"({"a":"12"})"},
    {"a tag of one's own makes a string", "a: !foo 12"sv, R"({"a":"12"})"},
    {"a tag written in full", "a: !<tag:yaml.org,2002:str> 12"sv, R"({"a":"12"})"},
    {"tags of collections mean nothing", "a: !!str {b: 1}\nc: !!set {d, e}"sv, R"({"a":{"b":1},"c":{"d":null,"e":null}})"},

    // Keys
    {"keys come sorted", "b: 1\nc: 2\na: 3"sv, R"({"a":3,"b":1,"c":2})"},
    {"by bytes", "b: 1\nB: 2\na-b: 3\na.b: 4\nab: 5"sv, R"({"B":2,"a-b":3,"a.b":4,"ab":5,"b":1})"},
    {"a number as a key", "1: x"sv, R"({"1":"x"})"},
    {"in its decimal form", "0x10: x"sv, R"({"16":"x"})"},
    {"a float as a key", "1.50: x"sv, R"({"1.5":"x"})"},
    {"of seven digits, because it goes through 32 bits", "1234567.125: x"sv, R"({"1.2345671e+06":"x"})"},
    {"a boolean as a key", "on: x"sv, R"({"true":"x"})"},
    {"infinity as a key", ".inf: x"sv, R"({".inf":"x"})"},
    {"an empty key", "\"\": x"sv, R"({"":"x"})"},
    {"a key with a space before its colon", "name : value"sv, R"({"name":"value"})"},
    {"a key in quotes", "\"a b\": 1\n'c': 2"sv, R"({"a b":1,"c":2})"},
    {"a key behind a question mark", "? a\n: b"sv, R"({"a":"b"})"},
    {"keys that begin with an indicator", "-a: 1\n?b: 2\n:c: 3"sv, R"({"-a":1,":c":3,"?b":2})"},
    {"of keys written twice the last wins", "a: {b: 1, c: 2}\na: {d: 1}"sv, R"({"a":{"d":1}})"},

    // Anchors and merges
    {"an alias repeats what its anchor marks", "a: &x {b: 1}\nc: *x"sv, R"({"a":{"b":1},"c":{"b":1}})"},
    {"of anchors of one name the latest counts", "a: &x 1\nb: &x 2\nc: *x"sv, R"({"a":1,"b":2,"c":2})"},
    {"an anchor on nothing", "a: &x\nb: *x"sv, R"({"a":null,"b":null})"},
    {"an anchor beside a tag", "a: !!int &x \"5\"\nb: *x"sv, R"({"a":5,"b":5})"},
    {"a key as an anchor and an alias as a key", "&k a: 1\n*k : 2"sv, R"({"a":2})"},
    {"a number with an anchor as a key", "a: &n 8\n*n : 2"sv, R"({"8":2,"a":8})"},
    {"a merge key brings the members of another mapping", "x: &x {b: 1}\na: {<<: *x, c: 2}"sv, R"({"a":{"b":1,"c":2},"x":{"b":1}})"},
    {"what is written after it wins", "a: {<<: {b: 2, c: 3}, b: 1}"sv, R"({"a":{"b":1,"c":3}})"},
    {"what is written before it does not", "a: {b: 1, <<: {b: 2, c: 3}}"sv, R"({"a":{"b":2,"c":3}})"},
    {"in a list of merges the first wins", "a: {<<: [{b: 2}, {b: 3, c: 4}]}"sv, R"({"a":{"b":2,"c":4}})"},
    {"of two merges the second wins", "a: {<<: {b: 2}, <<: {b: 3}}"sv, R"({"a":{"b":3}})"},
    {"in quotes it is a key like any other", "a: {\"<<\": {b: 2}}"sv, R"({"a":{"\u003c\u003c":{"b":2}}})"},

    // Plain text
    {"a colon without a space", "a: http://x/y:z"sv, R"({"a":"http://x/y:z"})"},
    {"a hash without a space", "a: b#c"sv, R"({"a":"b#c"})"},
    {"a comment", "a: b # c\n# d\nb: c"sv, R"({"a":"b","b":"c"})"},
    {"a comment right behind a quote", "a: \"b\"#c"sv, R"({"a":"b"})"},
    {"plain text on several lines is folded", "a: b\n  c\n\n  d"sv, R"({"a":"b c\nd"})"},
    {"braces of the shell and of the downward API", "a: ${X}\nb: $(Y)"sv, R"json({"a":"${X}","b":"$(Y)"})json"},
    {"blanks around text go", "a:   b c  \nd: e\t"sv, R"({"a":"b c","d":"e"})"},
    {"a tab after the colon", "a:\tb"sv, R"({"a":"b"})"},
    {"text that begins with a dash", "a: [-1, -b, --c, -]"sv, R"({"a":[-1,"-b","--c","-"]})"},
    {"three dashes inside a line", "a: ---"sv, R"({"a":"---"})"},

    // Quotes
    {"an apostrophe in single quotes", "a: 'it''s'"sv, R"({"a":"it's"})"},
    {"a backslash in single quotes", "a: 'a\\nb'"sv, R"({"a":"a\\nb"})"},
    {"escapes in double quotes", "a: \"\\x41\\u00e9\\U0001F600\\t\\\\\\\"\""sv, "{\"a\":\"A\u00e9\U0001F600\\t\\\\\\\"\"}"},
    {"rare escapes", "a: \"\\_\\N\\L\\P\\e\\0\\a\\v\""sv, "{\"a\":\"\u00a0\u0085\\u2028\\u2029\\u001b\\u0000\\u0007\\u000b\"}"},
    {"quotes on several lines", "a: \"b\n  c\n\n  d\\\n  e\""sv, R"({"a":"b c\nde"})"},
    {"blank lines at the end of a quoted text", "a: 'b\n\n\n  '"sv, R"({"a":"b\n\n"})"},
    {"a quoted text may end at the margin", "a: \"b\nc\""sv, R"({"a":"b c"})"},

    // Block scalars
    {"literal", "a: |\n  b\n   c\n\n  d\n\ne: f"sv, R"({"a":"b\n c\n\nd\n","e":"f"})"},
    {"folded", "a: >\n  b\n  c\n\n  d\n    e\n  f\n"sv, R"({"a":"b c\nd\n  e\nf\n"})"},
    {"without the last line break", "a: |-\n  b\n"sv, R"({"a":"b"})"},
    {"with all of them", "a: |+\n  b\n\n\nc: 1"sv, R"({"a":"b\n\n\n","c":1})"},
    {"with its indentation said", "a: |2\n   b\n  c"sv, R"({"a":" b\nc\n"})"},
    {"both, in either order", "a: |2-\n   b\nc: >-2\n   d"sv, R"({"a":" b","c":" d"})"},
    {"with a comment behind the indicator", "a: | # c\n  b"sv, R"({"a":"b\n"})"},
    {"that begins with empty lines", "a: |\n\n\n  b"sv, R"({"a":"\n\nb\n"})"},
    {"with a tab behind the indentation", "a: |\n  b\n  \tc"sv, R"({"a":"b\n\tc\n"})"},
    {"that holds a shell script", "a: |\n  #!/bin/sh\n  if [ -f x ]; then\n    echo \"y: $z\"\n  fi"sv, R"({"a":"#!/bin/sh\nif [ -f x ]; then\n  echo \"y: $z\"\nfi\n"})"},
    {"that is empty", "a: |\nb: 1"sv, R"({"a":"","b":1})"},
    {"with U+2028, which is a line break, too", "a: |\n  b\u2028  c"sv, R"({"a":"b\u2028c\n"})"},

    // Lists and brackets
    {"dashes at the column of their key", "a:\n- b\n- c: d\n  e: f"sv, R"({"a":["b",{"c":"d","e":"f"}]})"},
    {"dashes to the right of it", "a:\n    - b\n    - c"sv, R"({"a":["b","c"]})"},
    {"lists in lists", "a:\n- - b\n  - c\n-\n  - d"sv, R"({"a":[["b","c"],["d"]]})"},
    {"an item that is missing", "a:\n-\n- b"sv, R"({"a":[null,"b"]})"},
    {"brackets on several lines, at any column", "a: {\nb: 1,\n      c: [2,\n3]}"sv, R"({"a":{"b":1,"c":[2,3]}})"},
    {"a comma at the end", "a: [b, c,]\nd: {e: f,}"sv, R"({"a":["b","c"],"d":{"e":"f"}})"},
    {"keys without values in braces", "a: {b, c: }"sv, R"({"a":{"b":null,"c":null}})"},
    {"no space after a plain key in braces is no key", "a: {b:1}"sv, R"({"a":{"b:1":null}})"},
    {"not even before the brace", "a: {b:}"sv, R"({"a":{"b:":null}})"},
    {"after a quoted one it is", "a: {\"b\":1}"sv, R"({"a":{"b":1}})"},
    {"a mapping of one key as an item", "a: [b: c, d]"sv, R"({"a":[{"b":"c"},"d"]})"},
    {"JSON is YAML", "a: {\"b\": [1, 2.5, true, null, \"c\"]}"sv, R"({"a":{"b":[1,2.5,true,null,"c"]}})"},

    // What nobody would expect
    {"a line further left ends the document, and what follows is not looked at", "  a: 1\nb: {"sv, R"({"a":1})"},
    {"so does ...", "a: 1\n...\n}not: [yaml"sv, R"({"a":1})"},
    {"lone carriage returns end lines", "a: 1\rb: 2"sv, R"({"a":1,"b":2})"},
    {"so does U+0085", "a: 1\u0085b: 2"sv, R"({"a":1,"b":2})"},
    {"Windows line ends", "a: |\r\n  b\r\n  c\r\nd: e\r\n"sv, R"({"a":"b\nc\n","d":"e"})"},
    {"no line end at the end", "a: |\n  b"sv, R"({"a":"b\n"})"},
    {"a byte order mark", "\uFEFF" "a: 1"sv, R"({"a":1})"},
    {"UTF-16", "\xFF\xFE" "a\0:\0 \0\xE9\0\n\0"sv, "{\"a\":\"\u00e9\"}"},
    {"bytes that are no UTF-8", "a: \xE2\x82 \xFF \xED\xA0\x80"sv, "{\"a\":\"\uFFFD \uFFFD \uFFFD\uFFFD\uFFFD\"}"},
};

constexpr Mistake mistakes[] = {
    // What learners do
    {"a port without a space, then a key", "ports:\n- port:9000\n  targetPort: 80"sv, "error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context", "3:13"},
    {"dots for more to come", "spec:\n  containers:\n  - name: a\n    ...\n  volumes: []"sv, "error converting YAML to JSON: yaml: line 5: could not find expected ':'", "4:5"},
    {"a copied shell line", "$ cat pod.yml\napiVersion: v1"sv, "error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context", "2:11"},
    {"a file name above the text", "pod.yml\napiVersion: v1\nkind: Pod"sv, "error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context", "2:11"},
    {"a tab as indentation", "spec:\n\tcontainers: []"sv, "error converting YAML to JSON: yaml: line 2: found character that cannot start any token", "2:1"},
    {"a tab in the middle of the indentation", "spec:\n  \tcontainers: []"sv, "error converting YAML to JSON: yaml: line 2: found character that cannot start any token", "2:3"},
    {"a key between two columns", "rules:\n- host: x\n  http:\n    paths:\n    - path: /\n      backend: x\n   y: z"sv, "error converting YAML to JSON: yaml: line 6: did not find expected key", "7:4"},
    {"a word where the next item should be", "- host\nbackend: x"sv, "error converting YAML to JSON: yaml: line 1: did not find expected '-' indicator", "2:1"},
    {"a key one column too far left", "metadata:\n    name: a\n   labels: {}"sv, "error converting YAML to JSON: yaml: line 2: did not find expected key", "3:4"},
    {"a key one column too far right", "metadata:\n   name: a\n    labels: {}"sv, "error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context", "3:11"},
    {"a key without a colon", "kind: Pod\nmetadata\n  name: a"sv, "error converting YAML to JSON: yaml: line 3: could not find expected ':'", "2:1"},
    {"a key without its space", "metadata:\n  name:a\n  labels: {}"sv, "error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context", "3:9"},
    {"two colons in a line", "command: echo: hi"sv, "error converting YAML to JSON: yaml: mapping values are not allowed in this context", "1:14"},
    {"two colons in a later line", "a: 1\nb: c: d"sv, "error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context", "2:5"},
    {"a Windows path in double quotes", "path: \"C:\\data\""sv, "error converting YAML to JSON: yaml: found unknown escape character", "1:10"},
    {"a regular expression in double quotes", "a: 1\nre: \"\\d+\""sv, "error converting YAML to JSON: yaml: line 2: found unknown escape character", "2:6"},
    {"a quote that is never closed", "a: \"b\nc: d"sv, "error converting YAML to JSON: yaml: line 3: found unexpected end of stream", "1:4"},
    {"an apostrophe that is never closed", "a: 1\nb: 'it\nc: d"sv, "error converting YAML to JSON: yaml: line 4: found unexpected end of stream", "2:4"},
    {"text behind a quoted text", "a: \"b\" c\nd: e"sv, "error converting YAML to JSON: yaml: did not find expected key", "1:8"},
    {"an apostrophe inside apostrophes", "a: 1\nb: 'it's'"sv, "error converting YAML to JSON: yaml: line 1: did not find expected key", "2:8"},
    {"a bracket that is never closed", "a: [b, c\nd: e"sv, "error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'", "2:2"},
    {"a brace that is never closed", "a: {b: c\nd: e"sv, "error converting YAML to JSON: yaml: line 1: did not find expected ',' or '}'", "2:2"},
    {"a bracket too many", "a: [b]]\nc: d"sv, "error converting YAML to JSON: yaml: did not find expected key", "1:7"},
    {"a brace too many", "a: {}\nb: c\n}"sv, "error converting YAML to JSON: yaml: line 2: did not find expected key", "3:1"},
    {"no comma in brackets", "a: [b: c d: e]"sv, "error converting YAML to JSON: yaml: did not find expected ',' or ']'", "1:11"},
    {"no comma in braces", "a: 1\nb: {c: d e: f}"sv, "error converting YAML to JSON: yaml: line 1: did not find expected ',' or '}'", "2:11"},
    {"a comma too many", "a: 1\nb: [c,, d]"sv, "error converting YAML to JSON: yaml: line 1: did not find expected node content", "2:7"},
    {"a template that was not rendered", "name: {{ .Values.name }}"sv, R"(error converting YAML to JSON: yaml: invalid map key: map[interface {}]interface {}{".Values.name":interface {}(nil)})", "1:8"},
    {"two templates", "a: 1\nname: {{ .A }}-{{ .B }}"sv, "error converting YAML to JSON: yaml: line 1: did not find expected key", "2:15"},
    {"a template at the beginning of a line", "a: 1\n{{- if .x }}\nb: 2\n{{- end }}"sv, "error converting YAML to JSON: yaml: line 3: could not find expected ':'", "2:1"},
    {"a placeholder in brackets as a key", "a: 1\n[name]: x"sv, R"(error converting YAML to JSON: yaml: invalid map key: []interface {}{"name"})", "2:1"},
    {"an at sign", "a: 1\nuser: @me"sv, "error converting YAML to JSON: yaml: line 2: found character that cannot start any token", "2:7"},
    {"a backquote", "a: 1\ncmd: `date`"sv, "error converting YAML to JSON: yaml: line 2: found character that cannot start any token", "2:6"},
    {"a percent sign", "a: 1\nformat: %d"sv, "error converting YAML to JSON: yaml: line 2: found character that cannot start any token", "2:9"},
    {"a glob", "a: 1\nhost: *.example.com"sv, "error converting YAML to JSON: yaml: line 2: did not find expected alphabetic or numeric character", "2:8"},
    {"an ampersand", "a: 1\ncmd: && ls"sv, "error converting YAML to JSON: yaml: line 2: did not find expected alphabetic or numeric character", "2:7"},
    {"a list on the line of its key", "a: 1\nargs: - b"sv, "error converting YAML to JSON: yaml: line 2: block sequence entries are not allowed in this context", "2:7"},
    {"a list left of its key", "spec:\n  args:\n - b"sv, "error converting YAML to JSON: yaml: line 2: did not find expected key", "3:2"},
    {"a value above a list", "args: a\n- b"sv, "error converting YAML to JSON: yaml: line 1: did not find expected key", "2:1"},
    {"block text that is not indented enough", "data:\n  a: |\n    b\n  c\n  d: 1"sv, "error converting YAML to JSON: yaml: line 5: could not find expected ':'", "4:3"},
    {"block text whose first line begins with a tab", "a: |\n  \tb"sv, "error converting YAML to JSON: yaml: line 2: found a tab character where an indentation space is expected", "2:3"},
    {"block text indented by a tab", "a: |\n\tb"sv, "error converting YAML to JSON: yaml: line 2: found a tab character where an indentation space is expected", "2:1"},
    {"text behind a block indicator", "a: | b"sv, "error converting YAML to JSON: yaml: did not find expected comment or line break", "1:6"},
    {"a block indented by zero", "a: |0\n b"sv, "error converting YAML to JSON: yaml: found an indentation indicator equal to 0", "1:5"},
    {"a long blank line before block text", "a:\n  b: |\n     \n   c"sv, "error converting YAML to JSON: yaml: line 3: did not find expected key", "4:4"},
    {"a tab before the second line of a text", "a:\n  b: c\n\td"sv, "error converting YAML to JSON: yaml: line 3: found a tab character that violates indentation", "3:1"},
    {"a question mark as a value", "a: 1\nb: ? c"sv, "error converting YAML to JSON: yaml: line 2: mapping keys are not allowed in this context", "2:4"},
    {"a conflict marker of git", "a: 1\n<<<<<<< HEAD\nb: 2"sv, "error converting YAML to JSON: yaml: line 3: could not find expected ':'", "2:1"},
    {"a separator of git", "a: 1\n=======\nb: 2"sv, "error converting YAML to JSON: yaml: line 3: could not find expected ':'", "2:1"},
    {"a fence of Markdown", "```yaml\na: 1"sv, "error converting YAML to JSON: yaml: found character that cannot start any token", "1:1"},
    {"an item of prose", "- a\n* b"sv, "error converting YAML to JSON: yaml: line 2: did not find expected alphabetic or numeric character", "2:2"},
    {"an ellipsis at the beginning", "...\na: 1"sv, "error converting YAML to JSON: yaml: did not find expected node content", "1:1"},

    // Rarer ones
    {"an alias without an anchor", "a: 1\nb: *x"sv, "error converting YAML to JSON: yaml: unknown anchor 'x' referenced", "2:4"},
    {"an anchor that contains itself", "a: &x [*x]"sv, "error converting YAML to JSON: yaml: anchor 'x' value contains itself", "1:8"},
    {"two anchors", "a: &x &y 1"sv, "error converting YAML to JSON: yaml: did not find expected key", "1:7"},
    {"a dot in an anchor", "a: &b.c 1"sv, "error converting YAML to JSON: yaml: did not find expected alphabetic or numeric character", "1:6"},
    {"a merge of a number", "a: {<<: 12}"sv, "error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the value", "1:5"},
    {"a merge of a list that an alias brings", "x: &x [b: 1]\na: {<<: *x}"sv, "error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the value", "2:5"},
    {"a tag that does not fit", "a: !!int foo"sv, "error converting YAML to JSON: yaml: cannot decode !!str `foo` as a !!int", "1:10"},
    {"a tag that nearly fits", "a: !!int 1.5"sv, "error converting YAML to JSON: yaml: cannot decode !!float `1.5` as a !!int", "1:10"},
    {"binary that is no base64", "a: !!binary \"@@\""sv, "error converting YAML to JSON: yaml: !!binary value contains invalid base64 data", "1:13"},
    {"a handle that nobody declared", "a: 1\nb: !x!y 12"sv, "error converting YAML to JSON: yaml: line 1: found undefined tag handle", "2:4"},
    {"a directive, which kubectl cuts off from its document", "%YAML 1.1\n---\na: 1"sv, "error converting YAML to JSON: yaml: line 1: did not find expected <document start>", "1:10"},
    {"a directive of YAML 1.2", "%YAML 1.2\n---\na: 1"sv, "error converting YAML to JSON: yaml: found incompatible YAML document", "1:1"},
    {"half of a surrogate pair", "a: \"\\ud83d\\ude00\""sv, "error converting YAML to JSON: yaml: found invalid Unicode character escape code", "1:7"},
    {"an escape without its digits", "a: \"\\xZZ\""sv, "error converting YAML to JSON: yaml: did not find expected hexdecimal number", "1:7"},
    {"infinity", "a: [1, .inf]"sv, "error converting YAML to JSON: json: unsupported value: +Inf", "1:8"},
    {"not a number", "a: .nan"sv, "error converting YAML to JSON: json: unsupported value: NaN", "1:4"},
    {"a null key", "~: x"sv, R"(error converting YAML to JSON: unsupported map key of type: %!s(<nil>), key: <nil>, value: "x")", "1:1"},
    {"a key beyond 63 bits", "18446744073709551615: x"sv, R"(error converting YAML to JSON: unsupported map key of type: uint64, key: 0xffffffffffffffff, value: "x")", "1:1"},
    {"a list as a key", "? [a, 1, true, ~, 1.5]\n: x"sv, R"(error converting YAML to JSON: yaml: invalid map key: []interface {}{"a", 1, true, interface {}(nil), 1.5})", "1:3"},
    {"a mapping of many kinds as a key", "? {b: 1, a: {c: d}, e: []}\n: x"sv, R"(error converting YAML to JSON: yaml: invalid map key: map[interface {}]interface {}{"a":map[interface {}]interface {}{"c":"d"}, "b":1, "e":[]interface {}{}})", "1:3"},
    {"a number as a key of such", "a: {{ 1 }}"sv, "error converting YAML to JSON: yaml: invalid map key: map[interface {}]interface {}{1:interface {}(nil)}", "1:5"},
    {"an empty list as a key, whose colon comes too late", "a: 1\n[]: x"sv, "error converting YAML to JSON: yaml: line 1: did not find expected key", "2:1"},
    {"a control character", "a: 1\nb: \x01"sv, "error converting YAML to JSON: yaml: control characters are not allowed", "2:4"},
    {"a NUL", "a: \0"sv, "error converting YAML to JSON: yaml: control characters are not allowed", "1:4"},
    {"what was parsed wrong comes before what was meant wrong", "a: !!int foo\nb: c: d"sv, "error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context", "2:5"},
    {"a separator with a document behind it", "a: 1\n--- b: 2"sv, "invalid Yaml document separator: b: 2", "2:1"},
    {"four dashes", "----\na: 1"sv, "invalid Yaml document separator: -", "1:1"},
    {"columns are characters", "\u00e9: \"\u20ac\" x"sv, "error converting YAML to JSON: yaml: did not find expected key", "1:8"},
};

QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }
std::string_view view(const QByteArray& text) { return {text.constData(), static_cast<std::size_t>(text.size())}; }
QString place(Mark mark) { return QString("%1:%2").arg(mark.line).arg(mark.column); }

// What the real kubectl says of each text, in their order: without the name of the file.
std::vector<QByteArray> askKubectl(const QString& kubectl, const std::vector<QByteArray>& texts)
{
    const QTemporaryDir folder;
    QStringList arguments{"label", "--local", "x=y", "-o", "json"};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const QString name = QString("%1.yaml").arg(i);
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write(texts[i]);
        arguments << "-f" << name;
    }
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.start(kubectl, arguments);
    process.waitForFinished();
    std::vector<QByteArray> answers(texts.size());
    for (const QByteArray& line : process.readAllStandardError().split('\n')) {
        static const QRegularExpression answer(R"((?:error parsing|unable to decode) "?(\d+)\.yaml"?: (.*)$)");
        const QRegularExpressionMatch match = answer.match(QString::fromUtf8(line));
        if (match.hasMatch())
            answers[match.captured(1).toUInt()] = match.captured(2).toUtf8();
    }
    return answers;
}

} // namespace

void TestYaml::means_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("sent");
    for (const Meaning& row : meanings)
        QTest::newRow(row.name) << bytes(row.yaml) << QByteArray(row.json);
}

void TestYaml::means()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, sent);
    const ParsedStream stream = parseYaml(view(yaml));
    QVERIFY2(!stream.error, stream.error ? stream.error->kubectl.c_str() : "");
    QCOMPARE(stream.documents.size(), std::size_t{1});
    QCOMPARE(json(stream.documents[0].root), sent);
}

void TestYaml::refused_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("kubectl");
    QTest::addColumn<QString>("where");
    for (const Mistake& row : mistakes)
        QTest::newRow(row.name) << bytes(row.yaml) << QByteArray(row.kubectl) << QString(row.place);
}

void TestYaml::refused()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, kubectl);
    QFETCH(QString, where);
    const ParsedStream stream = parseYaml(view(yaml));
    QVERIFY(stream.error);
    QCOMPARE(QByteArray::fromStdString(stream.error->kubectl), kubectl);
    QCOMPARE(place(stream.error->mark), where);
    QVERIFY(kubectl.endsWith(stream.error->message.c_str())); // the same sentence, without the place
    QVERIFY(stream.error->offset < static_cast<std::size_t>(yaml.size()) + 1);
}

// --local needs no server. A mapping without a kind is refused with the JSON that would be sent.
void TestYaml::kubectlAgrees()
{
    const QString kubectl = QStandardPaths::findExecutable("kubectl");
    if (kubectl.isEmpty())
        QSKIP("There is no kubectl on this machine to ask.");
    std::vector<QByteArray> texts;
    std::vector<QByteArray> expected;
    for (const Meaning& row : meanings) {
        texts.push_back(bytes(row.yaml));
        expected.push_back("Object 'Kind' is missing in '" + QByteArray(row.json) + "'");
    }
    for (const Mistake& row : mistakes) {
        texts.push_back(bytes(row.yaml));
        expected.push_back(row.kubectl);
    }
    const std::vector<QByteArray> answers = askKubectl(kubectl, texts);
    QCOMPARE(answers.size(), expected.size());
    for (std::size_t i = 0; i < answers.size(); ++i)
        QVERIFY2(answers[i] == expected[i], texts[i] + "\nkubectl: " + answers[i] + "\nours:    " + expected[i]);
}

void TestYaml::streams_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("documents");
    QTest::addColumn<QString>("lines");
    const auto row = [](const char* name, const char* yaml, const char* documents, const char* lines) {
        QTest::newRow(name) << QByteArray(yaml) << QByteArray(documents) << QString(lines);
    };
    row("one document", "a: 1\n", R"({"a":1})", "1");
    row("two documents", "a: 1\n---\nb: 2\n", R"({"a":1} {"b":2})", "1 3");
    row("a separator in front belongs to the document", "---\na: 1\n---\nb: 2\n", R"({"a":1} {"b":2})", "1 4");
    row("a separator at the end opens nothing", "a: 1\n---\n", R"({"a":1})", "1");
    row("empty documents are left out", "---\n---\n# only a comment\n---\na: 1\n---\n---\n\n---\nnull\n---\n~\n---\nb: 2\n", R"({"a":1} {"b":2})", "5 14");
    row("a comment behind a separator", "a: 1\n--- # next\nb: 2\n", R"({"a":1} {"b":2})", "1 3");
    row("Windows line ends", "a: 1\r\n---\r\nb: 2\r\n", R"({"a":1} {"b":2})", "1 3");
    row("each file that was joined may bring its byte order mark", "\uFEFF" "a: 1\n---\n\uFEFF" "b: 2\n", R"({"a":1} {"b":2})", "1 3");
    row("an indented separator is text", "a: 1\n ---\n", R"({"a":"1 ---"})", "1");
    row("a separator cuts block text short", "a: |\n  b\n---\nc: 1\n", R"({"a":"b\n"} {"c":1})", "1 4");
    row("dots end a document, the separator begins the next", "a: 1\n...\n---\nb: 2\n", R"({"a":1} {"b":2})", "1 4");
    row("anchors do not reach across documents", "a: &x 1\n---\nb: &x 2\nc: *x\n", R"({"a":1} {"b":2,"c":2})", "1 3");
    row("nothing at all", "", "", "");
    row("blank lines and comments", "\n  \n# a\n", "", "");
    row("a scalar is a document", "just text\n", R"("just text")", "1");
}

void TestYaml::streams()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, documents);
    QFETCH(QString, lines);
    const ParsedStream stream = parseYaml(view(yaml));
    QVERIFY2(!stream.error, stream.error ? stream.error->kubectl.c_str() : "");
    QByteArrayList read;
    for (const Document& document : stream.documents) {
        read << json(document.root);
        QVERIFY(!document.fromJson);
    }
    QCOMPARE(read.join(' '), documents);
    QStringList begins;
    for (const std::size_t line : stream.documentLines)
        begins << QString::number(line);
    QCOMPARE(begins.join(' '), lines);
}

void TestYaml::broken_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<int>("before");
    QTest::addColumn<QByteArray>("kubectl");
    QTest::addColumn<QString>("where");
    QTest::addColumn<int>("offset");
    const auto row = [](const char* name, const char* yaml, int before, const char* kubectl, const char* where, int offset) {
        QTest::newRow(name) << QByteArray(yaml) << before << "error converting YAML to JSON: yaml: " + QByteArray(kubectl) << QString(where) << offset;
    };
    row("kubectl counts lines from the beginning of the document", "a: 1\n---\nb: 2\nc: d: e\n", 1, "line 2: mapping values are not allowed in this context", "4:5", 18);
    row("a separator that opens the stream counts as its line", "---\nb: 2\nc: d: e\n---\na: 1\n", 0, "line 3: mapping values are not allowed in this context", "3:5", 13);
    row("with Windows line ends the place is the same", "a: 1\r\n---\r\nb: 2\r\nc: d: e\r\n", 1, "line 2: mapping values are not allowed in this context", "4:5", 21);
    row("bytes are not characters", "\u00e9: \u20ac: e\n", 0, "mapping values are not allowed in this context", "1:5", 7);
}

void TestYaml::broken()
{
    QFETCH(QByteArray, yaml);
    QFETCH(int, before);
    QFETCH(QByteArray, kubectl);
    QFETCH(QString, where);
    QFETCH(int, offset);
    const ParsedStream stream = parseYaml(view(yaml));
    QVERIFY(stream.error);
    QCOMPARE(static_cast<int>(stream.documents.size()), before);
    QCOMPARE(QByteArray::fromStdString(stream.error->kubectl), kubectl);
    QCOMPARE(place(stream.error->mark), where);
    QCOMPARE(static_cast<int>(stream.error->offset), offset);
}

void TestYaml::duplicates_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* name, const char* yaml, const char* found) { QTest::newRow(name) << QByteArray(yaml) << QString(found); };
    row("none", "a: 1\nb: 2\n", "");
    row("a key at the top", "a: 1\nb: 2\na: 3\n", "a 3:1 1:1");
    row("a field of a container", "spec:\n  containers:\n  - name: a\n  - name: b\n    image: x\n    name: c\n", "spec.containers[1].name 6:5 4:5");
    row("a key written three times is found twice", "a: 1\na: 2\na: 3\n", "a 2:1 1:1; a 3:1 1:1");
    row("in the order of the text", "b: {x: 1, x: 2}\na: {z: 1, z: 2}\nb: 3\n", "b.x 1:11 1:5; a.z 2:11 2:5; b 3:1 1:1");
    row("lists in lists", "a:\n- - {b: 1}\n  - {c: 1, c: 2}\n", "a[0][1].c 3:12 3:6");
    row("keys that become equal", "1: x\n\"1\": y\n", "1 2:1 1:1");
    row("a merge key repeats nothing", "a: &x {b: 1}\nc: {<<: *x, b: 2}\n", "");
    row("a key is written twice beside a merge key", "a: &x {b: 1}\nc: {b: 0, <<: *x, b: 2}\n", "c.b 2:19 2:5");
    row("what an alias repeats is not written again", "a: &x {b: 1, b: 2}\nc: *x\n", "a.b 1:14 1:8");
}

void TestYaml::duplicates()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, found);
    const ParsedStream stream = parseYaml(view(yaml));
    QVERIFY(!stream.error);
    QStringList all;
    for (const DuplicateKey& twice : stream.documents.at(0).duplicates) {
        all << QString::fromStdString(twice.path) + ' ' + place(twice.mark) + ' ' + place(twice.first);
        QVERIFY(QString::fromStdString(twice.path).endsWith(QString::fromStdString(std::string(twice.key))));
    }
    QCOMPARE(all.join("; "), found);
}

void TestYaml::marks_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArrayList>("path");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* name, const char* yaml, QByteArrayList path, const char* key, const char* value) {
        QTest::newRow(name) << QByteArray(yaml) << std::move(path) << QString(key) << QString(value);
    };
    row("a key and its value", "a: 1\nbcd: 2\n", {"bcd"}, "2:1", "2:6");
    row("a mapping begins with its first key", "a:\n  b: 1\n", {"a"}, "1:1", "2:3");
    row("a list begins with its first dash", "a:\n- b\n", {"a"}, "1:1", "2:1");
    row("braces begin with themselves", "a: {b: 1}\n", {"a"}, "1:1", "1:4");
    row("a missing value borrows its key's place", "a:\nb: 1\n", {"a"}, "1:1", "1:1");
    row("in braces, too", "x: {a, b: 1}\n", {"x", "a"}, "1:5", "1:5");
    row("a null that is written stands where it stands", "a: ~\nb: null\n", {"b"}, "2:1", "2:4");
    row("a quoted value begins with its quote", "a:   \"b\"\n", {"a"}, "1:1", "1:6");
    row("block text begins with its indicator", "a: |\n  b\n", {"a"}, "1:1", "1:4");
    row("a tagged value begins behind its tag", "a: !!str 1\n", {"a"}, "1:1", "1:10");
    row("an alias stands where it is used", "a: &x 1\nb: *x\n", {"b"}, "2:1", "2:4");
    row("a merged member stands where it is written", "a: &x {b: 1}\nc:\n  <<: *x\n", {"c", "b"}, "1:8", "1:11");
    row("columns are characters", "\u00e9\u20ac: \"\U0001F600\"\nb: 1\n", {"\u00e9\u20ac"}, "1:1", "1:5");
    row("in the second document", "a: 1\n---\nb:\n  c: 1\n", {"b", "c"}, "4:3", "4:6");
}

void TestYaml::marks()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArrayList, path);
    QFETCH(QString, key);
    QFETCH(QString, value);
    const ParsedStream stream = parseYaml(view(yaml));
    QVERIFY(!stream.error);
    const TreeNode* node = &stream.documents.back().root;
    const Member* found = nullptr;
    for (const QByteArray& step : path) {
        const auto member = std::find_if(node->members.begin(), node->members.end(), [&](const Member& each) { return each.key == view(step); });
        QVERIFY(member != node->members.end());
        QCOMPARE(node->find(view(step)), &member->value);
        found = &*member;
        node = &member->value;
    }
    QCOMPARE(place(found->mark), key);
    QCOMPARE(place(found->value.mark), value);
}

void TestYaml::values()
{
    const ParsedStream stream = parseYaml("a: [1, -2.5, yes, ~, x, 18446744073709551615]\nb: {c: {}}\n");
    QCOMPARE(stream.documents.size(), std::size_t{1});
    const Value value = toValue(stream.documents[0].root);
    QCOMPARE(QByteArray::fromStdString(toJson(value)), QByteArray(R"({"a":[1,-2.5,true,null,"x",18446744073709552000],"b":{"c":{}}})"));
    QCOMPARE(value["a"].array()[0].kind(), Value::Kind::Int);
    QCOMPARE(value["a"].array()[1].kind(), Value::Kind::Double);
    QCOMPARE(value["a"].array()[5].kind(), Value::Kind::Double);
}

QTEST_GUILESS_MAIN(TestYaml)
#include "test_yaml.moc"
