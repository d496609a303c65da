// A JSONPath template as it was read: what jsonpathparser.cpp makes and jsonpath.cpp walks over.
#pragma once

#include "jsonpath.h"

#include <array>
#include <optional>

namespace kubarium::api {

struct JsonPathNode {
    enum class Kind : std::uint8_t {
        List, // what stands in a pair of braces: each node works on what the one before it found
        Literal, // a text, number or boolean
        Field,
        Wildcard,
        Recursive,
        Slice,
        Union, // what each of its lists finds
        Filter, // two lists and the operator between them, or one that has to find something
        Identifier, // range, end, and words that mean nothing
    };

    struct Bound {
        std::int64_t value = 0;
        bool known = false;
        bool derived = false; // [3] is [3:4], and the 4 is derived
    };

    using List = std::vector<JsonPathNode>;

    Kind kind = Kind::List;
    std::string name; // of a Field or Identifier; of a Filter its operator, "exists" if it has none
    Value literal;
    std::array<Bound, 3> slice; // begin, end and step
    std::vector<List> lists; // of a List one
};

struct JsonPath::Template {
    std::string text;
    JsonPathNode::List nodes; // texts and pairs of braces
    std::vector<Step> plain; // the steps, if it is plain
    bool isPlain = false;
};

Parsed<JsonPathNode::List> readJsonPath(std::string_view text);

} // namespace kubarium::api
