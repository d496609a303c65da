#include "sliceplan.h"

#include "podendpoints.h"
#include "slicepacking.h"

#include "apiserver/resources.h"
#include "controllers/pods/podstate.h"

#include "api/types/core-meta.h"
#include "api/types/core-node.h"

#include <algorithm>
#include <deque>
#include <map>

namespace kubarium::controllers {

namespace {

using api::Endpoint;
using api::EndpointSlice;
using Ports = api::List<api::SliceEndpointPort>;

constexpr std::string_view zoneLabel = "topology.kubernetes.io/zone";

bool isReserved(std::string_view label)
{
    return label == serviceNameLabel || label == managedByLabel || label == headlessLabel;
}

store::ResourceId nodes()
{
    static const store::ResourceId id = apiserver::resourceId(*api::findKind("", "v1", "Node"));
    return id;
}

// A pod as an endpoint should show it. What it points to belongs to the pod and its node, which are held elsewhere.
struct Wanted {
    const api::Pod* pod;
    const api::Text* address;
    const api::Text* zone; // null: its node has none
    EndpointState state;
    bool isPlaced = false;
};

// Pods whose ports are the same.
struct Group {
    Ports ports;
    std::vector<Wanted> wanted; // by the names of their pods
};

api::Optional<api::Time> earlier(api::Optional<api::Time> a, api::Time b)
{
    return a && *a <= b ? a : api::Optional<api::Time>(b);
}

bool is(const api::Optional<bool>& condition, bool value)
{
    return condition && *condition == value;
}

class Planner {
public:
    Planner(const apiserver::State& state, const api::ObjectPtr& service)
        : m_state(state),
          m_object(service),
          m_service(*service.as<api::Service>()),
          m_existing(slicesOf(state, service.meta(), endpointSliceController)),
          m_labels(labels())
    {
        const api::Text& wish = m_service.spec->trafficDistribution;
        m_hintsNodes = wish == api::ServiceTrafficDistribution::PreferSameNode;
        m_hintsZones = m_hintsNodes || wish == api::ServiceTrafficDistribution::PreferSameZone
            || wish == api::ServiceTrafficDistribution::PreferClose;
        if (m_existing.empty())
            m_trigger = m_service.metadata.creationTimestamp;
        state.pods.visitSelected(state.store, m_service.metadata.namespace_,
            api::LabelMatcher::of(m_service.spec->selector), [&](const api::ObjectPtr& pod) {
                if (isEndpoint(*pod.as<api::Pod>()))
                    m_pods.push_back(pod);
                return true;
            });
    }

    SlicePlan run()
    {
        for (const api::Text& family : m_service.spec->ipFamilies)
            planFamily(family);
        for (const api::ObjectPtr& slice : m_existing) {
            if (!isServed(slice.as<EndpointSlice>()->addressType))
                m_plan.removed.push_back(slice);
        }
        reuseRemoved(m_plan);
        for (std::vector<api::ObjectPtr>* list : {&m_plan.created, &m_plan.updated}) {
            for (api::ObjectPtr& slice : *list)
                setTrigger(slice);
        }
        return std::move(m_plan);
    }

private:
    bool isServed(const api::Text& family) const
    {
        const auto& families = m_service.spec->ipFamilies;
        return std::find(families.begin(), families.end(), family) != families.end();
    }

    // The Service's own, so that slices are found as it is found, and those that only controllers set.
    api::Map<api::Text> labels() const
    {
        api::Map<api::Text> all = m_service.metadata.labels;
        all.erase(headlessLabel);
        if (isHeadless(m_service))
            all.set(headlessLabel, "");
        all.set(serviceNameLabel, m_service.metadata.name);
        all.set(managedByLabel, endpointSliceController);
        return all;
    }

    bool hasItsLabels(const api::ObjectPtr& slice) const
    {
        const api::Map<api::Text>& has = slice.meta().labels;
        if (has == m_labels)
            return true;
        const auto within = [](const api::Map<api::Text>& a, const api::Map<api::Text>& b) {
            return std::all_of(a.begin(), a.end(), [&](const auto& label) {
                const api::Text* const value = b.find(label.key);
                return isReserved(label.key) || (value && *value == label.value);
            });
        };
        return within(has, m_labels) && within(m_labels, has);
    }

