#include "labelselector.h"

#include "goformat.h"

#include <array>

namespace kubarium::api {

namespace {

using Operator = LabelRequirement::Operator;

// The operators an object can hold; those of a text ("=", ">") are not among them.
std::optional<Operator> operatorNamed(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, Operator>, 4> operators{{
        {"In", Operator::In},
        {"NotIn", Operator::NotIn},
        {"Exists", Operator::Exists},
        {"DoesNotExist", Operator::DoesNotExist},
    }};
    for (const auto& [known, op] : operators) {
        if (known == name)
            return op;
    }
    return {};
}

} // namespace

Result<LabelMatcher> toMatcher(const LabelSelector& selector)
{
    LabelMatcher matcher;
    for (const auto& [key, value] : selector.matchLabels) {
        Parsed<LabelRequirement> requirement = LabelRequirement::make(key, Operator::Equals, {value});
        if (!requirement)
            return badRequest(requirement.error());
        matcher.add(*std::move(requirement));
    }
    for (const LabelSelectorRequirement& expression : selector.matchExpressions) {
        const std::optional<Operator> op = operatorNamed(expression.operator_);
        if (!op)
            return badRequest(goQuoted(expression.operator_) + " is not a valid label selector operator");
        Parsed<LabelRequirement> requirement = LabelRequirement::make(expression.key, *op, expression.values);
        if (!requirement)
            return badRequest(requirement.error());
        matcher.add(*std::move(requirement));
    }
    return matcher;
}

std::string selectorText(const LabelSelector& selector)
{
    const Result<LabelMatcher> matcher = toMatcher(selector);
    if (!matcher)
        return "<error>"; // what kubectl prints in such a cell
    const std::string text = matcher->text();
    return text.empty() ? "<none>" : text;
}

} // namespace kubarium::api
