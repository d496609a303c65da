#include "garbagecollector.h"

#include "eventrecorder.h"
#include "ownership.h"

#include "apiserver/finalizers.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

using apiserver::Client;
using apiserver::Runtime;
namespace finalizers = apiserver::finalizers;

// Its work

enum class Task : std::uint16_t { Verify, Collect, Orphan };

// An event's kind says both what to do and to what kind of object.
constexpr unsigned taskShift = 14;
constexpr std::uint16_t resourceMask = (1U << taskShift) - 1;

sim::Event work(Task task, const store::Key& key)
{
    sim::Event event;
    event.kind = static_cast<std::uint16_t>(static_cast<unsigned>(task) << taskShift | key.resource);
    event.namespace_ = key.namespace_;
    event.name = key.name;
    return event;
}

Task taskOf(const sim::Event& event)
{
    return static_cast<Task>(event.kind >> taskShift);
}

store::Key keyOf(const sim::Event& event)
{
    return {static_cast<store::ResourceId>(event.kind & resourceMask), event.namespace_, event.name};
}

// News

class News {
public:
    News(Runtime& runtime, const store::Change& change)
        : m_runtime(runtime),
          m_change(change),
          m_now(change.now.meta()),
          m_key{change.resource, m_now.namespace_, m_now.name}
    {
    }

    void spread()
    {
        if (m_change.type == store::ChangeType::Deleted) {
            dependentsOf(m_now.uid);
            for (const api::OwnerReference& owner : m_now.ownerReferences)
                waitingOwner(owner);
            return;
        }
        if (!m_change.before || !m_change.before.meta().ownerReferences.sameStorage(m_now.ownerReferences))
            ownersChanged();
        if (begins(finalizers::orphan)) {
            plan(Task::Orphan, m_key);
        } else if (begins(finalizers::foreground)) {
            dependentsOf(m_now.uid);
            plan(Task::Collect, m_key);
        }
    }

private:
    void plan(Task task, const store::Key& key) { m_runtime.scheduleOnce(work(task, key), sim::latency::controller); }

    void dependentsOf(const api::Text& uid)
    {
        m_runtime.state().dependents.visit(uid, [&](const store::Key& dependent) {
            plan(Task::Collect, dependent);
            return true;
        });
    }

    // It may have waited for nothing else.
    void waitingOwner(const api::OwnerReference& owner)
    {
        if (stateOf(m_runtime.state(), owner, m_now.namespace_) == OwnerState::Waiting)
            plan(Task::Collect, *controllers::keyOf(owner, m_now.namespace_));
    }

    void ownersChanged()
    {
        if (m_change.before) {
            for (const api::OwnerReference& owner : m_change.before.meta().ownerReferences) {
                if (owner.blockOwnerDeletion.valueOr(false) && !blocks(m_now, owner.uid))
                    waitingOwner(owner);
            }
        }
        for (const api::OwnerReference& owner : m_now.ownerReferences) {
            const OwnerState state = stateOf(m_runtime.state(), owner, m_now.namespace_);
            if (state != OwnerState::Solid)
                plan(state == OwnerState::Waiting ? Task::Collect : Task::Verify, m_key);
        }
    }

    // Whether with this write it begins to wait for its dependents.
    bool begins(std::string_view finalizer) const
    {
        const auto waits = [&](const api::ObjectMeta& meta) {
            return meta.deletionTimestamp && finalizers::has(meta, finalizer);
        };
        return waits(m_now) && !(m_change.before && waits(m_change.before.meta()));
    }

    Runtime& m_runtime;
    const store::Change& m_change;
    const api::ObjectMeta& m_now;
    store::Key m_key;
};

// Work on one object. Each answers whether it succeeded; what failed is tried again.

class Collection {
public:
    Collection(Client& client, const api::ObjectPtr& object)
        : m_client(client),
          m_object(object),
          m_kind(*api::findKindByApiVersion(object.type().apiVersion, object.type().kind))
    {
    }

    void reportStrangers()
    {
        for (const api::OwnerReference& owner : meta().ownerReferences) {
            if (!isElsewhere(m_client.state(), owner, meta().namespace_))
                continue;
            const std::string reference = "[" + owner.apiVersion.str() + "/" + owner.kind.str() + ", namespace: "
                + meta().namespace_.str() + ", name: " + owner.name.str() + ", uid: " + owner.uid.str() + "]";
            recordEvent(m_client, "garbage-collector-controller", m_object, EventType::Warning,
                "OwnerRefInvalidNamespace",
                "ownerRef " + reference + " does not exist in namespace \"" + meta().namespace_.str() + "\"");
        }
    }

    bool collect()
    {
        if (isDeletingDependents(meta()))
            return hasBlockingDependent() || withoutFinalizer(finalizers::foreground);
        if (meta().deletionTimestamp || meta().ownerReferences.empty())
            return true;
        bool solid = false;
        bool waiting = false;
        bool absent = false;
        for (const api::OwnerReference& owner : meta().ownerReferences) {
            switch (stateOf(m_client.state(), owner, meta().namespace_)) {
            case OwnerState::Solid:
                solid = true;
                break;
            case OwnerState::Absent:
                absent = true;
                break;
            case OwnerState::Waiting:
                waiting = true;
                break;
            case OwnerState::Unknown:
                return true; // it might be there
            }
        }
        if (solid)
            return (!absent && !waiting) || keepOnlySolidOwners();
        if (waiting && hasDependents())
            return unblockCircle() && remove("Foreground");
        return remove(finalizers::has(meta(), finalizers::orphan) ? "Orphan"
                : finalizers::has(meta(), finalizers::foreground) ? "Foreground"
                                                                  : "Background");
    }

