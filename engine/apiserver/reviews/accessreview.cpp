#include "reviews.h"

namespace kubarium::apiserver {

namespace {

api::SubjectAccessReviewStatus verdictOn(
    const Authorizers& authorizers, const State& state, const AccessQuestion& question)
{
    const Authorizers::Answer answer = authorizers.decide(state, question);
    api::SubjectAccessReviewStatus status;
    status.allowed = answer.allowed();
    status.denied = answer.verdict == Decision::Verdict::Deny;
    status.reason = answer.why;
    return status;
}

template <class Spec> AccessQuestion questionIn(const Spec& spec, const Identity& identity)
{
    AccessQuestion question{identity, {}, {}, {}, {}, {}, {}, {}, {}, {}};
    if (spec.nonResourceAttributes) {
        question.verb = spec.nonResourceAttributes->verb;
        question.path = spec.nonResourceAttributes->path;
        return question;
    }
    const api::ResourceAttributes& asked = *spec.resourceAttributes;
    question.verb = asked.verb;
    question.group = asked.group;
    question.version = asked.version;
    question.resource = asked.resource;
    question.subresource = asked.subresource;
    question.namespace_ = asked.namespace_;
    question.name = asked.name;
    question.fieldSelector = asked.fieldSelector->rawSelector;
    return question;
}

Identity identityIn(const api::SubjectAccessReviewSpec& spec)
{
    Identity identity{spec.user.str(), spec.uid.str(), {}, {}};
    for (const api::Text& group : spec.groups)
        identity.groups.push_back(group.str());
    for (const auto& [key, values] : spec.extra) {
        std::vector<std::string>& list = identity.extra[key.str()];
        for (const api::Text& value : values)
            list.push_back(value.str());
    }
    return identity;
}

} // namespace

api::Result<api::ObjectPtr> accessReviewed(
    const Authorizers& authorizers, const State& state, const Request& request, const api::ObjectPtr& review)
{
    api::ObjectPtr answered = review;
    if (const auto* const self = review.as<api::SelfSubjectAccessReview>()) {
        const AccessQuestion question = questionIn(*self->spec, *request.identity);
        answered.editAs<api::SelfSubjectAccessReview>().status.edit() = verdictOn(authorizers, state, question);
        return answered;
    }
    if (const auto* const local = review.as<api::LocalSubjectAccessReview>()) {
        if (local->spec->resourceAttributes->namespace_ != request.namespace_)
            return api::badRequest("spec.resourceAttributes.namespace must match namespace: " + request.namespace_);
        const Identity identity = identityIn(*local->spec);
        answered.editAs<api::LocalSubjectAccessReview>().status.edit() =
            verdictOn(authorizers, state, questionIn(*local->spec, identity));
        return answered;
    }
    const auto& whole = *review.as<api::SubjectAccessReview>();
    const Identity identity = identityIn(*whole.spec);
    answered.editAs<api::SubjectAccessReview>().status.edit() =
        verdictOn(authorizers, state, questionIn(*whole.spec, identity));
    return answered;
}

} // namespace kubarium::apiserver
