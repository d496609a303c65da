// Clears away pods that nobody else will: their kubelet is gone, or they never had one.
//
//   the node is gone for 40 s                     its pods have failed: condition DisruptionTarget, DeletionByPodGC
//   the node is out of service and not ready,     failed: their volumes may be used elsewhere
//   and the pod is being deleted
//   being deleted without ever having had a node  failed
//   more than 12500 pods have ended               the oldest ones go, evicted ones first
//
// All this happens at its rounds, every 20 s; and a round takes place only if there is reason to look.
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

class PodGc final : public Controller {
public:
    // How many pods that have ended are kept.
    explicit PodGc(std::size_t kept = 12'500) : m_kept(kept) { }

    std::string_view name() const override { return "pod-garbage-collector"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;

private:
    void lookAtNode(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const;
    void lookAtPod(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const;

    std::size_t m_kept;
};

} // namespace kubarium::controllers
