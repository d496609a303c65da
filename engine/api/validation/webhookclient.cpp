#include "webhookclient.h"

#include "../gourl.h"

namespace kubarium::api {

void checkWebhookUrl(FieldErrors& errors, std::string_view text, const FieldPath& path)
{
    static const std::string form = "; desired format: https://host[/path]";
    const Parsed<GoUrl> url = parseUrl(text);
    if (!url) {
        errors.push_back(required(path, "url must be a valid URL: " + url.error() + form));
        return;
    }
    if (url->scheme != "https")
        errors.push_back(invalid(path, std::string_view(url->scheme), "'https' is the only allowed URL scheme" + form));
    if (url->host.empty())
        errors.push_back(invalid(path, std::string_view(url->host), "host must be provided" + form));
    if (url->user)
        errors.push_back(invalid(path, std::string_view(*url->user), "user information is not permitted in the URL"));
    if (!url->fragment.empty())
        errors.push_back(invalid(path, std::string_view(url->fragment), "fragments are not permitted in the URL"));
    if (!url->query.empty())
        errors.push_back(invalid(path, std::string_view(url->query), "query parameters are not permitted in the URL"));
}

void checkWebhookService(FieldErrors& errors, const WebhookService& service, const FieldPath& path)
{
    // The server takes the one for the other here: a missing namespace is called a missing name.
    if (service.namespace_.empty())
        errors.push_back(required(path.child("name"), "service name is required"));
    if (service.name.empty())
        errors.push_back(required(path.child("namespace"), "service namespace is required"));

    for (const std::string& objection : isPortNumber(service.port))
        errors.push_back(invalid(path.child("port"), service.port, "port is not valid: " + objection));

    const std::string_view url = service.path;
    if (url.empty() || url == "/")
        return;
    const auto refuse = [&](std::string_view sentence) {
        errors.push_back(invalid(path.child("path"), service.path, sentence));
    };
    if (url == "//") {
        refuse("segment[0] may not be empty");
        return;
    }
    if (!url.starts_with('/'))
        refuse("must start with a '/'");
    std::string_view segments = url.substr(1); // whatever it begins with
    if (segments.ends_with('/'))
        segments.remove_suffix(1);
    for (std::size_t start = 0, i = 0; start <= segments.size(); ++i) {
        const std::size_t slash = std::min(segments.find('/', start), segments.size());
        const std::string_view segment = segments.substr(start, slash - start);
        const std::string place = "segment[" + std::to_string(i) + "]";
        if (segment.empty())
            refuse(place + " may not be empty");
        else
            for (const std::string& objection : isDns1123Subdomain(segment))
                refuse(place + ": " + objection);
        start = slash + 1;
    }
}

} // namespace kubarium::api
