#include "pipeline.h"

#include "admission/changes.h"
#include "decoding.h"
#include "deletion.h"
#include "list.h"
#include "lookalikes.h"
#include "ownership.h"
#include "refusals.h"
#include "resources.h"
#include "reviews/reviews.h"
#include "services/allocation.h"
#include "strategies/strategy.h"
#include "subresources/scale.h"
#include "tokens/authentication.h"

#include "api/conversion/conversion.h"
#include "api/managedfields/managedfields.h"
#include "api/types/core-service.h"
#include "api/wholesecond.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

constexpr std::size_t longestGeneratedPrefix = 58; // 63 less the five random characters
constexpr std::string_view serverName = "system:apiserver";
constexpr int mostNameGenerations = 8; // before a client is told that no free name was found

} // namespace

Pipeline::Pipeline(const ApiServer& server, State& state, const Request& request)
    : m_server(server),
      m_state(state),
      m_request(request),
      m_stored(api::storedKind(*request.kind)),
      m_attributes{
          request, m_stored, state, {}, m_response.warnings, &m_alongside, request.traced ? &m_notes : nullptr},
      m_remove(request.remove),
      m_dryRun(request.dryRun)
{
}

Response Pipeline::run()
{
    if (!admitted())
        return std::move(m_response);
    switch (m_request.verb) {
    case Verb::Get:
        get();
        break;
    case Verb::List:
        list();
        break;
    case Verb::Create:
        if (!m_request.subresource.empty())
            createBelow();
        else if (isReview(m_stored))
            review();
        else
            create();
        break;
    case Verb::Update:
        update();
        break;
    case Verb::Delete:
        remove();
        break;
    case Verb::DeleteCollection:
        removeAll();
        break;
    case Verb::Patch:
        patch();
        break;
    case Verb::Watch: // ApiServer::watch answers those
        refuse(Stage::Decoding, refusals::methodNotAllowed());
        break;
    }
    return std::move(m_response);
}

bool Pipeline::authenticated()
{
    if (m_request.traced)
        m_response.trace = authenticationTrace(m_request);
    if (!m_request.identity)
        m_response.status = m_request.authentication ? m_request.authentication->refusal : refusals::unauthorized();
    return m_request.identity != nullptr;
}

bool Pipeline::authorized()
{
    const Authorizers::Answer answer = m_server.authorizers().decide(m_state, questionOf(m_request));
    if (answer.allowed())
        return pass(Stage::Authorization, answer.by, answer.why);
    return refuse(Stage::Authorization, refusals::notAllowed(m_request, answer.why), answer.by);
}

// Whether there is such a thing to ask, which a stranger is not told: he was refused before.
bool Pipeline::served()
{
    const api::Kind& kind = *m_request.kind;
    std::span<const std::string_view> verbs = kind.verbs;
    if (!m_request.subresource.empty()) {
        const auto sub = std::find_if(kind.subresources.begin(), kind.subresources.end(),
            [&](const api::Subresource& one) { return one.name == m_request.subresource; });
        if (sub == kind.subresources.end())
            return refuse(Stage::Decoding, refusals::noSuchPath());
        verbs = sub->verbs;
        // What is another object's business altogether (exec, log, proxy) is not answered with the object.
        if (m_request.verb != Verb::Create && !hasUpdateStrategy(m_request.subresource))
            return refuse(Stage::Decoding, refusals::methodNotAllowed());
    }
    if (std::find(verbs.begin(), verbs.end(), text(m_request.verb)) == verbs.end())
        return refuse(Stage::Decoding, refusals::methodNotAllowed());
    return true;
}

// Reading

void Pipeline::get()
{
    const api::ObjectPtr object = found();
    if (object)
        answer(object);
}

void Pipeline::list()
{
    api::Result<Page> page = apiserver::list(m_state, m_request);
    if (!page) {
        refuse(Stage::Storage, page.status());
        return;
    }
    m_response.page = std::move(*page);
    m_response.status = success();
    pass(Stage::Storage, {},
        "read at revision " + std::to_string(m_response.page->revision - m_request.versions.offset()));
}

// Steps

// To patch is not to create: whoever applies what is not there yet needs both rights.
bool Pipeline::mayCreate()
{
    if (m_request.verb == Verb::Create)
        return true;
    AccessQuestion question = questionOf(m_request);
    question.verb = text(Verb::Create);
    const Authorizers::Answer answer = m_server.authorizers().decide(m_state, question);
    return answer.allowed()
        || refuse(Stage::Authorization, refusals::forbidden(m_stored, m_request.name, answer.why), answer.by);
}

