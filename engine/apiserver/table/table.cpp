#include "table.h"

#include "rowprinter.h"

#include "api/encode.h"
#include "api/types/core-pod.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

using table::RowPrinter;

constexpr std::size_t sampledRows = 64;
constexpr std::size_t mostRoom = std::size_t{512} << 20U; // a few long rows in front shall not claim all memory

constexpr std::string_view begin = R"({"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{)";

void appendColumns(std::string& json, const api::Kind& kind)
{
    json += ",\"columnDefinitions\":[";
    bool first = true;
    for (const api::Column& column : columnsOf(kind)) {
        json += first ? "{\"name\":" : ",{\"name\":";
        first = false;
        api::appendJsonString(json, column.name);
        json += ",\"type\":";
        api::appendJsonString(json, column.type);
        json += ",\"format\":";
        api::appendJsonString(json, column.format);
        json += ",\"description\":";
        api::appendJsonString(json, column.doc.en);
        json += ",\"priority\":" + std::to_string(column.priority) + '}';
    }
    json += ']';
}

// A row may say that what it shows has come to its end, which programs read more easily than a cell.
void appendConditions(std::string& json, const api::ObjectPtr& object)
{
    const api::Pod* const pod = object.as<api::Pod>();
    if (!pod)
        return;
    if (pod->status->phase == api::PodPhase::Succeeded)
        json +=
            R"(,"conditions":[{"type":"Completed","status":"True","reason":"Succeeded","message":"The pod has completed successfully."}])";
    else if (pod->status->phase == api::PodPhase::Failed)
        json += R"(,"conditions":[{"type":"Completed","status":"True","reason":"Failed","message":"The pod failed."}])";
}

// Rows of one kind, one behind the other.
class Rows {
public:
    Rows(std::string& json, const api::Kind& kind, IncludeObject include, api::Time now)
        : m_json(json),
          m_printer(RowPrinter::compiledIn(kind)),
          m_include(include),
          m_now(now)
    {
        if (!m_printer)
            m_printer = &m_own.emplace(kind);
    }

    void append(const api::ObjectPtr& object)
    {
        m_json += m_first ? "{\"cells\":[" : ",{\"cells\":[";
        m_first = false;
        m_cells.clear();
        m_printer->append(m_cells, object, m_now);
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            if (i > 0)
                m_json += ',';
            api::appendJson(m_json, m_cells[i]);
        }
        m_json += ']';
        appendConditions(m_json, object);
        m_json += ",\"object\":";
        if (m_include == IncludeObject::None)
            m_json += "null";
        else if (m_include == IncludeObject::Metadata)
            appendPartialMetadata(m_json, object);
        else
            api::appendJson(m_json, object.type(), object.data());
        m_json += '}';
    }

private:
    std::string& m_json;
    std::optional<RowPrinter> m_own; // of a kind that is not compiled in
    const RowPrinter* m_printer;
    IncludeObject m_include;
    api::Time m_now;
    std::vector<api::Value> m_cells;
    bool m_first = true;
};

} // namespace

std::span<const api::Column> columnsOf(const api::Kind& kind)
{
    return table::columnsOf(kind);
}

std::vector<api::Value> cellsOf(const api::Kind& kind, const api::ObjectPtr& object, api::Time now)
{
    std::vector<api::Value> cells;
    if (const RowPrinter* const printer = RowPrinter::compiledIn(kind))
        printer->append(cells, object, now);
    else
        RowPrinter(kind).append(cells, object, now);
    return cells;
}

void appendTable(std::string& json, const api::Kind& kind, const Page& page, IncludeObject include, api::Time now)
{
    json += begin;
    json += "\"resourceVersion\":\"" + std::to_string(page.revision) + '"';
    if (!page.continueToken.empty()) {
        json += ",\"continue\":";
        api::appendJsonString(json, page.continueToken);
    }
    if (page.remainingItemCount)
        json += ",\"remainingItemCount\":" + std::to_string(*page.remainingItemCount);
    json += '}';
    appendColumns(json, kind);
    if (page.items.empty() && table::hasDefaultTable(kind)) {
        json += ",\"rows\":null}"; // the one place where a server makes no list of no rows
        return;
    }
    json += ",\"rows\":[";
    Rows rows(json, kind, include, now);
    const std::size_t before = json.size();
    for (std::size_t i = 0; i < page.items.size(); ++i) {
        // Once we know how long rows are: to make room bit by bit would copy what is written over and over.
        if (i == sampledRows)
            json.reserve(before + std::min((json.size() - before) / sampledRows * page.items.size() * 9 / 8, mostRoom));
        rows.append(page.items[i]);
    }
    json += "]}";
}

void appendTable(std::string& json, const api::Kind& kind, const api::ObjectPtr& object, IncludeObject include,
    api::Time now, bool withColumns)
{
    json += begin;
    if (const api::Text& version = object.meta().resourceVersion; !version.empty()) {
        json += "\"resourceVersion\":";
        api::appendJsonString(json, version);
    }
    json += '}';
    if (withColumns)
        appendColumns(json, kind);
    else
        json += ",\"columnDefinitions\":null";
    json += ",\"rows\":[";
    Rows(json, kind, include, now).append(object);
    json += "]}";
}

void appendPartialMetadata(std::string& json, const api::ObjectPtr& object)
{
    json += R"({"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":)";
    api::appendJson(json, *api::TypeOf<api::ObjectMeta>::value, &object.meta());
    json += '}';
}

} // namespace kubarium::apiserver
