#include "theme/theme.h"

#include <QTest>

#include <cmath>

using namespace kubarium::gui;

class TestTheme : public QObject {
    Q_OBJECT
private slots:
    void contrast_data();
    void contrast();
    void schemeIsReadFromThePalette();
};

namespace {

// WCAG 2: relative luminance, and the ratio that is at least 4.5 for text and 3 for shapes.
double luminance(const QColor& colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrastOf(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace

void TestTheme::contrast_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("paper");
    QTest::addColumn<double>("least");
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const Theme theme(paletteFor(scheme));
        const char* name = scheme == Scheme::Light ? "light" : "dark";
        QTest::addRow("%s: text on a panel", name) << theme.text << theme.panel << 7.0;
        QTest::addRow("%s: text on the backdrop", name) << theme.text << theme.backdrop << 7.0;
        QTest::addRow("%s: code on its ground", name) << theme.text << theme.sunken << 7.0;
        QTest::addRow("%s: muted text on a panel", name) << theme.muted << theme.panel << 4.5;
        QTest::addRow("%s: muted text on the backdrop", name) << theme.muted << theme.backdrop << 4.5;
        QTest::addRow("%s: muted text on what is selected", name) << theme.muted << theme.accentSoft << 4.5;
        QTest::addRow("%s: the accent as text", name) << theme.accent << theme.panel << 4.5;
        QTest::addRow("%s: text on the accent", name) << theme.onAccent << theme.accent << 4.5;
        QTest::addRow("%s: good, as text", name) << theme.good << theme.panel << 4.5;
        QTest::addRow("%s: warning, as text", name) << theme.warning << theme.panel << 4.5;
        QTest::addRow("%s: bad, as text", name) << theme.bad << theme.panel << 4.5;
    }
}

void TestTheme::contrast()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, paper);
    QFETCH(double, least);
    const double found = contrastOf(ink, paper);
    QVERIFY2(found >= least, qPrintable(QStringLiteral("%1 on %2 has a contrast of %3, at least %4 is needed")
                                            .arg(ink.name(), paper.name()).arg(found, 0, 'f', 2).arg(least)));
}

void TestTheme::schemeIsReadFromThePalette()
{
    QCOMPARE(schemeOf(paletteFor(Scheme::Light)), Scheme::Light);
    QCOMPARE(schemeOf(paletteFor(Scheme::Dark)), Scheme::Dark);

    // A desktop's own palette, such as high contrast, leads to a theme too.
    QPalette desktop(Qt::black);
    desktop.setColor(QPalette::WindowText, Qt::yellow);
    QCOMPARE(Theme(desktop).scheme, Scheme::Dark);
    QCOMPARE(Theme(desktop).text, QColor(Qt::yellow));
}

QTEST_GUILESS_MAIN(TestTheme)
#include "test_theme.moc"
