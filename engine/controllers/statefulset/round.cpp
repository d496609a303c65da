#include "round.h"

#include "statefulstatus.h"

#include "../history.h"
#include "../pods/podcontrol.h"
#include "../pods/podstate.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

// Somebody may ask for a thousand million pods; the round ends after so many new ones, and they wake the next.
constexpr std::size_t mostAtOnce = 500;

const api::Pod& typed(const api::ObjectPtr& pod)
{
    return *pod.as<api::Pod>();
}

} // namespace

// Without settings, a rolling update goes by how many of the old pods there are; with them, by the partition.
bool startsFromCurrent(const api::StatefulSet& set, std::int32_t ordinal)
{
    const api::StatefulSetUpdateStrategy& strategy = set.spec->updateStrategy;
    if (strategy.type != api::StatefulSetUpdateStrategyType::RollingUpdate)
        return false;
    const std::int32_t kept =
        strategy.rollingUpdate ? strategy.rollingUpdate->partition.valueOr(0) : set.status->currentReplicas;
    return ordinal < ordinalsOf(*set.spec).first + kept;
}

Round::Round(apiserver::Client& client, std::string_view component, const api::ObjectPtr& set,
    const Revisions& revisions, const std::vector<api::ObjectPtr>& pods)
    : m_client(client),
      m_set(set),
      m_revisions(revisions),
      m_pods(client, component, set),
      m_isOrdered(spec().podManagementPolicy != api::PodManagementPolicyType::Parallel)
{
    for (const api::ObjectPtr& pod : pods) {
        // Whoever named one otherwise, it is none of the set's.
        if (const std::optional<std::int32_t> ordinal = ordinalOf(set.meta().name, pod.meta().name))
            m_condemned.push_back({*ordinal, pod});
    }
    std::ranges::sort(m_condemned, std::ranges::greater(), &Member::ordinal);
    seat();
}

// Finds for each number that is wanted its pod, if there is one; what is left is condemned.
void Round::seat()
{
    const Ordinals wanted = ordinalsOf(spec());
    std::vector<Member> left;
    auto pod = m_condemned.rbegin();
    for (; pod != m_condemned.rend() && pod->ordinal < wanted.first; ++pod)
        left.push_back(std::move(*pod));
    std::size_t missing = 0;
    for (std::int64_t i = 0; i < wanted.count && missing < mostAtOnce; ++i) {
        Member& member = m_wanted.emplace_back(Member{static_cast<std::int32_t>(wanted.first + i), {}});
        if (pod != m_condemned.rend() && pod->ordinal == member.ordinal)
            member.pod = std::move((pod++)->pod);
        else
            ++missing;
    }
    m_isWhole = std::ssize(m_wanted) == wanted.count;
    for (; pod != m_condemned.rend(); ++pod)
        (wanted.contain(pod->ordinal) ? m_later : left).push_back(std::move(*pod));
    std::ranges::reverse(left);
    m_condemned = std::move(left);
}

void Round::run()
{
    if (m_set.meta().deletionTimestamp)
        return; // the garbage collector takes its pods, in no order
    const bool isSettled = forEach(m_wanted, &Round::bringUp) && m_isWhole && forEach(m_condemned, &Round::handOver)
        && forEach(m_condemned, &Round::dismiss);
    if (isSettled && spec().updateStrategy.type != api::StatefulSetUpdateStrategyType::OnDelete)
        replaceOne();
}

// Whether all of them were gone through. In parallel, those that have to wait keep nobody back; failures do.
bool Round::forEach(std::vector<Member>& members, Step step)
{
    if (m_isOrdered)
        return std::ranges::all_of(members, [&](Member& member) { return (this->*step)(member) == Next::GoOn; });
    const Attempts attempts = slowStart(static_cast<int>(members.size()), [&](int i) {
        m_failure = {};
        (this->*step)(members[static_cast<std::size_t>(i)]);
        return m_failure;
    });
    m_failure = attempts.failure;
    return m_failure.ok();
}

// Any end counts: how the containers ended tells nothing about why they were stopped.
Round::Next Round::bringUp(Member& member)
{
    if (!member.pod) {
        if (m_pods.awaitsClaims(member.ordinal)) {
            m_awaitsClaims = true;
            return Next::Wait;
        }
        const api::Result<api::ObjectPtr> form = setFor(member.ordinal);
        if (!form)
            return failed(form.status());
        const api::ObjectPtr& revision =
            startsFromCurrent(*m_set.as<api::StatefulSet>(), member.ordinal) ? m_revisions.current : m_revisions.update;
        api::Result<api::ObjectPtr> made =
            m_pods.create(podFor(*form, member.ordinal, revision.meta().name), member.ordinal);
        if (!made)
            return failed(made.status());
        member.pod = std::move(*made);
        return Next::Wait;
    }
    if (isFinished(typed(member.pod))) {
        if (!member.pod.meta().deletionTimestamp) {
            if (api::Status removed = m_pods.remove(member.pod); !removed.ok())
                return failed(std::move(removed));
        }
        return Next::Wait; // its successor is made when it has gone
    }
    return settle(member);
}

