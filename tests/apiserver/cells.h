// One object of a table, written as a manifest, and the cells a server makes of it.
//
//   cellAt("{apiVersion: v1, kind: Pod, …}", "Status")   ->  "Running"
//
// It is one o'clock: what was created at midnight is 60m old. Texts, numbers, booleans and null come as such, so that a
// test tells 3 from "3".
#pragma once

#include "manifest.h"
#include "apiserver/table/table.h"

#include <QtTest/QtTest>

#include <algorithm>

namespace kubarium::apiserver {

inline api::Time oneOClock() { return *api::Time::parse("2026-01-01T01:00:00Z"); }

inline QString toText(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

inline QVariant toVariant(const api::Value& value)
{
    switch (value.kind()) {
    case api::Value::Kind::String: return toText(value.text());
    case api::Value::Kind::Int: return static_cast<qlonglong>(value.integer());
    case api::Value::Kind::Double: return value.real();
    case api::Value::Kind::Bool: return value.boolean();
    default: return QVariant();
    }
}

inline QVariant cellAt(const QByteArray& yaml, const QByteArray& column)
{
    const api::Manifest manifest(yaml.toStdString());
    if (!manifest.refusal().isEmpty())
        return "not an object: " + manifest.refusal();
    const auto columns = columnsOf(manifest.kind());
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const api::Column& c) { return c.name == column.toStdString(); });
    if (found == columns.end())
        return "no such column";
    return toVariant(cellsOf(manifest.kind(), manifest.object(), oneOClock())[static_cast<std::size_t>(found - columns.begin())]);
}

inline QVariant number(qlonglong number) { return number; }

inline void addCellColumns()
{
    QTest::addColumn<QByteArray>("object");
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<QVariant>("cell");
}

inline void compareCell()
{
    QFETCH(QByteArray, object);
    QFETCH(QByteArray, column);
    QFETCH(QVariant, cell);
    const QVariant actual = cellAt(object, column);
    QCOMPARE(actual, cell);
    QCOMPARE(actual.typeId(), cell.typeId());
}

} // namespace kubarium::apiserver
