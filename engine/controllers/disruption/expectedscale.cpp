#include "expectedscale.h"

#include "../pods/claims.h"
#include "../pods/podstate.h"

#include "api/conversion/conversion.h"
#include "api/goformat.h"
#include "api/types/autoscaling.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "apiserver/subresources/scale.h"

#include <algorithm>
#include <map>
#include <set>

namespace kubarium::controllers {

namespace {

bool hasScale(const api::Kind& kind)
{
    return std::ranges::any_of(kind.subresources, [](const api::Subresource& part) { return part.name == "scale"; });
}

// Who decides how many there are: the controller itself, or the Deployment behind it.
api::ObjectPtr deciderOf(const apiserver::State& state, const api::ObjectPtr& controller)
{
    if (api::ObjectPtr deployment = controllerOf(state, apiserver::deploymentKind(), controller.meta()))
        return deployment;
    return controller;
}

} // namespace

ExpectedScale expectedScale(const apiserver::State& state, const std::vector<api::ObjectPtr>& pods)
{
    ExpectedScale expected;
    std::set<std::string_view> asked;
    std::map<std::string, std::int32_t, std::less<>> scales; // by the uid of who decides
    for (const api::ObjectPtr& pod : pods) {
        const api::OwnerReference* const reference = controllerOf(pod.meta());
        if (!reference) {
            expected.someUnmanaged = true;
            continue;
        }
        if (!asked.insert(reference->uid.view()).second)
            continue;
        const api::Kind* const kind = api::findKindByApiVersion(reference->apiVersion, reference->kind);
        if (!kind) {
            expected.problem = "no matches for kind " + api::goQuoted(reference->kind) + " in version "
                + api::goQuoted(reference->apiVersion);
            return expected;
        }
        if (!hasScale(*kind)) {
            expected.problem = apiserver::qualifiedResource(*kind) + " does not implement the scale subresource";
            return expected;
        }
        const api::ObjectPtr controller = controllerOf(state, api::storedKind(*kind), pod.meta());
        if (!controller) {
            expected.problem = "found no controllers for pod " + api::goQuoted(pod.meta().name);
            return expected;
        }
        const api::ObjectPtr decider = deciderOf(state, controller);
        scales[decider.meta().uid.str()] = apiserver::scaleOf(decider).as<api::Scale>()->spec->replicas;
    }
    for (const auto& [uid, replicas] : scales)
        expected.pods += replicas;
    return expected;
}

} // namespace kubarium::controllers
