// Whether kubectl's parser takes a YAML document, and what it says if not.
//
// yaml-cpp and go-yaml disagree about the borders of YAML: tabs, colons in odd places, text behind the end of the
// first value, unfinished brackets. What a learner meets is kubectl, so its rules decide; yaml-cpp then reads only
// what passed, and the two must have seen the same shape.
#pragma once

#include "yamlscanner.h"

#include <optional>

namespace kubarium::api {

// The shape of a document: its nodes without what is written in them, as a number.
class YamlShape {
public:
    enum class Step : std::uint8_t { Scalar, EmptyTagged, Alias, Sequence, Mapping, End };
    void add(Step step) { m_hash = (m_hash ^ (static_cast<std::uint64_t>(step) + 1)) * 0x100000001B3ULL; }
    friend bool operator==(const YamlShape&, const YamlShape&) = default;

private:
    std::uint64_t m_hash = 0xCBF29CE484222325ULL; // FNV-1a
};

struct YamlVerdict {
    std::optional<YamlProblem> problem;
    bool empty = false;  // there is nothing to read
    std::size_t end = 0; // bytes of the first document; kubectl does not look at what follows it
    YamlShape shape;
};

// The lines of `text` end in \n; it is valid UTF-8.
YamlVerdict judgeYaml(std::string_view text, std::size_t maxDepth);

} // namespace kubarium::api
