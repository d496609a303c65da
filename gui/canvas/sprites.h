// Images that are painted once and copied many times: cards in each mood and hue, signs, corners, and lines of text. A copy
// takes a microsecond where painting takes twenty.
#pragma once

#include "canvas/looks.h"

#include <QFont>
#include <QHash>
#include <QImage>

namespace kubarium::gui {

class Sprites {
public:
    explicit Sprites(const Looks& looks) : m_looks(looks) { }

    const Looks& looks() const { return m_looks; }

    // Everything is painted anew in other colours.
    void recolour(const Looks& looks);

    // A token's surface of so many device pixels: strip, border, tint.
    const QImage& card(Mood mood, std::uint8_t hue, QSize pixels);
    const QImage& sign(Mood mood, int pixels);
    // A round surface on the ground, whose quarters are the corners of a group.
    const QImage& corners(int radius, QRgb border);
    // A line of text no wider than that, cut with an ellipsis: at its end, or in bold, for names, in the middle, since their
    // ends tell them apart.
    const QImage& text(const QString& text, int pixelSize, bool bold, const QColor& colour, int widest);

private:
    static constexpr qsizetype most = 8'000; // then all are forgotten, and those in view come back

    struct Line {
        QString text;
        int pixelSize;
        bool bold;
        QRgb colour;
        int widest;
        friend bool operator==(const Line&, const Line&) = default;

        friend size_t qHash(const Line& line, size_t seed = 0)
        {
            return qHashMulti(seed, line.text, line.pixelSize, line.bold, line.colour, line.widest);
        }
    };

    Looks m_looks;
    QHash<quint64, QImage> m_images;
    QHash<Line, QImage> m_lines;
};

} // namespace kubarium::gui
