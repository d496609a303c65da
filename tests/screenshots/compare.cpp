#include "compare.h"

#include <QPainter>

#include <algorithm>
#include <cstdlib>

namespace kubarium::gui {

namespace {

int distance(QRgb a, QRgb b)
{
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))});
}

// The expectation in pale grey, and on it in red what differs: one sees at once which part of the window it is.
QImage paleCopy(const QImage& image)
{
    QImage pale = image.convertToFormat(QImage::Format_Grayscale8).convertToFormat(QImage::Format_RGB32);
    QPainter painter(&pale);
    painter.fillRect(pale.rect(), QColor(255, 255, 255, 200));
    return pale;
}

QImage sideBySide(const QImage& actual, const QImage& expected, const QImage& difference)
{
    constexpr int gap = 12;
    const int width = std::max({actual.width(), expected.width(), difference.width()});
    const int height = std::max({actual.height(), expected.height(), difference.height()});
    QImage sheet(3 * width + 4 * gap, height + 2 * gap, QImage::Format_RGB32);
    sheet.fill(QColor(0x80, 0x30, 0x90)); // a colour that no theme of ours has: the edges of each picture are seen
    QPainter painter(&sheet);
    int x = gap;
    for (const QImage* image : {&actual, &expected, &difference}) {
        painter.drawImage(x, gap, *image);
        x += width + gap;
    }
    return sheet;
}

} // namespace

Comparison compared(const QImage& actualImage, const QImage& expectedImage, const Tolerance& tolerance)
{
    const QImage actual = actualImage.convertToFormat(QImage::Format_RGB32);
    const QImage expected = expectedImage.convertToFormat(QImage::Format_RGB32);
    if (actual.size() != expected.size()) {
        return {false,
            QStringLiteral("it is %1 by %2 pixels, not %3 by %4")
                .arg(actual.width()).arg(actual.height()).arg(expected.width()).arg(expected.height()),
            sideBySide(actual, expected, QImage())};
    }

    QImage difference = paleCopy(expected);
    QRect where;
    int differing = 0;
    int largest = 0;
    for (int y = 0; y < actual.height(); ++y) {
        const auto* a = reinterpret_cast<const QRgb*>(actual.constScanLine(y));
        const auto* e = reinterpret_cast<const QRgb*>(expected.constScanLine(y));
        auto* d = reinterpret_cast<QRgb*>(difference.scanLine(y));
        for (int x = 0; x < actual.width(); ++x) {
            const int shade = distance(a[x], e[x]);
            largest = std::max(largest, shade);
            if (shade <= tolerance.shade)
                continue;
            ++differing;
            where |= QRect(x, y, 1, 1);
            d[x] = qRgb(220, 0, 40);
        }
    }
    if (differing <= tolerance.pixels)
        return {true, {}, {}};
    return {false,
        QStringLiteral("%1 pixels differ, by up to %2 of 255, between (%3, %4) and (%5, %6)")
            .arg(differing).arg(largest).arg(where.left()).arg(where.top()).arg(where.right()).arg(where.bottom()),
        sideBySide(actual, expected, difference)};
}

} // namespace kubarium::gui
