// What lies between the top bar and the time bar: the centre, and the docks around it.
//
//   kinds | cluster or list | inspector
//         |-----------------------------
//         | changes
#pragma once

#include "app/dock.h"
#include "app/viewswitch.h"
#include "views/selection.h"

#include <QMainWindow>

class QMenu;
class QStackedWidget;

namespace kubarium::gui {

class ClusterView;
class KindList;
class LabBridge;
class ObjectView;

class Workbench : public QMainWindow {
    Q_OBJECT
public:
    Workbench(LabBridge& lab, Selection& selection, ViewSwitch& views, QWidget* parent = nullptr);

    ObjectView* objects() { return m_objects; }

    ClusterView* cluster() { return m_cluster; }

    void show(View view);

    // Shows and hides each dock, and puts all of them back.
    QList<QAction*> layoutActions();
    // As saveState() gave it; what cannot be read changes nothing.
    void bringBack(const QByteArray& state);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void shareRoom();
    void retranslate();

    QStackedWidget* m_centre;
    ClusterView* m_cluster;
    ObjectView* m_objects;
    KindList* m_kindList;
    Dock* m_kinds;
    Dock* m_inspector;
    Dock* m_changes;
    QAction* m_reset;
    bool m_shared = false; // the docks have got their sizes
};

} // namespace kubarium::gui
