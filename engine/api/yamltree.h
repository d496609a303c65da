// Builds a document's tree from what a YAML parser finds, with the rules of one of the two dialects.
//
// Nodes stand on two stacks until the collection around them ends; then they move into the document's memory side by
// side. An alias costs a copy of one node, whatever hangs below it: what it would cost expanded is only counted.
#pragma once

#include "mappingmembers.h"
#include "yamlscalar.h"

#include <unordered_map>

namespace kubarium::api {

// Why a document that is YAML is none for us.
struct YamlRefusal {
    enum class Stage : std::uint8_t { Lab, Decode, Convert }; // the lab's own, go-yaml's, or the conversion's to JSON
    Stage stage = Stage::Lab;
    std::string message;
    Mark mark;
};

class YamlTree {
public:
    struct Properties {
        std::string_view tag; // in its long form
        std::string_view anchor;
    };

    struct ScalarText {
        std::string_view text;
        bool isPlain = false; // unquoted
        bool isStored = false; // already in the document's memory
    };

    YamlTree(YamlDialect dialect, const Limits& limits) : m_dialect(dialect), m_limits(limits) { }

    void begin(Document& document, Mark start);

    // Once something was refused, only anchors are still noted.
    void empty(const Properties& properties); // nothing is written where a node could be
    void scalar(const ScalarText& text, Mark mark, const Properties& properties);
    bool alias(std::string_view anchor, Mark mark); // false: there is no such anchor
    void open(NodeKind collection, Mark mark, const Properties& properties);
    void close();

    // After the last of them: what can only be judged of the whole document.
    void finish();
    void refuse(YamlRefusal::Stage stage, std::string message, Mark mark);

    const std::optional<YamlRefusal>& refusal() const { return m_refusal; }

private:
    static constexpr std::size_t noAnchor = static_cast<std::size_t>(-1);

    // A node that is complete, on its way to the collection around it.
    struct Complete {
        TreeNode node;
        YamlType type = YamlType::String; // of a scalar
        std::string_view written; // of a scalar that may be a key, where keys stay as written
        std::size_t count = 1; // of values, with aliases expanded
        std::size_t bytes = 0; // of their texts, the same way
        bool isAlias = false;
        bool isMergeKey = false;
    };

    struct Anchored {
        bool complete = false;
        Complete value;
    };

    struct Frame {
        NodeKind kind;
        Mark mark;
        std::size_t anchor;
        std::size_t base; // where its part of the stack begins
        std::size_t count = 1;
        std::size_t bytes = 0;
        std::size_t items = 0; // complete ones, of a sequence
        bool hasKey = false; // of a mapping: the value comes next
        bool mergesValue = false;
        std::string_view key;
        Mark keyMark;
        std::string unsupportedKey; // what the conversion to JSON says of it, up to the value
    };

    std::size_t noteAnchor(const Properties& properties, Mark mark);
    Mark borrowedMark() const;
    void place(const Complete& complete, std::size_t anchor);
    void placeKey(Frame& frame, const Complete& complete);
    void placeValue(Frame& frame, const Complete& complete);
    void merge(const Frame& frame, const Complete& complete);
    void mergeMembers(const TreeNode& mapping);
    void describe(Complete& complete, const YamlScalar& meaning, const ScalarText& text);
    std::string_view keyText(const Complete& complete);

    void count(std::size_t values, Mark mark);
    void addDuplicate(const Member& first, const Member& second);
    std::string pathOfLast() const;
    void appendGoSyntax(std::string& out, const TreeNode& node) const;
    std::string goSyntax(const TreeNode& node) const;
    const TreeNode* firstInfinite(const TreeNode& node) const;

    bool isCore() const { return m_dialect == YamlDialect::Core; }

    YamlDialect m_dialect;
    const Limits& m_limits;

    Document* m_document = nullptr;
    Mark m_start;
    std::vector<TreeNode> m_items;
    std::vector<PendingMember> m_members;
    std::vector<Frame> m_frames;
    std::vector<Anchored> m_anchored;
    std::unordered_map<std::string_view, std::size_t> m_anchors; // the latest of each name
    MappingMembers m_settle;
    std::size_t m_values = 0; // so far, with aliases expanded
    std::size_t m_aliasedValues = 0; // those of them that aliases brought
    std::size_t m_aliasedBytes = 0;
    bool m_hasInfinite = false;
    std::vector<const char*> m_bareKeys; // texts of keys that were not strings
    std::optional<YamlRefusal> m_unsupportedKey;
    std::optional<YamlRefusal> m_refusal;
};

} // namespace kubarium::api
