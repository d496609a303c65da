// Fields that v1.34 knows but does not switch on. The server takes them out of what it is sent, without a word, so
// that an object cannot begin to use them; what uses them already keeps them.
//
//   ContainerRestartRules          restartPolicy of ordinary containers, restartPolicyRules
//   EnvFiles                       env[].valueFrom.fileKeyRef
//   ContainerStopSignals           lifecycle.stopSignal
//   HostnameOverride               hostnameOverride
//   ImageVolume                    volumes[].image, and the mounts of such volumes
//   ClusterTrustBundleProjection   clusterTrustBundle of projected volumes
//   PodCertificateRequest          podCertificate of projected volumes
#include "pod.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <algorithm>
#include <vector>

namespace kubarium::api {

namespace {

template <class Visit> void eachContainer(PodSpec& pod, Visit visit)
{
    for (Container& container : pod.initContainers.edit())
        visit(container);
    for (Container& container : pod.containers.edit())
        visit(container);
    for (EphemeralContainer& container : pod.ephemeralContainers.edit())
        visit(container);
}

template <class Test> bool anyContainer(const PodSpec& pod, Test test)
{
    return std::any_of(pod.initContainers.begin(), pod.initContainers.end(), test)
        || std::any_of(pod.containers.begin(), pod.containers.end(), test)
        || std::any_of(pod.ephemeralContainers.begin(), pod.ephemeralContainers.end(), test);
}

// Restart rules. A sidecar's "Always" is older than they are.

bool isOwnRestartPolicy(const Container& initContainer)
{
    return initContainer.restartPolicy && initContainer.restartPolicy != ContainerRestartPolicy::Always;
}

bool usesRestartRules(const PodSpec& pod)
{
    return std::any_of(pod.initContainers.begin(), pod.initContainers.end(), [](const Container& container) {
        return isOwnRestartPolicy(container) || !container.restartPolicyRules.empty();
    }) || std::any_of(pod.containers.begin(), pod.containers.end(), [](const Container& container) {
        return container.restartPolicy.has_value();
    });
}

void dropRestartRules(PodSpec& pod)
{
    eachContainer(pod, [](auto& container) { container.restartPolicyRules.clear(); });
    for (Container& container : pod.initContainers.edit()) {
        if (isOwnRestartPolicy(container))
            container.restartPolicy = Text();
    }
    for (Container& container : pod.containers.edit())
        container.restartPolicy = Text();
    for (EphemeralContainer& container : pod.ephemeralContainers.edit())
        container.restartPolicy = Text();
}

// Variables out of files.

bool usesEnvFiles(const PodSpec& pod)
{
    return anyContainer(pod, [](const auto& container) {
        return std::any_of(container.env.begin(), container.env.end(),
            [](const EnvVar& variable) { return bool(variable.valueFrom->fileKeyRef); });
    });
}

void dropEnvFiles(PodSpec& pod)
{
    eachContainer(pod, [](auto& container) {
        for (EnvVar& variable : container.env.edit()) {
            if (variable.valueFrom->fileKeyRef)
                variable.valueFrom.edit().fileKeyRef.reset();
        }
    });
}

// Stop signals.

bool usesStopSignals(const PodSpec& pod)
{
    return anyContainer(pod, [](const auto& container) { return container.lifecycle->stopSignal.has_value(); });
}

void dropStopSignals(PodSpec& pod)
{
    eachContainer(pod, [](auto& container) {
        if (!container.lifecycle->stopSignal.has_value())
            return;
        Lifecycle& lifecycle = container.lifecycle.edit();
        lifecycle.stopSignal = Text();
        if (lifecycle == Lifecycle())
            container.lifecycle.reset();
    });
}

// Volumes.

bool usesImageVolumes(const PodSpec& pod)
{
    return std::any_of(pod.volumes.begin(), pod.volumes.end(), [](const Volume& volume) { return bool(volume.image); });
}

void dropImageVolumes(PodSpec& pod)
{
    std::vector<Text> names;
    for (const Volume& volume : pod.volumes) {
        if (volume.image)
            names.push_back(volume.name);
    }
    pod.volumes.eraseIf([](const Volume& volume) { return bool(volume.image); });
    eachContainer(pod, [&](auto& container) {
        container.volumeMounts.eraseIf(
            [&](const VolumeMount& mount) { return std::find(names.begin(), names.end(), mount.name) != names.end(); });
    });
}

template <class Source> bool usesProjection(const PodSpec& pod, Box<Source> VolumeProjection::*source)
{
    return std::any_of(pod.volumes.begin(), pod.volumes.end(), [&](const Volume& volume) {
        const List<VolumeProjection>& sources = volume.projected->sources;
        return std::any_of(sources.begin(), sources.end(),
            [&](const VolumeProjection& projection) { return bool(projection.*source); });
    });
}

template <class Source> void dropProjection(PodSpec& pod, Box<Source> VolumeProjection::*source)
{
    for (Volume& volume : pod.volumes.edit()) {
        if (!volume.projected)
            continue;
        for (VolumeProjection& projection : volume.projected.edit().sources.edit())
            (projection.*source).reset();
    }
}

} // namespace

void dropDisabledPodFields(PodSpec& now, const PodSpec* old)
{
    // The spec is copied only where there is something to take out.
    const auto drop = [&](auto uses, auto take) {
        if (uses(std::as_const(now)) && !(old && uses(*old)))
            take(now);
    };
    const auto anyRestartRules = [](const PodSpec& pod) {
        return usesRestartRules(pod)
            || anyContainer(pod, [](const auto& container) { return !container.restartPolicyRules.empty(); })
            || std::any_of(pod.ephemeralContainers.begin(), pod.ephemeralContainers.end(),
                [](const EphemeralContainer& container) { return container.restartPolicy.has_value(); });
    };
    if (anyRestartRules(now) && !(old && usesRestartRules(*old)))
        dropRestartRules(now);
    drop(usesEnvFiles, dropEnvFiles);
    drop(usesStopSignals, dropStopSignals);
    drop(usesImageVolumes, dropImageVolumes);
    drop([](const PodSpec& pod) { return usesProjection(pod, &VolumeProjection::clusterTrustBundle); },
        [](PodSpec& pod) { dropProjection(pod, &VolumeProjection::clusterTrustBundle); });
    drop([](const PodSpec& pod) { return usesProjection(pod, &VolumeProjection::podCertificate); },
        [](PodSpec& pod) { dropProjection(pod, &VolumeProjection::podCertificate); });
    drop([](const PodSpec& pod) { return pod.hostnameOverride.has_value(); },
        [](PodSpec& pod) { pod.hostnameOverride = Text(); });
}

} // namespace kubarium::api
