// The view of the cluster: its scene on the canvas, in a card with a namespace to choose and a way to see all of it.
#pragma once

#include "canvas/canvas.h"
#include "theme/panel.h"
#include "views/cluster/clusterscene.h"
#include "views/selection.h"

class QLabel;
class QToolButton;

namespace kubarium::gui {

class LabBridge;

class ClusterView : public Panel {
    Q_OBJECT
public:
    ClusterView(LabBridge& lab, Selection& selection, QWidget* parent = nullptr);

    Canvas& canvas() { return *m_canvas; }

    const ClusterScene& cluster() const { return m_cluster; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void follow(const lab::BatchPtr& batch);
    void retranslate();
    void recolour();

    LabBridge& m_lab;
    Selection& m_selection;
    ClusterScene m_cluster;
    QLabel* m_title;
    QLabel* m_count;
    Canvas* m_canvas;
    QToolButton* m_nearer;
    QToolButton* m_farther;
    QToolButton* m_fit;
    QToolButton* m_legend;
};

} // namespace kubarium::gui
