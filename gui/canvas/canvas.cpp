#include "canvas/canvas.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace kubarium::gui {

namespace {

constexpr double notch = 1.2; // of the wheel
constexpr int flightTime = 220; // ms
constexpr double readable = 0.9; // the scale at which a name on a card can be read
constexpr int startOfDrag = 5; // pixels
constexpr int margin = 16;
constexpr QSizeF minimapSize(168, 104);
constexpr double smallestOutline = 8;

} // namespace

const Scene& Canvas::nothing()
{
    static const Scene scene;
    return scene;
}

Canvas::Canvas(QWidget* parent) : QWidget(parent), m_sprites(Looks(Theme(palette()))), m_legend(new Legend(this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(240, 160);
    m_legend->hide();
    m_legend->installEventFilter(this);
    m_flight.setDuration(flightTime);
    m_flight.setStartValue(0.0);
    m_flight.setEndValue(1.0);
    m_flight.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_flight, &QVariantAnimation::valueChanged, this, [this](const QVariant& share) {
        m_camera = m_from.towards(m_to, share.toDouble());
        repaintScene();
    });
    connect(&m_flight, &QVariantAnimation::finished, this, &Canvas::land);
}

void Canvas::setScene(const Scene* scene, Describe describe)
{
    m_scene = scene ? scene : &nothing();
    m_describe = std::move(describe);
    m_fitting = true;
    refresh();
}

void Canvas::refresh()
{
    m_selectedSpot = m_selected ? spotOf(*m_scene, *m_selected) : std::nullopt;
    m_mapStale = true;
    if (m_fitting && m_flight.state() != QAbstractAnimation::Running)
        m_camera.fit(m_scene->bounds);
    hover();
    repaintScene();
}

void Canvas::repaintScene()
{
    m_stale = true;
    update();
}

void Canvas::setCamera(const Camera& camera)
{
    m_flight.stop();
    m_camera = camera;
    m_camera.resize(size());
    m_fitting = false;
    land();
}

void Canvas::look(const Camera& target)
{
    if (!m_animated || !isVisible()) {
        m_flight.stop();
        m_camera = target;
        land();
        return;
    }
    m_from = m_camera;
    m_to = target;
    m_flight.stop();
    m_flight.start();
}

// The scene and the size of the view may have changed under way.
void Canvas::land()
{
    if (m_fitting)
        m_camera.fit(m_scene->bounds);
    hover();
    repaintScene();
}

void Canvas::lookCloser(const Spot& spot)
{
    Camera target = m_camera;
    target.reveal(QRectF(rectOf(*m_scene, spot)).adjusted(-24, -24, 24, 24), readable);
    m_fitting = false;
    look(target);
    if (const std::optional<store::Key> key = keyAt(*m_scene, spot))
        emit opened(*key);
}

