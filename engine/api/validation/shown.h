// Bad values that fielderror.h does not know how to show.
#pragma once

#include "../shared.h"

#include <string>

namespace kubarium::api {

// ["10.0.0.1","10.0.0.2"]; null if there are none, which is how a field that was left out looks.
std::string shownList(const List<Text>& texts);
// A pointer: "null" in quotes when it is nil, a trait of the server's sentences.
std::string shownPointer(const Text& text);

} // namespace kubarium::api
