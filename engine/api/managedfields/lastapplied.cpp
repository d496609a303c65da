#include "lastapplied.h"

#include "../encode.h"
#include "../tree.h"
#include "typedvalue.h"

namespace kubarium::api {

namespace {

constexpr std::string_view annotation = "kubectl.kubernetes.io/last-applied-configuration";
constexpr std::size_t annotationLimit = 256 * 1024; // of all annotations of an object

const Value& lastApplied(const Value& object)
{
    return object["metadata"]["annotations"][annotation];
}

} // namespace

FieldSet allowedByLastApplied(const Type& type, const Value& live)
{
    const ParsedJson json = parseJson(lastApplied(live).text().view());
    if (json.error || json.document.root.kind != NodeKind::Mapping)
        return {};
    const Value last = toValue(json.document.root);
    const Ownership owned = Ownership::of(type);
    if (last["apiVersion"] != live["apiVersion"] || !typeErrors(owned, last, Duplicates::Allowed).empty())
        return {};
    const Comparison changes = comparison(owned, live, last);
    return fieldsOf(owned, last).without(changes.modified).without(changes.added).without(changes.removed);
}

void syncLastApplied(Value& object, const Value& config)
{
    if (lastApplied(object).text().empty())
        return;
    Value written = config;
    if (!lastApplied(config).isNull()) {
        Value& annotations = written.editObject().edit("metadata").editObject().edit("annotations");
        annotations.editObject().erase(annotation);
    }
    std::string text = toJson(written) + "\n";
    Value::Object& annotations = object.editObject().edit("metadata").editObject().edit("annotations").editObject();
    std::size_t size = 0;
    for (const auto& [key, value] : annotations)
        size += key.size() + (key == annotation ? text.size() : value.text().size());
    annotations.set(annotation, Text(size > annotationLimit ? std::string() : text));
}

} // namespace kubarium::api
