// How the server reaches a webhook, of an admission configuration or of the conversion of custom resources.
#pragma once

#include "rules.h"

namespace kubarium::api {

void checkWebhookUrl(FieldErrors& errors, std::string_view url, const FieldPath& path);

struct WebhookService {
    const Text& namespace_;
    const Text& name;
    const Text& path; // absent or not
    std::int32_t port;
};

void checkWebhookService(FieldErrors& errors, const WebhookService& service, const FieldPath& path);

// Either the one or the other.
template <class ClientConfig>
void checkWebhookClient(FieldErrors& errors, const ClientConfig& client, const FieldPath& path)
{
    if (client.url.has_value() == static_cast<bool>(client.service)) {
        errors.push_back(required(path, "exactly one of url or service is required"));
    } else if (client.url) {
        checkWebhookUrl(errors, client.url, path.child("url"));
    } else {
        const auto& service = *client.service;
        checkWebhookService(
            errors, {service.namespace_, service.name, service.path, service.port.valueOr(0)}, path.child("service"));
    }
}

} // namespace kubarium::api
