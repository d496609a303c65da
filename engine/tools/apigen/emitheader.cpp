#include "emit.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <set>
#include <sstream>

namespace kubarium::apigen {

namespace {

// "ReadWriteOnce" stays, "kubernetes.io/tls" → KubernetesIoTls, "" → None, "10-flannel" → V10Flannel
std::string constantName(const std::string& value)
{
    std::string name;
    bool upper = true;
    for (const char c : value) {
        if (!std::isalnum(static_cast<unsigned char>(c))) {
            upper = true;
            continue;
        }
        name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        upper = false;
    }
    if (name.empty())
        return "None";
    return std::isdigit(static_cast<unsigned char>(name.front())) ? "V" + name : name;
}

std::string scalarType(const std::string& scalar, bool pointer)
{
    static const std::map<std::string, std::string> plain = {{"bool", "bool"}, {"int32", "std::int32_t"},
        {"int64", "std::int64_t"}, {"double", "double"}, {"string", "Text"}, {"bytes", "Text"}, {"time", "Time"},
        {"microtime", "Time"}, {"quantity", "Quantity"}, {"intorstring", "IntOrString"}, {"any", "Value"},
        {"stringlist", "List<Text>"}};
    static const std::set<std::string> nullable = {"string", "bytes", "time", "microtime", "any", "stringlist"};
    const std::string& type = plain.at(scalar);
    return pointer && !nullable.contains(scalar) ? "Optional<" + type + ">" : type;
}

std::string elementType(const FieldModel& field)
{
    return field.structure ? field.structure->name : scalarType(field.scalar, false);
}

std::string memberType(const FieldModel& field)
{
    switch (field.shape) {
    case Shape::List:
        return "List<" + elementType(field) + ">";
    case Shape::Map:
        return "Map<" + elementType(field) + ">";
    case Shape::One:
        break;
    }
    if (field.structure)
        return field.boxed ? "Box<" + field.structure->name + ">" : field.structure->name;
    return scalarType(field.scalar, field.isPointer());
}

std::string initialiser(const FieldModel& field)
{
    if (field.shape != Shape::One || field.structure || field.isPointer())
        return "";
    if (field.scalar == "bool")
        return " = false";
    return field.scalar == "int32" || field.scalar == "int64" || field.scalar == "double" ? " = 0" : "";
}

// Structs of this file, each after those it holds by value.
std::vector<const TypeModel*> inOrder(const FileModel& file)
{
    std::vector<const TypeModel*> order;
    std::set<const TypeModel*> done;
    std::set<const TypeModel*> open;
    const std::function<void(const TypeModel*)> visit = [&](const TypeModel* type) {
        if (type->file != file.name || done.contains(type))
            return;
        if (!open.insert(type).second)
            throw ModelError(
                type->name + " holds itself by value: one of the fields on the way must be a pointer or shared");
        for (const FieldModel& field : type->fields) {
            if (field.inlineStruct())
                visit(field.structure);
        }
        done.insert(type);
        order.push_back(type);
    };
    for (const TypeModel* const type : file.types)
        visit(type);
    return order;
}

void emitEnum(std::ostringstream& out, const Enum& made)
{
    out << "namespace " << made.name << " {\n";
    std::set<std::string> names;
    for (const std::string& value : made.values) {
        const std::string name = constantName(value);
        if (!names.insert(name).second)
            throw ModelError("enum " + made.name + ": two values would be called " + name);
        out << "inline constexpr std::string_view " << name << " = " << quoted(value) << ";\n";
    }
    out << "inline constexpr std::string_view values[] = {";
    for (std::size_t i = 0; i < made.values.size(); ++i)
        out << (i ? ", " : "") << quoted(made.values[i]);
    out << "};\n}\n";
}

} // namespace

std::string header(const Model& model, const FileModel& file)
{
    std::set<std::string> includes;
    std::set<std::string> foreign;
    for (const TypeModel* const type : file.types) {
        for (const FieldModel& field : type->fields) {
            if (!field.structure || field.structure->file == file.name)
                continue;
            if (field.inlineStruct())
                includes.insert(field.structure->file);
            else
                foreign.insert(field.structure->name);
        }
    }
    static_cast<void>(model);
    std::ostringstream out;
    out << "// Generated from resources/api/" << file.name << ".yaml.\n#pragma once\n\n#include \"api/schema.h\"\n";
    for (const std::string& name : includes)
        out << "#include \"api/types/" << name << ".h\"\n";
    out << "\nnamespace kubarium::api {\n\n";
    for (const Enum& made : file.enums)
        emitEnum(out, made);
    for (const std::string& name : foreign)
        out << "struct " << name << ";\n";
    for (const TypeModel* const type : file.types)
        out << "struct " << type->name << ";\n";
    out << "\nnamespace tables {\n";
    for (const TypeModel* const type : file.types)
        out << "extern const Type " << type->name << ";\n";
    out << "}\n\n";
    for (const TypeModel* const type : file.types)
        out << "template <>\nstruct TypeOf<" << type->name
            << "> {\n    static constexpr const Type* value = &tables::" << type->name << ";\n};\n";
    out << '\n';
    for (const TypeModel* const type : inOrder(file)) {
        if (!type->doc.en.empty())
            out << "// " << type->doc.en << '\n';
        out << "struct " << type->name << " {\n";
        for (const FieldModel& field : type->fields)
            out << "    " << memberType(field) << ' ' << field.member << initialiser(field) << ";\n";
        out << "    friend bool operator==(const " << type->name << "& a, const " << type->name
            << "& b) noexcept { return equal(tables::" << type->name << ", &a, &b); }\n};\n";
    }
    out << "\n} // namespace kubarium::api\n";
    return out.str();
}

std::string umbrella(const Model& model)
{
    std::string out = "// Generated: every type of resources/api.\n#pragma once\n\n";
    for (const auto& [name, file] : model.files)
        out += "#include \"api/types/" + name + ".h\"\n";
    return out;
}

} // namespace kubarium::apigen
