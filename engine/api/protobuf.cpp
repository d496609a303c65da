#include "protobuf.h"

#include "protobufmap.h"
#include "protobufmessage.h"
#include "protobufscalars.h"
#include "protobufwire.h"

#include <algorithm>
#include <vector>

namespace kubarium::api {

namespace {

template <class T> T& as(void* value) noexcept
{
    return *static_cast<T*>(value);
}

// Go's name of a field, as near as JSON's name leads.
std::string goName(std::string_view name)
{
    std::string word(name);
    if (!word.empty() && word[0] >= 'a' && word[0] <= 'z')
        word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
}

class MessageReader {
public:
    MessageReader(int depth, ProtobufReading& reading) noexcept : m_depth(depth), m_reading(reading) { }

    // `path`: of the messages around it that JSON does not show, as in Field::number.
    bool structure(const Type& type, void* object, std::string_view message, std::uint32_t path)
    {
        WireReader reader(message, type.goName, m_reading.refusal);
        std::vector<const Field*> mixed; // maps whose keys did not come in order
        while (const std::optional<WireTag> tag = reader.next()) {
            const Field* embedded = nullptr;
            const Field* const known = fieldAt(type, path, tag->number, embedded);
            if (!known && !embedded) {
                if (!reader.skip(tag->type))
                    break;
                continue;
            }
            if (embedded) {
                if (tag->type != WireType::Bytes) {
                    wrongType(*tag, std::to_string(tag->number));
                    break;
                }
                const std::optional<std::string_view> inner = reader.bytes();
                if (!inner || !structure(type, object, *inner, path << 8U | tag->number))
                    break;
                continue;
            }
            void* const place = static_cast<std::byte*>(object) + known->offset;
            if (!field(*known, place, reader, *tag))
                break;
            if (known->shape == Shape::Map && !mapInOrder(place)
                && std::find(mixed.begin(), mixed.end(), known) == mixed.end())
                mixed.push_back(known);
        }
        for (const Field* const map : mixed)
            putMapInOrder(static_cast<std::byte*>(object) + map->offset);
        return m_reading.refusal.empty();
    }

private:
    // The field with that number, or one that stands in the message with that number.
    static const Field* fieldAt(const Type& type, std::uint32_t path, std::uint32_t number, const Field*& embedded)
    {
        if (number > 0xFF)
            return nullptr; // no field of ours
        const std::uint32_t whole = path << 8U | number;
        for (const Field& field : type.fields) {
            if (field.number == whole)
                return &field;
            if (field.number >> 8U == whole || field.number >> 16U == whole)
                embedded = &field;
        }
        return nullptr;
    }

    bool wrongType(const WireTag& tag, const std::string& name)
    {
        return m_reading.refuse(
            "proto: wrong wireType = " + std::to_string(static_cast<int>(tag.type)) + " for field " + name);
    }

    bool field(const Field& field, void* place, WireReader& reader, const WireTag& tag)
    {
        const Storage storage = field.type->storage;
        if (field.shape == Shape::Map)
            return tag.type == WireType::Bytes ? entry(field, place, reader) : wrongType(tag, goName(field.name));
        const WireType expected = wireTypeOf(storage);
        if (field.shape == Shape::List && expected == WireType::Varint && tag.type == WireType::Bytes)
            return packed(field, place, reader);
        if (tag.type != expected)
            return wrongType(tag, goName(field.name));
        const std::optional<Wired> wired = readWired(reader, tag.type);
        if (!wired)
            return false;
        if (field.shape == Shape::List)
            return element(field, place, *wired);
        if (storage == Storage::Struct)
            return readProtobufMessage(
                *field.type, field.boxed ? boxed(field, place) : place, wired->bytes, m_depth + 1, m_reading);
        return one(field, place, *wired);
    }

    static void* boxed(const Field& field, void* place)
    {
        // All boxes look alike; the block carries the type.
        detail::Block*& block = *static_cast<detail::Block**>(place);
        block = block ? detail::ownBlock(block, detail::Layout::Plain)
                      : detail::newBlock(*field.type, detail::Layout::Plain, 1);
        return block->data();
    }

