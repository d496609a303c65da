#include "pipeline.h"

#include "decoding.h"
#include "deletion.h"
#include "lookalikes.h"
#include "ownership.h"
#include "refusals.h"
#include "resources.h"
#include "reviews/reviews.h"
#include "strategies/strategy.h"
#include "subresources/actions.h"
#include "subresources/eviction.h"
#include "subresources/scale.h"

#include "api/conversion/conversion.h"
#include "api/defaults/defaults.h"
#include "api/managedfields/configuration.h"
#include "api/patch/patch.h"
#include "api/types/policy.h"
#include "api/validation/validation.h"

namespace kubarium::apiserver {

namespace {

api::PatchType patchTypeOf(const Request& request)
{
    switch (request.patchType) {
    case PatchType::Json:
        return api::PatchType::Json;
    case PatchType::Merge:
        return api::PatchType::Merge;
    case PatchType::Strategic:
    case PatchType::Apply: // has a way of its own
        break;
    }
    return api::PatchType::StrategicMerge;
}

} // namespace

void Pipeline::create()
{
    if (decode() && inItsNamespace())
        add();
}

// The second half of a create, and of an apply of what is not there yet.
void Pipeline::add()
{
    api::applyDefaults(m_object);
    pass(Stage::Decoding, {}, "decoded, defaults filled in");
    noteOwners({});
    m_object = api::toStored(*m_request.kind, m_object);
    if (!mutate())
        return;
    fillSystemFields();
    prepareForCreate(m_stored, m_object, m_request, m_state);
    if (!allocate({}) || !passes(api::validateCreate(m_stored, m_object)))
        return;
    for (std::string& warning : api::createWarnings(m_stored, m_object))
        m_response.warnings.push_back(std::move(warning));
    if (!mayCreate() || !admit())
        return;
    if (m_dryRun) {
        if (isTaken(m_object.meta()))
            refuse(Stage::Storage, exists());
        else
            answer(m_object, 201);
        return;
    }
    if (!m_alongside.empty() && isTaken(m_object.meta())) { // nothing is charged for what is not stored
        refuse(Stage::Storage, exists());
        return;
    }
    writeAlongside();
    Lookalikes::ofThisThread().share(m_object);
    const store::Written written = m_state.store.create(resourceId(m_stored), m_object, origin());
    if (!written) {
        refuse(Stage::Storage, exists());
        return;
    }
    Lookalikes::ofThisThread().remember(written.object);
    m_response.revision = m_state.store.revision();
    answer(written.object, 201);
}

// A question that is answered and not kept.
void Pipeline::review()
{
    if (!decode() || !inItsNamespace())
        return;
    api::applyDefaults(m_object);
    if (!passes(api::validateCreate(m_stored, m_object)))
        return;
    api::Result<api::ObjectPtr> reviewed = reviewedBy(m_server.authorizers(), m_state, m_request, m_object);
    if (!reviewed) {
        refuse(Stage::Decoding, reviewed.status());
        return;
    }
    m_response.object = std::move(*reviewed);
    m_response.status = success(201);
}

void Pipeline::update()
{
    if (!decode())
        return;
    const std::string& name = m_object.meta().name.empty() ? m_request.name : m_object.meta().name.str();
    if (name != m_request.name) {
        refuse(Stage::Decoding,
            api::badRequest(
                "the name of the object (" + name + ") does not match the name on the URL (" + m_request.name + ")"));
        return;
    }
    if (!inItsNamespace())
        return;
    if (const api::ObjectPtr old = found())
        replace(old);
}

void Pipeline::patch()
{
    if (m_request.patchType == PatchType::Apply) {
        apply();
        return;
    }
    const api::ObjectPtr old = found();
    if (!old)
        return;
    api::Result<api::PatchedObject> patched = api::patched(
        bodyKindOf(m_request), shown(old), patchTypeOf(m_request), m_request.body, m_request.fieldValidation);
    if (!patched) {
        refuse(Stage::Decoding, patched.status());
        return;
    }
    m_object = std::move(patched->object);
    for (std::string& warning : patched->warnings)
        m_response.warnings.push_back(std::move(warning));
    if (inItsNamespace())
        replace(old);
}

// Server-side apply: the object is made if it is not there.
void Pipeline::apply()
{
    const api::Result<api::AppliedConfiguration> config = api::readAppliedConfiguration(m_request.body);
    if (!config) {
        refuse(Stage::Decoding, config.status());
        return;
    }
    const api::ObjectPtr old = m_state.store.find(keyOf(m_stored, m_request.namespace_, m_request.name));
    if (!old && !m_request.subresource.empty()) {
        refuse(Stage::Storage, refusals::notFound(m_stored, m_request.name));
        return;
    }
    const api::FieldWriter writer = writerOf(m_request, m_state.now);
    api::Result<api::ObjectPtr> applied = api::applied(bodyKindOf(m_request), old ? shown(old) : api::ObjectPtr(),
        config->config, writer, m_request.force, fieldsOutOfReach(m_request));
    if (!applied) {
        refuse(Stage::Decoding, applied.status());
        return;
    }
    if (!config->twice.empty() && m_request.fieldValidation == api::FieldValidation::Strict) {
        refuse(Stage::Decoding, api::badRequest("error strict decoding YAML: " + config->twice));
        return;
    }
    if (!config->twice.empty() && m_request.fieldValidation == api::FieldValidation::Warn)
        m_response.warnings.push_back(config->twice);
    m_object = std::move(*applied);
    if (!inItsNamespace())
        return;
    if (old)
        replace(old);
    else
        add();
}

// The second half of an update and of a patch: m_object is what the client wants to stand in place of `old`.
void Pipeline::replace(const api::ObjectPtr& old)
{
    api::applyDefaults(m_object, old);
    pass(Stage::Decoding, {}, "decoded, defaults filled in");
    if (isScale()) {
        api::Result<api::ObjectPtr> workload = scaled(old, m_object);
        if (!workload) {
            refuse(Stage::Validation, workload.status());
            return;
        }
        m_object = std::move(*workload);
        noteOwners(old);
    } else {
        noteOwners(api::fromStored(*m_request.kind, old));
        m_object = api::toStored(*m_request.kind, m_object);
    }
    m_attributes.old = old;
    if (!isCurrent(old) || !mutate())
        return;
    keepSystemFields(old);
    const UpdateStrategy& strategy = updateStrategyOf(m_request.subresource);
    strategy.prepare(m_stored, m_object, old);
    if (allocate(old) && passes(strategy.validate(m_stored, m_object, old)) && admit())
        store(old);
}

// What is posted to a subresource is of a kind of its own, and is never stored.
void Pipeline::createBelow()
{
    if (m_request.subresource == "eviction")
        evict();
    else if (const Action* const action = actionNamed(m_request.subresource))
        perform(*action);
    else
        refuse(Stage::Decoding, refusals::methodNotAllowed());
}

void Pipeline::evict()
{
    if (!decode() || !inItsNamespace())
        return;
    const api::Eviction& wish = *m_object.as<api::Eviction>();
    if (!(wish.metadata.name == m_request.name)) {
        refuse(Stage::Decoding, api::badRequest("name in URL does not match name in Eviction object"));
        return;
    }
    if (const auto refusal = takeDeleteOptions(*wish.deleteOptions, m_remove, m_dryRun)) {
        refuse(Stage::Decoding, *refusal);
        return;
    }
    const api::ObjectPtr pod = found();
    if (!pod)
        return;
    if (const auto refusal = preconditionFailure(m_stored, m_request.versions.shown(pod), m_remove)) {
        refuse(Stage::Validation, *refusal);
        return;
    }
    const api::Result<EvictionPlan> plan = plannedEviction(m_state, pod);
    if (!plan) {
        refuse(Stage::ValidatingAdmission, plan.status(), "disruption budget");
        return;
    }
    if (plan->budget && !m_dryRun)
        m_state.store.update(
            resourceId(*api::findKind("policy", "v1", "PodDisruptionBudget")), plan->budget, std::nullopt, origin());
    m_object = plan->pod;
    write(pod);
    const api::ObjectPtr going = m_object; // which removing it replaces
    removeOne(going);
    if (m_response.ok()) {
        m_response.object = {};
        m_response.status = success(201);
    }
}

// Something is done with the object that a subresource belongs to; by what is written, if anything is.
void Pipeline::perform(const Action& action)
{
    if (!decode())
        return;
    const api::ObjectPtr object = found();
    if (!object)
        return;
    api::applyDefaults(m_object);
    pass(Stage::Decoding, {}, "decoded, defaults filled in");
    if (!mutate() || !admit())
        return;
    api::Result<Deed> deed = action.perform({m_state, m_request, object, m_object, m_response.warnings});
    if (!deed) {
        refuse(Stage::Storage, deed.status());
        return;
    }
    if (deed->object) {
        m_object = std::move(deed->object);
        store(object);
    } else {
        pass(Stage::Storage, {}, deed->what);
    }
    m_response.object = std::move(deed->answer);
    m_response.status = success(201);
}

} // namespace kubarium::apiserver
