#include "zip.h"

#include <zlib.h>

#include <algorithm>
#include <optional>

namespace kubarium::lab {

namespace {

constexpr std::uint32_t localSignature = 0x04034b50;
constexpr std::uint32_t centralSignature = 0x02014b50;
constexpr std::uint32_t endSignature = 0x06054b50;
constexpr std::size_t localSize = 30;
constexpr std::size_t centralSize = 46;
constexpr std::size_t endSize = 22;
constexpr std::size_t longestComment = 0xffff;
constexpr std::uint16_t noTime = 0;
constexpr std::uint16_t firstDay = 0x21; // 1980-01-01, where the dates of zip begin
constexpr std::uint16_t version = 20;
constexpr std::uint16_t madeOnUnix = 3 << 8;
constexpr std::uint32_t privateFile = 0100600U << 16;
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;
constexpr std::uint16_t utf8Names = 0x800;

void put16(std::string& out, std::uint32_t value)
{
    out += static_cast<char>(value & 0xff);
    out += static_cast<char>(value >> 8 & 0xff);
}

void put32(std::string& out, std::uint32_t value)
{
    put16(out, value & 0xffff);
    put16(out, value >> 16);
}

std::uint16_t get16(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(
        static_cast<std::uint8_t>(bytes[at]) | static_cast<std::uint8_t>(bytes[at + 1]) << 8);
}

std::uint32_t get32(std::string_view bytes, std::size_t at)
{
    return get16(bytes, at) | static_cast<std::uint32_t>(get16(bytes, at + 2)) << 16;
}

std::uint32_t checksum(std::string_view bytes)
{
    return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

Bytef* unread(std::string_view bytes)
{
    return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data())); // zlib only reads it
}

// zlib counts in 32 bits, and so does zip: what is larger never comes here.
std::optional<std::string> squeezed(std::string_view content)
{
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    std::string out(deflateBound(&stream, static_cast<uLong>(content.size())), '\0');
    stream.next_in = unread(content);
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return done && out.size() < content.size() ? std::optional(std::move(out)) : std::nullopt;
}

// Exactly `size` bytes or nothing. Memory grows with what really comes out, not with what was promised.
std::optional<std::string> inflated(std::string_view bytes, std::size_t size)
{
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return std::nullopt;
    stream.next_in = unread(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    int result = Z_OK;
    while (result == Z_OK) {
        const std::size_t room = std::clamp<std::size_t>(out.size(), 64 * 1024, 64 * 1024 * 1024);
        const std::size_t before = out.size();
        out.resize(std::min(size + 1, before + room)); // one more, so that too much is noticed
        if (out.size() == before)
            break;
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = static_cast<uInt>(out.size() - before);
        result = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    const bool whole = result == Z_STREAM_END && stream.avail_in == 0 && out.size() == size;
    return whole ? std::optional(std::move(out)) : std::nullopt;
}

// Where the table of contents is; it ends the file.
std::optional<std::size_t> endRecord(std::string_view bytes)
{
    if (bytes.size() < endSize)
        return std::nullopt;
    const std::size_t last = bytes.size() - endSize;
    for (std::size_t at = last + 1; at-- > 0 && last - at <= longestComment;) {
        if (get32(bytes, at) == endSignature && at + endSize + get16(bytes, at + 20) == bytes.size())
            return at;
    }
    return std::nullopt;
}

bool isPlainName(std::string_view name)
{
    const auto isPlain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-'
            || c == '_';
    };
    return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), isPlain);
}

struct Listed {
    std::string_view name;
    std::uint16_t method;
    std::uint32_t crc;
    std::size_t packed;
    std::size_t size;
    std::size_t at; // of its local header
    std::size_t begin = 0; // of its bytes
};

} // namespace

std::string zipped(std::span<const ZipEntry> entries)
{
    std::string out;
    std::string contents;
    for (const ZipEntry& entry : entries) {
        const std::optional<std::string> small = squeezed(entry.content);
        const std::string& packed = small ? *small : entry.content;
        std::string common;
        put16(common, version);
        put16(common, utf8Names);
        put16(common, small ? deflated : stored);
        put16(common, noTime);
        put16(common, firstDay);
        put32(common, checksum(entry.content));
        put32(common, static_cast<std::uint32_t>(packed.size()));
        put32(common, static_cast<std::uint32_t>(entry.content.size()));
        put16(common, static_cast<std::uint32_t>(entry.name.size()));
        put16(common, 0); // no extra field

        put32(contents, centralSignature);
        put16(contents, madeOnUnix | version);
        contents += common;
        put16(contents, 0); // no comment
        put16(contents, 0); // the first disk
        put16(contents, 0); // what is inside is nobody's business
        put32(contents, privateFile);
        put32(contents, static_cast<std::uint32_t>(out.size()));
        contents += entry.name;

        put32(out, localSignature);
        out += common;
        out += entry.name;
        out += packed;
    }
    const std::size_t begin = out.size();
    out += contents;
    put32(out, endSignature);
    put16(out, 0);
    put16(out, 0);
    put16(out, static_cast<std::uint32_t>(entries.size()));
    put16(out, static_cast<std::uint32_t>(entries.size()));
    put32(out, static_cast<std::uint32_t>(contents.size()));
    put32(out, static_cast<std::uint32_t>(begin));
    put16(out, 0);
    return out;
}

