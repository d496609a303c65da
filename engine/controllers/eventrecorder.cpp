#include "eventrecorder.h"

#include "api/types/core-config.h"
#include "sim/random.h"

namespace kubarium::controllers {

namespace {

constexpr std::string_view homeOfOthers = "default"; // of Events about what has no namespace

std::string nameFor(const apiserver::Client& client, std::string_view component, const api::ObjectMeta& about,
    std::string_view reason, std::string_view message)
{
    static constexpr char digits[] = "0123456789abcdef";
    const std::string said = about.uid.str() + "\n" + std::string(reason) + "\n" + std::string(message);
    std::uint64_t number = client.state().random.stream(component, said)();
    std::string suffix(16, '0');
    for (char& digit : suffix) {
        digit = digits[number & 15];
        number >>= 4;
    }
    return about.name.str() + "." + suffix;
}

} // namespace

void recordEvent(apiserver::Client& client, std::string_view component, const api::ObjectPtr& about, EventType type,
    std::string_view reason, std::string_view message)
{
    const api::Kind& kind = *api::findKind("", "v1", "Event");
    const api::ObjectMeta& meta = about.meta();
    const std::string home(meta.namespace_.empty() ? homeOfOthers : meta.namespace_.view());
    const std::string name = nameFor(client, component, meta, reason, message);

    if (const api::ObjectPtr before = client.find(kind, home, name)) {
        api::ObjectPtr again = before;
        api::Event& event = again.editAs<api::Event>();
        ++event.count;
        event.lastTimestamp = client.now();
        client.update(kind, std::move(again));
        return;
    }
    api::Box<api::Event> told;
    api::Event& event = told.edit();
    event.metadata.name = name;
    event.metadata.namespace_ = home;
    event.involvedObject.apiVersion = about.type().apiVersion;
    event.involvedObject.kind = about.type().kind;
    event.involvedObject.namespace_ = meta.namespace_;
    event.involvedObject.name = meta.name;
    event.involvedObject.uid = meta.uid;
    event.involvedObject.resourceVersion = meta.resourceVersion;
    event.type = type == EventType::Warning ? "Warning" : "Normal";
    event.reason = reason;
    event.message = message;
    event.source.component = component;
    event.reportingComponent = component;
    event.firstTimestamp = client.now();
    event.lastTimestamp = client.now();
    event.count = 1;
    client.create(kind, home, told);
}

} // namespace kubarium::controllers
