// A resource quantity: 250m, 1.5Gi, 2e3. Exact: a whole number of nano-units in 128 bits, and the notation it was
// written in.
//
// Kubernetes cuts binary quantities to 2^63 - 1 and leaves decimal ones as large as they are written. Here decimal
// ones end at 1.7 × 10^29, where the 128 bits do.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

__extension__ typedef __int128 Int128;

class Quantity {
public:
    enum class Format : std::uint8_t { DecimalSI, BinarySI, DecimalExponent };

    constexpr Quantity() noexcept = default;
    static Quantity ofUnits(std::int64_t units, Format format = Format::DecimalSI);
    static Quantity ofMilli(std::int64_t milli, Format format = Format::DecimalSI);

    // As ParseQuantity: nothing if the text is not a quantity (the reasons are in parseError). Values too large are
    // cut to the largest, fractions finer than nano are rounded away from zero.
    static std::optional<Quantity> parse(std::string_view text);
    // The sentence ParseQuantity refuses `text` with.
    static std::string_view parseError(std::string_view text);

    // The canonical form: no fraction, the largest suffix that keeps it exact. A quantity that was parsed from a text
    // which the server takes for canonical at a glance keeps that text instead: +1, 007, 1.125, 1E3 stay as they are.
    std::string text() const;

    Format format() const noexcept { return m_format; }

    Int128 nano() const noexcept { return static_cast<Int128>(m_high) << 64U | m_low; }

    std::int64_t units() const noexcept; // rounded away from zero, as Value() does; the nearest int64 if it is beyond
    std::int64_t milli() const noexcept; // likewise, as MilliValue() does

    bool isZero() const noexcept { return m_low == 0 && m_high == 0; }

    int sign() const noexcept { return m_high < 0 ? -1 : isZero() ? 0 : 1; }

    Quantity operator+(const Quantity& other) const; // keeps this format, or the other's if this is zero
    Quantity operator-(const Quantity& other) const;
    Quantity operator-() const;
    // Without the digits behind milli, as the server rounds every resource list when it fills in defaults.
    Quantity roundedUpToMilli() const;

    // By value: 1 and 1000m are equal.
    friend bool operator==(const Quantity& a, const Quantity& b) noexcept { return a.nano() == b.nano(); }

    friend std::strong_ordering operator<=>(const Quantity& a, const Quantity& b) noexcept
    {
        return a.nano() <=> b.nano();
    }

private:
    // How a text that is kept differs from the canonical one; all zeroes: it does not.
    struct Spelling {
        enum Flag : std::uint8_t { Kept = 1, Plus = 2, Point = 4, UpperE = 8, ExponentPlus = 16, ExponentMinus = 32 };

        std::uint8_t flags = 0;
        std::uint8_t leadingZeros = 0;
        std::uint8_t decimals = 0; // digits behind the point
        std::uint8_t exponentZeros = 0;
    };
    struct Reading;
    static Quantity ofNano(Int128 nano, Format format) noexcept;
    static std::string_view read(std::string_view text, Quantity& result) noexcept;
    void keepSpelling(const Reading& reading, bool binary) noexcept;

    std::uint64_t m_low = 0; // the halves apart, so that a quantity takes 24 bytes and not 32
    std::int64_t m_high = 0;
    Format m_format = Format::DecimalSI;
    Spelling m_spelling;
};

} // namespace kubarium::api
