// The bundled fonts. The window looks the same on every machine, Korean included, because it never asks the system.
#pragma once

#include <QFont>

namespace kubarium::gui {

// Makes the bundled faces known; once, after the application object exists.
void loadFonts();

// Sizes are pixels: the layout is drawn in pixels, and Qt scales both together on a dense screen.
QFont textFont(int pixelSize = 13, QFont::Weight weight = QFont::Normal);
QFont codeFont(int pixelSize = 13);

} // namespace kubarium::gui
