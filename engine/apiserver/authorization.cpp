#include "authorization.h"

#include "api/names.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

using Verdict = Decision::Verdict;

class Masters final : public Authorizer {
public:
    std::string_view name() const override { return "AlwaysAllow for system:masters"; }

    Decision decide(const State&, const AccessQuestion& question) const override
    {
        if (!question.identity.memberOf("system:masters"))
            return {};
        return {Verdict::Allow, {}};
    }
};

// The one object that a field selector leaves: a list of it needs no right to list all.
std::string_view nameChosenBy(std::string_view fieldSelector)
{
    while (!fieldSelector.empty()) {
        const std::size_t comma = std::min(fieldSelector.find(','), fieldSelector.size());
        std::string_view term = fieldSelector.substr(0, comma);
        fieldSelector.remove_prefix(std::min(comma + 1, fieldSelector.size()));
        for (const std::string_view beginning : {"metadata.name==", "metadata.name="}) {
            if (!term.starts_with(beginning))
                continue;
            term.remove_prefix(beginning.size());
            return api::isPathSegmentName(term).empty() ? term : std::string_view();
        }
    }
    return {};
}

} // namespace

AccessQuestion questionOf(const Request& request)
{
    const api::Kind& kind = *request.kind;
    AccessQuestion question{*request.identity, text(request.verb), kind.group, kind.version, kind.resource,
        request.subresource, request.namespace_, request.name, {}, request.list.fieldSelector};
    // Its path leads through the namespace itself: who has rights there, has them on it.
    if (kind.group.empty() && kind.resource == "namespaces")
        question.namespace_ = request.name;
    if (request.name.empty() && (request.verb == Verb::List || request.verb == Verb::Watch))
        question.name = nameChosenBy(request.list.fieldSelector);
    return question;
}

Authorizers::Answer Authorizers::decide(const State& state, const AccessQuestion& question) const
{
    Answer answer;
    for (const auto& authorizer : m_authorizers) {
        Decision decision = authorizer->decide(state, question);
        if (decision.verdict != Verdict::NoOpinion)
            return {{std::move(decision)}, authorizer->name()};
        if (!decision.why.empty())
            answer.why += (answer.why.empty() ? "" : "\n") + decision.why;
    }
    return answer;
}

api::SubjectRulesReviewStatus Authorizers::rules(
    const State& state, const Identity& identity, std::string_view namespace_) const
{
    api::SubjectRulesReviewStatus rules;
    for (const auto& authorizer : m_authorizers)
        authorizer->listRules(state, identity, namespace_, rules);
    return rules;
}

std::unique_ptr<Authorizer> mastersAuthorizer()
{
    return std::make_unique<Masters>();
}

} // namespace kubarium::apiserver
