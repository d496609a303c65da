#include "tree.h"
#include "unicode.h"
#include "yamlgrammar.h"
#include "yamltext.h"
#include "yamltree.h"

#include <yaml-cpp/exceptions.h>
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

// Where a position stands for people: lines end in \n, columns are characters.
Mark markOf(std::string_view text, std::size_t position, std::size_t firstLine)
{
    if (position == text.size() && position > 0)
        --position; // the end of the last line, not the line behind it
    const std::string_view before = text.substr(0, position);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::string_view line = before.substr(before.rfind('\n') + 1);
    const auto columns = std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
    return {static_cast<std::uint32_t>(firstLine + static_cast<std::size_t>(lines)), static_cast<std::uint32_t>(columns + 1)};
}

// The other way round.
std::size_t positionOf(std::string_view text, const Mark& mark, std::size_t firstLine)
{
    std::size_t position = 0;
    for (std::size_t line = firstLine; line < mark.line && position < text.size(); ++line)
        position = std::min(text.find('\n', position), text.size() - 1) + 1;
    for (std::uint32_t column = 1; column < mark.column && position < text.size(); ++column) {
        do
            ++position;
        while (position < text.size() && (static_cast<unsigned char>(text[position]) & 0xC0U) == 0x80);
    }
    return position;
}

// What yaml-cpp says, in words for the author of a lesson.
std::string coreSentence(const YAML::Exception& error)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> sentences{{
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
        {"illegal tab when looking for indentation", "tabs cannot indent; use spaces"},
        {"unknown token", "this character cannot begin a value; put the text in quotes"},
        {"alias not found after *", "a text that begins with * must be in quotes"},
        {"anchor not found after &", "a text that begins with & must be in quotes"},
        {"the referenced anchor is not defined", "aliases are not allowed here; a text that begins with * must be in quotes"},
        {"unexpected character in block scalar", "behind | or > only + or -, a digit and a comment may stand"},
    }};
    for (const auto& [theirs, ours] : sentences) {
        if (error.msg == theirs)
            return std::string(ours);
    }
    return error.msg;
}

class StreamReader {
public:
    StreamReader(YamlDialect dialect, const Limits& limits) : m_limits(limits), m_tree(dialect, limits) {}

    ParsedStream readAsKubectl(std::string_view stream)
    {
        YamlSplitter splitter(stream);
        while (const std::optional<YamlChunk> chunk = splitter.next()) {
            if (!readChunk(*chunk))
                return std::move(m_result);
        }
        if (const auto& separator = splitter.badSeparator()) {
            const std::string sentence = "invalid Yaml document separator: " + std::string(separator->rest);
            fail({sentence, sentence, {static_cast<std::uint32_t>(separator->line), 1}, separator->offset});
        }
        return std::move(m_result);
    }

    ParsedStream readAsCore(std::string_view text)
    {
        if (text.size() > m_limits.bytes) {
            fail({tooLarge(), {}, {1, 1}, 0});
            return std::move(m_result);
        }
        if (const std::size_t position = firstForbidden(text); position < text.size()) {
            fail({"control characters are not allowed", {}, markOf(text, position, 1), position});
            return std::move(m_result);
        }
        try {
            ViewBuffer buffer(text);
            std::istream stream(&buffer);
            YAML::Parser parser(stream);
            Document document;
            m_tree.setText(text, 1);
            for (m_tree.begin(document); parser.HandleNextDocument(m_tree); m_tree.begin(document)) {
                m_tree.finish();
                if (document.root.kind != NodeKind::Null)
                    add(std::exchange(document, Document()), m_tree.documentMark().line);
            }
        } catch (const YamlRefusal& refusal) {
            fail({refusal.message, {}, refusal.mark, positionOf(text, refusal.mark, 1)});
        } catch (const YAML::Exception& error) {
            const Mark mark = m_tree.markOf(error.mark);
            fail({coreSentence(error), {}, mark, positionOf(text, mark, 1)});
        }
        return std::move(m_result);
    }

private:
    bool readChunk(const YamlChunk& chunk)
    {
        if (chunk.text.size() > m_limits.bytes)
            return fail({tooLarge(), tooLarge(), {static_cast<std::uint32_t>(chunk.line), 1}, chunk.offset});
        const YamlVerdict verdict = judgeYaml(chunk.text, m_limits.depth);
        if (verdict.problem)
            return failAt(chunk, *verdict.problem);
        if (verdict.empty)
            return true;
        Document document;
        try {
            ViewBuffer buffer(chunk.text.substr(0, verdict.end));
            std::istream stream(&buffer);
            YAML::Parser parser(stream);
            m_tree.setText(chunk.text, chunk.line);
            m_tree.begin(document);
            parser.HandleNextDocument(m_tree);
            m_tree.finish();
        } catch (const YamlRefusal& refusal) {
            return failAt(chunk, refusal);
        } catch (const YAML::Exception& error) {
            return failAt(chunk, {YamlRefusal::Stage::Lab, unreadable + ": " + error.msg, m_tree.markOf(error.mark)});
        }
        // Rather no document than another one than kubectl's.
        if (m_tree.shape() != verdict.shape)
            return failAt(chunk, {YamlRefusal::Stage::Lab, unreadable, m_tree.documentMark()});
        if (document.root.kind != NodeKind::Null)
            add(std::move(document), chunk.line);
        return true;
    }

    void add(Document document, std::size_t line)
    {
        m_result.documents.push_back(std::move(document));
        m_result.documentLines.push_back(line);
    }

    bool fail(ParseError error)
    {
        m_result.error = std::make_unique<ParseError>(std::move(error));
        return false;
    }

    bool failAt(const YamlChunk& chunk, const YamlProblem& problem)
    {
        const std::string kubectl = problem.stage == YamlProblem::Stage::Limit ? problem.sentence : converting + "yaml: " + problem.withLine();
        return fail({problem.sentence, kubectl, kubarium::api::markOf(chunk.text, problem.place.position, chunk.line),
            chunk.originalOffset(problem.place.position)});
    }

    bool failAt(const YamlChunk& chunk, const YamlRefusal& refusal)
    {
        using Stage = YamlRefusal::Stage;
        const std::string kubectl = refusal.stage == Stage::Lab ? refusal.message
            : converting + (refusal.stage == Stage::Decode ? "yaml: " : "") + refusal.message;
        return fail({refusal.message, kubectl, refusal.mark, chunk.originalOffset(positionOf(chunk.text, refusal.mark, chunk.line))});
    }

    std::string tooLarge() const { return "the document is larger than " + std::to_string(m_limits.bytes) + " bytes"; }

    const std::string converting = "error converting YAML to JSON: ";
    const std::string unreadable = "the lab cannot read this YAML, though kubectl can; please write it in a plainer way";

    const Limits& m_limits;
    YamlTree m_tree;
    ParsedStream m_result;
};

} // namespace

ParsedStream parseYaml(std::string_view text, YamlDialect dialect, const Limits& limits)
{
    std::string storage;
    const std::string_view stream = decodedText(text, storage);
    StreamReader reader(dialect, limits);
    return dialect == YamlDialect::Kubectl ? reader.readAsKubectl(stream) : reader.readAsCore(stream);
}

} // namespace kubarium::api
