#include "jsonpathevaluation.h"

#include "govalue.h"

#include <algorithm>

namespace kubarium::api {

namespace {

using Node = JsonPathNode;
using Item = JsonPathItem;
using Items = JsonPathItems;

// A wildcard takes strings apart, into bytes.
const Value& byteValue(char byte)
{
    static const std::vector<Value> values = [] {
        std::vector<Value> made;
        for (int i = 0; i < 256; ++i)
            made.emplace_back(i);
        return made;
    }();
    return values[static_cast<unsigned char>(byte)];
}

std::string_view goTypeOf(const Item& item) noexcept
{
    switch (item.value->kind()) {
    case Value::Kind::Bool:
        return "bool";
    case Value::Kind::Int:
        return item.origin == Item::Origin::Object ? "int64" : item.origin == Item::Origin::Byte ? "uint8" : "int";
    case Value::Kind::Double:
        return "float64";
    case Value::Kind::String:
        return "string";
    case Value::Kind::Array:
        return "[]interface {}";
    default:
        return "map[string]interface {}";
    }
}

// How Go's templates compare: only what is of one kind.
enum class Comparable : std::uint8_t { No, Bool, Int, Float, String };

Comparable comparable(const Item& item) noexcept
{
    switch (item.value ? item.value->kind() : Value::Kind::Null) {
    case Value::Kind::Bool:
        return Comparable::Bool;
    case Value::Kind::Int:
        return Comparable::Int;
    case Value::Kind::Double:
        return Comparable::Float;
    case Value::Kind::String:
        return Comparable::String;
    default:
        return Comparable::No;
    }
}

bool isLess(const Value& a, const Value& b) noexcept
{
    switch (a.kind()) {
    case Value::Kind::Int:
        return a.integer() < b.integer();
    case Value::Kind::Double:
        return a.real() < b.real();
    default:
        return a.text() < b.text();
    }
}

class Evaluation {
public:
    explicit Evaluation(JsonPath::MissingKeys missing) : m_missing(missing) { }

    bool run(std::span<const Node> nodes, const Item& current, std::vector<Items>& results)
    {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            Items found;
            if (!walk({current}, nodes[i], found))
                return false;
            if (m_ends > 0 && m_ends <= m_inRange) { // {end} of the range that this is a round of
                --m_ends;
                m_lastEnd = &nodes[i];
                return true;
            }
            if (m_begins > 0) {
                --m_begins;
                if (!range(nodes.subspan(i + 1), found, results))
                    return false;
                // Go on behind the {end} that was met last. Without one, what was in the range is done once more.
                for (std::size_t behind = i + 1; behind < nodes.size(); ++behind) {
                    if (&nodes[behind] == m_lastEnd) {
                        i = behind;
                        break;
                    }
                }
                continue;
            }
            if (!afford(found.size() + 1))
                return false;
            results.push_back(std::move(found));
        }
        return true;
    }

    const std::string& error() const noexcept { return m_error; }

private:
    bool refuse(std::string sentence)
    {
        m_error = std::move(sentence);
        return false;
    }

    // A short template can find far more than the object holds, or nest deeper than the stack. Nobody waits for that.
    bool afford(std::size_t count)
    {
        m_spent += count;
        m_exhausted = m_exhausted || m_spent > m_budget;
        return !m_exhausted || refuse("the template finds too much");
    }

    bool range(std::span<const Node> nodes, const Items& rounds, std::vector<Items>& results)
    {
        constexpr int deepest = 500;
        m_exhausted = m_exhausted || m_inRange == deepest;
        if (m_exhausted)
            return refuse("too many ranges within ranges");
        ++m_inRange;
        for (const Item& round : rounds) {
            if (!round.value) // where Go panics
                return refuse("reflect: call of reflect.Value.Interface on zero Value");
            if (m_inRange == 1)
                m_budget = std::min(m_budget + budgetOfRound, greatestBudget);
            if (!run(nodes, round.value->isNull() ? Item() : round, results))
                return false;
        }
        if (rounds.empty()) { // one round for nothing, to find the {end}
            std::vector<Items> ignored;
            if (!run(nodes, Item(), ignored))
                return false;
        }
        --m_inRange;
        return true;
    }

