#include "downwardapi.h"

#include "api/types/core-volumes.h"

#include <array>

namespace kubarium::api {

namespace {

constexpr std::array<std::string_view, 6> resources = {"limits.cpu", "limits.ephemeral-storage", "limits.memory",
    "requests.cpu", "requests.ephemeral-storage", "requests.memory"};

bool isHugePagesField(std::string_view resource)
{
    return resource.starts_with("requests.hugepages-") || resource.starts_with("limits.hugepages-");
}

// metadata.labels['app'] as its two parts; the second is absent where nothing is picked.
struct Subscripted {
    std::string_view path;
    Text subscript;
};

Subscripted split(std::string_view fieldPath)
{
    const std::size_t open = fieldPath.find("['");
    if (!fieldPath.ends_with("']") || open == std::string_view::npos || open == 0 || open + 2 > fieldPath.size() - 2)
        return {fieldPath, {}};
    return {fieldPath.substr(0, open), fieldPath.substr(open + 2, fieldPath.size() - 2 - (open + 2))};
}

// Why the label is not one of a pod at all; nothing if it is. Some of these may be selected by, but not handed on.
std::string unknownField(std::string_view version, std::string_view fieldPath)
{
    static constexpr std::array<std::string_view, 15> known = {"metadata.annotations", "metadata.labels",
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.host", "spec.nodeName", "spec.restartPolicy",
        "spec.schedulerName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.phase",
        "status.podIP", "status.podIPs"};
    if (version != "v1")
        return "unsupported pod version: " + std::string(version);
    if (const Subscripted parts = split(fieldPath); parts.subscript) {
        const bool picks = parts.path == "metadata.annotations" || parts.path == "metadata.labels";
        return picks ? std::string() : "field label does not support subscript: " + std::string(fieldPath);
    }
    if (std::find(known.begin(), known.end(), fieldPath) == known.end())
        return "field label not supported: " + std::string(fieldPath);
    return {};
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

// Numbers are printed in units of the divisor, and only some units make sense.
void checkDivisor(FieldErrors& errors, std::string_view resource, const Quantity& divisor, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 13> bytes = {
        "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"};
    if (divisor.isZero())
        return;
    const std::string text = divisor.text();
    const bool isBytes = std::find(bytes.begin(), bytes.end(), text) != bytes.end();
    const auto refuse = [&](std::string_view units, std::string_view of) {
        errors.push_back(invalid(path.child("divisor"), resource,
            "only divisor's values " + std::string(units) + " are supported with the " + std::string(of)
                + " resource"));
    };
    constexpr std::string_view byteUnits = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";
    if (resource == "limits.cpu" || resource == "requests.cpu") {
        if (text != "1" && text != "1m")
            refuse("1m and 1", "cpu");
    } else if (isBytes) {
        return;
    } else if (resource == "limits.memory" || resource == "requests.memory") {
        refuse(byteUnits, "memory");
    } else if (resource == "limits.ephemeral-storage" || resource == "requests.ephemeral-storage") {
        refuse(byteUnits, "local ephemeral storage");
    } else if (isHugePagesField(resource)) {
        refuse(byteUnits, "hugepages");
    }
}

} // namespace

void checkFieldRef(FieldErrors& errors, const ObjectFieldSelector& selector, std::span<const std::string_view> fields,
    const FieldPath& path)
{
    if (selector.apiVersion.empty()) {
        errors.push_back(required(path.child("apiVersion")));
        return;
    }
    if (selector.fieldPath.empty()) {
        errors.push_back(required(path.child("fieldPath")));
        return;
    }
    if (const std::string unknown = unknownField(selector.apiVersion, selector.fieldPath); !unknown.empty()) {
        errors.push_back(
            invalid(path.child("fieldPath"), selector.fieldPath, "error converting fieldPath: " + unknown));
        return;
    }
    const Subscripted parts = split(selector.fieldPath);
    if (parts.subscript) {
        // Keys of annotations may hold capitals.
        const std::string key = parts.path == "metadata.annotations" ? lowered(parts.subscript) : parts.subscript.str();
        appendInvalid(errors, path, key, isQualifiedName(key));
        return;
    }
    // What v1 called spec.host once is spec.nodeName.
    checkSupported(
        errors, parts.path == "spec.host" ? Text("spec.nodeName") : Text(parts.path), fields, path.child("fieldPath"));
}

void checkResourceFieldRef(
    FieldErrors& errors, const ResourceFieldSelector& selector, bool inVolume, const FieldPath& path)
{
    if (inVolume && selector.containerName.empty())
        errors.push_back(required(path.child("containerName")));
    else if (selector.resource.empty())
        errors.push_back(required(path.child("resource")));
    else if (!isHugePagesField(selector.resource))
        checkSupported(errors, selector.resource, resources, path.child("resource"));
    checkDivisor(errors, selector.resource, selector.divisor, path);
}

} // namespace kubarium::api
