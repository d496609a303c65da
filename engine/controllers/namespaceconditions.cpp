#include "namespaceconditions.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

struct Words {
    std::string_view type;
    std::string_view reason;
    std::string_view message;
};

// In the order in which a namespace lists them, each with what it says when all is well.
constexpr Words fine[] = {
    {"NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"},
    {"NamespaceDeletionGroupVersionParsingFailure", "ParsedGroupVersions", "All legacy kube types successfully parsed"},
    {"NamespaceDeletionContentFailure", "ContentDeleted",
        "All content successfully deleted, may be waiting on finalization"},
    {"NamespaceContentRemaining", "ContentRemoved", "All content successfully removed"},
    {"NamespaceFinalizersRemaining", "ContentHasNoFinalizers", "All content-preserving finalizers finished"},
};

std::string joined(std::vector<std::string> parts)
{
    std::sort(parts.begin(), parts.end());
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

std::string counted(const std::map<std::string, std::size_t>& counts, std::string_view verb)
{
    std::vector<std::string> parts;
    for (const auto& [what, count] : counts)
        parts.push_back(what + " " + std::string(verb) + " " + std::to_string(count) + " resource instances");
    return joined(std::move(parts));
}

api::NamespaceCondition condition(const Words& words, const NamespaceProgress& progress, api::Time now)
{
    std::string_view reason;
    std::string message;
    if (words.type == "NamespaceDeletionContentFailure" && !progress.failures.empty()) {
        reason = "ContentDeletionFailed";
        message = "Failed to delete all resource types, " + std::to_string(progress.failures.size())
            + " remaining: " + joined(progress.failures);
    } else if (words.type == "NamespaceContentRemaining" && !progress.remaining.empty()) {
        reason = "SomeResourcesRemain";
        message = "Some resources are remaining: " + counted(progress.remaining, "has");
    } else if (words.type == "NamespaceFinalizersRemaining" && !progress.finalizers.empty()) {
        reason = "SomeFinalizersRemain";
        message = "Some content in the namespace has finalizers remaining: " + counted(progress.finalizers, "in");
    }
    const bool isFine = reason.empty();
    api::NamespaceCondition condition;
    condition.type = words.type;
    condition.status = isFine ? "False" : "True";
    condition.lastTransitionTime = now;
    condition.reason = isFine ? words.reason : reason;
    condition.message = isFine ? words.message : std::string_view(message);
    return condition;
}

} // namespace

bool setConditions(api::NamespaceStatus& status, const NamespaceProgress& progress, api::Time now)
{
    bool changed = false;
    for (const Words& words : fine) {
        api::NamespaceCondition next = condition(words, progress, now);
        const auto there = std::find_if(status.conditions.begin(), status.conditions.end(),
            [&](const api::NamespaceCondition& one) { return one.type == words.type; });
        if (there == status.conditions.end()) {
            status.conditions.push_back(std::move(next));
            changed = true;
            continue;
        }
        if (there->status == next.status)
            next.lastTransitionTime = there->lastTransitionTime;
        if (*there == next)
            continue;
        status.conditions.edit(static_cast<std::size_t>(there - status.conditions.begin())) = std::move(next);
        changed = true;
    }
    return changed;
}

} // namespace kubarium::controllers
