// An Ingress that names no class, in neither the newer nor the older way, gets the default one, if there is one.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class DefaultIngressClass final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "DefaultIngressClass"; }

    bool handles(Verb verb) const override { return verb == Verb::Create || verb == Verb::Patch; }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
