// JSON as Go's encoding/json reads it. Where the machine has a kubectl, it is asked whether it would say the same.
#include "treejson.h"

#include <QtTest/QtTest>

using namespace kubarium::api;
using namespace std::string_view_literals;

class TestJson : public QObject {
    Q_OBJECT

private slots:
    void read_data();
    void read();
    void refused_data();
    void refused();
    void kubectlAgrees();
    void duplicates_data();
    void duplicates();
    void marks();
    void numbersKeepTheirText_data();
    void numbersKeepTheirText();
    void values_data();
    void values();
};

namespace {

struct Mistake {
    const char* name;
    std::string_view text;
    const char* sentence;
    int offset; // bytes before the place
    const char* place;
};

constexpr Mistake mistakes[] = {
    {"nothing at all", ""sv, "unexpected end of JSON input", 0, "1:1"},
    {"only spaces", " \n "sv, "unexpected end of JSON input", 3, "2:2"},
    {"a word that is no value", "{\"a\": yes}"sv, "invalid character 'y' looking for beginning of value", 6, "1:7"},
    {"YAML in braces", "{apiVersion: v1}"sv, "invalid character 'a' looking for beginning of object key string", 1, "1:2"},
    {"single quotes", "{'a': 1}"sv, R"(invalid character '\'' looking for beginning of object key string)", 1, "1:2"},
    {"a comma before the brace", "{\"a\": 1,}"sv, "invalid character '}' looking for beginning of object key string", 8, "1:9"},
    {"a comma before the bracket", "[1,]"sv, "invalid character ']' looking for beginning of value", 3, "1:4"},
    {"a missing comma", "{\"a\": 1 \"b\": 2}"sv, "invalid character '\"' after object key:value pair", 8, "1:9"},
    {"a missing comma at the end of a line", "{\n  \"a\": 1\n  \"b\": 2\n}"sv, "invalid character '\"' after object key:value pair", 13, "3:3"},
    {"a missing comma in a list", "[1 2]"sv, "invalid character '2' after array element", 3, "1:4"},
    {"a missing colon", "{\"a\" 1}"sv, "invalid character '1' after object key", 5, "1:6"},
    {"a list closed as a mapping", "{\"a\": [1}"sv, "invalid character '}' after array element", 8, "1:9"},
    {"a mapping closed as a list", "{\"a\": 1]"sv, "invalid character ']' after object key:value pair", 7, "1:8"},
    {"a brace that is never closed", "{\"a\": 1"sv, "unexpected end of JSON input", 7, "1:8"},
    {"a text that is never closed", "{\"a\": \"b"sv, "unexpected end of JSON input", 8, "1:9"},
    {"an escape at the end", "{\"a\": \"b\\"sv, "unexpected end of JSON input", 9, "1:10"},
    {"a comment", "{\"a\": 1} // x"sv, "invalid character '/' after top-level value", 9, "1:10"},
    {"a comment inside", "{ # x\n}"sv, "invalid character '#' looking for beginning of object key string", 2, "1:3"},
    {"a second value", "{} {}"sv, "invalid character '{' after top-level value", 3, "1:4"},
    {"a bracket too many", "[]]"sv, "invalid character ']' after top-level value", 2, "1:3"},
    {"a line break in a text", "{\"a\": \"b\nc\"}"sv, R"(invalid character '\n' in string literal)", 8, "1:9"},
    {"a tab in a text", "{\"a\": \"b\tc\"}"sv, R"(invalid character '\t' in string literal)", 8, "1:9"},
    {"a NUL in a text", "{\"a\": \"\0\"}"sv, R"(invalid character '\x00' in string literal)", 7, "1:8"},
    {"a NUL between tokens", "{\"a\": \0}"sv, R"(invalid character '\x00' looking for beginning of value)", 6, "1:7"},
    {"a NUL at the end", "{}\0"sv, R"(invalid character '\x00' after top-level value)", 2, "1:3"},
    {"an escape that does not exist", "{\"a\": \"\\d\"}"sv, "invalid character 'd' in string escape code", 8, "1:9"},
    {"an escape of an apostrophe", "{\"a\": \"\\'\"}"sv, R"(invalid character '\'' in string escape code)", 8, "1:9"},
    {"an escape of three digits", "{\"a\": \"\\u00e\"}"sv, R"(invalid character '"' in \u hexadecimal character escape)", 12, "1:13"},
    {"true, nearly", "[trie]"sv, "invalid character 'i' in literal true (expecting 'u')", 3, "1:4"},
    {"False", "[False]"sv, "invalid character 'F' looking for beginning of value", 1, "1:2"},
    {"false, nearly", "[falsy]"sv, "invalid character 'y' in literal false (expecting 'e')", 5, "1:6"},
    {"null, cut short", "[nul]"sv, "invalid character ']' in literal null (expecting 'l')", 4, "1:5"},
    {"NaN", "[NaN]"sv, "invalid character 'N' looking for beginning of value", 1, "1:2"},
    {"a leading zero", "[01]"sv, "invalid character '1' after array element", 2, "1:3"},
    {"a plus", "[+1]"sv, "invalid character '+' looking for beginning of value", 1, "1:2"},
    {"a minus alone", "[-]"sv, "invalid character ']' in numeric literal", 2, "1:3"},
    {"a point without digits", "[1.]"sv, "invalid character ']' after decimal point in numeric literal", 3, "1:4"},
    {"a point in front", "[.5]"sv, "invalid character '.' looking for beginning of value", 1, "1:2"},
    {"an exponent without digits", "[1e]"sv, "invalid character ']' in exponent of numeric literal", 3, "1:4"},
    {"an exponent with a sign alone", "[1e+]"sv, "invalid character ']' in exponent of numeric literal", 4, "1:5"},
    {"hexadecimal", "[0x1F]"sv, "invalid character 'x' after array element", 2, "1:3"},
    {"a byte order mark", "\xEF\xBB\xBF{}"sv, "invalid character '\u00ef' looking for beginning of value", 0, "1:1"},
    {"a letter beyond ASCII is named by its first byte", "{\"a\": \u00e9}"sv, "invalid character '\u00c3' looking for beginning of value", 6, "1:7"},
    {"columns are characters", "{\"\uac00\": \"\u00e9\", x}"sv, "invalid character 'x' looking for beginning of object key string", 14, "1:12"},
};

QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }
std::string_view view(const QByteArray& text) { return {text.constData(), static_cast<std::size_t>(text.size())}; }
QString place(Mark mark) { return QString("%1:%2").arg(mark.line).arg(mark.column); }

} // namespace

