#include "arena.h"
#include "decimal.h"
#include "tree.h"

#include <charconv>

namespace kubarium::api {

Document::Document() : m_arena(std::make_unique<Arena>()) { }

Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

const TreeNode* TreeNode::find(std::string_view key) const noexcept
{
    for (const Member& member : members) {
        if (member.key == key)
            return &member.value;
    }
    return nullptr;
}

namespace {

// An integer if it is written as one and fits; everything else is a double, as in Go's unstructured objects. JSON has
// no infinity, so the largest double stands for what lies beyond it.
Value numberValue(const TreeNode& node)
{
    std::int64_t integer = 0;
    const char* const end = node.scalar.data() + node.scalar.size();
    if (node.integral && std::from_chars(node.scalar.data(), end, integer).ec == std::errc())
        return integer;
    return parseDecimal(node.scalar).value;
}

} // namespace

Value toValue(const TreeNode& node)
{
    switch (node.kind) {
    case NodeKind::Null:
        return {};
    case NodeKind::Bool:
        return node.boolean;
    case NodeKind::Number:
        return numberValue(node);
    case NodeKind::String:
        return node.scalar;
    case NodeKind::Sequence: {
        Value::Array array;
        for (const TreeNode& item : node.items)
            array.push_back(toValue(item));
        return array;
    }
    case NodeKind::Mapping: {
        Value::Object object;
        for (const Member& member : node.members)
            object.set(member.key, toValue(member.value));
        return object;
    }
    }
    return {};
}

} // namespace kubarium::api
