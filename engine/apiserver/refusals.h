// The server's refusals, each with its code, reason, sentence and details.
#pragma once

#include "authorization.h"

#include "api/fielderror.h"

namespace kubarium::apiserver::refusals {

api::Status notFound(const api::Kind& kind, std::string_view name);
api::Status alreadyExists(const api::Kind& kind, std::string_view name);
api::Status generateNameConflict(const api::Kind& kind, std::string_view name);
api::Status conflict(const api::Kind& kind, std::string_view name, std::string_view why);
api::Status forbidden(const api::Kind& kind, std::string_view name, std::string_view why);
// User "jane" cannot list resource "pods" in API group "" in the namespace "default"
// and, if an authorizer had trouble on its way: why.
api::Status notAllowed(const Request& request, std::string_view why);
api::Status notAllowed(const AccessQuestion& question, std::string_view why);
api::Status pathNotAllowed(
    const AccessQuestion& question, std::string_view why); // forbidden: User "jane" cannot get path "/metrics"
api::Status unauthorized();
api::Status expired(std::string_view why); // 410
api::Status tooLarge(store::Revision asked, store::Revision current); // a resourceVersion of the future
api::Status methodNotAllowed();
api::Status noSuchPath();
api::Status invalid(const api::Kind& kind, std::string_view name, const api::FieldErrors& errors);

// The object has been modified; please apply your changes to the latest version and try again
extern const std::string_view objectModified;

} // namespace kubarium::apiserver::refusals
