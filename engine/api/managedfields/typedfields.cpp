#include "typedvalue.h"

namespace kubarium::api {

namespace {

void collect(const Ownership& declared, const Value& value, OwnedPath& path, FieldSet& fields)
{
    const Ownership owned = declared.forValue(value);
    if (owned.atomic() || owned.shape() == Ownership::Shape::List || (!owned.isMap() && !owned.isList())) {
        fields.insert(path);
        return;
    }
    if (owned.isMap()) {
        for (const auto& [name, member] : value.object()) {
            path.push_back(PathElement::field(name));
            collect(owned.member(name), member, path, fields);
            // An empty map is something one can own, and so is each key of a map.
            if (member.isNull() || (member.isObject() && member.object().empty()) || !owned.declares(name))
                fields.insert(path);
            path.pop_back();
        }
        return;
    }
    for (std::size_t i = 0; i < value.array().size(); ++i) {
        const Parsed<PathElement> step = owned.elementPath(value.array()[i], i);
        if (!step)
            continue;
        path.push_back(*step);
        collect(owned.element(), value.array()[i], path, fields);
        fields.insert(path);
        path.pop_back();
    }
}

} // namespace

FieldSet fieldsOf(const Ownership& owned, const Value& value)
{
    FieldSet fields;
    OwnedPath path;
    collect(owned, value, path, fields);
    return fields;
}

Value withoutFields(const Ownership& declared, const Value& value, const FieldSet& fields)
{
    const Ownership owned = declared.forValue(value);
    if (value.isNull() || owned.atomic())
        return {};
    if (owned.isMap()) {
        Value::Object kept;
        for (const auto& [name, member] : value.object()) {
            const PathElement step = PathElement::field(name);
            if (fields.has(step))
                continue;
            const FieldSet& below = fields.below(step);
            kept.set(name, below.empty() ? member : withoutFields(owned.member(name), member, below));
        }
        return kept.empty() ? Value() : Value(std::move(kept));
    }
    if (!owned.isList())
        return value;
    if (owned.shape() == Ownership::Shape::List)
        return {};
    Value::Array kept;
    for (std::size_t i = 0; i < value.array().size(); ++i) {
        const Value& element = value.array()[i];
        const Parsed<PathElement> step = owned.elementPath(element, i);
        if (step && fields.has(*step))
            continue;
        const bool below = step && !fields.below(*step).empty();
        kept.push_back(below ? withoutFields(owned.element(), element, fields.below(*step)) : element);
    }
    return kept.empty() ? Value() : Value(std::move(kept));
}

FieldSet withStructs(const Ownership& owned, const FieldSet& fields)
{
    FieldSet all;
    for (const PathElement& step : fields.members())
        all.insert(step);
    for (const auto& [step, below] : fields.children()) {
        const bool field = step.kind() == PathElement::Kind::Field;
        if (field && owned.declares(step.name()))
            all.insert(step);
        all.insert(step, withStructs(field ? owned.member(step.name()) : owned.element(), below));
    }
    return all;
}

} // namespace kubarium::api