bool Pipeline::decode()
{
    m_object = m_request.object;
    if (m_request.bodyFormat == BodyFormat::None)
        return true;
    api::Result<api::DecodedObject> decoded = decodedBody(bodyKindOf(m_request), m_request);
    if (!decoded)
        return refuse(Stage::Decoding, decoded.status());
    m_object = std::move(decoded->object);
    for (std::string& warning : decoded->warnings)
        m_response.warnings.push_back(std::move(warning));
    return true;
}

bool Pipeline::readDeleteOptions()
{
    const auto refusal = apiserver::readDeleteOptions(m_request, m_remove, m_dryRun);
    return refusal ? refuse(Stage::Decoding, *refusal) : true;
}

bool Pipeline::inItsNamespace()
{
    const std::string_view asked = m_stored.namespaced ? std::string_view(m_request.namespace_) : std::string_view();
    const api::Text& said = m_object.meta().namespace_;
    if (m_stored.namespaced && !said.empty() && said != asked)
        return refuse(Stage::Decoding,
            api::badRequest("the namespace of the provided object does not match the namespace sent on the request"));
    if (said != asked) // a namespace said of a cluster-scoped object is ignored
        m_object.editMeta().namespace_ = api::Text(asked);
    return true;
}

bool Pipeline::isCurrent(const api::ObjectPtr& old)
{
    const api::ObjectMeta& meta = m_object.meta();
    if (!meta.uid.empty() && !(meta.uid == old.meta().uid))
        return refuse(Stage::Validation,
            refusals::conflict(m_stored, m_request.name,
                "Precondition failed: UID in precondition: " + meta.uid.str()
                    + ", UID in object meta: " + old.meta().uid.str()));
    // The client counts in its own way; what it saw is compared with what it would be shown now.
    if (!meta.resourceVersion.empty()
        && !(meta.resourceVersion == m_request.versions.shown(old).meta().resourceVersion))
        return refuse(Stage::Validation, refusals::conflict(m_stored, m_request.name, refusals::objectModified));
    return true;
}

bool Pipeline::mutate()
{
    for (const auto& plugin : m_server.admission().plugins()) {
        if (!plugin->handles(m_request.verb))
            continue;
        const api::ObjectPtr before = m_request.traced ? m_object : api::ObjectPtr();
        if (const auto refusal = plugin->mutate(m_attributes, m_object))
            return refuse(Stage::MutatingAdmission, *refusal, plugin->name());
        if (!before || m_object.sameStorage(before))
            continue;
        if (const std::string changes = changesBetween(before, m_object); !changes.empty())
            pass(Stage::MutatingAdmission, plugin->name(), changes);
    }
    return true;
}

// The numbers of a Service; by way of a subresource it gets none.
bool Pipeline::allocate(const api::ObjectPtr& old)
{
    if (!m_object.as<api::Service>() || !m_request.subresource.empty())
        return true;
    const auto refusal =
        apiserver::allocate(m_state, m_object.editAs<api::Service>(), {old.as<api::Service>(), m_dryRun});
    return refusal ? refuse(Stage::Validation, *refusal) : true;
}

bool Pipeline::passes(const api::FieldErrors& errors)
{
    if (!errors.empty())
        return refuse(Stage::Validation, refusals::invalid(m_stored, m_object.meta().name, errors));
    return pass(Stage::Validation, {}, "no rule is broken");
}

bool Pipeline::admit()
{
    for (const auto& plugin : m_server.admission().plugins()) {
        if (!plugin->handles(m_request.verb))
            continue;
        m_notes.clear();
        if (const auto refusal = plugin->validate(m_attributes, m_object))
            return refuse(Stage::ValidatingAdmission, *refusal, plugin->name());
        std::string what;
        for (const std::string& note : m_notes)
            what += (what.empty() ? "" : "; ") + note;
        pass(Stage::ValidatingAdmission, plugin->name(), what.empty() ? "nothing against it" : what);
    }
    return true;
}

void Pipeline::store(const api::ObjectPtr& old)
{
    if (isWaitingForNothing(m_object)) { // its last finalizer is gone
        erased(old);
        answer(m_object);
        return;
    }
    write(old);
}

void Pipeline::write(const api::ObjectPtr& old)
{
    m_object.editMeta().resourceVersion = old.meta().resourceVersion;
    const bool changes = keepsOwners(m_request) ? !api::differOnlyInManagerTimes(old, m_object) : !(m_object == old);
    if (!changes)
        m_object = old; // a write that changes nothing is none
    if (m_dryRun || !changes) {
        answer(m_object);
        return;
    }
    writeAlongside();
    Lookalikes::ofThisThread().share(m_object);
    m_object = m_state.store.update(resourceId(m_stored), m_object, std::nullopt, origin()).object;
    Lookalikes::ofThisThread().remember(m_object);
    m_response.revision = m_state.store.revision();
    answer(m_object);
}

