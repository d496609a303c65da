// A pod stays five minutes on a node that is gone or not ready, unless it says how long itself.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class DefaultTolerationSeconds final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "DefaultTolerationSeconds"; }

    bool handles(Verb verb) const override { return verb == Verb::Create || verb == Verb::Patch; }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
