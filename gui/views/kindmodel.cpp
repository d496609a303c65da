#include "views/kindmodel.h"

#include "bridge/words.h"

#include <algorithm>

namespace kubarium::gui {

KindModel::KindModel(QObject* parent) : QAbstractListModel(parent)
{
    update({});
}

int KindModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant KindModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    const bool heading = row.shown == nullptr;
    switch (role) {
    case Qt::DisplayRole:
        return heading ? nameOf(row.group) : pluralOf(*row.shown->kind);
    case Qt::ToolTipRole:
        return heading ? QVariant() : QVariant(docOf(row.shown->kind->type->doc));
    case Qt::AccessibleTextRole:
        return heading ? nameOf(row.group) : QStringLiteral("%1, %2").arg(pluralOf(*row.shown->kind)).arg(row.count);
    case HeadingRole:
        return heading;
    case CountRole:
        return qulonglong(row.count);
    default:
        return {};
    }
}

Qt::ItemFlags KindModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return kindAt(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                               : Qt::ItemNeverHasChildren;
}

const api::Kind* KindModel::kindAt(int row) const
{
    if (row < 0 || std::size_t(row) >= m_rows.size() || !m_rows[std::size_t(row)].shown)
        return nullptr;
    return m_rows[std::size_t(row)].shown->kind;
}

int KindModel::rowOf(const api::Kind& kind) const
{
    const auto found =
        std::ranges::find_if(m_rows, [&](const Row& row) { return row.shown && row.shown->kind == &kind; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

void KindModel::update(const lab::Batch& batch)
{
    std::vector<Row> wanted;
    for (const ShownKind& shown : shownKinds()) {
        const std::size_t count = objectsOf(*shown.kind, batch).size();
        if (!shown.common && count == 0)
            continue;
        if (wanted.empty() || wanted.back().group != shown.group)
            wanted.push_back({shown.group, nullptr});
        wanted.push_back({shown.group, &shown, count});
    }
    place(std::move(wanted));
}

// Rows come and go one by one, so that a view keeps what is chosen in it.
void KindModel::place(std::vector<Row> wanted)
{
    const auto same = [](const Row& a, const Row& b) { return a.group == b.group && a.shown == b.shown; };
    for (std::size_t i = m_rows.size(); i-- > 0;) {
        const bool stays = std::ranges::any_of(wanted, [&](const Row& row) { return same(row, m_rows[i]); });
        if (stays)
            continue;
        beginRemoveRows({}, int(i), int(i));
        m_rows.erase(m_rows.begin() + std::ptrdiff_t(i));
        endRemoveRows();
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (i >= m_rows.size() || !same(m_rows[i], wanted[i])) {
            beginInsertRows({}, int(i), int(i));
            m_rows.insert(m_rows.begin() + std::ptrdiff_t(i), wanted[i]);
            endInsertRows();
        } else if (m_rows[i].count != wanted[i].count) {
            m_rows[i].count = wanted[i].count;
            emit dataChanged(index(int(i)), index(int(i)), {CountRole, Qt::AccessibleTextRole});
        }
    }
}

void KindModel::retranslate()
{
    emit dataChanged(index(0), index(rowCount() - 1));
}

} // namespace kubarium::gui
