#include "token.h"

#include "../ownership.h"
#include "../refusals.h"
#include "../resources.h"
#include "../tokens/claims.h"
#include "../tokens/jwt.h"
#include "../tokens/sessionkeys.h"
#include "../tokens/verification.h"

#include "api/goformat.h"
#include "api/types/authentication.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/validation/validation.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

// What kubelets ask for their pods. Programs that never read their file again are given a year instead, and a warning
// to whoever looks after the cluster; those that do get a new one long before.
constexpr std::int64_t askedByKubelets = 60 * 60 + 7;
constexpr api::Seconds extended{365 * 24 * 60 * 60};

const api::Kind& coreKind(std::string_view name)
{
    return *api::findKind("", "v1", name);
}

const api::Kind& requestKind()
{
    static const api::Kind& kind = *api::findKind("authentication.k8s.io", "v1", "TokenRequest");
    return kind;
}

// Go's way to write a kind: apps/v1, Kind=Deployment.
std::string kindText(const api::BoundObjectReference& reference)
{
    const std::string_view version = reference.apiVersion;
    const bool core = version.find('/') == std::string_view::npos;
    return (core ? "/" : "") + std::string(version) + ", Kind=" + reference.kind.str();
}

bool isOfCore(std::string_view apiVersion)
{
    return apiVersion.find('/') == std::string_view::npos;
}

class TokenMaker {
public:
    explicit TokenMaker(const Task& task) : m_task(task), m_account(task.object.meta()) { }

    api::Result<Deed> made()
    {
        api::ObjectPtr answer = m_task.body;
        if (keepsOwners(m_task.request)) // nobody will ever ask, but a server says it
            answer = api::withManagedFields(requestKind(), {}, answer, writerOf(m_task.request, m_task.state.now),
                fieldsOutOfReach(m_task.request));
        api::TokenRequest& request = answer.editAs<api::TokenRequest>();
        if (auto refusal = settle(request))
            return *std::move(refusal);
        if (auto refusal = bind(*request.spec))
            return *std::move(refusal);
        if (!m_task.state.keys)
            return api::Status{
                500, "InternalError", "Internal error occurred: this cluster has no key to sign tokens with", {}};
        const api::Seconds span(request.spec->expirationSeconds.valueOr(0));
        describe(*request.spec, span);
        request.status.edit().token = signedToken(m_task.state.keys->tokens(), m_claims.json());
        request.status.edit().expirationTimestamp = m_claims.issued + span;
        return Deed{{}, answer, "a token was signed, good until " + m_claims.expires.text() + "; nothing is stored"};
    }

private:
    // What the server itself fills in, and the rules for a request as it stands alone.
    std::optional<api::Status> settle(api::TokenRequest& request)
    {
        const api::Kind& kind = requestKind();
        api::ObjectMeta& meta = request.metadata;
        const auto mismatch = [&](std::string_view field, const api::Text& said, std::string_view what) {
            return refusals::invalid(kind, m_task.request.name,
                {api::invalid(api::FieldPath("metadata").child(field), said,
                    "must match the service account " + std::string(what) + " if specified")});
        };
        if (!meta.name.empty() && !(meta.name == m_account.name))
            return mismatch("name", meta.name, "name");
        if (!meta.namespace_.empty() && !(meta.namespace_ == m_account.namespace_))
            return mismatch("namespace", meta.namespace_, "namespace");
        meta.name = m_account.name;
        meta.namespace_ = m_account.namespace_;
        m_claims.issued = api::Time::sinceEpoch(std::chrono::floor<api::Seconds>(m_task.state.now.sinceEpoch()));
        meta.creationTimestamp = m_claims.issued;
        if (request.spec->audiences.empty()) {
            for (const std::string& audience : serverAudiences())
                request.spec.edit().audiences.push_back(audience);
        }
        request.status = {};
        const api::FieldErrors errors = api::validateCreate(kind, m_task.body);
        return errors.empty() ? std::nullopt : std::optional(refusals::invalid(kind, {}, errors));
    }

