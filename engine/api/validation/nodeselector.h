// Which nodes: the selectors of affinities and volumes, and the old names of node labels.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct NodeSelector;
struct NodeSelectorTerm;

struct NodeSelectorOptions {
    bool allowInvalidLabelValues = false; // stored by older releases
};

void checkNodeSelector(
    FieldErrors& errors, const NodeSelector& selector, const FieldPath& path, NodeSelectorOptions options = {});
void checkNodeSelectorTerm(
    FieldErrors& errors, const NodeSelectorTerm& term, const FieldPath& path, NodeSelectorOptions options = {});
bool hasInvalidLabelValues(const NodeSelector& selector);

// deprecated since v1.14; use "kubernetes.io/os" instead. Empty for a label that is not out of use.
std::string_view deprecatedNodeLabel(std::string_view key);
// The label that took the place of a beta label; empty if none did.
std::string_view stableNodeLabel(std::string_view betaKey);
void warnOfNodeSelectorTerm(std::vector<std::string>& warnings, const NodeSelectorTerm& term, const FieldPath& path);
void warnOfNodeLabels(std::vector<std::string>& warnings, const LabelSelector& selector, const FieldPath& path);

} // namespace kubarium::api
