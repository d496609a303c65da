// A tree of values seen along its type tables, as server-side apply sees it: what in it can be owned, what changed
// between two of them, and one merged into the other. Nulls count as values: whoever writes one owns it.
#pragma once

#include "fieldset.h"
#include "ownership.h"

#include <string>
#include <vector>

namespace kubarium::api {

// What does not fit the tables: `.spec.foo: field not declared in schema`. A live object may have the same key twice
// in a list, an applied one may not.
enum class Duplicates : std::uint8_t { Refused, Allowed };
std::vector<std::string> typeErrors(const Ownership& owned, const Value& value, Duplicates duplicates);

// All paths that somebody who writes this value owns. Members of structs that hold other members are not among them.
FieldSet fieldsOf(const Ownership& owned, const Value& value);

struct Comparison {
    FieldSet added;
    FieldSet modified;
    FieldSet removed;
};

Comparison comparison(const Ownership& owned, const Value& before, const Value& after);

// `applied` over `live`. Elements that only one of them has are kept; those that both have stand in the applied order,
// and in front of each stand the live elements that stood there before.
Value merged(const Ownership& owned, const Value& live, const Value& applied);

// Without the paths of `fields`, and all that lies below them.
Value withoutFields(const Ownership& owned, const Value& value, const FieldSet& fields);

// The set with every struct in it, too, that only leads to its members.
FieldSet withStructs(const Ownership& owned, const FieldSet& fields);

} // namespace kubarium::api
