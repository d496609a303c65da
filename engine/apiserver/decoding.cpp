#include "decoding.h"

#include "deletion.h"

#include "api/protobuf.h"
#include "api/types/meta.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

// Nobody but a programmer knows this file; the sentence of a kind that the server has never heard of ends with it.
constexpr std::string_view scheme = "pkg/api/legacyscheme/scheme.go:30";

struct ParsedBody {
    api::Document document;
    std::string sentence; // why it could not be read; empty if it could
};

// The server reads YAML with kubectl's library, but says only what that library said.
std::string sentenceOf(const api::ParseError& error)
{
    constexpr std::string_view kubectls = "error converting YAML to JSON: ";
    const std::string_view said = error.kubectl;
    if (said.empty())
        return "yaml: " + error.message;
    return std::string(said.starts_with(kubectls) ? said.substr(kubectls.size()) : said);
}

ParsedBody parsed(std::string_view body, BodyFormat format)
{
    ParsedBody result;
    if (format == BodyFormat::Json) {
        api::ParsedJson json = api::parseJson(body);
        if (json.error)
            result.sentence = "couldn't get version/kind; json parse error: " + json.error->message;
        else
            result.document = std::move(json.document);
        return result;
    }
    api::ParsedStream yaml = api::parseYaml(body);
    if (yaml.error)
        result.sentence = sentenceOf(*yaml.error);
    else if (!yaml.documents.empty())
        result.document = std::move(yaml.documents.front()); // the server reads no further than the first one
    return result;
}

// What the server shows of a body that it could not make out: text if it looks like JSON, else bytes.
std::string summary(std::string_view body)
{
    constexpr std::size_t shown = 30;
    static constexpr char digits[] = "0123456789abcdef";
    if (body.empty())
        return "<empty>";
    const std::string_view head = body.substr(0, shown);
    std::string text;
    if (body.front() == '{') {
        text = head;
    } else {
        for (const char c : head) {
            text += digits[static_cast<unsigned char>(c) >> 4];
            text += digits[static_cast<unsigned char>(c) & 15];
        }
    }
    return body.size() > shown ? text + " ..." : text;
}

api::Status unrecognized(const api::Kind& kind, std::string_view why, std::string_view body)
{
    return api::badRequest("the object provided is unrecognized (must be of type " + std::string(kind.kind)
        + "): " + std::string(why) + " (" + summary(body) + ")");
}

// Go's package of a group's types: "rbac" of rbac.authorization.k8s.io.
std::string_view internalPackage(const api::Kind& kind)
{
    return kind.group.empty() ? std::string_view("core") : kind.group.substr(0, kind.group.find('.'));
}

std::string notRegistered(const std::string& kind, const std::string& apiVersion)
{
    return "no kind \"" + kind + "\" is registered for version \"" + apiVersion + "\" in scheme \""
        + std::string(scheme) + "\"";
}

// A body may leave out what it is; if it says it, it must be what the address says.
std::optional<api::Status> mismatch(const api::Kind& kind, const api::TypeMeta& said)
{
    const std::string apiVersion = said.apiVersion.empty() ? kind.apiVersion() : said.apiVersion;
    const std::string name = said.kind.empty() ? std::string(kind.kind) : said.kind;
    const std::string version = apiVersion.substr(apiVersion.find('/') + 1);
    const auto cannotBeHandled = [&](const std::string& why) {
        return api::badRequest(
            name + " in version \"" + version + "\" cannot be handled as a " + std::string(kind.kind) + ": " + why);
    };
    const api::Kind* const found = api::findKindByApiVersion(apiVersion, name);
    if (!found)
        return cannotBeHandled(notRegistered(name, apiVersion));
    if (found->group != kind.group || found->kind != kind.kind)
        return cannotBeHandled("converting (" + std::string(found->type->goType) + ") to ("
            + std::string(internalPackage(kind)) + "." + std::string(kind.kind) + "): unknown conversion");
    if (found != &kind)
        return api::badRequest("the API version in the data (" + apiVersion
            + ") does not match the expected API version (" + kind.apiVersion() + ")");
    return std::nullopt;
}

