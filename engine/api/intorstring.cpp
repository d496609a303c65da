#include "intorstring.h"

#include "goformat.h"

#include <algorithm>
#include <limits>

namespace kubarium::api {

namespace {

constexpr std::int64_t least = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();

} // namespace

std::optional<std::int32_t> IntOrString::percent() const noexcept
{
    std::string_view text = m_text;
    if (!text.ends_with('%'))
        return std::nullopt;
    text.remove_suffix(1);
    const std::optional<std::int64_t> number = goInteger(text);
    if (!number)
        return std::nullopt;
    return static_cast<std::int32_t>(std::clamp(*number, least, most));
}

std::optional<std::int32_t> IntOrString::scaled(std::int32_t total, bool roundUp) const noexcept
{
    if (!isString())
        return m_number;
    const std::optional<std::int32_t> share = percent();
    if (!share)
        return std::nullopt;
    const std::int64_t product = std::int64_t{*share} * total;
    std::int64_t result = product / 100; // cut towards zero
    if (product % 100 > 0 && roundUp)
        ++result;
    if (product % 100 < 0 && !roundUp)
        --result;
    return static_cast<std::int32_t>(std::clamp(result, least, most));
}

} // namespace kubarium::api
