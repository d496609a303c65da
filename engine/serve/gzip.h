// Large answers are squeezed for clients that can read that: fast rather than small.
#pragma once

#include "message.h"

namespace kubarium::serve {

// Nothing if zlib fails, which it does only without memory: the plain body is then as good.
std::optional<Body> gzipped(const Body& body);

} // namespace kubarium::serve
