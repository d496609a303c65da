// The colours of the window. Two palettes are ours; a Theme is worked out from whichever palette is in force, so that
// a palette of the desktop (high contrast, say) leads to a complete set of colours too.
//
//   QPalette  -- the few roles that Qt's own widgets paint with
//   Theme     -- what our widgets paint with: the palette's roles under our names, and the colours of meaning
//
// A widget keeps its Theme as a member and works it out again in changeEvent, on PaletteChange.
#pragma once

#include <QColor>
#include <QPalette>

namespace kubarium::gui {

enum class Scheme { Light, Dark };

QPalette paletteFor(Scheme scheme);
Scheme schemeOf(const QPalette& palette);

struct Theme {
    explicit Theme(const QPalette& palette);

    Scheme scheme;

    QColor backdrop; // behind the panels
    QColor panel;
    QColor sunken; // fields and code, set into a panel
    QColor border;
    QColor text;
    QColor muted; // what may be read second
    QColor accent;
    QColor onAccent;
    QColor accentSoft; // a selected thing, the water in the glass box

    // Colours of meaning, told apart by a colour-blind eye too; a shape or a word beside them says the same.
    QColor good;
    QColor warning;
    QColor bad;
};

// `amount` of `over` laid on `under`: 0 is all `under`, 1 all `over`.
QColor blended(const QColor& under, const QColor& over, double amount);

} // namespace kubarium::gui
