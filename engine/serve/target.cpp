#include "target.h"

#include "query.h"

#include <algorithm>
#include <vector>

namespace kubarium::serve {

namespace {

using Segments = std::vector<std::string_view>;

Segments segmentsOf(std::string_view path)
{
    Segments segments;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    return segments;
}

std::string joined(const Segments& segments, std::size_t from)
{
    std::string text;
    for (std::size_t i = from; i < segments.size(); ++i)
        text.append(i > from ? "/" : "").append(segments[i]);
    return text;
}

bool isServed(std::string_view group, std::string_view version)
{
    const auto kinds = api::kinds();
    return std::any_of(kinds.begin(), kinds.end(), [&](const api::Kind& kind) {
        return kind.group == group && (version.empty() || kind.version == version) && !kind.resource.empty();
    });
}

// status and finalize are parts of a namespace, everything else behind its name lives in it.
bool isPartOfANamespace(std::string_view segment)
{
    return segment == "status" || segment == "finalize";
}

// What stands behind /api/v1 or /apis/GROUP/VERSION.
void readResource(Target& target, Segments rest)
{
    if (!rest.empty() && rest.front() == "watch") {
        target.watched = true;
        rest.erase(rest.begin());
    }
    bool inNamespace = false;
    if (rest.size() > 2 && rest[0] == "namespaces" && !isPartOfANamespace(rest[2])) {
        inNamespace = true;
        target.namespace_ = rest[1];
        rest.erase(rest.begin(), rest.begin() + 2);
    }
    if (rest.empty() || rest[0].empty())
        return;
    const api::Kind* const kind = api::findResource(target.group, target.version, rest[0]);
    if (!kind)
        return;
    // Objects of a namespace have no address outside it; only their collections can be seen across all namespaces.
    if (kind->namespaced ? (!inNamespace && rest.size() > 1) : inNamespace)
        return;
    if ((inNamespace && target.namespace_.empty()) || (rest.size() > 1 && rest[1].empty())
        || (rest.size() > 2 && rest[2].empty()))
        return;
    if (rest.size() > 1)
        target.name = rest[1];
    if (rest.size() > 2) {
        target.subresource = rest[2];
        const auto known = std::find_if(kind->subresources.begin(), kind->subresources.end(),
            [&](const api::Subresource& subresource) { return subresource.name == rest[2]; });
        if (known == kind->subresources.end())
            return;
        target.rest = joined(rest, 3);
        if (!target.rest.empty() && rest[2] != "proxy")
            return;
    }
    if (target.watched && !target.subresource.empty())
        return;
    target.kind = kind;
    target.what = What::Resource;
}

} // namespace

Target parseTarget(std::string_view sent)
{
    Target target;
    auto decoded = percentDecoded(sent, false);
    if (!decoded || !decoded->starts_with('/'))
        return target;
    target.path = std::move(*decoded);
    std::string_view path = std::string_view(target.path).substr(1);
    const bool slashAtEnd = path.ends_with('/');
    if (slashAtEnd)
        path.remove_suffix(1);
    const Segments segments = segmentsOf(path);
    if (segments.empty()) {
        target.what = slashAtEnd ? What::Nothing : What::Paths;
        return target;
    }

    const std::string_view first = segments[0];
    if (first == "api") {
        if (segments.size() == 1) {
            target.what = What::LegacyVersions;
        } else if (isServed("", segments[1])) {
            target.version = segments[1];
            if (segments.size() == 2)
                target.what = What::Resources;
            else if (!slashAtEnd)
                readResource(target, Segments(segments.begin() + 2, segments.end()));
        }
    } else if (first == "apis") {
        if (segments.size() == 1) {
            target.what = What::Groups;
        } else if (!segments[1].empty()
            && isServed(segments[1], segments.size() > 2 ? segments[2] : std::string_view())) {
            target.group = segments[1];
            if (segments.size() == 2) {
                target.what = What::Group;
            } else if (!segments[2].empty()) {
                target.version = segments[2];
                if (segments.size() == 3)
                    target.what = What::Resources;
                else if (!slashAtEnd)
                    readResource(target, Segments(segments.begin() + 3, segments.end()));
            }
        }
    } else if (first == "openapi" && segments.size() > 1 && (segments[1] == "v2" || segments[1] == "v3")) {
        target.rest = joined(segments, 2);
        if (segments[1] == "v3")
            target.what = What::OpenApiV3;
        else if (segments.size() == 2)
            target.what = What::OpenApiV2;
    } else if (first == "version" && segments.size() == 1) {
        target.what = What::Version;
    } else if (first == "healthz" || first == "livez" || first == "readyz") {
        target.what = What::Health;
        target.rest = joined(segments, 1);
    } else if (first == "metrics" && segments.size() == 1) {
        target.what = What::Metrics;
    } else if (path == ".well-known/openid-configuration") {
        target.what = What::Issuer;
    } else if (path == "openid/v1/jwks") {
        target.what = What::IssuerKeys;
    }
    return target;
}

} // namespace kubarium::serve
