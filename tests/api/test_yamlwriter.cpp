// YAML as kubectl prints it. Every expectation was printed by a real kubectl.
#include "api/tree.h"
#include "api/yamlwriter.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestYamlWriter : public QObject {
    Q_OBJECT
private slots:
    void strings_data();
    void strings();
    void structure_data();
    void structure();
};

namespace {

QString written(const QByteArray& json)
{
    const ParsedJson parsed = parseJson(std::string_view(json.constData(), static_cast<std::size_t>(json.size())));
    return parsed.error ? QString::fromStdString(parsed.error->message) : QString::fromStdString(toYaml(toValue(parsed.document.root)));
}

} // namespace

void TestYamlWriter::strings_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("yaml");
    const auto row = [](const char* name, const char* json, const char* yaml) { QTest::newRow(name) << QByteArray(json) << QString::fromUtf8(yaml); };
    row("words stand plain", R"("nginx")", "nginx");
    row("the empty string is quoted", R"("")", R"("")");
    row("what YAML 1.1 takes for a boolean is quoted", R"("yes")", R"("yes")");
    row("a single n is a boolean too", R"("n")", R"("n")");
    row("a number in letters is quoted", R"("0644")", R"("0644")");
    row("and an exponent", R"("1e3")", R"("1e3")");
    row("null in letters is quoted", R"("null")", R"("null")");
    row("a tilde is null", R"("~")", R"("~")");
    row("a date is quoted", R"("2001-01-01")", R"("2001-01-01")");
    row("a time is a number to the base of sixty", R"("12:30:45")", R"("12:30:45")");
    row("an address is plain", R"("http://x/y?z=1")", "http://x/y?z=1");
    row("a colon before a space asks for single quotes", R"("a: b")", "'a: b'");
    row("a hash behind a space as well", R"("a #b")", "'a #b'");
    row("a dash alone", R"("-")", "'-'");
    row("brackets in front", R"("[a]")", "'[a]'");
    row("brackets behind are plain", R"("x]")", "x]");
    row("single quotes are doubled", R"("'q'")", "'''q'''");
    row("inside a word they need nothing", R"("a'b")", "a'b");
    row("spaces at the ends are kept", R"("trail ")", "'trail '");
    row("a tab asks for double quotes", R"("tab\there")", R"("tab\there")");
    row("a control character is escaped", R"("\u0001")", R"("\x01")");
    row("Korean is written as it is", R"("한국어")", "한국어");
    row("beyond the basic plane it is escaped", R"("😀")", R"("\U0001F600")");
    row("lines become a block", R"("line1\nline2\n")", "|\n  line1\n  line2");
    row("without a last new line", R"("line1\nline2")", "|-\n  line1\n  line2");
    row("with two of them", R"("line1\n\n")", "|+\n  line1\n");
    row("beginning with spaces", R"("  lead\nx\n")", "|2\n    lead\n  x");
    row("beginning with an empty line", R"("\nfoo")", "|2-\n\n  foo");
    row("a tab within lines spoils the block", R"("tab\tx\nline\n")", R"("tab\tx\nline\n")");
    row("so does a space before a new line", R"("trailing space \nx\n")", R"("trailing space \nx\n")");
    row("carriage returns are escaped", R"("a\r\nb")", R"("a\r\nb")");
    row("long text is folded behind the eightieth column",
        R"("The quick brown fox jumps over the lazy dog and then it jumps over it again and again until the line is too long")",
        "The quick brown fox jumps over the lazy dog and then it jumps over it again and\n  again until the line is too long");
}

void TestYamlWriter::strings()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, yaml);
    QCOMPARE(written("{\"k\":" + json + "}"), "k: " + yaml + "\n");
}

void TestYamlWriter::structure_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("yaml");
    const auto row = [](const char* name, const char* json, const char* yaml) { QTest::newRow(name) << QByteArray(json) << QString::fromUtf8(yaml); };
    row("keys are sorted", R"({"b":1,"a":2})", "a: 2\nb: 1\n");
    row("numbers in keys are counted", R"({"a10":1,"a2":2})", "a2: 2\na10: 1\n");
    row("what is no letter comes first, then capitals", R"({"a":1,"A":2,".b":3})", ".b: 3\nA: 2\na: 1\n");
    row("keys are quoted like values", R"({"true":1,"1":2})", "\"1\": 2\n\"true\": 1\n");
    row("lists are not indented", R"({"a":[1,{"x":1,"y":[]}]})", "a:\n- 1\n- x: 1\n  \"y\": []\n");
    row("mappings are", R"({"a":{"b":{}}})", "a:\n  b: {}\n");
    row("null and booleans", R"({"a":null,"b":true})", "a: null\nb: true\n");
}

void TestYamlWriter::structure()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, yaml);
    QCOMPARE(written(json), yaml);
}

QTEST_GUILESS_MAIN(TestYamlWriter)
#include "test_yamlwriter.moc"
