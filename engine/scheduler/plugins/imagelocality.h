// Prefers nodes that have a pod's images already, the larger the better; but not by much as long as few nodes have them, else
// all pods would go where the first one went.
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

class ImageLocality final : public ScorePlugin {
public:
    std::string_view name() const override { return "ImageLocality"; }

    bool isLocal() const override { return false; } // it counts how many nodes have an image

    bool ranks(const Cycle& cycle) const override;
    std::uint64_t version(const Cycle& cycle) const override;
    std::int32_t score(const Cycle& cycle, NodeIndex node) const override;
    void score(const Cycle& cycle, const Marks& fits, Scores& scores) const override;
};

} // namespace kubarium::scheduler
