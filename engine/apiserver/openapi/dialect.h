// The two ways of writing the same: OpenAPI v2 (swagger 2.0, one document) and v3 (a document for each group and version).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kubarium::apiserver::openapi {

enum class Dialect : std::uint8_t { V2, V3 };

// #/components/schemas/io.k8s.api.core.v1.Pod
inline std::string pointerTo(Dialect dialect, std::string_view schema)
{
    return (dialect == Dialect::V2 ? "#/definitions/" : "#/components/schemas/") + std::string(schema);
}

} // namespace kubarium::apiserver::openapi
