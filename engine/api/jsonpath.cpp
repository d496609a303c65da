#include "jsonpath.h"

#include "encode.h"
#include "goformat.h"
#include "govalue.h"
#include "jsonpathevaluation.h"
#include "jsonpathtemplate.h"

#include <cassert>

namespace kubarium::api {

namespace {

using Node = JsonPathNode;

// A template may ask for the whole object many times over.
constexpr std::size_t longestOutput = std::size_t{1} << 30U;

Refusal tooLong()
{
    return {"the template prints too much"};
}

void appendText(std::string& out, const JsonPathItem& item)
{
    if (!item.value)
        out += "<no value>";
    else if (item.value->isNull())
        out += "null";
    else if (item.value->isArray() || item.value->isObject())
        appendJson(out, *item.value);
    else
        out += goPlain(*item.value);
}

// The steps of a plain path; nothing if it is none.
std::optional<std::vector<JsonPath::Step>> plainSteps(const Node::List& nodes)
{
    if (nodes.size() != 1 || nodes.front().kind != Node::Kind::List)
        return std::nullopt;
    std::vector<JsonPath::Step> steps;
    for (const Node& node : nodes.front().lists.front()) {
        if (node.kind == Node::Kind::Field)
            steps.push_back({node.name, 0, false});
        else if (node.kind == Node::Kind::Slice && node.slice[0].known && node.slice[1].derived && !node.slice[2].known)
            steps.push_back({{}, node.slice[0].value, true});
        else
            return std::nullopt;
    }
    return steps;
}

} // namespace

Parsed<JsonPath> JsonPath::parse(std::string_view text)
{
    Parsed<JsonPathNode::List> nodes = readJsonPath(text);
    if (!nodes)
        return Refusal{nodes.error()};
    auto made = std::make_shared<Template>();
    made->text = text;
    made->nodes = std::move(*nodes);
    if (std::optional<std::vector<Step>> steps = plainSteps(made->nodes)) {
        made->plain = std::move(*steps);
        made->isPlain = true;
    }
    return JsonPath(std::move(made));
}

Parsed<JsonPath> JsonPath::parseRelaxed(std::string_view text)
{
    if (text.empty())
        return parse(text);
    std::string_view path = text;
    const bool braced = path.size() > 2 && path.front() == '{' && path.back() == '}';
    if (braced)
        path = path.substr(1, path.size() - 2);
    if (path.size() > 1 && path.front() == '.')
        path.remove_prefix(1);
    if (path.find_first_of("{}") != std::string_view::npos) {
        return Refusal{"unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or "
                       "'{.name1.name2}'"};
    }
    return parse("{." + std::string(path) + "}");
}

Parsed<std::vector<Value>> JsonPath::find(const Value& object, MissingKeys missing) const
{
    std::vector<Value> values;
    if (m_template->isPlain) {
        if (const Value* const value = at(object)) {
            values.push_back(*value);
            return values;
        }
    }
    const Parsed<std::vector<JsonPathItems>> results = evaluate(m_template->nodes, object, missing);
    if (!results)
        return Refusal{results.error()};
    for (const JsonPathItems& items : *results) {
        for (const JsonPathItem& item : items)
            values.push_back(item.value ? *item.value : Value());
    }
    return values;
}

Parsed<std::string> JsonPath::print(const Value& object, MissingKeys missing) const
{
    const Parsed<std::vector<JsonPathItems>> results = evaluate(m_template->nodes, object, missing);
    if (!results)
        return Refusal{results.error()};
    std::string out;
    for (const JsonPathItems& items : *results) {
        for (const JsonPathItem& item : items) {
            if (&item != &items.front())
                out += ' ';
            appendText(out, item);
            if (out.size() > longestOutput)
                return tooLong();
        }
    }
    return out;
}

Parsed<std::string> JsonPath::printAsJson(const Value& object, MissingKeys missing) const
{
    const Parsed<std::vector<JsonPathItems>> results = evaluate(m_template->nodes, object, missing);
    if (!results)
        return Refusal{results.error()};
    std::string out;
    for (const JsonPathItems& items : *results) {
        Value::Array list;
        for (const JsonPathItem& item : items)
            list.push_back(item.value ? *item.value : Value());
        out += toPrettyJson(list); // which ends its last line
        if (out.size() > longestOutput)
            return tooLong();
    }
    return out;
}

std::string JsonPath::failure(const Value& object, std::string_view sentence) const
{
    return "error executing jsonpath " + goQuoted(text()) + ": Error executing template: " + std::string(sentence)
        + ". Printing more information for debugging the template:\n\ttemplate was:\n\t\t" + text()
        + "\n\tobject given to jsonpath engine was:\n\t\t" + goSyntax(object) + "\n\n\n";
}

bool JsonPath::isPlain() const noexcept
{
    return m_template->isPlain;
}

std::span<const JsonPath::Step> JsonPath::steps() const noexcept
{
    return m_template->plain;
}

const Value* JsonPath::at(const Value& object) const noexcept
{
    assert(isPlain());
    const Value* value = &object;
    for (const Step& step : m_template->plain) {
        if (step.isElement) {
            const Value::Array& array = value->array();
            const auto length = static_cast<std::int64_t>(array.size());
            const std::int64_t index = step.index < 0 ? step.index + length : step.index;
            if (index < 0 || index >= length)
                return nullptr;
            value = &array[static_cast<std::size_t>(index)];
        } else if (value = value->object().find(step.field); !value) {
            return nullptr;
        }
    }
    return value;
}

const std::string& JsonPath::text() const noexcept
{
    return m_template->text;
}

} // namespace kubarium::api
