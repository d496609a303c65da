// The wire format of protobuf: fields one after another, each a number, how it is written, and what is written.
//
// A reader goes through one message. It never reads past the end of the message, never takes a length for more than is
// there, and refuses with the sentence that Go's generated code has for the same bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

enum class WireType : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, GroupStart = 3, GroupEnd = 4, Fixed32 = 5 };

struct WireTag {
    std::uint32_t number = 0; // from 1
    WireType type = WireType::Varint;
};

class WireReader {
public:
    // `message`: its name in the sentences. The first sentence of all readers of one body is the one that is kept.
    WireReader(std::string_view bytes, std::string_view message, std::string& refusal) noexcept
        : m_bytes(bytes),
          m_message(message),
          m_refusal(refusal)
    {
    }

    // The next field; nothing at the end and after a refusal.
    std::optional<WireTag> next();

    // What stands behind a tag: one of these is called for each.
    std::optional<std::uint64_t> varint();
    std::optional<std::uint64_t> fixed64();
    std::optional<std::string_view> bytes(); // a view into the message
    bool skip(WireType type); // whatever it is, groups with all that is in them

    bool atEnd() const noexcept { return m_at == m_bytes.size(); }

    bool refused() const noexcept { return !m_refusal.empty(); }

    bool refuse(std::string sentence); // false

private:
    bool advance(std::uint64_t count);

    std::string_view m_bytes;
    std::size_t m_at = 0;
    std::string_view m_message;
    std::string& m_refusal;
};

} // namespace kubarium::api
