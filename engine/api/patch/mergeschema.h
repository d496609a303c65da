// What strategic merge has to know of a place in an object: what kind of thing Go has there, and how it merges.
#pragma once

#include "../schema.h"
#include "../status.h"

#include <string>
#include <string_view>

namespace kubarium::api {

struct MergeRules;

// A place in a type. Below a struct each member has a place of its own; nothing has one below a map.
class MergeSchema {
public:
    explicit MergeSchema(const Type& type);

    // Of a member that is a map or struct, or a list: its place, or that of its elements.
    Result<MergeRules> ofMap(std::string_view member) const;
    Result<MergeRules> ofList(std::string_view member) const;

    std::string_view goKind() const { return m_goKind; } // "struct", "map", "slice", "string"

private:
    MergeSchema(const Type* type, std::string_view goKind, std::string_view goName);
    Result<const Field*> member(std::string_view name) const;
    static MergeSchema ofValue(const Field& field);

    const Type* m_type; // null unless it is a struct with a table
    std::string_view m_goKind;
    std::string_view m_goName;
};

struct MergeRules {
    MergeSchema schema;
    bool merge = false; // of a list
    bool replace = false; // of a map
    std::string_view key; // of the elements of a list
};

} // namespace kubarium::api
