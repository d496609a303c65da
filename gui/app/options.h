// What can be said on the command line of `kubarium`. Reading it needs no application object, because whether a
// display is needed at all has to be known before there is one.
#pragma once

#include "theme/appearance.h"

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
