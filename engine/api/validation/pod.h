// Pods and the templates that other kinds make them from.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct Binding;
struct Pod;
struct PodSpec;
struct PodTemplate;
struct PodTemplateSpec;
struct ObjectMeta;
struct Toleration;

// The whole spec as it stands in a pod.
FieldErrors validatePodSpec(const PodSpec& spec, const ObjectMeta& meta, const FieldPath& path);
// Labels, annotations and spec of a template. The rules that depend on the owner (restartPolicy Always, no
// activeDeadlineSeconds) are the owner's.
FieldErrors validatePodTemplateSpec(const PodTemplateSpec& pod, const FieldPath& path);
FieldErrors validateTolerations(const List<Toleration>& tolerations, const FieldPath& path);

FieldErrors validate(const Pod& pod);
FieldErrors validateUpdate(const Pod& now, const Pod& old);
FieldErrors validateStatusUpdate(const Pod& now, const Pod& old);
// The subresources that may change what an update may not.
FieldErrors validateEphemeralContainersUpdate(const Pod& now, const Pod& old);
FieldErrors validateResize(const Pod& now, const Pod& old);

FieldErrors validate(const PodTemplate& pods);
FieldErrors validateUpdate(const PodTemplate& now, const PodTemplate& old);

FieldErrors validate(const Binding& binding);
FieldErrors validateUpdate(const Binding& now, const Binding& old);

// Of a pod on creation: those of its spec, and of its name, which becomes a host name.
std::vector<std::string> warnings(const Pod& pod);
std::vector<std::string> warnings(const PodTemplate& pods);
// Warnings about what stands at `path`.spec and `path`.metadata, a pod (no path) or a template: deprecated node labels
// and annotations, volumes that do nothing any more, duplicate ports and variables.
std::vector<std::string> podWarnings(
    const PodSpec& spec, const ObjectMeta& meta, const FieldPath& path, bool isTemplate);

} // namespace kubarium::api
