// Keeps a PersistentVolumeClaim for as long as a pod uses it. Only a pod that stands on a node does so: its kubelet may
// have mounted the volume. One that waits for a node does not, and will not be started with a claim that is going.
#pragma once

#include "protection.h"

namespace kubarium::controllers {

class PvcProtection final : public Protection {
public:
    std::string_view name() const override { return "pvc-protection-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    const api::Kind& kind() const override;
    std::string_view finalizer() const override;
    bool isInUse(const apiserver::State& state, const api::ObjectPtr& claim) const override;
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
};

} // namespace kubarium::controllers
