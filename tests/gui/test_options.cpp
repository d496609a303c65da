#include "app/options.h"

#include <QTest>

using namespace kubarium::gui;

class TestOptions : public QObject {
    Q_OBJECT
private slots:
    void accepted_data();
    void accepted();
    void refused_data();
    void refused();
};

namespace {

ParsedOptions parse(const QString& line)
{
    return parseOptions(QStringList{QStringLiteral("kubarium")} + line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

QString told(const Options& options)
{
    QStringList words;
    if (options.language)
        words << (*options.language == Language::Korean ? "korean" : "english");
    if (options.scheme)
        words << (*options.scheme == Scheme::Dark ? "dark" : "light");
    if (!options.screenshot.isEmpty())
        words << "draws " + options.screenshot;
    if (options.size != QSize(1440, 900))
        words << QStringLiteral("%1 by %2").arg(options.size.width()).arg(options.size.height());
    if (!options.cluster.isEmpty())
        words << "begins with " + options.cluster;
    if (!options.view.isEmpty())
        words << "shows " + options.view;
    if (options.seed)
        words << QStringLiteral("seed %1").arg(*options.seed);
    if (options.advance.count() > 0)
        words << QStringLiteral("%1 ms later").arg(options.advance.count() / 1000);
    if (options.help)
        words << "help";
    if (options.version)
        words << "version";
    return words.join(QStringLiteral(", "));
}

} // namespace

void TestOptions::accepted_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("meaning");
    QTest::newRow("nothing said leaves all to the system") << "" << "";
    QTest::newRow("Korean in the dark") << "--lang ko --theme dark" << "korean, dark";
    QTest::newRow("English in the light") << "--lang=en --theme=light" << "english, light";
    QTest::newRow("a picture of a given size") << "--screenshot a.png --size 800x600" << "draws a.png, 800 by 600";
    QTest::newRow("help wins over nothing") << "-h" << "help";
    QTest::newRow("the version has a short form") << "-v" << "version";
    QTest::newRow("the last word counts") << "--lang en --lang ko" << "korean";
    QTest::newRow("a cluster of one's own") << "--cluster shop.yaml" << "begins with shop.yaml";
    QTest::newRow("a kind to begin with, as kubectl calls it") << "--view deploy" << "shows deploy";
    QTest::newRow("the cluster to begin with") << "--view cluster" << "shows cluster";
    QTest::newRow("the largest seed") << "--seed 18446744073709551615" << "seed 18446744073709551615";
    QTest::newRow("time that passes first, as Go writes it") << "--advance 1h0.5s" << "3600500 ms later";
    QTest::newRow("no time at all") << "--advance 0" << "";
    QTest::newRow("the smallest window") << "--size 320x320" << "320 by 320";
}

void TestOptions::accepted()
{
    QFETCH(QString, line);
    QFETCH(QString, meaning);
    const ParsedOptions parsed = parse(line);
    QCOMPARE(parsed.error, QString());
    QCOMPARE(told(parsed.options), meaning);
}

void TestOptions::refused_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("an unknown option is named") << "--colour red" << "Unknown option 'colour'.";
    QTest::newRow("a language that we do not speak") << "--lang de" << "--lang takes en or ko, not \"de\".";
    QTest::newRow("a theme that we do not have") << "--theme blue" << "--theme takes light or dark, not \"blue\".";
    QTest::newRow("an option without its value") << "--theme" << "Missing value after '--theme'.";
    QTest::newRow("a picture that is no PNG")
        << "--screenshot a.jpg" << "--screenshot takes a file that ends in .png, not \"a.jpg\".";
    QTest::newRow("an empty file name") << "--screenshot=" << "--screenshot takes a file that ends in .png, not \"\".";
    const QString form = "--size takes WIDTHxHEIGHT, each from 320 to 8192, such as 1440x900; not \"%1\".";
    for (const char* size : {"1440", "x900", "1440X900", "1440x900x1", "-1440x900", "319x900", "1440x8193", "99999x99999"})
        QTest::addRow("%s is no size", size) << QString("--size=%1").arg(size) << form.arg(size);
    QTest::newRow("a cluster file without a name") << "--cluster=" << "--cluster takes a file.";
    QTest::newRow("a kind that does not exist") << "--view podz" << "--view takes cluster or a kind, such as pods, deploy or nodes, not \"podz\".";
    QTest::newRow("a kind without a name") << "--view=" << "--view takes cluster or a kind, such as pods, deploy or nodes, not \"\".";
    for (const char* seed : {"-1", "one", "1.5", "18446744073709551616", ""})
        QTest::addRow("the seed %s", seed) << QString("--seed=%1").arg(seed) << QString("--seed takes a whole number from 0, not \"%1\".").arg(seed);
    const QString span = "--advance takes a span of time up to a year, such as 30s or 1h30m, not \"%1\".";
    for (const char* text : {"30", "-1s", "8761h", "soon"})
        QTest::addRow("the span %s", text) << QString("--advance=%1").arg(text) << span.arg(text);
    QTest::newRow("a file, which this version does not open")
        << "pod.yaml" << "Unexpected argument \"pod.yaml\": this version opens no files yet.";
}

void TestOptions::refused()
{
    QFETCH(QString, line);
    QFETCH(QString, sentence);
    QCOMPARE(parse(line).error, sentence);
}

QTEST_GUILESS_MAIN(TestOptions)
#include "test_options.moc"
