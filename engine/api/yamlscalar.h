// What a YAML scalar means, in the two dialects that the lab reads.
#pragma once

#include "tree.h"

#include <optional>

namespace kubarium::api {

// The types of go-yaml, which are more than JSON's. Unsigned: beyond the range of Int.
enum class YamlType : std::uint8_t { Null, Bool, Int, Unsigned, Float, String };

struct YamlScalar {
    YamlType type = YamlType::String;
    bool boolean = false;
    double real = 0; // of a Float
    std::string number; // of any number, as JSON writes it; "+Inf", "-Inf" and "NaN" where JSON cannot
    std::string bytes; // of a !!binary, decoded

    bool isNumber() const { return type == YamlType::Int || type == YamlType::Unsigned || type == YamlType::Float; }

    bool isFinite() const;
};

struct YamlMeaning {
    YamlScalar scalar;
    bool isBytes = false; // the string is scalar.bytes, not the text
    std::optional<std::string> error; // cannot decode !!str `foo` as a !!int
};

inline constexpr std::string_view standardYamlTag = "tag:yaml.org,2002:"; // what !! stands for

// As go-yaml 2 resolves it for kubectl: YAML 1.1 booleans, octal by a leading zero, underscores, !! tags. The tag is
// in its long form, or empty.
YamlMeaning resolveForKubectl(std::string_view tag, bool isPlain, std::string_view text);

// The core schema of YAML 1.2, for scalars without a tag.
YamlScalar resolveCore(bool isPlain, std::string_view text);

} // namespace kubarium::api
