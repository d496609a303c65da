#include "component.h"

namespace kubarium::apiserver {

Response Runtime::submit(Request request)
{
    request.cause = m_cause;
    return m_server.handle(m_state, request);
}

std::uint64_t Runtime::schedule(sim::Event event, api::Microseconds delay)
{
    return m_queue.schedule(prepared(std::move(event), delay));
}

void Runtime::scheduleOnce(sim::Event event, api::Microseconds delay)
{
    m_queue.scheduleOnce(prepared(std::move(event), delay));
}

sim::Event Runtime::prepared(sim::Event event, api::Microseconds delay) const
{
    event.due = m_state.now + delay;
    event.component = m_component;
    event.cause = m_cause.kind == sim::Cause::Kind::Revision && !m_isNews ? sim::Cause::timer(m_cause.number) : m_cause;
    return event;
}

} // namespace kubarium::apiserver
