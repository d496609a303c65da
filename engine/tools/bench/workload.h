// What the benches work on: a shop with as many pods as one likes, all made from a few templates.
#pragma once

#include "api/object.h"

#include "api/types/core-pod.h"

#include <string>
#include <vector>

namespace kubarium::tools {

std::string manifest(int number); // of a Deployment: sixty lines, as people write them
api::ObjectPtr read(const std::string& text);

// Running pods in the order of their numbers, each with what its kubelet reports; pods of one template share its parts.
std::vector<api::Box<api::Pod>> runningPods(int count, int templates);

} // namespace kubarium::tools
