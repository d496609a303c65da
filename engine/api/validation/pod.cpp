#include "meta.h"
#include "podparts.h"
#include "table.h"

#include "api/types/core-meta.h"

#include <array>

namespace kubarium::api {

FieldErrors validateWholePod(const Pod& pod)
{
    const FieldPath path("spec");
    const PodSpec& spec = *pod.spec;
    FieldErrors errors = validateObjectMeta(pod.metadata, true, subdomainName, FieldPath("metadata"));
    checkPodAnnotations(errors, pod.metadata.annotations, spec, FieldPath("metadata").child("annotations"));
    append(errors, validatePodSpec(spec, pod.metadata, path));
    if (spec.serviceAccountName.empty()) {
        for (std::size_t i = 0; i < spec.volumes.size(); ++i) {
            const List<VolumeProjection>& sources = spec.volumes[i].projected->sources;
            for (std::size_t j = 0; j < sources.size(); ++j) {
                if (sources[j].serviceAccountToken) {
                    errors.push_back(forbidden(path.child("volumes")
                                                   .index(i)
                                                   .child("projected")
                                                   .child("sources")
                                                   .index(j)
                                                   .child("serviceAccountToken"),
                        "must not be specified when serviceAccountName is not set"));
                }
            }
        }
    }
    checkImagesOfPod(errors, spec, path);
    return errors;
}

FieldErrors validate(const Pod& pod)
{
    const FieldPath path("spec");
    FieldErrors errors = validateWholePod(pod);
    if (!pod.spec->ephemeralContainers.empty())
        errors.push_back(forbidden(path.child("ephemeralContainers"), "cannot be set on create"));
    if (!pod.spec->nodeName.empty() && !pod.spec->schedulingGates.empty())
        errors.push_back(
            forbidden(path.child("nodeName"), "cannot be set until all schedulingGates have been cleared"));
    checkSeccompAgreement(errors, pod.metadata, *pod.spec, path);
    checkAppArmorAgreement(errors, pod.metadata, *pod.spec, path);
    return errors;
}

FieldErrors validate(const PodTemplate& pods)
{
    FieldErrors errors = validateObjectMeta(pods.metadata, true, subdomainName, FieldPath("metadata"));
    append(errors, validatePodTemplateSpec(*pods.template_, FieldPath("template")));
    return errors;
}

FieldErrors validateUpdate(const PodTemplate& now, const PodTemplate& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validatePodTemplateSpec(*now.template_, FieldPath("template")));
    return errors;
}

// A binding is an order, not a thing that is kept: it has no metadata to speak of and is never updated.
FieldErrors validate(const Binding& binding)
{
    static constexpr std::array<std::string_view, 2> kinds = {"Node", "<empty>"};
    FieldErrors errors;
    const FieldPath path("target");
    if (!binding.target.kind.empty() && binding.target.kind != "Node")
        errors.push_back(notSupported(path.child("kind"), binding.target.kind, kinds));
    if (binding.target.name.empty())
        errors.push_back(required(path.child("name")));
    return errors;
}

FieldErrors validateUpdate(const Binding& now, const Binding&)
{
    return validate(now);
}

std::span<const Rules> podRules()
{
    static constexpr Rules rules[] = {rulesOf<Pod>(), rulesOf<PodTemplate>(), rulesOf<Binding>()};
    return rules;
}

} // namespace kubarium::api
