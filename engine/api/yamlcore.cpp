#include "yamlcore.h"

#include "textplace.h"
#include "utf8.h"
#include "yamlscanner.h"
#include "yamltree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <array>
#include <istream>
#include <streambuf>

namespace kubarium::api {

namespace {

// Lets yaml-cpp, which wants a stream, read a text where it stands.
class ViewBuffer final : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view text)
    {
        char* const begin = const_cast<char*>(text.data()); // only ever read
        setg(begin, begin, begin + text.size());
    }
};

// The only way out of yaml-cpp before the end of the text.
struct Stop { };

// Hands yaml-cpp's events to the tree.
class Events final : public YAML::EventHandler {
public:
    Events(std::string_view text, YamlTree& tree) : m_text(text), m_tree(tree) { }

    // yaml-cpp counts bytes from zero; people count characters from one.
    Mark markOf(const YAML::Mark& mark)
    {
        const auto line = static_cast<std::size_t>(mark.line);
        const auto position = std::min(static_cast<std::size_t>(mark.pos), m_text.size());
        // Marks mostly move on and lines may be long, so counting goes on where it stopped.
        if (line != m_line || position < m_position) {
            m_line = line;
            m_position = position - std::min(position, static_cast<std::size_t>(mark.column));
            m_column = 1;
        }
        for (; m_position < position; ++m_position)
            m_column += !isTrailingByte(m_text[m_position]);
        return {static_cast<std::uint32_t>(line + 1), m_column};
    }

    Mark start() const { return m_start; }

    void begin(Document& document) { m_document = &document; }

    // At the end of the text: yaml-cpp does not mind if its last quote is never closed.
    void checkLastQuote()
    {
        const std::string_view rest = m_text.substr(m_lastQuote.position);
        const char quote = rest.empty() ? '\0' : rest[0];
        if (quote != '"' && quote != '\'')
            return;
        for (std::size_t i = 1; i < rest.size(); ++i) {
            const bool escapes = quote == '"' ? rest[i] == '\\' : rest.substr(i).starts_with("''");
            if (escapes)
                ++i;
            else if (rest[i] == quote)
                return;
        }
        m_tree.refuse(YamlRefusal::Stage::Lab, "the closing quote is missing", m_lastQuote.mark);
    }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        const auto position = static_cast<std::size_t>(mark.pos);
        const bool isFirst = m_start.line == 0;
        const bool isStuck = !isFirst && position == m_startPosition;
        m_start = markOf(mark);
        m_startPosition = position;
        m_tree.begin(*m_document, m_start);
        // yaml-cpp takes text that does not fit in any more for a further document, and text that fits nowhere for one
        // empty document after the other, without end.
        if (isStuck || !(isFirst || isSeparated(position)))
            m_tree.refuse(YamlRefusal::Stage::Lab, "this belongs to nothing above: check the indentation", m_start);
        goOn();
    }

    void OnDocumentEnd() override { }

    void OnAnchor(const YAML::Mark&, const std::string& name) override { m_anchor = name; }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        m_tree.refuse(YamlRefusal::Stage::Lab, "aliases are not allowed here", markOf(mark));
        throw Stop();
    }

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        // The mark of what is not there is the next token's.
        if (isWrittenNull(static_cast<std::size_t>(mark.pos)))
            m_tree.scalar({"null", true, false}, markOf(mark), properties({}, anchor));
        else
            m_tree.empty(properties({}, anchor));
        goOn();
    }

    void OnScalar(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override
    {
        const Mark place = markOf(mark);
        m_lastQuote = {std::min(static_cast<std::size_t>(mark.pos), m_text.size()), place};
        if (!isUtf8(value)) // two escapes of which yaml-cpp makes single bytes
            m_tree.refuse(YamlRefusal::Stage::Lab, "write \\u0085 for \\N, and \\u00a0 for \\_", place);
        m_tree.scalar({value, tag == "?", false}, place, properties(tag, anchor));
        goOn();
    }

    void OnSequenceStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        m_tree.open(NodeKind::Sequence, markOf(mark), properties(tag, anchor));
        goOn();
    }

    void OnMapStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        m_tree.open(NodeKind::Mapping, markOf(mark), properties(tag, anchor));
        goOn();
    }

    void OnSequenceEnd() override { close(); }

    void OnMapEnd() override { close(); }

