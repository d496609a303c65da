#include "yamltext.h"

#include "unicode.h"

#include <algorithm>

namespace kubarium::api {

namespace {

constexpr std::string_view nextLine = "\xC2\x85"; // U+0085, a line break to YAML 1.1

} // namespace

std::size_t YamlChunk::originalOffset(std::size_t position) const
{
    if (text.data() == original.data())
        return offset + position;
    std::size_t at = 0;
    for (; position > 0 && at < original.size(); --position) {
        const std::string_view rest = original.substr(at);
        at += rest.starts_with("\r\n") || rest.starts_with(nextLine) ? 2 : 1;
    }
    return offset + at;
}

std::optional<YamlChunk> YamlSplitter::next()
{
    const std::size_t begin = m_at;
    const std::size_t line = m_line;
    while (m_at < m_stream.size()) {
        const std::size_t lineBegin = m_at;
        const std::size_t lineEnd = std::min(m_stream.find('\n', m_at), m_stream.size());
        m_at = std::min(lineEnd + 1, m_stream.size());
        const std::string_view text = m_stream.substr(lineBegin, lineEnd - lineBegin);
        if (!text.starts_with("---"))
            continue;
        const std::string_view rest = text.substr(3);
        const std::size_t behind = rest.find_first_not_of(" \t\r\v\f");
        if (behind != std::string_view::npos && rest[behind] != '#') {
            const std::size_t end = rest.find_last_not_of(" \t\r\v\f");
            const auto lines =
                static_cast<std::size_t>(std::count(m_stream.begin() + static_cast<std::ptrdiff_t>(begin),
                    m_stream.begin() + static_cast<std::ptrdiff_t>(lineBegin), '\n'));
            m_badSeparator = {rest.substr(behind, end - behind + 1), lineBegin, line + lines};
            m_at = m_stream.size();
            return {};
        }
        // A separator with nothing before it belongs to the document that it opens.
        if (lineBegin == begin)
            continue;
        YamlChunk result = chunk(begin, lineBegin, line);
        ++m_line;
        return result;
    }
    if (begin == m_stream.size())
        return {};
    return chunk(begin, m_stream.size(), line);
}

YamlChunk YamlSplitter::chunk(std::size_t begin, std::size_t end, std::size_t line)
{
    YamlChunk result;
    result.original = m_stream.substr(begin, end - begin);
    result.offset = begin;
    if (result.original.starts_with(byteOrderMark)) { // files that were joined bring theirs along
        result.original.remove_prefix(byteOrderMark.size());
        result.offset += byteOrderMark.size();
    }
    result.line = line;
    const bool plain = result.original.ends_with('\n') && result.original.find('\r') == std::string_view::npos
        && result.original.find(nextLine) == std::string_view::npos;
    if (plain) {
        result.text = result.original;
    } else {
        // kubectl's line reader and YAML 1.1 together: all of these are one line break.
        m_normalised.clear();
        for (std::size_t i = 0; i < result.original.size();) {
            const std::string_view rest = result.original.substr(i);
            const bool twoBytes = rest.starts_with("\r\n") || rest.starts_with(nextLine);
            m_normalised += twoBytes || rest[0] == '\r' ? '\n' : rest[0];
            i += twoBytes ? 2 : 1;
        }
        if (!m_normalised.ends_with('\n'))
            m_normalised += '\n';
        result.text = m_normalised;
    }
    m_line = line + static_cast<std::size_t>(std::count(result.text.begin(), result.text.end(), '\n'));
    return result;
}

} // namespace kubarium::api
