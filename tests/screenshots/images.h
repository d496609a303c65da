// The golden images. A row is drawn in both languages and both themes, as <name>-<lang>-<theme>.png.
#pragma once

#include "compare.h"

#include <QStringList>

namespace kubarium::gui {

struct GoldenImage {
    const char* name;
    QStringList arguments; // for `kubarium`, beside language, theme and the file
    Tolerance tolerance;
};

inline const GoldenImage goldenImages[] = {
    {"empty", {"--size", "1440x900"}, {.shade = 6, .pixels = 40}},
    {"empty-small", {"--size", "640x480"}, {.shade = 6, .pixels = 40}},
};

} // namespace kubarium::gui
