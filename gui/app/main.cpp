#include "app/mainwindow.h"
#include "app/options.h"
#include "app/screenshot.h"
#include "app/startup.h"
#include "bridge/labbridge.h"
#include "kubarium/version.h"

#include <QApplication>
#include <QSettings>
#include <QTextStream>

#include <memory>

using namespace kubarium::gui;

namespace {

enum Exit { Ok = 0, Failed = 1, Usage = 2 };

void print(FILE* where, const QString& text)
{
    QTextStream(where) << text << Qt::flush;
}

QStringList argumentList(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

// Qt would end the program with an abort and a core file.
bool displayMissing()
{
#ifdef Q_OS_LINUX
    return qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
#else
    return false;
#endif
}

} // namespace

int main(int argc, char** argv)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto [options, error] = parseOptions(argumentList(argc, argv));
    if (!error.isEmpty()) {
        print(stderr, QStringLiteral("kubarium: %1\n\"kubarium --help\" lists the options.\n").arg(error));
        return Usage;
    }
    if (options.help) {
        print(stdout, helpText());
        return Ok;
    }
    if (options.version) {
        print(stdout,
            QStringLiteral("kubarium %1 (Kubernetes %2 API)\n")
                .arg(QLatin1String(kubarium::version), QLatin1String(kubarium::kubernetesVersion)));
        return Ok;
    }

    const auto [plan, failure] = plannedLab(options);
    if (!failure.isEmpty()) {
        print(stderr, QStringLiteral("kubarium: %1\n").arg(failure));
        return Failed;
    }

    std::unique_ptr<ScreenshotEnvironment> environment;
    if (!options.screenshot.isEmpty())
        environment = std::make_unique<ScreenshotEnvironment>();
    else if (displayMissing()) {
        print(stderr,
            QStringLiteral("kubarium: there is no display. Start it from a graphical session, or draw the "
                           "window into a file: kubarium --screenshot window.png\n"));
        return Failed;
    }

    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("kubarium"));
    QApplication::setApplicationDisplayName(QStringLiteral("Kubarium"));
    QApplication::setApplicationVersion(QLatin1String(kubarium::version));
    QGuiApplication::setDesktopFileName(QStringLiteral("kubarium"));

    // A picture without a word about its colours or language is the same everywhere.
    const bool drawn = environment != nullptr;
    const Scheme scheme = options.scheme.value_or(drawn ? Scheme::Light : schemeOf(QApplication::palette()));
    const Language language = options.language.value_or(drawn ? Language::English : systemLanguage());
    // The lab starts in its own thread while the window is being built in this one.
    LabBridge lab([plan = plan] { return plan.make(); });
    Appearance appearance(scheme, language);

    MainWindow window(appearance, lab, options.view);
    window.resize(options.size);
    if (drawn) {
        QString problem;
        if (!runUp(lab, options.advance))
            problem = QStringLiteral("the lab was stopped before %1 had passed.").arg(QLatin1String("--advance"));
        else
            problem = saveScreenshot(window, options.screenshot);
        if (!problem.isEmpty())
            print(stderr, QStringLiteral("kubarium: %1\n").arg(problem));
        return problem.isEmpty() ? Ok : Failed;
    }

    QSettings settings(QStringLiteral("kubarium"), QStringLiteral("kubarium"));
    if (!options.sizeIsGiven)
        window.restoreLayout(settings);
    const FirstFrame measured(lab, window, begun);
    window.show();
    lab.advance(options.advance, &window, [&lab](bool) { lab.setPace({false, 1.0}); });
    const int code = QApplication::exec();
    window.keepLayout(settings);
    return code;
}
