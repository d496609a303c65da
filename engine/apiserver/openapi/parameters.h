// The parameters of requests. Those in the query are the fields of the options types (ListOptions, PatchOptions …), which
// is how a server reads them.
#pragma once

#include "kinds.h"

namespace kubarium::apiserver::openapi {

struct Parameter {
    std::string name;
    std::string in; // "query" or "path"
    std::string_view type;
    std::string description;

    friend bool operator==(const Parameter&, const Parameter&) = default;
};

using Parameters = std::vector<Parameter>; // sorted by name

void add(Parameters& parameters, Parameter parameter); // unless it is there
void addPretty(Parameters& parameters);

Parameters listParameters();
Parameters createParameters();
Parameters updateParameters();
Parameters patchParameters();
Parameters deleteParameters();
Parameters deleteCollectionParameters();
Parameters optionsParameters(const api::Type& options); // of logs, exec and the like

// Takes out of all of them what they have in common.
Parameters takenOut(std::vector<Parameters*> ofOperations);

} // namespace kubarium::apiserver::openapi
