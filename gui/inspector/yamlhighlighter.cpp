#include "inspector/yamlhighlighter.h"

#include <QRegularExpression>

namespace kubarium::gui {

YamlLine partsOf(const QString& line)
{
    qsizetype begin = 0;
    while (begin < line.size()
        && (line[begin] == QLatin1Char(' ')
            || (line[begin] == QLatin1Char('-') && line.mid(begin, 2) == QLatin1String("- "))))
        ++begin;
    static const QRegularExpression key(
        QStringLiteral(R"(("(?:[^"\\]|\\.)*"|[^\s"'#:][^\s:]*(?::[^\s:]+)*)\s*:(?=\s|$))"));
    const QRegularExpressionMatch match =
        key.match(line, begin, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch())
        return {begin, begin, begin};
    qsizetype value = match.capturedEnd();
    while (value < line.size() && line[value] == QLatin1Char(' '))
        ++value;
    return {begin, match.capturedEnd(1), value};
}

YamlHighlighter::YamlHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) { }

void YamlHighlighter::setTheme(const Theme& theme)
{
    m_key.setForeground(theme.accent);
    m_mark.setForeground(theme.muted);
    m_literal.setForeground(theme.warning);
    rehighlight();
}

void YamlHighlighter::highlightBlock(const QString& line)
{
    static const QRegularExpression literal(QStringLiteral("^(-?[0-9]+(\\.[0-9]+)?|true|false|null|\\{\\}|\\[\\])$"));
    const YamlLine parts = partsOf(line);
    setFormat(0, int(parts.keyBegin), m_mark);
    setFormat(int(parts.keyBegin), int(parts.keyEnd - parts.keyBegin), m_key);
    setFormat(int(parts.keyEnd), int(parts.valueBegin - parts.keyEnd), m_mark);
    if (literal.match(line.mid(parts.valueBegin)).hasMatch())
        setFormat(int(parts.valueBegin), int(line.size() - parts.valueBegin), m_literal);
}

} // namespace kubarium::gui
