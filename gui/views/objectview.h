// The objects of the chosen kind, in the centre of the window: what they are, a filter, the table.
#pragma once

#include "theme/panel.h"
#include "views/objectmodel.h"
#include "views/selection.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace kubarium::gui {

class LabBridge;

class ObjectView : public Panel {
    Q_OBJECT
public:
    ObjectView(LabBridge& lab, Selection& selection, QWidget* parent = nullptr);

    ObjectModel& model() { return m_model; }

    // Chooses the first row, if nothing is chosen yet.
    void chooseFirst();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showKind();
    void listNamespaces(const lab::Batch& batch);
    void follow(); // what is chosen, after rows have come, gone or been read anew
    void count();
    void fitColumns(bool anew);
    void retranslate();

    LabBridge& m_lab;
    Selection& m_selection;
    ObjectModel m_model;
    QLabel* m_title;
    QLabel* m_count;
    QLabel* m_doc;
    QComboBox* m_namespaces;
    QLineEdit* m_filter;
    QTableView* m_table;
    QLabel* m_nothing;
    bool m_fitting = false;
    bool m_byHand = false; // the user has dragged a column: widths are theirs
};

} // namespace kubarium::gui
