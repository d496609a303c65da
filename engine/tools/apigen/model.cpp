#include "model.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

namespace kubarium::apigen {

namespace {

struct Scalar {
    std::string_view yaml;
    std::string_view go;
};

constexpr Scalar scalars[] = {
    {"bool", "bool"},
    {"int32", "int32"},
    {"int64", "int64"},
    {"double", "float64"},
    {"string", "string"},
    {"bytes", "[]uint8"},
    {"time", "v1.Time"},
    {"microtime", "v1.MicroTime"},
    {"quantity", "resource.Quantity"},
    {"intorstring", "intstr.IntOrString"},
    {"any", "runtime.RawExtension"},
    {"stringlist", "[]string"},
};

const Scalar* scalarNamed(const std::string& name)
{
    const auto found =
        std::find_if(std::begin(scalars), std::end(scalars), [&](const Scalar& s) { return s.yaml == name; });
    return found == std::end(scalars) ? nullptr : found;
}

// Words of C++ that Kubernetes uses as field names.
const std::set<std::string> reserved = {"default", "enum", "operator", "namespace", "template", "continue", "not",
    "export", "class", "public", "private", "new", "delete", "switch", "case", "for", "if", "do", "while", "union",
    "struct", "static", "const", "volatile", "this", "and", "or", "xor"};

// "x-kubernetes-list-type" → xKubernetesListType, "$ref" → ref, "default" → default_
std::string memberName(const std::string& field)
{
    std::string member;
    bool upper = false;
    for (const char c : field) {
        if (c == '-' || c == '$') {
            upper = !member.empty();
        } else {
            member += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
            upper = false;
        }
    }
    return reserved.contains(member) ? member + "_" : member;
}

class Loader {
public:
    Model load(const std::vector<std::string>& paths)
    {
        std::vector<std::pair<std::string, YAML::Node>> roots;
        for (const std::string& path : paths) {
            m_path = path;
            roots.emplace_back(std::filesystem::path(path).stem().string(), YAML::LoadFile(path));
        }
        // Enums and type names first: fields refer to them across files.
        for (std::size_t i = 0; i < roots.size(); ++i) {
            m_path = paths[i];
            declare(roots[i].first, roots[i].second);
        }
        for (std::size_t i = 0; i < roots.size(); ++i) {
            m_path = paths[i];
            for (const auto& entry : roots[i].second["types"])
                readFields(m_model.types.at(entry.first.as<std::string>()), entry.second);
            for (const auto& entry : roots[i].second["kinds"])
                readKind(entry.first.as<std::string>(), entry.second);
        }
        std::stable_sort(m_model.kinds.begin(), m_model.kinds.end(), [](const KindModel& a, const KindModel& b) {
            return std::tie(a.group, a.version, a.resource) < std::tie(b.group, b.version, b.resource);
        });
        return std::move(m_model);
    }

private:
    [[noreturn]] void fail(const YAML::Node& at, const std::string& what) const
    {
        throw ModelError(m_path + ":" + std::to_string(at.Mark().line + 1) + ": " + what);
    }

    void allow(const YAML::Node& map, std::initializer_list<std::string_view> keys) const
    {
        std::set<std::string> seen;
        for (const auto& entry : map) {
            const std::string key = entry.first.as<std::string>();
            if (std::find(keys.begin(), keys.end(), key) == keys.end())
                fail(entry.first, "unknown key \"" + key + "\"; resources/api/README.md lists those that exist");
            if (!seen.insert(key).second)
                fail(entry.first, "\"" + key + "\" is written twice");
        }
    }

    static std::string text(const YAML::Node& node)
    {
        return node && !node.IsNull() ? node.as<std::string>() : std::string();
    }

    static bool flag(const YAML::Node& node, bool otherwise = false) { return node ? node.as<bool>() : otherwise; }

    static std::vector<std::string> texts(const YAML::Node& node)
    {
        return node ? node.as<std::vector<std::string>>() : std::vector<std::string>();
    }

    Doc doc(const YAML::Node& node) const
    {
        if (!node)
            return {};
        allow(node, {"en", "ko"});
        if (text(node["en"]).empty() || text(node["ko"]).empty())
            fail(node, "a doc says it in both languages: en and ko");
        return {text(node["en"]), text(node["ko"])};
    }

