#include "textplace.h"
#include "tree.h"
#include "unicode.h"
#include "yamlcore.h"
#include "yamlgrammar.h"
#include "yamltext.h"

namespace kubarium::api {

namespace {

// kubectl's way of reading a stream of manifests.
class KubectlReader {
public:
    explicit KubectlReader(const Limits& limits) : m_limits(limits), m_tree(YamlDialect::Kubectl, limits) { }

    ParsedStream read(std::string_view stream)
    {
        YamlSplitter splitter(stream);
        while (const std::optional<YamlChunk> chunk = splitter.next()) {
            if (!read(*chunk))
                return std::move(m_result);
        }
        if (const auto& separator = splitter.badSeparator()) {
            const std::string sentence = "invalid Yaml document separator: " + std::string(separator->rest);
            fail({sentence, sentence, {static_cast<std::uint32_t>(separator->line), 1}, separator->offset});
        }
        return std::move(m_result);
    }

private:
    bool read(const YamlChunk& chunk)
    {
        const Mark start{static_cast<std::uint32_t>(chunk.line), 1};
        if (chunk.text.size() > m_limits.bytes) {
            const std::string sentence = "the document is larger than " + std::to_string(m_limits.bytes) + " bytes";
            return fail({sentence, sentence, start, chunk.offset});
        }
        Document document;
        m_tree.begin(document, start);
        const std::optional<YamlProblem> problem =
            readYamlDocument(chunk.text, chunk.line, m_limits.depth, document.arena(), m_tree);
        if (problem)
            return failAt(chunk, *problem);
        m_tree.finish();
        if (m_tree.refusal())
            return failAt(chunk, *m_tree.refusal());
        if (document.root.kind != NodeKind::Null) {
            m_result.documents.push_back(std::move(document));
            m_result.documentLines.push_back(chunk.line);
        }
        return true;
    }

    bool fail(ParseError error)
    {
        m_result.error = std::make_unique<ParseError>(std::move(error));
        return false;
    }

    bool failAt(const YamlChunk& chunk, const YamlProblem& problem)
    {
        const bool isOurs = problem.stage == YamlProblem::Stage::Limit;
        const std::string kubectl = isOurs ? problem.sentence : converting + "yaml: " + problem.withLine();
        // At the end of the text: the end of its last line, not the line behind that.
        const std::size_t position = std::min(problem.place.position, chunk.text.size() - 1);
        return fail(
            {problem.sentence, kubectl, markOf(chunk.text, position, chunk.line), chunk.originalOffset(position)});
    }

    bool failAt(const YamlChunk& chunk, const YamlRefusal& refusal)
    {
        using Stage = YamlRefusal::Stage;
        const std::string kubectl = refusal.stage == Stage::Lab
            ? refusal.message
            : converting + (refusal.stage == Stage::Decode ? "yaml: " : "") + refusal.message;
        return fail({refusal.message, kubectl, refusal.mark,
            chunk.originalOffset(positionOf(chunk.text, refusal.mark, chunk.line))});
    }

    const std::string converting = "error converting YAML to JSON: ";

    const Limits& m_limits;
    YamlTree m_tree;
    ParsedStream m_result;
};

} // namespace

ParsedStream parseYaml(std::string_view text, YamlDialect dialect, const Limits& limits)
{
    std::string storage;
    const std::string_view decoded = decodedText(text, storage);
    return dialect == YamlDialect::Kubectl ? KubectlReader(limits).read(decoded) : parseCoreYaml(decoded, limits);
}

} // namespace kubarium::api
