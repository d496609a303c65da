#include "changes.h"

#include "api/encode.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

using api::Value;

void compare(std::string& told, const std::string& path, const Value& before, const Value& now);

void tell(std::string& told, const std::string& sentence)
{
    told += (told.empty() ? "" : "; ") + sentence;
}

void compareObjects(std::string& told, const std::string& path, const Value& before, const Value& now)
{
    const auto at = [&](const api::Text& key) { return path.empty() ? key.str() : path + "." + key.str(); };
    for (const auto& [key, value] : before.object()) {
        if (!now.object().contains(key))
            tell(told, at(key) + " removed");
    }
    for (const auto& [key, value] : now.object())
        compare(told, at(key), before[key], value);
}

void compareArrays(std::string& told, const std::string& path, const Value& before, const Value& now)
{
    const std::size_t common = std::min(before.array().size(), now.array().size());
    const auto at = [&](std::size_t index) { return path + "[" + std::to_string(index) + "]"; };
    for (std::size_t i = 0; i < common; ++i)
        compare(told, at(i), before.array()[i], now.array()[i]);
    for (std::size_t i = common; i < now.array().size(); ++i)
        tell(told, at(i) + "=" + api::toJson(now.array()[i]));
    for (std::size_t i = common; i < before.array().size(); ++i)
        tell(told, at(i) + " removed");
}

void compare(std::string& told, const std::string& path, const Value& before, const Value& now)
{
    if (before == now)
        return;
    if (before.isObject() && now.isObject())
        compareObjects(told, path, before, now);
    else if (before.isArray() && now.isArray())
        compareArrays(told, path, before, now);
    else
        tell(told, path + "=" + api::toJson(now));
}

} // namespace

std::string changesBetween(const api::ObjectPtr& before, const api::ObjectPtr& now)
{
    std::string told;
    compare(told, {}, api::toValue(before), api::toValue(now));
    return told;
}

} // namespace kubarium::apiserver
