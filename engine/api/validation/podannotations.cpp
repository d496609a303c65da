#include "podparts.h"

#include "../decode.h"
#include "../tree.h"

#include <array>
#include <charconv>

namespace kubarium::api {

namespace {

constexpr std::string_view tolerationsAnnotation = "scheduler.alpha.kubernetes.io/tolerations";
constexpr std::string_view deletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost";
constexpr std::string_view localhostPrefix = "localhost/";
constexpr std::string_view runtimeDefault = "runtime/default";
constexpr std::string_view unconfined = "unconfined";

// A whole number of 32 bits, written without plus and leading zeros.
bool isDeletionCost(std::string_view text)
{
    const bool startsWell =
        !text.empty() && (text.front() == '-' || text == "0" || (text.front() >= '1' && text.front() <= '9'));
    std::int32_t cost = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), cost);
    return startsWell && end.ec == std::errc() && end.ptr == text.data() + text.size();
}

void checkTolerationsAnnotation(FieldErrors& errors, std::string_view json, const FieldPath& path)
{
    const ParsedJson parsed = parseJson(json);
    if (parsed.error) {
        errors.push_back(invalid(path, tolerationsAnnotation, parsed.error->message));
        return;
    }
    const TreeNode& root = parsed.document.root;
    static constexpr std::array<std::string_view, 6> kinds = {"null", "bool", "number", "string", "array", "object"};
    if (root.kind != NodeKind::Sequence && root.kind != NodeKind::Null) {
        errors.push_back(invalid(path, tolerationsAnnotation,
            "json: cannot unmarshal " + std::string(kinds[static_cast<std::size_t>(root.kind)])
                + " into Go value of type []core.Toleration"));
        return;
    }
    List<Toleration> tolerations;
    for (const TreeNode& item : root.items) {
        Box<Toleration> toleration;
        const DecodeReport report = decode(tables::Toleration, &toleration.edit(), item);
        if (!report.types.empty()) {
            errors.push_back(invalid(path, tolerationsAnnotation, report.types.front().sentence));
            return;
        }
        tolerations.push_back(*toleration);
    }
    append(errors, validateTolerations(tolerations, path.child(tolerationsAnnotation)));
}

void checkSeccompAnnotation(FieldErrors& errors, std::string_view profile, const FieldPath& path)
{
    if (profile == runtimeDefault || profile == "docker/default" || profile == unconfined)
        return;
    if (!profile.starts_with(localhostPrefix)) {
        errors.push_back(invalid(path, profile, "must be a valid seccomp profile"));
        return;
    }
    const std::string_view file = profile.substr(localhostPrefix.size());
    appendInvalid(errors, path, file, isLocalDescendingPath(file));
}

bool hasContainer(const PodSpec& spec, std::string_view name)
{
    bool found = false;
    eachContainer(
        spec, FieldPath(), [&](const auto& container, const FieldPath&) { found = found || container.name == name; });
    return found;
}

// Says what is wrong with `file` of a field beside an annotation; nothing if both mean the same profile.
struct Disagreement {
    bool type = false;
    bool file = false;
};

template <class Profile>
Disagreement compare(std::string_view annotation, const Profile& profile, std::string_view defaultAlias)
{
    if (profile.type == "Unconfined")
        return {.type = annotation != unconfined};
    if (profile.type == "RuntimeDefault")
        return {.type = annotation != runtimeDefault && annotation != defaultAlias};
    if (profile.type != "Localhost")
        return {};
    if (!annotation.starts_with(localhostPrefix))
        return {.type = true};
    const std::string_view file = annotation.substr(localhostPrefix.size());
    return {.file = !profile.localhostProfile.has_value() || profile.localhostProfile != file};
}

void checkSeccompMatch(
    FieldErrors& errors, const Text* annotation, const Box<SeccompProfile>& profile, const FieldPath& path)
{
    if (!annotation || !profile)
        return;
    const Disagreement wrong = compare(*annotation, *profile, "docker/default");
    if (wrong.type)
        errors.push_back(forbidden(path.child("type"), "seccomp type in annotation and field must match"));
    if (wrong.file)
        errors.push_back(
            forbidden(path.child("localhostProfile"), "seccomp profile in annotation and field must match"));
}

} // namespace

