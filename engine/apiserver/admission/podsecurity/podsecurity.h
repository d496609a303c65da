// Holds pods to the Pod Security Standard of their namespace (policy.h, checks.h):
//
//   pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "c" …
//
// A workload is never refused, but its author is warned of pods that will be. A namespace that gets a stricter policy keeps
// the pods it has, and whoever changed it is told which of them would not be let in again.
#pragma once

#include "../plugin.h"

namespace kubarium::apiserver {

class PodSecurity final : public AdmissionPlugin {
public:
    // Whom the standards do not concern.
    struct Exemptions {
        std::vector<std::string> users;
        std::vector<std::string> runtimeClasses;
        std::vector<std::string> namespaces;
    };

    PodSecurity() = default;

    explicit PodSecurity(Exemptions exemptions) : m_exemptions(std::move(exemptions)) { }

    std::string_view name() const override { return "PodSecurity"; }

    bool handles(Verb verb) const override
    {
        return verb == Verb::Create || verb == Verb::Update || verb == Verb::Patch;
    }

    std::optional<api::Status> validate(const Attributes& attributes, const api::ObjectPtr& object) const override;

private:
    std::optional<api::Status> validateNamespace(const Attributes& attributes, const api::ObjectPtr& object) const;

    Exemptions m_exemptions;
};

} // namespace kubarium::apiserver
