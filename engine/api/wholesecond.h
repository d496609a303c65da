// Most times of the API are told to the second. What is compared or shared later is cut where it is made.
#pragma once

#include "time.h"

namespace kubarium::api {

inline Time wholeSecond(Time time)
{
    return Time::sinceEpoch(std::chrono::floor<Seconds>(time.sinceEpoch()));
}

} // namespace kubarium::api
