#include "attempt.h"

#include "diagnosis.h"
#include "events.h"
#include "plugins/defaultpreemption.h"
#include "podstate.h"

#include "api/types/policy.h"
#include "apiserver/resources.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

constexpr Refusers everybody = (1U << filterCount) - 1;

const api::Kind& podKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Pod");
    return kind;
}

std::string fullName(const api::ObjectMeta& meta)
{
    return meta.namespace_.str() + "/" + meta.name.str();
}

std::vector<api::ObjectPtr> budgetsIn(const store::Store& store)
{
    static const store::ResourceId id = apiserver::resourceId(*api::findKind("policy", "v1", "PodDisruptionBudget"));
    std::vector<api::ObjectPtr> budgets;
    store.tree(id).visit([&](const api::ObjectPtr& budget) {
        budgets.push_back(budget);
        return true;
    });
    return budgets;
}

// Sets a condition of a pod; false if it says so already.
bool setCondition(api::ObjectPtr& object, std::string_view type, std::string_view status, std::string_view reason,
    std::string_view message, api::Time now)
{
    const api::List<api::PodCondition>& before = object.as<api::Pod>()->status->conditions;
    const auto known = std::find_if(
        before.begin(), before.end(), [&](const api::PodCondition& condition) { return condition.type == type; });
    const bool isKnown = known != before.end();
    if (isKnown && known->status == status && known->reason == reason && known->message == message)
        return false;
    const auto index = static_cast<std::size_t>(known - before.begin());
    api::Pod& pod = object.editAs<api::Pod>();
    api::List<api::PodCondition>& conditions = pod.status.edit().conditions;
    api::PodCondition& condition = isKnown ? conditions.edit(index) : conditions.push_back({});
    if (!isKnown || condition.status != status)
        condition.lastTransitionTime = now;
    condition.type = type;
    condition.observedGeneration = pod.metadata.generation;
    condition.status = status;
    condition.reason = reason;
    condition.message = message;
    return true;
}

class Turn {
public:
    Turn(apiserver::Client& client, View& view, const api::ObjectPtr& pod, std::uint32_t tries)
        : m_client(client),
          m_view(view),
          m_pod(pod),
          m_tries(tries)
    {
    }

    Attempt run()
    {
        const Choice choice = m_view.chooser.choose(m_pod, find(), draw());
        if (choice.node != noNode)
            return bind(m_view.nodes.name(choice.node));
        if (const Chooser::Refusal* const known = m_view.chooser.refusal(m_pod)) {
            const Chooser::Refusal refusal = *known;
            return refuse(refusal.message, refusal.refusers, std::nullopt);
        }
        return m_view.nodes.size() == 0 ? refuse(Diagnosis().message(), everybody, std::nullopt) : explain();
    }

private:
    Finder find() const { return finderIn(m_client.state().store); }

    sim::RandomStream draw() const { return drawFor(m_client.state().random, m_pod.meta(), m_tries); }

    Attempt bind(const api::Text& node)
    {
        api::Box<api::Binding> binding;
        binding.edit().metadata.namespace_ = m_pod.meta().namespace_;
        binding.edit().metadata.name = m_pod.meta().name;
        binding.edit().metadata.uid = m_pod.meta().uid;
        binding.edit().target.kind = "Node";
        binding.edit().target.name = node;
        const apiserver::Response bound = m_client.post(podKind(), m_pod.meta(), "binding", binding);
        if (!bound.ok() && !stillWaits())
            return {Attempt::End::Gone, 0};
        if (!bound.ok())
            return fail("binding rejected: " + bound.status.message);
        const std::string note = "Successfully assigned " + fullName(m_pod.meta()) + " to " + node.str();
        tell(m_client, m_pod, {.reason = "Scheduled", .action = "Binding", .note = note});
        return {Attempt::End::Bound, 0};
    }

    bool stillWaits() const
    {
        const api::ObjectPtr now = m_client.find(podKind(), m_pod.meta().namespace_, m_pod.meta().name);
        return now && isWaiting(*now.as<api::Pod>());
    }

