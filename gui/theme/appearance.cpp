#include "theme/appearance.h"

#include "theme/fonts.h"
#include "theme/icons.h"
#include "theme/style.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace kubarium::gui {

Language systemLanguage()
{
    return QLocale::system().language() == QLocale::Korean ? Language::Korean : Language::English;
}

Appearance::Appearance(Scheme scheme, Language language, QObject* parent)
    : QObject(parent),
      m_scheme(scheme),
      m_language(language)
{
    loadFonts();
    QApplication::setStyle(new Style); // the application owns it
    QApplication::setFont(textFont());
    QApplication::setWindowIcon(applicationIcon());

    connect(&m_switchScheme, &QAction::triggered, this,
        [this] { setScheme(m_scheme == Scheme::Dark ? Scheme::Light : Scheme::Dark); });
    connect(&m_switchLanguage, &QAction::triggered, this,
        [this] { setLanguage(m_language == Language::Korean ? Language::English : Language::Korean); });

    setScheme(scheme);
    setLanguage(language);
}

void Appearance::setScheme(Scheme scheme)
{
    m_scheme = scheme;
    QApplication::setPalette(paletteFor(scheme));
    describeActions();
}

void Appearance::setLanguage(Language language)
{
    m_language = language;
    const QString code = language == Language::Korean ? QStringLiteral("ko") : QStringLiteral("en");
    QLocale::setDefault(QLocale(language == Language::Korean ? QLocale::Korean : QLocale::English));
    for (QTranslator* translator : {&m_ours, &m_qts})
        QCoreApplication::removeTranslator(translator);
    // Qt's own file is part of the system and may be missing: its few buttons then stay English.
    if (m_qts.load(QStringLiteral("qtbase_") + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qts);
    if (m_ours.load(QStringLiteral(":/translations/kubarium_%1.qm").arg(code)))
        QCoreApplication::installTranslator(&m_ours);
    describeActions();
}

void Appearance::describeActions()
{
    const Theme theme(QApplication::palette());
    const bool dark = m_scheme == Scheme::Dark;
    // A button shows where it leads.
    m_switchScheme.setText(dark ? tr("Light theme") : tr("Dark theme"));
    m_switchScheme.setIcon(icon(dark ? QStringLiteral("sun") : QStringLiteral("moon"), theme.muted));
    // Each language is called by its own name, so that who reads only that one finds it.
    const bool korean = m_language == Language::Korean;
    m_switchLanguage.setText(korean ? QStringLiteral("English") : QStringLiteral("한국어"));
    m_switchLanguage.setToolTip(korean ? QStringLiteral("Switch to English") : QStringLiteral("한국어로 바꾸기"));
}

} // namespace kubarium::gui
