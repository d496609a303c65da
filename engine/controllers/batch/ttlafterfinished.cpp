#include "ttlafterfinished.h"

#include "jobconditions.h"
#include "jobpods.h"

namespace kubarium::controllers {

namespace {

std::optional<api::Time> expiryOf(const api::Job& job)
{
    const api::JobCondition* const finished = finishedCondition(job);
    if (!finished || !job.spec->ttlSecondsAfterFinished || job.metadata.deletionTimestamp)
        return std::nullopt;
    return finished->lastTransitionTime + api::Seconds(*job.spec->ttlSecondsAfterFinished);
}

} // namespace

bool TtlAfterFinished::watches(const api::Kind& kind) const
{
    return &kind == &jobKind();
}

void TtlAfterFinished::keysOf(const apiserver::State&, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.type != store::ChangeType::Deleted && expiryOf(*change.now.as<api::Job>()))
        keys.push_back(keyOf(change.now));
}

Outcome TtlAfterFinished::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr job = client.find(jobKind(), key.namespace_, key.name);
    const std::optional<api::Time> expiry = job ? expiryOf(*job.as<api::Job>()) : std::nullopt;
    if (!expiry)
        return Outcome::done();
    if (*expiry > client.now())
        return Outcome::after(*expiry - client.now());
    apiserver::DeleteOptions options;
    options.propagationPolicy = "Foreground";
    options.uid = job.meta().uid.str();
    const api::Status removed = client.remove(jobKind(), job, options).status;
    return removed.code == 404 ? Outcome::done() : Outcome::of(removed);
}

} // namespace kubarium::controllers
