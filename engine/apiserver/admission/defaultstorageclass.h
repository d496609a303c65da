// A claim that names no StorageClass gets the default one, if there is one. One that names the empty class wants none.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class DefaultStorageClass final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "DefaultStorageClass"; }

    bool handles(Verb verb) const override { return verb == Verb::Create || verb == Verb::Patch; }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
