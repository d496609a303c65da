// Drawing the window into a file, without a display and with the same pixels on every machine.
#pragma once

#include <QString>

class QWidget;

namespace kubarium::gui {

// Cuts all that differs between machines: display, scale, desktop theme, system fonts. Lives as long as the
// application does and is made before it: Qt and fontconfig read their environment only once.
class ScreenshotEnvironment {
public:
    ScreenshotEnvironment();
    ~ScreenshotEnvironment();
    ScreenshotEnvironment(const ScreenshotEnvironment&) = delete;
    ScreenshotEnvironment& operator=(const ScreenshotEnvironment&) = delete;

private:
    QString m_fontconfig;
};

// Shows the window at its present size and writes what it looks like. Returns a sentence when the file
// could not be written, else an empty string.
QString saveScreenshot(QWidget& window, const QString& file);

} // namespace kubarium::gui
