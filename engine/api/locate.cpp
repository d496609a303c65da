#include "locate.h"

#include <charconv>

namespace kubarium::api {

namespace {

const Member* memberNamed(const TreeNode& node, std::string_view key)
{
    for (const Member& member : node.members) {
        if (member.key == key)
            return &member;
    }
    return nullptr;
}

// Keys may hold dots (labels, data): the longest member that the path begins with is the one meant.
const Member* longestMember(const TreeNode& node, std::string_view path)
{
    const Member* best = nullptr;
    for (const Member& member : node.members) {
        const bool fits = path.starts_with(member.key)
            && (path.size() == member.key.size() || path[member.key.size()] == '.' || path[member.key.size()] == '[');
        if (fits && (!best || member.key.size() > best->key.size()))
            best = &member;
    }
    return best;
}

} // namespace

Mark locate(const TreeNode& root, std::string_view path)
{
    const TreeNode* node = &root;
    Mark mark = root.mark;
    while (!path.empty()) {
        if (path.front() == '.') {
            path.remove_prefix(1);
        } else if (path.front() == '[') {
            const std::size_t end = path.find(']');
            if (end == std::string_view::npos)
                break;
            const std::string_view inside = path.substr(1, end - 1);
            path.remove_prefix(end + 1);
            std::size_t index = 0;
            const bool number = std::from_chars(inside.data(), inside.data() + inside.size(), index).ptr
                == inside.data() + inside.size();
            if (node->kind == NodeKind::Sequence && number && index < node->items.size()) {
                node = &node->items[index];
                mark = node->mark;
            } else if (const Member* const member = memberNamed(*node, inside)) {
                node = &member->value;
                mark = member->mark;
            } else {
                break;
            }
        } else {
            const Member* const member = longestMember(*node, path);
            if (!member)
                break;
            path.remove_prefix(member->key.size());
            node = &member->value;
            mark = member->mark;
        }
    }
    return mark;
}

} // namespace kubarium::api
