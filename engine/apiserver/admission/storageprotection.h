// Puts on claims, volumes and classes of volume attributes, when they are made, the finalizer that keeps them for as long
// as they are in use. Whoever takes it off is the controller that protects them.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class StorageObjectInUseProtection final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "StorageObjectInUseProtection"; }

    bool handles(Verb verb) const override { return verb == Verb::Create || verb == Verb::Patch; }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