// What admission keeps account of; the server itself writes it.
void Pipeline::writeAlongside()
{
    for (const api::ObjectPtr& object : m_alongside) {
        const api::Kind& kind = *api::findKindByApiVersion(object.type().apiVersion, object.type().kind);
        m_state.store.update(resourceId(kind), object, std::nullopt, {m_state.now, m_request.cause, serverName});
    }
    m_alongside.clear();
}

// The object as it was last, with the revision of its end.
api::ObjectPtr Pipeline::erased(const api::ObjectPtr& object)
{
    if (m_dryRun)
        return object;
    const store::Key key = keyOf(m_stored, object.meta().namespace_, object.meta().name);
    const store::Written written = m_state.store.remove(key, std::nullopt, origin());
    m_response.revision = m_state.store.revision();
    return written.object;
}

// What an apply brings has its owners already.
void Pipeline::noteOwners(const api::ObjectPtr& before)
{
    const bool applied = m_request.verb == Verb::Patch && m_request.patchType == PatchType::Apply;
    if (applied || !keepsOwners(m_request))
        return;
    const api::Kind& kind = isScale() ? m_stored : *m_request.kind;
    m_object =
        api::withManagedFields(kind, before, m_object, writerOf(m_request, m_state.now), fieldsOutOfReach(m_request));
}

void Pipeline::fillSystemFields()
{
    api::ObjectMeta& meta = m_object.editMeta();
    const std::uint64_t next = m_state.store.revision() + 1;
    meta.creationTimestamp = api::wholeSecond(m_state.now);
    meta.resourceVersion = {};
    if (meta.name.empty() && !meta.generateName.empty()) {
        auto letters = m_state.random.stream("name", meta.generateName, next);
        const std::string prefix = meta.generateName.str().substr(0, longestGeneratedPrefix);
        for (int i = 0; i < mostNameGenerations && (i == 0 || isTaken(meta)); ++i)
            meta.name = api::Text(prefix + sim::nameSuffix(letters));
        m_generated = true;
    }
    auto digits = m_state.random.stream(
        "uid", std::string(m_stored.kind) + "/" + meta.namespace_.str() + "/" + meta.name.str(), next);
    meta.uid = api::Text(sim::uuid(digits));
}

// What only the server sets comes from the object that is stored.
void Pipeline::keepSystemFields(const api::ObjectPtr& old)
{
    api::ObjectMeta& meta = m_object.editMeta();
    if (meta.name.empty())
        meta.name = old.meta().name;
    meta.uid = old.meta().uid;
    meta.creationTimestamp = old.meta().creationTimestamp;
    meta.deletionTimestamp = old.meta().deletionTimestamp;
    meta.deletionGracePeriodSeconds = old.meta().deletionGracePeriodSeconds;
    meta.resourceVersion = old.meta().resourceVersion; // none was named, or this one
}

api::ObjectPtr Pipeline::found()
{
    api::ObjectPtr object = m_state.store.find(keyOf(m_stored, m_request.namespace_, m_request.name));
    if (!object)
        refuse(Stage::Storage, refusals::notFound(m_stored, m_request.name));
    return object;
}

store::Origin Pipeline::origin() const
{
    return {m_state.now, m_request.cause, api::Text(m_request.identity->user)};
}

bool Pipeline::isTaken(const api::ObjectMeta& meta) const
{
    return bool(m_state.store.find(keyOf(m_stored, meta.namespace_, meta.name)));
}

api::Status Pipeline::exists() const
{
    const api::Text& name = m_object.meta().name;
    return m_generated ? refusals::generateNameConflict(m_stored, name) : refusals::alreadyExists(m_stored, name);
}

bool Pipeline::isScale() const
{
    return m_request.subresource == "scale";
}

// A stored object as the address of the request shows it, its version as the client counts.
api::ObjectPtr Pipeline::shown(const api::ObjectPtr& object) const
{
    return m_request.versions.shown(isScale() ? scaleOf(object) : api::fromStored(*m_request.kind, object));
}

void Pipeline::answer(const api::ObjectPtr& object, int code)
{
    m_response.object = shown(object);
    m_response.status = success(code);
    if (m_request.traced)
        pass(Stage::Storage, {}, "revision " + object.meta().resourceVersion.str());
}

bool Pipeline::pass(Stage stage, std::string_view by, std::string_view what)
{
    if (m_request.traced)
        m_response.trace.push_back({stage, true, std::string(by), std::string(what)});
    return true;
}

bool Pipeline::refuse(Stage stage, api::Status status, std::string_view by)
{
    if (m_request.traced)
        m_response.trace.push_back({stage, false, std::string(by), status.message});
    m_response.status = std::move(status);
    return false;
}

} // namespace kubarium::apiserver
