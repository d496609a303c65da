#include "input.h"

#include "apiserver/decoding.h"
#include "apiserver/reviews/reviews.h"

#include "api/base64.h"
#include "api/encode.h"
#include "api/utf8.h"

namespace kubarium::lab {

using apiserver::Request;
using apiserver::Verb;

namespace {

void put(api::Value::Object& object, std::string_view key, const std::string& text)
{
    if (!text.empty())
        object.set(key, api::Text(text));
}

constexpr Verb writes[] = {Verb::Create, Verb::Update, Verb::Patch, Verb::Delete, Verb::DeleteCollection};
constexpr std::string_view patchTypes[] = {"json", "merge", "strategic", "apply"};

api::Value described(const apiserver::Identity& identity)
{
    api::Value value;
    api::Value::Object& object = value.editObject();
    object.set("user", api::Text(identity.user));
    put(object, "uid", identity.uid);
    api::Value::Array groups;
    for (const std::string& group : identity.groups)
        groups.push_back(api::Text(group));
    object.set("groups", groups);
    for (const auto& [key, values] : identity.extra) {
        api::Value::Array list;
        for (const std::string& one : values)
            list.push_back(api::Text(one));
        object.edit("extra").editObject().set(key, list);
    }
    return value;
}

apiserver::IdentityPtr identityFrom(const api::Value& value)
{
    if (!value.isObject())
        return nullptr;
    auto identity = std::make_shared<apiserver::Identity>();
    identity->user = value["user"].text().str();
    identity->uid = value["uid"].text().str();
    for (const api::Value& group : value["groups"].array())
        identity->groups.push_back(group.text().str());
    for (const auto& [key, values] : value["extra"].object()) {
        for (const api::Value& one : values.array())
            identity->extra[key.str()].push_back(one.text().str());
    }
    return identity;
}

// How he is known who asked: for the trace. What he showed itself is not kept: it may be a secret.
api::Value described(const apiserver::Authentication& authentication)
{
    api::Value value;
    api::Value::Object& object = value.editObject();
    put(object, "by", authentication.by);
    put(object, "what", authentication.what);
    if (authentication.impersonator)
        object.set("impersonator", described(*authentication.impersonator));
    if (!authentication.refusal.ok()) {
        api::Value::Object& refusal = object.edit("refusal").editObject();
        refusal.set("code", authentication.refusal.code);
        refusal.set("reason", api::Text(authentication.refusal.reason));
        refusal.set("message", api::Text(authentication.refusal.message));
        put(refusal, "name", authentication.refusal.details.name);
        put(refusal, "group", authentication.refusal.details.group);
        put(refusal, "kind", authentication.refusal.details.kind);
    }
    return value;
}

apiserver::AuthenticationPtr authenticationFrom(const api::Value& value)
{
    if (!value.isObject())
        return nullptr;
    auto authentication = std::make_shared<apiserver::Authentication>();
    authentication->by = value["by"].text().str();
    authentication->what = value["what"].text().str();
    authentication->impersonator = identityFrom(value["impersonator"]);
    if (const api::Value& refusal = value["refusal"]; refusal.isObject()) {
        const auto word = [&](std::string_view key) { return refusal[key].text().str(); };
        authentication->refusal = {static_cast<int>(refusal["code"].integer()), word("reason"), word("message"),
            {word("name"), word("group"), word("kind"), {}, {}, 0}};
    }
    return authentication;
}

// A body stands in the log as it was sent; bytes that are no text, in base64.
void describeBody(api::Value::Object& object, const Request& request)
{
    if (request.bodyFormat == apiserver::BodyFormat::Protobuf || !api::isUtf8(request.body)) {
        std::string bytes;
        api::appendBase64(bytes, request.body);
        object.set("bytes", api::Text(bytes));
    } else {
        object.set("body", api::Text(request.body));
    }
    if (request.bodyFormat == apiserver::BodyFormat::Protobuf)
        object.set("protobuf", true);
    if (request.bodyFormat == apiserver::BodyFormat::Yaml)
        object.set("yaml", true);
}

bool readBody(Request& request, const api::Value& line)
{
    request.bodyFormat = line["protobuf"].boolean() ? apiserver::BodyFormat::Protobuf
        : line["yaml"].boolean()                    ? apiserver::BodyFormat::Yaml
                                                    : apiserver::BodyFormat::Json;
    if (line["body"].isString()) {
        request.body = std::string_view(line["body"].text());
        return true;
    }
    api::Base64 decoded = api::decodeBase64(line["bytes"].text());
    request.body = std::move(decoded.bytes);
    return !decoded.corruptAt;
}

} // namespace

bool isInput(const Request& request)
{
    const bool writing = std::find(std::begin(writes), std::end(writes), request.verb) != std::end(writes);
    return writing && !apiserver::isReview(*request.kind) && !apiserver::asksForDryRun(request);
}

std::string Input::line() const
{
    api::Value value;
    api::Value::Object& object = value.editObject();
    object.set("number", static_cast<std::int64_t>(number));
    object.set("time", api::Text(time.microText()));
    object.set("eventsRun", static_cast<std::int64_t>(eventsRun));
    object.set("verb", api::Text(text(request.verb)));
    object.set("apiVersion", api::Text(request.kind->apiVersion()));
    object.set("kind", api::Text(request.kind->kind));
    put(object, "subresource", request.subresource);
    put(object, "namespace", request.namespace_);
    put(object, "name", request.name);
    put(object, "fieldManager", request.fieldManager);
    put(object, "labelSelector", request.list.labelSelector);
    put(object, "fieldSelector", request.list.fieldSelector);
    put(object, "continue", request.list.continueToken);
    put(object, "resourceVersion", request.list.resourceVersion);
    put(object, "resourceVersionMatch", request.list.resourceVersionMatch);
    if (request.list.limit != 0)
        object.set("limit", request.list.limit);
    if (request.versions.offset() != 0)
        object.set("versionOffset", static_cast<std::int64_t>(request.versions.offset()));
    put(object, "propagationPolicy", request.remove.propagationPolicy);
    if (request.fieldValidation != api::FieldValidation::Warn)
        object.set("fieldValidation", request.fieldValidation == api::FieldValidation::Strict ? "Strict" : "Ignore");
    if (request.remove.gracePeriodSeconds)
        object.set("gracePeriodSeconds", *request.remove.gracePeriodSeconds);
    if (request.remove.uid)
        object.set("preconditionUid", api::Text(*request.remove.uid));
    if (request.remove.resourceVersion)
        object.set("preconditionResourceVersion", api::Text(*request.remove.resourceVersion));
    if (request.identity)
        object.set("identity", described(*request.identity));
    if (request.authentication)
        object.set("authentication", described(*request.authentication));
    if (request.verb == Verb::Patch) {
        object.set("patch", patchTypes[static_cast<std::size_t>(request.patchType)]);
        if (request.force)
            object.set("force", true);
    }
    if (request.bodyFormat != apiserver::BodyFormat::None) {
        describeBody(object, request);
    } else if (request.object) {
        object.set("object", api::Text(api::toJson(request.object)));
    }
    return api::toJson(value);
}

std::optional<Input> Input::parse(std::string_view line)
{
    api::Limits large; // a body of the largest size, with every character escaped
    large.bytes = 32 * 1024 * 1024;
    const api::ParsedJson parsed = api::parseJson(line, large);
    if (parsed.error)
        return std::nullopt;
    const api::Value value = api::toValue(parsed.document.root);
    const auto word = [&](std::string_view key) { return value[key].text().str(); };
    const auto optionalWord = [&](std::string_view key) {
        return value[key].isString() ? std::optional(word(key)) : std::nullopt;
    };

    Input input;
    const std::optional<api::Time> moment = api::Time::parse(word("time"));
    const api::Kind* const kind = api::findKindByApiVersion(word("apiVersion"), word("kind"));
    const std::string verb = word("verb");
    const auto known =
        std::find_if(std::begin(writes), std::end(writes), [&](Verb candidate) { return text(candidate) == verb; });
    if (!moment || !kind || known == std::end(writes))
        return std::nullopt;
    input.number = static_cast<std::uint64_t>(value["number"].integer());
    input.time = *moment;
    input.eventsRun = static_cast<std::uint64_t>(value["eventsRun"].integer());
    Request& request = input.request;
    request.cause = sim::Cause::input(input.number);
    request.traced = true;
    request.verb = *known;
    request.kind = kind;
    request.subresource = word("subresource");
    request.namespace_ = word("namespace");
    request.name = word("name");
    request.fieldManager = word("fieldManager");
    request.list.labelSelector = word("labelSelector");
    request.list.fieldSelector = word("fieldSelector");
    request.list.continueToken = word("continue");
    request.list.resourceVersion = word("resourceVersion");
    request.list.resourceVersionMatch = word("resourceVersionMatch");
    request.list.limit = value["limit"].integer();
    request.versions = apiserver::Versions::from(static_cast<store::Revision>(value["versionOffset"].integer()));
    request.remove.propagationPolicy = word("propagationPolicy");
    if (const std::string validation = word("fieldValidation"); !validation.empty())
        request.fieldValidation = validation == "Strict" ? api::FieldValidation::Strict : api::FieldValidation::Ignore;
    if (value["gracePeriodSeconds"].isNumber())
        request.remove.gracePeriodSeconds = value["gracePeriodSeconds"].integer();
    request.remove.uid = optionalWord("preconditionUid");
    request.remove.resourceVersion = optionalWord("preconditionResourceVersion");
    request.identity = identityFrom(value["identity"]);
    request.authentication = authenticationFrom(value["authentication"]);
    if (request.verb == Verb::Patch) {
        const auto type = std::find(std::begin(patchTypes), std::end(patchTypes), word("patch"));
        if (type == std::end(patchTypes))
            return std::nullopt;
        request.patchType = static_cast<apiserver::PatchType>(type - std::begin(patchTypes));
        request.force = value["force"].boolean();
    }
    if (value["body"].isString() || value["bytes"].isString()) {
        if (!readBody(request, value))
            return std::nullopt;
    }
    if (const std::string typed = word("object"); !typed.empty()) {
        const api::Kind& bodyKind = apiserver::bodyKindOf(request);
        const api::ParsedJson document = api::parseJson(typed);
        if (document.error)
            return std::nullopt;
        request.object = api::ObjectPtr::make(*bodyKind.type);
        api::decode(*bodyKind.type, request.object.edit(), document.document.root);
    }
    return input;
}

} // namespace kubarium::lab
