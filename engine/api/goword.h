// What Go's JSON decoder calls a value in "cannot unmarshal X into".
#pragma once

#include "tree.h"

namespace kubarium::api {

inline std::string_view goWord(NodeKind kind) noexcept
{
    switch (kind) {
    case NodeKind::Null:
        return "null";
    case NodeKind::Bool:
        return "bool";
    case NodeKind::Number:
        return "number";
    case NodeKind::String:
        return "string";
    case NodeKind::Sequence:
        return "array";
    case NodeKind::Mapping:
        return "object";
    }
    return {};
}

} // namespace kubarium::api
