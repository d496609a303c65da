#include "../duration.h"
#include "cluster.h"
#include "lab.h"
#include "meta.h"

#include "api/types/lab.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace kubarium::api {

namespace {

void checkRate(FieldErrors& errors, double rate, const FieldPath& path)
{
    if (rate < 0)
        errors.push_back(invalid(path, rate, messages::notNegative));
}

std::string_view takeUntil(std::string_view& rest, std::string_view ends)
{
    const std::size_t end = std::min(rest.find_first_of(ends), rest.size());
    const std::string_view taken = rest.substr(0, end);
    rest.remove_prefix(end);
    return taken;
}

// A name, an address or [an IPv6 address]; empty if it is none of them.
std::string_view takeHost(std::string_view& authority)
{
    if (!authority.starts_with('[')) {
        const std::string_view name = takeUntil(authority, ":");
        return isDns1123Subdomain(name).empty() ? name : std::string_view();
    }
    authority.remove_prefix(1);
    const std::string_view address = takeUntil(authority, "]");
    if (authority.empty() || !isIpv6(address).empty())
        return {};
    authority.remove_prefix(1);
    return address;
}

// What stands behind the host: nothing, or a colon and a number.
std::int32_t portOf(std::string_view text)
{
    std::int32_t port = 0;
    const char* const end = text.data() + text.size();
    const bool isNumber = text.starts_with(':') && std::from_chars(text.data() + 1, end, port).ptr == end;
    return isNumber ? port : 0;
}

// scheme://host:port/path
void checkUrl(FieldErrors& errors, const Text& url, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 5> schemes{"grpc", "http", "https", "tcp", "udp"};
    if (url.empty()) {
        errors.push_back(required(path));
        return;
    }
    std::string_view rest = url;
    const std::size_t colon = rest.find("://");
    if (colon == rest.npos || std::ranges::find(schemes, rest.substr(0, colon)) == schemes.end()) {
        errors.push_back(invalid(path, url, "must be a URL such as http://shop.example/cart"));
        return;
    }
    rest.remove_prefix(colon + 3);
    std::string_view authority = takeUntil(rest, "/?#");
    if (takeHost(authority).empty()) {
        errors.push_back(invalid(path, url, "must name a host, such as shop.example or 10.0.0.1"));
        return;
    }
    if (authority.empty())
        return;
    for (const std::string& sentence : isPortNumber(portOf(authority)))
        errors.push_back(invalid(path, url, "port " + sentence));
}

void checkSource(FieldErrors& errors, const TrafficSource& from, const FieldPath& path)
{
    const int given = (from.outside ? 1 : 0) + (from.pod ? 1 : 0) + (from.node.empty() ? 0 : 1);
    if (given == 0)
        errors.push_back(required(path, "must specify one of: `outside`, `pod`, `node`"));
    else if (given > 1)
        errors.push_back(forbidden(path, "may not specify more than one of: `outside`, `pod`, `node`"));
    if (from.pod) {
        const FieldPath pod = path.child("pod");
        if (from.pod->namespace_.empty())
            errors.push_back(required(pod.child("namespace")));
        else
            appendInvalid(errors, pod.child("namespace"), from.pod->namespace_, isDns1123Label(from.pod->namespace_));
        checkLabels(errors, from.pod->selector, pod.child("selector"));
    }
    if (!from.node.empty())
        appendInvalid(errors, path.child("node"), from.node, isDns1123Subdomain(from.node));
}

void checkLoad(FieldErrors& errors, const TrafficSpec& spec, const FieldPath& path)
{
    if (!spec.rate && !spec.users && spec.ramp.empty())
        errors.push_back(required(path.child("rate"), "must specify one of: `rate`, `users`, `ramp`"));
    if (spec.users && spec.rate)
        errors.push_back(forbidden(path.child("users"), "may not be specified when `rate` is specified"));
    if (spec.users && !spec.ramp.empty())
        errors.push_back(forbidden(path.child("ramp"), "may not be specified when `users` is specified"));
    if (spec.rate)
        checkRate(errors, *spec.rate, path.child("rate"));
    checkNotNegative(errors, spec.users, path.child("users"));
    checkSpan(errors, spec.thinkTime, path.child("thinkTime"), true);
    std::optional<Nanoseconds> before;
    for (std::size_t i = 0; i < spec.ramp.size(); ++i) {
        const TrafficRamp& point = spec.ramp[i];
        const FieldPath at = path.child("ramp").index(i);
        if (point.at.empty())
            errors.push_back(required(at.child("at")));
        checkSpan(errors, point.at, at.child("at"), true);
        const std::optional<Nanoseconds> when = parseDuration(point.at);
        if (when && before && *when <= *before)
            errors.push_back(invalid(at.child("at"), point.at, "must be later than the point before"));
        if (when)
            before = when;
        checkRate(errors, point.rate, at.child("rate"));
    }
}

} // namespace

FieldErrors validate(const Traffic& traffic)
{
    static constexpr std::array<std::string_view, 7> methods{
        "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"};
    FieldErrors errors = validateObjectMeta(traffic.metadata, false, subdomainName, FieldPath("metadata"));
    const TrafficSpec& spec = *traffic.spec;
    const FieldPath path("spec");
    checkSource(errors, spec.from, path.child("from"));
    checkUrl(errors, spec.url, path.child("url"));
    checkSupported(errors, spec.method, methods, path.child("method"));
    for (const auto& [name, value] : spec.headers)
        appendInvalid(errors, path.child("headers"), name, isHttpHeaderName(name));
    checkLoad(errors, spec, path);
    checkSupported(errors, spec.pattern, TrafficPattern::values, path.child("pattern"));
    checkSpan(errors, spec.timeout, path.child("timeout"), false);
    checkNotNegative(errors, spec.retries, path.child("retries"));
    checkSpan(errors, spec.for_, path.child("for"), false);
    return errors;
}

FieldErrors validateUpdate(const Traffic& now, const Traffic& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    return errors;
}

} // namespace kubarium::api
