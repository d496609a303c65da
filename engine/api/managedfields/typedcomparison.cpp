#include "typedvalue.h"

namespace kubarium::api {

namespace {

using Pointers = std::vector<const Value*>;

// Elements of a list by their step; the same one may be there more than once.
std::map<PathElement, Pointers> elementsOf(const Ownership& owned, const Value* list)
{
    std::map<PathElement, Pointers> elements;
    if (!list)
        return elements;
    for (std::size_t i = 0; i < list->array().size(); ++i) {
        if (const Parsed<PathElement> step = owned.elementPath(list->array()[i], i))
            elements[*step].push_back(&list->array()[i]);
    }
    return elements;
}

bool isEmpty(const Value* value)
{
    return !value || (value->object().empty() && value->array().empty());
}

class Comparing {
public:
    explicit Comparing(Comparison& result) : m_result(result) { }

    // A side that is not there is null; a null that somebody wrote is a value.
    void walk(const Ownership& declared, const Value* before, const Value* after)
    {
        const auto typed = [&](const Value* value) {
            return declared.forValue(value && !value->isNull() ? *value : Value());
        };
        const Ownership left = typed(before);
        const Ownership right = typed(after);
        bool leaf = false;
        if (!after || (before && left.shape() != right.shape() && before->isNull() == after->isNull()))
            leaf = descend(left, before, after);
        if (after && !leaf)
            leaf = descend(right, before, after);
        if (leaf || m_path.empty())
            return;
        if (!before)
            m_result.added.insert(m_path);
        else if (!after)
            m_result.removed.insert(m_path);
    }

private:
    // Whether the value is compared as one.
    bool descend(const Ownership& owned, const Value* before, const Value* after)
    {
        const bool leaf = owned.atomic() || (!owned.isMap() && !owned.isList())
            || owned.shape() == Ownership::Shape::List || (isEmpty(before) && isEmpty(after));
        if (leaf) {
            compare(before, after);
            return true;
        }
        if (owned.isMap())
            members(owned, before, after);
        else
            elements(owned, before, after);
        return false;
    }

    void compare(const Value* before, const Value* after)
    {
        if (!before)
            m_result.added.insert(m_path);
        else if (!after)
            m_result.removed.insert(m_path);
        else if (!(*before == *after))
            m_result.modified.insert(m_path);
    }

    void members(const Ownership& owned, const Value* before, const Value* after)
    {
        static const Value::Object none;
        const Value::Object& left = before ? before->object() : none;
        const Value::Object& right = after ? after->object() : none;
        for (const auto& [name, value] : left)
            at(PathElement::field(name), owned.member(name), &value, right.find(name));
        for (const auto& [name, value] : right) {
            if (!left.contains(name))
                at(PathElement::field(name), owned.member(name), nullptr, &value);
        }
    }

    void elements(const Ownership& owned, const Value* before, const Value* after)
    {
        const std::map<PathElement, Pointers> left = elementsOf(owned, before);
        const std::map<PathElement, Pointers> right = elementsOf(owned, after);
        static const Pointers none;
        for (const auto& [step, values] : left) {
            const auto found = right.find(step);
            element(owned, step, values, found == right.end() ? none : found->second);
        }
        for (const auto& [step, values] : right) {
            if (!left.contains(step))
                element(owned, step, none, values);
        }
    }

    void element(const Ownership& owned, const PathElement& step, const Pointers& before, const Pointers& after)
    {
        if (before.size() <= 1 && after.size() <= 1) {
            at(step, owned.element(), before.empty() ? nullptr : before.front(),
                after.empty() ? nullptr : after.front());
            return;
        }
        // What is there twice is compared as one.
        const bool same = std::equal(before.begin(), before.end(), after.begin(), after.end(),
            [](const Value* a, const Value* b) { return *a == *b; });
        m_path.push_back(step);
        if (before.empty())
            m_result.added.insert(m_path);
        else if (after.empty())
            m_result.removed.insert(m_path);
        else if (!same)
            m_result.modified.insert(m_path);
        m_path.pop_back();
    }

    void at(const PathElement& step, const Ownership& owned, const Value* before, const Value* after)
    {
        if (before && after && before->isNull() && after->isNull())
            return;
        m_path.push_back(step);
        walk(owned, before, after);
        m_path.pop_back();
    }

    Comparison& m_result;
    OwnedPath m_path;
};

} // namespace

Comparison comparison(const Ownership& owned, const Value& before, const Value& after)
{
    Comparison result;
    Comparing(result).walk(owned, &before, &after);
    return result;
}

} // namespace kubarium::api
