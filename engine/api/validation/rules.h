// The words that validation rules are written with.
#pragma once

#include "../fielderror.h"
#include "../names.h"
#include "../schema.h"

#include <algorithm>
#include <concepts>
#include <string>
#include <vector>

namespace kubarium::api {

struct LabelSelector;

// Sentences of the server that many kinds share.
namespace messages {
inline constexpr std::string_view notNegative = "must be greater than or equal to 0";
inline constexpr std::string_view immutable = "field is immutable";
} // namespace messages

// Each sentence of a name rule (names.h) as an error at `path`.
void appendInvalid(
    FieldErrors& errors, const FieldPath& path, std::string_view value, const std::vector<std::string>& sentences);

template <std::integral Number> void checkNotNegative(FieldErrors& errors, Number number, const FieldPath& path)
{
    if (number < 0)
        errors.push_back(invalid(path, static_cast<std::int64_t>(number), messages::notNegative));
}

template <std::integral Number>
void checkNotNegative(FieldErrors& errors, const Optional<Number>& number, const FieldPath& path)
{
    if (number)
        checkNotNegative(errors, *number, path);
}

// `supported` as the server prints them: sorted by default, since it keeps most of them in sets.
void checkSupported(
    FieldErrors& errors, const Text& value, std::span<const std::string_view> values, const FieldPath& path);

// A field that may not change: "field is immutable".
template <class T> void checkImmutable(FieldErrors& errors, const T& now, const T& old, const FieldPath& path)
{
    if (!(now == old))
        errors.push_back(invalid(path, now, messages::immutable));
}

void checkLabels(FieldErrors& errors, const Map<Text>& labels, const FieldPath& path);
void checkLabelKey(FieldErrors& errors, std::string_view key, const FieldPath& path);
void checkAnnotations(FieldErrors& errors, const Map<Text>& annotations, const FieldPath& path);

struct LabelSelectorOptions {
    bool allowInvalidLabelValues = false; // selectors stored by older releases
};

void checkLabelSelector(
    FieldErrors& errors, const LabelSelector& selector, const FieldPath& path, LabelSelectorOptions options = {});
bool isEmptySelector(const LabelSelector& selector);

} // namespace kubarium::api
