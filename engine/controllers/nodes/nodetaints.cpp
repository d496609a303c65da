#include "nodetaints.h"

#include "api/wholesecond.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::string_view noSchedule = "NoSchedule";
constexpr std::string_view noExecute = "NoExecute";

struct Rule {
    std::string_view condition;
    std::string_view status;
    std::string_view taint;
};

constexpr Rule rules[] = {
    {"Ready", "False", taints::notReady},
    {"Ready", "Unknown", taints::unreachable},
    {"MemoryPressure", "True", taints::memoryPressure},
    {"DiskPressure", "True", taints::diskPressure},
    {"NetworkUnavailable", "True", taints::networkUnavailable},
    {"PIDPressure", "True", taints::pidPressure},
};

bool comesFromState(std::string_view key)
{
    return key == taints::unschedulable
        || std::any_of(std::begin(rules), std::end(rules), [&](const Rule& rule) { return rule.taint == key; });
}

bool has(const api::Node& node, std::string_view key, std::string_view effect)
{
    const auto& list = node.spec->taints;
    return std::any_of(
        list.begin(), list.end(), [&](const api::Taint& taint) { return taint.key == key && taint.effect == effect; });
}

void add(api::ObjectPtr& node, std::string_view key, std::string_view effect, api::Time now)
{
    api::Taint& taint = node.editAs<api::Node>().spec.edit().taints.push_back({});
    taint.key = key;
    taint.effect = effect;
    taint.timeAdded = api::wholeSecond(now);
}

} // namespace

const api::NodeCondition* conditionOf(const api::Node& node, std::string_view type)
{
    const auto& conditions = node.status->conditions;
    const auto found = std::find_if(conditions.begin(), conditions.end(),
        [&](const api::NodeCondition& condition) { return condition.type == type; });
    return found == conditions.end() ? nullptr : found;
}

bool isReady(const api::Node& node)
{
    const api::NodeCondition* const ready = conditionOf(node, "Ready");
    return ready && ready->status == "True";
}

std::vector<std::string_view> keepingAway(const api::Node& node)
{
    std::vector<std::string_view> keys;
    for (const Rule& rule : rules) {
        const api::NodeCondition* const condition = conditionOf(node, rule.condition);
        if (condition && condition->status == rule.status)
            keys.push_back(rule.taint);
    }
    if (node.spec->unschedulable)
        keys.push_back(taints::unschedulable);
    return keys;
}

std::string_view drivingOut(const api::Node& node)
{
    const api::NodeCondition* const ready = conditionOf(node, "Ready");
    if (!ready || ready->status == "True")
        return {};
    return ready->status == "False" ? taints::notReady : taints::unreachable;
}

const api::Taint* drivingOutNow(const api::Node& node)
{
    const auto& list = node.spec->taints;
    const auto found = std::find_if(list.begin(), list.end(), [](const api::Taint& taint) {
        return taint.effect == noExecute && (taint.key == taints::notReady || taint.key == taints::unreachable);
    });
    return found == list.end() ? nullptr : found;
}

api::ObjectPtr withTaintsKeepingAway(const api::ObjectPtr& node, api::Time now)
{
    api::ObjectPtr tainted = node;
    const std::vector<std::string_view> wanted = keepingAway(*node.as<api::Node>());
    const auto isStale = [&](const api::Taint& taint) {
        return taint.effect == noSchedule && comesFromState(taint.key)
            && std::find(wanted.begin(), wanted.end(), taint.key.view()) == wanted.end();
    };
    const auto& list = node.as<api::Node>()->spec->taints;
    if (std::any_of(list.begin(), list.end(), isStale))
        tainted.editAs<api::Node>().spec.edit().taints.eraseIf(isStale);
    for (const std::string_view key : wanted) {
        if (!has(*node.as<api::Node>(), key, noSchedule))
            add(tainted, key, noSchedule, now);
    }
    return tainted;
}

api::ObjectPtr withTaintDrivingOut(const api::ObjectPtr& node, std::string_view key, api::Time now)
{
    api::ObjectPtr tainted = node;
    const auto isOther = [&](const api::Taint& taint) {
        return taint.effect == noExecute && (taint.key == taints::notReady || taint.key == taints::unreachable)
            && taint.key != key;
    };
    const auto& list = node.as<api::Node>()->spec->taints;
    if (std::any_of(list.begin(), list.end(), isOther))
        tainted.editAs<api::Node>().spec.edit().taints.eraseIf(isOther);
    if (!key.empty() && !has(*node.as<api::Node>(), key, noExecute))
        add(tainted, key, noExecute, now);
    return tainted;
}

} // namespace kubarium::controllers
