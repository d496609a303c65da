#include "discovery.h"

#include "jsonwriter.h"

#include <algorithm>

namespace kubarium::apiserver::discovery {

namespace {

bool isNonEmpty(std::span<const std::string_view> texts)
{
    return !texts.empty();
}

void writeVersion(JsonWriter& json, std::string_view group, std::string_view version)
{
    json.beginObject().member("groupVersion", groupVersion(group, version)).member("version", version).endObject();
}

void writeGroup(JsonWriter& json, const Group& group)
{
    json.member("name", group.name).key("versions").beginArray();
    for (const std::string_view version : group.versions)
        writeVersion(json, group.name, version);
    json.endArray().key("preferredVersion");
    writeVersion(json, group.name, group.versions.front());
}

bool isIn(const api::Kind& kind, std::string_view group, std::string_view version)
{
    return !kind.resource.empty() && kind.group == group && kind.version == version;
}

// The resources of a version, in the order of the alphabet.
std::vector<const api::Kind*> resources(Kinds kinds, std::string_view group, std::string_view version)
{
    std::vector<const api::Kind*> found;
    for (const api::Kind& kind : kinds) {
        if (isIn(kind, group, version))
            found.push_back(&kind);
    }
    std::sort(
        found.begin(), found.end(), [](const api::Kind* a, const api::Kind* b) { return a->resource < b->resource; });
    return found;
}

std::string_view kindOf(const api::Kind& kind, const api::Subresource& subresource)
{
    return subresource.kind.empty() ? kind.kind : subresource.kind;
}

// Names that a resource has beside its own.
void writeNames(JsonWriter& json, const api::Kind& kind)
{
    if (isNonEmpty(kind.shortNames))
        json.texts("shortNames", kind.shortNames);
    if (isNonEmpty(kind.categories))
        json.texts("categories", kind.categories);
}

void writeResource(JsonWriter& json, Kinds kinds, const api::Kind& kind)
{
    json.beginObject()
        .member("name", kind.resource)
        .member("singularName", kind.singular)
        .member("namespaced", kind.namespaced);
    json.member("kind", kind.kind).texts("verbs", kind.verbs);
    writeNames(json, kind);
    if (const std::string hash = storageVersionHash(kinds, kind); !hash.empty())
        json.member("storageVersionHash", hash);
    json.endObject();

    for (const api::Subresource& subresource : kind.subresources) {
        json.beginObject().member("name", std::string(kind.resource) + '/' + std::string(subresource.name));
        json.member("singularName", "").member("namespaced", kind.namespaced);
        if (!subresource.version.empty()) // of another group or version than the list's
            json.member("group", subresource.group).member("version", subresource.version);
        json.member("kind", kindOf(kind, subresource)).texts("verbs", subresource.verbs).endObject();
    }
}

// The server leaves group and version of its own kinds out here; definitions write theirs.
void writeResponseKind(JsonWriter& json, const api::Kind& parent, const api::Subresource* subresource)
{
    const bool full = servedBy(parent.group) == ServedBy::Definition;
    std::string_view group = full ? parent.group : "";
    std::string_view version = full ? parent.version : "";
    if (subresource && !subresource->version.empty()) {
        group = subresource->group;
        version = subresource->version;
    }
    json.key("responseKind").beginObject().member("group", group).member("version", version);
    json.member("kind", subresource ? kindOf(parent, *subresource) : parent.kind).endObject();
}

void writeAggregatedResource(JsonWriter& json, const api::Kind& kind)
{
    json.beginObject().member("resource", kind.resource);
    writeResponseKind(json, kind, nullptr);
    json.member("scope", kind.namespaced ? "Namespaced" : "Cluster").member("singularResource", kind.singular);
    json.texts("verbs", kind.verbs);
    writeNames(json, kind);
    if (!kind.subresources.empty()) {
        json.key("subresources").beginArray();
        for (const api::Subresource& subresource : kind.subresources) {
            json.beginObject().member("subresource", subresource.name);
            writeResponseKind(json, kind, &subresource);
            json.texts("verbs", subresource.verbs).endObject();
        }
        json.endArray();
    }
    json.endObject();
}

std::string aggregated(Kinds kinds, Aggregated form, bool legacy)
{
    JsonWriter json;
    json.beginObject().member("kind", "APIGroupDiscoveryList");
    json.member("apiVersion", form == Aggregated::V2 ? "apidiscovery.k8s.io/v2" : "apidiscovery.k8s.io/v2beta1");
    json.key("metadata").beginObject().endObject().key("items").beginArray();
    for (const Group& group : groups(kinds)) {
        if (group.name.empty() != legacy)
            continue;
        json.beginObject().key("metadata").beginObject();
        if (!legacy)
            json.member("name", group.name);
        json.endObject().key("versions").beginArray();
        for (const std::string_view version : group.versions) {
            json.beginObject().member("version", version).key("resources").beginArray();
            for (const api::Kind* const kind : resources(kinds, group.name, version))
                writeAggregatedResource(json, *kind);
            json.endArray().member("freshness", "Current").endObject();
        }
        json.endArray().endObject();
    }
    return json.endArray().endObject().take();
}

} // namespace

std::string apiVersions(Kinds kinds, std::string_view serverAddress)
{
    JsonWriter json;
    json.beginObject().member("kind", "APIVersions").key("versions").beginArray();
    for (const Group& group : groups(kinds)) {
        if (!group.name.empty())
            continue;
        for (const std::string_view version : group.versions)
            json.value(version);
    }
    json.endArray().key("serverAddressByClientCIDRs").beginArray();
    json.beginObject().member("clientCIDR", "0.0.0.0/0").member("serverAddress", serverAddress).endObject();
    return json.endArray().endObject().take();
}

std::string groupList(Kinds kinds)
{
    JsonWriter json;
    json.beginObject().member("kind", "APIGroupList").member("apiVersion", "v1").key("groups").beginArray();
    for (const Group& group : groups(kinds)) {
        if (group.name.empty())
            continue;
        json.beginObject();
        writeGroup(json, group);
        json.endObject();
    }
    return json.endArray().endObject().take();
}

std::optional<std::string> group(Kinds kinds, std::string_view name)
{
    for (const Group& group : groups(kinds)) {
        if (group.name != name || name.empty())
            continue;
        JsonWriter json;
        json.beginObject().member("kind", "APIGroup").member("apiVersion", "v1");
        writeGroup(json, group);
        return json.endObject().take();
    }
    return {};
}

std::optional<std::string> resourceList(Kinds kinds, std::string_view group, std::string_view version)
{
    const std::vector<const api::Kind*> found = resources(kinds, group, version);
    if (found.empty())
        return {};
    JsonWriter json;
    json.beginObject().member("kind", "APIResourceList");
    if (!group.empty()) // the legacy group is older than this field
        json.member("apiVersion", "v1");
    json.member("groupVersion", groupVersion(group, version)).key("resources").beginArray();
    for (const api::Kind* const kind : found)
        writeResource(json, kinds, *kind);
    return json.endArray().endObject().take();
}

std::string aggregatedApi(Kinds kinds, Aggregated version)
{
    return aggregated(kinds, version, true);
}

std::string aggregatedApis(Kinds kinds, Aggregated version)
{
    return aggregated(kinds, version, false);
}

} // namespace kubarium::apiserver::discovery