    bool orphan()
    {
        if (!meta().deletionTimestamp || !finalizers::has(meta(), finalizers::orphan))
            return true;
        bool all = true;
        for (const store::Key& key : m_client.state().dependents.of(meta().uid)) {
            if (const api::ObjectPtr dependent = m_client.state().store.find(key))
                all = disown(dependent) && all;
        }
        return all && withoutFinalizer(finalizers::orphan);
    }

private:
    const api::ObjectMeta& meta() const { return m_object.meta(); }

    bool update(api::ObjectPtr changed)
    {
        const apiserver::Response written = m_client.update(m_kind, std::move(changed));
        if (written.ok())
            m_object = written.object;
        return written.ok() || written.status.code == 404;
    }

    bool hasDependents() const
    {
        bool any = false;
        m_client.state().dependents.visit(meta().uid, [&](const store::Key&) {
            any = true;
            return false;
        });
        return any;
    }

    template <class Predicate> bool anyDependent(Predicate predicate) const
    {
        bool any = false;
        m_client.state().dependents.visit(meta().uid, [&](const store::Key& key) {
            const api::ObjectPtr dependent = m_client.state().store.find(key);
            any = dependent && predicate(dependent.meta());
            return !any;
        });
        return any;
    }

    bool hasBlockingDependent() const
    {
        return anyDependent([&](const api::ObjectMeta& dependent) { return blocks(dependent, meta().uid); });
    }

    bool withoutFinalizer(std::string_view finalizer)
    {
        api::ObjectPtr copy = m_object;
        copy.editMeta().finalizers.eraseIf([&](const api::Text& one) { return one == finalizer; });
        return update(std::move(copy));
    }

    // Owners that wait are taken out too: they would wait for ever for what is going to stay.
    bool keepOnlySolidOwners()
    {
        api::ObjectPtr copy = m_object;
        copy.editMeta().ownerReferences.eraseIf([&](const api::OwnerReference& owner) {
            return stateOf(m_client.state(), owner, meta().namespace_) != OwnerState::Solid;
        });
        return update(std::move(copy));
    }

    // Where a dependent waits for its own dependents as well, there may be a circle in which each waits for the next.
    bool unblockCircle()
    {
        if (!anyDependent(isDeletingDependents))
            return true;
        api::ObjectPtr copy = m_object;
        for (api::OwnerReference& owner : copy.editMeta().ownerReferences.edit()) {
            if (owner.blockOwnerDeletion.valueOr(false))
                owner.blockOwnerDeletion = false;
        }
        return update(std::move(copy));
    }

    bool disown(const api::ObjectPtr& dependent)
    {
        api::ObjectPtr copy = dependent;
        copy.editMeta().ownerReferences.eraseIf(
            [&](const api::OwnerReference& owner) { return owner.uid == meta().uid; });
        const api::Kind& kind = *api::findKindByApiVersion(copy.type().apiVersion, copy.type().kind);
        const api::Status written = m_client.update(kind, std::move(copy)).status;
        return written.ok() || written.code == 404;
    }

    // Only this object, as it was seen.
    bool remove(std::string_view policy)
    {
        apiserver::DeleteOptions options;
        options.uid = m_object.meta().uid.str();
        options.resourceVersion = m_object.meta().resourceVersion.str();
        options.propagationPolicy = policy;
        const api::Status removed = m_client.remove(m_kind, m_object, options).status;
        return removed.ok() || removed.code == 404;
    }

    Client& m_client;
    api::ObjectPtr m_object;
    const api::Kind& m_kind;
};

bool serves(const api::Kind& kind, std::string_view verb)
{
    return std::find(kind.verbs.begin(), kind.verbs.end(), verb) != kind.verbs.end();
}

} // namespace

bool GarbageCollector::watches(const api::Kind& kind) const
{
    const bool isEvent = kind.resource == "events"; // of which there are many, and which own nothing
    return !isEvent && serves(kind, "delete") && serves(kind, "list") && serves(kind, "watch");
}

void GarbageCollector::notice(Runtime& runtime, const store::Change& change) const
{
    News(runtime, change).spread();
}

void GarbageCollector::handle(Runtime& runtime, const sim::Event& event) const
{
    const api::ObjectPtr object = runtime.state().store.find(keyOf(event));
    if (!object)
        return; // meanwhile gone; its dependents have heard of it
    Client client(runtime, apiserver::controllerIdentity(name()), controllerManager);
    Collection collection(client, object);
    if (taskOf(event) == Task::Verify)
        collection.reportStrangers();
    const bool succeeded = taskOf(event) == Task::Orphan ? collection.orphan() : collection.collect();
    if (succeeded)
        return;
    const Task task = taskOf(event) == Task::Orphan ? Task::Orphan : Task::Collect;
    sim::Event again = work(task, keyOf(event));
    again.number = event.number + 1; // how often in a row
    runtime.scheduleOnce(
        std::move(again), retryAfter(event.number + 1, sim::latency::longestRetry, sim::latency::firstRetry));
}

std::string GarbageCollector::describe(const sim::Event& event) const
{
    const store::Key key = keyOf(event);
    std::string what(apiserver::kindOf(key.resource).kind);
    what += " " + (key.namespace_.empty() ? "" : key.namespace_.str() + "/") + key.name.str();
    return taskOf(event) == Task::Orphan ? "the garbage collector lets go what " + what + " owns"
                                         : "the garbage collector looks whether " + what + " is still wanted";
}

} // namespace kubarium::controllers
