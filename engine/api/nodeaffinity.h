// Which nodes a pod may run on by what it says of them: its nodeSelector, and the terms of its node affinity.
//
// Requirements of a term all have to be met; of several terms one is enough, and a term without requirements is met by
// no node. A node without the label meets NotIn and DoesNotExist.
#pragma once

#include "api/types/core-meta.h"
#include "api/types/core-pod.h"

namespace kubarium::api {

struct Node;

bool matches(const NodeSelectorRequirement& requirement, const Map<Text>& labels) noexcept;
// `name`: the node's, which matchFields ask for.
bool matches(const NodeSelectorTerm& term, const Map<Text>& labels, std::string_view name) noexcept;
bool matches(const NodeSelector& selector, const Map<Text>& labels, std::string_view name) noexcept;

// Both nodeSelector and what the affinity requires; preferences do not count.
bool matchesNode(const PodSpec& pod, const Map<Text>& labels, std::string_view name) noexcept;
bool matchesNode(const PodSpec& pod, const Node& node) noexcept;

} // namespace kubarium::api
