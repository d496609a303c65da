// Time in the user's hands: pause, step, slower, faster. It owns the actions, so that every bar, menu and shortcut does the
// same; what they show follows the lab's own clock.
#pragma once

#include "bridge/labbridge.h"

#include <QAction>
#include <QObject>

#include <span>

namespace kubarium::gui {

class TimeControls : public QObject {
    Q_OBJECT
public:
    explicit TimeControls(LabBridge& lab, QObject* parent = nullptr);

    QAction* pauseAction() { return &m_pause; }

    QAction* stepAction() { return &m_step; }

    QAction* slowerAction() { return &m_slower; }

    QAction* fasterAction() { return &m_faster; }

    QList<QAction*> actions() { return {&m_pause, &m_step, &m_slower, &m_faster}; }

    // What the speed control offers, slowest first; the last, 0, is as fast as it can.
    static std::span<const double> speeds();
    int speedIndex() const; // the nearest of them
    void setSpeedIndex(int index);
    static QString speedText(double speed); // "×10"

    void retranslate();

signals:
    void changed();

private:
    void follow();

    LabBridge& m_lab;
    QAction m_pause;
    QAction m_step;
    QAction m_slower;
    QAction m_faster;
};

} // namespace kubarium::gui
