#include "bootstrapobjects.h"

#include "bootstrapdata.h"

#include "api/decode.h"

#include <vector>

namespace kubarium::apiserver {

namespace {

std::vector<api::ObjectPtr> readAll()
{
    std::vector<api::ObjectPtr> objects;
    for (const std::string_view text : bootstrapManifests) {
        const api::ParsedStream stream = api::parseYaml(text);
        for (const api::Document& document : stream.documents) {
            const auto meta = api::typeMetaOf(document.root);
            assert(meta.ok());
            const api::Kind* const kind = api::findKindByApiVersion(meta->apiVersion, meta->kind);
            auto decoded = api::decodeObject(*kind, document, api::FieldValidation::Strict);
            assert(decoded.ok()); // our own file
            objects.push_back(std::move(decoded->object));
        }
    }
    return objects;
}

} // namespace

std::span<const api::ObjectPtr> bootstrapObjects()
{
    static const std::vector<api::ObjectPtr> objects = readAll();
    return objects;
}

const api::List<api::PolicyRule>& nodeRules()
{
    static const api::List<api::PolicyRule>& rules = []() -> const api::List<api::PolicyRule>& {
        for (const api::ObjectPtr& object : bootstrapObjects()) {
            const auto* const role = object.as<api::ClusterRole>();
            if (role && role->metadata.name == "system:node")
                return role->rules;
        }
        static const api::List<api::PolicyRule> none;
        return none;
    }();
    return rules;
}

} // namespace kubarium::apiserver
