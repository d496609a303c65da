// metav1.LabelSelector as a matcher, and as text.
#pragma once

#include "selectors.h"
#include "status.h"

#include "api/types/meta.h"

namespace kubarium::api {

// An empty selector matches everything, an absent one nothing: the caller knows which it has. Refused as the server
// does when an operator or value is not valid.
Result<LabelMatcher> toMatcher(const LabelSelector& selector);
// "app=web,tier in (a,b)", as kubectl prints a selector; "<none>" if it is empty, "<error>" if it is refused.
std::string selectorText(const LabelSelector& selector);

} // namespace kubarium::api