api::Result<api::DecodedObject> decodedProtobuf(const api::Kind& kind, std::string_view sent)
{
    const api::ProtobufBody body = api::parseProtobuf(sent);
    if (!body.sentence.empty())
        return unrecognized(kind, body.sentence, sent);
    if (auto refusal = mismatch(kind, body.meta))
        return *std::move(refusal);
    return api::decodeProtobufObject(kind, body.raw);
}

// The options in the body of a delete; they are of no group in particular, so nobody looks at what they call themselves.
std::optional<api::Status> readInto(api::Box<api::DeleteOptions>& options, const Request& request)
{
    const api::Type& type = *api::TypeOf<api::DeleteOptions>::value;
    if (request.bodyFormat == BodyFormat::Protobuf) {
        const api::ProtobufBody body = api::parseProtobuf(request.body);
        const std::string why =
            body.sentence.empty() ? api::decodeProtobuf(type, &options.edit(), body.raw) : body.sentence;
        return why.empty() ? std::nullopt : std::optional(api::badRequest(why));
    }
    const ParsedBody read = parsed(request.body, request.bodyFormat);
    if (!read.sentence.empty())
        return api::badRequest(read.sentence);
    const api::Result<api::TypeMeta> said = api::typeMetaOf(read.document.root);
    if (!said)
        return said.status();
    if (!said->kind.empty() && said->kind != "DeleteOptions") // in whatever version: every group has them
        return api::badRequest(notRegistered(said->kind, said->apiVersion));
    const api::DecodeReport report = api::decode(type, &options.edit(), read.document.root);
    if (!report.types.empty())
        return api::badRequest(report.types.front().sentence);
    return std::nullopt;
}

} // namespace

const api::Kind& bodyKindOf(const Request& request)
{
    const api::Kind& kind = *request.kind;
    if (request.subresource.empty())
        return kind;
    const auto sub = std::find_if(kind.subresources.begin(), kind.subresources.end(),
        [&](const api::Subresource& one) { return one.name == request.subresource; });
    if (sub == kind.subresources.end() || sub->kind.empty())
        return kind;
    const bool ofParent = sub->version.empty();
    const api::Kind* const own =
        api::findKind(ofParent ? kind.group : sub->group, ofParent ? kind.version : sub->version, sub->kind);
    return own ? *own : kind;
}

api::Result<api::DecodedObject> decodedBody(const api::Kind& kind, const Request& request)
{
    if (request.bodyFormat == BodyFormat::Protobuf)
        return decodedProtobuf(kind, request.body);
    const ParsedBody body = parsed(request.body, request.bodyFormat);
    if (!body.sentence.empty())
        return unrecognized(kind, body.sentence, request.body);
    const api::Result<api::TypeMeta> said = api::typeMetaOf(body.document.root);
    if (!said)
        return unrecognized(kind, said.status().message, request.body);
    if (auto refusal = mismatch(kind, *said))
        return *std::move(refusal);
    return api::decodeObject(kind, body.document, request.fieldValidation);
}

std::optional<api::Status> readDeleteOptions(const Request& request, DeleteOptions& options, bool& dryRun)
{
    if (request.body.empty())
        return std::nullopt;
    api::Box<api::DeleteOptions> wish;
    if (auto refusal = readInto(wish, request))
        return refusal;
    return takeDeleteOptions(*wish, options, dryRun);
}

std::optional<api::Status> takeDeleteOptions(const api::DeleteOptions& wish, DeleteOptions& options, bool& dryRun)
{
    if (auto refusal = refusalOf(wish))
        return refusal;
    if (wish.gracePeriodSeconds)
        options.gracePeriodSeconds = *wish.gracePeriodSeconds;
    if (wish.propagationPolicy)
        options.propagationPolicy = wish.propagationPolicy.str();
    else if (wish.orphanDependents)
        options.propagationPolicy = *wish.orphanDependents ? "Orphan" : "Background";
    if (wish.preconditions->uid)
        options.uid = wish.preconditions->uid.str();
    if (wish.preconditions->resourceVersion)
        options.resourceVersion = wish.preconditions->resourceVersion.str();
    dryRun = dryRun || !wish.dryRun.empty();
    return std::nullopt;
}

bool asksForDryRun(const Request& request)
{
    bool dryRun = request.dryRun;
    DeleteOptions options;
    if (request.verb == Verb::Delete || request.verb == Verb::DeleteCollection)
        readDeleteOptions(request, options, dryRun);
    return dryRun;
}

} // namespace kubarium::apiserver
