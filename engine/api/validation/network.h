// The rules of networking.k8s.io and discovery.k8s.io.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct EndpointSlice;
struct Ingress;
struct IngressClass;
struct NetworkPolicy;

FieldErrors validate(const Ingress& ingress);
FieldErrors validateUpdate(const Ingress& now, const Ingress& old);
FieldErrors validateStatusUpdate(const Ingress& now, const Ingress& old);
std::vector<std::string> warnings(const Ingress& ingress);

FieldErrors validate(const IngressClass& ingressClass);
FieldErrors validateUpdate(const IngressClass& now, const IngressClass& old);

FieldErrors validate(const NetworkPolicy& policy);
FieldErrors validateUpdate(const NetworkPolicy& now, const NetworkPolicy& old);
std::vector<std::string> warnings(const NetworkPolicy& policy);

FieldErrors validate(const EndpointSlice& slice);
FieldErrors validateUpdate(const EndpointSlice& now, const EndpointSlice& old);
std::vector<std::string> warnings(const EndpointSlice& slice);

// A name that can stand in the path of a request: required, and not `..` or with a slash in it.
void checkPathSegment(FieldErrors& errors, const Text& name, const FieldPath& path);

} // namespace kubarium::api
