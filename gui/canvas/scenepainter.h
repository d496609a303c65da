// Paints a scene as a camera sees it, with as much of it as can be read:
//
//   far       a pixel or a few for each token, in the colour of its mood; where many share a pixel the worst shows
//   nearer    cards with their signs, names of groups
//   near      names on the cards
//   nearest   a second line
//
// Text is never smaller than twelve pixels: where there is less room it stays at twelve as long as it fits, then it goes.
#pragma once

#include "canvas/camera.h"
#include "canvas/sprites.h"

#include <functional>

class QPainter;

namespace kubarium::gui {

using Describe = std::function<Caption(const Token&)>;

class ScenePainter {
public:
    ScenePainter(Sprites& sprites, const Describe& describe) : m_sprites(sprites), m_describe(describe) { }

    // Into an image whose size is that of the view in device pixels; `ratio` of them stand for one of the view's.
    void paint(const Scene& scene, const Camera& camera, double ratio, QImage& frame);

    static constexpr int smallestText = 12;

private:
    void paintGroup(const Group& group);
    void paintSurface(const Group& group, const QRect& rect);
    void paintHead(const Group& group, const QRect& rect);
    void paintGauges(const Group& group, const QRect& rect);
    void paintHint(const Group& group, const QRect& rect);
    void paintTokens(const Group& group, const QRect& rect);
    void paintFar(const Token& token, const QRect& rect);
    void paintCard(const Token& token, const QRect& rect);
    void paintEdge(const Edge& edge);
    QPoint pixelOf(QPoint scene) const;
    QRect pixelsOf(const QRect& scene) const;
    int units(double length) const; // in device pixels
    int pixels(double length) const; // of the view, in device pixels
    void fill(const QRect& rect, QRgb colour);
    void blit(const QImage& image, QPoint at);
    int textSize(double sceneSize, int room) const;
    int writeText(const QString& text, QPoint at, int size, bool bold, const QColor& colour, int widest);

    Sprites& m_sprites;
    const Describe& m_describe;
    QImage* m_frame = nullptr;
    uchar* m_bits = nullptr; // of the frame
    qsizetype m_line = 0;
    QPainter* m_painter = nullptr; // on the frame, for what is more than a rectangle
    double m_ratio = 1;
    double m_scale = 1; // device pixels for a unit of the scene
    QRgb m_moods[moods] = {}; // asked 150 000 times a frame
    QPointF m_origin; // where the scene's origin lies, in device pixels
};

} // namespace kubarium::gui
