#include "apicall.h"

#include "optionchecks.h"
#include "prettyjson.h"
#include "statusjson.h"
#include "travel.h"

#include "api/protobuf.h"
#include "apiserver/refusals.h"

#include <algorithm>

namespace kubarium::serve {

namespace {

using apiserver::BodyFormat;
using apiserver::PatchType;
using apiserver::Verb;

// As Go reads a query parameter that is a bool: given without a value, it is meant.
bool truthOf(const std::string& text)
{
    return text != "0" && !(text.size() == 5 && std::equal(text.begin(), text.end(), "false", [](char a, char b) {
        return (a | 0x20) == b;
    }));
}

class CallReader {
public:
    CallReader(const HttpRequest& http, const Target& target, const Query& query)
        : m_http(http),
          m_target(target),
          m_query(query)
    {
    }

    ApiCall read()
    {
        apiserver::Request& request = m_call.request;
        request.kind = m_target.kind;
        request.subresource = m_target.subresource;
        request.namespace_ = m_target.namespace_;
        request.name = m_target.name;
        if (!readVerb())
            refuse(apiserver::refusals::methodNotAllowed());
        readShape();
        switch (request.verb) {
        case Verb::Get:
            request.list.resourceVersion = m_query.valueOf("resourceVersion");
            break;
        case Verb::List:
        case Verb::Watch:
            readListOptions();
            break;
        case Verb::Create:
        case Verb::Update:
        case Verb::Patch:
            readWriteOptions();
            readBody();
            break;
        case Verb::DeleteCollection:
            readListOptions();
            [[fallthrough]];
        case Verb::Delete:
            readDeleteOptions();
            readBody();
            break;
        }
        return std::move(m_call);
    }

private:
    void refuse(api::Status status)
    {
        if (!m_call.refusal)
            m_call.refusal = std::move(status);
    }

    // False if the resource cannot be treated like that; the verb is then the nearest one.
    bool readVerb()
    {
        apiserver::Request& request = m_call.request;
        const bool named = !request.name.empty();
        const std::string& method = m_http.method;
        bool fits = true;
        if (method == "GET" || method == "HEAD") {
            const std::string* const watch = m_query.find("watch");
            const bool watched = m_target.watched || (!named && watch && truthOf(*watch));
            request.verb = watched ? Verb::Watch : named ? Verb::Get : Verb::List;
        } else if (method == "POST") {
            request.verb = Verb::Create;
            fits = named != request.subresource.empty();
        } else if (method == "PUT") {
            request.verb = Verb::Update;
            fits = named;
        } else if (method == "PATCH") {
            request.verb = Verb::Patch;
            fits = named;
        } else if (method == "DELETE") {
            request.verb = named ? Verb::Delete : Verb::DeleteCollection;
        } else {
            fits = false;
        }
        if (request.verb == Verb::Create && request.subresource.empty() && request.kind->namespaced
            && request.namespace_.empty())
            fits = false; // nothing new is made in all namespaces at once
        return fits && isServed();
    }

    bool isServed() const
    {
        const apiserver::Request& request = m_call.request;
        std::span<const std::string_view> verbs = request.kind->verbs;
        for (const api::Subresource& subresource : request.kind->subresources) {
            if (subresource.name == request.subresource)
                verbs = subresource.verbs;
        }
        return std::find(verbs.begin(), verbs.end(), text(request.verb)) != verbs.end();
    }

    void readShape()
    {
        std::optional<Wish> wish = readWish(m_http, m_query, Offer::Resources);
        if (!wish) {
            m_call.wish.pretty = wantsPretty(m_query.find("pretty"), m_http.userAgent);
            refuse(refusals::notAcceptable());
            return;
        }
        m_call.wish = *wish;
        if (wish->form.shape != Shape::Table)
            return;
        const std::string include = m_query.valueOf("includeObject");
        if (include == "None")
            m_call.wish.includeObject = apiserver::IncludeObject::None;
        else if (include == "Object")
            m_call.wish.includeObject = apiserver::IncludeObject::Object;
        else if (!include.empty() && include != "Metadata")
            refuse(api::badRequest("Unable to convert to Table as requested: includeObject: Invalid value: \"" + include
                + "\": must be 'Metadata', 'Object', 'None', or empty"));
    }

    // A number of a query parameter; a bad one is refused with Go's sentence.
    std::optional<std::int64_t> number(std::string_view name)
    {
        const std::string* const sent = m_query.find(name);
        if (!sent || sent->empty())
            return std::nullopt;
        api::Result<std::int64_t> parsed = parsedInt64(*sent);
        if (!parsed) {
            refuse(parsed.status());
            return std::nullopt;
        }
        return *parsed;
    }

