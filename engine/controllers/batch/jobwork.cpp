#include "jobwork.h"

#include "jobpods.h"
#include "podfailurepolicy.h"

#include "../pods/endingnamespace.h"
#include "../pods/podstate.h"

#include "api/types/core-volumes.h"
#include "apiserver/kinds.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::int32_t mostAtOnce = 500; // made or removed in one look
constexpr std::size_t longestPrefix = 58; // of a generated name
constexpr std::string_view indexVariable = "JOB_COMPLETION_INDEX";

std::string namePrefix(const api::Text& job, std::int32_t index)
{
    const std::string end = "-" + std::to_string(index) + "-";
    return job.str().substr(0, longestPrefix - end.size()) + end;
}

void tellIndex(api::List<api::Container>& containers)
{
    for (api::Container& container : containers.edit()) {
        const bool isTold = std::ranges::any_of(
            container.env, [](const api::EnvVar& variable) { return variable.name == indexVariable; });
        if (isTold)
            continue;
        api::EnvVar variable;
        variable.name = indexVariable;
        variable.valueFrom.edit().fieldRef.edit().fieldPath =
            "metadata.labels['" + std::string(completionIndexKey) + "']";
        container.env.push_back(std::move(variable));
    }
}

} // namespace

api::Status letGo(apiserver::Client& client, const api::ObjectPtr& pod)
{
    static const std::string taken =
        "\"$deleteFromPrimitiveList/finalizers\":[\"" + std::string(trackingFinalizer) + "\"]";
    const api::Status status = client
                                   .patch(apiserver::podKind(), pod.meta(), apiserver::PatchType::Strategic,
                                       "{\"metadata\":{\"uid\":\"" + pod.meta().uid.str() + "\"," + taken + "}}")
                                   .status;
    const bool isGone = status.code == 404 || status.code == 409; // 409: another one has its name now
    return isGone ? api::Status() : status;
}

void JobWork::keepPods()
{
    const api::Job& job = m_look.job();
    const std::int32_t surplus = surplusPods(*job.spec, m_look.counts);
    std::vector<api::ObjectPtr> superfluous = podsToRemove(job, m_look.active, static_cast<std::size_t>(surplus));
    if (!superfluous.empty()) {
        if (!isSuspended(job) && superfluous.size() > mostAtOnce)
            superfluous.resize(mostAtOnce);
        removePods(superfluous);
        return;
    }
    const std::int32_t missing = missingPods(*job.spec, m_look.counts);
    const bool waitsForAll =
        !hasLimitPerIndex(job) && missing > 0 && waitsFor(remainingBackOff(m_look.failures, m_client.now()));
    if (missing > 0 && !waitsForAll)
        makePods(std::min(missing, mostAtOnce));
}

bool JobWork::waitsFor(api::Microseconds span)
{
    if (span.count() <= 0)
        return false;
    m_waits = std::min(m_waits.value_or(span), span);
    return true;
}

void JobWork::note(const api::Status& status)
{
    if (!status.ok() && m_failure.ok())
        m_failure = status;
}

void JobWork::removed(const api::ObjectPtr& pod)
{
    --m_look.counts.active;
    ++m_look.counts.terminating;
    m_look.ready -= isReady(*pod.as<api::Pod>()) ? 1 : 0;
}

void JobWork::removePods(const std::vector<api::ObjectPtr>& pods)
{
    for (const api::ObjectPtr& pod : pods) {
        api::Status status = isTracked(*pod.as<api::Pod>()) ? letGo(m_client, pod) : api::Status();
        if (status.ok())
            status = m_control.remove(pod, m_look.stored).status;
        note(status);
        if (status.ok())
            removed(pod);
    }
}

bool JobWork::endPods()
{
    for (const api::ObjectPtr& pod : m_look.active) {
        const api::Status status = m_control.remove(pod, m_look.stored).status;
        note(status);
        if (status.ok())
            removed(pod);
    }
    return m_failure.ok();
}

