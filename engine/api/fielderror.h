// Errors about fields, worded as the API server words them:
//
//   spec.containers[0].image: Required value
//   spec.replicas: Invalid value: -1: must be greater than or equal to 0
//   spec.restartPolicy: Unsupported value: "maybe": supported values: "Always", "OnFailure", "Never"
#pragma once

#include "intorstring.h"
#include "quantity.h"
#include "status.h"
#include "time.h"
#include "value.h"

#include <boost/container/small_vector.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::api {

// Where in an object. Cheap to extend while validation descends (no allocation down to a dozen levels); it becomes
// text only when an error needs it. Names and keys are looked at, not kept: they must outlive the path.
class FieldPath {
public:
    FieldPath() = default; // the object itself

    explicit FieldPath(std::string_view name) { m_steps.push_back({name, named}); }

    FieldPath child(std::string_view name) const { return with({name, named}); }

    FieldPath index(std::size_t index) const { return with({{}, static_cast<std::int64_t>(index)}); }

    FieldPath key(std::string_view key) const { return with({key, keyed}); } // data[app.conf]

    std::string text() const;

private:
    static constexpr std::int64_t named = -1;
    static constexpr std::int64_t keyed = -2;

    struct Step {
        std::string_view name;
        std::int64_t index;
    };

    FieldPath with(Step step) const
    {
        FieldPath longer(*this);
        longer.m_steps.push_back(step);
        return longer;
    }

    boost::container::small_vector<Step, 12> m_steps;
};

enum class FieldErrorType : std::uint8_t {
    NotFound,
    Required,
    Duplicate,
    Invalid,
    NotSupported,
    Forbidden,
    TooLong,
    TooMany,
    Internal,
    TypeInvalid,
};

struct FieldError {
    FieldErrorType type;
    std::string field;
    std::string value; // as the message shows it: -1, "maybe", {"app":"web"}; empty where the type shows none
    std::string detail;

    std::string reason() const; // "FieldValueInvalid"
    std::string message() const; // "Invalid value: -1: must be …"
    friend bool operator==(const FieldError&, const FieldError&) = default;
};

using FieldErrors = std::vector<FieldError>;

// How a bad value is shown: strings quoted as Go's %q, numbers and booleans plain, all else as JSON.
std::string shown(std::string_view text);
std::string shown(const char* text);
std::string shown(const std::string& text);
std::string shown(const Text& text);
std::string shown(bool value);
std::string shown(std::int32_t value);
std::string shown(std::int64_t value);
std::string shown(std::size_t value);
std::string shown(double value);
std::string shown(const Value& value);
std::string shown(const IntOrString& value); // JSON: 25% in quotes, a number plain
std::string shown(const Quantity& value); // quoted: "1500m"
std::string shown(const Time& value);
std::string shownAs(const Type& type, const void* value); // a struct, as JSON
template <class T>
requires requires
{
    TypeOf<T>::value;

} && std::is_class_v<T> std::string shown(const T& value)
{
    return shownAs(*TypeOf<T>::value, &value);
}

FieldError required(const FieldPath& path, std::string_view detail = {});
FieldError forbidden(const FieldPath& path, std::string_view detail);
FieldError tooLong(const FieldPath& path, std::int64_t maximum); // may not be more than N bytes
FieldError tooMany(const FieldPath& path, std::int64_t actual, std::int64_t maximum); // must have at most N items
FieldError internalError(const FieldPath& path, std::string_view detail);
FieldError invalidShown(const FieldPath& path, std::string shownValue, std::string_view detail);
FieldError notSupportedShown(
    const FieldPath& path, std::string shownValue, std::span<const std::string_view> supported);
FieldError duplicateShown(const FieldPath& path, std::string shownValue);
FieldError notFoundShown(const FieldPath& path, std::string shownValue);

template <class T> FieldError invalid(const FieldPath& path, const T& value, std::string_view detail)
{
    return invalidShown(path, shown(value), detail);
}

// `supported` is printed in the order given; the server sorts most of its lists: hand them over as it prints them.
template <class T>
FieldError notSupported(const FieldPath& path, const T& value, std::span<const std::string_view> supported)
{
    return notSupportedShown(path, shown(value), supported);
}

template <class T> FieldError duplicate(const FieldPath& path, const T& value)
{
    return duplicateShown(path, shown(value));
}

template <class T> FieldError notFound(const FieldPath& path, const T& value)
{
    return notFoundShown(path, shown(value));
}

void append(FieldErrors& errors, FieldErrors more);

// All of them in one line, "a" or "[a, b]"; sentences that repeat are said once.
std::string summary(const FieldErrors& errors);

// 422: `Pod "x" is invalid: …` with the summary; one cause an error, in the order given.
Status invalidObject(std::string_view group, std::string_view kind, std::string_view name, const FieldErrors& errors);

} // namespace kubarium::api
