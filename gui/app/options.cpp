#include "app/options.h"

#include "api/duration.h"
#include "views/kinds.h"

#include <QCommandLineParser>
#include <QRegularExpression>

namespace kubarium::gui {

namespace {

constexpr int smallestSide = 320;
constexpr int largestSide = 8192;

QString quoted(const QString& text)
{
    return QLatin1Char('"') + text + QLatin1Char('"');
}

std::optional<QSize> parsedSize(const QString& text)
{
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,5})x([0-9]{1,5})$"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    const auto allowed = [](int side) { return side >= smallestSide && side <= largestSide; };
    if (!allowed(size.width()) || !allowed(size.height()))
        return std::nullopt;
    return size;
}

std::optional<api::Microseconds> parsedSpan(const QString& text)
{
    constexpr std::chrono::hours year{365 * 24};
    const std::optional<api::Nanoseconds> span = api::parseDuration(text.toStdString());
    if (!span || *span < api::Nanoseconds(0) || *span > year)
        return std::nullopt;
    return std::chrono::floor<api::Microseconds>(*span);
}

} // namespace

ParsedOptions parseOptions(const QStringList& arguments)
{
    const QCommandLineOption help(QStringList{QStringLiteral("h"), QStringLiteral("help")});
    const QCommandLineOption version(QStringList{QStringLiteral("v"), QStringLiteral("version")});
    const QCommandLineOption language(QStringLiteral("lang"), {}, QStringLiteral("en|ko"));
    const QCommandLineOption scheme(QStringLiteral("theme"), {}, QStringLiteral("light|dark"));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"), {}, QStringLiteral("OUT.png"));
    const QCommandLineOption size(QStringLiteral("size"), {}, QStringLiteral("WIDTHxHEIGHT"));
    QCommandLineParser parser;
    const QCommandLineOption cluster(QStringLiteral("cluster"), {}, QStringLiteral("FILE"));
    const QCommandLineOption view(QStringLiteral("view"), {}, QStringLiteral("KIND"));
    const QCommandLineOption seed(QStringLiteral("seed"), {}, QStringLiteral("N"));
    const QCommandLineOption advance(QStringLiteral("advance"), {}, QStringLiteral("SPAN"));
    parser.addOptions({help, version, language, scheme, screenshot, size, cluster, view, seed, advance});

    ParsedOptions parsed;
    Options& options = parsed.options;
    const auto refused = [&parsed](const QString& sentence) {
        parsed.error = sentence;
        return parsed;
    };

    if (!parser.parse(arguments)) {
        QString sentence = parser.errorText();
        return refused(sentence.endsWith(QLatin1Char('.')) ? sentence : sentence + QLatin1Char('.'));
    }
    options.help = parser.isSet(help);
    options.version = parser.isSet(version);
    if (!parser.positionalArguments().isEmpty()) {
        return refused(QStringLiteral("Unexpected argument %1: this version opens no files yet.")
                           .arg(quoted(parser.positionalArguments().constFirst())));
    }
    if (parser.isSet(language)) {
        const QString value = parser.value(language);
        if (value != QLatin1String("en") && value != QLatin1String("ko"))
            return refused(QStringLiteral("--lang takes en or ko, not %1.").arg(quoted(value)));
        options.language = value == QLatin1String("ko") ? Language::Korean : Language::English;
    }
    if (parser.isSet(scheme)) {
        const QString value = parser.value(scheme);
        if (value != QLatin1String("light") && value != QLatin1String("dark"))
            return refused(QStringLiteral("--theme takes light or dark, not %1.").arg(quoted(value)));
        options.scheme = value == QLatin1String("dark") ? Scheme::Dark : Scheme::Light;
    }
    if (parser.isSet(screenshot)) {
        options.screenshot = parser.value(screenshot);
        if (!options.screenshot.endsWith(QLatin1String(".png"), Qt::CaseInsensitive))
            return refused(
                QStringLiteral("--screenshot takes a file that ends in .png, not %1.").arg(quoted(options.screenshot)));
    }
    if (parser.isSet(size)) {
        const std::optional<QSize> value = parsedSize(parser.value(size));
        if (!value) {
            return refused(QStringLiteral("--size takes WIDTHxHEIGHT, each from %1 to %2, such as 1440x900; not %3.")
                               .arg(smallestSide)
                               .arg(largestSide)
                               .arg(quoted(parser.value(size))));
        }
        options.size = *value;
        options.sizeIsGiven = true;
    }
    if (parser.isSet(cluster)) {
        options.cluster = parser.value(cluster);
        if (options.cluster.isEmpty())
            return refused(QStringLiteral("--cluster takes a file."));
    }
    if (parser.isSet(view)) {
        options.view = parser.value(view);
        if (options.view != QLatin1String("cluster") && !kindCalled(options.view)) {
            return refused(QStringLiteral("--view takes cluster or a kind, such as pods, deploy or nodes, not %1.")
                               .arg(quoted(options.view)));
        }
    }
    if (parser.isSet(seed)) {
        bool isNumber = false;
        options.seed = parser.value(seed).toULongLong(&isNumber);
        if (!isNumber || parser.value(seed).startsWith(QLatin1Char('+')))
            return refused(
                QStringLiteral("--seed takes a whole number from 0, not %1.").arg(quoted(parser.value(seed))));
    }
    if (parser.isSet(advance)) {
        const std::optional<api::Microseconds> span = parsedSpan(parser.value(advance));
        if (!span)
            return refused(QStringLiteral("--advance takes a span of time up to a year, such as 30s or 1h30m, not %1.")
                               .arg(quoted(parser.value(advance))));
        options.advance = *span;
    }
    return parsed;
}

QString helpText()
{
    return QStringLiteral(
        "Kubarium: a Kubernetes cluster in a glass box.\n"
        "\n"
        "Usage: kubarium [OPTION…]\n"
        "\n"
        "  --lang en|ko           the language of the window (default: the system's)\n"
        "  --theme light|dark     its colours (default: the desktop's)\n"
        "  --size WIDTHxHEIGHT    its size in pixels (default: 1440x900)\n"
        "  --view VIEW            cluster, or the list of a kind: pods, deploy, nodes … (default: cluster)\n"
        "  --cluster FILE         the cluster to begin with, as a list of manifests\n"
        "                         (default: master-1 and node-1 to node-3)\n"
        "  --seed N               what chance begins with (default: 1); with it, or in a picture,\n"
        "                         virtual time begins at 2026-01-01, else now\n"
        "  --advance SPAN         let so much virtual time pass first, such as 30s or 1h30m\n"
        "  --screenshot OUT.png   draw the window into a file and exit; needs no display\n"
        "  -h, --help             print this text\n"
        "  -v, --version          print the version\n");
}

} // namespace kubarium::gui
