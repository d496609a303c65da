// What happened, line by line, as it was written to etcd: when, by whom, what was done to which object. The newest stands
// last; the oldest ones are forgotten beyond a few thousand.
#pragma once

#include "lab/changefeed.h"

#include <QAbstractTableModel>

#include <deque>

namespace kubarium::gui {

class ChangeModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum ColumnId { When, What, Kind, Object, Who, Revision, ColumnCount };

    enum Role { ChangeTypeRole = Qt::UserRole };

    static constexpr std::size_t kept = 5'000;

    explicit ChangeModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    const store::Change& changeAt(int row) const { return m_changes[std::size_t(row)]; }

    // Times are shown as time since then.
    void setBeginning(api::Time beginning) { m_beginning = beginning; }

    void update(const lab::Batch& batch);
    void retranslate();

private:
    QString text(const store::Change& change, int column) const;

    api::Time m_beginning;
    std::deque<store::Change> m_changes;
};

} // namespace kubarium::gui
