#include "views/changemodel.h"

#include "bridge/coalesce.h"
#include "bridge/words.h"
#include "lab/objects.h"
#include "timeline/timetext.h"

#include <algorithm>

namespace kubarium::gui {

ChangeModel::ChangeModel(QObject* parent) : QAbstractTableModel(parent) { }

int ChangeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_changes.size());
}

int ChangeModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ChangeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const store::Change& change = changeAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text(change, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment((index.column() == Revision ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case ChangeTypeRole:
        return int(change.type);
    default:
        return {};
    }
}

QVariant ChangeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((section == Revision ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Time"), tr("What"), tr("Kind"), tr("Object"), tr("Who"), tr("Revision")};
    return names[section];
}

void ChangeModel::update(const lab::Batch& batch)
{
    const std::vector<store::Change> changes = inOrder(batch);
    const auto first = changes.end() - std::ptrdiff_t(std::min(changes.size(), kept));
    if (batch.rewound) {
        beginResetModel();
        m_changes.assign(first, changes.end());
        endResetModel();
        return;
    }
    if (changes.empty())
        return;
    const std::size_t added = std::size_t(changes.end() - first);
    if (m_changes.size() + added > kept) {
        const std::size_t gone = m_changes.size() + added - kept;
        beginRemoveRows({}, 0, int(gone) - 1);
        m_changes.erase(m_changes.begin(), m_changes.begin() + std::ptrdiff_t(gone));
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + int(added) - 1);
    m_changes.insert(m_changes.end(), first, changes.end());
    endInsertRows();
}

void ChangeModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_changes.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QString ChangeModel::text(const store::Change& change, int column) const
{
    const api::ObjectMeta& meta = change.now.meta();
    switch (column) {
    case When:
        return sinceText(change.origin.time - m_beginning);
    case What:
        return change.type == store::ChangeType::Created ? tr("created")
            : change.type == store::ChangeType::Deleted  ? tr("deleted")
                                                         : tr("changed");
    case Kind:
        return words(lab::kindOf(change.resource).kind);
    case Object:
        return meta.namespace_.empty() ? words(meta.name)
                                       : words(meta.namespace_) + QLatin1Char('/') + words(meta.name);
    case Who:
        return words(change.origin.actor);
    default:
        return QString::number(change.revision);
    }
}

} // namespace kubarium::gui
