// A moment of the API: metav1.Time and MicroTime. Like Go's, its zero is the year 1 and means "not set".
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

using Microseconds = std::chrono::microseconds;
using Seconds = std::chrono::seconds;

class Time {
public:
    constexpr Time() noexcept = default;

    // From a moment since 1970-01-01T00:00:00Z.
    static constexpr Time sinceEpoch(Microseconds moment) noexcept { return Time(moment.count() + yearOneToEpoch); }

    constexpr Microseconds sinceEpoch() const noexcept { return Microseconds(m_micros - yearOneToEpoch); }

    constexpr explicit operator bool() const noexcept { return m_micros != 0; }

    constexpr bool isZero() const noexcept { return m_micros == 0; }

    friend constexpr auto operator<=>(Time, Time) noexcept = default;

    friend constexpr Time operator+(Time time, Microseconds span) noexcept
    {
        return Time(time.m_micros + span.count());
    }

    friend constexpr Time operator-(Time time, Microseconds span) noexcept
    {
        return Time(time.m_micros - span.count());
    }

    friend constexpr Microseconds operator-(Time a, Time b) noexcept { return Microseconds(a.m_micros - b.m_micros); }

    // RFC 3339, as metav1.Time (whole seconds, "2026-01-01T00:00:00Z") and MicroTime ("….000000Z") print it.
    std::string text() const;
    std::string microText() const;
    // As Go reads RFC 3339, moved to UTC; nothing if it is not one. Fractions beyond microseconds are cut.
    static std::optional<Time> parse(std::string_view text);
    // As a MicroTime is read: exactly six digits of fraction.
    static std::optional<Time> parseMicro(std::string_view text);
    // The sentence Go refuses `text` with: parsing time "today" as "2006-01-02T15:04:05Z07:00": cannot parse …
    static std::string parseError(std::string_view text);
    static std::string microParseError(std::string_view text);

private:
    explicit constexpr Time(std::int64_t micros) noexcept : m_micros(micros) { }

    static constexpr std::int64_t yearOneToEpoch = 62'135'596'800LL * 1'000'000;

    std::int64_t m_micros = 0; // since 0001-01-01T00:00:00Z
};

} // namespace kubarium::api
