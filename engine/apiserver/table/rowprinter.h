// All cells of a kind's objects: for each column where it comes from, worked out once.
#pragma once

#include "cellpath.h"
#include "printers.h"

#include <vector>

namespace kubarium::apiserver::table {

// Kinds that a server shows by way of a CustomResourceDefinition: those that are not compiled in, the lab's own and the
// VerticalPodAutoscaler. What their columns hold is bound to the column's type, and an absent value is null.
bool isDefined(const api::Kind& kind);
// Kinds that the server has no printer for: it shows Name and Created At.
bool hasDefaultTable(const api::Kind& kind);
std::span<const api::Column> columnsOf(const api::Kind& kind);

class RowPrinter {
public:
    explicit RowPrinter(const api::Kind& kind);
    // The one of a kind that is compiled in.
    static const RowPrinter* compiledIn(const api::Kind& kind);

    void append(std::vector<api::Value>& cells, const api::ObjectPtr& object, api::Time now) const;

private:
    struct Source {
        const api::Column* column;
        Cell cell = nullptr;
        std::optional<CellPath> path; // if there is no cell
    };

    api::Value read(const Source& source, Printed& printed, api::Time now) const;

    const api::Kind& m_kind;
    std::vector<Source> m_sources;
    bool m_defined;
};

} // namespace kubarium::apiserver::table
