#include "base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace kubarium::api {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}();

bool isNewLine(char c)
{
    return c == '\n' || c == '\r';
}

} // namespace

void appendBase64(std::string& out, std::string_view bytes)
{
    out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        const std::size_t length = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (j < length ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            out += j <= length ? alphabet[group >> (18 - 6 * j) & 63] : '=';
    }
}

Base64 decodeBase64(std::string_view text)
{
    Base64 result;
    const auto corrupt = [&](std::size_t at) {
        result.corruptAt = at;
        return result;
    };
    std::size_t i = 0;
    while (true) {
        std::uint32_t group = 0;
        std::size_t digits = 0;
        std::size_t padding = 0;
        while (digits < 4) {
            while (i < text.size() && isNewLine(text[i]))
                ++i;
            if (i == text.size()) {
                if (digits == 0)
                    return result;
                return corrupt(i - digits); // a group that never ends is blamed on its beginning
            }
            const char c = text[i++];
            const std::int8_t value = values[static_cast<unsigned char>(c)];
            if (value >= 0) {
                group = group << 6 | static_cast<std::uint32_t>(value);
                ++digits;
                continue;
            }
            if (c != '=' || digits < 2)
                return corrupt(i - 1);
            if (digits == 2) { // "xx==": one more is due
                while (i < text.size() && isNewLine(text[i]))
                    ++i;
                if (i == text.size())
                    return corrupt(text.size());
                if (text[i] != '=')
                    return corrupt(i); // counted behind the first padding sign
                ++i;
            }
            padding = 4 - digits;
            break;
        }
        group <<= 6 * padding;
        for (std::size_t j = 0; j < 3 - padding; ++j)
            result.bytes += static_cast<char>(group >> (16 - 8 * j) & 0xFF);
        if (padding > 0) {
            while (i < text.size() && isNewLine(text[i]))
                ++i;
            if (i < text.size())
                return corrupt(i);
            return result;
        }
    }
}

} // namespace kubarium::api
