// Single values of protobuf: numbers and texts as they stand, moments, quantities and the like in small messages of their own.
#pragma once

#include "protobufwire.h"
#include "schema.h"

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

// Anything but a struct, into `place`; false, and the reason in `refusal`, if it cannot be read. `goType` is that of the value,
// `depth` that of the message it stands in.
bool readProtobufScalar(
    const Type& type, std::string_view goType, void* place, const Wired& wired, int depth, std::string& refusal);

} // namespace kubarium::api
