// Every pod has a ServiceAccount, `default` unless it names another; and unless one of the two says no, each of its
// containers finds a token in /var/run/secrets/kubernetes.io/serviceaccount:
//
//   kube-api-access-x2k9d   token (bound to the pod, renewed by its kubelet), ca.crt (of kube-root-ca.crt), namespace
//
// The shadow of a static pod has neither: its kubelet runs it without asking the server.
#pragma once

#include "plugin.h"

namespace kubarium::apiserver {

class ServiceAccountAdmission final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "ServiceAccount"; }

    bool handles(Verb verb) const override
    {
        return verb == Verb::Create || verb == Verb::Update || verb == Verb::Patch;
    }

    std::optional<api::Status> mutate(const Attributes& attributes, api::ObjectPtr& object) const override;
    std::optional<api::Status> validate(const Attributes& attributes, const api::ObjectPtr& object) const override;
};

} // namespace kubarium::apiserver
