#include "work.h"

#include "annotations.h"
#include "conditions.h"
#include "progress.h"

#include "../eventrecorder.h"
#include "../pods/claims.h"
#include "../pods/podstate.h"

#include "api/labelselector.h"
#include "apiserver/kinds.h"

#include <algorithm>
#include <limits>

namespace kubarium::controllers::deployment {

namespace {

namespace type = api::DeploymentConditionType;

bool isEndingNamespace(const api::Status& refusal)
{
    return std::ranges::any_of(
        refusal.details.causes, [](const api::StatusCause& cause) { return cause.reason == "NamespaceTerminating"; });
}

bool mayBeForgotten(const ReplicaSetPtr& set)
{
    return set->status->replicas == 0 && sizeOf(set) == 0 && set->metadata.generation <= set->status->observedGeneration
        && !set->metadata.deletionTimestamp;
}

} // namespace

const api::Kind& replicaSetKind()
{
    static const api::Kind& kind = *api::findKind("apps", "v1", "ReplicaSet");
    return kind;
}

Work::Work(apiserver::Client& client, DeploymentPtr deployment) : m_client(client), m_deployment(std::move(deployment))
{
}

api::Status Work::claimReplicaSets()
{
    const api::Result<api::LabelMatcher> selector = api::toMatcher(*m_deployment->spec->selector);
    if (!selector)
        return selector.status();
    const Claims claims = claimed(m_client, replicaSetKind(), m_deployment, *selector);
    std::vector<ReplicaSetPtr> sets;
    for (const api::ObjectPtr& object : claims.objects)
        sets.push_back(object.box<api::ReplicaSet>());
    m_sets = ownedSets(*m_deployment->spec->template_, std::move(sets));
    return claims.failure;
}

api::Status Work::tellPause()
{
    const api::DeploymentSpec& spec = *m_deployment->spec;
    const api::DeploymentCondition* const before = findCondition(*m_deployment->status, type::Progressing);
    // A lack of progress that was told already is not covered up.
    if (!hasProgressDeadline(spec) || (before && before->reason == reason::progressDeadlineExceeded))
        return {};
    const bool isTold = before && before->reason == reason::paused;
    if (spec.paused == isTold)
        return {};
    return edit([&](api::Deployment& deployment) {
        setCondition(deployment.status.edit(),
            spec.paused
                ? newCondition(type::Progressing, "Unknown", reason::paused, "Deployment is paused", m_client.now())
                : newCondition(type::Progressing, "Unknown", reason::resumed, "Deployment is resumed", m_client.now()));
    });
}

api::Status Work::markNewReplicaSet()
{
    if (!m_sets.newSet)
        return {};
    const ReplicaSetPtr before = m_sets.newSet;
    ReplicaSetPtr box = before;
    if (box->spec->minReadySeconds != m_deployment->spec->minReadySeconds)
        box.edit().spec.edit().minReadySeconds = m_deployment->spec->minReadySeconds;
    setRevision(box.edit().metadata, m_deployment->metadata, lastRevision(m_sets.oldSets) + 1);
    if (!(*box == *before)) {
        const apiserver::Response answer = m_client.update(replicaSetKind(), box);
        if (answer.ok())
            replace(answer.object.box<api::ReplicaSet>());
        return answer.status;
    }
    return edit([&](api::Deployment& deployment) {
        if (const api::Text* const revision = before->metadata.annotations.find(revisionAnnotation))
            deployment.metadata.annotations.set(revisionAnnotation, *revision);
        if (hasProgressDeadline(*deployment.spec) && !findCondition(*deployment.status, type::Progressing)) {
            setCondition(deployment.status.edit(),
                newCondition(type::Progressing, "True", reason::foundNewReplicaSet,
                    "Found new replica set \"" + before->metadata.name.str() + "\"", m_client.now()));
        }
    });
}

api::Status Work::bringNewReplicaSet()
{
    return m_sets.newSet ? markNewReplicaSet() : createNewReplicaSet();
}

api::Status Work::createNewReplicaSet()
{
    const api::DeploymentSpec& spec = *m_deployment->spec;
    const Limits limits = limitsOf(spec);
    const std::int64_t revision = lastRevision(m_sets.oldSets) + 1;
    ReplicaSetPtr box = newReplicaSet(m_deployment, revision, limits);
    const std::int32_t size = creation(m_deployment, m_sets).to;
    box.edit().spec.edit().replicas = size;

    const apiserver::Response answer = m_client.create(replicaSetKind(), m_deployment->metadata.namespace_, box);
    if (answer.status.reason == "AlreadyExists")
        return tellCollision(answer.status);
    if (!answer.ok())
        return tellRefusal(box->metadata.name.str(), answer.status);
    m_sets.newSet = answer.object.box<api::ReplicaSet>();
    const std::string name = m_sets.newSet->metadata.name.str();
    if (size > 0) {
        recordEvent(m_client, controllerName, m_deployment, EventType::Normal, "ScalingReplicaSet",
            "Scaled up replica set " + name + " from 0 to " + std::to_string(size));
    }
    return edit([&](api::Deployment& deployment) {
        deployment.metadata.annotations.set(revisionAnnotation, std::to_string(revision));
        if (hasProgressDeadline(*deployment.spec)) {
            setCondition(deployment.status.edit(),
                newCondition(type::Progressing, "True", reason::newReplicaSetCreated,
                    "Created new replica set \"" + name + "\"", m_client.now()));
        }
    });
}

// The name that follows from the template is taken by a ReplicaSet of another one, or of somebody else: another name next time.
api::Status Work::tellCollision(const api::Status& refusal)
{
    edit([](api::Deployment& deployment) {
        api::Optional<std::int32_t>& count = deployment.status.edit().collisionCount;
        count = count.valueOr(0) + 1;
    });
    return refusal;
}

api::Status Work::tellRefusal(const std::string& name, const api::Status& refusal)
{
    if (isEndingNamespace(refusal))
        return refusal; // nothing can be made there any more
    const std::string message = "Failed to create new replica set \"" + name + "\": " + refusal.message;
    if (hasProgressDeadline(*m_deployment->spec)) {
        edit([&](api::Deployment& deployment) {
            setCondition(deployment.status.edit(),
                newCondition(type::Progressing, "False", reason::replicaSetCreateError, message, m_client.now()));
        });
    }
    recordEvent(m_client, controllerName, m_deployment, EventType::Warning, reason::replicaSetCreateError, message);
    return refusal;
}

api::Status Work::scale(const Scaling& step)
{
    const api::ObjectMeta& meta = step.set->metadata;
    ReplicaSetPtr box = m_client.find(replicaSetKind(), meta.namespace_, meta.name).box<api::ReplicaSet>();
    if (!box)
        return {}; // deleted in the same breath
    const ReplicaSetPtr before = box;
    const std::int32_t from = sizeOf(before);
    setSizes(box.edit().metadata, limitsOf(*m_deployment->spec));
    if (from != step.to)
        box.edit().spec.edit().replicas = step.to;
    if (*box == *before)
        return {};
    const apiserver::Response answer = m_client.update(replicaSetKind(), box);
    if (!answer.ok())
        return answer.status;
    replace(answer.object.box<api::ReplicaSet>());
    if (from != step.to) {
        recordEvent(m_client, controllerName, m_deployment, EventType::Normal, "ScalingReplicaSet",
            std::string("Scaled ") + (from < step.to ? "up" : "down") + " replica set " + meta.name.str() + " from "
                + std::to_string(from) + " to " + std::to_string(step.to));
    }
    return {};
}

api::Status Work::scaleAll(const std::vector<Scaling>& steps)
{
    for (const Scaling& step : steps) {
        if (const api::Status status = scale(step); !status.ok())
            return status;
    }
    return {};
}

api::Status Work::cleanUp()
{
    const api::Optional<std::int32_t> limit = m_deployment->spec->revisionHistoryLimit;
    if (!limit || *limit == std::numeric_limits<std::int32_t>::max())
        return {};
    std::vector<ReplicaSetPtr> history = m_sets.oldSets;
    std::erase_if(history, [](const ReplicaSetPtr& set) { return bool(set->metadata.deletionTimestamp); });
    std::ranges::stable_sort(history, {}, revisionOf);
    const std::int64_t excess = static_cast<std::int64_t>(history.size()) - *limit;
    for (std::int64_t i = 0; i < excess; ++i) {
        const ReplicaSetPtr& set = history[static_cast<std::size_t>(i)];
        if (!mayBeForgotten(set))
            continue;
        const apiserver::Response answer = m_client.remove(replicaSetKind(), set);
        if (!answer.ok() && answer.status.code != 404)
            return answer.status;
        std::erase_if(m_sets.oldSets, [&](const ReplicaSetPtr& other) { return other.sameStorage(set); });
    }
    return {};
}

api::Status Work::writeStatus(const api::DeploymentStatus& status)
{
    return edit([&](api::Deployment& deployment) {
        if (!(*deployment.status == status))
            deployment.status = api::Box<api::DeploymentStatus>(status);
    });
}

bool Work::oldPodsRun() const
{
    if (total(m_sets.oldSets, &api::ReplicaSetStatus::replicas) > 0)
        return true;
    return std::ranges::any_of(m_sets.oldSets, [&](const ReplicaSetPtr& set) {
        return std::ranges::any_of(controlledPods(m_client.state(), set->metadata),
            [](const api::ObjectPtr& pod) { return !isFinished(*pod.as<api::Pod>()); });
    });
}

template <class Change> api::Status Work::edit(Change change)
{
    DeploymentPtr box = m_deployment;
    change(box.edit());
    if (*box == *m_deployment)
        return {};
    const apiserver::Response answer = m_client.updateStatus(apiserver::deploymentKind(), box);
    if (answer.ok())
        m_deployment = answer.object.box<api::Deployment>();
    return answer.status;
}

void Work::replace(const ReplicaSetPtr& set)
{
    if (m_sets.newSet && m_sets.newSet->metadata.uid == set->metadata.uid)
        m_sets.newSet = set;
    for (ReplicaSetPtr& other : m_sets.oldSets) {
        if (other->metadata.uid == set->metadata.uid)
            other = set;
    }
}

} // namespace kubarium::controllers::deployment
