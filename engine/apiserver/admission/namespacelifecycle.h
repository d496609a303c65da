// Nothing is created in a namespace that does not exist or is going away, and the namespaces the cluster itself
// needs cannot be deleted. It is asked before all others, so it speaks where those that change objects do, and changes none.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class NamespaceLifecycle final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "NamespaceLifecycle"; }

    bool handles(Verb verb) const override
    {
        return verb == Verb::Create || verb == Verb::Patch || verb == Verb::Delete;
    }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
