// JSON as people read it: the same document with line breaks and two blanks a level, as Go's encoder indents it.
#pragma once

#include <string>
#include <string_view>

namespace kubarium::serve {

std::string prettyJson(std::string_view compact);

// Whether to indent: ?pretty=1 or true; without it, for those who ask by hand (curl, browsers).
bool wantsPretty(const std::string* parameter, std::string_view userAgent);

} // namespace kubarium::serve
