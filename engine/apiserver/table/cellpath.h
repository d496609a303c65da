// A column's path, read straight along the type table wherever it can be: .metadata.name, .status.nodeInfo.kubeletVersion.
// Paths through lists, maps and filters go over the object as a tree of values, which takes its time.
#pragma once

#include "api/jsonpath.h"
#include "api/object.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::apiserver::table {

// An object, and the tree it is made into if some path asks for it.
class Printed {
public:
    explicit Printed(const api::ObjectPtr& object) : m_object(object) { }

    const api::ObjectPtr& object() const { return m_object; }

    const api::Value& tree();

private:
    const api::ObjectPtr& m_object;
    std::optional<api::Value> m_tree;
};

class CellPath {
public:
    // Null wherever it leads if it is not a path.
    CellPath(const api::Type& type, std::string_view path);

    // What stands there. An absent value is null, or, if `zero` says so, what Go makes of it: "", 0, false.
    api::Value at(Printed& printed, bool zero) const;

    bool isCreationTime() const { return m_isCreationTime; }

private:
    std::vector<const api::Field*> m_fields; // empty: by m_path
    std::optional<api::JsonPath> m_path;
    bool m_isCreationTime = false;
};

} // namespace kubarium::apiserver::table
