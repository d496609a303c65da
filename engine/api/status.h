// What the API server answers when it does not do as asked: a reason for programs, a sentence for people.
#pragma once

#include "value.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kubarium::api {

struct StatusCause {
    std::string reason; // "FieldValueInvalid"
    std::string message;
    std::string field; // "spec.containers[0].name"
    friend bool operator==(const StatusCause&, const StatusCause&) = default;
};

struct StatusDetails {
    std::string name;
    std::string group;
    std::string kind;
    std::string uid;
    std::vector<StatusCause> causes;
    int retryAfterSeconds = 0;
    friend bool operator==(const StatusDetails&, const StatusDetails&) = default;

    bool empty() const { return *this == StatusDetails(); }
};

struct Status {
    int code = 200;
    std::string reason; // "NotFound", "Invalid", …; empty on success
    std::string message;
    StatusDetails details;

    bool ok() const noexcept { return code < 400; }

    Value toValue() const; // the JSON object that a server sends
};

Status badRequest(std::string message);

template <class T> class Result {
public:
    Result(T value) : m_value(std::move(value)) { }

    Result(Status refusal) : m_value(std::move(refusal)) { assert(!std::get<Status>(m_value).ok()); }

    bool ok() const noexcept { return m_value.index() == 0; }

    explicit operator bool() const noexcept { return ok(); }

    T& value() { return std::get<0>(m_value); }

    const T& value() const { return std::get<0>(m_value); }

    T& operator*() { return value(); }

    const T& operator*() const { return value(); }

    T* operator->() { return &value(); }

    const T* operator->() const { return &value(); }

    const Status& status() const { return std::get<Status>(m_value); }

private:
    std::variant<T, Status> m_value;
};

} // namespace kubarium::api
