// The list of kinds, at the left of the window.
#pragma once

#include "theme/panel.h"
#include "views/kindmodel.h"
#include "views/selection.h"

class QListView;

namespace kubarium::gui {

class LabBridge;

class KindList : public Panel {
    Q_OBJECT
public:
    KindList(LabBridge& lab, Selection& selection, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {236, 600}; }

signals:
    // Somebody clicked on a kind, or pressed Enter: be it the one that is chosen already.
    void listWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void follow();
    void retranslate();

    Selection& m_selection;
    KindModel m_model;
    QListView* m_view;
};

} // namespace kubarium::gui
