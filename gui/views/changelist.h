// The list of changes, at the bottom of the window. It follows the newest line while that is in view; whoever scrolls back
// is left in peace.
#pragma once

#include "theme/panel.h"
#include "views/changemodel.h"
#include "views/selection.h"

class QLabel;
class QTableView;

namespace kubarium::gui {

class LabBridge;

class ChangeList : public Panel {
    Q_OBJECT
public:
    ChangeList(LabBridge& lab, Selection& selection, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {800, 210}; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void update(const lab::Batch& batch);
    void choose(int row);
    void retranslate();

    LabBridge& m_lab;
    Selection& m_selection;
    ChangeModel m_model;
    QTableView* m_table;
    bool m_follows = true;
};

} // namespace kubarium::gui
