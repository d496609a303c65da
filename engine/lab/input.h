// What came from outside: everything that a replay must do again, with the moment it came in.
//
// The moment is the virtual time and the number of events that had run by then: several inputs and events may share an
// instant. Requests that were refused are inputs too, since a refusal may leave traces (events, counters). Reads, watches,
// dry runs and the way time is advanced are not: they touch no id, no random stream and no queue.
#pragma once

#include "apiserver/request.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kubarium::lab {

struct Input {
    std::uint64_t number = 0; // from 1
    api::Time time;
    std::uint64_t eventsRun = 0;
    apiserver::Request request;

    // One line of inputs.jsonl, and back. Nothing if the line is not one of ours.
    std::string line() const;
    static std::optional<Input> parse(std::string_view line);
};

using InputPtr = std::shared_ptr<const Input>;

// Whether a request must be logged.
bool isInput(const apiserver::Request& request);

} // namespace kubarium::lab
