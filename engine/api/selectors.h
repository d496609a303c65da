// Selectors as clients write them:
//
//   labels   app=web,tier in (front,back),!legacy,generation>3
//   fields   metadata.name=web-0,status.phase!=Running
//
// Read as the server reads them, refused with its sentences, and written back in one canonical order.
#pragma once

#include "parsed.h"
#include "schema.h"

#include <optional>
#include <span>
#include <vector>

namespace kubarium::api {

// One condition on the labels of an object.
class LabelRequirement {
public:
    enum class Operator : std::uint8_t {
        In,
        NotIn,
        Equals,
        DoubleEquals,
        NotEquals,
        Exists,
        DoesNotExist,
        GreaterThan,
        LessThan
    };

    // Refused if the key or a value cannot be one of a label, or if the operator takes another number of values.
    static Parsed<LabelRequirement> make(Text key, Operator op, List<Text> values);

    const Text& key() const noexcept { return m_key; }

    Operator op() const noexcept { return m_operator; }

    const List<Text>& values() const noexcept { return m_values; }

    bool matches(const Map<Text>& labels) const noexcept;
    std::string text() const; // "tier in (back,front)"
    friend bool operator==(const LabelRequirement&, const LabelRequirement&) = default;

private:
    friend class LabelMatcher;

    LabelRequirement(Text key, Operator op, List<Text> values)
        : m_key(std::move(key)),
          m_values(std::move(values)),
          m_operator(op)
    {
    }

    bool hasValue(std::string_view value) const noexcept;

    Text m_key;
    List<Text> m_values;
    Operator m_operator;
};

// Conditions that labels must meet, all of them.
class LabelMatcher {
public:
    LabelMatcher() = default; // everything
    static LabelMatcher nothing();
    // Exactly these labels, unchecked, as the selector of a Service or a ReplicationController: none means everything.
    static LabelMatcher of(const Map<Text>& labels);
    explicit LabelMatcher(std::vector<LabelRequirement> requirements);
    static Parsed<LabelMatcher> parse(std::string_view text);

    bool matches(const Map<Text>& labels) const noexcept;

    bool matchesEverything() const noexcept { return !m_nothing && m_requirements.empty(); }

    bool matchesNothing() const noexcept { return m_nothing; }

    std::span<const LabelRequirement> requirements() const noexcept { return m_requirements; } // sorted by key

    // The one value that a label must have: what an index can be asked for.
    std::optional<std::string_view> exactValue(std::string_view key) const noexcept;
    void add(LabelRequirement requirement);

    std::string text() const; // "app=web,!legacy"; empty for everything, and for nothing
    friend bool operator==(const LabelMatcher&, const LabelMatcher&) = default;

private:
    std::vector<LabelRequirement> m_requirements;
    bool m_nothing = false;
};

// One condition on a field of an object.
struct FieldRequirement {
    Text field; // "status.phase"
    Text value;
    bool equal = true; // else it must differ

    std::string text() const; // "status.phase!=Running"; backslash, comma and equals sign of the value are escaped
    friend bool operator==(const FieldRequirement&, const FieldRequirement&) = default;
};

// Conditions that fields must meet, all of them. Which fields a kind can be asked for, its storage knows.
class FieldMatcher {
public:
    FieldMatcher() = default; // everything

    explicit FieldMatcher(std::vector<FieldRequirement> requirements) : m_requirements(std::move(requirements)) { }

    static Parsed<FieldMatcher> parse(std::string_view text);

    // `valueOf` gives the text at a field's path; a field that is not set is the empty text.
    template <class ValueOf> bool matches(ValueOf&& valueOf) const
    {
        for (const FieldRequirement& requirement : m_requirements) {
            if ((requirement.value == valueOf(requirement.field.view())) != requirement.equal)
                return false;
        }
        return true;
    }

    bool matchesEverything() const noexcept { return m_requirements.empty(); }

    std::span<const FieldRequirement> requirements() const noexcept { return m_requirements; }

    std::optional<std::string_view> exactValue(std::string_view field) const noexcept;

    std::string text() const;
    friend bool operator==(const FieldMatcher&, const FieldMatcher&) = default;

private:
    std::vector<FieldRequirement> m_requirements;
};

} // namespace kubarium::api
