#include "names.h"

#include "ipaddress.h"

#include <algorithm>
#include <array>

namespace kubarium::api {

namespace {

constexpr std::size_t labelLength = 63;
constexpr std::size_t subdomainLength = 253;
constexpr std::size_t portNameLength = 15;

// The expressions are quoted to the user; the code below them decides, many times faster.
constexpr std::string_view dns1123LabelSentence =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with "
    "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
constexpr std::string_view dns1123SubdomainSentence =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
constexpr std::string_view underscoreSubdomainSentence =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start "
    "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
constexpr std::string_view dns1035LabelSentence =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and "
    "end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is "
    "'[a-z]([-a-z0-9]*[a-z0-9])?')";
constexpr std::string_view wildcardSentence =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower "
    "case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used "
    "for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
constexpr std::string_view nameSentence =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
    "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
constexpr std::string_view prefixHint = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
constexpr std::string_view labelValueSentence =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
constexpr std::string_view configMapKeySentence =
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or "
    "'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
constexpr std::string_view envVarSentence =
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not "
    "start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is "
    "'[-._a-zA-Z][-._a-zA-Z0-9]*')";
constexpr std::string_view relaxedEnvVarSentence =
    "a valid environment variable name must consist only of printable ASCII characters other than '='";
constexpr std::string_view cIdentifierSentence =
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters "
    "or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";
constexpr std::string_view httpHeaderSentence =
    "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation "
    "is '[-A-Za-z0-9]+')";
constexpr std::string_view percentSentence =
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for "
    "validation is '[0-9]+%')";
constexpr std::string_view pathSentence =
    "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";

// Sets of characters.
using Chars = std::array<bool, 256>;

constexpr Chars charsOf(std::string_view ranges, std::string_view others) // "az09": a to z and 0 to 9
{
    Chars chars{};
    for (std::size_t i = 0; i < ranges.size(); i += 2) {
        for (int c = ranges[i]; c <= ranges[i + 1]; ++c)
            chars[static_cast<std::size_t>(c)] = true;
    }
    for (const char c : others)
        chars[static_cast<std::size_t>(c)] = true;
    return chars;
}

constexpr Chars digit = charsOf("09", "");
constexpr Chars lowerLetter = charsOf("az", "");
constexpr Chars lowerOrDigit = charsOf("az09", "");
constexpr Chars insideLabel = charsOf("az09", "-");
constexpr Chars insideUnderscoreLabel = charsOf("az09", "-_");
constexpr Chars alphanumeric = charsOf("azAZ09", "");
constexpr Chars insideName = charsOf("azAZ09", "-_.");
constexpr Chars envVarStart = charsOf("azAZ", "-_.");
constexpr Chars identifierStart = charsOf("azAZ", "_");
constexpr Chars insideIdentifier = charsOf("azAZ09", "_");
constexpr Chars insideHeader = charsOf("azAZ09", "-");
constexpr Chars insideHttpPath = charsOf("azAZ09", "/-._~%!$&'()*+,;=:");

bool in(const Chars& chars, char c) noexcept
{
    return chars[static_cast<unsigned char>(c)];
}

bool allIn(const Chars& chars, std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [&chars](char c) { return in(chars, c); });
}

bool hasShape(std::string_view text, const Chars& first, const Chars& inside, const Chars& last) noexcept
{
    return !text.empty() && in(first, text.front()) && allIn(inside, text) && in(last, text.back());
}

bool matchesDns1123Label(std::string_view text) noexcept
{
    return hasShape(text, lowerOrDigit, insideLabel, lowerOrDigit);
}

bool matchesUnderscoreLabel(std::string_view text) noexcept
{
    if (text.starts_with('_'))
        text.remove_prefix(1);
    return hasShape(text, lowerOrDigit, insideUnderscoreLabel, lowerOrDigit);
}

template <class Predicate> bool everyPart(std::string_view text, char separator, Predicate isGood)
{
    while (true) {
        const std::size_t end = text.find(separator);
        if (!isGood(text.substr(0, end)))
            return false;
        if (end == text.npos)
            return true;
        text.remove_prefix(end + 1);
    }
}

bool matchesDns1123Subdomain(std::string_view text) noexcept
{
    return everyPart(text, '.', matchesDns1123Label);
}

bool matchesName(std::string_view text) noexcept
{
    return hasShape(text, alphanumeric, insideName, alphanumeric);
}

void limitLength(Objections& objections, std::string_view text, std::size_t most)
{
    if (text.size() > most)
        objections.push_back(maxLengthSentence(most));
}

// A key or variable becomes the name of a file, which must not lead out of its folder.
void refuseDots(Objections& objections, std::string_view text)
{
    if (text == ".")
        objections.emplace_back("must not be '.'");
    else if (text == "..")
        objections.emplace_back("must not be '..'");
    else if (text.starts_with(".."))
        objections.emplace_back("must not start with '..'");
}

Objections unless(bool good, std::string_view sentence)
{
    return good ? Objections() : Objections{std::string(sentence)};
}

void report(FieldErrors& errors, const FieldPath& path, std::string_view text, const Objections& objections)
{
    for (const std::string& objection : objections)
        errors.push_back(invalid(path, text, objection));
}

std::string joined(const Objections& objections)
{
    std::string out;
    for (const std::string& objection : objections) {
        if (!out.empty())
            out += ',';
        out += objection;
    }
    return out;
}

} // namespace

