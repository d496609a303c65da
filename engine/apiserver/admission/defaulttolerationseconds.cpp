#include "defaulttolerationseconds.h"

#include "api/types/core-node.h"
#include "api/types/core-pod.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

constexpr std::int64_t seconds = 300;
constexpr std::string_view taints[] = {"node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"};

bool tolerates(const api::PodSpec& spec, std::string_view taint)
{
    return std::any_of(spec.tolerations.begin(), spec.tolerations.end(), [&](const api::Toleration& one) {
        return (one.key == taint || one.key.empty()) && (one.effect == "NoExecute" || one.effect.empty());
    });
}

} // namespace

std::optional<api::Status> DefaultTolerationSeconds::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    if (!object.as<api::Pod>() || !attributes.request.subresource.empty() || !creates(attributes))
        return std::nullopt;
    for (const std::string_view taint : taints) {
        if (tolerates(*object.as<api::Pod>()->spec, taint))
            continue;
        api::Toleration& added = object.editAs<api::Pod>().spec.edit().tolerations.push_back({});
        added.key = taint;
        added.operator_ = "Exists";
        added.effect = "NoExecute";
        added.tolerationSeconds = seconds;
    }
    return std::nullopt;
}

} // namespace kubarium::apiserver
