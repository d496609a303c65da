// Questions about kinds that both schemas and operations ask.
#pragma once

#include "apiserver/discovery/groups.h"
#include "apiserver/discovery/jsonwriter.h"

namespace kubarium::apiserver::openapi {

using discovery::Kinds;

// Group, version and kind, as x-kubernetes-group-version-kind has them.
struct GroupVersionKind {
    std::string_view group;
    std::string_view version;
    std::string_view kind;
};

void write(JsonWriter& json, const GroupVersionKind& gvk);
GroupVersionKind gvkOf(const api::Kind& kind);

// The type with this schema, or null.
const api::Type* typeOfSchema(std::string_view schema);
// io.k8s.api.core.v1 of io.k8s.api.core.v1.Pod
std::string_view packageOf(const api::Type& type);

bool has(std::span<const std::string_view> verbs, std::string_view verb);
bool isServed(const api::Kind& kind, std::string_view group, std::string_view version); // as a resource there

} // namespace kubarium::apiserver::openapi
