#include "eventrecorder.h"

#include "api/types/core-config.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace kubarium::controllers {

namespace {

constexpr std::string_view homeOfOthers = "default"; // of Events about what has no namespace
constexpr std::string_view combined = "(combined from similar events): ";
constexpr int mostMessages = 9; // that stand for themselves
constexpr std::chrono::minutes similarFor{10};
constexpr std::int64_t burst = 25;
constexpr std::chrono::minutes oneMoreAfter{5};

struct Saying {
    std::string_view component;
    std::string_view host;
    std::string_view type;
    std::string_view reason;
    std::string_view message;
};

// What was said so far by the same speaker about the same object.
struct Said {
    api::ObjectPtr same;
    api::ObjectPtr together; // of the same type and reason, combined
    int messages = 0; // of the same type and reason, one by one
    api::Time last; // of those
    std::int64_t count = 0;
    api::Time first;
};

Said saidSoFar(const apiserver::State& state, const api::ObjectMeta& about, std::string_view home, const Saying& saying)
{
    Said said;
    const std::string prefix = about.name.str() + ".";
    const auto look = [&](const api::ObjectPtr& object) {
        if (object.meta().namespace_ != home || !object.meta().name.view().starts_with(prefix))
            return false;
        const api::Event& event = *object.as<api::Event>();
        if (event.involvedObject.uid != about.uid || event.source.component != saying.component
            || event.source.host != saying.host)
            return true;
        if (said.count == 0 || event.firstTimestamp < said.first)
            said.first = event.firstTimestamp;
        said.count += event.count;
        if (event.type != saying.type || event.reason != saying.reason)
            return true;
        said.last = std::max(said.last, event.lastTimestamp);
        if (event.message == saying.message) {
            said.same = object;
        } else if (event.message.view().starts_with(combined)) {
            said.together = object;
            return true;
        }
        ++said.messages;
        return true;
    };
    state.store.tree(apiserver::resourceId(apiserver::eventKind())).visit({home, prefix}, look);
    return said;
}

// Whether one may say no more for a while: there is a supply of so many Events, which fills up slowly.
bool saysTooMuch(const Said& said, api::Time now)
{
    return said.count >= burst + (now - said.first) / oneMoreAfter;
}

void sayAgain(apiserver::Client& client, api::ObjectPtr before, std::string_view message)
{
    api::Event& event = before.editAs<api::Event>();
    ++event.count;
    event.lastTimestamp = client.now();
    event.message = message;
    client.update(apiserver::eventKind(), std::move(before));
}

} // namespace

std::string nameOfEvent(const apiserver::State& state, std::string_view home, std::string_view about)
{
    // Nanoseconds, of which the clock does not know the last three digits: they count what is told at one instant.
    for (std::uint64_t time = static_cast<std::uint64_t>(state.now.sinceEpoch().count()) * 1000;; ++time) {
        std::array<char, 17> digits{};
        std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(time));
        std::string name = std::string(about) + "." + digits.data();
        if (!state.store.find(apiserver::keyOf(apiserver::eventKind(), home, name)))
            return name;
    }
}

void recordEvent(apiserver::Client& client, std::string_view component, const api::ObjectPtr& about, EventType type,
    std::string_view reason, std::string_view message, std::string_view host)
{
    const api::ObjectMeta& meta = about.meta();
    const std::string_view home = meta.namespace_.empty() ? homeOfOthers : meta.namespace_.view();
    Saying saying{component, host, type == EventType::Warning ? "Warning" : "Normal", reason, message};
    const Said said = saidSoFar(client.state(), meta, home, saying);
    if (saysTooMuch(said, client.now()))
        return;
    if (said.same) {
        sayAgain(client, said.same, message);
        return;
    }
    std::string together;
    if (said.messages >= mostMessages && client.now() - said.last <= similarFor) {
        together = std::string(combined) + std::string(message);
        saying.message = together;
        if (said.together) {
            sayAgain(client, said.together, together);
            return;
        }
    }
    api::Box<api::Event> told;
    api::Event& event = told.edit();
    event.metadata.name = nameOfEvent(client.state(), home, meta.name);
    event.metadata.namespace_ = home;
    event.involvedObject.apiVersion = about.type().apiVersion;
    event.involvedObject.kind = about.type().kind;
    event.involvedObject.namespace_ = meta.namespace_;
    event.involvedObject.name = meta.name;
    event.involvedObject.uid = meta.uid;
    event.involvedObject.resourceVersion = meta.resourceVersion;
    event.type = saying.type;
    event.reason = reason;
    event.message = saying.message;
    event.source.component = component;
    event.source.host = host;
    event.reportingComponent = component;
    event.reportingInstance = host;
    event.firstTimestamp = client.now();
    event.lastTimestamp = client.now();
    event.count = 1;
    client.create(apiserver::eventKind(), home, told);
}

} // namespace kubarium::controllers
