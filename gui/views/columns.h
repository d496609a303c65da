// The columns of a table of objects: those of `kubectl get`, and the namespace in front where objects have one.
#pragma once

#include "api/object.h"
#include "api/schema.h"

#include <QString>

#include <vector>

namespace kubarium::gui {

struct Column {
    const api::Column* printed; // null: the namespace
    std::size_t cell; // which cell of the row it is

    QString name() const;
    QString doc() const;
    bool isStatus() const;
    bool isNumber() const;
};

std::vector<Column> columnsOf(const api::Kind& kind);
// The texts of one row, in the order of columnsOf().
std::vector<QString> cellsOf(
    const api::Kind& kind, const std::vector<Column>& columns, const api::ObjectPtr& object, api::Time now);

// What a word in a status column says at a glance; a dot in that colour stands beside it.
enum class Tone : std::uint8_t { None, Good, Waiting, Bad };
Tone toneOf(const QString& status);

} // namespace kubarium::gui
