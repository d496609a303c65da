// IP addresses and CIDR ranges as the API server reads them: sloppily, since old clusters hold 010.1.2.3 (decimal,
// leading zeros and all), and with a warning for what a future release will refuse.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::api {

struct IpAddress {
    std::array<std::uint8_t, 16> bytes{}; // IPv4 as ::ffff:a.b.c.d, in network order

    bool isV4() const noexcept;
    std::string text() const; // "10.0.0.1"; IPv6 as RFC 5952 has it: "2001:db8::1"
    IpAddress masked(int prefix) const noexcept; // the first `prefix` of 128 bits, the others zero

    static std::optional<IpAddress> parse(std::string_view text) noexcept;

    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

struct Cidr {
    IpAddress address; // as written: bits behind the prefix may be set
    int prefix = 0; // of 32 bits if `v4Notation`, else of 128
    bool v4Notation = false;

    IpAddress network() const noexcept;
    bool contains(const IpAddress& address) const noexcept; // an IPv4 range holds no IPv6 addresses, and vice versa
    std::string text() const; // of the network: "10.9.8.0/24"

    static std::optional<Cidr> parse(std::string_view text) noexcept;
};

// The warnings that come with a valid address or range, each beginning with `field`.
std::vector<std::string> ipWarnings(std::string_view field, std::string_view text);
std::vector<std::string> cidrWarnings(std::string_view field, std::string_view text);

} // namespace kubarium::api
