// Whether somebody holds all the rights that a set of rules would give: nobody may hand out what he does not have.
//
// Rules are taken apart into single rights (one group, one resource, one verb, one name at most); each must be covered by
// one rule that is held. What is missing is put together again where only the verb differs, and shown as the server shows it.
#pragma once

#include "api/types/rbac.h"

#include <span>
#include <string>
#include <vector>

namespace kubarium::apiserver {

std::vector<api::PolicyRule> uncovered(std::span<const api::PolicyRule> held, std::span<const api::PolicyRule> wanted);

// Rules for one resource that differ in their verbs only, as one.
std::vector<api::PolicyRule> compacted(std::span<const api::PolicyRule> rules);

// {APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}
std::string compactText(const api::PolicyRule& rule);

// ["a" "b"], as Go's %q prints a list.
std::string goQuotedList(std::span<const std::string> words);

} // namespace kubarium::apiserver
