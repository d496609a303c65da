// How a component tells people what it does or what is in its way: as an Event beside the object.
//
//   the same again                          counts up the Event that is there
//   the tenth different message in a row    "(combined from similar events): …", which the further ones count up
//   more than 25 about one object           one every five minutes; the others are lost
//
// All this is read from the Events that are there, so whoever speaks needs no memory of what it has said.
#pragma once

#include "apiserver/client.h"

namespace kubarium::controllers {

enum class EventType : std::uint8_t { Normal, Warning };

// A refusal is of no consequence: news is dropped where it cannot be stored, as in a namespace that ends. `host`: the node
// on which the component runs, if it is a part of one.
void recordEvent(apiserver::Client& client, std::string_view component, const api::ObjectPtr& about, EventType type,
    std::string_view reason, std::string_view message, std::string_view host = {});

// The name of a new Event about an object of that name: web-0.18865f1bb0e7a003, where the digits are the time, so that
// whoever lists Events finds them in the order in which they were told.
std::string nameOfEvent(const apiserver::State& state, std::string_view home, std::string_view about);

} // namespace kubarium::controllers