void checkPodAnnotations(FieldErrors& errors, const Map<Text>& annotations, const PodSpec& spec, const FieldPath& path)
{
    if (const Text* const mirrored = annotations.find(mirrorPodAnnotation); mirrored && spec.nodeName.empty())
        errors.push_back(invalid(
            path.key(mirrorPodAnnotation), *mirrored, "must set spec.nodeName if mirror pod annotation is set"));
    if (const Text* const tolerations = annotations.find(tolerationsAnnotation); tolerations && !tolerations->empty())
        checkTolerationsAnnotation(errors, *tolerations, path);
    if (const Text* const cost = annotations.find(deletionCostAnnotation); cost && !isDeletionCost(*cost))
        errors.push_back(invalid(path.key(deletionCostAnnotation), *cost, "must be a 32bit integer"));
    if (const Text* const profile = annotations.find(seccompPodAnnotation))
        checkSeccompAnnotation(errors, *profile, path.child(seccompPodAnnotation));
    for (const auto& [key, profile] : annotations) {
        if (key.view().starts_with(seccompContainerAnnotationPrefix))
            checkSeccompAnnotation(errors, profile, path.child(key));
    }
    for (const auto& [key, profile] : annotations) {
        if (!key.view().starts_with(appArmorAnnotationPrefix))
            continue;
        const std::string_view container = key.view().substr(appArmorAnnotationPrefix.size());
        if (!hasContainer(spec, container))
            errors.push_back(invalid(path.key(key), container, "container not found"));
        const std::string_view name = profile;
        if (!name.empty() && name != runtimeDefault && name != unconfined && !name.starts_with(localhostPrefix))
            errors.push_back(invalid(path.key(key), profile, "invalid AppArmor profile name: " + shown(name)));
    }
}

void checkPodAnnotationUpdates(FieldErrors& errors, const Pod& now, const Pod& old, const FieldPath& path)
{
    for (const auto& [key, before] : old.metadata.annotations) {
        const Text* const after = now.metadata.annotations.find(key);
        if (after && *after == before)
            continue;
        if (key.view().starts_with(appArmorAnnotationPrefix))
            errors.push_back(forbidden(path.key(key), "may not remove or update AppArmor annotations"));
        if (key == mirrorPodAnnotation)
            errors.push_back(forbidden(path.key(key), "may not remove or update mirror pod annotation"));
    }
    for (const auto& [key, value] : now.metadata.annotations) {
        if (old.metadata.annotations.contains(key))
            continue;
        if (key.view().starts_with(appArmorAnnotationPrefix))
            errors.push_back(forbidden(path.key(key), "may not add AppArmor annotations"));
        if (key == mirrorPodAnnotation)
            errors.push_back(forbidden(path.key(key), "may not add mirror pod annotation"));
    }
    checkPodAnnotations(errors, now.metadata.annotations, *now.spec, path);
}

void checkSeccompAgreement(FieldErrors& errors, const ObjectMeta& meta, const PodSpec& spec, const FieldPath& path)
{
    checkSeccompMatch(errors, meta.annotations.find(seccompPodAnnotation), spec.securityContext->seccompProfile,
        path.child("securityContext").child("seccompProfile"));
    eachContainer(spec, path, [&](const auto& container, const FieldPath& at) {
        const std::string key = std::string(seccompContainerAnnotationPrefix) + container.name.str();
        checkSeccompMatch(errors, meta.annotations.find(key), container.securityContext->seccompProfile,
            at.child("securityContext").child("seccompProfile"));
    });
}

void checkAppArmorAgreement(FieldErrors& errors, const ObjectMeta& meta, const PodSpec& spec, const FieldPath& path)
{
    if (spec.os->name == OSName::Windows)
        return;
    eachContainer(spec, path, [&](const auto& container, const FieldPath& at) {
        const Box<AppArmorProfile>& own = container.securityContext->appArmorProfile;
        const Box<AppArmorProfile>& profile = own ? own : spec.securityContext->appArmorProfile;
        const Text* const annotation =
            meta.annotations.find(std::string(appArmorAnnotationPrefix) + container.name.str());
        if (!profile || !annotation)
            return;
        const FieldPath profilePath = at.child("securityContext").child("appArmorProfile");
        const Disagreement wrong = compare(*annotation, *profile, runtimeDefault);
        if (wrong.type)
            errors.push_back(forbidden(profilePath.child("type"), "apparmor type in annotation and field must match"));
        if (wrong.file)
            errors.push_back(forbidden(
                profilePath.child("localhostProfile"), "apparmor profile in annotation and field must match"));
    });
}

} // namespace kubarium::api
