#include "slices.h"

#include "podendpoints.h"
#include "slicepacking.h"

#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "controllers/pods/podstate.h"

#include "api/validation/meta.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

store::ResourceId slices()
{
    static const store::ResourceId id = apiserver::resourceId(apiserver::sliceKind());
    return id;
}

std::string prefixOf(const api::ObjectMeta& owner)
{
    const std::string prefix = owner.name.str() + "-";
    return api::subdomainName(prefix, true).empty() ? prefix : owner.name.str();
}

bool hasPort(const api::List<api::SliceEndpointPort>& ports, const api::SliceEndpointPort& port)
{
    return std::find(ports.begin(), ports.end(), port) != ports.end();
}

} // namespace

std::vector<api::ObjectPtr> slicesOf(
    const apiserver::State& state, const api::ObjectMeta& owner, std::string_view managedBy)
{
    std::vector<api::ObjectPtr> found;
    state.dependents.visit(owner.uid, slices(), owner.namespace_, [&](const store::Key& key) {
        const api::ObjectPtr slice = state.store.find(key);
        if (!slice || slice.meta().deletionTimestamp)
            return true;
        const api::Text* const manager = slice.meta().labels.find(managedByLabel);
        const api::Text* const name = slice.meta().labels.find(serviceNameLabel);
        if (manager && *manager == managedBy && name && *name == owner.name)
            found.push_back(slice);
        return true;
    });
    return found;
}

std::size_t endpointsOf(const apiserver::State& state, const api::ObjectMeta& owner)
{
    std::size_t count = 0;
    store::Key last;
    state.dependents.visit(owner.uid, slices(), owner.namespace_, [&](const store::Key& key) {
        ++count;
        last = key;
        return true;
    });
    if (count != 1)
        return count * mostEndpointsPerSlice;
    const api::ObjectPtr slice = state.store.find(last);
    return slice ? slice.as<api::EndpointSlice>()->endpoints.size() : 0;
}

api::Box<api::EndpointSlice> newSlice(
    const api::ObjectPtr& owner, std::string_view addressType, const api::Map<api::Text>& labels)
{
    api::Box<api::EndpointSlice> box;
    api::EndpointSlice& slice = box.edit();
    slice.metadata.generateName = prefixOf(owner.meta());
    slice.metadata.namespace_ = owner.meta().namespace_;
    slice.metadata.labels = labels;
    slice.metadata.ownerReferences.push_back(controllerReference(owner));
    slice.addressType = addressType;
    return box;
}

bool samePorts(const api::List<api::SliceEndpointPort>& a, const api::List<api::SliceEndpointPort>& b)
{
    return a.size() == b.size()
        && std::all_of(a.begin(), a.end(), [&](const api::SliceEndpointPort& port) { return hasPort(b, port); });
}

void reuseRemoved(SlicePlan& plan)
{
    for (std::size_t i = 0; i < plan.removed.size() && !plan.created.empty();) {
        api::ObjectPtr kept = plan.removed[i];
        const api::EndpointSlice& made = *plan.created.back().as<api::EndpointSlice>();
        if (!(kept.as<api::EndpointSlice>()->addressType == made.addressType)) {
            ++i;
            continue;
        }
        api::EndpointSlice& slice = kept.editAs<api::EndpointSlice>();
        slice.metadata.labels = made.metadata.labels;
        slice.metadata.annotations = made.metadata.annotations;
        slice.endpoints = made.endpoints;
        slice.ports = made.ports;
        plan.updated.push_back(kept);
        plan.created.pop_back();
        plan.removed.erase(plan.removed.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

api::Status write(apiserver::Client& client, const SlicePlan& plan, const api::ObjectPtr& owner)
{
    for (const api::ObjectPtr& slice : plan.created) {
        if (owner.meta().deletionTimestamp)
            break; // the garbage collector is at work
        const api::Status status = client.create(apiserver::sliceKind(), owner.meta().namespace_, slice).status;
        if (!status.ok())
            return status;
    }
    for (const api::ObjectPtr& slice : plan.updated) {
        const api::Status status = client.update(apiserver::sliceKind(), slice).status;
        if (!status.ok())
            return status;
    }
    for (const api::ObjectPtr& slice : plan.removed) {
        const api::Status status = client.remove(apiserver::sliceKind(), slice).status;
        if (!status.ok() && status.code != 404)
            return status;
    }
    return {};
}

void serviceOfSlice(
    const store::Change& change, std::string_view managedBy, std::string_view controller, std::vector<ObjectKey>& keys)
{
    if (change.origin.actor.view().ends_with(":" + std::string(controller)))
        return;
    const auto add = [&](const api::ObjectPtr& slice) {
        if (!slice)
            return;
        const api::Text* const manager = slice.meta().labels.find(managedByLabel);
        const api::Text* const name = slice.meta().labels.find(serviceNameLabel);
        if (manager && *manager == managedBy && name && !name->empty())
            keys.push_back({&apiserver::serviceKind(), slice.meta().namespace_, *name});
    };
    add(change.now);
    add(change.before);
}

} // namespace kubarium::controllers
