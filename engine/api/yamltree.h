// Turns the events of yaml-cpp into a document's tree, with the rules of one of the two dialects.
//
// Nodes stand on two stacks until the collection around them ends; then they move into the document's memory side by
// side. An alias costs a copy of one node, whatever hangs below it: what it would cost expanded is only counted.
#pragma once

#include "mappingmembers.h"
#include "yamlgrammar.h"
#include "yamlscalar.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

namespace kubarium::api {

// Thrown through yaml-cpp, which offers no other way to leave it; parseYaml catches it.
struct YamlRefusal {
    enum class Stage : std::uint8_t { Lab, Decode, Convert }; // the lab's own, go-yaml's, or the conversion's to JSON
    Stage stage = Stage::Lab;
    std::string message;
    Mark mark;
};

class YamlTree final : public YAML::EventHandler {
public:
    YamlTree(YamlDialect dialect, const Limits& limits) : m_dialect(dialect), m_limits(limits) {}

    // The text that the coming events are about, and the line it begins at in the file.
    void setText(std::string_view text, std::size_t firstLine);
    // Before the events of each document in it.
    void begin(Document& document);
    // After the last event: what can only be judged of the whole document.
    void finish();

    const YamlShape& shape() const { return m_shape; }
    Mark markOf(const YAML::Mark& mark);
    Mark markAt(std::size_t line, std::size_t column) const; // both counted from 0, in the text
    Mark documentMark() const { return m_documentMark; }

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override;
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override;
    void OnMapEnd() override;
    void OnAnchor(const YAML::Mark& mark, const std::string& name) override;

private:
    // A node that is complete, on its way to the collection around it.
    struct Complete {
        TreeNode node;
        YamlType type = YamlType::String; // of a scalar
        std::string_view written;         // of a scalar that may be a key, where keys stay as written
        std::size_t count = 1;            // of values, with aliases expanded
        std::size_t bytes = 0;            // of their texts, the same way
        bool isAlias = false;
        bool isMergeKey = false;
    };
    struct Anchored {
        std::string name;
        bool complete = false;
        Complete value;
    };
    struct Frame {
        NodeKind kind;
        Mark mark;
        YAML::anchor_t anchor;
        std::size_t base;      // where its part of the stack begins
        std::size_t count = 1;
        std::size_t bytes = 0;
        std::size_t items = 0; // complete ones, of a sequence
        bool hasKey = false;   // of a mapping: the value comes next
        bool mergesValue = false;
        std::string_view key;
        Mark keyMark;
        std::string unsupportedKey; // what the conversion to JSON says of it, up to the value
    };

    void open(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
    Frame close(TreeNode& node);
    void place(Complete complete, YAML::anchor_t anchor);
    void placeKey(Frame& frame, const Complete& complete);
    void placeValue(Frame& frame, const Complete& complete);
    void merge(const Frame& frame, const Complete& complete);
    void mergeMembers(const TreeNode& mapping);
    Complete scalar(const YAML::Mark& mark, const std::string& tag, const std::string& value);
    void describe(Complete& complete, const YamlScalar& scalar, std::string_view text);
    std::string_view keyText(const Complete& complete);

    void count(std::size_t values);
    void addDuplicate(const Member& first, const Member& second);
    std::string pathOfLast() const;
    bool isWrittenNull(std::size_t position) const;
    void appendGoSyntax(std::string& out, const TreeNode& node) const;
    std::string goSyntax(const TreeNode& node) const;
    void refuseInfinite(const TreeNode& node) const;
    [[noreturn]] static void refuse(YamlRefusal::Stage stage, std::string message, Mark mark);
    bool isCore() const { return m_dialect == YamlDialect::Core; }

    YamlDialect m_dialect;
    const Limits& m_limits;

    Document* m_document = nullptr;
    std::string_view m_text;
    std::size_t m_firstLine = 1;
    Mark m_documentMark;
    bool m_ascii = true;
    std::size_t m_columnLine = 0;     // the place in the text where columns were counted last:
    std::size_t m_columnPosition = 0; // marks mostly move on, and a line may be very long
    std::uint32_t m_column = 0;

    std::vector<TreeNode> m_items;
    std::vector<PendingMember> m_members;
    std::vector<Frame> m_frames;
    std::vector<Anchored> m_anchors; // by yaml-cpp's numbers, which begin at 1
    MappingMembers m_settle;
    YamlShape m_shape;
    std::size_t m_values = 0;        // so far, with aliases expanded
    std::size_t m_aliasedValues = 0; // those of them that aliases brought
    std::size_t m_aliasedBytes = 0;
    bool m_hasInfinite = false;
    std::vector<const char*> m_bareKeys; // texts of keys that were not strings
    std::optional<YamlRefusal> m_unsupportedKey;
};

} // namespace kubarium::api
