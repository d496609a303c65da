#include "reconciliation.h"

#include "coverage.h"

#include "api/types/rbac.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

void addMissing(api::Map<api::Text>& words, const api::Map<api::Text>& wanted)
{
    for (const auto& [key, value] : wanted) {
        if (!words.contains(key))
            words.set(key, value);
    }
}

template <class T> void addMissing(api::List<T>& items, const api::List<T>& wanted)
{
    for (const T& item : wanted) {
        if (std::find(items.begin(), items.end(), item) == items.end())
            items.push_back(item);
    }
}

// What a role that aggregates has as rules, its controller decides.
void bringBackAggregation(api::ClusterRole& role, const api::ClusterRole& wanted)
{
    if (wanted.aggregationRule)
        addMissing(role.aggregationRule.edit().clusterRoleSelectors, wanted.aggregationRule->clusterRoleSelectors);
}

void bringBackAggregation(api::Role&, const api::Role&) { }

template <class Role> void bringBackRole(api::ObjectPtr& object, const Role& wanted)
{
    Role& role = object.editAs<Role>();
    for (const api::PolicyRule& rule : uncovered(std::as_const(role).rules, wanted.rules))
        role.rules.push_back(rule);
    bringBackAggregation(role, wanted);
}

// Groups and users may have been written without their group, service accounts without their namespace.
template <class Binding> bool bringBackBinding(api::ObjectPtr& object, const Binding& wanted)
{
    Binding& binding = object.editAs<Binding>();
    addMissing(binding.subjects, wanted.subjects);
    if (binding.roleRef == wanted.roleRef)
        return false;
    binding.roleRef = wanted.roleRef;
    return true;
}

} // namespace

std::optional<Reconciled> reconciled(const api::ObjectPtr& existing, const api::ObjectPtr& wanted)
{
    const api::ObjectMeta& meta = existing.meta();
    if (meta.annotations.valueOr("rbac.authorization.kubernetes.io/autoupdate", {}) == "false")
        return std::nullopt;
    Reconciled now{existing, false};
    addMissing(now.object.editMeta().labels, wanted.meta().labels);
    addMissing(now.object.editMeta().annotations, wanted.meta().annotations);
    if (const auto* const role = wanted.as<api::ClusterRole>())
        bringBackRole(now.object, *role);
    else if (const auto* const local = wanted.as<api::Role>())
        bringBackRole(now.object, *local);
    else if (const auto* const binding = wanted.as<api::ClusterRoleBinding>())
        now.replace = bringBackBinding(now.object, *binding);
    else if (const auto* const inside = wanted.as<api::RoleBinding>())
        now.replace = bringBackBinding(now.object, *inside);
    if (now.object == existing)
        return std::nullopt;
    return now;
}

} // namespace kubarium::apiserver
