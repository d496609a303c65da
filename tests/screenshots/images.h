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

#define KUBARIUM_SHOP "--cluster", KUBARIUM_SOURCE_DIR "/tests/screenshots/shop.yaml"

#define KUBARIUM_CLUSTER "--cluster", KUBARIUM_SOURCE_DIR "/tests/screenshots/cluster.yaml", "--advance", "1m"

inline const GoldenImage goldenImages[] = {
    {"cluster", {"--size", "1440x900", KUBARIUM_CLUSTER}, {.shade = 6, .pixels = 40}},
    {"cluster-small", {"--size", "1024x700", KUBARIUM_CLUSTER}, {.shade = 6, .pixels = 40}},
    {"cluster-empty", {"--size", "1440x900", "--advance", "30s"}, {.shade = 6, .pixels = 40}},
    {"nodes", {"--size", "1440x900", "--view", "nodes", "--advance", "30s"}, {.shade = 6, .pixels = 40}},
    {"pods", {"--size", "1440x900", KUBARIUM_SHOP, "--view", "pods", "--advance", "3m5s"}, {.shade = 6, .pixels = 40}},
    {"pods-small", {"--size", "1024x700", KUBARIUM_SHOP, "--view", "pods", "--advance", "3m5s"}, {.shade = 6, .pixels = 40}},
    {"nothing", {"--size", "1024x700", "--view", "pvc"}, {.shade = 6, .pixels = 40}},
};

#undef KUBARIUM_CLUSTER
#undef KUBARIUM_SHOP

} // namespace kubarium::gui
