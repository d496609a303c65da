#include "selection.h"

#include "resources.h"

#include "api/conversion/conversion.h"
#include "api/encode.h"

#include <algorithm>
#include <map>

namespace kubarium::apiserver {

namespace {

// Fields beside name and namespace that the server lets clients select by; nearly all are plain paths.
std::span<const std::string_view> selectableFields(const api::Kind& stored)
{
    static const std::map<std::string_view, std::vector<std::string_view>> fields = {
        {"Pod",
            {"spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
                "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"}},
        {"Event",
            {"involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
                "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
                "reportingComponent", "source", "type"}},
        {"Namespace", {"status.phase"}},
        {"Node", {"spec.unschedulable"}},
        {"ReplicationController", {"status.replicas"}},
        {"ReplicaSet", {"status.replicas"}},
        {"Secret", {"type"}},
        {"Service", {"spec.clusterIP", "spec.type"}},
        {"Job", {"status.successful"}},
        {"CertificateSigningRequest", {"spec.signerName"}},
    };
    const auto found = fields.find(stored.kind);
    return found == fields.end() ? std::span<const std::string_view>()
                                 : std::span<const std::string_view>(found->second);
}

// Kinds with fields of their own say it in their words, all others in the words of the library.
api::Status unknownField(const api::Kind& stored, std::string_view field)
{
    if (stored.kind == "Job")
        return api::badRequest("field label \"" + std::string(field) + "\" not supported for Job");
    if (!selectableFields(stored).empty()
        && stored.kind != "ReplicaSet") // which selects by status.replicas, but says it thus
        return api::badRequest("field label not supported: " + std::string(field));
    return api::badRequest(
        '"' + std::string(field) + R"(" is not a known field selector: only "metadata.name", "metadata.namespace")");
}

// The three fields whose selector is not their path.
std::string_view pathOf(const api::Kind& stored, std::string_view field)
{
    if (stored.kind == "Job" && field == "status.successful")
        return "status.succeeded";
    if (stored.kind == "Event" && field == "source")
        return "source.component";
    return field;
}

std::string textAt(const api::ObjectPtr& object, std::string_view path)
{
    const api::Type* type = &object.type();
    const void* place = object.data();
    while (true) {
        const std::size_t dot = path.find('.');
        const api::Field* const field = type->field(path.substr(0, dot));
        if (!field || field->shape != api::Shape::One)
            return {};
        const void* member = static_cast<const std::byte*>(place) + field->offset;
        if (field->boxed) {
            const auto& box =
                *static_cast<const api::Box<api::ObjectMeta>*>(member); // of any type: only its place counts
            member = box ? static_cast<const void*>(&*box) : api::detail::emptyValueOf(*field->type);
        }
        if (dot == std::string_view::npos) {
            const api::Value value = api::toValue(*field->type, member); // an Optional begins with its value
            return value.isString() ? value.text().str() : api::toJson(value);
        }
        type = field->type;
        place = member;
        path.remove_prefix(dot + 1);
    }
}

} // namespace

api::Result<Selection> Selection::of(const Request& request)
{
    Selection selection;
    if (request.kind->namespaced && !request.namespace_.empty())
        selection.m_namespace = api::Text(request.namespace_);
    if (!request.name.empty())
        selection.m_name = api::Text(request.name);

    auto labels = api::LabelMatcher::parse(request.list.labelSelector);
    if (!labels)
        return api::badRequest(labels.error());
    selection.m_labels = std::move(*labels);

    auto fields = api::FieldMatcher::parse(request.list.fieldSelector);
    if (!fields)
        return api::badRequest(fields.error());
    const api::Kind& stored = api::storedKind(*request.kind);
    const auto known = selectableFields(stored);
    std::vector<api::FieldRequirement> requirements;
    for (api::FieldRequirement requirement : fields->requirements()) {
        const std::string_view field = requirement.field;
        if (field == "metadata.name" && requirement.equal)
            selection.m_name = requirement.value;
        else if (field == "metadata.namespace" && requirement.equal && !selection.m_namespace)
            selection.m_namespace = requirement.value;
        else if (field != "metadata.name" && field != "metadata.namespace"
            && std::find(known.begin(), known.end(), field) == known.end())
            return unknownField(stored, field);
        requirement.field = api::Text(pathOf(stored, field));
        requirements.push_back(std::move(requirement));
    }
    selection.m_fields = api::FieldMatcher(std::move(requirements));
    return selection;
}

bool Selection::matches(const api::ObjectPtr& object) const
{
    const api::ObjectMeta& meta = object.meta();
    if ((m_namespace && !(meta.namespace_ == m_namespace)) || (m_name && !(meta.name == m_name)))
        return false;
    return m_labels.matches(meta.labels)
        && m_fields.matches([&](std::string_view path) { return textAt(object, path); });
}

store::Place Selection::first() const
{
    return {m_namespace, m_namespace ? m_name.view() : std::string_view()};
}

bool Selection::pastEnd(const api::ObjectPtr& object) const
{
    if (!m_namespace)
        return false;
    const api::ObjectMeta& meta = object.meta();
    return !(meta.namespace_ == m_namespace) || (m_name && meta.name.view() > m_name.view());
}

} // namespace kubarium::apiserver
