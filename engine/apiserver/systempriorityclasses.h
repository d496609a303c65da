// The two PriorityClasses that the cluster's own pods need; the server makes them when it starts.
#pragma once

#include "component.h"

namespace kubarium::apiserver {

class SystemPriorityClasses final : public Component {
public:
    std::string_view name() const override { return "system-priority-classes"; }

    void start(Runtime& runtime) const override;

    void handle(Runtime&, const sim::Event&) const override { }

    std::string describe(const sim::Event&) const override { return {}; }
};

} // namespace kubarium::apiserver
