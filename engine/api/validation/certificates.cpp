#include "access.h"
#include "gojson.h"
#include "meta.h"
#include "x509.h"

#include "../base64.h"
#include "../goformat.h"

#include "api/types/certificates.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::int32_t shortestCertificate = 600;
constexpr std::string_view legacySigner = "kubernetes.io/legacy-unknown";

// Which subresource the change comes through decides what it may set.
enum class Door : std::uint8_t { Object, Status, Approval };

// What a stored request already does wrong, from times when more was allowed, it may go on doing.
struct Tolerated {
    bool approvedAndDenied = false;
    bool legacySigner = false;
    bool repeatedConditions = false;
    bool unnamedConditions = false;
    bool anyCertificate = false;
    bool unknownUsages = false;
    bool repeatedUsages = false;
};

std::vector<std::string> anyName(std::string_view /*name*/, bool /*prefix*/)
{
    return {};
}

bool isKnownUsage(const Text& usage)
{
    return std::find(std::begin(KeyUsage::values), std::end(KeyUsage::values), usage.view())
        != std::end(KeyUsage::values);
}

using Conditions = List<CertificateSigningRequestCondition>;

Conditions conditionsOf(const CertificateSigningRequest& request, std::string_view type)
{
    Conditions found;
    for (const CertificateSigningRequestCondition& condition : request.status->conditions) {
        if (condition.type == type)
            found.push_back(condition);
    }
    return found;
}

Tolerated toleratedIn(const CertificateSigningRequest& now, const CertificateSigningRequest& old)
{
    Tolerated tolerated;
    std::set<std::string_view> types;
    for (const CertificateSigningRequestCondition& condition : old.status->conditions) {
        tolerated.repeatedConditions |= !types.insert(condition.type).second;
        tolerated.unnamedConditions |= condition.type.empty();
    }
    tolerated.approvedAndDenied =
        types.contains(RequestConditionType::Approved) && types.contains(RequestConditionType::Denied);
    tolerated.legacySigner = old.spec->signerName == legacySigner;
    tolerated.anyCertificate =
        now.status->certificate == old.status->certificate || !objectionToCertificates(old.status->certificate).empty();
    std::set<std::string_view> usages;
    for (const Text& usage : old.spec->usages) {
        tolerated.unknownUsages |= !isKnownUsage(usage);
        tolerated.repeatedUsages |= !usages.insert(usage).second;
    }
    return tolerated;
}

void checkUsages(FieldErrors& errors, const List<Text>& usages, const Tolerated& tolerated, const FieldPath& path)
{
    if (usages.empty())
        errors.push_back(required(path));
    for (std::size_t i = 0; !tolerated.unknownUsages && i < usages.size(); ++i)
        checkSupported(errors, usages[i], KeyUsage::values, path.index(i));
    std::set<std::string_view> seen;
    for (std::size_t i = 0; !tolerated.repeatedUsages && i < usages.size(); ++i) {
        if (!seen.insert(usages[i]).second)
            errors.push_back(duplicate(path.index(i), usages[i]));
    }
}

// The first segment that is no good is enough: the others would say the same.
template <class Rule> void checkSegments(FieldErrors& errors, std::string_view text, Rule rule, const FieldPath& path)
{
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t dot = std::min(text.find('.', start), text.size());
        const std::string_view segment = text.substr(start, dot - start);
        const Objections objections = rule(segment);
        for (const std::string& objection : objections)
            errors.push_back(invalid(path, text, "validating label " + goQuoted(segment) + ": " + objection));
        if (!objections.empty())
            return;
        start = dot + 1;
    }
}

void checkSignerName(FieldErrors& errors, const Text& name, const FieldPath& path)
{
    constexpr std::size_t longestDomain = 253;
    constexpr std::size_t longestPath = 253 + 63 + 1; // <namespace>.<name>

    if (name.empty()) {
        errors.push_back(required(path));
        return;
    }
    const std::string_view text = name;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || text.find('/', slash + 1) != std::string_view::npos) {
        errors.push_back(
            invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
        return;
    }
    const std::string_view domain = text.substr(0, slash);
    if (domain.size() > longestDomain)
        errors.push_back(tooLong(path, longestDomain));
    checkSegments(errors, domain, isDns1123Label, path);
    if (domain.find('.') == std::string_view::npos)
        errors.push_back(invalid(path, domain, "should be a domain with at least two segments separated by dots"));
    checkSegments(errors, text.substr(slash + 1), isDns1123Subdomain, path);
    if (text.size() > longestDomain + longestPath + 1)
        errors.push_back(tooLong(path, longestDomain + longestPath + 1));
}