    std::optional<api::Status> bind(const api::TokenRequestSpec& spec)
    {
        if (!spec.boundObjectRef)
            return std::nullopt;
        const api::BoundObjectReference& reference = *spec.boundObjectRef;
        const bool known = isOfCore(reference.apiVersion)
            && (reference.kind == "Pod" || reference.kind == "Node" || reference.kind == "Secret");
        if (!known)
            return api::badRequest("cannot bind token to object of type " + kindText(reference));
        const api::Kind& kind = coreKind(reference.kind);
        const api::ObjectPtr object =
            m_task.state.store.find(keyOf(kind, kind.namespaced ? m_account.namespace_.view() : "", reference.name));
        if (!object)
            return refusals::notFound(kind, reference.name);
        if (auto refusal = name(object))
            return refusal;
        if (reference.uid.empty() || reference.uid == object.meta().uid)
            return std::nullopt;
        api::Status refusal = refusals::conflict(kind, reference.name,
            "the UID in the bound object reference (" + reference.uid.str()
                + ") does not match the UID in record. The object might have been deleted and then recreated");
        const std::string plural = "on " + std::string(kind.resource) + " "; // the server names the kind here
        refusal.message.replace(refusal.message.find(plural), plural.size(), "on " + reference.kind.str() + " ");
        refusal.details.kind = reference.kind.str();
        return refusal;
    }

    // Notes what the token will be bound to.
    std::optional<api::Status> name(const api::ObjectPtr& object)
    {
        const NameAndUid self{object.meta().name.str(), object.meta().uid.str()};
        const api::Pod* const pod = object.as<api::Pod>();
        if (!pod) {
            (object.as<api::Secret>() ? m_claims.secret : m_claims.node) = self;
            return std::nullopt;
        }
        if (!(pod->spec->serviceAccountName == m_account.name))
            return api::badRequest("cannot bind token for serviceaccount " + api::goQuoted(m_account.name)
                + " to pod running with different serviceaccount name.");
        m_claims.pod = self;
        m_claims.node.name = pod->spec->nodeName.str();
        const api::ObjectPtr node = m_task.state.store.find(keyOf(coreKind("Node"), {}, pod->spec->nodeName));
        if (node)
            m_claims.node.uid = node.meta().uid.str();
        return std::nullopt;
    }

    void describe(const api::TokenRequestSpec& spec, api::Seconds span)
    {
        for (const api::Text& audience : spec.audiences)
            m_claims.audiences.push_back(audience.str());
        m_claims.namespace_ = m_account.namespace_.str();
        m_claims.account = {m_account.name.str(), m_account.uid.str()};
        m_claims.expires = m_claims.issued + span;
        const std::span<const std::string> own = serverAudiences();
        const bool forTheServer = std::all_of(m_claims.audiences.begin(), m_claims.audiences.end(),
            [&](const std::string& one) { return std::find(own.begin(), own.end(), one) != own.end(); });
        if (m_claims.pod.given() && span.count() == askedByKubelets && forTheServer) {
            m_claims.warnAfter = m_claims.expires;
            m_claims.expires = m_claims.issued + extended;
        }
        // Nothing is written that would count these requests, so what caused them tells them apart.
        const sim::Cause cause = m_task.request.cause;
        auto digits = m_task.state.random.stream("token",
            accountUser(m_claims.namespace_, m_claims.account.name) + " " + m_claims.pod.uid + m_claims.secret.uid + " "
                + m_task.state.now.microText() + " " + std::to_string(static_cast<int>(cause.kind)),
            cause.number);
        m_claims.id = sim::uuid(digits);
    }

    const Task& m_task;
    const api::ObjectMeta& m_account;
    BoundClaims m_claims;
};

} // namespace

api::Result<Deed> requestToken(const Task& task)
{
    return TokenMaker(task).made();
}

} // namespace kubarium::apiserver
