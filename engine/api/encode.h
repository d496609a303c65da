// Objects as JSON, written straight from the structs along their tables, exactly as the API server writes them:
// fields in Go's order, Go's escapes and number formats, kind and apiVersion in front.
#pragma once

#include "object.h"

#include <string>

namespace kubarium::api {

void appendJson(std::string& out, const Type& type, const void* value);
void appendJson(std::string& out, const Value& value);
void appendJsonString(std::string& out, std::string_view text);

std::string toJson(const Type& type, const void* value);
std::string toJson(const Value& value);

inline std::string toJson(const ObjectPtr& object)
{
    return toJson(object.type(), object.data());
}

std::string toPrettyJson(const Value& value, std::string_view indent = "    "); // as kubectl -o json prints it

// The same object as a tree of values, for JSONPath, patches and YAML; keys come sorted.
Value toValue(const Type& type, const void* value);

inline Value toValue(const ObjectPtr& object)
{
    return toValue(object.type(), object.data());
}

// Whether a field would be left out of JSON.
bool isOmitted(const Field& field, const void* object) noexcept;

} // namespace kubarium::api
