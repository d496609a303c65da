// From the command line to a running lab: which cluster, which seed, and when its virtual clock begins.
#pragma once

#include "app/options.h"

#include "lab/lab.h"

#include <QObject>

#include <functional>
#include <memory>

namespace kubarium::gui {

class LabBridge;

struct LabPlan {
    lab::ClusterFile cluster = lab::ClusterFile::standard();
    lab::Lab::Options options;

    std::unique_ptr<lab::Lab> make() const { return std::make_unique<lab::Lab>(cluster, options); }
};

struct PlannedLab {
    LabPlan plan;
    QString error; // a sentence for the user, with file, line and column; empty when all went well
};

// Reads the cluster file. Virtual time begins now, so that ages look right beside the desk's own clock; in a picture, or with
// a seed, it begins where it always does, so that the same is seen again.
PlannedLab plannedLab(const Options& options);

// Waits, processing events, until the lab runs and `span` has passed in it. False if the span was broken off.
bool runUp(LabBridge& lab, api::Microseconds span);

// Says in the log how long it took from `begun` until the window was first painted with a running lab:
// QT_LOGGING_RULES="kubarium.start=true" kubarium
class FirstFrame : public QObject {
    Q_OBJECT
public:
    FirstFrame(const LabBridge& lab, QWidget& window, std::chrono::steady_clock::time_point begun);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    const LabBridge& m_lab;
    QWidget& m_window;
    std::chrono::steady_clock::time_point m_begun;
};

} // namespace kubarium::gui
