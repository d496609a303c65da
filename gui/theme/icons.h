// Icons are SVG files in resources/icons. Those drawn with `currentColor` take the colour they are asked for.
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

class QPainter;
class QRectF;

namespace kubarium::gui {

QIcon applicationIcon();
QIcon icon(const QString& name, const QColor& colour);
// For a mark larger than an icon: drawn from the paths, so that it is sharp at every size.
void paintApplicationMark(QPainter& painter, const QRectF& where);

} // namespace kubarium::gui
