// Events are news, not history: the server keeps each for an hour after it was last written.
//
// Like a real server, which gives the Events of a minute one lease together, it looks once a minute.
#pragma once

#include "component.h"

namespace kubarium::apiserver {

class EventExpiry final : public Component {
public:
    std::string_view name() const override { return "event-expiry"; }

    void start(Runtime& runtime) const override;
    void handle(Runtime& runtime, const sim::Event& event) const override;
    std::string describe(const sim::Event& event) const override;
};

} // namespace kubarium::apiserver
