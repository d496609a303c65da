#include "derivedbytes.h"

#include "api/types/core-config.h"

namespace kubarium::apiserver {

namespace {

constexpr std::string_view certificate = "ca.crt";

} // namespace

api::ObjectPtr withoutDerivedBytes(const api::ObjectPtr& object)
{
    api::ObjectPtr rest = object;
    if (const auto* const secret = object.as<api::Secret>()) {
        if (secret->type == api::SecretType::KubernetesIoServiceAccountToken) {
            api::Map<api::Text>& data = rest.editAs<api::Secret>().data;
            data.erase("token");
            data.erase(certificate);
        }
    } else if (const auto* const config = object.as<api::ConfigMap>()) {
        if (config->metadata.name == "kube-root-ca.crt" && config->data.contains(certificate))
            rest.editAs<api::ConfigMap>().data.erase(certificate);
    }
    return rest;
}

} // namespace kubarium::apiserver