    // Why no node fits, and whether others have to go.
    Attempt explain()
    {
        Cycle& cycle = m_view.chooser.cycleFor(m_pod, find());
        const NominatedPods nominated(m_pod, cycle, m_view.nodes);
        const Diagnosis diagnosis = diagnose(cycle, nominated);
        if (!diagnosis.beforehand.empty())
            return refuse(diagnosis.message(), diagnosis.refusers, std::nullopt);
        const std::vector<api::ObjectPtr> budgets = budgetsIn(m_client.state().store);
        const Preemption preemption =
            preempt({m_pod, budgets, m_client.now()}, cycle, m_view.nodes, diagnosis, nominated, draw());
        if (preemption.node != noNode) {
            const api::Text node = m_view.nodes.name(preemption.node);
            makeRoom(preemption, node);
            return refuse(diagnosis.message(), diagnosis.refusers, node);
        }
        const std::string message = diagnosis.message() + withoutPreemption(preemption);
        if (m_pod.as<api::Pod>()
                ->status->nominatedNodeName.empty()) // what hinders a promised node is this pod's own matter
            m_view.chooser.remember(m_pod, {message, diagnosis.refusers});
        return refuse(message, diagnosis.refusers,
            preemption.isIneligible ? std::nullopt : std::optional<api::Text>(api::Text("")));
    }

    void makeRoom(const Preemption& preemption, const api::Text& node)
    {
        for (const api::ObjectPtr& victim : preemption.victims) {
            if (victim.meta().deletionTimestamp)
                continue; // it goes already
            api::ObjectPtr ending = victim;
            if (setCondition(ending, api::PodConditionType::DisruptionTarget, "True", "PreemptionByScheduler",
                    "default-scheduler: preempting to accommodate a higher priority pod", m_client.now()))
                m_client.updateStatus(podKind(), ending);
            if (!m_client.remove(podKind(), victim).ok())
                continue;
            const std::string note = "Preempted by pod " + m_pod.meta().uid.str() + " on node " + node.str();
            tell(m_client, victim, {.reason = "Preempted", .action = "Preempting", .note = note, .related = m_pod});
        }
        // Less important pods that were promised this node have to look for another.
        for (const auto& [key, other] : m_view.nodes.nominated()) {
            const api::Pod& promised = *other.as<api::Pod>();
            if (promised.status->nominatedNodeName != node.view()
                || priorityOf(promised) >= priorityOf(*m_pod.as<api::Pod>()))
                continue;
            api::ObjectPtr released = other;
            released.editAs<api::Pod>().status.edit().nominatedNodeName = {};
            m_client.updateStatus(podKind(), std::move(released));
        }
    }

    // `promise`: the node that it shall have, "" for none any more; nothing: what was promised stands.
    Attempt refuse(const std::string& message, Refusers refusers, const std::optional<api::Text>& promise)
    {
        tell(m_client, m_pod,
            {.type = "Warning", .reason = "FailedScheduling", .action = "Scheduling", .note = message});
        write("Unschedulable", message, promise);
        return {Attempt::End::Refused, refusers};
    }

    Attempt fail(const std::string& message)
    {
        tell(m_client, m_pod,
            {.type = "Warning", .reason = "FailedScheduling", .action = "Scheduling", .note = message});
        write("SchedulerError", message, std::nullopt);
        return {Attempt::End::Failed, 0};
    }

    void write(std::string_view reason, const std::string& message, const std::optional<api::Text>& promise)
    {
        api::ObjectPtr told = m_pod;
        bool isNews = setCondition(told, api::PodConditionType::PodScheduled, "False", reason, message, m_client.now());
        if (promise && told.as<api::Pod>()->status->nominatedNodeName.view() != promise->view()) {
            told.editAs<api::Pod>().status.edit().nominatedNodeName = *promise;
            isNews = true;
        }
        if (isNews)
            m_client.updateStatus(podKind(), std::move(told));
    }

    apiserver::Client& m_client;
    View& m_view;
    const api::ObjectPtr& m_pod;
    std::uint32_t m_tries;
};

} // namespace

Attempt schedule(apiserver::Client& client, View& view, const api::ObjectPtr& pod, std::uint32_t tries)
{
    return Turn(client, view, pod, tries).run();
}

sim::RandomStream drawFor(const sim::Random& random, const api::ObjectMeta& pod, std::uint32_t tries)
{
    return random.stream(defaultScheduler, pod.uid, tries);
}

Finder finderIn(const store::Store& store)
{
    return [&store](const store::Key& key) { return store.find(key); };
}

} // namespace kubarium::scheduler
