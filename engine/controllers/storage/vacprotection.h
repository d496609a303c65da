// Keeps a VolumeAttributesClass for as long as a claim or a volume has it, or is on its way to it.
#pragma once

#include "protection.h"

namespace kubarium::controllers {

class VacProtection final : public Protection {
public:
    std::string_view name() const override { return "volumeattributesclass-protection-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    const api::Kind& kind() const override;
    std::string_view finalizer() const override;
    bool isInUse(const apiserver::State& state, const api::ObjectPtr& attributes) const override;
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
};

} // namespace kubarium::controllers
