// Ends namespaces: everything in one that is deleted goes, and then the namespace itself.
//
//   delete → 5 s → its pods are deleted → … wait for their grace … → all else is deleted → … wait for finalizers …
//          → its `kubernetes` finalizer goes, and with it the namespace
//
// It does not watch the content. It looks again after half of the time that it takes to be about to need.
#pragma once

#include "controller.h"

namespace kubarium::controllers {

class NamespaceController final : public Controller {
public:
    std::string_view name() const override { return "namespace-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
    api::Microseconds longestRetry() const override;
};

} // namespace kubarium::controllers
