// How far a request came and what each stage said: what one sees when one opens a request.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kubarium::apiserver {

enum class Stage : std::uint8_t {
    Authentication,
    Authorization,
    Decoding,
    MutatingAdmission,
    Validation,
    ValidatingAdmission,
    Storage,
};
std::string_view text(Stage stage);

struct TraceStep {
    Stage stage;
    bool passed;
    std::string by; // the authorizer or plugin, if the stage has several
    std::string what; // who it is, which rule allowed it, what was changed, why it was refused
};

using Trace = std::vector<TraceStep>;

} // namespace kubarium::apiserver
