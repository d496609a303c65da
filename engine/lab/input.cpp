#include "input.h"

#include "api/encode.h"

namespace kubarium::lab {

using apiserver::Request;
using apiserver::Verb;

namespace {

void put(api::Value::Object& object, std::string_view key, const std::string& text)
{
    if (!text.empty())
        object.set(key, api::Text(text));
}

constexpr Verb writes[] = {Verb::Create, Verb::Update, Verb::Delete, Verb::DeleteCollection};

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
    return identity;
}

} // namespace

bool isInput(const Request& request)
{
    return !request.dryRun && std::find(std::begin(writes), std::end(writes), request.verb) != std::end(writes);
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
    if (!body.empty()) {
        object.set("body", api::Text(body));
        if (!bodyIsJson)
            object.set("yaml", true);
    } else if (request.object) {
        object.set("object", api::Text(api::toJson(request.object)));
    }
    return api::toJson(value);
}

std::optional<Input> Input::parse(std::string_view line)
{
    const api::ParsedJson parsed = api::parseJson(line);
    if (parsed.error)
        return std::nullopt;
    const api::Value value = api::toValue(parsed.document.root);
    const auto word = [&](std::string_view key) { return value[key].text().str(); };
    const auto optionalWord = [&](std::string_view key) { return value[key].isString() ? std::optional(word(key)) : std::nullopt; };

    Input input;
    const std::optional<api::Time> moment = api::Time::parse(word("time"));
    const api::Kind* const kind = api::findKindByApiVersion(word("apiVersion"), word("kind"));
    const std::string verb = word("verb");
    const auto known = std::find_if(std::begin(writes), std::end(writes), [&](Verb candidate) { return text(candidate) == verb; });
    if (!moment || !kind || known == std::end(writes))
        return std::nullopt;
    input.number = static_cast<std::uint64_t>(value["number"].integer());
    input.time = *moment;
    input.eventsRun = static_cast<std::uint64_t>(value["eventsRun"].integer());
    Request& request = input.request;
    request.verb = *known;
    request.kind = kind;
    request.subresource = word("subresource");
    request.namespace_ = word("namespace");
    request.name = word("name");
    request.fieldManager = word("fieldManager");
    request.list.labelSelector = word("labelSelector");
    request.list.fieldSelector = word("fieldSelector");
    request.remove.propagationPolicy = word("propagationPolicy");
    if (const std::string validation = word("fieldValidation"); !validation.empty())
        request.fieldValidation = validation == "Strict" ? api::FieldValidation::Strict : api::FieldValidation::Ignore;
    if (value["gracePeriodSeconds"].isNumber())
        request.remove.gracePeriodSeconds = value["gracePeriodSeconds"].integer();
    request.remove.uid = optionalWord("preconditionUid");
    request.remove.resourceVersion = optionalWord("preconditionResourceVersion");
    request.identity = identityFrom(value["identity"]);
    input.body = word("body");
    input.bodyIsJson = !value["yaml"].boolean();
    if (const std::string typed = word("object"); !typed.empty()) {
        const api::Kind& bodyKind = request.subresource == "binding" ? *api::findKind("", "v1", "Binding") : *kind;
        const api::ParsedJson document = api::parseJson(typed);
        if (document.error)
            return std::nullopt;
        request.object = api::ObjectPtr::make(*bodyKind.type);
        api::decode(*bodyKind.type, request.object.edit(), document.document.root);
    }
    return input;
}

} // namespace kubarium::lab
