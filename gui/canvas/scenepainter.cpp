#include "canvas/scenepainter.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace kubarium::gui {

namespace {

constexpr int cardFrom = 18; // device pixels of a token's width from which it is a card
constexpr int roundFrom = 90; // and of a group's from which it has round corners
constexpr double titleSize = 15;
constexpr double noteSize = 14;
constexpr double tokenSize = 14;
constexpr int cornerRadius = 8;
constexpr int gaugeHeight = 22; // in units of the scene
constexpr int inset = 12;
constexpr double lineHeight = 1.2; // of a line of text, in its size
constexpr double ample = 1.8; // text grows no further than this

// As std::floor(value + 0.5), which is a call into the library on common processors. Exact far beyond any scene.
inline int rounded(double value)
{
    constexpr double shift = 1LL << 40;
    return static_cast<int>(static_cast<long long>(value + 0.5 + shift) - (1LL << 40));
}

// What must not be lost among its neighbours.
int urgency(Mood mood)
{
    switch (mood) {
    case Mood::Failing:
        return 7;
    case Mood::Unwell:
        return 6;
    case Mood::Waiting:
        return 5;
    case Mood::Starting:
        return 4;
    case Mood::Leaving:
        return 3;
    case Mood::Unknown:
        return 2;
    case Mood::Well:
        return 1;
    case Mood::Finished:
        break;
    }
    return 0;
}

} // namespace

void ScenePainter::paint(const Scene& scene, const Camera& camera, double ratio, QImage& frame)
{
    m_frame = &frame;
    m_ratio = ratio;
    m_scale = camera.scale() * ratio;
    m_origin = camera.toView(QPointF(0, 0)) * ratio;
    frame.fill(m_sprites.looks().ground);
    m_bits = frame.bits();
    m_line = frame.bytesPerLine();
    for (int mood = 0; mood < moods; ++mood)
        m_moods[mood] = m_sprites.looks().moodColours[mood].rgb();
    QPainter painter(&frame);
    m_painter = &painter;
    const QRect seen = camera.visible().toAlignedRect();
    for (const Group& group : scene.groups) {
        if (group.rect.intersects(seen))
            paintGroup(group);
    }
    for (const Edge& edge : scene.edges) {
        if (QRect(edge.from, edge.to).normalized().adjusted(0, 0, 1, 1).intersects(seen))
            paintEdge(edge);
    }
}

QPoint ScenePainter::pixelOf(QPoint scene) const
{
    const double x = scene.x() * m_scale + m_origin.x();
    const double y = scene.y() * m_scale + m_origin.y();
    return {rounded(x), rounded(y)};
}

// Edges are rounded, not sizes: what touches in the scene touches in the frame. Nothing is so small that it vanishes.
QRect ScenePainter::pixelsOf(const QRect& scene) const
{
    const QPoint from = pixelOf(scene.topLeft());
    const QPoint to = pixelOf(scene.topLeft() + QPoint(scene.width(), scene.height()));
    return {from, QPoint(std::max(from.x(), to.x() - 1), std::max(from.y(), to.y() - 1))};
}

int ScenePainter::units(double length) const
{
    return static_cast<int>(std::lround(length * m_scale));
}

int ScenePainter::pixels(double length) const
{
    return static_cast<int>(std::lround(length * m_ratio));
}

void ScenePainter::fill(const QRect& rect, QRgb colour)
{
    const int left = std::max(rect.left(), 0);
    const int right = std::min(rect.right(), m_frame->width() - 1);
    const int bottom = std::min(rect.bottom(), m_frame->height() - 1);
    if (left > right)
        return;
    for (int y = std::max(rect.top(), 0); y <= bottom; ++y) {
        auto* const line = reinterpret_cast<QRgb*>(m_bits + y * m_line);
        std::fill(line + left, line + right + 1, colour);
    }
}

void ScenePainter::blit(const QImage& image, QPoint at)
{
    m_painter->drawImage(at, image);
}

// In device pixels; 0 if a line that can be read is higher than the room for it.
int ScenePainter::textSize(double sceneSize, int room) const
{
    const int least = pixels(smallestText);
    const int wanted = static_cast<int>(std::lround(sceneSize * std::min(m_scale, ample * m_ratio)));
    const int size = std::max(wanted, least);
    return room >= static_cast<int>(size * lineHeight) ? size : 0;
}

// Answers how wide it came out; 0 if there is no room.
int ScenePainter::writeText(const QString& text, QPoint at, int size, bool bold, const QColor& colour, int widest)
{
    if (text.isEmpty() || size == 0 || widest < 3 * size)
        return 0;
    const QImage& image = m_sprites.text(text, size, bold, colour, widest);
    blit(image, at);
    return image.width();
}

