// Virtual time in figures.
#pragma once

#include "api/time.h"

#include <QString>

namespace kubarium::gui {

// Since the lab began: 00:07:42.310, and 2d 03:00:00.000 beyond a day.
QString sinceText(api::Microseconds span);
// The virtual date: 2026-01-01 00:07:42 UTC.
QString dateText(api::Time time);

} // namespace kubarium::gui
