// What a pod may tell its containers about itself, in variables and in files.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct ObjectFieldSelector;
struct ResourceFieldSelector;

// `fields` are those that may be asked for whole; of labels and annotations single ones may be picked.
void checkFieldRef(FieldErrors& errors, const ObjectFieldSelector& selector, std::span<const std::string_view> fields,
    const FieldPath& path);
// In a volume the container has to be named, a variable knows its own.
void checkResourceFieldRef(
    FieldErrors& errors, const ResourceFieldSelector& selector, bool inVolume, const FieldPath& path);

} // namespace kubarium::api
