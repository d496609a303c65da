// The one window: the bar on top, the workbench, the bar of time below.
#pragma once

#include "app/viewswitch.h"
#include "bridge/labbridge.h"
#include "theme/appearance.h"
#include "timeline/timecontrols.h"
#include "views/selection.h"

#include <QWidget>

class QMenu;
class QSettings;

namespace kubarium::gui {

class Workbench;

class MainWindow : public QWidget {
    Q_OBJECT
public:
    // Shows the cluster, or a list of the kind that `view` names.
    MainWindow(Appearance& appearance, LabBridge& lab, const QString& view = {}, QWidget* parent = nullptr);

    Selection& selection() { return m_selection; }

    ViewSwitch& views() { return m_views; }

    // Where the docks are and how large everything is, from one start to the next.
    void keepLayout(QSettings& settings) const;
    void restoreLayout(const QSettings& settings);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void recolour();
    void showAbout();

    Selection m_selection;
    ViewSwitch m_views;
    TimeControls m_controls;
    Workbench* m_workbench;
    QAction* m_panels;
    QAction* m_about;
};

} // namespace kubarium::gui
