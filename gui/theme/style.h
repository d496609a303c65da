// Fusion, made calmer: flat headers, thin scroll bars without arrows, gaps instead of lines between docks, and a selection
// that is a tint rather than a bar of colour. Colours come from the Theme of the palette a widget has.
#pragma once

#include <QProxyStyle>

namespace kubarium::gui {

class Style : public QProxyStyle {
    Q_OBJECT
public:
    static constexpr int gap = 8; // between panels, and around them
    static constexpr int cellBegin = 14; // from the edge of a cell of a table to its text, as in the panels' titles
    static constexpr int cellEnd = 3;

    Style();

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(
        StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override;
    QSize sizeFromContents(
        ContentsType type, const QStyleOption* option, const QSize& contents, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
        const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
        const QWidget* widget) const override;
    void drawControl(
        ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawPrimitive(
        PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
};

} // namespace kubarium::gui
