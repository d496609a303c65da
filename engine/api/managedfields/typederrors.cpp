#include "typedvalue.h"

#include "../goformat.h"
#include "../govalue.h"

namespace kubarium::api {

namespace {

class TypeErrors {
public:
    explicit TypeErrors(Duplicates duplicates) : m_duplicates(duplicates) { }

    void walk(const Ownership& declared, const Value& value)
    {
        const Ownership owned = declared.forValue(value);
        if (value.isNull())
            return;
        if (owned.isMap())
            map(owned, value);
        else if (owned.isList())
            list(owned, value);
        else
            scalar(owned.scalar(), value);
    }

    std::vector<std::string> sentences;

private:
    void map(const Ownership& owned, const Value& value)
    {
        if (!value.isObject()) {
            add("expected map, got &{" + goPlain(value) + "}");
            return;
        }
        for (const auto& [name, member] : value.object()) {
            m_path.push_back(PathElement::field(name));
            if (owned.shape() == Ownership::Shape::Struct && !owned.declares(name)) {
                add("field not declared in schema");
                m_path.pop_back();
                return; // the first of them ends the map
            }
            walk(owned.member(name), member);
            m_path.pop_back();
        }
    }

    void list(const Ownership& owned, const Value& value)
    {
        if (!value.isArray()) {
            add("expected list, got &{" + goPlain(value) + "}");
            return;
        }
        std::set<PathElement> seen;
        for (std::size_t i = 0; i < value.array().size(); ++i) {
            const Value& element = value.array()[i];
            const Parsed<PathElement> step = owned.elementPath(element, i);
            if (!step) {
                add("element " + std::to_string(i) + ": " + step.error());
                return;
            }
            if (!seen.insert(*step).second && m_duplicates == Duplicates::Refused)
                add("duplicate entries for key " + step->shown());
            m_path.push_back(*step);
            walk(owned.element(), element);
            m_path.pop_back();
        }
    }

    void scalar(Storage storage, const Value& value)
    {
        const bool boolean = value.kind() == Value::Kind::Bool;
        switch (storage) {
        case Storage::Bool:
            if (!boolean)
                add("expected boolean, got &{" + goPlain(value) + "}");
            break;
        case Storage::Int32:
        case Storage::Int64:
        case Storage::Double:
            if (!value.isNumber())
                add("expected numeric (int or float), got " + goType(value));
            break;
        case Storage::String:
        case Storage::Bytes:
            if (!value.isString())
                add("expected string, got &value.valueUnstructured{Value:" + goSyntax(value) + "}");
            break;
        default: // times, quantities and ports read themselves
            if (value.isObject() || value.isArray())
                add("expected any scalar, got &{" + goPlain(value) + "}");
        }
    }

    static std::string goType(const Value& value)
    {
        if (value.isObject())
            return "map[string]interface {}";
        if (value.isArray())
            return "[]interface {}";
        return value.isString() ? "string" : "bool";
    }

    void add(const std::string& sentence)
    {
        const std::string path = shown(m_path);
        sentences.push_back(path.empty() ? sentence : path + ": " + sentence);
    }

    Duplicates m_duplicates;
    OwnedPath m_path;
};

} // namespace

std::vector<std::string> typeErrors(const Ownership& owned, const Value& value, Duplicates duplicates)
{
    TypeErrors errors(duplicates);
    errors.walk(owned, value);
    return std::move(errors.sentences);
}

} // namespace kubarium::api