void Canvas::hover()
{
    const bool looks = m_pointer && (m_press == Press::None || m_press == Press::Click);
    const bool onMap = m_pointer && minimapArea().contains(*m_pointer);
    const std::optional<Spot> spot = looks && !onMap ? spotUnder(*m_pointer) : std::nullopt;
    if (m_press == Press::Drag)
        setCursor(Qt::ClosedHandCursor);
    else
        setCursor(onMap || (spot && keyAt(*m_scene, *spot)) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (spot == m_hovered)
        return;
    m_hovered = spot;
    update();
}

void Canvas::fit()
{
    m_fitting = true;
    Camera target = m_camera;
    target.fit(m_scene->bounds);
    look(target);
}

void Canvas::zoomBy(double factor)
{
    m_fitting = false;
    Camera target = m_flight.state() == QAbstractAnimation::Running ? m_to : m_camera;
    target.zoomBy(factor, QPointF(width() / 2.0, height() / 2.0));
    look(target);
}

void Canvas::mark(const std::optional<store::Key>& key)
{
    m_selected = key;
    m_selectedSpot = key ? spotOf(*m_scene, *key) : std::nullopt;
    setAccessibleDescription(m_selectedSpot ? tipOf(*m_selectedSpot) : QString()); // a screen reader says it
    update();
}

void Canvas::select(const std::optional<store::Key>& key, bool reveal)
{
    mark(key);
    if (!m_selectedSpot || !reveal || m_fitting)
        return; // all of it is in view
    Camera target = m_camera;
    target.reveal(QRectF(rectOf(*m_scene, *m_selectedSpot)).adjusted(-24, -24, 24, 24), m_camera.scale());
    if (!(target == m_camera))
        look(target);
}

void Canvas::showLegend(bool shown)
{
    placeLegend();
    m_legend->setVisible(shown);
}

void Canvas::placeLegend()
{
    m_legend->move(width() - m_legend->width() - margin, margin);
}

std::optional<Spot> Canvas::spotUnder(QPointF view) const
{
    return spotAt(*m_scene, m_camera.toScene(view));
}

void Canvas::paintEvent(QPaintEvent*)
{
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (m_frame.size() != pixels) {
        m_frame = QImage(pixels, QImage::Format_RGB32);
        m_stale = true;
    }
    if (m_stale) {
        m_frame.setDevicePixelRatio(1);
        ScenePainter(m_sprites, m_describe).paint(*m_scene, m_camera, ratio, m_frame);
        m_stale = false;
    }
    m_frame.setDevicePixelRatio(ratio);
    QPainter painter(this);
    painter.drawImage(QPointF(), m_frame);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = m_sprites.looks().theme;
    if (m_hovered && m_hovered != m_selectedSpot && keyAt(*m_scene, *m_hovered))
        paintOutline(painter, *m_hovered, blended(theme.panel, theme.accent, 0.6), 1.5);
    if (m_selectedSpot)
        paintOutline(painter, *m_selectedSpot, theme.accent, hasFocus() ? 2.5 : 1.5);
    paintMinimap(painter);
}

void Canvas::paintOutline(QPainter& painter, const Spot& spot, const QColor& colour, double width)
{
    QRectF rect = m_camera.toView(QRectF(rectOf(*m_scene, spot))).adjusted(-1, -1, 1, 1);
    // What is chosen can be found from afar.
    const double wider = std::max(0.0, smallestOutline - rect.width()) / 2;
    const double higher = std::max(0.0, smallestOutline - rect.height()) / 2;
    rect.adjust(-wider, -higher, wider, higher);
    painter.setPen(QPen(colour, width));
    painter.setBrush(Qt::NoBrush);
    const double radius = std::min((spot.token ? 6 : 9) * std::min(1.0, m_camera.scale() + 0.2), rect.height() * 0.18);
    painter.drawRoundedRect(rect, radius, radius);
}

QRectF Canvas::minimapArea() const
{
    const QSizeF whole = m_scene->bounds.size();
    const bool allInView = m_camera.visible().adjusted(-1, -1, 1, 1).contains(m_scene->bounds);
    if (whole.isEmpty() || allInView || width() < 400 || height() < 260)
        return {};
    const QSizeF size = whole.scaled(minimapSize, Qt::KeepAspectRatio);
    return {QPointF(width() - size.width() - margin, height() - size.height() - margin), size};
}

void Canvas::paintMinimap(QPainter& painter)
{
    const QRectF area = minimapArea();
    if (area.isEmpty())
        return;
    const Theme& theme = m_sprites.looks().theme;
    const QSize pixels = (area.size() * devicePixelRatioF()).toSize().expandedTo({1, 1});
    if (m_mapStale || m_map.size() != pixels)
        renderMinimap(pixels);
    painter.setPen(theme.border);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(area.adjusted(-6.5, -6.5, 6.5, 6.5), 6, 6);
    painter.drawImage(area, m_map);
    const double scale = area.width() / m_scene->bounds.width();
    const QRectF seen = m_camera.visible();
    const QRectF shown(
        area.topLeft() + (seen.topLeft() - QPointF(m_scene->bounds.topLeft())) * scale, seen.size() * scale);
    painter.setPen(QPen(theme.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(shown & area.adjusted(-3, -3, 3, 3));
}

void Canvas::renderMinimap(const QSize& size)
{
    const Looks& looks = m_sprites.looks();
    m_map = QImage(size, QImage::Format_RGB32);
    m_map.fill(looks.theme.panel);
    m_mapStale = false;
    const double scale = double(size.width()) / m_scene->bounds.width();
    QPainter painter(&m_map);
    for (const Group& group : m_scene->groups) {
        const bool failing =
            std::ranges::any_of(group.tokens, [](const Token& token) { return token.mood == Mood::Failing; });
        const bool troubled = group.marked && group.mood != Mood::Well;
        const QRectF rect(
            (group.rect.topLeft() - m_scene->bounds.topLeft()).toPointF() * scale, QSizeF(group.rect.size()) * scale);
        painter.fillRect(rect,
            failing        ? looks.of(Mood::Failing)
                : troubled ? looks.of(group.mood)
                           : looks.theme.border);
    }
}

void Canvas::centreOnMinimap(QPointF view)
{
    const QRectF map = minimapArea();
    if (map.isEmpty())
        return;
    const QRectF whole = m_scene->bounds;
    const double scale = whole.width() / map.width();
    const QPointF wanted = whole.topLeft() + (view - map.topLeft()) * scale;
    m_camera.panBy((m_camera.visible().center() - wanted) * m_camera.scale());
    moved();
}

void Canvas::resizeEvent(QResizeEvent* event)
{
    for (Camera* camera : {&m_camera, &m_from, &m_to})
        camera->resize(event->size());
    if (m_fitting && m_flight.state() != QAbstractAnimation::Running)
        m_camera.fit(m_scene->bounds);
    placeLegend();
    repaintScene();
}

void Canvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_sprites.recolour(Looks(Theme(palette())));
        m_mapStale = true;
        repaintScene();
    }
    QWidget::changeEvent(event);
}

void Canvas::moved()
{
    m_fitting = false;
    m_flight.stop();
    hover();
    repaintScene();
}

void Canvas::wheelEvent(QWheelEvent* event)
{
    if (!event->pixelDelta().isNull() && !(event->modifiers() & Qt::ControlModifier))
        m_camera.panBy(event->pixelDelta()); // two fingers on a pad
    else if (event->angleDelta().y() == 0)
        m_camera.panBy(event->angleDelta()); // a wheel that tilts, or a system that turns it with Shift
    else if (event->modifiers() & Qt::ShiftModifier)
        m_camera.panBy(event->angleDelta().transposed());
    else
        m_camera.zoomBy(std::pow(notch, event->angleDelta().y() / 120.0), event->position());
    moved();
}

bool Canvas::event(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        auto* const gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_camera.zoomBy(1 + gesture->value(), gesture->position());
            moved();
            return true;
        }
    }
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        const std::optional<Spot> spot = minimapArea().contains(help->pos()) ? std::nullopt : spotUnder(help->pos());
        const QString tip = spot ? tipOf(*spot) : QString();
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(
                help->globalPos(), tip, this, m_camera.toView(QRectF(rectOf(*m_scene, *spot))).toAlignedRect());
        return true;
    }
    return QWidget::event(event);
}

