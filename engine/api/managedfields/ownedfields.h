// The field set of one manager as it is stored. Most writes touch nothing of most managers: their sets are neither read
// nor written anew then.
#pragma once

#include "fieldset.h"

#include <optional>

namespace kubarium::api {

class OwnedFields {
public:
    OwnedFields() = default;

    OwnedFields(FieldSet fields) : m_fields(std::move(fields)) { }

    static OwnedFields stored(Value fieldsV1);

    const FieldSet& get() const; // read when first asked for
    Value written() const; // as it came, unless it was changed
    bool empty() const;

    // Whether any of the paths is in the set; decided without reading it.
    bool touches(const FieldSet& paths) const;
    void take(const FieldSet& paths);

private:
    Value m_stored; // null once the set was changed
    mutable std::optional<FieldSet> m_fields;
};

} // namespace kubarium::api
