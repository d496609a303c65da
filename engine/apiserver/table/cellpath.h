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

class CellPath {
public:
    // Null wherever it leads if it is not a path.
    CellPath(const api::Type& type, std::string_view path);

    // What stands there. An absent value is null, or, if `zero` says so, what Go makes of it: "", 0, false.
    api::Value at(const api::ObjectPtr& object, bool zero) const;

    bool isCreationTime() const { return m_isCreationTime; }

private:
    std::vector<const api::Field*> m_fields; // empty: by m_path
    std::optional<api::JsonPath> m_path;
    bool m_isCreationTime = false;
};

} // namespace kubarium::apiserver::table
