// What kubelets may write: each only its own Node, Lease and CSINode, and only pods on its own node.
//
// It may neither taint itself nor give itself labels that would draw pods to it (node-restriction.kubernetes.io/ is kept
// for people), creates only mirror pods that use no other object, and asks for tokens only of its own pods' accounts.
#pragma once

#include "../admission/plugin.h"

namespace kubarium::apiserver {

class NodeRestriction final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "NodeRestriction"; }

    bool handles(Verb verb) const override
    {
        return verb == Verb::Create || verb == Verb::Update || verb == Verb::Patch || verb == Verb::Delete;
    }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
    std::optional<api::Status> validate(const Attributes& attributes, const api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
