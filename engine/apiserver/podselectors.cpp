#include "podselectors.h"

#include "resources.h"

#include "api/labelselector.h"
#include "api/types/core-service.h"
#include "api/types/policy.h"

#include <algorithm>
#include <optional>

namespace kubarium::apiserver {

namespace {

// The value under which an object stands in the index; nothing if it selects no pods.
std::optional<api::Text> valueOf(const api::ObjectPtr& object)
{
    if (!object)
        return std::nullopt;
    const api::LabelMatcher selector = podSelectorOf(object);
    if (selector.matchesNothing())
        return std::nullopt;
    for (const api::LabelRequirement& requirement : selector.requirements()) {
        if (const auto value = selector.exactValue(requirement.key()))
            return api::Text(*value);
    }
    return api::Text("");
}

} // namespace

api::LabelMatcher podSelectorOf(const api::ObjectPtr& object)
{
    if (const api::Service* const service = object.as<api::Service>()) {
        const api::Map<api::Text>& selector = service->spec->selector;
        return selector.empty() ? api::LabelMatcher::nothing() : api::LabelMatcher::of(selector);
    }
    if (const api::PodDisruptionBudget* const budget = object.as<api::PodDisruptionBudget>()) {
        if (!budget->spec->selector)
            return api::LabelMatcher::nothing();
        const api::Result<api::LabelMatcher> matcher = api::toMatcher(*budget->spec->selector);
        return matcher ? *matcher : api::LabelMatcher::nothing();
    }
    return api::LabelMatcher::nothing();
}

void PodSelectors::learn(const store::Change& change)
{
    const api::ObjectPtr& any = change.now;
    if (!any.as<api::Service>() && !any.as<api::PodDisruptionBudget>())
        return;
    const bool isGone = change.type == store::ChangeType::Deleted;
    const std::optional<api::Text> before = valueOf(change.before);
    const std::optional<api::Text> now = isGone ? std::nullopt : valueOf(change.now);
    if (before == now)
        return;
    const store::Key key{change.resource, any.meta().namespace_, any.meta().name};
    if (before)
        m_values.erase(*before, key);
    if (now)
        m_values.insert(*now, key);
}

std::vector<api::ObjectPtr> PodSelectors::selecting(const store::Store& store, const api::Kind& kind,
    std::string_view namespace_, const api::Map<api::Text>& labels) const
{
    std::vector<api::ObjectPtr> found;
    const auto take = [&](const store::Key& key) {
        api::ObjectPtr object = store.find(key);
        if (object && podSelectorOf(object).matches(labels))
            found.push_back(std::move(object));
        return true;
    };
    m_values.visit("", resourceId(kind), namespace_, take);
    const auto* const first = labels.begin();
    for (const auto& label : labels) {
        const bool isNew = std::none_of(first, &label, [&](const auto& other) { return other.value == label.value; });
        if (isNew && !label.value.empty())
            m_values.visit(label.value, resourceId(kind), namespace_, take);
    }
    return found;
}

} // namespace kubarium::apiserver
