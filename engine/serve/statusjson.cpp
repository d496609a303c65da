#include "statusjson.h"

#include "limits.h"

#include "api/encode.h"

namespace kubarium::serve {

namespace {

// Members of one object, each after the first with a comma in front; what is empty is left out.
class Members {
public:
    explicit Members(std::string& json) : m_json(json) { m_json += '{'; }

    ~Members() { m_json += '}'; }

    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;

    void name(std::string_view name)
    {
        m_json.append(m_first ? "\"" : ",\"").append(name).append("\":");
        m_first = false;
    }

    void text(std::string_view name, std::string_view value)
    {
        if (value.empty())
            return;
        this->name(name);
        api::appendJsonString(m_json, value);
    }

    void number(std::string_view name, int value)
    {
        if (value == 0)
            return;
        this->name(name);
        m_json += std::to_string(value);
    }

private:
    std::string& m_json;
    bool m_first = true;
};

void appendDetails(std::string& json, const api::StatusDetails& details)
{
    Members members(json);
    members.text("name", details.name);
    members.text("group", details.group);
    members.text("kind", details.kind);
    members.text("uid", details.uid);
    if (!details.causes.empty()) {
        members.name("causes");
        json += '[';
        for (std::size_t i = 0; i < details.causes.size(); ++i) {
            if (i > 0)
                json += ',';
            Members cause(json);
            cause.text("reason", details.causes[i].reason);
            cause.text("message", details.causes[i].message);
            cause.text("field", details.causes[i].field);
        }
        json += ']';
    }
    members.number("retryAfterSeconds", details.retryAfterSeconds);
}

// A server makes these of a resource, be it one without a name: details stand there, if empty ones.
bool alwaysHasDetails(int code)
{
    return code == 403 || code == 404 || code == 405;
}

} // namespace

void appendStatus(std::string& json, const api::Status& status)
{
    Members members(json);
    members.text("kind", "Status");
    members.text("apiVersion", "v1");
    members.name("metadata");
    json += "{}";
    members.text("status", status.ok() ? "Success" : "Failure");
    members.text("message", status.message);
    members.text("reason", status.reason);
    if (!status.details.empty() || alwaysHasDetails(status.code)) {
        members.name("details");
        appendDetails(json, status.details);
    }
    if (status.code != 200)
        members.number("code", status.code);
}

namespace refusals {

api::Status notAcceptable()
{
    return {406, "NotAcceptable",
        "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
        {}};
}

api::Status unsupportedMediaType()
{
    return {415, "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, "
        "application/vnd.kubernetes.protobuf",
        {}};
}

api::Status unsupportedPatchType()
{
    return {415, "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, "
        "application/strategic-merge-patch+json, application/apply-patch+yaml",
        {}};
}

api::Status tooLargeBody()
{
    return {413, "RequestEntityTooLarge", "Request entity too large: limit is " + std::to_string(limits::body), {}};
}

api::Status unavailable(std::string message)
{
    return {503, "ServiceUnavailable", std::move(message), {}};
}

} // namespace refusals

} // namespace kubarium::serve
