#include "controller.h"

#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

sim::Event workOn(const ObjectKey& key)
{
    sim::Event event;
    event.kind = apiserver::resourceId(*key.kind);
    event.namespace_ = key.namespace_;
    event.name = key.name;
    return event;
}

} // namespace

api::Microseconds retryAfter(std::int64_t failures, api::Microseconds longest, api::Microseconds shortest)
{
    api::Microseconds delay = shortest;
    for (std::int64_t i = 1; i < failures && delay < longest; ++i)
        delay *= 2;
    return std::min(delay, longest);
}

ObjectKey keyOf(const api::ObjectPtr& object)
{
    return {api::findKindByApiVersion(object.type().apiVersion, object.type().kind), object.meta().namespace_,
        object.meta().name};
}

apiserver::IdentityPtr Controller::identity() const
{
    return apiserver::controllerIdentity(name());
}

api::Microseconds Controller::latency(const apiserver::State&, const store::Change&, const ObjectKey&) const
{
    return sim::latency::controller;
}

bool Controller::isBackground(const store::Change&) const
{
    return false;
}

api::Microseconds Controller::shortestRetry() const
{
    return sim::latency::firstRetry;
}

api::Microseconds Controller::longestRetry() const
{
    return sim::latency::longestRetry;
}

void Controller::notice(apiserver::Runtime& runtime, const store::Change& change) const
{
    std::vector<ObjectKey> keys;
    keysOf(runtime.state(), change, keys);
    for (const ObjectKey& key : keys) {
        sim::Event work = workOn(key);
        work.periodic = isBackground(change);
        runtime.scheduleOnce(std::move(work), latency(runtime.state(), change, key));
    }
}

void Controller::handle(apiserver::Runtime& runtime, const sim::Event& event) const
{
    const ObjectKey key{&apiserver::kindOf(event.kind), event.namespace_, event.name};
    apiserver::Client client(runtime, identity(), controllerManager);
    const Outcome outcome = reconcile(client, key);
    sim::Event again = workOn(key);
    if (outcome.failed()) {
        again.number = event.number + 1; // how often in a row
        runtime.scheduleOnce(std::move(again), retryAfter(event.number + 1, longestRetry(), shortestRetry()));
    } else if (outcome.next()) {
        again.periodic = outcome.isBackground();
        runtime.scheduleOnce(std::move(again), *outcome.next());
    }
}

std::string Controller::describe(const sim::Event& event) const
{
    std::string text(name());
    text += " looks at " + std::string(apiserver::kindOf(event.kind).kind) + " ";
    if (!event.namespace_.empty())
        text += event.namespace_.str() + "/";
    return text + event.name.str();
}

} // namespace kubarium::controllers
