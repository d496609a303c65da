#include "resources.h"

#include "api/types/core-pod.h"

#include <array>
#include <set>

namespace kubarium::api {

namespace {

constexpr std::string_view hugePagesPrefix = "hugepages-";
constexpr std::string_view requestsPrefix = "requests.";
constexpr std::string_view ownDomain = "kubernetes.io/";

template <std::size_t size> bool isOneOf(std::string_view name, const std::array<std::string_view, size>& names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isOfContainers(std::string_view name)
{
    static constexpr std::array<std::string_view, 3> names = {"cpu", "memory", "ephemeral-storage"};
    return isOneOf(name, names) || isHugePages(name);
}

// What a name without a domain may be, anywhere in the API.
bool isStandard(std::string_view name)
{
    static constexpr std::array<std::string_view, 20> names = {"cpu", "memory", "ephemeral-storage", "requests.cpu",
        "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
        "persistentvolumeclaims", "storage", "requests.storage", "services.nodeports", "services.loadbalancers"};
    return isOneOf(name, names) || isHugePages(name)
        || (name.starts_with(requestsPrefix) && isHugePages(name.substr(requestsPrefix.size())));
}

// hugepages-2Mi comes in pieces of 2Mi.
bool isWholePages(std::string_view resource, const Quantity& amount)
{
    const auto size = Quantity::parse(resource.substr(hugePagesPrefix.size()));
    if (!size || size->sign() <= 0 || size->milli() % 1000 != 0)
        return false;
    return amount.units() % size->units() == 0;
}

using NameSentences = void (*)(FieldErrors& errors, std::string_view name, const FieldPath& path);

void checkContainerName(FieldErrors& errors, std::string_view name, const FieldPath& path)
{
    appendInvalid(errors, path, name, isContainerResourceName(name));
}

void checkPodName(FieldErrors& errors, std::string_view name, const FieldPath& path)
{
    const std::vector<std::string> sentences = isQualifiedResourceName(name);
    appendInvalid(errors, path, name, sentences);
    static constexpr std::array<std::string_view, 3> supported = {"cpu", "hugepages-", "memory"};
    if (sentences.empty() && name != "cpu" && name != "memory" && !isHugePages(name))
        errors.push_back(notSupported(path, name, supported));
}

void checkAmount(
    FieldErrors& errors, std::string_view name, const Quantity& amount, NameSentences checkName, const FieldPath& path)
{
    checkName(errors, name, path);
    checkResourceQuantity(errors, name, amount, path);
}

void checkPages(FieldErrors& errors, std::string_view name, const Quantity& amount, const FieldPath& path)
{
    if (isHugePages(name) && !isWholePages(name, amount))
        errors.push_back(
            invalid(path, amount, amount.text() + " is not positive integer multiple of " + std::string(name)));
}

void checkRequestAgainstLimit(FieldErrors& errors, std::string_view name, const Quantity& request,
    const Quantity* limit, const FieldPath& requests, const FieldPath& limits)
{
    const auto refuse = [&](std::string_view how) {
        errors.push_back(
            invalid(requests, request, std::string(how) + ' ' + std::string(name) + " limit of " + limit->text()));
    };
    // What cannot be shared cannot be asked for in part: request and limit are one.
    if (!limit) {
        if (!isOvercommitAllowed(name))
            errors.push_back(required(limits, "Limit must be set for non overcommitable resources"));
    } else if (request != *limit && !isOvercommitAllowed(name)) {
        refuse("must be equal to");
    } else if (request > *limit) {
        refuse("must be less than or equal to");
    }
}

// A container uses a claim as a whole, or requests of it, each once.
void checkClaims(FieldErrors& errors, const List<ContainerResourceClaim>& claims,
    std::span<const std::string_view> podClaims, const FieldPath& path)
{
    std::set<std::string> used; // "claim", or "claim/request"
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const FieldPath at = path.index(i);
        const std::string name = claims[i].name.str();
        if (name.empty()) {
            errors.push_back(required(at));
            continue;
        }
        if (used.contains(name)) {
            errors.push_back(duplicate(at, claims[i].name));
        } else {
            const bool inPart = !claims[i].request.empty();
            const std::string key = inPart ? name + '/' + claims[i].request.str() : name;
            if (inPart)
                appendInvalid(errors, at.child("request"), claims[i].request, isDns1123Label(claims[i].request));
            if (used.contains(key)) {
                errors.push_back(duplicate(at, std::string_view(key)));
            } else if (!inPart) {
                for (const std::string& other : used) {
                    if (other.starts_with(name + '/'))
                        errors.push_back(duplicate(at, claims[i].name));
                }
            }
            used.insert(key);
        }
        if (std::find(podClaims.begin(), podClaims.end(), name) == podClaims.end()) {
            std::vector<std::string_view> known(podClaims.begin(), podClaims.end());
            std::sort(known.begin(), known.end());
            std::string list;
            for (const std::string_view claim : known)
                list += (list.empty() ? "" : ", ") + std::string(claim);
            FieldError unknown = notFound(at, claims[i].name);
            unknown.detail = "must be one of the names in pod.spec.resourceClaims"
                + (list.empty() ? " which is empty" : ": " + list);
            errors.push_back(std::move(unknown));
        }
    }
}

FieldErrors validateRequirements(const ResourceRequirements& resources, NameSentences checkName,
    std::span<const std::string_view> podClaims, const FieldPath& path)
{
    FieldErrors errors;
    const FieldPath limits = path.child("limits");
    const FieldPath requests = path.child("requests");
    bool hasPages = false;
    bool hasCpuOrMemory = false;
    const auto note = [&](std::string_view name) {
        hasPages = hasPages || isHugePages(name);
        hasCpuOrMemory = hasCpuOrMemory || name == "cpu" || name == "memory";
    };
    for (const auto& [name, limit] : resources.limits) {
        const FieldPath at = limits.key(name);
        checkAmount(errors, name, limit, checkName, at);
        checkPages(errors, name, limit, at);
        note(name);
    }
    for (const auto& [name, request] : resources.requests) {
        const FieldPath at = requests.key(name);
        checkAmount(errors, name, request, checkName, at);
        checkRequestAgainstLimit(errors, name, request, resources.limits.find(name), requests, limits);
        checkPages(errors, name, request, at);
        note(name);
    }
    if (hasPages && !hasCpuOrMemory)
        errors.push_back(forbidden(path, "HugePages require cpu or memory"));
    checkClaims(errors, resources.claims, podClaims, path.child("claims"));
    return errors;
}

} // namespace

bool isHugePages(std::string_view name)
{
    return name.starts_with(hugePagesPrefix);
}

bool isNativeResource(std::string_view name)
{
    return name.find('/') == std::string_view::npos || name.find(ownDomain) != std::string_view::npos;
}

bool isOvercommitAllowed(std::string_view name)
{
    return isNativeResource(name) && !isHugePages(name);
}

// A quota will say requests.example.com/gpu, and that, too, must be a good name.
bool isExtendedResource(std::string_view name)
{
    return !isNativeResource(name) && !name.starts_with(requestsPrefix)
        && isQualifiedName(std::string(requestsPrefix) + std::string(name)).empty();
}

bool isIntegerResource(std::string_view name)
{
    static constexpr std::array<std::string_view, 9> counted = {"pods", "resourcequotas", "services",
        "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports",
        "services.loadbalancers"};
    return isOneOf(name, counted) || isExtendedResource(name);
}

std::vector<std::string> isQualifiedResourceName(std::string_view name)
{
    std::vector<std::string> sentences = isQualifiedName(name);
    if (sentences.empty() && name.find('/') == std::string_view::npos && !isStandard(name))
        sentences.emplace_back("must be a standard resource type or fully qualified");
    return sentences;
}

std::vector<std::string> isContainerResourceName(std::string_view name)
{
    std::vector<std::string> sentences = isQualifiedResourceName(name);
    if (name.find('/') == std::string_view::npos) {
        if (!isOfContainers(name))
            sentences.emplace_back("must be a standard resource for containers");
    } else if (!isNativeResource(name) && !isExtendedResource(name)) {
        sentences.emplace_back("doesn't follow extended resource name standard");
    }
    return sentences;
}

void checkResourceQuantity(FieldErrors& errors, std::string_view resource, const Quantity& value, const FieldPath& path)
{
    if (value.sign() < 0)
        errors.push_back(invalid(path, value, messages::notNegative));
    if (isIntegerResource(resource) && value.milli() % 1000 != 0)
        errors.push_back(invalid(path, value, "must be an integer"));
}

FieldErrors validateContainerResources(
    const ResourceRequirements& resources, std::span<const std::string_view> podClaims, const FieldPath& path)
{
    return validateRequirements(resources, checkContainerName, podClaims, path);
}

FieldErrors validatePodResources(
    const ResourceRequirements& resources, const FieldPath& path, std::span<const std::string_view> podClaims)
{
    FieldErrors errors;
    if (!resources.claims.empty())
        errors.push_back(forbidden(path.child("claims"), "claims may not be set for Resources at pod-level"));
    append(errors, validateRequirements(resources, checkPodName, podClaims, path));
    return errors;
}

} // namespace kubarium::api
