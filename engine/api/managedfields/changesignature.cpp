#include "changesignature.h"

#include "../encode.h"
#include "../members.h"

#include <algorithm>
#include <vector>

namespace kubarium::api {

namespace {

// How one side of a change has a field.
enum class State : std::uint8_t { Omitted, Null, Value };

constexpr char endOfStruct = '\xff';
constexpr char firstState = '\x10'; // the pair of states of a field: never mistaken for the end of a struct

State stateOf(const Field& field, const void* object) noexcept
{
    if (!object || isOmitted(field, object))
        return State::Omitted;
    const void* const member = memberOf(object, field);
    if (field.shape != Shape::One)
        return elementsOf(field, member).count == 0 ? State::Null : State::Value;
    return field.isPointer() && !pointee(field, member) ? State::Null : State::Value;
}

bool sameStorage(const Field& field, const void* before, const void* after) noexcept
{
    if (field.shape == Shape::Map)
        return as<Map<Text>>(before).sameStorage(as<Map<Text>>(after));
    return (field.shape == Shape::List || field.boxed) && as<List<Text>>(before).sameStorage(as<List<Text>>(after));
}

// As their JSON differs: times are cut to seconds there, and quantities have one way to be written.
bool scalarsDiffer(const Type& type, const void* before, const void* after)
{
    if (equal(type, before, after))
        return false;
    switch (type.storage) {
    case Storage::Time:
    case Storage::MicroTime:
    case Storage::Quantity:
    case Storage::Double:
        return toJson(type, before) != toJson(type, after);
    default:
        return true;
    }
}

class Signing {
public:
    explicit Signing(std::string& out) : m_out(out) { }

    bool isPossible() const { return m_possible; }

    // Either side may be null: not there.
    void fields(const Type& type, const void* before, const void* after)
    {
        for (std::size_t i = 0; i < type.fields.size() && m_possible; ++i)
            field(type.fields[i], i, before, after);
        m_out += endOfStruct;
    }

private:
    void text(std::string_view text)
    {
        number(text.size());
        m_out += text;
    }

    void number(std::size_t value)
    {
        for (int shift = 0; shift < 32; shift += 8)
            m_out += static_cast<char>(value >> shift & 0xff);
    }

    void states(State before, State after)
    {
        m_out += static_cast<char>(firstState + static_cast<char>(before) * 3 + static_cast<char>(after));
    }

    void field(const Field& field, std::size_t index, const void* before, const void* after)
    {
        const State left = stateOf(field, before);
        const State right = stateOf(field, after);
        if (left == right && left != State::Value)
            return;
        const void* const was = left == State::Value ? memberOf(before, field) : nullptr;
        const void* const is = right == State::Value ? memberOf(after, field) : nullptr;
        if (was && is && sameStorage(field, was, is))
            return;
        const std::size_t begin = m_out.size();
        states(left, right);
        number(index);
        if (!content(field, was, is))
            m_out.resize(begin);
    }

    // False if nothing changed.
    bool content(const Field& field, const void* before, const void* after)
    {
        if (field.shape == Shape::Map)
            return members(field, before, after);
        if (field.shape == Shape::List)
            return list(field, before, after);
        return value(*field.type, before ? targetOf(field, before) : nullptr, after ? targetOf(field, after) : nullptr);
    }

    static const void* targetOf(const Field& field, const void* member) noexcept
    {
        if (!field.boxed && !field.isPointer())
            return member;
        const void* const target = pointee(field, member);
        return target ? target : detail::emptyValueOf(*field.type);
    }

    bool value(const Type& type, const void* before, const void* after)
    {
        switch (type.storage) {
        case Storage::Struct: {
            if (before && after && equal(type, before, after))
                return false;
            fields(type, before, after);
            return true;
        }
        case Storage::Any: // anything can be below: the two say it themselves
            if (before && after && as<Value>(before) == as<Value>(after))
                return false;
            text(before ? toJson(as<Value>(before)) : std::string());
            text(after ? toJson(as<Value>(after)) : std::string());
            return true;
        default:
            return !before || !after || scalarsDiffer(type, before, after);
        }
    }