    void declare(const std::string& file, const YAML::Node& root)
    {
        allow(root, {"package", "enums", "types", "kinds"});
        FileModel& model = m_model.files[file];
        model.name = file;
        const std::string package = text(root["package"]);
        for (const auto& entry : root["enums"]) {
            Enum made;
            made.name = entry.first.as<std::string>();
            made.goType = lastPart(package) + "." + made.name;
            if (entry.second.IsMap()) {
                allow(entry.second, {"open", "values", "goType"});
                made.open = flag(entry.second["open"]);
                made.values = texts(entry.second["values"]);
                if (entry.second["goType"])
                    made.goType = text(entry.second["goType"]);
            } else {
                made.values = texts(entry.second);
            }
            model.enums.push_back(made);
        }
        for (const auto& entry : root["types"]) {
            TypeModel type;
            type.name = entry.first.as<std::string>();
            allow(entry.second, {"fields", "doc", "name", "package", "object", "map"});
            type.file = file;
            type.goName = entry.second["name"] ? text(entry.second["name"]) : type.name;
            type.package = entry.second["package"] ? text(entry.second["package"]) : package;
            type.object = flag(entry.second["object"]);
            type.mapKind = mapKind(entry.second["map"]);
            type.doc = doc(entry.second["doc"]);
            if (!m_model.types.emplace(type.name, type).second)
                fail(entry.first, "type " + type.name + " is defined twice");
            model.types.push_back(&m_model.types.at(type.name));
        }
        for (const Enum& made : model.enums) { // addresses are final: the file's list is complete
            if (m_model.types.contains(made.name) || !m_model.enums.emplace(made.name, &made).second)
                fail(root, "enum " + made.name + " is defined twice");
        }
    }

    void readFields(TypeModel& type, const YAML::Node& node)
    {
        for (const auto& entry : node["fields"]) {
            const YAML::Node& value = entry.second;
            allow(value,
                {"type", "number", "required", "always", "pointer", "shared", "default", "immutable", "list", "keys",
                    "patch", "patchKey", "map", "goType", "doc"});
            FieldModel field;
            field.name = entry.first.as<std::string>();
            field.member = memberName(field.name);
            for (const FieldModel& other : type.fields) {
                if (other.name == field.name)
                    fail(entry.first, "field " + field.name + " is written twice");
            }
            readType(field, type, value);
            field.number = number(type, value["number"]);
            readPresence(field, value);
            field.immutable = flag(value["immutable"]);
            readLists(field, value);
            field.mapKind = mapKind(value["map"]);
            if (value["map"] && (field.shape == Shape::List || (field.shape == Shape::One && !field.structure)))
                fail(value, "map: says how a map or struct is owned; " + field.name + " is neither");
            if (value["default"])
                field.defaultJson = defaultJson(field, value["default"]);
            field.doc = doc(value["doc"]);
            type.fields.push_back(std::move(field));
        }
        if (type.object
            && (type.fields.empty() || type.fields.front().name != "metadata" || !type.fields.front().inlineStruct()))
            fail(node, "an object begins with metadata: { type: ObjectMeta }");
    }

    void readType(FieldModel& field, const TypeModel& type, const YAML::Node& value)
    {
        std::string name = text(value["type"]);
        std::string go;
        const auto unwrap = [&](std::string_view prefix, Shape shape, std::string_view goPrefix) {
            if (!name.starts_with(prefix) || !name.ends_with('>'))
                return;
            name = name.substr(prefix.size(), name.size() - prefix.size() - 1);
            field.shape = shape;
            go = goPrefix;
        };
        unwrap("list<", Shape::List, "[]");
        unwrap("map<", Shape::Map, "map[string]");
        field.base = name;
        if (const Scalar* const scalar = scalarNamed(name)) {
            field.scalar = name;
            field.goType = go + std::string(scalar->go);
        } else if (const auto found = m_model.enums.find(name); found != m_model.enums.end()) {
            field.scalar = "string";
            field.enumeration = found->second;
            field.goType = go + found->second->goType;
        } else if (const auto type2 = m_model.types.find(name); type2 != m_model.types.end()) {
            field.structure = &type2->second;
            field.goType = go + lastPart(type2->second.package) + "." + type2->second.goName;
        } else {
            fail(value, "field " + type.name + "." + field.name + ": no type or enum \"" + name + "\"");
        }
        if (name == "stringlist" && field.shape != Shape::Map)
            fail(value, "stringlist stands only in a map; a list of strings is list<string>");
        if (value["goType"])
            field.goType = text(value["goType"]);
    }

    // "7", or "2/7": the 7 of a message that is the 2 of this one, where Go embeds a struct that JSON does not show.
    unsigned number(const TypeModel& type, const YAML::Node& node) const
    {
        if (!node)
            return 0;
        unsigned path = 0;
        std::istringstream parts(text(node));
        for (std::string part; std::getline(parts, part, '/');) {
            const bool digits =
                !part.empty() && part.size() <= 3 && part.find_first_not_of("0123456789") == std::string::npos;
            const unsigned step = digits ? static_cast<unsigned>(std::stoul(part)) : 0;
            if (step == 0 || step > 255 || path > 0xFFFF)
                fail(node, "number: up to three of 1 to 255, joined by /");
            path = path << 8U | step;
        }
        for (const FieldModel& other : type.fields) {
            if (other.number == path)
                fail(node, "number " + text(node) + " is that of " + type.name + "." + other.name);
        }
        return path;
    }

    void readPresence(FieldModel& field, const YAML::Node& value)
    {
        field.required = flag(value["required"]);
        const bool pointer = flag(value["pointer"]);
        if (pointer && field.shape != Shape::One)
            fail(value, "a list or map is no pointer");
        if (pointer)
            field.presence = flag(value["always"]) ? Presence::Nullable : Presence::Pointer;
        else
            field.presence = flag(value["always"], field.required) ? Presence::Always : Presence::OmitEmpty;
        field.boxed = field.structure && field.shape == Shape::One && (pointer || flag(value["shared"]));
    }

