#include "history.h"

#include "pods/claims.h"
#include "pods/podstate.h"
#include "pods/templatehash.h"

#include "api/encode.h"
#include "api/patch/patch.h"
#include "api/types/apps.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::size_t longestPrefix = 223; // of the owner's name: what a name may have, less a dash and room for a hash

const api::ControllerRevision& typed(const api::ObjectPtr& revision)
{
    return *revision.as<api::ControllerRevision>();
}

std::string revisionName(const api::ObjectMeta& owner, const std::string& hash)
{
    return std::string(owner.name.view().substr(0, longestPrefix)) + "-" + hash;
}

std::string hashOf(const api::PodTemplateSpec& form, const api::Value& data, api::Optional<std::int32_t> collisions,
    RevisionStyle style)
{
    return style == RevisionStyle::StatefulSet ? dataHash(api::toJson(data), collisions.valueOr(0))
                                               : templateHash(form, collisions);
}

bool isOlder(const api::ObjectPtr& a, const api::ObjectPtr& b)
{
    if (numberOf(a) != numberOf(b))
        return numberOf(a) < numberOf(b);
    if (a.meta().creationTimestamp != b.meta().creationTimestamp)
        return a.meta().creationTimestamp < b.meta().creationTimestamp;
    return a.meta().name < b.meta().name;
}

} // namespace

const api::Kind& revisionKind()
{
    static const api::Kind& kind = *api::findKind("apps", "v1", "ControllerRevision");
    return kind;
}

std::string_view hashLabel(RevisionStyle style)
{
    return style == RevisionStyle::StatefulSet ? "controller.kubernetes.io/hash" : "controller-revision-hash";
}

std::int64_t numberOf(const api::ObjectPtr& revision)
{
    return typed(revision).revision;
}

History historyOf(apiserver::Client& client, const api::ObjectPtr& owner, const api::LabelMatcher& selector)
{
    Claims claims = claimed(client, revisionKind(), owner, selector);
    std::ranges::sort(claims.objects, isOlder);
    return {std::move(claims.objects), std::move(claims.failure)};
}

api::Value revisionData(const api::PodTemplateSpec& form)
{
    api::Value kept = api::toValue(*api::TypeOf<api::PodTemplateSpec>::value, &form);
    kept.editObject().set("$patch", "replace");
    api::Value::Object spec;
    spec.set("template", std::move(kept));
    api::Value::Object data;
    data.set("spec", api::Value(std::move(spec)));
    return data;
}

bool holds(const api::ObjectPtr& revision, const api::Value& data)
{
    return typed(revision).data == data;
}

api::ObjectPtr newestWith(std::span<const api::ObjectPtr> revisions, const api::Value& data)
{
    const auto found = std::find_if(
        revisions.rbegin(), revisions.rend(), [&](const api::ObjectPtr& revision) { return holds(revision, data); });
    return found == revisions.rend() ? api::ObjectPtr() : *found;
}

std::int64_t nextNumber(std::span<const api::ObjectPtr> revisions)
{
    return revisions.empty() ? 1 : numberOf(revisions.back()) + 1;
}

api::Result<KeptRevision> keepRevision(apiserver::Client& client, const api::ObjectPtr& owner,
    const api::PodTemplateSpec& form, std::int64_t number, api::Optional<std::int32_t> collisions, RevisionStyle style)
{
    api::Box<api::ControllerRevision> box;
    api::ControllerRevision& revision = box.edit();
    revision.metadata.namespace_ = owner.meta().namespace_;
    revision.metadata.labels = form.metadata.labels;
    revision.metadata.annotations = owner.meta().annotations;
    revision.metadata.ownerReferences.push_back(controllerReference(owner));
    revision.data = revisionData(form);
    revision.revision = number;
    while (true) {
        const std::string hash = hashOf(form, box->data, collisions, style);
        box.edit().metadata.name = revisionName(owner.meta(), hash);
        box.edit().metadata.labels.set(hashLabel(style), api::Text(hash));
        const apiserver::Response made = client.create(revisionKind(), owner.meta().namespace_, box);
        if (made.ok())
            return KeptRevision{made.object, collisions};
        const api::ObjectPtr there = client.find(revisionKind(), owner.meta().namespace_, box->metadata.name);
        if (made.status.reason != "AlreadyExists" || !there)
            return made.status;
        if (holds(there, box->data))
            return KeptRevision{there, collisions};
        collisions = collisions.valueOr(0) + 1;
    }
}

api::Result<api::ObjectPtr> renumbered(apiserver::Client& client, const api::ObjectPtr& revision, std::int64_t number)
{
    if (numberOf(revision) == number)
        return revision;
    api::ObjectPtr changed = revision;
    changed.editAs<api::ControllerRevision>().revision = number;
    apiserver::Response written = client.update(revisionKind(), std::move(changed));
    if (!written.ok())
        return std::move(written.status);
    return std::move(written.object);
}

api::Result<api::ObjectPtr> asOf(const api::ObjectPtr& owner, const api::ObjectPtr& revision)
{
    const api::Kind& kind = *api::findKindByApiVersion(owner.type().apiVersion, owner.type().kind);
    api::Result<api::PatchedObject> patched = api::patched(
        kind, owner, api::PatchType::StrategicMerge, api::toJson(typed(revision).data), api::FieldValidation::Ignore);
    if (!patched)
        return patched.status();
    return std::move(patched->object);
}

api::Status truncateHistory(apiserver::Client& client, std::span<const api::ObjectPtr> revisions, std::int32_t limit,
    const std::function<bool(const api::ObjectPtr&)>& isLive)
{
    std::vector<api::ObjectPtr> past;
    std::ranges::copy_if(
        revisions, std::back_inserter(past), [&](const api::ObjectPtr& revision) { return !isLive(revision); });
    const std::size_t kept = static_cast<std::size_t>(std::max(limit, 0));
    for (std::size_t i = 0; i + kept < past.size(); ++i) {
        const api::Status removed = client.remove(revisionKind(), past[i]).status;
        if (!removed.ok() && removed.code != 404)
            return removed;
    }
    return {};
}

} // namespace kubarium::controllers