    bool members(const Field& field, const void* before, const void* after)
    {
        const Elements left = before ? elementsOf(field, before) : Elements();
        const Elements right = after ? elementsOf(field, after) : Elements();
        const auto at = [](const Elements& all, std::size_t i) { return all.data + i * all.stride; };
        std::size_t i = 0;
        std::size_t j = 0;
        bool changed = !before || !after;
        while (i < left.count || j < right.count) { // both are sorted by key
            const std::string_view was = i < left.count ? as<Text>(at(left, i)).view() : std::string_view();
            const std::string_view is = j < right.count ? as<Text>(at(right, j)).view() : std::string_view();
            const bool hasLeft = i < left.count && (j == right.count || was <= is);
            const bool hasRight = j < right.count && (i == left.count || is <= was);
            const std::size_t begin = m_out.size();
            states(hasLeft ? State::Value : State::Omitted, hasRight ? State::Value : State::Omitted);
            text(hasLeft ? was : is);
            if (value(*field.type, hasLeft ? at(left, i) + sizeof(Text) : nullptr,
                    hasRight ? at(right, j) + sizeof(Text) : nullptr))
                changed = true;
            else
                m_out.resize(begin);
            i += hasLeft ? 1 : 0;
            j += hasRight ? 1 : 0;
        }
        m_out += endOfStruct;
        return changed;
    }

    bool list(const Field& field, const void* before, const void* after)
    {
        if (before && after && as<List<Text>>(before) == as<List<Text>>(after))
            return false;
        switch (field.listKind) {
        case ListKind::Atomic:
            return !before || !after || listsDiffer(field, before, after);
        case ListKind::Set: // its elements are keys
            wholeList(field, before);
            wholeList(field, after);
            return true;
        case ListKind::Map:
            keyedList(field, before, after);
            return true;
        }
        return true;
    }

    static bool listsDiffer(const Field& field, const void* before, const void* after)
    {
        const Elements left = elementsOf(field, before);
        const Elements right = elementsOf(field, after);
        if (left.count != right.count)
            return true;
        for (std::size_t i = 0; i < left.count; ++i) {
            if (toJson(*field.type, left.data + i * left.stride) != toJson(*field.type, right.data + i * right.stride))
                return true;
        }
        return false;
    }

    void wholeList(const Field& field, const void* member)
    {
        const Elements all = member ? elementsOf(field, member) : Elements();
        number(all.count);
        for (std::size_t i = 0; i < all.count; ++i)
            text(toJson(*field.type, all.data + i * all.stride));
    }

    struct Element {
        std::string key;
        const void* value;
    };

    std::vector<Element> elementsByKey(const Field& field, const void* member)
    {
        std::vector<Element> elements;
        const Elements all = member ? elementsOf(field, member) : Elements();
        for (std::size_t i = 0; i < all.count; ++i) {
            const void* const element = all.data + i * all.stride;
            elements.push_back({keyOf(field, element), element});
        }
        std::ranges::sort(elements, {}, &Element::key);
        if (std::ranges::adjacent_find(elements, {}, &Element::key) != elements.end())
            m_possible = false;
        return elements;
    }

    std::string keyOf(const Field& list, const void* element)
    {
        std::string key;
        for (const std::string_view name : list.listKeys) {
            const Field* const field = list.type->field(name);
            if (!field || field->shape != Shape::One || field->boxed || stateOf(*field, element) != State::Value) {
                m_possible = false; // what stands in for a missing key is decided elsewhere
                return key;
            }
            appendJson(key, *field->type, memberOf(element, *field));
            key += '\n';
        }
        return key;
    }

    void keyedList(const Field& field, const void* before, const void* after)
    {
        const std::vector<Element> left = elementsByKey(field, before);
        const std::vector<Element> right = elementsByKey(field, after);
        auto was = left.begin();
        auto is = right.begin();
        while (m_possible && (was != left.end() || is != right.end())) {
            const bool hasLeft = was != left.end() && (is == right.end() || was->key <= is->key);
            const bool hasRight = is != right.end() && (was == left.end() || is->key <= was->key);
            const std::size_t begin = m_out.size();
            states(hasLeft ? State::Value : State::Omitted, hasRight ? State::Value : State::Omitted);
            text(hasLeft ? was->key : is->key);
            if (!value(*field.type, hasLeft ? was->value : nullptr, hasRight ? is->value : nullptr))
                m_out.resize(begin);
            was += hasLeft ? 1 : 0;
            is += hasRight ? 1 : 0;
        }
        m_out += endOfStruct;
    }

    std::string& m_out;
    bool m_possible = true;
};

} // namespace

bool appendChangeSignature(std::string& out, const Type& type, const void* before, const void* after)
{
    Signing signing(out);
    signing.fields(type, before, after);
    return signing.isPossible();
}

} // namespace kubarium::api
