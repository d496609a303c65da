#include "strategicmerge.h"

#include "../goformat.h"
#include "../govalue.h"
#include "elementorder.h"
#include "mergeschema.h"
#include "patchstatus.h"

#include <algorithm>
#include <optional>

namespace kubarium::api {

namespace {

constexpr std::string_view directive = "$patch";
constexpr std::string_view retainKeys = "$retainKeys";
constexpr std::string_view deletion = "$deleteFromPrimitiveList";
constexpr std::string_view elementOrder = "$setElementOrder";

Status noMergeKey(const Value& element, std::string_view key)
{
    return patchFailure("map: " + goPlain(element) + " does not contain declared merge key: " + std::string(key));
}

// Go's word for what JSON holds.
std::string_view goTypeOf(const Value& value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        return "<nil>";
    case Value::Kind::Bool:
        return "bool";
    case Value::Kind::Int:
        return "int64";
    case Value::Kind::Double:
        return "float64";
    case Value::Kind::String:
        return "string";
    case Value::Kind::Array:
        return "[]interface {}";
    case Value::Kind::Object:
        break;
    }
    return "map[string]interface {}";
}

Status unknownDirective(const Value& word, const Value& map)
{
    std::string shown = goPlain(word);
    if (!word.isString() && !word.isObject() && !word.isArray()) // what Go prints for %s and no text
        shown = word.isNull() ? "%!s(<nil>)" : "%!s(" + std::string(goTypeOf(word)) + "=" + shown + ")";
    return patchFailure("unknown patch type: " + shown + " in map: " + goPlain(map));
}

bool isWord(const Value& value, std::string_view word)
{
    return value.isString() && value.text() == word;
}

Status notA(std::string_view wanted, const Value& value)
{
    return patchFailure("expected a " + std::string(wanted) + ", but received a " + std::string(goTypeOf(value)));
}

// "$setElementOrder/containers" → containers; nothing if the directive names no list.
std::optional<std::string> listNamed(std::string_view key, std::string_view prefix)
{
    const std::size_t slash = key.find('/');
    if (slash == std::string_view::npos || key.substr(0, slash) != prefix)
        return std::nullopt;
    return std::string(key.substr(slash + 1));
}

enum class Nulls : std::uint8_t { Dropped, Kept };

// What a patch adds where there was nothing: maps with a directive are not added, and nulls mostly are gone.
std::optional<Value> added(const Value& value, Nulls nulls = Nulls::Dropped)
{
    if (value.isObject()) {
        if (value.object().contains(directive))
            return std::nullopt;
        Value::Object kept;
        for (const auto& [key, member] : value.object()) {
            if (member.isNull() && nulls == Nulls::Dropped)
                continue;
            if (std::optional<Value> clean = added(member, nulls))
                kept.set(key, std::move(*clean));
        }
        return Value(std::move(kept));
    }
    if (value.isArray()) {
        Value::Array kept;
        for (const Value& item : value.array()) {
            if (std::optional<Value> clean = added(item, nulls))
                kept.push_back(std::move(*clean));
        }
        return Value(std::move(kept));
    }
    return value;
}

// The list as the order of elements is worked out by it: Go's merge puts what it adds into the places of what it
// deleted, in the very list that it looks at later.
Value::Array withReplacements(const Value::Array& list, const Value::Array& patch, std::string_view key)
{
    if (key.empty())
        return list;
    ElementPlaces deleted(key);
    for (const Value& element : patch) {
        if (isWord(element[directive], "delete"))
            deleted.add(element);
    }
    Value::Array view;
    for (const Value& element : list) {
        if (!deleted.has(element))
            view.push_back(element);
    }
    ElementPlaces known(view, key);
    for (const Value& element : patch) {
        if (view.size() == list.size())
            break;
        if (element[directive].isNull() && !known.has(element)) {
            view.push_back(element);
            known.add(element);
        }
    }
    return view;
}

bool sameType(const Value& a, const Value& b)
{
    return a.kind() == b.kind();
}

// All elements of both lists must be of one type; it is that of the value given back, which is null if there are none.
Result<Value> elementTypeOf(const Value::Array& original, const Value::Array& patch)
{
    const Value* first = nullptr;
    for (const Value::Array* const list : {&original, &patch}) {
        for (const Value& element : *list) {
            if (element.isArray() && !first) {
                Status status = patchRejected();
                status.message = "lists of lists are not supported";
                return status;
            }
            if (element.isNull() || (first && !sameType(*first, element))) {
                return patchFailure(
                    "list element types are not identical: " + goPlain(Value::Array{Value(original), Value(patch)}));
            }
            first = first ? first : &element;
        }
    }
    return first ? *first : Value();
}

class Merge {
public:
    // A map with a patch merged into it.
    Result<Value> map(Value original, const Value& patch, const MergeSchema& schema) const
    {
        if (const Value* const word = patch.object().find(directive)) {
            if (isWord(*word, "replace")) {
                Value replacement = patch;
                replacement.editObject().erase(directive);
                return replacement;
            }
            if (isWord(*word, "delete"))
                return Value(Value::Object());
            return unknownDirective(*word, patch);
        }
        Value changes = patch;
        if (std::optional<Status> refused = retain(original, changes))
            return *refused;
        if (std::optional<Status> refused = mergeOrdered(original, changes, schema))
            return *refused;
        for (const auto& [key, change] : changes.object()) {
            if (std::optional<Status> refused = mergeMember(original, key, change, schema))
                return *refused;
        }
        return original;
    }

private:
    // $retainKeys: what the patch sets must be on the list, and what is not on the list goes.
    static std::optional<Status> retain(Value& original, Value& patch)
    {
        const Value* const found = patch.object().find(retainKeys);
        if (!found)
            return std::nullopt;
        const Value list = *found;
        const Status malformed = badRequest("invalid patch format of retainKeys");
        if (!list.isArray())
            return malformed;
        patch.editObject().erase(retainKeys);
        const auto retained = [&](const Text& key) {
            return std::any_of(
                list.array().begin(), list.array().end(), [&](const Value& word) { return isWord(word, key); });
        };
        for (const auto& [key, value] : patch.object()) {
            const bool isDirective = key.view().starts_with(deletion) || key.view().starts_with(elementOrder);
            if (!value.isNull() && !isDirective && !retained(key))
                return malformed;
        }
        Value::Object kept;
        for (const auto& [key, value] : original.object()) {
            if (retained(key))
                kept.set(key, value);
        }
        original = Value(std::move(kept));
        return std::nullopt;
    }

