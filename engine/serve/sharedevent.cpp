#include "sharedevent.h"

#include "forms.h"
#include "statusjson.h"

#include "api/conversion/conversion.h"

namespace kubarium::serve {

namespace {

int formNumber(const Wish& wish)
{
    return (static_cast<int>(wish.form.media) * 8 + static_cast<int>(wish.form.shape)) * 4
        + static_cast<int>(wish.includeObject);
}

// A line of JSON, or a YAML document behind its separator.
void appendFramed(std::string& out, std::string_view json, const Wish& wish)
{
    if (wish.form.media == Media::Yaml)
        out.append("---\n").append(yamlFrom(json));
    else
        out.append(json).append("\n");
}

} // namespace

void SharedEvent::appendLine(std::string& out, const api::Kind& kind, const apiserver::WatchEvent& event,
    const Wish& wish, api::Time now, bool withColumns)
{
    const bool asStored = &event.object.type() != kind.type;
    std::string yaml;
    std::string& json = wish.form.media == Media::Yaml ? yaml : out;
    json.append("{\"type\":\"").append(text(event.type)).append("\",\"object\":");
    appendObject(json, kind, asStored ? api::fromStored(kind, event.object) : event.object, wish, now, withColumns);
    if (wish.form.media == Media::Yaml)
        appendFramed(out, yaml += '}', wish);
    else
        out += "}\n";
}

std::shared_ptr<const std::string> SharedEvent::line(const Wish& wish) const
{
    const int form = formNumber(wish);
    const std::lock_guard lock(m_mutex);
    for (const auto& [known, text] : m_lines) {
        if (known == form)
            return text;
    }
    auto text = std::make_shared<std::string>();
    appendLine(*text, wish, false);
    m_lines.emplace_back(form, text);
    return text;
}

apiserver::WatchEvent bookmark(const api::Kind& kind, store::Revision revision, bool initialEnd)
{
    apiserver::WatchEvent event{apiserver::WatchEventType::Bookmark, revision, api::ObjectPtr::make(*kind.type)};
    api::ObjectMeta& meta = event.object.editMeta();
    meta.resourceVersion = api::Text(std::to_string(revision));
    if (initialEnd)
        meta.annotations.set("k8s.io/initial-events-end", "true");
    return event;
}

std::string errorLine(const api::Status& status, const Wish& wish)
{
    std::string json = R"({"type":"ERROR","object":)";
    appendStatus(json, status);
    json += '}';
    std::string line;
    appendFramed(line, json, wish);
    return line;
}

} // namespace kubarium::serve
