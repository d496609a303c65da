// The policies of a Job: what a failed pod means, when enough has succeeded, when a lost pod is replaced.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct JobSpec;

void checkPodFailurePolicy(FieldErrors& errors, const JobSpec& spec, const FieldPath& path);
void checkSuccessPolicy(FieldErrors& errors, const JobSpec& spec, const FieldPath& path);
void checkPodReplacementPolicy(FieldErrors& errors, const JobSpec& spec, const FieldPath& path);

} // namespace kubarium::api
