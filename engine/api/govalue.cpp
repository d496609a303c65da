#include "govalue.h"

#include "goformat.h"

namespace kubarium::api {

namespace {

void appendPlain(std::string& out, const Value& value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        out += "<nil>";
        break;
    case Value::Kind::Bool:
        out += value.boolean() ? "true" : "false";
        break;
    case Value::Kind::Int:
        out += std::to_string(value.integer());
        break;
    case Value::Kind::Double:
        out += goNumber(value.real());
        break;
    case Value::Kind::String:
        out += value.text().view();
        break;
    case Value::Kind::Array: {
        out += '[';
        const char* separator = "";
        for (const Value& item : value.array()) {
            out += separator;
            separator = " ";
            appendPlain(out, item);
        }
        out += ']';
        break;
    }
    case Value::Kind::Object: {
        out += "map[";
        const char* separator = "";
        for (const auto& [key, member] : value.object()) {
            out += separator;
            separator = " ";
            out += key.view();
            out += ':';
            appendPlain(out, member);
        }
        out += ']';
        break;
    }
    }
}

void appendSyntax(std::string& out, const Value& value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        out += "interface {}(nil)";
        break;
    case Value::Kind::String:
        out += goQuoted(value.text());
        break;
    case Value::Kind::Array: {
        out += "[]interface {}{";
        const char* separator = "";
        for (const Value& item : value.array()) {
            out += separator;
            separator = ", ";
            appendSyntax(out, item);
        }
        out += '}';
        break;
    }
    case Value::Kind::Object: {
        out += "map[string]interface {}{";
        const char* separator = "";
        for (const auto& [key, member] : value.object()) {
            out += separator;
            separator = ", ";
            out += goQuoted(key);
            out += ':';
            appendSyntax(out, member);
        }
        out += '}';
        break;
    }
    default:
        appendPlain(out, value);
    }
}

} // namespace

std::string goPlain(const Value& value)
{
    std::string out;
    appendPlain(out, value);
    return out;
}

std::string goSyntax(const Value& value)
{
    std::string out;
    appendSyntax(out, value);
    return out;
}

} // namespace kubarium::api
