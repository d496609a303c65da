// Who asks, of those who come from outside: by the certificate or the token that they show, and as whom they act.
//
//   certificate ─┐
//   bearer token ┼─ first one that is good ─▶ who asks ─ Impersonate-… and the right to it ─▶ as whom
//   nothing ─────┘                            (system:anonymous)
//
// A credential that is shown must be good, even where none is needed: else it is 401, whatever was asked. A client is told
// no more than that; people find the reason in the trace.
#pragma once

#include "../rbac/impersonation.h"
#include "../request.h"

namespace kubarium::apiserver {

// What came with a request.
struct Credentials {
    IdentityPtr certificate; // of a client certificate that is good now
    std::string certificateObjection; // why one that was shown is not good; empty if none was shown
    std::string authorization; // the header, as sent
    Impersonation impersonation;
};

// What a request is asked with: both members stand in it then.
struct Asker {
    IdentityPtr identity; // null: refused
    AuthenticationPtr authentication;
};

Asker askerOf(const Authorizers& authorizers, const State& state, const Credentials& credentials);

// Who shows nothing at all.
IdentityPtr anonymous();

// The steps of a request's trace that tell who asks; the last one is the refusal, if there is one.
Trace authenticationTrace(const Request& request);

} // namespace kubarium::apiserver
