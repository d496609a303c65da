#include "serverinfo.h"

#include "forms.h"

#include "apiserver/discovery/discovery.h"
#include "apiserver/discovery/jsonwriter.h"
#include "kubarium/version.h"

#include <set>

namespace kubarium::serve {

namespace {

namespace discovery = apiserver::discovery;

// "v1.34.9" → "1", "34"
std::string_view part(std::string_view version, int number)
{
    version.remove_prefix(1);
    for (; number > 0; --number)
        version.remove_prefix(version.find('.') + 1);
    return version.substr(0, version.find('.'));
}

std::string versionDocument()
{
    const std::string_view major = part(kubernetesVersion, 0);
    const std::string_view minor = part(kubernetesVersion, 1);
    apiserver::JsonWriter json;
    json.beginObject()
        .member("major", major)
        .member("minor", minor)
        .member("emulationMajor", major)
        .member("emulationMinor", minor)
        .member("minCompatibilityMajor", major)
        .member("minCompatibilityMinor", std::string_view(std::to_string(std::stoi(std::string(minor)) - 1)))
        .member("gitVersion", std::string_view(std::string(kubernetesVersion) + "+kubarium"))
        .member("gitCommit", std::string_view("kubarium-" + std::string(version)))
        .member("gitTreeState", "archive")
        .member("buildDate", "2026-01-01T00:00:00Z") // of no build: two builds of one source are the same
        .member("goVersion", "")
        .member("compiler", "g++")
        .member("platform", "linux/amd64")
        .endObject();
    return json.take();
}

std::string pathsDocument()
{
    std::set<std::string, std::less<>> paths = {"/.well-known/openid-configuration", "/api", "/apis", "/healthz",
        "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version"};
    for (const api::Kind& kind : api::kinds()) {
        if (kind.resource.empty())
            continue;
        const std::string root = kind.group.empty() ? "/api" : "/apis/" + std::string(kind.group);
        paths.insert(root);
        paths.insert(root + "/" + std::string(kind.version));
    }
    apiserver::JsonWriter json;
    json.beginObject().texts("paths", paths).endObject();
    return json.take();
}

// Large documents that never change: clients keep them by their ETag, or for ever when the address names their hash.
Answer openApiAnswer(
    const apiserver::OpenApi::Document& document, const HttpRequest& http, const Query& query, Wish wish)
{
    const std::string tag = '"' + document.hash + '"';
    wish.pretty = query.find("pretty") && wish.pretty; // nobody reads them by accident
    Answer answer;
    if (http.ifNoneMatch == tag)
        answer.code = 304;
    else if (wish.pretty || wish.form.media == Media::Yaml)
        answer = jsonAnswer(document.bytes, wish);
    else
        answer = rawAnswer(document.bytes, contentTypeOf(wish), wish); // to the byte what the hash is of
    answer.headers.emplace_back("Etag", tag);
    if (query.valueOf("hash") == document.hash)
        answer.headers.emplace_back("Cache-Control", "public, immutable");
    return answer;
}

} // namespace

ServerInfo::ServerInfo(std::string address)
    : m_address(std::move(address)),
      m_openApi(api::kinds(), std::string(kubernetesVersion))
{
}

std::optional<std::string> ServerInfo::document(const Target& target, const Wish& wish) const
{
    const auto kinds = api::kinds();
    const bool aggregated = wish.form.shape == Shape::GroupDiscovery;
    const auto version = wish.form.version == "v2" ? discovery::Aggregated::V2 : discovery::Aggregated::V2beta1;
    switch (target.what) {
    case What::LegacyVersions:
        return aggregated ? discovery::aggregatedApi(kinds, version) : discovery::apiVersions(kinds, m_address);
    case What::Groups:
        return aggregated ? discovery::aggregatedApis(kinds, version) : discovery::groupList(kinds);
    case What::Group:
        return discovery::group(kinds, target.group);
    case What::Resources:
        return discovery::resourceList(kinds, target.group, target.version);
    case What::Paths:
        return pathsDocument();
    case What::Version:
        return versionDocument();
    default:
        return std::nullopt;
    }
}

std::optional<Answer> ServerInfo::answer(
    const HttpRequest& http, const Target& target, const Query& query, const Wish& wish) const
{
    if (target.what == What::OpenApiV2)
        return openApiAnswer(m_openApi.v2(), http, query, wish);
    if (target.what == What::OpenApiV3) {
        const auto* const found = target.rest.empty() ? &m_openApi.v3Root() : m_openApi.v3(target.rest);
        return found ? std::optional(openApiAnswer(*found, http, query, wish)) : std::nullopt;
    }
    std::optional<std::string> json = document(target, wish);
    if (!json)
        return std::nullopt;
    Wish form = wish;
    if (target.what == What::Version || target.what == What::Paths)
        form.pretty = true; // a real server always writes these for people
    return jsonAnswer(std::move(*json), form);
}

bool ServerInfo::wantsProtobuf(const HttpRequest& http)
{
    return http.accept.find(apiserver::OpenApi::protobufAsked) != std::string::npos
        || http.accept.find(apiserver::OpenApi::protobufAnswered) != std::string::npos;
}

Answer ServerInfo::openApiV2InProtobuf(const HttpRequest& http, const Query& query) const
{
    Wish wish;
    wish.gzip = acceptsEncoding(http.acceptEncoding, "gzip");
    Answer answer = openApiAnswer(m_openApi.v2Protobuf(), http, query, wish);
    answer.contentType = apiserver::OpenApi::protobufAnswered;
    return answer;
}

} // namespace kubarium::serve