    void readLists(FieldModel& field, const YAML::Node& value)
    {
        static const std::map<std::string, std::string> lists = {{"atomic", "Atomic"}, {"set", "Set"}, {"map", "Map"}};
        static const std::map<std::string, std::string> patches = {{"merge", "Merge"}, {"replace", "Replace"},
            {"retainKeys", "RetainKeys"}, {"merge,retainKeys", "MergeRetainKeys"}};
        const auto pick = [&](const char* key, const std::map<std::string, std::string>& words, std::string& into) {
            if (!value[key])
                return;
            const auto found = words.find(text(value[key]));
            if (found == words.end())
                fail(value,
                    std::string(key) + ": " + text(value[key]) + " is not among the words of resources/api/README.md");
            into = found->second;
        };
        pick("list", lists, field.listKind);
        pick("patch", patches, field.patchStrategy);
        field.listKeys = texts(value["keys"]);
        field.patchKey = text(value["patchKey"]);
        if (field.listKind == "Map" && field.listKeys.empty())
            fail(value, "list: map needs keys");
        for (const std::string& key : field.listKeys) {
            // The element's fields may not be read yet; its YAML is checked by the tables' test.
            if (key.empty())
                fail(value, "an empty key");
        }
    }

    std::string mapKind(const YAML::Node& node) const
    {
        if (!node)
            return "Unsaid";
        if (text(node) != "atomic" && text(node) != "granular")
            fail(node, "map: " + text(node) + " is neither atomic nor granular");
        return text(node) == "atomic" ? "Atomic" : "Granular";
    }

    // The default as JSON text: what the field's decoder will read.
    std::string defaultJson(const FieldModel& field, const YAML::Node& node) const
    {
        if (node.IsMap() && node.size() == 0)
            return "{}";
        if (node.IsSequence()) {
            std::string list;
            for (const YAML::Node& item : node)
                list += (list.empty() ? "[" : ",") + ("\"" + item.as<std::string>() + "\"");
            return list.empty() ? "[]" : list + "]";
        }
        if (!node.IsScalar())
            fail(node, "a default is a scalar, {} or a list of strings");
        const std::string word = node.as<std::string>();
        const bool number = !word.empty() && word.find_first_not_of("-0123456789.") == std::string::npos;
        if (field.scalar == "string" || field.scalar == "quantity" || field.scalar == "bytes"
            || (field.scalar == "intorstring" && !number))
            return "\"" + word + "\"";
        return word;
    }

    void readKind(const std::string& name, const YAML::Node& node)
    {
        allow(node,
            {"type", "group", "version", "resource", "singular", "shortNames", "categories", "namespaced", "verbs",
                "stored", "subresources", "columns", "kind"});
        KindModel kind;
        kind.kind = node["kind"] ? text(node["kind"]) : name;
        kind.type = node["type"] ? text(node["type"]) : name;
        kind.group = text(node["group"]);
        kind.version = text(node["version"]);
        kind.resource = text(node["resource"]);
        kind.singular = text(node["singular"]);
        kind.shortNames = texts(node["shortNames"]);
        kind.categories = texts(node["categories"]);
        kind.verbs = texts(node["verbs"]);
        kind.namespaced = flag(node["namespaced"]);
        kind.stored = flag(node["stored"], true);
        const auto type = m_model.types.find(kind.type);
        if (type == m_model.types.end())
            fail(node, "kind " + name + ": no type " + kind.type);
        if (!type->second.object)
            fail(node, "kind " + name + ": type " + kind.type + " is no object");
        if (kind.version.empty())
            fail(node, "kind " + name + " needs a version");
        type->second.kind = kind.kind;
        type->second.apiVersion = kind.group.empty() ? kind.version : kind.group + "/" + kind.version;
        for (const auto& entry : node["subresources"]) {
            allow(entry.second, {"group", "version", "kind", "verbs"});
            kind.subresources.push_back({entry.first.as<std::string>(), text(entry.second["group"]),
                text(entry.second["version"]), text(entry.second["kind"]), texts(entry.second["verbs"])});
        }
        for (const YAML::Node& column : node["columns"]) {
            allow(column, {"name", "type", "format", "path", "priority", "doc"});
            kind.columns.push_back({text(column["name"]), text(column["type"]), text(column["format"]),
                text(column["path"]), column["priority"] ? column["priority"].as<int>() : 0, doc(column["doc"])});
        }
        m_model.kinds.push_back(std::move(kind));
    }

    Model m_model;
    std::string m_path;
};

} // namespace

std::string lastPart(const std::string& package)
{
    const std::size_t dot = package.rfind('.');
    return dot == std::string::npos ? package : package.substr(dot + 1);
}

Model load(const std::vector<std::string>& paths)
{
    return Loader().load(paths);
}

} // namespace kubarium::apigen
