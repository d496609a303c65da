#include "fieldset.h"

namespace kubarium::api {

const FieldSet& FieldSet::below(const PathElement& element) const
{
    static const FieldSet none;
    const auto found = m_children.find(element);
    return found == m_children.end() ? none : found->second;
}

void FieldSet::insert(const OwnedPath& path)
{
    if (path.empty())
        return;
    FieldSet* at = this;
    for (std::size_t i = 0; i + 1 < path.size(); ++i)
        at = &at->m_children[path[i]];
    at->m_members.insert(path.back());
}

void FieldSet::insert(const PathElement& element, FieldSet below)
{
    if (below.empty())
        return;
    FieldSet& child = m_children[element];
    child = child.empty() ? std::move(below) : child.unitedWith(below);
}

FieldSet FieldSet::unitedWith(const FieldSet& other) const
{
    FieldSet both = *this;
    both.m_members.insert(other.m_members.begin(), other.m_members.end());
    for (const auto& [element, child] : other.m_children)
        both.insert(element, child);
    return both;
}

FieldSet FieldSet::without(const FieldSet& other) const
{
    FieldSet rest;
    for (const PathElement& element : m_members) {
        if (!other.has(element))
            rest.m_members.insert(element);
    }
    for (const auto& [element, child] : m_children)
        rest.insert(element, child.without(other.below(element)));
    return rest;
}

FieldSet FieldSet::withoutTreesOf(const FieldSet& other) const
{
    FieldSet rest;
    for (const PathElement& element : m_members) {
        if (!other.has(element))
            rest.m_members.insert(element);
    }
    for (const auto& [element, child] : m_children) {
        if (!other.has(element))
            rest.insert(element, child.withoutTreesOf(other.below(element)));
    }
    return rest;
}

FieldSet FieldSet::inCommonWith(const FieldSet& other) const
{
    FieldSet common;
    for (const PathElement& element : m_members) {
        if (other.has(element))
            common.m_members.insert(element);
    }
    for (const auto& [element, child] : m_children)
        common.insert(element, child.inCommonWith(other.below(element)));
    return common;
}

void FieldSet::forEach(const std::function<void(const OwnedPath&)>& visit) const
{
    OwnedPath prefix;
    forEach(prefix, visit);
}

void FieldSet::forEach(OwnedPath& prefix, const std::function<void(const OwnedPath&)>& visit) const
{
    for (const PathElement& element : m_members) {
        prefix.push_back(element);
        visit(prefix);
        prefix.pop_back();
    }
    for (const auto& [element, child] : m_children) {
        prefix.push_back(element);
        child.forEach(prefix, visit);
        prefix.pop_back();
    }
}

Value fieldsV1(const FieldSet& set)
{
    Value::Object written;
    for (const PathElement& element : set.members())
        written.set(element.written(), Value::Object());
    for (const auto& [element, child] : set.children()) {
        Value below = fieldsV1(child);
        if (set.has(element))
            below.editObject().set(".", Value::Object());
        written.set(element.written(), std::move(below));
    }
    return written;
}

FieldSet fieldSetOf(const Value& fieldsV1)
{
    FieldSet set;
    for (const auto& [key, below] : fieldsV1.object()) {
        const std::optional<PathElement> element = PathElement::parse(key);
        if (!element)
            continue; // "." is the parent's
        if (below.object().empty() || below.object().contains("."))
            set.insert(*element);
        set.insert(*element, fieldSetOf(below));
    }
    return set;
}

} // namespace kubarium::api
