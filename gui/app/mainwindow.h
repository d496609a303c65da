// The one window.
#pragma once

#include "theme/appearance.h"

#include <QMainWindow>

class QLabel;

namespace kubarium::gui {

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Appearance& appearance, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void recolour();
    void showAbout();

    QAction* m_about;
    QLabel* m_state;
    QLabel* m_version;
};

} // namespace kubarium::gui
