#include "extensions.h"
#include "meta.h"

#include "../goformat.h"

#include "api/types/apiregistration.h"

namespace kubarium::api {

namespace {

constexpr std::int32_t highestGroupPriority = 20000;
constexpr std::int32_t highestVersionPriority = 1000;

std::vector<std::string> anyPathSegment(std::string_view name, bool /*prefix*/)
{
    return isPathSegmentName(name);
}

// The name says what is served: v1beta1.metrics.k8s.io. The complaint stands behind those about the name itself,
// which come first, and a name that cannot stand in a path is not compared.
FieldErrors validateMeta(const APIService& service)
{
    const std::string expected = service.spec->version.str() + "." + service.spec->group.str();
    const ObjectMeta& meta = service.metadata;
    FieldErrors errors = validateObjectMeta(meta, false, anyPathSegment, FieldPath("metadata"));
    auto place = errors.begin();
    const auto compare = [&](const Text& name, std::string_view field) {
        const FieldPath path = FieldPath("metadata").child(field);
        const std::string fieldText = path.text();
        if (!name.empty() && isPathSegmentName(name).empty() && !(name == expected)) {
            place = errors.insert(
                place, invalid(path, name, "must be `spec.version+\".\"+spec.group`: " + goQuoted(expected)));
        }
        while (place != errors.end() && place->field == fieldText)
            ++place;
    };
    compare(meta.generateName, "generateName");
    compare(meta.name, "name");
    return errors;
}

} // namespace

FieldErrors validate(const APIService& service)
{
    FieldErrors errors = validateMeta(service);
    const FieldPath path("spec");
    const APIServiceSpec& spec = *service.spec;
    if (spec.group.empty() && !(spec.version == "v1")) {
        errors.push_back(required(path.child("group"), "only v1 may have an empty group and it better be legacy kube"));
    }
    if (!spec.group.empty())
        appendInvalid(errors, path.child("group"), spec.group, isDns1123Subdomain(spec.group));
    appendInvalid(errors, path.child("version"), spec.version, isDns1035Label(spec.version));
    if (spec.groupPriorityMinimum <= 0 || spec.groupPriorityMinimum > highestGroupPriority) {
        errors.push_back(invalid(
            path.child("groupPriorityMinimum"), spec.groupPriorityMinimum, "must be positive and less than 20000"));
    }
    if (spec.versionPriority <= 0 || spec.versionPriority > highestVersionPriority) {
        errors.push_back(
            invalid(path.child("versionPriority"), spec.versionPriority, "must be positive and less than 1000"));
    }
    if (!spec.service) { // the API server serves it itself
        if (!spec.caBundle.empty()) {
            errors.push_back(
                invalid(path.child("caBundle"), std::string_view(std::to_string(spec.caBundle.size()) + " bytes"),
                    "local APIServices may not have a caBundle"));
        }
        if (spec.insecureSkipTLSVerify) {
            errors.push_back(invalid(
                path.child("insecureSkipTLSVerify"), true, "local APIServices may not have insecureSkipTLSVerify"));
        }
        return errors;
    }
    if (spec.service->namespace_.empty())
        errors.push_back(required(path.child("service").child("namespace")));
    if (spec.service->name.empty())
        errors.push_back(required(path.child("service").child("name")));
    if (spec.insecureSkipTLSVerify && !spec.caBundle.empty()) {
        errors.push_back(invalid(path.child("insecureSkipTLSVerify"), true, "may not be true if caBundle is present"));
    }
    return errors;
}

FieldErrors validateUpdate(const APIService& now, const APIService& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    return errors;
}

FieldErrors validateStatusUpdate(const APIService& now, const APIService& old)
{
    static constexpr std::string_view statuses[] = {"True", "False", "Unknown"}; // in the server's order
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    const List<APIServiceCondition>& conditions = now.status->conditions;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const Text& status = conditions[i].status;
        if (std::find(std::begin(statuses), std::end(statuses), status.view()) == std::end(statuses)) {
            errors.push_back(
                notSupported(FieldPath("status").child("conditions").index(i).child("status"), status, statuses));
        }
    }
    return errors;
}

} // namespace kubarium::api
