// The list of kinds with how many objects there are of each. Headings are rows of their own that cannot be chosen; a
// rarer kind comes in with its first object, and goes with its last.
#pragma once

#include "views/kinds.h"

#include "lab/changefeed.h"

#include <QAbstractListModel>

#include <vector>

namespace kubarium::gui {

class KindModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { HeadingRole = Qt::UserRole, CountRole };

    explicit KindModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    // Null for a heading.
    const api::Kind* kindAt(int row) const;
    int rowOf(const api::Kind& kind) const; // -1 if it is not shown

    void update(const lab::Batch& batch);
    void retranslate();

private:
    struct Row {
        KindGroup group;
        const ShownKind* shown; // null: a heading
        std::size_t count = 0;
        friend bool operator==(const Row&, const Row&) = default;
    };

    void place(std::vector<Row> wanted);

    std::vector<Row> m_rows;
};

} // namespace kubarium::gui
