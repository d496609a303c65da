#include "theme/theme.h"

namespace kubarium::gui {

namespace {

struct Roles {
    QRgb window;
    QRgb base;
    QRgb alternate;
    QRgb button;
    QRgb text;
    QRgb placeholder;
    QRgb disabled;
    QRgb mid;
    QRgb highlight;
    QRgb highlightedText;
    QRgb link;
};

constexpr Roles lightRoles{
    .window = 0xFFF3F5F8,
    .base = 0xFFFFFFFF,
    .alternate = 0xFFF7F9FC,
    .button = 0xFFFFFFFF,
    .text = 0xFF1F2430,
    .placeholder = 0xFF626978,
    .disabled = 0xFF9AA3B2,
    .mid = 0xFFE3E6EB,
    .highlight = 0xFF2F66DC,
    .highlightedText = 0xFFFFFFFF,
    .link = 0xFF2F66DC,
};

constexpr Roles darkRoles{
    .window = 0xFF14171D,
    .base = 0xFF1C2028,
    .alternate = 0xFF171B22,
    .button = 0xFF262B35,
    .text = 0xFFE6E9EF,
    .placeholder = 0xFF9AA3B2,
    .disabled = 0xFF5E6675,
    .mid = 0xFF2D333E,
    .highlight = 0xFF6F9BF7,
    .highlightedText = 0xFF0E1420,
    .link = 0xFF8DB1FA,
};

} // namespace

QPalette paletteFor(Scheme scheme)
{
    const Roles& roles = scheme == Scheme::Dark ? darkRoles : lightRoles;
    QPalette palette;
    palette.setColor(QPalette::Window, roles.window);
    palette.setColor(QPalette::WindowText, roles.text);
    palette.setColor(QPalette::Base, roles.base);
    palette.setColor(QPalette::AlternateBase, roles.alternate);
    palette.setColor(QPalette::Text, roles.text);
    palette.setColor(QPalette::PlaceholderText, roles.placeholder);
    palette.setColor(QPalette::Button, roles.button);
    palette.setColor(QPalette::ButtonText, roles.text);
    palette.setColor(QPalette::BrightText, roles.highlightedText);
    palette.setColor(QPalette::ToolTipBase, roles.base);
    palette.setColor(QPalette::ToolTipText, roles.text);
    palette.setColor(QPalette::Highlight, roles.highlight);
    palette.setColor(QPalette::HighlightedText, roles.highlightedText);
    palette.setColor(QPalette::Link, roles.link);
    palette.setColor(QPalette::LinkVisited, roles.link);
    // Fusion draws its bevels and shadows with these five: kept close together they stay quiet.
    palette.setColor(QPalette::Mid, roles.mid);
    palette.setColor(QPalette::Midlight, roles.mid);
    palette.setColor(QPalette::Light, roles.button);
    palette.setColor(QPalette::Dark, blended(roles.mid, roles.text, 0.25));
    palette.setColor(QPalette::Shadow, blended(roles.mid, roles.text, 0.25));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, roles.disabled);
    return palette;
}

Scheme schemeOf(const QPalette& palette)
{
    const bool darkBehindLight =
        palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
    return darkBehindLight ? Scheme::Dark : Scheme::Light;
}

Theme::Theme(const QPalette& palette)
    : scheme(schemeOf(palette)),
      backdrop(palette.color(QPalette::Window)),
      panel(palette.color(QPalette::Base)),
      sunken(palette.color(QPalette::AlternateBase)),
      border(palette.color(QPalette::Mid)),
      text(palette.color(QPalette::WindowText)),
      muted(palette.color(QPalette::PlaceholderText)),
      accent(palette.color(QPalette::Highlight)),
      onAccent(palette.color(QPalette::HighlightedText)),
      accentSoft(blended(panel, accent, scheme == Scheme::Dark ? 0.18 : 0.11)),
      good(scheme == Scheme::Dark ? 0xFF4CC38A : 0xFF23855A),
      warning(scheme == Scheme::Dark ? 0xFFE5A139 : 0xFFA66300),
      bad(scheme == Scheme::Dark ? 0xFFF0707C : 0xFFC93545)
{
}

QColor blended(const QColor& under, const QColor& over, double amount)
{
    const auto mix = [amount](int from, int to) { return from + qRound((to - from) * amount); };
    return {mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue())};
}

} // namespace kubarium::gui
