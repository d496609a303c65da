#include "plugin.h"

#include <algorithm>

namespace kubarium::scheduler {

void normaliseToHighest(const Marks& fits, Scores& scores, bool reversed)
{
    std::int32_t highest = 0;
    for (NodeIndex node = 0; node < fits.size(); ++node) {
        if (fits[node])
            highest = std::max(highest, scores[node]);
    }
    for (NodeIndex node = 0; node < fits.size(); ++node) {
        if (!fits[node])
            continue;
        std::int32_t& score = scores[node];
        if (highest > 0)
            score = static_cast<std::int32_t>(std::int64_t{highestScore} * score / highest);
        if (reversed)
            score = highestScore - (highest > 0 ? score : 0);
    }
}

} // namespace kubarium::scheduler