    void planFamily(const api::Text& family)
    {
        std::vector<api::ObjectPtr> existing;
        std::copy_if(m_existing.begin(), m_existing.end(), std::back_inserter(existing),
            [&](const api::ObjectPtr& slice) { return slice.as<EndpointSlice>()->addressType == family; });
        const std::size_t createdBefore = m_plan.created.size();
        const std::size_t removedBefore = m_plan.removed.size();
        std::vector<bool> isUsed(existing.size());
        std::deque<Group> groups = grouped(family);
        for (Group& group : groups) {
            std::vector<api::ObjectPtr> own;
            for (std::size_t i = 0; i < existing.size(); ++i) {
                if (!isUsed[i] && samePorts(existing[i].as<EndpointSlice>()->ports, group.ports)) {
                    isUsed[i] = true;
                    own.push_back(existing[i]);
                }
            }
            planGroup(family, group, own);
        }
        for (std::size_t i = 0; i < existing.size(); ++i) {
            if (!isUsed[i])
                m_plan.removed.push_back(existing[i]);
        }
        const bool isNoneLeft = m_plan.removed.size() - removedBefore == existing.size();
        if (isNoneLeft && m_plan.created.size() == createdBefore)
            keepOneEmpty(family, removedBefore);
    }

    // A Service that nobody serves has one slice that says so.
    void keepOneEmpty(const api::Text& family, std::size_t removedBefore)
    {
        if (m_plan.removed.size() == removedBefore + 1) {
            const EndpointSlice& only = *m_plan.removed.back().as<EndpointSlice>();
            if (only.endpoints.empty() && only.ports.empty() && only.metadata.labels == m_labels) {
                m_plan.removed.pop_back();
                return;
            }
        }
        m_plan.created.push_back(newSlice(m_object, family, m_labels));
    }

    std::deque<Group> grouped(const api::Text& family) const
    {
        std::deque<Group> groups;
        std::map<std::vector<std::int32_t>, Group*> byNumbers;
        const auto& ports = m_service.spec->ports;
        const bool isNamed = std::any_of(
            ports.begin(), ports.end(), [](const api::ServicePort& port) { return port.targetPort.isString(); });
        Group* group = nullptr;
        std::vector<std::int32_t> numbers(ports.size());
        for (const api::ObjectPtr& object : m_pods) {
            const api::Pod& pod = *object.as<api::Pod>();
            const std::optional<Wanted> wanted = wantedOf(pod, family);
            if (!wanted)
                continue;
            if (!group || isNamed) {
                for (std::size_t i = 0; i < ports.size(); ++i)
                    numbers[i] = targetPort(pod, ports[i]);
                Group*& found = byNumbers[numbers];
                if (!found) {
                    found = &groups.emplace_back();
                    found->ports = portsWith(numbers);
                }
                group = found;
            }
            group->wanted.push_back(*wanted);
        }
        return groups;
    }

    Ports portsWith(const std::vector<std::int32_t>& numbers) const
    {
        Ports list;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            if (numbers[i] == 0)
                continue; // the pod has no port of that name: it serves the others
            const api::ServicePort& port = m_service.spec->ports[i];
            api::SliceEndpointPort& one = list.push_back({});
            one.name = port.name.has_value() ? port.name : api::Text("");
            one.protocol = port.protocol;
            one.port = numbers[i];
            one.appProtocol = port.appProtocol;
        }
        return list;
    }

    // A pod whose node is gone is on its way out: only who publishes everything goes on to publish it.
    std::optional<Wanted> wantedOf(const api::Pod& pod, const api::Text& family) const
    {
        Wanted wanted{&pod, addressOf(pod, family), nullptr, endpointState(pod, m_service)};
        if (!wanted.address)
            return std::nullopt;
        const api::ObjectPtr node = m_state.store.find({nodes(), {}, pod.spec->nodeName});
        if (node) {
            const api::Text* const zone = node.meta().labels.find(zoneLabel); // the store holds it on
            wanted.zone = zone && !zone->empty() ? zone : nullptr;
        } else if (!m_service.spec->publishNotReadyAddresses) {
            return std::nullopt;
        }
        return wanted;
    }

