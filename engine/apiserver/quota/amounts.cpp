#include "amounts.h"

#include "api/schema.h"

#include <algorithm>

namespace kubarium::apiserver::quota {

void add(Amounts& sum, const Amounts& more)
{
    for (const auto& [name, amount] : more) {
        api::Quantity& place = sum.edit(name);
        place = place + amount;
    }
}

Amounts growth(const Amounts& now, const Amounts& before)
{
    Amounts more;
    for (const auto& [name, amount] : now) {
        const api::Quantity* const known = before.find(name);
        const api::Quantity difference = known ? amount - *known : amount;
        if (difference.sign() > 0)
            more.set(name, difference);
    }
    return more;
}

Amounts filtered(const Amounts& amounts, const NameFilter& passes)
{
    Amounts kept;
    for (const auto& [name, amount] : amounts) {
        if (passes(name))
            kept.set(name, amount);
    }
    return kept;
}

bool equal(const Amounts& a, const Amounts& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](const auto& one, const auto& other) { return one.key == other.key && one.value == other.value; });
}

std::string text(const Amounts& amounts)
{
    std::string text;
    for (const auto& [name, amount] : amounts)
        text += (text.empty() ? "" : ",") + name.str() + "=" + amount.text();
    return text;
}

} // namespace kubarium::apiserver::quota
