// The API server sees to it that the namespaces exist which the cluster cannot do without.
#pragma once

#include "component.h"

namespace kubarium::apiserver {

class SystemNamespaces final : public Component {
public:
    std::string_view name() const override { return "system-namespaces-controller"; }

    void start(Runtime& runtime) const override;
    void handle(Runtime& runtime, const sim::Event& event) const override;
    std::string describe(const sim::Event& event) const override;
};

} // namespace kubarium::apiserver
