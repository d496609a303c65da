// The chosen object as `kubectl get -o yaml` prints it, live: what the last change wrote is tinted. An object that is deleted
// stays in view as it was last, and says so.
#pragma once

#include "inspector/yamlhighlighter.h"
#include "theme/panel.h"
#include "views/selection.h"

#include "lab/changefeed.h"

#include <vector>

class QLabel;
class QTextEdit;

namespace kubarium::gui {

class LabBridge;

class Inspector : public Panel {
    Q_OBJECT
public:
    Inspector(LabBridge& lab, Selection& selection, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {380, 600}; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void choose();
    void update(const lab::Batch& batch);
    void show(const api::ObjectPtr& object, bool sameAsBefore);
    void tint();
    void retranslate();

    LabBridge& m_lab;
    Selection& m_selection;
    api::ObjectPtr m_object;
    bool m_deleted = false;
    QStringList m_lines;
    std::vector<bool> m_new;
    QLabel* m_kind;
    QLabel* m_name;
    QLabel* m_state;
    QTextEdit* m_text;
    YamlHighlighter* m_highlighter;
};

} // namespace kubarium::gui
