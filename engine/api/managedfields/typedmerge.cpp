#include "typedvalue.h"

#include <algorithm>

namespace kubarium::api {

namespace {

bool isEmpty(const Value& value)
{
    return value.object().empty() && value.array().empty();
}

struct Element {
    PathElement step;
    const Value* value;
};

std::vector<Element> elementsOf(const Ownership& owned, const Value& list)
{
    std::vector<Element> elements;
    for (std::size_t i = 0; i < list.array().size(); ++i) {
        if (Parsed<PathElement> step = owned.elementPath(list.array()[i], i))
            elements.push_back({*std::move(step), &list.array()[i]});
    }
    return elements;
}

Value mergedLists(const Ownership& owned, const Value& live, const Value& applied)
{
    const std::vector<Element> left = elementsOf(owned, live);
    const std::vector<Element> right = elementsOf(owned, applied);
    std::map<PathElement, const Value*> leftByStep; // null for what is there twice
    for (const Element& element : left) {
        const auto [place, inserted] = leftByStep.emplace(element.step, element.value);
        if (!inserted)
            place->second = nullptr;
    }
    std::set<PathElement> rightSteps;
    for (const Element& element : right)
        rightSteps.insert(element.step);

    // Applied elements go out in their order. In front of each go the live ones that nobody applied, up to the next
    // element that both have.
    Value::Array out;
    auto next = left.begin();
    auto shared = right.begin(); // the next one that both have
    for (auto element = right.begin(); element != right.end(); ++element) {
        shared = std::find_if(std::max(shared, element), right.end(),
            [&](const Element& candidate) { return leftByStep.contains(candidate.step); });
        while (next != left.end() && !(shared != right.end() && next->step == shared->step)) {
            if (!rightSteps.contains(next->step))
                out.push_back(*next->value);
            ++next; // what both have goes out with the applied ones
        }
        const auto found = leftByStep.find(element->step);
        const Value* const counterpart = found == leftByStep.end() ? nullptr : found->second;
        out.push_back(counterpart ? merged(owned.element(), *counterpart, *element->value) : *element->value);
        if (next != left.end() && next->step == element->step)
            ++next;
    }
    for (; next != left.end(); ++next) {
        if (!rightSteps.contains(next->step))
            out.push_back(*next->value);
    }
    return out;
}

} // namespace

Value merged(const Ownership& declared, const Value& live, const Value& applied)
{
    const Ownership owned = declared.forValue(applied.isNull() ? live : applied);
    const bool leaf = owned.atomic() || (!owned.isMap() && !owned.isList()) || owned.shape() == Ownership::Shape::List
        || (isEmpty(live) && isEmpty(applied));
    if (leaf)
        return applied;
    if (owned.isList())
        return mergedLists(owned, live, applied);
    Value::Object members = live.object();
    for (const auto& [name, member] : applied.object()) {
        const Value* const old = members.find(name);
        members.set(name, old ? merged(owned.member(name), *old, member) : member);
    }
    return members;
}

} // namespace kubarium::api
