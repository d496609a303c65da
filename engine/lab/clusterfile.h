// The cluster a lab begins with: nodes, and whatever else the file lists.
#pragma once

#include "api/object.h"
#include "api/status.h"

#include <string_view>
#include <vector>

namespace kubarium::lab {

struct ClusterFile {
    std::vector<api::ObjectPtr> objects; // decoded, not yet defaulted; Nodes with labels, taints and status.capacity
    bool addons = true;

    // master-1 (tainted, 2 CPU, 4Gi) and node-1 … node-3 (4 CPU, 8Gi, 110 pods).
    static ClusterFile standard();
    // A list of manifests. Refused with the server's sentence, the line and the column.
    static api::Result<ClusterFile> parse(std::string_view yaml);
};

} // namespace kubarium::lab
