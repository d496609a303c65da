// A document as it was written: values with the line and column where they stand.
//
// YAML and JSON are read into the same small tree; the codec then decodes it along the type tables. Nodes and texts
// live in one arena per document, so reading a manifest costs few allocations and a hostile one has hard limits:
// every reader stops with a clear error before it spends memory or time that its input does not deserve.
#pragma once

#include "value.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::api {

struct Mark { // counted from 1; 0 means unknown
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    friend bool operator==(const Mark&, const Mark&) = default;
};

enum class NodeKind : std::uint8_t { Null, Bool, Number, String, Sequence, Mapping };

struct Member;

struct TreeNode {
    NodeKind kind = NodeKind::Null;
    bool boolean = false;
    bool integral = false; // of a Number: written without fraction or exponent
    Mark mark;
    std::string_view scalar; // of a String its text; of a Number its JSON text ("420" for YAML's 0644)
    std::span<const TreeNode> items; // of a Sequence
    std::span<const Member> members; // of a Mapping, each key once (the last one written wins, as in JSON)

    const TreeNode* find(std::string_view key) const noexcept;
};

struct Member {
    std::string_view key;
    Mark mark; // of the key
    TreeNode value;
};

// A key that was written again in the same mapping.
struct DuplicateKey {
    std::string path; // "spec.containers[0].name", as strict decoding prints it
    std::string_view key;
    Mark mark; // of the second one
    Mark first;
};

struct ParseError {
    std::string message; // as go-yaml or Go's JSON decoder words it, or a sentence of ours, without a place
    // YamlDialect::Kubectl: what kubectl prints behind "error parsing FILE: ". The line in it is go-yaml's: often that of
    // what was begun, or one less, and counted from the beginning of the document instead of the file.
    std::string kubectl;
    Mark mark; // where a person should look, in the whole text
    std::size_t offset = 0; // bytes before that place, in the text as UTF-8 without a byte order mark
};

struct Limits {
    std::size_t bytes = 3 * 1024 * 1024; // of one document; the API server's limit of a request
    std::size_t depth = 100;
    std::size_t nodes = 1'000'000; // with aliases expanded
};

class Arena; // where nodes and texts of a document live

class Document {
public:
    TreeNode root;
    std::vector<DuplicateKey> duplicates; // in the order of the tree
    bool fromJson = false;

    Document();
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    Arena& arena() { return *m_arena; }

private:
    std::unique_ptr<Arena> m_arena;
};

// The scalars that a YAML text means: kubectl reads YAML 1.1 (0644 is 420, yes is true, merge keys work), lessons and
// the lab's own files are YAML 1.2 core (on, yes and 0644 are what they look like; no anchors, aliases or tags).
enum class YamlDialect : std::uint8_t { Kubectl, Core };

struct ParsedStream {
    std::vector<Document> documents; // those before the error, if there is one; empty documents are left out
    std::vector<std::size_t> documentLines; // the line each of them begins at: kubectl's line 1 of that document
    std::unique_ptr<ParseError> error;
};

// A stream of YAML documents. Mapping members come sorted by key with Kubectl, because that is how kubectl sends
// them, and in the order written with Core.
ParsedStream parseYaml(std::string_view text, YamlDialect dialect = YamlDialect::Kubectl, const Limits& limits = {});

struct ParsedJson {
    Document document;
    std::unique_ptr<ParseError> error;
};

// One JSON value and nothing behind it; members in the order written.
ParsedJson parseJson(std::string_view text, const Limits& limits = {});

Value toValue(const TreeNode& node);

} // namespace kubarium::api
