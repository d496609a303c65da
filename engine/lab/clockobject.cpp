#include "clockobject.h"

#include "apiserver/resources.h"

#include "api/defaults/defaults.h"
#include "api/types/lab.h"

#include <algorithm>

namespace kubarium::lab {

namespace {

const api::Kind& clockKind()
{
    return *api::findKind("lab.kubarium.dev", "v1", "Clock");
}

api::ObjectPtr showing(api::ObjectPtr object, const ClockReading& reading)
{
    api::ClockStatus& status = object.editAs<api::Clock>().status.edit();
    status.time = reading.now;
    status.elapsed = static_cast<double>((reading.now - reading.epoch).count()) / 1e6;
    status.events = static_cast<std::int64_t>(reading.events);
    status.branch = api::Text(reading.branch);
    status.branches.clear();
    for (const ShownBranch& branch : reading.branches) {
        api::ClockBranch& shown = status.branches.push_back({});
        shown.name = api::Text(branch.name);
        shown.parent = api::Text(branch.parent);
        shown.begin = branch.begin;
        shown.time = branch.head;
    }
    if (reading.next) {
        api::ClockNext& next = status.next.edit();
        next.time = reading.next->first;
        next.what = reading.next->second;
    } else {
        status.next.reset();
    }
    return object;
}

void setSpec(api::ObjectPtr& object, const Clock& clock)
{
    static constexpr std::string_view modes[] = {"Realtime", "Manual", "Fixed"};
    api::ClockSpec& spec = object.editAs<api::Clock>().spec.edit();
    spec.mode = modes[static_cast<std::size_t>(clock.mode)];
    spec.speed = clock.speed;
    spec.paused = clock.paused;
}

} // namespace

bool isClock(const api::Kind& kind)
{
    return &kind == &clockKind();
}

ClockObject::ClockObject(api::Time now) : m_state(0)
{
    m_state.now = now;
    api::Box<api::Clock> made;
    made.edit().metadata.name = "lab";
    api::ObjectPtr object = made;
    setSpec(object, Clock());
    auto digits = m_state.random.stream("uid", "Clock/lab", 1);
    object.editMeta().uid = api::Text(sim::uuid(digits));
    object.editMeta().creationTimestamp = now;
    object.editMeta().generation = 1;
    m_state.store.create(apiserver::resourceId(clockKind()), object, {now, {}, "system:lab"});
}

apiserver::Response ClockObject::handle(
    const apiserver::ApiServer& server, const apiserver::Request& request, const ClockReading& reading)
{
    m_state.now = reading.now;
    apiserver::Response response = server.handle(m_state, request);
    if (response.revision != 0) {
        record(reading);
        response.object = stored();
    } else if (response.object && response.object.as<api::Clock>()) {
        response.object = showing(response.object, reading);
    }
    if (response.page) {
        for (api::ObjectPtr& item : response.page->items)
            item = showing(item, reading);
    }
    return response;
}

api::Result<apiserver::Watch> ClockObject::watch(
    const apiserver::ApiServer& server, const apiserver::Request& request) const
{
    return server.watch(m_state, request);
}

void ClockObject::record(const ClockReading& reading)
{
    m_state.now = reading.now;
    write(showing(stored(), reading));
}

Clock ClockObject::clock() const
{
    const api::ObjectPtr object = stored();
    const api::ClockSpec& spec = *object.as<api::Clock>()->spec;
    Clock clock;
    clock.mode = spec.mode == "Manual" ? Clock::Mode::Manual
        : spec.mode == "Fixed"         ? Clock::Mode::Fixed
                                       : Clock::Mode::Realtime;
    clock.speed = spec.speed.valueOr(1);
    clock.paused = spec.paused;
    return clock;
}

void ClockObject::setClock(const Clock& clock, const ClockReading& reading)
{
    m_state.now = reading.now;
    api::ObjectPtr object = stored();
    setSpec(object, clock);
    if (!(object == stored()))
        ++object.editMeta().generation;
    write(showing(object, reading));
}

void ClockObject::write(api::ObjectPtr object)
{
    if (object == stored())
        return;
    m_state.store.update(
        apiserver::resourceId(clockKind()), std::move(object), std::nullopt, {m_state.now, {}, "system:lab"});
}

api::ObjectPtr ClockObject::stored() const
{
    return m_state.store.find(apiserver::keyOf(clockKind(), {}, "lab"));
}

} // namespace kubarium::lab
