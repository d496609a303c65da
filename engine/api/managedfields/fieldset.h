// A set of paths: what one manager owns of an object.
//
// A path can be in the set by itself and lead to others: owning the element [name="a"] of a list is not the same as
// owning its image.
#pragma once

#include "pathelement.h"

#include <functional>
#include <map>
#include <set>

namespace kubarium::api {

class FieldSet {
public:
    using Members = std::set<PathElement>;
    using Children = std::map<PathElement, FieldSet>;

    bool empty() const { return m_members.empty() && m_children.empty(); } // no child is ever empty

    const Members& members() const { return m_members; }

    const Children& children() const { return m_children; }

    bool has(const PathElement& element) const { return m_members.contains(element); }

    const FieldSet& below(const PathElement& element) const; // the empty set if nothing is there

    void insert(const PathElement& element) { m_members.insert(element); }

    void insert(const OwnedPath& path); // the empty path is nobody's
    void insert(const PathElement& element, FieldSet below); // all of `below`, as paths that begin with `element`

    FieldSet unitedWith(const FieldSet& other) const;
    FieldSet without(const FieldSet& other) const; // path by path
    FieldSet withoutTreesOf(const FieldSet& other) const; // what lies below a path of `other` goes, too
    FieldSet inCommonWith(const FieldSet& other) const;

    // At each level the members first, then what lies below.
    void forEach(const std::function<void(const OwnedPath&)>& visit) const;

    friend bool operator==(const FieldSet& a, const FieldSet& b) = default;

private:
    void forEach(OwnedPath& prefix, const std::function<void(const OwnedPath&)>& visit) const;

    Members m_members;
    Children m_children;
};

// The set as managedFields stores it, {"f:data":{".":{},"f:a":{}}}, and back. Steps that nobody knows are left out, as
// the server does with what a newer one wrote.
Value fieldsV1(const FieldSet& set);
FieldSet fieldSetOf(const Value& fieldsV1);

} // namespace kubarium::api
