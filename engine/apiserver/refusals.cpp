#include "refusals.h"

#include "resources.h"

#include "api/fielderror.h"

namespace kubarium::apiserver::refusals {

namespace {

api::Status refusal(int code, std::string reason, std::string message)
{
    return {code, std::move(reason), std::move(message), {}};
}

// The details name the resource, not the kind; only `Invalid` names the kind.
api::Status about(api::Status status, const api::Kind& kind, std::string_view name)
{
    status.details.name = name;
    status.details.group = kind.group;
    status.details.kind = kind.resource;
    return status;
}

std::string quoted(std::string_view name)
{
    return "\"" + std::string(name) + "\"";
}

} // namespace

const std::string_view objectModified =
    "the object has been modified; please apply your changes to the latest version and try again";

api::Status notFound(const api::Kind& kind, std::string_view name)
{
    return about(refusal(404, "NotFound", qualifiedResource(kind) + " " + quoted(name) + " not found"), kind, name);
}

api::Status alreadyExists(const api::Kind& kind, std::string_view name)
{
    return about(
        refusal(409, "AlreadyExists", qualifiedResource(kind) + " " + quoted(name) + " already exists"), kind, name);
}

api::Status generateNameConflict(const api::Kind& kind, std::string_view name)
{
    return about(refusal(409, "AlreadyExists",
                     qualifiedResource(kind) + " " + quoted(name)
                         + " already exists, the server was not able to generate a unique name for the object"),
        kind, name);
}

api::Status conflict(const api::Kind& kind, std::string_view name, std::string_view why)
{
    return about(refusal(409, "Conflict",
                     "Operation cannot be fulfilled on " + qualifiedResource(kind) + " " + quoted(name) + ": "
                         + std::string(why)),
        kind, name);
}

api::Status forbidden(const api::Kind& kind, std::string_view name, std::string_view why)
{
    const std::string what = name.empty() ? qualifiedResource(kind) : qualifiedResource(kind) + " " + quoted(name);
    return about(refusal(403, "Forbidden", what + " is forbidden: " + std::string(why)), kind, name);
}

api::Status notAllowed(const AccessQuestion& question, std::string_view why)
{
    if (!question.path.empty())
        return pathNotAllowed(question, why);
    std::string resource(question.resource);
    if (!question.subresource.empty())
        resource += "/" + std::string(question.subresource);
    std::string sentence = "User " + quoted(question.identity.user) + " cannot " + std::string(question.verb)
        + " resource " + quoted(resource) + " in API group " + quoted(question.group);
    if (!question.namespace_.empty())
        sentence += " in the namespace " + quoted(question.namespace_);
    else
        sentence += " at the cluster scope";
    if (!why.empty())
        sentence += ": " + std::string(why);
    std::string what(question.resource);
    if (!question.group.empty())
        what += "." + std::string(question.group);
    if (!question.name.empty())
        what += " " + quoted(question.name);
    api::Status status = refusal(403, "Forbidden", what + " is forbidden: " + sentence);
    status.details.name = question.name;
    status.details.group = question.group;
    status.details.kind = question.resource;
    return status;
}

api::Status notAllowed(const Request& request, std::string_view why)
{
    return notAllowed(questionOf(request), why);
}

api::Status pathNotAllowed(const AccessQuestion& question, std::string_view why)
{
    std::string sentence = "forbidden: User " + quoted(question.identity.user) + " cannot " + std::string(question.verb)
        + " path " + quoted(question.path);
    if (!why.empty())
        sentence += ": " + std::string(why);
    return refusal(403, "Forbidden", sentence);
}

api::Status unauthorized()
{
    return refusal(401, "Unauthorized", "Unauthorized");
}

api::Status expired(std::string_view why)
{
    return refusal(410, "Expired", std::string(why));
}

api::Status tooLarge(store::Revision asked, store::Revision current)
{
    api::Status status = refusal(504, "Timeout",
        "Too large resource version: " + std::to_string(asked) + ", current: " + std::to_string(current));
    status.details.causes.push_back({"ResourceVersionTooLarge", "Too large resource version", ""});
    status.details.retryAfterSeconds = 1;
    return status;
}

api::Status methodNotAllowed()
{
    return refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
}

api::Status noSuchPath()
{
    return refusal(404, "NotFound", "the server could not find the requested resource");
}

api::Status invalid(const api::Kind& kind, std::string_view name, const api::FieldErrors& errors)
{
    return api::invalidObject(kind.group, kind.kind, name, errors);
}

} // namespace kubarium::apiserver::refusals