api::Parsed<std::vector<ZipEntry>> unzipped(std::string_view bytes, const ZipLimits& limits)
{
    const std::string_view signature("PK\3\4", 4);
    if (bytes.substr(0, signature.size()) != signature.substr(0, bytes.size()))
        return api::Refusal{"is no zip file"};
    const std::optional<std::size_t> end = endRecord(bytes);
    if (!end)
        return api::Refusal{"is cut off"};
    const std::size_t count = get16(bytes, *end + 10);
    const std::size_t length = get32(bytes, *end + 12);
    const std::size_t begin = get32(bytes, *end + 16);
    if (get16(bytes, *end + 4) != 0 || get16(bytes, *end + 6) != 0 || get16(bytes, *end + 8) != count)
        return api::Refusal{"is one of several parts"};
    if (begin > *end || length != *end - begin)
        return api::Refusal{"has no table of contents"};
    if (count > limits.entries)
        return api::Refusal{"has " + std::to_string(count) + " entries; " + std::to_string(limits.entries)
            + " are the most that are read"};

    std::vector<Listed> list;
    std::uint64_t total = 0;
    std::size_t at = begin;
    for (std::size_t i = 0; i < count; ++i) {
        if (*end - at < centralSize || get32(bytes, at) != centralSignature)
            return api::Refusal{"has a damaged table of contents"};
        const std::size_t nameSize = get16(bytes, at + 28);
        const std::size_t next = at + centralSize + nameSize + get16(bytes, at + 30) + get16(bytes, at + 32);
        if (next > *end)
            return api::Refusal{"has a damaged table of contents"};
        Listed entry{bytes.substr(at + centralSize, nameSize), get16(bytes, at + 10), get32(bytes, at + 16),
            get32(bytes, at + 20), get32(bytes, at + 24), get32(bytes, at + 42)};
        const bool encrypted = (get16(bytes, at + 8) & 1) != 0;
        at = next;
        if (!isPlainName(entry.name))
            return api::Refusal{"has an entry without a plain name"};
        const std::string quoted = "\"" + std::string(entry.name) + "\"";
        if (std::any_of(list.begin(), list.end(), [&](const Listed& other) { return other.name == entry.name; }))
            return api::Refusal{"has " + quoted + " twice"};
        if (encrypted || (entry.method != stored && entry.method != deflated))
            return api::Refusal{"has " + quoted + " packed in a way that is not read here"};
        total += entry.size;
        if (total > limits.bytes)
            return api::Refusal{"unpacks to more than " + std::to_string(limits.bytes >> 20) + " MiB"};
        if (entry.at > begin || begin - entry.at < localSize || get32(bytes, entry.at) != localSignature)
            return api::Refusal{"has " + quoted + " where nothing is"};
        entry.begin = entry.at + localSize + get16(bytes, entry.at + 26) + get16(bytes, entry.at + 28);
        if (entry.begin > begin || entry.packed > begin - entry.begin
            || bytes.substr(entry.at + localSize, get16(bytes, entry.at + 26)) != entry.name)
            return api::Refusal{"has a damaged " + quoted};
        list.push_back(entry);
    }

    // Entries that share bytes are how little files become endless.
    std::vector<const Listed*> order;
    for (const Listed& entry : list)
        order.push_back(&entry);
    std::sort(order.begin(), order.end(), [](const Listed* a, const Listed* b) { return a->at < b->at; });
    for (std::size_t i = 1; i < order.size(); ++i) {
        if (order[i]->at < order[i - 1]->begin + order[i - 1]->packed)
            return api::Refusal{"has entries that overlap"};
    }

    std::vector<ZipEntry> entries;
    for (const Listed& entry : list) {
        const std::string_view packed = bytes.substr(entry.begin, entry.packed);
        std::optional<std::string> content =
            entry.method == deflated ? inflated(packed, entry.size) : std::optional(std::string(packed));
        if (!content || content->size() != entry.size || checksum(*content) != entry.crc)
            return api::Refusal{"has a damaged \"" + std::string(entry.name) + "\""};
        entries.push_back({std::string(entry.name), std::move(*content)});
    }
    return entries;
}

} // namespace kubarium::lab
