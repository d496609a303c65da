// metadata.managedFields, read: who owns which fields of an object.
//
// One manager is a name with an operation, a subresource and, for updates, an API version. What it writes later under
// the same four joins what it wrote before.
#pragma once

#include "../object.h"
#include "../parsed.h"
#include "ownedfields.h"

#include <map>
#include <tuple>

namespace kubarium::api {

struct ManagerId {
    std::string name;
    bool applies = false; // operation Apply, else Update
    std::string apiVersion; // of updates only: who applies is the same one in every version
    std::string subresource;

    // As the server orders them wherever order can be seen: by name, who applies first, then by version.
    friend std::strong_ordering operator<=>(const ManagerId& a, const ManagerId& b) { return a.order() <=> b.order(); }

    friend bool operator==(const ManagerId&, const ManagerId&) = default;
    std::string shown() const; // "m" with subresource "status" using v1

private:
    std::tuple<std::string_view, bool, std::string_view, std::string_view> order() const
    {
        return {name, !applies, apiVersion, subresource};
    }
};

struct ManagedSet {
    OwnedFields fields;
    std::string apiVersion;
    Time time; // zero: not known
};

class Managers {
public:
    using Sets = std::map<ManagerId, ManagedSet>;

    static Parsed<Managers> read(const List<ManagedFieldsEntry>& entries);
    // Who applies comes before who updates, then the older before the newer, then by name.
    List<ManagedFieldsEntry> entries() const;

    bool empty() const { return m_sets.empty(); }

    bool ownTheSame(const Managers& other) const; // whatever their times

    const Sets& sets() const { return m_sets; }

    Sets& sets() { return m_sets; }

    const FieldSet& fields(const ManagerId& id) const;
    FieldSet allFields() const;

    void takeFromAll(const FieldSet& fields); // managers that own nothing any more are gone
    // Beyond `limit` updaters the oldest share the name ancient-changes, one for each API version.
    void limitUpdaters(std::size_t limit);

private:
    Sets m_sets;
};

} // namespace kubarium::api
