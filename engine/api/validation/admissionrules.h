// What webhooks and admission policies have in common: which requests they look at.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct MatchCondition;
struct NamedRuleWithOperations;
struct RuleWithOperations;

void checkRule(FieldErrors& errors, const RuleWithOperations& rule, const FieldPath& path);
void checkRule(FieldErrors& errors, const NamedRuleWithOperations& rule, const FieldPath& path);
void checkMatchConditions(FieldErrors& errors, const List<MatchCondition>& conditions, const FieldPath& path);

} // namespace kubarium::api
