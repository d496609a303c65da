#include "component.h"

namespace kubarium::apiserver {

Response Runtime::submit(Request request)
{
    request.cause = m_cause;
    return m_server.handle(m_state, request);
}

std::uint64_t Runtime::schedule(sim::Event event, api::Microseconds delay)
{
    event.due = m_state.now + delay;
    event.component = m_component;
    // A timer names the write that armed it; without one it is part of the background.
    event.cause = m_cause.kind == sim::Cause::Kind::Revision ? sim::Cause::timer(m_cause.number) : m_cause;
    return m_queue.schedule(std::move(event));
}

} // namespace kubarium::apiserver
