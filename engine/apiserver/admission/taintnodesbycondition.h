// A new node is not ready until its kubelet says so: it gets the taint that keeps pods away, and its controller takes it off.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class TaintNodesByCondition final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "TaintNodesByCondition"; }

    bool handles(Verb verb) const override { return verb == Verb::Create || verb == Verb::Patch; }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
