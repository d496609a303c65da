// The colours of the canvas, worked out from the theme: one for each mood, one for each owner.
//
// Owners take eight hues that colour-blind eyes tell apart (Okabe and Ito), softened to the theme. A mood has a shape beside
// its colour; the eight shapes differ in outline, so that they can be told in grey and small.
#pragma once

#include "canvas/scene.h"

#include "theme/theme.h"

class QPainter;

namespace kubarium::gui {

inline constexpr int hues = 8;

struct Looks {
    explicit Looks(const Theme& theme);

    const QColor& of(Mood mood) const { return moodColours[static_cast<std::size_t>(mood)]; }

    // A card's surface in a mood: barely tinted.
    QColor surface(Mood mood) const;

    Theme theme;
    QColor ground; // behind everything
    QColor group; // the surface of a group
    QColor moodColours[moods];
    QColor hueColours[hues];
};

// The sign of a mood inside a square.
void paintMood(QPainter& painter, Mood mood, const QRectF& square, const QColor& colour);

// In which hue belong together what comes of one owner: the same in every session.
std::uint8_t hueOf(std::string_view owner);

} // namespace kubarium::gui
