#include "apiserver.h"

#include "pipeline.h"
#include "rbac/authorizer.h"
#include "rbac/nodeauthorizer.h"
#include "refusals.h"

namespace kubarium::apiserver {

ApiServer::ApiServer(AdmissionChain admission) : m_admission(std::move(admission))
{
    m_authorizers.add(mastersAuthorizer());
    m_authorizers.add(nodeAuthorizer());
    m_authorizers.add(rbacAuthorizer());
}

Response ApiServer::handle(State& state, const Request& request) const
{
    return Pipeline(*this, state, request).run();
}

api::Result<Watch> ApiServer::watch(const State& state, const Request& request) const
{
    State& unchanged = const_cast<State&>(state); // the first stages only read
    Pipeline pipeline(*this, unchanged, request);
    if (!pipeline.admitted())
        return pipeline.take().status;
    api::Result<Selection> selection = Selection::of(request);
    if (!selection)
        return selection.status();
    const std::string& since = request.list.resourceVersion;
    if (since.empty() || since == "0")
        return Watch(*request.kind, std::move(*selection), 0, true, request.versions);
    const auto named = store::parsedRevision(since);
    if (!named)
        return api::badRequest("resourceVersion: Invalid value: \"" + since + "\": strconv.ParseUint: parsing \""
            + since + "\": invalid syntax");
    const auto revision = request.versions.stored(*named);
    if (revision && *revision > state.store.revision())
        return refusals::tooLarge(*named, request.versions.shown(state.store.revision()));
    if (!revision || *revision < state.store.compacted())
        return refusals::expired("too old resource version: " + since + " ("
            + std::to_string(request.versions.shown(state.store.compacted())) + ")");
    return Watch(*request.kind, std::move(*selection), *revision, false, request.versions);
}

} // namespace kubarium::apiserver
