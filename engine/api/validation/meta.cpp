#include "meta.h"

#include "rules.h"

#include "api/types/meta.h"

#include <set>

namespace kubarium::api {

namespace {

// A generateName ends in what must not end a name: the random part follows.
std::string withoutTrailingDash(std::string_view name, bool prefix)
{
    std::string checked(name);
    if (prefix && checked.size() > 1 && checked.back() == '-')
        checked.back() = 'a';
    return checked;
}

void checkOwner(FieldErrors& errors, const OwnerReference& owner, const FieldPath& path)
{
    const std::string_view apiVersion = owner.apiVersion;
    const std::size_t slash = apiVersion.find('/');
    if (apiVersion.find('/', slash == std::string_view::npos ? slash : slash + 1) != std::string_view::npos
        && slash != std::string_view::npos) {
        errors.push_back(invalid(
            path.child("apiVersion"), owner.apiVersion, "unexpected GroupVersion string: " + owner.apiVersion.str()));
    } else if (apiVersion.empty() || apiVersion.substr(slash == std::string_view::npos ? 0 : slash + 1).empty()) {
        errors.push_back(invalid(path.child("apiVersion"), owner.apiVersion, "version must not be empty"));
    }
    const auto needed = [&](const Text& text, std::string_view name) {
        if (text.empty())
            errors.push_back(invalid(path.child(name), text, "must not be empty"));
    };
    needed(owner.kind, "kind");
    needed(owner.name, "name");
    needed(owner.uid, "uid");
    if (owner.kind == "Event" && apiVersion == "v1") // events come and go: nothing may hang on them
        errors.push_back(invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner"));
}

void checkOwners(FieldErrors& errors, const List<OwnerReference>& owners, const FieldPath& path)
{
    const OwnerReference* controller = nullptr;
    for (std::size_t i = 0; i < owners.size(); ++i) {
        checkOwner(errors, owners[i], path); // the server does not say which one it means
        if (!owners[i].controller.valueOr(false))
            continue;
        if (controller) {
            std::string shownOwners = "[";
            for (std::size_t j = 0; j < owners.size(); ++j)
                shownOwners += (j ? "," : "") + shown(owners[j]);
            errors.push_back(invalidShown(path, shownOwners + "]",
                "Only one reference can have Controller set to true. Found \"true\" in references for "
                    + controller->kind.str() + "/" + controller->name.str() + " and " + owners[i].kind.str() + "/"
                    + owners[i].name.str()));
        }
        controller = &owners[i];
    }
}

void checkFinalizers(FieldErrors& errors, const List<Text>& finalizers, const FieldPath& path)
{
    static const std::set<std::string_view> standard = {"orphan", "foregroundDeletion", "kubernetes"};
    for (std::size_t i = 0; i < finalizers.size(); ++i) {
        const FieldPath at = path.index(i);
        appendInvalid(errors, path, finalizers[i], isQualifiedName(finalizers[i]));
        if (finalizers[i].view().find('/') == std::string_view::npos && !standard.contains(finalizers[i]))
            errors.push_back(
                invalid(at, finalizers[i], "name is neither a standard finalizer name nor is it fully qualified"));
    }
}

} // namespace

std::vector<std::string> subdomainName(std::string_view name, bool prefix)
{
    return isDns1123Subdomain(withoutTrailingDash(name, prefix));
}

std::vector<std::string> labelName(std::string_view name, bool prefix)
{
    return isDns1123Label(withoutTrailingDash(name, prefix));
}

std::vector<std::string> dns1035Name(std::string_view name, bool prefix)
{
    return isDns1035Label(withoutTrailingDash(name, prefix));
}

std::vector<std::string> pathSegmentName(std::string_view name, bool prefix)
{
    return prefix ? isPathSegmentPrefix(name) : isPathSegmentName(name);
}

FieldErrors validateObjectMeta(const ObjectMeta& meta, bool namespaced, NameRule rule, const FieldPath& path)
{
    FieldErrors errors;
    if (!meta.generateName.empty())
        appendInvalid(errors, path.child("generateName"), meta.generateName, rule(meta.generateName, true));
    if (meta.name.empty())
        errors.push_back(required(path.child("name"), "name or generateName is required"));
    else
        appendInvalid(errors, path.child("name"), meta.name, rule(meta.name, false));
    if (namespaced) {
        if (meta.namespace_.empty())
            errors.push_back(required(path.child("namespace")));
        else
            appendInvalid(errors, path.child("namespace"), meta.namespace_, labelName(meta.namespace_, false));
    } else if (!meta.namespace_.empty()) {
        errors.push_back(forbidden(path.child("namespace"), "not allowed on this type"));
    }
    checkNotNegative(errors, meta.generation, path.child("generation"));
    checkLabels(errors, meta.labels, path.child("labels"));
    checkAnnotations(errors, meta.annotations, path.child("annotations"));
    checkOwners(errors, meta.ownerReferences, path.child("ownerReferences"));
    checkFinalizers(errors, meta.finalizers, path.child("finalizers"));
    return errors;
}

FieldErrors validateObjectMetaUpdate(const ObjectMeta& now, const ObjectMeta& old, const FieldPath& path)
{
    FieldErrors errors;
    if (old.deletionTimestamp) {
        std::string added;
        for (const Text& finalizer : now.finalizers) {
            if (std::find(old.finalizers.begin(), old.finalizers.end(), finalizer) == old.finalizers.end())
                added += (added.empty() ? "" : ", ") + shown(finalizer);
        }
        if (!added.empty())
            errors.push_back(forbidden(path.child("finalizers"),
                "no new finalizers can be added if the object is being deleted, found new finalizers []string{" + added
                    + "}"));
    }
    if (now.resourceVersion.empty())
        errors.push_back(
            invalid(path.child("resourceVersion"), now.resourceVersion, "must be specified for an update"));
    if (now.generation < old.generation)
        errors.push_back(invalid(path.child("generation"), now.generation, "must not be decremented"));
    checkImmutable(errors, now.name, old.name, path.child("name"));
    checkImmutable(errors, now.namespace_, old.namespace_, path.child("namespace"));
    checkImmutable(errors, now.uid, old.uid, path.child("uid"));
    checkImmutable(errors, now.creationTimestamp, old.creationTimestamp, path.child("creationTimestamp"));
    checkImmutable(errors, now.deletionTimestamp, old.deletionTimestamp, path.child("deletionTimestamp"));
    if (!(now.deletionGracePeriodSeconds == old.deletionGracePeriodSeconds))
        errors.push_back(invalidShown(path.child("deletionGracePeriodSeconds"),
            now.deletionGracePeriodSeconds ? shown(*now.deletionGracePeriodSeconds) : "null", messages::immutable));
    checkLabels(errors, now.labels, path.child("labels"));
    checkAnnotations(errors, now.annotations, path.child("annotations"));
    checkOwners(errors, now.ownerReferences, path.child("ownerReferences"));
    return errors;
}

} // namespace kubarium::api
