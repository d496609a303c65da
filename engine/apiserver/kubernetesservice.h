// The API server makes itself known inside the cluster: the Service default/kubernetes, at the first address of the
// range that Services get theirs from, and what leads from there to the servers. If somebody deletes one of them, it is
// back within ten seconds.
#pragma once

#include "component.h"

namespace kubarium::apiserver {

class KubernetesService final : public Component {
public:
    std::string_view name() const override { return "kubernetes-service"; }

    void start(Runtime& runtime) const override;
    bool watches(const api::Kind& kind) const override;
    void notice(Runtime& runtime, const store::Change& change) const override;
    void handle(Runtime& runtime, const sim::Event& event) const override;
    std::string describe(const sim::Event& event) const override;
};

} // namespace kubarium::apiserver
