#include "protobufwriter.h"

#include "api/decode.h"
#include "api/duration.h"
#include "api/encode.h"
#include "api/protobuf.h"

#include "api/types/apiextensions.h"

#include <bit>
#include <set>

namespace kubarium::api {

namespace {

template <class T> const T& as(const void* value)
{
    return *static_cast<const T*>(value);
}

std::string fixed64(std::uint64_t bits)
{
    std::string out;
    for (int i = 0; i < 8; ++i)
        out += static_cast<char>(bits >> (8 * i) & 0xFFU);
    return out;
}

std::string tag(std::uint32_t number, unsigned wireType)
{
    return writtenVarint(std::uint64_t{number} << 3U | wireType);
}

std::string timestamp(Time time)
{
    if (time.isZero())
        return {};
    const std::int64_t micros = time.sinceEpoch().count();
    const std::int64_t rest = (micros % 1'000'000 + 1'000'000) % 1'000'000;
    return writtenField(1, static_cast<std::uint64_t>((micros - rest) / 1'000'000))
        + writtenField(2, static_cast<std::uint64_t>(rest * 1000));
}

std::string schema(const Value& value)
{
    Box<JSONSchemaProps> props;
    const std::string json = toJson(value);
    decode(tables::JSONSchemaProps, &props.edit(), parseJson(json).document.root);
    return writtenMessage(tables::JSONSchemaProps, &*props);
}

std::string any(std::string_view goType, const Value& value)
{
    if (goType == "v1.CustomResourceSubresourceStatus")
        return {};
    if (!goType.starts_with("v1.JSONSchema"))
        return writtenField(1, toJson(value));
    if (goType == "v1.JSONSchemaPropsOrBool")
        return value.isObject() ? writtenField(1, std::uint64_t{1}) + writtenField(2, schema(value))
                                : writtenField(1, std::uint64_t{value.boolean()});
    if (value.isObject())
        return writtenField(1, schema(value));
    std::string out;
    for (const Value& item : value.array())
        out += writtenField(2, item.isString() ? item.text().str() : schema(item));
    return out;
}

// A value with its tag.
std::string tagged(std::uint32_t number, const Type& type, std::string_view goType, const void* value)
{
    switch (type.storage) {
    case Storage::Bool:
        return writtenField(number, std::uint64_t{as<bool>(value)});
    case Storage::Int32:
        return writtenField(number, static_cast<std::uint64_t>(std::int64_t{as<std::int32_t>(value)}));
    case Storage::Int64:
        return writtenField(number, static_cast<std::uint64_t>(as<std::int64_t>(value)));
    case Storage::Double:
        return tag(number, 1) + fixed64(std::bit_cast<std::uint64_t>(as<double>(value)));
    case Storage::String:
        if (goType == "v1.Duration") {
            const std::optional<Nanoseconds> span = parseDuration(as<Text>(value).view());
            return span ? writtenField(number, writtenField(1, static_cast<std::uint64_t>(span->count()))) : std::string();
        }
        [[fallthrough]];
    case Storage::Bytes:
        return writtenField(number, as<Text>(value).view());
    case Storage::Time:
    case Storage::MicroTime:
        return writtenField(number, timestamp(as<Time>(value)));
    case Storage::Quantity:
        return writtenField(number, writtenField(1, as<Quantity>(value).text()));
    case Storage::IntOrString: {
        const auto& either = as<IntOrString>(value);
        return writtenField(number,
            writtenField(1, std::uint64_t{either.isString()})
                + writtenField(2, static_cast<std::uint64_t>(std::int64_t{either.number()})) + writtenField(3, either.text().view()));
    }
    case Storage::Any:
        return writtenField(number, any(goType, as<Value>(value)));
    case Storage::StringList: {
        std::string items;
        for (const Text& item : as<List<Text>>(value))
            items += writtenField(1, item.view());
        return writtenField(number, items);
    }
    case Storage::Struct:
        break;
    }
    return writtenField(number, writtenMessage(type, value));
}

// Where the value of a Go pointer stands, or nothing if it is nil.
const void* pointed(const Field& field, const void* place)
{
    switch (field.type->storage) {
    case Storage::Bool:
        return as<Optional<bool>>(place) ? &*as<Optional<bool>>(place) : nullptr;
    case Storage::Int32:
        return as<Optional<std::int32_t>>(place) ? &*as<Optional<std::int32_t>>(place) : nullptr;
    case Storage::Int64:
        return as<Optional<std::int64_t>>(place) ? &*as<Optional<std::int64_t>>(place) : nullptr;
    case Storage::Double:
        return as<Optional<double>>(place) ? &*as<Optional<double>>(place) : nullptr;
    case Storage::Quantity:
        return as<Optional<Quantity>>(place) ? &*as<Optional<Quantity>>(place) : nullptr;
    case Storage::IntOrString:
        return as<Optional<IntOrString>>(place) ? &*as<Optional<IntOrString>>(place) : nullptr;
    case Storage::String:
    case Storage::Bytes:
        return as<Text>(place) ? place : nullptr;
    case Storage::Time:
    case Storage::MicroTime:
        return as<Time>(place) ? place : nullptr;
    case Storage::Any:
        return as<Value>(place).isNull() ? nullptr : place;
    default:
        return place;
    }
}

std::string member(const Field& field, std::uint32_t number, const void* place)
{
    const Type& type = *field.type;
    const bool isBlock = field.boxed || field.shape != Shape::One; // a bool may stand anywhere
    const auto* const block = isBlock ? as<const detail::Block*>(place) : nullptr;
    if (field.shape == Shape::One) {
        if (field.boxed)
            return block ? tagged(number, type, field.goType, block->data()) : std::string();
        // The tables know null of what is any value, and need no pointer for it.
        const bool nil = field.isPointer() || type.storage == Storage::Any;
        const void* const value = nil ? pointed(field, place) : place;
        return value ? tagged(number, type, field.goType, value) : std::string();
    }
    std::string out;
    const std::byte* element = block ? block->data() : nullptr;
    for (std::uint32_t i = 0; block && i < block->size; ++i) {
        if (field.shape == Shape::List) {
            const std::string_view goType = field.goType.substr(field.goType.starts_with("[]") ? 2 : 0);
            out += tagged(number, type, goType, element);
            element += type.size;
        } else {
            const std::string_view goType = field.goType.substr(field.goType.starts_with("map[string]") ? 11 : 0);
            const std::string key = writtenField(1, as<Text>(element).view());
            out += writtenField(number, key + tagged(2, type, goType, element + sizeof(Text)));
            element += sizeof(Text) + ((type.size + 7U) & ~std::size_t{7});
        }
    }
    return out;
}

} // namespace

std::string writtenVarint(std::uint64_t number)
{
    std::string out;
    for (; number >= 0x80; number >>= 7U)
        out += static_cast<char>(number | 0x80U);
    return out + static_cast<char>(number);
}

std::string writtenField(std::uint32_t number, std::string_view bytes)
{
    return tag(number, 2) + writtenVarint(bytes.size()) + std::string(bytes);
}

std::string writtenField(std::uint32_t number, std::uint64_t varint)
{
    return tag(number, 0) + writtenVarint(varint);
}

std::string writtenMessage(const Type& type, const void* value, std::uint32_t path)
{
    std::string out;
    std::set<std::uint32_t> embedded;
    for (const Field& field : type.fields) {
        if (field.number == 0)
            continue;
        std::uint32_t here = field.number;
        while (here >> 8U != path && here != 0)
            here >>= 8U;
        if (here == 0)
            continue; // in another message
        if (here == field.number)
            out += member(field, here & 0xFFU, static_cast<const std::byte*>(value) + field.offset);
        else if (embedded.insert(here).second)
            out += writtenField(here & 0xFFU, writtenMessage(type, value, here));
    }
    return out;
}

std::string writtenBody(std::string_view apiVersion, std::string_view kind, std::string_view message)
{
    return std::string(protobufPrefix) + writtenField(1, writtenField(1, apiVersion) + writtenField(2, kind))
        + writtenField(2, message) + writtenField(3, "") + writtenField(4, "");
}

std::string writtenBody(const Kind& kind, const ObjectPtr& object)
{
    return writtenBody(kind.apiVersion(), kind.kind, writtenMessage(object.type(), object.data()));
}

} // namespace kubarium::api
