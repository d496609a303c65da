// The pods of a DaemonSet: on which nodes they belong, and how one is made for a node.
//
// The scheduler places them like any other pod. So that each comes to its node, it requires that node by name; so that it
// comes there early and stays in bad times, it tolerates what daemons have to: nodes that are not ready, unreachable, under
// pressure or closed for others.
#pragma once

#include "api/object.h"
#include "api/types/apps.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"

namespace kubarium::controllers {

// A node's labels and taints decide; whether there is room on it is the scheduler's question.
struct Belonging {
    bool shouldRun = false; // a pod is made there if there is none
    bool shouldContinue = false; // one that is there may stay: a NoSchedule taint that came later drives nobody away
    friend bool operator==(const Belonging&, const Belonging&) = default;
};

class DaemonPods {
public:
    explicit DaemonPods(const api::ObjectPtr& set);

    Belonging on(const api::Node& node) const;
    // `revision`: the hash of the template, by which its pods are known.
    api::Box<api::Pod> podFor(std::string_view node, std::string_view revision) const;

private:
    api::ObjectPtr m_set;
    api::PodTemplateSpec m_form; // with the tolerations
};

// The node that a pod stands on or has to come to; empty if it names none.
api::Text targetNode(const api::Pod& pod);

} // namespace kubarium::controllers
