#include "optionchecks.h"

#include "api/fielderror.h"
#include "api/goformat.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace kubarium::serve {

namespace {

using api::FieldErrors;
using api::FieldPath;

constexpr std::size_t longestManager = 128;

std::optional<api::Status> refusal(std::string_view kind, const FieldErrors& errors)
{
    if (errors.empty())
        return std::nullopt;
    return api::invalidObject("meta.k8s.io", kind, "", errors);
}

void checkDryRun(FieldErrors& errors, const std::vector<std::string>& dryRun)
{
    static constexpr std::array<std::string_view, 1> supported = {"All"};
    if (std::all_of(dryRun.begin(), dryRun.end(), [](const std::string& value) { return value == "All"; }))
        return;
    api::Value::Array values;
    for (const std::string& value : dryRun)
        values.push_back(api::Text(value));
    errors.push_back(api::notSupported(FieldPath("dryRun"), api::Value(values), supported));
}

void checkManager(FieldErrors& errors, const std::string& manager)
{
    if (manager.size() > longestManager)
        errors.push_back(api::tooLong(FieldPath("fieldManager"), longestManager));
    else if (!std::all_of(manager.begin(), manager.end(),
                 [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; }))
        errors.push_back(api::invalid(FieldPath("fieldManager"), manager, "should only contain printable characters"));
}

void checkFieldValidation(FieldErrors& errors, const std::string& validation)
{
    static constexpr std::array<std::string_view, 4> supported = {"", "Ignore", "Strict", "Warn"};
    if (std::find(supported.begin(), supported.end(), validation) == supported.end())
        errors.push_back(api::notSupported(FieldPath("fieldValidation"), validation, supported));
}

void checkWatch(FieldErrors& errors, const apiserver::ListOptions& options, std::optional<bool> sendInitialEvents)
{
    static constexpr std::array<std::string_view, 1> supported = {"NotOlderThan"};
    const FieldPath path("resourceVersionMatch");
    const std::string& match = options.resourceVersionMatch;
    if (sendInitialEvents && match != "NotOlderThan")
        errors.push_back(
            api::forbidden(path, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
    if (match.empty())
        return;
    if (!sendInitialEvents)
        errors.push_back(
            api::forbidden(path, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
    if (match != "NotOlderThan")
        errors.push_back(api::notSupported(path, match, supported));
    if (!options.continueToken.empty())
        errors.push_back(api::forbidden(path, "resourceVersionMatch is forbidden when continue is provided"));
}

void checkList(FieldErrors& errors, const apiserver::ListOptions& options, std::optional<bool> sendInitialEvents)
{
    static constexpr std::array<std::string_view, 3> supported = {"Exact", "NotOlderThan", ""};
    const FieldPath path("resourceVersionMatch");
    const std::string& match = options.resourceVersionMatch;
    if (!match.empty()) {
        if (options.resourceVersion.empty())
            errors.push_back(
                api::forbidden(path, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        if (!options.continueToken.empty())
            errors.push_back(api::forbidden(path, "resourceVersionMatch is forbidden when continue is provided"));
        if (match != "Exact" && match != "NotOlderThan")
            errors.push_back(api::notSupported(path, match, supported));
        if (match == "Exact" && options.resourceVersion == "0")
            errors.push_back(
                api::forbidden(path, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    }
    if (sendInitialEvents)
        errors.push_back(api::forbidden(FieldPath("sendInitialEvents"), "sendInitialEvents is forbidden for list"));
}

} // namespace

std::optional<api::Status> listOptionsRefusal(
    const apiserver::ListOptions& options, bool watch, std::optional<bool> sendInitialEvents)
{
    FieldErrors errors;
    if (watch)
        checkWatch(errors, options, sendInitialEvents);
    else
        checkList(errors, options, sendInitialEvents);
    return refusal("ListOptions", errors);
}

std::optional<api::Status> writeOptionsRefusal(const WriteOptions& options)
{
    FieldErrors errors;
    if (options.verb == apiserver::Verb::Patch) {
        if (!options.apply && options.force)
            errors.push_back(api::forbidden(FieldPath("force"), "may not be specified for non-apply patch"));
        if (options.apply && options.fieldManager.empty())
            errors.push_back(api::required(FieldPath("fieldManager"), "is required for apply patch"));
    }
    checkManager(errors, options.fieldManager);
    checkDryRun(errors, options.dryRun);
    checkFieldValidation(errors, options.fieldValidation);
    switch (options.verb) {
    case apiserver::Verb::Update:
        return refusal("UpdateOptions", errors);
    case apiserver::Verb::Patch:
        return refusal("PatchOptions", errors);
    default:
        return refusal("CreateOptions", errors);
    }
}

std::optional<api::Status> deleteOptionsRefusal(
    const std::string& propagationPolicy, bool orphanDependents, const std::vector<std::string>& dryRun)
{
    static constexpr std::array<std::string_view, 4> supported = {"Foreground", "Background", "Orphan", "nil"};
    FieldErrors errors;
    const FieldPath path("propagationPolicy");
    if (!propagationPolicy.empty()) {
        if (orphanDependents)
            errors.push_back(
                api::invalid(path, propagationPolicy, "orphanDependents and deletionPropagation cannot be both set"));
        if (std::find(supported.begin(), supported.end() - 1, propagationPolicy) == supported.end() - 1)
            errors.push_back(api::notSupported(path, propagationPolicy, supported));
    }
    checkDryRun(errors, dryRun);
    return refusal("DeleteOptions", errors);
}

api::Result<std::int64_t> parsedInt64(const std::string& text)
{
    const std::string_view digits = text.starts_with('+') ? std::string_view(text).substr(1) : std::string_view(text);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool plusMinus = text.starts_with("+-");
    if (error == std::errc::result_out_of_range && end == digits.data() + digits.size() && !plusMinus)
        return api::badRequest("strconv.ParseInt: parsing " + api::goQuoted(text) + ": value out of range");
    if (error != std::errc() || end != digits.data() + digits.size() || plusMinus)
        return api::badRequest("strconv.ParseInt: parsing " + api::goQuoted(text) + ": invalid syntax");
    return value;
}

std::string managerFrom(std::string_view userAgent)
{
    std::string name;
    for (const char c : userAgent.substr(0, userAgent.find('/'))) {
        if (static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f
            && name.size() < longestManager)
            name += c;
    }
    return name;
}

} // namespace kubarium::serve
