// The API server: one way in for everybody.
//
//   authentication → authorization → decoding, defaults → mutating admission → validation → validating admission → etcd
//
// handle() commits and answers at the current virtual instant. The server has no memory of its own: all it knows stands
// in the State it is given, so the same server serves a world and each of its forks.
#pragma once

#include "admission/plugin.h"
#include "authorization.h"
#include "request.h"
#include "state.h"
#include "watch.h"

namespace kubarium::apiserver {

class ApiServer {
public:
    explicit ApiServer(AdmissionChain admission = AdmissionChain::standard());

    Response handle(State& state, const Request& request) const;
    // A watch that begins where the request says; refused like any other request.
    api::Result<Watch> watch(const State& state, const Request& request) const;

    AdmissionChain& admission() { return m_admission; }

    const AdmissionChain& admission() const { return m_admission; }

    Authorizers& authorizers() { return m_authorizers; }

    const Authorizers& authorizers() const { return m_authorizers; }

private:
    AdmissionChain m_admission;
    Authorizers m_authorizers;
};

} // namespace kubarium::apiserver
