#include "canvas/looks.h"

#include <QPainter>
#include <QPainterPath>

namespace kubarium::gui {

namespace {

constexpr QRgb owners[hues] = {
    0xFF0072B2, // blue
    0xFFE69F00, // orange
    0xFF009E73, // green
    0xFFCC79A7, // pink
    0xFF56B4E9, // sky
    0xFFD55E00, // vermilion
    0xFF8F7FD1, // violet
    0xFFB8A800, // yellow, darker than theirs: it has to stand on white
};

} // namespace

Looks::Looks(const Theme& colours) : theme(colours), ground(colours.sunken), group(colours.panel)
{
    const bool dark = theme.scheme == Scheme::Dark;
    const auto set = [&](Mood mood, const QColor& colour) { moodColours[static_cast<std::size_t>(mood)] = colour; };
    set(Mood::Waiting, theme.muted);
    set(Mood::Starting, dark ? 0xFFE5A139 : 0xFFB87300);
    set(Mood::Well, theme.good);
    set(Mood::Unwell, dark ? 0xFFE5A139 : 0xFFA66300);
    set(Mood::Failing, theme.bad);
    set(Mood::Leaving, dark ? 0xFFB495E8 : 0xFF7A52C0);
    set(Mood::Finished, dark ? 0xFF7FA7D9 : 0xFF41709F);
    set(Mood::Unknown, dark ? 0xFF8A93A3 : 0xFF6E7787);
    for (int i = 0; i < hues; ++i)
        hueColours[i] = dark ? blended(QColor(owners[i]), QColor(Qt::white), 0.12) : QColor(owners[i]);
}

QColor Looks::surface(Mood mood) const
{
    return blended(theme.panel, of(mood), theme.scheme == Scheme::Dark ? 0.16 : 0.09);
}

void paintMood(QPainter& painter, Mood mood, const QRectF& square, const QColor& colour)
{
    const QPointF centre = square.center();
    const double radius = square.width() / 2;
    const auto stroke = [&](double width) { painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap)); };
    const double thick = std::max(1.2, radius * 0.36);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::NoBrush);
    switch (mood) {
    case Mood::Waiting: // an empty ring
        stroke(thick * 0.8);
        painter.drawEllipse(centre, radius * 0.75, radius * 0.75);
        break;
    case Mood::Starting: // half a disc
        stroke(thick * 0.8);
        painter.drawEllipse(centre, radius * 0.75, radius * 0.75);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPie(square.adjusted(radius * .25, radius * .25, -radius * .25, -radius * .25), -90 * 16, 180 * 16);
        break;
    case Mood::Well: // a disc
        painter.setBrush(colour);
        painter.drawEllipse(centre, radius * 0.85, radius * 0.85);
        break;
    case Mood::Unwell: { // a triangle
        painter.setBrush(colour);
        const QPointF corners[] = {{centre.x(), square.top()}, {square.right(), square.bottom() - radius * 0.2},
            {square.left(), square.bottom() - radius * 0.2}};
        painter.drawPolygon(corners, 3);
        break;
    }
    case Mood::Failing: // a cross
        stroke(thick);
        painter.drawLine(centre - QPointF(radius, radius) * 0.65, centre + QPointF(radius, radius) * 0.65);
        painter.drawLine(centre - QPointF(radius, -radius) * 0.65, centre + QPointF(radius, -radius) * 0.65);
        break;
    case Mood::Leaving: // an arrow out
        stroke(thick * 0.9);
        painter.drawLine(centre - QPointF(radius * 0.8, 0), centre + QPointF(radius * 0.7, 0));
        painter.drawLine(centre + QPointF(radius * 0.1, -radius * 0.6), centre + QPointF(radius * 0.7, 0));
        painter.drawLine(centre + QPointF(radius * 0.1, radius * 0.6), centre + QPointF(radius * 0.7, 0));
        break;
    case Mood::Finished: // a tick
        stroke(thick);
        painter.drawLine(centre + QPointF(-radius * 0.75, 0), centre + QPointF(-radius * 0.2, radius * 0.55));
        painter.drawLine(centre + QPointF(-radius * 0.2, radius * 0.55), centre + QPointF(radius * 0.8, -radius * 0.6));
        break;
    case Mood::Unknown: { // a diamond
        painter.setBrush(colour);
        const QPointF corners[] = {{centre.x(), square.top()}, {square.right(), centre.y()},
            {centre.x(), square.bottom()}, {square.left(), centre.y()}};
        painter.drawPolygon(corners, 4);
        break;
    }
    }
}

std::uint8_t hueOf(std::string_view owner)
{
    std::uint32_t hash = 2166136261U;
    for (const char byte : owner)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
    return static_cast<std::uint8_t>((hash ^ hash >> 16) % hues);
}

} // namespace kubarium::gui
