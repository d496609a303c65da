#include "views/changelist.h"

#include "bridge/labbridge.h"
#include "lab/objects.h"
#include "theme/fonts.h"
#include "theme/style.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace kubarium::gui {

namespace {

constexpr int rowHeight = 24;
constexpr int signRoom = 16;
constexpr int headerHeight = 26;

// A plus, a pencil's dot or a minus: what was done, in shape as well as in colour.
void paintSign(QPainter& painter, const QPointF& at, store::ChangeType type, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = type == store::ChangeType::Created ? theme.good
        : type == store::ChangeType::Deleted                 ? theme.bad
                                                             : theme.accent;
    painter.setPen(QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap));
    if (type == store::ChangeType::Updated) {
        painter.setBrush(colour);
        painter.drawEllipse(at, 1.6, 1.6);
    } else
        painter.drawLine(at - QPointF(3.5, 0), at + QPointF(3.5, 0));
    if (type == store::ChangeType::Created)
        painter.drawLine(at - QPointF(0, 3.5), at + QPointF(0, 3.5));
    painter.restore();
}

class ChangeDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme theme(option.palette);
        QStyleOptionViewItem cell = option;
        cell.index = index;
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, option.widget);
        QRect where = option.rect.adjusted(Style::cellBegin, 0, -Style::cellEnd, 0);
        const int column = index.column();
        if (column == ChangeModel::What) {
            const auto type = store::ChangeType(index.data(ChangeModel::ChangeTypeRole).toInt());
            paintSign(*painter, QPointF(where.left() + 4.5, where.center().y() + 0.5), type, theme);
            where.setLeft(where.left() + signRoom);
        }
        const bool second =
            column == ChangeModel::When || column == ChangeModel::Revision || column == ChangeModel::Who;
        painter->save();
        painter->setFont(column == ChangeModel::When ? codeFont(13) : textFont(13));
        painter->setPen(second ? theme.muted : theme.text);
        const QFontMetrics metrics = painter->fontMetrics();
        const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
        painter->drawText(
            where, int(alignment), metrics.elidedText(index.data().toString(), Qt::ElideMiddle, where.width()));
        painter->restore();
    }
};

} // namespace

ChangeList::ChangeList(LabBridge& lab, Selection& selection, QWidget* parent)
    : Panel(Shape::Bottom, parent),
      m_lab(lab),
      m_selection(selection),
      m_table(new QTableView(this))
{
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new ChangeDelegate(m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->viewport()->setAutoFillBackground(false);
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
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* const header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setFixedHeight(headerHeight);
    header->setMinimumSectionSize(48);
    header->setSectionResizeMode(ChangeModel::Object, QHeaderView::Stretch);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, radius / 2);
    layout->addWidget(m_table);

    connect(&lab, &LabBridge::changed, this, [this](const lab::BatchPtr& batch) { update(*batch); });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) { choose(index.row()); });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
    QScrollBar* const bar = m_table->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) { m_follows = value == bar->maximum(); });
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int, int last) {
        if (m_follows)
            bar->setValue(last);
    });
    update(lab.latest());
    retranslate();
}

void ChangeList::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Panel::changeEvent(event);
}

void ChangeList::resizeEvent(QResizeEvent* event)
{
    Panel::resizeEvent(event);
    const int room = width();
    m_table->setColumnWidth(ChangeModel::When, 116);
    m_table->setColumnWidth(ChangeModel::What, 88);
    m_table->setColumnWidth(ChangeModel::Kind, std::clamp(room / 7, 120, 190));
    m_table->setColumnWidth(ChangeModel::Who, std::clamp(room / 5, 140, 260));
    m_table->setColumnWidth(ChangeModel::Revision, 84);
    // Whole lines only: while the newest is at the bottom, none is cut at the top.
    const int rest = std::max(height() - headerHeight - radius / 2, 0) % rowHeight;
    m_table->horizontalHeader()->setFixedHeight(headerHeight + rest / 2);
    layout()->setContentsMargins(1, 0, 1, radius / 2 + rest - rest / 2);
}

void ChangeList::update(const lab::Batch& batch)
{
    m_model.setBeginning(m_lab.beginning());
    m_model.update(batch);
    if (batch.rewound)
        m_follows = true;
}

void ChangeList::retranslate()
{
    m_table->setAccessibleName(tr("Changes"));
    m_model.retranslate();
}

void ChangeList::choose(int row)
{
    const store::Change& change = m_model.changeAt(row);
    const api::Kind& kind = lab::kindOf(change.resource);
    const api::ObjectMeta& meta = change.now.meta();
    m_selection.chooseKind(kind);
    m_selection.chooseObject(lab::keyOf(kind, meta.namespace_, meta.name));
}

} // namespace kubarium::gui
