#include "table.h"

#include "api/types/rbac.h"

namespace kubarium::api {

namespace {

constexpr std::string_view rbacGroup = "rbac.authorization.k8s.io";

// Users and groups belong to RBAC, a service account to the legacy group. What else a subject calls itself is left
// for validation to refuse.
void setSubjectDefaults(List<Subject>& subjects)
{
    const auto lacksGroup = [](const Subject& subject) {
        return subject.apiGroup.empty() && (subject.kind == "User" || subject.kind == "Group");
    };
    if (std::none_of(subjects.begin(), subjects.end(), lacksGroup))
        return;
    for (Subject& subject : subjects.edit()) {
        if (lacksGroup(subject))
            subject.apiGroup = rbacGroup;
    }
}

} // namespace

void setDefaults(RoleBinding& binding)
{
    setSubjectDefaults(binding.subjects);
}

void setDefaults(ClusterRoleBinding& binding)
{
    setSubjectDefaults(binding.subjects);
}

std::span<const Defaulter> accessDefaults()
{
    static constexpr Defaulter defaulters[] = {defaulterOf<RoleBinding>(), defaulterOf<ClusterRoleBinding>()};
    return defaulters;
}

} // namespace kubarium::api