void ScenePainter::paintGroup(const Group& group)
{
    const QRect rect = pixelsOf(group.rect);
    paintSurface(group, rect);
    if (rect.width() >= pixels(roundFrom)) {
        paintHead(group, rect);
        paintGauges(group, rect);
        paintHint(group, rect);
    } else if (group.marked && group.mood != Mood::Well && rect.height() >= 4) {
        // No room for a sign: the head itself is coloured.
        const int height = std::max(2, units(Group::head));
        fill(QRect(rect.left(), rect.top(), rect.width(), height) & rect, m_sprites.looks().of(group.mood).rgb());
    }
    paintTokens(group, rect);
}

void ScenePainter::paintSurface(const Group& group, const QRect& rect)
{
    const Looks& looks = m_sprites.looks();
    const bool troubled = group.marked && group.mood != Mood::Well;
    const QRgb border = (troubled ? blended(looks.theme.border, looks.of(group.mood), 0.6) : looks.theme.border).rgb();
    fill(rect, looks.group.rgb());
    if (rect.width() < 24)
        return;
    fill({rect.left(), rect.top(), rect.width(), 1}, border);
    fill({rect.left(), rect.bottom(), rect.width(), 1}, border);
    fill({rect.left(), rect.top(), 1, rect.height()}, border);
    fill({rect.right(), rect.top(), 1, rect.height()}, border);
    if (rect.width() < pixels(roundFrom))
        return;
    const int radius = std::clamp(units(cornerRadius), 2, pixels(10));
    const QImage& corners = m_sprites.corners(radius, border);
    const int right = rect.right() + 1 - radius;
    const int bottom = rect.bottom() + 1 - radius;
    m_painter->drawImage(rect.topLeft(), corners, QRect(0, 0, radius, radius));
    m_painter->drawImage(QPoint(right, rect.top()), corners, QRect(radius, 0, radius, radius));
    m_painter->drawImage(QPoint(rect.left(), bottom), corners, QRect(0, radius, radius, radius));
    m_painter->drawImage(QPoint(right, bottom), corners, QRect(radius, radius, radius, radius));
}

void ScenePainter::paintHead(const Group& group, const QRect& rect)
{
    const Looks& looks = m_sprites.looks();
    const int left = rect.left() + units(inset);
    const int widest = rect.width() - 2 * units(inset);
    const int middle = rect.top() + units(Group::head * 0.52);
    const int sign = group.marked ? std::clamp(units(11), pixels(8), pixels(18)) : 0;
    const int room = sign > 0 ? sign + pixels(6) : 0;
    const int size = textSize(titleSize, units(Group::head));
    int used = writeText(
        group.title, {left, middle - qRound(size * lineHeight / 2)}, size, true, looks.theme.text, widest - room);
    if (sign > 0) {
        blit(m_sprites.sign(group.mood, sign), {left + (used > 0 ? used + pixels(5) : 0), middle - sign / 2});
        used += room;
    }
    const int noteHeight = std::min(size, textSize(noteSize, units(Group::head)));
    const int rest = widest - used - pixels(10);
    if (group.note.isEmpty() || noteHeight == 0 || rest < 3 * noteHeight)
        return;
    const QImage& note = m_sprites.text(group.note, noteHeight, false, looks.theme.muted, rest);
    blit(
        note, {rect.left() + rect.width() - units(inset) - note.width(), middle - qRound(noteHeight * lineHeight / 2)});
}

void ScenePainter::paintGauges(const Group& group, const QRect& rect)
{
    const Looks& looks = m_sprites.looks();
    const int left = rect.left() + units(inset);
    const int widest = rect.width() - 2 * units(inset);
    // Columns follow the text, which does not shrink with the bars.
    int size = textSize(noteSize, units(gaugeHeight));
    const int nameWidth = size * 10 / 3;
    const int amountWidth = size * 7;
    if (widest < nameWidth + amountWidth + 2 * size)
        size = 0;
    int y = rect.top() + units(Group::head);
    for (const Gauge& gauge : group.gauges) {
        const QColor colour = gauge.share >= 0.9 ? looks.theme.bad
            : gauge.share >= 0.75                ? looks.theme.warning
                                                 : looks.theme.good;
        const int middle = y + units(gaugeHeight / 2.0);
        const int thick = std::max(2, units(5));
        QRect bar(left, middle - thick / 2, widest, thick);
        if (size > 0) {
            bar.adjust(nameWidth, 0, -amountWidth - size / 2, 0);
            const int top = middle - qRound(size * lineHeight / 2);
            writeText(gauge.name, {left, top}, size, false, looks.theme.muted, nameWidth);
            const QImage& amount = m_sprites.text(gauge.amount, size, false, looks.theme.muted, amountWidth);
            blit(amount, {left + widest - amount.width(), top});
        }
        fill(bar, looks.theme.border.rgb());
        bar.setWidth(static_cast<int>(std::lround(bar.width() * std::clamp(gauge.share, 0.0, 1.0))));
        fill(bar, colour.rgb());
        y += units(gaugeHeight);
    }
}

