// Which lines of a text are new against the text before.
#pragma once

#include <QStringList>

#include <vector>

namespace kubarium::gui {

// One answer for each line of `after`. Lines that both have in the same order are old (a longest common subsequence); when
// texts differ in more than a few hundred lines, all those between their common beginning and end count as new.
std::vector<bool> newLines(const QStringList& before, const QStringList& after);

} // namespace kubarium::gui
