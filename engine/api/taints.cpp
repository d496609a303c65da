#include "taints.h"

#include <algorithm>

namespace kubarium::api {

namespace {

bool isOneOf(const Taint& taint, TaintEffects effects) noexcept
{
    return std::any_of(effects.begin(), effects.end(), [&](std::string_view effect) { return taint.effect == effect; });
}

} // namespace

// What a toleration leaves empty it does not ask about: no effect means every effect, no key (with Exists) every key.
bool tolerates(const Toleration& toleration, const Taint& taint) noexcept
{
    if (!toleration.effect.empty() && toleration.effect != taint.effect)
        return false;
    if (!toleration.key.empty() && toleration.key != taint.key)
        return false;
    if (toleration.operator_.empty() || toleration.operator_ == TolerationOperator::Equal)
        return toleration.value.view() == taint.value.view();
    return toleration.operator_ == TolerationOperator::Exists;
}

bool isTolerated(const Taint& taint, std::span<const Toleration> tolerations) noexcept
{
    return std::any_of(tolerations.begin(), tolerations.end(),
        [&](const Toleration& toleration) { return tolerates(toleration, taint); });
}

std::vector<const Taint*> untoleratedTaints(
    std::span<const Taint> taints, std::span<const Toleration> tolerations, TaintEffects effects)
{
    std::vector<const Taint*> found;
    for (const Taint& taint : taints) {
        if (isOneOf(taint, effects) && !isTolerated(taint, tolerations))
            found.push_back(&taint);
    }
    return found;
}

const Taint* untoleratedTaint(
    std::span<const Taint> taints, std::span<const Toleration> tolerations, TaintEffects effects) noexcept
{
    const auto found = std::find_if(taints.begin(), taints.end(),
        [&](const Taint& taint) { return isOneOf(taint, effects) && !isTolerated(taint, tolerations); });
    return found == taints.end() ? nullptr : &*found;
}

} // namespace kubarium::api
