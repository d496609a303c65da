// What ReplicaSets and ReplicationControllers do alike: keep as many pods of a template alive as they are asked for.
//
//   claim   pods that the selector matches and nobody controls become its own; its own that it no longer matches go free
//   count   of those that are alive: all, those with all labels of the template, ready, available
//   act     too few: create, slowly at first; too many: delete the least wanted; at most 500 at a time
//   tell    what was counted, and what stood in the way, in the status
//
// The two kinds differ in how they select, and in whose name they act.
#pragma once

#include "../controller.h"

#include "api/selectors.h"
#include "api/types/core-pod.h"

#include <optional>
#include <string>

namespace kubarium::controllers {

struct ReplicaWish {
    std::int32_t replicas = 0;
    std::int32_t minReadySeconds = 0;
    api::LabelMatcher selector;
    const api::PodTemplateSpec* form = nullptr; // within the object
};

struct ReplicaCounts {
    std::int32_t replicas = 0;
    std::int32_t fullyLabeled = 0;
    std::int32_t ready = 0;
    std::int32_t available = 0;
};

// Why there are still too few or too many: FailedCreate or FailedDelete, and the first refusal.
struct ReplicaFailure {
    std::string_view reason;
    std::string message;
};

class ReplicaManager : public Controller {
public:
    bool watches(const api::Kind& kind) const final;

protected:
    // The kind that it looks after.
    virtual const api::Kind& kind() const = 0;
    // Nothing if the selector cannot be one.
    virtual std::optional<ReplicaWish> wishOf(const api::ObjectPtr& set) const = 0;
    // Pods that are asked for or were counted last, whichever is more.
    virtual std::int32_t sizeOf(const api::ObjectPtr& set) const = 0;
    // The object with this in its status; the very same one if the status says it already.
    virtual api::ObjectPtr withStatus(const api::ObjectPtr& set, const ReplicaCounts& counts,
        const std::optional<ReplicaFailure>& failure, api::Time now) const = 0;

    void keysOf(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const final;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const final;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const final;

private:
    api::Status createPods(
        apiserver::Client& client, const api::ObjectPtr& set, const ReplicaWish& wish, std::size_t count) const;
    api::Status deletePods(apiserver::Client& client, const api::ObjectPtr& set,
        const std::vector<api::ObjectPtr>& pods, std::size_t count) const;
    std::vector<api::ObjectPtr> relatedPods(const apiserver::State& state, const api::ObjectMeta& set) const;
};

} // namespace kubarium::controllers
