// The quality of service a pod gets, which decides who is killed first when a node runs out of memory.
#pragma once

#include <string_view>

namespace kubarium::api {

struct PodSpec;

// Guaranteed: every container has limits for CPU and memory, and asks for exactly these.
// BestEffort: nobody asks for CPU or memory at all. Burstable: everything between.
// spec.resources speaks for the whole pod where it is set; an amount of zero is as good as none.
std::string_view qosClassOf(const PodSpec& pod);

} // namespace kubarium::api
