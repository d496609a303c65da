#include "jsonpatch.h"

#include "../encode.h"
#include "../goformat.h"

#include <charconv>
#include <optional>

namespace kubarium::api {

namespace {

constexpr std::string_view missing = ": missing value";
constexpr std::string_view invalidIndex = ": invalid index referenced";

std::string unescaped(std::string_view token)
{
    std::string key;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const bool escape = token[i] == '~' && i + 1 < token.size();
        if (escape && (token[i + 1] == '0' || token[i + 1] == '1'))
            key += token[++i] == '0' ? '~' : '/';
        else
            key += token[i];
    }
    return key;
}

// Something went wrong inside a container; the operation puts its own words in front.
using Failure = std::optional<std::string>;

std::string noSuchIndex(std::string_view key)
{
    return "Unable to access invalid index: " + std::string(key) + std::string(invalidIndex);
}

// An index of an array of `size` elements, of which -1 is the last one.
struct Index {
    std::size_t at = 0;
    Failure failure;
};

Index indexIn(std::size_t size, std::string_view key)
{
    const bool plus = key.starts_with('+') && !key.starts_with("+-");
    const std::string_view digits = plus ? key.substr(1) : key;
    std::int64_t index = 0;
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (end.ec == std::errc::result_out_of_range)
        return {0, "strconv.Atoi: parsing " + goQuoted(key) + ": value out of range"};
    if (end.ec != std::errc() || end.ptr != digits.data() + digits.size())
        return {0, "strconv.Atoi: parsing " + goQuoted(key) + ": invalid syntax"};
    const auto count = static_cast<std::int64_t>(size);
    if (index >= count || index < -count)
        return {0, noSuchIndex(std::to_string(index))};
    return {static_cast<std::size_t>(index < 0 ? index + count : index), std::nullopt};
}

void insert(Value::Array& array, std::size_t at, Value value)
{
    array.push_back(std::move(value));
    const std::span<Value> items = array.edit();
    for (std::size_t i = items.size() - 1; i > at; --i)
        items[i].swap(items[i - 1]);
}

// The map or list that a pointer's last token names a place in.
struct Place {
    Value* container = nullptr; // null if the document has none
    std::string key;

    // The value there; null if there is none. An array refuses what is no index of it.
    const Value* value(Failure& failure) const
    {
        if (container->isObject())
            return container->object().find(key);
        const Index index = indexIn(container->array().size(), key);
        failure = index.failure;
        return failure ? nullptr : &container->array()[index.at];
    }

    Failure add(Value value) const
    {
        if (container->isObject()) {
            container->editObject().set(key, std::move(value));
            return std::nullopt;
        }
        Value::Array& array = container->editArray();
        if (key == "-") {
            array.push_back(std::move(value));
            return std::nullopt;
        }
        const Index index = indexIn(array.size() + 1, key); // behind the last one, too
        if (index.failure && index.failure->starts_with("strconv"))
            return "value was not a proper array index: '" + key + "': " + *index.failure;
        if (!index.failure)
            insert(array, index.at, std::move(value));
        return index.failure;
    }

    Failure set(Value value) const
    {
        if (container->isObject())
            return add(std::move(value));
        const Index index = indexIn(container->array().size(), key);
        if (!index.failure)
            container->editArray().edit(index.at) = std::move(value);
        return index.failure;
    }

    Failure remove() const
    {
        if (container->isObject()) {
            if (container->editObject().erase(key))
                return std::nullopt;
            return "Unable to remove nonexistent key: " + key + std::string(missing);
        }
        const Index index = indexIn(container->array().size(), key);
        if (!index.failure)
            container->editArray().erase(index.at);
        return index.failure;
    }
};

// Edits on the way only what leads there: the rest stays shared with the document before.
Place placeAt(Value& document, std::string_view pointer)
{
    const std::size_t first = pointer.find('/');
    if (first == std::string_view::npos)
        return {};
    Value* at = &document;
    std::string_view rest = pointer.substr(first + 1); // what stands before the first slash is not looked at
    for (std::size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
        const std::string key = unescaped(rest.substr(0, slash));
        rest.remove_prefix(slash + 1);
        if (at->isObject()) {
            if (!at->object().contains(key))
                return {};
            at = &at->editObject().edit(key);
        } else {
            const Index index = indexIn(at->array().size(), key);
            if (index.failure)
                return {};
            at = &at->editArray().edit(index.at);
        }
        if (!at->isObject() && !at->isArray())
            return {};
    }
    return {at, unescaped(rest)};
}

class Operation {
public:
    Operation(Value& document, const Value& operation, std::size_t& copied)
        : m_document(document),
          m_operation(operation),
          m_copied(copied)
    {
    }