private:
    void close()
    {
        m_tree.close();
        goOn();
    }

    void goOn() const
    {
        if (m_tree.refusal())
            throw Stop();
    }

    // yaml-cpp calls it ? where nothing is said and ! where the quotes say that it is a string.
    YamlTree::Properties properties(std::string_view tag, YAML::anchor_t anchor) const
    {
        return {tag == "?" || tag == "!" ? std::string_view() : tag,
            anchor != 0 ? std::string_view(m_anchor) : std::string_view()};
    }

    // By --- where the document begins, or by ... on the last line before it that says anything.
    bool isSeparated(std::size_t position) const
    {
        if (m_text.substr(std::min(position, m_text.size())).starts_with("---"))
            return true;
        std::string_view before = m_text.substr(0, position);
        while (!before.empty()) {
            before.remove_suffix(before.ends_with('\n') ? 1 : 0);
            const std::string_view line = before.substr(before.rfind('\n') + 1);
            const std::size_t first = line.find_first_not_of(" \t\r");
            if (first != std::string_view::npos && line[first] != '#')
                return line.starts_with("...");
            before.remove_suffix(line.size());
        }
        return false;
    }

    bool isWrittenNull(std::size_t position) const
    {
        const std::string_view rest = m_text.substr(std::min(position, m_text.size()));
        for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
            if (rest.starts_with(word))
                return rest.size() == word.size()
                    || std::string_view(" \t\n\r,]}").find(rest[word.size()]) != std::string_view::npos;
        }
        return false;
    }

    std::string_view m_text;
    YamlTree& m_tree;
    Document* m_document = nullptr;
    Mark m_start;
    std::size_t m_startPosition = 0;
    std::string m_anchor;

    struct {
        std::size_t position = 0;
        Mark mark;
    } m_lastQuote; // the last scalar, rather, which need not have quotes

    std::size_t m_line = 0;
    std::size_t m_position = 0;
    std::uint32_t m_column = 1;
};

// What yaml-cpp says, in words for the author of a lesson.
std::string sentence(const YAML::Exception& error, std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 15> sentences{{
        {"end of map not found", "a key of this mapping is expected here: check the indentation"},
        {"end of sequence not found", "the next \"- \" of this list is expected here: check the indentation"},
        {"end of map flow not found", "a { is never closed with }"},
        {"end of sequence flow not found", "a [ is never closed with ]"},
        {"illegal map value", "a \": \" cannot stand here: check the indentation, or put the text in quotes"},
        {"illegal map key", "a \"? \" cannot stand here"},
        {"illegal block entry", "a \"- \" cannot stand here"},
        {"illegal flow end", "this closing bracket was never opened"},
        {"illegal EOF in scalar", "the closing quote is missing"},
        {"illegal document indicator in scalar", "the closing quote is missing before the end of the document"},
        {"unknown token", "this character cannot begin a value; put the text in quotes"},
        {"alias not found after *", "a text that begins with * must be in quotes"},
        {"anchor not found after &", "a text that begins with & must be in quotes"},
        {"the referenced anchor is not defined",
            "aliases are not allowed here; a text that begins with * must be in quotes"},
        {"unexpected character in block scalar", "behind | or > only + or -, a digit and a comment may stand"},
    }};
    const std::string_view before = text.substr(0, static_cast<std::size_t>(std::max(error.mark.pos, 0)));
    const std::string_view line = text.substr(before.rfind('\n') + 1);
    if (line.substr(0, line.find_first_not_of(" \t")).find('\t') != std::string_view::npos)
        return "tabs cannot indent; use spaces";
    for (const auto& [theirs, ours] : sentences) {
        if (error.msg == theirs)
            return std::string(ours);
    }
    if (error.msg.starts_with("unknown escape character"))
        return "there is no such escape; a backslash in double quotes is written \\\\";
    return error.msg;
}

std::unique_ptr<ParseError> errorAt(std::string_view text, std::string message, Mark mark)
{
    return std::make_unique<ParseError>(ParseError{std::move(message), {}, mark, positionOf(text, mark)});
}

} // namespace

ParsedStream parseCoreYaml(std::string_view text, const Limits& limits)
{
    ParsedStream result;
    if (text.size() > limits.bytes) {
        result.error = errorAt(text, "the text is larger than " + std::to_string(limits.bytes) + " bytes", {1, 1});
        return result;
    }
    if (const std::size_t position = firstForbidden(text); position < text.size()) {
        result.error = errorAt(text, "control characters are not allowed", markOf(text, position));
        return result;
    }
    YamlTree tree(YamlDialect::Core, limits);
    Events events(text, tree);
    try {
        ViewBuffer buffer(text);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        Document document;
        for (events.begin(document); parser.HandleNextDocument(events); events.begin(document)) {
            events.checkLastQuote();
            tree.finish();
            if (tree.refusal())
                throw Stop();
            if (document.root.kind != NodeKind::Null) {
                result.documentLines.push_back(events.start().line);
                result.documents.push_back(std::exchange(document, Document()));
            }
        }
    } catch (const Stop&) {
        result.error = errorAt(text, tree.refusal()->message, tree.refusal()->mark);
    } catch (const YAML::Exception& error) {
        result.error = errorAt(text, sentence(error, text), events.markOf(error.mark));
    }
    return result;
}

} // namespace kubarium::api
