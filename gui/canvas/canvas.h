// The canvas: shows a scene, lets one move about in it and choose what is there. All views share it; what they differ in is
// the scene.
//
//   drag, scroll    move       wheel, pinch, + −         zoom to the pointer    F, double click on nothing   all of it
//   click, arrows   choose     double click, Enter       look closer            Esc   choose nothing    ?    legend
//
// It paints into an image of its own, which stays as long as nothing but the pointer moves; what follows the pointer is
// painted over it.
#pragma once

#include "canvas/legend.h"
#include "canvas/scenepainter.h"

#include <QVariantAnimation>
#include <QWidget>

namespace kubarium::gui {

class Canvas : public QWidget {
    Q_OBJECT
public:
    explicit Canvas(QWidget* parent = nullptr);

    // What to show; it must outlive the canvas or the next call. A view that changes its scene calls refresh().
    void setScene(const Scene* scene, Describe describe);
    void refresh();

    const Camera& camera() const { return m_camera; }

    void setCamera(const Camera& camera);
    void zoomBy(double factor);
    void fit(); // from now on, until somebody moves, all of the scene stays in view

    // Marks an object as chosen, and brings it into view if asked to. It need not be there.
    void select(const std::optional<store::Key>& key, bool reveal);

    const std::optional<store::Key>& selected() const { return m_selected; }

    bool showsLegend() const { return m_legend->isVisibleTo(this); }

    void showLegend(bool shown);

    // Without, one is where one wants to be at once.
    void setAnimated(bool animated) { m_animated = animated; }

    QSize sizeHint() const override { return {800, 500}; }

signals:
    void legendShown(bool shown);
    void chosen(const kubarium::store::Key& key);
    void opened(const kubarium::store::Key& key); // a double click or Enter
    void menuWanted(const kubarium::store::Key& key, QPoint globalPosition);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Press { None, Click, Drag, Minimap };

    void look(const Camera& target);
    void lookCloser(const Spot& spot);
    void moved();
    void land();
    void repaintScene();
    void hover();
    void paintOutline(QPainter& painter, const Spot& spot, const QColor& colour, double width);
    void paintMinimap(QPainter& painter);
    void renderMinimap(const QSize& size);
    QRectF minimapArea() const;
    void centreOnMinimap(QPointF view);
    std::optional<Spot> spotUnder(QPointF view) const;
    void mark(const std::optional<store::Key>& key);
    void choose(const Spot& spot);
    void walk(QPoint direction);
    QString tipOf(const Spot& spot) const;
    void placeLegend();

    static const Scene& nothing();

    Sprites m_sprites;
    const Scene* m_scene = &nothing();
    Describe m_describe;
    Camera m_camera;
    QVariantAnimation m_flight;
    Camera m_from;
    Camera m_to;
    QImage m_frame;
    QImage m_map; // the minimap, without what shows where one looks
    bool m_stale = true; // the frame shows something else than the scene
    bool m_mapStale = true;
    bool m_fitting = true;
    bool m_animated = true;
    std::optional<store::Key> m_selected;
    std::optional<Spot> m_selectedSpot; // where it stands, if it does
    std::optional<Spot> m_hovered;
    std::optional<QPointF> m_pointer; // while it is over the canvas
    Press m_press = Press::None;
    QPointF m_pressed; // where
    Legend* m_legend;
};

} // namespace kubarium::gui
