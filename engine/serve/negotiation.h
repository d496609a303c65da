// What a client wants to be answered with, and what it sends: Accept and Content-Type.
//
// JSON and YAML can be written, protobuf cannot: a client that would rather have protobuf and lists JSON gets JSON. Ranges
// are tried from the most wanted one (q) on, in the order written, as a real server tries them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::serve {

enum class Media : std::uint8_t { Json, Yaml };
enum class Shape : std::uint8_t { Object, Table, PartialMetadata, PartialMetadataList, GroupDiscovery };

struct Form {
    Media media = Media::Json;
    Shape shape = Shape::Object;
    std::string version; // of the shape: "v1", "v2beta1"
    bool pretty = false; // asked for in the range: application/json;pretty=1
};

enum class Offer : std::uint8_t {
    Plain, // nothing but the object itself
    Resources, // also Table and PartialObjectMetadata
    Discovery, // also APIGroupDiscoveryList
};

// Nothing: 406. An absent header accepts everything.
std::optional<Form> negotiated(std::string_view accept, Offer offer);
// Whether a text answer is wanted or at least accepted.
bool acceptsEncoding(std::string_view acceptEncoding, std::string_view encoding);

// "application/json; charset=utf-8" → "application/json", in lower case.
std::string mediaTypeOf(std::string_view contentType);

struct MediaRange {
    std::string type; // "application" or "*"
    std::string subtype; // "json" or "*"
    std::vector<std::pair<std::string, std::string>> parameters; // without q
    int quality = 1000; // thousandths
};

// From the most wanted on; what is no range is passed over.
std::vector<MediaRange> mediaRanges(std::string_view accept);

} // namespace kubarium::serve
