#include "inspector/inspector.h"

#include "api/encode.h"
#include "api/yamlwriter.h"
#include "bridge/labbridge.h"
#include "bridge/words.h"
#include "inspector/linediff.h"
#include "lab/objects.h"
#include "theme/fonts.h"
#include "theme/mutedlabel.h"
#include "views/kinds.h"

#include <QEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextEdit>
#include <QVBoxLayout>

namespace kubarium::gui {

namespace {

constexpr int margin = 14;
constexpr int lineHeight = 18;

// As kubectl prints it: without the book-keeping of who owns which field.
QStringList yamlOf(api::ObjectPtr object)
{
    object.editMeta().managedFields.clear();
    return words(api::toYaml(api::toValue(object))).trimmed().split(QLatin1Char('\n'));
}

// The code font's own lines stand too close to be read.
void loosen(QTextDocument& document)
{
    QTextCursor all(&document);
    all.select(QTextCursor::Document);
    QTextBlockFormat format;
    format.setLineHeight(lineHeight, QTextBlockFormat::FixedHeight);
    all.mergeBlockFormat(format);
}

} // namespace

Inspector::Inspector(LabBridge& lab, Selection& selection, QWidget* parent)
    : Panel(Shape::Bottom, parent),
      m_lab(lab),
      m_selection(selection),
      m_kind(mutedLabel(this)),
      m_name(new QLabel(this)),
      m_state(mutedLabel(this)),
      m_text(new QTextEdit(this)),
      m_highlighter(new YamlHighlighter(m_text->document()))
{
    m_name->setFont(textFont(16, QFont::Bold));
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QLabel* label : {m_kind, m_name, m_state})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_text->setReadOnly(true);
    // A caret, so that the keyboard can walk and select.
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setLineWrapMode(QTextEdit::NoWrap);
    m_text->setUndoRedoEnabled(false);
    m_text->setTabChangesFocus(true);
    m_text->setFont(codeFont(13));
    m_text->document()->setDocumentMargin(margin - 2);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->viewport()->setAutoFillBackground(false);
    m_highlighter->setTheme(theme());

    auto* head = new QVBoxLayout;
    head->setContentsMargins(margin, 2, margin, 8);
    head->setSpacing(2);
    head->addWidget(m_name);
    head->addWidget(m_kind);
    head->addWidget(m_state);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, radius / 2);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_text, 1);

    connect(&lab, &LabBridge::changed, this, [this](const lab::BatchPtr& batch) { update(*batch); });
    connect(&selection, &Selection::objectChanged, this, &Inspector::choose);
    connect(this, &Panel::themeChanged, this, [this] {
        m_highlighter->setTheme(theme());
        tint();
    });
    choose();
}

void Inspector::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Panel::changeEvent(event);
}

void Inspector::choose()
{
    const auto& key = m_selection.object();
    m_deleted = false;
    const api::ObjectPtr found =
        key ? objectsOf(lab::kindOf(key->resource), m_lab.latest()).find(key->place()) : api::ObjectPtr();
    if (found || !key)
        show(found, false);
    else { // chosen from the list of changes, and gone since
        m_deleted = true;
        show({}, false);
    }
}

void Inspector::update(const lab::Batch& batch)
{
    const auto& key = m_selection.object();
    if (!key)
        return;
    const api::Kind& kind = lab::kindOf(key->resource);
    const api::ObjectPtr now = objectsOf(kind, batch).find(key->place());
    if (now && !batch.rewound && !m_deleted && m_object && now.sameStorage(m_object))
        return;
    if (now) {
        const bool same = m_object && !batch.rewound && now.meta().uid == m_object.meta().uid;
        m_deleted = false;
        show(now, same);
        return;
    }
    if (m_deleted)
        return;
    m_deleted = true;
    // The last state of a deletion tells more than what was seen before it: finalizers, grace.
    api::ObjectPtr last = m_object;
    for (const store::Change& change : changesOf(kind, batch)) {
        if (change.resource == key->resource && store::placeOf(change.now) == key->place())
            last = change.now;
    }
    show(last, !batch.rewound);
}

void Inspector::show(const api::ObjectPtr& object, bool sameAsBefore)
{
    m_object = object;
    const QStringList lines = object ? yamlOf(object) : QStringList();
    m_new = sameAsBefore ? newLines(m_lines, lines) : std::vector<bool>(std::size_t(lines.size()), false);
    if (lines != m_lines) {
        m_lines = lines;
        const int across = m_text->horizontalScrollBar()->value();
        const int down = m_text->verticalScrollBar()->value();
        m_text->setPlainText(lines.join(QLatin1Char('\n')));
        loosen(*m_text->document());
        if (sameAsBefore) { // who reads further down goes on reading there
            m_text->horizontalScrollBar()->setValue(across);
            m_text->verticalScrollBar()->setValue(down);
        }
    }
    tint();
    retranslate();
}

void Inspector::tint()
{
    QList<QTextEdit::ExtraSelection> tinted;
    for (std::size_t line = 0; line < m_new.size(); ++line) {
        if (!m_new[line])
            continue;
        QTextEdit::ExtraSelection selection;
        selection.format.setBackground(theme().accentSoft);
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selection.cursor = QTextCursor(m_text->document()->findBlockByNumber(int(line)));
        tinted << selection;
    }
    m_text->setExtraSelections(tinted);
}

void Inspector::retranslate()
{
    m_text->setAccessibleName(tr("The object as YAML"));
    const auto& key = m_selection.object();
    if (!key) {
        m_name->setText(tr("Nothing chosen"));
        m_kind->setText(tr("Choose an object in the table."));
        m_state->hide();
        return;
    }
    const api::Kind& kind = lab::kindOf(key->resource);
    m_name->setText(words(key->name));
    m_name->setToolTip(words(key->name));
    const QString where = key->namespace_.empty() ? QString() : QStringLiteral(" · ") + words(key->namespace_);
    m_kind->setText(words(kind.kind) + where);
    m_state->setVisible(m_deleted);
    m_state->setText(m_object ? tr("Deleted; this is how it was last.") : tr("It no longer exists."));
}

} // namespace kubarium::gui
