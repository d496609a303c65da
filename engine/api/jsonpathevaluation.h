// What a JSONPath template finds in an object.
#pragma once

#include "jsonpathtemplate.h"

namespace kubarium::api {

// A value that was found, and where it comes from: Go knows more kinds of numbers than JSON, and says which it met.
struct JsonPathItem {
    enum class Origin : std::uint8_t { Object, Template, Byte };
    const Value* value = nullptr; // null: Go's zero Value, which a range hands on in place of null
    Origin origin = Origin::Object;
};

using JsonPathItems = std::vector<JsonPathItem>;

// A list for each text and each pair of braces, those in a range once for each of its rounds. The values belong to
// the object and to the template.
Parsed<std::vector<JsonPathItems>> evaluate(
    const JsonPathNode::List& nodes, const Value& object, JsonPath::MissingKeys missing);

} // namespace kubarium::api
