// What names, keys and other short texts of the API may look like.
//
// As in Kubernetes, each question is answered with the server's objections, in its words and its order. No objection
// means yes, and then nothing was allocated:
//
//   isDns1123Label("web")     ->  {}
//   isDns1123Label("web.de")  ->  { "must not contain dots" }
#pragma once

#include "fielderror.h"

namespace kubarium::api {

using Objections = std::vector<std::string>;

// Hosts, objects and what is named after them.
Objections isDns1123Label(std::string_view text); // namespaces, containers: my-name
Objections isDns1123Subdomain(std::string_view text); // most objects: example.com
Objections isDns1123SubdomainWithUnderscore(std::string_view text); // search domains: _tcp.example.com
Objections isDns1035Label(std::string_view text); // services: abc-123, never 123-abc
Objections isWildcardDns1123Subdomain(std::string_view text); // hosts of an ingress: *.example.com
Objections isPathSegmentName(std::string_view text); // roles and bindings: system:node
Objections isPathSegmentPrefix(std::string_view text); // what a generated one may begin with

// A generateName as the rules of its kind have to see it: the dash at its end will be followed by more.
std::string asGenerated(std::string_view prefix);

// Keys and values.
Objections isQualifiedName(std::string_view text); // keys of labels and taints, resources: example.com/name
Objections isLabelValue(std::string_view text);
Objections isConfigMapKey(std::string_view text); // and of secrets
Objections isEnvVarName(std::string_view text); // as kubectl judges the lines of an env file
Objections isRelaxedEnvVarName(std::string_view text); // as the server judges the environment of a container
Objections isCIdentifier(std::string_view text);
Objections isHttpHeaderName(std::string_view text);

// Ports and numbers.
Objections isPortName(std::string_view text); // IANA's service names: http-alt
Objections isPortNumber(std::int64_t number);
Objections isInRange(std::int64_t number, std::int64_t least, std::int64_t most);
Objections isUserId(std::int64_t number);
Objections isGroupId(std::int64_t number);
Objections isPercent(std::string_view text); // 25%

// Addresses.
Objections isIp(std::string_view text);
Objections isIpv4(std::string_view text);
Objections isIpv6(std::string_view text);
Objections isCidr(std::string_view text);

// Paths.
Objections isAbsolutePath(std::string_view text);
Objections isPathWithoutBacksteps(std::string_view text);
Objections isLocalDescendingPath(std::string_view text); // below a volume: no leading slash, no ..

// Objections that other rules raise as well.
std::string maxLengthSentence(std::size_t length); // must be no more than 63 bytes
std::string rangeSentence(std::int64_t least, std::int64_t most); // must be between 1 and 65535, inclusive

// Names whose absence has an error of its own.
FieldErrors checkFullyQualifiedName(const FieldPath& path, std::string_view name); // webhooks: pods.check.example.com
FieldErrors checkFullyQualifiedDomainName(
    const FieldPath& path, std::string_view name); // example.com, with or without a dot behind
FieldErrors checkDomainPrefixedPath(const FieldPath& path, std::string_view text); // acme.io/foo
FieldErrors checkDomainPrefixedKey(const FieldPath& path, std::string_view text);

} // namespace kubarium::api
