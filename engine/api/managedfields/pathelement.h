// One step of a path as field ownership writes it, and the whole path.
//
//   f:replicas                                a member of a map or struct        .replicas
//   k:{"containerPort":80,"protocol":"TCP"}   an element of a list, by its keys  [containerPort=80,protocol="TCP"]
//   v:"example.com/a"                         an element of a set                [="example.com/a"]
//   i:0                                       an element by its place            [0]
#pragma once

#include "../value.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::api {

class PathElement {
public:
    enum class Kind : std::uint8_t { Field, Key, Value, Index };

    static PathElement field(std::string_view name);
    static PathElement key(Value::Object keys);
    static PathElement value(api::Value value);
    static PathElement index(std::int64_t index);
    // As it stands in fieldsV1; nothing if it is none.
    static std::optional<PathElement> parse(std::string_view written);

    Kind kind() const { return m_kind; }

    const Text& name() const { return m_name; }

    std::string written() const; // f:replicas
    std::string shown() const; // .replicas

    // Fields before keys before values before indexes; numbers by value.
    friend std::strong_ordering operator<=>(const PathElement& a, const PathElement& b);

    friend bool operator==(const PathElement& a, const PathElement& b) { return (a <=> b) == 0; }

private:
    explicit PathElement(Kind kind) : m_kind(kind) { }

    Kind m_kind;
    Text m_name; // of a field
    api::Value m_value; // of a value or index; of a key the map of its names and values
};

using OwnedPath = std::vector<PathElement>;
std::string shown(const OwnedPath& path); // .spec.containers[name="a"].image

} // namespace kubarium::api
