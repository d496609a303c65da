// The cards that the window is laid out in: a rounded, bordered surface on the backdrop. A dock is a card in two pieces, its
// title and its content.
#pragma once

#include "theme/theme.h"

#include <QWidget>

namespace kubarium::gui {

class Panel : public QWidget {
    Q_OBJECT
public:
    enum class Shape { Whole, Top, Bottom };
    static constexpr int radius = 8;

    explicit Panel(Shape shape = Shape::Whole, QWidget* parent = nullptr);

    const Theme& theme() const { return m_theme; }

signals:
    void themeChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    Shape m_shape;
    Theme m_theme;
};

} // namespace kubarium::gui
