#include "canvas/camera.h"

#include <algorithm>
#include <cmath>

namespace kubarium::gui {

namespace {

// By how much a stretch has to move so that it lies in another one; if it is too long, its beginning shows.
double shiftInto(double begin, double end, double from, double to)
{
    if (begin < from || end - begin > to - from)
        return begin - from;
    return std::max(0.0, end - to);
}

} // namespace

QPointF Camera::toView(QPointF scene) const
{
    return (scene - m_centre) * m_scale + QPointF(m_view.width() / 2, m_view.height() / 2);
}

QPointF Camera::toScene(QPointF view) const
{
    return (view - QPointF(m_view.width() / 2, m_view.height() / 2)) / m_scale + m_centre;
}

void Camera::panBy(QPointF view)
{
    m_centre -= view / m_scale;
}

void Camera::zoomBy(double factor, QPointF view)
{
    const QPointF fixed = toScene(view);
    m_scale = std::clamp(m_scale * factor, smallest, largest);
    m_centre += fixed - toScene(view);
}

void Camera::fit(const QRectF& scene, double margin)
{
    const double width = std::max(1.0, m_view.width() - 2 * margin);
    const double height = std::max(1.0, m_view.height() - 2 * margin);
    const double scale = std::min(width / std::max(1.0, scene.width()), height / std::max(1.0, scene.height()));
    m_scale = std::clamp(scale, smallest, 1.0);
    m_centre = scene.center();
}

void Camera::reveal(const QRectF& scene, double leastScale)
{
    if (m_scale < leastScale) {
        m_scale = leastScale;
        m_centre = scene.center();
        return;
    }
    const QRectF seen = visible();
    m_centre += QPointF(shiftInto(scene.left(), scene.right(), seen.left(), seen.right()),
        shiftInto(scene.top(), scene.bottom(), seen.top(), seen.bottom()));
}

Camera Camera::towards(const Camera& other, double share) const
{
    Camera between = other;
    between.m_scale = m_scale * std::pow(other.m_scale / m_scale, share);
    between.m_centre = m_centre + (other.m_centre - m_centre) * share;
    return between;
}

} // namespace kubarium::gui
