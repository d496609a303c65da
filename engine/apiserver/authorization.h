// Who may: asked once for each request, after it is known who asks. Authorizers are asked in turn; the first that has
// an opinion decides, and says by which rule.
#pragma once

#include "request.h"
#include "state.h"

namespace kubarium::apiserver {

struct Decision {
    enum class Verdict : std::uint8_t { NoOpinion, Allow, Deny };
    Verdict verdict = Verdict::NoOpinion;
    std::string why;
};

class Authorizer {
public:
    virtual ~Authorizer() = default;
    virtual std::string_view name() const = 0;
    virtual Decision decide(const State& state, const Request& request) const = 0;
};

// Members of system:masters may do everything; it is how the administrator's certificate works.
std::unique_ptr<Authorizer> mastersAuthorizer();
// The control plane's own components, each known by its user name.
std::unique_ptr<Authorizer> componentsAuthorizer();

} // namespace kubarium::apiserver
