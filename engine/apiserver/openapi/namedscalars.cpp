#include "namedscalars.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver::openapi {

namespace {

constexpr std::string_view anObject = R"("type":"object")";

constexpr NamedScalar time = {"io.k8s.apimachinery.pkg.apis.meta.v1.Time",
    "A point in time, in whole seconds: 2026-01-01T00:00:00Z.", R"("format":"date-time","type":"string")",
    R"("format":"date-time","type":"string")"};
constexpr NamedScalar microTime = {"io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
    "A point in time, with microseconds: 2026-01-01T00:00:00.000000Z.", R"("format":"date-time","type":"string")",
    R"("format":"date-time","type":"string")"};
constexpr NamedScalar quantity = {"io.k8s.apimachinery.pkg.api.resource.Quantity",
    "An amount with an optional unit: 250m and 1.5 count thousandths and wholes, k M G T P E are powers of 1000, Ki Mi Gi Ti Pi Ei powers of 1024.",
    R"("oneOf":[{"type":"string"},{"type":"number"}])", R"("type":"string")"};
constexpr NamedScalar intOrString = {"io.k8s.apimachinery.pkg.util.intstr.IntOrString",
    "A number, or a string: the name of a port, or a percentage such as 25%.",
    R"("format":"int-or-string","oneOf":[{"type":"integer"},{"type":"string"}])",
    R"("format":"int-or-string","type":"string")"};
constexpr NamedScalar patch = {"io.k8s.apimachinery.pkg.apis.meta.v1.Patch",
    "What to change, in the form that the Content-Type names.", anObject, anObject};

// Any JSON; Go's name for it tells which.
struct Any {
    std::string_view goType;
    NamedScalar scalar;
};

constexpr std::array anys = {
    Any{"runtime.RawExtension",
        {"io.k8s.apimachinery.pkg.runtime.RawExtension", "Any object, passed on as it was written.", anObject,
            anObject}},
    Any{"v1.FieldsV1",
        {"io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
            "A set of fields as a tree: f:NAME is a field, k:KEYS and v:VALUE an element of a list, a dot the thing itself.",
            anObject, anObject}},
    Any{"v1.JSON", {"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON", "Any JSON value.", "", ""}},
    Any{"v1.JSONSchemaPropsOrArray",
        {"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray",
            "A schema, or a list of schemas.", "", ""}},
    Any{"v1.JSONSchemaPropsOrBool",
        {"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool",
            "A schema, or true or false.", "", ""}},
    Any{"v1.JSONSchemaDependencies",
        {"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray",
            "A schema, or a list of names.", "", ""}},
    Any{"v1.CustomResourceSubresourceStatus",
        {"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus",
            "Says that a custom resource has a status of its own, written through /status.", anObject, anObject}},
};

const NamedScalar* anyOf(std::string_view goType)
{
    while (goType.starts_with("[]") || goType.starts_with("map[string]"))
        goType.remove_prefix(goType.starts_with('[') ? 2 : std::string_view("map[string]").size());
    const auto found = std::find_if(anys.begin(), anys.end(), [&](const Any& any) { return any.goType == goType; });
    return found == anys.end() ? nullptr : &found->scalar;
}

} // namespace

const NamedScalar* namedScalar(const api::Field& field)
{
    switch (field.type->storage) {
    case api::Storage::Time:
        return &time;
    case api::Storage::MicroTime:
        return &microTime;
    case api::Storage::Quantity:
        return &quantity;
    case api::Storage::IntOrString:
        return &intOrString;
    case api::Storage::Any:
        return anyOf(field.goType);
    default:
        return nullptr;
    }
}

const NamedScalar& patchBody()
{
    return patch;
}

} // namespace kubarium::apiserver::openapi
