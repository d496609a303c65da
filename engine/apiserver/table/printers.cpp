#include "printers.h"

#include <map>
#include <utility>

namespace kubarium::apiserver::table {

Cell cellOf(const api::Type& type, std::string_view column)
{
    static const auto cells = [] {
        std::map<std::pair<const api::Type*, std::string_view>, Cell> all;
        for (const auto group : {podPrinters, workloadPrinters, jobPrinters, autoscalingPrinters, servicePrinters,
                 ingressPrinters, nodePrinters, volumePrinters, storageClassPrinters, configPrinters, eventPrinters,
                 rbacPrinters, admissionPrinters, metricsPrinters, labPrinters}) {
            for (const KindPrinter& kind : group()) {
                for (const ColumnPrinter& printer : kind.columns)
                    all.emplace(std::pair(kind.type, printer.column), printer.cell);
            }
        }
        return all;
    }();
    const auto found = cells.find({&type, column});
    return found == cells.end() ? nullptr : found->second;
}

} // namespace kubarium::apiserver::table
