#include "unicode.h"

#include "utf8.h"

#include <cstdint>
#include <cstring>

namespace kubarium::api {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

std::string fromUtf16(std::string_view bytes, bool bigEndian)
{
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<char32_t>(bigEndian ? first << 8U | second : second << 8U | first);
    };
    std::string out;
    std::size_t at = 0;
    for (; at + 1 < bytes.size(); at += 2) {
        const char32_t point = unit(at);
        const bool pair = point >= 0xD800 && point < 0xDC00 && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00
            && unit(at + 2) < 0xE000;
        if (pair) {
            appendUtf8(out, 0x10000 + ((point & 0x3FFU) << 10U) + (unit(at + 2) & 0x3FFU));
            at += 2;
        } else if (point >= 0xD800 && point < 0xE000) {
            out += replacement;
        } else {
            appendUtf8(out, point);
        }
    }
    if (at < bytes.size())
        out += replacement;
    return out;
}

// The first byte that is no part of valid UTF-8. ASCII, which is nearly everything, goes by eight at a time.
std::size_t firstInvalid(std::string_view text, std::size_t at)
{
    constexpr std::uint64_t highBits = 0x8080808080808080ULL;
    while (at < text.size()) {
        std::uint64_t eight = 0;
        while (at + sizeof eight <= text.size()) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if (eight & highBits)
                break;
            at += sizeof eight;
        }
        if (at == text.size())
            break;
        const std::size_t length = utf8Length(text, at);
        if (length == 0)
            return at;
        at += length;
    }
    return text.size();
}

// How many bytes one U+FFFD stands for: as much of a character as there is of it, at least one byte.
std::size_t brokenLength(std::string_view text, std::size_t at)
{
    const auto first = static_cast<unsigned char>(text[at]);
    std::size_t length = 1;
    if (first < 0xC2 || first > 0xF4 || at + 1 == text.size())
        return length;
    // What would make the character valid is appended: if that works, the beginning was sound.
    const std::size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    for (; length < wanted && at + length < text.size(); ++length) {
        std::string trial(text.substr(at, length + 1));
        trial.append(wanted - trial.size(), '\x80');
        if (utf8Length(trial, 0) == 0)
            break;
    }
    return length;
}

} // namespace

void appendUtf8(std::string& out, char32_t point)
{
    const auto trail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0U | (point >> 6U));
        trail(0);
    } else if (point < 0x10000) {
        out += static_cast<char>(0xE0U | (point >> 12U));
        trail(6);
        trail(0);
    } else {
        out += static_cast<char>(0xF0U | (point >> 18U));
        trail(12);
        trail(6);
        trail(0);
    }
}

std::string_view decodedText(std::string_view bytes, std::string& storage)
{
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        return storage = fromUtf16(bytes.substr(2), bytes[0] == '\xFE');
    if (bytes.starts_with(byteOrderMark))
        bytes.remove_prefix(byteOrderMark.size());
    std::size_t bad = firstInvalid(bytes, 0);
    if (bad == bytes.size())
        return bytes;
    storage.clear();
    std::size_t good = 0;
    for (; bad < bytes.size(); bad = firstInvalid(bytes, good)) {
        storage += bytes.substr(good, bad - good);
        storage += replacement;
        good = bad + brokenLength(bytes, bad);
    }
    return storage += bytes.substr(good);
}

std::string_view repairedUtf8(std::string_view bytes, std::string& storage)
{
    std::size_t bad = firstInvalid(bytes, 0);
    if (bad == bytes.size())
        return bytes;
    storage.clear();
    std::size_t good = 0;
    for (; bad < bytes.size(); bad = firstInvalid(bytes, good)) {
        storage += bytes.substr(good, bad - good);
        storage += replacement;
        good = bad + 1;
    }
    return storage += bytes.substr(good);
}

} // namespace kubarium::api