    // The lists whose order the patch gives; they leave the patch.
    std::optional<Status> mergeOrdered(Value& original, Value& patch, const MergeSchema& schema) const
    {
        const Value whole = patch;
        for (const auto& [key, order] : whole.object()) {
            if (!key.view().starts_with(elementOrder))
                continue;
            patch.editObject().erase(key);
            const std::optional<std::string> name = listNamed(key, elementOrder);
            if (!name)
                return badRequest("invalid patch format of setElementOrder list");
            if (std::optional<Status> refused = mergeOrderedList(original, patch, *name, order, schema))
                return refused;
        }
        return std::nullopt;
    }

    std::optional<Status> mergeOrderedList(
        Value& original, Value& patch, const std::string& name, const Value& order, const MergeSchema& schema) const
    {
        if (!order.isArray())
            return notA("[]interface {}", order);
        const Value* const before = original.object().find(name);
        const Value* const change = patch.object().find(name);
        for (const Value* const list : {before, change}) {
            if (list && !list->isArray())
                return notA("[]interface {}", *list);
        }
        const Result<MergeRules> rules = schema.ofList(name);
        if (!rules)
            return rules.status();
        const Value::Array was = before ? before->array() : Value::Array();
        const Value::Array wanted = change ? change->array() : Value::Array();
        if (std::optional<Status> refused = checkOrder(wanted, order.array(), rules->key))
            return refused;
        if (!before && !change)
            return std::nullopt;
        Value::Array merged = before ? was : added(*change, Nulls::Kept).value_or(Value()).array();
        if (before && change) {
            const Result<Value> result = list(was, wanted, *rules, false);
            if (!result)
                return result.status();
            merged = result.value().array();
        }
        Result<Value> placed = inOrder(merged, order.array(), withReplacements(was, wanted, rules->key), rules->key);
        if (!placed)
            return placed.status();
        const Result<Value> type = elementTypeOf(was, wanted);
        if (!type)
            return type.status();
        if (type.value().isNull())
            return patchFailure("no elements in any of the given slices");
        original.editObject().set(name, *placed);
        patch.editObject().erase(name);
        return std::nullopt;
    }

    // The patch's elements must stand in the order that it asks for, each once.
    static std::optional<Status> checkOrder(const Value::Array& patch, const Value::Array& order, std::string_view key)
    {
        if (order.empty())
            return std::nullopt;
        std::size_t at = 0;
        for (const Value& element : patch) {
            if (!key.empty() && !element.isObject())
                return notA("map[string]interface {}", element);
            if (!key.empty() && isWord(element[directive], "delete"))
                continue;
            if (!key.empty() && at < order.size() && !element.object().contains(key))
                return noMergeKey(element, key);
            for (; at < order.size() && !sameElement(order[at], element, key); ++at) {
                if (!key.empty() && !order[at].object().contains(key))
                    return noMergeKey(order[at], key);
            }
            if (at == order.size()) {
                return patchFailure("The order in patch list:\n" + goPlain(patch) + "\n doesn't match "
                    + std::string(elementOrder) + " list:\n" + goPlain(order) + "\n");
            }
            ++at;
        }
        return std::nullopt;
    }

