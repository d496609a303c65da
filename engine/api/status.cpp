#include "status.h"

namespace kubarium::api {

namespace {

void setUnlessEmpty(Value::Object& object, std::string_view key, const std::string& text)
{
    if (!text.empty())
        object.set(key, Value(Text(text)));
}

Value causesAsValue(const std::vector<StatusCause>& causes)
{
    Value::Array array;
    for (const StatusCause& cause : causes) {
        Value::Object object;
        setUnlessEmpty(object, "reason", cause.reason);
        setUnlessEmpty(object, "message", cause.message);
        setUnlessEmpty(object, "field", cause.field);
        array.push_back(std::move(object));
    }
    return array;
}

Value detailsAsValue(const StatusDetails& details)
{
    Value::Object object;
    setUnlessEmpty(object, "name", details.name);
    setUnlessEmpty(object, "group", details.group);
    setUnlessEmpty(object, "kind", details.kind);
    setUnlessEmpty(object, "uid", details.uid);
    if (!details.causes.empty())
        object.set("causes", causesAsValue(details.causes));
    if (details.retryAfterSeconds != 0)
        object.set("retryAfterSeconds", details.retryAfterSeconds);
    return object;
}

} // namespace

Value Status::toValue() const
{
    Value::Object object;
    object.set("kind", "Status");
    object.set("apiVersion", "v1");
    object.set("metadata", Value::Object());
    object.set("status", ok() ? "Success" : "Failure");
    setUnlessEmpty(object, "message", message);
    setUnlessEmpty(object, "reason", reason);
    if (!details.empty())
        object.set("details", detailsAsValue(details));
    if (code != 200)
        object.set("code", code); // a plain success carries none
    return object;
}

Status badRequest(std::string message)
{
    Status status;
    status.code = 400;
    status.reason = "BadRequest";
    status.message = std::move(message);
    return status;
}

} // namespace kubarium::api