    void planGroup(const api::Text& family, Group& group, const std::vector<api::ObjectPtr>& existing)
    {
        std::vector<api::ObjectPtr> slices;
        std::vector<SliceRoom> rooms;
        for (const api::ObjectPtr& slice : existing) {
            api::ObjectPtr next = slice;
            const bool changes = bringUpToDate(next, group);
            if (next.as<EndpointSlice>()->endpoints.empty()) {
                m_plan.removed.push_back(slice);
                continue;
            }
            rooms.push_back({next.as<EndpointSlice>()->endpoints.size(), changes});
            slices.push_back(std::move(next));
        }
        std::vector<const Wanted*> newcomers;
        for (const Wanted& wanted : group.wanted) {
            if (!wanted.isPlaced)
                newcomers.push_back(&wanted);
        }
        auto next = newcomers.begin();
        for (const SliceFilling& filling : packing(rooms, newcomers.size())) {
            const bool isNew = filling.slice == slices.size();
            api::ObjectPtr made = isNew ? madeFor(family, group.ports) : api::ObjectPtr();
            api::ObjectPtr& slice = isNew ? made : slices[filling.slice];
            api::List<Endpoint>& endpoints = slice.editAs<EndpointSlice>().endpoints;
            const std::size_t had = endpoints.size();
            endpoints.resize(had + filling.endpoints);
            for (Endpoint& endpoint : endpoints.edit().subspan(had)) {
                noteTrigger(**next);
                show(endpoint, **next++);
            }
            if (isNew)
                m_plan.created.push_back(std::move(made));
            else
                rooms[filling.slice].changes = true;
        }
        for (std::size_t i = 0; i < slices.size(); ++i) {
            if (rooms[i].changes) {
                slices[i].editMeta().labels = m_labels;
                m_plan.updated.push_back(slices[i]);
            }
        }
    }

    api::ObjectPtr madeFor(const api::Text& family, const Ports& ports) const
    {
        api::Box<EndpointSlice> slice = newSlice(m_object, family, m_labels);
        slice.edit().ports = ports;
        return slice;
    }

    // Takes out what is no endpoint any more and changes what is another; whether it did either, or the labels are to change.
    bool bringUpToDate(api::ObjectPtr& slice, Group& group)
    {
        const api::List<Endpoint>& now = slice.as<EndpointSlice>()->endpoints;
        std::vector<Wanted*> found(now.size());
        bool anyGone = false;
        bool anyOther = false;
        std::size_t hint = 0;
        for (std::size_t i = 0; i < now.size(); ++i) {
            found[i] = findWanted(group, now[i], hint);
            anyGone = anyGone || !found[i];
            if (!found[i])
                continue;
            found[i]->isPlaced = true;
            anyOther = anyOther || !isShown(now[i], *found[i]);
        }
        if (!anyGone && !anyOther)
            return !hasItsLabels(slice);
        api::List<Endpoint>& endpoints = slice.editAs<EndpointSlice>().endpoints;
        const std::span<Endpoint> items = endpoints.edit();
        std::size_t kept = 0;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (!found[i])
                continue;
            if (!isShown(items[i], *found[i])) {
                if (!is(items[i].conditions.serving, found[i]->state.serving))
                    noteTrigger(*found[i]);
                show(items[i], *found[i]);
            }
            if (kept != i)
                items[kept] = std::move(items[i]);
            ++kept;
        }
        endpoints.resize(kept);
        return true;
    }

    // The endpoint's pod with its address and hostname, unless another endpoint has shown it. `hint`: where it is if the
    // slice is in the order of names, as it mostly is.
    Wanted* findWanted(Group& group, const Endpoint& endpoint, std::size_t& hint) const
    {
        std::vector<Wanted>& all = group.wanted;
        const api::Text& name = endpoint.targetRef->name;
        if (hint >= all.size() || !(all[hint].pod->metadata.name == name)) {
            const auto place = std::lower_bound(all.begin(), all.end(), name.view(),
                [](const Wanted& one, std::string_view key) { return one.pod->metadata.name.view() < key; });
            if (place == all.end() || !(place->pod->metadata.name == name))
                return nullptr;
            hint = static_cast<std::size_t>(place - all.begin());
        }
        Wanted& wanted = all[hint++];
        const bool isSame = endpoint.addresses.size() == 1 && endpoint.addresses[0] == *wanted.address
            && endpoint.hostname == hostnameOf(wanted);
        return isSame && !wanted.isPlaced ? &wanted : nullptr;
    }

