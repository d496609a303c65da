// Drives pods from nodes with NoExecute taints.
//
//   a taint that a pod does not tolerate             it goes at once
//   one that it tolerates for tolerationSeconds      it goes when they have passed since the taint came, or since the pod
//                                                    came, if that was later; the shortest time counts
//   all are tolerated without a limit, or are gone   it stays; who was waiting for his end is told that it is off
//
// A pod that goes says so in its condition DisruptionTarget.
#pragma once

#include "apiserver/client.h"

#include "api/types/core-node.h"
#include "api/types/core-pod.h"

#include <optional>

namespace kubarium::controllers {

// When a pod has to go from a node with these NoExecute taints, each with its time: the beginning of all times if at once,
// nothing if never.
std::optional<api::Time> endByTaints(const api::Pod& pod, const api::List<api::Taint>& taints);

class TaintEviction final : public apiserver::Component {
public:
    std::string_view name() const override { return "taint-eviction-controller"; }

    void start(apiserver::Runtime&) const override { }

    bool watches(const api::Kind& kind) const override;
    void notice(apiserver::Runtime& runtime, const store::Change& change) const override;
    void handle(apiserver::Runtime& runtime, const sim::Event& event) const override;
    std::string describe(const sim::Event& event) const override;
};

} // namespace kubarium::controllers
