#include "namespacelifecycle.h"

#include "../refusals.h"
#include "../resources.h"

#include "api/types/core-config.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver {

namespace {

constexpr std::array<std::string_view, 3> immortal = {"default", "kube-public", "kube-system"};

const api::Kind& namespaceKind()
{
    return *api::findKind("", "v1", "Namespace");
}

} // namespace

std::optional<api::Status> NamespaceLifecycle::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    const Request& request = attributes.request;
    const bool isNamespace = attributes.kind.group.empty() && attributes.kind.kind == "Namespace";
    if (isNamespace && request.verb == Verb::Delete
        && std::find(immortal.begin(), immortal.end(), request.name) != immortal.end())
        return refusals::forbidden(attributes.kind, request.name, "this namespace may not be deleted");
    if (isNamespace || !attributes.kind.namespaced || !creates(attributes))
        return std::nullopt; // what exists may be changed and deleted while its namespace ends

    const api::ObjectPtr found = attributes.state.store.find(keyOf(namespaceKind(), {}, request.namespace_));
    if (!found)
        return refusals::notFound(namespaceKind(), request.namespace_);
    const api::Namespace& home = *found.as<api::Namespace>();
    if (home.status->phase != api::NamespacePhase::Terminating && !home.metadata.deletionTimestamp)
        return std::nullopt;
    api::Status refusal = refusals::forbidden(attributes.kind, nameOf(attributes, object),
        "unable to create new content in namespace " + request.namespace_ + " because it is being terminated");
    refusal.details.causes.push_back(
        {"NamespaceTerminating", "namespace " + request.namespace_ + " is being terminated", "metadata.namespace"});
    return refusal;
}

} // namespace kubarium::apiserver
