// The rules of kinds that describe the cluster itself, and of those that drive the lab.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct Clock;
struct Fault;
struct Image;
struct Lease;
struct NodeMetrics;
struct PodMetrics;
struct PriorityClass;
struct RuntimeClass;
struct Traffic;

FieldErrors validate(const PriorityClass& priority);
FieldErrors validateUpdate(const PriorityClass& now, const PriorityClass& old);

FieldErrors validate(const Lease& lease);
FieldErrors validateUpdate(const Lease& now, const Lease& old);

FieldErrors validate(const RuntimeClass& runtime);
FieldErrors validateUpdate(const RuntimeClass& now, const RuntimeClass& old);
std::vector<std::string> warnings(const RuntimeClass& runtime);

FieldErrors validate(const NodeMetrics& metrics);
FieldErrors validateUpdate(const NodeMetrics& now, const NodeMetrics& old);
FieldErrors validate(const PodMetrics& metrics);
FieldErrors validateUpdate(const PodMetrics& now, const PodMetrics& old);

// lab.kubarium.dev: our own sentences, in the server's manner.
FieldErrors validate(const Clock& clock);
FieldErrors validateUpdate(const Clock& now, const Clock& old);
FieldErrors validate(const Fault& fault);
FieldErrors validateUpdate(const Fault& now, const Fault& old);
FieldErrors validate(const Traffic& traffic);
FieldErrors validateUpdate(const Traffic& now, const Traffic& old);
FieldErrors validate(const Image& image);
FieldErrors validateUpdate(const Image& now, const Image& old);

} // namespace kubarium::api
