// Reads a YAML document as kubectl's parser does: what it takes, what it refuses, and with which sentence.
//
// YAML parsers disagree about the borders of YAML: tabs, colons in odd places, text behind the end of the first value,
// unfinished brackets. What a learner meets is kubectl, so go-yaml's rules decide here.
#pragma once

#include "yamlscanner.h"
#include "yamltree.h"

#include <optional>

namespace kubarium::api {

// Only the first document of `text` is read: kubectl does not look at what follows it. The text's lines end in \n and
// are counted from `firstLine`; it is valid UTF-8. go-yaml parses all of it before it looks at what the scalars mean,
// so a problem found here comes before the tree's own refusal.
std::optional<YamlProblem> readYamlDocument(
    std::string_view text, std::size_t firstLine, std::size_t maxDepth, Arena& arena, YamlTree& tree);

} // namespace kubarium::api
