// Gives each pod the number that its PriorityClass stands for; the scheduler compares numbers only.
//
// Without a class it is that of the cluster's default, or zero. Nobody writes the number himself.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class PriorityAdmission final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "Priority"; }

    bool handles(Verb verb) const override;
    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
    // One PriorityClass at most is the default of all pods.
    std::optional<api::Status> validate(const Attributes& attributes, const api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