    api::Text hostnameOf(const Wanted& wanted) const
    {
        return hasHostname(*wanted.pod, m_service) ? wanted.pod->spec->hostname : api::Text();
    }

    bool isShown(const Endpoint& endpoint, const Wanted& wanted) const
    {
        const auto& zones = endpoint.hints->forZones;
        const auto& nodes = endpoint.hints->forNodes;
        const bool hintsZone = m_hintsZones && wanted.state.ready && wanted.zone;
        const bool hintsNode = m_hintsNodes && wanted.state.ready && !wanted.pod->spec->nodeName.empty();
        return is(endpoint.conditions.ready, wanted.state.ready)
            && is(endpoint.conditions.serving, wanted.state.serving)
            && is(endpoint.conditions.terminating, wanted.state.terminating)
            && endpoint.targetRef->uid == wanted.pod->metadata.uid && endpoint.nodeName == wanted.pod->spec->nodeName
            && (wanted.zone ? endpoint.zone == *wanted.zone : endpoint.zone.empty())
            && (hintsZone ? zones.size() == 1 && zones[0].name == *wanted.zone : zones.empty())
            && (hintsNode ? nodes.size() == 1 && nodes[0].name == wanted.pod->spec->nodeName : nodes.empty());
    }

    // Texts are the pod's own, and what does not change stays shared with the slice's version before.
    void show(Endpoint& endpoint, const Wanted& wanted) const
    {
        const api::Pod& pod = *wanted.pod;
        if (endpoint.addresses.empty())
            endpoint.addresses.push_back(*wanted.address);
        endpoint.conditions.ready = wanted.state.ready;
        endpoint.conditions.serving = wanted.state.serving;
        endpoint.conditions.terminating = wanted.state.terminating;
        endpoint.hostname = hostnameOf(wanted);
        if (!(endpoint.targetRef->uid == pod.metadata.uid)) {
            api::ObjectReference& target = endpoint.targetRef.edit();
            target.kind = "Pod";
            target.namespace_ = pod.metadata.namespace_;
            target.name = pod.metadata.name;
            target.uid = pod.metadata.uid;
        }
        endpoint.nodeName = pod.spec->nodeName.empty() ? api::Text() : pod.spec->nodeName;
        endpoint.zone = wanted.zone ? *wanted.zone : api::Text();
        endpoint.hints = hintsOf(wanted);
    }

    // Who should send to this endpoint first; an endpoint that is not ready is nobody's first.
    api::Box<api::EndpointHints> hintsOf(const Wanted& wanted) const
    {
        api::Box<api::EndpointHints> hints;
        if (m_hintsZones && wanted.state.ready && wanted.zone)
            hints.edit().forZones.push_back({*wanted.zone});
        if (m_hintsNodes && wanted.state.ready && !wanted.pod->spec->nodeName.empty())
            hints.edit().forNodes.push_back({wanted.pod->spec->nodeName});
        return hints;
    }

    void noteTrigger(const Wanted& wanted)
    {
        if (const api::PodCondition* const ready = conditionOf(*wanted.pod, "Ready"))
            m_trigger = earlier(m_trigger, ready->lastTransitionTime);
    }

    // Since when what is told was so, by which its way through the cluster is timed.
    void setTrigger(api::ObjectPtr& slice) const
    {
        api::Map<api::Text>& annotations = slice.editMeta().annotations;
        if (m_trigger && !m_trigger->isZero())
            annotations.set(triggerTimeAnnotation, m_trigger->text());
        else
            annotations.erase(triggerTimeAnnotation);
    }

    const apiserver::State& m_state;
    const api::ObjectPtr& m_object;
    const api::Service& m_service;
    const std::vector<api::ObjectPtr> m_existing;
    const api::Map<api::Text> m_labels;
    std::vector<api::ObjectPtr> m_pods;
    bool m_hintsZones = false;
    bool m_hintsNodes = false;
    api::Optional<api::Time> m_trigger; // the earliest of what changes
    SlicePlan m_plan;
};

} // namespace

SlicePlan plannedSlices(const apiserver::State& state, const api::ObjectPtr& service)
{
    return Planner(state, service).run();
}

} // namespace kubarium::controllers
