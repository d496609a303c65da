// The rules of pods, part by part. pod.h is what others ask; here the files below speak to each other.
//
//   podspec.cpp          the spec as a whole, in the server's order
//   containers.cpp       ordinary, init and ephemeral containers
//   probes.cpp           health checks and what happens around start and end
//   env.cpp              variables
//   affinity.cpp         affinities, spreading, tolerations
//   securitycontext.cpp  users, rights and profiles
//   podos.cpp            what fits Linux, what fits Windows
//   podannotations.cpp   what annotations of a pod mean, some of it long out of use
//   podupdate.cpp        what may change; podresize.cpp: amounts of a running pod
//   podstatus.cpp        what kubelets and schedulers may report
//   podwarnings.cpp      what is accepted with a raised finger
#pragma once

#include "pod.h"
#include "volumes.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

namespace kubarium::api {

// Where a spec stands. A few things are asked of pods only, since templates never were asked for them.
enum class SpecOwner : std::uint8_t { Pod, Template };

// What the rules of a container have to know about its pod.
struct ContainerContext {
    const PodSpec& spec;
    const KnownVolumes& volumes;
    std::vector<std::string_view> claims; // names of the pod's resource claims
    bool hostUsers;
};

FieldErrors validatePodSpec(const PodSpec& spec, const ObjectMeta& meta, const FieldPath& path, SpecOwner owner);

void checkContainers(FieldErrors& errors, const ContainerContext& context, const FieldPath& path);
void checkInitContainers(FieldErrors& errors, const ContainerContext& context, const FieldPath& path);
void checkEphemeralContainers(FieldErrors& errors, const ContainerContext& context, const FieldPath& path);
void checkImagesOfPod(FieldErrors& errors, const PodSpec& spec, const FieldPath& path);
// True if they are as many as before; only then the rest of an update can be judged.
bool checkContainerUpdates(
    FieldErrors& errors, const List<Container>& now, const List<Container>& old, const FieldPath& path);

void checkLivenessProbe(FieldErrors& errors, const Box<Probe>& probe, const FieldPath& path);
void checkReadinessProbe(FieldErrors& errors, const Box<Probe>& probe, const FieldPath& path);
void checkStartupProbe(FieldErrors& errors, const Box<Probe>& probe, const FieldPath& path);
void checkLifecycle(FieldErrors& errors, const Box<Lifecycle>& lifecycle, const PodSpec& spec, const FieldPath& path);

void checkEnv(FieldErrors& errors, const List<EnvVar>& variables, const FieldPath& path);
void checkEnvFrom(FieldErrors& errors, const List<EnvFromSource>& sources, const FieldPath& path);

void checkAffinity(FieldErrors& errors, const Affinity& affinity, const FieldPath& path);
void checkTopologySpread(FieldErrors& errors, const List<TopologySpreadConstraint>& constraints, const FieldPath& path);

void checkContainerSecurity(
    FieldErrors& errors, const SecurityContext& security, bool hostUsers, const FieldPath& path);
void checkPodSecurity(FieldErrors& errors, const PodSpec& spec, const FieldPath& path);
void checkWindowsOptions(FieldErrors& errors, const Box<WindowsSecurityContextOptions>& options, const FieldPath& path);
void checkHostProcess(FieldErrors& errors, const PodSpec& spec, const FieldPath& path);
void checkOperatingSystem(FieldErrors& errors, const PodSpec& spec, const FieldPath& path);

void checkPodAnnotations(FieldErrors& errors, const Map<Text>& annotations, const PodSpec& spec, const FieldPath& path);
void checkPodAnnotationUpdates(FieldErrors& errors, const Pod& now, const Pod& old, const FieldPath& path);
// Profiles may stand in annotations, as they once did, and in fields; then they have to agree.
void checkSeccompAgreement(FieldErrors& errors, const ObjectMeta& meta, const PodSpec& spec, const FieldPath& path);
void checkAppArmorAgreement(FieldErrors& errors, const ObjectMeta& meta, const PodSpec& spec, const FieldPath& path);

// Metadata and spec of a pod, on creation and again on each update.
FieldErrors validateWholePod(const Pod& pod);

inline constexpr std::string_view mirrorPodAnnotation = "kubernetes.io/config.mirror"; // a static pod's shadow
inline constexpr std::string_view appArmorAnnotationPrefix = "container.apparmor.security.beta.kubernetes.io/";
inline constexpr std::string_view seccompPodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
inline constexpr std::string_view seccompContainerAnnotationPrefix = "container.seccomp.security.alpha.kubernetes.io/";

// Required if empty, else one of `values`, which the server lists in this order.
inline void checkChoice(
    FieldErrors& errors, const Text& value, std::span<const std::string_view> values, const FieldPath& path)
{
    if (value.empty())
        errors.push_back(required(path));
    else if (std::find(values.begin(), values.end(), value.view()) == values.end())
        errors.push_back(notSupported(path, value, values));
}

// All containers with their paths, in the order in which the server visits them. `path` is the spec's.
template <class Visit> void eachContainer(const PodSpec& spec, const FieldPath& path, Visit visit)
{
    for (std::size_t i = 0; i < spec.initContainers.size(); ++i)
        visit(spec.initContainers[i], path.child("initContainers").index(i));
    for (std::size_t i = 0; i < spec.containers.size(); ++i)
        visit(spec.containers[i], path.child("containers").index(i));
    for (std::size_t i = 0; i < spec.ephemeralContainers.size(); ++i)
        visit(spec.ephemeralContainers[i], path.child("ephemeralContainers").index(i));
}

} // namespace kubarium::api