void TestJson::read_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("tree");
    const auto row = [](const char* name, std::string_view text, const char* tree) { QTest::newRow(name) << bytes(text) << QByteArray(tree); };
    row("every kind", R"({"a": [1, "b", true, false, null, {}, []]})", R"({"a":[1,"b",true,false,null,{},[]]})");
    row("members stay in the order written", R"({"b":1,"a":2})", R"({"b":1,"a":2})");
    row("of a key written twice the last stays, in its own place", R"({"a":1,"b":2,"a":3})", R"({"b":2,"a":3})");
    row("among many keys, too", R"({"k":0,"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"l":1,"m":1,"k":2})",
        R"({"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"l":1,"m":1,"k":2})");
    row("spaces of all four kinds", " \t\r\n{ \"a\" :\n1 } \n", R"({"a":1})");
    row("a value alone", " 12 ", "12");
    row("an empty text and an empty key", R"({"":""})", R"({"":""})");
    row("escapes", R"({"a":"\"\\\/\b\f\n\r\t\u00e9\uAC00"})", "{\"a\":\"\\\"\\\\/\\b\\f\\n\\r\\t\u00e9\uac00\"}");
    row("an escaped key", R"({"\u0061b":1})", R"({"ab":1})");
    row("a pair of surrogates", R"(["\ud83d\ude00"])", "[\"\U0001F600\"]");
    row("half a pair becomes U+FFFD", R"(["\ud83d", "\ude00x", "\ud83d\ud83d\ude00", "\ud83dA", "\ud83d\n"])", "[\"\uFFFD\",\"\uFFFDx\",\"\uFFFD\U0001F600\",\"\uFFFDA\",\"\uFFFD\\n\"]");
    row("each byte that is no UTF-8 becomes U+FFFD", "[\"\xff\", \"a\xe2\x82z\", \"\xed\xa0\x80\"]"sv, "[\"\uFFFD\",\"a\uFFFD\uFFFDz\",\"\uFFFD\uFFFD\uFFFD\"]");
    row("such a byte before an escape", "[\"\xe2\\n\\u00ac\"]"sv, "[\"\uFFFD\\n\u00ac\"]");
    row("a long text without escapes", "[\"0123456789012345678901234567890123456789\"]", "[\"0123456789012345678901234567890123456789\"]");
    row("a long text with one at the end", "[\"012345678901234567890123456789\\n\"]", "[\"012345678901234567890123456789\\n\"]");
    row("characters that JSON would escape but need not", "[\"<>&\u2028\"]", R"(["\u003c\u003e\u0026\u2028"])");
}

void TestJson::read()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, tree);
    const ParsedJson parsed = parseJson(view(text));
    QVERIFY2(!parsed.error, parsed.error ? parsed.error->message.c_str() : "");
    QVERIFY(parsed.document.fromJson);
    text.fill('x'); // the document stands on its own
    QCOMPARE(json(parsed.document.root), tree);
}

void TestJson::refused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("sentence");
    QTest::addColumn<int>("offset");
    QTest::addColumn<QString>("where");
    for (const Mistake& row : mistakes)
        QTest::newRow(row.name) << bytes(row.text) << QByteArray(row.sentence) << row.offset << QString(row.place);
}

void TestJson::refused()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, sentence);
    QFETCH(int, offset);
    QFETCH(QString, where);
    const ParsedJson parsed = parseJson(view(text));
    QVERIFY(parsed.error);
    QCOMPARE(QByteArray::fromStdString(parsed.error->message), sentence);
    QCOMPARE(static_cast<int>(parsed.error->offset), offset);
    QCOMPARE(place(parsed.error->mark), where);
}