    std::optional<Status> mergeMember(
        Value& original, const Text& key, const Value& change, const MergeSchema& schema) const
    {
        Text name = key;
        const bool deletes = key.view().starts_with(deletion);
        if (deletes) {
            const std::optional<std::string> list = listNamed(key, deletion);
            if (!list)
                return badRequest("invalid patch format of primitive list");
            name = Text(*list);
        }
        const Value* const found = original.object().find(name);
        if (change.isNull()) {
            if (found)
                original.editObject().erase(name);
            return std::nullopt;
        }
        if (!found || !sameType(*found, change)) {
            if (deletes)
                return std::nullopt;
            if (std::optional<Value> clean = added(change))
                original.editObject().set(name, std::move(*clean));
            else if (found)
                original.editObject().erase(name);
            return std::nullopt;
        }
        if (!change.isObject() && !change.isArray()) {
            original.editObject().set(name, change);
            return std::nullopt;
        }
        const Result<MergeRules> rules = change.isObject() ? schema.ofMap(name) : schema.ofList(name);
        if (!rules)
            return rules.status();
        const Value before = *found;
        const Result<Value> merged = change.isArray() ? list(before.array(), change.array(), *rules, deletes)
            : rules->replace                          ? Result<Value>(change)
                                                      : map(before, change, rules->schema);
        if (!merged)
            return merged.status();
        original.editObject().set(name, *merged);
        return std::nullopt;
    }

    Result<Value> list(
        const Value::Array& original, const Value::Array& patch, const MergeRules& rules, bool deletes) const
    {
        if (!rules.merge && !deletes)
            return Value(patch);
        if (original.empty() && patch.empty())
            return Value(original);
        const Result<Value> type = elementTypeOf(original, patch);
        if (!type)
            return type.status();
        return type.value().isObject() ? maps(original, patch, rules) : words(original, patch, rules, deletes);
    }

    // Lists of words are sets.
    static Result<Value> words(
        const Value::Array& original, const Value::Array& patch, const MergeRules& rules, bool deletes)
    {
        const ElementPlaces wanted(patch, {});
        ElementPlaces seen((std::string_view()));
        Value::Array merged;
        const auto addOnce = [&](const Value& word) {
            if (seen.has(word))
                return;
            seen.add(word);
            merged.push_back(word);
        };
        for (const Value& word : original) {
            if (!deletes)
                addOnce(word);
            else if (!wanted.has(word))
                merged.push_back(word);
        }
        if (deletes)
            return Value(merged);
        for (const Value& word : patch)
            addOnce(word);
        return inOrder(merged, patch, original, rules.key);
    }

    Result<Value> maps(const Value::Array& original, const Value::Array& patch, const MergeRules& rules) const
    {
        if (rules.key.empty())
            return patchFailure("cannot merge lists without merge key for " + std::string(rules.schema.goKind()));
        Value::Array before = original;
        Value::Array changes;
        if (std::optional<Status> refused = takeDirectives(patch, rules.key, before, changes))
            return *refused;
        Value::Array merged = before;
        ElementPlaces places(before, rules.key);
        for (const Value& change : changes) {
            if (!change.object().contains(rules.key))
                return noMergeKey(change, rules.key);
            const std::optional<std::size_t> place = places.of(change);
            if (!place) {
                merged.push_back(change); // as it comes, nulls and directives too
                places.add(change);
                continue;
            }
            Result<Value> element = map(merged[*place], change, rules.schema);
            if (!element)
                return element.status();
            merged.edit(*place) = *element;
        }
        return inOrder(merged, changes, before, rules.key);
    }

    // Elements that say what is to become of others, or of the whole list.
    static std::optional<Status> takeDirectives(
        const Value::Array& patch, std::string_view key, Value::Array& before, Value::Array& changes)
    {
        bool replaces = false;
        ElementPlaces deleted(key);
        for (const Value& element : patch) {
            const Value* const word = element.object().find(directive);
            if (!word) {
                changes.push_back(element);
            } else if (isWord(*word, "delete")) {
                if (!element.object().contains(key))
                    return noMergeKey(element, key);
                deleted.add(element);
            } else if (isWord(*word, "replace")) {
                replaces = true;
            } else if (isWord(*word, "merge")) {
                return patchFailure("merging lists cannot yet be specified in the patch");
            } else {
                return unknownDirective(*word, element);
            }
        }
        before.eraseIf([&](const Value& element) { return deleted.has(element); });
        if (replaces) {
            before = changes;
            changes = Value::Array();
        }
        return std::nullopt;
    }

    static Result<Value> inOrder(
        const Value::Array& merged, const Value::Array& order, const Value::Array& before, std::string_view key)
    {
        const ElementPlaces wanted(order, key);
        Elements named;
        Elements others;
        for (const Value& element : merged) {
            if (!key.empty() && !element.isObject())
                return notA("map[string]interface {}", element);
            if (!key.empty() && !element.object().contains(key))
                return noMergeKey(element, key);
            (wanted.has(element) ? named : others).push_back(element);
        }
        return Value(ordered(std::move(named), std::move(others), wanted, ElementPlaces(before, key)));
    }
};

} // namespace

Result<Value> applyStrategicMergePatch(const Value& document, const Value& patch, const Type& type)
{
    return Merge().map(document, patch, MergeSchema(type));
}

} // namespace kubarium::api
