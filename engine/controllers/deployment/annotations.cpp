#include "annotations.h"

#include "../pods/podstate.h"
#include "../pods/templatehash.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace kubarium::controllers::deployment {

namespace {

constexpr std::size_t historyLength = 2'000; // letters; of a longer one the beginning goes
constexpr std::size_t nameLength = 253;

constexpr std::array notHandedOn{std::string_view("kubectl.kubernetes.io/last-applied-configuration"),
    revisionAnnotation, historyAnnotation, desiredAnnotation, maxAnnotation,
    std::string_view("deprecated.deployment.rollback.to")};

void addToHistory(api::ObjectMeta& set, std::string_view revision)
{
    const api::Text* const before = set.annotations.find(historyAnnotation);
    std::string history = before ? before->str() : std::string();
    if (!history.empty())
        history += ",";
    history += revision;
    while (history.size() > historyLength) {
        const std::size_t comma = history.find(',');
        if (comma == std::string::npos)
            return;
        history.erase(0, comma + 1);
    }
    set.annotations.set(historyAnnotation, history);
}

std::string nameFor(std::string_view deployment, const std::string& hash)
{
    return std::string(deployment.substr(0, nameLength - hash.size() - 1)) + "-" + hash;
}

} // namespace

std::optional<std::int64_t> numberAt(const api::ObjectMeta& meta, std::string_view annotation)
{
    const api::Text* const found = meta.annotations.find(annotation);
    if (!found)
        return std::nullopt;
    const std::string_view text = *found;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::int64_t revisionOf(const ReplicaSetPtr& set)
{
    return numberAt(set->metadata, revisionAnnotation).value_or(0);
}

std::int64_t lastRevision(const std::vector<ReplicaSetPtr>& sets)
{
    std::int64_t last = 0;
    for (const ReplicaSetPtr& set : sets)
        last = std::max(last, revisionOf(set));
    return last;
}

void setRevision(api::ObjectMeta& set, const api::ObjectMeta& deployment, std::int64_t revision)
{
    for (const auto& [key, value] : deployment.annotations) {
        const api::Text* const own = set.annotations.find(key);
        if (std::ranges::find(notHandedOn, key.view()) == notHandedOn.end() && !(own && *own == value))
            set.annotations.set(key, value);
    }
    const api::Text* const found = set.annotations.find(revisionAnnotation);
    const std::string before = found ? found->str() : std::string();
    const std::optional<std::int64_t> number = numberAt(set, revisionAnnotation);
    if (!before.empty() && !number)
        return; // somebody wrote what is no number there, and will have to take it away again
    if (number.value_or(0) >= revision)
        return; // older ones that were newer are gone meanwhile
    set.annotations.set(revisionAnnotation, std::to_string(revision));
    if (found)
        addToHistory(set, before);
}

void setSizes(api::ObjectMeta& set, const Limits& limits)
{
    const auto write = [&](std::string_view annotation, std::int32_t number) {
        const std::string text = std::to_string(number);
        const api::Text* const before = set.annotations.find(annotation);
        if (!before || !(*before == text))
            set.annotations.set(annotation, text);
    };
    write(desiredAnnotation, limits.desired);
    write(maxAnnotation, limits.maxTotal());
}

ReplicaSetPtr newReplicaSet(const DeploymentPtr& deployment, std::int64_t revision, const Limits& limits)
{
    const api::DeploymentSpec& spec = *deployment->spec;
    const std::string hash = templateHash(*spec.template_, deployment->status->collisionCount);
    ReplicaSetPtr box;
    api::ReplicaSet& set = box.edit();
    set.metadata.name = nameFor(deployment->metadata.name, hash);
    set.metadata.namespace_ = deployment->metadata.namespace_;
    set.metadata.ownerReferences.push_back(controllerReference(deployment));
    set.spec.edit().minReadySeconds = spec.minReadySeconds;
    set.spec.edit().selector = spec.selector;
    set.spec.edit().selector.edit().matchLabels.set(hashLabel, hash);
    set.spec.edit().template_ = spec.template_;
    set.spec.edit().template_.edit().metadata.labels.set(hashLabel, hash);
    set.metadata.labels = set.spec->template_->metadata.labels;
    setRevision(set.metadata, deployment->metadata, revision);
    setSizes(set.metadata, limits);
    return box;
}

} // namespace kubarium::controllers::deployment
