#include "openapi.h"

#include "operations.h"
#include "protobuf.h"

#include "api/tree.h"

#include <openssl/sha.h>

#include <array>

namespace kubarium::apiserver {

using openapi::Dialect;
using openapi::Paths;
using openapi::Schemas;

namespace {

std::string hashOf(const std::string& text)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::array<unsigned char, SHA512_DIGEST_LENGTH> digest;
    SHA512(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::string hex;
    for (const unsigned char byte : digest) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

void writeInfo(JsonWriter& json, const std::string& release)
{
    json.key("info").beginObject().member("title", "Kubernetes").member("version", release).endObject();
}

void writeBearerToken(JsonWriter& json)
{
    json.beginObject().key("BearerToken").beginObject().member("description", "Bearer Token authentication");
    json.member("in", "header").member("name", "authorization").member("type", "apiKey").endObject().endObject();
}

} // namespace

struct OpenApi::Entry {
    enum class What : std::uint8_t {
        Root,
        Everything,
        EverythingInProtobuf,
        LegacyVersions,
        Groups,
        Versions,
        Resources,
        Release,
        Issuer,
        IssuerKeys
    };
    What what;
    std::string_view group; // of Versions and Resources
    std::string_view version;

    mutable std::once_flag once;
    mutable Document document;

    Entry(What aWhat, std::string_view aGroup, std::string_view aVersion)
        : what(aWhat),
          group(aGroup),
          version(aVersion)
    {
    }

    void addTo(Paths& paths, Schemas& schemas, std::span<const api::Kind> kinds) const
    {
        switch (what) {
        case What::Root:
        case What::Everything:
        case What::EverythingInProtobuf:
            break;
        case What::LegacyVersions:
            addVersionsOfLegacyApi(paths, schemas);
            break;
        case What::Groups:
            addGroups(paths, schemas);
            break;
        case What::Versions:
            addVersions(paths, schemas, group);
            break;
        case What::Resources:
            addOperations(paths, schemas, kinds, group, version);
            break;
        case What::Release:
            addRelease(paths, schemas);
            break;
        case What::Issuer:
            addIssuer(paths);
            break;
        case What::IssuerKeys:
            addIssuerKeys(paths);
            break;
        }
    }
};

OpenApi::OpenApi(std::span<const api::Kind> kinds, std::string release) : m_kinds(kinds), m_release(std::move(release))
{
    const auto add = [this](std::string path, Entry::What what, std::string_view group = {},
                         std::string_view version = {}) {
        m_v3.emplace(std::move(path), std::make_unique<Entry>(what, group, version));
    };
    add(".well-known/openid-configuration", Entry::What::Issuer);
    add("openid/v1/jwks", Entry::What::IssuerKeys);
    add("version", Entry::What::Release);
    add("api", Entry::What::LegacyVersions);
    add("apis", Entry::What::Groups);
    for (const discovery::Group& group : discovery::groups(kinds)) {
        const std::string path = group.name.empty() ? "api" : "apis/" + std::string(group.name);
        // Definitions tell of their resources alone.
        if (!group.name.empty() && discovery::servedBy(group.name) != discovery::ServedBy::Definition)
            add(path, Entry::What::Versions, group.name);
        for (const std::string_view version : group.versions)
            add(path + '/' + std::string(version), Entry::What::Resources, group.name, version);
    }
    m_root = std::make_unique<Entry>(Entry::What::Root, std::string_view(), std::string_view());
    m_v2 = std::make_unique<Entry>(Entry::What::Everything, std::string_view(), std::string_view());
    m_v2Protobuf = std::make_unique<Entry>(Entry::What::EverythingInProtobuf, std::string_view(), std::string_view());
}

OpenApi::~OpenApi() = default;

const OpenApi::Document& OpenApi::v3Root() const
{
    return made(*m_root);
}

const OpenApi::Document& OpenApi::v2() const
{
    return made(*m_v2);
}

const OpenApi::Document& OpenApi::v2Protobuf() const
{
    return made(*m_v2Protobuf);
}

const std::string_view OpenApi::protobufAsked = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
const std::string_view OpenApi::protobufAnswered = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

const OpenApi::Document* OpenApi::v3(std::string_view path) const
{
    const auto found = m_v3.find(path);
    return found == m_v3.end() ? nullptr : &made(*found->second);
}

const OpenApi::Document& OpenApi::made(const Entry& entry) const
{
    std::call_once(entry.once, [&] {
        entry.document.bytes = entry.what == Entry::What::Root ? writtenRoot()
            : entry.what == Entry::What::EverythingInProtobuf  ? writtenProtobuf()
                                                               : written(entry);
        entry.document.hash = hashOf(entry.document.bytes);
    });
    return entry.document;
}

std::string OpenApi::writtenRoot() const
{
    JsonWriter json;
    json.beginObject().key("paths").beginObject();
    for (const auto& [path, entry] : m_v3) {
        json.key(path).beginObject();
        json.member("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + made(*entry).hash).endObject();
    }
    return json.endObject().endObject().take();
}

std::string OpenApi::writtenProtobuf() const
{
    api::Limits trusted; // our own text, however large
    trusted.bytes = trusted.nodes = ~std::size_t{0};
    return openapi::toProtobuf(api::toValue(api::parseJson(v2().bytes, trusted).document.root));
}

std::string OpenApi::written(const Entry& entry) const
{
    const Dialect dialect = entry.what == Entry::What::Everything ? Dialect::V2 : Dialect::V3;
    Paths paths;
    Schemas schemas(dialect, m_kinds);
    if (dialect == Dialect::V3) {
        entry.addTo(paths, schemas, m_kinds);
    } else {
        for (const auto& [path, each] : m_v3)
            each->addTo(paths, schemas, m_kinds);
    }

    JsonWriter json;
    json.beginObject();
    if (dialect == Dialect::V3) {
        json.key("components").beginObject().key("schemas");
        schemas.write(json);
        json.key("securitySchemes");
        writeBearerToken(json);
        json.endObject();
        writeInfo(json, m_release);
        json.member("openapi", "3.0.0").key("paths");
        paths.write(json, dialect);
    } else {
        json.key("definitions");
        schemas.write(json);
        writeInfo(json, m_release);
        json.key("paths");
        paths.write(json, dialect);
        json.key("security")
            .beginArray()
            .beginObject()
            .key("BearerToken")
            .beginArray()
            .endArray()
            .endObject()
            .endArray();
        json.key("securityDefinitions");
        writeBearerToken(json);
        json.member("swagger", "2.0");
    }
    return json.endObject().take();
}

} // namespace kubarium::apiserver
