#include "timeline/timetext.h"

#include "bridge/words.h"

namespace kubarium::gui {

QString sinceText(api::Microseconds span)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(std::max(span, api::Microseconds(0)));
    const std::chrono::hh_mm_ss clock(milliseconds % std::chrono::hours(24));
    const auto days = milliseconds / std::chrono::hours(24);
    const auto padded = [](auto number, int digits) {
        return QStringLiteral("%1").arg(qint64(number), digits, 10, QLatin1Char('0'));
    };
    const QString text = padded(clock.hours().count(), 2) + QLatin1Char(':') + padded(clock.minutes().count(), 2)
        + QLatin1Char(':') + padded(clock.seconds().count(), 2) + QLatin1Char('.')
        + padded(clock.subseconds().count(), 3);
    return days == 0 ? text : QStringLiteral("%1d %2").arg(days).arg(text);
}

QString dateText(api::Time time)
{
    // 2026-01-01T00:07:42Z, taken apart for people.
    const QString text = words(time.text());
    return text.left(10) + QLatin1Char(' ') + text.mid(11, 8) + QStringLiteral(" UTC");
}

} // namespace kubarium::gui
