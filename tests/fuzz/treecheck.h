// What every tree must be, whatever it was read from. A violation ends the program, which is how a fuzzer notices.
#pragma once

#include "api/tree.h"
#include "api/utf8.h"

#include <cstdio>
#include <cstdlib>

namespace kubarium::api {

inline void must(bool holds, const char* promise)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

inline void checkTree(const TreeNode& node, bool sorted, std::size_t depth, const Limits& limits)
{
    must(depth <= limits.depth, "a tree is no deeper than the limit");
    must(node.mark.line > 0 && node.mark.column > 0, "a node has a place");
    must(isUtf8(node.scalar), "a text is UTF-8");
    must(node.kind == NodeKind::Number || !node.integral, "only numbers are integral");
    must(node.kind != NodeKind::Number || !node.scalar.empty(), "a number has its text");
    must(node.kind == NodeKind::Sequence || node.items.empty(), "only lists have items");
    must(node.kind == NodeKind::Mapping || node.members.empty(), "only mappings have members");
    for (const TreeNode& item : node.items)
        checkTree(item, sorted, depth + 1, limits);
    for (const Member& member : node.members) {
        must(isUtf8(member.key), "a key is UTF-8");
        must(member.mark.line > 0 && member.mark.column > 0, "a key has a place");
        must(node.members.size() > 1000 || node.find(member.key) == &member.value, "a key is there once");
        must(!sorted || &member == node.members.data() || (&member)[-1].key < member.key, "kubectl sends keys sorted");
        checkTree(member.value, sorted, depth + 1, limits);
    }
}

inline void checkDocument(const Document& document, bool sorted, const Limits& limits)
{
    checkTree(document.root, sorted, 0, limits);
    for (const DuplicateKey& twice : document.duplicates) {
        must(twice.path.ends_with(twice.key), "the path of a key ends in it");
        must(twice.first.line <= twice.mark.line, "the first comes first");
    }
}

inline void checkError(const ParseError& error)
{
    must(!error.message.empty(), "an error says what is wrong");
    must(isUtf8(error.message) && isUtf8(error.kubectl), "in readable words");
    must(error.mark.line > 0 && error.mark.column > 0, "an error has a place");
}

} // namespace kubarium::api
