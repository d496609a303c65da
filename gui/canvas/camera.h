// Where one looks: the point of the scene in the middle of the view, and how large it shows. Pure sums, no widget.
//
// A scene is measured in its own units, a pixel each at scale 1. Zooming keeps the point under the pointer where it is.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace kubarium::gui {

class Camera {
public:
    static constexpr double smallest = 0.004;
    static constexpr double largest = 4.0;

    double scale() const { return m_scale; }

    QPointF toView(QPointF scene) const;
    QPointF toScene(QPointF view) const;

    QRectF toView(const QRectF& scene) const { return {toView(scene.topLeft()), scene.size() * m_scale}; }

    QRectF visible() const { return {toScene({0, 0}), m_view / m_scale}; } // of the scene

    void resize(QSizeF view) { m_view = view; }

    void panBy(QPointF view);
    void zoomBy(double factor, QPointF view);
    // All of `scene` with a margin, no larger than 1:1.
    void fit(const QRectF& scene, double margin = 16);
    // As little as is needed for `scene` to be in view, and large enough to be read.
    void reveal(const QRectF& scene, double leastScale);
    // So much of the way to another one: 0 stays, 1 is there.
    Camera towards(const Camera& other, double share) const;

    friend bool operator==(const Camera&, const Camera&) = default;

private:
    QPointF m_centre;
    QSizeF m_view{1, 1};
    double m_scale = 1;
};

} // namespace kubarium::gui
