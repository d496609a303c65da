// The documents of a stream as kubectl cuts them out: by itself and line by line, before a YAML parser sees them. Each
// is then parsed alone, so the lines in its errors count from the document's own beginning.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

// A document of the stream. Its lines end in \n whatever they ended in before, the last one too.
struct YamlChunk {
    std::string_view text; // valid until the next chunk
    std::string_view original; // the same in the stream
    std::size_t offset = 0; // bytes of the stream before it
    std::size_t line = 1; // its first line, counted in the stream

    std::size_t originalOffset(std::size_t position) const; // bytes of the stream before a position in `text`
};

class YamlSplitter {
public:
    explicit YamlSplitter(std::string_view stream) : m_stream(stream) { }

    // Nothing at the end, and when a separator has more behind it than a comment: see badSeparator.
    std::optional<YamlChunk> next();

    struct BadSeparator {
        std::string_view rest; // what stands behind ---
        std::size_t offset;
        std::size_t line;
    };

    const std::optional<BadSeparator>& badSeparator() const { return m_badSeparator; }

private:
    YamlChunk chunk(std::size_t begin, std::size_t end, std::size_t line);

    std::string_view m_stream;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::string m_normalised;
    std::optional<BadSeparator> m_badSeparator;
};

} // namespace kubarium::api
