// Paints the rows of a table: texts as the style does, and beside the word of a status a dot in its colour. The dot is full
// where all is well, a ring while something is awaited, a barred one where something is wrong.
#pragma once

#include <QStyledItemDelegate>

namespace kubarium::gui {

class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int rowHeight = 28;

    explicit RowDelegate(int toneRole, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    int m_toneRole;
};

} // namespace kubarium::gui
