// Who may: asked once for each request, after it is known who asks. Authorizers are asked in turn; the first that has
// an opinion decides, and says by which rule.
//
// A question is plain words, because it is also asked about what the server knows nothing of: `kubectl auth can-i fly
// pigs.farm.example`.
#pragma once

#include "request.h"
#include "state.h"

#include "api/types/authorization.h"

namespace kubarium::apiserver {

struct AccessQuestion {
    const Identity& identity;
    std::string_view verb;
    std::string_view group;
    std::string_view version;
    std::string_view resource;
    std::string_view subresource;
    std::string_view namespace_; // empty: the cluster, or all namespaces
    std::string_view name;
    std::string_view path; // of what is no resource: "/healthz"; empty for resources
    std::string_view fieldSelector; // of lists and watches: some may only see what is theirs
};

AccessQuestion questionOf(const Request& request);

struct Decision {
    enum class Verdict : std::uint8_t { NoOpinion, Allow, Deny };
    Verdict verdict = Verdict::NoOpinion;
    std::string why; // by which rule; without an opinion: what went wrong on the way, which ends the refusal's sentence

    bool allowed() const { return verdict == Verdict::Allow; }
};

class Authorizer {
public:
    virtual ~Authorizer() = default;
    virtual std::string_view name() const = 0;
    virtual Decision decide(const State& state, const AccessQuestion& question) const = 0;

    // What it would allow somebody in a namespace, as far as it can be listed: `kubectl auth can-i --list`.
    virtual void listRules(const State&, const Identity&, std::string_view, api::SubjectRulesReviewStatus&) const { }
};

// Authorizers in the order in which they are asked.
class Authorizers {
public:
    struct Answer : Decision {
        std::string_view by; // the authorizer that decided
    };

    void add(std::unique_ptr<Authorizer> authorizer) { m_authorizers.push_back(std::move(authorizer)); }

    Answer decide(const State& state, const AccessQuestion& question) const;
    api::SubjectRulesReviewStatus rules(
        const State& state, const Identity& identity, std::string_view namespace_) const;

private:
    std::vector<std::unique_ptr<Authorizer>> m_authorizers;
};

// Members of system:masters may do everything; it is how the administrator's certificate works.
std::unique_ptr<Authorizer> mastersAuthorizer();

} // namespace kubarium::apiserver
