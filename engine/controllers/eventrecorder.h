// How a component tells people what it does or what is in its way: as an Event beside the object.
//
// What is said again about the same object counts up the Event that is there. Its name follows from what is said, so
// whoever says it needs no memory of having said it before.
#pragma once

#include "apiserver/client.h"

namespace kubarium::controllers {

enum class EventType : std::uint8_t { Normal, Warning };

// A refusal is of no consequence: news is dropped where it cannot be stored, as in a namespace that ends.
void recordEvent(apiserver::Client& client, std::string_view component, const api::ObjectPtr& about, EventType type,
    std::string_view reason, std::string_view message);

} // namespace kubarium::controllers