void checkConditions(FieldErrors& errors, const Conditions& conditions, const Tolerated& tolerated)
{
    static constexpr std::string_view onlyTrue[] = {"True"};
    static constexpr std::string_view statuses[] = {"False", "True", "Unknown"};
    const FieldPath path = FieldPath("status").child("conditions");
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const CertificateSigningRequestCondition& condition = conditions[i];
        const FieldPath at = path.index(i);
        if (condition.type.empty() && !tolerated.unnamedConditions)
            errors.push_back(required(at.child("type")));

        // An approval cannot be taken back by setting it to False.
        const std::span<const std::string_view> allowed = condition.type == RequestConditionType::Approved
                || condition.type == RequestConditionType::Denied || condition.type == RequestConditionType::Failed
            ? std::span<const std::string_view>(onlyTrue)
            : statuses;
        if (condition.status.empty())
            errors.push_back(required(at.child("status")));
        else
            checkSupported(errors, condition.status, allowed, at.child("status"));

        const bool contradicts =
            (condition.type == RequestConditionType::Approved && seen.contains(RequestConditionType::Denied))
            || (condition.type == RequestConditionType::Denied && seen.contains(RequestConditionType::Approved));
        if (contradicts && !tolerated.approvedAndDenied) {
            errors.push_back(
                invalid(at.child("type"), condition.type, "Approved and Denied conditions are mutually exclusive"));
        }
        if (!seen.insert(condition.type).second && !tolerated.repeatedConditions)
            errors.push_back(duplicate(at.child("type"), condition.type));
    }
}

FieldErrors validateRequest(const CertificateSigningRequest& request, const Tolerated& tolerated)
{
    FieldErrors errors = validateObjectMeta(request.metadata, false, anyName, FieldPath("metadata"));
    const FieldPath path("spec");
    if (const std::string objection = objectionToCertificateRequest(request.spec->request); !objection.empty()) {
        std::string base64;
        appendBase64(base64, request.spec->request);
        errors.push_back(invalid(path.child("request"), std::string_view(base64), objection));
    }
    checkUsages(errors, request.spec->usages, tolerated, path.child("usages"));
    if (!tolerated.legacySigner && request.spec->signerName == legacySigner) {
        errors.push_back(invalid(path.child("signerName"), request.spec->signerName,
            "the legacy signerName is not allowed via this API version"));
    } else {
        checkSignerName(errors, request.spec->signerName, path.child("signerName"));
    }
    const Optional<std::int32_t>& seconds = request.spec->expirationSeconds;
    if (seconds && *seconds < shortestCertificate) {
        errors.push_back(invalid(path.child("expirationSeconds"), *seconds,
            "may not specify a duration less than 600 seconds (10 minutes)"));
    }
    checkConditions(errors, request.status->conditions, tolerated);
    if (const std::string objection = objectionToCertificates(request.status->certificate);
        !tolerated.anyCertificate && !objection.empty()) {
        errors.push_back(invalid(FieldPath("status").child("certificate"), "<certificate data>", objection));
    }
    return errors;
}

// Decisions stay, and only an approver makes them.
void checkDecisions(
    FieldErrors& errors, const CertificateSigningRequest& now, const CertificateSigningRequest& old, Door door)
{
    const FieldPath path = FieldPath("status").child("conditions");
    const auto refuse = [&](std::string_view what, std::string_view type, std::string_view diff = {}) {
        errors.push_back(forbidden(path,
            "updates may not " + std::string(what) + " a condition of type " + goQuoted(type) + std::string(diff)));
    };
    for (const std::string_view type : RequestConditionType::values) {
        if (conditionsOf(now, type).size() < conditionsOf(old, type).size())
            refuse("remove", type);
    }
    if (door == Door::Approval)
        return;
    for (const std::string_view type : {RequestConditionType::Approved, RequestConditionType::Denied}) {
        const Conditions then = conditionsOf(old, type);
        const Conditions found = conditionsOf(now, type);
        if (found.size() > then.size()) {
            refuse("add", type);
            continue;
        }
        for (std::size_t i = 0; found.size() == then.size() && i < found.size(); ++i) {
            if (!(found[i] == then[i]))
                refuse("modify", type, "\n" + goDiff(then[i], found[i]));
        }
    }
}

void checkCertificate(
    FieldErrors& errors, const CertificateSigningRequest& now, const CertificateSigningRequest& old, Door door)
{
    if (now.status->certificate == old.status->certificate)
        return;
    const FieldPath path = FieldPath("status").child("certificate");
    if (door != Door::Status)
        errors.push_back(forbidden(path, "updates may not set certificate content"));
    else if (!old.status->certificate.empty())
        errors.push_back(forbidden(path, "updates may not modify existing certificate content"));
}

FieldErrors validateChange(const CertificateSigningRequest& now, const CertificateSigningRequest& old, Door door)
{
    FieldErrors errors = validateRequest(now, toleratedIn(now, old));
    checkDecisions(errors, now, old, door);
    checkCertificate(errors, now, old, door);
    append(errors, validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata")));
    return errors;
}

} // namespace

FieldErrors validate(const CertificateSigningRequest& request)
{
    return validateRequest(request, {});
}

FieldErrors validateUpdate(const CertificateSigningRequest& now, const CertificateSigningRequest& old)
{
    return validateChange(now, old, Door::Object);
}

FieldErrors validateStatusUpdate(const CertificateSigningRequest& now, const CertificateSigningRequest& old)
{
    return validateChange(now, old, Door::Status);
}

FieldErrors validateApprovalUpdate(const CertificateSigningRequest& now, const CertificateSigningRequest& old)
{
    return validateChange(now, old, Door::Approval);
}

} // namespace kubarium::api