    // When this fails `out` holds what the failing step had, which an existence filter still looks at.
    bool walk(const Items& in, const Node& node, Items& out)
    {
        if (!afford(in.size()))
            return false;
        switch (node.kind) {
        case Node::Kind::List:
            return list(in, node.lists.front(), out);
        case Node::Kind::Literal:
            literal(in, node, out);
            return true;
        case Node::Kind::Field:
            return field(in, node, out);
        case Node::Kind::Wildcard:
            for (const Item& item : in) {
                const std::size_t before = out.size();
                children(item, out);
                if (!afford(out.size() - before))
                    return false;
            }
            return true;
        case Node::Kind::Recursive:
            return recursive(in, out);
        case Node::Kind::Slice:
            return slice(in, node, out);
        case Node::Kind::Union:
            return unionOf(in, node, out);
        case Node::Kind::Filter:
            return filter(in, node, out);
        case Node::Kind::Identifier:
            return identifier(in, node, out);
        }
        return true;
    }

    bool list(const Items& in, const Node::List& nodes, Items& out)
    {
        out = in;
        for (const Node& node : nodes) {
            Items next;
            const bool walked = walk(out, node, next);
            out = std::move(next);
            if (!walked)
                return false;
        }
        return true;
    }

    static void literal(const Items& in, const Node& node, Items& out)
    {
        // A text is there once, a number for each value at hand.
        out.assign(node.literal.isString() ? 1 : in.size(), Item{&node.literal, Item::Origin::Template});
    }

    bool field(const Items& in, const Node& node, Items& out)
    {
        for (const Item& item : in) {
            const Value* const member = item.value ? item.value->object().find(node.name) : nullptr;
            if (member)
                out.push_back({member, item.origin});
        }
        if (out.empty() && !in.empty() && m_missing == JsonPath::MissingKeys::Refused)
            return refuse(node.name + " is not found");
        return true;
    }

    static void children(const Item& item, Items& out)
    {
        if (!item.value)
            return;
        for (const auto& entry : item.value->object())
            out.push_back({&entry.value, item.origin});
        for (const Value& element : item.value->array())
            out.push_back({&element, item.origin});
        for (const char byte : item.value->text().view())
            out.push_back({&byteValue(byte), Item::Origin::Byte});
    }

    // Everything that has something in it, outside in.
    bool recursive(const Items& in, Items& out)
    {
        for (const Item& item : in) {
            Items inside;
            children(item, inside);
            if (inside.empty())
                continue;
            out.push_back(item);
            if (!afford(inside.size()) || (!item.value->isString() && !recursive(inside, out)))
                return false;
        }
        return true;
    }

    bool slice(const Items& in, const Node& node, Items& out)
    {
        for (const Item& item : in) {
            if (!item.value) // where Go panics
                return refuse("reflect: call of reflect.Value.Type on zero Value");
            if (item.value->isNull())
                continue;
            if (!item.value->isArray()) {
                out = in;
                return refuse(std::string(goTypeOf(item)) + " is not array or slice");
            }
            const Value::Array& array = item.value->array();
            const auto length = static_cast<std::int64_t>(array.size());
            const auto& [first, last, step] = node.slice;
            std::int64_t begin = first.value;
            if (begin < 0)
                begin += length;
            std::int64_t end = last.known ? last.value : length;
            if (end < 0 || (end == 0 && last.derived))
                end += length;
            if (begin == end)
                return true; // no elements were asked for, and what other values hold is not looked at
            std::string outside;
            if (begin >= length || begin < 0)
                outside = std::to_string(begin);
            else if (end > length || end < 0)
                outside = std::to_string(static_cast<std::int64_t>(static_cast<std::uint64_t>(end) - 1));
            std::string sentence;
            if (!outside.empty())
                sentence = "array index out of bounds: index " + outside + ", length " + std::to_string(length);
            else if (begin > end)
                sentence =
                    "starting index " + std::to_string(begin) + " is greater than ending index " + std::to_string(end);
            else if (step.known && step.value <= 0)
                sentence = "step must be > 0";
            if (!sentence.empty()) {
                out = in;
                return refuse(std::move(sentence));
            }
            if (!afford(static_cast<std::size_t>(end - begin)))
                return false;
            const std::int64_t distance = step.known ? std::min(step.value, length) : 1;
            for (std::int64_t i = begin; i < end; i += distance)
                out.push_back({&array[static_cast<std::size_t>(i)], item.origin});
        }
        return true;
    }

