#include "theme/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace kubarium::gui {

namespace {

QByteArray svg(const QString& name)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    [[maybe_unused]] const bool known = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(known, "icon", qPrintable(name));
    return file.readAll();
}

QPixmap rendered(QSvgRenderer& renderer, int size)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    return pixmap;
}

} // namespace

QIcon applicationIcon()
{
    QSvgRenderer renderer(svg(QStringLiteral("kubarium")));
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64, 128, 256})
        icon.addPixmap(rendered(renderer, size));
    return icon;
}

QIcon icon(const QString& name, const QColor& colour)
{
    // Qt's SVG knows `currentColor`, but has no way to be told which colour that is.
    QSvgRenderer renderer(svg(name).replace("currentColor", colour.name().toLatin1()));
    QIcon icon;
    for (const int scale : {1, 2, 3}) {
        QPixmap pixmap = rendered(renderer, 20 * scale);
        pixmap.setDevicePixelRatio(scale);
        icon.addPixmap(pixmap);
    }
    return icon;
}

void paintApplicationMark(QPainter& painter, const QRectF& where)
{
    static QSvgRenderer renderer(svg(QStringLiteral("kubarium")));
    renderer.render(&painter, where);
}

} // namespace kubarium::gui
