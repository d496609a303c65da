#include "defaults.h"

#include "../encode.h"

#include <charconv>
#include <unordered_map>

namespace kubarium::api {

namespace {

template <class T> T& as(void* value) noexcept
{
    return *static_cast<T*>(value);
}

std::string_view unquoted(std::string_view json)
{
    return json.size() >= 2 && json.front() == '"' ? json.substr(1, json.size() - 2) : json;
}

template <class Number> Number number(std::string_view json)
{
    Number value{};
    std::from_chars(json.data(), json.data() + json.size(), value);
    return value;
}

template <class T> void put(const Field& field, void* place, T value)
{
    if (field.isPointer())
        as<Optional<T>>(place) = Optional<T>(std::move(value));
    else
        as<T>(place) = std::move(value);
}

// Whether the server would call the field unset: nil, or Go's zero value.
bool isUnset(const Field& field, const void* object)
{
    Field probe = field;
    probe.presence = field.isPointer() ? Presence::Pointer : Presence::OmitEmpty;
    if (field.type->storage == Storage::IntOrString && field.shape == Shape::One && !field.isPointer()) {
        const auto& both = *reinterpret_cast<const IntOrString*>(static_cast<const std::byte*>(object) + field.offset);
        return both == IntOrString();
    }
    return isOmitted(probe, object);
}

void putDefault(const Field& field, void* place)
{
    const std::string_view json = field.defaultValue;
    switch (field.type->storage) {
    case Storage::Bool:
        put(field, place, json == "true");
        break;
    case Storage::Int32:
        put(field, place, number<std::int32_t>(json));
        break;
    case Storage::Int64:
        put(field, place, number<std::int64_t>(json));
        break;
    case Storage::Double:
        put(field, place, number<double>(json));
        break;
    case Storage::String:
    case Storage::Bytes:
        if (field.shape == Shape::List) {
            for (std::size_t at = json.find('"'); at != std::string_view::npos;
                 at = json.find('"', json.find('"', at + 1) + 1))
                as<List<Text>>(place).push_back(Text(json.substr(at + 1, json.find('"', at + 1) - at - 1)));
        } else {
            as<Text>(place) = Text(unquoted(json));
        }
        break;
    case Storage::Quantity:
        put(field, place, Quantity::parse(unquoted(json)).value_or(Quantity()));
        break;
    case Storage::IntOrString:
        put(field, place,
            json.front() == '"' ? IntOrString(Text(unquoted(json))) : IntOrString(number<std::int32_t>(json)));
        break;
    case Storage::Struct: { // {}: an empty one, whose own fields are then filled in
        detail::Block*& block = *static_cast<detail::Block**>(place);
        block = detail::newBlock(*field.type, detail::Layout::Plain, 1);
        break;
    }
    default:
        assert(false && "no default can be written for this type");
    }
}

// Whether the walk finds anything to do in a type; types may contain themselves.
class Walkable {
public:
    Walkable()
    {
        for (bool changed = true; changed;) {
            changed = false;
            for (const Type* const type : types()) {
                bool& known = m_known[type];
                if (!known && finds(*type))
                    known = changed = true;
            }
        }
    }

    bool operator()(const Type& type) const
    {
        const auto found = m_known.find(&type);
        return found != m_known.end() && found->second;
    }

private:
    bool finds(const Type& type) const
    {
        for (const Field& field : type.fields) {
            if (!field.defaultValue.empty() || (field.type->storage == Storage::Struct && (*this)(*field.type)))
                return true;
        }
        return false;
    }

    std::unordered_map<const Type*, bool> m_known;
};

const Walkable& walkable()
{
    static const Walkable known;
    return known;
}

void walkElements(const Field& field, void* place)
{
    detail::Block*& block = *static_cast<detail::Block**>(place);
    if (!block)
        return;
    const auto layout = field.shape == Shape::Map ? detail::Layout::Keyed : detail::Layout::Plain;
    block = detail::ownBlock(block, layout);
    const std::size_t skip = layout == detail::Layout::Keyed ? sizeof(Text) : 0;
    std::byte* element = block->data() + skip;
    for (std::uint32_t i = 0; i < block->size; ++i, element += field.type->size + skip)
        applyTableDefaults(*field.type, element);
}

} // namespace

void applyTableDefaults(const Type& type, void* value, const void* stored)
{
    if (!walkable()(type))
        return;
    for (const Field& field : type.fields) {
        void* const place = static_cast<std::byte*>(value) + field.offset;
        if (!field.defaultValue.empty() && isUnset(field, value))
            putDefault(field, place);
        if (field.type->storage != Storage::Struct || !walkable()(*field.type))
            continue;
        if (field.inlineStruct()) {
            applyTableDefaults(*field.type, place);
            continue;
        }
        // A struct that is only kept in a box is there even when nothing was written: its defaults are due.
        detail::Block*& block = *static_cast<detail::Block**>(place);
        if (stored && block
            && block == *reinterpret_cast<detail::Block* const*>(static_cast<const std::byte*>(stored) + field.offset))
            continue;
        if (field.boxed && !field.isPointer() && !block)
            block = detail::newBlock(*field.type, detail::Layout::Plain, 1);
        walkElements(field, place); // a box is a list of one
    }
}

} // namespace kubarium::api
