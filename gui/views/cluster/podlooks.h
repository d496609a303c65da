// How pods and nodes look from afar: the mood in which they are, and the few words on their cards.
#pragma once

#include "canvas/scene.h"

#include "api/types/core-node.h"
#include "api/types/core-pod.h"

namespace kubarium::gui {

Mood moodOf(const api::Pod& pod);
Mood moodOf(const api::Node& node);

// Name, and "1/1 Running" as kubectl would say it.
Caption captionOf(const api::ObjectPtr& pod, api::Time now);

// What a pod belongs to, for the colour of its strip: the workload above a ReplicaSet, its controller, or itself.
std::string ownerOf(const api::Pod& pod);

bool isControlPlane(const api::Node& node);

} // namespace kubarium::gui
