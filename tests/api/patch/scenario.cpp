#include "scenario.h"

#include "api/decode.h"
#include "api/encode.h"

namespace kubarium::api {

namespace {

const Kind& kindNamed(std::string_view name)
{
    for (const Kind& kind : kinds()) {
        if (kind.kind == name && kind.stored)
            return kind;
    }
    qFatal("no such kind");
}

Value yaml(std::string_view text)
{
    const ParsedStream stream = parseYaml(text);
    if (stream.error || stream.documents.size() != 1)
        qFatal("no YAML");
    return toValue(stream.documents.front().root);
}

} // namespace

Scenario::Scenario(std::string_view kind) : m_kind(kindNamed(kind)) { }

void Scenario::play(const QStringList& steps)
{
    for (const QString& step : steps) {
        if (!m_refusal.ok())
            return;
        const QString verb = step.section(' ', 0, 0);
        const QString who = step.section(' ', 1, 1);
        Value body = yaml(step.section(' ', 2).toStdString());
        if (body["apiVersion"].isNull())
            body.editObject().set("apiVersion", Text(m_kind.apiVersion()));
        if (body["kind"].isNull())
            body.editObject().set("kind", Text(m_kind.kind));
        body.editObject().edit("metadata").editObject().set("name", "x");
        const Time now = Time::parse("2026-01-01T00:00:00Z").value_or(Time()) + std::chrono::seconds(++m_seconds);
        const FieldWriter writer{who.section('/', 0, 0).toStdString(), who.section('/', 1).toStdString(), now};
        if (verb == "update" || verb == "bare")
            update(writer, body);
        else
            apply(writer, body, verb == "force");
        if (verb == "bare" && m_object)
            m_object.editMeta().managedFields.clear();
    }
}

void Scenario::apply(const FieldWriter& writer, Value config, bool force)
{
    Result<ObjectPtr> result = applied(m_kind, m_object, config, writer, force);
    if (result)
        m_object = *result;
    else
        m_refusal = result.status();
}

void Scenario::update(const FieldWriter& writer, const Value& written)
{
    const ParsedJson json = parseJson(toJson(written));
    const Result<DecodedObject> decoded = decodeObject(m_kind, json.document, FieldValidation::Strict);
    if (!decoded)
        qFatal("%s", decoded.status().message.c_str());
    m_object = withManagedFields(m_kind, m_object, decoded->object, writer);
}

QString Scenario::text() const
{
    if (!m_refusal.ok())
        return QString::fromStdString(m_refusal.message);
    Value tree = toValue(m_object);
    Value::Object& meta = tree.editObject().edit("metadata").editObject();
    meta.erase("managedFields");
    meta.erase("name");
    if (meta.empty())
        tree.editObject().erase("metadata");
    tree.editObject().erase("apiVersion");
    tree.editObject().erase("kind");
    if (tree["status"].object().empty())
        tree.editObject().erase("status");
    return QString::fromStdString(toJson(tree));
}

QString Scenario::managers() const
{
    QStringList lines;
    for (const ManagedFieldsEntry& entry : m_object ? m_object.meta().managedFields : List<ManagedFieldsEntry>()) {
        std::string line = entry.manager.str() + " " + entry.operation.str() + " " + entry.apiVersion.str();
        line += " " + (entry.time.isZero() ? std::string("-") : entry.time.text().substr(14, 5));
        if (!entry.subresource.empty())
            line += " " + entry.subresource.str();
        lines << QString::fromStdString(line + " " + toJson(entry.fieldsV1));
    }
    return lines.join('\n');
}

} // namespace kubarium::api
