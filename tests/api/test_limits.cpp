// Hostile documents: each is refused with a clear sentence before it has cost memory, time or stack that its size
// does not deserve. The sizes here are such that a reader without the limit would crash, hang or fill the machine.
#include "api/arena.h"
#include "api/tree.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestLimits : public QObject {
    Q_OBJECT

private slots:
    void refused_data();
    void refused();
    void borders_data();
    void borders();
    void longLines_data();
    void longLines();
    void smallDocumentsAreSmall();
    void anAliasCostsNoCopy();
};

namespace {

enum class Format { Kubectl, Core, Json };

std::string repeated(std::string_view text, std::size_t times)
{
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

// Each level repeats the one before it ten times: a billion values from a few lines.
std::string laughs(int levels)
{
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < levels; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        const std::string name = "a" + std::to_string(i);
        text += name + ": &" + name + " [" + repeated(before + ", ", 9) + before + "]\n";
    }
    return text;
}

std::string staircase(int steps)
{
    std::string text;
    for (int i = 0; i < steps; ++i)
        text += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    return text;
}

struct Outcome {
    bool ok;
    QString sentence;
};
Outcome parse(Format format, std::string_view text, const Limits& limits = {})
{
    if (format == Format::Json) {
        const ParsedJson parsed = parseJson(text, limits);
        return {!parsed.error, parsed.error ? QString::fromStdString(parsed.error->message) : QString()};
    }
    const ParsedStream parsed = parseYaml(text, format == Format::Core ? YamlDialect::Core : YamlDialect::Kubectl, limits);
    return {!parsed.error, parsed.error ? QString::fromStdString(parsed.error->message) : QString()};
}

} // namespace

Q_DECLARE_METATYPE(Format)

