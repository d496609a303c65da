// The schemas of one document. Whoever refers to a type through here puts it into the document, with all that it refers to
// in turn.
#pragma once

#include "dialect.h"
#include "kinds.h"
#include "namedscalars.h"

#include <map>

namespace kubarium::apiserver::openapi {

class Schemas {
public:
    Schemas(Dialect dialect, Kinds kinds) : m_dialect(dialect), m_kinds(kinds) { }

    // What "$ref" says: #/components/schemas/io.k8s.api.core.v1.Pod
    std::string pointer(const api::Type& type);
    std::string pointer(const NamedScalar& scalar);
    std::string pointerToList(const api::Kind& kind); // …PodList

    // An object of all schemas by name; those they refer to come to light while they are written.
    void write(JsonWriter& json);

private:
    struct Source { // one of these
        const api::Type* type = nullptr;
        const NamedScalar* scalar = nullptr;
        const api::Kind* listOf = nullptr;
    };
    struct Element;

    std::string add(std::string name, const Source& source);
    std::string schema(const Source& source);
    void writeType(JsonWriter& json, const api::Type& type);
    void writeList(JsonWriter& json, const api::Kind& kind);
    void writeProperties(JsonWriter& json, const api::Type& type);
    void writeProperty(JsonWriter& json, const api::Type& owner, const api::Field& field);
    Element elementOf(const api::Field& field);
    void writeElement(JsonWriter& json, const Element& element) const;
    void writeText(JsonWriter& json, std::string_view name, std::string_view description) const;
    void writeReference(JsonWriter& json, const std::string& pointer, bool alone) const;
    std::vector<GroupVersionKind> gvksOf(const api::Type& type) const;

    bool isV3() const { return m_dialect == Dialect::V3; }

    Dialect m_dialect;
    Kinds m_kinds;
    std::map<std::string, Source, std::less<>> m_sources;
    std::vector<std::string> m_waiting; // names of what is referred to and not yet written
};

} // namespace kubarium::apiserver::openapi
