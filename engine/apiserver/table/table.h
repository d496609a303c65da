// Objects as the server's Tables: what `kubectl get` asks for with
//
//   Accept: application/json;as=Table;v=v1;g=meta.k8s.io
//
// The columns of a kind stand in its type table, be it compiled in or made from a CustomResourceDefinition while the
// server runs (such a Kind brings Name and its additionalPrinterColumns, each with a path). A cell is read at the
// column's path, or made by the kind's printer; it says what a v1.34 server says, word for word.
#pragma once

#include "../request.h"

#include <span>
#include <string>
#include <vector>

namespace kubarium::apiserver {

// What the rows carry beside their cells: ?includeObject=
enum class IncludeObject : std::uint8_t { None, Metadata, Object };

// A kind that names no columns has those of the server's default table: Name and Created At, or Age if it is defined by
// a CustomResourceDefinition.
std::span<const api::Column> columnsOf(const api::Kind& kind);
// As many as there are columns, of an object in the version of `kind`: texts, numbers, booleans or null.
std::vector<api::Value> cellsOf(const api::Kind& kind, const api::ObjectPtr& object, api::Time now);

// {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{…},"columnDefinitions":[…],"rows":[…]} of a list.
void appendTable(std::string& json, const api::Kind& kind, const Page& page, IncludeObject include, api::Time now);
// The same of one object. In a watch only the first event's Table names the columns.
void appendTable(std::string& json, const api::Kind& kind, const api::ObjectPtr& object, IncludeObject include,
    api::Time now, bool withColumns);

// {"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{…}}
void appendPartialMetadata(std::string& json, const api::ObjectPtr& object);

} // namespace kubarium::apiserver