void JobWork::makePods(std::int32_t missing)
{
    if (!isIndexed(m_look.job())) {
        makeEach(missing, {});
        return;
    }
    const std::vector<std::int32_t> indexes = indexesToTry(missing);
    makeEach(static_cast<std::int32_t>(indexes.size()), indexes);
}

// The lowest ones that are neither done nor given up nor in work, and that need not wait.
std::vector<std::int32_t> JobWork::indexesToTry(std::int32_t missing)
{
    const api::Job& job = m_look.job();
    std::vector<std::int32_t> taken;
    for (const api::ObjectPtr& object : m_look.pods()) {
        const api::Pod& pod = *object.as<api::Pod>();
        const auto index = completionIndex(pod);
        if (index && (isActive(pod) || (replacesOnlyFailed(job) && isTerminating(pod))))
            taken.push_back(*index);
    }
    IndexSet notFree = m_look.succeeded;
    notFree.merge(IndexSet::of(std::move(taken)));
    if (m_look.failed)
        notFree.merge(*m_look.failed);
    std::vector<std::int32_t> indexes = notFree.firstMissing(missing, job.spec->completions.valueOr(0));
    std::erase_if(indexes, [&](std::int32_t index) {
        const auto last = m_look.lastFailures.find(index);
        if (last == m_look.lastFailures.end())
            return false;
        const api::Pod& pod = *last->second.as<api::Pod>();
        return waitsFor(remainingBackOff({allIndexFailures(pod) + 1, endOf(pod)}, m_client.now()));
    });
    return indexes;
}

void JobWork::makeEach(std::int32_t count, const std::vector<std::int32_t>& indexes)
{
    std::int32_t made = 0;
    const Attempts attempts = slowStart(count, [&](int i) {
        const auto at = static_cast<std::size_t>(i);
        const api::Status status =
            m_control.create(podFor(at < indexes.size() ? indexes[at] : -1), m_look.stored).status;
        made += status.ok() ? 1 : 0;
        return isOfEndingNamespace(status) ? api::Status() : status; // in vain, and so would be every further one
    });
    m_look.counts.active += made;
    note(attempts.failure);
}

api::Box<api::Pod> JobWork::podFor(std::int32_t index) const
{
    const api::Job& job = m_look.job();
    api::Box<api::Pod> box = PodControl::podOf(*job.spec->template_, m_look.stored);
    api::Pod& pod = box.edit();
    if (!isTracked(pod))
        pod.metadata.finalizers.push_back(trackingFinalizer);
    if (index < 0)
        return box;
    pod.metadata.generateName = namePrefix(job.metadata.name, index);
    pod.metadata.annotations.set(completionIndexKey, std::to_string(index));
    pod.metadata.labels.set(completionIndexKey, std::to_string(index));
    api::PodSpec& spec = pod.spec.edit();
    spec.hostname = job.metadata.name.str() + "-" + std::to_string(index);
    tellIndex(spec.initContainers);
    tellIndex(spec.containers);
    if (hasLimitPerIndex(job))
        countIndexFailures(pod.metadata.annotations, index);
    return box;
}

void JobWork::countIndexFailures(api::Map<api::Text>& annotations, std::int32_t index) const
{
    std::int32_t counted = 0;
    std::int32_t ignored = 0;
    if (const auto last = m_look.lastFailures.find(index); last != m_look.lastFailures.end()) {
        const api::Pod& pod = *last->second.as<api::Pod>();
        counted = countedIndexFailures(pod);
        ignored = allIndexFailures(pod) - counted;
        ++(verdictOn(pod, *m_look.job().spec).counts() ? counted : ignored);
    }
    annotations.set(indexFailuresKey, std::to_string(counted));
    if (ignored > 0)
        annotations.set(indexIgnoredFailuresKey, std::to_string(ignored));
}

} // namespace kubarium::controllers
