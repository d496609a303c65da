#include "schema.h"

#include "members.h"

#include <algorithm>
#include <unordered_map>

namespace kubarium::api {

namespace {

constexpr Slot textSlot[] = {{0, SlotKind::Text}};
constexpr Slot listSlot[] = {{0, SlotKind::Block}};
constexpr Slot valueSlot[] = {{0, SlotKind::Value}};

constexpr Type scalar(
    std::string_view word, std::string_view goType, Storage storage, std::size_t size, std::span<const Slot> slots = {})
{
    return {word, {}, goType, {}, storage, static_cast<std::uint32_t>(size), {}, {}, slots, false, {}, {}, {}};
}

} // namespace

// Copying and freeing rely on where the parts of these few types stand.
static_assert(sizeof(Text) == 8 && sizeof(List<Text>) == 8 && sizeof(Map<Text>) == 8);
static_assert(sizeof(Value) == 16 && sizeof(IntOrString) == 16 && sizeof(Quantity) == 24 && sizeof(Time) == 8);

constinit const std::array<Type, 12> scalarTypes = {
    scalar("bool", "bool", Storage::Bool, sizeof(bool)),
    scalar("int32", "int32", Storage::Int32, sizeof(std::int32_t)),
    scalar("int64", "int64", Storage::Int64, sizeof(std::int64_t)),
    scalar("double", "float64", Storage::Double, sizeof(double)),
    scalar("string", "string", Storage::String, sizeof(Text), textSlot),
    scalar("bytes", "[]uint8", Storage::Bytes, sizeof(Text), textSlot),
    scalar("time", "v1.Time", Storage::Time, sizeof(Time)),
    scalar("microtime", "v1.MicroTime", Storage::MicroTime, sizeof(Time)),
    scalar("quantity", "resource.Quantity", Storage::Quantity, sizeof(Quantity)),
    scalar("intorstring", "intstr.IntOrString", Storage::IntOrString, sizeof(IntOrString), textSlot),
    scalar("any", "runtime.RawExtension", Storage::Any, sizeof(Value), valueSlot),
    scalar("stringlist", "[]string", Storage::StringList, sizeof(List<Text>), listSlot),
};

const Field* Type::field(std::string_view wanted) const noexcept
{
    const auto found = std::lower_bound(fieldsByName.begin(), fieldsByName.end(), wanted,
        [this](std::uint16_t index, std::string_view key) { return fields[index].name < key; });
    return found != fieldsByName.end() && fields[*found].name == wanted ? &fields[*found] : nullptr;
}

std::string Kind::apiVersion() const
{
    return group.empty() ? std::string(version) : std::string(group) + "/" + std::string(version);
}

const Kind* findKind(std::string_view group, std::string_view version, std::string_view kind)
{
    const std::span<const Kind> all = kinds();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Kind& candidate) {
        return candidate.kind == kind && candidate.group == group && candidate.version == version;
    });
    return found == all.end() ? nullptr : &*found;
}

const Kind* findKindByApiVersion(std::string_view apiVersion, std::string_view kind)
{
    const std::size_t slash = apiVersion.find('/');
    if (slash == std::string_view::npos)
        return findKind({}, apiVersion, kind);
    return findKind(apiVersion.substr(0, slash), apiVersion.substr(slash + 1), kind);
}

const Kind* findResource(std::string_view group, std::string_view version, std::string_view resource)
{
    const std::span<const Kind> all = kinds();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Kind& candidate) {
        return candidate.resource == resource && candidate.group == group && candidate.version == version;
    });
    return found == all.end() ? nullptr : &*found;
}

namespace {

bool equalScalars(Storage storage, const void* a, const void* b) noexcept
{
    switch (storage) {
    case Storage::Bool:
        return as<bool>(a) == as<bool>(b);
    case Storage::Int32:
        return as<std::int32_t>(a) == as<std::int32_t>(b);
    case Storage::Int64:
        return as<std::int64_t>(a) == as<std::int64_t>(b);
    case Storage::Double:
        return as<double>(a) == as<double>(b);
    case Storage::String:
    case Storage::Bytes:
        return as<Text>(a) == as<Text>(b);
    case Storage::Time:
    case Storage::MicroTime:
        return as<Time>(a) == as<Time>(b);
    case Storage::Quantity:
        return as<Quantity>(a) == as<Quantity>(b);
    case Storage::IntOrString:
        return as<IntOrString>(a) == as<IntOrString>(b);
    case Storage::Any:
        return as<Value>(a) == as<Value>(b);
    case Storage::StringList:
        return as<List<Text>>(a) == as<List<Text>>(b);
    case Storage::Struct:
        break;
    }
    return false;
}

bool equalOptionals(Storage storage, const void* a, const void* b) noexcept
{
    switch (storage) {
    case Storage::Bool:
        return as<Optional<bool>>(a) == as<Optional<bool>>(b);
    case Storage::Int32:
        return as<Optional<std::int32_t>>(a) == as<Optional<std::int32_t>>(b);
    case Storage::Int64:
        return as<Optional<std::int64_t>>(a) == as<Optional<std::int64_t>>(b);
    case Storage::Double:
        return as<Optional<double>>(a) == as<Optional<double>>(b);
    case Storage::Quantity:
        return as<Optional<Quantity>>(a) == as<Optional<Quantity>>(b);
    case Storage::IntOrString:
        return as<Optional<IntOrString>>(a) == as<Optional<IntOrString>>(b);
    case Storage::String:
    case Storage::Bytes: // absent and empty differ here
        return as<Text>(a).has_value() == as<Text>(b).has_value() && as<Text>(a) == as<Text>(b);
    default:
        return equalScalars(storage, a, b);
    }
}

} // namespace

bool equal(const Type& type, const void* a, const void* b) noexcept
{
    if (type.storage != Storage::Struct)
        return equalScalars(type.storage, a, b);
    for (const Field& field : type.fields) {
        const void* const left = static_cast<const std::byte*>(a) + field.offset;
        const void* const right = static_cast<const std::byte*>(b) + field.offset;
        bool same = false;
        if (field.shape == Shape::Map)
            same = as<Map<Text>>(left) == as<Map<Text>>(right); // handles compare by their block's type
        else if (field.shape == Shape::List || field.boxed)
            same = as<List<Text>>(left) == as<List<Text>>(right);
        else if (field.isPointer())
            same = equalOptionals(field.type->storage, left, right);
        else
            same = equal(*field.type, left, right);
        if (!same)
            return false;
    }
    return true;
}

} // namespace kubarium::api
