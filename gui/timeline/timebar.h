// The bar below everything: pause, step, speed, what happened so far, and what the virtual clock shows.
#pragma once

#include "theme/panel.h"
#include "timeline/timecontrols.h"

class QLabel;
class QSlider;

namespace kubarium::gui {

class TimeBar : public Panel {
    Q_OBJECT
public:
    TimeBar(LabBridge& lab, TimeControls& controls, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showTime(api::Time now);
    void follow();
    void retranslate();

    LabBridge& m_lab;
    TimeControls& m_controls;
    QSlider* m_speed;
    QLabel* m_speedText;
    QLabel* m_state;
    QLabel* m_since;
    QLabel* m_date;
};

} // namespace kubarium::gui
