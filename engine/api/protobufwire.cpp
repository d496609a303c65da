#include "protobufwire.h"

namespace kubarium::api {

namespace {

constexpr std::string_view cutShort = "unexpected EOF";

} // namespace

bool WireReader::refuse(std::string sentence)
{
    if (m_refusal.empty())
        m_refusal = std::move(sentence);
    return false;
}

bool WireReader::advance(std::uint64_t count)
{
    if (count > m_bytes.size() - m_at)
        return refuse(std::string(cutShort));
    m_at += static_cast<std::size_t>(count);
    return true;
}

std::optional<WireTag> WireReader::next()
{
    if (refused() || atEnd())
        return std::nullopt;
    const std::optional<std::uint64_t> tag = varint();
    if (!tag)
        return std::nullopt;
    const auto number = static_cast<std::int32_t>(static_cast<std::uint32_t>(*tag >> 3U)); // as Go cuts it
    const auto type = static_cast<unsigned>(*tag & 7U);
    const std::string of = "proto: " + std::string(m_message) + ": ";
    if (type == static_cast<unsigned>(WireType::GroupEnd)) {
        refuse(of + "wiretype end group for non-group");
        return std::nullopt;
    }
    if (number <= 0) {
        refuse(of + "illegal tag " + std::to_string(number) + " (wire type " + std::to_string(*tag) + ")");
        return std::nullopt;
    }
    return WireTag{static_cast<std::uint32_t>(number), static_cast<WireType>(type)};
}

std::optional<std::uint64_t> WireReader::varint()
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (atEnd()) {
            refuse(std::string(cutShort));
            return std::nullopt;
        }
        const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift; // what the tenth byte has too much is lost
        if (byte < 0x80)
            return value;
    }
    refuse("proto: integer overflow");
    return std::nullopt;
}

std::optional<std::uint64_t> WireReader::fixed64()
{
    const std::size_t from = m_at;
    if (!advance(8))
        return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_bytes[from + i])) << (8 * i);
    return value;
}

std::optional<std::string_view> WireReader::bytes()
{
    const std::optional<std::uint64_t> length = varint();
    if (!length)
        return std::nullopt;
    if (*length > static_cast<std::uint64_t>(INT64_MAX) - m_at) {
        refuse("proto: negative length found during unmarshaling"); // what Go's int makes of it
        return std::nullopt;
    }
    const std::size_t from = m_at;
    if (!advance(*length))
        return std::nullopt;
    return m_bytes.substr(from, m_at - from);
}

bool WireReader::skip(WireType type)
{
    std::size_t depth = 0; // of groups: counted, not called, so that no nesting is too deep
    do {
        switch (type) {
        case WireType::Varint:
            if (!varint())
                return false;
            break;
        case WireType::Fixed64:
            if (!advance(8))
                return false;
            break;
        case WireType::Bytes:
            if (!bytes())
                return false;
            break;
        case WireType::GroupStart:
            ++depth;
            break;
        case WireType::GroupEnd:
            if (depth == 0)
                return refuse("proto: unexpected end of group");
            --depth;
            break;
        case WireType::Fixed32:
            if (!advance(4))
                return false;
            break;
        default:
            return refuse("proto: illegal wireType " + std::to_string(static_cast<unsigned>(type)));
        }
        if (depth > 0) {
            const std::optional<std::uint64_t> tag = varint();
            if (!tag)
                return false;
            type = static_cast<WireType>(*tag & 7U);
        }
    } while (depth > 0);
    return true;
}

} // namespace kubarium::api
