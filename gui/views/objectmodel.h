// The objects of one kind as a table, kept up to date batch by batch, in the order of their namespaces and names.
//
// Few changes are told row by row, so that a view keeps its place; when hundreds of rows come or go within a frame the whole
// table is read again from the snapshot, which is quicker than that many single insertions.
#pragma once

#include "views/columns.h"

#include "lab/changefeed.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace kubarium::gui {

class ObjectModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { ToneRole = Qt::UserRole };

    ObjectModel(const api::Kind& kind, lab::BatchPtr latest, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    const std::vector<Column>& columns() const { return m_columns; }

    const api::ObjectPtr& objectAt(int row) const { return m_objects[std::size_t(row)]; }

    std::optional<store::Key> keyAt(int row) const;
    int rowOf(const store::Key& key) const; // -1 if it is not in the table

    void showKind(const api::Kind& kind);
    void showNamespace(const QString& name); // empty: all
    void showNamesWith(const QString& part); // empty: all
    void update(const lab::BatchPtr& batch);
    void retranslate();

private:
    static constexpr std::size_t mostSingleRows = 64;

    bool isShown(const api::ObjectPtr& object) const;
    void readAll();
    std::size_t lowerBound(const store::Place& place) const;
    std::optional<int> put(const api::ObjectPtr& object); // the row, if it stood there before
    void remove(const store::Place& place);
    void tellAges();

    const api::Kind* m_kind;
    store::ResourceId m_resource;
    std::vector<Column> m_columns;
    std::string m_namespace;
    std::string m_part;
    lab::BatchPtr m_latest;
    api::Seconds m_agesAt{0};
    std::vector<api::ObjectPtr> m_objects;

    // A view asks for one cell after the other: the row they are cut from is kept.
    struct Cells {
        int row = -1;
        std::vector<QString> texts;
    };

    mutable Cells m_cells;
};

} // namespace kubarium::gui
