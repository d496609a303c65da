// What the parser of a small language gives back (schedules, paths, durations, names of time zones): the thing, or
// the sentence that the real program refuses the text with. Whoever asked puts that sentence where it belongs: into
// a field error, an event, a line of kubectl.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace kubarium::api {

struct Refusal {
    std::string sentence;
};

template <class T> class Parsed {
public:
    Parsed(T value) : m_outcome(std::move(value)) { }

    Parsed(Refusal refusal) : m_outcome(std::move(refusal)) { }

    explicit operator bool() const noexcept { return m_outcome.index() == 0; }

    const T& operator*() const& noexcept { return value(); }

    T& operator*() & noexcept { return value(); }

    T&& operator*() && noexcept { return std::move(value()); }

    const T* operator->() const noexcept { return &value(); }

    T* operator->() noexcept { return &value(); }

    // Empty if it was not refused.
    std::string error() const
    {
        const Refusal* const refusal = std::get_if<Refusal>(&m_outcome);
        return refusal ? refusal->sentence : std::string();
    }

private:
    const T& value() const noexcept
    {
        assert(*this);
        return *std::get_if<T>(&m_outcome);
    }

    T& value() noexcept
    {
        assert(*this);
        return *std::get_if<T>(&m_outcome);
    }

    std::variant<T, Refusal> m_outcome;
};

} // namespace kubarium::api
