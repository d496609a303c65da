#include "member.h"

#include "../pods/podcontrol.h"

#include <algorithm>
#include <charconv>

namespace kubarium::controllers {

namespace {

const api::Volume* volumeNamed(const api::PodSpec& spec, std::string_view name)
{
    const auto* const found = std::find_if(
        spec.volumes.begin(), spec.volumes.end(), [&](const api::Volume& volume) { return volume.name == name; });
    return found == spec.volumes.end() ? nullptr : found;
}

} // namespace

Ordinals ordinalsOf(const api::StatefulSetSpec& spec)
{
    return {spec.ordinals->start, spec.replicas.valueOr(1)};
}

std::optional<MemberName> memberName(std::string_view pod)
{
    const std::size_t dash = pod.rfind('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    const std::string_view digits = pod.substr(dash + 1);
    MemberName name{pod.substr(0, dash)};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), name.ordinal);
    if (error != std::errc() || end != digits.data() + digits.size() || std::to_string(name.ordinal) != digits)
        return std::nullopt;
    return name;
}

std::optional<std::int32_t> ordinalOf(std::string_view set, std::string_view pod)
{
    const std::optional<MemberName> name = memberName(pod);
    return name && name->set == set ? std::optional(name->ordinal) : std::nullopt;
}

std::string podName(std::string_view set, std::int32_t ordinal)
{
    return std::string(set) + "-" + std::to_string(ordinal);
}

std::string claimName(const api::PersistentVolumeClaim& form, std::string_view set, std::int32_t ordinal)
{
    return form.metadata.name.str() + "-" + podName(set, ordinal);
}

api::Box<api::Pod> podFor(const api::ObjectPtr& set, std::int32_t ordinal, std::string_view revision)
{
    const api::StatefulSet& typed = *set.as<api::StatefulSet>();
    api::Box<api::Pod> box = PodControl::podOf(*typed.spec->template_, set);
    api::Pod& pod = box.edit();
    pod.metadata.name = podName(set.meta().name, ordinal);
    giveLabels(pod, ordinal);
    pod.metadata.labels.set(revisionLabel, api::Text(revision));
    pod.spec.edit().hostname = pod.metadata.name;
    pod.spec.edit().subdomain = typed.spec->serviceName;
    giveVolumes(typed, ordinal, pod);
    return box;
}

std::vector<api::Box<api::PersistentVolumeClaim>> claimsFor(const api::StatefulSet& set, std::int32_t ordinal)
{
    std::vector<api::Box<api::PersistentVolumeClaim>> claims;
    for (const api::PersistentVolumeClaim& form : set.spec->volumeClaimTemplates) {
        api::PersistentVolumeClaim& claim = claims.emplace_back(form).edit();
        claim.metadata.name = claimName(form, set.metadata.name, ordinal);
        claim.metadata.namespace_ = set.metadata.namespace_;
        for (const auto& [key, value] : set.spec->selector->matchLabels)
            claim.metadata.labels.set(key, value);
    }
    return claims;
}

bool hasItsLabels(const api::Pod& pod)
{
    return pod.metadata.labels.valueOr(podNameLabel, {}) == pod.metadata.name;
}

bool hasItsVolumes(const api::StatefulSet& set, std::int32_t ordinal, const api::Pod& pod)
{
    const auto& forms = set.spec->volumeClaimTemplates;
    return std::all_of(forms.begin(), forms.end(), [&](const api::PersistentVolumeClaim& form) {
        const api::Volume* const volume = volumeNamed(*pod.spec, form.metadata.name);
        return volume && volume->persistentVolumeClaim->claimName == claimName(form, set.metadata.name, ordinal);
    });
}

void giveLabels(api::Pod& pod, std::int32_t ordinal)
{
    pod.metadata.labels.set(podNameLabel, pod.metadata.name);
    pod.metadata.labels.set(podIndexLabel, api::Text(std::to_string(ordinal)));
}

void giveVolumes(const api::StatefulSet& set, std::int32_t ordinal, api::Pod& pod)
{
    const auto& forms = set.spec->volumeClaimTemplates;
    if (forms.empty())
        return;
    api::List<api::Volume> volumes;
    for (const api::PersistentVolumeClaim& form : forms) {
        api::Volume& volume = volumes.push_back({});
        volume.name = form.metadata.name;
        volume.persistentVolumeClaim.edit().claimName = claimName(form, set.metadata.name, ordinal);
    }
    const api::List<api::Volume> there = pod.spec->volumes;
    for (const api::Volume& volume : there) {
        const bool isOfClaim = std::any_of(forms.begin(), forms.end(),
            [&](const api::PersistentVolumeClaim& form) { return form.metadata.name == volume.name; });
        if (!isOfClaim)
            volumes.push_back(volume);
    }
    pod.spec.edit().volumes = std::move(volumes);
}

std::string_view revisionOf(const api::Pod& pod)
{
    const api::Text* const name = pod.metadata.labels.find(revisionLabel);
    return name ? name->view() : std::string_view();
}

} // namespace kubarium::controllers
