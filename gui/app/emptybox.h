// What stands in the middle of the window while there is no cluster: an empty glass box, and how to go on.
#pragma once

#include "theme/theme.h"

#include <QPainterPath>
#include <QWidget>

class QLabel;

namespace kubarium::gui {

class EmptyBox : public QWidget {
    Q_OBJECT
public:
    explicit EmptyBox(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void recolour();

    Theme m_theme;
    QPainterPath m_glass;
    QPainterPath m_farWater;
    QPainterPath m_nearWater;
    QLabel* m_sentence;
    QLabel* m_hint;
    QLabel* m_command;
};

} // namespace kubarium::gui