std::string maxLengthSentence(std::size_t length)
{
    return "must be no more than " + std::to_string(length) + " bytes";
}

std::string rangeSentence(std::int64_t least, std::int64_t most)
{
    return "must be between " + std::to_string(least) + " and " + std::to_string(most) + ", inclusive";
}

Objections isDns1123Label(std::string_view text)
{
    Objections objections;
    limitLength(objections, text, labelLength);
    if (!matchesDns1123Label(text))
        objections.emplace_back(matchesDns1123Subdomain(text) ? "must not contain dots" : dns1123LabelSentence);
    return objections;
}

Objections isDns1123Subdomain(std::string_view text)
{
    Objections objections;
    limitLength(objections, text, subdomainLength);
    if (!matchesDns1123Subdomain(text))
        objections.emplace_back(dns1123SubdomainSentence);
    return objections;
}

Objections isDns1123SubdomainWithUnderscore(std::string_view text)
{
    Objections objections;
    limitLength(objections, text, subdomainLength);
    if (!everyPart(text, '.', matchesUnderscoreLabel))
        objections.emplace_back(underscoreSubdomainSentence);
    return objections;
}

Objections isDns1035Label(std::string_view text)
{
    Objections objections;
    limitLength(objections, text, labelLength);
    if (!hasShape(text, lowerLetter, insideLabel, lowerOrDigit))
        objections.emplace_back(dns1035LabelSentence);
    return objections;
}

Objections isWildcardDns1123Subdomain(std::string_view text)
{
    Objections objections;
    limitLength(objections, text, subdomainLength);
    if (!text.starts_with("*.") || !matchesDns1123Subdomain(text.substr(2)))
        objections.emplace_back(wildcardSentence);
    return objections;
}

Objections isPathSegmentName(std::string_view text)
{
    if (text == "." || text == "..")
        return {"may not be '" + std::string(text) + "'"};
    return isPathSegmentPrefix(text);
}

Objections isPathSegmentPrefix(std::string_view text)
{
    Objections objections;
    if (text.find('/') != text.npos)
        objections.emplace_back("may not contain '/'");
    if (text.find('%') != text.npos)
        objections.emplace_back("may not contain '%'");
    return objections;
}

std::string asGenerated(std::string_view prefix)
{
    if (prefix.size() < 2 || !prefix.ends_with('-'))
        return std::string(prefix);
    return std::string(prefix.substr(0, prefix.size() - 2)) + 'a'; // the server replaces two characters by one, too
}

Objections isQualifiedName(std::string_view text)
{
    Objections objections;
    const std::size_t slash = text.find('/');
    std::string_view name = text;
    if (slash != text.npos) {
        const std::string_view prefix = text.substr(0, slash);
        name = text.substr(slash + 1);
        if (name.find('/') != name.npos)
            return {"a qualified name " + std::string(nameSentence) + std::string(prefixHint)};
        if (prefix.empty())
            objections.emplace_back("prefix part must be non-empty");
        for (const std::string& objection : prefix.empty() ? Objections() : isDns1123Subdomain(prefix))
            objections.push_back("prefix part " + objection);
    }
    if (name.empty())
        objections.emplace_back("name part must be non-empty");
    else if (name.size() > labelLength)
        objections.push_back("name part " + maxLengthSentence(labelLength));
    if (!matchesName(name))
        objections.push_back("name part " + std::string(nameSentence));
    return objections;
}

Objections isLabelValue(std::string_view text)
{
    Objections objections;
    limitLength(objections, text, labelLength);
    if (!text.empty() && !matchesName(text))
        objections.emplace_back(labelValueSentence);
    return objections;
}

Objections isConfigMapKey(std::string_view text)
{
    Objections objections;
    limitLength(objections, text, subdomainLength);
    if (!hasShape(text, insideName, insideName, insideName))
        objections.emplace_back(configMapKeySentence);
    refuseDots(objections, text);
    return objections;
}

Objections isEnvVarName(std::string_view text)
{
    Objections objections = unless(hasShape(text, envVarStart, insideName, insideName), envVarSentence);
    refuseDots(objections, text);
    return objections;
}

Objections isRelaxedEnvVarName(std::string_view text)
{
    if (text.empty())
        return {"environment variable name must be non-empty"};
    const bool printable =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '='; });
    return unless(printable, relaxedEnvVarSentence);
}

Objections isCIdentifier(std::string_view text)
{
    return unless(hasShape(text, identifierStart, insideIdentifier, insideIdentifier), cIdentifierSentence);
}

