#include "admissionrules.h"
#include "extensions.h"
#include "meta.h"
#include "shown.h"
#include "webhookclient.h"

#include "api/types/admissionregistration.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::string_view reviewVersions[] = {"v1", "v1beta1"}; // of the reviews that the server can send
constexpr std::string_view harmless[] = {"None", "NoneOnDryRun"};
constexpr std::string_view allSideEffects[] = {"None", "NoneOnDryRun", "Some", "Unknown"};

// What a stored configuration already does wrong, from times when more was allowed, it may go on doing.
struct Tolerated {
    bool matchConditions = false; // they did not change
    bool sideEffects = false;
    bool unknownReviewVersions = false;
    bool repeatedNames = false;
    bool invalidLabelValues = false;
};

template <std::size_t size> bool isOneOf(const Text& text, const std::string_view (&texts)[size])
{
    return std::find(std::begin(texts), std::end(texts), text.view()) != std::end(texts);
}

bool hasKnownReviewVersion(const List<Text>& versions)
{
    return std::any_of(
        versions.begin(), versions.end(), [](const Text& version) { return isOneOf(version, reviewVersions); });
}

template <class Webhook> bool hasInvalidSelector(const Webhook& webhook)
{
    FieldErrors errors;
    checkLabelSelector(errors, *webhook.namespaceSelector, FieldPath());
    checkLabelSelector(errors, *webhook.objectSelector, FieldPath());
    return !errors.empty();
}

template <class Webhook> bool sameConditions(const List<Webhook>& now, const List<Webhook>& old)
{
    return std::equal(now.begin(), now.end(), old.begin(), old.end(),
        [](const Webhook& a, const Webhook& b) { return a.matchConditions == b.matchConditions; });
}

template <class Webhook> Tolerated toleratedIn(const List<Webhook>& now, const List<Webhook>& old)
{
    Tolerated tolerated;
    tolerated.matchConditions = sameConditions(now, old);
    std::set<std::string_view> names;
    for (const Webhook& webhook : old) {
        const List<Text>& versions = webhook.admissionReviewVersions;
        tolerated.sideEffects |= !isOneOf(webhook.sideEffects, harmless);
        tolerated.unknownReviewVersions |= !versions.empty() && !hasKnownReviewVersion(versions);
        tolerated.repeatedNames |= !names.insert(webhook.name).second;
        tolerated.invalidLabelValues |= hasInvalidSelector(webhook);
    }
    return tolerated;
}

std::string joined(std::span<const std::string_view> words)
{
    std::string out;
    for (const std::string_view word : words)
        out += (out.empty() ? "" : ", ") + std::string(word);
    return out;
}

void checkReviewVersions(
    FieldErrors& errors, const List<Text>& versions, const Tolerated& tolerated, const FieldPath& path)
{
    if (versions.empty()) {
        errors.push_back(required(path, "must specify one of " + joined(reviewVersions)));
        return;
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (seen.insert(versions[i]).second)
            appendInvalid(errors, path.index(i), versions[i], isDns1035Label(versions[i]));
        else
            errors.push_back(invalid(path.index(i), versions[i], "duplicate version"));
    }
    if (!tolerated.unknownReviewVersions && !hasKnownReviewVersion(versions)) {
        errors.push_back(
            invalidShown(path, shownList(versions), "must include at least one of " + joined(reviewVersions)));
    }
}

void checkReinvocation(FieldErrors& errors, const MutatingWebhook& webhook, const FieldPath& path)
{
    if (webhook.reinvocationPolicy)
        checkSupported(
            errors, webhook.reinvocationPolicy, ReinvocationPolicyType::values, path.child("reinvocationPolicy"));
}

void checkReinvocation(FieldErrors& /*errors*/, const ValidatingWebhook& /*webhook*/, const FieldPath& /*path*/) { }

template <class Webhook>
void checkWebhook(FieldErrors& errors, const Webhook& webhook, const Tolerated& tolerated, const FieldPath& path)
{
    append(errors, checkFullyQualifiedName(path.child("name"), webhook.name));
    for (std::size_t i = 0; i < webhook.rules.size(); ++i)
        checkRule(errors, webhook.rules[i], path.child("rules").index(i));
    if (webhook.failurePolicy)
        checkSupported(errors, webhook.failurePolicy, FailurePolicyType::values, path.child("failurePolicy"));
    if (webhook.matchPolicy)
        checkSupported(errors, webhook.matchPolicy, MatchPolicyType::values, path.child("matchPolicy"));

    const auto sideEffects = tolerated.sideEffects ? std::span<const std::string_view>(allSideEffects) : harmless;
    if (webhook.sideEffects)
        checkSupported(errors, webhook.sideEffects, sideEffects, path.child("sideEffects"));
    else
        errors.push_back(required(path.child("sideEffects"), "must specify one of " + joined(sideEffects)));

    const Optional<std::int32_t>& timeout = webhook.timeoutSeconds;
    if (timeout && (*timeout < 1 || *timeout > 30)) {
        errors.push_back(
            invalid(path.child("timeoutSeconds"), *timeout, "the timeout value must be between 1 and 30 seconds"));
    }
    const LabelSelectorOptions options{.allowInvalidLabelValues = tolerated.invalidLabelValues};
    checkLabelSelector(errors, *webhook.namespaceSelector, path.child("namespaceSelector"), options);
    checkLabelSelector(errors, *webhook.objectSelector, path.child("objectSelector"), options);
    checkReinvocation(errors, webhook, path);
    checkWebhookClient(errors, webhook.clientConfig, path.child("clientConfig"));
    if (!tolerated.matchConditions)
        checkMatchConditions(errors, webhook.matchConditions, path.child("matchConditions"));
}

template <class Webhook>
FieldErrors validateConfiguration(const ObjectMeta& meta, const List<Webhook>& webhooks, const Tolerated& tolerated)
{
    FieldErrors errors = validateObjectMeta(meta, false, subdomainName, FieldPath("metadata"));
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < webhooks.size(); ++i) {
        const Webhook& webhook = webhooks[i];
        const FieldPath path = FieldPath("webhooks").index(i);
        checkWebhook(errors, webhook, tolerated, path);
        checkReviewVersions(errors, webhook.admissionReviewVersions, tolerated, path.child("admissionReviewVersions"));
        if (!tolerated.repeatedNames && !webhook.name.empty() && !names.insert(webhook.name).second)
            errors.push_back(duplicate(path.child("name"), webhook.name));
    }
    return errors;
}

} // namespace

FieldErrors validate(const MutatingWebhookConfiguration& configuration)
{
    return validateConfiguration(configuration.metadata, configuration.webhooks, {});
}

FieldErrors validateUpdate(const MutatingWebhookConfiguration& now, const MutatingWebhookConfiguration& old)
{
    return validateConfiguration(now.metadata, now.webhooks, toleratedIn(now.webhooks, old.webhooks));
}

FieldErrors validate(const ValidatingWebhookConfiguration& configuration)
{
    return validateConfiguration(configuration.metadata, configuration.webhooks, {});
}

FieldErrors validateUpdate(const ValidatingWebhookConfiguration& now, const ValidatingWebhookConfiguration& old)
{
    return validateConfiguration(now.metadata, now.webhooks, toleratedIn(now.webhooks, old.webhooks));
}

} // namespace kubarium::api
