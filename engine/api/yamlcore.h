// YAML 1.2 core, as lessons and the lab's own files are written in it: read by yaml-cpp.
#pragma once

#include "tree.h"

namespace kubarium::api {

// `text` is UTF-8 without a byte order mark.
ParsedStream parseCoreYaml(std::string_view text, const Limits& limits);

} // namespace kubarium::api