QString Canvas::tipOf(const Spot& spot) const
{
    const Group& group = m_scene->groups[spot.group];
    if (!spot.token)
        return group.title + (group.note.isEmpty() ? QString() : QStringLiteral("\n") + group.note);
    const Caption caption = m_describe(group.tokens[*spot.token]);
    return caption.title + (caption.detail.isEmpty() ? QString() : QStringLiteral("\n") + caption.detail);
}

void Canvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    m_pointer = m_pressed = event->position();
    const bool onMap = event->button() == Qt::LeftButton && minimapArea().contains(event->position());
    m_press = onMap ? Press::Minimap : Press::Click;
    if (onMap)
        centreOnMinimap(event->position());
}

void Canvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF before = m_pointer.value_or(event->position());
    m_pointer = event->position();
    if (!(event->buttons() & (Qt::LeftButton | Qt::MiddleButton)))
        m_press = Press::None; // let go where nobody told us
    if (m_press == Press::Minimap)
        return centreOnMinimap(event->position());
    if (m_press == Press::Click && (event->position() - m_pressed).manhattanLength() >= startOfDrag) {
        m_press = Press::Drag;
        m_camera.panBy(event->position() - m_pressed);
        return moved();
    }
    if (m_press != Press::Drag)
        return hover();
    m_camera.panBy(event->position() - before);
    moved();
}

void Canvas::mouseReleaseEvent(QMouseEvent* event)
{
    const bool clicked = m_press == Press::Click && event->button() == Qt::LeftButton;
    m_press = Press::None;
    hover();
    if (const std::optional<Spot> spot = clicked ? spotUnder(event->position()) : std::nullopt)
        choose(*spot);
}

void Canvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (minimapArea().contains(event->position()))
        return mousePressEvent(event);
    if (const std::optional<Spot> spot = spotUnder(event->position()))
        lookCloser(*spot);
    else
        fit();
}

void Canvas::contextMenuEvent(QContextMenuEvent* event)
{
    const std::optional<Spot> spot =
        event->reason() == QContextMenuEvent::Mouse ? spotUnder(event->pos()) : m_selectedSpot;
    if (!spot)
        return;
    choose(*spot);
    const QPoint at = m_camera.toView(QRectF(rectOf(*m_scene, *spot))).center().toPoint();
    if (const std::optional<store::Key> key = keyAt(*m_scene, *spot))
        emit menuWanted(*key, event->reason() == QContextMenuEvent::Mouse ? event->globalPos() : mapToGlobal(at));
}

void Canvas::choose(const Spot& spot)
{
    const std::optional<store::Key> key = keyAt(*m_scene, spot);
    if (!key)
        return;
    mark(key);
    emit chosen(*key);
}

void Canvas::walk(QPoint direction)
{
    const std::optional<Spot> to =
        m_selectedSpot ? neighbour(*m_scene, *m_selectedSpot, direction) : firstSpot(*m_scene);
    if (!to)
        return;
    choose(*to);
    select(m_selected, true);
}

void Canvas::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return walk({-1, 0});
    case Qt::Key_Right:
        return walk({1, 0});
    case Qt::Key_Up:
        return walk({0, -1});
    case Qt::Key_Down:
        return walk({0, 1});
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(notch * notch);
    case Qt::Key_Minus:
        return zoomBy(1 / (notch * notch));
    case Qt::Key_F:
    case Qt::Key_0:
        return fit();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selectedSpot)
            lookCloser(*m_selectedSpot);
        return;
    case Qt::Key_Question:
        return showLegend(!showsLegend());
    case Qt::Key_Escape:
        if (showsLegend())
            showLegend(false);
        else
            select(std::nullopt, false);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void Canvas::leaveEvent(QEvent* event)
{
    if (m_press == Press::None) {
        m_pointer.reset();
        hover();
    }
    QWidget::leaveEvent(event);
}

bool Canvas::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_legend && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        emit legendShown(event->type() == QEvent::ShowToParent);
    if (watched == m_legend && event->type() == QEvent::Resize)
        placeLegend();
    return QWidget::eventFilter(watched, event);
}

} // namespace kubarium::gui
