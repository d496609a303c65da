#include "message.h"

#include <numeric>

namespace kubarium::serve {

std::size_t sizeOf(const Body& body)
{
    return std::accumulate(body.begin(), body.end(), std::size_t{0},
        [](std::size_t sum, const std::string& piece) { return sum + piece.size(); });
}

} // namespace kubarium::serve
