#include "clusterroleaggregation.h"

#include "api/encode.h"
#include "api/labelselector.h"
#include "api/types/rbac.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

const api::Kind& clusterRoles()
{
    static const api::Kind& kind = *api::findKind("rbac.authorization.k8s.io", "v1", "ClusterRole");
    return kind;
}

const store::ObjectTree& treeOf(const apiserver::State& state)
{
    return state.store.tree(apiserver::resourceId(clusterRoles()));
}

// The rules of the roles that a selector finds, in the order of their names, each rule once.
void collect(const apiserver::State& state, const api::LabelMatcher& matcher, std::string_view itself,
    api::List<api::PolicyRule>& rules)
{
    treeOf(state).visit([&](const api::ObjectPtr& object) {
        const api::ClusterRole& role = *object.as<api::ClusterRole>();
        if (role.metadata.name == itself || !matcher.matches(role.metadata.labels))
            return true;
        for (const api::PolicyRule& rule : role.rules) {
            if (std::find(rules.begin(), rules.end(), rule) == rules.end())
                rules.push_back(rule);
        }
        return true;
    });
}

// What it says of a role, and owns from then on: the rules.
std::string applied(const api::Text& name, const api::List<api::PolicyRule>& rules)
{
    std::string json = R"({"kind":"ClusterRole","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":)";
    api::appendJsonString(json, name);
    json += R"(},"rules":[)";
    for (const api::PolicyRule& rule : rules) {
        if (json.back() != '[')
            json += ',';
        api::appendJson(json, *api::TypeOf<api::PolicyRule>::value, &rule);
    }
    return json + "]}";
}

} // namespace

bool ClusterRoleAggregation::watches(const api::Kind& kind) const
{
    return &kind == &clusterRoles();
}

api::Microseconds ClusterRoleAggregation::latency(const apiserver::State&, const store::Change&, const ObjectKey&) const
{
    return sim::latency::roleAggregation;
}

void ClusterRoleAggregation::keysOf(
    const apiserver::State& state, const store::Change&, std::vector<ObjectKey>& keys) const
{
    treeOf(state).visit([&](const api::ObjectPtr& object) {
        if (object.as<api::ClusterRole>()->aggregationRule)
            keys.push_back(keyOf(object));
        return true;
    });
}

Outcome ClusterRoleAggregation::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr object = client.find(*key.kind, {}, key.name);
    const auto* const role = object.as<api::ClusterRole>();
    if (!role || !role->aggregationRule)
        return Outcome::done(); // deleted meanwhile, or its rules are its own now

    api::List<api::PolicyRule> rules;
    for (const api::LabelSelector& selector : role->aggregationRule->clusterRoleSelectors) {
        const auto matcher = api::toMatcher(selector);
        if (!matcher)
            return Outcome::of(matcher.status());
        collect(client.state(), *matcher, key.name, rules);
    }
    if (rules == role->rules)
        return Outcome::done();
    return Outcome::of(client.apply(*key.kind, object.meta(), applied(key.name, rules), name()).status);
}

} // namespace kubarium::controllers
