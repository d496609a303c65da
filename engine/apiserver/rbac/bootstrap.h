// The API server sees to it, whenever it starts, that the roles and bindings exist without which nothing in a cluster may
// do its work; missing rights are brought back, other changes are kept.
#pragma once

#include "../component.h"

namespace kubarium::apiserver {

class BootstrapRoles final : public Component {
public:
    std::string_view name() const override { return "rbac/bootstrap-roles"; }

    void start(Runtime& runtime) const override;
    void handle(Runtime& runtime, const sim::Event& event) const override;
    std::string describe(const sim::Event& event) const override;
};

} // namespace kubarium::apiserver
