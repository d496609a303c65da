#include "manifest.h"

#include "api/decode.h"
#include "api/defaults/defaults.h"
#include "api/encode.h"
#include "api/validation/validation.h"

namespace kubarium::api {

namespace {

QStringList lines(const FieldErrors& errors)
{
    QStringList list;
    for (const FieldError& error : errors) {
        const QString line = QString::fromStdString(error.field + ": " + error.message());
        if (!list.contains(line))
            list << line;
    }
    return list;
}

// What a stored object has and a client sends back.
void markStored(Manifest& manifest)
{
    ObjectMeta& meta = manifest.object().editMeta();
    if (meta.resourceVersion.empty())
        meta.resourceVersion = "1";
}

QStringList compare(std::string_view oldYaml, std::string_view yaml,
    FieldErrors (*rules)(const Kind& kind, const ObjectPtr& now, const ObjectPtr& old))
{
    Manifest old(oldYaml);
    Manifest now(yaml);
    if (!old.refusal().isEmpty() || !now.refusal().isEmpty())
        return {old.refusal() + now.refusal()};
    markStored(old);
    markStored(now);
    return lines(rules(now.kind(), now.object(), old.object()));
}

} // namespace

Manifest::Manifest(std::string_view yaml)
{
    const ParsedStream stream = parseYaml(yaml);
    if (stream.error || stream.documents.size() != 1) {
        m_refusal = stream.error ? QString::fromStdString(stream.error->message) : QStringLiteral("not one document");
        return;
    }
    const Document& document = stream.documents.front();
    const Result<TypeMeta> type = typeMetaOf(document.root);
    m_kind = type ? findKindByApiVersion(type->apiVersion, type->kind) : nullptr;
    if (!m_kind) {
        m_refusal = QStringLiteral("no such kind");
        return;
    }
    Result<DecodedObject> decoded = decodeObject(*m_kind, document, FieldValidation::Strict);
    if (!decoded) {
        m_refusal = QString::fromStdString(decoded.status().message);
        return;
    }
    m_object = decoded->object;
    if (m_kind->namespaced && m_object.meta().namespace_.empty())
        m_object.editMeta().namespace_ = "default";
    applyDefaults(m_object);
}

QStringList complaints(std::string_view yaml)
{
    const Manifest manifest(yaml);
    if (!manifest.refusal().isEmpty())
        return {manifest.refusal()};
    return lines(validateCreate(manifest.kind(), manifest.object()));
}

QStringList updateComplaints(std::string_view oldYaml, std::string_view yaml)
{
    return compare(oldYaml, yaml, validateUpdate);
}

QStringList statusComplaints(std::string_view oldYaml, std::string_view yaml)
{
    return compare(oldYaml, yaml, validateStatusUpdate);
}

QStringList warningsAbout(std::string_view yaml)
{
    const Manifest manifest(yaml);
    if (!manifest.refusal().isEmpty())
        return {manifest.refusal()};
    QStringList list;
    for (const std::string& warning : createWarnings(manifest.kind(), manifest.object()))
        list << QString::fromStdString(warning);
    return list;
}

QString defaulted(std::string_view yaml)
{
    const Manifest manifest(yaml);
    return manifest.refusal().isEmpty() ? QString::fromStdString(toJson(manifest.object())) : manifest.refusal();
}

} // namespace kubarium::api
