// Holds pods and claims to the LimitRanges of their namespace. What a container does not ask for it is given, where a range
// has a default; what is beyond a range is refused:
//
//   pods "web" is forbidden: maximum cpu usage per Container is 500m, but limit is 1
//
// A pod is looked at when it is made, and when it is resized.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class LimitRanger final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "LimitRanger"; }

    bool handles(Verb verb) const override
    {
        return verb == Verb::Create || verb == Verb::Update || verb == Verb::Patch;
    }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
    std::optional<api::Status> validate(const Attributes& attributes, const api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
