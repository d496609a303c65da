#include "emit.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace kubarium::apigen {

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out + '"';
}

namespace {

std::string doc(const Doc& doc)
{
    return doc.en.empty() ? "{}" : "{" + quoted(doc.en) + ", " + quoted(doc.ko) + "}";
}

std::string upperFirst(std::string word)
{
    word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
    return word;
}

std::string storage(const std::string& scalar)
{
    static const std::map<std::string, std::string> names = {
        {"microtime", "MicroTime"}, {"intorstring", "IntOrString"}, {"stringlist", "StringList"}};
    const auto found = names.find(scalar);
    return "Storage::" + (found == names.end() ? upperFirst(scalar) : found->second);
}

// An array of words in static storage; answers the expression that names it.
std::string words(std::ostringstream& out, const std::string& name, const std::vector<std::string>& values)
{
    if (values.empty())
        return "{}";
    out << "constexpr std::string_view " << name << "[] = {";
    for (std::size_t i = 0; i < values.size(); ++i)
        out << (i ? ", " : "") << quoted(values[i]);
    out << "};\n";
    return name;
}

// Where counted pointers live in a value of this type, seen through structs held by value.
void emitSlots(std::ostringstream& out, const TypeModel& type, const std::string& base)
{
    for (const FieldModel& field : type.fields) {
        const std::string offset =
            base + (base.empty() ? "" : " + ") + "offsetof(" + type.name + ", " + field.member + ")";
        std::string kind;
        if (field.shape == Shape::Map)
            kind = "KeyedBlock";
        else if (field.shape == Shape::List || field.boxed)
            kind = "Block";
        else if (field.structure)
            emitSlots(out, *field.structure, offset);
        else if (field.scalar == "string" || field.scalar == "bytes" || field.scalar == "intorstring")
            kind = "Text";
        else if (field.scalar == "any")
            kind = "Value";
        if (!kind.empty())
            out << "    {" << offset << ", SlotKind::" << kind << "},\n";
    }
}

bool hasSlots(const TypeModel& type)
{
    return std::any_of(type.fields.begin(), type.fields.end(), [](const FieldModel& field) {
        if (field.inlineStruct())
            return hasSlots(*field.structure);
        static const std::set<std::string> flat = {"bool", "int32", "int64", "double", "time", "microtime", "quantity"};
        return field.shape != Shape::One || field.structure || !flat.contains(field.scalar);
    });
}

void emitField(std::ostringstream& fields, std::ostringstream& arrays, const TypeModel& type, const FieldModel& field)
{
    static constexpr const char* shapes[] = {"One", "List", "Map"};
    static constexpr const char* presences[] = {"OmitEmpty", "Always", "Pointer", "Nullable"};
    const std::string keys = words(arrays, type.name + "_" + field.member + "_keys", field.listKeys);
    fields << "    {" << quoted(field.name) << ", offsetof(" << type.name << ", " << field.member << "), ";
    if (field.structure)
        fields << "&tables::" << field.structure->name;
    else
        fields << "&scalarTypes[static_cast<std::size_t>(" << storage(field.scalar) << ")]";
    fields << ", Shape::" << shapes[static_cast<int>(field.shape)]
           << ", Presence::" << presences[static_cast<int>(field.presence)] << ", " << (field.boxed ? "true" : "false")
           << ", " << (field.required ? "true" : "false") << ", " << (field.immutable ? "true" : "false") << ", "
           << (field.enumeration ? "&enums::" + field.enumeration->name : std::string("nullptr")) << ", "
           << quoted(field.goType) << ", " << quoted(field.defaultJson) << ", ListKind::" << field.listKind << ", "
           << keys << ", PatchStrategy::" << field.patchStrategy << ", " << quoted(field.patchKey) << ", "
           << doc(field.doc) << ", MapKind::" << field.mapKind << ", " << field.number << "},\n";
}

void emitType(std::ostringstream& out, const TypeModel& type)
{
    std::ostringstream fields;
    std::ostringstream arrays;
    for (const FieldModel& field : type.fields)
        emitField(fields, arrays, type, field);
    out << arrays.str();
    if (!type.fields.empty()) {
        std::vector<std::size_t> order(type.fields.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return type.fields[a].name < type.fields[b].name; });
        out << "constexpr Field " << type.name << "_fields[] = {\n" << fields.str() << "};\n";
        out << "constexpr std::uint16_t " << type.name << "_byName[] = {";
        for (std::size_t i = 0; i < order.size(); ++i)
            out << (i ? ", " : "") << order[i];
        out << "};\n";
    }
    if (hasSlots(type)) {
        out << "constexpr Slot " << type.name << "_slots[] = {\n";
        emitSlots(out, type, "");
        out << "};\n";
    }
}

