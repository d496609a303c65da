#include "../qos.h"

#include "../podresources.h"
#include "meta.h"
#include "podparts.h"

namespace kubarium::api {

namespace {

bool hasPodLevelResources(const Pod& pod)
{
    return !pod.spec->resources->requests.empty() || !pod.spec->resources->limits.empty();
}

// A kubelet that can resize reports what the containers have.
bool isResizable(const Pod& pod)
{
    for (const ContainerStatus& container : pod.status->containerStatuses) {
        if (container.state.running)
            return bool(container.resources);
    }
    return true; // nothing runs yet, so nobody knows
}

// Resizing goes by position: the containers have to be the same ones.
bool checkOrder(FieldErrors& errors, const List<Container>& now, const List<Container>& old, std::string_view name,
    const FieldPath& spec)
{
    const FieldPath path = spec.child(name);
    if (now.size() != old.size()) {
        errors.push_back(forbidden(path, std::string(name) + " may not be added or removed on resize"));
        return false;
    }
    bool same = true;
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (now[i].name == old[i].name)
            continue;
        errors.push_back(
            forbidden(path.index(i).child("name"), std::string(name) + " may not be renamed or reordered on resize"));
        same = false;
    }
    return same;
}

bool isRemovedFrom(const Map<Quantity>& now, const Map<Quantity>& old)
{
    return std::any_of(old.begin(), old.end(), [&](const auto& entry) { return !now.contains(entry.key); });
}

void checkNothingRemoved(FieldErrors& errors, const Container& now, const Container& old, const FieldPath& path)
{
    if (isRemovedFrom(now.resources.requests, old.resources.requests))
        errors.push_back(forbidden(path.child("resources").child("requests"), "resource requests cannot be removed"));
    if (isRemovedFrom(now.resources.limits, old.resources.limits))
        errors.push_back(forbidden(path.child("resources").child("limits"), "resource limits cannot be removed"));
}

Map<Quantity> withOldCpuAndMemory(Map<Quantity> now, const Map<Quantity>& old)
{
    if (old.empty())
        return {};
    for (const std::string_view name : {"cpu", "memory"}) {
        now.erase(name);
        if (const Quantity* const amount = old.find(name))
            now.set(name, *amount);
    }
    return now;
}

// The new container with the old amounts of CPU and memory: what then still differs, may not.
Container withOldCpuAndMemory(Container now, const Container& old)
{
    ResourceRequirements resources;
    resources.limits = withOldCpuAndMemory(now.resources.limits, old.resources.limits);
    resources.requests = withOldCpuAndMemory(now.resources.requests, old.resources.requests);
    now.resources = std::move(resources);
    return now;
}

} // namespace

FieldErrors validateResize(const Pod& now, const Pod& old)
{
    const FieldPath path("spec");
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validateWholePod(now));
    if (hasPodLevelResources(old) || hasPodLevelResources(now))
        return {forbidden(FieldPath(""), "pods with pod-level resources cannot be resized")};
    if (old.metadata.annotations.contains(mirrorPodAnnotation))
        return {forbidden(FieldPath(""), "static pods cannot be resized")};
    if (old.spec->os->name == OSName::Windows)
        return {forbidden(FieldPath(""), "windows pods cannot be resized")};

    const std::string_view oldClass =
        old.status->qosClass.empty() ? qosClassOf(*old.spec) : old.status->qosClass.view();
    if (oldClass != qosClassOf(*now.spec))
        errors.push_back(invalid(path, now.status->qosClass, "Pod QOS Class may not change as a result of resizing"));
    if (!isResizable(old))
        errors.push_back(forbidden(path, "Pod running on node without support for resize"));
    const bool containersMatch = checkOrder(errors, now.spec->containers, old.spec->containers, "containers", path);
    const bool initContainersMatch =
        checkOrder(errors, now.spec->initContainers, old.spec->initContainers, "initContainers", path);
    if (!containersMatch || !initContainersMatch)
        return errors;

    for (std::size_t i = 0; i < old.spec->initContainers.size(); ++i) {
        if (isSidecar(old.spec->initContainers[i]))
            checkNothingRemoved(errors, now.spec->initContainers[i], old.spec->initContainers[i],
                path.child("initContainers").index(i));
    }
    for (std::size_t i = 0; i < old.spec->containers.size(); ++i)
        checkNothingRemoved(
            errors, now.spec->containers[i], old.spec->containers[i], path.child("containers").index(i));

    PodSpec compared = *now.spec;
    for (std::size_t i = 0; i < old.spec->containers.size(); ++i) {
        Container& container = compared.containers.edit(i);
        container = withOldCpuAndMemory(container, old.spec->containers[i]);
        if (!(container == old.spec->containers[i]))
            errors.push_back(forbidden(path, "only cpu and memory resources are mutable"));
    }
    for (std::size_t i = 0; i < old.spec->initContainers.size(); ++i) {
        Container& container = compared.initContainers.edit(i);
        const bool sidecar = isSidecar(container);
        if (sidecar)
            container = withOldCpuAndMemory(container, old.spec->initContainers[i]);
        if (!(container == old.spec->initContainers[i])) {
            errors.push_back(forbidden(path,
                sidecar ? "only cpu and memory resources for sidecar containers are mutable"
                        : "resources for non-sidecar init containers are immutable"));
        }
    }
    if (errors.empty() && !(compared == *old.spec))
        errors.push_back(forbidden(path, "only cpu and memory resources are mutable"));
    return errors;
}

} // namespace kubarium::api
