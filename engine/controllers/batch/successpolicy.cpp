#include "successpolicy.h"

namespace kubarium::controllers {

namespace {

bool isMet(const api::SuccessPolicyRule& rule, const IndexSet& succeeded, std::int32_t completions)
{
    if (!rule.succeededIndexes)
        return rule.succeededCount && succeeded.size() >= *rule.succeededCount;
    const IndexSet named = IndexSet::parse(rule.succeededIndexes, completions);
    return succeeded.sizeOfCommon(named) >= rule.succeededCount.valueOr(named.size());
}

} // namespace

std::optional<std::size_t> ruleMet(const api::JobSpec& spec, const IndexSet& succeeded)
{
    if (succeeded.empty())
        return std::nullopt;
    const api::List<api::SuccessPolicyRule>& rules = spec.successPolicy->rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (isMet(rules[i], succeeded, spec.completions.valueOr(0)))
            return i;
    }
    return std::nullopt;
}

} // namespace kubarium::controllers