    bool element(const Field& field, void* place, const Wired& wired)
    {
        if (!m_reading.enter(m_depth + 1) || !m_reading.count())
            return false;
        detail::Block*& block = *static_cast<detail::Block**>(place);
        const std::uint32_t count = block ? block->size : 0;
        block = detail::resized(block, *field.type, detail::Layout::Plain, count + 1);
        const std::string_view goType = field.goType.substr(field.goType.starts_with("[]") ? 2 : 0);
        return value(*field.type, goType, block->data() + std::size_t{count} * field.type->size, wired, m_depth + 2);
    }

    // Numbers of a list may stand one behind the other in a single field.
    bool packed(const Field& field, void* place, WireReader& reader)
    {
        const std::optional<std::string_view> bytes = reader.bytes();
        if (!bytes)
            return false;
        WireReader numbers(*bytes, {}, m_reading.refusal);
        while (!numbers.atEnd()) {
            const std::optional<std::uint64_t> number = numbers.varint();
            if (!number || !element(field, place, {*number, {}}))
                return false;
        }
        return true;
    }

    bool entry(const Field& field, void* place, WireReader& reader)
    {
        const std::optional<std::string_view> bytes = reader.bytes();
        if (!bytes)
            return false;
        std::string_view key("");
        Wired wired{0, std::string_view("")};
        const WireType type = wireTypeOf(field.type->storage);
        WireReader parts(*bytes, {}, m_reading.refusal);
        while (const std::optional<WireTag> tag = parts.next()) {
            if (tag->number > 2) {
                if (!parts.skip(tag->type))
                    return false;
                continue;
            }
            if (tag->type != (tag->number == 1 ? WireType::Bytes : type))
                return wrongType(*tag, goName(field.name));
            const std::optional<Wired> part = readWired(parts, tag->type);
            if (!part)
                return false;
            (tag->number == 1 ? key : wired.bytes) = part->bytes;
            if (tag->number == 2)
                wired.number = part->number;
        }
        if (parts.refused() || !m_reading.enter(m_depth + 1) || !m_reading.count())
            return false;
        const std::string_view goType =
            field.goType.starts_with("map[string]") ? field.goType.substr(11) : field.goType;
        return value(*field.type, goType, appendMapEntry(place, *field.type, key), wired, m_depth + 2);
    }

    // A field that holds one scalar; Go's pointers say that it is there, even if it is empty.
    bool one(const Field& field, void* place, const Wired& wired)
    {
        switch (field.isPointer() ? field.type->storage : Storage::Struct) {
        case Storage::Bool:
            return optional<bool>(field, place, wired);
        case Storage::Int32:
            return optional<std::int32_t>(field, place, wired);
        case Storage::Int64:
            return optional<std::int64_t>(field, place, wired);
        case Storage::Double:
            return optional<double>(field, place, wired);
        case Storage::Quantity:
            return optional<Quantity>(field, place, wired);
        case Storage::IntOrString:
            return optional<IntOrString>(field, place, wired);
        default:
            break;
        }
        const bool text = field.type->storage == Storage::String || field.type->storage == Storage::Bytes;
        if (text && wired.bytes.empty() && !field.isPointer()) {
            as<Text>(place) = Text(); // Go writes every empty string, and we none
            return true;
        }
        return value(*field.type, field.goType, place, wired, m_depth + 1);
    }

    template <class T> bool optional(const Field& field, void* place, const Wired& wired)
    {
        T read{};
        if (!value(*field.type, field.goType, &read, wired, m_depth + 1))
            return false;
        as<Optional<T>>(place) = Optional<T>(std::move(read));
        return true;
    }

    bool value(const Type& type, std::string_view goType, void* place, const Wired& wired, int depth)
    {
        if (type.storage == Storage::Struct)
            return readProtobufMessage(type, place, wired.bytes, depth, m_reading);
        return readProtobufScalar(type, goType, place, wired, depth, m_reading);
    }

    int m_depth;
    ProtobufReading& m_reading;
};

} // namespace

bool readProtobufMessage(const Type& type, void* value, std::string_view message, int depth, ProtobufReading& reading)
{
    return reading.enter(depth) && MessageReader(depth, reading).structure(type, value, message, 0);
}

std::string decodeProtobuf(const Type& type, void* value, std::string_view message)
{
    ProtobufReading reading;
    readProtobufMessage(type, value, message, 0, reading);
    return reading.refusal;
}

} // namespace kubarium::api