std::string typeExpression(const TypeModel& type)
{
    const std::string none = "{}";
    return "{" + quoted(type.name) + ", " + quoted(type.goName) + ", "
        + quoted(lastPart(type.package) + "." + type.goName) + ", " + quoted(type.package + "." + type.goName)
        + ", Storage::Struct, sizeof(api::" + type.name + "), " + (type.fields.empty() ? none : type.name + "_fields")
        + ", " + (type.fields.empty() ? none : type.name + "_byName") + ", "
        + (hasSlots(type) ? type.name + "_slots" : none) + ", " + (type.object ? "true" : "false") + ", "
        + quoted(type.apiVersion) + ", " + quoted(type.kind) + ", " + doc(type.doc) + ", MapKind::" + type.mapKind
        + "}";
}

} // namespace

std::string tables(const Model& model, const FileModel& file)
{
    std::set<std::string> includes;
    std::set<const Enum*> enums;
    for (const TypeModel* const type : file.types) {
        for (const FieldModel& field : type->fields) {
            if (field.structure)
                includes.insert(field.structure->file);
            if (field.enumeration)
                enums.insert(field.enumeration);
        }
    }
    static_cast<void>(model);
    std::ostringstream out;
    out << "// Generated from resources/api/" << file.name << ".yaml.\n#include \"api/types/" << file.name << ".h\"\n";
    for (const std::string& name : includes)
        out << "#include \"api/types/" << name << ".h\"\n";
    out << "\n#include <cstddef>\n\nnamespace kubarium::api {\n\nnamespace {\n\n";
    // Each table file has its own copy of the few enums it uses: they are constants.
    out << "namespace enums {\n";
    std::vector<const Enum*> sorted(enums.begin(), enums.end());
    std::sort(sorted.begin(), sorted.end(), [](const Enum* a, const Enum* b) { return a->name < b->name; });
    for (const Enum* const made : sorted) {
        out << "constexpr std::string_view " << made->name << "_values[] = {";
        for (std::size_t i = 0; i < made->values.size(); ++i)
            out << (i ? ", " : "") << quoted(made->values[i]);
        out << "};\nconstexpr EnumInfo " << made->name << " = {" << quoted(made->name) << ", " << quoted(made->goType)
            << ", " << made->name << "_values, " << (made->open ? "true" : "false") << "};\n";
    }
    out << "}\n\n";
    for (const TypeModel* const type : file.types)
        emitType(out, *type);
    out << "\n} // namespace\n\nnamespace tables {\n";
    for (const TypeModel* const type : file.types)
        out << "constinit const Type " << type->name << " = " << typeExpression(*type) << ";\n";
    out << "}\n\n} // namespace kubarium::api\n";
    return out.str();
}

std::string registry(const Model& model)
{
    std::ostringstream out;
    out << "// Generated from resources/api.\n#include \"api/types/all.h\"\n\nnamespace kubarium::api {\n\nnamespace {\n\n";
    std::ostringstream rows;
    int number = 0;
    for (const KindModel& kind : model.kinds) {
        const std::string prefix = "k" + std::to_string(number++) + "_";
        std::ostringstream subs;
        int sub = 0;
        for (const SubresourceModel& entry : kind.subresources) {
            const std::string verbs = words(out, prefix + "sub" + std::to_string(sub++) + "_verbs", entry.verbs);
            subs << "    {" << quoted(entry.name) << ", " << quoted(entry.group) << ", " << quoted(entry.version)
                 << ", " << quoted(entry.kind) << ", " << verbs << "},\n";
        }
        if (!kind.subresources.empty())
            out << "constexpr Subresource " << prefix << "subresources[] = {\n" << subs.str() << "};\n";
        if (!kind.columns.empty()) {
            out << "constexpr Column " << prefix << "columns[] = {\n";
            for (const ColumnModel& column : kind.columns)
                out << "    {" << quoted(column.name) << ", " << quoted(column.type) << ", " << quoted(column.format)
                    << ", " << quoted(column.path) << ", " << column.priority << ", " << doc(column.doc) << "},\n";
            out << "};\n";
        }
        const std::string shortNames = words(out, prefix + "shortNames", kind.shortNames);
        const std::string categories = words(out, prefix + "categories", kind.categories);
        const std::string verbs = words(out, prefix + "verbs", kind.verbs);
        rows << "    {" << quoted(kind.group) << ", " << quoted(kind.version) << ", " << quoted(kind.kind) << ", "
             << quoted(kind.resource) << ", " << quoted(kind.singular) << ", " << shortNames << ", " << categories
             << ", " << verbs << ", " << (kind.subresources.empty() ? "{}" : prefix + "subresources") << ", "
             << (kind.columns.empty() ? "{}" : prefix + "columns") << ", &tables::" << kind.type << ", "
             << (kind.namespaced ? "true" : "false") << ", " << (kind.stored ? "true" : "false") << "},\n";
    }
    out << "constexpr Kind allKinds[] = {\n" << rows.str() << "};\n\nconstexpr const Type* allTypes[] = {\n";
    for (const auto& [name, type] : model.types)
        out << "    &tables::" << name << ",\n";
    out << "};\n\n} // namespace\n\nstd::span<const Kind> kinds() { return allKinds; }\n\nstd::span<const Type* const> types() { return "
           "allTypes; }\n\n} // namespace kubarium::api\n";
    return out.str();
}

} // namespace kubarium::apigen
