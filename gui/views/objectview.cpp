#include "views/objectview.h"

#include "bridge/labbridge.h"
#include "bridge/words.h"
#include "lab/objects.h"
#include "theme/fonts.h"
#include "theme/mutedlabel.h"
#include "views/kinds.h"
#include "views/rowdelegate.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QTableView>

namespace kubarium::gui {

namespace {

constexpr int margin = 14;
constexpr int fieldHeight = 28;
constexpr int widestColumn = 360;
constexpr int mostAir = 24;

store::ResourceId namespaces()
{
    return lab::resourceId(*api::findKind("", "v1", "Namespace"));
}

} // namespace

ObjectView::ObjectView(LabBridge& lab, Selection& selection, QWidget* parent)
    : Panel(Shape::Whole, parent),
      m_lab(lab),
      m_selection(selection),
      m_model(selection.kind(), lab.latestBatch()),
      m_title(new QLabel(this)),
      m_count(mutedLabel(this)),
      m_doc(mutedLabel(this)),
      m_namespaces(new QComboBox(this)),
      m_filter(new QLineEdit(this)),
      m_table(new QTableView(this)),
      m_nothing(mutedLabel(m_table))
{
    m_title->setFont(textFont(17, QFont::Bold));
    m_count->setFont(textFont(15));
    m_doc->setWordWrap(true);
    m_namespaces->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedHeight(fieldHeight);
    m_filter->setMinimumWidth(90);
    m_filter->setMaximumWidth(180);
    m_filter->setTextMargins(6, 0, 2, 0);
    m_namespaces->setFixedHeight(fieldHeight);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setFont(textFont(14));

    m_table->setModel(&m_model);
    m_table->setItemDelegate(new RowDelegate(ObjectModel::ToneRole, m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->viewport()->setAutoFillBackground(false);
    m_table->viewport()->installEventFilter(this);
    m_table->setShowGrid(false);
    m_table->setMouseTracking(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setCornerButtonEnabled(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(RowDelegate::rowHeight);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setFixedHeight(28);
    m_table->horizontalHeader()->setMinimumSectionSize(48);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setResizeContentsPrecision(0); // what is in view decides

    setFocusProxy(m_table);

    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_title);
    top->addWidget(m_count);
    top->addStretch(1);
    top->addWidget(m_namespaces);
    top->addWidget(m_filter, 100); // its full width first, gaps after that
    auto* head = new QVBoxLayout;
    head->setContentsMargins(margin, 10, margin, 10);
    head->setSpacing(4);
    head->addLayout(top);
    head->addWidget(m_doc);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, radius / 2);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);

    connect(&lab, &LabBridge::changed, this, [this](const lab::BatchPtr& batch) {
        const int rows = m_model.rowCount();
        m_model.update(batch);
        listNamespaces(*batch);
        count();
        if (m_model.rowCount() != rows)
            fitColumns(rows == 0);
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ObjectView::follow);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &ObjectView::follow);
    connect(&selection, &Selection::kindChanged, this, &ObjectView::showKind);
    connect(&selection, &Selection::objectChanged, this, &ObjectView::follow);
    connect(&selection, &Selection::namespaceChanged, this, [this] {
        m_model.showNamespace(m_selection.namespaceName());
        count();
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.showNamesWith(text);
        count();
    });
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
        if (!m_fitting && column + 1 < m_model.columnCount())
            m_byHand = true;
    });
    connect(m_namespaces, &QComboBox::activated, this,
        [this](int row) { m_selection.chooseNamespace(m_namespaces->itemData(row).toString()); });
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
            if (const auto key = m_model.keyAt(current.row()))
                m_selection.chooseObject(*key);
        });

    listNamespaces(lab.latest());
    showKind();
}

void ObjectView::chooseFirst()
{
    if (!m_selection.object() && m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, 0));
}

void ObjectView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Panel::changeEvent(event);
}

void ObjectView::resizeEvent(QResizeEvent* event)
{
    Panel::resizeEvent(event);
    layout()->activate(); // the table learns of its new width now
    fitColumns(true);
}

bool ObjectView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        m_nothing->setGeometry(m_table->viewport()->geometry());
    return Panel::eventFilter(watched, event);
}

void ObjectView::showKind()
{
    m_filter->clear();
    m_model.showKind(m_selection.kind());
    m_namespaces->setVisible(m_selection.kind().namespaced);
    m_byHand = false;
    fitColumns(true);
    retranslate();
}

void ObjectView::listNamespaces(const lab::Batch& batch)
{
    const store::ResourceId resource = namespaces();
    const bool touched = batch.rewound || m_namespaces->count() == 0
        || std::ranges::any_of(batch.changes, [&](const store::Change& change) {
               return change.resource == resource && change.type != store::ChangeType::Updated;
           });
    if (!touched)
        return;
    m_namespaces->clear();
    m_namespaces->addItem(tr("All namespaces"), QString());
    batch.snapshot.tree(resource).visit([this](const api::ObjectPtr& object) {
        const QString name = words(object.meta().name);
        m_namespaces->addItem(name, name);
        return true;
    });
    const int row = m_namespaces->findData(m_selection.namespaceName());
    if (row >= 0)
        m_namespaces->setCurrentIndex(row);
    else
        m_selection.chooseNamespace({}); // it was deleted
}

void ObjectView::follow()
{
    const auto& chosen = m_selection.object();
    const int row = chosen ? m_model.rowOf(*chosen) : -1;
    if (row < 0) {
        m_table->setCurrentIndex({});
        return;
    }
    if (m_table->currentIndex().row() != row)
        m_table->setCurrentIndex(m_model.index(row, 0));
}

void ObjectView::count()
{
    const int rows = m_model.rowCount();
    m_count->setText(rows > 0 ? QLocale().toString(rows) : QString());
    m_nothing->setVisible(rows == 0);
    if (rows > 0)
        return;
    const bool filtered = !m_filter->text().isEmpty() || !m_selection.namespaceName().isEmpty();
    m_nothing->setText(filtered ? tr("None with this name or namespace") : tr("None in this cluster"));
}

// Columns are as wide as what they hold, with some air between them where there is room; they grow with what comes in and
// never shrink under the reader's eyes. The last one takes the rest.
void ObjectView::fitColumns(bool anew)
{
    const int columns = m_model.columnCount();
    if (m_byHand || columns == 0)
        return;
    m_fitting = true;
    const QAbstractItemView& view = *m_table; // there it is public
    std::vector<int> widths;
    int all = 0;
    for (int column = 0; column < columns; ++column) {
        const int content =
            std::max(view.sizeHintForColumn(column), m_table->horizontalHeader()->sectionSizeHint(column));
        widths.push_back(std::min(content, widestColumn));
        all += widths.back();
    }
    const int air = std::clamp((m_table->viewport()->width() - all) / columns, 0, mostAir);
    for (int column = 0; column < columns; ++column) {
        const int width = widths[std::size_t(column)] + air;
        m_table->setColumnWidth(column, anew ? width : std::max(width, m_table->columnWidth(column)));
    }
    m_fitting = false;
}

void ObjectView::retranslate()
{
    const api::Kind& kind = m_selection.kind();
    m_title->setText(pluralOf(kind));
    m_doc->setText(docOf(kind.type->doc));
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setAccessibleName(tr("Filter by name"));
    m_namespaces->setAccessibleName(tr("Namespace"));
    if (m_namespaces->count() > 0)
        m_namespaces->setItemText(0, tr("All namespaces"));
    m_table->setAccessibleName(pluralOf(kind));
    m_model.retranslate();
    count();
}

} // namespace kubarium::gui
