// Pods and the templates that other kinds make them from.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct Pod;
struct PodSpec;
struct PodTemplate;
struct PodTemplateSpec;
struct ObjectMeta;
struct Toleration;

// The whole spec, as it stands in a pod or in a template.
FieldErrors validatePodSpec(const PodSpec& spec, const ObjectMeta& meta, const FieldPath& path);
// Labels, annotations and spec of a template. The rules that depend on the owner (restartPolicy Always, no
// activeDeadlineSeconds, no ephemeral containers) are the owner's.
FieldErrors validatePodTemplateSpec(const PodTemplateSpec& pod, const FieldPath& path);
FieldErrors validateTolerations(const List<Toleration>& tolerations, const FieldPath& path);

FieldErrors validate(const Pod& pod);
FieldErrors validateUpdate(const Pod& now, const Pod& old);
FieldErrors validateStatusUpdate(const Pod& now, const Pod& old);
// The subresources that may change what an update may not.
FieldErrors validateEphemeralContainersUpdate(const Pod& now, const Pod& old);
FieldErrors validateResize(const Pod& now, const Pod& old);

// Warnings about a pod's spec: deprecated node labels, duplicate ports and variables, host names with dots.
std::vector<std::string> podWarnings(const PodSpec& spec, const ObjectMeta& meta, const FieldPath& path, bool isTemplate);

} // namespace kubarium::api
