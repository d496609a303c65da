#include "fielderror.h"

#include "encode.h"
#include "goformat.h"

#include <array>
#include <unordered_set>

namespace kubarium::api {

namespace {

struct Words {
    std::string_view reason; // of the cause
    std::string_view title; // in front of the sentence
    bool showsValue;
};

const Words& wordsOf(FieldErrorType type)
{
    static constexpr std::array<Words, 10> words{{
        {"FieldValueNotFound", "Not found", true},
        {"FieldValueRequired", "Required value", false},
        {"FieldValueDuplicate", "Duplicate value", true},
        {"FieldValueInvalid", "Invalid value", true},
        {"FieldValueNotSupported", "Unsupported value", true},
        {"FieldValueForbidden", "Forbidden", false},
        {"FieldValueTooLong", "Too long", false},
        {"FieldValueTooMany", "Too many", true},
        {"InternalError", "Internal error", false},
        {"FieldValueTypeInvalid", "Invalid value", true},
    }};
    return words[static_cast<std::size_t>(type)];
}

FieldError make(FieldErrorType type, const FieldPath& path, std::string shownValue, std::string_view detail)
{
    return {type, path.text(), std::move(shownValue), std::string(detail)};
}

std::string quotedList(std::span<const std::string_view> words)
{
    std::string list;
    for (const std::string_view word : words)
        list += (list.empty() ? "" : ", ") + goQuoted(word);
    return list;
}

} // namespace

std::string FieldPath::text() const
{
    if (m_steps.empty())
        return "<nil>"; // Go's path that is not there
    std::string out;
    for (const Step& step : m_steps) {
        if (step.index >= 0) {
            out += '[' + std::to_string(step.index) + ']';
        } else if (step.index == keyed || step.name.empty()) {
            out += '[';
            out += step.name;
            out += ']';
        } else {
            if (&step != &m_steps.front())
                out += '.';
            out += step.name;
        }
    }
    return out;
}

std::string FieldError::reason() const
{
    return std::string(wordsOf(type).reason);
}

std::string FieldError::message() const
{
    const Words& words = wordsOf(type);
    std::string out(words.title);
    if (words.showsValue && !value.empty())
        out += ": " + value;
    if (!detail.empty())
        out += ": " + detail;
    return out;
}

std::string shown(std::string_view text)
{
    return goQuoted(text);
}

std::string shown(const char* text)
{
    return goQuoted(text);
}

std::string shown(const std::string& text)
{
    return goQuoted(text);
}

std::string shown(const Text& text)
{
    return goQuoted(text);
}

std::string shown(bool value)
{
    return value ? "true" : "false";
}

std::string shown(std::int32_t value)
{
    return std::to_string(value);
}

std::string shown(std::int64_t value)
{
    return std::to_string(value);
}

std::string shown(std::size_t value)
{
    return std::to_string(value);
}

std::string shown(double value)
{
    return goNumber(value);
}

// What stands behind an interface in Go is shown as what it is; nothing at all becomes the text "null".
std::string shown(const Value& value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        return shown("null");
    case Value::Kind::Bool:
        return shown(value.boolean());
    case Value::Kind::Int:
        return shown(value.integer());
    case Value::Kind::Double:
        return shown(value.real());
    case Value::Kind::String:
        return shown(value.text());
    case Value::Kind::Array:
    case Value::Kind::Object:
        break;
    }
    return toJson(value);
}

std::string shown(const IntOrString& value)
{
    if (!value.isString())
        return shown(value.number());
    std::string out;
    appendJsonString(out, value.text());
    return out;
}

std::string shown(const Quantity& value)
{
    return '"' + value.text() + '"';
}

std::string shown(const Time& value)
{
    return value.isZero() ? "null" : '"' + value.text() + '"';
}

FieldError required(const FieldPath& path, std::string_view detail)
{
    return make(FieldErrorType::Required, path, {}, detail);
}

FieldError forbidden(const FieldPath& path, std::string_view detail)
{
    return make(FieldErrorType::Forbidden, path, {}, detail);
}

FieldError tooLong(const FieldPath& path, std::int64_t maximum)
{
    const std::string detail =
        maximum < 0 ? "value is too long" : "may not be more than " + std::to_string(maximum) + " bytes";
    return make(FieldErrorType::TooLong, path, {}, detail);
}

FieldError tooMany(const FieldPath& path, std::int64_t actual, std::int64_t maximum)
{
    const std::string detail =
        maximum < 0 ? "has too many items" : "must have at most " + std::to_string(maximum) + " items";
    return make(FieldErrorType::TooMany, path, actual < 0 ? std::string() : shown(actual), detail);
}

FieldError internalError(const FieldPath& path, std::string_view detail)
{
    return make(FieldErrorType::Internal, path, {}, detail);
}

FieldError invalidShown(const FieldPath& path, std::string shownValue, std::string_view detail)
{
    return make(FieldErrorType::Invalid, path, std::move(shownValue), detail);
}

FieldError notSupportedShown(const FieldPath& path, std::string shownValue, std::span<const std::string_view> supported)
{
    const std::string detail = supported.empty() ? std::string() : "supported values: " + quotedList(supported);
    return make(FieldErrorType::NotSupported, path, std::move(shownValue), detail);
}

FieldError duplicateShown(const FieldPath& path, std::string shownValue)
{
    return make(FieldErrorType::Duplicate, path, std::move(shownValue), {});
}

FieldError notFoundShown(const FieldPath& path, std::string shownValue)
{
    return make(FieldErrorType::NotFound, path, std::move(shownValue), {});
}

void append(FieldErrors& errors, FieldErrors more)
{
    errors.insert(errors.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
}

std::string summary(const FieldErrors& errors)
{
    std::unordered_set<std::string> said;
    std::string all;
    for (const FieldError& error : errors) {
        const auto [sentence, isNew] = said.insert(error.field + ": " + error.message());
        if (isNew)
            all += (all.empty() ? "" : ", ") + *sentence;
    }
    return said.size() > 1 ? '[' + all + ']' : all;
}

Status invalidObject(std::string_view group, std::string_view kind, std::string_view name, const FieldErrors& errors)
{
    Status status;
    status.code = 422;
    status.reason = "Invalid";
    status.details.name = name;
    status.details.group = group;
    status.details.kind = kind;
    for (const FieldError& error : errors)
        status.details.causes.push_back({error.reason(), error.message(), error.field});

    status.message =
        std::string(kind) + (group.empty() ? "" : ".") + std::string(group) + ' ' + goQuoted(name) + " is invalid";
    if (!errors.empty())
        status.message += ": " + summary(errors);
    return status;
}

} // namespace kubarium::api
