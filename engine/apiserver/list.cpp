#include "list.h"

#include "refusals.h"
#include "resources.h"
#include "selection.h"

#include "api/base64.h"
#include "api/conversion/conversion.h"
#include "api/encode.h"

namespace kubarium::apiserver {

namespace {

constexpr std::string_view tokenVersion = "meta.k8s.io/v1";

constexpr std::string_view tokenTooOld =
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, "
    "or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an "
    "inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in "
    "the list.";

// The revision a request wants to see.
api::Result<store::Snapshot> snapshotFor(
    const State& state, const ListOptions& options, const std::optional<ContinueToken>& token, Versions versions)
{
    const store::Store& store = state.store;
    if (token && token->revision > 0) {
        const auto revision = versions.stored(token->revision);
        const auto past = revision && *revision >= store.compacted() ? store.at(*revision) : std::nullopt;
        if (!past)
            return refusals::expired(tokenTooOld);
        return *past;
    }
    if (options.resourceVersion.empty() || options.resourceVersion == "0")
        return store.snapshot();
    const auto named = store::parsedRevision(options.resourceVersion);
    if (!named)
        return api::badRequest("resourceVersion: Invalid value: \"" + options.resourceVersion
            + "\": strconv.ParseUint: parsing \"" + options.resourceVersion + "\": invalid syntax");
    const auto wanted = versions.stored(*named);
    if (!wanted)
        return refusals::expired("The resourceVersion for the provided list is too old.");
    if (*wanted > store.revision())
        return refusals::tooLarge(*named, versions.shown(store.revision()));
    if (options.resourceVersionMatch != "Exact")
        return store.snapshot(); // not older than that
    const auto past = *wanted >= store.compacted() ? store.at(*wanted) : std::nullopt;
    if (!past)
        return refusals::expired("The resourceVersion for the provided list is too old.");
    return *past;
}

std::string startOf(const api::ObjectPtr& object)
{
    const api::ObjectMeta& meta = object.meta();
    return meta.namespace_.empty() ? meta.name.str() : meta.namespace_.str() + "/" + meta.name.str();
}

store::Place placeIn(std::string_view start)
{
    const std::size_t slash = start.find('/');
    return slash == std::string_view::npos ? store::Place{{}, start}
                                           : store::Place{start.substr(0, slash), start.substr(slash + 1)};
}

} // namespace

// Clients must not look into a token, but its form is the server's all the same: base64url without padding.
std::string encoded(const ContinueToken& token)
{
    api::Value value;
    std::string json =
        "{\"v\":\"" + std::string(tokenVersion) + "\",\"rv\":" + std::to_string(token.revision) + ",\"start\":";
    api::appendJsonString(json, token.start + '\0');
    json += '}';
    std::string text;
    api::appendBase64(text, json);
    while (text.ends_with('='))
        text.pop_back();
    for (char& c : text)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

std::optional<ContinueToken> decodedToken(std::string_view text)
{
    std::string plain(text);
    for (char& c : plain)
        c = c == '-' ? '+' : c == '_' ? '/' : c;
    plain.append((4 - plain.size() % 4) % 4, '=');
    const api::Base64 bytes = api::decodeBase64(plain);
    if (bytes.corruptAt)
        return std::nullopt;
    const api::ParsedJson json = api::parseJson(bytes.bytes);
    if (json.error)
        return std::nullopt;
    const api::Value value = api::toValue(json.document.root);
    ContinueToken token;
    token.start = value["start"].text().str();
    if (value["v"].text() != tokenVersion || !token.start.ends_with('\0') || value["rv"].integer() < 0)
        return std::nullopt;
    token.start.pop_back();
    token.revision = static_cast<store::Revision>(value["rv"].integer());
    return token;
}

api::Result<Page> list(const State& state, const Request& request)
{
    const api::Result<Selection> selection = Selection::of(request);
    if (!selection)
        return selection.status();
    std::optional<ContinueToken> token;
    if (!request.list.continueToken.empty()) {
        token = decodedToken(request.list.continueToken);
        if (!token)
            return api::badRequest("continue key is not valid: invalid continue token");
    }
    const api::Result<store::Snapshot> snapshot = snapshotFor(state, request.list, token, request.versions);
    if (!snapshot)
        return snapshot.status();

    const store::ObjectTree& tree = snapshot->tree(resourceId(*request.kind));
    Page page;
    page.revision = request.versions.shown(snapshot->revision);
    const store::Place first = token ? placeIn(token->start) : selection->first();
    std::string last;
    bool more = false;
    tree.visit(first, [&](const api::ObjectPtr& object) {
        if (selection->pastEnd(object))
            return false;
        if (token && store::placeOf(object) == first)
            return true; // the last one of the page before
        if (!selection->matches(object))
            return true;
        if (request.list.limit > 0 && page.items.size() == static_cast<std::size_t>(request.list.limit)) {
            more = true;
            return false;
        }
        last = startOf(object);
        page.items.push_back(request.versions.shown(api::fromStored(*request.kind, object)));
        return true;
    });
    if (more) {
        page.continueToken = encoded({page.revision, last});
        // Known only when nothing is left out in between.
        if (request.list.labelSelector.empty() && request.list.fieldSelector.empty()) {
            std::size_t rest = tree.countFrom(placeIn(last)) - 1;
            if (!request.namespace_.empty() && request.kind->namespaced)
                rest -= tree.countFrom({request.namespace_, "\x7f"}); // behind every name of this namespace
            page.remainingItemCount = static_cast<std::int64_t>(rest);
        }
    }
    return page;
}

} // namespace kubarium::apiserver
