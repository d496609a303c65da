// The paths of one document, each with what can be done there.
#pragma once

#include "dialect.h"
#include "parameters.h"

#include <map>

namespace kubarium::apiserver::openapi {

struct Content {
    std::string pointer; // to a schema; empty: a plain string
    std::vector<std::string_view> mediaTypes;
};

struct Answer {
    std::string_view code;
    std::string_view description;
    Content content; // no media types: no content
};

struct Operation {
    std::string id;
    std::string description;
    std::string tag;
    std::string_view action; // x-kubernetes-action; empty: none
    GroupVersionKind gvk; // with an action
    Parameters parameters;
    Content body; // no media types: no body
    bool bodyRequired = true;
    std::vector<Answer> answers; // by code
};

class Paths {
public:
    // A method is "get", "post" … of which each path has at most one.
    void add(const std::string& path, std::string_view method, Operation operation);
    void write(JsonWriter& json, Dialect dialect) const;

private:
    std::map<std::string, std::map<std::string_view, Operation>> m_paths;
};

} // namespace kubarium::apiserver::openapi
