// From a field path of an error back to the place in the text.
#pragma once

#include "tree.h"

namespace kubarium::api {

// The mark of "spec.containers[0].ports[1].name" or "data[app.conf]"; of the nearest enclosing field that was written
// when the field itself was not.
Mark locate(const TreeNode& root, std::string_view path);

} // namespace kubarium::api
