// Which view stands in the centre: the cluster on its canvas, or the list of one kind. One action each, of which one is on.
#pragma once

#include <QAction>
#include <QActionGroup>

namespace kubarium::gui {

enum class View { Cluster, List };

class ViewSwitch : public QObject {
    Q_OBJECT
public:
    explicit ViewSwitch(View view, QObject* parent = nullptr);

    View view() const { return m_view; }

    void show(View view);

    QList<QAction*> actions() const { return m_group.actions(); }

    void retranslate();
    void recolour(const QColor& colour);

signals:
    void viewChanged(kubarium::gui::View view);

private:
    QActionGroup m_group;
    QAction* m_cluster;
    QAction* m_list;
    View m_view;
};

} // namespace kubarium::gui
