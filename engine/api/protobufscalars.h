// Single values of protobuf: numbers and texts as they stand, moments, quantities and the like in small messages of their own.
#pragma once

#include "protobufmessage.h"
#include "protobufwire.h"

#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

// How values of a storage are written.
WireType wireTypeOf(Storage storage) noexcept;

// One value, as it stands behind its tag.
struct Wired {
    std::uint64_t number = 0;
    std::string_view bytes;
};

std::optional<Wired> readWired(WireReader& reader, WireType type); // Varint, Fixed64 or Bytes

// Anything but a struct, into `place`; false, and the reason in `reading`, if it cannot be read. `goType` is that of the value,
// it stands inside `depth` objects and
// lists.
bool readProtobufScalar(
    const Type& type, std::string_view goType, void* place, const Wired& wired, int depth, ProtobufReading& reading);

} // namespace kubarium::api
