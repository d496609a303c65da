// Resource lists: names, amounts, and how requests and limits go together.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct ResourceRequirements;

// `podClaims`: names of the pod's resource claims, which containers may refer to.
FieldErrors validateContainerResources(
    const ResourceRequirements& resources, std::span<const std::string_view> podClaims, const FieldPath& path);
// spec.resources of v1.34; claims are refused there, but judged as well.
FieldErrors validatePodResources(
    const ResourceRequirements& resources, const FieldPath& path, std::span<const std::string_view> podClaims = {});
void checkResourceQuantity(FieldErrors& errors, std::string_view resource, const Quantity& value,
    const FieldPath& path); // not negative, whole where it must be
std::vector<std::string> isContainerResourceName(std::string_view name); // the server's sentences
std::vector<std::string> isQualifiedResourceName(std::string_view name); // of nodes and quotas
bool isNativeResource(std::string_view name); // cpu, memory, or without a domain, or kubernetes.io/
bool isIntegerResource(std::string_view name); // pods, services, count/…: no fractions
bool isHugePages(std::string_view name);
bool isExtendedResource(std::string_view name);
bool isOvercommitAllowed(std::string_view name);

} // namespace kubarium::api
