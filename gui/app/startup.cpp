#include "app/startup.h"

#include "bridge/labbridge.h"
#include "bridge/words.h"

#include <QEvent>
#include <QEventLoop>
#include <QFile>
#include <QLoggingCategory>
#include <QWidget>

Q_LOGGING_CATEGORY(startLog, "kubarium.start", QtWarningMsg)

namespace kubarium::gui {

PlannedLab plannedLab(const Options& options)
{
    PlannedLab planned;
    lab::Lab::Options& chosen = planned.plan.options;
    chosen.seed = options.seed.value_or(chosen.seed);
    if (!options.seed && options.screenshot.isEmpty()) {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        chosen.epoch = api::Time::sinceEpoch(std::chrono::floor<api::Seconds>(now));
    }
    if (options.cluster.isEmpty())
        return planned;

    QFile file(options.cluster);
    if (!file.open(QIODevice::ReadOnly)) {
        planned.error = QStringLiteral("%1 could not be read: %2.").arg(options.cluster, file.errorString());
        return planned;
    }
    const std::string yaml = file.readAll().toStdString();
    api::Result<lab::ClusterFile> cluster = lab::ClusterFile::parse(yaml);
    if (cluster)
        planned.plan.cluster = std::move(*cluster);
    else {
        QString sentence = words(cluster.status().message);
        if (const QString unnamed = QStringLiteral("cluster file:"); sentence.startsWith(unnamed))
            sentence = options.cluster + QLatin1Char(':') + sentence.mid(unnamed.size());
        planned.error = sentence;
    }
    return planned;
}

bool runUp(LabBridge& lab, api::Microseconds span)
{
    QEventLoop loop;
    bool whole = false;
    // An answer comes after the changes that led to it, so the window shows them by then.
    lab.advance(span, &loop, [&](bool done) {
        whole = done;
        loop.quit();
    });
    loop.exec();
    // How many batches this took depends on the machine, and the views remember what came when. In a picture they begin with
    // the world as it is now.
    lab.tellAnew();
    lab.ask([](lab::Lab&) {}, &loop, [&loop] { loop.quit(); });
    loop.exec();
    return whole;
}

FirstFrame::FirstFrame(const LabBridge& lab, QWidget& window, std::chrono::steady_clock::time_point begun)
    : m_lab(lab),
      m_window(window),
      m_begun(begun)
{
    if (startLog().isInfoEnabled())
        m_window.installEventFilter(this);
}

bool FirstFrame::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::UpdateRequest && m_lab.isRunning()) {
        m_window.removeEventFilter(this);
        // Behind the painting that this event is about to do.
        const auto tell = [this] {
            const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - m_begun;
            qCInfo(startLog, "first frame with a running lab: %.0f ms", passed.count());
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace kubarium::gui
