// The rules of the kinds that extend the server: webhooks, admission policies, custom kinds, aggregated servers.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct APIService;
struct CustomResourceDefinition;
struct MutatingWebhookConfiguration;
struct ValidatingAdmissionPolicy;
struct ValidatingAdmissionPolicyBinding;
struct ValidatingWebhookConfiguration;

FieldErrors validate(const MutatingWebhookConfiguration& configuration);
FieldErrors validateUpdate(const MutatingWebhookConfiguration& now, const MutatingWebhookConfiguration& old);
FieldErrors validate(const ValidatingWebhookConfiguration& configuration);
FieldErrors validateUpdate(const ValidatingWebhookConfiguration& now, const ValidatingWebhookConfiguration& old);

// Expressions are checked for being there; what they say is compiled elsewhere.
FieldErrors validate(const ValidatingAdmissionPolicy& policy);
FieldErrors validateUpdate(const ValidatingAdmissionPolicy& now, const ValidatingAdmissionPolicy& old);
FieldErrors validateStatusUpdate(const ValidatingAdmissionPolicy& now, const ValidatingAdmissionPolicy& old);
FieldErrors validate(const ValidatingAdmissionPolicyBinding& binding);
FieldErrors validateUpdate(const ValidatingAdmissionPolicyBinding& now, const ValidatingAdmissionPolicyBinding& old);

FieldErrors validate(const CustomResourceDefinition& definition);
FieldErrors validateUpdate(const CustomResourceDefinition& now, const CustomResourceDefinition& old);
FieldErrors validateStatusUpdate(const CustomResourceDefinition& now, const CustomResourceDefinition& old);
std::vector<std::string> warnings(const CustomResourceDefinition& definition);

FieldErrors validate(const APIService& service);
FieldErrors validateUpdate(const APIService& now, const APIService& old);
FieldErrors validateStatusUpdate(const APIService& now, const APIService& old);

} // namespace kubarium::api
