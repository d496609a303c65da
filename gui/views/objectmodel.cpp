#include "views/objectmodel.h"

#include "lab/objects.h"
#include "views/kinds.h"

#include <algorithm>
#include <map>

namespace kubarium::gui {

ObjectModel::ObjectModel(const api::Kind& kind, lab::BatchPtr latest, QObject* parent)
    : QAbstractTableModel(parent),
      m_kind(&kind),
      m_resource(lab::resourceId(kind)),
      m_columns(columnsOf(kind)),
      m_latest(std::move(latest))
{
    readAll();
}

int ObjectModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_objects.size());
}

int ObjectModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant ObjectModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Column& column = m_columns[std::size_t(index.column())];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((column.isNumber() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole && role != ToneRole && role != Qt::ToolTipRole)
        return {};
    if (m_cells.row != index.row())
        m_cells = {index.row(), cellsOf(*m_kind, m_columns, objectAt(index.row()), m_latest->now)};
    const QString& text = m_cells.texts[std::size_t(index.column())];
    if (role == ToneRole)
        return column.isStatus() ? int(toneOf(text)) : int(Tone::None);
    return text;
}

QVariant ObjectModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column& column = m_columns[std::size_t(section)];
    if (role == Qt::DisplayRole)
        return column.name();
    if (role == Qt::ToolTipRole)
        return column.doc();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((column.isNumber() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    return {};
}

std::optional<store::Key> ObjectModel::keyAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return std::nullopt;
    const api::ObjectMeta& meta = objectAt(row).meta();
    return lab::keyOf(*m_kind, meta.namespace_, meta.name);
}

int ObjectModel::rowOf(const store::Key& key) const
{
    if (key.resource != m_resource)
        return -1;
    const std::size_t row = lowerBound(key.place());
    return row < m_objects.size() && store::placeOf(m_objects[row]) == key.place() ? int(row) : -1;
}

void ObjectModel::showKind(const api::Kind& kind)
{
    beginResetModel();
    m_kind = &kind;
    m_resource = lab::resourceId(kind);
    m_columns = columnsOf(kind);
    readAll();
    endResetModel();
}

void ObjectModel::showNamespace(const QString& name)
{
    beginResetModel();
    m_namespace = name.toStdString();
    readAll();
    endResetModel();
}

void ObjectModel::showNamesWith(const QString& part)
{
    beginResetModel();
    m_part = part.trimmed().toLower().toStdString();
    readAll();
    endResetModel();
}

void ObjectModel::update(const lab::BatchPtr& batch)
{
    m_latest = batch;
    m_cells = {};

    // The last word about each object is all that a table needs.
    std::map<store::Place, const store::Change*> last;
    if (!batch->rewound) {
        for (const store::Change& change : changesOf(*m_kind, *batch)) {
            if (change.resource == m_resource && isShown(change.now))
                last[store::placeOf(change.now)] = &change;
        }
    }
    const auto comesOrGoes = [&](const auto& entry) {
        const std::size_t row = lowerBound(entry.first);
        const bool stands = row < m_objects.size() && store::placeOf(m_objects[row]) == entry.first;
        return stands == (entry.second->type == store::ChangeType::Deleted);
    };
    if (batch->rewound || std::size_t(std::ranges::count_if(last, comesOrGoes)) > mostSingleRows) {
        beginResetModel();
        readAll();
        endResetModel();
        return;
    }
    // Places come in the order of rows: what was inserted or removed before leaves later rows where they are found.
    std::optional<int> first;
    int final = 0;
    for (const auto& [place, change] : last) {
        if (change->type == store::ChangeType::Deleted) {
            remove(place);
        } else if (const std::optional<int> row = put(change->now)) {
            first = first.value_or(*row);
            final = *row;
        }
    }
    // One word about all of them: a view paints what is in sight, and a thousand words take longer than that.
    if (first)
        emit dataChanged(index(*first, 0), index(final, columnCount() - 1));
    tellAges();
}

void ObjectModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

// Names of objects are lower-case letters by their own rules, but for a few kinds of access control.
bool ObjectModel::isShown(const api::ObjectPtr& object) const
{
    const api::ObjectMeta& meta = object.meta();
    if (m_kind->namespaced && !m_namespace.empty() && !(meta.namespace_ == m_namespace))
        return false;
    if (m_part.empty())
        return true;
    const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter + 32) : letter; };
    const std::string_view name = meta.name;
    return !std::ranges::search(name, m_part, {}, lower).empty();
}

void ObjectModel::readAll()
{
    m_cells = {};
    m_agesAt = std::chrono::floor<api::Seconds>(m_latest->now.sinceEpoch());
    m_objects.clear();
    objectsOf(*m_kind, *m_latest).visit([this](const api::ObjectPtr& object) {
        if (isShown(object))
            m_objects.push_back(object);
        return true;
    });
}

std::size_t ObjectModel::lowerBound(const store::Place& place) const
{
    const auto found = std::ranges::lower_bound(m_objects, place, {}, store::placeOf);
    return std::size_t(found - m_objects.begin());
}

std::optional<int> ObjectModel::put(const api::ObjectPtr& object)
{
    const store::Place place = store::placeOf(object);
    const std::size_t row = lowerBound(place);
    if (row < m_objects.size() && store::placeOf(m_objects[row]) == place) {
        m_objects[row] = object;
        return int(row);
    }
    beginInsertRows({}, int(row), int(row));
    m_objects.insert(m_objects.begin() + std::ptrdiff_t(row), object);
    m_cells = {};
    endInsertRows();
    return std::nullopt;
}

void ObjectModel::remove(const store::Place& place)
{
    const std::size_t row = lowerBound(place);
    if (row == m_objects.size() || store::placeOf(m_objects[row]) != place)
        return;
    beginRemoveRows({}, int(row), int(row));
    m_objects.erase(m_objects.begin() + std::ptrdiff_t(row));
    m_cells = {};
    endRemoveRows();
}

// Ages, durations and the like count seconds: within one there is nothing new to show.
void ObjectModel::tellAges()
{
    const auto second = std::chrono::floor<api::Seconds>(m_latest->now.sinceEpoch());
    if (second == m_agesAt || m_objects.empty())
        return;
    m_agesAt = second;
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole});
}

} // namespace kubarium::gui
