// The short text that tells apart what was made from different templates: pod-template-hash, controller-revision-hash.
#pragma once

#include "api/types/core-pod.h"

#include <string>
#include <string_view>

namespace kubarium::controllers {

// Letters and digits from which no word can come. `collisions`: how often the same hash was found taken by another template.
std::string templateHash(const api::PodTemplateSpec& form, api::Optional<std::int32_t> collisions = {});
// The same of what a revision keeps of a template, as JSON: exactly the hash that a real cluster shows.
std::string dataHash(std::string_view json, std::int32_t collisions);

} // namespace kubarium::controllers
