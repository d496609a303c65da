// The type tables: what resources/api/*.yaml says, as the program reads it.
//
// Every C++ struct of the API is generated together with its Type: fields with their place in memory, their JSON
// name, defaults, enums, merge keys and docs. Codec, defaulting, validation of shapes, patches, OpenAPI, explain,
// completion and forms all walk these tables; none of them knows a single kind by name.
#pragma once

#include "intorstring.h"
#include "quantity.h"
#include "shared.h"
#include "time.h"
#include "value.h"

#include <array>

namespace kubarium::api {

// How one value stands in memory.
enum class Storage : std::uint8_t {
    Bool,
    Int32,
    Int64,
    Double,
    String, // Text
    Bytes, // Text of raw bytes; base64 in JSON
    Time, // whole seconds in JSON
    MicroTime, // Time with microseconds in JSON
    Quantity,
    IntOrString,
    Any, // Value
    StringList, // List<Text> as the value of a map
    Struct,
};

enum class Shape : std::uint8_t { One, List, Map };

// Go's three ways to declare a field, which decide what its absence looks like in JSON.
enum class Presence : std::uint8_t {
    OmitEmpty, // left out when empty (a struct value never is)
    Always, // written even when empty
    Pointer, // nil or a value; left out when nil
    Nullable, // nil or a value; written as null when nil
};

enum class ListKind : std::uint8_t { Atomic, Set, Map };
// Whether server-side apply owns a map or struct as a whole. What says nothing is granular.
enum class MapKind : std::uint8_t { Unsaid, Granular, Atomic };
// Of strategic merge patch. What says nothing: lists are replaced, maps and structs merged.
enum class PatchStrategy : std::uint8_t { Unsaid, Merge, RetainKeys, MergeRetainKeys, Replace };

struct Doc {
    std::string_view en;
    std::string_view ko;
};

struct EnumInfo {
    std::string_view name; // Go's name of the string type: "PullPolicy"
    std::string_view goType; // as json errors name it: "v1.PullPolicy"
    std::span<const std::string_view> values;
    bool open; // the values are the well-known ones, others are allowed
};

struct Field {
    std::string_view name; // in JSON
    std::uint32_t offset;
    const Type* type; // of one element, if a list or map
    Shape shape;
    Presence presence;
    bool boxed; // a Box<T>: pointers to structs, and shared sub-objects
    bool required; // OpenAPI's word; refusals come from validation
    bool immutable;
    const EnumInfo* enumeration; // of a string
    std::string_view goType; // as json errors name it: "[]v1.Container"
    std::string_view defaultValue; // JSON text; empty if none
    ListKind listKind;
    std::span<const std::string_view> listKeys; // of a ListKind::Map
    PatchStrategy patchStrategy;
    std::string_view patchKey;
    Doc doc;
    MapKind mapKind = MapKind::Unsaid; // of a map, or of a struct that is here unlike its type
    // In protobuf; 0 if it has none. Where Go embeds a struct that JSON does not show, protobuf has a message more: the field
    // 3 of the message 2 is 0x203.
    std::uint32_t number = 0;

    bool isPointer() const noexcept { return presence == Presence::Pointer || presence == Presence::Nullable; }

    bool inlineStruct() const noexcept; // a struct that stands in its parent's memory
    bool isAtomicMap() const noexcept; // a map or struct that has one owner
};

// Places inside a value where a counted pointer lives.
enum class SlotKind : std::uint8_t { Text, Block, KeyedBlock, Value };

struct Slot {
    std::uint32_t offset;
    SlotKind kind;
};

struct Type {
    std::string_view name; // "Container"
    std::string_view goName; // as json errors name a struct: "Container"
    std::string_view goType; // "v1.Container"
    std::string_view schema; // "io.k8s.api.core.v1.Container"
    Storage storage;
    std::uint32_t size;
    std::span<const Field> fields; // in the order of JSON output
    std::span<const std::uint16_t> fieldsByName; // indexes into fields, sorted by name
    std::span<const Slot> counted; // where its counted pointers are (Qt takes the word slots for its own)
    bool isObject; // begins with ObjectMeta and carries apiVersion and kind
    std::string_view apiVersion; // of an object that is a kind
    std::string_view kind;
    Doc doc;
    MapKind mapKind = MapKind::Unsaid;

    const Field* field(std::string_view name) const noexcept;
};

inline bool Field::inlineStruct() const noexcept
{
    return type->storage == Storage::Struct && shape == Shape::One && !boxed;
}

inline bool Field::isAtomicMap() const noexcept
{
    if (mapKind != MapKind::Unsaid)
        return mapKind == MapKind::Atomic;
    return shape == Shape::One && type->mapKind == MapKind::Atomic;
}

// A column of `kubectl get`; a cell is read at `path`, or made by the printer of that `name` when the path is empty.
struct Column {
    std::string_view name;
    std::string_view type; // "string", "integer", "date"
    std::string_view format; // "name" or empty
    std::string_view path; // a JSONPath, or empty
    int priority; // 1: only with -o wide
    Doc doc;
};

struct Subresource {
    std::string_view name; // "status"
    std::string_view group; // of the kind it takes; "" with version "" means the parent's
    std::string_view version;
    std::string_view kind;
    std::span<const std::string_view> verbs;
};

struct Kind {
    std::string_view group;
    std::string_view version;
    std::string_view kind; // "Pod"
    std::string_view resource; // "pods"; empty for what is only the body of a subresource
    std::string_view singular; // "pod"
    std::span<const std::string_view> shortNames;
    std::span<const std::string_view> categories;
    std::span<const std::string_view> verbs;
    std::span<const Subresource> subresources;
    std::span<const Column> columns;
    const Type* type;
    bool namespaced;
    bool stored; // false: another version of the kind is what etcd holds
    std::string apiVersion() const; // "apps/v1", "v1"
};

// All kinds served, in the order of discovery: the legacy group first, then groups by name.
std::span<const Kind> kinds();
const Kind* findKind(std::string_view group, std::string_view version, std::string_view kind);
const Kind* findKindByApiVersion(std::string_view apiVersion, std::string_view kind);
const Kind* findResource(std::string_view group, std::string_view version, std::string_view resource);
// Every struct of the tables, sorted by name.
std::span<const Type* const> types();

// Scalars.
extern const std::array<Type, 12> scalarTypes; // indexed by Storage
#define KUBARIUM_SCALAR(CppType, storage)                                                                              \
    template <> struct TypeOf<CppType> {                                                                               \
        static constexpr const Type* value = &scalarTypes[static_cast<std::size_t>(storage)];                          \
    }
KUBARIUM_SCALAR(bool, Storage::Bool);
KUBARIUM_SCALAR(std::int32_t, Storage::Int32);
KUBARIUM_SCALAR(std::int64_t, Storage::Int64);
KUBARIUM_SCALAR(double, Storage::Double);
KUBARIUM_SCALAR(Text, Storage::String);
KUBARIUM_SCALAR(Time, Storage::Time);
KUBARIUM_SCALAR(Quantity, Storage::Quantity);
KUBARIUM_SCALAR(IntOrString, Storage::IntOrString);
KUBARIUM_SCALAR(List<Text>, Storage::StringList);
#undef KUBARIUM_SCALAR

// Whole values, through their table.
void copyInto(const Type& type, void* empty, const void* from) noexcept; // `empty` is all zeroes
void clear(const Type& type, void* value) noexcept; // back to all zeroes
bool equal(const Type& type, const void* a, const void* b) noexcept;

} // namespace kubarium::api
