#include "travel.h"

#include "apiserver/refusals.h"

namespace kubarium::serve {

namespace {

api::Status invalidParameter(std::string_view parameter, const std::string& value, const std::string& why)
{
    return api::badRequest(std::string(parameter) + ": Invalid value: \"" + value + "\": " + why);
}

api::Result<api::Time> destination(const lab::Lab& lab, const Query& query)
{
    const std::string* const to = query.find("to");
    const std::string* const seconds = query.find("seconds");
    if (!to == !seconds)
        return api::badRequest(
            "to: Required value: say where to go, either with ?to=TIME or with ?seconds=N, which goes so far back");
    api::Time time;
    if (to) {
        const std::optional<api::Time> parsed = api::Time::parse(*to);
        if (!parsed)
            return invalidParameter("to", *to, "must be a time such as 2026-01-01T00:05:00Z");
        time = *parsed;
    } else {
        const api::Result<api::Microseconds> span = lab::parsedSpan(*seconds);
        if (!span)
            return span.status();
        time = lab.now() - *span;
    }
    if (time < lab.beginning() || time > lab.now())
        return invalidParameter(to ? "to" : "seconds", to ? *to : *seconds,
            "must lie between " + lab.beginning().microText() + ", where this history begins, and now, "
                + lab.now().microText());
    return time;
}

std::optional<api::Status> rewind(lab::Lab& lab, const apiserver::Request& request, const Query& query)
{
    const api::Result<api::Time> time = destination(lab, query);
    if (!time)
        return time.status();
    const std::string name = query.valueOf("name");
    if (!name.empty() && !lab::isBranchName(name))
        return invalidParameter("name", name,
            "must consist of lower case letters, digits or '-', begin and end with a letter or a digit, and be no more than "
            "63 characters");
    if (lab.findBranch(name))
        return apiserver::refusals::conflict(*request.kind, request.name, "there is a branch \"" + name + "\" already");
    if (!request.dryRun)
        lab.rewind(*time, name);
    return std::nullopt;
}

std::optional<api::Status> undo(lab::Lab& lab, const apiserver::Request& request)
{
    if (lab.inputs().empty())
        return apiserver::refusals::conflict(*request.kind, request.name, "nothing has been done that could be undone");
    if (!request.dryRun)
        lab.undo();
    return std::nullopt;
}

std::optional<api::Status> enterBranch(lab::Lab& lab, const apiserver::Request& request, const Query& query)
{
    const std::string name = query.valueOf("name");
    if (name.empty())
        return api::badRequest("name: Required value: say which branch to go to, such as ?name=main");
    const lab::Branch* const branch = lab.findBranch(name);
    if (!branch)
        return invalidParameter("name", name, "there is no such branch; the Clock's status.branches lists them");
    if (!request.dryRun)
        lab.switchTo(branch->number);
    return std::nullopt;
}

} // namespace

bool isClockMove(const apiserver::Request& request)
{
    return request.kind->group == "lab.kubarium.dev"
        && (request.subresource == "advance" || request.subresource == "step" || isTravel(request));
}

bool isTravel(const apiserver::Request& request)
{
    return request.kind->group == "lab.kubarium.dev"
        && (request.subresource == "rewind" || request.subresource == "undo" || request.subresource == "branch");
}

std::optional<api::Status> travel(lab::Lab& lab, const apiserver::Request& request, const Query& query)
{
    if (request.subresource == "rewind")
        return rewind(lab, request, query);
    return request.subresource == "undo" ? undo(lab, request) : enterBranch(lab, request, query);
}

} // namespace kubarium::serve
