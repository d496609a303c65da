// What resources/api/*.yaml says, checked and resolved: the input of the emitters.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace kubarium::apigen {

struct Doc {
    std::string en;
    std::string ko;
};

struct Enum {
    std::string name;
    std::string goType;
    std::vector<std::string> values;
    bool open = false;
};

enum class Shape { One, List, Map };
enum class Presence { OmitEmpty, Always, Pointer, Nullable };

struct TypeModel;

struct FieldModel {
    std::string name;
    std::string member; // in C++
    std::string base; // the scalar, enum or type of one element
    std::string scalar; // of a scalar or enum: its name in C++ terms below; empty for a struct
    const Enum* enumeration = nullptr;
    TypeModel* structure = nullptr;
    Shape shape = Shape::One;
    Presence presence = Presence::OmitEmpty;
    bool boxed = false;
    bool required = false;
    bool immutable = false;
    std::string goType;
    std::string defaultJson;
    std::string listKind = "Atomic";
    std::vector<std::string> listKeys;
    std::string patchStrategy = "Unsaid";
    std::string patchKey;
    std::string mapKind = "Unsaid";
    unsigned number = 0; // in protobuf, with those of the messages around it: 2/3 is 0x203
    Doc doc;

    bool isPointer() const { return presence == Presence::Pointer || presence == Presence::Nullable; }

    bool inlineStruct() const { return structure && shape == Shape::One && !boxed; }
};

struct TypeModel {
    std::string name;
    std::string goName;
    std::string package;
    std::string file; // without .yaml
    bool object = false;
    std::string apiVersion; // of an object that is a kind
    std::string kind;
    std::string mapKind = "Unsaid";
    Doc doc;
    std::vector<FieldModel> fields;
};

struct ColumnModel {
    std::string name, type, format, path;
    int priority = 0;
    Doc doc;
};

struct SubresourceModel {
    std::string name, group, version, kind;
    std::vector<std::string> verbs;
};

struct KindModel {
    std::string group, version, kind, resource, singular, type;
    std::vector<std::string> shortNames, categories, verbs;
    std::vector<SubresourceModel> subresources;
    std::vector<ColumnModel> columns;
    bool namespaced = false;
    bool stored = true;
};

struct FileModel {
    std::string name;
    std::vector<Enum> enums;
    std::vector<TypeModel*> types;
};

struct Model {
    std::map<std::string, FileModel> files;
    std::map<std::string, TypeModel> types;
    std::map<std::string, const Enum*> enums;
    std::vector<KindModel> kinds; // in the order of discovery
};

// A mistake in the YAML: file, line and what to do about it.
class ModelError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

Model load(const std::vector<std::string>& paths);

std::string lastPart(const std::string& package); // "io.k8s.api.core.v1" → "v1"

} // namespace kubarium::apigen
