// The words every cluster says all the time: enum values and defaults of the type tables, and a few keys and
// values of labels. One copy of each exists, made at the first use and never changed, so Text hands it out freely.
#pragma once

#include "text.h"

namespace kubarium::api {

// The block of a well-known word, or null. The empty string is one.
Text::Block* wellKnown(std::string_view text) noexcept;

} // namespace kubarium::api
