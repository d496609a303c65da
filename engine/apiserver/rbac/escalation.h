// Nobody gives away rights that he does not have: the check in front of the storage of roles and bindings.
//
// Who writes a role must hold all of its rules, or the verb `escalate` on it; who writes a binding must hold all rules of
// the role, or the verb `bind` on it. Members of system:masters may do both. A server asks this after mutating admission
// and before it validates, so it stands as the last of the mutating plugins and changes nothing.
#pragma once

#include "../admission/plugin.h"

namespace kubarium::apiserver {

class EscalationCheck final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "RBAC escalation check"; }

    bool handles(Verb verb) const override
    {
        return verb == Verb::Create || verb == Verb::Update || verb == Verb::Patch;
    }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
