// A resource quantity: 250m, 1.5Gi, 2e3. Exact: a whole number of nano-units in 128 bits, which holds every value
// that Kubernetes can (2^63 - 1 units, down to a billionth), and the notation it was written in.
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

    // As ParseQuantity: nothing if the text is not a quantity (the two reasons are in parseError). Values too
    // large are cut to the largest, fractions finer than nano are rounded away from zero.
    static std::optional<Quantity> parse(std::string_view text);
    // The sentence ParseQuantity refuses `text` with.
    static std::string_view parseError(std::string_view text);

    // The canonical form: no fraction, the largest suffix that keeps it exact.
    std::string text() const;

    Format format() const noexcept { return m_format; }
    Int128 nano() const noexcept;
    std::int64_t units() const;  // rounded up, as Value() does
    std::int64_t milli() const;  // rounded up, as MilliValue() does
    bool isZero() const noexcept { return m_low == 0 && m_high == 0; }
    int sign() const noexcept { return m_high < 0 ? -1 : isZero() ? 0 : 1; }

    Quantity operator+(const Quantity& other) const; // keeps this format, or the other's if this is zero
    Quantity operator-(const Quantity& other) const;
    Quantity operator-() const;

    // By value: 1 and 1000m are equal.
    friend bool operator==(const Quantity& a, const Quantity& b) noexcept { return a.nano() == b.nano(); }
    friend std::strong_ordering operator<=>(const Quantity& a, const Quantity& b) noexcept { return a.nano() <=> b.nano(); }

private:
    static Quantity ofNano(Int128 nano, Format format);
    std::uint64_t m_low = 0; // the halves apart, so that a quantity takes 24 bytes and not 32
    std::int64_t m_high = 0;
    Format m_format = Format::DecimalSI;
};

} // namespace kubarium::api
