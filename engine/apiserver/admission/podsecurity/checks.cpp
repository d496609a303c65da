#include "checks.h"

#include <algorithm>

namespace kubarium::apiserver::podsecurity {

namespace {

constexpr int newest = 34;

// Those that a release knew.
std::vector<const Check*> knownTo(std::span<const Check> checks, int minor)
{
    std::vector<const Check*> known;
    for (const Check& check : checks) {
        if (check.since > minor)
            continue;
        if (!known.empty() && known.back()->id == check.id)
            known.back() = &check; // a later form of the same
        else
            known.push_back(&check);
    }
    return known;
}

} // namespace

std::vector<Violation> violations(const Standard& standard, const api::ObjectMeta& meta, const api::PodSpec& spec)
{
    std::vector<Violation> found;
    if (standard.level == Level::Privileged)
        return found;
    const int minor = std::min(standard.minor.value_or(newest), newest);
    std::vector<const Check*> checks = knownTo(baselineChecks(), minor);
    if (standard.level == Level::Restricted) {
        const std::vector<const Check*> more = knownTo(restrictedChecks(), minor);
        std::erase_if(checks, [&](const Check* check) {
            return std::ranges::any_of(more, [&](const Check* other) { return other->replaces == check->id; });
        });
        checks.insert(checks.end(), more.begin(), more.end());
    }
    for (const Check* const check : checks) {
        if (Finding finding = check->find(meta, spec))
            found.push_back(*std::move(finding));
    }
    return found;
}

std::string details(const std::vector<Violation>& violations)
{
    std::string text;
    for (const Violation& violation : violations) {
        text += (text.empty() ? "" : ", ") + violation.reason;
        if (!violation.detail.empty())
            text += " (" + violation.detail + ")";
    }
    return text;
}

std::string reasons(const std::vector<Violation>& violations)
{
    std::string text;
    for (const Violation& violation : violations)
        text += (text.empty() ? "" : ", ") + violation.reason;
    return text;
}

} // namespace kubarium::apiserver::podsecurity