Objections isHttpHeaderName(std::string_view text)
{
    return unless(hasShape(text, insideHeader, insideHeader, insideHeader), httpHeaderSentence);
}

Objections isPortName(std::string_view text)
{
    Objections objections;
    limitLength(objections, text, portNameLength);
    if (text.empty() || !allIn(insideLabel, text))
        objections.emplace_back("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    if (std::none_of(text.begin(), text.end(), [](char c) { return in(lowerLetter, c); }))
        objections.emplace_back("must contain at least one letter (a-z)");
    if (text.find("--") != text.npos)
        objections.emplace_back("must not contain consecutive hyphens");
    if (text.starts_with('-') || text.ends_with('-'))
        objections.emplace_back("must not begin or end with a hyphen");
    return objections;
}

Objections isPortNumber(std::int64_t number)
{
    return isInRange(number, 1, 65535);
}

Objections isInRange(std::int64_t number, std::int64_t least, std::int64_t most)
{
    if (number >= least && number <= most)
        return {};
    return {rangeSentence(least, most)};
}

Objections isUserId(std::int64_t number)
{
    return isInRange(number, 0, 2147483647);
}

Objections isGroupId(std::int64_t number)
{
    return isInRange(number, 0, 2147483647);
}

Objections isPercent(std::string_view text)
{
    const bool good = text.size() > 1 && text.ends_with('%') && allIn(digit, text.substr(0, text.size() - 1));
    return unless(good, percentSentence);
}

Objections isIp(std::string_view text)
{
    return unless(IpAddress::parse(text).has_value(), "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
}

Objections isIpv4(std::string_view text)
{
    const std::optional<IpAddress> address = IpAddress::parse(text);
    return unless(address && address->isV4(), "must be a valid IPv4 address");
}

Objections isIpv6(std::string_view text)
{
    const std::optional<IpAddress> address = IpAddress::parse(text);
    return unless(address && !address->isV4(), "must be a valid IPv6 address");
}

Objections isCidr(std::string_view text)
{
    return unless(Cidr::parse(text).has_value(), "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
}

Objections isAbsolutePath(std::string_view text)
{
    return unless(text.starts_with('/'), "must be an absolute path");
}

Objections isPathWithoutBacksteps(std::string_view text)
{
    return unless(everyPart(text, '/', [](std::string_view part) { return part != ".."; }), "must not contain '..'");
}

Objections isLocalDescendingPath(std::string_view text)
{
    Objections objections = unless(!text.starts_with('/'), "must be a relative path");
    for (std::string& objection : isPathWithoutBacksteps(text))
        objections.push_back(std::move(objection));
    return objections;
}

FieldErrors checkFullyQualifiedName(const FieldPath& path, std::string_view name)
{
    if (name.empty())
        return {required(path)};
    if (const Objections objections = isDns1123Subdomain(name); !objections.empty())
        return {invalid(path, name, joined(objections))};
    if (std::count(name.begin(), name.end(), '.') < 2)
        return {invalid(path, name, "should be a domain with at least three segments separated by dots")};
    return {};
}

FieldErrors checkFullyQualifiedDomainName(const FieldPath& path, std::string_view name)
{
    if (name.empty())
        return {required(path)};
    if (name.ends_with('.'))
        name.remove_suffix(1);
    if (const Objections objections = isDns1123Subdomain(name); !objections.empty())
        return {invalid(path, name, joined(objections))};
    if (name.find('.') == name.npos)
        return {invalid(path, name, "should be a domain with at least two segments separated by dots")};
    FieldErrors errors;
    everyPart(name, '.', [&](std::string_view label) {
        if (const Objections objections = isDns1123Label(label); !objections.empty())
            errors.push_back(invalid(path, label, joined(objections)));
        return errors.empty();
    });
    return errors;
}

FieldErrors checkDomainPrefixedPath(const FieldPath& path, std::string_view text)
{
    if (text.empty())
        return {required(path)};
    const std::size_t slash = text.find('/');
    if (slash == text.npos || slash == 0 || slash + 1 == text.size())
        return {invalid(path, text, "must be a domain-prefixed path (such as \"acme.io/foo\")")};
    FieldErrors errors;
    const std::string_view host = text.substr(0, slash);
    report(errors, path, host, isDns1123Subdomain(host));
    const std::string_view rest = text.substr(slash + 1);
    report(errors, path, rest, unless(allIn(insideHttpPath, rest), pathSentence));
    return errors;
}

FieldErrors checkDomainPrefixedKey(const FieldPath& path, std::string_view text)
{
    if (text.empty())
        return {required(path)};
    FieldErrors errors;
    report(errors, path, text, isQualifiedName(text));
    if (errors.empty() && text.find('/') == text.npos)
        errors.push_back(invalid(path, text, "must be a domain-prefixed key (such as \"acme.io/foo\")"));
    return errors;
}

} // namespace kubarium::api
