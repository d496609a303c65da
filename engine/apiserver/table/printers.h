// The cells that are more than a field: for each kind the columns it has to work out, and how.
//
//   {printerOf<Lease>({cell<Lease, holder>("Holder")})}
//
// Each group of kinds has a file of its own; what is here is the table they come together in.
#pragma once

#include "api/object.h"

#include <concepts>
#include <span>
#include <string_view>
#include <vector>

namespace kubarium::apiserver::table {

using Cell = api::Value (*)(const api::ObjectPtr& object, api::Time now);

struct ColumnPrinter {
    std::string_view column;
    Cell cell;
};

struct KindPrinter {
    const api::Type* type;
    std::vector<ColumnPrinter> columns;
};

// Null if a kind's printer does not know the column.
Cell cellOf(const api::Type& type, std::string_view column);

// The groups, one in each file.
std::vector<KindPrinter> podPrinters();
std::vector<KindPrinter> workloadPrinters();
std::vector<KindPrinter> jobPrinters();
std::vector<KindPrinter> autoscalingPrinters();
std::vector<KindPrinter> servicePrinters();
std::vector<KindPrinter> ingressPrinters();
std::vector<KindPrinter> nodePrinters();
std::vector<KindPrinter> volumePrinters();
std::vector<KindPrinter> storageClassPrinters();
std::vector<KindPrinter> configPrinters();
std::vector<KindPrinter> eventPrinters();
std::vector<KindPrinter> rbacPrinters();
std::vector<KindPrinter> admissionPrinters();
std::vector<KindPrinter> metricsPrinters();
std::vector<KindPrinter> labPrinters();

// A function of the typed object, and of the time if it wants it, as the maker of a column's cells.
template <class T, auto function> ColumnPrinter cell(std::string_view column)
{
    return {column, [](const api::ObjectPtr& object, api::Time now) -> api::Value {
                const T& typed = *static_cast<const T*>(object.data());
                const auto result = [&] {
                    if constexpr (std::is_invocable_v<decltype(function), const T&, api::Time>) {
                        return function(typed, now);
                    } else {
                        static_cast<void>(now);
                        return function(typed);
                    }
                }();
                using Result = std::remove_cvref_t<decltype(result)>;
                if constexpr (std::same_as<Result, bool> || std::same_as<Result, api::Value>)
                    return api::Value(result);
                else if constexpr (std::integral<Result>)
                    return api::Value(static_cast<std::int64_t>(result));
                else
                    return api::Value(api::Text(result));
            }};
}

template <class T> KindPrinter printerOf(std::initializer_list<ColumnPrinter> columns)
{
    return {api::TypeOf<T>::value, columns};
}

} // namespace kubarium::apiserver::table
