#include "job.h"

#include "api/types/batch.h"
#include "api/types/core-pod.h"

namespace kubarium::api {

namespace {

// The labels without a prefix are from before labels had prefixes; who counted on them still can.
constexpr std::string_view nameLabels[] = {"job-name", "batch.kubernetes.io/job-name"};
constexpr std::string_view uidLabels[] = {"controller-uid", "batch.kubernetes.io/controller-uid"};

void setUnlessThere(Map<Text>& labels, std::string_view key, const Text& value)
{
    if (!labels.contains(key))
        labels.set(key, value);
}

} // namespace

void generateSelector(Job& job)
{
    if (job.spec->manualSelector.valueOr(false))
        return;
    JobSpec& spec = job.spec.edit();
    Map<Text>& labels = spec.template_.edit().metadata.labels;
    // A Job without labels of its own has those of its pods, whatever is added to them.
    const bool sharesLabels = job.metadata.labels.empty() || job.metadata.labels.sameStorage(labels);
    for (const std::string_view key : nameLabels)
        setUnlessThere(labels, key, job.metadata.name);
    for (const std::string_view key : uidLabels)
        setUnlessThere(labels, key, job.metadata.uid);
    setUnlessThere(spec.selector.edit().matchLabels, uidLabels[1], job.metadata.uid);
    if (sharesLabels)
        job.metadata.labels = labels;
}

} // namespace kubarium::api
