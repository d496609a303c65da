// YAML 1.2 core: lessons and the lab's own files.
#include "treejson.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestYamlCore : public QObject {
    Q_OBJECT

private slots:
    void means_data();
    void means();
    void refused_data();
    void refused();
    void marks();
    void documentsBeforeAnErrorStay();
};

namespace {

std::string_view view(const QByteArray& text) { return {text.constData(), static_cast<std::size_t>(text.size())}; }
QString place(Mark mark) { return QString("%1:%2").arg(mark.line).arg(mark.column); }

} // namespace

void TestYamlCore::means_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("means");
    const auto row = [](const char* name, const char* yaml, const char* means) { QTest::newRow(name) << QByteArray(yaml) << QByteArray(means); };
    row("members stay in the order written", "b: 1\na: 2\n", R"({"b":1,"a":2})");
    row("yes, no, on and off are words", "a: [yes, no, on, off, y, n]\n", R"({"a":["yes","no","on","off","y","n"]})");
    row("true and false are not", "a: [true, False, TRUE]\n", R"({"a":[true,false,true]})");
    row("null", "a: [~, null, Null, NULL]\nb:\n", R"({"a":[null,null,null,null],"b":null})");
    row("a leading zero means nothing", "a: 0644\nb: -007\nc: 00\n", R"({"a":644,"b":-7,"c":0})");
    row("octal and hexadecimal", "a: 0o17\nb: 0x1F\n", R"({"a":15,"b":31})");
    row("they have no sign", "a: -0x1F\nb: 0o8\n", R"({"a":"-0x1F","b":"0o8"})");
    row("an integer of any size", "a: 123456789012345678901234567890\n", R"({"a":123456789012345678901234567890})");
    row("a float", "a: [1.0, 1e3, .5, -2.50, 1.]\n", R"({"a":[1,1000,0.5,-2.5,1]})");
    row("underscores make a string", "a: 1_000\n", R"({"a":"1_000"})");
    row("binary is a string", "a: 0b11\n", R"({"a":"0b11"})");
    row("quoted text", "a: '1'\nb: \"x\\ty\"\n", R"({"a":"1","b":"x\ty"})");
    row("block text", "a: |\n  b\n  c\nd: >-\n  e\n  f\n", R"({"a":"b\nc\n","d":"e f"})");
    row("a key that is a number stays as written", "0x10: a\ntrue: b\n", R"({"0x10":"a","true":"b"})");
    row("both languages in one file", "say: { en: \"Three\", ko: \"\uc138 \uac1c\" }\n", "{\"say\":{\"en\":\"Three\",\"ko\":\"\uc138 \uac1c\"}}");
    row("the version of YAML may be said", "%YAML 1.2\n---\na: 1\n", R"({"a":1})");
    row("several documents", "a: 1\n---\nb: 2\n...\n---\n---\nc: 3\n", R"({"a":1} {"b":2} {"c":3})");
}

void TestYamlCore::means()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, means);
    const ParsedStream stream = parseYaml(view(yaml), YamlDialect::Core);
    QVERIFY2(!stream.error, stream.error ? stream.error->message.c_str() : "");
    QByteArrayList read;
    for (const Document& document : stream.documents)
        read << json(document.root);
    QCOMPARE(read.join(' '), means);
    QCOMPARE(stream.documentLines.size(), stream.documents.size());
}

void TestYamlCore::refused_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("where");
    const auto row = [](const char* name, const char* yaml, const char* sentence, const char* where) { QTest::newRow(name) << QByteArray(yaml) << QString(sentence) << QString(where); };
    row("a key written twice", "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", "the key \"c\" is already set on line 3", "5:3");
    row("an anchor", "a: 1\nb: &x 2\n", "anchors are not allowed here (&x)", "2:4");
    row("an alias without an anchor", "a: *x\n", "aliases are not allowed here; a text that begins with * must be in quotes", "1:4");
    row("a tag", "a: !!str 1\n", "tags are not allowed here (tag:yaml.org,2002:str)", "1:4");
    row("a tag of one's own on a mapping", "a: !x {b: 1}\n", "tags are not allowed here (!x)", "1:4");
    row("a merge key", "a: {<<: {b: 1}}\n", "merge keys (<<) are not allowed here", "1:5");
    row("a null key", "~: 1\n", "null cannot be a key", "1:1");
    row("a template", "a: {{ x }}\n", "a mapping cannot be a key; put { } in quotes if it is text", "1:5");
    row("a list as a key", "[a]: 1\n", "a list cannot be a key", "1:1");
    row("infinity", "a: .inf\n", "infinity and NaN are not allowed here", "1:4");
    row("two colons", "a: b: c\n", "a \": \" cannot stand here: check the indentation, or put the text in quotes", "1:5");
    row("a key out of line", "a:\n    b: 1\n   c: 2\n", "a key of this mapping is expected here: check the indentation", "3:4");
    row("an item out of line", "- a\nb: 1\n", "this belongs to nothing above: check the indentation", "2:1");
    row("an open bracket", "a: [1, 2\n", "a [ is never closed with ]", "2:1");
    row("an open brace", "a: {b: 1\n", "a { is never closed with }", "2:1");
    row("an open quote", "a: \"b\n", "the closing quote is missing", "1:4");
    row("a tab", "a:\n\tb: 1\n", "tabs cannot indent; use spaces", "2:3");
    row("a comma where a document should begin", "a: 1\n...\n, b\n", "this belongs to nothing above: check the indentation", "3:1");
    row("an escape that yaml-cpp gets wrong", "a: \"x\\_y\"\n", "write \\u0085 for \\N, and \\u00a0 for \\_", "1:4");
    row("a control character", "a: \x02\n", "control characters are not allowed", "1:4");
    row("columns are characters", "\uac00: \"\ub098\": 1\n", "a \": \" cannot stand here: check the indentation, or put the text in quotes", "1:7");
}

void TestYamlCore::refused()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, sentence);
    QFETCH(QString, where);
    const ParsedStream stream = parseYaml(view(yaml), YamlDialect::Core);
    QVERIFY(stream.error);
    QCOMPARE(QString::fromStdString(stream.error->message), sentence);
    QCOMPARE(place(stream.error->mark), where);
    QVERIFY(stream.error->kubectl.empty());
}

void TestYamlCore::marks()
{
    const ParsedStream stream = parseYaml("a: 1\nb:\nc: ~\n\uac00: {d: \"\ub098\", e: f}\n", YamlDialect::Core);
    QVERIFY(!stream.error);
    const std::span<const Member> members = stream.documents.at(0).root.members;
    QCOMPARE(place(members[0].value.mark), "1:4");
    QCOMPARE(place(members[1].value.mark), "2:1"); // a missing value borrows its key's place
    QCOMPARE(place(members[2].value.mark), "3:4");
    QCOMPARE(place(members[3].value.members[0].mark), "4:5");
    QCOMPARE(place(members[3].value.members[1].mark), "4:13"); // columns are characters
    QCOMPARE(place(members[3].value.find("e")->mark), "4:16");
}

void TestYamlCore::documentsBeforeAnErrorStay()
{
    const ParsedStream stream = parseYaml("a: 1\n---\nb: 2\n---\nc: [\n", YamlDialect::Core);
    QVERIFY(stream.error);
    QCOMPARE(stream.documents.size(), std::size_t{2});
    QCOMPARE(json(stream.documents[1].root), R"({"b":2})");
    QCOMPARE(stream.documentLines.at(1), std::size_t{2});
}

QTEST_GUILESS_MAIN(TestYamlCore)
#include "test_yamlcore.moc"
