// What is asked of CEL expressions and their messages before anybody compiles them.
#pragma once

#include <string_view>

namespace kubarium::api {

// Without the white space around it.
std::string_view trimmed(std::string_view text);
bool isBlank(std::string_view text);
bool hasLineBreak(std::string_view text);
// A name that an expression can use; words of the language are none.
bool isCelIdentifier(std::string_view name);

} // namespace kubarium::api