Round::Next Round::settle(Member& member)
{
    if (typed(member.pod).status->phase == api::PodPhase::Pending) {
        if (api::Status made = m_pods.makeClaims(member.pod, member.ordinal); !made.ok())
            return failed(std::move(made));
    }
    if (m_isOrdered && isUnavailable(member))
        return Next::Wait;
    if (m_pods.needsMending(member.pod, member.ordinal)) {
        if (api::Status mended = m_pods.mend(member.pod, member.ordinal); !mended.ok())
            return failed(std::move(mended));
    }
    return Next::GoOn;
}

Round::Next Round::handOver(Member& member)
{
    if (m_pods.claimsAreHanded(member.pod, member.ordinal))
        return Next::GoOn;
    api::Status handed = m_pods.handClaims(member.pod, member.ordinal);
    return handed.ok() ? Next::GoOn : failed(std::move(handed));
}

Round::Next Round::dismiss(Member& member)
{
    if (member.pod.meta().deletionTimestamp)
        return Next::Wait;
    // One that does not get well may go, if all before it are well.
    if (m_isOrdered && isUnavailable(member) && &member != firstUnavailable())
        return Next::Wait;
    if (api::Status removed = m_pods.remove(member.pod); !removed.ok())
        return failed(std::move(removed));
    return Next::Wait;
}

void Round::replaceOne()
{
    const api::StatefulSetUpdateStrategy& strategy = spec().updateStrategy;
    const std::int32_t partition = strategy.rollingUpdate->partition.valueOr(0);
    const std::ptrdiff_t kept = std::min<std::ptrdiff_t>(partition, std::ssize(m_wanted));
    for (auto member = m_wanted.rbegin(); member != m_wanted.rend() - kept; ++member) {
        if (!member->pod)
            return;
        const bool isUpdated = m_revisions.update.meta().name == revisionOf(typed(member->pod));
        if (!isUpdated && !member->pod.meta().deletionTimestamp) {
            if (api::Status removed = m_pods.remove(member->pod); !removed.ok())
                failed(std::move(removed));
            else
                ++m_replaced;
            return;
        }
        if (isUnavailable(*member))
            return;
    }
}

api::StatefulSetStatus Round::status() const
{
    api::StatefulSetStatus status;
    status.observedGeneration = m_set.meta().generation;
    status.currentRevision = m_revisions.current.meta().name;
    status.updateRevision = m_revisions.update.meta().name;
    status.collisionCount = m_revisions.collisions;
    for (const Member* const member : all()) {
        if (member->pod)
            count(status, typed(member->pod), spec().minReadySeconds, m_client.now());
    }
    status.currentReplicas = std::max(status.currentReplicas - m_replaced, 0);
    complete(status, spec());
    return status;
}

std::optional<api::Time> Round::nextAvailable() const
{
    std::optional<api::Time> next;
    for (const Member* const member : all()) {
        if (!member->pod)
            continue;
        const auto from = availableFrom(typed(member->pod), spec().minReadySeconds, m_client.now());
        if (from && (!next || *from < *next))
            next = from;
    }
    return next;
}

std::vector<const Round::Member*> Round::all() const
{
    std::vector<const Member*> members;
    for (const std::vector<Member>* const list : {&m_wanted, &m_later, &m_condemned}) {
        for (const Member& member : *list)
            members.push_back(&member);
    }
    return members;
}

Round::Next Round::failed(api::Status status)
{
    m_failure = std::move(status);
    return Next::Wait;
}

// The set with the template that a new pod of a number is made from.
api::Result<api::ObjectPtr> Round::setFor(std::int32_t ordinal)
{
    const bool isSame = m_revisions.current.meta().name == m_revisions.update.meta().name;
    if (isSame || !startsFromCurrent(*m_set.as<api::StatefulSet>(), ordinal))
        return m_set;
    if (!m_currentSet) {
        api::Result<api::ObjectPtr> before = asOf(m_set, m_revisions.current);
        if (!before)
            return before;
        m_currentSet = std::move(*before);
    }
    return m_currentSet;
}

bool Round::isUnavailable(const Member& member) const
{
    return !member.pod || member.pod.meta().deletionTimestamp
        || !isRunningAndAvailable(typed(member.pod), spec().minReadySeconds, m_client.now());
}

const Round::Member* Round::firstUnavailable() const
{
    const auto isOne = [&](const Member& member) { return isUnavailable(member); };
    if (const auto found = std::ranges::find_if(m_wanted, isOne); found != m_wanted.end())
        return &*found;
    const auto found = std::find_if(m_condemned.rbegin(), m_condemned.rend(), isOne);
    return found == m_condemned.rend() ? nullptr : &*found;
}

} // namespace kubarium::controllers
