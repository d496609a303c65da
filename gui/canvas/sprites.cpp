#include "canvas/sprites.h"

#include "theme/fonts.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace kubarium::gui {

namespace {

QImage empty(QSize size)
{
    QImage image(size.expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

// Sizes stay below what a screen has; a key is exact, not a hash.
quint64 keyOf(quint64 what, quint64 which, int first, int second)
{
    return what << 60 | (which & 0xFFFF) << 44 | (quint64(first) & 0xFFFFF) << 24 | (quint64(second) & 0xFFFFFF);
}

template <class Images, class Key, class Paint>
const QImage& kept(Images& images, qsizetype most, const Key& key, Paint paint)
{
    if (const auto found = images.constFind(key); found != images.cend())
        return *found;
    if (images.size() >= most)
        images.clear();
    return *images.insert(key, paint());
}

} // namespace

void Sprites::recolour(const Looks& looks)
{
    m_looks = looks;
    m_images.clear();
    m_lines.clear();
}

const QImage& Sprites::card(Mood mood, std::uint8_t hue, QSize pixels)
{
    const quint64 key = keyOf(1, quint64(mood) << 8 | hue, pixels.width(), pixels.height());
    return kept(m_images, most, key, [&] {
        QImage image = empty(pixels);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF whole = QRectF(QPointF(), QSizeF(pixels)).adjusted(0.5, 0.5, -0.5, -0.5);
        const double radius = std::min(5.0, pixels.height() * 0.16);
        QPainterPath outline;
        outline.addRoundedRect(whole, radius, radius);
        painter.fillPath(outline, m_looks.surface(mood));
        painter.setClipPath(outline);
        const double strip = std::max(2.0, std::round(pixels.width() * 0.032));
        painter.fillRect(QRectF(0, 0, strip + 0.5, pixels.height()), m_looks.hueColours[hue % hues]);
        painter.setClipping(false);
        painter.setPen(QPen(blended(m_looks.group, m_looks.of(mood), 0.45), 1));
        painter.drawPath(outline);
        return image;
    });
}

const QImage& Sprites::sign(Mood mood, int pixels)
{
    return kept(m_images, most, keyOf(2, quint64(mood), pixels, 0), [&] {
        QImage image = empty({pixels, pixels});
        QPainter painter(&image);
        paintMood(painter, mood, QRectF(0, 0, pixels, pixels), m_looks.of(mood));
        return image;
    });
}

const QImage& Sprites::corners(int radius, QRgb border)
{
    return kept(m_images, most, keyOf(3, 0, radius, int(border & RGB_MASK)), [&] {
        QImage image(QSize(2 * radius, 2 * radius), QImage::Format_RGB32);
        image.fill(m_looks.ground);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QColor(border));
        painter.setBrush(m_looks.group);
        painter.drawRoundedRect(QRectF(image.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5);
        return image;
    });
}

const QImage& Sprites::text(const QString& text, int pixelSize, bool bold, const QColor& colour, int widest)
{
    return kept(m_lines, most, Line{text, pixelSize, bold, colour.rgba(), widest}, [&] {
        const QFont font = textFont(pixelSize, bold ? QFont::Bold : QFont::Normal);
        const QFontMetrics metrics(font);
        const QString shown = metrics.elidedText(text, bold ? Qt::ElideMiddle : Qt::ElideRight, widest);
        QImage image = empty({metrics.horizontalAdvance(shown) + 2, metrics.height()});
        QPainter painter(&image);
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(QPointF(0, metrics.ascent()), shown);
        return image;
    });
}

} // namespace kubarium::gui
