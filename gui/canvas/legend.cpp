#include "canvas/legend.h"

#include "theme/fonts.h"

#include <QEvent>
#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>

#include <array>

namespace kubarium::gui {

namespace {

constexpr int textSize = 13;
constexpr int signSize = 12;
constexpr int textAt = 26; // from the margin on
constexpr std::array order{Mood::Well, Mood::Starting, Mood::Waiting, Mood::Unwell, Mood::Failing, Mood::Leaving,
    Mood::Finished, Mood::Unknown};
static_assert(order.size() == moods);

} // namespace

Legend::Legend(QWidget* parent) : QWidget(parent)
{
    setCursor(Qt::ArrowCursor);
    retranslate();
}

QString Legend::wordFor(Mood mood)
{
    switch (mood) {
    case Mood::Waiting:
        return tr("Waiting for a node");
    case Mood::Starting:
        return tr("Starting");
    case Mood::Well:
        return tr("Ready");
    case Mood::Unwell:
        return tr("Needs attention");
    case Mood::Failing:
        return tr("Failing");
    case Mood::Leaving:
        return tr("Terminating");
    case Mood::Finished:
        return tr("Completed");
    case Mood::Unknown:
        break;
    }
    return tr("Not known");
}

QStringList Legend::sentences() const
{
    return {tr("Strip: pods of one owner share a colour"), tr("Bars: what pods request of the node")};
}

QSize Legend::sizeHint() const
{
    const QFontMetrics metrics(textFont(textSize));
    int widest = 0;
    for (const Mood mood : order)
        widest = std::max(widest, metrics.horizontalAdvance(wordFor(mood)));
    for (const QString& sentence : sentences())
        widest = std::max(widest, metrics.horizontalAdvance(sentence));
    const int lines = int(order.size() + sentences().size());
    return {2 * margin + textAt + widest + 2, 2 * margin + lines * lineHeight};
}

void Legend::paintEvent(QPaintEvent*)
{
    const Looks looks{Theme(palette())};
    const Theme& theme = looks.theme;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    QRect line(margin, margin, width() - 2 * margin, lineHeight);
    const auto write = [&](const QString& text) {
        painter.setFont(textFont(textSize));
        painter.setPen(theme.text);
        painter.drawText(line.adjusted(textAt, 0, 0, 0), int(Qt::AlignLeft | Qt::AlignVCenter), text);
        line.translate(0, lineHeight);
    };
    for (const Mood mood : order) {
        paintMood(painter, mood, QRectF(line.left() + 1, line.center().y() - signSize / 2 + 1, signSize, signSize),
            looks.of(mood));
        write(wordFor(mood));
    }
    painter.setPen(Qt::NoPen);
    for (int i = 0; i < 3; ++i) {
        painter.setBrush(looks.hueColours[i]);
        painter.drawRect(QRectF(line.left() + 1 + 5 * i, line.center().y() - 6, 3, 14));
    }
    write(sentences()[0]);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.border);
    painter.drawRect(QRectF(line.left(), line.center().y() - 1, 16, 5));
    painter.setBrush(theme.good);
    painter.drawRect(QRectF(line.left(), line.center().y() - 1, 9, 5));
    write(sentences()[1]);
}

void Legend::mousePressEvent(QMouseEvent*)
{
    hide();
}

void Legend::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void Legend::retranslate()
{
    setAccessibleName(tr("Legend"));
    QStringList words;
    for (const Mood mood : order)
        words << wordFor(mood);
    setAccessibleDescription((words + sentences()).join(QStringLiteral(", ")));
    resize(sizeHint());
}

} // namespace kubarium::gui
