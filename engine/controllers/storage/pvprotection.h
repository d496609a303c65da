// Keeps a PersistentVolume for as long as it is bound to a claim.
#pragma once

#include "protection.h"

namespace kubarium::controllers {

class PvProtection final : public Protection {
public:
    std::string_view name() const override { return "pv-protection-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    const api::Kind& kind() const override;
    std::string_view finalizer() const override;
    bool isInUse(const apiserver::State& state, const api::ObjectPtr& volume) const override;
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
};

} // namespace kubarium::controllers
