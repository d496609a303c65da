#include "conditions.h"

#include "api/types/meta.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::size_t longestReason = 1024;
constexpr std::size_t longestMessage = 32 * 1024;

bool isLetter(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isReason(std::string_view text)
{
    const auto mayEnd = [](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '_'; };
    const auto mayStand = [&](char c) { return mayEnd(c) || c == ',' || c == ':'; };
    return isLetter(text.front()) && mayEnd(text.back()) && std::all_of(text.begin(), text.end(), mayStand);
}

void checkCondition(FieldErrors& errors, const Condition& condition, const FieldPath& path)
{
    static constexpr std::string_view statuses[] = {"False", "True", "Unknown"};
    checkLabelKey(errors, condition.type, path.child("type"));
    checkSupported(errors, condition.status, statuses, path.child("status"));
    if (condition.observedGeneration < 0) {
        errors.push_back(invalid(
            path.child("observedGeneration"), condition.observedGeneration, "must be greater than or equal to zero"));
    }
    if (condition.lastTransitionTime.isZero())
        errors.push_back(required(path.child("lastTransitionTime"), "must be set"));
    if (condition.reason.empty()) {
        errors.push_back(required(path.child("reason"), "must be set"));
    } else {
        if (!isReason(condition.reason)) {
            errors.push_back(invalid(path.child("reason"), condition.reason,
                "a condition reason must start with alphabetic character, optionally followed by a string of "
                "alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. "
                "'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for "
                "validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')"));
        }
        if (condition.reason.size() > longestReason)
            errors.push_back(tooLong(path.child("reason"), longestReason));
    }
    if (condition.message.size() > longestMessage)
        errors.push_back(tooLong(path.child("message"), longestMessage));
}

} // namespace

void checkConditions(FieldErrors& errors, const List<Condition>& conditions, const FieldPath& path)
{
    std::set<std::string_view> types;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        if (!types.insert(conditions[i].type).second)
            errors.push_back(duplicate(path.index(i).child("type"), conditions[i].type));
        checkCondition(errors, conditions[i], path.index(i));
    }
}

} // namespace kubarium::api
