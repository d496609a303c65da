// Metadata: the same rules for every kind; only the form of the name differs.
#pragma once

#include "../fielderror.h"

#include <functional>

namespace kubarium::api {

struct ObjectMeta;

// The sentences against a name; `prefix` when it is a generateName, to which five characters will be added.
using NameRule = std::vector<std::string> (*)(std::string_view name, bool prefix);

// The rules kinds choose from.
std::vector<std::string> subdomainName(std::string_view name, bool prefix); // most kinds
std::vector<std::string> labelName(std::string_view name, bool prefix); // namespaces, ports
std::vector<std::string> dns1035Name(
    std::string_view name, bool prefix); // services before they could begin with a digit
std::vector<std::string> pathSegmentName(std::string_view name, bool prefix); // RBAC, which allows "system:node"

FieldErrors validateObjectMeta(const ObjectMeta& meta, bool namespaced, NameRule rule, const FieldPath& path);
FieldErrors validateObjectMetaUpdate(const ObjectMeta& now, const ObjectMeta& old, const FieldPath& path);

} // namespace kubarium::api