    void readListOptions()
    {
        apiserver::ListOptions& list = m_call.request.list;
        list.labelSelector = m_query.valueOf("labelSelector");
        list.fieldSelector = m_query.valueOf("fieldSelector");
        list.limit = number("limit").value_or(0);
        list.continueToken = m_query.valueOf("continue");
        list.resourceVersion = m_query.valueOf("resourceVersion");
        list.resourceVersionMatch = m_query.valueOf("resourceVersionMatch");
        if (const auto seconds = number("timeoutSeconds"); seconds && *seconds > 0)
            m_call.watch.timeout = std::chrono::seconds(std::min<std::int64_t>(*seconds, 24 * 3600));
        if (const std::string* const bookmarks = m_query.find("allowWatchBookmarks"))
            m_call.watch.bookmarks = truthOf(*bookmarks);
        if (const std::string* const initial = m_query.find("sendInitialEvents"))
            m_call.watch.sendInitialEvents = truthOf(*initial);
        const bool watch = m_call.request.verb == Verb::Watch;
        if (auto refusal = listOptionsRefusal(list, watch, m_call.watch.sendInitialEvents))
            refuse(std::move(*refusal));
    }

    std::vector<std::string> dryRunValues() const
    {
        std::vector<std::string> values;
        for (const auto& [name, value] : m_query.pairs()) {
            if (name == "dryRun")
                values.push_back(value);
        }
        return values;
    }

    void readWriteOptions()
    {
        apiserver::Request& request = m_call.request;
        WriteOptions options;
        options.verb = request.verb;
        options.dryRun = dryRunValues();
        options.fieldManager = m_query.valueOf("fieldManager");
        options.fieldValidation = m_query.valueOf("fieldValidation");
        if (request.verb == Verb::Patch) {
            const std::optional<PatchType> type = patchTypeOf(mediaTypeOf(m_http.contentType));
            if (!type)
                refuse(refusals::unsupportedPatchType());
            request.patchType = type.value_or(PatchType::Strategic);
            options.apply = type == PatchType::Apply;
            if (const std::string* const force = m_query.find("force"))
                options.force = truthOf(*force);
        }
        if (auto refusal = writeOptionsRefusal(options))
            refuse(std::move(*refusal));
        request.dryRun = !options.dryRun.empty();
        request.force = options.force.value_or(false);
        request.fieldManager = options.fieldManager.empty() ? managerFrom(m_http.userAgent) : options.fieldManager;
        if (options.fieldValidation == "Strict")
            request.fieldValidation = api::FieldValidation::Strict;
        else if (options.fieldValidation == "Ignore")
            request.fieldValidation = api::FieldValidation::Ignore;
    }

    void readDeleteOptions()
    {
        apiserver::Request& request = m_call.request;
        apiserver::DeleteOptions& options = request.remove;
        if (!m_http.body.empty())
            return; // then they stand there, all of them
        options.gracePeriodSeconds = number("gracePeriodSeconds");
        options.propagationPolicy = m_query.valueOf("propagationPolicy");
        const std::string* const orphan = m_query.find("orphanDependents");
        const std::vector<std::string> dryRun = dryRunValues();
        if (auto refusal = deleteOptionsRefusal(options.propagationPolicy, orphan != nullptr, dryRun))
            refuse(std::move(*refusal));
        if (orphan && options.propagationPolicy.empty())
            options.propagationPolicy = truthOf(*orphan) ? "Orphan" : "Background";
        request.dryRun = !dryRun.empty();
    }

    void readBody()
    {
        apiserver::Request& request = m_call.request;
        if (isClockMove(request))
            return; // all they need stands in the query
        const bool remove = request.verb == Verb::Delete || request.verb == Verb::DeleteCollection;
        if (remove && m_http.body.empty())
            return;
        const std::string type = mediaTypeOf(m_http.contentType);
        if (request.verb == Verb::Patch)
            request.bodyFormat = request.patchType == PatchType::Apply ? BodyFormat::Yaml : BodyFormat::Json;
        else if (type.empty() || type == "application/json")
            request.bodyFormat = BodyFormat::Json;
        else if (type == "application/yaml")
            request.bodyFormat = BodyFormat::Yaml;
        else if (type == "application/vnd.kubernetes.protobuf" && m_http.body.starts_with(api::protobufPrefix))
            request.bodyFormat = BodyFormat::Protobuf;
        else
            refuse(refusals::unsupportedMediaType());
        request.body = m_http.body;
    }

    static std::optional<PatchType> patchTypeOf(std::string_view type)
    {
        if (type == "application/json-patch+json")
            return PatchType::Json;
        if (type == "application/merge-patch+json")
            return PatchType::Merge;
        if (type == "application/strategic-merge-patch+json")
            return PatchType::Strategic;
        if (type == "application/apply-patch+yaml")
            return PatchType::Apply;
        return std::nullopt;
    }

    const HttpRequest& m_http;
    const Target& m_target;
    const Query& m_query;
    ApiCall m_call;
};

} // namespace

ApiCall readApiCall(const HttpRequest& http, const Target& target, const Query& query)
{
    return CallReader(http, target, query).read();
}

std::string plainVerb(std::string_view method)
{
    std::string verb(method);
    for (char& c : verb)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return verb;
}

std::optional<Wish> readWish(const HttpRequest& http, const Query& query, Offer offer)
{
    const std::optional<Form> form = negotiated(http.accept, offer);
    if (!form)
        return std::nullopt;
    Wish wish;
    wish.form = *form;
    wish.pretty = form->pretty || wantsPretty(query.find("pretty"), http.userAgent);
    wish.gzip = acceptsEncoding(http.acceptEncoding, "gzip");
    return wish;
}

} // namespace kubarium::serve
