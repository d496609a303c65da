// What the server keeps of a DaemonSet beside what was asked for: how many templates it had. It stands in an annotation, as
// a rest of an older version of the API; clients may not change it.
#pragma once

#include <string_view>

namespace kubarium::api {

struct DaemonSet;

inline constexpr std::string_view templateGenerationAnnotation = "deprecated.daemonset.template.generation";

// `old` is null for one that is created: then it begins with 1, or with what the client says.
void settleTemplateGeneration(DaemonSet& set, const DaemonSet* old);

} // namespace kubarium::api
