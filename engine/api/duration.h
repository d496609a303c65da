// Spans of time as Go and kubectl write them.
#pragma once

#include "time.h"

namespace kubarium::api {

using Nanoseconds = std::chrono::nanoseconds;

// As Go's time.ParseDuration: "300ms", "-1.5h", "2h45m"; nothing if it is not one. A unit is needed, except by 0.
std::optional<Nanoseconds> parseDuration(std::string_view text);
// The sentence ParseDuration refuses `text` with: time: missing unit in duration "5"
std::string durationError(std::string_view text);
// As Go prints a Duration: "1h2m3.5s", "1.5ms", "0s".
std::string durationText(Nanoseconds span);

// Ages in the tables of kubectl, two or three digits that matter: 5s, 3m20s, 47h, 2d5h, 3y14d.
std::string humanDuration(Nanoseconds span);
// With one unit only: 5s, 3m, 47h, 2d, 3y.
std::string shortHumanDuration(Nanoseconds span);
// The time passed since a moment; <unknown> if that is not set.
std::string age(Time since, Time now);

} // namespace kubarium::api