    Failure run()
    {
        const std::string kind = m_operation["op"].isString() ? m_operation["op"].text().str() : "unknown";
        if (kind == "add")
            return add();
        if (kind == "remove")
            return remove();
        if (kind == "replace")
            return replace();
        if (kind == "move")
            return move();
        if (kind == "test")
            return test();
        if (kind == "copy")
            return copy();
        return "Unexpected kind: " + kind;
    }

private:
    // A pointer that the operation must have; null after a failure.
    const Text* pointer(std::string_view member, Failure& failure) const
    {
        const Value& value = m_operation[member];
        if (value.isString())
            return &value.text();
        failure = kind() + " operation failed to decode " + std::string(member)
            + (member == "from" ? ": operation, missing from field" : "") + std::string(missing);
        return nullptr;
    }

    std::string kind() const { return m_operation["op"].text().str(); }

    Value value() const { return m_operation["value"]; }

    static Failure inside(std::string_view operation, const Text& path, const Failure& failure)
    {
        if (!failure)
            return failure;
        return "error in " + std::string(operation) + " for path: '" + path.str() + "': " + *failure;
    }

    Failure add()
    {
        Failure failure;
        const Text* const path = pointer("path", failure);
        if (!path)
            return failure;
        const Place place = placeAt(m_document, *path);
        if (!place.container)
            return "add operation does not apply: doc is missing path: \"" + path->str() + '"' + std::string(missing);
        return inside("add", *path, place.add(value()));
    }

    Failure remove()
    {
        Failure failure;
        const Text* const path = pointer("path", failure);
        if (!path)
            return failure;
        const Place place = placeAt(m_document, *path);
        if (!place.container)
            return "remove operation does not apply: doc is missing path: \"" + path->str() + '"'
                + std::string(missing);
        return inside("remove", *path, place.remove());
    }

    Failure replace()
    {
        Failure failure;
        const Text* const path = pointer("path", failure);
        if (!path)
            return failure;
        const Place place = placeAt(m_document, *path);
        if (!place.container)
            return "replace operation does not apply: doc is missing path: " + path->str() + std::string(missing);
        place.value(failure);
        if (failure)
            return "replace operation does not apply: doc is missing key: " + path->str() + std::string(missing);
        return inside("remove", *path, place.set(value())); // the library's word
    }

    Failure move()
    {
        Failure failure;
        const Text* const from = pointer("from", failure);
        if (!from)
            return failure;
        const Place source = placeAt(m_document, *from);
        if (!source.container)
            return "move operation does not apply: doc is missing from path: " + from->str() + std::string(missing);
        const Value* const found = source.value(failure);
        if (failure)
            return inside("move", Text(source.key), failure);
        const Value moved = found ? *found : Value();
        if (const Failure gone = source.remove())
            return inside("move", Text(source.key), gone);
        const Text* const path = pointer("path", failure);
        if (!path)
            return failure;
        const Place place = placeAt(m_document, *path);
        if (!place.container)
            return "move operation does not apply: doc is missing destination path: " + path->str()
                + std::string(missing);
        return inside("move", *path, place.add(moved));
    }

    Failure test()
    {
        Failure failure;
        const Text* const path = pointer("path", failure);
        if (!path)
            return failure;
        const Place place = placeAt(m_document, *path);
        if (!place.container)
            return "test operation does not apply: is missing path: " + path->str() + std::string(missing);
        const Value* const found = place.value(failure);
        if (failure)
            return inside("test", *path, failure);
        const Value wanted = value();
        if (found ? *found == wanted : wanted.isNull())
            return std::nullopt;
        return "testing value " + path->str() + " failed: test failed";
    }

    Failure copy()
    {
        Failure failure;
        const Text* const from = pointer("from", failure);
        if (!from)
            return failure;
        const Place source = placeAt(m_document, *from);
        if (!source.container)
            return "copy operation does not apply: doc is missing from path: " + from->str() + std::string(missing);
        const Value* const found = source.value(failure);
        if (failure)
            return "error in copy for from: '" + from->str() + "': " + *failure;
        const Value copied = found ? *found : Value();
        const Text* const path = pointer("path", failure);
        if (!path)
            return failure;
        const Place place = placeAt(m_document, *path);
        if (!place.container)
            return "copy operation does not apply: doc is missing destination path: " + path->str()
                + std::string(missing);
        m_copied += toJson(copied).size();
        if (m_copied > jsonPatchMaxCopyBytes) {
            return "Unable to complete the copy, the accumulated size increase of copy is " + std::to_string(m_copied)
                + ", exceeding the limit " + std::to_string(jsonPatchMaxCopyBytes);
        }
        if (const Failure refused = place.add(copied))
            return "error while adding value during copy: " + *refused;
        return std::nullopt;
    }

    Value& m_document;
    const Value& m_operation;
    std::size_t& m_copied;
};

} // namespace

Parsed<Value> applyJsonPatch(const Value& document, const Value& patch)
{
    Value result = document;
    std::size_t copied = 0;
    for (const Value& operation : patch.array()) {
        if (Failure failure = Operation(result, operation, copied).run())
            return Refusal{std::move(*failure)};
    }
    return result;
}

} // namespace kubarium::api
