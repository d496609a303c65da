// Colours for YAML as the API writes it: keys stand back or forth from values, nothing more.
#pragma once

#include "theme/theme.h"

#include <QSyntaxHighlighter>

namespace kubarium::gui {

class YamlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    explicit YamlHighlighter(QTextDocument* document);

    void setTheme(const Theme& theme);

protected:
    void highlightBlock(const QString& line) override;

private:
    QTextCharFormat m_key;
    QTextCharFormat m_mark; // dashes and colons
    QTextCharFormat m_literal; // numbers, true, false, null
};

// Where the key of a line begins and ends, and where its value begins; a line without a key has an empty one.
struct YamlLine {
    qsizetype keyBegin = 0;
    qsizetype keyEnd = 0;
    qsizetype valueBegin = 0;
};

YamlLine partsOf(const QString& line);

} // namespace kubarium::gui
