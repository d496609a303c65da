// A document's tree as JSON, for tests: members in their order, numbers as they stand.
#pragma once

#include "api/encode.h"
#include "api/tree.h"

#include <QByteArray>

namespace kubarium::api {

inline void appendJson(std::string& out, const TreeNode& node)
{
    switch (node.kind) {
    case NodeKind::Null:
        out += "null";
        break;
    case NodeKind::Bool:
        out += node.boolean ? "true" : "false";
        break;
    case NodeKind::Number:
        out += node.scalar;
        break;
    case NodeKind::String:
        appendJsonString(out, node.scalar);
        break;
    case NodeKind::Sequence:
        out += '[';
        for (const TreeNode& item : node.items) {
            out += &item == node.items.data() ? "" : ",";
            appendJson(out, item);
        }
        out += ']';
        break;
    case NodeKind::Mapping:
        out += '{';
        for (const Member& member : node.members) {
            out += &member == node.members.data() ? "" : ",";
            appendJsonString(out, member.key);
            out += ':';
            appendJson(out, member.value);
        }
        out += '}';
        break;
    }
}

inline QByteArray json(const TreeNode& node)
{
    std::string text;
    appendJson(text, node);
    return QByteArray::fromStdString(text);
}

} // namespace kubarium::api