    bool unionOf(const Items& in, const Node& node, Items& out)
    {
        for (const Node::List& nodes : node.lists) {
            Items found;
            if (!list(in, nodes, found)) {
                out = in;
                return false;
            }
            out.insert(out.end(), found.begin(), found.end());
        }
        return true;
    }

    bool filter(const Items& in, const Node& node, Items& out)
    {
        for (const Item& item : in) {
            if (!item.value || !item.value->isArray()) {
                out = in;
                return refuse((item.value ? goPlain(*item.value) : "<invalid reflect.Value>")
                    + " is not array or slice and cannot be filtered");
            }
            for (const Value& element : item.value->array()) {
                bool passes = false;
                if (!matches({&element, item.origin}, node, passes)) {
                    out = in;
                    return false;
                }
                if (passes)
                    out.push_back({&element, item.origin});
            }
        }
        return true;
    }

    bool matches(const Item& element, const Node& filter, bool& passes)
    {
        Items left;
        const bool walked = list({element}, filter.lists.front(), left);
        if (filter.lists.size() == 1) { // an error is as good as nothing found, but some errors leave something
            passes = !left.empty();
            return !m_exhausted;
        }
        if (!walked)
            return false;
        if (left.empty())
            return true;
        if (left.size() > 1)
            return refuse("can only compare one element at a time");
        Items right;
        if (!list({element}, filter.lists.back(), right))
            return false;
        if (right.empty())
            return true;
        if (right.size() > 1)
            return refuse("can only compare one element at a time");
        return compare(left.front(), filter.name, right.front(), passes);
    }

    bool compare(const Item& left, std::string_view sign, const Item& right, bool& passes)
    {
        constexpr std::string_view signs[] = {"==", "!=", "<", "<=", ">", ">="};
        if (std::find(std::begin(signs), std::end(signs), sign) == std::end(signs))
            return refuse("unrecognized filter operator " + std::string(sign));
        const Comparable kind = comparable(left);
        const Comparable other = comparable(right);
        const bool isEquality = sign == "==" || sign == "!=";
        if (kind == Comparable::No || other == Comparable::No)
            return refuse("invalid type for comparison");
        if (kind != other)
            return refuse("incompatible types for comparison");
        if (kind == Comparable::Bool && !isEquality)
            return refuse("invalid type for comparison");
        const Value& a = *left.value;
        const Value& b = *right.value;
        if (isEquality)
            passes = (a == b) == (sign == "==");
        else if (sign == "<" || sign == ">=")
            passes = isLess(a, b) == (sign == "<");
        else
            passes = (isLess(a, b) || a == b) == (sign == "<=");
        return true;
    }

    bool identifier(const Items& in, const Node& node, Items& out)
    {
        if (node.name == "range") {
            ++m_begins;
            out = in;
            return true;
        }
        if (node.name != "end") {
            out = in;
            return refuse("unrecognized identifier " + node.name);
        }
        if (m_inRange == 0)
            return refuse("not in range, nothing to end");
        ++m_ends;
        return true;
    }

    JsonPath::MissingKeys m_missing;
    std::string m_error;
    std::size_t m_spent = 0;
    // Ten columns of a pod cost a hundred, and the longest lists have 150 000 pods.
    static constexpr std::size_t budgetOfRound = 1'000;
    static constexpr std::size_t greatestBudget = 40'000'000;
    std::size_t m_budget = 2'000'000;
    bool m_exhausted = false;
    // Words change these wherever they stand, and the loop above looks at them when a pair of braces is done.
    int m_begins = 0;
    int m_inRange = 0;
    int m_ends = 0;
    const Node* m_lastEnd = nullptr;
};

} // namespace

Parsed<std::vector<Items>> evaluate(const Node::List& nodes, const Value& object, JsonPath::MissingKeys missing)
{
    Evaluation evaluation(missing);
    std::vector<Items> results;
    // The object itself is never the zero Value, not even if it is null.
    if (!evaluation.run(nodes, Item{&object}, results))
        return Refusal{evaluation.error()};
    return results;
}

} // namespace kubarium::api
