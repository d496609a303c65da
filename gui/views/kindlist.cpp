#include "views/kindlist.h"

#include "bridge/labbridge.h"
#include "theme/fonts.h"

#include <QEvent>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace kubarium::gui {

namespace {

constexpr int rowHeight = 24;
constexpr int headingHeight = 32;
constexpr int indent = 14;

class KindDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool heading = index.data(KindModel::HeadingRole).toBool();
        const int count = heading ? 0 : 44;
        const int text = QFontMetrics(textFont(13)).horizontalAdvance(index.data().toString());
        Q_UNUSED(option)
        return {indent + text + count, heading ? (index.row() == 0 ? headingHeight - 4 : headingHeight) : rowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme theme(option.palette);
        painter->save();
        const QString name = index.data().toString();
        QRect where = option.rect.adjusted(indent, 0, -indent, 0);
        if (index.data(KindModel::HeadingRole).toBool()) {
            painter->setFont(textFont(12, QFont::Bold));
            painter->setPen(theme.muted);
            painter->drawText(where.adjusted(0, 0, 0, -5), int(Qt::AlignLeft | Qt::AlignBottom), name);
            painter->restore();
            return;
        }
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
        const auto count = index.data(KindModel::CountRole).toULongLong();
        // An empty kind is there to be found, not to be read.
        const bool chosen = option.state & QStyle::State_Selected;
        if (count > 0) {
            painter->setFont(textFont(12));
            painter->setPen(theme.muted);
            const QString number = QLocale().toString(count);
            painter->drawText(where, int(Qt::AlignRight | Qt::AlignVCenter), number);
            where.setRight(where.right() - painter->fontMetrics().horizontalAdvance(number) - 8);
        }
        painter->setFont(textFont(13));
        painter->setPen(chosen || count > 0 ? theme.text : theme.muted);
        painter->drawText(where, int(Qt::AlignLeft | Qt::AlignVCenter),
            painter->fontMetrics().elidedText(name, Qt::ElideRight, where.width()));
        painter->restore();
    }
};

} // namespace

KindList::KindList(LabBridge& lab, Selection& selection, QWidget* parent)
    : Panel(Shape::Bottom, parent),
      m_selection(selection),
      m_view(new QListView(this))
{
    m_model.update(lab.latest());
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new KindDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setMouseTracking(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, radius / 2);
    layout->addWidget(m_view);

    connect(&lab, &LabBridge::changed, this, [this](const lab::BatchPtr& batch) { m_model.update(*batch); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (const api::Kind* const kind = m_model.kindAt(current.row()))
            m_selection.chooseKind(*kind);
    });
    // Also the one that is chosen already: its list may stand behind another view.
    const auto show = [this](const QModelIndex& index) {
        if (m_model.kindAt(index.row()))
            emit listWanted();
    };
    connect(m_view, &QListView::clicked, this, show);
    connect(m_view, &QListView::activated, this, show);
    connect(&m_selection, &Selection::kindChanged, this, &KindList::follow);
    // A rarer kind may have been chosen before its row came in.
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &KindList::follow);
    follow();
    retranslate();
}

void KindList::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Panel::changeEvent(event);
}

void KindList::retranslate()
{
    m_view->setAccessibleName(tr("Kinds"));
    m_model.retranslate();
}

void KindList::follow()
{
    const int row = m_model.rowOf(m_selection.kind());
    if (row >= 0 && m_view->currentIndex().row() != row)
        m_view->setCurrentIndex(m_model.index(row));
}

} // namespace kubarium::gui
