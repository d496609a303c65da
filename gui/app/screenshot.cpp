#include "app/screenshot.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QImageWriter>
#include <QPixmap>
#include <QTemporaryFile>
#include <QWidget>

namespace kubarium::gui {

ScreenshotEnvironment::ScreenshotEnvironment()
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    for (const char* name : {"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_QPA_PLATFORMTHEME",
             "QT_STYLE_OVERRIDE", "QT_ENABLE_HIGHDPI_SCALING"})
        qunsetenv(name);

    // No font folders: the bundled fonts are all there is, and a glyph that they lack shows as the gap that it is.
    QTemporaryFile config(QDir::tempPath() + QStringLiteral("/kubarium-XXXXXX.conf"));
    config.setAutoRemove(false);
    if (config.open()) {
        config.write(R"(<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
)");
        m_fontconfig = config.fileName();
        qputenv("FONTCONFIG_FILE", QFile::encodeName(m_fontconfig));
    }
}

ScreenshotEnvironment::~ScreenshotEnvironment()
{
    QFile::remove(m_fontconfig);
}

QString saveScreenshot(QWidget& window, const QString& file)
{
    QApplication::setCursorFlashTime(0);
    window.show();
    QApplication::processEvents(); // layouts settle and the first paint happens
    QImageWriter writer(file, "png");
    if (!writer.write(window.grab().toImage().convertToFormat(QImage::Format_RGB32)))
        return QStringLiteral("%1 could not be written: %2.").arg(file, writer.errorString());
    return {};
}

} // namespace kubarium::gui
