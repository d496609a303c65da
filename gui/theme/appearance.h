// How the whole window looks and speaks: colour scheme and language. It owns the two actions that change them, so
// that every bar and menu offers the same ones; widgets learn of a change by Qt's PaletteChange and LanguageChange.
#pragma once

#include "theme/theme.h"

#include <QAction>
#include <QObject>
#include <QTranslator>

namespace kubarium::gui {

enum class Language { English, Korean };

// Korean where the system speaks Korean, English everywhere else.
Language systemLanguage();

class Appearance : public QObject {
    Q_OBJECT
public:
    // Takes effect at once: application style, font, palette and translators are set before any window exists.
    Appearance(Scheme scheme, Language language, QObject* parent = nullptr);

    Scheme scheme() const { return m_scheme; }

    Language language() const { return m_language; }

    void setScheme(Scheme scheme);
    void setLanguage(Language language);

    QAction* switchScheme() { return &m_switchScheme; }

    QAction* switchLanguage() { return &m_switchLanguage; }

private:
    void describeActions();

    Scheme m_scheme;
    Language m_language;
    QTranslator m_ours; // our sentences
    QTranslator m_qts; // those of Qt's own dialogs
    QAction m_switchScheme;
    QAction m_switchLanguage;
};

} // namespace kubarium::gui
