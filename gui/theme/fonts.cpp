#include "theme/fonts.h"

#include <QFontDatabase>

static void initFontResources()
{
    // Resources of a static library are dropped by the linker unless someone names them; the macro wants to be
    // outside every namespace.
    Q_INIT_RESOURCE(fonts);
}

namespace kubarium::gui {

namespace {

QFont calm(QFont font, int pixelSize)
{
    font.setPixelSize(pixelSize);
    // The same pixels with every screen and every fontconfig: no grid fitting, no coloured edges.
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(QFont::StyleStrategy(QFont::PreferAntialias | QFont::NoSubpixelAntialias));
    return font;
}

} // namespace

void loadFonts()
{
    initFontResources();
    for (const char* file : {"NanumSquareR", "NanumSquareB", "NanumGothicCoding"}) {
        [[maybe_unused]] const int id = QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/%1.ttf").arg(file));
        Q_ASSERT(id >= 0);
    }
}

QFont textFont(int pixelSize, QFont::Weight weight)
{
    QFont font(QStringLiteral("NanumSquare"));
    font.setWeight(weight);
    return calm(font, pixelSize);
}

QFont codeFont(int pixelSize)
{
    QFont font(QStringLiteral("NanumGothicCoding"));
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    return calm(font, pixelSize);
}

} // namespace kubarium::gui
