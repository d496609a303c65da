// A label in the second voice: muted in every theme. It takes a role of the palette instead of a colour of its own, so
// that nothing is left to do when the theme changes.
#pragma once

#include <QLabel>

namespace kubarium::gui {

inline QLabel* mutedLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace kubarium::gui
