#include "timeline/timecontrols.h"

#include "theme/icons.h"
#include "theme/theme.h"

#include <QApplication>

#include <cmath>

namespace kubarium::gui {

namespace {

constexpr double offered[] = {0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 100, 300, 1000, 0};

QString withShortcut(const QString& text, const QAction& action)
{
    return QStringLiteral("%1 (%2)").arg(text, action.shortcut().toString(QKeySequence::NativeText));
}

} // namespace

TimeControls::TimeControls(LabBridge& lab, QObject* parent) : QObject(parent), m_lab(lab)
{
    m_pause.setShortcut(Qt::Key_F8);
    m_step.setShortcut(Qt::Key_F10);
    m_slower.setShortcut(Qt::CTRL | Qt::Key_BracketLeft);
    m_faster.setShortcut(Qt::CTRL | Qt::Key_BracketRight);
    connect(&m_pause, &QAction::triggered, this, [this] { m_lab.setPace({!m_lab.pace().paused, m_lab.pace().speed}); });
    connect(&m_step, &QAction::triggered, this, [this] { m_lab.step(lab::StepBy::Event); });
    connect(&m_slower, &QAction::triggered, this, [this] { setSpeedIndex(speedIndex() - 1); });
    connect(&m_faster, &QAction::triggered, this, [this] { setSpeedIndex(speedIndex() + 1); });
    connect(&lab, &LabBridge::paceChanged, this, &TimeControls::follow);
    retranslate();
}

std::span<const double> TimeControls::speeds()
{
    return offered;
}

int TimeControls::speedIndex() const
{
    const double speed = m_lab.pace().speed;
    const int last = int(std::size(offered)) - 1;
    if (speed <= 0)
        return last;
    const auto distance = [speed](double other) { return std::abs(std::log(other / speed)); };
    int nearest = 0;
    for (int i = 1; i < last; ++i) {
        if (distance(offered[i]) < distance(offered[nearest]))
            nearest = i;
    }
    return nearest;
}

void TimeControls::setSpeedIndex(int index)
{
    m_lab.setPace({m_lab.pace().paused, offered[std::clamp(index, 0, int(std::size(offered)) - 1)]});
}

QString TimeControls::speedText(double speed)
{
    return speed <= 0 ? tr("max") : QStringLiteral("×%1").arg(QLocale::c().toString(speed, 'g', 6));
}

void TimeControls::follow()
{
    retranslate();
    emit changed();
}

void TimeControls::retranslate()
{
    const Theme theme(QApplication::palette());
    const bool paused = m_lab.pace().paused;
    m_pause.setText(paused ? tr("Run") : tr("Pause"));
    m_pause.setIcon(icon(paused ? QStringLiteral("play") : QStringLiteral("pause"), theme.accent));
    m_step.setText(tr("Step one event"));
    m_step.setIcon(icon(QStringLiteral("step"), theme.text));
    m_slower.setText(tr("Slower"));
    m_faster.setText(tr("Faster"));
    for (QAction* action : actions())
        action->setToolTip(withShortcut(action->text(), *action));
    m_slower.setEnabled(speedIndex() > 0);
    m_faster.setEnabled(speedIndex() < int(std::size(offered)) - 1);
}

} // namespace kubarium::gui