void ScenePainter::paintHint(const Group& group, const QRect& rect)
{
    if (!group.tokens.empty() || group.hint.isEmpty())
        return;
    const int top = units(Group::head + int(group.gauges.size()) * gaugeHeight);
    const int size = textSize(tokenSize, rect.height() - top);
    const int y = rect.top() + top + (rect.height() - top) / 2 - units(4) - qRound(size * lineHeight / 2);
    writeText(group.hint, {rect.left() + units(inset), y}, size, false, m_sprites.looks().theme.muted,
        rect.width() - 2 * units(inset));
}

void ScenePainter::paintTokens(const Group& group, const QRect& rect)
{
    if (group.tokens.empty())
        return;
    const QRect seen = m_frame->rect();
    const bool whole = seen.contains(rect);
    const double width = group.tokens.front().rect.width() * m_scale;
    if (width >= cardFrom) {
        for (const Token& token : group.tokens) {
            if (const QRect at = pixelsOf(token.rect); whole || at.intersects(seen))
                paintCard(token, at);
        }
        return;
    }
    if (width >= 3) {
        for (const Token& token : group.tokens)
            paintFar(token, pixelsOf(token.rect));
        return;
    }
    // Tokens share pixels: the urgent ones come last, so that they stay on top.
    unsigned levels = 0;
    for (const Token& token : group.tokens)
        levels |= 1U << urgency(token.mood);
    for (int level = 0; level < moods; ++level) {
        if (!(levels & 1U << level))
            continue;
        for (const Token& token : group.tokens) {
            if (urgency(token.mood) == level)
                paintFar(token, pixelsOf(token.rect));
        }
    }
}

void ScenePainter::paintFar(const Token& token, const QRect& rect)
{
    fill(rect, m_moods[static_cast<int>(token.mood)]);
    if (rect.width() >= 8)
        fill({rect.left(), rect.top(), 2, rect.height()}, m_sprites.looks().hueColours[token.hue % hues].rgb());
}

void ScenePainter::paintCard(const Token& token, const QRect& rect)
{
    const Looks& looks = m_sprites.looks();
    blit(m_sprites.card(token.mood, token.hue, rect.size()), rect.topLeft());
    const int sign = std::clamp(units(11), std::min(6, rect.height()), pixels(18));
    const int left = rect.left() + units(11);
    blit(m_sprites.sign(token.mood, sign), {rect.right() - units(8) - sign, rect.top() + (rect.height() - sign) / 2});
    const int widest = rect.width() - units(11) - units(12) - sign;
    const int size = textSize(tokenSize, rect.height());
    if (size == 0 || widest < 4 * size)
        return;
    const Caption caption = m_describe(token);
    const int line = qRound(size * lineHeight);
    const bool second = !caption.detail.isEmpty() && rect.height() >= 2 * line + 2;
    const int top = rect.top() + (rect.height() - (second ? 2 * line : line)) / 2;
    writeText(caption.title, {left, top}, size, true, looks.theme.text, widest);
    if (second)
        writeText(caption.detail, {left, top + line}, size, false,
            blended(looks.theme.text, looks.of(token.mood), 0.75), widest);
}

// One device pixel wide: wider ones take several times as long. What is strong is so by its colour.
void ScenePainter::paintEdge(const Edge& edge)
{
    const Looks& looks = m_sprites.looks();
    m_painter->setRenderHint(QPainter::Antialiasing);
    m_painter->setPen(QPen(blended(looks.ground, looks.of(edge.mood), edge.strong ? 0.9 : 0.45), 1));
    m_painter->drawLine(QPointF(pixelOf(edge.from)) + QPointF(0.5, 0.5), QPointF(pixelOf(edge.to)) + QPointF(0.5, 0.5));
    m_painter->setRenderHint(QPainter::Antialiasing, false);
}

} // namespace kubarium::gui
