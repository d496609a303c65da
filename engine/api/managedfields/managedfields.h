// Field ownership, kept up to date: what metadata.managedFields becomes by a write, and server-side apply.
//
//   update by m2, {a: 1, b: 1} → {a: 2, b: 1}     m1 owned a and b: m1 keeps b, m2 has a
//   apply by m1 of {a: 1}, which m2 set to 2      409: conflict with "m2": .data.a; with force it is m1's
//   apply by m1 of {}, who applied a before       a is taken out of the object, unless somebody else owns it, too
//
// Nothing here knows a kind: the type tables say what is owned as one (MapKind, ListKind). apiVersion, kind and what
// the server itself keeps in metadata are nobody's.
#pragma once

#include "../object.h"
#include "../status.h"
#include "fieldset.h"

namespace kubarium::api {

struct FieldWriter {
    std::string manager; // fieldManager, or the part of the user agent before the slash
    std::string subresource;
    Time time;
};

constexpr std::size_t maxUpdateManagers = 10;

// `after` with its managedFields; to be called once defaults are filled in and before admission changes the object: what
// plugins add is nobody's. The entries are those that it brings (the live ones, if it brings none or bad
// ones; none, if it brings [{}]), and in them what the write changed. `before` is null for a create. Fields that are
// `ignored`, with all below them, are put back by the kind's strategy (status on a write of the object, spec on one of
// status): writing them makes nobody their owner.
ObjectPtr withManagedFields(const Kind& kind, const ObjectPtr& before, const ObjectPtr& after,
    const FieldWriter& writer, const FieldSet& ignored = {});

// The object as it is after `config` was applied, before defaults. `live` is null if there is no such object yet.
// `config` is what the client sent, apiVersion and kind with it, and holds only the fields that it wants.
//
//   another version or kind than `kind`, or managedFields in it   400 BadRequest
//   a field that no table knows, a key twice in a list            500, as the server has it: failed to create typed patch …
//   fields that others own with other values, without `force`     409 Conflict with a cause for each
//
// When nothing changes, the object comes back as it was, times too.
Result<ObjectPtr> applied(const Kind& kind, const ObjectPtr& live, const Value& config, const FieldWriter& writer,
    bool force, const FieldSet& ignored = {});

// Whether two versions differ in nothing but resourceVersion and the times of their managers: such a write is not stored.
bool differOnlyInManagerTimes(const ObjectPtr& before, const ObjectPtr& after);

} // namespace kubarium::api
