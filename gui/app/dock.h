// A dock of the window: a card with a quiet title, that moves, floats and hides.
#pragma once

#include <QDockWidget>

class QLabel;

namespace kubarium::gui {

class Dock : public QDockWidget {
    Q_OBJECT
public:
    // `name` is what the kept layout calls it.
    Dock(const QString& name, QWidget* content, QWidget* parent = nullptr);

    void setTitle(const QString& title);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_title;
    QAction* m_float;
    QAction* m_close;
};

} // namespace kubarium::gui
