#include "rowprinter.h"

#include "api/conversion/conversion.h"
#include "api/duration.h"
#include "api/encode.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver::table {

namespace {

constexpr std::string_view createdAt = "Created At";

bool isCompiledIn(const api::Kind& kind)
{
    const auto all = api::kinds();
    return !std::less<>()(&kind, all.data()) && std::less<>()(&kind, all.data() + all.size());
}

api::Value creationTime(const api::ObjectPtr& object, api::Time)
{
    return api::Text(object.meta().creationTimestamp.text());
}

// A value of a defined column, which is of the column's type or is not shown.
api::Value asType(const api::Value& value, std::string_view type, api::Time now)
{
    using Kind = api::Value::Kind;
    if (value.isNull())
        return {};
    if (type == "integer")
        return value.isNumber() ? api::Value(value.integer()) : api::Value();
    if (type == "number")
        return value.isNumber() ? api::Value(value.real()) : api::Value();
    if (type == "boolean")
        return value.kind() == Kind::Bool ? value : api::Value();
    if (type == "date") {
        if (!value.isString())
            return {};
        const auto moment = api::Time::parse(value.text());
        return api::Text(moment ? api::age(*moment, now) : "<invalid>");
    }
    if (type == "string")
        return value.isString() ? value : api::Value(api::Text(api::toJson(value)));
    return {};
}

} // namespace

bool isDefined(const api::Kind& kind)
{
    return kind.group == "lab.kubarium.dev" || kind.group == "autoscaling.k8s.io" || !isCompiledIn(kind);
}

bool hasDefaultTable(const api::Kind& kind)
{
    const auto columns = columnsOf(kind);
    return !isDefined(kind) && columns.size() == 2 && columns[1].name == createdAt;
}

std::span<const api::Column> columnsOf(const api::Kind& kind)
{
    constexpr api::Doc name = {"Name of the object.", "오브젝트 이름."};
    static constexpr std::array<api::Column, 2> ofServer = {{{"Name", "string", "name", ".metadata.name", 0, name},
        {createdAt, "date", "", "", 0, {"When it was created.", "만들어진 시각."}}}};
    static constexpr std::array<api::Column, 2> ofDefinition = {{{"Name", "string", "name", ".metadata.name", 0, name},
        {"Age", "date", "", ".metadata.creationTimestamp", 0, {"Time since it was created.", "생성 후 지난 시간."}}}};
    if (!kind.columns.empty())
        return kind.columns;
    return isDefined(kind) ? std::span<const api::Column>(ofDefinition) : std::span<const api::Column>(ofServer);
}

// A kind that is stored in another version is printed as what is stored.
RowPrinter::RowPrinter(const api::Kind& kind) : m_kind(kind), m_defined(isDefined(kind))
{
    const bool compiledIn = isCompiledIn(kind);
    const api::Kind& printed = compiledIn ? api::storedKind(kind) : kind;
    for (const api::Column& column : columnsOf(kind)) {
        Source source{&column, compiledIn ? cellOf(*printed.type, column.name) : nullptr, std::nullopt};
        if (!source.cell && column.path.empty() && column.name == createdAt)
            source.cell = creationTime;
        if (!source.cell) {
            const auto same = std::find_if(printed.columns.begin(), printed.columns.end(),
                [&](const api::Column& c) { return c.name == column.name; });
            source.path.emplace(*printed.type, same != printed.columns.end() ? same->path : column.path);
        }
        m_sources.push_back(std::move(source));
    }
}

const RowPrinter* RowPrinter::compiledIn(const api::Kind& kind)
{
    if (!isCompiledIn(kind))
        return nullptr;
    static const std::vector<RowPrinter> printers(api::kinds().begin(), api::kinds().end());
    return &printers[static_cast<std::size_t>(&kind - api::kinds().data())];
}

api::Value RowPrinter::read(const Source& source, Printed& printed, api::Time now) const
{
    if (source.cell)
        return source.cell(printed.object(), now);
    if (source.path->isCreationTime())
        return api::Text(api::age(printed.object().meta().creationTimestamp, now));
    api::Value value = source.path->at(printed, !m_defined);
    return m_defined ? asType(value, source.column->type, now) : value;
}

void RowPrinter::append(std::vector<api::Value>& cells, const api::ObjectPtr& object, api::Time now) const
{
    const api::ObjectPtr stored = isCompiledIn(m_kind) && !m_kind.stored ? api::toStored(m_kind, object) : object;
    Printed printed(stored);
    for (const Source& source : m_sources)
        cells.push_back(read(source, printed, now));
}

} // namespace kubarium::apiserver::table
