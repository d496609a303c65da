#include "nodeauthorizer.h"

#include "bootstrapobjects.h"
#include "nodeidentity.h"
#include "noderelations.h"
#include "rules.h"

#include "api/goformat.h"
#include "api/selectors.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

using Verdict = Decision::Verdict;

Decision allowed()
{
    return {Verdict::Allow, {}};
}

Decision no(std::string why = {})
{
    return {Verdict::NoOpinion, std::move(why)};
}

bool isOneOf(std::string_view verb, std::initializer_list<std::string_view> verbs)
{
    return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

bool reads(std::string_view verb)
{
    return isOneOf(verb, {"get", "list", "watch"});
}

// The question of one kubelet.
class NodeQuestion {
public:
    NodeQuestion(const State& state, std::string_view node, const AccessQuestion& question)
        : m_node(node),
          m_question(question),
          m_relations(state, node)
    {
    }

    Decision decision() const
    {
        if (!m_question.path.empty())
            return byRules();
        const std::string_view resource = m_question.resource;
        if (m_question.group.empty())
            return ofCore(resource);
        if (m_question.group == "coordination.k8s.io" && resource == "leases")
            return lease();
        if (m_question.group == "storage.k8s.io" && resource == "csinodes")
            return csiNode();
        if (m_question.group == "storage.k8s.io" && resource == "volumeattachments")
            return single([this] { return m_relations.attachment(m_question.name); });
        return byRules();
    }

private:
    Decision ofCore(std::string_view resource) const
    {
        const std::string_view home = m_question.namespace_;
        const std::string_view name = m_question.name;
        if (resource == "secrets")
            return namespaced([&] { return m_relations.secret(home, name); });
        if (resource == "configmaps")
            return namespaced([&] { return m_relations.configMap(home, name); });
        if (resource == "persistentvolumeclaims")
            return claim();
        if (resource == "persistentvolumes")
            return single([&] { return m_relations.volume(name); });
        if (resource == "serviceaccounts")
            return serviceAccount();
        if (resource == "nodes")
            return node();
        if (resource == "pods")
            return pod();
        return byRules();
    }

    // Access to what is not divided among nodes.
    Decision byRules() const
    {
        const auto allowsIt = [this](const api::PolicyRule& rule) { return allows(rule, m_question); };
        return std::any_of(nodeRules().begin(), nodeRules().end(), allowsIt) ? allowed() : no();
    }

    template <class Related> Decision related(Related&& isRelated) const
    {
        if (m_question.name.empty())
            return no("No Object name found");
        if (!isRelated())
            return no("no relationship found between node '" + std::string(m_node) + "' and this object");
        return allowed();
    }

    template <class Related> Decision single(Related&& isRelated) const
    {
        if (m_question.verb != "get")
            return no("can only get individual resources of this type");
        if (!m_question.subresource.empty())
            return no("cannot get subresource");
        return related(isRelated);
    }

    template <class Related> Decision namespaced(Related&& isRelated) const
    {
        if (!reads(m_question.verb))
            return no("can only read resources of this type");
        if (!m_question.subresource.empty())
            return no("cannot read subresource");
        if (m_question.namespace_.empty())
            return no("can only read namespaced object of this type");
        return related(isRelated);
    }

    Decision claim() const
    {
        const auto isRelated = [this] { return m_relations.claim(m_question.namespace_, m_question.name); };
        if (m_question.subresource != "status")
            return single(isRelated);
        if (!isOneOf(m_question.verb, {"update", "patch"}))
            return no("can only get/update/patch this type");
        return related(isRelated);
    }

    Decision serviceAccount() const
    {
        const auto isRelated = [this] { return m_relations.serviceAccount(m_question.namespace_, m_question.name); };
        if (m_question.verb == "get" && m_question.subresource.empty())
            return namespaced(isRelated);
        if (m_question.verb != "create" || m_question.name.empty())
            return no("can only create tokens for individual service accounts");
        if (m_question.subresource != "token")
            return no("can only create token subresource of serviceaccount");
        return related(isRelated);
    }

    // Which node it writes to is looked at when the object is known: by NodeRestriction.
    Decision node() const
    {
        const std::string_view verb = m_question.verb;
        if (m_question.subresource == "status")
            return isOneOf(verb, {"update", "patch"}) ? allowed() : no();
        if (!m_question.subresource.empty())
            return no();
        if (isOneOf(verb, {"create", "update", "patch"}))
            return allowed();
        if (!reads(verb))
            return no();
        if (m_question.name == m_node) // even before it exists
            return allowed();
        const std::string self = "node '" + std::string(m_node) + "'";
        if (m_question.name.empty())
            return no(self + " cannot read all nodes, only its own Node object");
        return no(self + " cannot read '" + std::string(m_question.name) + "', only its own Node object");
    }

    Decision pod() const
    {
        const std::string_view verb = m_question.verb;
        const auto isRelated = [this] { return m_relations.pod(m_question.namespace_, m_question.name); };
        if (m_question.subresource == "status")
            return isOneOf(verb, {"update", "patch"}) ? allowed() : no();
        if (m_question.subresource == "eviction")
            return verb == "create" ? allowed() : no();
        if (!m_question.subresource.empty())
            return no();
        if (verb == "get")
            return single(isRelated);
        if (isOneOf(verb, {"create", "delete"}))
            return allowed();
        if (!reads(verb))
            return no();
        if (asksForItsPods())
            return allowed();
        if (!m_question.name.empty())
            return related(isRelated);
        return no("can only list/watch pods with spec.nodeName field selector");
    }

    bool asksForItsPods() const
    {
        if (m_question.fieldSelector.empty())
            return false;
        const auto fields = api::FieldMatcher::parse(m_question.fieldSelector);
        return fields && fields->exactValue("spec.nodeName") == m_node;
    }

    Decision lease() const
    {
        if (!writesItsOwn())
            return no("can only get, create, update, patch, or delete a node lease");
        if (m_question.namespace_ != "kube-node-lease")
            return no("can only access leases in the \"kube-node-lease\" system namespace");
        if (m_question.verb != "create" && m_question.name != m_node)
            return no("can only access node lease with the same name as the requesting node");
        return allowed();
    }

    Decision csiNode() const
    {
        if (!writesItsOwn())
            return no("can only get, create, update, patch, or delete a CSINode");
        if (!m_question.subresource.empty())
            return no("cannot authorize CSINode subresources");
        if (m_question.verb != "create" && m_question.name != m_node)
            return no("can only access CSINode with the same name as the requesting node");
        return allowed();
    }

    bool writesItsOwn() const { return isOneOf(m_question.verb, {"get", "create", "update", "patch", "delete"}); }

    std::string_view m_node;
    const AccessQuestion& m_question;
    NodeRelations m_relations;
};

class NodeAuthorizer final : public Authorizer {
public:
    std::string_view name() const override { return "Node"; }

    Decision decide(const State& state, const AccessQuestion& question) const override
    {
        const auto node = nodeOf(question.identity);
        if (!node)
            return no();
        if (node->empty())
            return no("unknown node for user " + api::goQuoted(question.identity.user));
        return NodeQuestion(state, *node, question).decision();
    }

    void listRules(
        const State&, const Identity& identity, std::string_view, api::SubjectRulesReviewStatus& status) const override
    {
        if (!nodeOf(identity))
            return;
        status.incomplete = true;
        status.evaluationError = "node authorizer does not support user rule resolution";
    }
};

} // namespace

std::unique_ptr<Authorizer> nodeAuthorizer()
{
    return std::make_unique<NodeAuthorizer>();
}

} // namespace kubarium::apiserver