// kubectl takes a file that begins with a brace for JSON.
void TestJson::kubectlAgrees()
{
    const QString kubectl = QStandardPaths::findExecutable("kubectl");
    if (kubectl.isEmpty())
        QSKIP("There is no kubectl on this machine to ask.");
    const QTemporaryDir folder;
    QStringList arguments{"label", "--local", "x=y", "-o", "json"};
    QByteArray expected;
    for (const Mistake& row : mistakes) {
        const bool isStream = std::string_view(row.sentence).ends_with("after top-level value"); // to kubectl more may follow
        if (!row.text.starts_with('{') || isStream)
            continue;
        const QString name = QString("%1.json").arg(arguments.size());
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes(row.text));
        arguments << "-f" << name;
        const ParsedJson parsed = parseJson(row.text);
        expected += "error parsing " + name.toUtf8() + ": " + parsed.error->kubectl.c_str() + '\n';
    }
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.start(kubectl, arguments);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardError(), expected);
}

void TestJson::duplicates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* name, const char* text, const char* found) { QTest::newRow(name) << QByteArray(text) << QString(found); };
    row("none", R"({"a":1,"b":{"a":1}})", "");
    row("a key at the top", "{\"a\":1,\n\"a\":2}", "a 2:1 1:2");
    row("a field of a container", R"({"spec":{"containers":[{},{"name":"a","image":"b","name":"c"}]}})", "spec.containers[1].name 1:51 1:28");
    row("three times the same", R"({"a":1,"a":2,"a":3})", "a 1:8 1:2; a 1:14 1:2");
    row("once with an escape", R"({"ab":1,"\u0061b":2})", "ab 1:9 1:2");
    row("in the order of the text", R"({"b":{"x":1,"x":2},"a":[{"y":1,"y":2}],"b":3})", "b.x 1:13 1:7; a[0].y 1:32 1:26; b 1:40 1:2");
    row("in a list at the top", R"([[{"a":1,"a":2}]])", "[0][0].a 1:10 1:4");
}

void TestJson::duplicates()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, found);
    const ParsedJson parsed = parseJson(view(text));
    QVERIFY(!parsed.error);
    QStringList all;
    for (const DuplicateKey& twice : parsed.document.duplicates)
        all << QString::fromStdString(twice.path) + ' ' + place(twice.mark) + ' ' + place(twice.first);
    QCOMPARE(all.join("; "), found);
}

void TestJson::marks()
{
    const ParsedJson parsed = parseJson("{\n  \"\uac00\": \"\u00e9\", \"b\": [1,\n 2]\n}");
    QVERIFY(!parsed.error);
    const std::span<const Member> members = parsed.document.root.members;
    QCOMPARE(place(parsed.document.root.mark), "1:1");
    QCOMPARE(place(members[0].mark), "2:3");
    QCOMPARE(place(members[0].value.mark), "2:8");
    QCOMPARE(place(members[1].mark), "2:13"); // columns are characters
    QCOMPARE(place(members[1].value.items[0].mark), "2:19");
    QCOMPARE(place(members[1].value.items[1].mark), "3:2");
}

void TestJson::numbersKeepTheirText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("integral");
    for (const char* const integer : {"0", "-0", "10", "-9223372036854775808", "123456789012345678901234567890"})
        QTest::newRow(integer) << QByteArray(integer) << true;
    for (const char* const real : {"0.0", "-1.50", "1e3", "1E-3", "1.0e+10", "1e400"})
        QTest::newRow(real) << QByteArray(real) << false;
}

void TestJson::numbersKeepTheirText()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, integral);
    const ParsedJson parsed = parseJson(view(text));
    QVERIFY(!parsed.error);
    QCOMPARE(parsed.document.root.kind, NodeKind::Number);
    QCOMPARE(bytes(parsed.document.root.scalar), text);
    QCOMPARE(parsed.document.root.integral, integral);
}

void TestJson::values_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* name, const char* text, const char* value) { QTest::newRow(name) << QByteArray(text) << QByteArray(value); };
    row("all kinds", R"({"a":[1,-2.5,"b",true,null,{"c":[]}]})", R"({"a":[1,-2.5,"b",true,null,{"c":[]}]})");
    row("objects are sorted by key", R"({"b":1,"a":2})", R"({"a":2,"b":1})");
    row("the largest integer", "9223372036854775807", "9223372036854775807");
    row("one more is a double", "9223372036854775808", "9223372036854776000");
    row("an exponent makes a double, which prints as an integer", "1e3", "1000");
    row("what a double cannot hold is the largest", "[1e400,-1e400,1000e999999999999999999999]", "[1.7976931348623157e+308,-1.7976931348623157e+308,1.7976931348623157e+308]");
    row("what is too small is zero", "[1e-400,-0.1e-999999999999999999999]", "[0,-0]");
}

void TestJson::values()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, value);
    const ParsedJson parsed = parseJson(view(text));
    QVERIFY(!parsed.error);
    QCOMPARE(QByteArray::fromStdString(toJson(toValue(parsed.document.root))), value);
}

QTEST_GUILESS_MAIN(TestJson)
#include "test_json.moc"
