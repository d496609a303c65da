#include "views/columns.h"

#include "api/encode.h"
#include "bridge/words.h"
#include "lab/objects.h"
#include "views/kinds.h"

#include <QCoreApplication>

#include <algorithm>

namespace kubarium::gui {

namespace {

QString textOf(const api::Value& value)
{
    if (value.isNull())
        return {};
    return value.isString() ? words(value.text()) : words(api::toJson(value));
}

} // namespace

QString Column::name() const
{
    return printed ? words(printed->name) : QStringLiteral("Namespace");
}

QString Column::doc() const
{
    return printed ? docOf(printed->doc) : QCoreApplication::translate("Columns", "The namespace it lives in.");
}

bool Column::isStatus() const
{
    return printed && printed->name == "Status";
}

bool Column::isNumber() const
{
    return printed && (printed->type == "integer" || printed->type == "number");
}

std::vector<Column> columnsOf(const api::Kind& kind)
{
    std::vector<Column> columns;
    if (kind.namespaced)
        columns.push_back({nullptr, 0});
    const std::span<const api::Column> printed = lab::columnsOf(kind);
    for (std::size_t i = 0; i < printed.size(); ++i) {
        if (printed[i].priority == 0) // the others are for -o wide
            columns.push_back({&printed[i], i});
    }
    return columns;
}

std::vector<QString> cellsOf(
    const api::Kind& kind, const std::vector<Column>& columns, const api::ObjectPtr& object, api::Time now)
{
    const std::vector<api::Value> cells = lab::cellsOf(kind, object, now);
    std::vector<QString> texts;
    for (const Column& column : columns)
        texts.push_back(column.printed ? textOf(cells[column.cell]) : words(object.meta().namespace_));
    return texts;
}

Tone toneOf(const QString& status)
{
    static const auto isAmong = [](std::initializer_list<QLatin1String> list, const QString& word) {
        return std::ranges::find(list, word) != list.end();
    };
    // "Ready,SchedulingDisabled": the first word is about health, what follows limits it.
    const QString word = status.section(QLatin1Char(','), 0, 0);
    const bool limited = word.size() != status.size();
    if (isAmong({QLatin1String("Ready"), QLatin1String("Running"), QLatin1String("Active"), QLatin1String("Bound"),
                    QLatin1String("Available"), QLatin1String("Completed"), QLatin1String("Complete"),
                    QLatin1String("Succeeded"), QLatin1String("Healthy")},
            word))
        return limited ? Tone::Waiting : Tone::Good;
    if (isAmong({QLatin1String("NotReady"), QLatin1String("Failed"), QLatin1String("Lost"), QLatin1String("Evicted"),
                    QLatin1String("OOMKilled"), QLatin1String("CrashLoopBackOff"), QLatin1String("ImagePullBackOff"),
                    QLatin1String("InvalidImageName"), QLatin1String("Unhealthy")},
            word)
        || word.contains(QLatin1String("Err")) || word.endsWith(QLatin1String("BackOff")))
        return Tone::Bad;
    if (word.isEmpty() || word == QLatin1String("<none>"))
        return Tone::None;
    return Tone::Waiting;
}

} // namespace kubarium::gui
