// EndpointSlices as their controllers keep them: found by their owner, told apart by their label, written with as few
// creations and deletions as can be.
#pragma once

#include "controllers/controller.h"

#include "api/types/discovery.h"

namespace kubarium::controllers {

inline constexpr std::string_view serviceNameLabel = "kubernetes.io/service-name";
inline constexpr std::string_view managedByLabel = "endpointslice.kubernetes.io/managed-by";
inline constexpr std::string_view headlessLabel = "service.kubernetes.io/headless";
inline constexpr std::string_view triggerTimeAnnotation = "endpoints.kubernetes.io/last-change-trigger-time";

// Those that `owner` owns and a controller manages, by name; without those that are being deleted.
std::vector<api::ObjectPtr> slicesOf(
    const apiserver::State& state, const api::ObjectMeta& owner, std::string_view managedBy);
// How many endpoints are in those that an owner owns: exactly for one slice, roughly for many.
std::size_t endpointsOf(const apiserver::State& state, const api::ObjectMeta& owner);

// An empty one; the server makes its name from its owner's.
api::Box<api::EndpointSlice> newSlice(
    const api::ObjectPtr& owner, std::string_view addressType, const api::Map<api::Text>& labels);

// The same ports, in whatever order.
bool samePorts(const api::List<api::SliceEndpointPort>& a, const api::List<api::SliceEndpointPort>& b);

struct SlicePlan {
    std::vector<api::ObjectPtr> created;
    std::vector<api::ObjectPtr> updated;
    std::vector<api::ObjectPtr> removed;

    bool empty() const { return created.empty() && updated.empty() && removed.empty(); }
};

// A slice that would go is changed into one that would be made, if both are of one address type.
void reuseRemoved(SlicePlan& plan);
// The first refusal. Nothing is created for an owner that is being deleted.
api::Status write(apiserver::Client& client, const SlicePlan& plan, const api::ObjectPtr& owner);

// Whoever else writes to a slice that a controller manages wakes it: the label says for which Service. Its own writes
// do not.
void serviceOfSlice(
    const store::Change& change, std::string_view managedBy, std::string_view controller, std::vector<ObjectKey>& keys);

} // namespace kubarium::controllers
