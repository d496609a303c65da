// What a pod's RuntimeClass adds to it: the overhead of its sandbox, and the nodes that have such a runtime.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class RuntimeClassAdmission final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "RuntimeClass"; }

    bool handles(Verb verb) const override { return verb == Verb::Create || verb == Verb::Patch; }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
    // Nobody writes an overhead himself.
    std::optional<api::Status> validate(const Attributes& attributes, const api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
