// Which objects of a kind a list or watch is about: namespace, labels, fields.
#pragma once

#include "request.h"

#include "api/selectors.h"

namespace kubarium::apiserver {

class Selection {
public:
    // Refused as the server refuses selectors it cannot read and fields it does not know for the kind.
    static api::Result<Selection> of(const Request& request);

    bool matches(const api::ObjectPtr& object) const; // of the stored version
    store::Place first() const; // where in the order to begin
    bool pastEnd(const api::ObjectPtr& object) const; // of a walk in order

private:
    api::Text m_namespace; // absent: all
    api::Text m_name; // the one object that a field selector or the request names; absent: any
    api::LabelMatcher m_labels;
    api::FieldMatcher m_fields;
};

} // namespace kubarium::apiserver
