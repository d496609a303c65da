// Comparing a picture with the one that a person once found right.
#pragma once

#include <QImage>
#include <QString>

namespace kubarium::gui {

// Other builds of a rasteriser round differently: a pixel may differ a little, and a few pixels more than that.
struct Tolerance {
    int shade = 6; // of 255, in each channel
    int pixels = 40;
};

struct Comparison {
    bool same = false;
    QString verdict; // a sentence; what differs, and where
    QImage sheet; // actual, expected and difference side by side; null when the same
};

Comparison compared(const QImage& actual, const QImage& expected, const Tolerance& tolerance);

} // namespace kubarium::gui
