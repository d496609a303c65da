// The rules of the legacy group's kinds that are neither pods, volumes nor workloads.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct ComponentStatus;
struct ConfigMap;
struct Endpoints;
struct Event;
struct EventsEvent;
struct LimitRange;
struct LoadBalancerStatus;
struct Namespace;
struct Node;
struct ResourceQuota;
struct Secret;
struct Service;
struct ServiceAccount;

FieldErrors validate(const Namespace& space);
FieldErrors validateUpdate(const Namespace& now, const Namespace& old);
FieldErrors validateStatusUpdate(const Namespace& now, const Namespace& old);
FieldErrors validateFinalize(const Namespace& now, const Namespace& old); // the subresource

FieldErrors validate(const Node& node);
FieldErrors validateUpdate(const Node& now, const Node& old);
FieldErrors validateStatusUpdate(const Node& now, const Node& old);
std::vector<std::string> warnings(const Node& node);

// Of a service as the allocators leave it. On creation it may also be one that they have not seen yet.
FieldErrors validate(const Service& service);
FieldErrors validateUpdate(const Service& now, const Service& old);
FieldErrors validateStatusUpdate(const Service& now, const Service& old);
std::vector<std::string> warnings(const Service& service);

// What the allocators check before they give out anything: addresses, IP families and how they go together.
FieldErrors validateClusterIPs(const Service& service);
// Addresses and families may be added and taken away, but not exchanged.
FieldErrors validateClusterIPsUpdate(const Service& now, const Service& old);

FieldErrors validate(const Endpoints& endpoints);
FieldErrors validateUpdate(const Endpoints& now, const Endpoints& old);
std::vector<std::string> warnings(const Endpoints& endpoints);
// Not loopback, link-local or unspecified: of endpoints and of external addresses.
void checkOrdinaryIp(FieldErrors& errors, std::string_view ip, const FieldPath& path);

FieldErrors validate(const ConfigMap& config);
FieldErrors validateUpdate(const ConfigMap& now, const ConfigMap& old);

FieldErrors validate(const Secret& secret);
FieldErrors validateUpdate(const Secret& now, const Secret& old);
std::vector<std::string> warnings(const Secret& secret);

FieldErrors validate(const ServiceAccount& account);
FieldErrors validateUpdate(const ServiceAccount& now, const ServiceAccount& old);
std::vector<std::string> warnings(const ServiceAccount& account);

FieldErrors validate(const ResourceQuota& quota);
FieldErrors validateUpdate(const ResourceQuota& now, const ResourceQuota& old);
FieldErrors validateStatusUpdate(const ResourceQuota& now, const ResourceQuota& old);

FieldErrors validate(const LimitRange& range);
FieldErrors validateUpdate(const LimitRange& now, const LimitRange& old);

// The core form is taken as old clients send it; events.k8s.io is strict.
FieldErrors validate(const Event& event);
FieldErrors validateUpdate(const Event& now, const Event& old);
FieldErrors validate(const EventsEvent& event);
FieldErrors validateUpdate(const EventsEvent& now, const EventsEvent& old);

FieldErrors validate(const ComponentStatus& component);
FieldErrors validateUpdate(const ComponentStatus& now, const ComponentStatus& old);

} // namespace kubarium::api
