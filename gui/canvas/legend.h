// What the signs and colours on the canvas mean: a small card over its corner, one key away.
#pragma once

#include "canvas/looks.h"

#include <QWidget>

namespace kubarium::gui {

class Legend : public QWidget {
    Q_OBJECT
public:
    explicit Legend(QWidget* parent);

    // The word that stands beside a mood's sign, and that a screen reader says.
    static QString wordFor(Mood mood);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override; // gone
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QStringList sentences() const; // below the signs

    static constexpr int margin = 14;
    static constexpr int lineHeight = 24;
};

} // namespace kubarium::gui
