// What can be said on the command line of `kubarium`. Reading it needs no application object, because whether a
// display is needed at all has to be known before there is one.
#pragma once

#include "theme/appearance.h"

#include "api/time.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace kubarium::gui {

struct Options {
    std::optional<Language> language; // else the system's
    std::optional<Scheme> scheme; // else the desktop's
    QString screenshot; // the file to draw the window into; empty: show it
    QSize size{1440, 900};
    bool sizeIsGiven = false; // else the window comes back as it was left
    QString cluster; // the file to begin with; empty: the standard cluster
    QString view; // "cluster", or the kind whose list is shown at first; empty: the cluster
    std::optional<std::uint64_t> seed;
    api::Microseconds advance{0}; // virtual time that passes before anything is shown
    bool help = false;
    bool version = false;
};

struct ParsedOptions {
    Options options;
    QString error; // a sentence for the user; empty when all was understood
};

// `arguments` as main gets them, the program's name first.
ParsedOptions parseOptions(const QStringList& arguments);

QString helpText();

} // namespace kubarium::gui