void TestLimits::refused_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, Format format, const std::string& text, const char* sentence) { QTest::newRow(name) << format << QByteArray::fromStdString(text) << QString(sentence); };

    row("a billion laughs", Format::Kubectl, laughs(10), "document contains excessive aliasing");
    row("laughs that kubectl would bear, but a million values are enough", Format::Kubectl, repeated("- &x [1,1,1,1,1,1,1,1,1,1]\n", 36000) + "- [" + repeated("*x,", 70000) + "]\n", "more than 1000000 values, with aliases expanded");
    row("one long text, many times", Format::Kubectl, "a: &x " + std::string(1'000'000, 'x') + "\nb: [*x, *x, *x, *x]\n", "more than 3145728 bytes of text, with aliases expanded");
    row("merges of merges", Format::Kubectl, [] {
        std::string text = "m0: &m0 {a: 1, b: 2, c: 3, d: 4}\n";
        for (int i = 1; i < 40; ++i)
            text += "m" + std::to_string(i) + ": &m" + std::to_string(i) + " {<<: [" + repeated("*m" + std::to_string(i - 1) + ", ", 9) + "*m0]}\n";
        return text;
    }(), "document contains excessive aliasing");
    row("a key that would be a long sentence", Format::Kubectl, "? [" + repeated("a, ", 100'000) + "]\n: x\n", nullptr);

    const char* const tooDeep = "nested deeper than 100 levels";
    row("100 000 open brackets", Format::Kubectl, std::string(100'000, '['), tooDeep);
    row("on a line each", Format::Kubectl, repeated("[\n", 100'000), tooDeep);
    row("100 000 open braces", Format::Kubectl, repeated("{a: ", 100'000), tooDeep);
    row("100 000 dashes", Format::Kubectl, repeated("- ", 100'000), tooDeep);
    row("100 000 question marks", Format::Kubectl, repeated("? ", 100'000), tooDeep);
    row("a staircase", Format::Kubectl, staircase(2000), tooDeep);
    row("100 000 open brackets in a lesson", Format::Core, std::string(100'000, '['), tooDeep);
    row("on a line each in a lesson", Format::Core, repeated("[\n", 100'000), tooDeep);
    row("100 000 open braces in a lesson", Format::Core, repeated("{a: ", 100'000), tooDeep);
    row("100 000 dashes in a lesson", Format::Core, repeated("- ", 100'000), tooDeep);
    row("a staircase in a lesson", Format::Core, staircase(2000), tooDeep);
    row("100 000 open brackets in JSON", Format::Json, std::string(100'000, '['), "exceeded max depth");
    row("100 000 open braces in JSON", Format::Json, repeated("{\"a\":", 100'000), "exceeded max depth");

    row("a document of four megabytes", Format::Kubectl, "a: " + std::string(4 << 20, 'x') + "\n", "the document is larger than 3145728 bytes");
    row("a lesson of four megabytes", Format::Core, "a: " + std::string(4 << 20, 'x') + "\n", "the text is larger than 3145728 bytes");
    row("JSON of four megabytes", Format::Json, '"' + std::string(4 << 20, 'x') + '"', "the document is larger than 3145728 bytes");
    row("a million items", Format::Kubectl, "[" + repeated("1,", 1'100'000) + "]", "more than 1000000 values, with aliases expanded");
    row("a million items in a lesson", Format::Core, "[" + repeated("1,", 1'100'000) + "]", "more than 1000000 values, with aliases expanded");
    row("a million items in JSON", Format::Json, "[" + repeated("1,", 1'100'000) + "1]", "more than 1000000 values");
}

void TestLimits::refused()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QString, sentence);
    const Outcome outcome = parse(format, {text.constData(), static_cast<std::size_t>(text.size())});
    QVERIFY(!outcome.ok);
    if (sentence.isNull())
        QVERIFY2(outcome.sentence.size() < 10'000, "a sentence is no copy of the document");
    else
        QCOMPARE(outcome.sentence, sentence);
}

// The last that is taken and the first that is not.
void TestLimits::borders_data()
{
    QTest::addColumn<Format>("format");
    for (const auto& [name, format] : {std::pair("manifests", Format::Kubectl), std::pair("lessons", Format::Core), std::pair("JSON", Format::Json)})
        QTest::newRow(name) << format;
}

void TestLimits::borders()
{
    QFETCH(Format, format);
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    Limits limits;
    limits.depth = 7;
    QVERIFY(parse(format, nested(7), limits).ok);
    QVERIFY(!parse(format, nested(8), limits).ok);

    limits = {};
    limits.bytes = 20;
    QVERIFY(parse(format, "[1234567890, 123456]", limits).ok == (format != Format::Kubectl)); // kubectl's own line end makes it 21
    QVERIFY(!parse(format, "[1234567890, 1234567]", limits).ok);

    limits = {};
    limits.nodes = 5;
    QVERIFY(parse(format, "[1, 2, 3]", limits).ok);
    QVERIFY(!parse(format, "[1, 2, 3, 4, 5, 6]", limits).ok);
}

// A line may be as long as a document. Quadratic readers would take minutes.
void TestLimits::longLines_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, Format format, const std::string& text) { QTest::newRow(name) << format << QByteArray::fromStdString(text); };
    for (const auto& [name, format] : {std::pair("kubectl: ", Format::Kubectl), std::pair("core: ", Format::Core)}) {
        const std::string which = name;
        row((which + "one text").c_str(), format, "a: " + std::string(2'000'000, 'x') + "\n");
        row((which + "one quoted text").c_str(), format, "a: \"" + std::string(2'000'000, 'x') + "\"\n");
        row((which + "many words on many lines").c_str(), format, "a: " + repeated("word\n   ", 200'000) + "\n");
        row((which + "many empty lines").c_str(), format, "a: |\n  x\n" + std::string(1'000'000, '\n') + "  y\n");
        row((which + "a list of letters beyond ASCII on one line").c_str(), format, "a: [" + repeated("\u00e9, ", 200'000) + "x]\n");
        row((which + "a mapping on one line").c_str(), format, [] {
            std::string text = "{";
            for (int i = 0; i < 100'000; ++i)
                text += "k" + std::to_string(i) + ": \u00e9, ";
            return text + "z: 1}\n";
        }());
        row((which + "a comment").c_str(), format, "a: 1 #" + std::string(2'000'000, 'x') + "\n");
    }
    row("kubectl: many anchors and aliases", Format::Kubectl, [] {
        std::string text;
        for (int i = 0; i < 60'000; ++i)
            text += "- &a" + std::to_string(i) + " x\n- *a" + std::to_string(i / 2) + "\n";
        return text;
    }());
    row("kubectl: many keys that are numbers", Format::Kubectl, [] {
        std::string text;
        for (int i = 0; i < 200'000; ++i)
            text += std::to_string(i) + ":\n";
        return text;
    }());
    row("JSON: escapes only", Format::Json, "[\"" + repeated("\\u00e9", 400'000) + "\"]");
    row("JSON: a mapping of many keys", Format::Json, [] {
        std::string text = "{";
        for (int i = 0; i < 200'000; ++i)
            text += "\"k" + std::to_string(i) + "\":1,";
        return text + "\"z\":1}";
    }());
}

void TestLimits::longLines()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    const Outcome outcome = parse(format, {text.constData(), static_cast<std::size_t>(text.size())});
    QVERIFY2(outcome.ok, qPrintable(outcome.sentence));
}

void TestLimits::smallDocumentsAreSmall()
{
    ParsedStream stream = parseYaml("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  b: c\n");
    QVERIFY(stream.documents.at(0).arena().bytes() <= 4096);
    ParsedJson parsed = parseJson(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"b":"c"}})");
    QVERIFY(parsed.document.arena().bytes() <= 4096);
}

void TestLimits::anAliasCostsNoCopy()
{
    ParsedStream stream = parseYaml("a: &x [" + repeated("1, ", 1000) + "]\nb: [" + repeated("*x, ", 20) + "]\n");
    QVERIFY(!stream.error);
    const Document& document = stream.documents.at(0);
    const TreeNode& once = *document.root.find("a");
    const TreeNode& often = *document.root.find("b");
    QCOMPARE(often.items.size(), std::size_t{20});
    for (const TreeNode& item : often.items)
        QCOMPARE(item.items.data(), once.items.data());
}

QTEST_GUILESS_MAIN(TestLimits)
#include "test_limits.moc"
